"""The visitor's numbers for the cost calculation: which input of the cost model a number in a message fills."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

from bot.comparison import Comparison
from bot.cost.model import CostInput, CostModel, Price
from bot.turn import State, Understanding, Utterance
from bot.understand.quantities import PERIODS, PHRASE_END, Quantity, multiplied
from bot.understand.spans import is_denied

COST = re.compile(
    r"\b(?:costs?|costing|prices?|priced|pricing|pay|paying|spend|spending|bill|bills|charge[ds]?|invoice|expens\w+|"
    r"cheap\w*|dear\w*|afford\w*|set (?:us|me) back|dollars?|euros?|usd|eur|money|fees?|outlay|expenditure|budget)\b"
    r"|[$\u20ac\u00a3]",
    re.IGNORECASE,
)
NEGATIVE = re.compile(r"(?:(?:^|\s)[-\u2212]|\bminus\s)\s*$", re.IGNORECASE)
FILLERS = frozenset(
    "then instead now only just about please and or so say like maybe rather of course though hundred thousand million "
    "billion dozen".split()
)
FACTOR = re.compile(
    r"\b(?:(?P<double>doubl\w+|twice)|(?P<triple>tripl\w+|thrice)|(?P<half>half|halv\w+)"
    r"|(?P<times>\d+(?:\.\d+)?|two|three|four|five|ten|twenty|fifty|hundred)\s*(?:x\b|times\b|-?fold\b)|(?P<ten>tenfold))\b",
    re.IGNORECASE,
)
MEANT = re.compile(
    r"\b(?:meant|mean|not (?:a|per) day|sorry|rather)\b.*?"
    r"\b(?:(?:a|per|each|every) (hour|week|month|year)|(weekly|monthly))\b",
    re.IGNORECASE,
)
WHY = re.compile(r"^\W*(?:(?:and|but|so|ok|hm+)\W+)*(?:why|how come)\b", re.IGNORECASE)
A_PERIOD = re.compile(r"\W*(?:a|an|per|each|every)\s+(hour|day|week|month|year)\b", re.IGNORECASE)
TIMES: Mapping[str, float] = {"two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twenty": 20, "fifty": 50,
                              "hundred": 100}  # fmt: skip
NEAR = 40.0  # characters within which a word says what a number is
Rank: TypeAlias = tuple[float, int]  # how far from a number the word stands that says what it is; longer words first
CLAUSE = re.compile(r"[,;.]\s|\b(?:and|or|but|with)\b", re.IGNORECASE)
FOREIGN = re.compile(r"[\u20ac\u00a3]|\b(?:euros?|eur|pounds?|gbp)\b", re.IGNORECASE)
ADJACENT = 5  # characters between a price's name and a plain number that is meant as its amount
A_FIGURE = 20  # a smaller number in words ("which one?") is not meant as one
FEW_WORDS = 4  # "it's $1.50"
PLAIN: Rank = (20.0, 0)  # the thing counted says it by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a message says in numbers: inputs and prices with a value in their range, and those outside it."""

    said: Mapping[str, float]
    refused: Mapping[str, float]


def read_figures(comparison: Comparison, utterances: Sequence[Utterance], state: State) -> Reading:
    """The numbers of a message for the comparison's cost model; a later one about the same input wins."""
    model = comparison.cost
    if model is None:
        return Reading(said={}, refused={})
    is_on_cost = state.focus.kind == "cost"
    found: dict[str, float] = {}
    for each in utterances:
        if (is_on_cost or _tells(each)) and not _asks_back(each, state):
            found |= _of_text(each.text, model, comparison, state, is_on_cost=is_on_cost)
    outside = {name for name, value in found.items() if not _fits(model, name, value)}
    return Reading(
        said={name: value for name, value in found.items() if name not in outside},
        refused={name: found[name] for name in outside},
    )


def with_figures(understanding: Understanding, comparison: Comparison, state: State) -> Understanding:
    """The understanding with the numbers for the cost model.

    Where a message only asks what something costs, or gives a price, its words are no facts about anything that no
    input is filled by.
    """
    reading = read_figures(comparison, understanding.utterances, state)
    is_on_cost = state.focus.kind == "cost"
    asked = {
        each.text
        for each in understanding.utterances
        if each.act == "estimate" or is_on_cost or _gives_a_price(each.text, reading, comparison)
    }
    kept = understanding.facts
    if comparison.cost is not None and (reading.said or reading.refused):
        filled = {each.criterion for each in comparison.cost.inputs if each.id in reading.said or each.levels}
        numeric = {each.criterion for each in comparison.cost.inputs if each.criterion and each.id not in reading.said}
        kept = tuple(
            fact
            for fact in kept
            if not any(fact.said in text for text in asked)
            or (fact.criterion in filled and not (fact.criterion in numeric and _is_number(fact.criterion, comparison)))
        )
    return replace(understanding, facts=kept, figures=reading.said, refused=reading.refused)


