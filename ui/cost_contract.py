"""The HTTP contract of the cost calculation."""

from typing import Annotated, Literal

from pydantic import Field

from ui.contract import Contract, Text

Amount = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]


class EstimateRequest(Contract):
    """The visitor's numbers in, costs out. Nothing is stored."""

    comparison: Text | None = Field(None, description="The comparison to calculate for; null means the usual one.")
    inputs: dict[str, Amount] = Field(
        default_factory=dict,
        description="Inputs and prices by their id; what is left out is assumed as the content says. A price may be"
        " replaced by your own.",
    )
    answers: dict[str, str] = Field(
        default_factory=dict,
        description="Criterion to answer level; an answer can stand for an input that is left out.",
    )


class CostSourceBody(Contract):
    """Where a price or the reason of an assumption is from."""

    id: str
    title: str
    url: str | None


class FigureBody(Contract):
    """An input or a price: what it is, its value, and where the value is from."""

    id: str
    label: str
    unit: str
    value: float | None = Field(description="null: a price that is not known.")
    origin: Literal["said", "answer", "assumed", "example", "price", "unknown"] = Field(
        description="said: in the request; answer: follows from an answer; assumed: our assumption; example: stands in"
        " for a figure that only you have; price: from its source; unknown: no checked price is known."
    )
    low: float
    high: float
    because: str = Field(description="Why it is assumed, or for what a price holds and since when.")
    hint: str
    sources: tuple[CostSourceBody, ...]


class LineBody(Contract):
    """One item of a bill."""

    text: str
    due: Literal["month", "once"]
    amount: float | None = Field(description="null: a price in it is not known.")
    formula: str = Field(description="Arithmetic over the ids of figures.")


class OptionCostBody(Contract):
    """What an option costs, in the currency."""

    option: str
    name: str
    monthly: float
    once: float
    first_year: float = Field(description="Once, and twelve months.")
    is_at_least: bool = Field(description="A price is unknown or holds for smaller cases only: lower limits.")
    missing: tuple[str, ...] = Field(description="The prices, by id, because of which the sums are lower limits.")
    lines: tuple[LineBody, ...]
    note: str


class BreakEvenBody(Contract):
    """Two options compared by what they cost a month."""

    first: str
    second: str
    cheaper: str = Field(description="The cheaper one now, as far as prices are known.")
    at: int | None = Field(description="The volume from which the order turns; null: it never does, or is not known.")
    above: str = Field(description="The cheaper one from there on.")
    unknown: tuple[str, ...] = Field(description="Prices that only one of them pays and nobody knows.")
    parity: float | None = Field(description="The unknown price at which both cost the same now.")
    text: str


class EstimateBody(Contract):
    """What every option costs, with every number that went in."""

    comparison: str
    currency: str
    sign: str
    volume: str = Field(description="The input that break_even.at is given in.")
    figures: tuple[FigureBody, ...]
    options: tuple[OptionCostBody, ...]
    break_even: tuple[BreakEvenBody, ...]
    leaves_out: str
