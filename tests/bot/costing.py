"""A small cost model for tests: tea at the price of its leaves, coffee with a machine whose rent nobody knows."""

import shutil
from pathlib import Path

from bot.comparison import Comparison
from bot.content.load import load_comparison
from bot.cost.model import CostModel

DATA = Path(__file__).parent.parent / "data"
COST = """currency: USD
sign: $
volume: cups
leaves_out: water and biscuits
inputs:
  - id: cups
    label: cups a day
    unit: a day
    told: "{} cups a day"
    default: 100
    because: A small office.
    low: 1
    high: 1000000
    measure: per day
    counts: [cup, mug]
  - id: leaves
    label: price of leaves
    unit: $ a cup
    told: leaves at {} a cup
    default: 0.1
    because: An example. The book has 30 mg of caffeine in it [book].
    low: 0
    high: 10
    is_example: true
    measure: money
    beside: [leaves]
  - id: beans
    label: price of beans
    unit: $ a cup
    told: beans at {} a cup
    default: 0.05
    because: Our guess.
    low: 0
    high: 10
    measure: money
    beside: [beans]
    criterion: taste
    levels: {strong: 0.08}
prices:
  - id: kettle
    label: kettle
    unit: $ a month
    value: 30
    source: book
    as_of: "2020"
    conditions: rent of a small kettle
    up_to: {cups: 5000}
  - id: machine
    label: machine
    unit: $ a month
    value: unknown
    source: book
    conditions: Its rent was not seen
    ask: Ask the shop for the rent
    beside: [machine]
options:
  tea:
    - {text: leaves, due: month, amount: cups * 30 * leaves}
    - {text: the kettle, due: month, amount: kettle}
    - {text: a pot, due: once, amount: "20"}
  coffee:
    - {text: beans, due: month, amount: cups * 30 * beans}
    - {text: the machine, due: month, amount: machine}
"""


def with_cost(folder: Path, text: str = COST) -> Path:
    """A copy of the small comparison in ``folder``, with a cost model."""
    copy = folder / "tea-or-coffee"
    shutil.copytree(DATA / "tea-or-coffee", copy)
    (copy / "cost.yaml").write_text(text)
    return copy


def costed(folder: Path) -> tuple[Comparison, CostModel]:
    """The small comparison with its cost model, loaded."""
    comparison = load_comparison(with_cost(folder).parent, "tea-or-coffee")
    assert comparison.cost is not None
    return comparison, comparison.cost
