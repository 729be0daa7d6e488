"""The figures that a reply may state because they are calculated: worked out again from the visitor's numbers."""

from collections.abc import Iterator
from itertools import combinations

from bot.comparison import Comparison
from bot.compose.amounts import money, number, quantity, rounded
from bot.content.figures import numbers
from bot.cost.break_even import break_even
from bot.cost.estimate import Estimate, estimate, usable
from bot.cost.model import CostModel
from bot.dialogue import Reckon
from bot.turn import Turn


def reckoned(turn: Turn, comparison: Comparison) -> set[str]:
    """Amounts, assumptions and break-even points of the turn's calculation; none in a turn that calculates nothing."""
    model = comparison.cost
    moves = [move for move in turn.decision if isinstance(move, Reckon)]
    if model is None or not moves:
        return set()
    given = usable(model, turn.state.figures)
    found = estimate(model, given, turn.state.levels)
    refused = [name for move in moves for name in move.refused]
    shown = [*_amounts(model, found), *_values(model, found), *_turning_points(model, turn)]
    shown += [number(bound) for name in refused for bound in model.range(name)]
    return set[str]().union(*map(numbers, shown))


def _amounts(model: CostModel, found: Estimate) -> Iterator[str]:
    for cost in found.options:
        lines = (line.amount for line in cost.lines if line.amount is not None)
        for amount in (cost.monthly, cost.one_off, cost.first_year, *lines):
            yield money(amount, model.sign)


def _values(model: CostModel, found: Estimate) -> Iterator[str]:
    """What went in, and the limits up to which prices hold."""
    for each in model.terms:
        value = found.figures[each.id].value
        if value is not None:
            yield quantity(value, each.unit, model.sign)
    for price in model.prices:
        yield from map(number, price.up_to.values())


def _turning_points(model: CostModel, turn: Turn) -> Iterator[str]:
    given = usable(model, turn.state.figures)
    for first, second in combinations(model.options, 2):
        found = break_even(model, given, turn.state.levels, first, second)
        if found.at is not None:
            yield number(rounded(found.at))
        if found.parity is not None:
            yield money(found.parity, model.sign)
