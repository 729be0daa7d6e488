"""``fulcrum check`` and ``fulcrum import``: faults, remarks and the exit code that linters have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.comparison import Comparison
from bot.content.importing.folder import import_page
from bot.content.lint.online import dead_links
from bot.content.lint.remark import Remark
from bot.content.lint.rules import lint
from bot.content.load import list_comparisons, load_comparison
from bot.errors import ContentError, UnknownComparison

CLEAN, REMARKS, FAULTS = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How far a check goes: faults only, the lint, and the links as well."""

    lints: bool = True
    online: bool = False


def check(console: Console, knowledge: Path, name: str, depth: Depth) -> int:
    """Print the faults and remarks of one comparison, or of all; the exit code says what there was.

    Raises:
        UnknownComparison: there is no comparison of that name, or none at all.
    """
    names = (name,) if name else list_comparisons(knowledge)
    if not names:
        raise UnknownComparison(f"there is no comparison in {str(knowledge)!r}")
    return max(_check_one(console, knowledge, each, depth) for each in names)


def _check_one(console: Console, knowledge: Path, name: str, depth: Depth) -> int:
    try:
        comparison = load_comparison(knowledge, name)
        remarks = _remarks(console, comparison, knowledge / name, depth)
    except ContentError as error:
        _print(console, f"{name}: {error}")
        return FAULTS
    return _report(console, comparison, remarks)


def _remarks(console: Console, comparison: Comparison, folder: Path, depth: Depth) -> Sequence[Remark] | None:
    """None if nothing but faults is wanted."""
    if not depth.lints and not depth.online:
        return None
    found = lint(comparison, folder, date.today()) if depth.lints else ()
    if not depth.online:
        return found
    with console.status("Opening the links of the sources ..."):
        return (*found, *dead_links(comparison, folder, date.today()))


def _report(console: Console, comparison: Comparison, remarks: Sequence[Remark] | None) -> int:
    for remark in remarks or ():
        _print(console, f"  {remark}")
    _print(console, f"{comparison.id}: {len(comparison.cards)} cards, {len(comparison.sources)} sources, no faults"
           + ("" if remarks is None else f", {_count(len(remarks))}"))  # fmt: skip
    return REMARKS if remarks else CLEAN


def _count(number: int) -> str:
    return "no remarks" if not number else "1 remark" if number == 1 else f"{number} remarks"


def import_draft(console: Console, source: Path, target: str, knowledge: Path, *, force: bool) -> None:
    """Make a draft folder from a page and print what should be mended in it.

    Raises:
        BadTarget: the draft cannot be written there.
        ContentError: the page cannot be read or is no comparison.
    """
    comparison = import_page(source, target, knowledge, today=date.today(), force=force)
    folder = knowledge / comparison.id
    remarks = lint(comparison, folder, date.today())
    _report(console, comparison, remarks)
    options = ", ".join(option.name for option in comparison.options)
    _print(
        console,
        f"Draft in {folder}: {len(comparison.options)} options ({options}), {len(comparison.criteria)} criteria",
    )
    _print(console, f"Next: mend it, run 'fulcrum check {comparison.id}', and talk to it:")
    _print(console, f"  FULCRUM_COMPARISON={comparison.id} fulcrum chat")


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
