"""How people talk around a card: the files that say so, and the ranking of what is said next."""

from pathlib import Path

import numpy as np
import pytest

from bot.comparison import Card, Claim, FollowUp
from bot.content.talk import with_talk
from bot.errors import Fault
from bot.retrieve.follow import chances

ANSWER = (Claim(text="Yes.", sources=("editorial",)),)


def card(name: str, **sections: tuple[Claim, ...]) -> Card:
    return Card(
        id=name, topic=name, about="all", aspect="how", asks=("a", "b"), sections={"Answer": ANSWER, **sections}
    )


def read(folder: Path, text: str) -> tuple[tuple[Card, ...], list[Fault]]:
    (folder / "own.yaml").write_text(text)
    faults: list[Fault] = []
    return with_talk([card("one", Why=ANSWER), card("two")], folder, faults), faults


def test_cards_learn_what_is_asked_and_said_next(tmp_path: Path) -> None:
    text = "one:\n  asked: [is it so?]\n  next:\n    two: [and then?]\n    Why: [how come]\n"
    (one, two), faults = read(tmp_path, text)
    assert not faults
    assert one.questions == ("a", "b", "is it so?")
    assert one.follow_ups == (
        FollowUp(card="two", section="Answer", says=("and then?",)),
        FollowUp(card="one", section="Why", says=("how come",)),
    )
    assert two.follow_ups == ()


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("- one\n", 1, "the file holds no cards"),
        ("one:\n  next: {}\nthree:\n  asked: []\n", 3, "there is no card 'three'"),
        ("one:\n  then: []\n", 1, "'one' has other fields than asked and next"),
        ("one:\n  asked: is it so?\n", 2, "'asked' of 'one' is no list"),
        ("one:\n  next: [two]\n", 2, "'next' of 'one' is no mapping"),
        (
            "one:\n  next:\n    two: [a]\n    It: [b]\n",
            4,
            "after 'one': 'It' is neither a card nor a section of it",
        ),
        ("one:\n  next:\n    two: and then?\n", 3, "'two' after 'one' holds no list"),
    ],
)
def test_a_malformed_entry_is_named_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    cards, faults = read(tmp_path, text)
    assert [(fault.line, fault.problem) for fault in faults] == [(line, problem)]
    assert all(not each.follow_ups for each in cards)


def test_chances_add_up_and_follow_the_evidence() -> None:
    found = chances(np.array([1.0, 3.0, 2.0]))
    assert found.sum() == pytest.approx(1)
    assert list(np.argsort(found)) == [0, 2, 1]
