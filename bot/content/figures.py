"""Figures in text: a claim may only state numbers that its sources contain."""

import re
from collections.abc import Iterable

from bot.comparison import Claim, Source

# 1,000 · 0.25 · 7B · 4-bit; not the digits inside words such as GPT-4o, T5, all-MiniLM-L6-v2 or LLM08.
NUMBER = re.compile(r"(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w.,]*[a-z]+-)")


def numbers(text: str) -> set[str]:
    """The numbers of a text in one spelling: ``1,000`` and ``1000`` are the same."""
    return {match.replace(",", "") for match in NUMBER.findall(text)}


def source_text(source: Source) -> str:
    """All text of a source in which a figure may stand."""
    parts = (source.title, source.authors, str(source.year or ""), source.passage, source.conditions)
    return " ".join((*parts, source.checked))


def unsupported(claim: Claim, sources: Iterable[Source]) -> set[str]:
    """The claim's numbers that none of its sources contains."""
    known = " ".join(source_text(source) for source in sources).replace(",", "")
    digits = set(re.findall(r"\d+(?:\.\d+)?", known))
    return {number for number in numbers(claim.text) if number not in digits}
