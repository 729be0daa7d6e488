"""What the classifiers see of a sentence beside its embedding: its stemmed words and word pairs."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import Stemmer
from numpy.typing import NDArray

from bot.understand.quantities import find_quantities, magnitude

Floats = NDArray[np.float32]

NGRAM_SCALE = 0.9  # weight of the n-gram part beside the unit-length embedding
KEPT = 256  # texts whose n-grams are kept: several classifiers look at a message's
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


@lru_cache(maxsize=KEPT)
def ngrams(text: str) -> tuple[str, ...]:
    """Stemmed words, pairs and the sentence's two ends."""
    words = _stemmer().stemWords(TOKEN.findall(normalise(text)))
    padded = ["<", *words, ">"]
    return (*words, *(f"{a} {b}" for a, b in zip(padded, padded[1:], strict=False)))


def vocabulary(texts: Sequence[str], minimum: int = 2) -> dict[str, int]:
    """N-grams that occur in at least ``minimum`` texts, numbered."""
    counts: dict[str, int] = {}
    for text in texts:
        for gram in set(ngrams(text)):
            counts[gram] = counts.get(gram, 0) + 1
    kept = sorted(gram for gram, count in counts.items() if count >= minimum)
    return {gram: index for index, gram in enumerate(kept)}


def gram_values(text: str, grams: Mapping[str, int], inverse: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The known n-grams of a text (their numbers) and their tf-idf, scaled to length ``NGRAM_SCALE``."""
    places = np.array(sorted({grams[gram] for gram in ngrams(text) if gram in grams}), dtype=np.intp)
    values = inverse[places]
    length = float(np.linalg.norm(values))
    return places, (values * (NGRAM_SCALE / length) if length > 0 else values)
