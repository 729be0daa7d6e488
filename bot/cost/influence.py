"""Which inputs move a sum most, so that the assumptions that matter can be told first."""

from collections.abc import Mapping, Sequence

from bot.cost.estimate import estimate
from bot.cost.model import CostModel

STEP = 1.1
NEGLIGIBLE = 0.001  # share of the sum below which an input moves nothing worth telling


def influential(
    model: CostModel, given: Mapping[str, float], levels: Mapping[str, str], options: Sequence[str]
) -> tuple[str, ...]:
    """The inputs that the visitor did not give, by how far a tenth more of each moves the options' monthly sums;
    those that move next to nothing are left out."""
    now = estimate(model, given, levels)
    total = sum(now.of(option).monthly for option in options)
    moved: dict[str, float] = {}
    for each in model.inputs:
        value = now.figures[each.id].value
        if each.id in given or value is None or not each.low <= value * STEP <= each.high:
            continue
        then = estimate(model, {**given, each.id: value * STEP}, levels)
        moved[each.id] = abs(sum(then.of(option).monthly for option in options) - total)
    worth = [name for name in moved if moved[name] > NEGLIGIBLE * max(total, 1e-9)]
    return tuple(sorted(worth, key=lambda name: (-round(moved[name], 9), name)))
