"""Reads a comparison folder: comparison.yaml, sources/*.yaml, cards/*.md, talk/*.yaml, situations.yaml,
cost.yaml."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.comparison import Comparison, Criterion, Offer, Option, Related, Source
from bot.content.build import build
from bot.content.cards import load_cards
from bot.content.cost import Around, load_cost
from bot.content.crosscheck import crosscheck
from bot.content.inherit import Inheritance, Statements, inherit, statements
from bot.content.located import Located, read_yaml
from bot.content.passages import parse_passage
from bot.content.talk import with_talk
from bot.errors import ContentError, Fault, UnknownComparison

TEXTS = ("title", "subject", "decision", "version", "reviewed", "update_policy", "authors", "funding", "fallback")
PARTS = {"options": Option, "criteria": Criterion, "related": Related}
REQUIRED = {*TEXTS, *PARTS, "settled_at", "offer", "totals", "default_reason"}
OPTIONAL = ("evidence", "review_by", "builds_on")
KNOWN = {*REQUIRED, *OPTIONAL}


def list_comparisons(knowledge: Path) -> tuple[str, ...]:
    """Names of the comparison folders, sorted."""
    return tuple(sorted(path.parent.name for path in knowledge.glob("*/comparison.yaml")))


def load_comparison(knowledge: Path, name: str) -> Comparison:
    """The validated comparison.

    Raises:
        UnknownComparison: there is no such folder.
        ContentError: with all faults, each with file, line and remedy.
    """
    if name not in list_comparisons(knowledge):
        known = ", ".join(list_comparisons(knowledge)) or "none"
        raise UnknownComparison(f"no comparison {name!r} in {str(knowledge)!r}; there is: {known}")
    folder, faults = knowledge / name, list[Fault]()
    comparison = _load(folder, faults)
    if comparison is not None and not faults:
        faults += crosscheck(comparison, str(folder))
    if comparison is None or faults:
        raise ContentError(tuple(faults))
    return comparison


def digest(folder: Path) -> str:
    """A digest of every file that answers come from, in a fixed order."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".yaml", ".md"} and not _is_about_quality(path):
            total.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _is_about_quality(path: Path) -> bool:
    """Whether a file measures the content and is no part of it."""
    return path.parent.parent.name == "evaluation" or path.name in {"dialogues.yaml", "README.md"}


def _load(folder: Path, faults: list[Fault]) -> Comparison | None:
    main = read_yaml(folder / "comparison.yaml", faults)
    if main is None or not isinstance(main.value, dict):
        return None
    base = _inheritance(main, folder, faults)
    main.value = inherit(main.value, base.fields)
    sources = {**base.sources, **_load_sources(folder / "sources", faults, taken=base.sources)}
    cards = with_talk(load_cards(folder / "cards", faults), folder / "talk", faults)
    situations, unrelated = _load_situations(folder / "situations.yaml", faults)
    parts: dict[str, Any] = {name: _load_list(cls, main, name, faults) for name, cls in PARTS.items()}
    offer = build(Offer, main, ("offer",), main.value.get("offer"), faults)
    faults += _top_faults(main)
    if faults or offer is None:
        return None
    texts: dict[str, Any] = {name: str(main.value.get(name, "")) for name in (*TEXTS, *OPTIONAL)}
    levels = {each.id: frozenset(level.id for level in each.levels) for each in parts["criteria"]}
    criteria = {each.id: each for each in parts["criteria"]}
    around = Around(options=[each.id for each in parts["options"]], criteria=criteria, sources=sources)
    return Comparison(
        id=folder.name,
        digest=digest(folder) + base.digest,
        cards=cards,
        sources=sources,
        situations=statements(situations, base.situations, levels),
        unrelated=(*unrelated, *base.unrelated),
        offer=offer,
        default_reason=parse_passage(str(main.value["default_reason"])),
        settled_at=float(main.value["settled_at"]),
        totals={str(key): str(text) for key, text in main.value["totals"].items()},
        cost=load_cost(folder, around, faults, str(main.value.get("builds_on") or "")),
        **texts,
        **parts,
    )


