"""MCP, as the official client sees it, over streamable HTTP and over standard input and output."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters
from mcp_types import TextContent

from bot import Settings, errors
from tests.ui.conftest import Served
from tests.ui.fake_advisor import FakeAdvisor
from tests.ui.mcp_client import talk
from ui.app import create_app
from ui.mcp_door import reachable

ROOT = Path(__file__).parent.parent.parent
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
TALKS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


def call(server: Any, name: str, **arguments: object) -> Any:
    return talk(server, lambda client: client.call_tool(name, arguments))


@pytest.fixture
def place(served: Served) -> str:
    return f"{served.url}mcp"


def text_of(result: Any) -> str:
    assert isinstance(result.content[0], TextContent)
    return result.content[0].text


def test_every_tool_is_described_and_typed(place: str) -> None:
    tools = {tool.name: tool for tool in talk(place, lambda client: client.list_tools()).tools}
    assert list(tools) == ["ask", "compare", "decide", "list_comparisons"]
    for tool in tools.values():
        assert len(tool.description) > 50
        assert tool.output_schema["properties"]
        assert all(field.get("description") for field in tool.input_schema["properties"].values())
    assert tools["ask"].input_schema["required"] == ["message"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_conversation_goes_on_over_http(place: str, mode: str) -> None:
    async def steps(client: Client) -> Any:
        first: Any = await client.call_tool("ask", {"message": "hot, please"})
        name = first.structured_content["conversation_id"]
        return first, await client.call_tool("ask", {"message": "and then?", "conversation_id": name})

    first, second = talk(place, steps, mode)
    assert text_of(first).startswith("**Tea** keeps warm [1].")
    assert "- [1] [The pot]" in text_of(first)
    assert (second.structured_content["turn"], second.structured_content["needs"]["warmth"]["level"]) == (2, "hot")


def test_the_table_and_the_verdict_come_as_data(place: str) -> None:
    table = call(place, "compare").structured_content
    assert [row["criterion"] for row in table["rows"]] == ["warmth", "price"]
    verdict = call(place, "decide", answers={"warmth": "hot"}, weights={"warmth": 10}).structured_content
    assert verdict["recommendation"]["option"] == "tea"
    (found,) = call(place, "list_comparisons").structured_content["result"]
    assert found["id"] == "tea-or-coffee"


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("ask", {"message": " "}, "empty"),
        ("ask", {"message": "hi", "conversation_id": "none"}, "no such conversation"),
        ("ask", {"message": "hi", "comparison": "none"}, "list_comparisons lists them"),
        ("ask", {"message": "boom"}, "our fault"),
        ("ask", {}, "message"),
        ("compare", {"comparison": "none"}, "list_comparisons lists them"),
        ("decide", {"answers": {"unheard-of": "x"}}, "use one of: warmth, price"),
        ("decide", {"answers": {}, "weights": {"warmth": 11}}, "less than or equal to 10"),
    ],
)
def test_a_wrong_call_is_told_what_to_do(place: str, name: str, arguments: dict[str, Any], words: str) -> None:
    result = call(place, name, **arguments)
    assert result.is_error
    assert words in text_of(result)
    assert "secret" not in text_of(result)


def app_with(**values: Any) -> TestClient:
    settings = Settings(_env_file=None, **values)
    return TestClient(create_app(settings, FakeAdvisor()), base_url="http://127.0.0.1:7860")


class TestLimit:
    """Questions over MCP count like those of the other doors."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(messages_per_minute=1, _env_file=None)

    def test_too_many_questions_are_refused(self, place: str) -> None:
        assert not call(place, "ask", message="hot").is_error
        assert "Please wait" in text_of(call(place, "ask", message="hot"))


def test_a_page_of_another_site_cannot_reach_it_by_a_rebound_name() -> None:
    with app_with() as client:
        assert client.post("/mcp", json=PING, headers=TALKS).status_code == 200
        for headers, status in (
            ({"Host": "evil.example"}, 421),
            ({"Host": "127.0.0.1.evil.example:7860"}, 421),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "http://localhost:7860"}, 200),
        ):
            assert client.post("/mcp", json=PING, headers=TALKS | headers).status_code == status


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, 200),
        ({"mcp": False}, 404),
        ({"host": "0.0.0.0"}, 404),
        ({"host": "0.0.0.0", "mcp": True, "allowed_hosts": ("127.0.0.1",)}, 200),
        ({"host": "::1"}, 200),
        ({"host": "localhost"}, 200),
    ],
)
def test_it_is_there_by_default_on_a_loopback_host_only(values: dict[str, Any], status: int) -> None:
    with app_with(**values) as client:
        assert client.post("/mcp", json=PING, headers=TALKS).status_code == status


def test_a_public_name_is_accepted_only_where_mcp_was_turned_on() -> None:
    names = {"allowed_hosts": ("chat.example.org",)}
    for mcp, accepted in ((True, True), (None, False)):
        hosts, origins = reachable(Settings(mcp=mcp, _env_file=None, **names))
        assert ("chat.example.org" in hosts) == accepted
        assert ("https://chat.example.org" in origins) == accepted
        assert "127.0.0.1:*" in hosts


def test_a_public_host_without_a_name_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(errors.SettingsFault, match="FULCRUM_ALLOWED_HOSTS"):
        app_with(host="0.0.0.0", mcp=True)


def test_other_methods_are_405() -> None:
    with app_with() as client:
        response = client.get("/mcp", headers=TALKS)
        assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_the_sdk_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, ui.app; ui.app.create_app(); print('mcp' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.model
def test_it_speaks_over_standard_input_and_output(index_settings: Settings, tmp_path: Path) -> None:
    variables = {
        "PYTHONPATH": str(ROOT),
        "FULCRUM_DATA": str(index_settings.data),
        "FULCRUM_DATABASE": f"sqlite:///{tmp_path / 'fulcrum.db'}",
        "HF_HUB_OFFLINE": "1",
    }
    command = StdioServerParameters(command=sys.executable, args=["-m", "bot", "mcp"], env=os.environ | variables)

    async def steps(client: Client) -> Any:
        asked: Any = await client.call_tool("ask", {"message": "Our price list changes every Monday. RAG or not?"})
        verdict: Any = await client.call_tool("decide", {"answers": {"freshness": "weekly"}})
        return asked.structured_content, verdict.structured_content

    asked, verdict = talk(command, steps)
    assert asked["needs"]["freshness"]["level"] == "weekly"
    assert asked["ranking"] == verdict["ranking"]
