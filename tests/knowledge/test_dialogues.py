"""Golden dialogues: what every shipped comparison must be able to do (``dialogues.yaml``)."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import Advisor, State, Turn
from bot.evaluate.score import flatten, verdict_of

pytestmark = pytest.mark.model

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
FIELDS = {"say", "facts", "verdict", "acts", "must", "must_not", "asks"}
FILES = sorted(KNOWLEDGE.glob("*/dialogues.yaml"))
DIALOGUES = [
    pytest.param(file.parent.name, entry["turns"], id=f"{file.parent.name}-{entry['id']}")
    for file in FILES
    for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("comparison", "turns"), DIALOGUES)
def test_the_dialogue_goes_as_written(advisor: Advisor, comparison: str, turns: list[dict[str, Any]]) -> None:
    state, lines, faults = State(), list[str](), list[str]()
    for number, expected in enumerate(turns, 1):
        turn = advisor.think(comparison, expected["say"], state)
        state = turn.state
        lines += [f"> {expected['say']}", turn.answer.reply]
        faults += [f"turn {number}: {fault}" for fault in faults_of(turn, expected)]
    assert not faults, "\n".join([*lines, *faults])


def faults_of(turn: Turn, expected: dict[str, Any]) -> list[str]:
    """What the turn lacks of what the dialogue expects of it."""
    text, levels = flatten(turn.answer.reply), turn.state.levels
    faults = [f"unknown field {name!r}" for name in expected.keys() - FIELDS]
    for criterion, level in expected.get("facts", {}).items():
        if levels.get(criterion) != level:
            faults.append(f"{criterion} is {levels.get(criterion)}, not {level}")
    if "verdict" in expected and verdict_of(turn) != expected["verdict"].replace("-", "_"):
        faults.append(f"verdict is {verdict_of(turn)}, not {expected['verdict']}")
    faults += [f"does not {act}" for act in expected.get("acts", ()) if act not in turn.answer.acts]
    faults += [f"missing {' | '.join(group)}" for group in expected.get("must", ()) if not _any(group, text)]
    faults += [f"unwanted {pattern}" for pattern in expected.get("must_not", ()) if _any([pattern], text)]
    return faults + _asking_faults(turn, expected.get("asks"))


def _asking_faults(turn: Turn, asks: str | bool | None) -> list[str]:
    """``asks`` is the criterion, or whether there is a question at all."""
    question = turn.answer.question if "ask" in turn.answer.acts else None
    asked = question.criterion if question else None
    is_right = asks is None or asked == asks or (isinstance(asks, bool) and asks == bool(asked))
    return [] if is_right else [f"asks about {asked}, not {asks}"]


def _any(patterns: list[str], text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_there_are_golden_dialogues_and_each_has_its_own_name(file: Path) -> None:
    names = [entry["id"] for entry in yaml.safe_load(file.read_text(encoding="utf-8"))]
    assert len(names) >= 10
    assert len(set(names)) == len(names)
