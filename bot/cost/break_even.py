"""Where two options cost the same: the volume at which the order turns, or the unknown price that makes them equal."""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.cost.estimate import Estimate, estimate
from bot.cost.model import CostModel

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """Two options compared by their monthly cost, at the volume of an estimate and over the whole range of volumes.

    ``cheaper`` is the one that costs less now. From ``at`` on (in the unit of the model's ``volume``) ``above`` is the
    cheaper one; None: the order never turns. With ``unknown`` prices that only one of them pays no
    volume can be given; then ``parity`` is the price (of the only unknown one) at which both cost the same now.
    """

    first: str
    second: str
    cheaper: str
    above: str
    at: int | None = None
    unknown: tuple[str, ...] = ()
    parity: float | None = None


def break_even(
    model: CostModel, given: Mapping[str, float], levels: Mapping[str, str], first: str, second: str
) -> BreakEven:
    """Compare two options.

    The order by volume is taken to turn at most once, as it does when the formulas are linear in it.

    Raises:
        BadRequest: as for ``estimate``.
    """

    def gap(**changes: float) -> float:
        """By how much ``first`` costs more a month."""
        return _gap(estimate(model, {**given, **changes}, levels), first, second)

    now = estimate(model, given, levels)
    unknown = _monthly_unknown(now, first) ^ _monthly_unknown(now, second)
    cheaper = second if _gap(now, first, second) > 0 else first
    if unknown:
        parity = _parity(gap, model, next(iter(unknown))) if len(unknown) == 1 else None
        return BreakEven(
            first=first, second=second, cheaper=cheaper, above=cheaper, unknown=tuple(sorted(unknown)), parity=parity
        )
    low, high = (int(each) for each in model.range(model.volume))
    start, end = gap(**{model.volume: low}), gap(**{model.volume: high})
    above = second if end > 0 else first
    if start * end >= 0:
        return BreakEven(first=first, second=second, cheaper=cheaper, above=above)
    at = low + bisect_left(range(low, high + 1), True, key=lambda volume: gap(**{model.volume: volume}) * end > 0)
    return BreakEven(first=first, second=second, cheaper=cheaper, above=above, at=at)


def _gap(found: Estimate, first: str, second: str) -> float:
    return found.of(first).monthly - found.of(second).monthly


def _monthly_unknown(found: Estimate, option: str) -> set[str]:
    return {name for line in found.of(option).lines if line.due == "month" for name in line.unknown}


def _parity(gap: Callable[..., float], model: CostModel, price: str) -> float | None:
    """The value of an unknown price, in whole cents, at which the gap closes; None when no price does that.

    The formulas are taken to be linear in a price; a price found where the gap is still open is none.
    """
    start, step = gap(**{price: 0.0}), gap(**{price: 1.0}) - gap(**{price: 0.0})
    if abs(step) < TOLERANCE or not 0 < -start / step <= model.range(price)[1]:
        return None
    found = -start / step
    return round(found, 2) if abs(gap(**{price: found})) <= 1e-6 * max(1.0, abs(start)) else None
