"""Follow-ups: short messages that live on the topic in focus ("why?", "and the other one?")."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.comparison import Card, Section
from bot.decide.context import Context
from bot.decide.find import (
    LIKELY_ENOUGH,
    LIKELY_NEXT,
    LISTS,
    NEIGHBOURS,
    by_place,
    by_search,
    fresh_of_kind,
    holds_its_place,
    is_fair,
    is_good,
    of_focus,
    ranked,
)
from bot.decide.social import say
from bot.dialogue import Ask, Decision, Explain, Inform, Recommend
from bot.turn import Utterance
from bot.understand.resolve import ASPECT_OF_ACT, REFERRING, Topic, counterpart

FOLLOW_UPS = frozenset(
    (
        "why why_ask why_not sure source shorter longer else_ example plain other compare pro against when "
        "how amount flip effect return_to meant ranking repeat"
    ).split()
)
ALWAYS = frozenset(
    {"flip", "effect", "why_ask", "source", "shorter", "plain", "longer", "why_not", "ranking", "repeat"}
)
SURE_BESIDE_A_NAME = 0.5  # needed to read "why not LoRA?" as a follow-up and not as a question about LoRA
SURE_OF_ACT = 0.6  # needed to read "source?" as a follow-up and not as the criterion
GOES_ON = LISTS | {"when"}  # kinds of cards of which "what else?" wants the next one
SEARCHED_LAST = frozenset({"other", "compare", "source"})  # read unsurely, they still mean what was told
KINDS = frozenset({"pro", "against", "compare", "when"})  # acts that ask for a kind of card
OTHER = re.compile(r"\bothers?\b", re.IGNORECASE)
DEEPER: tuple[Section, ...] = ("More", "Why", "Example")


def follow_up(context: Context, utterance: Utterance) -> Decision | None:
    """The moves for a follow-up, or None when it is better read as a question of its own."""
    topic = context.topic(utterance)
    if utterance.act not in ALWAYS and not (utterance.is_elliptical or topic.is_bare):
        return None
    names_topic = topic.is_bare and not topic.continues and (utterance.criteria or utterance.options)
    bar = SURE_OF_ACT if utterance.criteria else SURE_BESIDE_A_NAME
    if names_topic and (utterance.act not in ALWAYS or utterance.confidence < bar):
        near = of_focus(context, utterance, topic)
        return (inform(context, near),) if near else _place(context, topic)
    asked = _asked_by_words(context, utterance, topic)
    if asked is not None:
        return (inform(context, asked),)
    if utterance.act in BY_ACT:
        return BY_ACT[utterance.act](context, utterance)
    kind = context.before.focus.kind
    if utterance.act in {"return_to", "meant"} and utterance.criteria:
        return _place(context, topic)
    if kind == "question" and utterance.act in {"why", "plain", "example"}:
        return (Explain(what="question"),)
    if kind == "verdict":
        return _on_verdict(context, utterance)
    card = _focus_card(context)
    return _on_card(context, utterance, card, topic) if card else None


def _asked_by_words(context: Context, utterance: Utterance, topic: Topic) -> Card | None:
    """The card that a follow-up asks for by what it says ("why not make them huge?"), where that is likelier than its
    act, or where its act speaks of another thing than the answer at hand."""
    if topic.is_bare:
        return None
    found = next(iter(ranked(context, utterance, topic)), None)
    if found is None or not _is_fresh(context, found.card):
        return None
    is_beside = utterance.act == "why_not" and context.before.focus.kind == "card"
    is_another = utterance.act == "other" and not (utterance.options or OTHER.search(utterance.text))
    bar = LIKELY_NEXT if is_beside or is_another else max(LIKELY_NEXT, utterance.confidence)
    is_asked = found.chance >= bar or (utterance.confidence < SURE_OF_ACT and is_good(found.similarity))
    if not is_asked or (utterance.act in SEARCHED_LAST and found.chance < bar):
        return None
    return None if _is_vaguer(context, found.card, topic) else found.card


def _is_vaguer(context: Context, card: Card, topic: Topic) -> bool:
    """Whether a card on all options is found where one on the option that leads is meant ("how would we start" after
    the verdict)."""
    return context.before.focus.kind == "verdict" and topic.aspect is not None and card.about == "all"


def _focus_card(context: Context) -> Card | None:
    return context.comparison.card_by_id.get(context.before.focus.card or "")


def _place(context: Context, topic: Topic) -> Decision | None:
    topic = topic if topic.option else replace(topic, option="all", aspect="compare" if topic.criterion else None)
    card = by_place(context, topic) or by_place(context, replace(topic, option="all", aspect="compare"))
    return (inform(context, card),) if card else None


def inform(context: Context, card: Card, section: Section = "Answer", lead: str = "", question: str = "") -> Inform:
    """Deliver a card; a section that it lacks or that was told before gives way to one that was not, the nearest to the
    question."""
    fresh = [name for name in card.sections if not context.was_told(f"{card.id}/{name}")]
    if section in fresh:
        return Inform(card=card.id, section=section, lead=lead, is_literal=False)
    near = context.retriever.section(question, card.id, fresh) if question else None
    if near is not None:
        return Inform(card=card.id, section=near, lead="again" if near == "Plainly" else "")
    order: tuple[Section, ...] = ("Plainly", *DEEPER) if section == "Answer" else (*DEEPER, "Plainly")
    other = next((name for name in order if name in fresh), None)
    if other is None:
        return Inform(card=card.id, section=section if section in card.sections else "Answer", lead="again")
    return Inform(card=card.id, section=other, lead="again" if section == "Answer" else lead)


def _on_card(context: Context, utterance: Utterance, card: Card, topic: Topic) -> Decision | None:
    act = utterance.act
    if act == "else_":
        return _something_else(context, card)
    if act in {"why", "example"}:
        return _section_or_search(context, utterance, card, "Why" if act == "why" else "Example")
    if act == "other" and topic.criterion and holds_its_place(context, card) and REFERRING.search(utterance.text):
        return _at_its_place(context, utterance, card, topic)
    if act == "other" or act in ASPECT_OF_ACT:
        return _likely_next(context, utterance, card, topic) or _at_its_place(context, utterance, card, topic)
    if act == "sure":
        return _sure_of_card(context, utterance, card)
    return None


def _section_or_search(context: Context, utterance: Utterance, card: Card, section: Section) -> Decision | None:
    if section in card.sections and not context.was_told(f"{card.id}/{section}"):
        return (Inform(card=card.id, section=section),)
    found = by_search(context, utterance, context.topic(utterance))
    if found and is_good(found[1]) and found[0].id != card.id:
        return (inform(context, found[0]),)
    return (inform(context, card, "More"),)


def _something_else(context: Context, card: Card) -> Decision:
    """The next card of the same kind, a deeper section, or a neighbour."""
    following = next(fresh_of_kind(context, card), None)
    if following is not None and card.aspect in GOES_ON:
        return (Inform(card=following.id),)
    if "More" in card.sections and not context.was_told(f"{card.id}/More"):
        return (Inform(card=card.id, section="More"),)
    for name in card.see:
        if _is_fresh(context, context.comparison.card_by_id[name]):
            return (Inform(card=name),)
    return (inform(context, card, "Why"),)


def _is_fresh(context: Context, card: Card) -> bool:
    return not context.was_told(f"{card.id}/Answer")


def _likely_next(context: Context, utterance: Utterance, card: Card, topic: Topic) -> Decision | None:
    """The likeliest card after the one in focus; where a kind of card is asked for, the likeliest of that kind."""
    found = [each for each in ranked(context, utterance, topic)[:NEIGHBOURS] if _is_fresh(context, each.card)]
    if utterance.act in KINDS and topic.criterion and by_place(context, topic) is card:
        return (inform(context, card),)  # it compares already what is to be compared
    if utterance.act in KINDS and found and found[0].chance < LIKELY_NEXT and holds_its_place(context, card):
        about = {card.about, topic.option, "all"}
        found = [each for each in found if each.card.aspect == topic.aspect and each.card.about in about]
        return (inform(context, found[0].card),) if found else None
    return (inform(context, found[0].card),) if found and found[0].chance >= LIKELY_ENOUGH else None


def _at_its_place(context: Context, utterance: Utterance, card: Card, topic: Topic) -> Decision | None:
    """The card at the same place with what is asked for instead, one found by search, or more of the one in focus."""
    placed = by_place(context, topic) if topic.criterion or holds_its_place(context, card) else None
    if placed and placed.id != card.id and (placed.aspect == topic.aspect or topic.is_bare):
        return (inform(context, placed),)
    if utterance.act == "other":
        return None
    by_words = by_search(context, utterance, topic)
    if by_words and is_fair(by_words[1]) and by_words[0].id != card.id:
        return (inform(context, by_words[0]),)
    return (inform(context, card, question=utterance.text),)


def _sure_of_card(context: Context, utterance: Utterance, card: Card) -> Decision:
    found = by_search(context, utterance, context.topic(utterance))
    if found and is_good(found[1]) and found[0].id != card.id and _is_fresh(context, found[0]):
        return (Inform(card=found[0].id),)
    section: Section = "More" if "More" in card.sections else "Plainly"
    return (inform(context, card, section, lead="sure_card"), Explain(what="sources"))


def _on_verdict(context: Context, utterance: Utterance) -> Decision | None:
    act = utterance.act
    if act in {"why", "else_"}:
        return (Explain(what="reasons"),)
    if act == "sure":
        return (Explain(what="sure"),)
    if act in {"shorter", "plain"}:
        return (Recommend(form="again"),)
    if act == "longer":
        return (Recommend(form="full"),)
    best = context.standing.best.option
    if act == "other" or (act == "against" and any(option != best for option in utterance.options)):
        return _why_not(context, utterance)
    option = utterance.options[0] if utterance.options else context.standing.best.option
    criterion = utterance.criteria[0] if utterance.criteria else None
    if act == "amount" and criterion is None:
        return None  # an amount of what? That is for the search
    topic = replace(context.topic(utterance), criterion=criterion, option=option)
    card = by_place(context, topic) if act in ASPECT_OF_ACT else None
    if card is None and act == "example":
        card = by_place(context, replace(topic, aspect="definition"))
        return (Inform(card=card.id, section="Example"),) if card and "Example" in card.sections else None
    return (inform(context, card),) if card else None


def _why_not(context: Context, utterance: Utterance) -> Decision:
    best = context.standing.best.option
    named = [option for option in utterance.options if option != best]
    if utterance.options and not named:
        return (Explain(what="reasons"),)  # "why not X?" when X leads
    other = named[0] if named else counterpart(best, context.comparison) or context.standing.runner_up.option
    return (Explain(what="against", option=other),)


def _shorter(context: Context, utterance: Utterance) -> Decision | None:
    card = _focus_card(context) if context.before.focus.kind == "card" else None
    if card and utterance.act == "shorter" and context.was_told(f"{card.id}/Plainly"):
        return (Inform(card=card.id, section="Plainly", lead="shortest"),)
    if card:
        return (inform(context, card, "Plainly", lead="shorter" if utterance.act == "shorter" else "plain"),)
    if context.before.focus.kind == "question":
        return (Explain(what="question"),)
    if context.before.facts:
        return (Recommend(form="again"),)
    found = by_search(context, utterance, context.topic(utterance))  # "distillation in one breath"
    is_named = found is not None and is_good(found[1])
    return (
        (Inform(card=found[0].id, section="Plainly"),) if found and is_named else (say(context, "clarify", "clarify"),)
    )


def _longer(context: Context, utterance: Utterance) -> Decision | None:
    card = _focus_card(context) if context.before.focus.kind == "card" else None
    if card:
        return (inform(context, card, "More"),)
    return (Explain(what="reasons"),) if context.before.facts else None


def _sources(context: Context, utterance: Utterance) -> Decision | None:
    return (Explain(what="sources"),) if context.before.last_sources else None


def _flip(context: Context, utterance: Utterance) -> Decision | None:
    """What would turn the verdict; of a criterion that is named before a case is known the cards tell it."""
    is_general = bool(utterance.criteria) and not context.before.facts
    return None if is_general else (Explain(what="flips"),)


def _effect(context: Context, utterance: Utterance) -> Decision | None:
    return (Explain(what="effect"),) if context.before.facts else None


def _ranking(context: Context, utterance: Utterance) -> Decision | None:
    return (Explain(what="ranking"),) if context.before.facts or context.before.verdict else None


def _question(context: Context, utterance: Utterance) -> Decision | None:
    return (Explain(what="question"),) if context.before.pending else None


def _repeat(context: Context, utterance: Utterance) -> Decision | None:
    """The open question once more for who lost it; where there is none, what was told, in other words."""
    pending = context.before.pending
    return (Ask(question=pending, lead="ask_again"),) if pending else _shorter(context, utterance)


BY_ACT: dict[str, Callable[[Context, Utterance], Decision | None]] = {
    "flip": _flip,
    "effect": _effect,
    "ranking": _ranking,
    "why_ask": _question,
    "repeat": _repeat,
    "why_not": lambda context, utterance: _why_not(context, utterance),
    "source": _sources,
    "shorter": _shorter,
    "plain": _shorter,
    "longer": _longer,
}
