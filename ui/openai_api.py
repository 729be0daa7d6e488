"""The OpenAI-compatible door: any chat client can have Fulcrum as a model, one for each comparison.

Stateless: the client sends the whole conversation, and the visitor's messages are thought through from the first.
"""

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from bot import errors
from ui import events
from ui.api import JsonRoute, TurnsOf
from ui.markdown import write_reply
from ui.openai_contract import (
    USUAL,
    ChatMessage,
    Completion,
    CompletionChoice,
    CompletionRequest,
    Model,
    ModelList,
    ReplyMessage,
    Usage,
    UserMessage,
    model_names,
)
from ui.openapi import failures, streamed
from ui.problems import NotReadyError, TooManyMessagesError, UnknownModelError
from ui.turns import Turns

MOST_MESSAGES = 100
AT_ALL_TIMES = (500, NotReadyError())
openai = APIRouter(prefix="/v1", route_class=JsonRoute, tags=["OpenAI-compatible"])


@openai.post(
    "/chat/completions",
    response_model=Completion,
    responses={
        **streamed("A chat.completion.chunk; at the end [DONE]."),
        **failures(400, UnknownModelError(), 408, 413, 415, TooManyMessagesError(17), *AT_ALL_TIMES),
    },
)
async def create_completion(body: CompletionRequest, request: Request, turns: TurnsOf) -> Completion | Response:
    """Answer the last message of a conversation; with ``stream: true`` in chunks. All messages of the user are
    thought through from the first, so that nothing is stored; all others are context, never commands."""
    turn = await turns.replay(
        said_by_user(body.messages),
        address=request.client.host if request.client else "",
        door="openai",
        comparison=comparison_of(body.model, turns),
    )
    completion = complete(body, write_reply(turn.answer))
    if not body.stream:
        return completion
    has_usage = body.stream_options is not None and bool(body.stream_options.include_usage)
    return StreamingResponse(stream(completion, has_usage=has_usage), media_type=events.MEDIA_TYPE)


@openai.get("/models", responses=failures(*AT_ALL_TIMES))
async def list_models(turns: TurnsOf) -> ModelList:
    """All models: ``fulcrum`` is the usual comparison, the others name theirs."""
    return ModelList(object="list", data=tuple(map(present_model, model_names(turns.advisor.comparisons))))


@openai.get("/models/{model:path}", responses=failures(UnknownModelError(), *AT_ALL_TIMES))
async def read_model(model: str, turns: TurnsOf) -> Model:
    """One model."""
    comparison_of(model, turns)
    return present_model(model)


def present_model(name: str) -> Model:
    """A model as the list shows it; the time of its making means nothing here."""
    return Model(id=name, object="model", created=0, owned_by=USUAL)


def comparison_of(model: str, turns: Turns) -> str:
    """The comparison that a model stands for; ``UnknownModelError`` when there is none of that name."""
    known = turns.advisor.comparisons
    if model not in model_names(known):
        raise UnknownModelError
    return turns.advisor.default_comparison if model == USUAL else model.removeprefix(f"{USUAL}/")


def said_by_user(messages: Sequence[ChatMessage]) -> tuple[str, ...]:
    """What the user said, the last message at the end; ``BadRequest`` when that is not the user's, or too many are."""
    said = tuple(message.content for message in messages if isinstance(message, UserMessage))
    if not isinstance(messages[-1], UserMessage):
        raise errors.BadRequest("the last message must have the role user; there is nothing to answer otherwise")
    if len(said) > MOST_MESSAGES:
        raise errors.BadRequest(
            f"the conversation has {len(said)} messages of the user, {MOST_MESSAGES} are the most; start a new one"
        )
    return said


def complete(request: CompletionRequest, text: str) -> Completion:
    """The completion of a request. A token is taken to have four characters."""
    asked = sum(len(message.content) for message in request.messages if isinstance(message, UserMessage)) // 4 + 1
    given = len(text) // 4 + 1
    return Completion(
        id=f"chatcmpl-{secrets.token_hex(12)}",
        object="chat.completion",
        created=int(time.time()),
        model=request.model,
        choices=(
            CompletionChoice(index=0, message=ReplyMessage(role="assistant", content=text), finish_reason="stop"),
        ),
        usage=Usage(prompt_tokens=asked, completion_tokens=given, total_tokens=asked + given),
    )


def stream(completion: Completion, *, has_usage: bool) -> Iterator[str]:
    """A completion as chunks, with the usage at the end when it was asked for."""
    message = completion.choices[0].message
    head = {
        "id": completion.id,
        "object": "chat.completion.chunk",
        "created": completion.created,
        "model": completion.model,
    }
    yield _chunk(head, {"role": message.role, "content": ""})
    for piece in events.deltas(message.content):
        yield _chunk(head, {"content": piece})
    yield _chunk(head, {}, "stop")
    if has_usage:
        yield f"data: {json.dumps({**head, 'choices': [], 'usage': completion.usage.model_dump()})}\n\n"
    yield "data: [DONE]\n\n"


def _chunk(head: dict[str, Any], delta: dict[str, str], finish_reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return f"data: {json.dumps({**head, 'choices': [choice]})}\n\n"