def _gives_a_price(text: str, reading: Reading, comparison: Comparison) -> bool:
    """Whether words name an amount that fills a price of the cost model."""
    terms = comparison.cost.terms if comparison.cost else ()
    prices = {each.id for each in terms if isinstance(each, Price) or each.measure == "money"}
    is_money = any(quantity.dimension == "money" for quantity in multiplied(text))
    return is_money and not prices.isdisjoint(reading.said)


def _is_number(criterion: str, comparison: Comparison) -> bool:
    """Whether a criterion is answered in numbers."""
    return any(
        level.at_least is not None or level.below is not None for level in comparison.criterion_by_id[criterion].levels
    )


def is_foreign(text: str, comparison: Comparison) -> bool:
    """Whether words speak of euros or pounds where the cost model calculates in dollars."""
    return comparison.cost is not None and comparison.cost.currency == "USD" and bool(FOREIGN.search(text))


def _tells(utterance: Utterance) -> bool:
    """Whether numbers of an utterance may be the visitor's own: statements, and questions about money."""
    if utterance.act == "what_if":
        return False
    return utterance.act == "estimate" or not utterance.is_question or bool(COST.search(utterance.text))


def _asks_back(utterance: Utterance, state: State) -> bool:
    """Whether numbers of an utterance are none of the visitor's: he asks why, or quotes the calculation."""
    told = {quantity.value for quantity in multiplied(utterance.text)}
    return bool(WHY.match(utterance.text)) or (bool(told) and utterance.is_question and told.issubset(state.quoted))


def _fits(model: CostModel, name: str, value: float) -> bool:
    low, high = model.range(name)
    return low <= value <= high


def _of_text(
    text: str, model: CostModel, comparison: Comparison, state: State, *, is_on_cost: bool
) -> dict[str, float]:
    found: dict[str, float] = {}
    is_loose = is_on_cost or bool(COST.search(text))
    for quantity in multiplied(text):
        if _says_nothing(quantity, text, model):
            continue
        sign = -1 if NEGATIVE.search(text[: quantity.start]) else 1
        is_rate = is_loose or quantity.is_product
        named = _named(quantity, text, model, comparison, is_rate=is_rate) or (
            _bare(quantity, text, model) if is_on_cost else None
        )
        if named:
            found[named[0]] = sign * named[1]
    found |= dict(_in_words(text, model))
    factor = FACTOR.search(text) if is_on_cost else None
    meant = MEANT.search(text) if is_on_cost else None
    if meant and not found and model.volume in state.figures:
        found[model.volume] = state.figures[model.volume] * PERIODS[(meant[1] or meant[2]).lower()]
    if factor and not found.keys() - {model.volume}:
        known = state.figures.get(model.volume)
        default = model.input(model.volume)
        found[model.volume] = _factor(factor) * (known or (default.default if default else 1))
    return found


def _in_words(text: str, model: CostModel) -> Iterator[tuple[str, float]]:
    """What words say that mean a value ("weekly"), near a word that says of what ("changes")."""
    for each in model.inputs:
        for match in _any_of(tuple(each.words)).finditer(text) if each.words else ():
            if _near(each.beside, match.start(), match.end(), text) is not None:
                yield each.id, each.words[match[0].lower()]


def _says_nothing(quantity: Quantity, text: str, model: CostModel) -> bool:
    """Whether a number is denied, part of a unit ("per million") or a power, or money of another currency."""
    words, after = text[quantity.start : quantity.end].lstrip(), text[quantity.end :]
    before = text[: quantity.end - len(words)]
    is_part = before.rstrip().lower().endswith(("per", "^")) or after.startswith("^")
    is_scale = words.isalpha() and before.rstrip()[-1:].isdigit()  # the "million" of "3 million"
    is_other_money = bool(FOREIGN.search(words + after[:8])) and model.currency == "USD"
    return is_part or is_scale or is_other_money or is_denied(text, len(before)) or words.lower() == "no"


def _factor(match: re.Match[str]) -> float:
    if match["times"]:
        return TIMES.get(match["times"].lower()) or float(match["times"])
    return {"double": 2.0, "triple": 3.0, "half": 0.5, "ten": 10.0}[str(match.lastgroup)]


def _named(
    quantity: Quantity, text: str, model: CostModel, comparison: Comparison, *, is_rate: bool
) -> tuple[str, float] | None:
    """The input or price that a number fills by the words around it, with its value; the nearest word decides.

    ``is_rate``: a number of requests without a period may be meant as one a day.
    """
    best: tuple[Rank, str, float] | None = None
    for each in model.terms:
        for rank, value in _fillings(each, quantity, text, comparison, is_rate=is_rate):
            if best is None or rank < best[0]:
                best = (rank, each.id, value)
    return (best[1], best[2]) if best else None


