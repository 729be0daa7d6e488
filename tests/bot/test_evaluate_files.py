"""Evaluation files: what they mean, and their faults with file, line and reason."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.evaluate.cases import Expectation
from bot.evaluate.load import load_dialogues, load_golden, load_visitors

LOADERS: dict[str, Callable[[Path], object]] = {
    "questions": lambda folder: load_dialogues(folder, "questions"),
    "chains": lambda folder: load_dialogues(folder, "chains"),
    "visitors": load_visitors,
    "dialogues": load_golden,
}


def faults(folder: Path, name: str, text: str) -> list[str]:
    """The faults of a file with that text, each from its file name on."""
    (folder / f"{name}.yaml").write_text(text)
    with pytest.raises(ContentError) as caught:
        LOADERS[name](folder)
    return [str(fault).rpartition("/")[2] for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "- {id: q1, q: a, must: [], must_not: []}\n- {id: q2, q: b, must: []}\n",
            "questions.yaml:2: missing must_not",
        ),
        ("- {id: q1, q: a, must: [['(']], must_not: []}\n", "questions.yaml:1: must.0.0: pattern '(' is no regular"),
        ("- id: q1\n  q: a\n  must: []\n  must_not: ['[']\n", "questions.yaml:4: must_not.0: pattern '['"),
        ("- just words\n", "questions.yaml:1: the entry has no fields"),
        ("id: q1\n", "questions.yaml:1: the file holds no list"),
        ("", "questions.yaml:1: the file holds no list"),
        ("- {id: q1\n- {", "questions.yaml:2: not valid YAML"),
        (
            "- {id: q1, q: a, must: plain words, must_not: []}\n",
            "questions.yaml:1: must: Input should be",
        ),
        ("- {id: q1, q: a, must: [3], must_not: []}\n", "questions.yaml:1: must.0: Input should be a valid list"),
        (
            "- {id: q1, q: no, must: [], must_not: []}\n",
            "questions.yaml:1: q: Input should be a valid s",
        ),
    ],
)
def test_a_malformed_file_is_reported_with_file_line_and_reason(tmp_path: Path, text: str, fault: str) -> None:
    assert faults(tmp_path, "questions", text)[0].startswith(fault)


@pytest.mark.parametrize(
    ("turns", "fault"),
    [
        ("[{say: why?, must: [['(']]}]", "chains.yaml:1: turns.0.must.0.0: pattern '('"),
        ("[{must: [[tea]]}]", "chains.yaml:1: missing turns.0.say"),
        ("[{say: why?, checks: [is_longer]}]", "chains.yaml:1: turns.0.checks.0: Input should be 'shorter_than_prev'"),
        ("[{say: why?, rec: tea}]", "chains.yaml:1: turns.0.rec: Input should be a valid list"),
        ("[]", "chains.yaml:1: turns: List should have at least 1 item"),
    ],
)
def test_the_turns_of_a_chain_are_checked_too(tmp_path: Path, turns: str, fault: str) -> None:
    assert faults(tmp_path, "chains", f"- {{id: c1, turns: {turns}}}\n")[0].startswith(fault)


def test_all_faults_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, "visitors", "- {id: v1, opener: Hello, replies: {}, gold: tea}\n\n- nothing\n")
    assert [fault.split(": ")[0] for fault in found] == ["visitors.yaml:1", "visitors.yaml:3"]


def test_a_revision_names_the_turn_after_which_it_is_said(tmp_path: Path) -> None:
    text = (
        "- id: v1\n  opener: Hello\n  replies: {}\n  gold: tea\n  acceptable: [tea]\n  revision: {text: No, really}\n"
    )
    assert "visitors.yaml:6: missing revision.after_turn. Add it" in faults(tmp_path, "visitors", text)


def test_an_id_used_twice_is_a_fault_at_both_places(tmp_path: Path) -> None:
    entry = "- {id: q1, q: a, must: [], must_not: []}\n"
    found = faults(tmp_path, "questions", entry + entry)
    assert [fault.split(". ")[0] for fault in found] == [
        "questions.yaml:1: the id 'q1' is used twice",
        "questions.yaml:2: the id 'q1' is used twice",
    ]


def test_a_missing_file_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"chains.yaml:1: cannot be read"):
        load_dialogues(tmp_path, "chains")


def test_a_golden_dialogue_knows_no_other_fields(tmp_path: Path) -> None:
    text = "- id: d1\n  turns:\n    - say: Hello\n      verdikt: tea\n"
    assert faults(tmp_path, "dialogues", text) == [
        "dialogues.yaml:4: unknown field turns.0.verdikt. Remove it or correct its name"
    ]


def test_a_golden_dialogue_says_what_must_be_true_after_it(tmp_path: Path) -> None:
    turn = "{say: Hello, facts: {sleep: well}, verdict: fine-tuning, acts: [ask], asks: false}"
    (tmp_path / "dialogues.yaml").write_text(f"- {{id: d1, turns: [{turn}]}}\n")
    ((_, expected),) = load_golden(tmp_path)[0].turns
    assert (expected.facts, expected.verdicts, expected.acts, expected.asks) == (
        {"sleep": "well"}, ("fine_tuning",), ("ask",), False
    )  # fmt: skip


def test_a_comparison_without_golden_dialogues_has_none(tmp_path: Path) -> None:
    assert load_golden(tmp_path) == ()


def test_what_a_file_says_is_what_is_expected(evaluation_folder: Path) -> None:
    (dialogue,) = load_dialogues(evaluation_folder, "out_of_scope")
    assert dialogue.turns == (("Sing", Expectation(must_not=("la la",))),)
    (visitor,) = load_visitors(evaluation_folder)
    assert (visitor.replies, visitor.acceptable) == ({"sleep": "badly"}, ("tea",))
