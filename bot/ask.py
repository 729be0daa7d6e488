"""The next question: the open one with the highest expected value of information."""

from bot.comparison import Comparison, Criterion, Level
from bot.rank import Situation, information
from bot.turn import Choice, Question, State

MOST_CHOICES = 4
WORTH_ASKING = 0.002  # expected gain below which a question would only cost the visitor time


def situation_of(state: State) -> Situation:
    """What a conversation's state tells the decision."""
    return Situation(levels=state.levels, weights=state.weights)


def next_question(comparison: Comparison, state: State) -> Question | None:
    """The most informative question not asked before, or None when none is worth asking."""
    gains = information(comparison, situation_of(state))
    known = (comparison.criterion_by_id[fact.criterion].level(fact.level) for fact in state.facts)
    moot = {name for level in known for name in level.moot}
    for name, gain in sorted(gains.items(), key=lambda entry: (-round(entry[1], 9), entry[0])):
        if name in moot:
            continue
        criterion = comparison.criterion_by_id[name]
        question = question_about(criterion, state)
        if question is not None and gain >= WORTH_ASKING and question.key not in state.asked:
            return question
    return None


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
