"""The index on disk: built whole in one place, moved into place at once, checked when opened.

A folder ``index/<key>`` holds the exported encoder, the Chroma collections, the classifiers and a
manifest with counts and canary queries. The key covers content, encoder and format, so that changed
content means another folder and a killed build leaves nothing that could be mistaken for an index.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from langchain_chroma import Chroma

from bot.comparison import Comparison
from bot.encoder import kept
from bot.encoder.onnx import OnnxEncoder
from bot.errors import IndexFault
from bot.retrieve import learned
from bot.retrieve.cards import KINDS, card_texts
from bot.retrieve.sentences import SentenceSearch, claims_of
from bot.settings import Settings
from bot.understand import acts, classify
from bot.values import draw, keep

FORMAT = 10
KEPT = ".vectors.npz"
CANARIES = 5
BATCH = 2000  # Chroma takes a limited number of texts at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An opened index."""

    encoder: OnnxEncoder
    stores: Mapping[str, Mapping[str, Chroma]]
    acts: classify.Classifier
    situations: Mapping[str, classify.Classifier]
    scorers: Mapping[str, learned.CardScorer]
    sentences: Mapping[str, SentenceSearch]


def index_key(settings: Settings, comparisons: Sequence[Comparison]) -> str:
    """Names the index of exactly this content, encoder and format."""
    parts = [str(FORMAT), settings.encoder, acts.digest(), *(f"{each.id}:{each.digest}" for each in comparisons)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def build_index(settings: Settings, comparisons: Sequence[Comparison]) -> Path:
    """Build the index (imports torch) and move it into place; returns its folder."""
    from bot.encoder.export import export_encoder
    from bot.understand.train import train

    target = settings.index_folder / index_key(settings, comparisons)
    building = settings.index_folder / f".building-{os.getpid()}"
    for left in filter(_is_abandoned, settings.index_folder.glob(".building-*")):
        shutil.rmtree(left, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        export_encoder(settings.encoder, building)
        encoder = OnnxEncoder(building, threads=2, cache_size=kept.MOST)
        kept.recall(encoder, settings.index_folder / KEPT, settings.encoder)
        classify.save(train(acts.examples(), encoder), building / "acts.npz")
        for comparison in comparisons:
            classify.save(train(acts.situation_examples(comparison), encoder), building / f"{comparison.id}.npz")
            _fill(_stores(building, comparison.id, encoder), comparison)
            learned.save(_fit_scorer(comparison, encoder), building / f"{comparison.id}-cards.npz")
            texts = [text for *_, text in claims_of(comparison)]
            np.save(building / f"{comparison.id}-sentences.npy", encoder.encode(texts))
            np.save(building / f"{comparison.id}-draws.npy", draw(len(comparison.criteria)))
        manifest = {"format": FORMAT, "comparisons": [_manifest_entry(comparison) for comparison in comparisons]}
        (building / "manifest.json").write_text(json.dumps(manifest, indent=1))
        kept.keep(encoder, settings.index_folder / KEPT, settings.encoder)
        _move_into_place(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def _is_abandoned(building: Path) -> bool:
    """Whether the process that was building there is gone, or is this one."""
    pid = building.name.rpartition("-")[2]
    if not pid.isdigit() or int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it lives, as somebody else
        return False
    return False


def _fit_scorer(comparison: Comparison, encoder: OnnxEncoder) -> learned.CardScorer:
    asks = [(card.id, ask) for card in comparison.cards for ask in card.asks]
    rows = encoder.describe([ask for _, ask in asks])
    return learned.fit(rows, [card for card, _ in asks], [card.id for card in comparison.cards])


def _move_into_place(building: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    building.rename(target)
    for other in target.parent.iterdir():
        if other != target and not other.name.startswith("."):
            shutil.rmtree(other, ignore_errors=True)


def _stores(folder: Path, comparison_id: str, encoder: OnnxEncoder) -> Mapping[str, Chroma]:
    """A collection for the cards' questions and one for their answers (filtering one by metadata is slow)."""
    path = str(folder / "chroma")
    settings = chromadb.Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=path)
    client = chromadb.PersistentClient(path=path, settings=settings)
    return {
        kind: Chroma(
            collection_name=f"{kind}-{comparison_id}",
            client=client,
            embedding_function=encoder,
            collection_metadata={"hnsw:space": "cosine"},
        )
        for kind in KINDS
    }


def _fill(stores: Mapping[str, Chroma], comparison: Comparison) -> None:
    for kind, store in stores.items():
        rows = [(card.id, text) for card in comparison.cards for own, text in card_texts(card) if own == kind]
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            store.add_texts(
                texts=[text for _, text in batch],
                metadatas=[{"card": card} for card, _ in batch],
                ids=[f"{start + number}" for number in range(len(batch))],
            )


def _manifest_entry(comparison: Comparison) -> dict[str, Any]:
    step = max(1, len(comparison.cards) // CANARIES)
    return {
        "id": comparison.id,
        "documents": {
            kind: sum(own == kind for card in comparison.cards for own, _ in card_texts(card)) for kind in KINDS
        },
        "canaries": {card.asks[0]: card.id for card in comparison.cards[::step]},
    }


def open_index(settings: Settings, comparisons: Sequence[Comparison]) -> Index:
    """Open the index of this content and check it.

    Raises:
        IndexFault: there is none, or a count or a canary query shows that it is damaged.
    """
    folder = settings.index_folder / index_key(settings, comparisons)
    manifest = _read_manifest(folder)
    try:
        return _open(folder, manifest, comparisons)
    except IndexFault:
        raise
    except Exception as error:  # Chroma, NumPy and zipfile raise many errors of their own on damaged files
        raise IndexFault(f"the index cannot be read ({error!r}); run 'fulcrum index'") from error


def _open(folder: Path, manifest: Mapping[str, Any], comparisons: Sequence[Comparison]) -> Index:
    encoder = OnnxEncoder(folder)
    stores: dict[str, Mapping[str, Chroma]] = {}
    entries = manifest["comparisons"]
    if not entries:
        raise IndexFault("the index is empty; run 'fulcrum index'")
    for entry in entries:
        stores[entry["id"]] = _stores(folder, entry["id"], encoder)
        _check(stores[entry["id"]], entry)
        keep(np.load(folder / f"{entry['id']}-draws.npy"))
    return Index(
        encoder=encoder,
        stores=stores,
        acts=classify.load(folder / "acts.npz"),
        situations={name: classify.load(folder / f"{name}.npz") for name in stores},
        scorers={name: learned.load(folder / f"{name}-cards.npz") for name in stores},
        sentences={each.id: SentenceSearch(each, np.load(folder / f"{each.id}-sentences.npy")) for each in comparisons},
    )


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError as error:
        raise IndexFault(f"no index in {str(folder)!r}; run 'fulcrum index'") from error
    except (OSError, ValueError) as error:
        raise IndexFault(f"the index manifest cannot be read ({error}); run 'fulcrum index'") from error
    return manifest


def _check(stores: Mapping[str, Chroma], entry: Mapping[str, Any]) -> None:
    """Counts and canaries: a damaged Chroma folder may answer with fewer or wrong hits and no error."""
    for kind, store in stores.items():
        count, expected = len(store.get(include=[])["ids"]), entry["documents"][kind]
        if count != expected:
            raise IndexFault(f"the index holds {count} of {expected} texts; run 'fulcrum index'")
    for question, card in entry["canaries"].items():
        found = stores["ask"].similarity_search(question, k=1)
        if not found or found[0].page_content != question:
            raise IndexFault(f"the index does not find {card!r}; run 'fulcrum index'")


def ensure_index(settings: Settings, comparisons: Sequence[Comparison]) -> Index:
    """Open the index; when it is missing or damaged, build it in a process of its own and open that."""
    try:
        return open_index(settings, comparisons)
    except IndexFault:
        chromadb.api.client.SharedSystemClient.clear_system_cache()
        _build_in_subprocess(settings)
        return open_index(settings, comparisons)


def _build_in_subprocess(settings: Settings) -> None:
    environment = {**os.environ, "FULCRUM_DATA": str(settings.data), "FULCRUM_KNOWLEDGE": str(settings.knowledge)}
    environment["FULCRUM_ENCODER"] = settings.encoder
    done = subprocess.run([sys.executable, "-m", "bot", "index"], env=environment, cwd=Path(__file__).parents[1])
    if done.returncode:
        raise IndexFault(f"indexing failed with exit code {done.returncode}; its message is above")
