"""Text, comparison and state to an ``Understanding``: acts, facts, names. No language model."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from bot.comparison import Comparison
from bot.dialogue import Fact
from bot.encoder.onnx import Encoder
from bot.turn import State, Understanding, Utterance
from bot.understand import repair
from bot.understand.answers import plain
from bot.understand.classify import Classifier
from bot.understand.facts import FactReader, is_credible
from bot.understand.figures import COST
from bot.understand.language import language_of
from bot.understand.names import names_of
from bot.understand.own_case import tells
from bot.understand.roles import (
    SURELY,
    answering,
    leaves_open,
    may_answer,
    telling,
    told_of_own,
    turns_back,
)
from bot.understand.sentences import split_clauses, split_message
from bot.understand.spelling import Speller
from bot.understand.words import ContentWords, telling_words

QUESTION_START = re.compile(
    r"^(?:and |so |but |ok |okay |well |also |then |btw )*(?:who|what|what's|whats|when|where|which|wich|why|how|"
    r"is|are|am|does|do|did|can|could|should|shall|would|will|was|were(?! an?\b)|has|have you|isn't|aren't|"
    r"doesn't|explain|define|compare|describe|tell me)\b",
    re.IGNORECASE,
)
SUPPOSING = re.compile(
    r"^\W*(?:and |but |so |ok )?(?:what if|if|suppose|imagine|assuming|say|let's say)\b", re.IGNORECASE
)
ANAPHORA = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|he|she|the other|other one|"
    r"one|ones|same|there|former|latter|then|else)\b",
    re.IGNORECASE,
)
UNSURE_ACT = 0.4  # below this the act's own words decide little: question or statement
CALLS = ("recommend", "help_decide", "pressure")  # acts that all call for the verdict
A_CALL = 0.5  # their probability together from which a message is such a call
STANDALONE_WORDS = 3
BARE_WORDS = 3
DOUBT = re.compile(
    r"^(?:(?:so|and|then|ok|well)\W+)*(?:sure|yes|no|right|true|correct|yeah|really)\s*\?+\s*$", re.IGNORECASE
)
SURE_ALONE = 0.9  # certainty from which words decide by themselves and not as the answer to the question asked
SURE_OF_NUMBERS = 0.7  # that numbers, without a question or a word of cost, are there to calculate with
EXAMPLE_SHOWS = 0.15  # probability from which asking for an example shows
SHORT_SHOWS = 0.15  # the same for asking for a short answer ("difference in one line")
SHORT_CLEAR = 0.9  # and in a clause of its own ("what is RAG, in one sentence")
SHORT_WORDS = 4  # that such a clause has at most
STANCE_SHOWS = 0.05  # probability from which asking for or against shows
STANCE_CLEAR = 3  # how much likelier one of the two must be


class Reader:
    """Reads messages for one comparison."""

    def __init__(
        self,
        comparison: Comparison,
        encoder: Encoder,
        act_classifier: Classifier,
        situations: Classifier,
        words: ContentWords,
    ) -> None:
        self._comparison = comparison
        self._encoder = encoder
        self._acts = act_classifier
        self._facts = FactReader(comparison, situations, encoder)
        self._names = names_of(comparison)
        self._speller = Speller(words.counts, _names(comparison))
        self._card_words = words.on_cards

    def read(self, message: str, state: State) -> Understanding:
        """What ``message`` means after ``state``."""
        language = language_of(message, self._speller)
        if language != "en":
            return Understanding(utterances=(), language=language)
        text = self._speller.correct(message)
        sentences = split_message(text)
        self._encoder.describe([span for sentence in sentences for span in (sentence, *split_clauses(sentence))])
        utterances = tuple(self._utterance(sentence) for sentence in sentences)
        turn = state.turn + 1
        pending = state.pending
        if pending is not None:
            utterances = tuple(answering(each) for each in utterances)
        supposing = _supposing(utterances, state)
        if supposing:
            return Understanding(
                utterances=utterances, supposed=self._facts.volunteered(supposing, (), turn, state.facts, corrects=True)
            )
        told, asked = telling(utterances, state)
        told = [text for text in map(repair.unannounced, told) if text]
        corrects = repair.corrects(text, utterances)
        read = self._facts.volunteered(told, asked, turn, state.facts, corrects=corrects)
        facts = [
            fact
            for fact in told_of_own(read, utterances, is_interview=pending is not None)
            if is_credible(fact, state.fact(fact.criterion), corrects=corrects)
        ]
        unsure = None
        if pending is not None:
            answer = self._answer(text, utterances, state, facts, turn)
            if answer is not None and len(text.split()) <= BARE_WORDS:
                facts = []  # such a short answer tells nothing beside
            if answer is not None:
                bar = 2.0 if pending.refines else SURE_ALONE
                facts = [fact for fact in facts if fact.criterion != answer.criterion or fact.confidence >= bar]
            if answer is not None and all(fact.criterion != answer.criterion for fact in facts):
                facts.insert(0, answer)
            elif answer is None and leaves_open(utterances, [fact.criterion for fact in facts], pending.criterion):
                unsure = pending.criterion
        return Understanding(
            utterances=utterances,
            facts=tuple(facts),
            retracted=self._retracted(utterances, state, {fact.criterion for fact in facts}),
            unsure=unsure,
            rejects=repair.rejects(text, utterances, state),
        )

    def _answer(
        self, text: str, utterances: Sequence[Utterance], state: State, facts: Sequence[Fact], turn: int
    ) -> Fact | None:
        assert state.pending is not None
        if DOUBT.match(text) or repair.denies_the_question(text):
            return None  # "sure?" asks back, and so does "no, not the size"
        only = utterances[0] if len(utterances) == 1 else None
        if (only and turns_back(only)) or not repair.unannounced(text):
            return None
        short = plain(only.act, only.confidence, text) if only else text
        tapped = self._facts.tapped(text, state.pending, turn) or self._facts.tapped(short, state.pending, turn)
        if tapped is not None:
            return tapped
        opened = self._facts.tapped(utterances[0].text, state.pending, turn)
        if opened is not None and all(len(each.text.split()) <= BARE_WORDS for each in utterances[1:]):
            return opened  # "No, nothing. An ordinary answer."
        statements = [each.text for each in utterances if may_answer(each)]
        doubtful = all(each.act in {"opinion", "complaint", "distress", "off_topic"} for each in utterances)
        refusing = any(each.act in {"unsure", "skip"} for each in utterances) and len(utterances) == 1
        if refusing or not statements:
            return None
        more = any(fact.criterion != state.pending.criterion for fact in facts)
        return self._facts.answered(text, statements, state.pending, turn, is_doubtful=doubtful, tells_more=more)

    def _utterance(self, sentence: str) -> Utterance:
        vector = self._encoder.describe([sentence])[0]
        probabilities = self._acts.probabilities(sentence, vector)
        is_question = sentence.rstrip().endswith("?") or bool(QUESTION_START.match(sentence))
        act, confidence = _act(sentence, probabilities, is_question=is_question)
        if act == "meant":
            sentence = repair.put_right(sentence)
        options = self._names.options.find(sentence)
        return Utterance(
            text=sentence,
            act=act,
            confidence=confidence,
            options=options,
            criteria=self._names.criteria.find(sentence),
            is_question=is_question,
            is_elliptical=self._is_elliptical(sentence),
            familiar=self._familiar(sentence),
            stance=_stance(probabilities),
            wants_short=act != "shorter" and self._wants_short(sentence, probabilities),
            wants_example=min(probabilities["example"], probabilities["question"]) >= EXAMPLE_SHOWS,
            tells=tells(sentence, probabilities, asks=is_question, options=len(options)),
        )

    def _wants_short(self, sentence: str, probabilities: Mapping[str, float]) -> bool:
        """Whether a sentence that asks for something wants to hear it in short."""
        clauses = [each for each in split_clauses(sentence) if len(each.split()) <= SHORT_WORDS]
        apart = (self._acts.probabilities(each, self._encoder.describe([each])[0])["shorter"] for each in clauses)
        return probabilities["shorter"] >= SHORT_SHOWS or any(each >= SHORT_CLEAR for each in apart)

    def _familiar(self, sentence: str) -> float:
        """The share of the content words that the cards use (1 if there are none)."""
        content = telling_words(sentence)
        return sum(word in self._card_words for word in content) / len(content) if content else 1.0

    def _is_elliptical(self, sentence: str) -> bool:
        """Whether the sentence needs the topic in focus to be understood."""
        return len(telling_words(sentence)) < STANDALONE_WORDS or bool(ANAPHORA.search(sentence))

    def _retracted(self, utterances: Sequence[Utterance], state: State, said: set[str]) -> tuple[str, ...]:
        """Criteria about which the visitor takes back what is known and is not ``said`` anew.

        A new start drops everything, another project all that hangs on the project; "I take that back" the latest.
        """
        known = [fact for fact in state.facts if fact.criterion not in said]
        lasting = {criterion.id for criterion in self._comparison.criteria if criterion.lasts}
        taken_back = [each for each in utterances if each.act == "retract" and not each.is_question]
        named = {name for each in taken_back for name in each.criteria}
        gone = [fact.criterion for fact in known if fact.criterion in named]
        sure = {each.act for each in utterances if each.confidence >= SURELY and not each.is_question}
        if "reset" in sure:
            gone += [fact.criterion for fact in known]
        if "pivot" in sure:
            gone += [fact.criterion for fact in known if fact.criterion not in lasting]
        if "retract" in sure and not gone:
            gone += [fact.criterion for fact in known if fact.turn == max(each.turn for each in state.facts)]
        return tuple(dict.fromkeys(gone))


def _act(sentence: str, probabilities: Mapping[str, float], *, is_question: bool) -> tuple[str, float]:
    """What a sentence does, and how sure that is (0 to 1): the likeliest act, corrected by the sentence's form.

    The acts that call for the verdict count together, since they lead to the same reply.
    """
    likeliest = max(probabilities, key=lambda name: probabilities[name])
    called = sum(probabilities[name] for name in CALLS)
    if likeliest in CALLS[:1] or (probabilities[likeliest] < UNSURE_ACT and called >= A_CALL):
        return "recommend", called
    act = likeliest if probabilities[likeliest] >= UNSURE_ACT else _fall_back(probabilities, is_question)
    if act == "statement" and sentence.rstrip().endswith("?"):
        act = "question"
    if act == "estimate" and probabilities[act] < SURE_OF_NUMBERS and not COST.search(sentence):
        act = "question" if is_question else "statement"
    if DOUBT.match(sentence):
        act = "sure"
    return act, probabilities[act]


def _supposing(utterances: Sequence[Utterance], state: State) -> list[str]:
    """The sentences that suppose another case and do not answer an open question."""
    return [
        each.text
        for each in utterances
        if each.act == "what_if" and (each.is_question or state.pending is None or SUPPOSING.match(each.text))
    ]


def _stance(probabilities: Mapping[str, float]) -> Literal["for", "against", "none"]:
    """Whether a question asks for advantages or drawbacks, by the two acts' share of each other."""
    pro, against = probabilities["pro"], probabilities["against"]
    if max(pro, against) < STANCE_SHOWS or max(pro, against) < STANCE_CLEAR * min(pro, against):
        return "none"
    return "for" if pro > against else "against"


def _fall_back(probabilities: Mapping[str, float], is_question: bool) -> str:
    """The surer of the two broad acts, weighing the form of the sentence."""
    question, statement = probabilities["question"], probabilities["statement"]
    if is_question:
        return "question"
    return "statement" if statement >= 0.5 * question else "question"


def _names(comparison: Comparison) -> list[str]:
    return [alias for option in comparison.options for alias in option.aliases if alias.isalpha()]
