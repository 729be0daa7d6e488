"""Under which option a reason belongs, by the words it shares with what the page says of each option."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content.grading import readings, texts_by_option
from bot.content.page import Guidance, Line, Page
from bot.content.words import stems

COMBINES = re.compile(
    r"^both$|\b(?:combin\w+|hybrid\w*|together|blend\w*|(?:us\w+|hav\w+|run\w*|want\w*|tak\w+|need\w*|do|of) both)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A reason for choosing the option at place ``listed``, and the place of the one that it fits (None: unclear)."""

    guidance: Guidance
    entry: Line
    listed: int
    fits: int | None

    @property
    def is_elsewhere(self) -> bool:
        return self.fits is not None and self.fits != self.listed


def placements(page: Page) -> Iterator[Placed]:
    """Every reason of the page's when-to-choose lists, except those for combining options."""
    telling = _telling_words(page)
    for guidance in page.guidance:
        for entry in guidance.entries:
            if not is_combining(entry.text, page):
                listed = page.names.index(guidance.option)
                yield Placed(guidance=guidance, entry=entry, listed=listed, fits=_fit(entry.text, telling))


def is_combining(text: str, page: Page) -> bool:
    """Whether a reason speaks for taking options together: it says so, or it names two of them."""
    lowered = text.lower()
    return bool(COMBINES.search(text)) or sum(name.lower() in lowered for name in page.names) > 1


def _telling_words(page: Page) -> tuple[frozenset[str], ...]:
    """For each option the stems that speak for it alone: its sentences and pros, and the rows it leads."""
    found = [set(stems(text)) for text in texts_by_option(page)]
    for row, reading in zip(page.rows, readings(page), strict=True):
        if reading.winner is not None:
            found[reading.winner] |= set(stems(f"{row.name} {row.cells[reading.winner]}"))
    names = set(stems(" ".join(page.names)))
    return tuple(
        frozenset(own - names - set().union(*(other for place, other in enumerate(found) if place != mine)))
        for mine, own in enumerate(found)
    )


def _fit(text: str, telling: tuple[frozenset[str], ...]) -> int | None:
    shared = [len(set(stems(text)) & own) for own in telling]
    best = max(shared)
    return shared.index(best) if best and shared.count(best) == 1 else None
