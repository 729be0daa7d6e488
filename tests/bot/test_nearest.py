"""Votes of the nearest sentences."""

import numpy as np
import pytest

from bot.understand.nearest import remember


def test_a_sentence_gets_the_label_of_those_around_it() -> None:
    random = np.random.default_rng(1)
    centres = np.eye(8, dtype=np.float32)[:2].repeat(20, axis=0)
    cloud = (centres + random.normal(0, 0.05, (40, 8))).astype(np.float32)
    votes = remember(cloud, np.array([0] * 20 + [1] * 20)).votes(cloud[3], 3)
    assert votes.sum() == pytest.approx(1)
    assert votes[0] > 0.9
    assert votes[2] == 0
