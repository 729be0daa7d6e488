"""Markdown into blocks: rendered to HTML by markdown-it, with the line of every part kept."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.content.importing.blocks import Block, Meta
from bot.content.importing.html import read_html

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^(title|date|updated|lastmod|last_updated|author|authors)\s*:\s*(.+?)\s*$", re.IGNORECASE)
KINDS = {"title": "title", "author": "author", "authors": "author"}


def read_markdown(text: str) -> list[Block]:
    """The blocks of a Markdown document; HTML in it is read as HTML.

    Raises:
        TooMuch: a table is beyond all measure.
    """
    head = FRONT_MATTER.match(text)
    body = "\n" * text.count("\n", 0, head.end()) + text[head.end() :] if head else text
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table").disable(["code", "fence"])
    tokens = parser.parse(body)
    _mark(tokens)
    html = parser.renderer.render(tokens, parser.options, {})
    return [*_fields(head[1] if head else ""), *read_html(html)]


def _mark(tokens: list[Token]) -> None:
    """Note the line on every opening token; markdown-it gives the rows of a table's body no lines of their own."""
    line, is_body = 0, False
    for token in tokens:
        if token.type in {"tbody_open", "tbody_close"}:
            is_body = token.type == "tbody_open"
            line = token.map[0] if token.map else line
        elif is_body:
            line += token.type == "tr_open"
        elif token.map:
            line = token.map[0] + 1
        if token.nesting == 1:
            token.attrSet("data-line", str(line))


def _fields(head: str) -> Iterator[Meta]:
    """Title, dates and authors from the lines before the document."""
    for number, line in enumerate(head.splitlines(), start=2):
        found = FIELD.match(line)
        if found:
            yield Meta(kind=KINDS.get(found[1].lower(), "date"), text=found[2].strip("\"'[] "), line=number)
