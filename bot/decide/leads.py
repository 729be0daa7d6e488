"""What leads over to a question: by what the reply says, what is known and what the message was."""

from collections.abc import Sequence

from bot.decide.context import Context
from bot.dialogue import Inform, Move, Note, Recommend
from bot.turn import Utterance
from bot.understand.speaker import speaks_of_own


def lead(context: Context, moves: Sequence[Move]) -> str:
    """The phrase before a question, after what the reply says already."""
    if any(isinstance(move, Recommend | Note) for move in moves):
        return "ask_open" if context.now.facts else "ask"
    if context.understanding.has("invite") and not moves:
        return "ask"
    if any(isinstance(move, Inform) for move in moves):
        return "ask_after_answer"
    if moves:
        return "ask"
    if context.understanding.facts:
        return "known"
    if context.before.pending or context.before.facts:
        return ("ask_open" if context.before.facts else "ask") if context.understanding.has("ack") else "unread"
    return "ask_told" if any(_describes(each) for each in context.understanding.utterances) else "ask_first"


def _describes(utterance: Utterance) -> bool:
    """Whether an utterance tells of the visitor's case, if nothing that counts for the verdict."""
    return utterance.act == "statement" and not utterance.is_question and speaks_of_own(utterance.text)
