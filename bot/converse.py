"""One turn, step by step: read, learn, rank, decide, compose. Pure: no storage, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.ask import Asking, ask_by_value, situation_of
from bot.comparison import Comparison
from bot.compose.draft import sources_of
from bot.compose.grounded import Composed, Composer
from bot.compose.scene import Scene
from bot.decide.context import Context
from bot.decide.plan import decide, welcome
from bot.dialogue import Ask, Decision, Recommend, Refer
from bot.rank import rank
from bot.retrieve.cards import Retriever
from bot.retrieve.neighbour import Neighbours
from bot.state import keep_sharper, learn, news, void
from bot.turn import Standing, State, Turn, Understanding
from bot.understand.figures import with_figures
from bot.understand.outdated import outdated
from bot.understand.quantities import find_quantities
from bot.understand.read import Reader


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
        understanding = with_figures(self.reader.read(message, state), self.comparison, state)
        understanding = keep_sharper(state, understanding, vague_levels(self.comparison))
        understanding = void(state, understanding, voiding_levels(self.comparison))
        now = learn(state, understanding)
        now = replace(now, figures=self._current(now, understanding))
        context = self._context(state, now, understanding)
        if understanding.rejects:
            context = replace(context, before=returned(state, self.comparison), rejected=state.focus.card)
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


def returned(state: State, comparison: Comparison) -> State:
    """The state with the topic in focus that a rejected answer left, and the sources of that."""
    card = comparison.card_by_id.get(state.former.card or "")
    return replace(state, focus=state.former, last_sources=sources_of(card.answer)) if card else state


def _remember(scene: Scene, composed: Composed, *, has_news: bool) -> State:
    """The state that the next turn starts from."""
    asked = tuple(move.question.key for move in scene.decision if isinstance(move, Ask))
    offered = next((f"{move.comparison}/{move.card}" for move in scene.decision if isinstance(move, Refer)), "")
    left = scene.before.focus if scene.before.focus.card else scene.before.former
    stated = any(isinstance(move, Recommend) and move.form in {"full", "guess"} for move in scene.decision)
    return replace(
        scene.now,
        focus=composed.focus,
        former=scene.before.former if composed.focus.card == scene.before.focus.card else left,
        quoted=_numbers(composed.answer.reply) if composed.focus.kind == "cost" else (),
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


def _numbers(reply: str) -> tuple[float, ...]:
    """The numbers of a reply, each once."""
    return tuple(dict.fromkeys(quantity.value for quantity in find_quantities(reply)))
