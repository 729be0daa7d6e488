"""What a page compares: names from its title and its table, badges taken off, mentions in text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.importing.blocks import BADGE_MARK
from bot.content.importing.vocabulary import AFTER_NAMES, BADGE, LEAD_IN, STRONG_VERSUS, TRAILING, VERSUS

LONGEST_NAME = 6  # words
LONGEST_HEAD = 300  # characters in which names and badges are looked for
MOST_OPTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Badged:
    """A name and the badge that was glued to it."""

    name: str
    badge: str = ""


def key(name: str) -> str:
    """A name without case, spaces and signs; C, C++ and C# stay apart."""
    return "".join(letter for letter in name.casefold() if letter.isalnum() or letter in "+#")


def split_badge(text: str, known: Sequence[str] = ()) -> Badged:
    """The name in a column's head, and its badge: marked up, in usual words, or what a known name leaves over."""
    text = text[:LONGEST_HEAD]
    head, _, marked = text.partition(BADGE_MARK)
    if marked and head.strip():
        return Badged(name=head.strip(), badge=" ".join(marked.replace(BADGE_MARK, " ").split()))
    text = " ".join(text.replace(BADGE_MARK, " ").split())
    if found := BADGE.match(text):
        return Badged(name=found["name"].strip(), badge=found["badge"])
    for name in known:
        rest = text[len(name) :]
        if text.casefold().startswith(name.casefold()) and rest[:1].isupper():
            return Badged(name=text[: len(name)], badge=rest.strip(" -–()"))
    return Badged(name=text)


def names_in_title(title: str) -> tuple[str, ...]:
    """The names on both sides of "vs" in a title; empty if it has none."""
    title = title[:LONGEST_HEAD]
    part = next((each for each in re.split(r"[:|–—]|\s-\s", title) if STRONG_VERSUS.search(each)), None)
    versus = STRONG_VERSUS if part else VERSUS
    part = AFTER_NAMES.sub("", part if part else title)
    pieces = [TRAILING.sub("", LEAD_IN.sub("", piece.strip())).strip(" .,;\"'") for piece in versus.split(part)]
    pieces = [piece for each in pieces[:-1] for piece in each.split(", ")] + pieces[-1:]
    is_names = 2 <= len(pieces) <= MOST_OPTIONS and all(0 < len(name.split()) <= LONGEST_NAME for name in pieces)
    return tuple(pieces) if is_names and len({key(name) for name in pieces}) == len(pieces) else ()


def mentioned(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """The names that a text mentions, in the order of their first place; spaces and hyphens are interchangeable."""
    found = []
    for name in names:
        words = r"[\s-]*".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
        match = re.search(rf"(?<!\w){words}(?:e?s|['’]s)?(?!\w)", text, re.IGNORECASE) if words else None
        if match:
            found.append((match.start(), -len(name), name))
    return tuple(name for _, _, name in sorted(found))