def _inheritance(main: Located, folder: Path, faults: list[Fault]) -> Inheritance:
    """What the folder takes over from the one that it builds on, if any."""
    name = main.value.get("builds_on")
    if name is None:
        return Inheritance()
    known = [each for each in list_comparisons(folder.parent) if each != folder.name]
    if name not in known:
        remedy = f"Use one of: {', '.join(known) or 'none'}"
        faults.append(main.fault(("builds_on",), f"builds_on {name!r} is no other comparison here", remedy))
        return Inheritance()
    other = folder.parent / name
    return _read_inheritance(other, digest(other))


@lru_cache(maxsize=4)
def _read_inheritance(folder: Path, digest: str) -> Inheritance:
    """The parts of a folder that others may take over; its own faults are reported where it is loaded itself."""
    unreported = list[Fault]()
    main = read_yaml(folder / "comparison.yaml", unreported)
    situations, unrelated = _load_situations(folder / "situations.yaml", unreported)
    return Inheritance(
        fields=main.value if main and isinstance(main.value, dict) else {},
        sources=_load_sources(folder / "sources", unreported),
        situations=situations,
        unrelated=unrelated,
        digest=digest,
    )


def _top_faults(main: Located) -> list[Fault]:
    missing = [
        main.fault((), f"missing field {key!r}", f"Add '{key}: ...'") for key in sorted(REQUIRED - set(main.value))
    ]
    unknown = [
        main.fault((key,), f"unknown field {key!r}", f"Use: {', '.join(sorted(KNOWN))}")
        for key in main.value
        if key not in KNOWN
    ]
    settled = main.value.get("settled_at", 1)
    if not isinstance(settled, int | float) or not 0.5 <= settled <= 1:
        unknown.append(main.fault(("settled_at",), f"settled_at is {settled!r}", "Give a share from 0.5 to 1"))
    return missing + unknown


def _load_list(cls: type, located: Located, name: str, faults: list[Fault]) -> tuple[Any, ...]:
    values = located.value.get(name)
    if not isinstance(values, list):
        faults.append(located.fault((name,), f"{name!r} is not a list", "Write one '- ' entry for each"))
        return ()
    built = [build(cls, located, (name, index), value, faults) for index, value in enumerate(values)]
    return tuple(item for item in built if item is not None)


def _load_sources(folder: Path, faults: list[Fault], *, taken: Mapping[str, Source] = {}) -> Mapping[str, Source]:
    found: dict[str, Source] = {}
    for path in sorted(folder.glob("*.yaml")):
        located = read_yaml(path, faults)
        for index, value in enumerate((located.value if located else None) or ()):
            assert located is not None
            source = build(Source, located, (index,), value, faults)
            if source is not None and (source.id in found or source.id in taken):
                faults.append(located.fault((index,), f"source id {source.id!r} is used twice", "Rename one"))
            elif source is not None:
                found[source.id] = source
    return found


def _load_situations(path: Path, faults: list[Fault]) -> tuple[Statements, tuple[str, ...]]:
    located = read_yaml(path, faults)
    if located is None or not isinstance(located.value, dict):
        return {}, ()
    situations: dict[str, Mapping[str, tuple[str, ...]]] = {}
    unrelated: tuple[str, ...] = ()
    for key, value in located.value.items():
        if key == "unrelated" and isinstance(value, list):
            unrelated = tuple(map(str, value))
        elif isinstance(value, dict) and all(isinstance(items, list) for items in value.values()):
            situations[key] = {str(level): tuple(map(str, items)) for level, items in value.items()}
        else:
            faults.append(located.fault((key,), f"{key!r} holds no lists", "Write level: [statement, ...]"))
    return situations, unrelated
