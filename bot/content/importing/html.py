"""HTML into blocks, without what is no text of the page: scripts, navigation, advertisements, hidden parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from bot.content.importing.blocks import BADGE_MARK, MOST_CELLS, Block, Heading, Item, Meta, Row, Table, Text, TooMuch

SKIPPED = frozenset(
    "script style noscript template nav aside iframe object embed svg canvas form select textarea audio video"
    " map".split()
)
ADVERTS = re.compile(
    r"(?:^|[-_\s])(?:ads?|advert|advertisement|adsense|sponsor|sponsored|banner|cookies?|consent|newsletter|promo|"
    r"breadcrumbs?|menu|nav|navbar|navigation|sidebar|social|popup|modal)(?:$|[-_\s])"
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
BADGES = re.compile(r"badge|tag|label|pill|ribbon|chip|flag")
INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup time"
    " tt u var wbr data".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
WIDEST_SPAN = 20
META = {
    "article:published_time": "date", "article:modified_time": "date", "date": "date", "last-modified": "date",
    "dc.date": "date", "author": "author", "article:author": "author", "dc.creator": "author",
}  # fmt: skip


def read_html(text: str) -> list[Block]:
    """The blocks of an HTML document or fragment; ``data-line`` on elements overrides their lines.

    Raises:
        TooMuch: a table is beyond all measure.
    """
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # nothing in it but markup
        return []
    walk = _Walk(is_marked="data-line=" in text)
    walk.blocks += _meta(root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walk.start(element)
        else:
            walk.end(element)
    walk.flush()
    return walk.blocks


def _meta(root: Any) -> Iterator[Meta]:
    for element in root.iter("title", "meta", "time"):
        line = element.sourceline or 1
        if element.tag == "title":
            yield Meta(kind="title", text=_squash(element.text or ""), line=line)
        elif element.tag == "time" and element.get("datetime"):
            yield Meta(kind="date", text=_squash(element.get("datetime")), line=line)
        elif element.tag == "meta" and element.get("content"):
            kind = META.get((element.get("property") or element.get("name") or "").lower())
            if kind:
                yield Meta(kind=kind, text=_squash(element.get("content")), line=line)


def _squash(text: str) -> str:
    return " ".join(text.split())


def _is_skipped(element: Any) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return (
        element.tag in SKIPPED
        or element.get("hidden") is not None
        or (element.tag == "header" and element.find(".//h1") is None)
        or element.get("role") in {"navigation", "search", "dialog"}
        or bool(HIDDEN.search(element.get("style", "").lower()))
        or (element.tag not in {"html", "body", "main", "article"} and bool(ADVERTS.search(names)))
    )


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it holds another one and has no header cells of its own."""
    has_heads = any(table.find(path) is not None for path in ("./thead", "./tr/th", "./tbody/tr/th"))
    return table.get("role") == "presentation" or (not has_heads and table.find(".//table") is not None)


@dataclass(slots=True)
class _Grid:
    """A table that is being read; ``inner``: how many tables inside its cells are open."""

    element: Any
    line: int
    rows: list[Row] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    row_line: int = 1
    count: int = 0
    inner: int = 0


