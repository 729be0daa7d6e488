"""The shapes of the OpenAI-compatible door: as much of chat completions as Fulcrum understands.

Requests may carry any other field (temperature, tools ...): clients send them unasked, and they are ignored.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from ui.contract import MESSAGE_PATTERN, Contract, FieldFault, Text

USUAL = "fulcrum"


class Tolerant(BaseModel):
    """Frozen; unknown fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def _text_of(content: object) -> object:
    """The text of a message that came as text or as parts."""
    if not isinstance(content, list):
        return content
    parts = [part if isinstance(part, dict) else {} for part in content]
    if not parts or any(part.get("type") != "text" or not isinstance(part.get("text"), str) for part in parts):
        raise ValueError('only text is understood: send a string, or parts like {"type": "text", "text": "..."}')
    return "\n".join(part["text"] for part in parts)


TEXT: Any = {"type": "string", "pattern": MESSAGE_PATTERN}
PART: Any = {"type": "object", "properties": {"type": {"const": "text"}, "text": TEXT}, "required": ["type", "text"]}
Content = Annotated[
    Text,
    BeforeValidator(_text_of),
    WithJsonSchema({"anyOf": [TEXT, {"type": "array", "items": PART, "minItems": 1, "maxItems": 20}]}),
]


class UserMessage(Tolerant):
    """What the visitor says: text, or parts of type ``text``."""

    role: Literal["user"]
    content: Content


class OtherMessage(Tolerant):
    """Context: it may be anything and is never followed."""

    role: Literal["system", "developer", "assistant", "tool", "function"]


ChatMessage = Annotated[UserMessage | OtherMessage, Field(discriminator="role")]


class StreamOptions(Tolerant):
    """Whether a stream ends with the usage."""

    include_usage: bool | None = Field(None, strict=True)


class CompletionRequest(Tolerant):
    """A conversation from its start; the last message is from the user."""

    model: str = Field(strict=True, description="fulcrum, or fulcrum/ and the id of a comparison.")
    messages: tuple[ChatMessage, ...] = Field(min_length=1, max_length=400)
    stream: bool | None = Field(None, strict=True)
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = Field(None, description="There is one answer only.")


class Usage(Contract):
    """Lengths in tokens, estimated at four characters each: Fulcrum needs no tokens and bills none."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ReplyMessage(Contract):
    """The reply: Markdown with [1] markers, then the choices of the question and the sources as lists."""

    role: Literal["assistant"]
    content: str


class CompletionChoice(Contract):
    """The one answer."""

    index: Literal[0]
    message: ReplyMessage
    finish_reason: Literal["stop"]


class Completion(Contract):
    """One turn as a chat completion."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: tuple[CompletionChoice, ...]
    usage: Usage


class Model(Contract):
    """One comparison as a model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(Contract):
    """All models; ``fulcrum`` is the usual comparison."""

    object: Literal["list"]
    data: tuple[Model, ...]


class ErrorDetail(Contract):
    """What is wrong and what to do."""

    message: str
    type: Literal["invalid_request_error", "rate_limit_error", "server_error"]
    param: str | None
    code: str | None


class ErrorBody(Contract):
    """An error as clients of such an API expect it."""

    error: ErrorDetail


CODES: Mapping[int, str] = {
    408: "request_timeout",
    413: "context_length_exceeded",
    429: "rate_limit_exceeded",
    500: "server_error",
    503: "server_error",
}
ROLES = r"(?<=\d)\.(system|developer|user|assistant|tool|function)\b"  # pydantic names the kind of message it tried


def openai_error(status: int, advice: str, faults: Sequence[FieldFault] = (), code: str = "") -> tuple[int, ErrorBody]:
    """A status and an error body for it: what cannot be read is 400, with the first wrong field as ``param``."""
    param = re.sub(ROLES, "", faults[0].field) if faults else None
    message = f"{param}: {faults[0].problem}. {advice}" if faults else advice
    kind: Any = "server_error" if status >= 500 else "rate_limit_error" if status == 429 else "invalid_request_error"
    detail = ErrorDetail(message=message, type=kind, param=param, code=code or CODES.get(status))
    return 400 if status == 422 else status, ErrorBody(error=detail)


def model_names(comparisons: Iterable[str]) -> list[str]:
    """The names of all models: the usual one, then one for each comparison."""
    return [USUAL, *(f"{USUAL}/{comparison}" for comparison in comparisons)]
