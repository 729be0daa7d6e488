"""Scores replies: what must stand in them and what must not, and what must be true after them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluate.cases import Expectation, compiled
from bot.turn import Turn

GIVES_UP = re.compile(
    r"(did not|didn't|do not|don't|could not|couldn't) (quite |really )?(understand|catch|get (that|this|you))"
    r"|not sure (that )?(i (understand|follow|got)|what you)|could you (please )?(rephrase|clarify)|rephrase your",
    re.IGNORECASE,
)
PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2010\u2011\u2012\u2013\u2014", "''\"\"-----")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Whether a reply passed, and why not."""

    passed: bool
    reasons: tuple[str, ...] = ()


def flatten(text: str) -> str:
    """The text in one line with plain quotes and dashes, as the patterns expect it."""
    plain = unicodedata.normalize("NFKC", text).translate(PLAIN)
    return " ".join(plain.split())


def score(reply: str, expected: Expectation, earlier: Sequence[str], verdict: str | None) -> Score:
    """Check one reply; ``earlier`` are the replies before it in the same conversation."""
    text = flatten(reply)
    before = [flatten(each) for each in earlier]
    words = len(text.split())
    faults = {
        "missing: " + " | ".join(group): not any(compiled(each).search(text) for each in group)
        for group in expected.must
    }
    faults |= {f"unwanted: {each}": bool(compiled(each).search(text)) for each in expected.must_not}
    faults |= {
        "gives up": bool(GIVES_UP.search(text)) and not expected.may_give_up,
        f"{words} words": words > expected.most_words,
        "repeats itself": text.lower() in [each.lower() for each in before] and not expected.may_repeat,
        "not shorter": expected.must_be_shorter and bool(before) and words >= len(before[-1].split()),
        f"verdict {verdict}": bool(expected.verdicts) and verdict not in expected.verdicts,
        f"wrong verdict {verdict}": verdict in expected.forbidden_verdicts if verdict else False,
    }
    reasons = tuple(reason for reason, is_fault in faults.items() if is_fault)
    return Score(passed=not reasons, reasons=reasons)


def verdict_of(turn: Turn) -> str | None:
    """The recommended option as evaluation files write it, or None while there is no recommendation."""
    if turn.state.verdict is None and turn.standing.status == "open":
        return None
    return turn.standing.best.option.replace("-", "_")


def meaning_faults(turn: Turn, expected: Expectation) -> tuple[str, ...]:
    """What the turn lacks beyond its words: facts understood, acts of the reply, the question asked."""
    levels = turn.state.levels
    faults = [
        f"{criterion} is {levels.get(criterion)}, not {level}"
        for criterion, level in expected.facts.items()
        if levels.get(criterion) != level
    ]
    faults += [f"does not {act}" for act in expected.acts if act not in turn.answer.acts]
    return (*faults, *_asking_faults(turn, expected.asks))


def _asking_faults(turn: Turn, asks: str | bool | None) -> tuple[str, ...]:
    question = turn.answer.question if "ask" in turn.answer.acts else None
    asked = question.criterion if question else None
    is_right = asks is None or asked == asks or (isinstance(asks, bool) and asks == bool(asked))
    return () if is_right else (f"asks about {asked}, not {asks}",)
