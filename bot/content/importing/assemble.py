"""Blocks into a ``Page``: which heading opens which part, and what belongs to whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.content.importing.blocks import Block, Heading, Item, Meta, Table, Text
from bot.content.importing.criteria import Prose, rows_from_lists, rows_from_prose
from bot.content.importing.options import key, mentioned, names_in_title, split_badge
from bot.content.importing.tables import read_tables
from bot.content.importing.vocabulary import AUTHOR, DATE, INLINE_LIST, LONGEST_BYLINE, Kind, kind_of
from bot.content.page import Guidance, Line, Page, PageOption, Part, TableRow

ABOUT = re.compile(r"^(?:what|who) (?:is|are)\b", re.IGNORECASE)
SENTENCE = re.compile(r"[.!?:]$")
LONGEST_LABEL = 6  # words of a text that does the work of a heading
LONGEST_ENTRY = 14  # words; what is longer and ends like a sentence is said about a list, not listed

Words: TypeAlias = Text | Item


@dataclass(slots=True)
class _Part:
    """A headed part that is being read."""

    heading: Heading
    kind: Kind
    option: str = ""
    lines: list[Line] = field(default_factory=list)


def assemble(blocks: Sequence[Block], file: str) -> Page | None:
    """The page in ``blocks``; None if nothing in them compares at least two things by at least one criterion."""
    title = _title(blocks)
    compared = read_tables([block for block in blocks if isinstance(block, Table)], names_in_title(title.text))
    options = compared.options if compared else _options(blocks, title)
    if len(options) < 2:
        return None
    names = [option.name for option in options]
    parts = _parts(blocks, names, title)
    options = tuple(_described(option, parts) for option in options)
    rows = compared.rows if compared else _rows(options, parts)
    if not rows:
        return None
    return Page(
        file=file,
        title=title,
        options=options,
        rows=rows,
        has_winners=compared is not None and compared.has_winners,
        totals=compared.totals if compared else None,
        intro=tuple(parts[0].lines),
        guidance=tuple(each for part in parts if part.kind == "choose" for each in _guidance(part, names)),
        statistics=_part(parts, "statistics"),
        recommendation=_part(parts, "recommendation"),
        related=_part(parts, "related"),
        calls=tuple(line for part in parts if part.kind == "call" for line in part.lines),
        dates=_bylines(blocks, "date", DATE),
        authors=_bylines(blocks, "author", AUTHOR),
    )


def _title(blocks: Sequence[Block]) -> Line:
    """The first heading or text that names two options, else the highest heading, else the first text."""
    texts = [block for block in blocks if isinstance(block, Heading | Text)]
    heads = [block for block in texts if isinstance(block, Heading) and block.is_sure]
    metas = [block for block in blocks if isinstance(block, Meta) and block.kind == "title"]
    first = [block for block in (*heads[:3], *texts[:1], *metas) if names_in_title(block.text)]
    found = [*first, *sorted(heads, key=lambda head: head.level), *texts, *metas]
    if not found:
        return Line(text="", line=1)
    return Line(text=split_badge(found[0].text).name, line=found[0].line)


def _options(blocks: Sequence[Block], title: Line) -> tuple[PageOption, ...]:
    """Without a table: the names in the title, or those whose pros and cons are listed."""
    names = names_in_title(title.text)
    heads = [block for block in blocks if isinstance(block, Heading)]
    if not names:
        found = [re.sub(r"\b(?:pros|cons|of|and|advantages|drawbacks|disadvantages)\b|[:&]", " ", head.text, flags=re.I)
                 for head in heads if kind_of(head.text) in {"pros", "cons"}]  # fmt: skip
        names = tuple(dict.fromkeys(" ".join(name.split()) for name in found if name.strip()))
    heads_of = [(split_badge(head.text, names), head.line) for head in heads]
    badged = {key(head.name): (head.badge, line) for head, line in reversed(heads_of)}
    return tuple(
        PageOption(name=name, badge=badged.get(key(name), ("", 0))[0], line=badged.get(key(name), ("", title.line))[1])
        for name in names
    )


def _parts(blocks: Sequence[Block], names: Sequence[str], title: Line) -> list[_Part]:
    """The headed parts in their order; the first one is the opening."""
    parts = [_Part(Heading(text=title.text, line=title.line, level=1), "neutral")]
    for block in blocks:
        if isinstance(block, Table | Meta) or (block.line == title.line and key(block.text) == key(title.text)):
            continue
        head = _as_heading(block, names)
        if head is not None and not _is_entry(head, parts[-1], names):
            parts.append(_opened(head, parts, names))
        elif head is not None:
            parts[-1].lines.append(Line(text=head.text, line=head.line))
        elif isinstance(block, Text | Item) and (listed := _inline_list(block, parts[-1], names)):
            parts.append(listed)
        elif not _is_byline(block.text):
            parts[-1].lines.append(Line(text=block.text, line=block.line, url=getattr(block, "url", "")))
    return parts


def _as_heading(block: Heading | Text | Item, names: Sequence[str]) -> Heading | None:
    """A heading, or a short text that does the work of one ("Pros:")."""
    if isinstance(block, Heading) and not block.is_sure and _is_byline(block.text):
        return None
    if isinstance(block, Heading):
        return replace(block, text=split_badge(block.text, names).name)
    kind = kind_of(block.text) if len(block.text.split()) <= LONGEST_LABEL else "other"
    is_label = block.text.endswith((":", "...", "…")) or (
        isinstance(block, Text) and bool(mentioned(block.text, names))
    )
    is_list = kind in {"pros", "cons"} and not block.text.endswith(".")
    if is_label and (is_list or (kind == "choose" and block.text.endswith((":", "...", "…")))):
        return Heading(text=block.text.rstrip(":"), line=block.line, level=6, is_sure=False)
    return None


def _inline_list(block: Text | Item, last: _Part, names: Sequence[str]) -> _Part | None:
    """ "Pros: fast, cheap" or "Our pick: A" as a part of its own."""
    found = INLINE_LIST.match(block.text)
    kind = kind_of(found["kind"]) if found else "other"
    if not found or kind not in {"pros", "cons", "recommendation"}:
        return None
    option = next(iter(mentioned(found["kind"], names)), last.option)
    part = _Part(Heading(text=found["kind"], line=block.line, level=6, is_sure=False), kind, option)
    texts = [block.text] if kind == "recommendation" else re.split(r"[;,]\s+", found["rest"])
    part.lines = [Line(text=text.strip(), line=block.line) for text in texts]
    return part


def _is_byline(text: str) -> bool:
    return len(text.split()) <= LONGEST_BYLINE and bool(DATE.search(text) or AUTHOR.search(text))


def _is_entry(head: Heading, last: _Part, names: Sequence[str]) -> bool:
    """Whether a heading is listed by the part before it: a statistic, a related page."""
    is_below = not head.is_sure or head.level > last.heading.level
    kind = kind_of(head.text)
    is_plain = kind in {"other", "neutral"} or (last.kind == "related" and kind not in {"call", "recommendation"})
    return last.kind in {"statistics", "related"} and is_below and is_plain and len(head.text.split()) <= LONGEST_ENTRY


def _opened(head: Heading, parts: Sequence[_Part], names: Sequence[str]) -> _Part:
    found = mentioned(head.text, names)
    kind = kind_of(head.text)
    inherited = _surrounding(head, parts)
    option = found[0] if len(found) == 1 else inherited
    if len(found) == 1 and kind in {"other", "neutral"}:
        above = next((part for part in reversed(parts) if part.heading.level < head.level), None)
        if above and above.kind == "other" and head.is_sure:  # a criterion, and under it a heading for each option
            return _Part(above.heading, "other", option)
        kind = "neutral" if head.text.endswith("?") and not ABOUT.match(head.text) else "option"
    return _Part(head, kind, option)


def _surrounding(head: Heading, parts: Sequence[_Part]) -> str:
    """The option under whose heading a heading stands."""
    for part in reversed(parts):
        if part.heading.level < head.level or (part.kind == "option" and not head.is_sure):
            return part.option if part.kind in {"option", "pros", "cons", "choose"} else ""
    return ""


def _described(option: PageOption, parts: Sequence[_Part]) -> PageOption:
    """The option with what the page says of it under its own heading."""
    own = [part for part in parts if part.option == option.name]
    lines = {kind: tuple(line for part in own if part.kind == kind for line in part.lines)
             for kind in ("option", "pros", "cons")}  # fmt: skip
    return replace(option, says=lines["option"], pros=lines["pros"], cons=lines["cons"])


def _rows(options: tuple[PageOption, ...], parts: Sequence[_Part]) -> tuple[TableRow, ...]:
    names = [option.name for option in options]
    prose = [Prose(name=part.heading.text, line=part.heading.line, option=part.option, lines=tuple(part.lines))
             for part in parts[1:] if part.kind == "other"]  # fmt: skip
    return rows_from_prose(prose, names) or rows_from_lists(options)


def _guidance(part: _Part, names: Sequence[str]) -> Iterator[Guidance]:
    """The reasons under a heading: for its option, or for the one that each of them names."""
    if part.option:
        yield Guidance(heading=part.heading.text, line=part.heading.line, option=part.option, entries=tuple(part.lines))
        return
    for name in names:
        lines = tuple(line for line in part.lines if mentioned(line.text, names) == (name,))
        if lines:
            yield Guidance(heading=part.heading.text, line=lines[0].line, option=name, entries=lines)


def _part(parts: Sequence[_Part], kind: Kind) -> Part | None:
    """The parts of a kind as one: what is listed there, and the sentences about it."""
    own = [part for part in parts if part.kind == kind]
    if not own:
        return None
    lines = [line for part in own for line in part.lines]
    entries = tuple(line for line in lines if kind != "recommendation" and _is_listed(line))
    notes = tuple(line for line in lines if line not in entries)
    return Part(heading=own[0].heading.text, line=own[0].heading.line, notes=notes, entries=entries)


def _is_listed(line: Line) -> bool:
    """Whether a line is an entry (a link, a figure, a name) and no sentence about the list."""
    is_sentence = bool(SENTENCE.search(line.text)) or len(line.text.split()) > LONGEST_ENTRY
    return bool(line.url) or not is_sentence or any(letter.isdigit() for letter in line.text)


def _bylines(blocks: Sequence[Block], kind: str, pattern: re.Pattern[str]) -> tuple[Line, ...]:
    """Dates or authors: from the document's head and from short lines of its text."""
    lines = [
        Line(text=block.text, line=block.line)
        for block in blocks
        if (isinstance(block, Meta) and block.kind == kind)
        or (isinstance(block, Text | Item | Heading) and _is_byline(block.text) and pattern.search(block.text))
    ]
    return tuple(lines)
