"""Trains the classifiers from authored utterances (indexing process only)."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from bot.encoder.onnx import Encoder
from bot.softmax import fit_softmax
from bot.understand.classify import Classifier
from bot.understand.features import gram_values, ngrams, vocabulary
from bot.understand.nearest import remember


def train(examples: Sequence[tuple[str, str]], encoder: Encoder) -> Classifier:
    """A classifier from (text, label) pairs; deterministic for the same pairs."""
    from scipy.sparse import csr_matrix, hstack

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
    names = tuple(sorted(set(labels)))
    place = {name: number for number, name in enumerate(names)}
    mean = embeddings.mean(axis=0)
    rows = hstack([csr_matrix(embeddings - mean), words], format="csr", dtype=np.float32)
    weights, bias = fit_softmax(rows, [place[label] for label in labels], len(names))
    return Classifier(
        labels=names,
        weights=weights,
        bias=bias - mean @ weights[: len(mean)],
        grams=grams,
        inverse=inverse,
        neighbours=remember(embeddings, np.array([place[label] for label in labels])),
    )
