"""A whole evaluation with the real advisor: what is measured, stored, compared and said not to be run."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import Settings
from bot import __main__ as command_line
from bot.errors import ContentError, UnknownComparison
from bot.evaluate.command import Choice, run
from bot.evaluate.record import Measure

QUESTION = "- {id: q1, q: Which one is cheaper?, must: [[rag]], must_not: []}\n"


@pytest.fixture
def settings(index_settings: Settings, tmp_path: Path) -> Settings:
    """The real content and index, with a data folder of their own for results."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "index").symlink_to(index_settings.index_folder)
    return index_settings.model_copy(update={"data": tmp_path / "data"})


@pytest.mark.model
def test_a_run_is_stored_and_the_next_one_shows_what_turned(settings: Settings, evaluation_folder: Path) -> None:
    choice = Choice(folder=str(evaluation_folder))
    first = run(settings, choice)
    (evaluation_folder / "questions.yaml").write_text(QUESTION)
    second = run(settings, choice)
    assert first.sections[0].measures["questions"] == Measure(value=0, of=1)
    assert "Newly passing: `questions/q1`" in second.summary()
    assert (settings.data / "evaluation.md").read_text() == second.text()
    stored = json.loads((settings.data / "evaluation.json").read_text())
    assert stored["sections"]["fine-tuning-vs-rag/sets"]["cases"]["questions/q1"] is True


@pytest.mark.model
def test_without_a_folder_for_it_the_bench_is_said_not_to_be_run(settings: Settings, evaluation_folder: Path) -> None:
    report = run(settings, Choice(folder=str(evaluation_folder)))
    assert "Retrieval bench: not run" in report.text()


@pytest.mark.model
def test_a_comparison_without_sets_is_measured_by_its_golden_dialogues(settings: Settings) -> None:
    report = run(settings, Choice(comparison="fine-tuning-vs-rag", part="nowhere"))
    (section,) = report.sections
    assert section.name == "fine-tuning-vs-rag/golden"
    assert section.measures["golden dialogues"].of == len(section.outcomes) >= 10
    assert "fine-tuning-vs-rag: no sets in `evaluation/nowhere`, only golden dialogues." in report.text()


@pytest.mark.model
def test_an_unknown_comparison_is_an_error_that_names_the_known_ones(settings: Settings) -> None:
    with pytest.raises(UnknownComparison, match="there is: .*fine-tuning-vs-rag"):
        run(settings, Choice(comparison="cats-vs-dogs"))


@pytest.mark.model
def test_a_malformed_file_stops_the_run_before_anything_is_stored(settings: Settings, evaluation_folder: Path) -> None:
    (evaluation_folder / "visitors.yaml").write_text("- {id: v1}\n")
    with pytest.raises(ContentError, match="visitors.yaml:1: missing opener"):
        run(settings, Choice(folder=str(evaluation_folder)))
    assert not (settings.data / "evaluation.json").exists()


def test_the_command_names_all_that_can_be_chosen() -> None:
    shown = CliRunner().invoke(command_line.app, ["evaluate", "--help"], env={"COLUMNS": "200"}).output
    assert all(option in shown for option in ("--part", "--folder", "--comparison", "--bench"))
