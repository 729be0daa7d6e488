"""The authored utterances that the classifiers learn from."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.comparison import Comparison

FOLDER = Path(__file__).parent
UNRELATED = "-"
FEWEST_WORDS = 6
FEWEST_LEADING_ON = 4  # the same of what is asked after an answer
MOST_EXAMPLES = 5000
DECIDING_ASPECTS = frozenset({"choice", "compare", "when"})  # of cards that answer a call for the verdict themselves


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def digest() -> str:
    """Changes when an utterance changes."""
    return hashlib.sha256((FOLDER / "acts.yaml").read_bytes()).hexdigest()


def examples() -> list[tuple[str, str]]:
    """(utterance, act) pairs."""
    return [(str(text), act) for act, texts in _read("acts.yaml").items() for text in texts]


def subject_examples(comparisons: Iterable[Comparison]) -> list[tuple[str, str]]:
    """What the content itself shows of questions on the subject and of statements about a case, as (utterance, act).

    Asks of cards that decide are left out: they call for the verdict. So are short ones, which live on what was
    said before, unless the content knows another card by which they are answered then.
    """
    cards = [card for each in comparisons for card in each.cards]
    asks = [ask for card in cards if card.aspect not in DECIDING_ASPECTS for ask in card.questions]
    leading_on = [
        text
        for card in cards
        for following in card.follow_ups
        for text in following.says
        if following.card != card.id and len(text.split()) >= FEWEST_LEADING_ON
    ]
    told = [
        text
        for each in comparisons
        for levels in each.situations.values()
        for texts in levels.values()
        for text in texts
    ]
    asked = [*_some(asks), *dict.fromkeys(leading_on)]
    return [*((text, "question") for text in asked), *((text, "statement") for text in _some(told))]


def _some(texts: Iterable[str]) -> list[str]:
    """At most ``MOST_EXAMPLES`` different texts of some length, evenly from all over."""
    long = list(dict.fromkeys(text for text in texts if len(text.split()) >= FEWEST_WORDS))
    return long[:: -(-len(long) // MOST_EXAMPLES) or 1]


def situation_examples(comparison: Comparison) -> list[tuple[str, str]]:
    """(utterance, "criterion/level") pairs, and unrelated sentences labelled ``UNRELATED``."""
    pairs = [
        (text, f"{criterion}/{level}")
        for criterion, levels in comparison.situations.items()
        for level, texts in levels.items()
        for text in texts
    ]
    return pairs + [(text, UNRELATED) for text in comparison.unrelated]


def language_replies() -> dict[str, dict[str, str]]:
    """Language code to its name and the reply in it."""
    return _read("languages.yaml")
