"""What one evaluation measures: the sections of a report, each from its own conversations or tasks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.ask import Asking, ask_by_value
from bot.comparison import Comparison
from bot.encoder.onnx import Encoder
from bot.evaluate.cases import Dialogue, Visitor
from bot.evaluate.load import DIALOGUE_KINDS, load_dialogues, load_golden, load_visitors
from bot.evaluate.record import Measure, SectionRecord
from bot.evaluate.retrieval import DEPTH, load_bench, measure
from bot.evaluate.run import Outcome, Reply, Think, hold, receive, replies
from bot.evaluate.steer import ask_everything, ask_in_order

ThinkBy = Callable[[Asking], Think]  # how to think when questions are chosen in a given way
BASELINES: Mapping[str, Asking] = {"fixed order": ask_in_order, "asking everything": ask_everything}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report: its measures, its cases and its replies."""

    name: str
    measures: Mapping[str, Measure]
    outcomes: tuple[Outcome, ...] = ()
    replies: tuple[Reply, ...] = ()

    def record(self) -> SectionRecord:
        """What is kept of it."""
        return SectionRecord(
            measures=dict(self.measures), cases={outcome.name: outcome.passed for outcome in self.outcomes}
        )


def conversations(name: str, folder: Path, comparison: Comparison, think_by: ThinkBy) -> Section:
    """The sets of an evaluation folder: questions, chains, out of scope, visitors (also advised by the baselines).

    Raises:
        ContentError: a file is missing or malformed, before any conversation is held.
    """
    sets = {kind: load_dialogues(folder, kind) for kind in DIALOGUE_KINDS}
    visitors = load_visitors(folder)
    held = {kind: _held(dialogues, think_by) for kind, dialogues in sets.items()}
    visits = tuple(receive(visitor, think_by(ask_by_value)) for visitor in visitors)
    outcomes = (*(outcome for each in held.values() for outcome in each), *visits)
    spoken = replies(outcomes, comparison)
    measures = {kind.replace("_", " "): _passed(each) for kind, each in held.items()}
    measures |= {"visitors: right verdicts": _passed(visits), "visitors: questions per visit": _questions(visits)}
    measures["visitors: questions asked twice"] = Measure(
        value=sum(each.visit.repeated for each in visits if each.visit)
    )
    measures |= _baselines(visitors, think_by) | _figures(spoken)
    return Section(name=name, measures=measures, outcomes=outcomes, replies=spoken)


def golden(folder: Path, comparison: Comparison, think_by: ThinkBy) -> Section:
    """The golden dialogues of a comparison's folder; ContentError when they are malformed."""
    outcomes = _held(load_golden(folder), think_by)
    spoken = replies(outcomes, comparison)
    measures = {"golden dialogues": _passed(outcomes)} | _figures(spoken)
    return Section(name=f"{comparison.id}/golden", measures=measures, outcomes=outcomes, replies=spoken)


def bench(folder: Path, encoder: Encoder) -> Section:
    """Retrieval in conversation on a folder of tasks; ContentError when it is malformed."""
    found = measure(load_bench(folder), encoder)
    measures: dict[str, Measure] = {}
    if found.ranked:
        measures[f"retrieval: nDCG@{DEPTH} of {found.ranked} tasks"] = Measure(value=found.ndcg)
        measures[f"retrieval: recall@{DEPTH} of {found.ranked} tasks"] = Measure(value=found.recall)
    if found.answerability is not None:
        name = f"answerability: area under the curve of {found.judged} tasks"
        measures[name] = Measure(value=found.answerability)
    return Section(name=f"bench/{folder.resolve().name}", measures=measures)


def _held(dialogues: Sequence[Dialogue], think_by: ThinkBy) -> tuple[Outcome, ...]:
    think = think_by(ask_by_value)
    return tuple(hold(dialogue, think) for dialogue in dialogues)


def _baselines(visitors: Sequence[Visitor], think_by: ThinkBy) -> dict[str, Measure]:
    """Right verdicts and questions for each other way of asking."""
    found: dict[str, Measure] = {}
    for name, asking in BASELINES.items():
        visits = tuple(receive(visitor, think_by(asking)) for visitor in visitors)
        found[f"visitors, {name}: right verdicts"] = _passed(visits)
        found[f"visitors, {name}: questions per visit"] = _questions(visits)
    return found


def _passed(outcomes: Sequence[Outcome]) -> Measure:
    return Measure(value=sum(outcome.passed for outcome in outcomes), of=len(outcomes))


def _questions(outcomes: Sequence[Outcome]) -> Measure:
    """The mean over the visits that came to an end."""
    visits = [outcome.visit for outcome in outcomes if outcome.visit]
    return Measure(value=sum(visit.questions for visit in visits) / max(1, len(visits)))


def _figures(spoken: Sequence[Reply]) -> dict[str, Measure]:
    """How many replies state a figure that comes from nowhere, and where the figures of all replies come from."""
    origins = [figure.origin for reply in spoken for figure in reply.figures]
    measures = {
        "replies with an unsourced figure": Measure(value=sum(bool(each.unsourced) for each in spoken), of=len(spoken))
    }
    for label, own in FIGURES.items():
        measures[f"figures {label}"] = Measure(value=sum(origin in own for origin in origins), of=len(origins))
    return measures


FIGURES = {
    "from a cited source": {"source"},
    "that the visitor gave": {"visitor"},
    "computed by us": {"share", "table", "estimate"},
    "in the words of a question or an answer": {"answers"},
}
