"""Going from one comparison to another: when the visitor wants to, and what is taken along."""

import re
from dataclasses import dataclass

from bot.comparison import Comparison
from bot.retrieve.neighbour import Neighbours
from bot.turn import State
from bot.understand.names import names_of
from bot.understand.resolve import names_only

MOVING = re.compile(r"\b(?:switch|change|move|go|jump|turn|take me|back|over)\b.*\bto\b", re.IGNORECASE)
COMPARING = re.compile(r"\b(?:compare|comparing|versus|vs|or|between|against)\b", re.IGNORECASE)
AGREEING = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|sure|ok|okay|please|do|go|switch|take me|let'?s|fine|alright|right|good idea)\b",
    re.IGNORECASE,
)
FEW_WORDS = 6  # an agreement is short
MOST_WORDS = 10  # and so is a wish to go elsewhere: longer messages tell about a case
HALF_NAMED = 0.5  # one of two options is enough for an express wish ("switch to LoRA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the visitor wants to go: a comparison, and the card that was told from it."""

    comparison: str
    card: str = ""


def destination(message: str, state: State, here: Comparison, neighbours: Neighbours) -> Destination | None:
    """Where a message asks to go: it accepts the offer to switch, or names another comparison."""
    words = message.split()
    if state.offered and len(words) <= FEW_WORDS and AGREEING.match(message) and not _asks(message):
        comparison, _, card = state.offered.partition("/")
        return Destination(comparison=comparison, card=card)
    is_moving, is_comparing = MOVING.search(message), COMPARING.search(message)
    if len(words) > MOST_WORDS or not (is_moving or is_comparing):
        return None
    named = {
        each.comparison.id: _named(message, each.comparison)
        for each in neighbours()
        if is_moving or names_only(COMPARING.sub("", message), each.comparison)
    }
    best = max(named, key=lambda name: named[name], default=None)
    if best is None or named[best] < (HALF_NAMED if is_moving else 1) or _named(message, here) >= named[best]:
        return None
    return Destination(comparison=best)


def _asks(message: str) -> bool:
    return message.rstrip().endswith("?")


def _named(message: str, comparison: Comparison) -> float:
    """How far a message names a comparison: 1 for its title or for all options that its title names."""
    if comparison.title.lower() in message.lower():
        return 2.0
    lexicon = names_of(comparison).options
    wanted = set(lexicon.find(comparison.title))
    return len(wanted & set(lexicon.find(message))) / len(wanted) if len(wanted) > 1 else 0.0


def carry(state: State, here: Comparison, there: Comparison) -> State:
    """The state for another comparison: what is known about criteria that mean the same; the rest is kept aside."""
    known = {**{fact.criterion: fact for fact in state.elsewhere}, **{fact.criterion: fact for fact in state.facts}}
    levels = {each.id: {level.id for level in each.levels} for each in there.asked_criteria}
    kept = tuple(fact for fact in known.values() if fact.level in levels.get(fact.criterion, ()))
    return State(
        turn=state.turn,
        facts=kept,
        elsewhere=tuple(fact for fact in known.values() if fact not in kept),
        asked=state.asked,
        told=tuple(key for key in state.told if key.startswith("phrase:")),
        weights={name: weight for name, weight in state.weights.items() if name in levels},
        said=state.said,
        figures=state.figures,
    )
