"""A learned view on which card a question wants: ridge regression from sentence features to cards.

Least squares with an L2 penalty (A. Hoerl and R. Kennard, Technometrics 12, 1970), fitted at indexing on
the cards' questions. It weighs what tells the cards apart, which plain similarity cannot know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import IndexFault

Floats = NDArray[np.float32]

PENALTY = 1.0


@dataclass(frozen=True, slots=True)
class CardScorer:
    """Weights (features x cards) and the cards' names in their order."""

    weights: Floats
    cards: tuple[str, ...]

    def scores(self, row: Floats) -> Mapping[str, float]:
        """Card to score; near 1 for the card whose questions the sentence resembles, near 0 for others."""
        return dict(zip(self.cards, (row @ self.weights).tolist(), strict=True))


def fit(rows: Floats, owners: Sequence[str], cards: Sequence[str]) -> CardScorer:
    """The scorer for question features (questions x features) and the card that owns each question."""
    place = {card: index for index, card in enumerate(cards)}
    targets = np.zeros((len(owners), len(cards)), dtype=np.float32)
    targets[np.arange(len(owners)), [place[owner] for owner in owners]] = 1.0
    gram = rows.T @ rows + PENALTY * np.eye(rows.shape[1], dtype=np.float32)
    return CardScorer(np.linalg.solve(gram, rows.T @ targets).astype(np.float32), tuple(cards))


def save(scorer: CardScorer, path: Path) -> None:
    """Write to ``path`` (NumPy archive)."""
    np.savez(path, weights=scorer.weights, cards=np.array(scorer.cards))


def load(path: Path) -> CardScorer:
    """Read what ``save`` wrote; IndexFault when it is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return CardScorer(archive["weights"], tuple(map(str, archive["cards"])))
    except (OSError, ValueError, KeyError) as error:
        raise IndexFault(f"the card scorer {path.name!r} cannot be read ({error}); run 'fulcrum index'") from error
