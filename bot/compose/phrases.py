"""The house's own words, used in turn so that no conversation hears the same sentence twice in a row."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

SLOT = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def _bank() -> Mapping[str, tuple[str, ...]]:
    text = (Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8")
    return {key: tuple(variants) for key, variants in yaml.load(text, Loader=yaml.CSafeLoader).items()}


def phrase(key: str, times_used: int, slots: Mapping[str, str]) -> str:
    """The variant whose turn it is, with its slots filled; a slot in capitals starts a sentence.

    Raises:
        KeyError: no such phrase, or a slot without a value.
    """
    variants = _bank()[key]
    return SLOT.sub(lambda match: _fill(match[1], slots), variants[times_used % len(variants)])


def _fill(name: str, slots: Mapping[str, str]) -> str:
    return slots[name] if name in slots else capitalise(slots[name.lower()])


def capitalise(text: str) -> str:
    """First letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def decapitalise(text: str) -> str:
    """First letter in lower case, unless the first word is a name or an abbreviation."""
    first = text.split(maxsplit=1)[0]
    return text if first[1:] != first[1:].lower() or first in {"I", "AWS"} else text[:1].lower() + text[1:]


def listing(items: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def percent(share: float) -> str:
    """A share as people read it; never 100%, since answers may still change, nor 0% by rounding alone."""
    if share >= 0.995:
        return "over 99%"
    if 1e-9 < share < 0.005:
        return "under 1%"
    return f"{round(share * 100)}%"
