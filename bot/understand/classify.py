"""Classifiers over sentence features, linear beside nearest neighbours: made at indexing, applied with NumPy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import IndexFault
from bot.softmax import probabilities
from bot.understand.features import gram_values
from bot.understand.nearest import Neighbours

Floats = NDArray[np.float32]

NEIGHBOURS_SHARE = 0.2  # of the neighbours' votes beside the linear classifier's probabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """Multinomial logistic regression (weights: features x labels, those of the embedding first; n-gram vocabulary)
    and neighbours."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    grams: Mapping[str, int]
    inverse: Floats
    neighbours: Neighbours

    def probabilities(self, text: str, embedding: Floats) -> dict[str, float]:
        """Label to probability (adds up to 1)."""
        places, values = gram_values(text, self.grams, self.inverse)
        size = len(embedding)
        scores = embedding @ self.weights[:size] + values @ self.weights[size + places] + self.bias
        votes = self.neighbours.votes(embedding, len(self.labels))
        mixed = (1 - NEIGHBOURS_SHARE) * probabilities(scores) + NEIGHBOURS_SHARE * votes
        return dict(zip(self.labels, mixed.tolist(), strict=True))


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
