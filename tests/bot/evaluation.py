"""What the tests of the evaluation share: made-up turns, and a small evaluation folder's text."""

from dataclasses import replace
from pathlib import Path

from bot.dialogue import Choice, Decision, Question
from bot.evaluate.cases import Expectation
from bot.turn import Answer, Citation, Evidence, Share, Standing, State, Turn, Understanding

DATA = Path(__file__).parent.parent / "data"
SLEEP = Question(criterion="sleep", text="How well do you sleep?", choices=(Choice(id="well", label="Well"),))
TASTE = replace(SLEEP, criterion="taste", text="Bitter or mild?")
FILES = {
    "questions": "- {id: q1, q: Which is milder?, must: [[tea]], must_not: []}\n",
    "chains": "- {id: c1, turns: [{say: Which is milder?, must: [[tea]]}, {say: why?, must: [[leaves]]}]}\n",
    "out_of_scope": "- {id: o1, say: Sing, expect: decline, must: [], must_not: [la la]}\n",
    "visitors": "- {id: v1, opener: Hello, replies: {sleep: badly}, gold: tea, acceptable: [tea]}\n",
}


def make_turn(
    reply: str = "Tea.",
    *,
    message: str = "?",
    option: str = "tea",
    settled: bool = False,
    question: Question | None = None,
    asked: int = 0,
    sources: tuple[str, ...] = (),
    decision: Decision = (),
) -> Turn:
    shares = tuple(
        Share(option=name, share=share, value=0.5, contributions={})
        for name, share in ((option, 0.62), ("water", 0.38))
    )
    cited = tuple(
        Citation(marker=number, source_id=name, title=name, url=None, quote="")
        for number, name in enumerate(sources, 1)
    )
    return Turn(
        comparison="tea-or-coffee",
        message=message,
        understanding=Understanding(utterances=()),
        evidence=Evidence(),
        standing=Standing(ranking=shares, status="settled" if settled else "leaning"),
        decision=decision,
        state=State(turn=1, asked=("sleep",) * asked),
        answer=Answer(acts=("ask",) if question else ("answer",), reply=reply, question=question, citations=cited),
    )


def expectation(*must: str, **others: object) -> Expectation:
    return Expectation(must=tuple((pattern,) for pattern in must), **others)  # type: ignore[arg-type]
