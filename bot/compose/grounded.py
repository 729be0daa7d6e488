"""The default composer: written sentences with their sources, put together by rule. Deterministic."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from bot.comparison import Card, Comparison, Passage, Remark
from bot.compose import account, reckon, verdict
from bot.compose.draft import Draft, sources_of
from bot.compose.phrases import capitalise, listing
from bot.compose.scene import Scene
from bot.dialogue import Arrive, Ask, Explain, Inform, Move, Note, Question, Reckon, Recommend, Refer, ReplyAct, Say
from bot.turn import Answer, Focus
from bot.understand.acts import language_replies

MOST_SUGGESTIONS = 3
YES_OR_NO = re.compile(r"^(?:yes|no)[,:]\s+", re.IGNORECASE)
VERDICT_SUGGESTIONS = ("Why?", "What would change your mind?", "How do I start?")
# First questions, each with the word by which the cards of a comparison show that they can answer it.
START_SUGGESTIONS = {"Which one is cheaper?": "cheaper", "What are the drawbacks?": "drawbacks"}
PAGE_SUGGESTION = "What does the page recommend?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An answer, and what the conversation should remember of it."""

    answer: Answer
    focus: Focus
    told: tuple[str, ...]
    sources: tuple[str, ...]


class Composer(Protocol):
    """Puts a decision into words."""

    def compose(self, scene: Scene) -> Composed: ...


class GroundedComposer:
    """Composes from cards, reasons and phrases, without a language model."""

    def compose(self, scene: Scene) -> Composed:
        draft = Draft(scene.comparison, scene.before.told)
        for move in scene.decision:
            _compose_move(draft, scene, move)
        question = next((move.question for move in scene.decision if isinstance(move, Ask)), None)
        reply, citations = draft.render()
        shown = question or _still_pending(scene)
        answer = Answer(
            acts=_acts(scene),
            reply=reply,
            citations=citations,
            question=shown,
            suggestions=_suggestions(scene),
        )
        own = (citation.source_id for citation in citations if citation.source_id in scene.comparison.sources)
        sources = tuple(own) or scene.before.last_sources
        return Composed(answer=answer, focus=_focus(scene), told=tuple(draft.used), sources=sources)


def _still_pending(scene: Scene) -> Question | None:
    """The last question, if it is still without an answer and nothing was settled meanwhile."""
    pending = scene.before.pending
    if pending is None or scene.standing.status == "settled":
        return None
    answered = any(fact.criterion == pending.criterion for fact in scene.now.facts if fact.turn == scene.now.turn)
    given_up = any(isinstance(move, Say) and move.phrase in {"skip", "unsure"} for move in scene.decision)
    return None if answered or given_up else pending


def _compose_move(draft: Draft, scene: Scene, move: Move) -> None:
    match move:
        case Inform():
            _inform(draft, scene, move)
        case Note():
            _situation(draft, scene, move)
        case Recommend():
            if move.form != "lean":
                verdict.recommend(draft, scene, move)
        case Explain():
            account.explain(draft, scene, move)
        case Say():
            _say(draft, move)
        case Ask():
            _ask(draft, move)
        case Refer():
            _refer(draft, scene, move)
        case Arrive():
            _arrive(draft, scene, move)
        case Reckon():
            reckon.reckon(draft, scene, move)


def _inform(draft: Draft, scene: Scene, move: Inform) -> None:
    card = scene.comparison.card_by_id[move.card]
    draft.paragraph()
    if move.lead:
        draft.say(f"{move.lead}/lead")
    passage = card.sections.get(move.section) or card.answer
    draft.add(passage if move.is_literal and not move.lead else _without_yes_or_no(passage))
    draft.mark(f"{card.id}/{move.section}")
    for name, place in move.also:
        draft.add(_without_yes_or_no(scene.comparison.card_by_id[name].answer[place : place + 1]))
        draft.mark(f"{name}/Answer/{place}")
    _relate(draft, scene, card)


def _without_yes_or_no(passage: Passage) -> Passage:
    """The passage without an opening "Yes," or "No,"."""
    first, *others = passage
    text = YES_OR_NO.sub("", first.text)
    return (replace(first, text=capitalise(text) if text else first.text), *others)


def _relate(draft: Draft, scene: Scene, card: Card) -> None:
    """Tie an answer to what the visitor said about the same criterion, once."""
    fact = scene.before.fact(card.criterion) if card.criterion else None
    if fact is None:
        return
    key = f"reason:{fact.criterion}/{fact.level}"
    if key not in draft.told and scene.level(fact).weight >= 1:
        draft.add(scene.reason(fact))
        draft.mark(key)


