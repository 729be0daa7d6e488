"""Fusion of several views on the same texts: by rank, or by standardised score."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

K = 60  # the constant of the paper


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None
) -> Mapping[str, float]:
    """Score of every name: sum over rankings of weight / (K + rank), rank counted from 1.

    G. Cormack, C. Clarke and S. Buettcher, SIGIR 2009. For rankings whose scores cannot be compared.
    """
    fused: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, name in enumerate(ranking, start=1):
            fused[name] = fused.get(name, 0.0) + weight / (K + rank)
    return fused


def standard_score_fusion(views: Sequence[Scores], weights: Sequence[float]) -> Scores:
    """Score of every text: weighted sum of its standard scores (mean 0, deviation 1) over the views.

    The sum of E. Fox and J. Shaw (TREC-2, 1994) with the normalisation of M. Renda and U. Straccia (SAC 2003).
    Unlike ranks it keeps how far ahead a text is. Every view scores all texts; one that tells none apart adds 0.
    """
    standardised = np.array([_standardised(view) for view in views])
    fused: Scores = np.asarray(weights, dtype=np.float64) @ standardised
    return fused


def _standardised(scores: Scores) -> Scores:
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-12 else np.zeros_like(scores)
