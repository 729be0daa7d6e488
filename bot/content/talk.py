"""How people talk around a card: what they say next, and what they ask to hear a yes or a no. ``talk/*.yaml``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from bot.comparison import Card, FollowUp, Section
from bot.content.located import Located, read_yaml
from bot.errors import Fault

SECTIONS = frozenset(get_args(Section))
FIELDS = frozenset({"next", "yes", "no"})


def with_talk(cards: Sequence[Card], folder: Path, faults: list[Fault]) -> tuple[Card, ...]:
    """The cards with what ``folder/*.yaml`` says of them: card id to ``next``, ``yes`` and ``no``.

    ``next`` maps what answers (a card's id, or the name of a section of the same card) to messages.
    """
    by_id = {card.id: card for card in cards}
    for path in sorted(folder.glob("*.yaml")):
        located = read_yaml(path, faults)
        for name, entry in _entries(located, faults):
            assert located is not None
            found = list(_faults(located, name, entry, by_id))
            faults += found
            if not found:
                by_id[name] = _told(by_id[name], entry)
    return tuple(by_id.values())


def _entries(located: Located | None, faults: list[Fault]) -> list[tuple[str, Any]]:
    if located is None or located.value is None:
        return []
    if not isinstance(located.value, dict):
        faults.append(located.fault((), "the file holds no cards", "Write 'card-id:' with next, yes and no below it"))
        return []
    return [(str(name), entry) for name, entry in located.value.items()]


def _told(card: Card, entry: Mapping[str, Any]) -> Card:
    following = tuple(
        FollowUp(
            card=card.id if target in SECTIONS else target,
            section=target if target in SECTIONS else "Answer",
            says=tuple(map(str, says)),
        )
        for target, says in entry.get("next", {}).items()
    )
    return replace(
        card,
        yes=(*card.yes, *map(str, entry.get("yes", ()))),
        no=(*card.no, *map(str, entry.get("no", ()))),
        follow_ups=(*card.follow_ups, *following),
    )


def _faults(located: Located, name: str, entry: Any, cards: Mapping[str, Card]) -> list[Fault]:
    if name not in cards:
        return [located.fault((name,), f"there is no card {name!r}", "Correct the id or remove the entry")]
    if not isinstance(entry, dict) or not FIELDS.issuperset(entry):
        return [located.fault((name,), f"{name!r} has other fields than next, yes and no", "Use these three")]
    faults = []
    for field in ("yes", "no"):
        if not isinstance(entry.get(field, []), list):
            faults.append(located.fault((name, field), f"{field!r} of {name!r} is no list", "Write - question lines"))
    following = entry.get("next", {})
    for target, says in following.items() if isinstance(following, dict) else ():
        is_section = target in SECTIONS and target in cards[name].sections
        if not is_section and target not in cards:
            problem = f"after {name!r}: {target!r} is neither a card nor a section of it"
            faults.append(located.fault((name, "next", target), problem, "Correct or remove it"))
        elif not isinstance(says, list) or not says:
            problem = f"{target!r} after {name!r} holds no list"
            faults.append(located.fault((name, "next", target), problem, "Write [message, ...]"))
    if not isinstance(following, dict):
        problem = f"'next' of {name!r} is no mapping"
        faults.append(located.fault((name, "next"), problem, "Write target: [message, ...]"))
    return faults
