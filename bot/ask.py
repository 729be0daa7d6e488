"""The next question: the open one with the highest expected value of information."""

from typing import Protocol

from bot.comparison import Comparison, Criterion, Level
from bot.dialogue import Choice, Question
from bot.rank import Situation, information
from bot.turn import State

MOST_CHOICES = 4
WORTH_ASKING = 0.002  # expected gain below which a question would only cost the visitor time


class Asking(Protocol):
    """Which question comes next; None when the visitor has been asked enough, which settles the verdict."""

    def __call__(self, comparison: Comparison, state: State, *, is_settled: bool) -> Question | None:
        """``is_settled``: no open answer is likely to overturn the verdict any more."""
        ...


def ask_by_value(comparison: Comparison, state: State, *, is_settled: bool) -> Question | None:
    """The most informative question, until the verdict is settled."""
    return None if is_settled else next_question(comparison, state)


def situation_of(state: State) -> Situation:
    """What a conversation's state tells the decision."""
    return Situation(levels=state.levels, weights=state.weights)


def next_question(comparison: Comparison, state: State) -> Question | None:
    """The most informative question not asked before, or None when none is worth asking."""
    gains = information(comparison, situation_of(state))
    open_ones = open_questions(comparison, state)
    for name, gain in sorted(gains.items(), key=lambda entry: (-round(entry[1], 9), entry[0])):
        if name in open_ones and gain >= WORTH_ASKING:
            return open_ones[name]
    return None


def open_questions(comparison: Comparison, state: State) -> dict[str, Question]:
    """Criterion to its question, in the content's order: neither answered, nor asked before, nor made moot."""
    known = (comparison.criterion_by_id[fact.criterion].level(fact.level) for fact in state.facts)
    moot = {name for level in known for name in level.moot}
    asked = ((each.id, question_about(each, state)) for each in comparison.asked_criteria if each.id not in moot)
    return {name: question for name, question in asked if question is not None and question.key not in state.asked}


def question_about(criterion: Criterion, state: State) -> Question | None:
    """The criterion's question, or the sharper one if a vague answer is known; None if it is answered."""
    known = state.fact(criterion.id)
    if known is None:
        levels = [level for level in criterion.levels if level.is_choice]
        return Question(criterion=criterion.id, text=criterion.question, choices=_choices(levels))
    vague = criterion.level(known.level)
    if not vague.stands_for:
        return None
    levels = [criterion.level(name) for name in vague.stands_for]
    choices = _choices(levels)
    return Question(criterion=criterion.id, text=vague.question, choices=choices, refines=vague.id)


def _choices(levels: list[Level]) -> tuple[Choice, ...]:
    return tuple(Choice(id=level.id, label=level.label) for level in levels[:MOST_CHOICES])
