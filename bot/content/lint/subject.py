"""What is linted: a comparison with the places of its parts, and the page that it was imported from."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from bot.comparison import Card, Comparison, Passage
from bot.content.lint.remark import Remark
from bot.content.located import Located, read_yaml
from bot.content.page import Page, read_page
from bot.errors import ContentError, Fault

HEADING = re.compile(r"^# (.+?)\s*$")
Place: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A comparison to be linted on a day. ``sources`` are those of its own folder, not those that it takes over."""

    comparison: Comparison
    folder: Path
    today: date
    main: Located
    cards: Mapping[str, Place]
    sources: Mapping[str, Place]
    page: Page | None

    def remark(self, rule: str, place: Place, problem: str, remedy: str) -> Remark:
        return Remark(rule=rule, file=place[0], line=place[1], problem=problem, remedy=remedy)

    def at(self, *path: str | int) -> Place:
        """The place of a part of comparison.yaml."""
        return self.main.file, self.main.line(path)

    def at_option(self, option_id: str, *rest: str) -> Place:
        return self.at("options", [option.id for option in self.comparison.options].index(option_id), *rest)

    def at_criterion(self, criterion_id: str, *rest: str | int) -> Place:
        names = [criterion.id for criterion in self.comparison.criteria]
        return self.at("criteria", names.index(criterion_id), *rest)

    def at_card(self, card: Card) -> Place:
        return self.cards.get(card.id, (f"{self.folder}/cards", 1))

    def passages(self) -> Iterator[tuple[Place, str, Passage]]:
        """Every cited text with its place and name."""
        for place, option in enumerate(self.comparison.options):
            at = self.at("options", place)
            for passage in (option.summary, option.best_case, option.weakness, option.next_step, option.living):
                yield at, f"option {option.id!r}", passage
            for passage in (*option.advantages, *option.drawbacks):
                yield at, f"option {option.id!r}", passage
        for place, criterion in enumerate(self.comparison.criteria):
            yield self.at("criteria", place, "why"), f"criterion {criterion.id!r}", criterion.why
            for number, level in enumerate(criterion.levels):
                at = self.at("criteria", place, "levels", number)
                yield at, f"level {level.id!r} of {criterion.id!r}", level.reason
        for card in self.comparison.cards:
            for passage in card.sections.values():
                yield self.at_card(card), f"card {card.id!r}", passage


Rule: TypeAlias = Callable[[Subject], Iterator[Remark]]


def subject_of(comparison: Comparison, folder: Path, today: date) -> Subject:
    """The places of a valid comparison's parts.

    Raises:
        ContentError: its ``page.yaml`` cannot be read.
    """
    faults: list[Fault] = []
    main = read_yaml(folder / "comparison.yaml", faults)
    page = read_page(folder, faults)
    if main is None or faults:
        raise ContentError(tuple(faults))
    return Subject(
        comparison=comparison,
        folder=folder,
        today=today,
        main=main,
        cards=dict(_card_places(folder / "cards")),
        sources=dict(_source_places(folder / "sources")),
        page=page,
    )


def _card_places(folder: Path) -> Iterator[tuple[str, Place]]:
    for path in sorted(folder.glob("*.md")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if found := HEADING.match(line):
                yield found[1], (str(path), number)


def _source_places(folder: Path) -> Iterator[tuple[str, Place]]:
    for path in sorted(folder.glob("*.yaml")):
        located = read_yaml(path, [])
        for index, value in enumerate((located.value if located else None) or ()):
            if located and isinstance(value, dict):
                yield str(value.get("id")), (str(path), located.line((index,)))
