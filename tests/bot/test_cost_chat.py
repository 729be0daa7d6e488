"""Conversations about what it would cost, with the shipped content."""

import re

import pytest

from bot import Advisor, State, Turn
from bot.compose.amounts import money, number, quantity
from bot.cost.estimate import estimate
from bot.evaluate.figures import unsourced_figures

NAME = "fine-tuning-vs-rag"


def talk(advisor: Advisor, *messages: str) -> Turn:
    """The last turn of a conversation; no reply of it may state a figure from nowhere."""
    state, said = State(), list[str]()
    for message in messages:
        turn = advisor.think(NAME, message, state)
        assert unsourced_figures(turn, advisor.comparison(NAME), said) == set(), turn.answer.reply
        state = turn.state
        said.append(message)
    return turn


def monthly(advisor: Advisor, option: str, **figures: float) -> str:
    model = advisor.comparison(NAME).cost
    assert model is not None
    return money(estimate(model, figures).of(option).monthly, model.sign)


@pytest.mark.model
def test_the_first_sentence_gives_the_monthly_sums_for_the_visitors_number(advisor: Advisor) -> None:
    turn = talk(advisor, "What would it cost us with 10k questions a day?")
    first = turn.answer.reply.split(". ")[0]
    assert first.startswith("At 10,000 requests a day")
    assert monthly(advisor, "rag", requests=10_000) in first
    assert {"cost-08", "cost-07"} <= {citation.source_id for citation in turn.answer.citations}
    assert "no price is known for the hosting" in turn.answer.reply
    assert "7 September 2026" in turn.answer.reply


@pytest.mark.model
def test_follow_ups_change_one_input_and_keep_the_others(advisor: Advisor) -> None:
    opening = "What would it cost us with 10k questions a day?"
    turn = talk(advisor, opening, "and at 100k?", "what if prompts are 3,000 tokens?")
    assert turn.state.figures == {"requests": 100_000, "prompt_tokens": 3000}
    assert monthly(advisor, "rag", requests=100_000, prompt_tokens=3000) in turn.answer.reply


@pytest.mark.model
def test_with_the_unknown_price_filled_in_there_is_a_break_even(advisor: Advisor) -> None:
    opening = "What would it cost us with 10k questions a day?"
    unknown = talk(advisor, opening, "where is the break-even?").answer.reply
    assert unknown.startswith("I cannot give a volume")
    known = talk(advisor, opening, "hosting is $2 an hour", "where is the break-even?").answer.reply
    assert "about 16,100 requests a day" in known


@pytest.mark.model
def test_every_assumption_can_be_asked_for(advisor: Advisor) -> None:
    reply = talk(advisor, "what would we pay for 800 chats a day?", "what did you assume?").answer.reply
    assert "**Yours:** 800 requests a day" in reply
    assert "answers of 300 tokens" in reply
    assert "second-hand" in reply


@pytest.mark.model
@pytest.mark.parametrize(
    "message", ["What does RAG cost?", "which one is cheaper?", "How much does it cost to tune a model?"]
)
def test_questions_without_own_numbers_are_answered_by_cards(advisor: Advisor, message: str) -> None:
    turn = talk(advisor, message)
    assert turn.answer.acts == ("answer",)
    assert not turn.state.figures
    assert "requests a day" not in turn.answer.reply


@pytest.mark.model
def test_a_number_told_before_counts_when_cost_is_asked_for(advisor: Advisor) -> None:
    turn = talk(advisor, "We get 900 questions a day and have 2k manuals.", "So what would it cost us?")
    assert turn.answer.reply.startswith("At 900 requests a day")
    assert turn.state.figures["pages"] == 100_000


@pytest.mark.model
def test_a_budget_is_held_against_the_sums(advisor: Advisor) -> None:
    reply = talk(advisor, "is 500 dollars a month enough for 2,500 questions a day?").answer.reply
    assert re.match(r"\$500 a month at 2,500 requests a day is enough for prompting first .* and RAG", reply)


@pytest.mark.model
@pytest.mark.parametrize(
    ("follow_up", "has", "lacks"),
    [
        ("and without fine-tuning?", "with RAG", "with fine-tuning"),
        ("and for both?", "with both", "with RAG"),
        ("which is the cheapest?", "with prompting first", "RAG by default"),
        ("why is rag so expensive?", "$73 for the search service", "with fine-tuning"),
        ("what did you leave out?", "Left out: people's time", "The table leaves out"),
        ("what's that in the first year?", "the first year, set-up included", "one month"),
        ("is 500 euros a month enough?", "All of this is in USD", "Price of"),
    ],
)
def test_a_calculation_can_be_looked_at_from_other_sides(
    advisor: Advisor, follow_up: str, has: str, lacks: str
) -> None:
    reply = talk(advisor, "What would it cost us with 10k questions a day?", follow_up).answer.reply
    assert has in reply
    assert lacks not in reply


@pytest.mark.model
def test_a_price_that_the_visitor_gives_is_no_fact_about_the_case(advisor: Advisor) -> None:
    turn = talk(advisor, "Our model costs $1 per million input tokens. What would 2k questions a day cost?")
    assert turn.state.figures == {"input_price": 1, "requests": 2000}
    assert {fact.criterion for fact in turn.state.facts} <= {"volume"}


@pytest.mark.model
@pytest.mark.parametrize("name", ["long-context-vs-rag", "prompting-vs-fine-tuning"])
def test_other_comparisons_calculate_too_and_state_no_figure_from_nowhere(advisor: Advisor, name: str) -> None:
    state, said = State(), list[str]()
    for message in (
        "What would it cost us with 500 questions a day?",
        "where is the break-even?",
        "what did you assume?",
    ):
        turn = advisor.think(name, message, state)
        assert unsourced_figures(turn, advisor.comparison(name), said) == set(), turn.answer.reply
        state = turn.state
        said.append(message)
    assert state.figures == {"requests": 500}


@pytest.mark.model
def test_bad_numbers_are_refused_in_plain_words_and_nothing_is_lost(advisor: Advisor) -> None:
    turn = talk(advisor, "What would it cost us with 10k questions a day?", "and at -5?")
    assert turn.answer.reply.startswith("Requests a day cannot be -5: I calculate from 1 to 100,000,000.")
    assert turn.state.figures == {"requests": 10_000}


@pytest.mark.model
def test_a_calculation_asks_nothing_and_moves_no_verdict(advisor: Advisor) -> None:
    before = talk(advisor, "our manuals change every week")
    after = talk(advisor, "our manuals change every week", "what would that cost us at 700 chats a day?")
    assert after.standing.best.option == before.standing.best.option
    assert "ask" not in after.answer.acts


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "$0"), (0.001, "under $0.01"), (1.5, "$1.50"), (9, "$9"), (82.4, "$82"), (1355.5, "$1,360"),
     (2.5e6, "$2.5 million"), (999_900, "$1 million")],
)  # fmt: skip
def test_amounts_are_rounded_to_what_they_are_worth(value: float, shown: str) -> None:
    assert money(value, "$") == shown


def test_values_are_shown_with_their_units() -> None:
    assert quantity(0.9, "$ per million tokens", "$") == "$0.90 per million tokens"
    assert quantity(10, "%", "$") == "10%"
    assert quantity(2500, "tokens", "$") == "2,500 tokens"
    assert number(4.3) == "4.3"
