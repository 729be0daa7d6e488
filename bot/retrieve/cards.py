"""Finds the answer cards for a question: dense search in Chroma, BM25, fused."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from chromadb import Collection

from bot.comparison import Card, Comparison, Section
from bot.content.passages import plain
from bot.encoder.onnx import Encoder, Vectors
from bot.retrieve.follow_ups import FollowUpSearch, Next
from bot.retrieve.fuse import reciprocal_rank_fusion
from bot.retrieve.keyword import KeywordSearch
from bot.retrieve.learned import CardScorer
from bot.retrieve.sentences import SentenceSearch
from bot.turn import Hit

DENSE_HITS = 80
SHORTLIST = 12
RANKING_WEIGHTS = (1.0, 0.5, 1.0, 1.0)  # questions, answers, words, learned
ANSWER_SHARE = 0.5  # of the answer's similarity beside the question's, when the shortlist is ordered
LEARNED_SHARE = 0.7  # of the learned probability
WHOLE = 2.1  # by which the evidence is divided, to be in the unit of a cosine
WORD_SHARE = 0.5  # of the BM25 score relative to the best one


KINDS = ("ask", "answer")
ID_MARK = "#"


class Retriever(Protocol):
    """Question in, cards out, best first."""

    def search(self, query: str, limit: int = 8, *, is_joined: bool = False) -> tuple[Hit, ...]: ...

    def beside(self, query: str, told: Sequence[str], others: Sequence[str]) -> tuple[str, int] | None: ...

    def section(self, query: str, card: str, sections: Sequence[Section]) -> Section | None: ...

    def after(self, query: str, told: str) -> tuple[Next, ...]: ...

    def adds(self, other: str, told: str) -> bool: ...


def card_texts(card: Card) -> list[tuple[str, str]]:
    """What a card is found by: (kind, text) of its questions and its answer."""
    return [*(("ask", ask) for ask in (*card.asks, *card.yes, *card.no)), ("answer", f"{card.topic}: {plain(card.answer)}")]


def text_id(card: str, number: int) -> str:
    """The name of a card's text in Chroma. It tells the card, as Chroma takes most of its time for all the rest."""
    return f"{card}{ID_MARK}{number}"


def card_of(name: str) -> str:
    """The card that a text of that name belongs to."""
    return name.partition(ID_MARK)[0]


class CardRetriever:
    """Hybrid search over the cards of one comparison."""

    def __init__(
        self,
        comparison: Comparison,
        texts: Mapping[str, Collection],
        encoder: Encoder,
        scorer: CardScorer,
        sentences: SentenceSearch,
        follow_ups: FollowUpSearch,
    ) -> None:
        self._sentences = sentences
        self._follow_ups = follow_ups
        self._asks = texts["ask"]
        self._owners, self._answers = _in_memory(texts["answer"])
        self._encoder = encoder
        self._scorer = scorer
        self._cards = [card.id for card in comparison.cards]
        self._keyword = KeywordSearch([" ".join(text for _, text in card_texts(card)) for card in comparison.cards])

    def search(self, query: str, limit: int = 8, *, is_joined: bool = False) -> tuple[Hit, ...]:
        """At most ``limit`` cards, best first.

        Four rankings (the cards' questions, their answers, BM25, the learned scorer) are fused to a shortlist,
        which is ordered by the evidence itself. ``similarity`` is the cosine of the nearest question, ``score``
        the evidence in the same unit (about 0 to 1.5). A query that ``is_joined`` from a topic and a message is left to
        the others: the learned scorer knows whole questions, and names the topic's own card whatever is asked about it.
        """
        vector = self._encoder.encode([query])[0]
        asks, answers, words = self._by_asks(vector), self._by_answer(vector), self._lexical(query)
        learned = self._scorer.scores(self._encoder.describe([query])[0])
        rankings = [_best_first(found) for found in (asks, answers, words, learned)]
        fused = reciprocal_rank_fusion(rankings, RANKING_WEIGHTS)
        shortlist = sorted(fused, key=lambda card: (-fused[card], card))[:SHORTLIST]
        learned_share = 0.0 if is_joined else LEARNED_SHARE
        best_word = max(words.values(), default=1.0)
        evidence = {
            card: asks.get(card, _floor(asks))
            + ANSWER_SHARE * answers.get(card, _floor(answers))
            + WORD_SHARE * words.get(card, 0.0) / best_word
            + learned_share * learned[card]
            for card in shortlist
        }
        ordered = sorted(evidence, key=lambda card: (-evidence[card], card))[:limit]
        return tuple(
            Hit(card=card, score=evidence[card] / WHOLE, similarity=asks.get(card, _floor(asks))) for card in ordered
        )

    def beside(self, query: str, told: Sequence[str], others: Sequence[str]) -> tuple[str, int] | None:
        """A sentence of the ``others``' answers (card, place) that is nearer to the query than the answers ``told``."""
        return self._sentences.nearer(self._encoder.encode([query])[0], told, others)

    def adds(self, other: str, told: str) -> bool:
        """Whether the first sentence of another card says something that the answer ``told`` does not."""
        return self._sentences.adds(other, told)

    def section(self, query: str, card: str, sections: Sequence[Section]) -> Section | None:
        """Which of a card's ``sections`` holds the sentence nearest to the query."""
        return self._sentences.nearest_section(self._encoder.encode([query])[0], card, sections)

    def after(self, query: str, told: str) -> tuple[Next, ...]:
        """What may answer a message after the card ``told``, best first."""
        return self._follow_ups.after(told, self._encoder.encode([query])[0])

    def _by_answer(self, vector: Vectors) -> Mapping[str, float]:
        """Card to the cosine of its answer, of the nearest ones."""
        near = self._answers @ vector
        return {self._owners[row]: max(float(near[row]), 0.0) for row in np.argsort(-near, kind="stable")[:DENSE_HITS]}

    def _by_asks(self, vector: Vectors) -> Mapping[str, float]:
        """Card to the best cosine among its questions, of the cards with the nearest ones."""
        found = self._asks.query(vector[None, :], n_results=DENSE_HITS, include=["distances"])
        best: dict[str, float] = {}
        for text, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True):
            card = card_of(text)
            best[card] = max(best.get(card, 0.0), 1.0 - distance)
        return best

    def _lexical(self, query: str) -> Mapping[str, float]:
        scores = self._keyword.scores(query)
        order = np.argsort(-scores, kind="stable")[:DENSE_HITS]
        return {self._cards[index]: float(scores[index]) for index in order if scores[index] > 0}


def _best_first(found: Mapping[str, float]) -> list[str]:
    return sorted(found, key=lambda card: (-found[card], card))[:DENSE_HITS]


def _floor(found: Mapping[str, float]) -> float:
    """What a card outside the nearest texts can have at most."""
    return min(found.values(), default=0.0)


def _in_memory(collection: Collection) -> tuple[list[str], Vectors]:
    """The cards of a collection's texts and their embeddings: of a few hundred, all are compared faster than some."""
    found = collection.get(include=["embeddings"])
    return [card_of(name) for name in found["ids"]], np.array(found["embeddings"], dtype=np.float32)
