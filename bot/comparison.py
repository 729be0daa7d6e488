"""Knowledge at rest: what a comparison folder says, as frozen values.

Nothing here reads files (see ``bot.content``) or decides anything (see ``bot.rank``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from bot.cost.model import CostModel

OptionId: TypeAlias = str
CriterionId: TypeAlias = str
LevelId: TypeAlias = str
SourceId: TypeAlias = str

SourceKind = Literal["official", "paper", "secondary", "community", "page", "editorial"]
Aspect = Literal[
    "definition", "overview", "compare", "why", "how", "amount", "limits", "advantages",
    "drawbacks", "when", "page", "choice", "example",
]  # fmt: skip
Section = Literal["Answer", "Plainly", "Why", "Example", "More"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement comes from, and the passage that supports it (in our words)."""

    id: SourceId
    title: str
    authors: str
    kind: SourceKind
    passage: str
    year: int | None = None
    url: str | None = None
    conditions: str = ""
    checked: str = ""
    time_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One sentence of fact with the sources that carry it; it cannot exist without one."""

    text: str
    sources: tuple[SourceId, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"claim without a source: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence that states no fact about the subject (a link, a question, a courtesy)."""

    text: str


Sentence: TypeAlias = Claim | Remark
Passage: TypeAlias = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pilot:
    """How to try an option: what that measures, what comes next if it passes or fails, how it can mislead."""

    measures: Passage
    passes: Passage
    fails: Passage
    misleads: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the things to choose from; ``living`` says what the first month and the first year with it are like."""

    id: OptionId
    name: str
    aliases: tuple[str, ...]
    summary: Passage
    best_case: Passage
    weakness: Passage
    next_step: Passage
    advantages: tuple[Passage, ...] = ()
    drawbacks: tuple[Passage, ...] = ()
    living: Passage = ()
    pilot: Pilot | None = None
    counterpart: OptionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One answer to a criterion's question, and what it does to the decision.

    ``weight`` is how much the criterion matters at this level (0 = not at all, 10 = decisive) and
    ``ratings`` how well each option does then (0 to 1). A *vague* level stands for several sharper
    ones (``stands_for``: probabilities) and has a follow-up ``question`` of its own, with the levels
    that a bare yes or no to it means (``answers``). ``says`` lists the bare answers to the criterion's question
    that mean this level. ``voids``: criteria about which nothing said earlier holds any more once the answer
    changes to this level (with nothing left to look up, it no longer matters how often that changed). ``moot``:
    criteria that need not be asked about at this level. ``hints``: how many times likelier it makes the levels of
    other criteria that are not known yet (whoever must cite sources hardly has nothing to look up).
    """

    id: LevelId
    label: str
    noted: str
    weight: float
    ratings: Mapping[OptionId, float]
    prior: float
    reason: Passage = ()
    rules_out: tuple[OptionId, ...] = ()
    voids: tuple[CriterionId, ...] = ()
    moot: tuple[CriterionId, ...] = ()
    hints: Mapping[CriterionId, Mapping[LevelId, float]] = field(default_factory=dict)
    is_choice: bool = True
    at_least: float | None = None
    below: float | None = None
    says: tuple[str, ...] = ()
    stands_for: Mapping[LevelId, float] = field(default_factory=dict)
    question: str = ""
    answers: Mapping[str, LevelId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """What the comparison page says about a criterion; ``winner`` is our reading of a blank cell.

    An empty ``winner`` means a tie, or that the cells do not tell.
    """

    cells: Mapping[OptionId, str]
    winner: OptionId
    source: SourceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """Something the decision depends on. With a single level it is always on and never asked.

    ``counted``: things whose number tells the level, with their size in ``unit`` (a manual is some 50 pages).
    ``lasts``: whether an answer holds for the visitor whatever the project is (who is on the team).
    """

    id: CriterionId
    name: str
    aliases: tuple[str, ...]
    question: str
    why: Passage
    levels: tuple[Level, ...]
    origin: Literal["page", "ours"]
    page: PageRow | None = None
    unit: str = ""
    counted: Mapping[str, float] = field(default_factory=dict)
    lasts: bool = False

    @property
    def is_asked(self) -> bool:
        return len(self.levels) > 1

    def level(self, level_id: LevelId) -> Level:
        """The level of that name; KeyError when there is none."""
        for level in self.levels:
            if level.id == level_id:
                return level
        raise KeyError(level_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Short messages that people send after an answer, and the section of a card that answers them."""

    card: str
    section: Section
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A short answer in our words, the ways in which people ask for it, and its place.

    ``also_asked`` are further ways of asking, good for finding it and not for showing; ``follow_ups`` are what people
    say next.
    """

    id: str
    topic: str
    about: str
    aspect: Aspect
    asks: tuple[str, ...]
    sections: Mapping[Section, Passage]
    criterion: CriterionId | None = None
    see: tuple[str, ...] = ()
    also_asked: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def answer(self) -> Passage:
        return self.sections["Answer"]

    @property
    def questions(self) -> tuple[str, ...]:
        """All questions that it is known to answer."""
        return (*self.asks, *self.also_asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the page's owner sells, said openly."""

    text: str
    disclosure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A neighbouring comparison; ``id`` is its folder, if there is one."""

    title: str
    about: str
    id: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """A whole comparison folder, validated. Compared by identity.

    ``evidence`` says how the sources were selected; after the month ``review_by`` the content is due for review;
    ``builds_on`` is the comparison whose sources, statements and shared criteria it takes over; ``cost`` is how to
    calculate what each option costs.
    """

    id: str
    title: str
    subject: str
    decision: str
    version: str
    reviewed: str
    update_policy: str
    authors: str
    funding: str
    settled_at: float
    fallback: OptionId
    options: tuple[Option, ...]
    criteria: tuple[Criterion, ...]
    cards: tuple[Card, ...]
    sources: Mapping[SourceId, Source]
    totals: Mapping[OptionId, str]
    default_reason: Passage
    offer: Offer
    related: tuple[Related, ...]
    situations: Mapping[CriterionId, Mapping[LevelId, tuple[str, ...]]]
    unrelated: tuple[str, ...]
    digest: str
    evidence: str = ""
    review_by: str = ""
    builds_on: str = ""
    cost: CostModel | None = None

    def is_due(self, today: date) -> bool:
        """Whether the month by which it was to be reviewed has passed; never without such a month."""
        return bool(self.review_by) and self.review_by < f"{today:%Y-%m}"

    @property
    def is_draft(self) -> bool:
        """Whether its version says that nobody has finished it."""
        return "draft" in self.version.lower()

    @cached_property
    def option_by_id(self) -> Mapping[OptionId, Option]:
        return {option.id: option for option in self.options}

    @cached_property
    def criterion_by_id(self) -> Mapping[CriterionId, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def card_by_id(self) -> Mapping[str, Card]:
        return {card.id: card for card in self.cards}

    @cached_property
    def asked_criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.is_asked)
