"""Which options and criteria a text names, by their aliases in the content."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.comparison import Comparison

MARK = "#"


class Named(Protocol):
    """An option or a criterion."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Aliases to ids, longest alias first."""

    pattern: re.Pattern[str]
    ids: Mapping[str, str]

    def find(self, text: str) -> tuple[str, ...]:
        """The ids named in the text, in order, each once."""
        found = (self.ids[_squash(match[0])] for match in self.pattern.finditer(text.lower()))
        return tuple(dict.fromkeys(found))

    def without(self, text: str) -> str:
        """The text without the names in it, in small letters."""
        return self.pattern.sub(" ", text.lower())

    def marked(self, text: str) -> str:
        """The text with a mark in place of every name, in small letters."""
        return self.pattern.sub(MARK, text.lower())


def _squash(alias: str) -> str:
    return re.sub(r"[\s-]+", " ", alias.lower())


def lexicon(items: Iterable[Named]) -> Lexicon:
    """A lexicon of the items' names and aliases; spaces and hyphens are interchangeable."""
    ids = {_squash(alias): item.id for item in items for alias in (*item.aliases, item.id, item.name)}
    longest_first = sorted(ids, key=len, reverse=True)
    alternatives = "|".join(re.escape(alias).replace(r"\ ", r"[\s-]+") for alias in longest_first)
    return Lexicon(re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"), ids)


@dataclass(frozen=True, slots=True)
class Names:
    """The lexicons of a comparison."""

    options: Lexicon
    criteria: Lexicon


@lru_cache(maxsize=16)
def names_of(comparison: Comparison) -> Names:
    return Names(lexicon(comparison.options), lexicon(comparison.criteria))
