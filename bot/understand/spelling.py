"""Mends typing errors against the words that the content uses (RapidFuzz, Damerau-Levenshtein)."""

import re
from collections import Counter
from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

WORD = re.compile(r"[A-Za-z][a-z']+")
SHORTEST = 4


class Speller:
    """Knows the words of the content; corrects what is one or two slips away from a common one or a ``name``."""

    def __init__(self, texts: Iterable[str], names: Iterable[str] = ()) -> None:
        self._counts = Counter(WORD.findall("\n".join(texts).lower()))
        self._by_initial: dict[str, list[str]] = {}
        for word, count in self._counts.items():
            if len(word) >= SHORTEST and count >= 2:
                self._by_initial.setdefault(word[0], []).append(word)
        self._short_names = [name for name in sorted(set(names)) if len(name) == SHORTEST - 1]
        for name in self._short_names:
            self._by_initial.setdefault(name[0], []).append(name)

    def knows(self, word: str) -> bool:
        return word.lower() in self._counts

    def known_share(self, text: str) -> float:
        """The share of the text's words that the content knows (1 for no words)."""
        words = WORD.findall(text)
        return sum(map(self.knows, words)) / len(words) if words else 1.0

    def correct(self, text: str) -> str:
        """The text with lower-case unknown words replaced by a near known one."""
        return WORD.sub(lambda match: self._correct_word(match[0]), text)

    def _correct_word(self, word: str) -> str:
        if len(word) < SHORTEST - 1 or not word.islower() or self.knows(word):
            return word
        if len(word) < SHORTEST:
            swapped = (name for name in self._short_names if sorted(name) == sorted(word))
            return next(swapped, None) or self._completed(word)
        allowed = 1 if len(word) <= 6 else 2
        candidates = self._by_initial.get(word[0], ())
        found = extractOne(word, candidates, scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
        return str(found[0]) if found else word

    def _completed(self, word: str) -> str:
        """A word of three letters with the one that it lacks ("ned": "need"), if a common word is meant."""
        candidates = [other for other in self._by_initial.get(word[0], ()) if len(other) == len(word) + 1]
        close = [other for other in candidates if DamerauLevenshtein.distance(word, other) == 1]
        return max(close, key=lambda other: self._counts[other], default=word)
