"""Multinomial logistic regression, fitted at indexing (imports torch there): what the classifiers and the card scorer
share.

Fitted by AdamW (I. Loshchilov and F. Hutter, ICLR 2019) under one rise and fall of the learning rate, where wanted
with smoothed labels (C. Szegedy et al., CVPR 2016).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PASSES = 12
BATCH = 256
RATE = 0.01  # the greatest learning rate
DECAY = 0.1
SCALE = 5.0  # of the scores: unit vectors differ little


def fit_softmax(rows: Any, labels: Sequence[int], classes: int, *, smoothing: float = 0.0) -> tuple[Floats, Floats]:
    """Weights (features x classes) and biases, for rows of features (NumPy or SciPy CSR) and their classes' numbers.

    All classes count alike, however many rows they have. ``smoothing`` (0 to 1) is the part of a label's probability
    that is spread over all classes. Equal input gives equal weights on one machine.
    """
    import torch
    from torch.nn.functional import cross_entropy

    targets = torch.tensor(labels)
    counts = np.bincount(labels, minlength=classes)
    weight = torch.tensor(len(labels) / (classes * np.maximum(counts, 1)), dtype=torch.float32)
    layer = torch.nn.Linear(rows.shape[1], classes)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    steps = max(1, PASSES * len(labels) // BATCH)
    optimizer = torch.optim.AdamW(layer.parameters(), weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    chance = np.random.default_rng(0)
    for _ in range(steps):
        drawn = chance.integers(len(labels), size=BATCH)
        some = rows[drawn]
        batch = torch.from_numpy(some if isinstance(some, np.ndarray) else some.toarray())
        loss = cross_entropy(SCALE * layer(batch), targets[drawn], weight=weight, label_smoothing=smoothing)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()
    weights = np.ascontiguousarray(SCALE * layer.weight.detach().numpy().T, dtype=np.float32)
    return weights, np.asarray(SCALE * layer.bias.detach().numpy(), dtype=np.float32)


def probabilities(logits: Floats) -> Floats:
    """The distribution of one row of scores; adds up to 1."""
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)
