"""A file into a ``Page``: limits, encodings and formats, and what was looked for where there is no comparison."""

import codecs
import re
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from bot.content.importing.assemble import assemble
from bot.content.importing.blocks import Block, Heading, Table, TooMuch
from bot.content.importing.html import read_html
from bot.content.importing.markdown import read_markdown
from bot.content.importing.plain import read_text
from bot.content.page import Page
from bot.errors import ContentError, Fault

# Signs that steer a terminal or turn text round, and the one that marks badges.
UNSAFE = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000]")
LARGEST = 10_000_000  # bytes
MOST_ROWS = 60
MOST_BLOCKS = 10_000
LONGEST_TEXT = 4_000  # characters; what is longer is cut
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd", b"%PDF")
CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"'\s]*([\w-]{2,20})", re.IGNORECASE)
MARKUP = re.compile(r"\A\s*(?:<!doctype html|<html|<\?xml|<body|<head)", re.IGNORECASE)


def read_page_file(path: Path) -> Page:
    """The comparison on a page: plain text, Markdown (``.md``) or HTML (``.html``, or what begins like it).

    Raises:
        ContentError: the file cannot be read, is too large, no text, or no comparison; with file, line and remedy.
    """
    text = _decode(path, _bytes(path))
    blocks = _blocks(path, text)
    page = assemble(blocks, path.name) if blocks else None
    if page is None:
        _refuse(path, _why_not(blocks), "Give a page with a table of two options or more, or see knowledge/README.md")
    if len(page.rows) > MOST_ROWS:
        problem = f"the comparison has {len(page.rows)} rows, more than {MOST_ROWS}"
        _refuse(path, problem, "Keep the rows that decide", line=page.rows[MOST_ROWS].line)
    return page


def _refuse(path: Path, problem: str, remedy: str, *, line: int = 1) -> NoReturn:
    raise ContentError((Fault(file=str(path), line=line, problem=problem, remedy=remedy),))


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            _refuse(path, "is no file" if path.exists() else "does not exist", "Save the page to a file and name it")
        if path.stat().st_size > LARGEST:
            _refuse(path, f"is larger than {LARGEST // 1_000_000} MB", "Save the page alone, without images in it")
        data = path.read_bytes()
    except OSError as error:
        _refuse(path, f"cannot be read ({error.strerror or error})", "Check its permissions")
    if not data.strip():
        _refuse(path, "is empty", "Save the page as text, Markdown or HTML")
    return data


def _decode(path: Path, data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with a mark, or what an HTML page declares."""
    if data.startswith(ARCHIVES):
        _refuse(path, "is an archive or a PDF, no page", "Save the page as text, Markdown or HTML")
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    declared = CHARSET.search(data[:4096])
    for name in (encoding, declared[1].decode() if declared else ""):
        try:
            text = data.decode(name) if name else ""
        except (UnicodeDecodeError, LookupError):
            continue
        if text and "\0" not in text:
            return UNSAFE.sub(" ", text)
    line = data.count(b"\n", 0, _first_bad(data)) + 1
    _refuse(path, "is no text in UTF-8", "Save the page as text, Markdown or HTML in UTF-8", line=line)


def _first_bad(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return max(data.find(b"\0"), 0)


def _blocks(path: Path, text: str) -> list[Block]:
    try:
        if path.suffix.lower() in {".html", ".htm", ".xhtml"} or MARKUP.match(text):
            blocks = read_html(text)
        elif path.suffix.lower() in {".md", ".markdown", ".mdown"}:
            blocks = read_markdown(text)
        else:
            blocks = read_text(text)
    except TooMuch as error:
        _refuse(path, str(error), "Keep the rows and columns that decide", line=error.line)
    if len(blocks) > MOST_BLOCKS:
        _refuse(path, f"has more than {MOST_BLOCKS:,} paragraphs", "Save the comparison alone", line=blocks[-1].line)
    return [_cut(block) for block in blocks]


def _cut(block: Block) -> Block:
    if not isinstance(block, Table):
        return replace(block, text=block.text[:LONGEST_TEXT])
    rows = (replace(row, cells=tuple(cell[:LONGEST_TEXT] for cell in row.cells)) for row in block.rows)
    return replace(block, rows=tuple(rows))


def _why_not(blocks: list[Block]) -> str:
    """What makes a comparison, and what was found instead."""
    heads = sum(isinstance(block, Heading) for block in blocks)
    tables = [block for block in blocks if isinstance(block, Table)]
    found = f"{heads} headings and {len(tables)} tables" if blocks else "no text"
    return (
        "no comparison found. Looked for a table with a column (or a row) for each of two options or more, for a title"
        f" such as 'A vs B' with a heading for each criterion, and for lists of pros and cons under each option;"
        f" found {found}, none of them of that shape"
    )
