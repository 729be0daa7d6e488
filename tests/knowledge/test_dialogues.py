"""Golden dialogues: what every shipped comparison must be able to do (``dialogues.yaml``)."""

from functools import partial
from pathlib import Path

import pytest

from bot import Advisor
from bot.evaluate.cases import Dialogue
from bot.evaluate.load import load_golden
from bot.evaluate.run import hold

KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
GOLDEN = {file.parent.name: load_golden(file.parent) for file in sorted(KNOWLEDGE.glob("*/dialogues.yaml"))}
DIALOGUES = [
    pytest.param(comparison, dialogue, id=f"{comparison}-{dialogue.id}")
    for comparison, dialogues in GOLDEN.items()
    for dialogue in dialogues
]


@pytest.mark.model
@pytest.mark.parametrize(("comparison", "dialogue"), DIALOGUES)
def test_the_dialogue_goes_as_written(advisor: Advisor, comparison: str, dialogue: Dialogue) -> None:
    outcome = hold(dialogue, partial(advisor.think, comparison))
    assert outcome.passed, outcome.transcript()


@pytest.mark.parametrize("comparison", GOLDEN)
def test_there_are_golden_dialogues_enough(comparison: str) -> None:
    assert len(GOLDEN[comparison]) >= 10
