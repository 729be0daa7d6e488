"""The authored utterances that the classifiers learn from."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.comparison import Comparison

FOLDER = Path(__file__).parent
UNRELATED = "-"


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
