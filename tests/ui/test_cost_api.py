"""The cost calculation at the doors: the API, and the fold on the page as HTML."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from bot import Fact, State
from bot.content.load import list_comparisons, load_comparison
from bot.settings import Settings
from tests.ui.fake_advisor import HOSTILE, TINY, FakeAdvisor
from ui.cost_form import render_cost
from ui.cost_present import present_estimate

PATH = "/api/v1/estimate"


def test_numbers_in_sums_out(shared: TestClient) -> None:
    body = shared.post(PATH, json={"inputs": {"cups": 200}}).json()
    sums = {cost["option"]: (cost["monthly"], cost["once"], cost["first_year"]) for cost in body["options"]}
    assert sums == {"tea": (630.0, 20.0, 7580.0), "coffee": (300.0, 0.0, 3600.0)}
    assert body["options"][0]["lines"][1] == {"text": "the kettle", "due": "month", "amount": 30.0, "formula": "kettle"}


def test_every_figure_comes_with_value_origin_range_and_reason(shared: TestClient) -> None:
    figures = shared.post(PATH, json={"inputs": {"cups": 200}, "answers": {"warmth": "hot"}}).json()["figures"]
    assert {figure["id"]: (figure["value"], figure["origin"]) for figure in figures} == {
        "cups": (200.0, "said"),
        "leaves": (0.1, "example"),
        "beans": (0.06, "answer"),
        "kettle": (30.0, "price"),
        "machine": (None, "unknown"),
    }
    assert figures[1]["sources"] == [{"id": "pot", "title": "The pot", "url": "https://example.org/pot"}]
    assert figures[4]["because"] == "No checked price is known. Its rent was not seen. Ask the shop."


def test_an_unknown_price_makes_lower_limits_and_a_point_of_parity(shared: TestClient) -> None:
    body = shared.post(PATH, json={}).json()
    assert [(cost["is_at_least"], cost["missing"]) for cost in body["options"]] == [(False, []), (True, ["machine"])]
    even = body["break_even"][0]
    assert (even["at"], even["parity"]) == (None, 180.0)
    assert even["text"] == "Coffee and tea cost the same a month with the machine at about $180 a month."


@pytest.mark.parametrize(
    ("rent", "text"),
    [
        (120, "Coffee costs less a month than tea from 61 cups a day on."),
        (1, "Coffee costs less a month than tea at any volume."),
    ],
)
def test_the_break_even_is_told_in_a_sentence(shared: TestClient, rent: float, text: str) -> None:
    assert shared.post(PATH, json={"inputs": {"machine": rent}}).json()["break_even"][0]["text"] == text


def test_what_is_assumed_can_be_read_without_numbers(shared: TestClient) -> None:
    body = shared.get("/api/v1/comparisons/tea-or-coffee/cost").json()
    assert body == shared.post(PATH, json={}).json()
    assert body["volume"] == "cups"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"inputs": {"cups": -1}}, "greater than or equal to 0"),
        ({"inputs": {"cups": 0}}, "'cups' is 0; give a number from 1 to 100,000"),
        ({"inputs": {"cups": 1e9}}, "give a number from 1 to 100,000"),
        ({"inputs": {"cups": "many"}}, "valid number"),
        ({"inputs": {"cups": None}}, "valid number"),
        ({"inputs": {"mugs": 1}}, "Unknown input 'mugs'; use one of: cups, leaves"),
        ({"answers": {"smell": "good"}}, "Unknown criterion 'smell'; use one of: price, warmth"),
        ({"answers": {"warmth": "icy"}}, "Unknown level 'icy' of 'warmth'; use one of: hot, cold"),
        ({"input": {}}, "Extra inputs are not permitted"),
    ],
)
def test_bad_input_is_422_with_what_to_do(shared: TestClient, body: dict[str, object], words: str) -> None:
    response = shared.post(PATH, json=body)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert words in response.text


def test_an_infinite_number_is_refused(shared: TestClient) -> None:
    sent = shared.post(PATH, content='{"inputs": {"cups": 1e999}}', headers={"Content-Type": "application/json"})
    assert sent.status_code == 422


def test_an_unknown_comparison_is_404(shared: TestClient) -> None:
    assert shared.get("/api/v1/comparisons/none/cost").status_code == 404
    assert shared.post(PATH, json={"comparison": "none"}).status_code == 404


def test_a_comparison_without_a_cost_model_says_so(client: TestClient, advisor: FakeAdvisor) -> None:
    advisor.comparisons = {TINY.id: replace(TINY, cost=None)}
    problem = client.post(PATH, json={}).json()
    assert (problem["status"], problem["detail"][:28]) == (404, "There is no cost calculation")
    assert render_cost(State(), advisor.comparisons[TINY.id]) == ""


# The fold on the page


def test_the_form_shows_every_number_with_its_origin() -> None:
    fact = Fact(criterion="warmth", level="hot", said="hot", turn=1)
    html = render_cost(State(figures={"cups": 200.0}, facts=(fact,)), TINY)
    assert "value='200'" in html
    assert all(
        origin in html for origin in ("you said", "from your answer", "example", "not known", "price with source")
    )
    assert "$630" in html
    assert "<small>at least</small> $360" in html


def test_numbers_that_the_content_does_not_take_any_more_are_left_aside() -> None:
    html = render_cost(State(figures={"cups": -5.0, "mugs": 3.0}), TINY)
    assert "value='100'" in html
    assert "mugs" not in html


def test_text_of_the_content_is_escaped() -> None:
    assert HOSTILE not in render_cost(State(), TINY)


def test_every_shipped_cost_model_gives_sums() -> None:
    knowledge = Settings(_env_file=None).knowledge
    found = [load_comparison(knowledge, name) for name in list_comparisons(knowledge)]
    costed = [comparison for comparison in found if comparison.cost]
    assert costed
    for comparison in costed:
        body = present_estimate(comparison, {}, {})
        assert {cost.option for cost in body.options} == {option.id for option in comparison.options}
        assert all(cost.monthly > 0 for cost in body.options)
