"""Retrieval in conversation, measured on a folder of public tasks that nobody here wrote (MTRAG-UN).

The folder holds ``*passages.jsonl`` (``id``, ``text``) and ``*tasks.jsonl`` (``id``, ``history``, ``query``,
``gold``, ``answerability``), one JSON object a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from bot.encoder.onnx import Encoder
from bot.errors import ContentError, Fault
from bot.evaluate.measures import area_under_curve, ndcg, recall
from bot.retrieve.conversation import Said, weighted_queries
from bot.retrieve.pool import Found, PassagePool

DEPTH = 5
ANSWERABLE = {"ANSWERABLE": True, "PARTIAL": True, "UNANSWERABLE": False}

Line = TypeVar("Line", bound=BaseModel)


class Message(BaseModel):
    """A message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


class BenchPassage(BaseModel):
    """A passage of the pool."""

    id: str
    text: str


class Task(BaseModel):
    """A last message in its conversation, and the passages that answer it."""

    id: str
    history: tuple[Message, ...] = ()
    query: str
    gold: tuple[str, ...] = ()
    answerability: Literal["ANSWERABLE", "PARTIAL", "UNANSWERABLE", "UNDERSPECIFIED"]

    @property
    def said(self) -> tuple[Said, ...]:
        return tuple(
            Said(by="visitor" if each.role == "user" else "advisor", text=each.content) for each in self.history
        )


class Bench(BaseModel):
    """A folder of tasks with their pool."""

    passages: tuple[BenchPassage, ...] = Field(min_length=1)
    tasks: tuple[Task, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalResult:
    """Means over the tasks with gold passages, and the area under the curve over those that are labelled.

    ``answerability`` is None where the folder has only one kind.
    """

    ndcg: float
    recall: float
    answerability: float | None
    ranked: int
    judged: int


def load_bench(folder: Path) -> Bench:
    """The tasks and passages of a folder.

    Raises:
        ContentError: a file is missing or malformed, with file, line and reason.
    """
    faults: list[Fault] = []
    passages = _lines(folder, "*passages.jsonl", BenchPassage, faults)
    tasks = _lines(folder, "*tasks.jsonl", Task, faults)
    if faults:
        raise ContentError(tuple(faults))
    return Bench(passages=passages, tasks=tasks)


def _lines(folder: Path, pattern: str, kind: type[Line], faults: list[Fault]) -> tuple[Line, ...]:
    found: list[Line] = []
    paths = sorted(folder.glob(pattern))
    for path in paths:
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            try:
                found.append(kind.model_validate_json(line))
            except ValidationError as error:
                problem = "; ".join(f"{'.'.join(map(str, each['loc']))} {each['msg']}" for each in error.errors())
                faults.append(Fault(file=str(path), line=number, problem=problem.strip(), remedy="Correct the line"))
    if not any(path.stat().st_size for path in paths):
        remedy = "Give the folder that holds the passages and the tasks"
        faults.append(Fault(file=str(folder / pattern), line=1, problem="no such file, or empty", remedy=remedy))
    return tuple(found)


def measure(bench: Bench, encoder: Encoder) -> RetrievalResult:
    """Rank the pool for each task's last message with the parts of the production retriever; no model call."""
    pool = PassagePool([passage.text for passage in bench.passages], encoder)
    found = [pool.search(weighted_queries(task.query, task.said)) for task in bench.tasks]
    ranked = _ranked(bench, found)
    pairs = zip(bench.tasks, found, strict=True)
    labelled = [(ANSWERABLE.get(task.answerability), each.answerability) for task, each in pairs]
    judged = [(kind, score) for kind, score in labelled if kind is not None]
    return RetrievalResult(
        ndcg=_mean([ndcg(each.scores, gold, DEPTH) for each, gold in ranked]),
        recall=_mean([recall(each.best(DEPTH), gold) for each, gold in ranked]),
        answerability=_separation(judged),
        ranked=len(ranked),
        judged=len(judged),
    )


def _ranked(bench: Bench, found: Sequence[Found]) -> list[tuple[Found, set[int]]]:
    """The searches of the tasks that have gold passages in the pool, with the places of these."""
    place = {passage.id: index for index, passage in enumerate(bench.passages)}
    gold = [{place[name] for name in task.gold if name in place} for task in bench.tasks]
    return [(each, places) for each, places in zip(found, gold, strict=True) if places]


def _separation(judged: Sequence[tuple[bool, float]]) -> float | None:
    kinds = [kind for kind, _ in judged]
    return area_under_curve([score for _, score in judged], kinds) if len(set(kinds)) == 2 else None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
