"""The index on disk: damage is noticed when it is opened and mended by building anew."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot import Advisor, Settings
from bot.encoder.export import MODEL_NAME, model_folder
from bot.encoder.onnx import OnnxEncoder
from bot.errors import IndexFault
from bot.index import ensure_index, index_key, open_index

pytestmark = pytest.mark.model

DATA = Path(__file__).parent.parent / "data"
Damage = Callable[[Path], object]


@pytest.fixture
def copied(advisor: Advisor, tmp_path: Path) -> Settings:
    """Settings with a copy of the built index, to be damaged."""
    shutil.copytree(advisor.settings.index_folder, tmp_path / "index")
    return advisor.settings.model_copy(update={"data": tmp_path})


def folder_of(settings: Settings, advisor: Advisor) -> Path:
    return settings.index_folder / index_key(settings)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def delete_rows(folder: Path) -> None:
    """Half of the texts gone from Chroma's database, behind its back."""
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as connection:
        connection.execute("DELETE FROM embedding_metadata WHERE id % 2 = 0")
        connection.execute("DELETE FROM embeddings WHERE id % 2 = 0")
    connection.close()


def remove_vectors(folder: Path) -> None:
    """The folders with Chroma's vectors gone, its database kept."""
    for entry in (folder / "chroma").iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)


DAMAGES: dict[str, Damage] = {
    "manifest is no JSON": lambda folder: (folder / "manifest.json").write_text('{"format": '),
    "manifest is empty": lambda folder: (folder / "manifest.json").write_text("{}"),
    "manifest is a list": lambda folder: (folder / "manifest.json").write_text("[]"),
    "manifest lists no comparison": lambda folder: (folder / "manifest.json").write_text('{"comparisons": []}'),
    "manifest is missing": lambda folder: (folder / "manifest.json").unlink(),
    "chroma database is missing": lambda folder: (folder / "chroma" / "chroma.sqlite3").unlink(),
    "chroma database is truncated": lambda folder: truncate(folder / "chroma" / "chroma.sqlite3"),
    "chroma vectors are missing": remove_vectors,
    "chroma folder is missing": lambda folder: shutil.rmtree(folder / "chroma"),
    "rows are deleted": delete_rows,
    "encoder is truncated": lambda folder: truncate(folder / "encoder.onnx"),
    "encoder is missing": lambda folder: (folder / "encoder.onnx").unlink(),
    "tokenizer is truncated": lambda folder: truncate(folder / "tokenizer.json"),
    "acts are truncated": lambda folder: truncate(folder / "acts.npz"),
    "acts are missing": lambda folder: (folder / "acts.npz").unlink(),
    "situations are truncated": lambda folder: truncate(folder / "fine-tuning-vs-rag.npz"),
    "content is truncated": lambda folder: truncate(folder / "fine-tuning-vs-rag.json"),
    "card scorer is truncated": lambda folder: truncate(folder / "fine-tuning-vs-rag-cards.npz"),
}


def test_a_whole_index_opens(advisor: Advisor, copied: Settings) -> None:
    index = open_index(copied)
    assert {name: index.open(name).comparison.digest for name in index.names} == {
        name: comparison.digest for name, comparison in advisor.comparisons.items()
    }


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_noticed_when_the_index_is_opened(advisor: Advisor, copied: Settings, damage: Damage) -> None:
    damage(folder_of(copied, advisor))
    with pytest.raises(IndexFault, match="fulcrum index"):
        open_index(copied).open("fine-tuning-vs-rag")


@pytest.mark.timeout(1200)  # it builds an index, which takes minutes on a busy machine
def test_damage_is_mended_by_building_anew(advisor: Advisor, copied: Settings) -> None:
    name = advisor.default_comparison
    delete_rows(folder_of(copied, advisor))
    with pytest.raises(IndexFault):
        open_index(copied).open(name)
    _, (healed,) = ensure_index(copied, [name])
    asked = healed.comparison.cards[0].asks[0]
    (nearest,) = healed.texts["ask"].query(advisor.encoder.encode([asked]), n_results=1)["documents"] or []
    assert nearest == [asked]
    assert advisor.reply("Which one is cheaper?").turn.answer.citations, "advisors opened before go on working"


def test_damage_is_mended_without_touching_a_whole_index(
    advisor: Advisor, copied: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def restore(settings: Settings) -> None:
        shutil.copytree(advisor.settings.index_folder, settings.index_folder, dirs_exist_ok=True)

    monkeypatch.setattr("bot.index._build_in_subprocess", restore)
    truncate(folder_of(copied, advisor) / "encoder.onnx")
    assert ensure_index(copied, [])[0].encoder.encode(["tea"]).shape == (1, 384)
    monkeypatch.setattr("bot.index._build_in_subprocess", lambda settings: pytest.fail("built without need"))
    ensure_index(copied, [])


def test_what_a_killed_build_leaves_is_no_index(advisor: Advisor, copied: Settings) -> None:
    folder = folder_of(copied, advisor)
    folder.rename(folder.with_name(".building-1"))
    with pytest.raises(IndexFault, match="no index in"):
        open_index(copied)


def test_other_content_has_another_index(advisor: Advisor) -> None:
    settings = advisor.settings
    others = [settings.model_copy(update=change) for change in ({"encoder": "/models/other"}, {"knowledge": DATA}, {})]
    assert len({index_key(each) for each in others}) == 3


def test_the_exported_encoder_equals_sentence_transformers(advisor: Advisor, copied: Settings) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [
        "RAG",
        "Which one is cheaper?",
        "2,000 manuals, they change weekly",
        "K\u00fcche \u2603",
        "word " * 400,
    ]
    model = SentenceTransformer(str(model_folder(MODEL_NAME)), device="cpu")
    expected = model.encode(texts, normalize_embeddings=True)
    found = OnnxEncoder(folder_of(copied, advisor)).encode(texts)
    assert np.abs(found - expected).max() < 1e-4
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_company(advisor: Advisor, copied: Settings) -> None:
    encoder = OnnxEncoder(folder_of(copied, advisor))
    together = encoder.encode(["a short one", "a much longer one that makes the batch wider than it would be alone"])
    encoder.forget()
    assert np.abs(together[0] - encoder.encode(["a short one"])[0]).max() < 1e-5
