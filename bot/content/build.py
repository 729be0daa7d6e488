"""Plain YAML values into the frozen values of ``bot.comparison``, collecting faults."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from typing import Any, TypeAlias, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.comparison import Card, Criterion, Level, Offer, Option, PageRow, Pilot, Related, Source
from bot.content.located import Located
from bot.content.passages import parse_passage
from bot.errors import Fault

PASSAGES: Mapping[type, tuple[str, ...]] = {
    Option: ("summary", "best_case", "weakness", "next_step", "advantages", "drawbacks", "living"),
    Pilot: ("measures", "passes", "fails", "misleads"),
    Criterion: ("why",),
    Level: ("reason",),
}
NESTED: Mapping[type, Mapping[str, type]] = {
    Criterion: {"levels": Level, "page": PageRow},
    Option: {"pilot": Pilot},
}

T = TypeVar("T")
Path: TypeAlias = tuple[str | int, ...]


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _adapter(cls: Any) -> TypeAdapter[Any]:
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def build(cls: type[T], located: Located, path: Path, value: Any, faults: list[Fault]) -> T | None:
    """``value`` as an instance of ``cls``; faults (unknown, missing, wrong fields) go to ``faults``."""
    before = len(faults)
    prepared = _prepare(cls, located, path, value, faults)
    if prepared is None or len(faults) > before:
        return None
    try:
        built: T = _adapter(cls).validate_python(prepared)
    except ValidationError as error:
        faults.extend(_validation_faults(error, located, path))
        return None
    return built


def _validation_faults(error: ValidationError, located: Located, path: Path) -> list[Fault]:
    return [
        located.fault(
            (*path, *detail["loc"]),
            f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}, found {detail['input']!r:.60}",
            "Correct the value",
        )
        for detail in error.errors()
    ]


def _prepare(cls: type, located: Located, path: Path, value: Any, faults: list[Fault]) -> Any:
    """Check the keys, parse passages and build nested parts."""
    if not isinstance(value, dict):
        faults.append(located.fault(path, f"expected fields of {cls.__name__}", "Write 'name: value' lines"))
        return None
    faults.extend(_key_faults(cls, located, path, value))
    prepared = dict(value)
    for name in PASSAGES.get(cls, ()):
        found = prepared.get(name)
        if isinstance(found, str):
            prepared[name] = parse_passage(found)
        elif isinstance(found, list):
            prepared[name] = tuple(parse_passage(str(each)) for each in found)
    for name, inner in NESTED.get(cls, {}).items():
        if name in prepared:
            prepared[name] = _prepare_nested(inner, located, (*path, name), prepared[name], faults)
    return prepared


def _prepare_nested(cls: type, located: Located, path: Path, value: Any, faults: list[Fault]) -> Any:
    if isinstance(value, list):
        return tuple(_prepare(cls, located, (*path, i), item, faults) for i, item in enumerate(value))
    return _prepare(cls, located, path, value, faults)


def _key_faults(cls: type, located: Located, path: Path, value: dict[Any, Any]) -> list[Fault]:
    known = {spec.name for spec in fields(cls)}
    required = {spec.name for spec in fields(cls) if spec.default is MISSING and spec.default_factory is MISSING}
    found = [
        located.fault((*path, key), f"unknown field {key!r}", _spelling(str(key), known))
        for key in value
        if key not in known
    ]
    found += [
        located.fault(path, f"missing field {name!r}", f"Add '{name}: ...'") for name in sorted(required - value.keys())
    ]
    return found


def _spelling(word: str, known: set[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Use one of: {', '.join(sorted(known))}"


__all__ = ["Card", "Criterion", "Offer", "Option", "Related", "Source", "build"]
