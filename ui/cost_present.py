"""From a cost calculation to the HTTP contract. Pure functions."""

from collections.abc import Mapping
from itertools import combinations

from bot import (
    BreakEven,
    Comparison,
    CostInput,
    CostModel,
    Estimate,
    OptionCost,
    Price,
    break_even,
    errors,
    estimate,
    money,
)
from ui.cost_contract import BreakEvenBody, CostSourceBody, EstimateBody, FigureBody, LineBody, OptionCostBody
from ui.markup import capital
from ui.present import option_name
from ui.problems import NoCostError


def present_estimate(comparison: Comparison, given: Mapping[str, float], answers: Mapping[str, str]) -> EstimateBody:
    """What every option costs with these numbers.

    Raises:
        NoCostError: the comparison has no cost model.
        BadRequest: a number or an answer is unknown or out of range.
    """
    model = comparison.cost
    if model is None:
        raise NoCostError(comparison.id)
    _check_answers(comparison, answers)
    found = estimate(model, given, answers)
    pairs = combinations(model.options, 2)
    return EstimateBody(
        comparison=comparison.id,
        currency=model.currency,
        sign=model.sign,
        volume=model.volume,
        figures=tuple(present_figure(each, found, comparison) for each in model.terms),
        options=tuple(present_cost(cost, model, comparison) for cost in found.options),
        break_even=tuple(
            present_break_even(break_even(model, given, answers, *pair), model, comparison) for pair in pairs
        ),
        leaves_out=model.leaves_out,
    )


def _check_answers(comparison: Comparison, answers: Mapping[str, str]) -> None:
    known = {criterion.id: criterion for criterion in comparison.asked_criteria}
    for name, level in answers.items():
        if name not in known:
            raise errors.BadRequest(f"unknown criterion {name!r}; use one of: {', '.join(known)}")
        levels = [each.id for each in known[name].levels]
        if level not in levels:
            raise errors.BadRequest(f"unknown level {level!r} of {name!r}; use one of: {', '.join(levels)}")


def present_figure(each: CostInput | Price, found: Estimate, comparison: Comparison) -> FigureBody:
    """An input or a price with its value and its reason."""
    figure = found.figures[each.id]
    low, high = (0.0, each.high) if isinstance(each, Price) else (each.low, each.high)
    sources = (each.source,) if isinstance(each, Price) else each.sources
    return FigureBody(
        id=each.id,
        label=each.label,
        unit=each.unit,
        value=figure.value,
        origin=figure.origin,
        low=low,
        high=high,
        because=_price_reason(each) if isinstance(each, Price) else each.because,
        hint=each.hint,
        sources=tuple(_source(key, comparison) for key in sources if key in comparison.sources),
    )


def _price_reason(price: Price) -> str:
    conditions = price.conditions.strip().rstrip(".")
    if price.value is None:
        return f"No checked price is known. {conditions}. {price.ask.strip().rstrip('.')}."
    return f"Price of {price.as_of}: {conditions}."


def _source(key: str, comparison: Comparison) -> CostSourceBody:
    source = comparison.sources[key]
    return CostSourceBody(id=key, title=source.title, url=source.url)


def present_cost(cost: OptionCost, model: CostModel, comparison: Comparison) -> OptionCostBody:
    """An option's bill, in whole cents."""
    return OptionCostBody(
        option=cost.option,
        name=option_name(comparison, cost.option),
        monthly=round(cost.monthly, 2),
        once=round(cost.one_off, 2),
        first_year=round(cost.first_year, 2),
        is_at_least=cost.is_at_least,
        missing=(*cost.unknown, *cost.floors),
        lines=tuple(
            LineBody(
                text=line.text,
                due=line.due,
                amount=None if line.amount is None else round(line.amount, 2),
                formula=line.formula,
            )
            for line in cost.lines
        ),
        note=model.notes.get(cost.option, ""),
    )


def present_break_even(found: BreakEven, model: CostModel, comparison: Comparison) -> BreakEvenBody:
    """Two options compared, also as a sentence."""
    return BreakEvenBody(
        first=found.first,
        second=found.second,
        cheaper=found.cheaper,
        at=found.at,
        above=found.above,
        unknown=found.unknown,
        parity=None if found.parity is None else round(found.parity, 2),
        text=_sentence(found, model, comparison),
    )


def _sentence(found: BreakEven, model: CostModel, comparison: Comparison) -> str:
    names = {name: comparison.option_by_id[name].name for name in (found.first, found.second)}
    cheaper = names.pop(found.cheaper)
    (other,) = names.values()
    if found.parity is not None:
        price = model.price(found.unknown[0])
        label, unit = (price.label, price.unit.removeprefix(model.sign)) if price else ("", "")
        at = f"{money(found.parity, model.sign)}{unit}"
        return capital(f"{cheaper} and {other} cost the same a month with the {label} at about {at}.")
    if found.unknown:
        labels = " and ".join(model.label(name) for name in found.unknown)
        return capital(f"{cheaper} costs less a month than {other}, whatever the {labels} costs.")
    if found.at is None:
        return capital(f"{cheaper} costs less a month than {other} at any volume.")
    above, below = (cheaper, other) if found.above == found.cheaper else (other, cheaper)
    return capital(f"{above} costs less a month than {below} from {found.at:,} {model.label(model.volume)} on.")