@dataclass(slots=True)
class _Walk:
    """Collects blocks while the document is walked; never recurses, so depth does no harm."""

    is_marked: bool
    blocks: list[Block] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    line: int = 1
    url: str = ""
    items: int = 0
    skipped: Any = None
    grid: _Grid | None = None

    def start(self, element: Any) -> None:
        if self.skipped is not None:
            return
        if element.tag in {"head", "title"} or _is_skipped(element):
            self.skipped = element
            return
        if element.tag == "table":
            self._start_table(element)
        elif self.grid is not None:
            self._start_in_table(self.grid, element)
        elif element.tag not in INLINE:
            self._break(element)
        self.items += element.tag == "li"
        self._inline(element)

    def _inline(self, element: Any) -> None:
        if element.tag == "a" and element.get("href", "").startswith(("http:", "https:", "/")):
            self.url = self.url or element.get("href")
        if element.tag == "img":
            self.text.append(element.get("alt", ""))
        if element.tag in INLINE and BADGES.search(element.get("class", "").lower()):
            self.text.append(BADGE_MARK)
        self.text.append(element.text or "")

    def end(self, element: Any) -> None:
        if self.skipped is not None:
            if element is self.skipped:
                self.skipped = None
                self.text.append(element.tail or "")
            return
        if element.tag == "table":
            self._end_table(element)
        elif self.grid is not None:
            self._end_in_table(self.grid, element)
        elif element.tag not in INLINE:
            self._break(element, ends=element.tag)
        self.items -= element.tag == "li"
        self.text.append(element.tail or "")

    def _break(self, element: Any, *, ends: str = "") -> None:
        """The border of a block; a line break in a heading is only a space."""
        if element.tag == "br" and element.getparent().tag in HEADINGS:
            self.text.append(" ")
            return
        self.flush(ends)
        if not ends:
            self.line = self._line_of(element)

    def flush(self, tag: str = "") -> None:
        """The collected text as a block of the kind that ``tag`` ends."""
        text, url = _squash("".join(self.text)), self.url
        self.text, self.url = [], ""
        if not text.replace(BADGE_MARK, "").strip():
            return
        if tag in HEADINGS:
            self.blocks.append(Heading(text=text, line=self.line, level=HEADINGS[tag]))
            return
        kind = Item if self.items else Text
        self.blocks.append(kind(text=_squash(text.replace(BADGE_MARK, " ")), line=self.line, url=url))

    def _start_table(self, element: Any) -> None:
        if self.grid is not None:
            self.grid.inner += 1
            self.text.append(" ")
            return
        self.flush()
        if not _is_layout(element):
            self.grid = _Grid(element, line=self._line_of(element))

    def _end_table(self, element: Any) -> None:
        grid = self.grid
        if grid is None:
            self.flush()
        elif grid.element is not element:
            grid.inner -= 1
            self.text.append(" ")
        else:
            self._end_row(grid)
            if grid.rows:
                self.blocks.append(Table(rows=tuple(grid.rows), line=grid.line))
            self.grid, self.text, self.url = None, [], ""

    def _start_in_table(self, grid: _Grid, element: Any) -> None:
        if grid.inner or element.tag not in {"tr", "td", "th"}:
            self.text.append("" if element.tag in INLINE else " ")
            return
        if element.tag == "tr":
            self._end_row(grid)
            grid.row_line = self._line_of(element)
        self.text = []

    def _end_in_table(self, grid: _Grid, element: Any) -> None:
        if grid.inner or element.tag not in {"tr", "td", "th"}:
            self.text.append("" if element.tag in INLINE else " ")
        elif element.tag == "tr":
            self._end_row(grid)
        else:
            span = element.get("colspan", "1")
            times = min(int(span), WIDEST_SPAN) if re.fullmatch(r"[1-9]\d{0,3}", span) else 1
            grid.cells += [_squash("".join(self.text))] + [""] * (times - 1)
            grid.count += times
            if grid.count > MOST_CELLS:
                raise TooMuch(grid.line)
            self.text = []

    def _end_row(self, grid: _Grid) -> None:
        if any(grid.cells):
            grid.rows.append(Row(cells=tuple(grid.cells), line=grid.row_line))
        grid.cells = []

    def _line_of(self, element: Any) -> int:
        """The line where the text of an element begins."""
        if not self.is_marked:
            text = element.text or ""
            lead = text[: len(text) - len(text.lstrip())].count("\n") if text.strip() else 0
            return int(element.sourceline or 1) + lead
        while element is not None and not element.get("data-line", "").isdigit():
            element = element.getparent()
        return int(element.get("data-line")) if element is not None else self.line
