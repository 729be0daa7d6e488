"""What a message says about the visitor's situation.

Every sentence and every clause is classified ("criterion/level"); numbers decide the level where the
content gives ranges; a later, unnegated statement wins over an earlier or negated one. An answer to a
pending question is read as one of its levels.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.comparison import Comparison, Criterion, Level
from bot.encoder.onnx import Encoder
from bot.turn import Fact, Question
from bot.understand.acts import UNRELATED
from bot.understand.classify import Classifier
from bot.understand.quantities import Quantity, find_quantities
from bot.understand.sentences import split_clauses

SURE = 0.55  # criterion probability for a fact volunteered in a sentence
SURE_CLAUSE = 0.65  # and in a clause torn out of its sentence
SURE_QUESTION = 0.75  # and in a question
ANSWERED = 0.12  # probability left for the criterion that was asked about
DOMINATES = 0.6  # another criterion this sure means that the question was not answered
SECOND = 0.25  # a second criterion in the same words

NEGATED = re.compile(r"^\W*(?:not|no longer|never|isn't|it's not|rather than|instead of)\b", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:we|we're|we've|we'd|we'll|our|ours|us|i|i'm|i've|i'd|my|mine|me|have)\b", re.IGNORECASE)
DIMENSIONS = {"examples": "count", "per day": "per day", "seconds": "seconds", "pages": "pages"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible fact with its probability."""

    criterion: str
    level: str
    probability: float
    said: str
    is_negated: bool


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
        candidates = list[Candidate]()
        for sentence in sentences:
            candidates += self._in_sentence(sentence, SURE, SURE_CLAUSE)
        for question in questions:
            if FIRST_PERSON.search(question):
                candidates += self._in_sentence(question, SURE_QUESTION, SURE_QUESTION)
        return self._settle(candidates, turn)

    def answered(self, message: str, sentences: Sequence[str], pending: Question, turn: int) -> Fact | None:
        """The answer to the pending question, or None when the message does not answer it."""
        criterion = self._comparison.criterion_by_id[pending.criterion]
        level = _tapped(message, pending) or _bare(message, criterion)
        if level is not None:
            return Fact(criterion=criterion.id, level=level, said=message, turn=turn)
        spans = [span for sentence in sentences for span in (sentence, *split_clauses(sentence))]
        best = max((self._answer_in(span, criterion) for span in spans), key=lambda found: found.probability, default=None)
        if best is None or best.probability < ANSWERED:
            return None
        return Fact(criterion=criterion.id, level=best.level, said=best.said, turn=turn)

    def _probabilities(self, text: str) -> dict[str, float]:
        return self._classifier.probabilities(text, self._encoder.describe([text])[0])

    def _answer_in(self, span: str, criterion: Criterion) -> Candidate:
        probabilities = self._probabilities(span)
        own = {label: probabilities[label] for label in self._labels[criterion.id]}
        total = sum(own.values())
        others = self._by_criterion(probabilities)
        others.pop(criterion.id, None)
        if max(others.values(), default=0.0) > DOMINATES:
            total = 0.0
        label = max(own, key=lambda name: own[name])
        level = self._level(criterion, label.partition("/")[2], span)
        return Candidate(criterion=criterion.id, level=level, probability=total, said=span, is_negated=False)

    def _by_criterion(self, probabilities: dict[str, float]) -> dict[str, float]:
        return {name: sum(probabilities[label] for label in labels) for name, labels in self._labels.items()}

    def _in_sentence(self, sentence: str, sure: float, sure_clause: float) -> Iterable[Candidate]:
        clauses = split_clauses(sentence)
        self._encoder.describe([sentence, *clauses])  # one batch; the results are kept by the encoder
        yield from self._in_span(sentence, sure, second=not clauses)
        for clause in clauses:
            yield from self._in_span(clause, sure_clause, second=False)

    def _in_span(self, span: str, sure: float, *, second: bool) -> Iterable[Candidate]:
        probabilities = self._probabilities(span)
        ranked = sorted(self._by_criterion(probabilities).items(), key=lambda entry: -entry[1])
        for place, (name, probability) in enumerate(ranked[: 2 if second else 1]):
            if probability < (sure if place == 0 else SECOND):
                break
            criterion = self._comparison.criterion_by_id[name]
            label = max(self._labels[name], key=lambda each: probabilities[each])
            level = self._level(criterion, label.partition("/")[2], span)
            negated = bool(NEGATED.match(span))
            yield Candidate(criterion=name, level=level, probability=probability, said=span, is_negated=negated)

    def _level(self, criterion: Criterion, guess: str, span: str) -> str:
        """The level by its range when the words hold a fitting number, else the classifier's guess."""
        dimension = DIMENSIONS.get(criterion.unit)
        for quantity in find_quantities(span):
            if quantity.dimension == dimension:
                ranged = _in_range(criterion, quantity)
                if ranged is not None:
                    return ranged.id
        return guess

    def _settle(self, candidates: Sequence[Candidate], turn: int) -> tuple[Fact, ...]:
        """One fact per criterion: unnegated before negated, sharper before vague, then the surest."""
        chosen: dict[str, Candidate] = {}
        for candidate in candidates:
            held = chosen.get(candidate.criterion)
            if held is None or self._outranks(candidate, held):
                chosen[candidate.criterion] = candidate
        return tuple(
            Fact(criterion=name, level=found.level, said=found.said, turn=turn)
            for name, found in chosen.items()
            if not (found.is_negated and len(found.said.split()) <= 3)
        )

    def _outranks(self, candidate: Candidate, held: Candidate) -> bool:
        if candidate.is_negated != held.is_negated:
            return held.is_negated
        vague, held_vague = self._is_vague(candidate), self._is_vague(held)
        if vague != held_vague:
            return held_vague
        return candidate.probability >= held.probability

    def _is_vague(self, candidate: Candidate) -> bool:
        return bool(self._comparison.criterion_by_id[candidate.criterion].level(candidate.level).stands_for)


def _tapped(message: str, pending: Question) -> str | None:
    """The level whose label or id is the whole message."""
    text = _key(message)
    return next((choice.id for choice in pending.choices if text in {_key(choice.label), choice.id}), None)


def _bare(message: str, criterion: Criterion) -> str | None:
    """The level meant by a bare yes or no."""
    text = _key(message)
    for level in criterion.levels:
        if text in {_key(word) for word in level.says} or (text in BARE_NO and "no" in level.says):
            return level.id
        if text in BARE_YES and "yes" in level.says:
            return level.id
    return None


BARE_NO = {"no", "nope", "nah", "none", "not really", "no not really", "never"}
BARE_YES = {"yes", "yep", "yeah", "yup", "sure", "of course", "definitely", "absolutely", "yes please"}


def _key(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _in_range(criterion: Criterion, quantity: Quantity) -> Level | None:
    for level in criterion.levels:
        low, high = level.at_least, level.below
        if (low is None and high is None) or (low is not None and quantity.value < low):
            continue
        if high is None or quantity.value < high:
            return level
    return None


__all__ = ["UNRELATED", "FactReader"]
