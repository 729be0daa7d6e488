"""Remarks: what a visitor says that asks for nothing (a view, a comment on the answer, what is known already)."""

from bot.comparison import Card
from bot.decide.context import FAIR, Context
from bot.decide.find import by_place, is_fair
from bot.decide.follow_up import inform
from bot.decide.social import say
from bot.dialogue import Decision
from bot.turn import Utterance
from bot.understand.resolve import Topic

MOSTLY_FAMILIAR = 0.5  # share of the words that the cards use


def confirms(context: Context, utterance: Utterance) -> bool:
    """Whether an utterance belongs to a message that only tells what is known already."""
    is_told = utterance.act == "statement" and not utterance.is_question
    return is_told and bool(context.understanding.facts) and not context.has_news


def remark(context: Context, utterance: Utterance, found: tuple[Card, float] | None) -> Decision:
    """A remark on the answer just given ("sounds like a lot of work") is taken up where a card fits it."""
    is_on_card = context.before.focus.kind == "card" and not (context.has_news or context.before.pending)
    if not is_on_card or found is None or not is_fair(found[1]) or is_foreign(context, utterance):
        return ()
    return (inform(context, found[0]),)


def is_foreign(context: Context, utterance: Utterance) -> bool:
    """Whether a message speaks of things that no card mentions and finds nothing by its own words."""
    if utterance.familiar >= MOSTLY_FAMILIAR:
        return False
    return max((hit.similarity for hit in context.search(utterance.text)), default=0.0) < FAIR


def opinion(context: Context, utterance: Utterance) -> Decision:
    """Opinion without fact moves nothing; say when it would be right."""
    option = utterance.options[0] if utterance.options else context.before.focus.option
    card = by_place(context, Topic(query=utterance.text, option=option, aspect="when")) if option else None
    if card is None:
        return (say(context, "opinion", "answer"),)
    return (inform(context, card, lead="opinion"),)
