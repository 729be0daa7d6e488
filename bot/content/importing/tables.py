"""A table of a page as options and rows, whichever way round it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.content.importing.blocks import BADGE_MARK, Row, Table
from bot.content.importing.criteria import label
from bot.content.importing.options import MOST_OPTIONS, Badged, key, split_badge
from bot.content.importing.vocabulary import LABEL, OPTION_LABEL, TOTAL, WINNER
from bot.content.page import PageOption, TableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a table compares."""

    options: tuple[PageOption, ...]
    rows: tuple[TableRow, ...]
    has_winners: bool
    totals: TableRow | None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key(option.name) for option in self.options)


def read_tables(tables: Sequence[Table], named: Sequence[str]) -> Compared | None:
    """The comparison in the tables of a page: the largest one, and others of the same options. None if none compares.

    ``named``: the options that the title names.
    """
    found = [each for table in tables if (each := _read(table, named)) is not None]
    if not found:
        return None
    main = max(found, key=lambda each: (len({key(name) for name in named} & set(each.keys)), len(each.rows)))
    others = [each for each in found if each is not main and each.keys == main.keys]
    known = {key(row.name) for row in main.rows}
    more = [row for each in others for row in each.rows if key(row.name) not in known]
    totals = main.totals or next((each.totals for each in others if each.totals), None)
    return Compared(options=main.options, rows=(*main.rows, *more), has_winners=main.has_winners, totals=totals)


def _read(table: Table, named: Sequence[str]) -> Compared | None:
    rows = [row for row in table.rows if sum(bool(cell) for cell in row.cells) > 1]
    if len(rows) < 2:
        return None
    rows = _labelled(rows, named)
    width = max(len(row.cells) for row in rows)
    if width < 3:
        return None
    square = [Row(cells=(*row.cells, *[""] * (width - len(row.cells))), line=row.line) for row in rows]
    return _by_columns(_turned(square) if _is_transposed(square, named) else square, named)


def _labelled(rows: list[Row], named: Sequence[str]) -> list[Row]:
    """Rows of a table that has only the options as columns, each with the first words of a cell as its name."""
    heads = {key(split_badge(cell, named).name) for cell in rows[0].cells}
    if len(named) < 2 or heads != {key(name) for name in named}:
        return rows
    return [
        replace(row, cells=("" if not number else label(row.cells[0]), *row.cells)) for number, row in enumerate(rows)
    ]


def _is_transposed(rows: Sequence[Row], named: Sequence[str]) -> bool:
    """Whether the options stand in the first column."""
    known = {key(name) for name in named}
    across = sum(key(split_badge(cell, named).name) in known for cell in rows[0].cells[1:])
    down = sum(key(split_badge(row.cells[0], named).name) in known for row in rows[1:])
    if across != down:
        return down > across
    corner = rows[0].cells[0].strip()
    return bool(OPTION_LABEL.fullmatch(corner)) and not LABEL.fullmatch(corner)


def _turned(rows: Sequence[Row]) -> list[Row]:
    return [
        Row(cells=tuple(row.cells[column] for row in rows), line=rows[0].line) for column in range(len(rows[0].cells))
    ]


def _by_columns(rows: Sequence[Row], named: Sequence[str]) -> Compared | None:
    header, body = rows[0], rows[1:]
    heads = [split_badge(cell, named) for cell in header.cells]
    columns = [index for index, head in enumerate(heads) if index and head.name and not WINNER.fullmatch(head.name)]
    winner = next((index for index, head in enumerate(heads) if index and WINNER.fullmatch(head.name)), None)
    if not 2 <= len(columns) <= MOST_OPTIONS or len({key(heads[index].name) for index in columns}) < len(columns):
        return None
    read = [_row(row, columns, winner) for row in body if row.cells[0] and any(row.cells[index] for index in columns)]
    totals = [row for row in read if TOTAL.fullmatch(row.name)]
    kept = {key(row.name): row for row in reversed(read) if row not in totals and not LABEL.fullmatch(row.name)}
    if not kept:
        return None
    return Compared(
        options=tuple(_option(heads[index], header.line) for index in columns),
        rows=tuple(reversed(kept.values())),
        has_winners=winner is not None,
        totals=totals[-1] if totals else None,
    )


def _option(head: Badged, line: int) -> PageOption:
    return PageOption(name=head.name, badge=head.badge, line=line)


def _row(row: Row, columns: Sequence[int], winner: int | None) -> TableRow:
    cells = [" ".join(cell.replace(BADGE_MARK, " ").split()) for cell in row.cells]
    return TableRow(
        name=cells[0].strip(" :*"),
        line=row.line,
        cells=tuple(cells[index] for index in columns),
        winner="" if winner is None else cells[winner],
    )
