"""The decision in words: what was noted, as it leans, in full, what would turn it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.compose.draft import Draft, sources_of
from bot.compose.phrases import decapitalise, listing, percent
from bot.compose.scene import Scene
from bot.dialogue import Fact, Note, Recommend
from bot.turn import Flip

MOST_DRIVERS = 3
OPEN_RACE = 0.5  # and with less than this nothing is decided
NARROW = 0.6  # a leader with less than this leads only just
NOTICEABLE = 0.02  # a smaller movement of the leading share is no news


def note(draft: Draft, scene: Scene, move: Note, *, with_reasons: bool) -> None:
    """Take up what the visitor said: corrections first, then the facts that count most with their reasons."""
    draft.paragraph()
    for old, new in move.changed:
        words = {"new": scene.noted(new.criterion, new.level), "old": scene.noted(old.criterion, old.level)}
        draft.say("changed", words)
    if move.retracted:
        names = [scene.comparison.criterion_by_id[name].name for name in move.retracted]
        draft.say("retracted" if scene.now.facts else "retracted/all", {"facts": listing(names)})
    facts = sorted((*move.new, *(new for _, new in move.changed)), key=lambda fact: -scene.impact(fact))
    if with_reasons:
        _reasoned(draft, scene, facts, set(move.new))
    elif move.new:
        draft.say("noted", {"facts": listing([scene.level(fact).noted for fact in move.new])})


def _reasoned(draft: Draft, scene: Scene, facts: list[Fact], new: set[Fact]) -> None:
    """Full reasons for the strongest two, those for the leader first; the others by name."""
    best = scene.standing.best.option
    worth = [fact for fact in facts if f"reason:{fact.criterion}/{fact.level}" not in draft.told]
    chosen = [fact for place, fact in enumerate(worth[:2]) if place == 0 or scene.impact(fact) >= 1]
    chosen.sort(key=lambda fact: scene.support(fact, best) < 0)
    counters = [fact for fact in chosen if scene.support(fact, best) < 0 and _expects_support(scene)]
    for fact in chosen:
        if counters[:1] == [fact] and (len(chosen) > 1 or scene.before.facts):
            _counter(draft, scene, fact)
        else:
            draft.add(scene.reason(fact))
        draft.mark(f"reason:{fact.criterion}/{fact.level}")
    rest = [scene.level(fact).noted for fact in facts if fact in new and fact not in chosen]
    if rest:
        draft.say("also" if chosen else "noted", {"facts": listing(rest)})


def _expects_support(scene: Scene) -> bool:
    """Whether the verdict did not just lose ground, so that a reason against it needs an introduction."""
    best = scene.standing.best
    is_turned = best.option != scene.standing_before.best.option
    return not is_turned and best.share >= scene.standing_before.of(best.option).share - NOTICEABLE


def _counter(draft: Draft, scene: Scene, fact: Fact) -> None:
    """A reason that pulls the other way, introduced as such."""
    first, *others = scene.reason(fact)
    text = f"{draft.words('counter')} {decapitalise(first.text)}"
    draft.add((replace(first, text=text), *others))


def recommend(draft: Draft, scene: Scene, move: Recommend) -> None:
    """The verdict in the asked form."""
    if move.form == "lean":
        lean(draft, scene)
    elif move.form == "full":
        _full(draft, scene, move)
    elif move.form == "guess":
        _guess(draft, scene)
    else:
        _again(draft, scene)


def words_of(scene: Scene) -> dict[str, str]:
    best = scene.standing.best
    return {"best": scene.name(best.option), "share": percent(best.share)}


def lean(draft: Draft, scene: Scene) -> None:
    """One sentence: who leads now, and how that moved."""
    best, old = scene.standing.best, scene.standing_before.best
    was = scene.standing_before.of(best.option).share
    words = {**words_of(scene), "was": percent(was), "old": scene.name(old.option)}
    if not scene.before.facts:
        key = _first_lean(scene)
    elif best.option != old.option:
        key = "lean/turned"
    elif abs(best.share - was) < NOTICEABLE:
        key = "lean/same"
    else:
        key = "lean/up" if best.share > was else "lean/down"
    draft.say(key, words)


def _first_lean(scene: Scene) -> str:
    best = scene.standing.best
    if best.share < OPEN_RACE:
        return "lean/open"
    if not scene.carriers(best.option):
        return "lean/default"
    return "lean/first" if best.share >= NARROW else "lean/narrow"


def _full(draft: Draft, scene: Scene, move: Recommend) -> None:
    draft.paragraph()
    best, runner = scene.standing.best.option, scene.standing.runner_up.option
    if move.confirms is not None:
        draft.say("confirm/yes" if move.confirms else "confirm/no")
    _verdict_sentence(draft, scene)
    carried(draft, scene, best)
    draft.paragraph()
    best_case(draft, scene, runner)
    flip_sentences(draft, scene, 1)
    step = draft.fresh(scene.comparison.option_by_id[best].next_step)
    if step:
        draft.paragraph()
        draft.say("next_step")
        draft.add(step)


def best_case(draft: Draft, scene: Scene, option: str) -> None:
    """The losing side's best argument that was not told yet, if there is one."""
    known = scene.comparison.option_by_id[option]
    capital = tuple(each for passage in known.advantages for each in passage[:1])
    rest = tuple(replace(each, text=decapitalise(each.text)) for each in capital)
    for first in draft.fresh((*known.best_case[:1], *rest))[:1]:
        draft.mark_said(first)
        draft.add((replace(first, text=f"{draft.words('best_case', {'runner': scene.name(option)})} {first.text}"),))


