"""Evaluation files to cases: ``questions``, ``chains``, ``out_of_scope``, ``visitors``, golden ``dialogues``.

All faults of a file are reported at once, with file, line and reason.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from bot.content.located import Located, read_yaml
from bot.errors import ContentError, Fault
from bot.evaluate.cases import Dialogue, Visitor
from bot.evaluate.entries import ChainEntry, Entry, GoldenEntry, OutOfScopeEntry, QuestionEntry, VisitorEntry

EntryKind = TypeVar("EntryKind", bound=Entry)
DialogueKind = Literal["questions", "chains", "out_of_scope"]
DIALOGUE_KINDS: tuple[DialogueKind, ...] = ("questions", "chains", "out_of_scope")
_ENTRIES: Mapping[DialogueKind, type[QuestionEntry] | type[ChainEntry] | type[OutOfScopeEntry]] = {
    "questions": QuestionEntry,
    "chains": ChainEntry,
    "out_of_scope": OutOfScopeEntry,
}


def load_dialogues(folder: Path, kind: DialogueKind) -> tuple[Dialogue, ...]:
    """Questions, chains or out-of-scope messages as dialogues.

    Raises:
        ContentError: the file is missing or malformed; every fault has file, line and reason.
    """
    return tuple(entry.case() for entry in _entries(folder / f"{kind}.yaml", _ENTRIES[kind]))


def load_visitors(folder: Path) -> tuple[Visitor, ...]:
    """The simulated visitors of a folder; ContentError as for dialogues."""
    return tuple(entry.case() for entry in _entries(folder / "visitors.yaml", VisitorEntry))


def load_golden(folder: Path) -> tuple[Dialogue, ...]:
    """The golden dialogues of a comparison's folder; none if it has no ``dialogues.yaml``. ContentError as above."""
    path = folder / "dialogues.yaml"
    return tuple(entry.case() for entry in _entries(path, GoldenEntry)) if path.exists() else ()


def _entries(path: Path, kind: type[EntryKind]) -> tuple[EntryKind, ...]:
    faults: list[Fault] = []
    located = read_yaml(path, faults)
    entries = () if located is None else _checked(located, kind, faults)
    if faults:
        raise ContentError(tuple(faults))
    return entries


def _checked(located: Located, kind: type[EntryKind], faults: list[Fault]) -> tuple[EntryKind, ...]:
    if not isinstance(located.value, list):
        faults.append(located.fault((), "the file holds no list", "Write one '- id: ...' entry for each case"))
        return ()
    found: list[EntryKind] = []
    for index, entry in enumerate(located.value):
        try:
            found.append(kind.model_validate(entry))
        except ValidationError as error:
            faults += [_fault(located, index, dict(each)) for each in error.errors()]
    faults += _repeated(located, found)
    return tuple(found)


def _fault(located: Located, index: int, error: dict[str, Any]) -> Fault:
    path = (index, *error["loc"])
    name = ".".join(map(str, error["loc"]))
    if error["type"] == "missing":
        return located.fault(path, f"missing {name}", "Add it")
    if error["type"] == "extra_forbidden":
        return located.fault(path, f"unknown field {name}", "Remove it or correct its name")
    if not name:
        return located.fault(path, "the entry has no fields", "Write 'name: value' lines")
    problem = f"{name}: {error['msg'].removeprefix('Value error, ')} (it is {error['input']!r:.60})"
    return located.fault(path, problem, "Correct it; quote text that YAML reads as something else")


def _repeated(located: Located, entries: Sequence[Entry]) -> list[Fault]:
    """Entries with the id of another: results of two runs are compared by id."""
    names = Counter(entry.id for entry in entries)
    places = [(index, entry.get("id")) for index, entry in enumerate(located.value) if isinstance(entry, dict)]
    return [located.fault((index, "id"), f"the id {name!r} is used twice", "Give each case its own")
            for index, name in places if isinstance(name, str) and names[name] > 1]  # fmt: skip
