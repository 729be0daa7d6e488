"""Reciprocal rank fusion (G. Cormack, C. Clarke and S. Buettcher, SIGIR 2009)."""

from collections.abc import Mapping, Sequence

K = 60  # the constant of the paper


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None
) -> Mapping[str, float]:
    """Score of every name: sum over rankings of weight / (K + rank), rank counted from 1."""
    fused: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, name in enumerate(ranking, start=1):
            fused[name] = fused.get(name, 0.0) + weight / (K + rank)
    return fused
