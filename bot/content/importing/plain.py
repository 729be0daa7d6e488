"""Plain text, line by line, into blocks: tables by bars or tabs, lists by bullets, headings by their look."""

import re
from collections.abc import Iterator, Sequence

from bot.content.importing.blocks import MOST_CELLS, Block, Heading, Item, Row, Table, Text, TooMuch

BULLET = re.compile(r"^\s*(?:[-*+•·–▪✓✔✅►]|\d{1,2}[.)])\s+(?=\S)")
RULE = frozenset("|:+=_-~ \t")
LONGEST_LINE = 20_000  # characters
LINK = re.compile(r"https?://[^\s)>\]\"']+")
SENTENCE_ENDS = (".", "!", ",", ";")
LONGEST_HEADING = 10  # words


def read_text(text: str) -> list[Block]:
    """The blocks of a plain text."""
    lines = [line[:LONGEST_LINE] for line in text.splitlines()]
    blocks: list[Block] = []
    number = 0
    while number < len(lines):
        end = _table_end(lines, number)
        if end - number >= 2:
            blocks.append(_table(lines[number:end], number + 1))
        else:
            end = number + 1
            blocks += _line(lines, number)
        number = end
    return blocks


def _line(lines: Sequence[str], number: int) -> Iterator[Block]:
    text = lines[number].strip()
    if not text or _is_rule(text):
        return
    link = LINK.search(text)
    url = link[0] if link else ""
    if bullet := BULLET.match(lines[number]):
        yield Item(text=lines[number][bullet.end() :].strip(), line=number + 1, url=url)
    elif _is_heading(lines, number):
        level = len(text) - len(text.lstrip("#")) or 2
        yield Heading(text=text.strip("#=* ").strip(), line=number + 1, level=level, is_sure=False)
    else:
        yield Text(text=text, line=number + 1, url=url)


def _is_rule(line: str) -> bool:
    """A line of dashes and the like, under a heading or in a table."""
    return RULE.issuperset(line) and any(sign * 2 in line for sign in "-=_~")


def _is_heading(lines: Sequence[str], number: int) -> bool:
    text = lines[number].strip()
    if text.startswith("#") or (number + 1 < len(lines) and _is_rule(lines[number + 1])):
        return True
    first = next((letter for letter in text if letter.isalnum()), "a")
    is_short = len(text.split()) <= LONGEST_HEADING and len(text) <= 90
    return is_short and not text.rstrip("…").rstrip(".").endswith(SENTENCE_ENDS) and not _ends_sentence(text, first)


def _ends_sentence(text: str, first: str) -> bool:
    """Whether a short line is a sentence or a continued line, and no heading."""
    return (text.endswith(".") and not text.endswith("...")) or first.islower() or ": " in text


def _separator(line: str) -> str:
    return "|" if line.count("|") >= 2 else "\t" if "\t" in line.strip() else ""


def _table_end(lines: Sequence[str], start: int) -> int:
    """The number of the first line after the table that begins at ``start``; ``start`` if there is none."""
    separator = _separator(lines[start])
    end = start
    while separator and end < len(lines) and (separator in lines[end].strip() or _is_rule(lines[end])):
        end += 1
    return end


def _table(lines: Sequence[str], first: int) -> Table:
    separator = _separator(lines[0])
    rows, cells = [], 0
    for offset, line in enumerate(lines):
        if _is_rule(line):
            continue
        row = Row(cells=tuple(_cells(line, separator)), line=first + offset)
        cells += len(row.cells)
        if cells > MOST_CELLS:
            raise TooMuch(first)
        rows.append(row)
    return Table(rows=tuple(rows), line=first)


def _cells(line: str, separator: str) -> list[str]:
    if separator == "|":
        line = line.strip()
        line = line[1:] if line.startswith("|") else line
        line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
        return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)]
    return [cell.strip() for cell in line.rstrip().split("\t")]
