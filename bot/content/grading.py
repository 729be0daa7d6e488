"""Reads a comparison page as its author may have meant it: who leads a row, and whom the text recommends."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from bot.content.page import Line, Page, TableRow
from bot.content.passages import split_sentences
from bot.content.words import stems, words

HEADLINE = 2  # how much more the first word of a cell counts
CLEAR = 1  # by how much a cell must lead
COUNT = re.compile(r"^\D{0,3}(\d+(?:\.\d+)?)")
OUT_OF = re.compile(r"^\D{0,3}(\d+(?:\.\d+)?)\s*(?:/|of|out of)\s*(\d+)")
QUANTITY = re.compile(r"([$€£]?)\s?(\d+(?:[.,]\d+)*)\s?([a-z%]*)", re.IGNORECASE)
RECOMMENDS = re.compile(
    r"\b(?:best|better|recommend\w*|default|prefer\w*|winner|wins|choose|pick|go with|start with|top)\b", re.IGNORECASE
)
ONLY_IF = re.compile(r"\b(?:if|when|unless|whenever|where|but|avoid|not)\b", re.IGNORECASE)
YES, NO = (
    re.compile(r"^(?:✓|✔|✅|yes\b)", re.IGNORECASE),
    re.compile(r"^(?:✗|✘|❌|×|no\b(?!\s+\w+\s+(?:needed|required)))", re.I),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who leads a row (place of the option; None: nobody or unclear) and how that is known."""

    winner: int | None
    basis: Literal["stated", "tie", "read", "unclear"]


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    loaded = yaml.safe_load((Path(__file__).parent / "grading.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in loaded.items() if isinstance(text, str)}


@lru_cache(maxsize=1)
def concepts() -> dict[str, frozenset[str]]:
    """Concepts that most decisions touch, with the stems by which a text shows that it covers them."""
    loaded = yaml.safe_load((Path(__file__).parent / "grading.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(stems(text)) for name, text in loaded["concepts"].items()}


def found_words(kind: str, text: str) -> list[str]:
    """The words of a list (``measurable``, ``absolute``) that a text holds."""
    return [word for word in words(text) if word in _lists()[kind]]


def is_burden(criterion: str) -> bool:
    """Whether less of it is better: a cost, a delay."""
    return not _lists()["burdens"].isdisjoint(words(criterion))


def grade(cell: str, criterion: str) -> float:
    """How favourable the words of a cell are (0: they say nothing)."""
    if YES.match(cell) or NO.match(cell):
        return float(HEADLINE if YES.match(cell) else -HEADLINE)
    sign = -1 if is_burden(criterion) else 1
    total = 0.0
    for place, word in enumerate(words(cell)):
        good = (word in _lists()["good"]) - (word in _lists()["bad"])
        degree = (word in _lists()["more"]) - (word in _lists()["less"])
        total += (good + sign * degree) * (HEADLINE if place == 0 else 1)
    return total


def _amounts(row: TableRow) -> list[float] | None:
    """The cells as comparable numbers, more is better; None if they are not all of one kind."""
    out_of = [OUT_OF.match(cell) for cell in row.cells]
    if all(out_of):
        return [float(match[1]) / max(float(match[2]), 1) for match in out_of if match]
    found = [QUANTITY.match(cell.strip("~≈ ")) for cell in row.cells]
    units = {(match[1] + match[3]).lower() for match in found if match}
    if not all(found) or len(units) > 1:
        return None
    numbers = [float(match[2].replace(",", "")) for match in found if match and match[2].count(".") < 2]
    is_less_better = is_burden(row.name) or not units.isdisjoint(_lists()["burden_units"])
    return [-number if is_less_better else number for number in numbers] if len(numbers) == len(row.cells) else None


def scores(row: TableRow) -> list[float]:
    """How well each option does on a row by what its cells say; equal where that is unclear."""
    amounts = _amounts(row)
    return amounts if amounts is not None else [grade(cell, row.name) for cell in row.cells]


def leader(row: TableRow) -> int | None:
    """The option whose cell is clearly more favourable than all others."""
    points = scores(row)
    first, second = sorted(points, reverse=True)[:2]
    margin = CLEAR if _amounts(row) is None else 1e-9
    return points.index(first) if first - second >= margin else None


def contradicted(row: TableRow, winner: int) -> int | None:
    """The option whose cell is praise where the winner's is blame (or whose number is better), if there is one."""
    points, better = scores(row), leader(row)
    if better is None or better == winner:
        return None
    return better if _amounts(row) is not None or points[winner] < 0 < points[better] else None


def named_winner(row: TableRow, names: Sequence[str]) -> int | None:
    """The option that the winner cell names."""
    cell = stems(row.winner) or row.winner.lower().split()
    fits = [place for place, name in enumerate(names) if cell and set(cell) <= set(stems(name) or [name.lower()])]
    fits = fits or [place for place, name in enumerate(names) if name.lower() in row.winner.lower()]
    return fits[0] if len(fits) == 1 else None


def is_tie(row: TableRow) -> bool:
    return bool(re.match(r"^(?:tie|tied|draw|both|equal|even|depends|neither|[—–=-]+)\b", row.winner.strip(), re.I))


def readings(page: Page) -> tuple[Reading, ...]:
    """Who leads each row: as stated, else as the cells read, else as the text says."""
    found = [_reading(row, page) for row in page.rows]
    rest = _owed_the_rest(page, found)
    return tuple(Reading(winner=rest, basis="read") if each.basis == "unclear" and rest is not None else each
                 for each in found)  # fmt: skip


def _owed_the_rest(page: Page, found: Sequence[Reading]) -> int | None:
    """The option that by the totals must have won all rows still unclear, if there is only one."""
    totals = [counted(cell) for cell in page.totals.cells] if page.totals else []
    won = [sum(each.winner == place for each in found) for place in range(len(totals))]
    owed = [(total or 0) - count for total, count in zip(totals, won, strict=True)]
    unclear = sum(each.basis == "unclear" for each in found)
    is_plain = unclear and sorted(owed)[:-1] == [0] * (len(owed) - 1) and max(owed, default=0) == unclear
    return owed.index(unclear) if is_plain else None


def _reading(row: TableRow, page: Page) -> Reading:
    stated = named_winner(row, page.names)
    if stated is not None:
        return Reading(winner=stated, basis="stated")
    if is_tie(row):
        return Reading(winner=None, basis="tie")
    read = _listed(row, page)
    read = leader(row) if read is None else read
    read = _credited(row, page) if read is None else read
    return Reading(winner=read, basis="unclear" if read is None else "read")


def _listed(row: TableRow, page: Page) -> int | None:
    """The only option whose cell is one of its pros, or the other of two where a cell is a con."""
    pros = [place for place, option in enumerate(page.options) if row.cells[place] in _texts(option.pros)]
    cons = [place for place, option in enumerate(page.options) if row.cells[place] in _texts(option.cons)]
    if not pros and len(cons) == 1 and len(page.options) == 2:
        return 1 - cons[0]
    return pros[0] if len(pros) == 1 else None


def _texts(lines: Sequence[Line]) -> set[str]:
    return {line.text for line in lines if line.text}


def _credited(row: TableRow, page: Page) -> int | None:
    """The only option whose sentences in the running text name the criterion."""
    wanted = set(stems(row.name))
    found = [place for place, text in enumerate(texts_by_option(page)) if wanted & set(stems(text))]
    return found[0] if len(found) == 1 else None


def texts_by_option(page: Page) -> tuple[str, ...]:
    """For each option the sentences of the running text that begin with it or speak of it alone."""
    found: list[list[str]] = [[] for _ in page.options]
    for line in page.sentences():
        for sentence in split_sentences(line.text):
            named = [place for place, name in enumerate(page.names) if _names(sentence, name)]
            if len(named) == 1:
                found[named[0]].append(sentence)
    for place, option in enumerate(page.options):
        found[place] += [line.text for line in (*option.says, *option.pros)]
    return tuple(" ".join(texts) for texts in found)


def _names(text: str, name: str) -> bool:
    return re.sub(r"[\s-]+", " ", name.lower()) in re.sub(r"[\s-]+", " ", text.lower())


def recommended(page: Page) -> tuple[int, int] | None:
    """The option that the text recommends without condition, and the line where it does so."""
    for line in (*(page.recommendation.notes if page.recommendation else ()), *page.intro):
        for sentence in split_sentences(line.text):
            positions = {place: sentence.lower().find(name.lower()) for place, name in enumerate(page.names)}
            named = sorted((at, place) for place, at in positions.items() if at >= 0)
            cue = RECOMMENDS.search(sentence)
            if named and cue and not sentence.endswith("?") and not ONLY_IF.search(sentence[: cue.end() + 20]):
                return named[0][1], line.line
    return None


def counted(cell: str) -> float | None:
    """The number at the front of a totals cell."""
    found = COUNT.match(cell)
    return float(found[1]) if found else None


def totals_leader(page: Page) -> int | None:
    """The option with the highest total."""
    numbers = [counted(cell) for cell in page.totals.cells] if page.totals else []
    known = [number for number in numbers if number is not None]
    if len(known) < len(page.options) or Counter(known)[max(known)] > 1:
        return None
    return numbers.index(max(known))
