"""The visitor's numbers: which input of the cost model a number in a message fills."""

from pathlib import Path

import pytest

from bot.content.load import load_comparison
from bot.turn import Focus, State, Utterance
from bot.understand.figures import Reading, read_figures
from bot.understand.outdated import outdated
from bot.understand.quantities import multiplied

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
COMPARISON = load_comparison(KNOWLEDGE, "fine-tuning-vs-rag")
NEW = State()
ON_COST = State(focus=Focus(kind="cost"), figures={"requests": 10_000})


def read(text: str, act: str = "estimate", state: State = NEW) -> Reading:
    utterance = Utterance(text=text, act=act, confidence=0.9, is_question=text.endswith("?"))
    return read_figures(COMPARISON, [utterance], state)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("What would it cost us with 10k questions a day?", {"requests": 10_000}),
        ("monthly cost for 500 staff asking 5 questions each?", {"requests": 2500}),
        ("5 questions per user per day, 800 users, what's the bill?", {"requests": 4000}),
        ("our 300 agents each send 40 tickets a day, what will we pay?", {"requests": 12_000}),
        ("what would 3 million requests a month cost?", {"requests": 100_000}),
        ("what do 10k questions cost a month?", {"requests": 10_000}),
        ("the price of 700 questions every day?", {"requests": 700}),
        ("what does RAG cost a month for 2,000 manuals changing weekly?", {"pages": 100_000, "updates": 4.3}),
        ("what does a 300 page handbook cost with 50 questions a day?", {"pages": 300, "requests": 50}),
        ("price for 2,000 labelled tickets and 50k calls a day?", {"examples": 2000, "requests": 50_000}),
    ],
)
def test_numbers_of_a_question_about_cost_fill_inputs(text: str, figures: dict[str, float]) -> None:
    assert read(text).said == pytest.approx(figures)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("and at 100k?", {"requests": 100_000}),
        ("at 2000?", {"requests": 2000}),
        ("ten times as many?", {"requests": 100_000}),
        ("and half?", {"requests": 5000}),
        ("what if prompts are 3,000 tokens?", {"prompt_tokens": 3000}),
        ("tuned prompts of 200 tokens", {"tuned_prompt_tokens": 200}),
        ("1,500 tokens per answer and 4,000 tokens of context", {"answer_tokens": 1500, "passage_tokens": 4000}),
        ("$3 per million input tokens and $15 per million output", {"input_price": 3, "output_price": 15}),
        ("hosting is $2 an hour", {"hosting": 2}),
        ("it's $1.50", {"hosting": 1.5}),
        ("set hosting to 0", {"hosting": 0}),
        ("our engineers cost $90 an hour", {"hour": 90}),
        ("20% of the pages change", {"changed_share": 20}),
        ("so which one?", {}),
        ("we have a budget of $500 a month", {}),
        ("hosting is 2 euros an hour", {}),
        ("not 3,000", {}),
        ("and 1 million?", {"requests": 1_000_000}),
        ("tokens per answer are more like 1,000", {"answer_tokens": 1000}),
        ("no, I meant per month", {"requests": 10_000 / 30}),
    ],
)
def test_after_a_calculation_short_messages_change_one_input(text: str, figures: dict[str, float]) -> None:
    assert read(text, "question", ON_COST).said == pytest.approx(figures)


def test_statements_of_a_case_are_kept_for_later_calculations() -> None:
    assert read("we have 2k product manuals", "statement").said == {"pages": 100_000}
    assert read("We have 3,000 reports to learn from", "statement").said == {"examples": 3000}


def test_numbers_in_other_questions_are_not_the_visitors() -> None:
    assert read("is 5,000 questions a day a lot?", "question").said == {}


@pytest.mark.parametrize("text", ["what would -5 questions a day cost?", "price of 999999999999 questions a day?"])
def test_a_number_out_of_range_is_refused_and_nothing_else_changes(text: str) -> None:
    reading = read(text)
    assert (reading.said, list(reading.refused)) == ({}, ["requests"])


def test_an_answer_replaces_an_earlier_number_that_it_contradicts() -> None:
    figures = {"requests": 10_000.0, "examples": 40.0}
    assert outdated(COMPARISON, figures, {"volume": "high"}) == {"examples": 40.0}
    assert outdated(COMPARISON, figures, {"volume": "medium"}) == figures


def test_rounds_a_month_are_not_taken_for_times_a_year() -> None:
    assert outdated(COMPARISON, {"updates": 4.3}, {"freshness": "weekly"}) == {"updates": 4.3}
    assert outdated(COMPARISON, {"updates": 4.3}, {"freshness": "daily"}) == {}


@pytest.mark.parametrize("text", ["500 staff", "5 questions each", "500 staff and 5 documents", "each of them"])
def test_without_people_and_a_rate_for_each_nothing_is_multiplied(text: str) -> None:
    assert not any(quantity.is_product for quantity in multiplied(text))
