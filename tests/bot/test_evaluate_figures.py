"""Where the figures of a reply come from."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.compose.phrases import percent
from bot.content.load import load_comparison
from bot.dialogue import Choice, Explain, Fact, Reckon
from bot.evaluate.figures import figures_of
from bot.evaluate.run import Outcome, Step, replies
from bot.rank import Situation, rank
from bot.turn import Turn
from tests.bot.costing import costed
from tests.bot.evaluation import DATA, SLEEP, make_turn

TEA = load_comparison(DATA, "tea-or-coffee")


def origins(turn: Turn, *said: str) -> list[tuple[str, str]]:
    return [(figure.number, figure.origin) for figure in figures_of(turn, said, TEA)]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("Tea has 30 mg of caffeine [1].", [("30", "source")]),
        ("Tea has 31 mg of caffeine [1].", [("31", "none")]),
        ("It is from 2020.", [("2020", "source")]),
        ("Tea, at 62%.", [("62", "share")]),
        ("Tea, with 62 leaves.", [("62", "none")]),
        ("Tea, at 63%.", [("63", "none")]),
        ("The page gives tea 1 of 1.", [("1", "table"), ("1", "table")]),
        ("Tea, after 1 cup.", [("1", "none")]),
        ("No figure at all [1][2].", []),
    ],
)
def test_a_figure_comes_from_a_cited_source_or_our_calculation_or_nowhere(
    reply: str, expected: list[tuple[str, str]]
) -> None:
    assert origins(make_turn(reply, sources=("book",))) == expected


def test_a_source_that_is_not_cited_covers_nothing() -> None:
    assert origins(make_turn("Tea has 30 mg of caffeine.")) == [("30", "none")]


@pytest.mark.parametrize("said", ["I drink 7,500 cups", "I drink 7500 cups", "I drink 7.5k cups"])
def test_a_figure_that_the_visitor_gave_is_theirs_in_this_turn_and_later(said: str) -> None:
    assert origins(make_turn("Noted: 7,500 cups.", message=said)) == [("7500", "visitor")]
    assert origins(make_turn("Still 7,500 cups."), said) == [("7500", "visitor")]


def test_a_figure_in_the_question_asked_is_its_own() -> None:
    question = replace(SLEEP, choices=(Choice(id="well", label="8 hours or more"),))
    assert origins(make_turn("Do you sleep 8 hours?", question=question)) == [("8", "answers")]


def test_a_share_under_a_supposition_is_calculated() -> None:
    share = percent(rank(TEA, Situation(levels={"sleep": "badly"}, weights={})).best.share)
    reply = f"Then tea, at {share}."
    supposed = Explain(what="what_if", facts=(Fact(criterion="sleep", level="badly", said="", turn=1),))
    assert origins(make_turn(reply, decision=(supposed,))) == [(share.rstrip("%"), "share")]
    assert origins(make_turn(reply)) == [(share.rstrip("%"), "none")]


def test_calculated_amounts_are_ours_in_a_reply_that_calculates(tmp_path: Path) -> None:
    tea = costed(tmp_path)[0]
    turn = make_turn("At 200 cups a day it is about $630 with tea, from $0.10; $640 would be more.", message="200 cups")
    state = replace(turn.state, figures={"cups": 200.0})
    turn = replace(turn, state=state, decision=(Reckon(what="sums"),))
    found = [(figure.number, figure.origin) for figure in figures_of(turn, (), tea)]
    assert found == [("200", "visitor"), ("630", "estimate"), ("0.10", "estimate"), ("640", "none")]
    idle = replace(turn, decision=())
    assert [figure.origin for figure in figures_of(idle, (), tea)] == ["visitor", "none", "none", "none"]


def test_every_reply_of_a_conversation_is_looked_at_with_what_was_said_by_then() -> None:
    turns = [make_turn("5 cups.", message="I like 4 cups"), make_turn("4 cups.", message="and 5")]
    outcome = Outcome(name="chains/c", steps=tuple(Step(message=turn.message, turn=turn) for turn in turns))
    assert [reply.unsourced for reply in replies([outcome], TEA)] == [("5",), ()]
