"""The verdict accounted for: why, why not, how sure, what would turn it, what a fact did."""

from itertools import chain
from urllib.parse import urlsplit

from bot.compose.draft import Draft
from bot.compose.phrases import capitalise, listing, percent
from bot.compose.scene import Scene
from bot.compose.verdict import MOST_DRIVERS, NOTICEABLE, best_case, carried, flip_sentences, turning, words_of
from bot.dialogue import Explain


def explain(draft: Draft, scene: Scene, move: Explain) -> None:
    """Account for the verdict."""
    draft.paragraph()
    EXPLANATIONS[move.what](draft, scene, move)


def _reasons(draft: Draft, scene: Scene, move: Explain) -> None:
    best = scene.standing.best.option
    drivers = scene.carriers(best)[:MOST_DRIVERS]
    if not drivers:
        draft.say("reasons/none")
        known = scene.comparison.option_by_id[best]
        general = draft.fresh((*scene.comparison.default_reason, *chain(*known.advantages)))
        draft.add(general[:MOST_DRIVERS])
        return
    draft.say("reasons", words_of(scene))
    for fact in drivers:
        draft.add(scene.reason(fact))


def _against(draft: Draft, scene: Scene, move: Explain) -> None:
    other = move.option or scene.standing.runner_up.option
    best = scene.standing.best.option
    drivers = scene.drivers(best, other)[:2]
    words = {"other": scene.name(other), "share": percent(scene.standing.of(other).share)}
    draft.say("against" if drivers else "against/none", words)
    for fact in drivers:
        draft.add(scene.reason(fact))
    draft.add(scene.comparison.option_by_id[other].weakness[:2])
    best_case(draft, scene, other)


def _ranking(draft: Draft, scene: Scene, move: Explain) -> None:
    """All options in their order, and what speaks for the second."""
    second, *others = scene.standing.ranking[1:]
    words = {**words_of(scene), "second": scene.name(second.option), "second_share": percent(second.share)}
    rest = [f"{scene.name(each.option)} with {percent(each.share)}" for each in others]
    draft.say("ranking" if rest else "ranking/two", {**words, "rest": listing(rest) if rest else ""})
    best_case(draft, scene, second.option)


def _sure(draft: Draft, scene: Scene, move: Explain) -> None:
    standing = scene.standing
    key = "sure/firm" if standing.cannot_flip else "sure/sure" if standing.status == "settled" else "sure/lean"
    draft.say(key, words_of(scene))
    flip_sentences(draft, scene, 2)


def _flips(draft: Draft, scene: Scene, move: Explain) -> None:
    """What would turn the verdict; what was told before in one short sentence."""
    if not any(draft.knows(f"phrase:{key}") for key in ("flips", "flips/none")):
        draft.say("flip_intro")
    if not flip_sentences(draft, scene, 3) and scene.standing.flips:
        first = scene.standing.flips[0]
        draft.say("flips/told", {"facts": turning(scene, [first]), "option": scene.name(first.to)})


def _effect(draft: Draft, scene: Scene, move: Explain) -> None:
    """What the latest facts did, told in this message or before, against the shares before them."""
    best = scene.standing.best
    is_new = any(fact.turn == scene.now.turn for fact in scene.now.facts)
    shares = {each.option: each.share for each in scene.standing_before.ranking} if is_new else scene.before.before
    was = shares.get(best.option, best.share)
    old = max(shares, key=lambda name: shares[name], default=best.option)
    words = {**words_of(scene), "was": percent(was), "old": scene.name(old)}
    if old != best.option:
        draft.say("effect/turned", words)
    elif abs(best.share - was) < NOTICEABLE:
        draft.say("effect/none", words)
    else:
        draft.say("effect/more" if best.share > was else "effect/less", words)
    latest = [fact for fact in scene.now.facts if fact.turn == max(each.turn for each in scene.now.facts)]
    for fact in sorted(latest, key=lambda fact: -scene.impact(fact))[:1]:
        draft.add(scene.reason(fact))
    if len(scene.carriers(best.option)) > 1:
        carried(draft, scene, best.option)


def _what_if(draft: Draft, scene: Scene, move: Explain) -> None:
    then = scene.suppose(move.facts)
    best = scene.standing.best
    words = {"best": scene.name(best.option), "option": scene.name(then.best.option), "was": percent(best.share)}
    words["share"] = percent(then.best.share)
    key = "what_if/same" if then.best.option == best.option else "what_if/turned"
    draft.say("what_if/equal" if key == "what_if/same" and words["share"] == words["was"] else key, words)
    for fact in move.facts[:2]:
        draft.add(scene.reason(fact))


def _as_known(draft: Draft, scene: Scene, move: Explain) -> None:
    draft.say("as_known", {"facts": listing([scene.level(fact).noted for fact in move.facts])})


def _why_question(draft: Draft, scene: Scene, move: Explain) -> None:
    if scene.before.pending is not None:
        draft.add(scene.comparison.criterion_by_id[scene.before.pending.criterion].why)


def _recap(draft: Draft, scene: Scene, move: Explain) -> None:
    if not scene.now.facts:
        draft.say("recap/none")
        return
    draft.say("recap", {"facts": listing([scene.level(fact).noted for fact in scene.now.facts])})
    draft.say("recap/verdict", words_of(scene))


def _sources(draft: Draft, scene: Scene, move: Explain) -> None:
    """Where the last answer comes from; asked again, where that can be read."""
    keys = _different(scene, scene.before.last_sources)[:MOST_DRIVERS]
    names = list(dict.fromkeys(_source_name(scene, key) for key in keys))
    places = list(dict.fromkeys(filter(None, (_place_of(scene, key) for key in keys))))
    if keys and not draft.knows(_print_of_all(keys)):
        draft.say("sources", {"sources": listing(names)}, keys)
    elif keys and places:
        draft.say("sources/places", {"places": listing(places)}, keys)
    elif keys:
        draft.say("sources/nowhere", {"sources": listing(names)}, keys)
    draft.mark(_print_of_all(keys))


def _different(scene: Scene, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Of the sources that are parts of the same work the first one."""
    works: dict[tuple[str, str], str] = {}
    for key in keys:
        source = scene.comparison.sources[key]
        works.setdefault((source.kind, source.title.lower()), key)
    return tuple(works.values())


def _print_of_all(keys: tuple[str, ...]) -> str:
    return "sources:" + ",".join(keys)


def _place_of(scene: Scene, key: str) -> str | None:
    """Where a source can be read: the site that its link leads to."""
    site = urlsplit(scene.comparison.sources[key].url or "").netloc
    return site.removeprefix("www.") or None


def _source_name(scene: Scene, key: str) -> str:
    source = scene.comparison.sources[key]
    if source.kind == "page":
        return "the comparison page itself"
    if source.kind == "editorial":
        return "our own engineering judgement, with no study behind it"
    year = f", {source.year}" if source.year else ""
    hand = ", seen second-hand" if source.kind == "secondary" else ""
    return f"{source.authors} ({capitalise(source.title)}{year}{hand})"


EXPLANATIONS = {
    "reasons": _reasons,
    "against": _against,
    "ranking": _ranking,
    "sure": _sure,
    "flips": _flips,
    "effect": _effect,
    "what_if": _what_if,
    "as_known": _as_known,
    "question": _why_question,
    "recap": _recap,
    "sources": _sources,
}
