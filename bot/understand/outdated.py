"""Numbers for the cost calculation that a later answer has replaced."""

from collections.abc import Mapping
from math import log

from bot.comparison import Comparison, Criterion
from bot.cost.model import CostInput
from bot.understand.spans import FREQUENCY, in_range


def outdated(comparison: Comparison, figures: Mapping[str, float], levels: Mapping[str, str]) -> Mapping[str, float]:
    """The figures without those that an answer has replaced: its level is another one than the figure's."""
    kept = dict(figures)
    for each in comparison.cost.inputs if comparison.cost else ():
        criterion = comparison.criterion_by_id.get(each.criterion or "")
        level = _level_of(each, criterion, kept[each.id]) if criterion and each.id in kept else None
        if criterion and level and criterion.id in levels and levels[criterion.id] != level:
            del kept[each.id]
    return kept


def _level_of(each: CostInput, criterion: Criterion, value: float) -> str | None:
    """The level that a figure means: by the criterion's range, or, where that counts times a year and the input
    rounds a month, the one whose own figure is nearest."""
    if criterion.unit != FREQUENCY:
        level = in_range(criterion, value)
        return level.id if level else None
    apart = {name: abs(log(figure / value)) for name, figure in each.levels.items() if figure > 0 and value > 0}
    return min(apart, key=lambda name: apart[name], default=None)
