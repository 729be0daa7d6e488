"""The index on disk: built whole in one place (``bot.build``), moved into place at once, checked when opened.

A folder ``index/<key>`` holds the content as it was validated, the exported encoder, the Chroma collections, the
classifiers and a manifest with counts and canary queries. The key covers content, encoder and format, so that changed
content means another folder and a killed build leaves nothing that could be mistaken for an index.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb import Collection
from chromadb.api import ClientAPI

from bot.comparison import Comparison
from bot.content import snapshot
from bot.content.load import digest, list_comparisons, load_comparison
from bot.encoder.onnx import OnnxEncoder, Vectors
from bot.errors import IndexFault
from bot.retrieve import learned
from bot.retrieve.cards import KINDS
from bot.retrieve.sentences import SentenceSearch
from bot.settings import Settings
from bot.understand import acts, classify, words
from bot.understand.words import ContentWords
from bot.values import keep

FORMAT = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What the index holds for one comparison."""

    comparison: Comparison
    texts: Mapping[str, Collection]
    situations: classify.Classifier
    words: ContentWords
    scorer: learned.CardScorer
    sentences: SentenceSearch
    topics: Vectors


class Index:
    """An opened index. Its comparisons are opened one by one, each when it is needed."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self._folder = folder
        self._entries: dict[str, Any] = {entry["id"]: entry for entry in manifest["comparisons"]}
        if not self._entries:
            raise IndexFault("the index is empty; run 'fulcrum index'")
        self.encoder = OnnxEncoder(folder)
        self.acts = classify.load(folder / "acts.npz")

    @property
    def names(self) -> tuple[str, ...]:
        """The comparisons in it, in order."""
        return tuple(self._entries)

    def open(self, name: str) -> Shelf:
        """Open what belongs to a comparison and check it.

        Raises:
            IndexFault: a count or a canary query shows that it is damaged.
        """
        with _as_index_fault():
            return self._open(name)

    def _open(self, name: str) -> Shelf:
        folder = self._folder
        comparison = snapshot.load(folder / f"{name}.json")
        texts = open_texts(folder, name)
        _check(texts, self._entries[name], self.encoder)
        keep(np.load(folder / f"{name}-draws.npy"))
        return Shelf(
            comparison=comparison,
            texts=texts,
            situations=classify.load(folder / f"{name}.npz"),
            words=words.load(folder / f"{name}-words.json"),
            scorer=learned.load(folder / f"{name}-cards.npz"),
            sentences=SentenceSearch(comparison, np.load(folder / f"{name}-sentences.npy")),
            topics=np.load(folder / f"{name}-topics.npy"),
        )


@contextmanager
def _as_index_fault() -> Iterator[None]:
    """Chroma, NumPy and zipfile raise many errors of their own on damaged files."""
    try:
        yield
    except IndexFault:
        raise
    except Exception as error:
        raise IndexFault(f"the index cannot be read ({error!r}); run 'fulcrum index'") from error


def index_key(settings: Settings) -> str:
    """Names the index of exactly this content, encoder and format."""
    names = list_comparisons(settings.knowledge)
    parts = [str(FORMAT), settings.encoder, acts.digest()]
    parts += [f"{name}:{digest(settings.knowledge / name)}" for name in names]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def open_index(settings: Settings) -> Index:
    """Open the index of this content.

    Raises:
        IndexFault: there is none, or it is damaged.
    """
    folder = settings.index_folder / index_key(settings)
    manifest = _read_manifest(folder)
    with _as_index_fault():
        return Index(folder, manifest)


def open_client(folder: Path) -> ClientAPI:
    """Chroma's client for the index in a folder."""
    path = str(folder / "chroma")
    settings = chromadb.Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=path)
    return chromadb.PersistentClient(path=path, settings=settings)


def open_texts(folder: Path, comparison_id: str) -> Mapping[str, Collection]:
    """The collections with the cards' questions and with their answers (filtering one by metadata is slow)."""
    client = open_client(folder)
    return {kind: client.get_collection(collection_name(kind, comparison_id)) for kind in KINDS}


def collection_name(kind: str, comparison_id: str) -> str:
    """The name of the collection with a comparison's texts of a kind."""
    return f"{kind}-{comparison_id}"


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise IndexFault(f"no index in {str(folder)!r}; run 'fulcrum index'") from error
    except (OSError, ValueError) as error:
        raise IndexFault(f"the index manifest cannot be read ({error}); run 'fulcrum index'") from error
    return manifest


def _check(texts: Mapping[str, Collection], entry: Mapping[str, Any], encoder: OnnxEncoder) -> None:
    """Counts and canaries: a damaged Chroma folder may answer with fewer or wrong hits and no error."""
    for kind, collection in texts.items():
        count, expected = collection.count(), entry["documents"][kind]
        if count != expected:
            raise IndexFault(f"the index holds {count} of {expected} texts; run 'fulcrum index'")
    canaries = entry["canaries"]
    nearest = texts["ask"].query(encoder.encode(list(canaries)), n_results=1, include=["documents"])["documents"] or []
    for (question, card), found in zip(canaries.items(), nearest, strict=True):
        if found != [question]:
            raise IndexFault(f"the index does not find {card!r}; run 'fulcrum index'")


def ensure_index(settings: Settings, needed: Sequence[str]) -> tuple[Index, tuple[Shelf, ...]]:
    """The index with the ``needed`` comparisons opened; when it is missing or damaged, build it in a process of its
    own and open that.

    Raises:
        ContentError: the content has faults, so that no index can be built.
        IndexFault: indexing failed.
    """
    try:
        return _opened(settings, needed)
    except IndexFault:
        for name in list_comparisons(settings.knowledge):
            load_comparison(settings.knowledge, name)
        chromadb.api.client.SharedSystemClient.clear_system_cache()
        _build_in_subprocess(settings)
        return _opened(settings, needed)


def _opened(settings: Settings, needed: Sequence[str]) -> tuple[Index, tuple[Shelf, ...]]:
    index = open_index(settings)
    return index, tuple(index.open(name) for name in needed)


def _build_in_subprocess(settings: Settings) -> None:
    environment = {**os.environ, "FULCRUM_DATA": str(settings.data), "FULCRUM_KNOWLEDGE": str(settings.knowledge)}
    environment["FULCRUM_ENCODER"] = settings.encoder
    done = subprocess.run([sys.executable, "-m", "bot", "index"], env=environment, cwd=Path(__file__).parents[1])
    if done.returncode:
        raise IndexFault(f"indexing failed with exit code {done.returncode}; its message is above")
