"""Finds the answer cards for a question: dense search in Chroma, BM25, fused."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from chromadb import Collection

from bot.comparison import Card, Comparison, Section
from bot.content.passages import plain
from bot.encoder.onnx import Encoder, Vectors
from bot.retrieve.follow import TOPIC_SHARE, UNIT, Followers, Remark, Scores, Views, chances, with_topic
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

    def search(self, query: str, limit: int = 8) -> tuple[Hit, ...]: ...

    def follow(self, remark: Remark, limit: int = 8) -> tuple[Hit, ...]: ...

    def beside(self, query: str, told: Sequence[str], others: Sequence[str]) -> tuple[str, int] | None: ...

    def section(self, query: str, card: str, sections: Sequence[Section]) -> Section | None: ...

    def adds(self, other: str, told: str) -> bool: ...


def card_texts(card: Card) -> list[tuple[str, str]]:
    """What a card is found by: (kind, text) of its questions and its answer."""
    return [*(("ask", ask) for ask in card.questions), ("answer", f"{card.topic}: {plain(card.answer)}")]


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
        topics: Vectors,
    ) -> None:
        self._sentences = sentences
        self._topics = topics
        self._followers = Followers(comparison)
        self._by_id = comparison.card_by_id
        self._asks = texts["ask"]
        self._answers = _in_memory(texts["answer"], [card.id for card in comparison.cards])
        self._encoder = encoder
        self._scorer = scorer
        self._cards = [card.id for card in comparison.cards]
        self._keyword = KeywordSearch([" ".join(text for _, text in card_texts(card)) for card in comparison.cards])

    def search(self, query: str, limit: int = 8) -> tuple[Hit, ...]:
        """At most ``limit`` cards, best first.

        Four rankings (the cards' questions, their answers, BM25, the learned scorer) are fused to a shortlist,
        which is ordered by the evidence itself. ``similarity`` is the cosine of the nearest question, ``score``
        the evidence in the same unit (about 0 to 1.5).
        """
        vector = self._encoder.encode([query])[0]
        asks, answers, words = self._by_asks(vector), self._by_answer(vector), self._lexical(query)
        learned = self._scorer.scores(self._encoder.describe([query])[0])
        rankings = [_best_first(found) for found in (asks, answers, words, learned)]
        fused = reciprocal_rank_fusion(rankings, RANKING_WEIGHTS)
        shortlist = sorted(fused, key=lambda card: (-fused[card], card))[:SHORTLIST]
        best_word = max(words.values(), default=1.0)
        evidence = {
            card: asks.get(card, _floor(asks))
            + ANSWER_SHARE * answers.get(card, _floor(answers))
            + WORD_SHARE * words.get(card, 0.0) / best_word
            + LEARNED_SHARE * learned[card]
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

    def follow(self, remark: Remark, limit: int = 8) -> tuple[Hit, ...]:
        """At most ``limit`` cards for a message that is said after a card, best first.

        ``similarity`` is the cosine of the nearest question to the message, or to the message drawn to the topic.
        """
        vector = self._encoder.encode([remark.text])[0]
        topic = self._topics[self._followers.place(remark.told)]
        asks, with_the_topic = self._all_asks(vector), self._all_asks(_drawn(vector, topic))
        words = self._keyword.scores(remark.text)
        texts = [remark.text, with_topic(self._by_id[remark.told], remark.text)]
        learned = [
            np.fromiter(self._scorer.scores(row).values(), dtype=np.float64) for row in self._encoder.describe(texts)
        ]
        views = Views(
            asks=asks,
            asks_with_topic=with_the_topic,
            answers=self._answers @ vector,
            words=words / np.float64(max(float(words.max(initial=0.0)), 1e-6)),
            learned=learned[0],
            learned_with_topic=learned[1],
            topic_likeness=self._answers @ topic,
            further=self._sentences.further(vector, remark.told),
        )
        logits = self._followers.logits(remark, views)
        chance = chances(logits)
        return tuple(
            Hit(
                card=self._cards[row],
                score=float(logits[row]) / UNIT,
                similarity=float(max(asks[row], with_the_topic[row])),
                chance=float(chance[row]),
            )
            for row in np.argsort(-logits, kind="stable")[:limit]
        )

    def _all_asks(self, vector: Vectors) -> Scores:
        """The cosine of each card's nearest question, in the cards' order; of those far away what they have at most."""
        near = self._by_asks(vector)
        floor = _floor(near)
        return np.array([near.get(card, floor) for card in self._cards])

    def _by_answer(self, vector: Vectors) -> Mapping[str, float]:
        """Card to the cosine of its answer, of the nearest ones."""
        near = self._answers @ vector
        return {self._cards[row]: max(float(near[row]), 0.0) for row in np.argsort(-near, kind="stable")[:DENSE_HITS]}

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


def _drawn(vector: Vectors, topic: Vectors) -> Vectors:
    """The unit vector of a message drawn to a topic."""
    drawn = vector + np.float32(TOPIC_SHARE) * topic
    return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)


def _in_memory(collection: Collection, cards: Sequence[str]) -> Vectors:
    """The embeddings of the cards' answers, in the cards' order: of a few hundred, all are compared faster than
    some."""
    found = collection.get(include=["embeddings"])
    rows = {card_of(name): row for name, row in zip(found["ids"], found["embeddings"], strict=True)}
    return np.array([rows[card] for card in cards], dtype=np.float32)