def _verdict_sentence(draft: Draft, scene: Scene) -> None:
    verdict, best = scene.before.verdict, scene.standing.best.option
    words = {**words_of(scene), "old": scene.name(verdict or best)}
    if verdict is not None and verdict != best:
        draft.say("full/turned", words)
    elif scene.standing.cannot_flip:
        draft.say("full/firm", words)
    else:
        draft.say("full/sure" if scene.standing.status == "settled" else "full/lean", words)


def carried(draft: Draft, scene: Scene, best: str) -> None:
    carriers = scene.carriers(best)[:MOST_DRIVERS]
    if carriers:
        facts = listing([scene.level(fact).noted for fact in carriers])
        sources = dict.fromkeys(key for fact in carriers for key in sources_of(scene.reason(fact))[:1])
        draft.say("carried", {"facts": facts}, tuple(sources))


def _guess(draft: Draft, scene: Scene) -> None:
    draft.paragraph()
    draft.say("guess", words_of(scene))
    if scene.standing.best.option == scene.comparison.fallback:
        draft.add(draft.fresh(scene.comparison.default_reason))


def _again(draft: Draft, scene: Scene) -> None:
    draft.paragraph()
    carriers = scene.carriers(scene.standing.best.option)[:2]
    facts = [scene.level(fact).noted for fact in carriers] or ["the general picture"]
    draft.say("again_verdict", {**words_of(scene), "facts": listing(facts)})


def flip_sentences(draft: Draft, scene: Scene, most: int) -> bool:
    """What would turn the verdict and was not told yet, one sentence for each other option; whether there was any."""
    chosen: dict[str, list[Flip]] = {}
    for flip in scene.standing.flips:
        told = chosen.get(flip.to, [])
        if not draft.knows(_mark_of(flip)) and not any(_is_more_of(scene, flip, each) for each in told):
            chosen[flip.to] = [*told, flip]
    for option, flips in list(chosen.items())[:most]:
        draft.say("flips", {"facts": turning(scene, flips[:2]), "option": scene.name(option)})
        for flip in flips[:2]:
            draft.mark(_mark_of(flip))
    if not scene.standing.flips:
        draft.say("flips/none")
    return bool(chosen)


def turning(scene: Scene, flips: Sequence[Flip]) -> str:
    """The answers that would turn the verdict, in words."""
    return ", or ".join(" and ".join(scene.noted(*change) for change in flip.changes) for flip in flips)


def _is_more_of(scene: Scene, flip: Flip, told: Flip) -> bool:
    """Whether a flip names another amount of the same ("plenty of examples" after "some hundred")."""
    pairs = (*flip.changes, *told.changes)
    amounts = [scene.comparison.criterion_by_id[name].level(level).at_least for name, level in pairs]
    return {name for name, _ in flip.changes} == {name for name, _ in told.changes} and None not in amounts


def _mark_of(flip: Flip) -> str:
    return f"flip:{flip.to}/{'+'.join('/'.join(change) for change in flip.changes)}"
