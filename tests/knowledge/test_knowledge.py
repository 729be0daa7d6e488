"""What every shipped comparison must offer."""

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.comparison import Card, Claim, Comparison, Option
from bot.content.load import list_comparisons, load_comparison
from bot.content.passages import plain

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
COMPARISONS = [load_comparison(KNOWLEDGE, name) for name in list_comparisons(KNOWLEDGE)]
CARDS = [card for comparison in COMPARISONS for card in comparison.cards]
EACH_OPTION = pytest.mark.parametrize(
    "option",
    [
        pytest.param(option, id=f"{comparison.id}-{option.id}")
        for comparison in COMPARISONS
        for option in comparison.options
    ],
)
PAGE_CRITERIA = ("cost", "freshness", "behavior", "latency", "data")


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.id)
def test_there_are_at_least_sixty_cards(comparison: Comparison) -> None:
    assert len(comparison.cards) >= 60


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.id)
def test_every_level_of_every_question_has_statements(comparison: Comparison) -> None:
    for criterion in comparison.asked_criteria:
        for level in criterion.levels:
            assert len(comparison.situations[criterion.id].get(level.id, ())) >= 20, (criterion.id, level.id)


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.id)
def test_no_two_cards_claim_the_same_question(comparison: Comparison) -> None:
    asks = Counter(ask.lower().strip(" ?") for card in comparison.cards for ask in card.asks)
    assert [ask for ask, count in asks.items() if count > 1] == []


@EACH_OPTION
def test_every_option_has_both_sides_a_year_with_it_and_a_pilot(option: Option) -> None:
    assert min(len(option.advantages), len(option.drawbacks)) >= 3
    assert abs(len(option.advantages) - len(option.drawbacks)) <= 1
    assert 3 <= len(option.living) <= 5
    assert option.pilot
    assert all((option.pilot.measures, option.pilot.passes, option.pilot.fails, option.pilot.misleads))


@EACH_OPTION
def test_every_statement_about_an_option_is_cited(option: Option) -> None:
    assert option.pilot
    trial = (option.pilot.measures, option.pilot.passes, option.pilot.fails, option.pilot.misleads)
    passages = (option.summary, *option.advantages, *option.drawbacks, option.living, *trial)
    assert [each.text for passage in passages for each in passage if not isinstance(each, Claim)] == []


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.id)
def test_it_says_how_the_evidence_was_selected_when_it_is_reviewed_and_what_is_related(comparison: Comparison) -> None:
    assert comparison.evidence
    assert re.fullmatch(r"20\d\d-[01]\d", comparison.review_by)
    assert comparison.reviewed < comparison.review_by
    assert {related.id for related in comparison.related} == {each.id for each in COMPARISONS} - {comparison.id}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_answers_are_short_and_ask_nothing(card: Card) -> None:
    assert 15 <= len(plain(card.answer).split()) <= 95
    assert all("?" not in plain(passage) for passage in card.sections.values())


def test_the_pages_criteria_carry_its_ratings_and_winners() -> None:
    comparison = load_comparison(KNOWLEDGE, "fine-tuning-vs-rag")
    rows = {name: comparison.criterion_by_id[name].page for name in PAGE_CRITERIA}
    winners = Counter(row.winner for row in rows.values() if row)
    assert winners == {"rag": 3, "fine-tuning": 2}
    assert comparison.totals == {"fine-tuning": "2 of 5", "rag": "3 of 5"}


def test_balance_neither_option_is_argued_at_much_greater_length() -> None:
    comparison = load_comparison(KNOWLEDGE, "fine-tuning-vs-rag")
    words = {
        option: [len(plain(card.answer).split()) for card in comparison.cards if card.about == option]
        for option in ("rag", "fine-tuning")
    }
    mean = {option: sum(counts) / len(counts) for option, counts in words.items()}
    assert 0.4 <= mean["rag"] / sum(mean.values()) <= 0.6
