"""Importing a page: every shape of page becomes a draft that is valid, and nothing harmful gets through."""

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.comparison import Comparison
from bot.content.importing.draft import draft_files
from bot.content.importing.folder import import_page
from bot.content.importing.read import read_page_file
from bot.content.load import load_comparison
from bot.content.page import Line, Page, PageOption, TableRow, read_page
from bot.content.passages import plain
from bot.errors import BadTarget, ContentError

PAGES = Path(__file__).parent.parent / "data" / "pages"
TODAY = date(2026, 11, 22)
SHAPES = {
    "van.txt": (["leasing", "buying"], ["cost", "maintenance", "flexibility", "start", "papers"]),
    "heating.md": (["heat-pump", "gas-boiler", "pellet-stove"],
                   ["price-to-install", "running-cost", "setup-effort", "safety", "maintenance"]),
    "databases.txt": (["sqlite", "postgresql"], ["setup", "many-writers-at-once", "cost"]),
    "editors.html": (["vim", "emacs"], ["speed", "learning", "everywhere", "mail"]),
    "nested.html": (["oak", "pine"], ["price", "durability", "colour"]),
    "hosting.md": (["own-server", "managed-hosting"], ["price", "setup", "support"]),
    "orchestrators.html": (["kubernetes", "nomad"], ["complexity", "ecosystem"]),
    "notes.md": (["notion", "obsidian", "evernote"], ["offline", "free-plan", "rating", "sync-price"]),
    "interfaces.md": (["rest", "graphql"], ["caching", "simplicity", "over-fetching"]),
    "pets.md": (["cats", "dogs"], ["independent", "cheap-food"]),
    "commute.txt": (["bus", "train"], ["price", "speed", "delays"]),
}  # fmt: skip


def draft(page: Path, knowledge: Path, name: str = "draft") -> Comparison:
    return import_page(page, name, knowledge, today=TODAY)


