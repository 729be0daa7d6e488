"""Questions that belong to another comparison."""

from bot.decide.context import Context
from bot.dialogue import Refer
from bot.retrieve.neighbour import Neighbour
from bot.turn import Utterance
from bot.understand.names import names_of

LEAST_EVIDENCE = 0.62  # for a neighbour's card, from which a question that nothing here answers belongs there
LEAST_LIKENESS = 0.5  # of its nearest question
AS_KNOWN = 0.8  # likeness from which a question about one of their options belongs there, whatever comes near here,
MUCH_NEARER = 0.2  # and how much more that must be


def refer(context: Context, utterance: Utterance, *, is_unanswered: bool) -> Refer | None:
    """A short answer from another comparison, if the question belongs there rather than here."""
    foreign = [each for each in context.neighbours() if not utterance.options and _names_one(each, utterance)]
    asked = context.neighbours() if is_unanswered else foreign
    found = [(hits[0], each) for each in asked if (hits := each.retriever.search(utterance.text))]
    if not found:
        return None
    own = context.search(utterance.text)
    score, likeness = (own[0].score, own[0].similarity) if own else (0.0, 0.0)
    best, neighbour = max(found, key=lambda pair: pair[0].score)
    is_foreign = any(neighbour is each for each in foreign)
    is_known = is_foreign and best.similarity >= AS_KNOWN and best.similarity - likeness >= MUCH_NEARER
    is_near = best.score >= max(LEAST_EVIDENCE, score) and best.similarity >= max(LEAST_LIKENESS, likeness)
    is_there = is_known or (is_unanswered and is_near)
    return Refer(comparison=neighbour.comparison.id, card=best.card) if is_there else None


def _names_one(neighbour: Neighbour, utterance: Utterance) -> bool:
    """Whether an utterance names one of the options of another comparison."""
    return bool(names_of(neighbour.comparison).options.find(utterance.text))
