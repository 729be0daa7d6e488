"""Which sentences of a message may tell of the visitor's case, and which may answer the open question."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import Fact
from bot.turn import State, Utterance
from bot.understand.frequencies import is_frequency
from bot.understand.own_case import is_own
from bot.understand.spans import has_figure, is_a_guess
from bot.understand.speaker import speaks_of_own

SURELY = 0.6
CALL_WORDS = 6  # of a bare call for the verdict ("stop asking and just pick one"), which tells nothing
NAME_WORDS = 2  # of a message that is nothing but an option's name
TELLING = frozenset(
    (
        "statement question estimate opinion help_decide recommend retract pivot meant no yes unsure effect what_if "
        "distress complaint off_topic"
    ).split()
)  # acts whose words may tell about the visitor's case
NO_ANSWER = frozenset("unsure skip injection pressure thanks bye identity capability gibberish invite repeat".split())
TURNS_BACK = frozenset(
    "ack shorter longer plain example source sure why recap flip else_ return_to meant amend ranking effect".split()
)  # acts that, read surely, turn to what was said before and answer nothing
SURE_TURN = 0.8  # how surely ("right, carry on", "shorter")
VIEWS = frozenset({"opinion", "distress"})  # may hold a fact, but a clear one
UNSURE = 0.6  # less surely than this, what is read is no telling


def answering(utterance: Utterance) -> Utterance:
    """An utterance as it is meant while a question is open: a guess is an answer, even with a question mark."""
    return replace(utterance, act="statement", is_question=False) if is_a_guess(utterance.text) else utterance


def telling(utterances: Sequence[Utterance], state: State) -> tuple[list[str], list[str]]:
    """The texts that may tell of the case, and those that take a clearer fact for it: questions and views."""
    may = [each for each in utterances if _may_tell(each, state) and not only_names(each)]
    views = [each.text for each in may if each.act in VIEWS and each.confidence >= SURELY and not each.is_question]
    asked = [each.text for each in may if each.is_question]
    told = [each.text for each in may if not each.is_question and each.text not in views]
    return told, [*asked, *views]


def _may_tell(utterance: Utterance, state: State) -> bool:
    """Whether an utterance may tell about the case: not when it only points back ("no, I meant latency")."""
    if utterance.act == "off_topic" and utterance.confidence >= SURELY:
        return False
    if only_calls(utterance):
        return False
    if utterance.confidence < UNSURE and not utterance.is_question:
        return True  # no telling what it is: let the facts decide
    if is_frequency(utterance.text):
        return True
    if utterance.act == "unsure" and utterance.confidence >= SURE_TURN and not has_figure(utterance.text):
        return False  # "not sure whether it may go to the cloud"
    return utterance.act in TELLING and (utterance.act != "meant" or bool(state.facts or state.pending))


def told_of_own(facts: Sequence[Fact], utterances: Sequence[Utterance], *, is_interview: bool) -> list[Fact]:
    """The facts whose sentences tell of the visitor's own case."""
    own = []
    for fact in facts:
        sentence = next((each for each in utterances if fact.said in each.text), None)
        asked = sentence is not None and is_interview and sentence.act in TELLING
        if sentence is None or is_own(fact, facts, sentence, is_interview=asked):
            own.append(fact)
    return own


def only_names(utterance: Utterance) -> bool:
    """Whether the words are nothing but an option's name or an opinion on it, which tells nothing of the case."""
    is_view = utterance.act == "opinion" and utterance.confidence >= SURELY and not utterance.criteria
    return bool(utterance.options) and (is_view or len(utterance.text.split()) <= NAME_WORDS)


def only_calls(utterance: Utterance) -> bool:
    """Whether the words do nothing but call for the verdict."""
    is_short = len(utterance.text.split()) <= CALL_WORDS and not any(letter.isdigit() for letter in utterance.text)
    return utterance.act == "recommend" and is_short and not speaks_of_own(utterance.text)


def turns_back(utterance: Utterance) -> bool:
    """Whether an utterance surely turns to what was said before."""
    return utterance.act in TURNS_BACK and utterance.confidence >= SURE_TURN


def may_answer(utterance: Utterance) -> bool:
    """Whether an utterance may answer the open question."""
    passes_over = utterance.act in NO_ANSWER or turns_back(utterance)
    return not (utterance.is_question or passes_over or only_names(utterance) or only_calls(utterance))


def leaves_open(utterances: Sequence[Utterance], found: Sequence[str], pending: str) -> bool:
    """Whether the visitor declined or could not answer the pending question."""
    return pending not in found and any(each.act in {"unsure", "skip"} for each in utterances)
