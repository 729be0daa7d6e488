"""Repair: what a visitor puts right, of his own words or of an answer that was none to his question.

The term is that of conversation analysis (E. Schegloff, G. Jefferson and H. Sacks, Language 53, 1977).
"""

import re
from collections.abc import Sequence

from bot.turn import State, Utterance
from bot.understand.words import telling_words

PUTS_RIGHT = frozenset({"retract", "pivot", "meant", "amend"})  # acts that correct what was told
CORRECTION = re.compile(
    r"\b(?:sorry|actually|correction|scrap|wait|instead|no longer|not any ?more|in fact|i meant|mistaken?|"
    r"(?:was|is|that's|got (?:it|that)) wrong|wrong number|forgot|forget|changed?|turn(?:s|ed) out|told me|"
    r"just (?:heard|learned|found)|update|oops|rather|now)\b",
    re.IGNORECASE,
)
MEANT = re.compile(
    r"^(?:\W|no|nope|nah|sorry|oops|well|hm+|ah|oh|but|and|what)*"
    r"\bi (?:mean|meant|(?:was|am) (?:asking|talking) about)\b(?: (?:was|is|to ask))?[\s:,-]*"
    r"|[\s,-]*\bi (?:mean|meant)\W*$",
    re.IGNORECASE,
)  # what announces that the rest is put right
REJECTS = re.compile(
    r"^\W*(?:(?:no|nope|nah)\b[\s,.!]*)+(?=\S.*\?|i\b)|^\W*(?:sorry\W+|but )?i (?:asked|was asking|was talking)\b"
    r"|^\W*i mean\b.*\bnot\b|\bstop talking about\b|\bnot what i (?:asked|meant)\b",
    re.IGNORECASE,
)  # what says that the last answer was none to the question
NOT_SO = re.compile(
    r"^\W*(?:(?:no|nope|nah)\W+)+(?:not|i (?:asked|meant|mean))\b(?! (?:really|at all|any))", re.IGNORECASE
)
HALT = re.compile(
    r"^\W*(?:(?:no|oh|sorry|actually|well)\W+)*(?:wait|hold on|hang on)\b"
    r"(?:\W+(?:no|sorry|actually|a (?:second|sec|moment)))*\W*",
    re.IGNORECASE,
)
NOT_THAT = re.compile(r",\s*(?:and )?not (?:the |a |an )?[a-z]+(?: [a-z]+)?(?=\W*$)", re.IGNORECASE)


def corrects(text: str, utterances: Sequence[Utterance]) -> bool:
    """Whether a message has a word of correction, or an act that is one."""
    return bool(CORRECTION.search(text)) or any(
        each.act in {"retract", "pivot", "meant", "amend"} for each in utterances
    )


def rejects(text: str, utterances: Sequence[Utterance], state: State) -> bool:
    """Whether a message says that the last answer was about something else."""
    is_answer = state.focus.kind == "card" and state.pending is None
    return is_answer and (any(each.act == "meant" for each in utterances) or bool(REJECTS.search(text)))


def denies_the_question(text: str) -> bool:
    """Whether a "no" is none to the open question ("no, not the size")."""
    return bool(NOT_SO.match(text))


def unannounced(sentence: str) -> str:
    """What is told, without the words that stop what was said before ("no wait, 20,000")."""
    return HALT.sub("", sentence)


def put_right(sentence: str) -> str:
    """What is put right, without the words that announce it ("no, I meant the price")."""
    rest = NOT_THAT.sub("", MEANT.sub("", sentence)).strip()
    return rest if telling_words(rest) else sentence
