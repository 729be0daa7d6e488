"""The decision: how the options stand, what would turn it, and what it is worth to ask.

An option's *share* is the probability that it is best: the rank acceptability index of stochastic
multicriteria acceptability analysis (R. Lahdelma, J. Hokkanen and P. Salminen, SMAA, EJOR 106, 1998).
"""

import math

import numpy as np

from bot.comparison import Comparison, CriterionId, LevelId, OptionId
from bot.turn import Flip, Share, Standing
from bot.values import TIE, Floats, Model, Outcomes, Situation, model_for

KEPT = 2000  # standings kept for situations met again
FAR = 100.0  # points that stand for an option ruled out where sums must stay finite


def rank(comparison: Comparison, situation: Situation) -> Standing:
    """The decision as it stands for what is known.

    ``share`` is between 0 and 1 and adds up to 1; ``value`` is the expected value, scaled to 0 to 1.
    """
    model = model_for(comparison, situation.weights)
    key = frozenset(situation.levels.items())
    if len(model.standings) > KEPT:
        model.standings.clear()
    if key not in model.standings:
        model.standings[key] = _rank(comparison, model, situation)
    return model.standings[key]


def _rank(comparison: Comparison, model: Model, situation: Situation) -> Standing:
    distributions = model.distributions(situation.levels)
    outcomes = model.outcomes(distributions)
    shares = outcomes.shares()
    ranking = _ranking(model, distributions, shares)
    best = model.options.index(ranking[0].option)
    cannot_flip = not _can_be_overturned(model, distributions, best)
    is_settled = cannot_flip or ranking[0].share >= comparison.settled_at
    status = "settled" if is_settled else "leaning" if situation.levels else "open"
    flips = _flips(model, situation, outcomes, best) or _pair_flips(comparison, model, situation, best)
    return Standing(
        ranking=ranking,
        status=status,  # type: ignore[arg-type]
        cannot_flip=cannot_flip,
        flips=flips,
    )


def _ranking(model: Model, distributions: tuple[Floats, ...], shares: Floats) -> tuple[Share, ...]:
    finite = [np.where(np.isfinite(points), points, 0.0) for points in model.points]
    expected = np.array([spread @ points for spread, points in zip(distributions, finite, strict=True)])
    scale = sum(spread @ weight for spread, weight in zip(distributions, model.weight, strict=True)) or 1.0
    contributions = expected / scale
    ranking = [
        Share(
            option=option,
            share=float(shares[index]),
            value=float(contributions[:, index].sum()),
            contributions={
                criterion.id: float(contributions[column, index]) for column, criterion in enumerate(model.criteria)
            },
        )
        for index, option in enumerate(model.options)
    ]
    return tuple(sorted(ranking, key=lambda entry: (-round(entry.share, 6), -round(entry.value, 6), entry.option)))


def _can_be_overturned(model: Model, distributions: tuple[Floats, ...], best: int) -> bool:
    """Whether any combination of still open answers puts another option ahead (exact: the model is additive)."""
    margin = np.zeros(len(model.options))
    for points, spread in zip(model.points, distributions, strict=True):
        open_points = points[spread > 0]
        if np.isneginf(open_points[:, best]).any():
            return True
        margin += (open_points[:, [best]] - open_points).min(axis=0)
    margin[best] = 1.0
    return bool((margin < -TIE).any())


def _flips(model: Model, situation: Situation, outcomes: Outcomes, best: int) -> tuple[Flip, ...]:
    """Single answers that would turn the verdict: open ones first, the likeliest and most telling of them first."""
    found: list[tuple[tuple[bool, float], Flip]] = []
    wins = outcomes.wins()
    for column, criterion in enumerate(model.criteria):
        known = situation.levels.get(criterion.id)
        by_level, mass = outcomes.shares_by_level(wins, column, len(criterion.levels))
        for index, level in enumerate(criterion.levels):
            if level.id == known or level.stands_for or not criterion.is_asked:
                continue
            shares = by_level[index] if mass[index] > 0 else _shares_if(model, outcomes, column, index)
            if shares.argmax() != best:
                to = model.options[int(shares.argmax())]
                is_known = criterion.id in situation.levels
                likely = float(shares.max()) * level.prior
                found.append(((is_known, -likely), Flip(changes=((criterion.id, level.id),), to=to)))
    return tuple(flip for _, flip in sorted(found, key=lambda entry: entry[0]))


