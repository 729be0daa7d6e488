"""cost.yaml: what is wrong in it is reported with file, line and remedy."""

from pathlib import Path

import pytest

from bot.content.load import load_comparison
from bot.content.snapshot import load, save
from bot.errors import ContentError
from tests.bot.costing import COST, DATA, costed, with_cost
from tests.bot.test_content import BUILDING


def faults(folder: Path, old: str, new: str) -> str:
    assert old in COST
    with_cost(folder, COST.replace(old, new, 1))
    with pytest.raises(ContentError) as caught:
        load_comparison(folder, "tea-or-coffee")
    return str(caught.value)


def test_a_folder_needs_no_cost_model() -> None:
    assert load_comparison(DATA, "tea-or-coffee").cost is None


def test_the_reason_of_an_assumption_has_its_sources(tmp_path: Path) -> None:
    leaves = costed(tmp_path)[1].inputs[1]
    assert leaves.because == "An example. The book has 30 mg of caffeine in it."
    assert leaves.sources == ("book",)


def test_the_cost_model_survives_the_index(tmp_path: Path) -> None:
    comparison, model = costed(tmp_path)
    save(comparison, tmp_path / "kept.json")
    assert load(tmp_path / "kept.json").cost == model


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("value: 30", "value: 31", "price 'kettle' states 31, which 'book' does not contain"),
        ("30 mg of caffeine", "32 mg of caffeine", "states 32, which its sources do not contain"),
        ("source: book", "source: web", "price 'kettle' cites unknown 'web'"),
        ("cups * 30 * leaves", "cups * 30 * leafs", "names unknown 'leafs'. Did you mean 'leaves'?"),
        ("cups * 30 * leaves", "cups ** leaves", "is not allowed; use numbers, names, + - * / ( ) min max"),
        ("cups * 30 * leaves", "1 / (leaves - leaves) + cups", "it divides by zero"),
        ("cups * 30 * leaves", "cups - leaves * 10000", "'leaves' is negative with all inputs as assumed"),
        ("  coffee:\n", "  cocoa:\n", "unknown option 'cocoa'"),
        ("volume: cups", "volume: cup", "volume 'cup' is no input. Did you mean 'cups'?"),
        ("default: 100", "default: 0", "default of 'cups' is not from low to high"),
        ("ask: Ask the shop for the rent", "ask: ''", "price 'machine' is unknown and says not what to ask for"),
        ('as_of: "2020"', "as_of: ''", "price 'kettle' has no date"),
        ("criterion: taste", "criterion: smell", "unknown criterion 'smell'"),
        ("levels: {strong: 0.08}", "levels: {stronger: 0.08}", "unknown level 'stronger'"),
        ("up_to: {cups: 5000}", "up_to: {mugs: 5000}", "unknown input 'mugs'"),
        ("leaves at {} a cup", "leaves", "has no place for its value"),
        ("id: machine", "id: kettle", "'kettle' is used for more than one input or price"),
        ("amount: machine", 'amount: "1"', "no formula uses price 'machine'"),
        ("due: month", "due: weekly", "due: Input should be 'month' or 'once'"),
        ("    label: kettle\n", "    lable: kettle\n", "unknown field 'lable'. Did you mean 'label'?"),
        ("sign: $\n", "", "missing field 'sign'"),
        ("prices:\n", "prises:\n", "unknown field 'prises'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert problem in faults(tmp_path, old, new)


def test_a_fault_names_file_and_line(tmp_path: Path) -> None:
    line = COST[: COST.index("value: 30")].count("\n") + 1
    assert f"cost.yaml:{line}: price 'kettle'" in faults(tmp_path, "value: 30", "value: 31")


def test_several_faults_are_reported_at_once(tmp_path: Path) -> None:
    text = COST.replace("value: 30", "value: 31").replace("cups * 30 * beans", "cups * 30 * beens")
    with_cost(tmp_path, text)
    with pytest.raises(ContentError, match=r"(?s)states 31.*'beens'"):
        load_comparison(tmp_path, "tea-or-coffee")


def test_inputs_and_prices_of_the_comparison_that_it_builds_on_need_only_be_named(tmp_path: Path) -> None:
    with_cost(tmp_path)
    own = tmp_path / "green-or-black"
    (own / "cards").mkdir(parents=True)
    (own / "comparison.yaml").write_text(BUILDING)
    (own / "situations.yaml").write_text("sleep: {badly: [green keeps me up too]}\n")
    own.joinpath("cost.yaml").write_text(BUILT)
    cost = load_comparison(tmp_path, own.name).cost
    assert cost is not None
    assert cost.names == ("cups", "beans", "kettle")
    assert cost.inputs[1].levels == {}  # there is no criterion of taste here


BUILT = """currency: USD
sign: $
volume: cups
leaves_out: sugar
inputs: [cups, beans]
prices: [kettle]
options:
  green: [{text: leaves, due: month, amount: cups * 30 * beans + kettle}]
  black: [{text: leaves, due: month, amount: cups * 30 * beans}]
"""


def test_a_list_where_options_belong_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    with_cost(tmp_path, "- just\n- a list\n")
    with pytest.raises(ContentError, match="no cost model"):
        load_comparison(tmp_path, "tea-or-coffee")
