"""Finds the answer cards for a question: dense search in Chroma, BM25, fused."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from langchain_chroma import Chroma

from bot.comparison import Card, Comparison
from bot.content.passages import plain
from bot.retrieve.fuse import reciprocal_rank_fusion
from bot.retrieve.keyword import KeywordSearch
from bot.turn import Hit

DENSE_HITS = 30
FUSED_BEST = 2 / 61  # the score of a card that leads both rankings


class Retriever(Protocol):
    """Question in, cards out, best first."""

    def search(self, query: str, limit: int = 8) -> tuple[Hit, ...]: ...


def card_texts(card: Card) -> list[str]:
    """What a card is found by: its questions and its answer."""
    return [*card.asks, f"{card.topic}: {plain(card.answer)}"]


class CardRetriever:
    """Hybrid search over the cards of one comparison."""

    def __init__(self, comparison: Comparison, store: Chroma) -> None:
        self._store = store
        self._cards = [card.id for card in comparison.cards]
        self._keyword = KeywordSearch([" ".join(card_texts(card)) for card in comparison.cards])

    def search(self, query: str, limit: int = 8) -> tuple[Hit, ...]:
        """At most ``limit`` cards; ``score`` 1 means first in both rankings, ``similarity`` is the best cosine."""
        similarity = self._dense(query)
        dense = sorted(similarity, key=lambda card: -similarity[card])
        fused = reciprocal_rank_fusion([dense, self._lexical(query)])
        best = sorted(fused, key=lambda card: (-fused[card], card))[:limit]
        return tuple(
            Hit(card=card, score=fused[card] / FUSED_BEST, similarity=similarity.get(card, 0.0)) for card in best
        )

    def _dense(self, query: str) -> Mapping[str, float]:
        found = self._store.similarity_search_with_score(query, k=DENSE_HITS)
        best: dict[str, float] = {}
        for document, distance in found:
            card = str(document.metadata["card"])
            best[card] = max(best.get(card, 0.0), 1.0 - distance)
        return best

    def _lexical(self, query: str) -> Sequence[str]:
        scores = self._keyword.scores(query)
        order = np.argsort(-scores, kind="stable")[:DENSE_HITS]
        return [self._cards[index] for index in order if scores[index] > 0]
