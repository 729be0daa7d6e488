"""How people talk around a card: further ways of asking for it, and what they say next. ``talk/*.yaml``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from bot.comparison import Card, FollowUp, Section
from bot.content.located import Located, read_yaml
from bot.errors import Fault

SECTIONS = frozenset(get_args(Section))
FIELDS = frozenset({"asked", "next"})


def with_talk(cards: Sequence[Card], folder: Path, faults: list[Fault]) -> tuple[Card, ...]:
    """The cards with what ``folder/*.yaml`` says of them: card id to ``asked`` (a list of questions) and ``next``.

    ``next`` maps what answers (a card's id, or the name of a section of the same card) to messages.
    """
    by_id = {card.id: card for card in cards}
    for path in sorted(folder.glob("*.yaml")):
        located = read_yaml(path, faults)
        if located is None or located.value is None:
            continue
        found = list(_file_faults(located, by_id))
        faults += found
        for name, entry in located.value.items() if not found else ():
            by_id[name] = _told(by_id[name], entry)
    return tuple(by_id.values())


def _told(card: Card, entry: Mapping[str, Any]) -> Card:
    following = tuple(
        FollowUp(
            card=card.id if target in SECTIONS else target,
            section=target if target in SECTIONS else "Answer",
            says=tuple(map(str, says)),
        )
        for target, says in entry.get("next", {}).items()
    )
    also_asked = (*card.also_asked, *map(str, entry.get("asked", ())))
    return replace(card, also_asked=also_asked, follow_ups=(*card.follow_ups, *following))


def _file_faults(located: Located, cards: Mapping[str, Card]) -> Iterator[Fault]:
    if not isinstance(located.value, dict):
        yield located.fault((), "the file holds no cards", "Write 'card-id:' with asked and next below it")
        return
    for name, entry in located.value.items():
        if name not in cards:
            yield located.fault((name,), f"there is no card {name!r}", "Correct the id or remove the entry")
        elif not isinstance(entry, dict) or not FIELDS.issuperset(entry):
            yield located.fault((name,), f"{name!r} has other fields than asked and next", "Use these two")
        else:
            yield from _entry_faults(located, name, entry, cards)


def _entry_faults(located: Located, name: str, entry: Mapping[str, Any], cards: Mapping[str, Card]) -> Iterator[Fault]:
    following = entry.get("next", {})
    if not isinstance(entry.get("asked", []), list):
        yield located.fault((name, "asked"), f"'asked' of {name!r} is no list", "Write - question lines")
    if not isinstance(following, dict):
        yield located.fault((name, "next"), f"'next' of {name!r} is no mapping", "Write target: [message, ...]")
        return
    for target, says in following.items():
        place = (name, "next", str(target))
        if target not in cards and target not in cards[name].sections:
            problem = f"after {name!r}: {target!r} is neither a card nor a section of it"
            yield located.fault(place, problem, "Correct or remove it")
        elif not isinstance(says, list) or not says:
            yield located.fault(place, f"{target!r} after {name!r} holds no list", "Write [message, ...]")
