"""Whether a sentence tells of the visitor's own case, or uses such words about something else.

"Style, format, reasoning: who changes them?" and "it quotes the document!" hold the words of facts and tell none.
"""

from collections.abc import Mapping, Sequence

from bot.dialogue import Fact
from bot.turn import Utterance
from bot.understand.spans import has_figure
from bot.understand.speaker import speaks_for_a_group, speaks_to_us

# A logistic regression over 589 facts read from questions, follow-ups and descriptions of cases, each labelled by hand
# as told or not told of the visitor's case.
CERTAINTY = 5.7  # for the fact's own certainty
COMPANY = 1.6  # for that of the surest other fact of the message
STATEMENT = 2.1  # for the probability that the sentence is a statement,
QUESTION = -0.15  # and that it is a question
ASKS = -1.35  # in the form of a question
A_GROUP = 0.35  # of a group ("we", "ours")
ADDRESSES_US = -0.45  # speaks to the advisor
A_FIGURE = 1.1
AN_OPTION = -0.3  # for each option named, up to MOST_OPTIONS
LENGTH = -1.3  # times its words, up to MOST_WORDS, as a share of these
IN_AN_INTERVIEW = 0.8  # a question about the case is open
BASE = -5.05
BAR = -0.3
MOST_OPTIONS = 2
MOST_WORDS = 30


def tells(text: str, probabilities: Mapping[str, float], *, asks: bool, options: int) -> float:
    """How much speaks for a sentence's telling of the visitor's own case, in log-odds.

    ``probabilities`` are those of the dialogue acts; ``options`` is how many options are named.
    """
    words = min(len(text.split()), MOST_WORDS) / MOST_WORDS
    return (
        BASE
        + STATEMENT * probabilities["statement"]
        + QUESTION * probabilities["question"]
        + ASKS * asks
        + A_GROUP * speaks_for_a_group(text)
        + ADDRESSES_US * speaks_to_us(text)
        + A_FIGURE * has_figure(text)
        + AN_OPTION * min(options, MOST_OPTIONS)
        + LENGTH * words
    )


def is_own(fact: Fact, others: Sequence[Fact], utterance: Utterance, *, is_interview: bool) -> bool:
    """Whether a fact read from an utterance is one of the visitor's own case, beside the ``others`` of the message."""
    company = max((each.confidence for each in others if each.criterion != fact.criterion), default=0.0)
    told = CERTAINTY * fact.confidence + COMPANY * company
    return utterance.tells + told + IN_AN_INTERVIEW * is_interview > BAR
