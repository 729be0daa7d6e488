"""The result of an evaluation as JSON in the data folder, and what changed since the one before.

    {"schema": 1, "sections": {"fine-tuning-vs-rag/scored": {
        "measures": {"questions": {"value": 70, "of": 80}, "questions per visit": {"value": 3.2, "of": null}},
        "cases": {"questions/pg101": true}}}}

``value`` of ``of`` where cases or replies are counted, a number by itself otherwise. A run replaces the sections
that it measured and keeps the others, so that each part is compared with its own last run.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import StoreFault


class Measure(BaseModel):
    """One figure of the report: a count ``of`` so many, or a number by itself."""

    model_config = ConfigDict(frozen=True)

    value: float
    of: int | None = None

    def __str__(self) -> str:
        if self.of is None:
            return f"{self.value:.3g}"
        return f"{self.value:g} of {self.of}" + (f" ({self.value / self.of:.0%})" if self.of else "")

    def since(self, earlier: "Measure | None") -> str:
        """The difference to an earlier value: a number, or percentage points where another total was counted."""
        if earlier is None:
            return "new"
        if self.of != earlier.of and self.of and earlier.of:
            return f"{100 * (self.value / self.of - earlier.value / earlier.of):+.1f} points"
        difference = round(self.value - earlier.value, 6)
        return f"{difference:+.3g}" if difference else "="


class SectionRecord(BaseModel):
    """One set of conversations (or a bench): its measures, and whether each case passed."""

    measures: dict[str, Measure]
    cases: dict[str, bool] = {}


class Record(BaseModel):
    """All that is kept of evaluations; ``schema`` is raised when a field changes its meaning."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    sections: dict[str, SectionRecord] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Cases whose result is another than in the last run, by id."""

    newly_failing: tuple[str, ...] = ()
    newly_passing: tuple[str, ...] = ()


def changes(now: Mapping[str, bool], before: Mapping[str, bool]) -> Change:
    """What turned between two runs; cases that only one of them has are left out."""
    turned = [name for name in sorted(now) if name in before and now[name] != before[name]]
    return Change(
        newly_failing=tuple(name for name in turned if not now[name]),
        newly_passing=tuple(name for name in turned if now[name]),
    )


def read_record(path: Path) -> Record:
    """The last results; an empty record if there are none yet.

    Raises:
        StoreFault: the file is damaged or of another schema; with what to do.
    """
    try:
        return Record.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Record()
    except (OSError, ValidationError) as error:
        reason = str(error).splitlines()[-2:] if isinstance(error, ValidationError) else [str(error)]
        what = f"the last evaluation in {str(path)!r} cannot be read ({' '.join(reason).strip()})"
        raise StoreFault(f"{what}; move it away to start anew") from error


def write_record(path: Path, last: Record, sections: Mapping[str, SectionRecord]) -> None:
    """Write ``sections`` over those of the ``last`` record, whole or not at all."""
    record = Record(sections={**last.sections, **sections})
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    os.replace(partial, path)
