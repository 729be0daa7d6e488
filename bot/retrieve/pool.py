"""Search in a pool of passages from within a conversation, and how sure it is that the pool holds an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.encoder.onnx import Encoder, Vectors
from bot.retrieve.conversation import WeightedQuery, keyword_scores, query_vector
from bot.retrieve.fuse import Scores, standard_score_fusion
from bot.retrieve.keyword import KeywordSearch

WINDOW_WORDS = 60
WORD_SHARE = 0.5  # of the words' standard score beside the vectors'
STANDS_OUT = 0.1  # of the best standard score beside the two cosines, when answerability is judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A search: every passage's score (in the order of the pool), and the answerability."""

    scores: Scores
    answerability: float

    def best(self, limit: int) -> tuple[int, ...]:
        """The places of the best passages in the pool, best first; equal scores in the order of the pool."""
        return tuple(np.argsort(-self.scores, kind="stable")[:limit].tolist())


class PassagePool:
    """A fixed list of passages, encoded once."""

    def __init__(self, passages: Sequence[str], encoder: Encoder) -> None:
        """``passages`` is not empty. Takes about a second for ten passages of 300 words on one core."""
        cut = [windows(passage) for passage in passages]
        self._encoder = encoder
        self._keyword = KeywordSearch(passages)
        self._passages: Vectors = encoder.encode(passages)
        self._windows: Vectors = encoder.encode([window for each in cut for window in each])

    def search(self, queries: Sequence[WeightedQuery]) -> Found:
        """Rank all passages for the queries, of which the first is the last message itself.

        Ranked by meaning (cosine of whole passages) and words (BM25), fused by standard score. Answerability
        (about 0 to 3, for comparing messages) asks whether some short stretch of text is near the last
        message by itself, and near it in its conversation, and whether the best passage stands out.
        """
        vector, alone = query_vector(queries, self._encoder), query_vector(queries[:1], self._encoder)
        views = (_double(self._passages @ vector), keyword_scores(queries, self._keyword))
        scores = standard_score_fusion(views, (1.0, WORD_SHARE))
        near = float((self._windows @ alone).max()) + float((self._windows @ vector).max())
        return Found(scores=scores, answerability=near + STANDS_OUT * float(scores.max()))


def windows(passage: str) -> list[str]:
    """The passage in stretches of at most 60 words; a short one as it is."""
    words = passage.split()
    starts = range(0, max(1, len(words)), WINDOW_WORDS)
    return [" ".join(words[start : start + WINDOW_WORDS]) for start in starts]


def _double(scores: NDArray[np.float32]) -> Scores:
    return scores.astype(np.float64)
