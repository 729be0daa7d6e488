"""The shapes of the entries in evaluation files, and the case that each one stands for."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.evaluate.cases import Dialogue, Expectation, Visitor, compiled

MAY_GIVE_UP = frozenset({"clarify", "resist"})
GOLDEN_WORDS = 1000  # golden dialogues say themselves what may not stand in a reply


def _is_pattern(pattern: str) -> str:
    try:
        compiled(pattern)
    except re.error as error:
        raise ValueError(f"pattern {pattern!r} is no regular expression ({error})") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_is_pattern)]
Groups = list[list[Pattern]]


def _groups(groups: Groups) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in groups)


class Entry(BaseModel):
    """One case of a file; fields that only explain it (role, why, ref ...) are passed over."""

    id: str


class QuestionEntry(Entry):
    q: str
    must: Groups
    must_not: list[Pattern]
    max_words: int = 220

    def case(self) -> Dialogue:
        expected = Expectation(must=_groups(self.must), must_not=tuple(self.must_not), most_words=self.max_words)
        return Dialogue(id=self.id, kind="questions", turns=((self.q, expected),))


class ChainTurn(BaseModel):
    say: str
    must: Groups = []
    must_not: list[Pattern] = []
    checks: list[Literal["shorter_than_prev", "differs_from_prev"]] = []
    rec: list[str] = []
    max_words: int = 220

    def expectation(self) -> Expectation:
        return Expectation(
            must=_groups(self.must),
            must_not=tuple(self.must_not),
            verdicts=tuple(self.rec),
            most_words=self.max_words,
            must_be_shorter="shorter_than_prev" in self.checks,
        )


class ChainEntry(Entry):
    turns: list[ChainTurn] = Field(min_length=1)

    def case(self) -> Dialogue:
        return Dialogue(id=self.id, kind="chains", turns=tuple((each.say, each.expectation()) for each in self.turns))


class OutOfScopeEntry(Entry):
    say: str
    expect: str
    must: Groups
    must_not: list[Pattern]
    rec_not: list[str] = []

    def case(self) -> Dialogue:
        expected = Expectation(
            must=_groups(self.must),
            must_not=tuple(self.must_not),
            forbidden_verdicts=tuple(self.rec_not),
            may_give_up=self.expect in MAY_GIVE_UP,
        )
        return Dialogue(id=self.id, kind="out_of_scope", turns=((self.say, expected),))


class Revision(BaseModel):
    after_turn: int = Field(ge=1)
    text: str
    replies: dict[str, str] = {}


class VisitorEntry(Entry):
    opener: str
    replies: dict[str, str]
    gold: str
    acceptable: list[str] = Field(min_length=1)
    revision: Revision | None = None

    def case(self) -> Visitor:
        return Visitor(
            id=self.id,
            opener=self.opener,
            replies=self.replies,
            acceptable=tuple(self.acceptable),
            revision=self.revision.text if self.revision else None,
            revision_after=self.revision.after_turn if self.revision else 0,
            revised_replies=self.revision.replies if self.revision else {},
        )


class GoldenTurn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    say: str
    facts: dict[str, str] = {}
    verdict: str | None = None
    acts: list[str] = []
    must: Groups = []
    must_not: list[Pattern] = []
    asks: bool | str | None = None

    def expectation(self) -> Expectation:
        return Expectation(
            must=_groups(self.must),
            must_not=tuple(self.must_not),
            verdicts=(self.verdict.replace("-", "_"),) if self.verdict else (),
            facts=self.facts,
            acts=tuple(self.acts),
            asks=self.asks,
            most_words=GOLDEN_WORDS,
            may_give_up=True,
            may_repeat=True,
        )


class GoldenEntry(Entry):
    model_config = ConfigDict(extra="forbid")

    turns: list[GoldenTurn] = Field(min_length=1)

    def case(self) -> Dialogue:
        turns = tuple((each.say, each.expectation()) for each in self.turns)
        return Dialogue(id=self.id, kind="golden dialogues", turns=turns)
