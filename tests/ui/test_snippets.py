"""Every snippet of README.md that calls Fulcrum works as it stands, apart from the port."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import StdioServerParameters

from bot import Settings
from tests.conftest import missing
from tests.ui.conftest import Served
from tests.ui.mcp_client import talk

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
DEFAULT = "http://127.0.0.1:7860/"
WHAT_COMES_OF_IT = {
    "urllib.request": r"\*\*Tea\*\* keeps warm \[1\].*Conversation: c1\s*$",
    "from openai": r"\*\*Tea\*\* keeps warm \[1\].*\[1\] \[The pot\]",
}


def snippets(language: str, word: str) -> list[str]:
    """The blocks of a language that hold a word."""
    found = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return [snippet for snippet in found if word in snippet]


@pytest.mark.parametrize("snippet", snippets("python", ""), ids=lambda snippet: str(snippet.split("\n")[0]))
def test_the_python_snippet_works(served: Served, tmp_path: Path, snippet: str) -> None:
    expected = next(pattern for word, pattern in WHAT_COMES_OF_IT.items() if word in snippet)
    command = [sys.executable, "-c", snippet.replace(DEFAULT, served.url)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert re.search(expected, run.stdout, re.DOTALL), run.stdout + run.stderr


@pytest.mark.parametrize("snippet", snippets("sh", "curl"), ids=lambda snippet: str(snippet.split()[1]))
def test_the_curl_snippet_works(served: Served, snippet: str) -> None:
    if not shutil.which("curl"):
        missing("curl", "curl is not there")
    command = ["bash", "-c", snippet.replace(DEFAULT, served.url).replace("curl ", "curl --fail-with-body -sS ")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert '"ranking":[{"option":"tea"' in run.stdout, run.stdout + run.stderr


def mcp_server(name: str) -> dict[str, Any]:
    """The settings of an MCP client under the comment ``<!-- name -->``."""
    found = re.search(rf"<!-- {name} -->\n```json\n(.*?)```", README, re.DOTALL)
    assert found
    server: dict[str, Any] = json.loads(found[1])["mcpServers"]["fulcrum"]
    return server


def tools_of(server: Any) -> list[str]:
    return [tool.name for tool in talk(server, lambda client: client.list_tools()).tools]


def test_the_settings_for_mcp_over_http_work(served: Served) -> None:
    assert "decide" in tools_of(mcp_server("mcp http")["url"].replace(DEFAULT, served.url))


@pytest.mark.model
def test_the_settings_for_mcp_by_command_work(index_settings: Settings, tmp_path: Path) -> None:
    server = mcp_server("mcp stdio")
    assert server["command"].endswith("/.venv/bin/fulcrum")
    root = str(Path(__file__).parent.parent.parent)
    variables = {"PYTHONPATH": root, "FULCRUM_DATA": str(index_settings.data), "HF_HUB_OFFLINE": "1"}
    variables["FULCRUM_DATABASE"] = f"sqlite:///{tmp_path / 'fulcrum.db'}"
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "bot", *server["args"]], env=os.environ | variables
    )
    assert "decide" in tools_of(command)
