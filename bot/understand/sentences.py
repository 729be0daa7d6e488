"""Cuts a message into sentences and sentences into clauses."""

import re

MAX_SPANS = 24
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|(?<=[a-z)])\.(?=[A-Z])")
ABBREVIATIONS = re.compile(r"\b(e\.g|i\.e|approx|vs|etc|no|mr|mrs|dr|st)\.\s", re.IGNORECASE)
ADDED = re.compile(r"^(?:[\w'-]+\s+){1,3}i mean\W*$", re.IGNORECASE)  # "a few thousand? reports i mean"
RELATIVE = r"that(?= (?:are|is|get|gets|have|has|change|changes|must|may|need|needs)\b)"
CLAUSE = re.compile(
    r"\s*[;:]\s*|\s+[-\u2013\u2014]+\s+|,\s+(?:but\s+|and\s+|so\s+|which\s+|while\s+|because\s+)?|"
    r"\s+(?:but|and|so|though|although|because|since|while|which|" + RELATIVE + r"|if|"
    r"that's|plus|as well as|also)\s+",
    re.IGNORECASE,
)


def split_message(message: str) -> tuple[str, ...]:
    """The sentences of a message, in order."""
    protected = ABBREVIATIONS.sub(lambda match: match[0].replace(". ", "\u0000 "), message)
    sentences: list[str] = []
    for part in (part.replace("\u0000", ".").strip() for part in SENTENCE.split(protected)):
        if sentences and ADDED.match(part):
            sentences[-1] = f"{sentences[-1].rstrip('?!.')} {part}"
        elif part:
            sentences.append(part)
    return tuple(sentences)[:MAX_SPANS]


def split_clauses(sentence: str) -> tuple[str, ...]:
    """The clauses of a sentence that can stand alone (two words or more), or nothing if it has only one."""
    parts = [part.strip(" ,;:") for part in CLAUSE.split(sentence)]
    clauses = tuple(part for part in parts if len(part.split()) >= 2 or re.fullmatch(r"\w{4,}", part))
    return clauses if len(parts) > 1 else ()
