"""The HTTP door: ``/api/v1``, health and metrics."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from bot import errors
from ui import events
from ui.contract import (
    ChatRequest,
    ComparisonBody,
    ConversationBody,
    DecideRequest,
    DecisionBody,
    FeedbackRequest,
    ProblemBody,
    ReplyBody,
    TableBody,
)
from ui.present import (
    present_comparison,
    present_conversation,
    present_decision,
    present_reply,
    present_table,
)
from ui.turns import Turns

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class JsonRoute(APIRoute):
    """A route that says so (415) when a body is not JSON, before it is read."""

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def handle_json(request: Request) -> Response:
            media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
            if request.method == "POST" and media_type != "application/json":
                raise HTTPException(415)
            return await handle(request)

        return handle_json


def turns_of(request: Request) -> Turns:
    """The turns of the app that serves the request."""
    turns: Turns = request.app.state.turns
    return turns


TurnsOf = Annotated[Turns, Depends(turns_of)]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemBody, "content": {"application/problem+json": {}}}
    for status in (400, 404, 413, 415, 422, 429, 500, 503)
}
api = APIRouter(prefix="/api/v1", route_class=JsonRoute, responses=PROBLEMS, tags=["Advisor"])
health = APIRouter(tags=["Operation"])


@api.post("/chat", response_model=ReplyBody)
async def chat(body: ChatRequest, request: Request, turns: TurnsOf) -> ReplyBody | Response:
    """Say something and get the reply. With ``Accept: text/event-stream`` it streams."""
    exchange = await turns.reply(
        body.message,
        address=request.client.host if request.client else "",
        door="api",
        conversation_id=body.conversation_id,
        comparison=body.comparison,
    )
    reply = present_reply(exchange, turns.comparison(exchange.turn.comparison))
    if events.MEDIA_TYPE in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(events.stream(reply), media_type=events.MEDIA_TYPE, headers=headers)
    return reply


@api.get("/conversations/{conversation_id}")
async def read_conversation(conversation_id: str, turns: TurnsOf) -> ConversationBody:
    """A whole conversation."""
    conversation = await turns.run(turns.advisor.conversation, conversation_id)
    return present_conversation(conversation, turns.comparison(conversation.comparison))


@api.delete("/conversations/{conversation_id}", status_code=204)
async def delete_conversation(conversation_id: str, turns: TurnsOf) -> None:
    """Erase a conversation with all its messages."""
    await turns.run(turns.advisor.delete, conversation_id)


@api.post("/feedback", status_code=204)
async def give_feedback(body: FeedbackRequest, turns: TurnsOf) -> None:
    """Say whether a reply helped."""
    await turns.run(turns.advisor.feedback, body.conversation_id, body.turn, body.rating, body.comment)


@api.get("/comparisons")
async def list_comparisons(turns: TurnsOf) -> tuple[ComparisonBody, ...]:
    """All comparisons."""
    advisor = turns.advisor
    return tuple(present_comparison(found, advisor.default_comparison) for found in advisor.comparisons.values())


@api.get("/comparisons/{comparison_id}/table")
async def read_table(comparison_id: str, turns: TurnsOf) -> TableBody:
    """A comparison as a table: the page's rows and the criteria that the page lacks."""
    if comparison_id not in turns.advisor.comparisons:
        raise errors.UnknownComparison(comparison_id)
    return present_table(turns.comparison(comparison_id))


@api.post("/decide")
async def decide(body: DecideRequest, turns: TurnsOf) -> DecisionBody:
    """Answers in, verdict out; nothing is stored."""
    comparison_id = body.comparison or turns.advisor.default_comparison
    if comparison_id not in turns.advisor.comparisons:
        raise errors.UnknownComparison(comparison_id)
    standing = await turns.run(turns.advisor.decide, comparison_id, body.answers, body.weights)
    return present_decision(standing, turns.comparison(comparison_id))


@health.get("/healthz")
async def is_alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
async def is_ready(turns: TurnsOf) -> JSONResponse:
    """200 when turns can be answered, 503 before."""
    ready = turns.opened is not None and turns.opened.is_ready()
    return JSONResponse({"status": "ready" if ready else "starting"}, 200 if ready else 503)


@health.get("/metrics", include_in_schema=False)
async def metrics(turns: TurnsOf) -> Response:
    """Prometheus metrics."""
    return Response(turns.meters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