def _fillings(
    each: CostInput | Price, quantity: Quantity, text: str, comparison: Comparison, *, is_rate: bool
) -> Iterator[tuple[Rank, float]]:
    """(rank, value) for the ways in which a number may fill an input: the lower the rank the likelier."""
    near = _nearest(each.beside, quantity, text)
    if isinstance(each, Price) or each.measure in {"money", "share"}:
        paid = A_PERIOD.match(text[quantity.end :])
        if paid and paid[1].lower() not in each.unit:
            return  # a monthly bill is no price of a token
        dimension = "money" if isinstance(each, Price) else each.measure
        is_meant = quantity.dimension == dimension or (dimension == "money" and _is_amount(quantity, text, near))
        if near is not None and is_meant:
            yield near, quantity.value
        return
    counted = quantity.counts(text, dict.fromkeys(each.counts, 1.0))
    if each.measure == "per day" and quantity.dimension == "per day":
        yield ((0.0 if counted else NEAR), 0), quantity.value
    elif quantity.dimension in {"count", "pages"}:
        yield from _counts(each, quantity, text, comparison, counted if each.measure == "count" or is_rate else None)


def _counts(
    each: CostInput, quantity: Quantity, text: str, comparison: Comparison, counted: tuple[int, float] | None
) -> Iterator[tuple[Rank, float]]:
    """The same for a number of things: by the words of the input, or by what its criterion counts."""
    near = _nearest(each.beside, quantity, text) if each.beside else PLAIN
    if counted and near is not None:
        yield near, counted[1]
    elif near is not None and near < PLAIN and _is_told_before(each, quantity, text):
        yield near, quantity.value
    criterion = comparison.criterion_by_id.get(each.criterion or "")
    if criterion and criterion.unit == quantity.dimension == "pages":  # "a 300 page handbook" is one of 300 pages
        yield PLAIN, quantity.value
    elif criterion and (amount := quantity.counts(text, criterion.counted)):
        yield PLAIN, amount[1]


def _nearest(words: Sequence[str], quantity: Quantity, text: str) -> Rank | None:
    """How near to a number the nearest of some words stands; of two as near, the longer one."""
    return _near(words, quantity.start, quantity.end, text)


def _near(words: Sequence[str], first: int, last: int, text: str) -> Rank | None:
    ranks: list[Rank] = []
    for match in _any_of(tuple(words)).finditer(text) if words else ():
        start, end = min(last, match.end()), max(first, match.start())
        if end - start <= NEAR:
            apart = NEAR if CLAUSE.search(text[start:end]) else 0.0
            ranks.append((max(end - start, 0) + apart, -len(match[0])))
    return min(ranks, default=None)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words of the cost model, the longest that fits."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})\b", re.IGNORECASE)


def _is_told_before(each: CostInput, quantity: Quantity, text: str) -> bool:
    """Whether what a number counts stands before it: "tokens per answer are more like 1,000"."""
    nouns = "|".join(map(re.escape, each.counts))
    before = text[max(0, quantity.start - int(NEAR)) : quantity.start]
    is_named = bool(nouns) and bool(re.search(rf"\b(?:{nouns})s?\b", before, re.IGNORECASE))
    return is_named and bool(each.beside) and _counts_nothing(_following(quantity, text))


def _is_amount(quantity: Quantity, text: str, near: Rank | None) -> bool:
    """Whether a number without a currency is meant as a price: "set hosting to 0"."""
    is_near = near is not None and near[0] <= ADJACENT
    return is_near and quantity.dimension == "count" and _counts_nothing(_following(quantity, text))


def _following(quantity: Quantity, text: str) -> str:
    """What stands behind a number in its phrase."""
    return str(PHRASE_END.split(text[quantity.end :].lower())[0])


def _counts_nothing(following: str) -> bool:
    return not set(re.findall(r"[a-z]+", following)) - FILLERS


def _bare(quantity: Quantity, text: str, model: CostModel) -> tuple[str, float] | None:
    """A number that counts nothing, after an estimate: another volume, or an amount for the only unknown price."""
    following = _following(quantity, text)
    unknown = [price.id for price in model.prices if price.value is None]
    if quantity.dimension == "money":
        is_meant = "hour" in following or len(text.split()) <= FEW_WORDS
        return (unknown[0], quantity.value) if len(unknown) == 1 and is_meant else None
    words = text[quantity.start : quantity.end].strip().lower()
    is_figure = quantity.value >= A_FIGURE or words[:1].isdigit() or words == "zero"
    if quantity.dimension in {"count", "year", "per day"} and is_figure and _counts_nothing(following):
        return model.volume, quantity.value
    tokens = next((each for each in model.inputs if "token" in each.counts), None)
    if tokens and quantity.counts(text, {"token": 1.0}):
        return tokens.id, quantity.value
    return None
