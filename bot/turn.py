"""Knowledge in motion: the values that one turn of a conversation is made of.

``Message`` > ``Understanding`` > ``Evidence`` > ``State`` > ``Decision`` > ``Answer``,
together a ``Turn``: what is stored, streamed, evaluated and explained.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.comparison import Aspect, CriterionId, LevelId, OptionId, SourceId
from bot.dialogue import Decision, Fact, Question, ReplyAct

Act: TypeAlias = str  # a dialogue act named in bot/understand/acts.yaml
FocusKind = Literal["none", "card", "verdict", "question", "cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """The topic in focus: what "it", "why?" and "the other one" refer to."""

    kind: FocusKind = "none"
    card: str | None = None
    criterion: CriterionId | None = None
    option: OptionId | None = None
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One sentence of a message with its dialogue act and what it names."""

    text: str
    act: Act
    confidence: float
    options: tuple[OptionId, ...] = ()
    criteria: tuple[CriterionId, ...] = ()
    is_question: bool = False
    is_elliptical: bool = False
    familiar: float = 1.0  # share of its content words that the cards use
    stance: Literal["for", "against", "none"] = "none"  # whether it asks for what speaks for or against something
    wants_example: bool = False
    wants_short: bool = False
    tells: float = 0.0  # how much speaks for its telling of the visitor's own case, in log-odds


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a message means in its conversation."""

    utterances: tuple[Utterance, ...]
    facts: tuple[Fact, ...] = ()
    supposed: tuple[Fact, ...] = ()
    retracted: tuple[CriterionId, ...] = ()
    voided: tuple[CriterionId, ...] = ()
    unsure: CriterionId | None = None
    rejects: bool = False  # the last answer, as one to another question
    language: str = "en"
    figures: Mapping[str, float] = field(default_factory=dict)  # inputs of the cost model, in range
    refused: Mapping[str, float] = field(default_factory=dict)  # and out of range

    def has(self, *acts: Act) -> bool:
        return any(utterance.act in acts for utterance in self.utterances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A card that may answer, with the evidence for it (about 0 to 1.2), the likeness of its nearest question (0 to 1)
    and, after another card was told, the chance that it is the one asked for."""

    card: str
    score: float
    similarity: float
    chance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What retrieval found for the question as resolved."""

    query: str = ""
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """An option's standing: probability of being best, value (0 to 1) and where the value is from."""

    option: OptionId
    share: float
    value: float
    contributions: Mapping[CriterionId, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A smallest change of answers that turns the verdict to another option."""

    changes: tuple[tuple[CriterionId, LevelId], ...]
    to: OptionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The decision as it stands."""

    ranking: tuple[Share, ...]
    status: Literal["open", "leaning", "settled"]
    cannot_flip: bool = False
    flips: tuple[Flip, ...] = ()

    @property
    def best(self) -> Share:
        return self.ranking[0]

    @property
    def runner_up(self) -> Share:
        return self.ranking[1]

    def of(self, option: OptionId) -> Share:
        return next(share for share in self.ranking if share.option == option)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that a conversation remembers between turns.

    ``elsewhere`` are facts that only matter to another comparison; ``offered`` is where a switch was offered to
    ("comparison/card"). ``figures`` are the visitor's numbers for the cost model, by input, and ``quoted`` those of the
    last calculation. ``former`` is the topic before the one in focus.
    """

    turn: int = 0
    facts: tuple[Fact, ...] = ()
    focus: Focus = Focus()
    asked: tuple[str, ...] = ()
    pending: Question | None = None
    told: tuple[str, ...] = ()
    weights: Mapping[CriterionId, float] = field(default_factory=dict)
    shares: Mapping[OptionId, float] = field(default_factory=dict)
    before: Mapping[OptionId, float] = field(default_factory=dict)
    verdict: OptionId | None = None
    last_sources: tuple[SourceId, ...] = ()
    said: tuple[str, ...] = ()
    elsewhere: tuple[Fact, ...] = ()
    offered: str = ""
    about: str = ""
    former: Focus = Focus()
    quoted: tuple[float, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)

    def fact(self, criterion: CriterionId) -> Fact | None:
        return next((fact for fact in self.facts if fact.criterion == criterion), None)

    @property
    def levels(self) -> dict[CriterionId, LevelId]:
        return {fact.criterion: fact.level for fact in self.facts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered source of a reply."""

    marker: int
    source_id: SourceId
    title: str
    url: str | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the visitor gets back."""

    acts: tuple[ReplyAct, ...]
    reply: str
    citations: tuple[Citation, ...] = ()
    question: Question | None = None
    suggestions: tuple[str, ...] = ()
    voice: Literal["grounded", "model"] = "grounded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One exchange, complete: stored, streamed and shown in the same shape everywhere."""

    comparison: str
    message: str
    understanding: Understanding
    evidence: Evidence
    standing: Standing
    decision: Decision
    state: State
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A turn with its place: ``number`` counts from 1 in its conversation."""

    conversation_id: str
    number: int
    turn: Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A whole conversation as stored; ``comparison`` is what it is about now, ``started_with`` what it began with.
    ``unanswered`` is a message that was stored but got no reply (a crash)."""

    id: str
    comparison: str
    exchanges: tuple[Exchange, ...] = ()
    unanswered: str | None = None

    @property
    def started_with(self) -> str:
        return self.exchanges[0].turn.comparison if self.exchanges else self.comparison

    @property
    def state(self) -> State:
        return self.exchanges[-1].turn.state if self.exchanges else State()
