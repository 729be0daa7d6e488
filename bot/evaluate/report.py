"""Runs an evaluation folder and writes the report: a table, then the failures as transcripts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.comparison import Comparison
from bot.evaluate.cases import Dialogue, load_dialogues, load_visitors
from bot.evaluate.score import score, unsourced_figures, verdict_of
from bot.evaluate.simulate import Visit, visit
from bot.turn import State, Turn

Think = Callable[[str, State], Turn]


@dataclass(slots=True)
class Result:
    """One row of the table."""

    name: str
    passed: int = 0
    total: int = 0
    failures: list[str] = field(default_factory=list)

    def count(self, passed: bool, transcript: str) -> None:
        self.total += 1
        self.passed += passed
        if not passed:
            self.failures.append(transcript)


@dataclass(slots=True)
class Report:
    """All rows of an evaluation, and what was measured on the side."""

    results: list[Result]
    questions_per_visit: float
    repeated_questions: int
    replies: int
    unsourced: int

    def table(self) -> str:
        """The table in Markdown."""
        rows = [
            f"| {row.name} | {row.passed} of {row.total} | {row.passed / row.total:.0%} |"
            for row in self.results
            if row.total
        ]
        rows.append(f"| questions per visit | {self.questions_per_visit:.1f} | |")
        rows.append(f"| questions asked twice | {self.repeated_questions} | |")
        rows.append(f"| replies with a figure that no cited source holds | {self.unsourced} of {self.replies} | |")
        return "\n".join(["| what | passed | share |", "|---|---|---|", *rows])

    def text(self) -> str:
        """Table and failures."""
        failures = [f"## {row.name}\n\n" + "\n\n".join(row.failures) for row in self.results if row.failures]
        return "\n\n".join(["# Evaluation", self.table(), *failures]) + "\n"


def evaluate(folder: Path, comparison: Comparison, think: Think) -> Report:
    """Run all sets of a folder; a failing case never stops the run."""
    turns: list[Turn] = []

    def recorded(message: str, state: State) -> Turn:
        turns.append(think(message, state))
        return turns[-1]

    results = [
        _dialogues(load_dialogues(folder, kind), kind, recorded) for kind in ("questions", "chains", "out_of_scope")
    ]
    visitors, visits = _visitors(folder, recorded)
    return Report(
        results=[*results, visitors],
        questions_per_visit=sum(each.questions for each in visits) / max(1, len(visits)),
        repeated_questions=sum(each.repeated for each in visits),
        replies=len(turns),
        unsourced=sum(bool(unsourced_figures(turn, comparison)) for turn in turns),
    )


def _dialogues(dialogues: tuple[Dialogue, ...], kind: str, think: Think) -> Result:
    result = Result(kind.replace("_", " "))
    for dialogue in dialogues:
        passed, transcript = play(dialogue, think)
        result.count(passed, transcript)
    return result


def play(dialogue: Dialogue, think: Think) -> tuple[bool, str]:
    """Hold one dialogue; whether every turn passed, and the transcript with the reasons of what did not."""
    state, earlier, lines, passed = State(), list[str](), [f"### {dialogue.id}"], True
    for message, expected in dialogue.turns:
        try:
            turn = think(message, state)
        except Exception as error:  # a crash is a failed case, not the end of the evaluation
            return False, "\n\n".join([*lines, f"> {message}", f"crashed: {error!r}"])
        found = score(turn.answer.reply, expected, earlier, verdict_of(turn))
        passed &= found.passed
        lines += [f"> {message}", turn.answer.reply, *(f"**{reason}**" for reason in found.reasons)]
        state, earlier = turn.state, [*earlier, turn.answer.reply]
    return passed, "\n\n".join(lines)


def _visitors(folder: Path, think: Think) -> tuple[Result, list[Visit]]:
    result, visits = Result("visitors"), list[Visit]()
    for visitor in load_visitors(folder):
        state = State()

        def reply(message: str) -> Turn:
            nonlocal state
            turn = think(message, state)
            state = turn.state
            return turn

        try:
            visits.append(visit(visitor, reply))
        except Exception as error:  # a crash is a failed case, not the end of the evaluation
            result.count(False, f"### {visitor.id}\n\ncrashed: {error!r}")
            continue
        result.count(visits[-1].is_right, _transcript(visits[-1]))
    return result, visits


def _transcript(done: Visit) -> str:
    lines = [f"### {done.visitor.id}: {done.verdict}, right would be {' or '.join(done.visitor.acceptable)}"]
    for message, turn in done.turns:
        known = ", ".join(f"{fact.criterion}={fact.level}" for fact in turn.understanding.facts)
        lines += [f"> {message}", f"*{known}*" if known else "", turn.answer.reply]
    return "\n\n".join(line for line in lines if line)
