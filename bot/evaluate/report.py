"""The report in Markdown: tables with the change since the last run, then what failed, as transcripts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evaluate.record import SectionRecord, changes
from bot.evaluate.sections import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Sections, and the last record of each by name; ``notes`` say what was not run."""

    sections: tuple[Section, ...]
    last: Mapping[str, SectionRecord]
    notes: tuple[str, ...] = ()

    def summary(self) -> str:
        """A table for each section with what turned since its last run, and the notes."""
        return "\n\n".join([*(self._table(section) for section in self.sections), *self.notes])

    def text(self) -> str:
        """The summary, the figures without a source, and the failed cases as transcripts."""
        details = [part for section in self.sections for part in _details(section)]
        return "\n\n".join(["# Evaluation", self.summary(), *details]) + "\n"

    def _table(self, section: Section) -> str:
        last = self.last.get(section.name, SectionRecord(measures={}))
        rows = [
            f"| {name} | {each} | {each.since(last.measures.get(name))} |" for name, each in section.measures.items()
        ]
        turned = changes(section.record().cases, last.cases)
        lists = [_listed("Newly failing", turned.newly_failing), _listed("Newly passing", turned.newly_passing)]
        table = "\n".join(["| what | result | since the last run |", "|---|---|---|", *rows])
        return "\n\n".join([f"## {section.name}", table, *filter(None, lists)])


def _listed(what: str, names: Sequence[str]) -> str:
    return f"{what}: {', '.join(f'`{name}`' for name in names)}" if names else ""


def _details(section: Section) -> list[str]:
    unsourced = [
        f"- `{reply.case}`: {', '.join(reply.unsourced)} in: {' '.join(reply.text.split())}"
        for reply in section.replies
        if reply.unsourced
    ]
    failed = [outcome.transcript() for outcome in section.outcomes if not outcome.passed]
    found = [f"## {section.name}: figures without a source\n\n" + "\n".join(unsourced)] if unsourced else []
    return found + ([f"## {section.name}: failures\n\n" + "\n\n".join(failed)] if failed else [])
