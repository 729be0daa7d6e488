"""Search from within a conversation: what carries over, how views are fused, whether there is an answer."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.encoder.onnx import Vectors
from bot.retrieve.conversation import (
    EARLIER_WEIGHT,
    REPLY_WEIGHT,
    Said,
    WeightedQuery,
    keyword_scores,
    query_vector,
    weighted_queries,
)
from bot.retrieve.fuse import standard_score_fusion
from bot.retrieve.keyword import KeywordSearch
from bot.retrieve.pool import WINDOW_WORDS, PassagePool, windows

WORDS = ("tea", "coffee", "milk", "price", "leaves", "beans")
PASSAGES = ("Tea is made of leaves.", "The price of tea.", "Coffee is made of beans.", "The price of coffee.", "Milk.")
HISTORY = (
    Said(by="visitor", text="Do you have milk?"),
    Said(by="advisor", text="We have milk."),
    Said(by="visitor", text="And something hot?"),
    Said(by="advisor", text="There is coffee."),
)


class WordEncoder:
    """One dimension for each known word; a text without any has its own, the last."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([[text.lower().count(word) for word in WORDS] + [0] for text in texts], dtype=np.float32)
        rows[~rows.any(axis=1), -1] = 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def describe(self, texts: Sequence[str]) -> Vectors:
        return np.concatenate([self.encode(texts)] * 2, axis=1)


@pytest.fixture
def pool() -> PassagePool:
    return PassagePool(PASSAGES, WordEncoder())


def search_best(pool: PassagePool, message: str, history: Sequence[Said] = ()) -> str:
    return PASSAGES[pool.search(weighted_queries(message, history)).best(1)[0]]


def test_the_last_reply_and_the_message_before_carry_over_and_nothing_older() -> None:
    assert weighted_queries("What does it cost?", HISTORY) == (
        WeightedQuery(text="What does it cost?", weight=1.0),
        WeightedQuery(text="There is coffee.", weight=REPLY_WEIGHT),
        WeightedQuery(text="And something hot?", weight=EARLIER_WEIGHT),
    )


def test_an_opening_stands_alone() -> None:
    assert weighted_queries("Hello", ()) == (WeightedQuery(text="Hello", weight=1.0),)


def test_an_empty_message_carries_nothing_over() -> None:
    history = (Said(by="visitor", text=" "), Said(by="advisor", text=""))
    assert len(weighted_queries("Hello", history)) == 1


def test_a_message_counts_more_than_all_that_carries_over() -> None:
    assert REPLY_WEIGHT + EARLIER_WEIGHT < 1
    assert EARLIER_WEIGHT < REPLY_WEIGHT


def test_the_query_vector_has_length_one_and_leans_to_the_heavier_query() -> None:
    queries = (WeightedQuery(text="tea", weight=1.0), WeightedQuery(text="coffee", weight=0.4))
    vector = query_vector(queries, WordEncoder())
    assert float(np.linalg.norm(vector)) == pytest.approx(1)
    assert vector[0] == pytest.approx(2.5 * vector[1])


def test_a_long_reply_does_not_outweigh_the_message_by_its_words() -> None:
    search = KeywordSearch(PASSAGES)
    queries = (WeightedQuery(text="tea", weight=1.0), WeightedQuery(text="coffee beans price milk", weight=0.4))
    assert int(keyword_scores(queries, search).argmax()) in {0, 1}


def test_words_that_are_nowhere_score_nothing() -> None:
    queries = (WeightedQuery(text="zebra", weight=1.0), WeightedQuery(text="", weight=0.4))
    assert not keyword_scores(queries, KeywordSearch(PASSAGES)).any()


def test_standard_scores_make_views_of_different_scale_comparable() -> None:
    small, large = np.array([0.1, 0.2, 0.3]), np.array([300.0, 200.0, 100.0])
    assert standard_score_fusion((small, large), (1.0, 1.0)) == pytest.approx(np.zeros(3))


def test_a_view_that_tells_nothing_apart_adds_nothing() -> None:
    scores = np.array([1.0, 2.0])
    alone = standard_score_fusion((scores,), (1.0,))
    assert standard_score_fusion((scores, np.full(2, 7.0)), (1.0, 5.0)) == pytest.approx(alone)


def test_a_follow_up_is_about_what_the_last_reply_was_about(pool: PassagePool) -> None:
    assert search_best(pool, "And the price?", HISTORY) == "The price of coffee."


def test_a_message_that_names_its_own_topic_leaves_the_last_one(pool: PassagePool) -> None:
    assert search_best(pool, "And the price of tea?", HISTORY) == "The price of tea."


def test_a_message_is_more_answerable_where_the_pool_speaks_of_it(pool: PassagePool) -> None:
    about = {text: pool.search(weighted_queries(text, ())).answerability for text in ("tea leaves", "a zebra")}
    assert about["tea leaves"] > about["a zebra"]


def test_equal_scores_keep_the_order_of_the_pool() -> None:
    found = PassagePool(("tea", "tea", "milk"), WordEncoder()).search(weighted_queries("tea", ()))
    assert found.best(2) == (0, 1)


def test_windows_hold_every_word_once_and_none_is_too_long() -> None:
    text = " ".join(str(number) for number in range(2 * WINDOW_WORDS + 5))
    cut = windows(text)
    assert " ".join(cut) == text
    assert [len(window.split()) for window in cut] == [WINDOW_WORDS, WINDOW_WORDS, 5]
    assert windows("") == [""]
