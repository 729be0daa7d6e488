"""Classifiers over sentence features, linear beside nearest neighbours: made at indexing, applied with NumPy."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import IndexFault
from bot.understand.features import features
from bot.understand.nearest import Neighbours

Floats = NDArray[np.float32]

NEIGHBOURS_SHARE = 0.4  # of the neighbours' votes beside the linear classifier's probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """Multinomial logistic regression (weights: labels x features, n-gram vocabulary) and neighbours."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    grams: Mapping[str, int]
    inverse: Floats
    neighbours: Neighbours

    def row(self, text: str, embedding: Floats) -> Floats:
        return features(text, embedding, self.grams, self.inverse)

    def probabilities(self, text: str, embedding: Floats, among: Sequence[str] | None = None) -> dict[str, float]:
        """Label to probability (adds up to 1), over all labels or ``among`` some of them."""
        scores = self.weights @ self.row(text, embedding) + self.bias
        kept = range(len(self.labels)) if among is None else [self.labels.index(label) for label in among]
        chosen = np.array([scores[index] for index in kept])
        powers = np.exp(chosen - chosen.max())
        votes = self.neighbours.votes(embedding, len(self.labels))[list(kept)]
        share = NEIGHBOURS_SHARE * float(votes.sum())  # neighbours with other labels do not count
        mixed = (1 - share) * powers / powers.sum() + NEIGHBOURS_SHARE * votes
        return {self.labels[index]: float(chance) for index, chance in zip(kept, mixed, strict=True)}


def save(classifier: Classifier, path: Path) -> None:
    """Write to ``path`` (NumPy archive)."""
    np.savez(
        path,
        weights=classifier.weights,
        bias=classifier.bias,
        inverse=classifier.inverse,
        vectors=classifier.neighbours.vectors.astype(np.float16),
        owners=classifier.neighbours.owners,
        mean=classifier.neighbours.mean,
        basis=classifier.neighbours.basis,
        names=np.array(
            json.dumps(
                {"labels": classifier.labels, "grams": sorted(classifier.grams, key=classifier.grams.__getitem__)}
            )
        ),
    )


def load(path: Path) -> Classifier:
    """Read what ``save`` wrote.

    Raises:
        IndexFault: the file is missing or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            names = json.loads(str(archive["names"]))
            return Classifier(
                labels=tuple(names["labels"]),
                grams={gram: index for index, gram in enumerate(names["grams"])},
                weights=archive["weights"],
                bias=archive["bias"],
                inverse=archive["inverse"],
                neighbours=Neighbours(
                    archive["vectors"].astype(np.float32), archive["owners"], archive["mean"], archive["basis"]
                ),
            )
    except (OSError, ValueError, KeyError) as error:
        raise IndexFault(f"the classifier {path.name!r} cannot be read ({error}); run 'fulcrum index'") from error
