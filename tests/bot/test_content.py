"""Loading a comparison folder: valid content, and every fault with file, line and remedy."""

import shutil
from pathlib import Path

import pytest

from bot.comparison import Claim, Remark
from bot.content.load import digest, list_comparisons, load_comparison
from bot.content.passages import parse_passage, plain
from bot.errors import ContentError, UnknownComparison

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small comparison, to be broken."""
    shutil.copytree(DATA / "tea-or-coffee", tmp_path / "tea-or-coffee")
    return tmp_path / "tea-or-coffee"


def faults(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        load_comparison(folder.parent, folder.name)
    return str(caught.value)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_valid_folder_loads() -> None:
    comparison = load_comparison(DATA, "tea-or-coffee")
    assert [option.id for option in comparison.options] == ["tea", "coffee"]
    assert comparison.card_by_id["caffeine"].answer[0].text == "Coffee has 95 mg of caffeine and tea 30 mg."


def test_an_unknown_comparison_names_the_known_ones() -> None:
    with pytest.raises(UnknownComparison, match="tea-or-coffee"):
        load_comparison(DATA, "milk")


def test_folders_without_a_comparison_are_not_listed() -> None:
    assert list_comparisons(DATA) == ("tea-or-coffee",)


def test_an_unknown_field_is_named_with_its_line_and_the_likely_spelling(folder: Path) -> None:
    replace(folder / "comparison.yaml", "    question: How well", "    qestion: How well")
    text = faults(folder)
    assert "comparison.yaml:23" in text
    assert "unknown field 'qestion'" in text
    assert "Did you mean 'question'?" in text


def test_all_faults_are_reported_at_once(folder: Path) -> None:
    replace(folder / "comparison.yaml", "title: Tea or coffee\n", "")
    replace(folder / "sources" / "book.yaml", "kind: official", "kind: gossip")
    replace(folder / "cards" / "drinks.md", "## Plainly", "## Plain")
    text = faults(folder)
    assert all(part in text for part in ("missing field 'title'", "gossip", "unknown section 'Plain'"))


def test_a_figure_that_the_source_lacks_is_a_fault(folder: Path) -> None:
    replace(folder / "cards" / "drinks.md", "95 mg", "96 mg")
    assert "states 96, which its sources do not contain" in faults(folder)


def test_an_uncited_sentence_in_an_answer_is_a_fault(folder: Path) -> None:
    replace(folder / "cards" / "drinks.md", "tea 30 mg [book].", "tea 30 mg [book]. Trust me.")
    assert "uncited sentence" in faults(folder)


def test_an_unknown_citation_is_a_fault(folder: Path) -> None:
    replace(folder / "cards" / "drinks.md", "more of it [book]", "more of it [web]")
    assert "cites unknown web" in faults(folder)


def test_priors_must_add_up_to_one(folder: Path) -> None:
    replace(folder / "comparison.yaml", "prior: 0.6", "prior: 0.7")
    assert "priors of 'taste' add up to 1.1" in faults(folder)


def test_a_missing_rating_is_a_fault(folder: Path) -> None:
    replace(folder / "comparison.yaml", "ratings: {tea: 0.4, coffee: 1}", "ratings: {tea: 0.4}")
    assert "has no rating for ['coffee']" in faults(folder)


@pytest.mark.parametrize(
    ("hint", "fault"),
    [
        ("{taxes: {low: 2}}", "hints at unknown criterion 'taxes'"),
        ("{sleep: {never: 2}}", "hints at unknown levels ['never'] of 'sleep'"),
        ("{sleep: {well: 0}}", "hints with a factor that is not above 0"),
    ],
)
def test_a_hint_at_nothing_or_with_nothing_is_a_fault(folder: Path, hint: str, fault: str) -> None:
    rating = "ratings: {tea: 0.4, coffee: 1}"
    replace(folder / "comparison.yaml", rating, f"{rating}, hints: {hint}")
    assert fault in faults(folder)


def test_broken_yaml_is_reported_with_its_line(folder: Path) -> None:
    replace(folder / "situations.yaml", "sleep: {well:", "sleep: {{well:")
    assert "situations.yaml:2: not valid YAML" in faults(folder)


def test_a_file_that_is_no_text_is_reported(folder: Path) -> None:
    (folder / "cards" / "drinks.md").write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in faults(folder)


def test_the_digest_follows_the_content(folder: Path) -> None:
    before = digest(folder)
    replace(folder / "cards" / "drinks.md", "caffeine, which", "caffein, which")
    assert digest(folder) != before


def test_a_cited_sentence_becomes_a_claim_and_others_remarks() -> None:
    passage = parse_passage("It costs $1.02 [a-1][b]. See below.")
    assert passage == (Claim(text="It costs $1.02.", sources=("a-1", "b")), Remark(text="See below."))
    assert plain(passage) == "It costs $1.02. See below."


def test_a_claim_without_a_source_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="without a source"):
        Claim(text="Surely.", sources=())


BUILDING = """title: Green or black tea
subject: green and black tea
decision: Which tea?
version: "1"
reviewed: 2026-11
fallback: green
settled_at: 0.9
totals: {}
default_reason: Green is milder [book].
related: []
builds_on: tea-or-coffee
options:
  - {id: green, name: green tea, aliases: [green], summary: "It is green [book].", best_case: "it is mild [book].",
     weakness: "It is pale [book].", next_step: "Brew some [book].", advantages: ["It is mild [book]."]}
  - {id: black, name: black tea, aliases: [black], summary: "It is black [book].", best_case: "it is strong [book].",
     weakness: "It is bitter [book].", next_step: "Brew some [book]."}
criteria:
  - id: sleep
    why: It keeps some awake [book].
    levels:
      - {id: badly, prior: 0.5, weight: 5, ratings: {green: 1, black: 0}, reason: "Mild is better [book]."}
      - {id: well, prior: 0.5, weight: 1, ratings: {green: 0, black: 1}, reason: "Strong is fine [book]."}
"""


@pytest.fixture
def building(folder: Path) -> Path:
    """A comparison that builds on the small one."""
    own = folder.parent / "green-or-black"
    (own / "cards").mkdir(parents=True)
    (own / "comparison.yaml").write_text(BUILDING)
    (own / "situations.yaml").write_text("sleep: {badly: [green keeps me up too]}\n")
    return own


def test_a_comparison_takes_over_what_it_shares_with_the_one_it_builds_on(building: Path) -> None:
    base, own = (load_comparison(building.parent, name) for name in ("tea-or-coffee", "green-or-black"))
    assert own.criterion_by_id["sleep"].question == base.criterion_by_id["sleep"].question
    assert own.situations["sleep"]["badly"] == ("green keeps me up too", *base.situations["sleep"]["badly"])
    assert own.authors == base.authors
    assert own.option_by_id["green"].advantages[0][0].text == "It is mild."


def test_a_change_of_the_base_changes_the_digest_of_what_builds_on_it(building: Path, folder: Path) -> None:
    before = load_comparison(building.parent, "green-or-black").digest
    replace(folder / "situations.yaml", "sleep:", "# changed\nsleep:")
    assert load_comparison(building.parent, "green-or-black").digest != before


def test_a_base_that_does_not_exist_is_a_fault(building: Path) -> None:
    replace(building / "comparison.yaml", "builds_on: tea-or-coffee", "builds_on: milk")
    assert "builds_on 'milk' is no other comparison here" in faults(building)


def test_a_source_of_the_base_cannot_be_defined_again(building: Path, folder: Path) -> None:
    shutil.copytree(folder / "sources", building / "sources")
    assert "source id 'book' is used twice" in faults(building)
