"""Scores replies: what must stand in them, what must not, and every figure against its sources."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.comparison import Comparison
from bot.content.figures import numbers, source_text
from bot.evaluate.cases import Expectation, compiled
from bot.turn import Explain, Turn

GIVES_UP = re.compile(
    r"(did not|didn't|do not|don't|could not|couldn't) (quite |really )?(understand|catch|get (that|this|you))"
    r"|not sure (that )?(i (understand|follow|got)|what you)|could you (please )?(rephrase|clarify)|rephrase your",
    re.IGNORECASE,
)
PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
SHARE = re.compile(r"\b\d{1,3}%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Whether a reply passed, and why not."""

    passed: bool
    reasons: tuple[str, ...] = ()


def flatten(text: str) -> str:
    """The text in one line with plain quotes and dashes, as the patterns expect it."""
    plain = unicodedata.normalize("NFKC", text)
    for old, new in (
        ("\u2018", "'"),
        ("\u2019", "'"),
        ("\u201c", '"'),
        ("\u201d", '"'),
        ("\u2013", "-"),
        ("\u2014", "-"),
    ):
        plain = plain.replace(old, new)
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
        "repeats itself": text.lower() in [each.lower() for each in before],
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


def unsourced_figures(turn: Turn, comparison: Comparison) -> set[str]:
    """Figures of the reply that stand in none of its sources; shares of the verdict are ours and exempt."""
    cited = [comparison.sources[citation.source_id] for citation in turn.answer.citations]
    known = " ".join(source_text(source) for source in cited).replace(",", "")
    allowed = set(re.findall(r"\d+(?:\.\d+)?", known))
    shares = {f"{round(share.share * 100)}" for share in turn.standing.ranking} | set(_shares_of(turn))
    text = re.sub(r"\[\d+\]", "", turn.answer.reply)
    return {number for number in numbers(text) if number not in allowed | shares}


def _shares_of(turn: Turn) -> list[str]:
    """Shares the reply may name besides the current ones: those before, and those of a supposition."""
    before = [f"{round(share * 100)}" for share in (*turn.state.before.values(), *turn.state.shares.values())]
    supposing = any(isinstance(move, Explain) and move.what == "what_if" for move in turn.decision)
    return before + [match.rstrip("%") for match in SHARE.findall(turn.answer.reply) if supposing]
