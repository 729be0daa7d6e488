"""Trains the classifiers from authored utterances (scikit-learn; indexing process only)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.encoder.onnx import Encoder
from bot.understand.classify import Classifier
from bot.understand.features import gram_values, ngrams, vocabulary
from bot.understand.nearest import remember

REGULARISATION = 12.0


def train(examples: Sequence[tuple[str, str]], encoder: Encoder) -> Classifier:
    """A classifier from (text, label) pairs; deterministic for the same pairs."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    texts = [text for text, _ in examples]
    labels = [label for _, label in examples]
    grams = vocabulary(texts)
    seen = Counter(gram for text in texts for gram in set(ngrams(text)))
    inverse = np.array([np.log(len(texts) / seen[gram]) for gram in grams], dtype=np.float32)
    embeddings = encoder.describe(texts)
    weighed = [gram_values(text, grams, inverse) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in weighed)])
    words = csr_matrix(
        (np.concatenate([values for _, values in weighed]), np.concatenate([places for places, _ in weighed]), ends),
        shape=(len(texts), len(grams)),
    )
    rows = hstack([csr_matrix(embeddings), words], format="csr")
    model = LogisticRegression(C=REGULARISATION, max_iter=120, tol=1e-3, class_weight="balanced")
    model.fit(rows, labels)
    names = tuple(str(label) for label in model.classes_)
    place = {name: number for number, name in enumerate(names)}
    return Classifier(
        labels=names,
        weights=np.ascontiguousarray(model.coef_.T, dtype=np.float32),
        bias=model.intercept_.astype(np.float32),
        grams=grams,
        inverse=inverse,
        neighbours=remember(embeddings, np.array([place[label] for label in labels])),
    )
