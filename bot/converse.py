"""One turn, step by step: read, learn, rank, decide, compose. Pure: no storage, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.ask import Asking, ask_by_value, situation_of
from bot.comparison import Comparison
from bot.compose.grounded import Composed, Composer
from bot.compose.scene import Scene
from bot.decide.context import Context
from bot.decide.plan import decide, welcome
from bot.dialogue import Ask, Decision, Fact, Recommend, Refer
from bot.rank import rank
from bot.retrieve.cards import Retriever
from bot.retrieve.neighbour import Neighbours
from bot.state import keep_sharper, learn, news, void
from bot.turn import Standing, State, Turn, Understanding
from bot.understand.figures import with_figures
from bot.understand.outdated import outdated
from bot.understand.read import Reader
from bot.understand.spans import has_figure, is_personal, names_own_things, speaks_of_own, speaks_to_us

ASKED_ABOUT = 0.72  # the same for a question, even one that says "we"
ASKED_OF_US = 0.5  # the same for a wish of the speaker alone ("give me their finding")
SURE_OF_A_FACT = 0.7  # confidence of a fact that needs no such check
SURE_OF_A_REMARK = 0.85  # the same after an answer, before anything is known of a case
LEAST_SURE = 0.2  # confidence that a fact in an impersonal sentence takes,
SURE_ENOUGH = 0.55  # at most
SURER_STILL = 0.35  # and how much more it takes for each unit of evidence that a card tells of the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    """What it takes to answer about one comparison."""

    comparison: Comparison
    reader: Reader
    retriever: Retriever
    composer: Composer
    asking: Asking = ask_by_value
    neighbours: Neighbours = tuple

    def turn(self, message: str, state: State) -> Turn:
        """The turn that ``message`` makes after ``state``; equal input gives equal output."""
        understanding = with_figures(self._read(message, state), self.comparison, state)
        understanding = keep_sharper(state, understanding, vague_levels(self.comparison))
        understanding = void(state, understanding, voiding_levels(self.comparison))
        now = learn(state, understanding)
        now = replace(now, figures=self._current(now, understanding))
        context = self._context(state, now, understanding)
        return self._turn(message, context, decide(context))

    def arrive(self, message: str, state: State, *, card: str = "") -> Turn:
        """The turn that takes a visitor here from another comparison (``state`` is what was carried over), with the
        answer of ``card`` in full if that was told in short there."""
        now = replace(state, turn=state.turn + 1)
        context = self._context(replace(state, facts=()), now, Understanding(utterances=()))
        return self._turn(message, context, welcome(context, card))

    def _turn(self, message: str, context: Context, decision: Decision) -> Turn:
        scene = Scene(
            comparison=self.comparison,
            before=context.before,
            now=context.now,
            standing_before=context.standing_before,
            standing=context.standing,
            decision=decision,
            neighbours=self.neighbours,
        )
        composed = self.composer.compose(scene)
        return Turn(
            comparison=self.comparison.id,
            message=message,
            understanding=context.understanding,
            evidence=context.evidence,
            standing=context.standing,
            decision=decision,
            state=_remember(scene, composed, has_news=context.has_news),
            answer=composed.answer,
        )

    def _current(self, now: State, understanding: Understanding) -> Mapping[str, float]:
        """The figures that still hold: an answer given now replaces what was said in numbers before."""
        answered = {fact.criterion: fact.level for fact in understanding.facts}
        return {**outdated(self.comparison, now.figures, answered), **understanding.figures}

    def _read(self, message: str, state: State) -> Understanding:
        """The message's meaning, without "facts" in sentences that are really about the subject or the page."""
        understanding = self.reader.read(message, state)
        if state.pending is not None:
            return understanding
        remarks = state.focus.kind == "card" and not state.facts  # what is said now is about the answer first
        bar = SURE_OF_A_REMARK if remarks else SURE_OF_A_FACT
        kept = tuple(fact for fact in understanding.facts if self._is_on_the_case(fact, understanding, bar))
        return replace(understanding, facts=kept)

    def _is_on_the_case(self, fact: Fact, understanding: Understanding, bar: float) -> bool:
        """Whether a fact's sentence speaks of the visitor's case, by its words or by being on no card."""
        sentence = next((each for each in understanding.utterances if fact.said in each.text), None)
        if sentence is None:
            return True
        is_sure = fact.confidence >= bar
        if speaks_of_own(sentence.text):
            if is_personal(sentence.text) and self._is_on_a_card(sentence.text, ASKED_OF_US):
                return False
            if not sentence.is_question or (names_own_things(sentence.text) and is_sure):
                return True
            is_concrete = names_own_things(sentence.text) or has_figure(sentence.text)
            return is_concrete and not self._is_on_a_card(sentence.text, ASKED_ABOUT)
        if speaks_to_us(sentence.text):
            return False
        if bar == SURE_OF_A_REMARK and not has_figure(sentence.text):
            return is_sure
        return fact.confidence >= min(SURE_ENOUGH, LEAST_SURE + SURER_STILL * self._evidence(sentence.text))

    def _evidence(self, text: str) -> float:
        """How much speaks for a card about what the text says (about 0 to 1.2)."""
        hits = self.retriever.search(text)
        return hits[0].score if hits else 0.0

    def _is_on_a_card(self, text: str, bar: float) -> bool:
        return self.retriever.likeness(text) >= bar

    def _context(self, state: State, now: State, understanding: Understanding) -> Context:
        new, changed = news(state, understanding, vague_levels(self.comparison))
        standing_before = rank(self.comparison, situation_of(state))
        is_same = now.levels == state.levels
        standing = standing_before if is_same else rank(self.comparison, situation_of(now))
        return Context(
            comparison=self.comparison,
            retriever=self.retriever,
            before=state,
            now=now,
            standing_before=standing_before,
            standing=self._settle(standing, now),
            understanding=understanding,
            new=new,
            changed=changed,
            asking=self.asking,
            neighbours=self.neighbours,
        )

    def _settle(self, standing: Standing, now: State) -> Standing:
        """With facts known, the leaning is the verdict as soon as no question is left to ask."""
        if standing.status == "open" or not now.facts:
            return standing
        question = self.asking(self.comparison, now, is_settled=standing.status == "settled")
        return replace(standing, status="leaning" if question else "settled")


