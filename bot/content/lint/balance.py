"""Rules for fairness: every option has its advantages, drawbacks and trial, argued at about equal length."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.comparison import Option, Passage
from bot.content.lint.remark import Remark
from bot.content.lint.subject import Rule, Subject
from bot.content.passages import plain
from bot.content.words import listing

FEWEST = 3
LEAST, MOST = 0.4, 0.6  # share of the words that one side may have


def _length(passages: Sequence[Passage]) -> int:
    return sum(len(plain(passage).split()) for passage in passages)


def _is_even(one: int, other: int) -> bool:
    return LEAST <= one / max(one + other, 1) <= MOST


def option_parts(subject: Subject) -> Iterator[Remark]:
    """Options with fewer than three advantages or drawbacks, or nothing about living with them or trying them."""
    for option in subject.comparison.options:
        few = [f"{len(texts)} {name}" for name, texts in _sides(option) if len(texts) < FEWEST]
        if few:
            problem = f"option {option.id!r} has {listing(few)}"
            yield subject.remark("too-few", subject.at_option(option.id), problem, f"Give at least {FEWEST} of each")
        missing = [name for name, value in (("living", option.living), ("pilot", option.pilot)) if not value]
        if missing:
            problem = f"option {option.id!r} says nothing under {listing(missing)}"
            remedy = "Say what it is like to live with it, and how to try it"
            yield subject.remark("incomplete", subject.at_option(option.id), problem, remedy)


def _sides(option: Option) -> tuple[tuple[str, tuple[Passage, ...]], ...]:
    return ("advantages", option.advantages), ("drawbacks", option.drawbacks)


def sides_of_an_option(subject: Subject) -> Iterator[Remark]:
    """Advantages and drawbacks of an option at different length."""
    for option in subject.comparison.options:
        pros, cons = _length(option.advantages), _length(option.drawbacks)
        if pros and cons and not _is_even(pros, cons):
            problem = f"option {option.id!r} has {pros} words of advantages and {cons} of drawbacks"
            remedy = "Argue both at about equal length (40:60 at most)"
            yield subject.remark("balance", subject.at_option(option.id), problem, remedy)


def options_among_each_other(subject: Subject) -> Iterator[Remark]:
    """One option argued at greater length than another."""
    lengths = {option.id: _length(_argued(option)) for option in subject.comparison.options}
    uneven = [pair for pair in combinations(lengths, 2) if not _is_even(lengths[pair[0]], lengths[pair[1]])]
    if uneven:
        more, less = max(lengths, key=lengths.__getitem__), min(lengths, key=lengths.__getitem__)
        problem = f"option {more!r} is argued in {lengths[more]} words and {less!r} in {lengths[less]}"
        remedy = "Argue all options at about equal length (40:60 at most)"
        yield subject.remark("balance", subject.at_option(less), problem, remedy)


def _argued(option: Option) -> tuple[Passage, ...]:
    return (*option.advantages, *option.drawbacks, option.living, option.best_case, option.weakness)


def cards_about_options(subject: Subject) -> Iterator[Remark]:
    """Counterparts whose cards answer at different length."""
    found: dict[str, list[int]] = {}
    for card in subject.comparison.cards:
        found.setdefault(card.about, []).append(_length([card.answer]))
    for option in subject.comparison.options:
        other = option.counterpart
        if other is None or option.id > other or not (found.get(option.id) and found.get(other)):
            continue
        one, two = (sum(found[name]) // len(found[name]) for name in (option.id, other))
        if not _is_even(one, two):
            problem = f"answers about {option.id!r} have {one} words on average, about {other!r} {two}"
            remedy = "Answer about both at about equal length (40:60 at most)"
            yield subject.remark("balance", subject.at_option(option.id), problem, remedy)


RULES: tuple[Rule, ...] = (option_parts, sides_of_an_option, options_among_each_other, cards_about_options)