def _situation(draft: Draft, scene: Scene, move: Note) -> None:
    """What was said, with the verdict as it leans: verdict first when nothing else was answered."""
    leans = any(isinstance(other, Recommend) and other.form == "lean" for other in scene.decision)
    is_first = draft.is_empty
    in_full = any(isinstance(other, Recommend) and other.form == "full" for other in scene.decision)
    if leans and is_first and not move.changed:
        verdict.lean(draft, scene)
    verdict.note(draft, scene, move, with_reasons=is_first and not in_full)
    if leans and (not is_first or move.changed):
        verdict.lean(draft, scene)


def _say(draft: Draft, move: Say) -> None:
    draft.paragraph()
    language = move.phrase.partition("language/")[2]
    if language:
        draft.add((Remark(text=language_replies()[language]["reply"]),))
    else:
        draft.say(move.phrase, move.slots)


def _refer(draft: Draft, scene: Scene, move: Refer) -> None:
    """A short answer from another comparison and the offer to go there."""
    there = scene.elsewhere(move.comparison)
    draft.paragraph()
    draft.add_from(there, _without_yes_or_no(there.card_by_id[move.card].answer[:1]))
    draft.say("refer", {"there": there.title})


def _arrive(draft: Draft, scene: Scene, move: Arrive) -> None:
    """Where the visitor is now, what was kept, and how it leans."""
    kept = [scene.level(fact).noted for fact in move.kept]
    words = {"here": scene.comparison.title, "facts": listing(kept) if kept else ""}
    draft.say("arrive/kept" if kept else "arrive/fresh" if scene.now.elsewhere else "arrive", words)
    if any(isinstance(other, Recommend) for other in scene.decision):
        verdict.lean(draft, scene)


def _ask(draft: Draft, move: Ask) -> None:
    draft.paragraph()
    draft.say(move.lead)
    draft.add((Remark(text=f"**{move.question.text}**"),))


def _acts(scene: Scene) -> tuple[ReplyAct, ...]:
    """What the reply does, each once, in order."""
    found: list[ReplyAct] = []
    for move in scene.decision:
        match move:
            case Inform() | Note() | Explain() | Refer() | Arrive() | Reckon():
                found.append("answer")
            case Recommend():
                found.append("answer" if move.form == "lean" else "recommend")
            case Say():
                found.append(move.act)
            case Ask():
                found.append("ask")
    return tuple(dict.fromkeys(found))


def _focus(scene: Scene) -> Focus:
    """What "it" and "why" mean next: the last card told, else the verdict, else the question."""
    for move in reversed(scene.decision):
        if isinstance(move, Reckon):
            return Focus(kind="cost", option=move.options[0] if len(move.options) == 1 else None)
        if isinstance(move, Inform):
            card = scene.comparison.card_by_id[move.card]
            criterion = card.criterion or move.criterion
            return Focus(kind="card", card=card.id, criterion=criterion, option=card.about, aspect=card.aspect)
    if any(isinstance(move, Note | Recommend | Arrive) for move in scene.decision):
        return Focus(kind="verdict", option=scene.standing.best.option)
    if any(isinstance(move, Explain) and move.what not in {"sources", "question"} for move in scene.decision):
        return Focus(kind="verdict", option=scene.standing.best.option)
    if any(isinstance(move, Ask) for move in scene.decision):
        return Focus(kind="question")
    return scene.before.focus


def _suggestions(scene: Scene) -> tuple[str, ...]:
    """Natural next questions: the neighbours of the card told, or questions about the verdict."""
    for move in reversed(scene.decision):
        if isinstance(move, Reckon):
            return reckon.SUGGESTIONS
        if isinstance(move, Refer):
            return (f"Switch to {scene.elsewhere(move.comparison).title}",)
        if isinstance(move, Inform):
            cards = [scene.comparison.card_by_id[name] for name in scene.comparison.card_by_id[move.card].see]
            fresh = [card for card in cards if f"{card.id}/Answer" not in scene.before.told]
            return tuple(_full_question(card) for card in fresh)[:MOST_SUGGESTIONS]
    if scene.now.facts:
        return VERDICT_SUGGESTIONS
    return start_suggestions(scene.comparison)


@lru_cache(maxsize=16)
def start_suggestions(comparison: Comparison) -> tuple[str, ...]:
    """First questions: the usual ones as far as the cards know their words, then those of the first cards."""
    known = {word.strip("?") for card in comparison.cards for ask in card.asks for word in ask.lower().split()}
    usual = [text for text, word in START_SUGGESTIONS.items() if word in known]
    usual += [PAGE_SUGGESTION] if comparison.totals else []
    own = [_full_question(card) for card in comparison.cards if card.about == "all"]
    return tuple(dict.fromkeys([*usual, *own]))[:MOST_SUGGESTIONS]


def _full_question(card: Card) -> str:
    """The card's shortest question that is written out, fit to be shown."""
    written = [ask for ask in card.asks if ask[0].isupper() and ask.endswith("?")]
    return min(written or card.asks, key=len)


__all__ = ["Composed", "Composer", "GroundedComposer", "sources_of"]
