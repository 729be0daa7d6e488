"""Finds the card that answers: by its place (criterion, option, aspect) or by search."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.comparison import Aspect, Card
from bot.decide.context import FAIR, GOOD, Context
from bot.turn import Hit, Utterance
from bot.understand.resolve import ASPECT_OF_ACT, Topic, compares, refers_back

GENERAL: tuple[Aspect, ...] = ("overview", "compare", "definition")
NAMED_BONUS = 0.015  # for a card about the very option or criterion that the message names
OTHER_MALUS = 0.03  # for a card about the other option
TOLD_MALUS = 0.2  # for a card told before: a follow-up hardly wants the same answer again
STANCE_MALUS = 0.2  # for drawbacks where advantages are asked for, and the reverse
ONE_SIDE_MALUS = 0.1  # for one option where the options are compared and none is named
ASPECT_BONUS = 0.08  # for a card of the kind that the message asks for (advantages, say)
OPPOSITE = {"for": "drawbacks", "against": "advantages"}
LISTS = frozenset(OPPOSITE.values())  # kinds of cards that go on where another one ends
LIKELY_NEXT = 0.5  # chance from which a card is asked for after another one
LIKELY_OF_FOCUS = 0.6  # the same for a bare name, which may as well begin another topic
LIKELY_ENOUGH = 0.15  # chance from which a card after the one in focus comes near what is asked
EVIDENCE_SHARE = 0.8  # what the evidence for a card counts as similarity
NEIGHBOURS = 6  # cards among which a sentence is looked for
AS_NEAR = 0.06  # difference in likeness at which two sides are asked for alike
AS_KNOWN = 0.8  # similarity from which a question is one that the card knows
A_TIE = 0.1  # how far behind the best card's score a rival may be that answers the question as well
CLOSE = 0.18  # how far behind the best card's score a neighbour may be


def by_place(context: Context, topic: Topic) -> Card | None:
    """The card at (criterion, option, aspect), one that tells as much of all options, or the nearest general one about
    the same thing."""
    option = topic.option or "all"
    own = [(option, topic.aspect), ("all", topic.aspect)] if topic.aspect else []
    for place in (*own, *((option, aspect) for aspect in GENERAL)):
        for card in context.comparison.cards:
            is_there = card.criterion == topic.criterion and (card.about, card.aspect) == place
            if is_there and card.id != context.rejected:
                return card
    return None


@dataclass(frozen=True, slots=True)
class Found:
    """A card for a question: all that speaks for it, the likeness of its nearest question (0 to 1), and the chance that
    it is asked for after the card in focus (0 if there is none)."""

    card: Card
    score: float
    similarity: float
    chance: float = 0.0


def by_search(context: Context, utterance: Utterance, topic: Topic) -> tuple[Card, float] | None:
    """The best card for the question and its similarity (0 to 1), or None if nothing was found.

    A message that is all in words of the cards is as near as all evidence together says.
    """
    found = ranked(context, utterance, topic)
    if not found:
        return None
    best = _first_of_its_kind(context, found)
    similarity = best.similarity
    if utterance.familiar == 1:
        similarity = max(similarity, EVIDENCE_SHARE * best.score)
    if best.chance >= LIKELY_ENOUGH:
        similarity = max(similarity, FAIR)
    return best.card, similarity


def of_focus(context: Context, utterance: Utterance, topic: Topic) -> Card | None:
    """The card on what is in focus that a bare name asks for ("is it slow?" after a re-ranker), if that is likely."""
    best = next(iter(context.follow(utterance, topic.said)), None)
    is_asked = best is not None and best.chance >= LIKELY_OF_FOCUS and not context.was_told(f"{best.card}/Answer")
    return context.card(best) if best and is_asked else None


def holds_its_place(context: Context, card: Card) -> bool:
    """Whether a card is what its place stands for, so that the same place of the other option holds its counterpart."""
    place = Topic(query="", criterion=card.criterion, option=card.about, aspect=card.aspect)
    return by_place(context, place) is card


def _first_of_its_kind(context: Context, found: list[Found]) -> Found:
    """The best card; of several that list advantages, say, of the same option the one that begins the list."""
    best = found[0]
    if best.card.aspect not in LISTS:
        return best
    by_name = {each.card.id: each for each in found}
    return next((by_name[card.id] for card in fresh_of_kind(context, best.card) if card.id in by_name), best)


def fresh_of_kind(context: Context, card: Card) -> Iterator[Card]:
    """The cards in the place of ``card`` (criterion, option, aspect) that were not told yet, in their order."""
    for each in context.comparison.cards:
        is_alike = (each.about, each.aspect, each.criterion) == (card.about, card.aspect, card.criterion)
        if is_alike and not context.was_told(f"{each.id}/Answer"):
            yield each


def ranked(context: Context, utterance: Utterance, topic: Topic) -> list[Found]:
    """The cards for a question, best first."""
    follows = utterance.is_elliptical and not topic.continues and topic.query != topic.said
    found = context.follow(utterance, topic.said) if follows else ()
    hits = {hit.card: _followed(context, hit) for hit in found} or _searched(context, utterance, topic)
    hits.pop(context.rejected or "", None)
    cards = context.comparison.card_by_id
    return [Found(cards[name], *hits[name]) for name in sorted(hits, key=lambda name: (-hits[name][0], name))]


def _followed(context: Context, hit: Hit) -> tuple[float, float, float]:
    """Evidence, likeness and chance of a card after the one in focus: less for one told before that."""
    is_told = hit.card != context.before.focus.card and context.was_told(f"{hit.card}/Answer")
    return hit.score - (TOLD_MALUS if is_told else 0.0), max(hit.similarity, hit.chance), hit.chance


def _searched(context: Context, utterance: Utterance, topic: Topic) -> dict[str, tuple[float, ...]]:
    """Card to its evidence and likeness, by the message alone and with the sentence before where it leans on that."""
    hits: dict[str, tuple[float, ...]] = {
        hit.card: (_score(context, hit, utterance, utterance.text), hit.similarity)
        for hit in context.search(utterance.text)
    }
    if topic.query != utterance.text:
        for hit in context.search(topic.query):
            score = _score(context, hit, utterance, topic.query)
            known = hits.get(hit.card, (0.0, 0.0))
            hits[hit.card] = (max(known[0], score), max(known[1], hit.similarity))
    return hits


def beside(context: Context, utterance: Utterance, topic: Topic, card: Card) -> tuple[tuple[str, int], ...]:
    """Sentences of neighbouring cards (card, place) that belong to the answer.

    What the runner-up answers, where the evidence hardly tells the two cards apart, and the sentence that comes nearer
    to the question than the answer found. None where the question is put almost as the card knows it.
    """
    row = _row(context, utterance, card)
    if row is not None:
        return ((row.id, 0),)
    found = ranked(context, utterance, topic)[:NEIGHBOURS]
    best = next((each for each in found if each.card.id == card.id), None)
    if best is None or best.similarity >= AS_KNOWN:
        return ()
    others = [
        each
        for each in found
        if each.card.id != card.id
        and best.score - each.score < CLOSE
        and not context.was_told(f"{each.card.id}/Answer")
        and (each.card.aspect != "definition" or card.aspect == "definition")
    ]
    is_tie = bool(others) and topic.query == utterance.text and _rivals(best, others[0])
    rivals = [(others[0].card.id, 0)] if is_tie and context.retriever.adds(others[0].card.id, card.id) else []
    asked = topic.query if refers_back(utterance) or topic.is_bare or topic.continues else utterance.text
    told = [card.id, *(name for name, _ in rivals)]
    nearer = context.retriever.beside(asked, told, [each.card.id for each in others if each.card.id not in told])
    return (*rivals, *([nearer] if nearer else []))


def _row(context: Context, utterance: Utterance, card: Card) -> Card | None:
    """What the page says on the one criterion that the message names, beside a card on the page as a whole."""
    if card.aspect != "page" or card.criterion is not None or len(utterance.criteria) != 1:
        return None
    rows = (each for each in context.comparison.cards if each.aspect == "page" and each.criterion in utterance.criteria)
    return next((each for each in rows if not context.was_told(f"{each.id}/Answer")), None)


def other_side(context: Context, utterance: Utterance, topic: Topic, card: Card) -> Card | None:
    """What speaks against an option where both sides are asked for ("pros and cons"), and the reverse."""
    if card.aspect not in LISTS:
        return None
    found = {each.card.id: each for each in ranked(context, utterance, topic)[:NEIGHBOURS]}
    best = found.get(card.id)
    for each in found.values():
        is_other = {each.card.aspect, card.aspect} == LISTS and each.card.about == card.about
        if best and is_other and min(each.similarity, best.similarity) >= AS_KNOWN:
            return each.card if abs(best.similarity - each.similarity) < AS_NEAR else None
    return None


def _rivals(best: Found, other: Found) -> bool:
    """Whether the evidence hardly tells two cards apart that speak of the same thing or have as near a question."""
    is_alike = other.card.criterion == best.card.criterion or other.similarity >= best.similarity
    return best.score - other.score < A_TIE and is_alike


def _score(context: Context, hit: Hit, utterance: Utterance, query: str) -> float:
    """The retriever's evidence, and a little for being about what the message names."""
    card = context.card(hit)
    score = hit.score
    if utterance.options and card.about != "all":
        score += NAMED_BONUS if card.about in utterance.options else -OTHER_MALUS
    if len(utterance.options) > 1 and card.about == "all":
        score += NAMED_BONUS
    if utterance.criteria and card.criterion in utterance.criteria:
        score += NAMED_BONUS
    if compares(utterance) and card.aspect == "compare":
        score += ASPECT_BONUS
    if compares(utterance) and card.aspect == "definition":
        score -= STANCE_MALUS
    if compares(utterance) and not utterance.options and card.about != "all":
        score -= ONE_SIDE_MALUS
    if card.aspect == ASPECT_OF_ACT.get(utterance.act):
        score += ASPECT_BONUS
    if card.aspect == OPPOSITE.get(utterance.stance):
        score -= STANCE_MALUS
    is_asked_again = query == utterance.text and hit.similarity >= AS_KNOWN
    if utterance.is_elliptical and context.was_told(f"{card.id}/Answer") and not is_asked_again:
        score -= TOLD_MALUS
    return score


def is_good(similarity: float) -> bool:
    """Whether a card at this similarity answers the question as asked."""
    return similarity >= GOOD


def is_fair(similarity: float) -> bool:
    """Whether it at least comes near."""
    return similarity >= FAIR
