"""Every snippet of README.md that calls Fulcrum works as it stands, apart from the port."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.ui.conftest import Served

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
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert re.search(expected, run.stdout, re.DOTALL), run.stdout + run.stderr


@pytest.mark.parametrize("snippet", snippets("sh", "curl"), ids=lambda snippet: str(snippet.split()[1]))
def test_the_curl_snippet_works(served: Served, snippet: str) -> None:
    if not shutil.which("curl"):
        missing("curl", "curl is not there")
    command = ["bash", "-c", snippet.replace(DEFAULT, served.url).replace("curl ", "curl --fail-with-body -sS ")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert '"ranking":[{"option":"tea"' in run.stdout, run.stdout + run.stderr
