"""The HTTP contract: the shapes of requests and responses, as OpenAPI shows them."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot import CONTROL, VISIBLE

PRINTABLE = CONTROL.replace("[", "[^", 1)


def _is_text(text: str) -> str:
    """JSON may escape half a character or a control character, which no database or browser takes."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("the text has half a character in it (a lone surrogate); remove it")
    if re.search(CONTROL, text):
        raise ValueError("the text has a control character in it; remove it (tabs and line breaks are fine)")
    return text


def text_like(pattern: str) -> Any:
    """A field for text that says in the schema which text it takes; what is refused is said in plain words."""
    return Field(strict=True, json_schema_extra={"pattern": pattern})


def _is_number(value: object) -> object:
    """JSON's 2.0 is a whole number too; a text or a truth value is none."""
    if isinstance(value, str | bool):
        raise ValueError("write a number, without quotes")
    return value


Count = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_is_number)]
Weight = Annotated[float, Field(strict=True, ge=0, le=10, allow_inf_nan=False)]
Text = Annotated[str, text_like(f"^{PRINTABLE}*$"), AfterValidator(_is_text)]
MESSAGE_PATTERN = f"^{PRINTABLE}*{VISIBLE}{PRINTABLE}*$"
MessageText = Annotated[str, text_like(MESSAGE_PATTERN), AfterValidator(_is_text)]


class Contract(BaseModel):
    """Frozen; a field that is not in the contract is an error, so that a typing mistake is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ChatRequest(Contract):
    """One message. Without ``conversation_id`` a new conversation starts."""

    message: MessageText = Field(description="What the visitor says, in plain text.")
    conversation_id: Text | None = Field(None, description="The conversation to continue; null starts a new one.")
    comparison: Text | None = Field(None, description="The comparison to talk about; null means the usual one.")


class FeedbackRequest(Contract):
    """What a visitor thinks of one reply."""

    conversation_id: Text
    turn: Count = Field(description="The number of the turn, from 1.")
    rating: Literal["up", "down"]
    comment: Text = Field("", max_length=2000)


class DecideRequest(Contract):
    """Answers in, verdict out. Nothing is stored."""

    comparison: Text | None = Field(None, description="The comparison to decide; null means the usual one.")
    answers: dict[str, str] = Field(
        default_factory=dict, description="Criterion to answer level; what is left out is open."
    )
    weights: dict[str, Weight] = Field(default_factory=dict, description="Own weights, 0 to 10, per criterion.")


class CitationBody(Contract):
    """A numbered source of a reply."""

    marker: int
    source_id: str
    title: str
    url: str | None
    quote: str


class ChoiceBody(Contract):
    """A tappable answer."""

    id: str
    label: str


class QuestionBody(Contract):
    """The one question of a turn."""

    criterion: str
    text: str
    choices: tuple[ChoiceBody, ...]


class NeedBody(Contract):
    """What was understood about one criterion."""

    level: str
    label: str
    said: str
    turn: int


class ShareBody(Contract):
    """An option's standing."""

    option: str
    name: str
    share: float = Field(description="Probability of being the best option, 0 to 1.")
    value: float = Field(description="Expected score, 0 to 1.")
    contributions: dict[str, float] = Field(description="What each criterion adds to the value.")


class FlipBody(Contract):
    """One answer that would turn the verdict."""

    criterion: str
    level: str
    to: str


class RecommendationBody(Contract):
    """The verdict as it stands."""

    option: str
    status: Literal["leaning", "settled"]
    flips: tuple[FlipBody, ...] = Field(description="Single answers that would turn the verdict.")


class DecisionBody(Contract):
    """The verdict for a set of answers."""

    comparison: str
    ranking: tuple[ShareBody, ...]
    recommendation: RecommendationBody | None
    cannot_flip: bool = Field(description="No combination of open answers can overturn the verdict.")


class ReplyBody(Contract):
    """One turn, complete."""

    conversation_id: str
    turn: int
    acts: tuple[Literal["answer", "ask", "recommend", "clarify", "decline", "smalltalk"], ...]
    reply: str = Field(description="Markdown with [1] markers.")
    citations: tuple[CitationBody, ...]
    question: QuestionBody | None
    needs: dict[str, NeedBody]
    ranking: tuple[ShareBody, ...]
    recommendation: RecommendationBody | None
    suggestions: tuple[str, ...]
    voice: Literal["grounded", "model"]


class StoredTurnBody(ReplyBody):
    """A turn with the message that it answers."""

    message: str


class ConversationBody(Contract):
    """A whole conversation. ``unanswered`` is a message that was kept but got no reply."""

    conversation_id: str
    comparison: str
    turns: tuple[StoredTurnBody, ...]
    unanswered: str | None


class OptionBody(Contract):
    """One of the things to choose from."""

    id: str
    name: str


class ComparisonBody(Contract):
    """A comparison in the list."""

    id: str
    title: str
    decision: str
    version: str
    reviewed: str
    options: tuple[OptionBody, ...]
    is_default: bool


class PageRowBody(Contract):
    """What the page says about a criterion; ``winner`` is a reading of a blank cell."""

    cells: dict[str, str]
    winner: str
    source: str


class LevelBody(Contract):
    """One possible answer and what it does."""

    id: str
    label: str
    weight: float = Field(description="How much the criterion matters at this answer, 0 to 10.")
    ratings: dict[str, float] = Field(description="How well each option does then, 0 to 1.")
    rules_out: tuple[str, ...] = Field(description="Options that are impossible at this answer.")
    prior: float = Field(description="How probable this answer is while the criterion is open.")


class RowBody(Contract):
    """A criterion of the table."""

    criterion: str
    name: str
    question: str
    is_asked: bool = Field(description="False: it always counts in the same way and takes no answer.")
    origin: Literal["page", "ours"]
    page: PageRowBody | None
    levels: tuple[LevelBody, ...]


class TableBody(Contract):
    """The comparison as a table: the page's rows and ours."""

    comparison: str
    title: str
    version: str
    options: tuple[OptionBody, ...]
    totals: dict[str, str]
    rows: tuple[RowBody, ...]


class HealthBody(Contract):
    """The process answers."""

    status: Literal["ok"]


class ReadinessBody(Contract):
    """Whether turns can be answered."""

    status: Literal["ready", "starting"]


class FieldFault(Contract):
    """Where a request is wrong, and how."""

    field: str
    problem: str


class ProblemBody(Contract):
    """RFC 9457 problem details; ``detail`` says what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[FieldFault, ...] = ()
