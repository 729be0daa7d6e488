"""A comparison page as it was read: options, rows, lists and texts, each with its line.

The importer makes it and keeps it as ``page.yaml`` beside the draft, so that the lint can name lines of the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.content.located import read_yaml
from bot.errors import Fault

FILE = "page.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text of the page, the line on which it begins, and the link in it."""

    text: str
    line: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOption:
    """Something that the page compares; ``badge`` is the label glued to its name, such as "Recommended"."""

    name: str
    line: int
    badge: str = ""
    says: tuple[Line, ...] = ()
    pros: tuple[Line, ...] = ()
    cons: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row: its name, one cell for each option in their order, and the winner as the page writes it."""

    name: str
    line: int
    cells: tuple[str, ...]
    winner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """A list of when to choose an option (its name)."""

    heading: str
    line: int
    option: str
    entries: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A headed part: sentences about it (``notes``) and what it lists (``entries``)."""

    heading: str
    line: int
    notes: tuple[Line, ...] = ()
    entries: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """A whole comparison page. ``has_winners``: its table has a column for winners."""

    file: str
    title: Line
    options: tuple[PageOption, ...]
    rows: tuple[TableRow, ...]
    has_winners: bool = False
    totals: TableRow | None = None
    intro: tuple[Line, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    statistics: Part | None = None
    recommendation: Part | None = None
    related: Part | None = None
    calls: tuple[Line, ...] = ()
    dates: tuple[Line, ...] = ()
    authors: tuple[Line, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(option.name for option in self.options)

    def sentences(self) -> Iterator[Line]:
        """The running texts: opening, recommendation and what is said of each option."""
        yield from self.intro
        if self.recommendation:
            yield from (*self.recommendation.notes, *self.recommendation.entries)
        for option in self.options:
            yield from option.says


_ADAPTER = TypeAdapter(Page)


def write_page(page: Page) -> str:
    """The page as YAML text."""
    return yaml.safe_dump(_ADAPTER.dump_python(page, mode="json"), allow_unicode=True, sort_keys=False, width=118)


def read_page(folder: Path, faults: list[Fault]) -> Page | None:
    """The page that a draft folder was made from; None if it has none."""
    path = folder / FILE
    located = read_yaml(path, faults) if path.is_file() else None
    if located is None:
        return None
    remedy = f"Correct it, or remove {FILE} to lint without it"
    try:
        page = _ADAPTER.validate_python(located.value)
    except ValidationError as error:
        detail = error.errors()[0]
        problem = f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}"
        faults.append(located.fault(tuple(detail["loc"]), problem, remedy))
        return None
    if wrong := _misfit(page):
        faults.append(located.fault((wrong[0],), wrong[1], remedy))
        return None
    return page


def _misfit(page: Page) -> tuple[str, str] | None:
    """A field that does not fit the options, and why."""
    rows = (*page.rows, *((page.totals,) if page.totals else ()))
    if len(page.options) < 2 or not page.rows:
        return "options", "fewer than two options, or no rows"
    for row in rows:
        if len(row.cells) != len(page.options):
            return "rows", f"row {row.name!r} has {len(row.cells)} cells for {len(page.options)} options"
    unknown = [each.option for each in page.guidance if each.option not in page.names]
    return ("guidance", f"{unknown[0]!r} is no option of the page") if unknown else None
