"""Words of short texts: as stems, to see what two texts have in common, and in lists."""

import re
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
STOP = frozenset(
    "a about all also an and any are as at be been but by can choose could do does each else for from get had"
    " has have how i if in into is it its it's just like make many may more most much must need needs no not of"
    " on one only onto or our out over own per require requires same should so some such than that the their"
    " them then there these they this those through to too under up use used using very want was we were what"
    " when where which while who will with within without would you your".split()
)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The words in lower case; compounds stay whole."""
    return TOKEN.findall(text.lower())


def stems(text: str) -> list[str]:
    """The stems of the telling words, in order; parts of compounds count by themselves."""
    parts = [part for word in words(text) for part in re.split(r"['’-]", word) if part and part not in STOP]
    return stemmed(parts)


def stemmed(found: Sequence[str]) -> list[str]:
    """Words as their stems."""
    return [str(stem) for stem in _stemmer().stemWords(list(found))]


def listing(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
