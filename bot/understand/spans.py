"""What one stretch of words may say about the visitor's case: candidates for facts, with their probabilities.

Every sentence and every clause is classified ("criterion/level"); numbers decide the level where the content
gives ranges.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.comparison import Comparison, Criterion, Level
from bot.encoder.onnx import Encoder
from bot.understand.classify import Classifier
from bot.understand.frequencies import find_frequencies
from bot.understand.quantities import Quantity, find_quantities, is_each
from bot.understand.sentences import split_clauses
from bot.understand.speaker import POSSESSION

KEPT = 256  # stretches of words whose probabilities are kept: a message's are looked at several times
SURE_CLAUSE = 0.55  # and in a clause torn out of its sentence
SURE_LEVEL = 0.5  # for the level, in a clause
LIKELY_LEVEL = 0.5  # and in a sentence, whose words are more
SURE_SUBJECT = 0.85  # probability of the criterion from which the level may be a closer call ("every day", "weekly")
CLOSE_LEVEL = 0.4
COUNTED = 0.9  # a number of things that the content knows how to count
FEWEST_WORDS = 3  # a volunteered fact takes a little sentence
BORNE_OUT_NUMBER = 0.3  # the same for a number that counts nothing the content knows ("eight of them")
SURE_OF_A_NUMBER = 0.7  # unless the clause is as clear as this
A_FIGURE = 4  # a smaller number in words ("two documents contradict each other") need not be meant as one
SURE_RIVAL = 0.8  # probability from which a number may count something else than its noun says
RIVALRY = 3.0  # and how many times likelier that must be
TERSE = 0.9  # probability from which two words are enough, in a list ("weekly changes")
BORNE_OUT = 0.1  # share of a clause's criterion in its whole sentence from which the clause can be taken as meant
FRAGMENT = 0.7  # what the certainty of a clause is worth that its sentence does not bear out
LEAST_CERTAIN = 0.35  # of a clause, then
SECOND = 0.25  # a second criterion in the same words
DENIES = re.compile(r"^\W*(?:no|zero|without)\b", re.IGNORECASE)
NEGATED = re.compile(r"^\W*(?:not|no longer|isn't|it's not|rather than|instead of)\b", re.IGNORECASE)
COUNT_UNITS = ("examples", "pages")
FREQUENCY = "times a year"
DIMENSIONS = {"examples": "count", "per day": "per day", "seconds": "seconds", "pages": "pages"}
OVERTAKEN = re.compile(
    r"\b(?:now|used to|no longer|instead|from|any ?more|lately|these days|meanwhile)\b", re.IGNORECASE
)
ABOUT = frozenset("a an about around some roughly nearly almost only just like maybe or so of them those these".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible fact with its probability."""

    criterion: str
    level: str
    probability: float  # of the criterion
    certainty: float  # of the level
    said: str
    is_negated: bool
    place: int = 0  # of its sentence in the message
    denies: str = ""  # the words in which a thing named before is denied


