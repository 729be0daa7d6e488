"""Answer sentence selection: which sentence of the cards' answers comes nearest to a question.

Cards are found by the questions that they answer; the sentence at hand may still stand on a neighbour.
"""

import re
from collections.abc import Sequence

import numpy as np

from bot.comparison import Card, Claim, Comparison
from bot.encoder.onnx import Vectors

SAME = 0.85  # cosine from which two sentences say the same
DEPENDENT = re.compile(
    r"^(?:it|its|they|their|them|that|this|these|those|both|then|so|but|and|or|such|there|here|in that|the same|"
    r"otherwise|afterwards|after that|before that|even|also|either|neither|instead|only|one|the other)\b",
    re.IGNORECASE,
)


def claims_of(comparison: Comparison) -> list[tuple[str, int, str]]:
    """Every cited sentence of the answers: (card, place in its answer, text)."""
    return [
        (card.id, place, sentence.text)
        for card in comparison.cards
        for place, sentence in enumerate(card.answer)
        if isinstance(sentence, Claim)
    ]


class SentenceSearch:
    """The sentences of one comparison's answers with their embeddings (sentences x dimensions), in their order."""

    def __init__(self, comparison: Comparison, vectors: Vectors) -> None:
        claims = claims_of(comparison)
        self._vectors = vectors
        self._place = [(card, place) for card, place, _ in claims]
        self._stands_alone = np.array([place == 0 or not DEPENDENT.match(text) for _, place, text in claims])
        self._rows: dict[str, list[int]] = {card.id: [] for card in comparison.cards}
        for row, (card, _) in enumerate(self._place):
            self._rows[card].append(row)

    def nearer(self, question: Vectors, told: Card, others: Sequence[str]) -> tuple[str, int] | None:
        """The sentence of the ``others`` that is nearer to the question than all of the answer ``told``.

        ``question`` is a unit vector. None when there is no such sentence, or when it says the same again.
        """
        own = self._rows[told.id]
        rows = [row for card in others for row in self._rows[card] if self._stands_alone[row]]
        if not own or not rows:
            return None
        again = (self._vectors[rows] @ self._vectors[own].T).max(axis=1) >= SAME
        likeness = np.where(again, -1.0, self._vectors[rows] @ question)
        best = int(likeness.argmax())
        is_nearer = likeness[best] > (self._vectors[own] @ question).max()
        return self._place[rows[best]] if is_nearer else None
