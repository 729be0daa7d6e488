"""Numbers as people write them: "4,000 approved texts", "7k pairs", "3-4 s", "900 a day"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Dimension = Literal["count", "seconds", "per day", "money", "share", "year", "pages"]

WORDS: Mapping[str, float] = {
    "zero": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12, "dozens": 24,
    "hundred": 100, "hundreds": 300, "thousand": 1000, "thousands": 3000, "million": 1e6, "millions": 3e6,
    "couple": 2, "few": 4, "handful": 5,
}  # fmt: skip
SCALES: Mapping[str, float] = {"k": 1e3, "m": 1e6, "mio": 1e6, "mn": 1e6, "bn": 1e9, "dozen": 12, "hundred": 100,
                               "thousand": 1e3, "million": 1e6, "billion": 1e9}  # fmt: skip
SECONDS: Mapping[str, float] = {"ms": 0.001, "millisecond": 0.001, "milliseconds": 0.001, "s": 1, "sec": 1, "secs": 1,
                                "second": 1, "seconds": 1, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
                                "hour": 3600, "hours": 3600}  # fmt: skip
PERIODS: Mapping[str, float] = {"second": 86400, "minute": 1440, "hour": 24, "day": 1, "daily": 1, "week": 1 / 7,
                                "weekly": 1 / 7, "month": 1 / 30, "monthly": 1 / 30, "year": 1 / 365}  # fmt: skip
WORDS_AHEAD = 5  # how far behind a number the thing that it counts may stand
WORDS_BACK = 4  # and how far before it, where nothing stands behind it
OR_SO = re.compile(r"^\s*or so\b")
OF_THEM = re.compile(r"^\s*of (?:them|those|these|which)\b")
TIME = re.compile(r"^\s*(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b")  # "12 years of reports"

NUMBER = re.compile(
    r"(?P<money>[$€£])?\s?(?<![\w.])(?P<digits>\d{1,3}(?:[,. ]\d{3})+|\d+(?:\.\d+)?)"
    r"\s?(?P<scale>k|m|mio|mn|bn)?(?![a-z])"
    r"(?P<unit>\s?(?:%|percent\b|per cent\b|ms\b|s\b|secs?\b|seconds?\b|min(?:ute)?s?\b|hours?\b|[€$£]))?",
    re.IGNORECASE,
)
WORD = re.compile(r"\b(" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
PERIOD = re.compile(
    r"^\W*(?:[a-z'-]+\s+){0,3}?(?:a|an|per|/)\s*(second|minute|hour|day|week|month|year)\b|"
    r"^\W*(?:[a-z'-]+\s+){0,2}(?<!ing )(?<!ed )(?<!change )(?<!changes )(daily|weekly|monthly)\b"
)  # not of things that change so often ("2k manuals updated weekly")
# The same, read with more care: also "every day"; what is paid "a month" says nothing of a rate, nor what is
# "changing weekly".
OF_A_RATE = r"(?!(?:costs?|bills?|pay|paid|spend|chang(?:ing|ed)|updat(?:ing|ed)|revised)\b)[a-z'-]+\s+"
RATE = re.compile(
    rf"^\W*(?:{OF_A_RATE}){{0,3}}?(?:a|an|per|(?<!change )(?<!changes )(?:each|every)|/)\s*"
    r"(second|minute|hour|day|week|month|year)\b"
    rf"|^\W*(?:{OF_A_RATE}){{0,2}}(daily|weekly|monthly)\b"
)
RANGE = re.compile(r"\s?(?:-|\u2013|to)\s?\d[\d.]*\s?(ms|s|secs?|seconds?|minutes?|hours?|%)\b")
PHRASE_END = re.compile(r"[.,;:!?()]|\b(?:and|or|plus|with|from|that|which|on|in|by|for|to|at|per)\b")
COUNT_WORD = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)"
RATIO = re.compile(rf"\s?(?:of|in|out of|from)\s{COUNT_WORD}\b")
RATIO_END = re.compile(rf"\b{COUNT_WORD}\s(?:of|in|out of|from)\s$")
PEOPLE = re.compile(
    r"^\W*(?:[a-z'-]+\s+){0,2}?(?:people|persons?|users?|staff|employees?|colleagues?|agents?|customers?|clients?|members?|"
    r"students?|seats?|workers?|visitors?|teachers?|nurses?|doctors?|lawyers?|engineers?|developers?|clerks?|patients?|"
    r"tenants?|citizens?|reps?|technicians?|consultants?|heads?|teams?|shops?|branches|stores?|sites?|offices?)\b"
)
EACH = re.compile(
    r"^\W*(?:[a-z'-]+\s+){0,6}?(?:each|apiece|per (?:person|head|user|employee|colleague|agent|customer|member|student|"
    r"seat|team|shop|branch|store|site|office|capita)|a head)\b"
)
EACH_BEFORE = re.compile(r"\b(?:each|every one|everyone|everybody|all of (?:them|whom))\b[^.;!?\d]*$")
PAID = re.compile(
    r"\b(?:costs?|costing|pay|pays|paying|paid|spend|spends|spending|earns?|charges?|budget(?: is)?|salary(?: of| is)?|"
    r"bill(?: of| is)?)\s+(?:(?:us|me|them|him|her|about|around|roughly|maybe|some|over|almost|nearly|only|of|is|at)"
    r"\s+)*$"
)
PAGES = re.compile(r"^\W*(?:\w+\W+){0,2}?pages?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it measures; ``value`` is in the unit of the dimension.

    ``is_product``: worked out from a number of people and one for each of them.
    """

    value: float
    dimension: Dimension
    start: int
    end: int
    is_product: bool = False

    def counts(self, text: str, things: Mapping[str, float]) -> tuple[int, float] | None:
        """How much it is of one of ``things`` ("2k product manuals"): the head noun's place and the amount in its unit.

        None if it counts none of them. Of "9,000 dictation/report pairs" the last noun is the head; of "manuals, about
        200 of them" and "manuals is like 60" the nearest one before.
        """
        after = OR_SO.sub(" ", text[self.end :].lower())
        if TIME.match(after):
            return None
        if self.dimension == "pages" and "page" in things:
            return 0, self.value * things["page"]  # a "40 page handbook" is one of 40 pages
        of_them = OF_THEM.match(after)
        following = "" if of_them else PHRASE_END.split(after)[0]
        words = re.findall(r"[a-z]+", following)[:WORDS_AHEAD]
        if not words:
            before = re.findall(r"[a-z]+", text[: self.start].lower())[::-1]
            nouns = (_amount(word, things) for word in (before if of_them else before[:WORDS_BACK]))
            nearest = next((amount for amount in nouns if amount), None)
            return (0, self.value * nearest) if nearest else None
        amounts = [(place, amount) for place, word in enumerate(words) if (amount := _amount(word, things))]
        return (amounts[-1][0], self.value * amounts[-1][1]) if amounts else None


