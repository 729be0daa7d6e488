"""The words of the content: counted at indexing, so that nothing need be read through at the start."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.comparison import Comparison
from bot.errors import IndexFault
from bot.understand import acts
from bot.understand.spelling import word_counts

WORD = re.compile(r"[a-z][a-z'-]+")  # in a text in small letters
STOP = frozenset(
    (
        "a an and are as at be but by can could did do does for from had has have how i if in into is it its "
        "just like me my no not of on or our please so some that the their them then there these they this to "
        "too us was we well what when where which who why will with would you your ok okay btw also about any "
        "more much many now really actually compare compared one ones other hm hmm oh"
    ).split()
)  # words that mean little by themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentWords:
    """How often the content uses each word, and which of them stand on cards."""

    counts: Mapping[str, int]
    on_cards: frozenset[str]


def telling_words(text: str) -> list[str]:
    """The words of a text that mean something by themselves, in small letters."""
    return [word for word in WORD.findall(text.lower()) if word not in STOP]


def content_words(comparison: Comparison) -> ContentWords:
    """The words of a comparison and of the authored utterances."""
    of_cards = list(_card_text(comparison))
    on_cards = WORD.findall("\n".join(of_cards).lower())
    return ContentWords(counts=word_counts([*of_cards, *_other_text(comparison)]), on_cards=frozenset(on_cards))


def save(words: ContentWords, path: Path) -> None:
    """Write to ``path`` (JSON)."""
    path.write_text(json.dumps({"counts": words.counts, "on_cards": sorted(words.on_cards)}))


def load(path: Path) -> ContentWords:
    """Read what ``save`` wrote; IndexFault when it is missing or damaged."""
    try:
        found = json.loads(path.read_text())
        return ContentWords(counts=Counter(found["counts"]), on_cards=frozenset(found["on_cards"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexFault(f"the words in {path.name!r} cannot be read ({error}); run 'fulcrum index'") from error


def _card_text(comparison: Comparison) -> Iterable[str]:
    for card in comparison.cards:
        yield from (*card.asks, card.topic)
        yield from (sentence.text for passage in card.sections.values() for sentence in passage)


def _other_text(comparison: Comparison) -> Iterable[str]:
    for levels in comparison.situations.values():
        for texts in levels.values():
            yield from texts
    yield from comparison.unrelated
    yield from (text for text, _ in acts.examples())
