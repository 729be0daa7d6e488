"""Where every figure of a reply comes from: a cited source, the visitor, our own calculation, or nowhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.comparison import Comparison
from bot.compose.phrases import percent
from bot.content.figures import NUMBER, numbers, source_text
from bot.dialogue import Explain
from bot.evaluate.reckoned import reckoned
from bot.rank import Situation, rank
from bot.turn import Turn
from bot.understand.quantities import find_quantities

Origin = Literal["source", "visitor", "share", "table", "answers", "estimate", "none"]

MARKER = re.compile(r"\[\d+\]")
PERCENTAGE = re.compile(r"\b(\d{1,3})%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a reply and where it comes from.

    ``source``: a source that this reply cites; ``visitor``: what the visitor said up to now; ``share``: a share in
    percent that the decision gives; ``table``: a count of the page's own table; ``answers``: the wording of an
    answer level or a question; ``estimate``: what the cost model assumes, or gives with the visitor's numbers;
    ``none``: none of these, which is a fault.
    """

    number: str
    origin: Origin


def figures_of(turn: Turn, said: Sequence[str], comparison: Comparison) -> tuple[Figure, ...]:
    """Every figure of the turn's reply with its origin; ``said`` are the visitor's messages up to this turn."""
    text = MARKER.sub("", turn.answer.reply)
    known: dict[Origin, set[str]] = {
        "source": _of_sources(turn, comparison),
        "visitor": _of_visitor((*said, turn.message)),
        "answers": _of_answers(turn, comparison),
        "estimate": reckoned(turn, comparison),
    }
    places = _share_places(text, _shares(turn, comparison)) | _table_places(text, comparison)
    return tuple(_figure(match, known, places) for match in NUMBER.finditer(text))


def unsourced_figures(turn: Turn, comparison: Comparison, said: Sequence[str] = ()) -> set[str]:
    """The figures of the turn's reply that come from nowhere."""
    return {figure.number for figure in figures_of(turn, said, comparison) if figure.origin == "none"}


def _figure(match: re.Match[str], known: dict[Origin, set[str]], places: dict[int, Origin]) -> Figure:
    """A share or a count of the table by its place in the text, anything else by being known."""
    number = match[0].replace(",", "")
    general: Origin = next((origin for origin, found in known.items() if number in found), "none")
    return Figure(number=number, origin=places.get(match.start(), general))


def _share_places(text: str, shares: set[str]) -> dict[int, Origin]:
    """Where a percentage stands that is one of the shares."""
    return {match.start(): "share" for match in PERCENTAGE.finditer(text) if match[1] in shares}


def _table_places(text: str, comparison: Comparison) -> dict[int, Origin]:
    """Where the figures of one of the page's totals stand ("3 of 5"); a 5 elsewhere is not the table's."""
    totals = "|".join(map(re.escape, sorted(set(comparison.totals.values()))))
    found = re.finditer(rf"\b(?:{totals})\b", text) if totals else iter(())
    return {each.start() + number.start(): "table" for each in found for number in NUMBER.finditer(each[0])}


def _of_sources(turn: Turn, comparison: Comparison) -> set[str]:
    keys = {citation.source_id for citation in turn.answer.citations}
    cited = [source for key, source in comparison.sources.items() if key in keys]
    known = " ".join(source_text(source) for source in cited).replace(",", "")
    return set(re.findall(r"\d+(?:\.\d+)?", known))


def _of_visitor(said: Sequence[str]) -> set[str]:
    """Numbers as written, and as meant: "5k" is 5000 and "two" is 2."""
    meant = {f"{quantity.value:g}" for text in said for quantity in find_quantities(text)}
    return meant.union(*(numbers(text) for text in said))


def _of_answers(turn: Turn, comparison: Comparison) -> set[str]:
    """Numbers in the question that the reply asks and in how the answers known so far are put."""
    question = turn.answer.question
    asked = [question.text, *(choice.label for choice in question.choices)] if question else []
    facts = (*turn.state.facts, *turn.understanding.supposed)
    levels = [comparison.criterion_by_id[fact.criterion].level(fact.level) for fact in facts]
    return set[str]().union(*(numbers(text) for text in (*asked, *(level.noted for level in levels))))


def _shares(turn: Turn, comparison: Comparison) -> set[str]:
    """The shares that the reply may name: now, before, at the start, and under what is supposed."""
    current = [share.share for share in turn.standing.ranking]
    start = [share.share for share in rank(comparison, Situation(levels={}, weights=turn.state.weights)).ranking]
    named = [*current, *turn.state.before.values(), *start, *_supposed(turn, comparison)]
    return set[str]().union(*(numbers(percent(share)) for share in named))


def _supposed(turn: Turn, comparison: Comparison) -> list[float]:
    moves = [move for move in turn.decision if isinstance(move, Explain) and move.what == "what_if"]
    levels = [turn.state.levels | {fact.criterion: fact.level for fact in move.facts} for move in moves]
    standings = [rank(comparison, Situation(levels=each, weights=turn.state.weights)) for each in levels]
    return [share.share for standing in standings for share in standing.ranking]
