"""Answer cards: Markdown files in which every ``# id`` starts a card."""

import re
from pathlib import Path
from typing import get_args

from bot.comparison import Card, Passage, Section
from bot.content.build import build
from bot.content.located import parse_yaml, read_text
from bot.content.passages import parse_passage
from bot.errors import Fault

SECTIONS: tuple[str, ...] = get_args(Section)
HEADING = re.compile(r"^(#{1,2}) (.+?)\s*$", re.MULTILINE)


def load_cards(folder: Path, faults: list[Fault]) -> tuple[Card, ...]:
    """All cards of ``folder/*.md`` in the order of their files."""
    cards: list[Card] = []
    for path in sorted(folder.glob("*.md")):
        text = read_text(path, faults)
        if text is not None:
            cards += _parse_file(text, str(path), faults)
    return tuple(cards)


def _parse_file(text: str, file: str, faults: list[Fault]) -> list[Card]:
    starts = [match for match in HEADING.finditer(text) if match.group(1) == "#"]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    found = []
    for match, end in zip(starts, ends, strict=True):
        line = text.count("\n", 0, match.start()) + 1
        card = _parse_card(match.group(2), text[match.end() : end], file, line, faults)
        if card is not None:
            found.append(card)
    return found


def _parse_card(card_id: str, body: str, file: str, line: int, faults: list[Fault]) -> Card | None:
    headings = list(HEADING.finditer(body))
    head = body[: headings[0].start()] if headings else body
    located = parse_yaml(head, file=file, faults=faults, offset=line - 1)
    if located is None:
        return None
    if not isinstance(located.value, dict):
        remedy = "Write topic, about, aspect and asks below it"
        faults.append(Fault(file=file, line=line, problem=f"card {card_id!r} has no fields", remedy=remedy))
        return None
    sections = _parse_sections(body, headings, file, line, faults)
    return build(Card, located, (), {**located.value, "id": card_id, "sections": sections}, faults)


def _parse_sections(
    body: str, headings: list[re.Match[str]], file: str, line: int, faults: list[Fault]
) -> dict[str, Passage]:
    ends = [match.start() for match in headings[1:]] + [len(body)]
    sections: dict[str, Passage] = {}
    for match, end in zip(headings, ends, strict=True):
        name, at = match.group(2), line + body.count("\n", 0, match.start())
        if name not in SECTIONS:
            problem, remedy = f"unknown section {name!r}", f"Use one of: {', '.join(SECTIONS)}"
            faults.append(Fault(file=file, line=at, problem=problem, remedy=remedy))
        sections[name] = parse_passage(body[match.end() : end])
    for name in ("Answer", "Plainly"):
        if not sections.get(name):
            problem, remedy = f"card has no section {name!r}", f"Add '## {name}' with a short text"
            faults.append(Fault(file=file, line=line, problem=problem, remedy=remedy))
    return sections
