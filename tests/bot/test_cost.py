"""What an estimate is: sums by the content's formulas, with every number and every unknown price accounted for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cost.break_even import break_even
from bot.cost.estimate import estimate
from bot.cost.expression import ExpressionError, calculate, names, parse
from bot.cost.influence import influential
from bot.cost.model import CostModel
from bot.errors import BadRequest
from tests.bot.costing import costed


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> CostModel:
    return costed(tmp_path_factory.mktemp("costed"))[1]


# Expressions


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("-2 / 4", -0.5), ("max(a, 2) - min(a, 2, 1)", 4), ("a", 5)],
)
def test_arithmetic_has_its_usual_value(text: str, value: float) -> None:
    assert calculate(text, {"a": 5}) == value


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "a.b", "a[0]", "2 ** 9", "a if a else 1", "'a'", "True", "lambda: 1", "max(a)", "print(a)",
     "a <", "max(*a)", "min(a, b, key=c)", "1e999", "1j", "(a := 1)", "max", "", "[a]", "~a", "a // b", "a" * 401],
)  # fmt: skip
def test_anything_but_arithmetic_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


@given(st.text(max_size=60))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    try:
        found = names(text)
    except ExpressionError:
        return
    assert all(name.isidentifier() for name in found)


@pytest.mark.parametrize(("text", "problem"), [("1 / (a - a)", "divides by zero"), ("b", "'b' has no value")])
def test_an_expression_without_a_value_says_why(text: str, problem: str) -> None:
    with pytest.raises(ExpressionError, match=problem):
        calculate(text, {"a": 1e300})


def test_a_result_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(ExpressionError, match="too large"):
        calculate("a * a", {"a": 1e300})


# Estimates


def test_sums_follow_the_formulas(model: CostModel) -> None:
    tea = estimate(model, {"cups": 200}).of("tea")
    assert (tea.monthly, tea.one_off, tea.first_year) == (630, 20, 20 + 12 * 630)
    assert not tea.is_at_least


def test_an_unknown_price_makes_a_sum_a_lower_limit(model: CostModel) -> None:
    coffee = estimate(model, {}).of("coffee")
    assert (coffee.monthly, coffee.unknown, coffee.is_at_least) == (150, ("machine",), True)


def test_a_price_that_the_visitor_gives_makes_the_sum_whole(model: CostModel) -> None:
    coffee = estimate(model, {"machine": 50}).of("coffee")
    assert (coffee.monthly, coffee.is_at_least) == (200, False)


def test_beyond_the_case_that_a_price_holds_for_the_sum_is_a_lower_limit(model: CostModel) -> None:
    assert estimate(model, {"cups": 5001}).of("tea").floors == ("kettle",)
    assert estimate(model, {"cups": 5001, "kettle": 90}).of("tea").floors == ()


def test_every_value_says_where_it_is_from(model: CostModel) -> None:
    found = estimate(model, {"cups": 7}, {"taste": "strong"}).figures
    origins = {name: figure.origin for name, figure in found.items()}
    assert origins == {"cups": "said", "leaves": "example", "beans": "answer", "kettle": "price", "machine": "unknown"}
    assert found["beans"].value == 0.08


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"mugs": 1}, "unknown input 'mugs'; use one of: cups"),
        ({"cups": -5}, "'cups' is -5; give a number from 1 to 1e\\+06"),
        ({"cups": 1e12}, "give a number from"),
        ({"cups": float("nan")}, "give a number from"),
        ({"machine": -1}, "'machine' is -1"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_what_to_give(
    model: CostModel, given: dict[str, float], problem: str
) -> None:
    with pytest.raises(BadRequest, match=problem):
        estimate(model, given)


@given(st.integers(1, 999_999), st.integers(1, 1000))
def test_more_cups_never_cost_less(cups: int, more: int) -> None:
    low, high = (estimate(MODEL, {"cups": min(count, 1_000_000)}) for count in (cups, cups + more))
    for before, after in zip(low.options, high.options, strict=True):
        assert after.monthly >= before.monthly
        assert after.one_off == before.one_off


@given(st.floats(0, 10), st.floats(0, 10), st.integers(1, 1_000_000))
def test_a_sum_is_the_sum_of_its_lines(leaves: float, beans: float, cups: int) -> None:
    for cost in estimate(MODEL, {"leaves": leaves, "beans": beans, "cups": cups, "machine": 1}).options:
        assert cost.monthly == pytest.approx(sum(line.amount or 0 for line in cost.lines if line.due == "month"))
        assert cost.first_year == pytest.approx(cost.one_off + 12 * cost.monthly)


# Break-even


def test_the_break_even_is_the_first_volume_at_which_the_order_turns(model: CostModel) -> None:
    found = break_even(model, {"machine": 120}, {}, "tea", "coffee")
    assert (found.at, found.above, found.cheaper) == (61, "coffee", "coffee")  # 30 + 3n against 120 + 1.5n


def test_where_one_is_always_cheaper_there_is_no_break_even(model: CostModel) -> None:
    found = break_even(model, {"machine": 20}, {}, "tea", "coffee")
    assert (found.at, found.cheaper, found.above) == (None, "coffee", "coffee")


def test_with_an_unknown_price_the_one_that_makes_both_equal_is_given(model: CostModel) -> None:
    found = break_even(model, {}, {}, "tea", "coffee")
    assert (found.at, found.unknown, found.parity) == (None, ("machine",), 180)
    assert estimate(model, {"machine": 180}).of("coffee").monthly == estimate(model, {}).of("tea").monthly


def test_no_price_can_make_equal_what_costs_more_without_it(model: CostModel) -> None:
    found = break_even(model, {"beans": 5}, {}, "tea", "coffee")
    assert (found.parity, found.cheaper) == (None, "tea")


@given(st.integers(1, 100_000))
def test_at_the_break_even_the_other_one_takes_over(rent: int) -> None:
    found = break_even(MODEL, {"machine": rent}, {}, "tea", "coffee")
    if found.at is None:
        return
    before, after = (estimate(MODEL, {"machine": rent, "cups": cups}) for cups in (found.at - 1, found.at))
    assert before.of("tea").monthly <= before.of("coffee").monthly
    assert after.of("tea").monthly > after.of("coffee").monthly


def test_assumptions_come_in_the_order_of_what_they_move(model: CostModel) -> None:
    assert influential(model, {}, {}, ["tea", "coffee"]) == ("cups", "leaves", "beans")
    assert influential(model, {"cups": 5}, {}, ["coffee"]) == ("beans",)


@pytest.fixture(scope="module", autouse=True)
def _model_for_properties(model: CostModel) -> None:
    """Hypothesis calls its tests without fixtures."""
    global MODEL
    MODEL = model


MODEL: CostModel
