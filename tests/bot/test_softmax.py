"""The regression that reads acts, facts and cards."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.retrieve import learned
from bot.softmax import Floats, fit_softmax, probabilities

RANDOM = np.random.default_rng(7)


def clouds(*sizes: int, spread: float = 0.05) -> tuple[Floats, list[int]]:
    """Rows around one axis for each class, that many of each, and their classes."""
    labels = [number for number, size in enumerate(sizes) for _ in range(size)]
    rows = np.eye(8)[labels] + RANDOM.normal(0, spread, (len(labels), 8))
    return rows.astype(np.float32), labels


def test_separable_classes_are_told_apart() -> None:
    rows, labels = clouds(60, 60, 60)
    weights, bias = fit_softmax(rows, labels, 3)
    assert (rows @ weights + bias).argmax(axis=1).tolist() == labels


def test_a_rare_class_counts_as_much_as_a_common_one() -> None:
    rows, labels = clouds(600, 12, spread=0.3)
    weights, bias = fit_softmax(rows, labels, 2)
    between = (np.eye(8)[0] + np.eye(8)[1]).astype(np.float32)
    assert probabilities(between @ weights + bias)[1] > 0.3


def test_sparse_rows_give_the_same_as_dense_ones() -> None:
    rows, labels = clouds(40, 40)
    dense, sparse = fit_softmax(rows, labels, 2), fit_softmax(csr_matrix(rows), labels, 2)
    assert dense[0] == pytest.approx(sparse[0], abs=1e-5)
    assert dense[1] == pytest.approx(sparse[1], abs=1e-5)


def test_probabilities_add_up_to_one_however_large_the_scores() -> None:
    found = probabilities(np.array([900.0, 899.0, -900.0], dtype=np.float32))
    assert found.sum() == pytest.approx(1)
    assert found[0] == pytest.approx(1 / (1 + np.exp(-1)), abs=1e-5)


def test_the_card_scorer_names_the_card_that_owns_the_question() -> None:
    rows, labels = clouds(30, 30, 30)
    cards = ("lora", "chunking", "latency")
    scorer = learned.fit(rows, [cards[label] for label in labels], cards)
    scores = scorer.scores(rows[35])
    assert max(scores, key=lambda card: scores[card]) == "chunking"
    assert sum(scores.values()) == pytest.approx(1, abs=1e-5)
