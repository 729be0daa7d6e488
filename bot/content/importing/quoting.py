"""A page's words as harmless text: one line, no markup, no citations, no sentence ends, figures that can be traced."""

import re
import unicodedata

from bot.content.passages import split_sentences

SIGNS = str.maketrans(
    {"[": "(", "]": ")", "`": "'", "*": "·", "\\": "/", "|": "/", "?": "", "~": "≈", "“": "'", "”": "'"}
)
NUMBER_LIST = re.compile(r"\d[\d.,]*\d")
ONE_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
LONGEST_QUOTE = 25  # words


def clean(text: str) -> str:
    """Text that stays text wherever it is put."""
    visible = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    compared = re.sub(r"<\s*(?=[$€£]?\d)", "under ", re.sub(r">\s*(?=[$€£]?\d)", "over ", visible))
    plain = compared.replace("<", "‹").replace(">", "›").translate(SIGNS)
    plain = re.sub(r"(?<!\w)_+|_+(?!\w)|https?://", " ", plain)
    plain = NUMBER_LIST.sub(_apart, plain)
    pieces = (piece.strip(" .!;") for piece in split_sentences(plain))
    return "; ".join(piece for piece in pieces if piece).lstrip("#-+=> ").strip()


def _apart(match: re.Match[str]) -> str:
    """ "1,000" stays one number, "1,2" becomes two."""
    return match[0] if ONE_NUMBER.fullmatch(match[0]) else match[0].replace(",", ", ")


def quote(text: str) -> str:
    """The beginning of a text in quotation marks."""
    parts = clean(text).split()
    return f"“{' '.join(parts[:LONGEST_QUOTE])}{' …' if len(parts) > LONGEST_QUOTE else ''}”"


def claim(text: str, *sources: str) -> str:
    """A sentence with its citations in front of the stop."""
    return f"{text} {''.join(f'[{source}]' for source in sources)}."


def spoken(name: str) -> str:
    """A name as it reads inside a sentence: small letters, except in abbreviations and names with inner capitals."""
    return " ".join(word.lower() if word[1:] == word[1:].lower() else word for word in clean(name).split())


def slug(name: str, kind: str, taken: set[str]) -> str:
    """An id that is not taken yet, of small letters, digits and hyphens; it is taken from then on."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-") or kind
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    taken.add(found)
    return found
