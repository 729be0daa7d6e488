"""Options against weighted criteria: an additive multi-criteria model, exact and explainable.

Value of an option = sum over criteria of weight x rating, with weight and rating given by the answer
level. What is not known yet is a distribution over levels, so an option's *share* is the probability
that it is best: the rank acceptability index of stochastic multicriteria acceptability analysis
(R. Lahdelma, J. Hokkanen and P. Salminen, SMAA, EJOR 106, 1998). It is enumerated where the open
answers allow few combinations, and computed on a fixed Sobol sequence (SciPy) elsewhere.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from bot.comparison import Comparison, Criterion, CriterionId, LevelId, OptionId
from bot.turn import Flip, Share, Standing

ENUMERATE_UP_TO = 4096
SOBOL_POINTS = 1024
SEED = 20261122
TIE = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known: answer levels, and weights that the visitor set by hand (0 to 10)."""

    levels: Mapping[CriterionId, LevelId]
    weights: Mapping[CriterionId, float]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Joint draws of all criteria: chosen level (draws x criteria), totals (draws x options), probability."""

    level: NDArray[np.int64]
    totals: Floats
    probability: Floats

    def wins(self) -> Floats:
        """Probability mass with which each option is best in each draw (draws x options); ties are split."""
        best = self.totals >= self.totals.max(axis=1, keepdims=True) - TIE
        wins: Floats = best * (self.probability / best.sum(axis=1))[:, None]
        return wins

    def shares(self) -> Floats:
        """Probability of being best, per option."""
        shares: Floats = self.wins().sum(axis=0)
        return shares

    def shares_by_level(self, wins: Floats, column: int, levels: int) -> tuple[Floats, Floats]:
        """For every level of a criterion: the shares given that level (levels x options), and its probability."""
        chosen = self.level[:, column]
        mass = np.bincount(chosen, weights=self.probability, minlength=levels)
        sums = [np.bincount(chosen, weights=option, minlength=levels) for option in wins.T]
        shares: Floats = np.stack(sums, axis=1) / np.maximum(mass, TIE)[:, None]
        return shares, np.asarray(mass, dtype=np.float64)


class Model:
    """A comparison's criteria as arrays, for one set of visitor weights."""

    def __init__(self, comparison: Comparison, weights: Mapping[CriterionId, float]) -> None:
        self.options = tuple(option.id for option in comparison.options)
        self.criteria = comparison.criteria
        self.column = {criterion.id: index for index, criterion in enumerate(self.criteria)}
        self.points = tuple(self._points(criterion, weights.get(criterion.id)) for criterion in self.criteria)
        self.weight = tuple(self._weights(criterion, weights.get(criterion.id)) for criterion in self.criteria)

    def _weights(self, criterion: Criterion, own: float | None) -> Floats:
        return np.array([level.weight if own is None else own for level in criterion.levels])

    def _points(self, criterion: Criterion, own: float | None) -> Floats:
        """Weight x rating (levels x options); an option ruled out gets minus infinity."""
        rows = []
        for level in criterion.levels:
            weight = level.weight if own is None else own
            rows.append(
                [
                    -math.inf if option in level.rules_out else weight * level.ratings.get(option, 0.0)
                    for option in self.options
                ]
            )
        return np.array(rows)

    def distributions(self, levels: Mapping[CriterionId, LevelId]) -> tuple[Floats, ...]:
        """Probability of every level of every criterion, given what is known."""
        return tuple(_distribution(criterion, levels.get(criterion.id)) for criterion in self.criteria)

    def outcomes(self, distributions: tuple[Floats, ...]) -> Outcomes:
        """All joint outcomes with their probability, or a fixed quasi-random sample of them."""
        open_levels = [np.flatnonzero(distribution) for distribution in distributions]
        combinations = math.prod(len(levels) for levels in open_levels)
        if combinations <= ENUMERATE_UP_TO:
            level = np.array(list(product(*open_levels)), dtype=np.int64)
            chosen = [distributions[column][level[:, column]] for column in range(len(distributions))]
            probability = np.prod(chosen, axis=0)
        else:
            level = _sample(distributions)
            probability = np.full(len(level), 1 / len(level))
        totals = sum(points[level[:, column]] for column, points in enumerate(self.points))
        return Outcomes(level, np.asarray(totals), probability)


def _distribution(criterion: Criterion, known: LevelId | None) -> Floats:
    if known is None:
        return np.array([level.prior for level in criterion.levels])
    vague = criterion.level(known).stands_for
    spread = vague if vague else {known: 1.0}
    return np.array([spread.get(level.id, 0.0) for level in criterion.levels])


@lru_cache(maxsize=4)
def _sobol(dimensions: int) -> Floats:
    from scipy.stats import qmc  # heavy: only loaded where enumeration is too large

    points: Floats = qmc.Sobol(d=dimensions, seed=SEED).random(SOBOL_POINTS)
    return points


def _sample(distributions: tuple[Floats, ...]) -> NDArray[np.int64]:
    unit = _sobol(len(distributions))
    columns = []
    for column, distribution in enumerate(distributions):
        edges = np.cumsum(distribution)
        edges[-1] = max(edges[-1], 1.0)
        columns.append(np.searchsorted(edges, unit[:, column], side="right"))
    return np.stack(columns, axis=1)


def warm_up(comparison: Comparison) -> None:
    """Load what the first turn would otherwise wait for."""
    _sobol(len(comparison.criteria))


def model_for(comparison: Comparison, weights: Mapping[CriterionId, float]) -> Model:
    """The comparison's arrays (kept for the usual case of no weights of the visitor's own)."""
    return Model(comparison, weights) if weights else _default_model(comparison)


_MODELS: "WeakKeyDictionary[Comparison, Model]" = WeakKeyDictionary()


def _default_model(comparison: Comparison) -> Model:
    if comparison not in _MODELS:
        _MODELS[comparison] = Model(comparison, {})
    return _MODELS[comparison]


def rank(comparison: Comparison, situation: Situation) -> Standing:
    """The decision as it stands for what is known.

    ``share`` is between 0 and 1 and adds up to 1; ``value`` is the expected value, scaled to 0 to 1.
    """
    model = model_for(comparison, situation.weights)
    distributions = model.distributions(situation.levels)
    outcomes = model.outcomes(distributions)
    shares = outcomes.shares()
    ranking = _ranking(model, distributions, shares)
    best = model.options.index(ranking[0].option)
    cannot_flip = not _can_be_overturned(model, distributions, best)
    is_settled = cannot_flip or ranking[0].share >= comparison.settled_at
    status = "settled" if is_settled else "leaning" if situation.levels else "open"
    return Standing(
        ranking=ranking,
        status=status,  # type: ignore[arg-type]
        cannot_flip=cannot_flip,
        flips=_flips(model, situation, outcomes, best),
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
    """Single answers that would turn the verdict, the most telling first."""
    found: list[tuple[float, Flip]] = []
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
                found.append((-float(shares.max()), Flip(changes=((criterion.id, level.id),), to=to)))
    return tuple(flip for _, flip in sorted(found, key=lambda entry: entry[0]))


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
