"""What the two sides tell and ask each other: facts, questions, and the moves that a reply is planned from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.comparison import CriterionId, LevelId, OptionId, Section

ReplyAct = Literal["answer", "ask", "recommend", "clarify", "decline", "smalltalk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something the visitor said about their situation."""

    criterion: CriterionId
    level: LevelId
    said: str
    turn: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A tappable answer."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question to the visitor. ``refines`` names the vague level it sharpens, if any."""

    criterion: CriterionId
    text: str
    choices: tuple[Choice, ...]
    refines: LevelId | None = None

    @property
    def key(self) -> str:
        return f"{self.criterion}/{self.refines}" if self.refines else self.criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Inform:
    """Deliver a section of a card. ``lead`` names a phrase that opens it.

    Not ``is_literal``: the question was put in other words than the card knows, so that its opening "Yes," or
    "No," could answer the opposite; it is left out. ``also`` are sentences of other cards' answers (card, place)
    that belong to the question too.
    """

    card: str
    section: Section = "Answer"
    option: OptionId | None = None
    lead: str = ""
    is_literal: bool = True
    also: tuple[tuple[str, int], ...] = ()
    criterion: CriterionId | None = None  # that the question named, where the card belongs to none


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Take up what the visitor said: new facts, and earlier ones that these replace."""

    new: tuple[Fact, ...] = ()
    changed: tuple[tuple[Fact, Fact], ...] = ()
    retracted: tuple[CriterionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommend:
    """State the verdict: as it leans, in full, or once more in short."""

    form: Literal["lean", "full", "again", "guess"]
    confirms: bool | None = None


Account = Literal[
    "reasons", "against", "sure", "flips", "effect", "what_if", "as_known", "question", "recap", "sources", "ranking"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """Account for the verdict or for a question."""

    what: Account
    option: OptionId | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A phrase of the house: courtesy, limits, refusals."""

    phrase: str
    act: ReplyAct
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question to the visitor."""

    question: "Question"
    lead: str = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refer:
    """A short answer from a card of another comparison, and the offer to go there."""

    comparison: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrive:
    """Take the visitor to this comparison, with the facts that hold here too."""

    kept: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckon:
    """Calculate what options cost with the visitor's numbers; no ``options``: all of them.

    ``refused`` are numbers that no input takes, ``budget`` is the sum a month that the visitor names; ``is_foreign``:
    they speak of another currency.
    """

    what: Literal["sums", "short", "year", "lines", "break_even", "assumptions"]
    options: tuple[OptionId, ...] = ()
    refused: Mapping[str, float] = field(default_factory=dict)
    budget: float | None = None
    is_foreign: bool = False


Move: TypeAlias = Inform | Note | Recommend | Explain | Say | Ask | Refer | Arrive | Reckon
Decision: TypeAlias = tuple[Move, ...]
