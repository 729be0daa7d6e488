"""Of whom words speak: of the visitor and what is his, of a group, or to the advisor."""

import re

POSSESSION = re.compile(r"\b(?:ours?|my|mine|we have|we've|we own|i have|i've)\b", re.IGNORECASE)
ADDRESSED = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
GROUP = re.compile(r"\b(?:we|we're|we've|we'd|we'll|us)\b", re.IGNORECASE)
STANCE = re.compile(
    r"\b(?:i'd|i would|i|we)\s+(?:say|think|thought|guess|believe|mean|suppose|read|heard|hear|know|wonder|assume)\b",
    re.IGNORECASE,
)  # a speaker's stance, which says nothing of a case
FIRST_PERSON = re.compile(
    r"\b(?:we|we're|we've|we'd|we'll|our|ours|us|i|i'm|i've|i'd|my|mine|me|have)\b", re.IGNORECASE
)


def speaks_for_a_group(text: str) -> bool:
    """Whether the words speak for a group or of what it has ("right for us", "our shop")."""
    return bool(GROUP.search(text) or POSSESSION.search(text))


def speaks_of_own(text: str) -> bool:
    """Whether the words speak of the visitor's own case."""
    return bool(FIRST_PERSON.search(STANCE.sub("", text)))


def speaks_to_us(text: str) -> bool:
    """Whether the words speak to the advisor or of what is his ("your statistics mention a survey")."""
    return bool(ADDRESSED.search(text))
