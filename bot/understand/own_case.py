"""Whether a sentence tells of the visitor's own case, or uses such words about something else.

"Style, format, reasoning: who changes them?" and "it quotes the document!" hold the words of facts and tell none.
"""

from collections.abc import Mapping

from bot.dialogue import Fact
from bot.turn import Utterance
from bot.understand.spans import has_figure
from bot.understand.speaker import speaks_for_a_group, speaks_to_us

# A logistic regression over 589 facts read from questions, follow-ups and descriptions of cases, each labelled by hand
# as told or not told of the visitor's case.
CERTAINTY = 5.0  # for the fact's own certainty
STATEMENT = 2.5  # for the probability that the sentence is a statement,
QUESTION = -0.5  # and that it is a question
ASKS = -1.5  # in the form of a question
A_GROUP = 0.2  # of a group ("we", "ours")
ADDRESSES_US = -0.5  # speaks to the advisor
A_FIGURE = 1.2
AN_OPTION = -0.3  # for each option named, up to MOST_OPTIONS
LENGTH = -0.7  # times its words, up to MOST_WORDS, as a share of these
IN_AN_INTERVIEW = 0.7  # a question about the case is open
BASE = -4.3
BAR = -0.2
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


def is_own(fact: Fact, utterance: Utterance, *, is_interview: bool) -> bool:
    """Whether a fact read from an utterance is one of the visitor's own case."""
    return utterance.tells + CERTAINTY * fact.confidence + IN_AN_INTERVIEW * is_interview > BAR
