"""Baselines for steering: the same visitors, asked in another order or about everything."""

from bot.ask import open_questions
from bot.comparison import Comparison
from bot.dialogue import Question
from bot.turn import State


def ask_in_order(comparison: Comparison, state: State, *, is_settled: bool) -> Question | None:
    """A fixed order of questions, that of the content, until the verdict is settled."""
    return None if is_settled else ask_everything(comparison, state, is_settled=False)


def ask_everything(comparison: Comparison, state: State, *, is_settled: bool) -> Question | None:
    """Every question that is still open, in the content's order, whatever the verdict."""
    return next(iter(open_questions(comparison, state).values()), None)