class SpanReader:
    """Reads stretches of words for one comparison."""

    def __init__(self, comparison: Comparison, classifier: Classifier, encoder: Encoder) -> None:
        self._comparison = comparison
        self._classifier = classifier
        self._encoder = encoder
        self.probabilities = lru_cache(KEPT)(self._probabilities)
        self.labels = {
            criterion.id: [label for label in classifier.labels if label.startswith(f"{criterion.id}/")]
            for criterion in comparison.asked_criteria
        }

    def counted(self, sentence: str) -> Iterable[Candidate]:
        """Facts in numbers of things: "2k product manuals", "40 labelled examples", "120 files of 15 pages each".

        Of several numbers of the same the largest counts.
        """
        amounts: dict[str, list[tuple[Quantity, float]]] = {}
        for quantity in find_quantities(sentence):
            counted = self._counts(quantity, sentence)
            if counted is not None and not is_denied(sentence, quantity.start):
                amounts.setdefault(counted[0], []).append((quantity, counted[1]))
        for name, found in amounts.items():
            sizes = [each.value for each, _ in found if is_each(each, sentence.lower())]
            pieces = [each.value for each, _ in found if not is_each(each, sentence.lower())]
            product = max(sizes) * max(pieces) if sizes and pieces else 0.0
            yield from self.ranged(name, product or max(amount for _, amount in found), sentence)

    def frequent(self, words: str) -> Iterable[Candidate]:
        """Facts in a bare frequency: "monthly", "every day"."""
        frequencies = [each.id for each in self._comparison.asked_criteria if each.unit == FREQUENCY]
        for rate in find_frequencies(words):
            for name in frequencies if len(frequencies) == 1 else ():
                yield from self.ranged(name, rate, words)

    def ranged(self, name: str, value: float, sentence: str) -> Iterable[Candidate]:
        level = in_range(self._comparison.criterion_by_id[name], value)
        if level is not None:
            yield clear(name, level.id, sentence)

    def _counts(self, quantity: Quantity, text: str) -> tuple[str, float] | None:
        """What a number of things counts: the criterion and the amount in its unit."""
        is_figure = quantity.value >= A_FIGURE or text[quantity.start].isdigit() or quantity.dimension == "pages"
        is_figure |= bool(POSSESSION.search(text))
        if quantity.dimension not in {"count", "pages"} or not is_figure:
            return None
        counts = {
            criterion.id: counted
            for criterion in self._comparison.asked_criteria
            if (counted := quantity.counts(text, criterion.counted)) is not None
        }
        nearest = max((place for place, _ in counts.values()), default=None)
        names = [name for name, (place, _) in counts.items() if place == nearest]
        if not names:
            return None
        clause = self._clause_of(quantity, text)
        chances = self.by_criterion(self.probabilities(clause)) if len(names) > 1 else {}
        name = max(names, key=lambda each: chances.get(each, 0.0))
        is_named = quantity.dimension == "pages" or says_little(clause, quantity, text)
        rival = None if is_named else self._rival(name, clause)
        return (rival, quantity.value) if rival else (name, counts[name][1])

    def _clause_of(self, quantity: Quantity, text: str) -> str:
        """The clause in which a number stands."""
        figure = text[quantity.start : quantity.end].strip()
        return next((clause for clause in split_clauses(text) if figure in clause), text)

    def _rival(self, name: str, clause: str) -> str | None:
        """Another criterion that counts things, if the clause is clearly about it ("3,000 reports to learn from")."""
        chances = self.by_criterion(self.probabilities(clause))
        rivals = [each.id for each in self._comparison.asked_criteria if each.unit in COUNT_UNITS and each.id != name]
        best = max(rivals, key=lambda each: chances[each], default=None)
        return best if best and chances[best] >= max(SURE_RIVAL, RIVALRY * chances[name]) else None

    def _probabilities(self, text: str) -> dict[str, float]:
        return self._classifier.probabilities(text, self._encoder.describe([text])[0])

    def by_criterion(self, probabilities: dict[str, float]) -> dict[str, float]:
        return {name: sum(probabilities[label] for label in labels) for name, labels in self.labels.items()}

    def in_sentence(self, sentence: str, sure: float, sure_clause: float) -> Iterable[Candidate]:
        clauses = split_clauses(sentence)
        counted = {found.criterion for found in self.counted(sentence)}
        for found in self.in_span(sentence, sure, second=not clauses):
            if found.criterion not in counted:
                yield found
        whole = self.by_criterion(self.probabilities(sentence)) if clauses else {}
        for clause in clauses:
            words = len(clause.split())
            bar = sure_clause if words >= FEWEST_WORDS or DENIES.match(clause) else TERSE
            for found in self.in_span(clause, bar, second=False) if words > 1 else ():
                is_loose = whole[found.criterion] < BORNE_OUT_NUMBER and found.probability < SURE_OF_A_NUMBER
                if is_loose and self._takes_a_number(found.criterion, clause):
                    continue
                is_taken = found.criterion in counted or self._is_counted_otherwise(found.criterion, clause, sentence)
                if is_taken and self._counts_things(found.criterion) and has_figure(clause):
                    continue
                if self._has_a_rate_among_others(found.criterion, clause, sentence):
                    continue
                is_borne_out = whole[found.criterion] >= BORNE_OUT / len(clauses)
                certainty = found.certainty if is_borne_out else found.certainty * FRAGMENT
                if certainty >= LEAST_CERTAIN:
                    yield replace(found, certainty=certainty)

    def _is_counted_otherwise(self, name: str, clause: str, sentence: str) -> bool:
        """Whether all numbers of a clause count something else by the rest of its sentence ("manuals, 200 of them")."""
        counted = [
            self._counts(each, sentence)
            for each in find_quantities(sentence)
            if sentence[each.start : each.end].strip() in clause
        ]
        return bool(counted) and all(each is not None and each[0] != name for each in counted)

    def in_span(self, span: str, sure: float, *, second: bool) -> Iterable[Candidate]:
        probabilities = self.probabilities(span)
        ranked = sorted(self.by_criterion(probabilities).items(), key=lambda entry: -entry[1])
        for place, (name, probability) in enumerate(ranked[: 2 if second else 1]):
            criterion = self._comparison.criterion_by_id[name]
            if probability < (sure if place == 0 else SECOND) or (place and self._takes_a_number(name, span)):
                break
            if self._is_a_ratio(name, span):
                break
            label = max(self.labels[name], key=lambda each: probabilities[each])
            level, certainty = self.level(criterion, label, probabilities[label], span, about=probability)
            bar = CLOSE_LEVEL if probability >= SURE_SUBJECT else SURE_LEVEL if sure >= SURE_CLAUSE else LIKELY_LEVEL
            if certainty >= bar:
                yield Candidate(
                    criterion=name,
                    level=level,
                    probability=probability,
                    certainty=certainty,
                    said=span,
                    is_negated=bool(NEGATED.match(span)),
                )

    def _has_a_rate_among_others(self, name: str, clause: str, sentence: str) -> bool:
        """Whether a clause names one frequency of several that its sentence names, another of which decides."""
        if self._comparison.criterion_by_id[name].unit != FREQUENCY:
            return False
        rates, own = find_frequencies(sentence), find_frequencies(clause)
        return len(rates) > 1 and bool(own) and max(own) not in _deciding(rates, sentence)

    def _is_a_ratio(self, name: str, span: str) -> bool:
        """Whether a criterion that counts would be read from words whose numbers count nothing ("3 out of 10")."""
        kinds = {each.dimension for each in find_quantities(span)}
        return self._counts_things(name) and kinds == {"share"}

    def _takes_a_number(self, name: str, span: str) -> bool:
        """Whether a criterion would be read from a number that need not be about it."""
        kinds = {each.dimension for each in find_quantities(span)}
        return self._counts_things(name) and bool(kinds & {"count", "share"})

    def _counts_things(self, name: str) -> bool:
        return self._comparison.criterion_by_id[name].unit in COUNT_UNITS

    def level(
        self, criterion: Criterion, label: str, probability: float, span: str, *, about: float = 1.0
    ) -> tuple[str, float]:
        """The level by its range when the words hold a fitting number, else the classifier's, with its certainty.

        A number that counts nothing the content knows is as sure as the words are ``about`` the criterion.
        """
        dimension = DIMENSIONS.get(criterion.unit)
        if criterion.unit == FREQUENCY:
            rates = _deciding(find_frequencies(span), span)
            named = [level.id for rate in rates if (level := in_range(criterion, rate)) is not None]
            return (named[-1], about * COUNTED) if named else (label.partition("/")[2], probability)
        for quantity in find_quantities(span):
            counted = self._counts(quantity, span)
            if (
                counted and counted[0] != criterion.id and criterion.unit in COUNT_UNITS
            ):  # the number is taken: it counts something else
                probability *= FRAGMENT
                continue
            if quantity.dimension == dimension and not is_denied(span, quantity.start):
                ranged = in_range(criterion, quantity.value)
                if ranged is not None:
                    return ranged.id, COUNTED if counted or criterion.unit not in COUNT_UNITS else about * COUNTED
        return label.partition("/")[2], probability


