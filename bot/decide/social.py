"""Messages outside the subject: courtesy, limits, attacks, distress, other languages."""

from bot.decide.context import Context
from bot.dialogue import Decision, ReplyAct, Say
from bot.turn import Utterance

ACTS: dict[str, ReplyAct] = {
    "greet": "smalltalk", "thanks": "smalltalk", "bye": "smalltalk", "complaint": "smalltalk", "identity": "smalltalk",
    "capability": "smalltalk", "distress": "smalltalk", "off_topic": "decline", "injection": "decline",
    "unanswerable": "decline", "gibberish": "clarify",
}  # fmt: skip
MOST_TOPICS = 6  # named where nothing could be answered
COURTESY = frozenset({"greet", "thanks", "bye", "ack", "complaint"})


def say(context: Context, phrase: str, act: ReplyAct, **slots: str) -> Say:
    topics = ", ".join(criterion.name for criterion in context.comparison.criteria[:MOST_TOPICS])
    return Say(phrase=phrase, act=act, slots={"subject": context.comparison.subject, "topics": topics, **slots})


def respond(context: Context, utterance: Utterance) -> Decision:
    """The reply to a message outside the subject."""
    return (say(context, utterance.act, ACTS[utterance.act]),)


def in_language(context: Context) -> Decision:
    return (say(context, f"language/{context.understanding.language}", "clarify"),)
