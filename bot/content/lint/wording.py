"""Rules for cards and sources: ways of asking, reading level, figures, links."""

import re
from collections import defaultdict
from collections.abc import Iterator

from bot.comparison import Claim, Option, Passage
from bot.content.figures import numbers
from bot.content.lint.remark import Remark, shown
from bot.content.lint.subject import Rule, Subject
from bot.content.passages import plain, split_sentences
from bot.content.words import listing, stemmed, words

FEWEST_ASKS = 5
HARDEST = 9.5  # school grade, as the mean over all answers
HARDEST_SINGLE = 15.0
RATE = re.compile(
    r"(?:[$€£]\s?\d[\d,.]*|\d[\d,.]*\s?(?:dollars|euros|cents))\s*(?:k|m|million|billion)?\s+"
    r"(?:per|an?|each)\s+((?:[\d,]+ )?(?:thousand |million )?[a-z]+)",
    re.IGNORECASE,
)
SYLLABLE = re.compile(r"[aeiouy]+")
UNCITED = frozenset({"editorial", "page"})


def too_few_asks(subject: Subject) -> Iterator[Remark]:
    """Cards with fewer than five different ways of asking."""
    for card in subject.comparison.cards:
        different = {_normal(ask) for ask in card.asks}
        if len(different) < FEWEST_ASKS:
            problem = f"card {card.id!r} has {len(different)} different ways of asking"
            remedy = "Give ten to fifteen: short, long, clumsy, misspelt"
            yield subject.remark("few-asks", subject.at_card(card), problem, remedy)


