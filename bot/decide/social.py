"""Messages outside the subject: courtesy, limits, attacks, distress, other languages."""

from bot.decide.context import Context
from bot.dialogue import Ask, Decision, ReplyAct, Say
from bot.turn import Utterance

ACTS: dict[str, ReplyAct] = {
    "greet": "smalltalk", "thanks": "smalltalk", "bye": "smalltalk", "complaint": "smalltalk", "identity": "smalltalk",
    "capability": "smalltalk", "distress": "smalltalk", "off_topic": "decline", "injection": "decline",
    "unanswerable": "decline", "gibberish": "clarify", "amend": "answer",
}  # fmt: skip
MOST_CRITERIA = 6  # that are named as what can be asked about
COURTESY = frozenset({"greet", "thanks", "bye", "ack", "complaint", "amend"})


def say(context: Context, phrase: str, act: ReplyAct, **slots: str) -> Say:
    """A phrase of the house with the comparison's own names in it."""
    comparison = context.comparison
    fallback = comparison.option_by_id[comparison.fallback]
    others = [option.id for option in comparison.options if option.id != fallback.id]
    own = {
        "subject": comparison.subject,
        "fallback": fallback.name,
        "rival": comparison.option_by_id[fallback.counterpart or others[0]].name,
        "criteria": ", ".join(criterion.name for criterion in comparison.asked_criteria[:MOST_CRITERIA]),
    }
    return Say(phrase=phrase, act=act, slots={**own, **slots})


def respond(context: Context, utterance: Utterance) -> Decision:
    """The reply to a message outside the subject."""
    is_aside = utterance.act == "off_topic" and not utterance.is_question and context.before.turn > 0
    move = say(context, "aside" if is_aside else utterance.act, ACTS[utterance.act])
    pending = context.before.pending
    return (move, Ask(question=pending, lead="ask_waiting")) if is_aside and pending else (move,)


def in_language(context: Context) -> Decision:
    return (say(context, f"language/{context.understanding.language}", "clarify"),)
