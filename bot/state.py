"""What a conversation remembers, after an understanding and after a reply. Pure functions."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import Fact
from bot.turn import State, Understanding

REMEMBERED_SHARES = 4


def learn(state: State, understanding: Understanding) -> State:
    """The state with the understanding's facts in place of earlier ones about the same criterion.

    What was taken back may be asked about again; with the last fact go the numbers too.
    """
    facts = [fact for fact in state.facts if fact.criterion not in (*understanding.retracted, *understanding.voided)]
    gone = understanding.retracted
    asked = tuple(key for key in state.asked if key.partition("/")[0] not in gone)
    figures = state.figures
    if gone and not facts:
        asked, figures = (), {}
    for fact in understanding.facts:
        facts = [known for known in facts if known.criterion != fact.criterion]
        facts.append(fact)
    figures = {**figures, **understanding.figures}
    return replace(state, turn=state.turn + 1, facts=tuple(facts), asked=asked, figures=figures)


def news(
    state: State, understanding: Understanding, vague: Mapping[str, frozenset[str]]
) -> tuple[tuple[Fact, ...], tuple[tuple[Fact, Fact], ...]]:
    """(new facts, (old, new) pairs that replace one); a sharper answer counts as new, a known one as neither."""
    new, changed = list[Fact](), list[tuple[Fact, Fact]]()
    for fact in understanding.facts:
        old = None if fact.criterion in understanding.retracted else state.fact(fact.criterion)
        if old is None or fact.level in vague.get(f"{old.criterion}/{old.level}", ()):
            new.append(fact)
        elif old.level != fact.level:
            changed.append((old, fact))
    return tuple(new), tuple(changed)


def void(state: State, understanding: Understanding, voids: Mapping[str, tuple[str, ...]]) -> Understanding:
    """Mark what a changed answer makes pointless (see ``Level.voids``), unless this message says it anew."""
    changed = [fact for fact in understanding.facts if (old := state.fact(fact.criterion)) and old.level != fact.level]
    gone = {name for fact in changed for name in voids.get(f"{fact.criterion}/{fact.level}", ())}
    said = {fact.criterion for fact in understanding.facts}
    known = {fact.criterion for fact in state.facts}
    return replace(understanding, voided=tuple(sorted((gone & known) - said)))


def keep_sharper(state: State, understanding: Understanding, vague: Mapping[str, frozenset[str]]) -> Understanding:
    """Drop facts that only repeat in vaguer words what is already known more sharply."""
    kept = tuple(
        fact
        for fact in understanding.facts
        if not ((old := state.fact(fact.criterion)) and old.level in vague.get(f"{fact.criterion}/{fact.level}", ()))
    )
    return replace(understanding, facts=kept)
