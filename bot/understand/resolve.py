"""What a message is about: the topic in focus carried into what it leaves unsaid."""

import re
from dataclasses import dataclass

from bot.comparison import Aspect, Card, Comparison, Criterion
from bot.turn import Focus, Utterance
from bot.understand.names import MARK, names_of
from bot.understand.read import ANAPHORA
from bot.understand.words import telling_words

ASPECT_OF_ACT: dict[str, Aspect] = {
    "pro": "advantages", "against": "drawbacks", "when": "when", "how": "how", "amount": "amount", "compare": "compare",
}  # fmt: skip
COMPARATIVE = re.compile(
    r"\bthe (?!other|latter|former)(\w+er|less expensive|more expensive) (?:one|of the two|option|approach)\b",
    re.IGNORECASE,
)
REFERRING = re.compile(
    rf"{COMPARATIVE.pattern}|\bthe other(?: (?:one|option|approach|way|kind|sort)\b|(?=\W*$))", re.IGNORECASE
)
ORDINAL = re.compile(
    r"\bthe (?:(?:first|1st) (?:one|option|of (?:them|the two|these))|former|"
    r"(?P<last>(?:second|2nd|last) (?:one|option|of (?:them|the two|these))|latter))\b",
    re.IGNORECASE,
)
YES_OR_NO = re.compile(
    r"^(?:\W|and |so |but |ok |okay |well |then |btw |or )*(?:is|are|am|was|were|do|does|did|can|could|should|"
    r"shall|would|will|may|must|has|have|isn't|aren't|doesn't|don't|won't|can't|shouldn't)\b|\b(?:right|correct|true|agreed|no|ok)\s*\?\s*$"
)
WHICH = re.compile(
    r"\b(?:which|who|what)\b.*\b(?:better|best|wins?|worse|stronger|weaker|ahead|suits?)\b"
    r"|\bwhich(?: (?:one|option|way|of (?:them|these|those|the two)))? (?:is|was|would be|comes out) "
    r"(?:the |much |far )?(?:(?!other|ever|never)\w{3,}er|more \w+|less \w+)\b"
    r"|\bhow (?:do|does|would|did) .*\b(?:compare|differ)\b",
    re.IGNORECASE,
)
REASONS = re.compile(r"^(?:and |so |but )?(?:why|how (?:do|does|can|could|should|would|to)|what helps)\b")
OR = re.compile(rf"{MARK}\W*or\W*(?:an? |the )?{MARK}")
UNSURE = 0.5  # less surely than this, an act says little
DEARER = frozenset({"dearer", "slower", "pricier", "costlier", "more expensive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A message's topic: named or carried over, and the query that states it by itself."""

    query: str
    said: str = ""  # the message with the names of what it refers to, by itself
    criterion: str | None = None
    option: str | None = None
    aspect: Aspect | None = None
    is_bare: bool = False
    continues: bool = False  # the sentence before it in the same message


def resolve(utterance: Utterance, focus: Focus, comparison: Comparison, preceding: Utterance | None = None) -> Topic:
    """The topic of ``utterance``; what it leaves out comes from the ``preceding`` sentence or from ``focus``."""
    criterion = _criterion(utterance, preceding, focus)
    option = _option(utterance, focus, comparison, criterion)
    bare = is_bare(utterance, comparison)
    carried = focus.aspect if utterance.is_elliptical and _carries(focus, utterance) else None
    aspect = carried if bare and utterance.criteria else ASPECT_OF_ACT.get(utterance.act) or carried
    card = None if bare and utterance.criteria else comparison.card_by_id.get(focus.card or "")
    said = _named(utterance, _name(option, comparison))
    return Topic(
        query=_query(utterance, said, card, preceding, is_named=option is not None),
        said=said,
        criterion=criterion,
        option=option,
        aspect=aspect,
        is_bare=bare,
        continues=bool(preceding) and utterance.is_elliptical,
    )


def _carries(focus: Focus, utterance: Utterance) -> bool:
    """Whether the kind of the last answer holds for what is named now: what a word means ends with that word."""
    return focus.aspect != "definition" or not utterance.criteria


def refers_back(utterance: Utterance) -> bool:
    """Whether a word of the message points to what was said before ("it", "that", "them")."""
    return bool(ANAPHORA.search(utterance.text))


def compares(utterance: Utterance) -> bool:
    """Whether the message asks which of the options does better, or how they differ."""
    return bool(WHICH.search(utterance.text))


def is_yes_or_no(utterance: Utterance) -> bool:
    """Whether the message asks for a yes or a no."""
    return bool(YES_OR_NO.search(utterance.text.lower()))


def is_choice(utterance: Utterance, comparison: Comparison) -> bool:
    """Whether the message begins with "this or that", and says at most for what: it wants the decision, not an
    explanation."""
    marked = names_of(comparison).options.marked(utterance.text)
    joined = OR.search(marked)
    before, after = (marked[: joined.start()], marked[joined.end() :]) if joined else (marked, "")
    is_opened = (
        joined is not None and not telling_words(before) and len(utterance.options) > 1 and not utterance.criteria
    )
    return is_opened and (not telling_words(after) or utterance.confidence < UNSURE)


def asks_for_reasons(utterance: Utterance) -> bool:
    """Whether the message asks why or how, which no missing figure makes unanswerable."""
    return utterance.act == "unanswerable" and bool(REASONS.match(utterance.text.lower()))


def is_bare(utterance: Utterance, comparison: Comparison) -> bool:
    """Whether the message only names things ("latency?", "and for RAG?") and says nothing about them."""
    return names_only(utterance.text, comparison)


def names_only(text: str, comparison: Comparison) -> bool:
    """Whether nothing that means something is left beside names of the comparison's options and criteria."""
    names = names_of(comparison)
    return not telling_words(names.criteria.without(names.options.without(text)))


def _name(option: str | None, comparison: Comparison) -> str:
    known = comparison.option_by_id.get(option or "")
    return known.name if known else ""


def _criterion(utterance: Utterance, preceding: Utterance | None, focus: Focus) -> str | None:
    named = utterance.criteria or (preceding.criteria if preceding else ())
    return named[0] if named else focus.criterion


def _option(utterance: Utterance, focus: Focus, comparison: Comparison, criterion: str | None) -> str | None:
    card = comparison.card_by_id.get(focus.card or "")
    comparative = COMPARATIVE.search(utterance.text)
    if comparative and criterion is not None:
        return _ranked_option(comparison.criterion_by_id[criterion], comparative[1].lower(), comparison)
    if utterance.act == "compare" or len(utterance.options) > 1:
        return "all"
    if utterance.options:
        return utterance.options[0]
    ordinal = ORDINAL.search(utterance.text)
    if ordinal is not None and card is not None:
        return _mentioned(card, comparison, last=bool(ordinal["last"])) or focus.option
    if utterance.act == "other" and not utterance.criteria:
        return counterpart(focus.option, comparison) or _loser(criterion, comparison)
    return focus.option


def _mentioned(card: Card, comparison: Comparison, *, last: bool) -> str | None:
    """The first or the last of the two options that the answer of a card names."""
    text = " ".join(sentence.text for sentence in card.answer)
    pair = names_of(comparison).options.find(text)[:2]
    return pair[-1 if last else 0] if len(pair) > 1 else None


def _loser(criterion: str | None, comparison: Comparison) -> str | None:
    """The other one where both were compared: not the winner of the row, nor the first option where there is none."""
    if criterion is None:
        return None
    page = comparison.criterion_by_id[criterion].page
    return counterpart(page.winner if page else comparison.options[0].id, comparison)


def counterpart(option: str | None, comparison: Comparison) -> str | None:
    """The option that "the other one" means."""
    known = comparison.option_by_id.get(option or "")
    return known.counterpart if known else None


def _ranked_option(criterion: Criterion, word: str, comparison: Comparison) -> str | None:
    """The option that does better on a criterion (or worse: "the slower one")."""
    if criterion.page is None or not criterion.page.winner:
        return None
    winner = criterion.page.winner
    return counterpart(winner, comparison) if word in DEARER else winner


def _named(utterance: Utterance, name: str) -> str:
    """What is said, with the name of the option that "the cheaper one" or "the other one" means."""
    return ORDINAL.sub(name, REFERRING.sub(name, utterance.text)) if name else utterance.text


def _query(utterance: Utterance, said: str, card: Card | None, preceding: Utterance | None, *, is_named: bool) -> str:
    """The question by itself: with what it refers to put in front where words are missing."""
    if not utterance.is_elliptical:
        return said
    if preceding:
        whole = f"{preceding.text} {said}"
        return f"{card.topic}: {whole}" if card and preceding.is_elliptical else whole
    if card is None or (is_named and ORDINAL.search(utterance.text)):
        return said
    return f"{card.topic}: {said}"
