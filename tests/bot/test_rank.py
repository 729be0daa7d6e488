"""The decision: exact, independent of order, and moved by facts only."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask import next_question
from bot.content.load import load_comparison
from bot.dialogue import Fact
from bot.rank import Situation, information, rank, tipping_weight
from bot.turn import State
from bot.values import model_for

ROOT = Path(__file__).parent.parent.parent
TEA = load_comparison(ROOT / "tests" / "data", "tea-or-coffee")
REAL = load_comparison(ROOT / "knowledge", "fine-tuning-vs-rag")
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        criterion.id: st.sampled_from([level.id for level in criterion.levels]) for criterion in REAL.asked_criteria
    },
)


def know(**levels: str) -> Situation:
    return Situation(levels=levels, weights={})


def shares(situation: Situation) -> dict[str, float]:
    return {share.option: share.share for share in rank(TEA, situation).ranking}


def test_shares_are_the_exact_probability_of_being_best() -> None:
    # Good sleepers take tea only if they like it mild; bad sleepers always, except that bitter rules it out.
    assert shares(know())["tea"] == pytest.approx(0.5 * 0.6 + 0.5 * 0.9)


def test_a_level_can_rule_an_option_out() -> None:
    assert shares(know(sleep="badly", taste="bitter")) == {"coffee": 1.0, "tea": 0.0}


def test_contributions_add_up_to_the_value() -> None:
    for share in rank(TEA, know(sleep="badly")).ranking:
        assert sum(share.contributions.values()) == pytest.approx(share.value)


def test_a_verdict_that_no_open_answer_can_turn_is_settled() -> None:
    sure = replace(TEA, criteria=tuple(replace(each, levels=each.levels[:2]) for each in TEA.criteria))
    standing = rank(sure, know(sleep="badly"))
    assert standing.cannot_flip
    assert standing.status == "settled"


def test_flips_name_answers_that_turn_the_verdict() -> None:
    standing = rank(TEA, know(sleep="badly", taste="mild"))
    assert {flip.changes for flip in standing.flips} == {(("taste", "bitter"),)}
    for flip in standing.flips:
        changed = {"sleep": "badly", "taste": "mild", **dict(flip.changes)}
        assert rank(TEA, know(**changed)).best.option == flip.to


def test_the_most_informative_question_comes_first() -> None:
    gains = information(TEA, know())
    question = next_question(TEA, State())
    assert question is not None
    assert question.criterion == max(gains, key=lambda name: gains[name])


def test_a_question_is_never_asked_twice() -> None:
    first = next_question(TEA, State())
    assert first is not None
    second = next_question(TEA, State(asked=(first.key,)))
    assert second is None or second.key != first.key


def test_the_tipping_weight_draws_level() -> None:
    weight = tipping_weight(TEA, know(sleep="well", taste="mild"), "sleep", "coffee")
    assert weight == pytest.approx(1 / 0.6)


def test_vague_answers_are_sharpened_by_a_second_question() -> None:
    vague = State(facts=(Fact(criterion="behavior", level="wanted", said="our voice", turn=1),))
    question = next_question(REAL, vague)
    assert question is not None
    assert question.refines == "wanted" or question.criterion == "documents"


@given(ANSWERS)
@settings(max_examples=40, deadline=None)
def test_shares_add_up_and_best_comes_first(levels: dict[str, str]) -> None:
    ranking = rank(REAL, Situation(levels=levels, weights={})).ranking
    assert sum(share.share for share in ranking) == pytest.approx(1)
    assert ranking[0].share == pytest.approx(max(share.share for share in ranking), abs=1e-6)


@given(ANSWERS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_telling_and_of_options_never_moves_the_verdict(levels: dict[str, str], random: object) -> None:
    items = list(levels.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    turned = replace(REAL, options=tuple(reversed(REAL.options)))
    expected = rank(REAL, Situation(levels=levels, weights={}))
    assert rank(REAL, Situation(levels=dict(items), weights={})).best == expected.best
    other = rank(turned, Situation(levels=levels, weights={})).best
    assert other.share == pytest.approx(expected.best.share)


@given(ANSWERS)
@settings(max_examples=25, deadline=None)
def test_a_firm_verdict_survives_every_further_answer(levels: dict[str, str]) -> None:
    standing = rank(REAL, Situation(levels=levels, weights={}))
    if not standing.cannot_flip:
        return
    for criterion in REAL.asked_criteria:
        if criterion.id not in levels:
            for level in criterion.levels:
                further = Situation(levels={**levels, criterion.id: level.id}, weights={})
                assert rank(REAL, further).best.option == standing.best.option


CASES = [
    ({"documents": "corpus", "behavior": "none"}, "rag"),
    ({"documents": "corpus", "behavior": "prompted", "data": "many"}, "rag"),
    ({"documents": "none", "behavior": "failing", "data": "many", "freshness": "supplied"}, "fine-tuning"),
    ({"documents": "corpus", "behavior": "failing", "data": "many"}, "both"),
    ({"documents": "none", "behavior": "prompted"}, "neither"),
    ({"documents": "small", "freshness": "stable", "behavior": "none"}, "neither"),
    ({"documents": "none", "behavior": "failing", "data": "few"}, "neither"),
    ({"documents": "corpus", "behavior": "failing", "data": "few"}, "rag"),
]


@pytest.mark.parametrize(("levels", "verdict"), CASES)
def test_all_four_verdicts_are_real(levels: dict[str, str], verdict: str) -> None:
    assert rank(REAL, Situation(levels=levels, weights={})).best.option == verdict


def test_what_is_known_makes_other_answers_likelier() -> None:
    """Whoever must cite sources hardly has nothing to look up; once that is answered, the hint counts no more."""
    sleeper, taste = TEA.asked_criteria[:2]
    hinting = replace(sleeper.levels[0], hints={taste.id: {taste.levels[0].id: 3.0}})
    hinted = replace(TEA, criteria=(replace(sleeper, levels=(hinting, *sleeper.levels[1:])), *TEA.criteria[1:]))
    answer = {sleeper.id: hinting.id}
    prior = [level.prior for level in taste.levels]
    expected = 3 * prior[0] / (3 * prior[0] + sum(prior[1:]))
    assert model_for(hinted, {}).distributions(answer)[1][0] == pytest.approx(expected)
    known = {**answer, taste.id: taste.levels[1].id}
    assert model_for(hinted, {}).distributions(known)[1][0] == 0
