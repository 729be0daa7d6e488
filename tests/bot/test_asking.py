"""The choice of the next question is passed in: the same advisor, asking in another way."""

import pytest

from bot import Advisor, State, Turn
from bot.ask import Asking, ask_by_value
from bot.content.load import load_comparison
from bot.evaluate.steer import ask_everything, ask_in_order
from tests.bot.evaluation import DATA

COMPARISON = "fine-tuning-vs-rag"
TOLD = (
    "We have 2,000 manuals that change every week, and every answer must name its page.",
    "Prompting gives us the style we want, and there are no labelled examples at all.",
)


def told(advisor: Advisor, asking: Asking) -> Turn:
    """The turn after a case that is told in full."""
    state = State()
    for message in TOLD:
        turn = advisor.think(COMPARISON, message, state, asking=asking)
        state = turn.state
    return turn


def test_a_settled_verdict_needs_no_question() -> None:
    tea = load_comparison(DATA, "tea-or-coffee")
    assert ask_by_value(tea, State(), is_settled=True) is None
    assert ask_by_value(tea, State(), is_settled=False) is not None


@pytest.mark.model
@pytest.mark.parametrize("asking", [ask_by_value, ask_in_order])
def test_once_settled_nothing_is_asked_in_either_order(advisor: Advisor, asking: Asking) -> None:
    turn = told(advisor, asking)
    assert (turn.standing.status, turn.answer.question) == ("settled", None)


@pytest.mark.model
def test_asking_everything_goes_on_and_leaves_the_verdict_open(advisor: Advisor) -> None:
    turn = told(advisor, ask_everything)
    assert turn.standing.status == "leaning"
    assert turn.answer.question is not None
    assert turn.answer.question.criterion not in turn.state.levels


@pytest.mark.model
def test_the_order_of_asking_never_moves_the_shares(advisor: Advisor) -> None:
    first, *others = [told(advisor, asking).standing.ranking for asking in (ask_by_value, ask_in_order, ask_everything)]
    assert all(other == first for other in others)
