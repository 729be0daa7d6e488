"""Builds the index: whole in one place, moved into place at once (the indexing process; imports torch)."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from chromadb.api import ClientAPI
from langchain_chroma import Chroma

from bot.comparison import Comparison
from bot.content import snapshot
from bot.content.load import list_comparisons, load_comparison
from bot.encoder import kept
from bot.encoder.onnx import OnnxEncoder
from bot.index import FORMAT, collection_name, index_key, open_client
from bot.retrieve import learned
from bot.retrieve.cards import KINDS, card_texts, text_id
from bot.retrieve.follow import with_topic
from bot.retrieve.sentences import claims_of
from bot.settings import Settings
from bot.understand import acts, classify, words
from bot.values import draw

KEPT = ".vectors.npz"
CANARIES = 5
WRITTEN = 100  # texts from which Chroma writes its graph; those since then cost time whenever it is opened
BATCH = 2000  # Chroma takes a limited number of texts at once


def build_index(settings: Settings) -> Path:
    """Build the index of all comparisons (imports torch) and move it into place; returns its folder.

    Raises:
        ContentError: with all faults of a comparison.
    """
    from bot.encoder.export import export_encoder
    from bot.understand.train import train

    comparisons = [load_comparison(settings.knowledge, name) for name in list_comparisons(settings.knowledge)]
    target = settings.index_folder / index_key(settings)
    building = settings.index_folder / f".building-{os.getpid()}"
    for left in filter(_is_abandoned, settings.index_folder.glob(".building-*")):
        shutil.rmtree(left, ignore_errors=True)
    building.mkdir(parents=True)
    try:
        export_encoder(settings.encoder, building)
        encoder = OnnxEncoder(building, threads=2, cache_size=kept.MOST)
        kept.recall(encoder, settings.index_folder / KEPT, settings.encoder)
        classify.save(train([*acts.examples(), *acts.subject_examples(comparisons)], encoder), building / "acts.npz")
        for comparison in comparisons:
            snapshot.save(comparison, building / f"{comparison.id}.json")
            classify.save(train(acts.situation_examples(comparison), encoder), building / f"{comparison.id}.npz")
            words.save(words.content_words(comparison), building / f"{comparison.id}-words.json")
            _fill(_stores(open_client(building), comparison.id, encoder), comparison)
            learned.save(_fit_scorer(comparison, encoder), building / f"{comparison.id}-cards.npz")
            texts = [text for *_, text in claims_of(comparison)]
            np.save(building / f"{comparison.id}-sentences.npy", encoder.encode(texts))
            np.save(building / f"{comparison.id}-topics.npy", encoder.encode([card.topic for card in comparison.cards]))
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
    """Fitted on the cards' questions, and on what people say next with the topic in front that it is said after."""
    asked = [(card.id, text) for card in comparison.cards for text in card.questions]
    asked += [
        (following.card, with_topic(card, text))
        for card in comparison.cards
        for following in card.follow_ups
        for text in following.says
    ]
    rows = encoder.describe([text for _, text in asked])
    return learned.fit(rows, [card for card, _ in asked], [card.id for card in comparison.cards])


def _move_into_place(building: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    building.rename(target)
    for other in target.parent.iterdir():
        if other != target and not other.name.startswith("."):
            shutil.rmtree(other, ignore_errors=True)


def _stores(client: ClientAPI, comparison_id: str, encoder: OnnxEncoder) -> Mapping[str, Chroma]:
    """A new collection for each kind of text, to be filled."""
    return {
        kind: Chroma(
            collection_name=collection_name(kind, comparison_id),
            client=client,
            embedding_function=encoder,
            collection_metadata={"hnsw:space": "cosine", "hnsw:sync_threshold": WRITTEN, "hnsw:batch_size": WRITTEN},
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
                ids=[text_id(card, start + number) for number, (card, _) in enumerate(batch)],
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