def refusal(tmp_path: Path, content: bytes, name: str = "page.txt") -> str:
    """The message with which a file is refused."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ContentError) as caught:
        read_page_file(tmp_path / name)
    return str(caught.value)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_of_page_becomes_a_valid_draft(name: str, tmp_path: Path) -> None:
    comparison = draft(PAGES / name, tmp_path)
    options, criteria = SHAPES[name]
    assert [option.id for option in comparison.options] == options
    assert [criterion.id for criterion in comparison.criteria] == criteria


@pytest.mark.parametrize("name", SHAPES)
def test_a_draft_answers_about_each_criterion_and_option(name: str, tmp_path: Path) -> None:
    comparison = draft(PAGES / name, tmp_path)
    places = {(card.criterion, card.about) for card in comparison.cards}
    abouts = ["all", *comparison.option_by_id]
    assert places >= {(criterion.id, about) for criterion in comparison.criteria for about in abouts}
    assert all(len(levels) == 4 for levels in comparison.situations.values())


def test_a_table_gives_cells_winners_and_totals(tmp_path: Path) -> None:
    comparison = draft(PAGES / "heating.md", tmp_path)
    rows = {criterion.id: criterion.page for criterion in comparison.criteria}
    assert [row.winner for row in rows.values() if row] == ["gas-boiler", "heat-pump", "gas-boiler", "heat-pump", ""]
    assert comparison.totals == {"heat-pump": "2", "gas-boiler": "2", "pellet-stove": "0"}
    assert comparison.authors == "Ines Okafor"


def test_blank_winners_are_read_from_cells_and_totals(tmp_path: Path) -> None:
    rows = [criterion.page for criterion in draft(PAGES / "van.txt", tmp_path).criteria]
    assert [row.winner for row in rows if row] == ["buying", "leasing", "buying", "leasing", "buying"]


def test_a_pro_beats_a_con_and_ticks_may_be_shared(tmp_path: Path) -> None:
    interfaces = draft(PAGES / "interfaces.md", tmp_path, "interfaces")
    rows = [criterion.page for criterion in interfaces.criteria]
    assert [row.winner for row in rows if row] == ["rest", "rest", "graphql"]
    offline = draft(PAGES / "notes.md", tmp_path, "notes").criteria[0].levels[0]
    assert offline.ratings == {"notion": 0.2, "obsidian": 1, "evernote": 1}


def test_reasons_are_sorted_by_the_option_that_they_name() -> None:
    guidance = read_page_file(PAGES / "orchestrators.html").guidance
    assert [(each.option, each.line) for each in guidance] == [("Kubernetes", 6), ("Nomad", 6)]


def test_a_badge_is_taken_off_the_name() -> None:
    options = [read_page_file(PAGES / name).options for name in ("van.txt", "editors.html", "hosting.md")]
    badged = [(option.name, option.badge) for each in options for option in each if option.badge]
    assert badged == [("Leasing", "Recommended"), ("Emacs", "Our favourite"), ("Own server", "recommended")]


def test_scripts_navigation_and_advertisements_are_not_read() -> None:
    page = (read_page_file(PAGES / "editors.html"),)
    assert not [word for word in ("Nano", "Home", "newsletter", "Cost", "advertising") if word in str(page)]


def test_the_parts_of_a_page_are_told_apart() -> None:
    page = read_page_file(PAGES / "van.txt")
    assert page.statistics
    assert [line.text for line in page.statistics.entries] == ["Fleet Survey", "Market benchmarks"]
    assert page.recommendation
    assert page.recommendation.line == 26
    assert page.related
    assert not page.related.entries
    assert [each.option for each in page.guidance] == ["Leasing", "Buying"]
    assert [line.line for line in page.calls] == [31]


def test_lines_of_markdown_and_html_are_those_of_the_file() -> None:
    for name, text in (("heating.md", "Running cost"), ("nested.html", "Durability")):
        lines = (PAGES / name).read_text().splitlines()
        row = next(row for row in read_page_file(PAGES / name).rows if row.name == text)
        assert text in lines[row.line - 1]


def test_the_read_page_is_kept_beside_the_draft(tmp_path: Path) -> None:
    draft(PAGES / "van.txt", tmp_path)
    assert read_page(tmp_path / "draft", []) == read_page_file(PAGES / "van.txt")


def test_a_page_that_compares_nothing_is_told_what_was_looked_for() -> None:
    with pytest.raises(ContentError, match="Looked for a table .* found 2 headings and 0 tables"):
        read_page_file(PAGES / "soup.txt")


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    comparison = draft(PAGES / "hostile.md", tmp_path)
    told = " ".join(plain(passage) for card in comparison.cards for passage in card.sections.values())
    assert not [sign for sign in ("<script", "<img", "[source]", "](", "![", "**", "`", "https://") if sign in told]
    assert {option.id for option in comparison.options} == {"alpha", "beta"}
    assert {key for card in comparison.cards for claim in card.answer for key in claim.sources} <= set(
        comparison.sources
    )


TEXT = st.text(max_size=60) | st.sampled_from(
    ["[draft]", "1,2", "1.2,345.6", "# a", "---", "a: b", "{x}", "A. B 5.", "!!x"]
)


@given(st.lists(TEXT, min_size=9, max_size=9))
@settings(max_examples=40, deadline=None)
def test_whatever_the_cells_say_the_draft_is_valid(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    line = Line(text=texts[0], line=1)
    options = (
        PageOption(name=texts[1], line=1, badge=texts[2], says=(line,), pros=(line,)),
        PageOption(name="B", line=1),
    )
    rows = (
        TableRow(name=texts[3], line=2, cells=(texts[4], texts[5])),
        TableRow(name=texts[6], line=3, cells=(texts[7], "2")),
    )
    page = Page(
        file="page.txt", title=line, options=options, rows=rows, intro=(line,), calls=(Line(text=texts[8], line=9),)
    )
    knowledge = tmp_path_factory.mktemp("knowledge")
    for name, text in draft_files(page, TODAY).items():
        (knowledge / "draft" / name).parent.mkdir(parents=True, exist_ok=True)
        (knowledge / "draft" / name).write_text(text, encoding="utf-8")
    assert len(load_comparison(knowledge, "draft").criteria) == 2


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.txt", b"0" * 50_000_000)
    assert "is an archive" in refusal(tmp_path, packed.getvalue(), "page.html")
    assert "page.txt:2: is no text in UTF-8" in refusal(tmp_path, b"A vs B\n\xff\xfe\x00")
    assert "is no text" in refusal(tmp_path, b"A vs B\0\n")
    assert "is empty" in refusal(tmp_path, b" \n")
    assert "does not exist" in str(pytest.raises(ContentError, read_page_file, tmp_path / "none.txt").value)


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    assert "larger than 10 MB" in refusal(tmp_path, b"a" * 10_000_001)
    cells = b"<table>" + b"<tr><td>a<td>b<td>c\n" * 400_000
    assert "a table of more than 20,000 cells" in refusal(tmp_path, cells, "page.html")
    rows = b"|f|A|B|\n|-|-|-|\n" + b"".join(b"|r%d|x|y|\n" % number for number in range(100))
    assert "page.md:64: the comparison has 100 rows" in refusal(tmp_path, b"\n" + rows, "page.md")


@pytest.mark.parametrize("name", ["page.html", "page.md", "page.txt"])
def test_deep_nesting_and_entities_are_survived(name: str, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>&b;'
    deep = "<div>" * 200_000 + "> " * 100_000 + "[" * 50_000
    assert "no comparison found" in refusal(tmp_path, (bomb + deep).encode(), name)


def test_other_encodings_are_read(tmp_path: Path) -> None:
    table = (
        "<table><tr><th>Café</th><th>Tea</th><th>Maté</th></tr><tr><td>Prix</td><td>2 €</td><td>3 €</td></tr></table>"
    )
    (tmp_path / "a.html").write_bytes(f'<meta charset="windows-1252">{table}'.encode("windows-1252"))
    (tmp_path / "b.html").write_text(table, encoding="utf-16")
    assert read_page_file(tmp_path / "a.html").names == read_page_file(tmp_path / "b.html").names == ("Tea", "Maté")


@pytest.mark.parametrize("target", ["../draft", "/tmp/draft", "Draft", "a/../../b", ".", "", "a" * 61, "dra ft", "-a"])
def test_a_target_outside_the_knowledge_folder_is_refused(target: str, tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    with pytest.raises(BadTarget):
        import_page(PAGES / "van.txt", target, knowledge, today=TODAY)
    assert [path.name for path in tmp_path.rglob("*")] == ["knowledge"]


def test_a_path_in_the_knowledge_folder_is_a_target(tmp_path: Path) -> None:
    assert import_page(PAGES / "van.txt", str(tmp_path / "van"), tmp_path, today=TODAY).id == "van"


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    draft(PAGES / "van.txt", tmp_path)
    (tmp_path / "draft" / "notes.txt").write_text("mine")
    with pytest.raises(BadTarget, match="exists.*--force"):
        draft(PAGES / "heating.md", tmp_path)
    assert (tmp_path / "draft" / "notes.txt").read_text() == "mine"
    replaced = import_page(PAGES / "heating.md", "draft", tmp_path, today=TODAY, force=True)
    assert replaced.fallback == "heat-pump"
    assert [path.name for path in tmp_path.iterdir()] == ["draft"]


def test_a_failed_import_leaves_nothing_and_the_old_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft(PAGES / "van.txt", tmp_path)
    with pytest.raises(ContentError):
        import_page(PAGES / "soup.txt", "draft", tmp_path, today=TODAY, force=True)
    monkeypatch.setattr(
        Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(BadTarget, match="No space left"):
        import_page(PAGES / "heating.md", "draft", tmp_path, today=TODAY, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["draft"]
    assert load_comparison(tmp_path, "draft").fallback == "buying"


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(PAGES, elsewhere)
    (tmp_path / "draft").symlink_to(elsewhere)
    with pytest.raises(BadTarget, match="is a link"):
        import_page(PAGES / "van.txt", "draft", tmp_path, today=TODAY, force=True)
