"""Mends typing errors against the words that the content uses (RapidFuzz, Damerau-Levenshtein).

What an English dictionary holds is a word; what it does not hold, and the content hardly uses, is a slip: the content's
own ways of asking contain typing errors too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

WORD = re.compile(r"[A-Za-z][a-z]+(?:'[a-z]+)?")
SHORTHAND = {
    "n": "and", "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "bc": "because",
    "cuz": "because", "ppl": "people", "thru": "through", "tho": "though", "abt": "about",
}  # fmt: skip
SHORT = re.compile(rf"(?<![\w/'.-])(?:{'|'.join(SHORTHAND)})(?![\w/'.-])")  # as people write in chats
SHORTEST = 4
RARE = 3  # times that the content may use a slip
FAR_COMMONER = 10  # how much oftener it must use the word that is meant


@cache
def dictionary() -> frozenset[str]:
    """Some 83,000 English words (the frequency list that comes with symspellpy), in small letters."""
    text = (files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.split()[0] for line in text.splitlines())


def _is_english(word: str) -> bool:
    return word in dictionary() or ("'" in word and word.partition("'")[0] in dictionary())


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """How often some texts use each word, in small letters."""
    return Counter(WORD.findall("\n".join(texts).lower()))


class Speller:
    """Knows the words of the content with their ``counts``; corrects what is one or two slips away from a common one or
    a ``name``."""

    def __init__(self, counts: Mapping[str, int], names: Iterable[str] = ()) -> None:
        self._counts = counts
        self._short_names = [name for name in sorted(set(names)) if len(name) == SHORTEST - 1]

    @cached_property
    def _by_initial(self) -> Mapping[str, list[str]]:
        """The words that may be meant, by their first letters."""
        found: dict[str, list[str]] = {}
        for word, count in self._counts.items():
            if len(word) >= SHORTEST and count >= 2 and (count > RARE or word in dictionary()):
                found.setdefault(word[0], []).append(word)
        for name in self._short_names:
            found.setdefault(name[0], []).append(name)
        return found

    @cached_property
    def _by_letters(self) -> Mapping[str, str]:
        """The common short words by their letters in order; of several the commonest."""
        common = sorted(
            (word for word, count in self._counts.items() if count > RARE and len(word) < SHORTEST),
            key=self._count,
        )
        return {"".join(sorted(word)): word for word in common}

    def _count(self, word: str) -> int:
        return self._counts.get(word, 0)

    def knows(self, word: str) -> bool:
        return word.lower() in self._counts

    def known_share(self, text: str) -> float:
        """The share of the text's words that the content knows (1 for no words)."""
        words = WORD.findall(text)
        return sum(map(self.knows, words)) / len(words) if words else 1.0

    def correct(self, text: str) -> str:
        """The text with shorthand written out and lower-case unknown words replaced by the nearest known one.

        Of several as near the commonest is meant.
        """
        written_out = SHORT.sub(lambda match: SHORTHAND[match[0]], text)
        return WORD.sub(lambda match: self._correct_word(match[0]), written_out)

    def _correct_word(self, word: str) -> str:
        if len(word) < SHORTEST - 1 or not word.islower() or self._count(word) > RARE or _is_english(word):
            return word
        if len(word) < SHORTEST:
            return self._correct_short(word)
        allowed = 1 if len(word) <= 6 else 2
        least = FAR_COMMONER * self._count(word)
        candidates = [other for other in self._by_initial.get(word[0], ()) if self._count(other) >= least]
        found = extract(word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=None)
        near = [(distance, -self._count(other), other) for other, distance, _ in found]
        return min(near)[2] if near else word

    def _correct_short(self, word: str) -> str:
        """A word of three letters with its letters in order ("hte": "the") or with the one that it lacks ("ned")."""
        swapped = self._by_letters.get("".join(sorted(word)), word)
        return max(self._completed(word), swapped, key=lambda other: self._count(other))

    def _completed(self, word: str) -> str:
        """A word of three letters with the one that it lacks ("ned": "need"), if a common word is meant."""
        candidates = [other for other in self._by_initial.get(word[0], ()) if len(other) == len(word) + 1]
        close = [other for other in candidates if DamerauLevenshtein.distance(word, other) == 1]
        return max(close, key=lambda other: self._count(other), default=word)
