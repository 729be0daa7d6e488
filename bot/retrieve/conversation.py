"""What a message in a conversation asks for: how much of the turns before it carries over, and with what weight.

The rule: the last message counts most; the reply before it says what is being talked about, and counts more than
the visitor's message before that. Older turns do not help (measured; see README, Evaluation). The same weights
serve vectors and words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from bot.encoder.onnx import Encoder, Vectors
from bot.retrieve.fuse import Scores
from bot.retrieve.keyword import KeywordSearch

REPLY_WEIGHT = 0.4
EARLIER_WEIGHT = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a conversation."""

    by: Literal["visitor", "advisor"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedQuery:
    """A text to search with, and how much it counts."""

    text: str
    weight: float


def weighted_queries(message: str, history: Sequence[Said]) -> tuple[WeightedQuery, ...]:
    """The message, the reply before it and the visitor's message before that, as far as there are any.

    ``history`` is the conversation before ``message``, oldest first.
    """
    carried = (("advisor", REPLY_WEIGHT), ("visitor", EARLIER_WEIGHT))
    found = [(_last(history, by), weight) for by, weight in carried]
    return (
        WeightedQuery(text=message, weight=1.0),
        *(WeightedQuery(text=text, weight=weight) for text, weight in found if text),
    )


def _last(history: Sequence[Said], by: str) -> str:
    return next((said.text.strip() for said in reversed(history) if said.by == by), "")


def query_vector(queries: Sequence[WeightedQuery], encoder: Encoder) -> NDArray[np.float32]:
    """One unit vector for all queries: the direction of their weighted sum, shape (dimensions,)."""
    rows: Vectors = encoder.encode([query.text for query in queries])
    total: NDArray[np.float32] = np.array([query.weight for query in queries], dtype=np.float32) @ rows
    return total / np.float32(max(float(np.linalg.norm(total)), 1e-12))


def keyword_scores(queries: Sequence[WeightedQuery], search: KeywordSearch) -> Scores:
    """The weighted sum of the queries' BM25 scores, each as a share of its best, so that length does not count."""
    relative = np.array([_relative(search.scores(query.text)) for query in queries])
    summed: Scores = np.array([query.weight for query in queries]) @ relative
    return summed


def _relative(scores: NDArray[np.float32]) -> Scores:
    best = float(scores.max(initial=0.0))
    return scores.astype(np.float64) / best if best > 0 else np.zeros(len(scores))