def vague_levels(comparison: Comparison) -> Mapping[str, frozenset[str]]:
    """ "criterion/level" of every vague level to the sharper levels it stands for."""
    return {
        f"{criterion.id}/{level.id}": frozenset(level.stands_for)
        for criterion in comparison.criteria
        for level in criterion.levels
        if level.stands_for
    }


def voiding_levels(comparison: Comparison) -> Mapping[str, tuple[str, ...]]:
    """ "criterion/level" to the criteria that it makes pointless."""
    return {
        f"{criterion.id}/{level.id}": level.voids
        for criterion in comparison.criteria
        for level in criterion.levels
        if level.voids
    }


def _remember(scene: Scene, composed: Composed, *, has_news: bool) -> State:
    """The state that the next turn starts from."""
    asked = tuple(move.question.key for move in scene.decision if isinstance(move, Ask))
    offered = next((f"{move.comparison}/{move.card}" for move in scene.decision if isinstance(move, Refer)), "")
    stated = any(isinstance(move, Recommend) and move.form in {"full", "guess"} for move in scene.decision)
    return replace(
        scene.now,
        focus=composed.focus,
        asked=(*scene.now.asked, *asked),
        pending=composed.answer.question,
        told=(*scene.now.told, *composed.told),
        shares={share.option: share.share for share in scene.standing.ranking},
        before=scene.before.shares if has_news else scene.before.before,
        verdict=scene.standing.best.option if stated else scene.before.verdict,
        last_sources=composed.sources,
        offered=offered,
        about=scene.comparison.id,
    )
