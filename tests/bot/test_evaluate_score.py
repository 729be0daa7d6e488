"""What passes and what does not: words, figures of speech, verdicts, and what must be true after a reply."""

from dataclasses import replace

import pytest

from bot.dialogue import Fact
from bot.evaluate.cases import Expectation
from bot.evaluate.score import meaning_faults, score
from tests.bot.evaluation import SLEEP, expectation, make_turn


@pytest.mark.parametrize(
    ("reply", "expected", "passed"),
    [
        ("Tea is milder.", expectation("tea"), True),
        ("TEA\nis milder.", expectation("tea is"), True),
        ("Tea\u2019s milder \u2013 yes.", expectation("tea's milder - yes"), True),
        ("Coffee.", expectation("tea"), False),
        ("Tea, or coffee.", expectation("tea", must_not=("coffee",)), False),
        ("tea " * 221, expectation("tea"), False),
        ("I did not understand that.", expectation(), False),
        ("I did not understand that.", expectation(may_give_up=True), True),
    ],
)
def test_a_reply_passes_by_what_it_holds(reply: str, expected: Expectation, passed: bool) -> None:
    assert score(reply, expected, [], None).passed is passed


def test_one_pattern_of_each_group_is_enough_but_every_group_counts() -> None:
    expected = Expectation(must=(("tea", "coffee"), ("mild", "weak")))
    assert score("Coffee, when weak.", expected, [], None).passed
    assert score("Coffee.", expected, [], None).reasons == ("missing: mild | weak",)


def test_a_repeated_reply_fails_whatever_its_case() -> None:
    assert score("tea.", expectation("tea"), ["Hello.", "Tea."], None).reasons == ("repeats itself",)


def test_shorter_means_fewer_words_than_the_reply_before() -> None:
    expected = expectation("tea", must_be_shorter=True)
    assert score("Tea.", expected, ["Tea is the milder one."], None).passed
    assert score("Tea is the mild one.", expected, ["Tea is the milder one."], None).reasons == ("not shorter",)


@pytest.mark.parametrize(("verdict", "passed"), [("tea", True), ("coffee", False), (None, False)])
def test_the_verdict_must_be_one_of_those_allowed(verdict: str | None, passed: bool) -> None:
    assert score("So be it.", expectation(verdicts=("tea",)), [], verdict).passed is passed


def test_a_forbidden_verdict_fails_and_no_verdict_does_not() -> None:
    expected = expectation(forbidden_verdicts=("coffee",))
    assert not score("So be it.", expected, [], "coffee").passed
    assert score("So be it.", expected, [], None).passed


def test_a_hyphen_of_any_kind_matches_a_plain_one() -> None:
    assert score("A well\u2011brewed tea.", expectation("well-brewed"), [], None).passed


def test_a_golden_reply_may_repeat_itself() -> None:
    assert score("tea.", expectation("tea", may_repeat=True), ["Tea."], None).passed


def test_a_fact_not_understood_is_a_fault() -> None:
    turn = make_turn()
    known = replace(turn, state=replace(turn.state, facts=(Fact(criterion="sleep", level="well", said="", turn=1),)))
    assert meaning_faults(known, Expectation(facts={"sleep": "well"})) == ()
    assert meaning_faults(known, Expectation(facts={"sleep": "badly"})) == ("sleep is well, not badly",)
    assert meaning_faults(turn, Expectation(facts={"sleep": "well"})) == ("sleep is None, not well",)


def test_a_missing_act_is_a_fault() -> None:
    assert meaning_faults(make_turn(), Expectation(acts=("answer", "decline"))) == ("does not decline",)


@pytest.mark.parametrize(
    ("asks", "when_asked", "when_not"),
    [
        (None, (), ()),
        ("sleep", (), ("asks about None, not sleep",)),
        ("taste", ("asks about sleep, not taste",), ("asks about None, not taste",)),
        (True, (), ("asks about None, not True",)),
        (False, ("asks about sleep, not False",), ()),
    ],
)
def test_the_question_is_the_one_expected(
    asks: str | bool | None, when_asked: tuple[str, ...], when_not: tuple[str, ...]
) -> None:
    assert meaning_faults(make_turn(question=SLEEP), Expectation(asks=asks)) == when_asked
    assert meaning_faults(make_turn(), Expectation(asks=asks)) == when_not
