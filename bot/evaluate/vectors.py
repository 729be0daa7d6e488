"""Vectors of a long fixed list of texts, kept in a file: encoding a pool takes minutes, and it does not change."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.encoder.onnx import Encoder, Vectors

LONG = 500  # texts from which it is worth keeping them


class KeptEncoder:
    """An encoder that keeps the vectors of each long list of texts in ``folder``; equal to ``encoder`` otherwise."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._folder = folder

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(texts) < LONG:
            return self._encoder.encode(texts)
        path = self._folder / f"{hashlib.sha256(chr(0).join(texts).encode()).hexdigest()[:16]}.npy"
        kept = _read(path)
        if kept is None or not self._fits(kept, texts):
            kept = self._encoder.encode(texts)
            self._folder.mkdir(parents=True, exist_ok=True)
            np.save(path, kept)
        return kept

    def describe(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.describe(texts)

    def _fits(self, kept: Vectors, texts: Sequence[str]) -> bool:
        """Whether the vectors are of these texts and of this encoder: the first one is encoded anew."""
        first = self._encoder.encode(texts[:1])
        return kept.shape == (len(texts), first.shape[1]) and np.allclose(kept[0], first[0], atol=1e-3)


def _read(path: Path) -> Vectors | None:
    """The vectors, or None when there are none or they are damaged."""
    try:
        kept: Vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return kept
