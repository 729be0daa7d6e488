"""The lint finds what an editor would mend, names place and remedy, and leaves finished content alone."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.content.importing.folder import import_page
from bot.content.importing.read import read_page_file
from bot.content.lint.online import dead_links
from bot.content.lint.remark import Remark
from bot.content.lint.rules import PAGE_RULES, lint
from bot.content.lint.wording import grade_level
from bot.content.load import list_comparisons, load_comparison
from bot.settings import read_settings

DATA = Path(__file__).parent.parent / "data"
PAGES = DATA / "pages"
KNOWLEDGE = Path(__file__).parent.parent.parent / "knowledge"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small comparison, to be made worse."""
    shutil.copytree(DATA / "tea-or-coffee", tmp_path / "tea-or-coffee")
    return tmp_path / "tea-or-coffee"


def remarks(folder: Path, today: date = TODAY) -> tuple[Remark, ...]:
    return lint(load_comparison(folder.parent, folder.name), folder, today)


def found(folder: Path, rule: str, today: date = TODAY) -> str:
    """The remarks of one rule, as they are printed."""
    return "\n".join(str(remark) for remark in remarks(folder, today) if remark.rule == rule)


def on_page(name: str) -> set[tuple[int, str]]:
    page = read_page_file(PAGES / name)
    return {(remark.line, remark.rule) for rule in PAGE_RULES for remark in rule(page)}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


DEFECTS = """1 no-date, 1 no-author, 3 unsourced, 3 option-missing, 6 badge, 8 winner-blank, 8 no-amounts, 10 absolute,
11 no-amounts, 13 winner-count, 13 totals, 13 no-weights, 15 assurance, 16 no-figure, 17 no-figure,
20 reasons-misplaced, 23 reasons-misplaced, 25 combining-under-one, 27 repeats, 28 related-empty"""


def test_a_page_full_of_defects_shows_each_with_its_line() -> None:
    expected = [defect.split() for defect in DEFECTS.split(",")]
    assert on_page("van.txt") >= {(int(line), rule) for line, rule in expected}


def test_a_careful_page_shows_hardly_any() -> None:
    assert on_page("heating.md") == {(18, "no-weights")}


def test_a_winner_with_the_worse_cell_is_a_remark(tmp_path: Path) -> None:
    text = (PAGES / "heating.md").read_text().replace("€12,000 | Gas boiler", "€12,000 | Heat pump")
    (tmp_path / "page.md").write_text(text)
    page = read_page_file(tmp_path / "page.md")
    told = [str(remark) for rule in PAGE_RULES for remark in rule(page) if remark.rule == "winner-contradicts"]
    assert len(told) == 1
    assert told[0].startswith(
        "page.md:13: the winner of Price to install is Heat pump with “€18,000”, but Gas boiler has"
    )


def test_reasons_under_the_right_option_are_no_remark(tmp_path: Path) -> None:
    text = (PAGES / "van.txt").read_text()
    text = text.replace("Choose Leasing when", "X").replace("Choose Buying when", "Choose Leasing when")
    (tmp_path / "page.txt").write_text(text.replace("X", "Choose Buying when"))
    page = read_page_file(tmp_path / "page.txt")
    assert not [remark for rule in PAGE_RULES for remark in rule(page) if remark.rule == "reasons-misplaced"]


def test_a_draft_is_linted_by_page_and_by_file(tmp_path: Path) -> None:
    import_page(PAGES / "van.txt", "van", tmp_path, today=TODAY)
    files = {remark.file for remark in remarks(tmp_path / "van")}
    assert files >= {"van.txt", str(tmp_path / "van" / "comparison.yaml")}
    assert "marks it as a draft" in found(tmp_path / "van", "draft")


@pytest.mark.parametrize("name", list_comparisons(KNOWLEDGE))
def test_finished_comparisons_give_no_remarks(name: str) -> None:
    assert [str(each) for each in remarks(KNOWLEDGE / name)] == []


def test_equal_ratings_with_a_weight_are_a_remark_with_file_and_line(folder: Path) -> None:
    replace(folder / "comparison.yaml", "ratings: {tea: 0.4, coffee: 1}", "ratings: {tea: 1, coffee: 1}")
    assert f"{folder}/comparison.yaml:26: level 'well' of 'sleep' counts 1" in found(folder, "same-ratings")


def test_a_criterion_without_card_or_statement_is_a_remark(folder: Path) -> None:
    assert "'taste'" in found(folder, "no-card")
    replace(folder / "situations.yaml", "mild: [not too strong], ", "")
    assert "nobody can say mild about 'taste'" in found(folder, "no-statements")


def test_a_review_that_is_due_is_a_remark(folder: Path) -> None:
    assert not found(folder, "review-due")
    assert "last review was in 2026-11" in found(folder, "review-due", date(2027, 11, 1))
    replace(folder / "comparison.yaml", 'reviewed: "2026-11"', 'reviewed: "2026-11"\nreview_by: "2026-10"')
    assert "comparison.yaml:6: the review was due in 2026-10" in found(folder, "review-due")


def test_few_or_repeated_ways_of_asking_are_remarks(folder: Path) -> None:
    assert "card 'caffeine' has 4 different ways" in found(folder, "few-asks")
    card = (folder / "cards" / "drinks.md").read_text()
    again = card.replace("# caffeine", "# more").replace(
        "How much caffeine is in each?", "how much caffeine is in each"
    )
    (folder / "cards" / "more.md").write_text(again)
    assert "cards/more.md:1: “how much caffeine is in each” is asked of 'more'" in found(folder, "same-ask")


