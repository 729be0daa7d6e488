"""The comparison as a decision aid: both sides of every option, every statement sourced, a notice when it is old."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot import Comparison
from bot.content.load import list_comparisons, load_comparison
from tests.ui.fake_advisor import HOSTILE, TINY, standing
from ui.about import render_about, render_about_button, render_stale

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
SHIPPED = [load_comparison(KNOWLEDGE, name) for name in list_comparisons(KNOWLEDGE)]
IN_TIME, LATE = date(2027, 5, 31), date(2027, 6, 1)
EACH = pytest.mark.parametrize("comparison", SHIPPED, ids=lambda comparison: comparison.id)


def folds(html: str) -> list[str]:
    return re.findall(r"<details class='fold'><summary>(.*?)</details>", html)


@EACH
def test_each_option_shows_both_sides_living_and_a_pilot(comparison: Comparison) -> None:
    shown = folds(render_about(comparison, IN_TIME))[: len(comparison.options)]
    for option, fold in zip(comparison.options, shown, strict=True):
        name = option.name[:1].upper() + option.name[1:]
        parts = re.findall(r"<h4>(.*?)</h4>", fold)
        assert parts == [f"For {name}", f"Against {name}", "Living with it", "A pilot"]
        assert fold.count("<li>") == len(option.advantages) + len(option.drawbacks)
        assert fold.count("<dd>") == 4


@EACH
def test_each_statement_opens_a_source_or_is_marked_as_editorial(comparison: Comparison) -> None:
    html = render_about(comparison, IN_TIME)
    texts = re.findall(r"<(?:li|dd)>(.*?)</(?:li|dd)>", html)
    assert texts
    assert [text for text in texts if "popovertarget=" not in text and ">editorial<" not in text] == []
    opened = set(re.findall(r'class="cite" popovertarget="([^"]+)"', html))
    assert opened == set(re.findall(r'<div popover id="([^"]+)"', html))


def test_a_sentence_of_ours_shows_the_word_editorial_in_place_of_a_number() -> None:
    assert 'A year of tea. <span class="editorial">editorial</span>' in render_about(TINY, IN_TIME)
    sources = {"pot": replace(TINY.sources["pot"], kind="editorial")}
    html = render_about(replace(TINY, sources=sources), IN_TIME)
    assert 'aria-label="editorial: The pot">editorial</button>' in html


def test_it_says_who_when_who_pays_what_is_sold_and_how_the_evidence_was_selected() -> None:
    html = render_about(TINY, IN_TIME)
    for part in (
        "The editors. Version 1.0.0, reviewed in November 2026, next review by May 2027. Reviewed yearly.",
        "Nobody paid.",
        "A tasting is free. We sell tea.",
        "What the editors drank.",
    ):
        assert part in html


def test_the_notice_appears_when_the_month_of_the_review_has_passed_and_goes_with_a_new_one() -> None:
    assert not render_stale(TINY, IN_TIME)
    for show in (render_stale, render_about, render_about_button):
        assert "Due for review" in show(TINY, LATE)
    assert "planned by May 2027" in render_stale(TINY, LATE)
    assert not render_stale(replace(TINY, review_by="2027-11"), LATE)
    assert not render_stale(replace(TINY, review_by=""), LATE)


def test_what_an_option_lacks_is_said_or_left_out() -> None:
    bare = replace(TINY.options[0], advantages=(), living=(), pilot=None)
    html = folds(render_about(replace(TINY, options=(bare,)), IN_TIME))[0]
    assert "Nothing is listed yet." in html
    assert "A pilot" not in html


def test_hostile_content_is_escaped() -> None:
    option = replace(TINY.options[0], name=HOSTILE)
    html = render_about(replace(TINY, title=HOSTILE, authors=HOSTILE, options=(option,)), IN_TIME)
    assert "<img" not in html
    assert "&lt;img" in html


def test_the_page_gets_it_with_both_sides_of_the_favourite_too(client: TestClient) -> None:
    best = standing(0.84, "leaning").best.option
    html = client.get("/about/tea-or-coffee").text
    assert f"Good 3 of {best}." in html
    assert f"Bad 3 of {best}." in html
    assert client.get("/about/none").status_code == 404


def test_the_api_gives_every_statement_with_its_source_and_the_state_of_the_review(
    app: FastAPI, client: TestClient
) -> None:
    app.state.turns.today = lambda: LATE
    aid = client.get("/api/v1/comparisons/tea-or-coffee").json()
    assert (aid["is_review_due"], aid["review_by"]) == (True, "2027-05")
    assert aid["options"][0]["drawbacks"][2] == [{"text": "Bad 3 of tea.", "sources": ["pot"]}]
    assert aid["options"][0]["living"] == [{"text": "A year of tea.", "sources": []}]
    assert aid["sources"]["pot"]["url"] == "https://example.org/pot"
    assert aid["offer"] == {"text": "A tasting is free.", "disclosure": "We sell tea."}


@pytest.mark.parametrize(("day", "is_late"), [(IN_TIME, False), (LATE, True)])
def test_the_notice_follows_the_clock_of_the_door(app: FastAPI, client: TestClient, day: date, is_late: bool) -> None:
    app.state.turns.today = lambda: day
    assert ("Due for review" in client.get("/about/tea-or-coffee").text) is is_late
