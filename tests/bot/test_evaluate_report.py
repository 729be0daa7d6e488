"""The stored result, what changed since the last run, and the report."""

import json
from pathlib import Path

import pytest

from bot.ask import Asking, ask_by_value
from bot.content.load import load_comparison
from bot.errors import StoreFault
from bot.evaluate.record import Measure, Record, SectionRecord, changes, read_record, write_record
from bot.evaluate.report import Report
from bot.evaluate.run import Think
from bot.evaluate.sections import Section, conversations
from bot.evaluate.steer import ask_everything
from tests.bot.evaluation import DATA, SLEEP, make_turn

TEA = load_comparison(DATA, "tea-or-coffee")


@pytest.fixture
def section(evaluation_folder: Path) -> Section:
    """All cases, held with someone who always says the same."""
    return conversations(
        "tea/all", evaluation_folder, TEA, lambda _: lambda message, state: make_turn("Coffee, 37 cups.")
    )


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [
        (Measure(value=3, of=4), None, "new"),
        (Measure(value=3, of=4), Measure(value=3, of=4), "="),
        (Measure(value=3, of=4), Measure(value=1, of=4), "+2"),
        (Measure(value=3, of=4), Measure(value=3, of=6), "+25.0 points"),
        (Measure(value=0.91), Measure(value=0.862), "+0.048"),
        (Measure(value=2.5), Measure(value=3.25), "-0.75"),
    ],
)
def test_a_measure_shows_its_difference_to_the_last_run(now: Measure, before: Measure | None, shown: str) -> None:
    assert now.since(before) == shown


def test_cases_that_turned_are_listed_and_new_or_dropped_ones_are_not() -> None:
    turned = changes({"a": True, "b": False, "c": True, "new": False}, {"a": False, "b": True, "c": True, "old": True})
    assert (turned.newly_passing, turned.newly_failing) == (("a",), ("b",))


def test_the_stored_result_has_a_stable_shape(tmp_path: Path, section: Section) -> None:
    write_record(tmp_path / "evaluation.json", Record(), {section.name: section.record()})
    stored = json.loads((tmp_path / "evaluation.json").read_text())
    assert (set(stored), stored["schema"]) == ({"schema", "sections"}, 1)
    assert set(stored["sections"]["tea/all"]) == {"measures", "cases"}
    assert stored["sections"]["tea/all"]["measures"]["questions"] == {"value": 0, "of": 1}
    assert stored["sections"]["tea/all"]["cases"]["visitors/v1"] is True


def test_a_run_replaces_what_it_measured_and_keeps_the_rest(tmp_path: Path) -> None:
    path, measured = tmp_path / "evaluation.json", SectionRecord(measures={"m": Measure(value=1)})
    write_record(path, Record(), {"a": measured, "b": measured})
    changed = SectionRecord(measures={"m": Measure(value=2)})
    write_record(path, read_record(path), {"a": changed})
    assert read_record(path).sections == {"a": changed, "b": measured}


def test_there_is_nothing_to_compare_with_at_first(tmp_path: Path) -> None:
    assert read_record(tmp_path / "evaluation.json") == Record()


@pytest.mark.parametrize("text", ["", "{", '{"schema": 2, "sections": {}}', '{"schema": 1, "sections": {"a": 3}}'])
def test_a_stored_result_that_cannot_be_read_is_an_error_that_says_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "evaluation.json").write_text(text)
    with pytest.raises(StoreFault, match="move it away to start anew"):
        read_record(tmp_path / "evaluation.json")


def test_the_report_shows_results_changes_and_transcripts(section: Section) -> None:
    last = SectionRecord(measures={"questions": Measure(value=1, of=1)}, cases={"questions/q1": True})
    text = Report(sections=(section,), last={"tea/all": last}, notes=("Not run: the bench.",)).text()
    assert "| questions | 0 of 1 (0%) | -1 |" in text
    assert "Newly failing: `questions/q1`" in text
    assert "#### questions/q1\n\n> Which is milder?\n\nCoffee, 37 cups.\n\n**missing: tea**" in text
    assert "Not run: the bench." in text


def test_the_report_lists_every_reply_with_a_figure_from_nowhere(section: Section) -> None:
    text = Report(sections=(section,), last={}).text()
    count = len(section.replies)
    assert f"| replies with an unsourced figure | {count} of {count} (100%) |" in text
    assert "- `visitors/v1`: 37 in: Coffee, 37 cups." in text


def test_the_baselines_advise_the_same_visitors_in_their_own_way(evaluation_folder: Path) -> None:
    def think_by(asking: Asking) -> Think:
        asked = 1 if asking is ask_by_value else 3 if asking is ask_everything else 2
        script = [make_turn(question=SLEEP)] * asked + [make_turn(settled=True)]
        return lambda message, state: script.pop(0) if message in {"Hello", "badly"} else make_turn("Tea.")

    measures = conversations("tea/all", evaluation_folder, TEA, think_by).measures
    found = [
        measures[f"visitors{name}: questions per visit"].value for name in ("", ", fixed order", ", asking everything")
    ]
    assert found == [1, 2, 3]
    assert measures["visitors, asking everything: right verdicts"] == Measure(value=1, of=1)
