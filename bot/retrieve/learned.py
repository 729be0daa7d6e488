"""A learned view on which card a question wants: multinomial logistic regression from sentence features to cards.

Fitted at indexing on the cards' questions. It weighs what tells the cards apart, which plain similarity cannot know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import IndexFault
from bot.softmax import fit_softmax, probabilities

Floats = NDArray[np.float32]

SMOOTHING = 0.05


@dataclass(frozen=True, slots=True)
class CardScorer:
    """Weights (features x cards), a bias for each card, and the cards' names in their order."""

    weights: Floats
    bias: Floats
    cards: tuple[str, ...]

    def scores(self, row: Floats) -> Mapping[str, float]:
        """Card to the probability that the sentence is one of its questions (adds up to 1)."""
        found = probabilities(row @ self.weights + self.bias)
        return dict(zip(self.cards, found.tolist(), strict=True))


def fit(rows: Floats, owners: Sequence[str], cards: Sequence[str]) -> CardScorer:
    """The scorer for question features (questions x features) and the card that owns each question."""
    place = {card: index for index, card in enumerate(cards)}
    mean = rows.mean(axis=0)
    weights, bias = fit_softmax(rows - mean, [place[owner] for owner in owners], len(cards), smoothing=SMOOTHING)
    return CardScorer(weights, bias - mean @ weights, tuple(cards))


def save(scorer: CardScorer, path: Path) -> None:
    """Write to ``path`` (NumPy archive)."""
    np.savez(path, weights=scorer.weights, bias=scorer.bias, cards=np.array(scorer.cards))


def load(path: Path) -> CardScorer:
    """Read what ``save`` wrote; IndexFault when it is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return CardScorer(archive["weights"], archive["bias"], tuple(map(str, archive["cards"])))
    except (OSError, ValueError, KeyError) as error:
        raise IndexFault(f"the card scorer {path.name!r} cannot be read ({error}); run 'fulcrum index'") from error
