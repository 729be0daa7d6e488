"""The HTTP contract: the shapes of requests and responses, as OpenAPI shows them."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _is_text(text: str) -> str:
    """JSON may escape half a character, which no database or browser takes."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("the text has half a character in it (a lone surrogate); remove it")
    return text


Weight = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Text = Annotated[str, Field(strict=True), AfterValidator(_is_text)]


class Contract(BaseModel):
    """Frozen; a field that is not in the contract is an error, so that a typing mistake is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ChatRequest(Contract):
    """One message. Without ``conversation_id`` a new conversation starts."""

    message: Text = Field(description="What the visitor says, in plain text.")
    conversation_id: Text | None = Field(None, description="The conversation to continue; null starts a new one.")
    comparison: Text | None = Field(None, description="The comparison to talk about; null means the usual one.")


class FeedbackRequest(Contract):
    """What a visitor thinks of one reply."""

    conversation_id: Text
    turn: int = Field(ge=1)
    rating: Literal["up", "down"]
    comment: Text = Field("", max_length=2000)


class DecideRequest(Contract):
    """Answers in, verdict out. Nothing is stored."""

    comparison: Text | None = None
    answers: dict[Text, Text] = Field(default_factory=dict, description="Criterion to answer level.")
    weights: dict[Text, Weight] = Field(default_factory=dict, description="Own weights, 0 to 10, per criterion.")


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
    value: float
    contributions: dict[str, float]


class FlipBody(Contract):
    """One answer that would turn the verdict."""

    criterion: str
    level: str
    to: str


class RecommendationBody(Contract):
    """The verdict as it stands."""

    option: str
    status: Literal["leaning", "settled"]
    flips: tuple[FlipBody, ...]


class DecisionBody(Contract):
    """The verdict for a set of answers."""

    comparison: str
    ranking: tuple[ShareBody, ...]
    recommendation: RecommendationBody | None
    cannot_flip: bool


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
    weight: float
    ratings: dict[str, float]


class RowBody(Contract):
    """A criterion of the table."""

    criterion: str
    name: str
    question: str
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
