"""A validated comparison as JSON and back, so that a start need not parse and check its folder again."""

from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.comparison import Comparison
from bot.errors import IndexFault


@cache
def _adapter() -> TypeAdapter[Comparison]:
    return TypeAdapter(Comparison)


def save(comparison: Comparison, path: Path) -> None:
    """Write to ``path``."""
    path.write_bytes(_adapter().dump_json(comparison))


def load(path: Path) -> Comparison:
    """Read what ``save`` wrote; IndexFault when it is missing or damaged."""
    try:
        return _adapter().validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexFault(f"the content in {path.name!r} cannot be read; run 'fulcrum index'") from error
