"""What a message says about the visitor's situation.

Candidates come from stretches of words (``bot.understand.spans``); a later, unnegated statement wins over an
earlier or negated one. An answer to a pending question is read as one of its levels.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.comparison import Comparison, Criterion
from bot.dialogue import Fact, Question
from bot.encoder.onnx import Encoder
from bot.understand.answers import OPENING_NO, bare, key, opening, tapped
from bot.understand.classify import Classifier
from bot.understand.echo import denied, recounted
from bot.understand.frequencies import is_frequency
from bot.understand.quantities import find_quantities
from bot.understand.sentences import split_clauses
from bot.understand.spans import (
    COUNTED,
    DENIES,
    DIMENSIONS,
    FEWEST_WORDS,
    FRAGMENT,
    NEGATED,
    SURE_CLAUSE,
    SURE_LEVEL,
    TERSE,
    Candidate,
    SpanReader,
    clear,
    in_range,
)
from bot.understand.speaker import FIRST_PERSON

SURE = 0.45  # criterion probability for a fact volunteered in a sentence
SURE_QUESTION = 0.75  # and in a question
ANSWERED = 0.12  # probability left for the criterion that was asked about
ANSWERED_BESIDE = 0.3  # and where the message tells something about another criterion
DOMINATES = 0.6  # another criterion this sure means that the question was not answered
SURE_CHANGE = 0.75  # to replace a known fact without a word of correction
BARE_NUMBER_WORDS = 3  # "a few thousand"
SURE_OF_NO = 0.8  # certainty from which an answer without a word of denial means the level that a "no" names

WHICH_ONE = re.compile(r"\b(?:which|that|this|the|other|another|no|any)\s+one\b", re.IGNORECASE)  # no number
SAYS_NO = re.compile(
    r"\b(?:no|not|non|none|nope|nah|nothing|never|nobody|neither|without|zero|only|just|\w+n'?t|hardly|any|plain)\b",
    re.IGNORECASE,
)


class FactReader:
    """Reads facts for one comparison."""

    def __init__(self, comparison: Comparison, classifier: Classifier, encoder: Encoder) -> None:
        self._comparison = comparison
        self._spans = SpanReader(comparison, classifier, encoder)

    def volunteered(
        self,
        sentences: Sequence[str],
        questions: Sequence[str],
        turn: int,
        known: Sequence[Fact] = (),
        *,
        corrects: bool = False,
    ) -> tuple[Fact, ...]:
        """Facts in statements, and in questions that speak of the visitor's own case, beside the facts ``known``."""
        candidates = [
            Candidate(criterion=name, level=level, probability=1, certainty=1, said=text, is_negated=False)
            for text in sentences
            for name, level in self._stated(text)
        ]
        for place, sentence in enumerate(sentences):
            if is_frequency(sentence):
                candidates += self._spans.frequent(sentence)
            is_terse = len(sentence.split()) < FEWEST_WORDS and not DENIES.match(sentence)
            if is_terse and (len(sentences) == 1 or len(sentence.split()) == 1):
                continue
            found = [
                *self._spans.in_sentence(sentence, TERSE if is_terse else SURE, SURE_CLAUSE),
                *self._spans.counted(sentence),
                *self._echoed(sentence, known, corrects=corrects),
            ]
            candidates += [replace(candidate, place=place) for candidate in found]
        for question in questions:
            if FIRST_PERSON.search(question):
                candidates += self._spans.in_sentence(question, SURE_QUESTION, SURE_QUESTION)
        denials = [found for found in candidates if found.denies]
        return self._settle([found for found in candidates if not _is_taken(found, denials)], turn)

    def _stated(self, text: str) -> Iterable[tuple[str, str]]:
        """An answer put formally, "Correction on latency: Below a second", as the page sends it."""
        head, _, tail = text.partition(": ")
        for criterion in self._comparison.asked_criteria:
            if tail and key(head).endswith(key(criterion.name)):
                yield from ((criterion.id, level.id) for level in criterion.levels if key(level.label) == key(tail))

    def tapped(self, message: str, pending: Question, turn: int) -> Fact | None:
        """The answer if the message is nothing but a choice's label, a yes or a no."""
        criterion = self._comparison.criterion_by_id[pending.criterion]
        level = tapped(message, pending) or bare(message, criterion, pending) or self._bare_number(message, criterion)
        return Fact(criterion=criterion.id, level=level, said=message, turn=turn) if level else None

    def _bare_number(self, message: str, criterion: Criterion) -> str | None:
        """The level whose range holds the number that is all of the message."""
        quantities = [each for each in find_quantities(message) if each.value > 0]
        is_bare = len(quantities) > 0 and len(message.split()) <= BARE_NUMBER_WORDS
        fitting = {"count", "year", DIMENSIONS.get(criterion.unit)}
        if not is_bare or WHICH_ONE.search(message) or quantities[0].dimension not in fitting:
            return None
        level = in_range(criterion, max(each.value for each in quantities))
        return level.id if level else None

    def answered(
        self,
        message: str,
        sentences: Sequence[str],
        pending: Question,
        turn: int,
        *,
        is_doubtful: bool,
        tells_more: bool = False,
    ) -> Fact | None:
        """The answer to the pending question, or None when the message does not answer it.

        A doubtful message (an opinion, say) must speak of the question's subject clearly, one that ``tells_more``
        (something about another subject) not just in passing.
        """
        criterion = self._comparison.criterion_by_id[pending.criterion]
        spans = [span for sentence in sentences for span in (sentence, *split_clauses(sentence))]
        spans = [span for span in spans if not NEGATED.match(span) or len(span.split()) > 3] or spans
        best = max(
            (self._answer_in(span, criterion, pending) for span in spans),
            key=lambda found: found.probability * (1 if found.said in sentences else FRAGMENT),
            default=None,
        )
        opened = opening(message, criterion, pending)
        bar = SURE_QUESTION if is_doubtful else ANSWERED_BESIDE if tells_more else ANSWERED
        if best is None or (best.probability < bar and not opened):
            return None
        is_open = best.certainty < SURE or key(message).partition(" ")[0] in OPENING_NO
        level = opened if opened and is_open else best.level
        return Fact(criterion=criterion.id, level=level, said=best.said, turn=turn)

    def _echoed(self, sentence: str, known: Sequence[Fact], *, corrects: bool) -> Iterable[Candidate]:
        """Facts about things that the visitor named before."""
        for name, value in recounted(sentence, known, corrects=corrects):
            yield from self._spans.ranged(name, value, sentence)
        likely = lambda text: self._spans.by_criterion(self._spans.probabilities(text))  # noqa: E731
        for name, level, words in denied(sentence, known, self._comparison, likely):
            yield replace(clear(name, level, sentence), denies=words)

    def _answer_in(self, span: str, criterion: Criterion, pending: Question) -> Candidate:
        probabilities = self._spans.probabilities(span)
        own = {label: probabilities[label] for label in self._answers_to(criterion, pending)}
        total = sum(own.values())
        others = self._spans.by_criterion(probabilities)
        others.pop(criterion.id, None)
        if max(others.values(), default=0.0) > DOMINATES:
            total = 0.0
        label = max(own, key=lambda name: own[name])
        if own[label] < SURE_OF_NO and not SAYS_NO.search(span):
            label = max(self._other_than_no(criterion, own), key=lambda name: own[name])
        level, certainty = self._spans.level(criterion, label, own[label], span)
        return Candidate(
            criterion=criterion.id, level=level, probability=total, certainty=certainty, said=span, is_negated=False
        )

    def _other_than_no(self, criterion: Criterion, own: Mapping[str, float]) -> list[str]:
        """The labels of levels that a plain "no" does not name (all, if there are no others)."""
        noes = {f"{criterion.id}/{level.id}" for level in criterion.levels if "no" in level.says}
        return [label for label in own if label not in noes] or list(own)

    def _answers_to(self, criterion: Criterion, pending: Question) -> list[str]:
        """The labels that can answer a question: all levels, or those that a vague one stands for."""
        labels = self._spans.labels[criterion.id]
        if pending.refines is None:
            return labels
        sharper = criterion.level(pending.refines).stands_for
        return [label for label in labels if label.partition("/")[2] in sharper or label.endswith("/none")] or labels

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
            sharp, dim = (held, candidate) if vague else (candidate, held)
            sharper_wins = sharp.certainty >= SURE_CHANGE or sharp.certainty >= dim.certainty
            return sharper_wins is not vague
        if candidate.place > held.place and candidate.certainty >= SURE_LEVEL:
            return True
        return candidate.certainty >= held.certainty

    def _is_vague(self, candidate: Candidate) -> bool:
        return bool(self._comparison.criterion_by_id[candidate.criterion].level(candidate.level).stands_for)


def _is_taken(candidate: Candidate, denials: Sequence[Candidate]) -> bool:
    """Whether the candidate's words are nothing but a denial of something else that was named before."""
    words = key(candidate.said)
    return not candidate.denies and any(
        words == key(denial.denies) and candidate.criterion != denial.criterion for denial in denials
    )


def is_credible(fact: Fact, known: Fact | None, *, corrects: bool) -> bool:
    """Whether a volunteered fact may replace a known one: when it is sure, or the visitor corrects himself.

    Another number, without a word of correction, counts something else ("220k mails", later "38 categories").
    """
    if known is None or known.level == fact.level or corrects:
        return True
    is_another_number = bool(find_quantities(known.said)) and bool(find_quantities(fact.said))
    is_another_number = is_another_number and fact.confidence < COUNTED  # no number of things that the content knows
    return fact.confidence >= SURE_CHANGE and not is_another_number
