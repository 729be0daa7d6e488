"""What all page formats are read into: headings, texts, list items and tables in their order, with lines."""

from dataclasses import dataclass
from typing import TypeAlias

MOST_CELLS = 20_000
BADGE_MARK = "\ue000"  # between a heading and the badge in it, where the markup tells them apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; ``level`` 1 is the highest. ``is_sure``: the format says so, it is not only guessed."""

    text: str
    line: int
    level: int = 2
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph or a line of running text; ``url`` is the first link in it."""

    text: str
    line: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry of a list."""

    text: str
    line: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table."""

    cells: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with all its rows, the header first."""

    rows: tuple[Row, ...]
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What the head of a document says: ``title``, ``date`` or ``author``."""

    kind: str
    text: str
    line: int = 1


Block: TypeAlias = Heading | Text | Item | Table | Meta


class TooMuch(Exception):
    """A table beyond all measure; the text says where."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"a table of more than {MOST_CELLS:,} cells")
