"""What a short message means after an answer: the section of a card that answers it, by the messages that the content
knows after that card.

"Does it slow answers down?" after LoRA is another question than after RAG. Each card brings the messages that people
send next, so a message is compared with a dozen known ones instead of with everything.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.comparison import Comparison, Section
from bot.encoder.onnx import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """A section of a card that may answer what is said next, and the cosine of the nearest known message."""

    card: str
    section: Section
    similarity: float


def texts_of(comparison: Comparison) -> list[str]:
    """All messages that the content knows to follow a card, in the order of the cards."""
    return [text for *_, text in _rows(comparison)]


def _rows(comparison: Comparison) -> Iterator[tuple[str, str, Section, str]]:
    """(card told, card and section that answer, message)."""
    for card in comparison.cards:
        for following in card.follow_ups:
            for text in following.says:
                yield card.id, following.card, following.section, text


class FollowUpSearch:
    """The known messages of one comparison with their embeddings (messages x dimensions), as ``texts_of`` orders."""

    def __init__(self, comparison: Comparison, vectors: Vectors) -> None:
        self._vectors = vectors
        self._rows: dict[str, list[int]] = {}
        self._targets: list[tuple[str, Section]] = []
        for row, (told, card, section, _) in enumerate(_rows(comparison)):
            self._rows.setdefault(told, []).append(row)
            self._targets.append((card, section))

    def after(self, told: str, message: Vectors) -> tuple[Next, ...]:
        """What may answer a message (a unit vector) after the card ``told``, best first; each target once."""
        rows = self._rows.get(told, [])
        best: dict[tuple[str, Section], float] = {}
        for row, near in zip(rows, (self._vectors[rows] @ message).tolist() if rows else [], strict=True):
            target = self._targets[row]
            best[target] = max(best.get(target, -1.0), near)
        order = sorted(best, key=lambda target: (-best[target], target))
        return tuple(Next(card=card, section=section, similarity=best[card, section]) for card, section in order)

