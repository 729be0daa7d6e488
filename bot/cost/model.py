"""The cost model of a comparison at rest: its inputs, its prices, and the lines that each option's bill is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

InputId: TypeAlias = str
PriceId: TypeAlias = str
Measure = Literal["count", "per day", "money", "share"]
Due = Literal["month", "once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostInput:
    """A number of the visitor's case, with the value that is assumed until it is said and why.

    ``told`` is how the value reads in a sentence, with {} in its place; ``low`` and ``high`` are the sensible range. A
    message fills it by what a criterion counts (``criterion``), by a number of things (``counts``) of one ``measure``
    near one of the words ``beside``, or by one of ``words`` near those; else the level of ``criterion`` does
    (``levels``). ``is_example``: the default stands in for a figure that only the visitor has.
    """

    id: InputId
    label: str
    unit: str
    told: str
    default: float
    because: str
    low: float
    high: float
    sources: tuple[str, ...] = ()
    hint: str = ""
    is_example: bool = False
    criterion: str | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    measure: Measure = "count"
    counts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    words: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price with its source. ``value`` None: no checked price is known, and ``ask`` says what to ask for.

    ``up_to``: inputs beyond whose value the price is only a lower limit. A visitor may put in a price of their own; it
    is read like an input (``beside``) and must not be above ``high``.
    """

    id: PriceId
    label: str
    unit: str
    value: float | None
    source: str
    conditions: str
    as_of: str = ""
    ask: str = ""
    hint: str = ""
    high: float = 1_000_000
    up_to: Mapping[InputId, float] = field(default_factory=dict)
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One item of an option's bill; ``amount`` is an expression (``bot.cost.expression``) over inputs and prices."""

    text: str
    due: Due
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostModel:
    """How to calculate what each option costs: every amount in ``currency``, every running amount a ``month``.

    ``volume`` is the input that a break-even is given in; ``leaves_out`` says what no line covers.
    """

    currency: str
    sign: str
    volume: InputId
    leaves_out: str
    inputs: tuple[CostInput, ...]
    prices: tuple[Price, ...]
    options: Mapping[str, tuple[CostLine, ...]]
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def terms(self) -> tuple[CostInput | Price, ...]:
        """Everything that a formula may name and a visitor may fill in."""
        return (*self.inputs, *self.prices)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of all inputs and prices."""
        return tuple(each.id for each in self.terms)

    def lines(self) -> Iterator[tuple[str, int, CostLine]]:
        """Every line with its option and its place."""
        for option, lines in self.options.items():
            for place, line in enumerate(lines):
                yield option, place, line

    def input(self, name: InputId) -> CostInput | None:
        return next((each for each in self.inputs if each.id == name), None)

    def price(self, name: PriceId) -> Price | None:
        return next((each for each in self.prices if each.id == name), None)

    def label(self, name: str) -> str:
        """How an input or a price is called."""
        return next(each.label for each in self.terms if each.id == name)

    def range(self, name: str) -> tuple[float, float]:
        """The values that an input or a price may take.

        Raises:
            KeyError: there is neither of that name.
        """
        for each in self.inputs:
            if each.id == name:
                return each.low, each.high
        for price in self.prices:
            if price.id == name:
                return 0.0, price.high
        raise KeyError(name)
