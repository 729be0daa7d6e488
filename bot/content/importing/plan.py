"""What a draft is made of: the page's options and criteria with their ids, names and words, and who leads where."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.content.grading import CLEAR, Reading, readings, recommended, scores, totals_leader
from bot.content.importing.quoting import clean, slug, spoken
from bot.content.page import Page, PageOption, TableRow
from bot.content.words import listing, stems

RESERVED_OPTIONS = frozenset({"all"})
RESERVED_CRITERIA = frozenset({"unrelated"})
BEHIND = 0.2  # rating of an option that a row does not favour
HALFWAY = 0.5
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Any]:
    """The importer's own words."""
    text = (Path(__file__).parent / "templates.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option of the draft."""

    id: str
    name: str
    aliases: tuple[str, ...]
    option: PageOption


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A criterion of the draft; ``source`` is the id of what the page says about it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    row: TableRow
    reading: Reading
    ratings: tuple[float, ...]
    synonyms: Mapping[str, Any]

    @property
    def leaders(self) -> tuple[int, ...]:
        """The places of the options that do best; empty where all do alike."""
        best = max(self.ratings)
        return tuple(place for place, rating in enumerate(self.ratings) if rating == best > min(self.ratings))

    @property
    def source(self) -> str:
        return f"row-{self.id}"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The page with everything named."""

    page: Page
    choices: tuple[Choice, ...]
    factors: tuple[Factor, ...]

    @cached_property
    def title(self) -> str:
        return clean(self.page.title.text) or self.options_text

    @cached_property
    def options_text(self) -> str:
        return listing([choice.name for choice in self.choices])

    @cached_property
    def count(self) -> str:
        return COUNTS[len(self.choices)]

    @cached_property
    def favourite(self) -> Choice:
        """What the text recommends, else the leader of the totals, else who leads most rows, else the first."""
        told = recommended(self.page)
        best = told[0] if told else totals_leader(self.page)
        if best is None:
            best = max(range(len(self.choices)), key=lambda place: len(self.won(place)))
        return self.choices[best]

    def won(self, place: int) -> tuple[Factor, ...]:
        """The criteria on which an option leads, alone or with others."""
        return tuple(factor for factor in self.factors if place in factor.leaders)

    def lost(self, place: int) -> tuple[Factor, ...]:
        return tuple(factor for factor in self.factors if factor.leaders and place not in factor.leaders)


def plan(page: Page) -> Plan:
    """Names, ids and readings for everything on a page."""
    taken_options, taken = set(RESERVED_OPTIONS), set(RESERVED_CRITERIA)
    choices = tuple(
        Choice(
            id=slug(option.name, "option", taken_options),
            name=_option_name(option.name, page) or f"option {place}",
            aliases=_option_aliases(option.name),
            option=option,
        )
        for place, option in enumerate(page.options, start=1)
    )
    used = {alias for choice in choices for alias in choice.aliases}
    groups = list(templates()["synonyms"])
    factors = []
    for place, (row, reading) in enumerate(zip(page.rows, readings(page), strict=True), start=1):
        name = spoken(row.name) or f"criterion {place}"
        synonyms = _synonyms(name, groups)
        aliases = _criterion_aliases(name, synonyms, used)
        used |= set(aliases)
        factors.append(
            Factor(
                id=slug(row.name, "criterion", taken),
                name=name,
                aliases=aliases,
                row=row,
                reading=reading,
                ratings=_ratings(row, reading),
                synonyms=synonyms,
            )
        )
    return Plan(page=page, choices=choices, factors=tuple(factors))


def _option_name(name: str, page: Page) -> str:
    """The name as it reads inside a sentence: in small letters if the page itself writes it so."""
    small = clean(name)[:1].lower() + clean(name)[1:]
    texts = [line.text for line in (page.title, *page.sentences())] + [each.heading for each in page.guidance]
    texts += [line.text for each in page.guidance for line in each.entries]
    is_small = any(re.search(rf"(?<!\w){re.escape(small)}(?!\w)", text) for text in texts) if small else False
    return small if is_small else clean(name)


def _option_aliases(name: str) -> tuple[str, ...]:
    """The name in its spellings: with hyphens, spaces or neither, and the verb of an -ing form."""
    base = clean(name).lower()
    found = [base, base.replace("-", " "), base.replace("-", "").replace("  ", " ")]
    if len(base) > 6 and re.fullmatch(r"[a-z]+[- ]?[a-z]*ing", base):
        found += [base[:-3] + "e", base[:-3] + "ed"]
    return tuple(dict.fromkeys(alias for alias in found if alias.strip()))


def _synonyms(name: str, groups: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The group of common criteria that a name belongs to; it is taken off, as no two criteria can mean the same."""
    own = set(stems(name))
    found: Mapping[str, Any] = next((group for group in groups if own & set(stems(group["words"]))), {})
    if found:
        groups.remove(found)
    return found


def _criterion_aliases(name: str, synonyms: Mapping[str, Any], used: set[str]) -> tuple[str, ...]:
    """The name, its telling words and common other words, without those that mean something else already."""
    single = [word for word in re.findall(r"[^\W\d_]{4,}", name) if stems(word)]
    found = dict.fromkeys([*single, *synonyms.get("aliases", ())])
    return (name, *(alias for alias in found if alias not in used and alias != name))


def _ratings(row: TableRow, reading: Reading) -> tuple[float, ...]:
    """1 for who leads the row, the others in the order of their cells; all alike where the cells do not tell."""
    points = scores(row)
    if reading.winner is not None:
        others = sorted({point for place, point in enumerate(points) if place != reading.winner}, reverse=True)
        top = BEHIND if len(points) == 2 else HALFWAY
        return tuple(
            1.0 if place == reading.winner else round(top - (top - BEHIND) * others.index(point) / len(others), 2)
            for place, point in enumerate(points)
        )
    order = sorted(set(points), reverse=True)
    if reading.basis == "tie" or order[0] - order[-1] < CLEAR:
        return (HALFWAY,) * len(points)
    return tuple(round(1 - (1 - BEHIND) * order.index(point) / (len(order) - 1), 2) for point in points)
