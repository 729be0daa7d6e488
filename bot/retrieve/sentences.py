"""Answer sentence selection: which sentence of the cards comes nearest to a question.

Cards are found by the questions that they answer; the sentence at hand may still stand on a neighbour.
"""

import re
from collections.abc import Sequence

import numpy as np

from bot.comparison import Claim, Comparison, Section
from bot.encoder.onnx import Vectors

SAME = 0.75  # cosine from which two sentences say the same
ALIKE = 0.7  # from which one adds little to the other
FEWEST_WORDS = 6  # of a sentence that says something by itself
FURTHER: tuple[Section, ...] = ("Why", "Example", "More")  # sections that tell more than the answer
DEPENDENT = re.compile(
    r"^(?:it|its|they|their|them|that|this|these|those|both|then|so|but|and|or|such|there|here|in that|the same|"
    r"otherwise|afterwards|after that|before that|even|also|either|neither|instead|only|one|the other)\b",
    re.IGNORECASE,
)


def claims_of(comparison: Comparison) -> list[tuple[str, Section, int, str]]:
    """Every cited sentence of the cards: (card, section, place in the section, text)."""
    return [
        (card.id, section, place, sentence.text)
        for card in comparison.cards
        for section, passage in card.sections.items()
        for place, sentence in enumerate(passage)
        if isinstance(sentence, Claim)
    ]


class SentenceSearch:
    """The cited sentences of one comparison with their embeddings (sentences x dimensions), in their order."""

    def __init__(self, comparison: Comparison, vectors: Vectors) -> None:
        claims = claims_of(comparison)
        self._vectors = vectors
        self._place = [place for _, _, place, _ in claims]
        self._stands_alone = [
            place == 0 or (len(text.split()) >= FEWEST_WORDS and not DEPENDENT.match(text))
            for _, _, place, text in claims
        ]
        self._rows: dict[tuple[str, Section], list[int]] = {}
        for row, (card, section, _, _) in enumerate(claims):
            self._rows.setdefault((card, section), []).append(row)

    def nearer(self, question: Vectors, told: Sequence[str], others: Sequence[str]) -> tuple[str, int] | None:
        """The sentence of the ``others``' answers that is nearer to the question than all of the answers ``told``.

        ``question`` is a unit vector. None when there is no such sentence, or when it says the same again.
        """
        own = [row for card in told for row in self._rows.get((card, "Answer"), ())]
        found = [(row, card) for card in others for row in self._rows.get((card, "Answer"), ())]
        found = [(row, card) for row, card in found if self._stands_alone[row]]
        if not own or not found:
            return None
        rows = [row for row, _ in found]
        again = (self._vectors[rows] @ self._vectors[own].T).max(axis=1) >= SAME
        likeness = np.where(again, -1.0, self._vectors[rows] @ question)
        best = int(likeness.argmax())
        is_nearer = likeness[best] > (self._vectors[own] @ question).max()
        return (found[best][1], self._place[rows[best]]) if is_nearer else None

    def adds(self, other: str, told: str) -> bool:
        """Whether the first sentence of another card's answer says something that all of the one ``told`` does not."""
        own, others = self._rows.get((told, "Answer"), []), self._rows.get((other, "Answer"), [])
        return not own or not others or float((self._vectors[own] @ self._vectors[others[0]]).max()) < ALIKE

    def further(self, question: Vectors, card: str) -> float:
        """The cosine of the nearest sentence that a card has beyond its answer (0 if there is none)."""
        rows = [row for section in FURTHER for row in self._rows.get((card, section), ())]
        return float((self._vectors[rows] @ question).max()) if rows else 0.0

    def nearest_section(self, question: Vectors, card: str, sections: Sequence[Section]) -> Section | None:
        """The section of a card with the sentence nearest to the question; None if none of them has a sentence."""
        near = {
            section: float((self._vectors[rows] @ question).max())
            for section in sections
            if (rows := self._rows.get((card, section)))
        }
        return max(near, key=lambda section: near[section], default=None)
