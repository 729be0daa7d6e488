"""One evaluation from start to end: which sections to measure, where the results and the report go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.advisor import Advisor
from bot.ask import Asking
from bot.evaluate.record import read_record, write_record
from bot.evaluate.report import Report
from bot.evaluate.run import Think
from bot.evaluate.sections import Section, bench, conversations, golden
from bot.evaluate.vectors import KeptEncoder
from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to evaluate. Empty: all comparisons, our own sets, no bench."""

    part: str = "scored"
    folder: str = ""
    comparison: str = ""
    bench: str = ""


def run(settings: Settings, choice: Choice, progress: Callable[[str], object] = lambda text: None) -> Report:
    """Measure, write ``evaluation.json`` and ``evaluation.md`` to the data folder, and return the report.

    Raises:
        ContentError: an evaluation file is malformed, with file, line and reason.
        UnknownComparison, IndexFault, StoreFault: with what to do.
    """
    last = read_record(settings.data / "evaluation.json")
    advisor = Advisor.open(settings)
    try:
        sections = tuple(_sections(advisor, choice, progress))
    finally:
        advisor.close()
    report = Report(sections=sections, last=last.sections, notes=tuple(_notes(choice, sections)))
    write_record(settings.data / "evaluation.json", last, {section.name: section.record() for section in sections})
    (settings.data / "evaluation.md").write_text(report.text(), encoding="utf-8")
    return report


def _sections(advisor: Advisor, choice: Choice, progress: Callable[[str], object]) -> Iterator[Section]:
    for name in [choice.comparison] if choice.comparison else _names(advisor, choice):
        progress(f"Talking about {name} ...")
        yield from _about(advisor, name, choice)
    if choice.bench:
        progress("Searching in the passages of the bench (the first time they are encoded, which takes minutes) ...")
        yield bench(Path(choice.bench), KeptEncoder(advisor.encoder, advisor.settings.data / "bench"))


def _names(advisor: Advisor, choice: Choice) -> list[str]:
    """All comparisons; a folder from elsewhere is about the default one."""
    return [advisor.default_comparison] if choice.folder else list(advisor.comparisons)


def _about(advisor: Advisor, name: str, choice: Choice) -> Iterator[Section]:
    comparison = advisor.comparison(name)

    def think_by(asking: Asking) -> Think:
        return partial(advisor.think, name, asking=asking)

    if choice.folder:
        source = Path(choice.folder)
        yield conversations(f"{name}/{source.resolve().name}", source, comparison, think_by)
        return
    home = advisor.settings.knowledge / name
    yield golden(home, comparison, think_by)
    source = home / "evaluation" / choice.part
    if source.is_dir():
        yield conversations(f"{name}/{choice.part}", source, comparison, think_by)


def _notes(choice: Choice, sections: tuple[Section, ...]) -> Iterator[str]:
    if not choice.bench:
        yield "Retrieval bench: not run; give its folder with `--bench FOLDER`."
    measured = {section.name for section in sections}
    for section in sections:
        home = section.name.partition("/")[0]
        if section.name.endswith("/golden") and f"{home}/{choice.part}" not in measured:
            yield f"{home}: no sets in `evaluation/{choice.part}`, only golden dialogues."
