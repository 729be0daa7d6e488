"""Trains the classifiers from authored utterances (scikit-learn; indexing process only)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.encoder.onnx import Encoder
from bot.understand.classify import Classifier
from bot.understand.features import features, ngrams, vocabulary

REGULARISATION = 12.0


def train(examples: Sequence[tuple[str, str]], encoder: Encoder) -> Classifier:
    """A classifier from (text, label) pairs; deterministic for the same pairs."""
    from sklearn.linear_model import LogisticRegression

    texts = [text for text, _ in examples]
    labels = [label for _, label in examples]
    grams = vocabulary(texts)
    seen = Counter(gram for text in texts for gram in set(ngrams(text)))
    inverse = np.array([np.log(len(texts) / seen[gram]) for gram in grams], dtype=np.float32)
    embeddings = encoder.describe(texts)
    rows = np.stack([features(text, embeddings[index], grams, inverse) for index, text in enumerate(texts)])
    model = LogisticRegression(C=REGULARISATION, max_iter=120, tol=1e-3, class_weight="balanced")
    model.fit(rows, labels)
    return Classifier(
        labels=tuple(str(label) for label in model.classes_),
        weights=model.coef_.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        grams=grams,
        inverse=inverse,
    )
