"""A comparison's criteria as arrays: the additive value model and the distribution of its outcomes.

Value of an option = sum over criteria of weight x rating, with weight and rating given by the answer level.
What is not known yet is a distribution over levels. Outcomes are enumerated where the open answers allow few
combinations, and drawn from a fixed Sobol sequence (SciPy) elsewhere.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from bot.comparison import Comparison, Criterion, CriterionId, LevelId
from bot.turn import Standing

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
        self.standings: dict[frozenset[tuple[CriterionId, LevelId]], Standing] = {}
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
        """Probability of every level of every criterion, given what is known.

        What is not known has its prior, times the likelihood ratios (``hints``) of all that is known, normalised:
        Bayes' rule for answers that are independent given that level.
        """
        known = [each.level(levels[each.id]) for each in self.criteria if each.id in levels]
        return tuple(
            _distribution(
                each, levels.get(each.id), [level.hints[each.id] for level in known if each.id in level.hints]
            )
            for each in self.criteria
        )

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


def _distribution(criterion: Criterion, known: LevelId | None, hints: Sequence[Mapping[LevelId, float]] = ()) -> Floats:
    if known is None:
        likely = [level.prior * math.prod(hint.get(level.id, 1.0) for hint in hints) for level in criterion.levels]
        return np.array(likely) / sum(likely)
    vague = criterion.level(known).stands_for
    spread = vague if vague else {known: 1.0}
    return np.array([spread.get(level.id, 0.0) for level in criterion.levels])


def draw(dimensions: int) -> Floats:
    """The fixed quasi-random points (draws x dimensions, each from 0 to 1)."""
    from scipy.stats import qmc  # takes longer to load than the index: the index keeps its points

    points: Floats = qmc.Sobol(d=dimensions, seed=SEED).random(SOBOL_POINTS)
    return points


_POINTS: dict[int, Floats] = {}


def keep(points: Floats) -> None:
    """Use points that were drawn before (by ``draw``) wherever their number of dimensions is asked for."""
    _POINTS[points.shape[1]] = points


def _sobol(dimensions: int) -> Floats:
    if dimensions not in _POINTS:
        keep(draw(dimensions))
    return _POINTS[dimensions]


def _sample(distributions: tuple[Floats, ...]) -> NDArray[np.int64]:
    unit = _sobol(len(distributions))
    columns = []
    for column, distribution in enumerate(distributions):
        edges = np.cumsum(distribution)
        edges[-1] = max(edges[-1], 1.0)
        columns.append(np.searchsorted(edges, unit[:, column], side="right"))
    return np.stack(columns, axis=1)


def model_for(comparison: Comparison, weights: Mapping[CriterionId, float]) -> Model:
    """The comparison's arrays (kept for the usual case of no weights of the visitor's own)."""
    return Model(comparison, weights) if weights else _default_model(comparison)


_MODELS: "WeakKeyDictionary[Comparison, Model]" = WeakKeyDictionary()


def _default_model(comparison: Comparison) -> Model:
    if comparison not in _MODELS:
        _MODELS[comparison] = Model(comparison, {})
    return _MODELS[comparison]
