"""The HTTP door: the contract, the stream, and an error that helps for everything that can go wrong."""

import json
import logging
import re

import pytest
from fastapi.testclient import TestClient

from tests.ui.fake_advisor import FakeAdvisor, standing
from ui.events import deltas
from ui.present import recommendation

CHAT = "/api/v1/chat"


def say(client: TestClient, message: object = "hot, please", **more: object) -> dict[str, object]:
    body: dict[str, object] = client.post(CHAT, json={"message": message, **more}).json()
    return body


def test_a_reply_has_every_field_of_the_contract(client: TestClient) -> None:
    body = say(client)
    assert list(body) == [
        "conversation_id", "turn", "acts", "reply", "citations", "question", "needs", "ranking", "recommendation",
        "suggestions", "voice",
    ]  # fmt: skip
    assert body["needs"] == {"warmth": {"level": "hot", "label": "Hot", "said": "hot, please", "turn": 1}}
    assert body["question"] == {
        "criterion": "price",
        "text": "How tight is the budget?",
        "choices": [{"id": "low", "label": "Tight"}, {"id": "high", "label": "Ample"}],
    }


def test_a_recommendation_names_the_single_answers_that_would_flip_it(client: TestClient) -> None:
    flips = [{"criterion": "price", "level": "high", "to": "coffee"}]
    assert say(client)["recommendation"] == {"option": "tea", "status": "leaning", "flips": flips}


def test_there_is_no_recommendation_while_all_is_open(client: TestClient) -> None:
    assert say(client, "hello")["recommendation"] is None
    assert recommendation(standing(0.95, "settled")) is not None


def test_a_conversation_goes_on_by_its_id(client: TestClient) -> None:
    first = say(client)
    second = say(client, "and then?", conversation_id=first["conversation_id"])
    assert (second["conversation_id"], second["turn"]) == (first["conversation_id"], 2)
    assert "warmth" in second["needs"]  # type: ignore[operator]


def test_a_stream_is_deltas_that_add_up_to_the_answer(client: TestClient) -> None:
    response = client.post(CHAT, json={"message": "hot"}, headers={"Accept": "text/event-stream"})
    *pieces, last = [part.split("\n") for part in response.text.strip().split("\n\n")]
    answer = json.loads(last[1].removeprefix("data: "))
    assert last[0] == "event: answer"
    assert {piece[0] for piece in pieces} == {"event: delta"}
    assert "".join(json.loads(piece[1].removeprefix("data: "))["text"] for piece in pieces) == answer["reply"]


def test_a_stream_tells_proxies_not_to_keep_it_back(client: TestClient) -> None:
    streamed = client.post(CHAT, json={"message": "hot"}, headers={"Accept": "text/event-stream"}).headers
    assert (streamed["x-accel-buffering"], streamed["cache-control"]) == ("no", "no-store")
    assert "x-accel-buffering" not in client.post(CHAT, json={"message": "hot"}).headers


@pytest.mark.parametrize("text", ["", "one", " two  words\n\nand  more ", "a\u2028b"])
def test_deltas_lose_no_character(text: str) -> None:
    assert "".join(deltas(text)) == text


def test_a_conversation_can_be_read_and_erased(client: TestClient) -> None:
    place = f"/api/v1/conversations/{say(client)['conversation_id']}"
    assert client.get(place).json()["turns"][0]["message"] == "hot, please"
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_feedback_is_kept(client: TestClient, advisor: FakeAdvisor) -> None:
    name = say(client)["conversation_id"]
    body = {"conversation_id": name, "turn": 1, "rating": "up"}
    assert client.post("/api/v1/feedback", json=body).status_code == 204
    assert advisor.ratings == [(name, 1, "up")]


def test_comparisons_are_listed_with_their_options(shared: TestClient) -> None:
    (found,) = shared.get("/api/v1/comparisons").json()
    assert (found["id"], found["is_default"]) == ("tea-or-coffee", True)
    assert found["options"] == [{"id": "tea", "name": "Tea"}, {"id": "coffee", "name": "Coffee"}]


def test_the_table_has_the_criteria_of_the_page_first(shared: TestClient) -> None:
    table = shared.get("/api/v1/comparisons/tea-or-coffee/table").json()
    assert [(row["criterion"], row["origin"]) for row in table["rows"]] == [("warmth", "page"), ("price", "ours")]
    assert table["rows"][0]["page"]["winner"] == "tea"
    assert table["totals"] == {"tea": "1 of 1", "coffee": "0 of 1"}