def _deciding(rates: tuple[float, ...], text: str) -> tuple[float, ...]:
    """Of "prices daily, the rest twice a year" what changes most; of "daily, now monthly" the last."""
    return (rates[-1] if OVERTAKEN.search(text) else max(rates),) if rates else ()


def clear(name: str, level: str, sentence: str) -> Candidate:
    """A fact that needs no classifier."""
    return Candidate(
        criterion=name, level=level, probability=COUNTED, certainty=COUNTED, said=sentence, is_negated=False
    )


def says_little(clause: str, quantity: Quantity, text: str) -> bool:
    """Whether a clause tells no more than a number of things ("a hundred or so PDFs", "about 200 of them")."""
    return len(_words_beside(text[quantity.start : quantity.end], clause)) <= 1


def is_a_guess(text: str) -> bool:
    """Whether a text is nothing but a number with words of doubt ("maybe 8,000?")."""
    figures = [text[each.start : each.end] for each in find_quantities(text)]
    return len(figures) == 1 and not _words_beside(figures[0], text)


def _words_beside(figure: str, text: str) -> set[str]:
    """The words of a text without one of its numbers and the words that only make a number vague."""
    return set(re.findall(r"[a-z]+", text.replace(figure.strip(), " ").lower())) - ABOUT


def is_denied(text: str, place: int) -> bool:
    """Whether the number at ``place`` is what something is *not* ("25 titles, not 3,000")."""
    return bool(
        re.search(r"\b(?:not|never|instead of|rather than|isn't|aren't)(?:\s+about)?\s*$", text[:place].lower())
    )


def in_range(criterion: Criterion, value: float) -> Level | None:
    for level in criterion.levels:
        low, high = level.at_least, level.below
        if (low is None and high is None) or (low is not None and value < low):
            continue
        if high is None or value < high:
            return level
    return None


def has_figure(text: str) -> bool:
    """Whether the words hold a number."""
    return bool(find_quantities(text))