def same_ask_twice(subject: Subject) -> Iterator[Remark]:
    """The same question on two cards: only one of them can be found by it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for card in subject.comparison.cards:
        for ask in card.asks:
            found[_normal(ask)].setdefault(card.id, ask)
    for asks in found.values():
        if len(asks) > 1:
            first, second = list(asks)[:2]
            card = subject.comparison.card_by_id[second]
            problem = f"{shown(asks[second])} is asked of {second!r} and, as {shown(asks[first])}, of {first!r}"
            yield subject.remark(
                "same-ask", subject.at_card(card), problem, "Keep it on the card that answers it better"
            )


def _normal(ask: str) -> str:
    """An ask without case, signs, endings and articles; the order stays, for "A over B" is not "B over A"."""
    return " ".join(stemmed([word for word in words(ask) if word not in {"a", "an", "the", "please"}]))


def grade_level(text: str, known: frozenset[str] = frozenset()) -> float:
    """School grade by Flesch and Kincaid: 0.39 words per sentence + 11.8 syllables per word - 15.59.

    J. P. Kincaid and others, Derivation of new readability formulas, US Naval Training Command, 1975. Syllables are
    groups of vowels, without a silent final e; ``known`` words, the names of what is compared, count as one.
    """
    found = words(text)
    sentences = max(len(split_sentences(text)), 1)
    if not found:
        return 0.0
    syllables = sum(1 if word in known else _syllables(word) for word in found)
    return 0.39 * len(found) / sentences + 11.8 * syllables / len(found) - 15.59


def _syllables(word: str) -> int:
    groups = len(SYLLABLE.findall(word))
    return max(groups - (word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1), 1)


def hard_to_read(subject: Subject) -> Iterator[Remark]:
    """Answers above about grade 9: those of the whole folder on average, and single ones far above."""
    known = frozenset(word for name in _names(subject) for word in words(name))
    grades = {card.id: grade_level(plain(card.answer), known) for card in subject.comparison.cards}
    mean = sum(grades.values()) / max(len(grades), 1)
    for card in subject.comparison.cards:
        if grades[card.id] > HARDEST_SINGLE:
            problem = f"the answer of card {card.id!r} reads like grade {grades[card.id]:.0f}"
            yield subject.remark("hard-to-read", subject.at_card(card), problem, "Use shorter sentences and words")
    if mean > HARDEST:
        problem = f"answers read like grade {mean:.1f} on average"
        remedy = "Aim at grade 9: shorter sentences and words"
        yield subject.remark("hard-to-read", (f"{subject.folder}/cards", 1), problem, remedy)


def options_hard_to_read(subject: Subject) -> Iterator[Remark]:
    """What is said for, against and about living with the options, above about grade 9 on average, or far above."""
    known = frozenset(word for name in _names(subject) for word in words(name))
    for option in subject.comparison.options:
        grades = {plain(passage): grade_level(plain(passage), known) for passage in _said_about(option)}
        if not grades:
            continue
        hardest, mean = max(grades, key=grades.__getitem__), sum(grades.values()) / len(grades)
        if mean > HARDEST or grades[hardest] > HARDEST_SINGLE:
            problem = f"option {option.id!r} reads like grade {mean:.1f} on average, the hardest is {shown(hardest)}"
            remedy = "Aim at grade 9: shorter sentences and words"
            yield subject.remark("hard-to-read", subject.at_option(option.id), problem, remedy)


def _said_about(option: Option) -> Iterator[Passage]:
    yield from (*option.advantages, *option.drawbacks, *([option.living] if option.living else []))
    if option.pilot:
        yield from (option.pilot.measures, option.pilot.passes, option.pilot.fails, option.pilot.misleads)


def _names(subject: Subject) -> Iterator[str]:
    for option in subject.comparison.options:
        yield from (option.name, *option.aliases)
    for criterion in subject.comparison.criteria:
        yield from (criterion.name, *criterion.aliases)


def figures_without_conditions(subject: Subject) -> Iterator[Remark]:
    """Figures whose sources do not say for what they hold."""
    reported: set[str] = set()
    for _, name, passage in subject.passages():
        for claim in passage:
            if not isinstance(claim, Claim) or not numbers(claim.text):
                continue
            for key in claim.sources:
                source = subject.comparison.sources[key]
                bare = not source.conditions.strip() and source.kind != "editorial" and numbers(source.passage)
                if (
                    bare
                    and key in subject.sources
                    and key not in reported
                    and numbers(claim.text) & numbers(source.passage)
                ):
                    reported.add(key)
                    problem = (
                        f"source {key!r} has no conditions, and {name} takes a figure from it: {shown(claim.text)}"
                    )
                    remedy = "Say for what it holds: date, models, sample, who says it"
                    yield subject.remark("no-conditions", subject.sources[key], problem, remedy)


def sources_without_link(subject: Subject) -> Iterator[Remark]:
    """Sources that a visitor cannot open."""
    for key, place in subject.sources.items():
        source = subject.comparison.sources[key]
        if source.kind not in UNCITED and not source.url:
            problem = f"source {key!r} ({source.kind}) cannot be opened: it has no url"
            yield subject.remark("no-link", place, problem, "Give the url, or call it editorial")
        elif source.url and not re.match(r"https?://[\w.-]+\.\w+", source.url):
            problem = f"the url of source {key!r} is no web address: {source.url!r}"
            yield subject.remark("no-link", place, problem, "Write it with https://")


def rates_in_different_units(subject: Subject) -> Iterator[Remark]:
    """Prices in one sentence per different things, such as per month and per year."""
    for place, name, passage in subject.passages():
        for sentence in passage:
            units = list(dict.fromkeys(unit.lower().rstrip("s") for unit in RATE.findall(sentence.text)))
            if len(units) > 1:
                problem = f"{name} compares prices per {listing(units)}: {shown(sentence.text, 90)}"
                yield subject.remark("mixed-units", place, problem, "Convert them to the same unit")


RULES: tuple[Rule, ...] = (
    too_few_asks,
    same_ask_twice,
    hard_to_read,
    options_hard_to_read,
    figures_without_conditions,
    sources_without_link,
    rates_in_different_units,
)
