"""What a comparison takes over from the one that it ``builds_on``: sources, statements, meanings of shared criteria."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.comparison import Source

TOP = ("authors", "funding", "update_policy", "review_by", "offer")
CRITERION = ("name", "aliases", "question", "unit", "counted", "lasts")
LEVEL = (
    "label", "noted", "prior", "says", "at_least", "below", "is_choice", "moot", "voids", "stands_for", "question",
    "answers",
)  # fmt: skip

Statements = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """The raw fields of the comparison that another one builds on, its sources and statements."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    situations: Statements = field(default_factory=dict)
    unrelated: tuple[str, ...] = ()
    digest: str = ""


def inherit(own: dict[str, Any], base: Mapping[str, Any]) -> dict[str, Any]:
    """``own`` with the fields that it leaves out, where both mean the same; own fields always win."""
    merged = {**{name: base[name] for name in TOP if name in base}, **own}
    shared = {str(criterion.get("id")): criterion for criterion in _dicts(base.get("criteria"))}
    criteria = own.get("criteria")
    if not isinstance(criteria, list):
        return merged
    names = {criterion.get("id") for criterion in _dicts(criteria)}
    merged["criteria"] = [
        _criterion(each, shared[each["id"]], names) if isinstance(each, dict) and each.get("id") in shared else each
        for each in criteria
    ]
    return merged


def statements(own: Statements, base: Statements, criteria: Mapping[str, frozenset[str]]) -> Statements:
    """Own statements and, for criteria and levels that exist here (``criteria``), the inherited ones."""
    found: dict[str, dict[str, tuple[str, ...]]] = {name: dict(levels) for name, levels in own.items()}
    for name, levels in base.items():
        for level, texts in levels.items():
            if level in criteria.get(name, ()):
                mine = found.setdefault(name, {})
                mine[level] = (*mine.get(level, ()), *texts)
    return found


def _criterion(own: dict[str, Any], base: Mapping[str, Any], names: set[Any]) -> dict[str, Any]:
    merged = {"origin": "ours", **{name: base[name] for name in CRITERION if name in base}, **own}
    levels = {str(level.get("id")): level for level in _dicts(base.get("levels"))}
    if isinstance(own.get("levels"), list):
        merged["levels"] = [
            _level(each, levels[each["id"]], names) if isinstance(each, dict) and each.get("id") in levels else each
            for each in own["levels"]
        ]
    return merged


def _level(own: dict[str, Any], base: Mapping[str, Any], names: set[Any]) -> dict[str, Any]:
    taken = {name: base[name] for name in LEVEL if name in base}
    for name in ("moot", "voids"):
        if name in taken:
            taken[name] = [each for each in taken[name] if each in names]
    return {**taken, **own}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
