"""What the page shows: safe whatever the text says, and complete."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot import Citation, Fact, State
from tests.ui.fake_advisor import HOSTILE, POT, TINY, FakeAdvisor, standing
from ui.markup import block, render_passage, render_reply, render_turn, say
from ui.openers import openers
from ui.panel import percent, render_panel
from ui.tables import render_table

TODAY = date(2026, 11, 22)
POT_CITED = Citation(marker=1, source_id="pot", title="The pot", url=POT.url, quote=POT.passage)
FACT = Fact(criterion="warmth", level="hot", said=HOSTILE, turn=1)


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "<script>alert(1)</script>",
        "![x](https://evil.example/leak.png)",
        "[x](javascript:alert(1))",
        "<https://evil.example>",
        "[1]: https://evil.example\n\n[1]",
        "```\n<img src=x>\n```",
        "a\n\n<iframe src=//evil.example>\n\nb",
        "# <svg onload=alert(1)>",
    ],
)
def test_a_reply_can_bring_no_markup_of_its_own(text: str) -> None:
    html = render_reply(text, (), "1")
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "strong", "em", "ul", "ol", "li", "br", "code", "pre", "hr"}
    assert "=" not in "".join(re.findall(r"<[^>]*>", html))


def test_a_marker_becomes_a_button_that_opens_its_passage() -> None:
    html = render_reply("Warm [1]. Unknown [7].", (POT_CITED,), "3")
    assert 'popovertarget="passage-3-1" aria-label="Source 1: The pot">1</button>' in html
    assert "Unknown [7]." in html
    assert 'id="passage-3-1"' in render_passage(POT_CITED, POT, "3")


def test_a_passage_shows_who_when_what_under_which_conditions_and_where() -> None:
    html = render_passage(POT_CITED, POT, "1")
    for part in ("The pot", "A. Brewer", "2020", "checked 2026-11", f"<mark>{POT.passage}</mark>", "one pot"):
        assert part in html
    assert '<a href="https://example.org/pot" target="_blank" rel="noopener noreferrer">' in html


def test_only_what_is_quoted_is_highlighted() -> None:
    html = render_passage(replace(POT_CITED, quote="for an hour"), POT, "1")
    assert "Tea keeps warm <mark>for an hour</mark> in a pot." in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", None])
def test_a_source_without_a_web_address_has_no_link(url: str | None) -> None:
    assert "<a " not in render_passage(replace(POT_CITED, url=url), POT, "1")


def test_hostile_text_is_escaped_wherever_it_shows() -> None:
    exchange = FakeAdvisor().reply(f"hot {HOSTILE}")
    citation = replace(POT_CITED, title=HOSTILE, quote=HOSTILE)
    panel = render_panel(exchange.turn.standing, exchange.turn.state, TINY, TODAY)
    shown = (
        render_turn(exchange, TINY.sources, is_last=True) + render_passage(citation, None, "1") + panel + say(HOSTILE)
    )
    assert "<img" not in shown
    assert "&lt;img" in shown


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\u2028"])
def test_a_block_has_no_line_break_that_would_end_it(newline: str) -> None:
    assert block(f"a{newline}b").splitlines() == [block(f"a{newline}b")]


def test_chips_are_on_the_last_turn_only_with_ways_out() -> None:
    exchange = FakeAdvisor().reply("hot")
    last = render_turn(exchange, TINY.sources, is_last=True)
    assert re.findall(r'data-say="([^"]+)"', last) == ["Tight", "Ample", "Not sure", "Skip", "Why?"]
    assert "data-say" not in render_turn(exchange, TINY.sources, is_last=False)


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0%"), (0.004, "under 1%"), (0.5, "50%"), (0.996, "over 99%"), (1.0, "100%")]
)
def test_a_share_is_never_rounded_to_certainty(share: float, shown: str) -> None:
    assert percent(share) == shown


def test_the_panel_shows_shares_what_was_said_and_what_would_flip_it() -> None:
    html = render_panel(
        standing(0.84, "leaning"), State(turn=1, facts=(replace(FACT, said="keep it hot"),)), TINY, TODAY
    )
    for part in ("Tea, so far", "84%", "16%", "You said “keep it hot”", "Price:</b> Ample", "then Coffee"):
        assert part in html
    assert 'data-say="Correction on warmth: Cold"' in html


def test_nothing_is_said_about_flips_before_anything_is_known() -> None:
    html = render_panel(standing(0.6, "open"), State(), TINY, TODAY)
    assert "Nothing decided yet" in html
    assert "What would flip it" not in html


def test_the_table_stands_next_to_the_one_of_the_page() -> None:
    html = render_table(standing(0.8, "leaning"), State(turn=1, facts=(FACT,)), TINY)
    rows = [re.findall(r">([^<]+)</t[dh]>", row) for row in html.split("<tr>")[3:]]
    assert rows[0] == ["Warmth", "hot", "hot too", "Tea", "Hot", "4.0", "40", "10"]
    assert rows[1] == ["Price", "not on the page", "open", "≈ 2.0", "40", "10"]
    assert rows[2] == ["Total", "1 of 1", "0 of 1", "80", "20"]


def test_openers_come_from_the_content() -> None:
    assert openers(TINY)[0] == "We have hot and tight. Tea or coffee?"
    assert openers(TINY)[2] == "What is the difference between tea and coffee?"
