"""Vectors kept from one build of the index to the next, so that a changed card costs seconds and not a minute."""

import json
import os
from pathlib import Path

import numpy as np

from bot.encoder.onnx import OnnxEncoder

MOST = 60_000  # texts


def recall(encoder: OnnxEncoder, path: Path, model: str) -> None:
    """Give the encoder the vectors kept in ``path``; none if they are missing, damaged or of another ``model``."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            kept, texts, rows = str(archive["model"]), json.loads(str(archive["texts"])), archive["rows"]
    except Exception:  # NumPy, zipfile and json raise many errors of their own on damaged files; it is only a cache
        return
    if kept == model and len(texts) == len(rows):
        encoder.cache.update(zip(texts, rows, strict=True))


def keep(encoder: OnnxEncoder, path: Path, model: str) -> None:
    """Write the encoder's latest vectors (an archive of texts and rows, texts x features), whole or not at all."""
    texts = list(encoder.cache)[-MOST:]
    rows = np.stack([encoder.cache[text] for text in texts])
    draft = path.with_name(f".{os.getpid()}-{path.name.lstrip('.')}")
    with draft.open("wb") as file:
        np.savez(file, model=np.array(model), texts=np.array(json.dumps(texts)), rows=rows)
    draft.replace(path)
