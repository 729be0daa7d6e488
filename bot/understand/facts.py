"""What a message says about the visitor's situation.

Every sentence and every clause is classified ("criterion/level"); numbers decide the level where the
content gives ranges; a later, unnegated statement wins over an earlier or negated one. An answer to a
pending question is read as one of its levels.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.comparison import Comparison, Criterion, Level
from bot.encoder.onnx import Encoder
from bot.turn import Fact, Question
from bot.understand.acts import UNRELATED
from bot.understand.answers import bare, key, opening, tapped
from bot.understand.classify import Classifier
from bot.understand.quantities import Quantity, find_quantities
from bot.understand.sentences import split_clauses

SURE = 0.55  # criterion probability for a fact volunteered in a sentence
SURE_CLAUSE = 0.65  # and in a clause torn out of its sentence
SURE_LEVEL = 0.5  # for the level, in a clause
SURE_QUESTION = 0.75  # and in a question
ANSWERED = 0.12  # probability left for the criterion that was asked about
DOMINATES = 0.6  # another criterion this sure means that the question was not answered
COUNTED = 0.9  # a number of things that the content knows how to count
SURE_CHANGE = 0.75  # to replace a known fact without a word of correction
FEWEST_WORDS = 3  # a volunteered fact takes a little sentence
TERSE = 0.9  # probability from which two words are enough, in a list ("weekly changes")
BORNE_OUT = 0.1  # share of a clause's criterion in its whole sentence from which the clause can be taken as meant
FRAGMENT = 0.7  # what the certainty of a clause is worth that its sentence does not bear out
SECOND = 0.25  # a second criterion in the same words

NEGATED = re.compile(r"^\W*(?:not|no longer|never|isn't|it's not|rather than|instead of)\b", re.IGNORECASE)
FIRST_PERSON = re.compile(
    r"\b(?:we|we're|we've|we'd|we'll|our|ours|us|i|i'm|i've|i'd|my|mine|me|have)\b", re.IGNORECASE
)
POSSESSION = re.compile(r"\b(?:ours?|my|mine|we have|we've|we own|i have|i've)\b", re.IGNORECASE)
DIMENSIONS = {"examples": "count", "per day": "per day", "seconds": "seconds", "pages": "pages"}


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


class FactReader:
    """Reads facts for one comparison."""

    def __init__(self, comparison: Comparison, classifier: Classifier, encoder: Encoder) -> None:
        self._comparison = comparison
        self._classifier = classifier
        self._encoder = encoder
        self._labels = {
            criterion.id: [label for label in classifier.labels if label.startswith(f"{criterion.id}/")]
            for criterion in comparison.asked_criteria
        }

    def volunteered(self, sentences: Sequence[str], questions: Sequence[str], turn: int) -> tuple[Fact, ...]:
        """Facts in statements, and in questions that speak of the visitor's own case."""
        candidates = [
            Candidate(criterion=name, level=level, probability=1, certainty=1, said=text, is_negated=False)
            for text in sentences
            for name, level in self._stated(text)
        ]
        for place, sentence in enumerate(sentences):
            if len(sentence.split()) < FEWEST_WORDS:
                continue
            found = [*self._in_sentence(sentence, SURE, SURE_CLAUSE), *self._counted(sentence)]
            candidates += [replace(candidate, place=place) for candidate in found]
        for question in questions:
            if FIRST_PERSON.search(question):
                candidates += self._in_sentence(question, SURE_QUESTION, SURE_QUESTION)
        return self._settle(candidates, turn)

    def _stated(self, text: str) -> Iterable[tuple[str, str]]:
        """An answer put formally, "Correction on latency: Below a second", as the page sends it."""
        head, _, tail = text.partition(": ")
        for criterion in self._comparison.asked_criteria:
            if tail and key(head).endswith(key(criterion.name)):
                yield from ((criterion.id, level.id) for level in criterion.levels if key(level.label) == key(tail))

    def tapped(self, message: str, pending: Question, turn: int) -> Fact | None:
        """The answer if the message is nothing but a choice's label, a yes or a no."""
        criterion = self._comparison.criterion_by_id[pending.criterion]
        level = tapped(message, pending) or bare(message, criterion, pending)
        return Fact(criterion=criterion.id, level=level, said=message, turn=turn) if level else None

    def answered(
        self, message: str, sentences: Sequence[str], pending: Question, turn: int, *, is_doubtful: bool
    ) -> Fact | None:
        """The answer to the pending question, or None when the message does not answer it.

        A doubtful message (an opinion, say) must speak of the question's subject clearly.
        """
        criterion = self._comparison.criterion_by_id[pending.criterion]
        spans = [span for sentence in sentences for span in (sentence, *split_clauses(sentence))]
        spans = [span for span in spans if not NEGATED.match(span) or len(span.split()) > 3] or spans
        best = max(
            (self._answer_in(span, criterion, pending) for span in spans),
            key=lambda found: found.probability,
            default=None,
        )
        opened = opening(message, criterion, pending)
        if best is None or (best.probability < (SURE_QUESTION if is_doubtful else ANSWERED) and not opened):
            return None
        meant = criterion.level(pending.refines).answers.values() if pending.refines else ()
        level = opened if opened and (best.level in meant or best.certainty < SURE) else best.level
        return Fact(criterion=criterion.id, level=level, said=best.said, turn=turn)

    def _counted(self, sentence: str) -> Iterable[Candidate]:
        """Facts in numbers of things: "2k product manuals", "40 labelled examples"."""
        for quantity in find_quantities(sentence):
            counted = self._counts(quantity, sentence)
            if counted is None or is_denied(sentence, quantity.start):
                continue
            level = _in_range(self._comparison.criterion_by_id[counted[0]], counted[1])
            if level is not None:
                yield Candidate(
                    criterion=counted[0],
                    level=level.id,
                    probability=COUNTED,
                    certainty=COUNTED,
                    said=sentence,
                    is_negated=False,
                )

    def _counts(self, quantity: Quantity, text: str) -> tuple[str, float] | None:
        """What a number of things counts: the criterion and the amount in its unit."""
        if quantity.dimension not in {"count", "pages"}:
            return None
        counts = {
            criterion.id: counted
            for criterion in self._comparison.asked_criteria
            if (counted := quantity.counts(text, criterion.counted)) is not None
        }
        name = max(counts, key=lambda each: counts[each][0], default=None)
        return (name, counts[name][1]) if name else None

    def _probabilities(self, text: str) -> dict[str, float]:
        return self._classifier.probabilities(text, self._encoder.describe([text])[0])

    def _answer_in(self, span: str, criterion: Criterion, pending: Question) -> Candidate:
        probabilities = self._probabilities(span)
        own = {label: probabilities[label] for label in self._answers_to(criterion, pending)}
        total = sum(own.values())
        others = self._by_criterion(probabilities)
        others.pop(criterion.id, None)
        if max(others.values(), default=0.0) > DOMINATES:
            total = 0.0
        label = max(own, key=lambda name: own[name])
        level, certainty = self._level(criterion, label, own[label], span)
        return Candidate(
            criterion=criterion.id, level=level, probability=total, certainty=certainty, said=span, is_negated=False
        )

    def _answers_to(self, criterion: Criterion, pending: Question) -> list[str]:
        """The labels that can answer a question: all levels, or those that a vague one stands for."""
        labels = self._labels[criterion.id]
        if pending.refines is None:
            return labels
        sharper = criterion.level(pending.refines).stands_for
        return [label for label in labels if label.partition("/")[2] in sharper or label.endswith("/none")] or labels

    def _by_criterion(self, probabilities: dict[str, float]) -> dict[str, float]:
        return {name: sum(probabilities[label] for label in labels) for name, labels in self._labels.items()}

    def _in_sentence(self, sentence: str, sure: float, sure_clause: float) -> Iterable[Candidate]:
        clauses = split_clauses(sentence)
        yield from self._in_span(sentence, sure, second=not clauses)
        whole = self._by_criterion(self._probabilities(sentence)) if clauses else {}
        for clause in clauses:
            words = len(clause.split())
            bar = sure_clause if words >= FEWEST_WORDS else TERSE
            for found in self._in_span(clause, bar, second=False) if words > 1 else ():
                is_borne_out = whole[found.criterion] >= BORNE_OUT
                yield found if is_borne_out else replace(found, certainty=found.certainty * FRAGMENT)

    def _in_span(self, span: str, sure: float, *, second: bool) -> Iterable[Candidate]:
        probabilities = self._probabilities(span)
        ranked = sorted(self._by_criterion(probabilities).items(), key=lambda entry: -entry[1])
        for place, (name, probability) in enumerate(ranked[: 2 if second else 1]):
            if probability < (sure if place == 0 else SECOND):
                break
            criterion = self._comparison.criterion_by_id[name]
            label = max(self._labels[name], key=lambda each: probabilities[each])
            level, certainty = self._level(criterion, label, probabilities[label], span)
            if certainty >= (SURE_LEVEL if sure >= SURE_CLAUSE else 0):
                yield Candidate(
                    criterion=name,
                    level=level,
                    probability=probability,
                    certainty=certainty,
                    said=span,
                    is_negated=bool(NEGATED.match(span)),
                )

    def _level(self, criterion: Criterion, label: str, probability: float, span: str) -> tuple[str, float]:
        """The level by its range when the words hold a fitting number, else the classifier's, with its certainty."""
        dimension = DIMENSIONS.get(criterion.unit)
        for quantity in find_quantities(span):
            counted = self._counts(quantity, span)
            if counted and counted[0] != criterion.id:
                continue  # the number is taken: it counts something else
            if quantity.dimension == dimension and not is_denied(span, quantity.start):
                ranged = _in_range(criterion, quantity.value)
                if ranged is not None:
                    return ranged.id, COUNTED
        return label.partition("/")[2], probability

    def _settle(self, candidates: Sequence[Candidate], turn: int) -> tuple[Fact, ...]:
        """One fact per criterion: unnegated before negated, sharper before vague, then the surest."""
        chosen: dict[str, Candidate] = {}
        for candidate in candidates:
            held = chosen.get(candidate.criterion)
            if held is None or self._outranks(candidate, held):
                chosen[candidate.criterion] = candidate
        return tuple(
            Fact(criterion=name, level=found.level, said=found.said, turn=turn, confidence=found.certainty)
            for name, found in chosen.items()
            if not (found.is_negated and len(found.said.split()) <= 3)
        )

    def _outranks(self, candidate: Candidate, held: Candidate) -> bool:
        if candidate.is_negated != held.is_negated:
            return held.is_negated
        vague, held_vague = self._is_vague(candidate), self._is_vague(held)
        if vague != held_vague:
            return held_vague
        if candidate.place > held.place and candidate.certainty >= SURE_LEVEL:
            return True
        return candidate.certainty >= held.certainty

    def _is_vague(self, candidate: Candidate) -> bool:
        return bool(self._comparison.criterion_by_id[candidate.criterion].level(candidate.level).stands_for)


def is_denied(text: str, place: int) -> bool:
    """Whether the number at ``place`` is what something is *not* ("25 titles, not 3,000")."""
    return bool(
        re.search(r"\b(?:not|never|instead of|rather than|isn't|aren't)\s+(?:about\s+)?$", text[:place].lower())
    )


def _in_range(criterion: Criterion, value: float) -> Level | None:
    for level in criterion.levels:
        low, high = level.at_least, level.below
        if (low is None and high is None) or (low is not None and value < low):
            continue
        if high is None or value < high:
            return level
    return None


def is_credible(fact: Fact, known: Fact | None, *, corrects: bool) -> bool:
    """Whether a volunteered fact may replace a known one: when it is sure, or the visitor corrects himself."""
    return known is None or known.level == fact.level or corrects or fact.confidence >= SURE_CHANGE


def names_own_things(text: str) -> bool:
    """Whether the words name something that the visitor has ("our documents")."""
    return bool(POSSESSION.search(text))


def speaks_of_own(text: str) -> bool:
    """Whether the words speak of the visitor's own case."""
    return bool(FIRST_PERSON.search(text))


__all__ = ["UNRELATED", "FactReader", "is_credible", "names_own_things", "speaks_of_own"]
