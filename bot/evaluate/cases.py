"""Evaluation files: visitors, questions, chains, out-of-scope messages; faults with file, line and reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.content.located import Located, read_yaml
from bot.errors import ContentError, Fault

KINDS = ("questions", "chains", "out_of_scope", "visitors")
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "questions": ("id", "q", "must", "must_not"),
    "chains": ("id", "turns"),
    "out_of_scope": ("id", "say", "expect", "must", "must_not"),
    "visitors": ("id", "opener", "replies", "gold", "acceptable"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a reply must and must not contain (regular expressions), and the verdicts allowed after it."""

    must: tuple[tuple[str, ...], ...]
    must_not: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    forbidden_verdicts: tuple[str, ...] = ()
    most_words: int = 220
    must_be_shorter: bool = False
    may_give_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """Messages of one conversation, each with what its reply must hold."""

    id: str
    kind: str
    turns: tuple[tuple[str, Expectation], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A simulated visitor with a hidden need."""

    id: str
    opener: str
    replies: Mapping[str, str]
    acceptable: tuple[str, ...]
    revision: str | None = None
    revision_after: int = 0
    revised_replies: Mapping[str, str] | None = None


def load_dialogues(folder: Path, kind: str) -> tuple[Dialogue, ...]:
    """Questions, chains or out-of-scope messages as dialogues.

    Raises:
        ContentError: a file is malformed; every fault has file, line and reason.
    """
    return tuple(_dialogue(kind, entry) for entry in _entries(folder, kind))


def load_visitors(folder: Path) -> tuple[Visitor, ...]:
    """The simulated visitors of a folder; ContentError as for dialogues."""
    return tuple(_visitor(entry) for entry in _entries(folder, "visitors"))


def _entries(folder: Path, kind: str) -> list[dict[str, Any]]:
    faults: list[Fault] = []
    located = read_yaml(folder / f"{kind}.yaml", faults)
    if located is not None:
        faults += _entry_faults(located, kind)
    if faults:
        raise ContentError(tuple(faults))
    assert located is not None
    entries: list[dict[str, Any]] = located.value
    return entries


def _entry_faults(located: Located, kind: str) -> list[Fault]:
    if not isinstance(located.value, list):
        return [located.fault((), "the file holds no list", "Write one '- id: ...' entry for each case")]
    found = []
    for index, entry in enumerate(located.value):
        if not isinstance(entry, dict):
            found.append(located.fault((index,), "the entry has no fields", "Write 'name: value' lines"))
            continue
        missing = [name for name in REQUIRED[kind] if name not in entry]
        if missing:
            found.append(located.fault((index,), f"missing {', '.join(missing)}", "Add it"))
        found += [located.fault((index,), *reason) for reason in _pattern_faults(entry)]
        turns = entry.get("turns") if kind == "chains" else ()
        for number, turn in enumerate(turns if isinstance(turns, list) else ()):
            place = (index, "turns", number)
            if not isinstance(turn, dict) or "say" not in turn:
                found.append(located.fault(place, "missing say", "Write what the visitor says"))
            else:
                found += [located.fault(place, *reason) for reason in _pattern_faults(turn)]
    return found


def _pattern_faults(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    must = entry.get("must") or []
    if not isinstance(must, list) or not all(isinstance(group, list) for group in must):
        return [(f"must is {must!r:.40}, not a list of lists", "Write '- - pattern' for each group")]
    patterns = [pattern for group in must for pattern in group]
    found = []
    for pattern in (*patterns, *(entry.get("must_not") or ())):
        try:
            compiled(str(pattern))
        except re.error as error:
            found.append((f"pattern {pattern!r} is no regular expression ({error})", "Correct it"))
    return found


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


def _expectation(entry: Mapping[str, Any], *, may_give_up: bool = False) -> Expectation:
    return Expectation(
        must=tuple(tuple(map(str, group)) for group in entry.get("must") or ()),
        must_not=tuple(map(str, entry.get("must_not") or ())),
        verdicts=tuple(entry.get("rec") or ()),
        forbidden_verdicts=tuple(entry.get("rec_not") or ()),
        most_words=int(entry.get("max_words") or 220),
        must_be_shorter="shorter_than_prev" in (entry.get("checks") or ()),
        may_give_up=may_give_up,
    )


def _dialogue(kind: str, entry: Mapping[str, Any]) -> Dialogue:
    if kind == "chains":
        turns = tuple((str(turn["say"]), _expectation(turn)) for turn in entry["turns"])
    elif kind == "questions":
        turns = ((str(entry["q"]), _expectation(entry)),)
    else:
        may_give_up = entry["expect"] in {"clarify", "resist"}
        turns = ((str(entry["say"]), _expectation(entry, may_give_up=may_give_up)),)
    return Dialogue(id=str(entry["id"]), kind=kind, turns=turns)


def _visitor(entry: Mapping[str, Any]) -> Visitor:
    revision = entry.get("revision") or {}
    return Visitor(
        id=str(entry["id"]),
        opener=str(entry["opener"]),
        replies={str(key): str(text) for key, text in entry["replies"].items()},
        acceptable=tuple(map(str, entry["acceptable"])),
        revision=revision.get("text"),
        revision_after=int(revision.get("after_turn") or 0),
        revised_replies=revision.get("replies"),
    )
