"""Holds conversations: dialogues against their expectations, simulated visitors against their right verdict.

A case that crashes is a failed case, never the end of the run.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.comparison import Comparison
from bot.evaluate.cases import Dialogue, Visitor
from bot.evaluate.figures import Figure, figures_of
from bot.evaluate.score import meaning_faults, score, verdict_of
from bot.evaluate.simulate import Visit, visit
from bot.turn import State, Turn

Think = Callable[[str, State], Turn]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message with the turn that it made (None after a crash), and what is wrong with it."""

    message: str
    turn: Turn | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One case as it went. ``name`` is ``set/id``; ``note`` says what the whole case missed, beyond its steps."""

    name: str
    steps: tuple[Step, ...]
    note: str = ""
    visit: Visit | None = None

    @property
    def passed(self) -> bool:
        return not self.note and not any(step.faults for step in self.steps)

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(step.turn for step in self.steps if step.turn)

    def transcript(self) -> str:
        """The conversation in Markdown, with what was understood and what is wrong."""
        lines = [f"#### {self.name}" + (f": {self.note}" if self.note else "")]
        for step in self.steps:
            known = step.turn.understanding.facts if step.turn else ()
            lines += [f"> {step.message}", f"*{', '.join(f'{each.criterion}={each.level}' for each in known)}*"]
            lines += [step.turn.answer.reply if step.turn else "", *(f"**{fault}**" for fault in step.faults)]
        return "\n\n".join(line for line in lines if line.strip("*"))


def hold(dialogue: Dialogue, think: Think) -> Outcome:
    """Hold one dialogue to its end, or to the message at which it crashes."""
    state, steps, earlier = State(), list[Step](), list[str]()
    for message, expected in dialogue.turns:
        try:
            turn = think(message, state)
            found = score(turn.answer.reply, expected, earlier, verdict_of(turn))
            faults = (*found.reasons, *meaning_faults(turn, expected))
        except Exception as error:
            steps.append(_crash(message, error))
            break
        steps.append(Step(message=message, turn=turn, faults=faults))
        state, earlier = turn.state, [*earlier, turn.answer.reply]
    return Outcome(name=f"{dialogue.kind}/{dialogue.id}", steps=tuple(steps))


def receive(visitor: Visitor, think: Think) -> Outcome:
    """Advise one simulated visitor until the verdict is settled; it passes if the verdict is right."""
    steps = list[Step]()

    def reply(message: str) -> Turn:
        state = next((step.turn.state for step in reversed(steps) if step.turn), State())
        try:
            turn = think(message, state)
        except Exception as error:
            steps.append(_crash(message, error))
            raise
        steps.append(Step(message=message, turn=turn))
        return turn

    name = f"visitors/{visitor.id}"
    try:
        done = visit(visitor, reply)
    except Exception as error:
        crash = () if steps and steps[-1].turn is None else (_crash("(the visit itself)", error),)
        return Outcome(name=name, steps=(*steps, *crash), note="crashed")
    wrong = "" if done.is_right else f"{done.verdict}, right would be {' or '.join(visitor.acceptable)}"
    return Outcome(name=name, steps=tuple(steps), note=wrong, visit=done)


def _crash(message: str, error: Exception) -> Step:
    """The last line of the traceback, and where it was raised."""
    last = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno})" if frames else ""
    return Step(message=message, turn=None, faults=(f"crashed: {last}{place}",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply with the origin of each of its figures."""

    case: str
    text: str
    figures: tuple[Figure, ...]

    @property
    def unsourced(self) -> tuple[str, ...]:
        return tuple(figure.number for figure in self.figures if figure.origin == "none")


def replies(outcomes: Sequence[Outcome], comparison: Comparison) -> tuple[Reply, ...]:
    """Every reply of every conversation, with its figures."""
    found: list[Reply] = []
    for outcome in outcomes:
        said: list[str] = []
        for turn in outcome.turns:
            figures = figures_of(turn, said, comparison)
            found.append(Reply(case=outcome.name, text=turn.answer.reply, figures=figures))
            said.append(turn.message)
    return tuple(found)
