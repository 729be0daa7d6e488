"""The votes of the nearest authored sentences: k nearest neighbours beside a linear classifier.

A linear classifier has one direction for each label; the neighbours know its corners. Mixing both distributions
is interpolation as in U. Khandelwal et al., Generalization through Memorization (ICLR 2020). Vectors are reduced by
principal components, as there are thousands of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DIMENSIONS = 96
NEIGHBOURS = 30
TEMPERATURE = 0.06  # of the cosine: how fast a neighbour's vote fades


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The sentences' reduced unit vectors (sentences x dimensions), their labels' places, and how to reduce a vector:
    subtract ``mean``, multiply by ``basis`` (features x dimensions)."""

    vectors: Floats
    owners: NDArray[np.int64]
    mean: Floats
    basis: Floats

    def votes(self, embedding: Floats, labels: int) -> Floats:
        """Share of the vote for each of that many labels; adds up to 1."""
        near = self.vectors @ _reduced(embedding[None, :], self.mean, self.basis)[0]
        best = np.argpartition(-near, NEIGHBOURS)[:NEIGHBOURS] if len(near) > NEIGHBOURS else np.arange(len(near))
        weights = np.exp((near[best] - near[best].max()) / TEMPERATURE)
        votes = np.bincount(self.owners[best], weights=weights, minlength=labels)
        return np.asarray(votes / votes.sum(), dtype=np.float32)


def remember(embeddings: Floats, owners: NDArray[np.int64]) -> Neighbours:
    """Neighbours of sentences with these embeddings (sentences x features); ``owners`` are their labels' places."""
    mean = embeddings.mean(axis=0)
    _, directions = np.linalg.eigh(np.cov((embeddings - mean).T))  # in ascending order
    basis = np.ascontiguousarray(directions[:, ::-1][:, :DIMENSIONS]).astype(np.float32)
    return Neighbours(_reduced(embeddings, mean, basis), owners, mean, basis)


def _reduced(embeddings: Floats, mean: Floats, basis: Floats) -> Floats:
    rows = (embeddings - mean) @ basis
    unit: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