def _amount(word: str, things: Mapping[str, float]) -> float | None:
    """The size of one of the things that a word names, in the singular or plural."""
    names = (word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word))
    return next((things[name] for name in names if name in things), None)


def find_quantities(text: str, period: re.Pattern[str] = PERIOD) -> tuple[Quantity, ...]:
    """The numbers of a text, in order; rates (told by ``period``) are per day, durations in seconds."""
    lowered = text.lower()
    found = [_from_digits(match, lowered, period) for match in NUMBER.finditer(lowered)]
    taken = [(quantity.start, quantity.end) for quantity in found]
    for match in WORD.finditer(lowered):
        if not any(start <= match.start() < end for start, end in taken):
            found.append(_from_word(match, lowered, period))
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def multiplied(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text with rates per person worked out: "500 staff asking 5 questions each" are 2,500."""
    lowered, quantities = text.lower(), find_quantities(text, RATE)
    people = next((each for each in quantities if _counts_people(each, lowered)), None)
    rates = [each for each in quantities if each is not people and each.dimension in {"count", "per day"}]
    rate = next((each for each in rates if is_each(each, lowered)), None)
    if people is None or rate is None:
        return quantities
    product = replace(rate, value=people.value * rate.value, is_product=True)
    return tuple(product if each is rate else each for each in quantities if each is not people)


def _counts_people(quantity: Quantity, text: str) -> bool:
    return quantity.dimension in {"count", "year"} and bool(PEOPLE.match(text[quantity.end :]))


def is_each(quantity: Quantity, text: str) -> bool:
    """Whether a number holds for each of some things ("5 questions each")."""
    return bool(EACH.match(text[quantity.end :]) or EACH_BEFORE.search(text[: quantity.start]))


def _from_digits(match: re.Match[str], text: str, period: re.Pattern[str]) -> Quantity:
    value = float(re.sub(r"[,. ](?=\d{3}(?!\d))", "", match["digits"]))
    value *= SCALES.get(match["scale"] or "", 1)
    if RATIO.match(text[match.end() :]) or RATIO_END.search(text[: match.start()]):
        return Quantity(value=value, dimension="share", start=match.start(), end=match.end())
    following = re.match(r"\s*(hundred|thousand|million|billion|dozen)\b", text[match.end() :])
    if following:
        value *= SCALES[following[1]]
    unit = (match["unit"] or "").strip()
    upper = None if unit else RANGE.match(text[match.end() :])
    rate = period.match(text[match.end() :])
    return _measure(match, value, upper[1] if upper else unit, bool(match["money"]), text, rate)


def _from_word(match: re.Match[str], text: str, period: re.Pattern[str]) -> Quantity:
    value = WORDS[match[1]]
    if RATIO.match(text[match.end() :]) or RATIO_END.search(text[: match.start()]):
        return Quantity(value=value, dimension="share", start=match.start(), end=match.end())
    following = re.match(r"\s+(?:of\s+)?(hundred|thousand|million)s?\b", text[match.end() :])
    if following and value > 0:
        value *= SCALES[following[1]]
    unit = re.match(r"\s+(ms|seconds?|secs?|minutes?|hours?)\b", text[match.end() :])
    rate = period.match(text[match.end() :])
    return _measure(match, value, unit[1] if unit else "", False, text, rate)


def _is_paid(text: str, match: re.Match[str]) -> bool:
    """Whether a number is what something costs, by the words before it ("costs us 3500 a month")."""
    return bool(PAID.search(text[: match.start()].rstrip() + " "))


def _measure(
    match: re.Match[str], value: float, unit: str, money: bool, text: str, rate: re.Match[str] | None
) -> Quantity:
    start, end, after = match.start(), match.end(), text[match.end() :]
    is_money = money or unit in {"€", "$", "£"} or _is_paid(text, match)
    if is_money or re.match(r"\s*(euros?|eur|dollars?|usd|pounds?|bucks|grand)\b", after):
        return Quantity(value=value, dimension="money", start=start, end=end)
    if unit in {"%", "percent", "per cent"}:
        return Quantity(value=value, dimension="share", start=start, end=end)
    if rate:
        return Quantity(value=value * PERIODS[rate[1] or rate[2]], dimension="per day", start=start, end=end)
    if unit in SECONDS:
        return Quantity(value=value * SECONDS[unit], dimension="seconds", start=start, end=end)
    if 1900 <= value <= 2100 and match[0].strip().isdigit() and not re.match(r"\s*[a-z]", after):
        return Quantity(value=value, dimension="year", start=start, end=end)
    if PAGES.match(after[:30]):
        return Quantity(value=value, dimension="pages", start=start, end=end)
    return Quantity(value=value, dimension="count", start=start, end=end)


def magnitude(quantity: Quantity) -> str:
    """A word for a number's size, so that a classifier sees "thousands" and not "4,312"."""
    names = (
        (0.5, "zero"),
        (10, "units"),
        (50, "tens"),
        (500, "hundreds"),
        (10_000, "thousands"),
        (1e5, "tenthousands"),
    )
    size = next((name for limit, name in names if quantity.value < limit), "huge")
    return f"num{quantity.dimension.replace(' ', '')}{size}"
