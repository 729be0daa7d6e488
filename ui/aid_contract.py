"""The HTTP contract of a decision aid: a comparison with its arguments, its evidence and who stands behind it."""

from pydantic import Field

from ui.contract import Contract


class StatementBody(Contract):
    """One sentence and what it rests on."""

    text: str
    sources: tuple[str, ...] = Field(description="Ids in `sources`. Editorial: none, or one of the kind `editorial`.")


Statements = tuple[StatementBody, ...]


class PilotBody(Contract):
    """How to try an option."""

    measures: Statements
    passes: Statements = Field(description="The next step if it passes.")
    fails: Statements = Field(description="The next step if it fails.")
    misleads: Statements = Field(description="How it can mislead.")


class ArguedOptionBody(Contract):
    """What speaks for and against an option, and what it is like."""

    id: str
    name: str
    summary: Statements
    advantages: tuple[Statements, ...]
    drawbacks: tuple[Statements, ...]
    living: Statements = Field(description="What it is like in the first month and in the first year.")
    pilot: PilotBody | None


class SourceBody(Contract):
    """A source of a statement."""

    title: str
    authors: str
    year: int | None
    kind: str
    url: str | None
    passage: str = Field(description="What it says, in our words.")
    conditions: str = Field(description="For what it holds.")
    checked: str
    time_sensitive: bool = Field(description="It will be out of date soon.")


class OfferBody(Contract):
    """What the site sells, said openly."""

    text: str
    disclosure: str


class DecisionAidBody(Contract):
    """A comparison as a decision aid. Every statement names its sources; all other text is editorial."""

    id: str
    title: str
    decision: str
    version: str
    reviewed: str
    review_by: str | None = Field(description="The month after which the content is due for review.")
    is_review_due: bool = Field(description="That month has passed. Show it.")
    update_policy: str
    authors: str
    funding: str
    offer: OfferBody
    evidence: str = Field(description="How the evidence was selected.")
    options: tuple[ArguedOptionBody, ...]
    sources: dict[str, SourceBody] = Field(description="The sources of these statements, by id.")
