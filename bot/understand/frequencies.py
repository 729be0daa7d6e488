"""How often something happens, in times a year: "every day", "twice a week", "monthly", "every two weeks"."""

import re

TIMES_A_YEAR = {
    "second": 365 * 24 * 3600.0, "minute": 365 * 24 * 60.0, "hour": 365 * 24.0, "shift": 730.0, "morning": 365.0,
    "evening": 365.0, "night": 365.0, "day": 365.0, "week": 52.0, "weekend": 52.0, "fortnight": 26.0, "month": 12.0,
    "quarter": 4.0, "season": 4.0, "term": 3.0, "semester": 2.0, "year": 1.0, "spring": 1.0, "summer": 1.0,
    "autumn": 1.0, "winter": 1.0, "monday": 52.0, "tuesday": 52.0, "wednesday": 52.0, "thursday": 52.0, "friday": 52.0,
    "saturday": 52.0, "sunday": 52.0, "decade": 0.1,
}  # fmt: skip
ADVERBS = {
    "hourly": 365 * 24.0, "daily": 365.0, "nightly": 365.0, "weekly": 52.0, "fortnightly": 26.0, "biweekly": 26.0,
    "monthly": 12.0, "quarterly": 4.0, "yearly": 1.0, "annually": 1.0, "annual": 1.0,
}  # fmt: skip
NUMBERS = {"a": 1, "an": 1, "one": 1, "once": 1, "other": 2, "second": 2, "two": 2, "twice": 2, "couple of": 2,
           "few": 3, "third": 3, "three": 3, "four": 4, "five": 5, "six": 6}  # fmt: skip
UNIT = "|".join(sorted(TIMES_A_YEAR, key=len, reverse=True))
COUNT = r"\d+|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
EVERY = re.compile(rf"\b(?:every|each|per)\s+(?:single\s+)?(?:({COUNT})\s+(?:or\s+\w+\s+)?)?({UNIT})s?\b")
TIMES = re.compile(rf"\b({COUNT})\s*(?:times|x)?\s*(?:a|per|each|every|an|in a)\s+({UNIT})\b")
ADVERB = re.compile(rf"\b({'|'.join(ADVERBS)})\b")
DENIED = re.compile(r"\b(?:not|never|n't|no longer|less|more often|rather|instead of|than)\s+(?:\w+\s+)?$")


def find_frequencies(text: str) -> tuple[float, ...]:
    """The frequencies that a text names and does not deny, in times a year, in order."""
    lowered = text.lower().replace("\u2019", "'")
    found = [(match.span(), TIMES_A_YEAR[match[2]] * _number(match[1])) for match in TIMES.finditer(lowered)]
    others = [(match.span(), TIMES_A_YEAR[match[2]] / _number(match[1])) for match in EVERY.finditer(lowered)]
    others += [(match.span(), ADVERBS[match[1]]) for match in ADVERB.finditer(lowered)]
    found += [(span, rate) for span, rate in others if not any(start <= span[0] < end for (start, end), _ in found)]
    return tuple(rate for (start, _), rate in sorted(found) if not DENIED.search(lowered[:start]))


def _number(word: str | None) -> int:
    if word is None:
        return 1
    return max(1, int(word)) if word.isdigit() else NUMBERS[word]