def test_sources_need_a_link_and_conditions_for_their_figures(folder: Path) -> None:
    assert "source 'book' (official) cannot be opened" in found(folder, "no-link")
    assert "book.yaml:1: source 'book' has no conditions" in found(folder, "no-conditions")
    replace(folder / "sources" / "book.yaml", "kind: official", "kind: editorial")
    assert not found(folder, "no-link")


def test_prices_per_different_units_are_a_remark(folder: Path) -> None:
    replace(folder / "sources" / "book.yaml", "coffee 95 mg.", "coffee 95 mg. $5 a month, $60 a year.")
    replace(folder / "comparison.yaml", "Leaves in water [book]", "Tea is $5 per month and coffee $60 per year [book]")
    assert "prices per month and year" in found(folder, "mixed-units")


def test_options_argued_at_different_length_are_remarks(folder: Path) -> None:
    long = "[" + ", ".join('"It is good in a great many ways for all of us [book]."' for _ in range(3)) + "]"
    short = '["Weak [book].", "Cold [book].", "Old [book]."]'
    old = 'weakness: "It is weak [book].",'
    replace(folder / "comparison.yaml", old, f"{old} advantages: {long}, drawbacks: {short},")
    assert "'tea' has 36 words of advantages and 3 of drawbacks" in found(folder, "balance")
    assert "option 'tea' is argued in" in found(folder, "balance")
    assert "option 'coffee' has 0 advantages and 0 drawbacks" in found(folder, "too-few")


def test_hard_answers_are_remarks_and_the_subjects_own_words_are_not_counted(folder: Path) -> None:
    hard = "Physiological considerations notwithstanding, caffeinated alternatives predominantly necessitate moderation"
    replace(folder / "cards" / "drinks.md", "Coffee has 95 mg of caffeine and tea 30 mg", hard)
    assert "reads like grade" in found(folder, "hard-to-read")
    assert grade_level("The cat sat on the mat.") < 1
    assert grade_level("Deliberation.", frozenset({"deliberation"})) < grade_level("Deliberation.")


def test_what_is_said_about_an_option_is_read_too(folder: Path) -> None:
    hard = "[Notwithstanding considerable physiological considerations alternatives necessitate moderation.]"
    old = 'weakness: "It is weak [book].",'
    replace(folder / "comparison.yaml", old, f"{old} advantages: {hard},")
    assert "option 'tea' reads like grade" in found(folder, "hard-to-read")
    assert "“Notwithstanding considerable" in found(folder, "hard-to-read")


def test_a_winner_against_its_cells_and_wrong_totals_are_remarks(folder: Path) -> None:
    page = "page: {cells: {tea: slow and weak, coffee: fast}, winner: tea, source: book}\n    levels:"
    replace(folder / "comparison.yaml", "levels:", page)
    assert "its cells speak for 'coffee'" in found(folder, "winner-contradicts")
    replace(folder / "comparison.yaml", "tea: 1 of 1", "tea: 0 of 1")
    assert "the total of 'tea' is '0 of 1', but it wins 1 of 1" in found(folder, "totals")


def test_the_guide_explains_every_rule(tmp_path: Path) -> None:
    guide = (KNOWLEDGE / "README.md").read_text()
    code = "".join(path.read_text() for path in (KNOWLEDGE.parent / "bot" / "content" / "lint").glob("*.py"))
    rules = set(re.findall(r'remark\(\s*"([a-z-]+)"|on_page\(\s*page, [^"]*?"([a-z-]+)"', code))
    assert {first or second for first, second in rules} == set(
        re.findall(r"`([a-z-]+)`(?=[^|\n]*\| )", _rule_tables(guide))
    )


def _rule_tables(guide: str) -> str:
    start, end = guide.index("## What the lint looks at"), guide.index("## Checklist")
    return "\n".join(line for line in guide[start:end].splitlines() if line.startswith("| `"))


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/there" else 403 if self.path == "/closed" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    """The address of a web server on this machine with one page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(("path", "fault"), [("/there", ""), ("/closed", ""), ("/gone", "answers with 404")])
def test_dead_links_are_remarks(folder: Path, site: str, path: str, fault: str) -> None:
    replace(folder / "sources" / "book.yaml", "kind: official", f"kind: official, url: '{site}{path}'")
    told = dead_links(load_comparison(folder.parent, folder.name), folder, TODAY, timeout=5)
    assert [fault in str(remark) for remark in told] == ([True] if fault else [])


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., tuple[int, str]]]:
    """The command line in a knowledge folder of its own: arguments to exit code and output."""
    monkeypatch.setenv("FULCRUM_KNOWLEDGE", str(tmp_path))
    read_settings.cache_clear()

    def invoke(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, arguments)
        return result.exit_code, result.output

    yield invoke
    read_settings.cache_clear()


def test_import_reports_and_check_exits_like_a_linter(run: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    code, output = run("import", str(PAGES / "van.txt"), "--into", "van")
    assert code == 0
    assert "van.txt:6: the badge “Recommended” is on Leasing" in output
    assert run("check", "van")[0] == 1
    assert run("check", "--no-lint") == (0, "van: 32 cards, 9 sources, no faults\n")
    replace(tmp_path / "van" / "comparison.yaml", "fallback: buying", "fallback: walking")
    code, output = run("check")
    assert (code, "'walking' is no option" in output) == (2, True)


def test_a_damaged_page_file_is_a_fault(run: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    run("import", str(PAGES / "van.txt"), "--into", "van")
    replace(tmp_path / "van" / "page.yaml", "rows:", "lines:")
    code, output = run("check", "van")
    assert code == 2
    assert "page.yaml:2: rows: Field required. Correct it, or remove page.yaml" in output