def _pair_flips(comparison: Comparison, model: Model, situation: Situation, best: int) -> tuple[Flip, ...]:
    """Where no single answer turns the verdict: for each other option the two that do so by expected value."""
    changes, gains = _margin_gains(model, situation, best)
    both = gains[:, None, :] + gains[None, :, :]
    same = np.array([[a[0] == b[0] for b in changes] for a in changes])
    found = []
    for rival, option in enumerate(model.options):
        reach = np.where(same, -math.inf, both[:, :, rival])
        first, second = np.unravel_index(int(reach.argmax()), reach.shape)
        levels = {**situation.levels, **dict((changes[first], changes[second]))}
        if rival != best and _leader(comparison, Situation(levels=levels, weights=situation.weights)) == option:
            found.append(Flip(changes=(changes[first], changes[second]), to=option))
    return tuple(found)


def _margin_gains(model: Model, situation: Situation, best: int) -> tuple[list[tuple[CriterionId, LevelId]], Floats]:
    """Every change of one answer, and how far it brings each option closer to the leader (changes x options)."""
    changes, gains = [], []
    distributions = model.distributions(situation.levels)
    for criterion, points, spread in zip(model.criteria, model.points, distributions, strict=True):
        finite = np.where(np.isfinite(points), points, -FAR)
        now = spread @ finite
        for index, level in enumerate(criterion.levels):
            if criterion.is_asked and not level.stands_for and level.id != situation.levels.get(criterion.id):
                changes.append((criterion.id, level.id))
                moved = finite[index] - now
                gains.append(moved - moved[best])
    return changes, np.array(gains)


def _leader(comparison: Comparison, situation: Situation) -> OptionId:
    """The option with the greatest share."""
    model = model_for(comparison, situation.weights)
    shares = model.outcomes(model.distributions(situation.levels)).shares()
    return model.options[int(shares.argmax())]


def _shares_if(model: Model, outcomes: Outcomes, column: int, level: int) -> Floats:
    """Shares if the criterion in ``column``, known to be otherwise, had that level."""
    others = (points[outcomes.level[:, other]] for other, points in enumerate(model.points) if other != column)
    totals = np.asarray(sum(others)) + model.points[column][level]
    return Outcomes(outcomes.level, totals, outcomes.probability).shares()


def information(comparison: Comparison, situation: Situation) -> dict[CriterionId, float]:
    """Expected value of information of each open question: how much surer the verdict is expected to be.

    R. A. Howard, Information value theory, IEEE Trans. SSC 2, 1966, with the probability of naming the
    best option as the value. A small term for the expected movement of the shares orders questions that
    cannot turn the verdict alone.
    """
    model = model_for(comparison, situation.weights)
    distributions = model.distributions(situation.levels)
    outcomes = model.outcomes(distributions)
    wins = outcomes.wins()
    now = wins.sum(axis=0)
    found: dict[CriterionId, float] = {}
    for column, criterion in enumerate(model.criteria):
        if np.count_nonzero(distributions[column]) > 1:
            then, mass = outcomes.shares_by_level(wins, column, len(criterion.levels))
            gain = float(mass @ then.max(axis=1)) - float(now.max())
            movement = float(mass @ np.abs(then - now).sum(axis=1))
            found[criterion.id] = max(gain, 0.0) + 0.05 * movement
    return found


def tipping_weight(
    comparison: Comparison, situation: Situation, criterion_id: CriterionId, against: OptionId
) -> float | None:
    """The weight (0 to 10) of a criterion at which ``against`` draws level with the leader, if there is one."""
    model = model_for(comparison, situation.weights)
    distributions = model.distributions(situation.levels)
    ranking = rank(comparison, situation).ranking
    leader, rival = (model.options.index(option) for option in (ranking[0].option, against))
    gap, slope = 0.0, 0.0
    for column, points in enumerate(model.points):
        finite = np.where(np.isfinite(points), points, 0.0)
        difference = distributions[column] @ (finite[:, leader] - finite[:, rival])
        if column == model.column[criterion_id]:
            weight = float(distributions[column] @ model.weight[column])
            slope = float(difference) / weight if weight else 0.0
        else:
            gap += float(difference)
    if not slope or not 0 <= -gap / slope <= 10:
        return None
    return -gap / slope


__all__ = ["Situation", "information", "rank", "tipping_weight"]