def test_decide_takes_answers_and_weights_and_stores_nothing(client: TestClient, advisor: FakeAdvisor) -> None:
    body = client.post("/api/v1/decide", json={"answers": {"warmth": "hot"}, "weights": {"warmth": 10}}).json()
    assert [(entry["name"], entry["share"]) for entry in body["ranking"]] == [("Tea", 0.9), ("Coffee", 0.1)]
    assert advisor.conversations == {}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", CHAT, b"{", 400),
        ("POST", CHAT, b"[" * 60_000, 400),
        ("GET", "/api/v1/conversations/none", None, 404),
        ("GET", "/api/v1/comparisons/none/table", None, 404),
        ("POST", CHAT, b'{"message": "hi", "comparison": "none"}', 404),
        ("POST", CHAT, b'{"message": "hi", "conversation_id": "none"}', 404),
        ("GET", "/nowhere", None, 404),
        ("GET", CHAT, None, 405),
        ("PUT", "/healthz", b"{}", 405),
        ("POST", CHAT, b'{"message": "%s"}' % (b"x" * 70_000), 413),
        ("POST", CHAT, b'{"message": ""}', 422),
        ("POST", CHAT, b'{"message": 5}', 422),
        ("POST", CHAT, b'{"message": "\\ud800"}', 422),
        ("POST", CHAT, b'{"message": "\\u0007"}', 422),
        ("POST", "/api/v1/feedback", b'{"conversation_id": "c", "turn": "1", "rating": "up"}', 422),
        ("POST", "/api/v1/feedback", b'{"conversation_id": "c", "turn": 1, "rating": "up"}', 404),
        ("POST", CHAT, b'{"message": "%s"}' % (b"x" * 5000), 422),
        ("POST", CHAT, b'{"massage": "hi"}', 422),
        ("POST", "/api/v1/decide", b'{"weights": {"warmth": 99}}', 422),
        ("POST", "/api/v1/decide", b'{"weights": {"warmth": NaN}}', 422),
        ("POST", "/api/v1/decide", b'{"answers": {"unheard-of": "x"}}', 422),
        ("POST", CHAT, b'{"message": "boom"}', 500),
    ],
)
def test_every_error_is_problem_details_that_say_what_to_do(
    shared: TestClient, method: str, path: str, body: bytes | None, status: int
) -> None:
    response = shared.request(method, path, content=body, headers={"Content-Type": "application/json"})
    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["instance"] == path
    assert problem["title"]
    assert problem["type"].startswith("urn:fulcrum:problem:")
    assert len(problem["detail"]) > 20
    assert "secret" not in response.text


def test_a_body_that_is_not_json_is_415(shared: TestClient) -> None:
    assert shared.post(CHAT, content=b"hi", headers={"Content-Type": "text/plain"}).status_code == 415
    assert shared.post(CHAT, content=b"hi").status_code == 415


def test_405_names_the_methods_that_work(shared: TestClient) -> None:
    assert shared.get(CHAT).headers["allow"] == "POST"


def test_a_wrong_field_is_named(shared: TestClient) -> None:
    problem = shared.post(CHAT, json={"message": 5}).json()
    assert problem["errors"] == [{"field": "message", "problem": "Input should be a valid string"}]


def test_health_readiness_and_metrics_tell_what_happens(client: TestClient, advisor: FakeAdvisor) -> None:
    say(client)
    say(client, "boom")
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").status_code == 200
    metrics = client.get("/metrics").text
    assert 'fulcrum_turns_total{door="api",voice="grounded"} 1.0' in metrics
    assert 'fulcrum_errors_total{kind="fault"} 1.0' in metrics
    advisor.is_closed = True
    assert client.get("/readyz").status_code == 503


def test_no_message_text_is_logged_at_info(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        say(client, "hot and private")
        say(client, "")
    assert "private" not in caplog.text


def test_the_reference_lists_every_route_and_loads_nothing_from_elsewhere(shared: TestClient) -> None:
    reference = shared.get("/docs").text
    assert all(path in reference for path in shared.get("/openapi.json").json()["paths"])
    assert re.findall(r"""(?:src|href|url)\W+https?:""", reference) == []
    assert "429" in reference
