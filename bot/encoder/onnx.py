"""The sentence encoder that serves: ONNX Runtime and tokenizers, no torch in this process.

The files are written once at indexing by ``bot.encoder.export``.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from bot.errors import IndexFault

Vectors = NDArray[np.float32]

MAX_TOKENS = 256  # the model's limit; text beyond it is cut, as sentence-transformers does
CACHE_SIZE = 8192
BATCH_SIZE = 32
ALIKE = 2  # times as many words as the shortest text of a batch may the longest have,
SHORT = 3  # and these more
SURFACE_SCALE = 1.5  # weight of the surface view in what classifiers see


class Encoder(Protocol):
    """Text to unit vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row per text, shape (len(texts), dimensions), each of length 1."""
        ...

    def describe(self, texts: Sequence[str]) -> Vectors:
        """What classifiers see, shape (len(texts), 2 x dimensions): the embedding and the surface view."""
        ...


class OnnxEncoder(Embeddings):
    """all-MiniLM-L6-v2 (or the configured model) as exported; also a LangChain ``Embeddings``.

    Raises:
        IndexFault: the exported files are missing or damaged.
    """

    def __init__(self, folder: Path, *, threads: int = 1, cache_size: int = CACHE_SIZE) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads  # serving takes one: with both cores busy more are slower
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise their own untyped errors
            raise IndexFault(
                f"the encoder in {str(folder)!r} cannot be loaded ({error}); run 'fulcrum index'"
            ) from error
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        self._lock = threading.Lock()
        self.cache: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._cache_size = cache_size

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = self.describe(texts)
        return rows[:, : rows.shape[1] // 2]

    def describe(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            return self._describe(texts)

    def _describe(self, texts: Sequence[str]) -> Vectors:
        for batch in _batches({text for text in texts if text not in self.cache}):
            for text, vector in zip(batch, self._run(batch), strict=True):
                self.cache[text] = vector
        rows = [self.cache[text] for text in texts]
        while len(self.cache) > self._cache_size:
            self.cache.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, 0), dtype=np.float32)

    def _run(self, texts: Sequence[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(list(texts))
        feeds = {
            "input_ids": np.array([entry.ids for entry in encoded], dtype=np.int64),
            "attention_mask": np.array([entry.attention_mask for entry in encoded], dtype=np.int64),
        }
        embedding, surface = self._session.run(["embedding", "surface"], feeds)
        return np.concatenate([embedding, SURFACE_SCALE * surface], axis=1, dtype=np.float32)

    def forget(self) -> None:
        """Empty the cache, for measurements."""
        self.cache.clear()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in batches of alike lengths, since a batch costs as much as if all were as long as the longest."""
    batch: list[str] = []
    longest = 0
    for text in sorted(texts, key=lambda text: (len(text.split()), text)):
        if batch and (len(batch) == BATCH_SIZE or len(text.split()) > longest):
            yield batch
            batch = []
        if not batch:
            longest = ALIKE * len(text.split()) + SHORT
        batch.append(text)
    if batch:
        yield batch
