"""Conversations that nobody stores, for tests of reading and answering."""

from bot import Advisor, State, Turn
from bot.ask import question_about

COMPARISON = "fine-tuning-vs-rag"


def hold(advisor: Advisor, *messages: str, state: State | None = None) -> Turn:
    """The last turn of a conversation, from ``state`` on."""
    now = state or State()
    for message in messages:
        turn = advisor.think(COMPARISON, message, now)
        now = turn.state
    return turn


def told(turn: Turn) -> dict[str, str]:
    """The facts read from the last message."""
    return {fact.criterion: fact.level for fact in turn.understanding.facts}


def pending(advisor: Advisor, criterion: str) -> State:
    """A conversation in which that criterion was just asked about."""
    question = question_about(advisor.comparison(COMPARISON).criterion_by_id[criterion], State())
    assert question is not None
    return State(turn=1, asked=(question.key,), pending=question)
