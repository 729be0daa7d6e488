"""What a message says about things that the visitor named before: other numbers of them, or that there are none.

"It's 15 toasts" after "2,000 toasts on the drive" is the number of examples again, though no list of ours knows
that toasts are examples. "No records" after "they draw on current records" takes the records back.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.comparison import Comparison, Criterion
from bot.dialogue import Fact
from bot.understand.quantities import find_quantities
from bot.understand.spans import is_denied

WORD = re.compile(r"[a-z]+")
DENIED = re.compile(r"\b(?:no|without|not any|forget(?: about)?(?: the)?|skip the|drop the)\s+((?:[a-z]+\s*){1,2})")
CORRECTION_WORDS = 4  # beside the number
NAMED_LENGTH = 4  # letters that a thing's name has at least
LIKELIEST = 0.3  # the same where several facts were told with that name
LIKELY = 0.03  # probability left for the criterion by the words themselves


def recounted(sentence: str, known: Sequence[Fact], *, corrects: bool = False) -> Iterable[tuple[str, float]]:
    """(criterion, number) where a number counts what the facts known counted.

    In a short correction ("oops, 4,000 I mean") a number alone is the one told last.
    """
    is_short = corrects and len(WORD.findall(sentence.lower())) <= CORRECTION_WORDS
    for quantity in find_quantities(sentence):
        if is_denied(sentence, quantity.start):
            continue
        thing = _counted_thing(sentence, quantity.end)
        is_no = sentence[quantity.start : quantity.end].lower() == "no"
        last = _last_counted(known) if is_short and quantity.dimension == "count" and not is_no else None
        if last is not None:
            yield last.criterion, quantity.value
            continue
        for fact in known if thing and quantity.dimension in {"count", "pages"} else ():
            if any(_counted_thing(fact.said, other.end) == thing for other in find_quantities(fact.said)):
                yield fact.criterion, quantity.value


def denied(
    sentence: str, known: Sequence[Fact], comparison: Comparison, likely: Callable[[str], Mapping[str, float]]
) -> Iterable[tuple[str, str, str]]:
    """(criterion, level, words) where the message denies a thing named before: the level that a plain "no" means.

    Of several facts told in the same words the one is meant that is ``likely`` (text to criterion to probability).
    """
    for match in DENIED.finditer(sentence.lower()):
        things = {_stem(word) for word in WORD.findall(match[1]) if len(word) >= NAMED_LENGTH}
        facts = [fact for fact in known if things & {_stem(word) for word in WORD.findall(fact.said.lower())}]
        chances = likely(sentence[match.start() : match.end()])
        facts = [fact for fact in facts if _plain_no(comparison.criterion_by_id[fact.criterion])]
        best = max(facts, key=lambda fact: chances.get(fact.criterion, 0.0), default=None)
        bar = LIKELY if len(facts) == 1 else LIKELIEST
        if best is not None and chances.get(best.criterion, 0.0) >= bar:
            level = _plain_no(comparison.criterion_by_id[best.criterion])
            yield best.criterion, str(level), match[0].strip()


def _last_counted(known: Sequence[Fact]) -> Fact | None:
    """The latest fact, if it was told with a number of things."""
    last = max(known, key=lambda fact: fact.turn, default=None)
    kinds = {each.dimension for each in find_quantities(last.said)} if last else set()
    return last if kinds & {"count", "pages"} else None


def _plain_no(criterion: Criterion) -> str | None:
    return next((level.id for level in criterion.levels if "no" in level.says), None)


def _counted_thing(text: str, end: int) -> str | None:
    """The word that a number ending at ``end`` counts."""
    match = re.match(r"\s*(?:of\s+)?([a-z]{4,})", text[end:].lower())
    return _stem(match[1]) if match else None


def _stem(word: str) -> str:
    return re.sub("(?:ies|y)$", "i", word).removesuffix("s")
