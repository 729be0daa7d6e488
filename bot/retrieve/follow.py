"""Which card answers a short message after another card was told: a conditional logit over all that speaks for a card.

"Does it slow answers down?" after LoRA wants another card than after RAG. What the message says by itself counts most;
the topic told before draws it near, and what the content lists as said next after that card is likelier by far.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.comparison import Aspect, Card, Comparison, CriterionId, OptionId

Scores = NDArray[np.float64]

# Fitted by maximum likelihood (D. McFadden, 1974) on the follow-ups in the content, each after its card, and on short
# questions after any card, as topics change; each against all cards, with the learned scorer fitted on the others. What
# is left out finds its card first in 59 of 100 follow-ups and in 68 of 100 changes of topic.
ASK = 2.45  # for the cosine of the card's nearest question to the message,
ASK_WITH_TOPIC = 2.0  # and to the message drawn to the topic,
ANSWER = 2.8  # for the cosine of its answer,
WORDS = 1.8  # for the BM25 score relative to the best one,
LEARNED = 0.5  # for the logarithm of the learned probability by the message,
LEARNED_WITH_TOPIC = 0.4  # and by topic and message,
LISTED = 3.5  # for a card that the content lists as a next one,
SEEN = 0.3  # and as a natural next question,
SAME_CRITERION = 0.35
SAME_ABOUT = 0.7  # where no option is named,
NAMED_OPTION = 0.75  # and for one that is,
NAMED_CRITERION = 0.6
OTHER_OPTION = 1.2  # for the counterpart, times the chance that it is asked for,
ASPECT = 0.85  # and for the kind of card, times the chance of that
LIKE_THE_TOPIC = -0.85  # for the cosine of its answer to the topic, which says nothing of what is asked,
THE_SAME = -2.2  # for the card told itself,
THE_SAME_FURTHER = 2.2  # and for the cosine of its nearest further sentence
LEAST = 1e-3  # added to a probability before its logarithm is taken
TOPIC_SHARE = 0.5  # by how much a message is drawn to the topic
UNIT = 12.0  # by which the logit is divided, to be in the unit of the evidence for a card


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A message after the card ``told``: what it names, the kind of card that it asks for (``aspect``) and whether for
    the other option, each with its chance."""

    text: str
    told: str
    options: tuple[OptionId, ...] = ()
    criteria: tuple[CriterionId, ...] = ()
    aspect: Aspect | None = None
    of_aspect: float = 0.0
    of_other: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What speaks for each card, in their order: one array of scores a view (see the weights above)."""

    asks: Scores
    asks_with_topic: Scores
    answers: Scores
    words: Scores
    learned: Scores
    learned_with_topic: Scores
    topic_likeness: Scores
    further: float  # of the card told


def with_topic(card: Card, message: str) -> str:
    """The text of a message with the topic in front that it is said after."""
    return f"{card.topic}: {message}"


class Followers:
    """Which cards of a comparison follow which."""

    def __init__(self, comparison: Comparison) -> None:
        self._cards = comparison.cards
        self._places = {card.id: place for place, card in enumerate(comparison.cards)}
        self._counterparts = {option.id: option.counterpart for option in comparison.options}
        self._bonuses: dict[str, Scores] = {}

    def place(self, card: str) -> int:
        return self._places[card]

    def logits(self, remark: Remark, views: Views) -> Scores:
        """The log-odds, up to a constant, of each card's being the one that a remark asks for."""
        found: Scores = (
            ASK * views.asks
            + ASK_WITH_TOPIC * views.asks_with_topic
            + ANSWER * views.answers
            + WORDS * views.words
            + LEARNED * np.log(views.learned + LEAST)
            + LEARNED_WITH_TOPIC * np.log(views.learned_with_topic + LEAST)
            + LIKE_THE_TOPIC * views.topic_likeness
            + self._of_place(remark.told)
            + self._of_names(remark)
        )
        found[self._places[remark.told]] += THE_SAME + THE_SAME_FURTHER * views.further
        return found

    def _of_place(self, told: str) -> Scores:
        """What the content and the places of the cards say, whatever the remark is."""
        if told not in self._bonuses:
            card = self._cards[self._places[told]]
            listed = {following.card for following in card.follow_ups}
            self._bonuses[told] = np.array(
                [
                    LISTED * (each.id in listed)
                    + SEEN * (each.id in card.see)
                    + SAME_CRITERION * (card.criterion is not None and card.criterion == each.criterion)
                    for each in self._cards
                ]
            )
        return self._bonuses[told]

    def _of_names(self, remark: Remark) -> Scores:
        """What the options and criteria named say, and the kind of card that is asked for."""
        told = self._cards[self._places[remark.told]]
        abouts, about_bonus = (remark.options, NAMED_OPTION) if remark.options else ((told.about,), SAME_ABOUT)
        other = self._counterparts.get(told.about)
        return np.array(
            [
                about_bonus * (card.about in abouts)
                + NAMED_CRITERION * (card.criterion in remark.criteria)
                + ASPECT * remark.of_aspect * (card.aspect == remark.aspect)
                + OTHER_OPTION * remark.of_other * (card.about == other)
                for card in self._cards
            ]
        )


def chances(logits: Scores) -> Scores:
    """The chance of each card; adds up to 1."""
    powers = np.exp(logits - logits.max())
    shares: Scores = powers / powers.sum()
    return shares
