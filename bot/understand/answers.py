"""Answers that need no classifier: a tapped choice, a bare yes or no, an opening yes or no."""

import re

from bot.comparison import Criterion
from bot.dialogue import Question

SURE = 0.8  # that a message is a yes or a no
FEW_WORDS = 4  # of such a message ("don't think so", "yes they should")


def tapped(message: str, pending: Question) -> str | None:
    """The level whose label or id is the whole message."""
    text = key(message)
    return next((choice.id for choice in pending.choices if text in {key(choice.label), choice.id}), None)


def bare(message: str, criterion: Criterion, pending: Question) -> str | None:
    """The level meant by a bare yes or no."""
    text = key(message)
    if pending.refines is not None and text in BARE_YES | BARE_NO:
        return criterion.level(pending.refines).answers.get("yes" if text in BARE_YES else "no")
    for level in criterion.levels:
        if text in {key(word) for word in level.says} or (text in BARE_NO and "no" in level.says):
            return level.id
        if text in BARE_YES and "yes" in level.says:
            return level.id
    return None


def opening(message: str, criterion: Criterion, pending: Question) -> str | None:
    """The level that an opening yes or no means to a sharper question ("no, it keeps drifting")."""
    first = key(message).partition(" ")[0]
    if pending.refines is None or first not in OPENING_NO | OPENING_YES:
        return None
    return criterion.level(pending.refines).answers.get("no" if first in OPENING_NO else "yes")


OPENING_NO = {"no", "nope", "nah", "not", "never", "hardly"}
OPENING_YES = {"yes", "yep", "yeah", "yup"}
BARE_NO = {
    "no", "nope", "nah", "none", "not really", "no not really", "never", "nothing", "nothing at all", "none at all",
    "nothing really", "zero", "nil", "not at all", "no lol", "nope nothing", "no nothing", "no none",
}  # fmt: skip


def plain(act: str, confidence: float, text: str) -> str:
    """A message of a few words that is read as a sure yes or no, as that word; else as it stands."""
    return act if act in {"yes", "no"} and confidence >= SURE and len(key(text).split()) <= FEW_WORDS else text


BARE_YES = {"yes", "yep", "yeah", "yup", "sure", "of course", "definitely", "absolutely", "yes please"}


def key(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
