"""Retrieval measured on a folder of tasks: the measures, the files and their faults."""

import io
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.encoder.onnx import Vectors
from bot.errors import ContentError
from bot.evaluate.measures import area_under_curve, ndcg, recall
from bot.evaluate.retrieval import load_bench, measure
from bot.evaluate.sections import bench
from bot.evaluate.vectors import LONG, KeptEncoder
from tests.bot.test_retrieve_conversation import PASSAGES, WordEncoder

TALK = [{"role": "user", "content": "Something hot?"}, {"role": "assistant", "content": "There is coffee."}]
TASKS: list[dict[str, object]] = [
    {"id": "t1", "history": [], "query": "tea leaves", "gold": ["p0"], "answerability": "ANSWERABLE"},
    {"id": "t2", "history": TALK, "query": "And the price?", "gold": ["p3"], "answerability": "PARTIAL"},
    {"id": "t3", "history": [], "query": "a zebra", "gold": [], "answerability": "UNANSWERABLE"},
    {"id": "t4", "history": [], "query": "that", "gold": [], "answerability": "UNDERSPECIFIED"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bench of five passages and four tasks."""
    passages = [{"id": f"p{number}", "text": text, "title": ""} for number, text in enumerate(PASSAGES)]
    for name, rows in (("a_passages", passages), ("a_tasks", TASKS)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return tmp_path


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    scores = np.array([0.9, 0.8, 0.7])
    assert ndcg(scores, {0}, 5) == pytest.approx(1)
    assert ndcg(scores, {1}, 5) == pytest.approx(1 / np.log2(3))
    assert ndcg(scores, {0, 2}, 5) == pytest.approx((1 + 1 / np.log2(4)) / (1 + 1 / np.log2(3)))


def test_ndcg_sees_only_the_best_and_is_measured_against_what_could_stand_there() -> None:
    scores = np.arange(10.0)[::-1]
    assert ndcg(scores, {7}, 5) == 0
    assert ndcg(scores, set(range(10)), 5) == pytest.approx(1)


def test_recall_is_the_share_of_the_relevant_that_was_found() -> None:
    assert recall((4, 2, 9), {2, 3}) == 0.5


def test_the_area_is_the_chance_that_an_answerable_case_scores_higher() -> None:
    assert area_under_curve([0.9, 0.4, 0.5], [True, True, False]) == 0.5
    assert area_under_curve([0.5, 0.5], [True, False]) == 0.5


def test_every_task_with_gold_is_ranked_and_every_labelled_one_judged(folder: Path) -> None:
    found = measure(load_bench(folder), WordEncoder())
    assert (found.ranked, found.judged) == (2, 3)
    assert (found.ndcg, found.recall, found.answerability) == (pytest.approx(1), 1.0, 1.0)


def test_with_answerable_tasks_only_nothing_can_be_told_apart(folder: Path) -> None:
    (folder / "a_tasks.jsonl").write_text(json.dumps(TASKS[0]))
    assert list(bench(folder, WordEncoder()).measures) == [
        "retrieval: nDCG@5 of 1 tasks",
        "retrieval: recall@5 of 1 tasks",
    ]


def test_gold_passages_that_are_not_in_the_pool_are_passed_over(folder: Path) -> None:
    (folder / "a_tasks.jsonl").write_text(json.dumps({**TASKS[0], "gold": ["elsewhere"]}))
    assert measure(load_bench(folder), WordEncoder()).ranked == 0


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "a_tasks.jsonl:2: Invalid JSON"),
        ('{"id": "t", "answerability": "PARTIAL"}', "a_tasks.jsonl:2: query Field required"),
        ('{"id": "t", "query": "?", "answerability": "MAYBE"}', "a_tasks.jsonl:2: answerability Input should be"),
    ],
)
def test_a_malformed_line_is_reported_with_file_line_and_reason(folder: Path, line: str, fault: str) -> None:
    (folder / "a_tasks.jsonl").write_text(json.dumps(TASKS[0]) + "\n" + line + "\n")
    with pytest.raises(ContentError) as caught:
        load_bench(folder)
    assert fault in str(caught.value)


def test_a_folder_without_tasks_is_reported_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_bench(tmp_path)
    assert [fault.file.rpartition("/")[2] for fault in caught.value.faults] == ["*passages.jsonl", "*tasks.jsonl"]


class CountingEncoder(WordEncoder):
    """Counts the texts that it encodes."""

    def __init__(self) -> None:
        self.count = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.count += len(texts)
        return super().encode(texts)


MANY = [f"tea and {number} coffees" for number in range(LONG)]


def test_a_long_list_is_encoded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    first, second = KeptEncoder(encoder, tmp_path).encode(MANY), KeptEncoder(encoder, tmp_path).encode(MANY)
    assert np.array_equal(first, second)
    assert encoder.count == LONG + 1


@pytest.mark.parametrize("damage", [b"", b"no vectors"])
def test_damaged_vectors_are_made_anew(tmp_path: Path, damage: bytes) -> None:
    first = KeptEncoder(WordEncoder(), tmp_path).encode(MANY)
    next(tmp_path.iterdir()).write_bytes(damage)
    assert np.array_equal(first, KeptEncoder(WordEncoder(), tmp_path).encode(MANY))


def test_vectors_of_another_encoder_are_made_anew(tmp_path: Path) -> None:
    KeptEncoder(WordEncoder(), tmp_path).encode(MANY)
    next(tmp_path.iterdir()).write_bytes(_saved(np.zeros((LONG, 7), dtype=np.float32)))
    assert KeptEncoder(WordEncoder(), tmp_path).encode(MANY).any()


def test_short_lists_are_not_kept(tmp_path: Path) -> None:
    KeptEncoder(WordEncoder(), tmp_path).encode(MANY[:3])
    assert list(tmp_path.iterdir()) == []


def _saved(rows: Vectors) -> bytes:
    file = io.BytesIO()
    np.save(file, rows)
    return file.getvalue()
