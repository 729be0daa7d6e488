"""Inputs to an estimate: what each option costs a month, once, and in the first year. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from bot.cost.expression import ExpressionError, calculate, names
from bot.cost.model import CostLine, CostModel, Due
from bot.errors import BadRequest

Origin = Literal["said", "answer", "assumed", "example", "price", "unknown"]
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """The value of an input or a price and where it is from.

    ``said``: the visitor's number; ``answer``: follows from an answer of theirs; ``assumed``: the content's default;
    ``example``: a default that stands in for a figure only the visitor has; ``price``: from its source; ``unknown``: a
    price that nobody has checked (``value`` None).
    """

    value: float | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAmount:
    """A line with its amount in the model's currency, a month or once; None where a price in it is unknown.

    ``uses`` are the inputs and prices of its formula, ``unknown`` those of them without a value.
    """

    text: str
    due: Due
    formula: str
    amount: float | None
    uses: frozenset[str]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionCost:
    """What one option costs: ``monthly``, ``one_off`` and ``first_year`` (one-off and twelve months) in the currency.

    With ``unknown`` prices, or ``floors`` (prices that hold for smaller cases), the sums are lower limits.
    """

    option: str
    lines: tuple[LineAmount, ...]
    monthly: float
    one_off: float
    unknown: tuple[str, ...]
    floors: tuple[str, ...]

    @property
    def first_year(self) -> float:
        return self.one_off + MONTHS * self.monthly

    @property
    def is_at_least(self) -> bool:
        return bool(self.unknown or self.floors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """All options for one set of inputs, in the order of the content, with every value that went in."""

    figures: Mapping[str, Figure]
    options: tuple[OptionCost, ...]

    def of(self, option: str) -> OptionCost:
        return next(each for each in self.options if each.option == option)


def figures(model: CostModel, given: Mapping[str, float], levels: Mapping[str, str]) -> Mapping[str, Figure]:
    """Every input and price with its value: what is ``given``, else what an answer (criterion to level) means, else
    the default or the price."""
    found: dict[str, Figure] = {}
    for each in model.inputs:
        answer = each.levels.get(levels.get(each.criterion or "", ""))
        if each.id in given:
            found[each.id] = Figure(value=given[each.id], origin="said")
        elif answer is not None:
            found[each.id] = Figure(value=answer, origin="answer")
        else:
            found[each.id] = Figure(value=each.default, origin="example" if each.is_example else "assumed")
    for price in model.prices:
        if price.id in given:
            found[price.id] = Figure(value=given[price.id], origin="said")
        else:
            found[price.id] = Figure(value=price.value, origin="unknown" if price.value is None else "price")
    return found


def usable(model: CostModel, given: Mapping[str, float]) -> Mapping[str, float]:
    """Those of the given numbers that the model takes: others are from other content, or from before it changed."""
    ranges = {name: model.range(name) for name in given if name in model.names}
    return {name: given[name] for name, (low, high) in ranges.items() if low <= given[name] <= high}


def check(model: CostModel, given: Mapping[str, float]) -> None:
    """BadRequest when a name is unknown or a number lies outside its range."""
    for name, value in given.items():
        if name not in model.names:
            raise BadRequest(f"unknown input {name!r}; use one of: {', '.join(model.names)}")
        low, high = model.range(name)
        if not isfinite(value) or not low <= value <= high:
            raise BadRequest(f"{name!r} is {value:,g}; give a number from {low:,g} to {high:,g} ({model.label(name)})")


def estimate(model: CostModel, given: Mapping[str, float], levels: Mapping[str, str] | None = None) -> Estimate:
    """What every option costs with the ``given`` numbers and answers, and the content's assumptions for the rest.

    Raises:
        BadRequest: a number is unknown or out of range, or a formula has no value with these numbers.
    """
    check(model, given)
    found = figures(model, given, levels or {})
    values = {name: figure.value for name, figure in found.items() if figure.value is not None}
    options = tuple(_option(model, option, lines, values, given) for option, lines in model.options.items())
    return Estimate(figures=found, options=options)


def _option(
    model: CostModel, option: str, lines: tuple[CostLine, ...], values: Mapping[str, float], given: Mapping[str, float]
) -> OptionCost:
    amounts = tuple(_line(line, values) for line in lines)
    used = frozenset[str]().union(*(each.uses for each in amounts if each.due == "month"))
    return OptionCost(
        option=option,
        lines=amounts,
        monthly=sum(each.amount or 0.0 for each in amounts if each.due == "month"),
        one_off=sum(each.amount or 0.0 for each in amounts if each.due == "once"),
        unknown=tuple(dict.fromkeys(name for each in amounts for name in each.unknown)),
        floors=tuple(name for name in used if name not in given and _is_exceeded(model, name, values)),
    )


def _line(line: CostLine, values: Mapping[str, float]) -> LineAmount:
    uses = names(line.amount)
    unknown = tuple(sorted(uses - values.keys()))
    try:
        amount = None if unknown else calculate(line.amount, values)
    except ExpressionError as error:
        raise BadRequest(f"{line.text!r} cannot be calculated with these numbers: {error}; change one") from None
    return LineAmount(text=line.text, due=line.due, formula=line.amount, amount=amount, uses=uses, unknown=unknown)


def _is_exceeded(model: CostModel, name: str, values: Mapping[str, float]) -> bool:
    price = model.price(name)
    return price is not None and any(values[each] > most for each, most in price.up_to.items())
