"""The OpenAI-compatible door, as its clients see it: openai and langchain-openai against a served app."""

import json
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from fastapi.testclient import TestClient
from langchain_openai import ChatOpenAI

from bot import Advisor, Settings
from tests.ui.conftest import Served
from tests.ui.fake_advisor import FakeAdvisor
from ui.app import create_app
from ui.markdown import write_reply

HOT: Any = {"role": "user", "content": "hot, please"}
THEN: Any = [HOT, {"role": "assistant", "content": "**Tea**"}, {"role": "user", "content": "and then?"}]
PLACE = "/v1/chat/completions"
WRITTEN = (
    "**Tea** keeps warm [1].\n\nYou are at turn 1. How tight is the budget?\n\n- Tight\n- Ample\n\n"
    "Sources:\n\n- [1] [The pot](<https://example.org/pot>)"
)


@pytest.fixture
def outside(served: Served) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{served.url}v1", api_key="none", max_retries=0) as client:
        yield client


def ask(client: TestClient, messages: Any, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = client.post(PLACE, json={"model": "fulcrum", "messages": messages, **more}).json()
    return body


def test_the_openai_package_gets_a_reply_with_its_choices_and_sources(outside: openai.OpenAI) -> None:
    completion = outside.chat.completions.create(model="fulcrum", messages=[HOT], temperature=0.2)
    assert completion.choices[0].message.content == WRITTEN
    assert (completion.choices[0].finish_reason, completion.model) == ("stop", "fulcrum")
    assert completion.usage
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens > 2


def test_the_openai_package_gets_the_same_reply_as_a_stream(outside: openai.OpenAI) -> None:
    options: Any = {"include_usage": True}
    chunks = list(outside.chat.completions.create(model="fulcrum", messages=[HOT], stream=True, stream_options=options))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == WRITTEN
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-2:] == [None, "stop"]
    assert chunks[-1].usage
    assert len({chunk.id for chunk in chunks}) == 1


def test_langchain_can_talk_to_it_streaming_and_not(served: Served) -> None:
    model = ChatOpenAI(model="fulcrum/tea-or-coffee", base_url=f"{served.url}v1", api_key="none", max_retries=0)
    messages = [("system", "Be brief."), ("user", "hot, please"), ("assistant", "Tea."), ("user", "and then?")]
    reply = model.invoke(messages)
    assert "You are at turn 2" in reply.text
    assert "".join(chunk.text for chunk in model.stream(messages)) == reply.text


def test_the_models_are_the_comparisons(outside: openai.OpenAI) -> None:
    assert [model.id for model in outside.models.list()] == ["fulcrum", "fulcrum/tea-or-coffee"]
    assert outside.models.retrieve("fulcrum/tea-or-coffee").owned_by == "fulcrum"


def test_the_state_is_that_of_the_conversation_and_nothing_is_stored(client: TestClient, advisor: FakeAdvisor) -> None:
    assert "You are at turn 2" in ask(client, THEN)["choices"][0]["message"]["content"]
    assert advisor.conversations == {}


def test_messages_of_others_are_context_and_never_said_by_the_visitor(client: TestClient) -> None:
    others = [{"role": role, "content": "boom"} for role in ("system", "developer", "assistant", "tool")]
    body = ask(client, [*others, {"role": "assistant", "content": None, "tool_calls": []}, HOT])
    assert body["choices"][0]["message"]["content"] == WRITTEN


def test_text_in_parts_is_one_message(client: TestClient) -> None:
    parts = [{"type": "text", "text": "hot,"}, {"type": "text", "text": "please"}]
    assert ask(client, [{"role": "user", "content": parts}])["choices"][0]["message"]["content"] == WRITTEN


IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


