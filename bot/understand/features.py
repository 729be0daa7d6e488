"""What the classifiers see of a sentence: its embedding and its stemmed words and word pairs."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import Stemmer
from numpy.typing import NDArray

from bot.understand.quantities import find_quantities, magnitude

Floats = NDArray[np.float32]

NGRAM_SCALE = 0.9  # weight of the n-gram part beside the unit-length embedding
TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\?")
CONTRACTIONS = (("won't", "will not"), ("can't", "can not"), ("cant", "can not"), ("n't", " not"), ("dont", "do not"),
                ("doesnt", "does not"), ("isnt", "is not"), ("didnt", "did not"), ("wont", "will not"))  # fmt: skip


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def normalise(text: str) -> str:
    """Lower case, straight quotes, contractions opened, numbers as words for their size."""
    lowered = text.lower().replace("\u2019", "'")
    parts, position = [], 0
    for quantity in find_quantities(lowered):
        parts += [lowered[position : quantity.start], f" {magnitude(quantity)} "]
        position = quantity.end
    result = "".join([*parts, lowered[position:]])
    for short, full in CONTRACTIONS:
        result = re.sub(rf"\b{short}\b" if not short.startswith("n't") else short, full, result)
    return result


def ngrams(text: str) -> list[str]:
    """Stemmed words, pairs and the sentence's two ends."""
    words = _stemmer().stemWords(TOKEN.findall(normalise(text)))
    padded = ["<", *words, ">"]
    return [*words, *(f"{a} {b}" for a, b in zip(padded, padded[1:], strict=False))]


def vocabulary(texts: Sequence[str], minimum: int = 2) -> dict[str, int]:
    """N-grams that occur in at least ``minimum`` texts, numbered."""
    counts: dict[str, int] = {}
    for text in texts:
        for gram in set(ngrams(text)):
            counts[gram] = counts.get(gram, 0) + 1
    kept = sorted(gram for gram, count in counts.items() if count >= minimum)
    return {gram: index for index, gram in enumerate(kept)}


def features(text: str, embedding: Floats, grams: Mapping[str, int], inverse: Floats) -> Floats:
    """The feature row: embedding, then tf-idf of the known n-grams scaled to length ``NGRAM_SCALE``."""
    row = np.zeros(len(grams), dtype=np.float32)
    for gram in ngrams(text):
        index = grams.get(gram)
        if index is not None:
            row[index] = inverse[index]
    length = float(np.linalg.norm(row))
    if length > 0:
        row *= NGRAM_SCALE / length
    return np.concatenate([embedding, row])
