"""How often something happens, in times a year: "every day", "twice a week", "monthly", "every two weeks"."""

import re

from bot.understand.quantities import PERIODS

DAYS = 365.0
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend")
SEASONS = ("spring", "summer", "autumn", "winter")
PER_DAY = {
    **PERIODS,
    **dict.fromkeys(WEEKDAYS, PERIODS["week"]),
    **dict.fromkeys(SEASONS, PERIODS["year"]),
    **dict.fromkeys(("morning", "evening", "night", "nightly"), 1.0),
    "hourly": PERIODS["hour"], "shift": 2.0, "fortnight": 1 / 14, "fortnightly": 1 / 14, "biweekly": 1 / 14,
    "quarter": 4 / DAYS, "quarterly": 4 / DAYS, "season": 4 / DAYS, "term": 3 / DAYS, "semester": 2 / DAYS,
    "yearly": 1 / DAYS, "annual": 1 / DAYS, "annually": 1 / DAYS, "decade": 0.1 / DAYS,
}  # fmt: skip
ADVERBS = tuple(word for word in PER_DAY if word.endswith("ly") or word == "annual")
NUMBERS = {"a": 1, "an": 1, "one": 1, "once": 1, "other": 2, "second": 2, "two": 2, "twice": 2, "couple of": 2,
           "few": 3, "third": 3, "three": 3, "four": 4, "five": 5, "six": 6}  # fmt: skip
UNIT = "|".join(sorted(PER_DAY.keys() - set(ADVERBS), key=len, reverse=True))
COUNT = r"\d+|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
EVERY = re.compile(rf"\b(?:every|each|per)\s+(?:single\s+)?(?:({COUNT})\s+(?:or\s+\w+\s+)?)?({UNIT})s?\b")
TIMES = re.compile(rf"\b({COUNT})\s*(?:times|x)?\s*(?:a|per|each|every|an|in a)\s+({UNIT})\b")
ADVERB = re.compile(rf"\b({'|'.join(ADVERBS)})\b")
DENIED = re.compile(r"\b(?:not|never|n't|no longer|less|more often|rather|instead of|than)\s+(?:\w+\s+)?$")


def find_frequencies(text: str) -> tuple[float, ...]:
    """The frequencies that a text names and does not deny, in times a year, in order."""
    lowered = text.lower().replace("\u2019", "'")
    found = [(match.span(), DAYS * PER_DAY[match[2]] * _number(match[1])) for match in TIMES.finditer(lowered)]
    others = [(match.span(), DAYS * PER_DAY[match[2]] / _number(match[1])) for match in EVERY.finditer(lowered)]
    others += [(match.span(), DAYS * PER_DAY[match[1]]) for match in ADVERB.finditer(lowered)]
    found += [(span, rate) for span, rate in others if not any(start <= span[0] < end for (start, end), _ in found)]
    return tuple(rate for (start, _), rate in sorted(found) if not DENIED.search(lowered[:start]))


def is_frequency(text: str) -> bool:
    """Whether a text is nothing but a frequency ("monthly", "every two weeks")."""
    return any(pattern.fullmatch(text.lower().strip(" .!")) for pattern in (TIMES, EVERY, ADVERB))


def _number(word: str | None) -> int:
    if word is None:
        return 1
    return max(1, int(word)) if word.isdigit() else NUMBERS[word]
