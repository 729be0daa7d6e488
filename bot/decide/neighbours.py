"""Questions that belong to another comparison."""

from bot.decide.context import Context
from bot.dialogue import Refer
from bot.turn import Utterance

LEAST_EVIDENCE = 0.62  # for a neighbour's card, from which a question that nothing here answers belongs there
LEAST_LIKENESS = 0.5  # of its nearest question
AS_KNOWN = 0.8  # likeness from which a question belongs there although something here comes near,
STRANGE = 0.6  # if nothing here is as like as this,
MUCH_BETTER = 0.15  # and how much more evidence that takes


def refer(context: Context, utterance: Utterance, *, is_unanswered: bool) -> Refer | None:
    """A short answer from another comparison, if the question belongs there rather than here."""
    own = context.search(utterance.text)
    score, likeness = (own[0].score, own[0].similarity) if own else (0.0, 0.0)
    found = [(hits[0], each) for each in context.neighbours() if (hits := each.retriever.search(utterance.text))]
    if not found:
        return None
    best, neighbour = max(found, key=lambda pair: pair[0].score)
    is_known = best.similarity >= AS_KNOWN and likeness < STRANGE and best.score - score >= MUCH_BETTER
    is_near = best.score >= max(LEAST_EVIDENCE, score) and best.similarity >= max(LEAST_LIKENESS, likeness)
    is_there = is_known or (is_unanswered and is_near)
    return Refer(comparison=neighbour.comparison.id, card=best.card) if is_there else None
