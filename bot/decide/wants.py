"""What a message wants, where its looks and the evidence for a card disagree."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.decide.context import Context
from bot.turn import Utterance
from bot.understand.acts import DECIDING_ASPECTS
from bot.understand.resolve import is_bare, is_choice
from bot.understand.speaker import speaks_for_a_group, speaks_of_own

SUBJECT_BAR = {
    "capability": 0.6,
    "off_topic": 0.66,
    "gibberish": 0.66,
    "unanswerable": 0.74,
    "identity": 0.7,
    "complaint": 0.66,
}  # similarity from which a message that looks outside the subject is answered all the same
SURELY_OUTSIDE = 0.97  # how surely it must look so
SURELY_BESIDE = 0.08  # to need this much more
CERTAINLY = 0.9
LOOKS_ALIKE = 0.76  # evidence from which what looks like an attack is a question
OPEN_BAR = 0.55  # evidence for a card, if every word of the message is a word of the cards, from which it is answered
OPEN_SLOPE = 0.45  # and how much more it takes the surer the message looks outside the subject
UNSURE_CALL = 0.5  # what looks like a call for the verdict, but less surely than this, is a question
SURE_CALL = 0.6  # from which it is one where something is known of a case
CALL_BAR = 0.2  # evidence for a card from which a question is about what it tells, and not a call for the verdict,
CALL_SLOPE = 0.6  # and how much more it takes the surer it looks like a call
GIVING_WAY = frozenset(
    (
        "pressure ranking shorter longer else_ plain reset retract effect why_ask ack complaint sure source flip recap "
        "skip unsure capability identity"
    ).split()
)  # acts that give way to a question where they are read
BESIDE = frozenset(
    {"identity", "capability", "off_topic", "unanswerable", "distress", "complaint"}
)  # acts beside the case
READ_SURELY = 0.7  # less surely than this, and what a card tells is likelier by far:
WAY_BAR = 0.5  # with this much evidence,
WAY_SLOPE = 0.5  # and how much more it takes the surer the act is
UNSURE_MOOD = 0.5  # and distress read less surely than this, where a card tells of it, is a question
MOOD_BAR = 0.5
PROJECT = re.compile(r"\b(?:chat ?)?bots?\b|\bassistants?\b|\bchatbots?\b|\bai\b|\bcopilots?\b", re.IGNORECASE)
SO = re.compile(r"^\W*(?:(?:ok|okay|fine|and|well|then|hm+)\W+)*so\b", re.IGNORECASE)
SURE_OF_MOOD = 0.8  # distress read into a message that also states facts


def is_sure(utterance: Utterance) -> bool:
    """Whether a mood or an attack is read with certainty."""
    return utterance.confidence >= SURE_OF_MOOD


def unmasked(context: Context, utterance: Utterance) -> Utterance:
    """An utterance with the act that it has here: what has the looks of a command, a mood, an attack or a call for the
    verdict may be a question that a card answers, and some questions are a call for the verdict."""
    if is_choice(utterance, context.comparison) or _proposes(context, utterance):
        return replace(utterance, act="recommend" if context.now.facts else "help_decide")
    if utterance.act == "effect" and context.has_news and not (context.before.facts or utterance.options):
        return replace(utterance, act="recommend")  # of a case told just now ("which way does that lean?")
    if utterance.act in {"yes", "no"} and utterance.confidence < SURE_CALL and not context.before.pending:
        return replace(utterance, act="opinion")  # with nothing asked that it could answer ("no, I've seen it work")
    if utterance.act == "pressure" and not utterance.options:
        return replace(utterance, act="recommend")  # pushed to decide, and to nothing in particular
    if utterance.act == "sure" and utterance.is_elliptical and not context.has_news and context.preceding(utterance):
        return replace(utterance, act="question")  # of the sentence before ("he calls it smarter. Is he wrong?")
    if _tells(context, utterance):
        return replace(utterance, act="statement")
    is_question = ASKS_FOR_A_CARD.get(utterance.act)
    return replace(utterance, act="question") if is_question and is_question(context, utterance) else utterance


def _tells(context: Context, utterance: Utterance) -> bool:
    """Whether what looks like a question about the advisor, or like one outside the subject, tells of the visitor:
    in his own words ("I'm an ops person"), or while he is asked about his case."""
    if utterance.act not in BESIDE or utterance.is_question:
        return False
    if utterance.act == "off_topic" and utterance.confidence < READ_SURELY and PROJECT.search(utterance.text):
        return True  # "my kid's school wants a homework bot"
    if context.before.pending is not None and utterance.confidence < _sure_beside(context, utterance):
        return True
    bar = UNSURE_MOOD if utterance.act == "distress" else SURE_CALL
    return utterance.act != "off_topic" and utterance.confidence < bar and speaks_of_own(utterance.text)


def _sure_beside(context: Context, utterance: Utterance) -> float:
    """How surely a message must look beside the case to be no try at an answer: less so if no word of it is known here
    and no fact was read from it ("one sec, my cat is on the keyboard")."""
    is_strange = utterance.act == "off_topic" and utterance.familiar == 0 and not context.has_news
    return READ_SURELY if utterance.act == "distress" or is_strange else CERTAINLY


def _proposes(context: Context, utterance: Utterance) -> bool:
    """Whether a message about a case ends in the bare name of an option, or draws a conclusion ("So RAG?")."""
    is_name = len(utterance.options) == 1 and utterance.is_question and is_bare(utterance, context.comparison)
    concludes = context.has_news or (bool(context.now.facts) and bool(SO.match(utterance.text)))
    return is_name and concludes and not utterance.criteria


def _is_narrow(context: Context, utterance: Utterance) -> bool:
    """Whether what looks like a call for the verdict asks about one thing, by its words or by what a card tells."""
    if utterance.criteria:
        return True
    if not utterance.options and is_bare(utterance, context.comparison):
        return False  # no word of it says about what ("and now?")
    if context.now.facts and utterance.confidence >= SURE_CALL and not utterance.options:
        return False
    hits = context.search(context.asked(utterance))
    if not hits or context.card(hits[0]).aspect in DECIDING_ASPECTS:
        return False
    if utterance.is_question and utterance.confidence < UNSURE_CALL:
        return True
    if speaks_for_a_group(utterance.text):
        return False
    return hits[0].score >= CALL_BAR + CALL_SLOPE * utterance.confidence


def _is_disguised(context: Context, utterance: Utterance) -> bool:
    """Whether what looks like an attack asks for what a card tells."""
    return not is_sure(utterance) and _evidence(context, utterance) >= LOOKS_ALIKE


def _is_calm(context: Context, utterance: Utterance) -> bool:
    """Whether what looks like distress asks for what a card tells."""
    return utterance.confidence < UNSURE_MOOD and is_answered(context, utterance, MOOD_BAR)


def _gives_way(context: Context, utterance: Utterance) -> bool:
    """Whether what a card tells is likelier meant than an act that was read unsurely."""
    bar = WAY_BAR + WAY_SLOPE * utterance.confidence
    return utterance.confidence < READ_SURELY and _evidence(context, utterance) >= bar


def _names_a_criterion(context: Context, utterance: Utterance) -> bool:
    """Whether what looks like "why not this option?" asks why it does worse on one thing ("why is RAG slower")."""
    return bool(utterance.criteria) and utterance.confidence < READ_SURELY


def is_about_subject(context: Context, utterance: Utterance) -> bool:
    """Whether a message that looks outside the subject is answered well by a card all the same."""
    if utterance.act not in SUBJECT_BAR:
        return False
    goes_on = context.before.focus.kind == "card" or context.preceding(utterance) is not None
    if goes_on and utterance.is_question and utterance.act == "off_topic" and utterance.confidence < SURE_CALL:
        return True  # in mid-subject ("does anything leave our house?")
    if utterance.familiar == 1 and utterance.confidence < CERTAINLY:
        return _evidence(context, utterance) >= OPEN_BAR + OPEN_SLOPE * utterance.confidence
    bar = SUBJECT_BAR[utterance.act] + (SURELY_BESIDE if utterance.confidence >= SURELY_OUTSIDE else 0.0)
    return is_answered(context, utterance, bar)


def is_answered(context: Context, utterance: Utterance, bar: float) -> bool:
    """Whether the retriever's best card comes as near as ``bar``."""
    hits = context.search(context.asked(utterance))
    return bool(hits) and hits[0].similarity >= bar


def _evidence(context: Context, utterance: Utterance) -> float:
    """How much speaks for the retriever's best card (about 0 to 1.2)."""
    hits = context.search(context.asked(utterance))
    return hits[0].score if hits else 0.0


def called_for_verdict(context: Context, utterance: Utterance) -> bool:
    """Whether the message looked like a call for the verdict, before it was searched for."""
    read = next(each for each in context.understanding.utterances if each.text == utterance.text)
    return read.act in {"recommend", "help_decide"}


ASKS_FOR_A_CARD: dict[str, Callable[[Context, Utterance], bool]] = {
    **dict.fromkeys(GIVING_WAY, _gives_way),
    "why_not": _names_a_criterion,
    "injection": _is_disguised,
    "distress": _is_calm,
    "recommend": _is_narrow,
    "help_decide": _is_narrow,
}
