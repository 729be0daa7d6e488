"""The measures of retrieval, by scikit-learn where it has them. One function, one definition."""

from collections.abc import Collection, Sequence

import numpy as np
from sklearn.metrics import ndcg_score, roc_auc_score

from bot.retrieve.fuse import Scores


def ndcg(scores: Scores, relevant: Collection[int], depth: int) -> float:
    """Normalised discounted cumulated gain at ``depth`` (Jarvelin and Kekalainen, ACM TOIS 20, 2002), 0 to 1.

    Gain 1 for each relevant place among the best ``depth``, divided by log2(1 + rank); the sum is divided by
    that of an ideal ranking. ``relevant`` holds at least one place in ``scores``.
    """
    gains = np.zeros(len(scores))
    gains[list(relevant)] = 1.0
    return float(ndcg_score([gains], [scores], k=depth, ignore_ties=True))


def recall(best: Sequence[int], relevant: Collection[int]) -> float:
    """The share of the relevant places that are among the best ones, 0 to 1; ``relevant`` is not empty."""
    return len(set(best) & set(relevant)) / len(set(relevant))


def area_under_curve(scores: Sequence[float], is_positive: Sequence[bool]) -> float:
    """Area under the receiver operating characteristic curve (J. Hanley and B. McNeil, Radiology 143, 1982).

    The probability that a positive case scores above a negative one, ties counted half; both kinds must occur.
    """
    return float(roc_auc_score(list(is_positive), list(scores)))
