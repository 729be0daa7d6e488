"""Criteria of a page without a table: from headed prose, or from lists of pros and cons."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.content.importing.options import key, mentioned
from bot.content.page import Line, PageOption, TableRow
from bot.content.passages import split_sentences

LONGEST_CELL = 40  # words
LONGEST_LABEL = 6
MOST_FROM_LISTS = 12
LABELLED = re.compile(r"^(?P<label>[^:–—]{2,40})(?::|\s[–—-])\s+(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A headed part; ``option``: the one under whose heading it stands, if any."""

    name: str
    line: int
    option: str
    lines: tuple[Line, ...]


def rows_from_prose(parts: Iterable[Prose], names: Sequence[str]) -> tuple[TableRow, ...]:
    """A row for each heading under which at least one option is spoken of."""
    found: dict[str, tuple[str, int, dict[str, str]]] = {}
    for part in parts:
        name, line, cells = found.setdefault(key(part.name), (part.name.strip(" .:?"), part.line, {}))
        for option, text in _said(part, names):
            cells[option] = _short(f"{cells.get(option, '')} {text}")
    enough = 2 if any(len(cells) > 1 for _, _, cells in found.values()) else 1
    return tuple(
        TableRow(name=name, line=line, cells=tuple(cells.get(option, "") for option in names))
        for name, line, cells in found.values()
        if len(cells) >= enough
    )


def _said(part: Prose, names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Option and sentence, for each sentence that speaks of one."""
    for line in part.lines:
        if part.option:
            yield part.option, line.text
            continue
        for sentence in split_sentences(line.text):
            for option in mentioned(sentence, names)[:1]:
                yield option, sentence


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= LONGEST_CELL else " ".join(words[:LONGEST_CELL]) + " …"


def rows_from_lists(options: Sequence[PageOption]) -> tuple[TableRow, ...]:
    """A row for each label before a pro or con ("Price: ..."), or for each pro and con that is short enough."""
    entries = [(place, line) for place, option in enumerate(options) for line in (*option.pros, *option.cons)]
    found: dict[str, tuple[str, int, dict[int, str]]] = {}
    for place, line in entries:
        labelled = LABELLED.match(line.text)
        name = labelled["label"] if labelled else label(line.text)
        _, _, cells = found.setdefault(key(name), (name, line.line, {}))
        cells.setdefault(place, line.text)
    rows = [
        TableRow(name=name, line=line, cells=tuple(cells.get(place, "") for place in range(len(options))))
        for name, line, cells in found.values()
    ]
    rows.sort(key=lambda row: row.cells.count(""))
    return tuple(rows[:MOST_FROM_LISTS])


def label(text: str) -> str:
    """The first words of an entry, up to a comma or the like."""
    head = re.split(r"[,;(.]|\s(?:because|since|which|that|so|and|for|with|but)\s", text, maxsplit=1)[0]
    return " ".join(head.split()[:LONGEST_LABEL]).strip(" .")