@pytest.mark.parametrize(
    ("change", "status", "param", "code", "words"),
    [
        ({"model": "gpt-5"}, 404, "model", "model_not_found", "GET /v1/models"),
        ({"model": "fulcrum/none"}, 404, "model", "model_not_found", "GET /v1/models"),
        ({"messages": []}, 400, "messages", None, "at least 1"),
        ({"messages": THEN[:2]}, 400, None, None, "last message must have the role user"),
        ({"messages": [{"role": "user", "content": " "}]}, 400, None, None, "message is empty"),
        ({"messages": [{"role": "user", "content": "x" * 4001}]}, 400, None, None, "too long"),
        ({"messages": [HOT] * 101}, 400, None, None, "101 messages"),
        ({"messages": [{"role": "user", "content": [IMAGE]}]}, 400, "messages.0.content", None, "only text"),
        ({"messages": [{"role": "user", "content": None}]}, 400, "messages.0.content", None, "string"),
        ({"messages": [{"role": "wizard", "content": "hi"}]}, 400, "messages.0", None, "'user'"),
        ({"n": 2}, 400, "n", None, "1"),
        ({"stream": "yes"}, 400, "stream", None, "boolean"),
        ({"messages": [{"role": "user", "content": "x" * 600_000}]}, 413, None, "context_length_exceeded", "shorter"),
        ({"messages": [{"role": "user", "content": "boom"}]}, 500, None, "server_error", "our fault"),
    ],
)
def test_an_error_has_the_shape_and_status_that_clients_expect(
    shared: TestClient, change: dict[str, Any], status: int, param: str | None, code: str | None, words: str
) -> None:
    response = shared.post(PLACE, json={"model": "fulcrum", "messages": [HOT], **change})
    error = response.json()["error"]
    assert (response.status_code, error["param"], error["code"]) == (status, param, code)
    assert error["type"] == ("server_error" if status >= 500 else "invalid_request_error")
    assert words in error["message"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", PLACE, b"{", 400),
        ("GET", PLACE, None, 405),
        ("GET", "/v1/models/none", None, 404),
        ("POST", "/v1/embeddings", b"{}", 404),
    ],
)
def test_an_error_of_the_house_has_the_shape_too(
    shared: TestClient, method: str, path: str, body: bytes | None, status: int
) -> None:
    response = shared.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == status
    assert response.json()["error"]["type"] == "invalid_request_error"


def test_the_openai_package_raises_its_own_errors(outside: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="GET /v1/models"):
        outside.chat.completions.create(model="gpt-5", messages=[HOT])


def test_a_long_conversation_counts_as_several_messages() -> None:
    app = create_app(Settings(messages_per_minute=4, _env_file=None), FakeAdvisor())
    client = TestClient(app)
    sent = [client.post(PLACE, json={"model": "fulcrum", "messages": [HOT] * count}) for count in (11, 1, 1)]
    assert [response.status_code for response in sent] == [200, 200, 429]
    assert sent[2].json()["error"]["code"] == "rate_limit_exceeded"
    assert int(sent[2].headers["retry-after"]) <= 60


def test_a_stream_ends_as_clients_expect(client: TestClient) -> None:
    text = client.post(PLACE, json={"model": "fulcrum", "messages": [HOT], "stream": True}).text
    *chunks, done = [line.removeprefix("data: ") for line in text.strip().split("\n\n")]
    assert done == "[DONE]"
    assert json.loads(chunks[0])["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert "usage" not in json.loads(chunks[-1])


@pytest.mark.model
def test_the_real_advisor_says_the_same_here_as_in_a_stored_conversation(index_settings: Settings) -> None:
    advisor = Advisor.open(index_settings)
    said = ["Our price list changes every Monday. Fine-tune or RAG?", "Many documents", "why?"]
    stored = None
    for message in said:
        stored = advisor.reply(message, conversation_id=stored and stored.conversation_id)
    with TestClient(create_app(index_settings, advisor)) as client:
        body = ask(client, [{"role": "user", "content": message} for message in said])
    advisor.close()
    assert stored
    assert body["choices"][0]["message"]["content"] == write_reply(stored.turn.answer)
