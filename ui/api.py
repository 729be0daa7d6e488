"""The HTTP door: ``/api/v1``, health and metrics."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from bot import errors
from ui import events
from ui.aid import present_aid
from ui.aid_contract import DecisionAidBody
from ui.contract import (
    ChatRequest,
    ComparisonBody,
    ConversationBody,
    DecideRequest,
    DecisionBody,
    FeedbackRequest,
    FieldFault,
    HealthBody,
    ReadinessBody,
    ReplyBody,
    TableBody,
)
from ui.cost_contract import EstimateBody, EstimateRequest
from ui.cost_present import present_estimate
from ui.openapi import refusals, streamed
from ui.present import (
    present_comparison,
    present_conversation,
    present_decision,
    present_reply,
    present_table,
)
from ui.problems import NotReadyError, Problem, TooManyMessagesError
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
api = APIRouter(prefix="/api/v1", route_class=JsonRoute, tags=["Advisor"])
health = APIRouter(tags=["Operation"])
NO_CONVERSATION, NO_COMPARISON = errors.UnknownConversation(), errors.UnknownComparison()
AT_ALL_TIMES = (500, NotReadyError())
WITH_A_BODY = (400, 408, 413, 415, *AT_ALL_TIMES)


def wrong(field: str, problem: str) -> Problem:
    """A request with a field that cannot be read."""
    return Problem(status=422, faults=(FieldFault(field=field, problem=problem),))


@api.post(
    "/chat",
    response_model=ReplyBody,
    responses={
        **streamed('A piece of the reply as {"text"}; in the last event the whole object.', "delta", "answer"),
        **refusals(NO_CONVERSATION, wrong("message", "Field required"), TooManyMessagesError(17), *WITH_A_BODY),
    },
)
async def chat(body: ChatRequest, request: Request, turns: TurnsOf) -> ReplyBody | Response:
    """Say something and get the reply. With ``Accept: text/event-stream`` it comes as server-sent events: ``delta``
    with ``{"text": "..."}`` for each piece of the reply, then one ``answer`` with the whole object."""
    exchange = await turns.reply(
        body.message,
        address=request.client.host if request.client else "",
        door="api",
        conversation_id=body.conversation_id,
        comparison=body.comparison,
    )
    reply = present_reply(exchange, turns.comparison(exchange.turn.comparison))
    if events.MEDIA_TYPE in request.headers.get("accept", ""):
        return StreamingResponse(events.stream(reply), media_type=events.MEDIA_TYPE)
    return reply


@api.get("/conversations/{conversation_id}", responses=refusals(NO_CONVERSATION, *AT_ALL_TIMES))
async def read_conversation(conversation_id: str, turns: TurnsOf) -> ConversationBody:
    """A whole conversation."""
    conversation = await turns.run(turns.advisor.conversation, conversation_id)
    return present_conversation(conversation, turns.comparison(conversation.comparison))


@api.delete("/conversations/{conversation_id}", status_code=204, responses=refusals(NO_CONVERSATION, *AT_ALL_TIMES))
async def delete_conversation(conversation_id: str, turns: TurnsOf) -> None:
    """Erase a conversation with all its messages."""
    await turns.run(turns.advisor.delete, conversation_id)


@api.post(
    "/feedback",
    status_code=204,
    responses=refusals(NO_CONVERSATION, wrong("rating", "Input should be 'up' or 'down'"), *WITH_A_BODY),
)
async def give_feedback(body: FeedbackRequest, turns: TurnsOf) -> None:
    """Say whether a reply helped."""
    await turns.run(turns.advisor.feedback, body.conversation_id, body.turn, body.rating, body.comment)


@api.get("/comparisons", responses=refusals(*AT_ALL_TIMES))
async def list_comparisons(turns: TurnsOf) -> tuple[ComparisonBody, ...]:
    """All comparisons."""
    advisor = turns.advisor
    return tuple(present_comparison(found, advisor.default_comparison) for found in advisor.comparisons.values())


@api.get("/comparisons/{comparison_id}", responses=refusals(NO_COMPARISON, *AT_ALL_TIMES))
async def read_comparison(comparison_id: str, turns: TurnsOf) -> DecisionAidBody:
    """A comparison as a decision aid: for each option what speaks for and against it, what it is like to live with
    and how to try it, every statement with its sources; how the evidence was selected, who wrote it, who pays, and
    whether its review is due."""
    return present_aid(turns.known(comparison_id), turns.today())


@api.get("/comparisons/{comparison_id}/table", responses=refusals(NO_COMPARISON, *AT_ALL_TIMES))
async def read_table(comparison_id: str, turns: TurnsOf) -> TableBody:
    """A comparison as a table: the page's rows, then the criteria that the page lacks; for each criterion the
    answers that there are with weights and ratings: everything that the verdict is calculated from."""
    return present_table(turns.known(comparison_id))


@api.post(
    "/decide",
    responses=refusals(NO_COMPARISON, wrong("weights.cost", "Input should be less than or equal to 10"), *WITH_A_BODY),
)
async def decide(body: DecideRequest, turns: TurnsOf) -> DecisionBody:
    """Answers and weights in, verdict out; nothing is stored. What is left out is open: it counts with the
    probability of each of its answers. The table names the criteria and their answers."""
    comparison_id = body.comparison or turns.advisor.default_comparison
    comparison = turns.known(comparison_id)
    standing = await turns.run(turns.advisor.decide, comparison_id, body.answers, body.weights)
    return present_decision(standing, comparison)


@api.post(
    "/estimate",
    responses=refusals(NO_COMPARISON, wrong("inputs.requests", "Input should be a valid number"), *WITH_A_BODY),
)
async def estimate(body: EstimateRequest, turns: TurnsOf) -> EstimateBody:
    """The visitor's numbers in, what each option costs out; nothing is stored. What is left out is assumed as the
    content says, and every figure comes back with its value and where that is from."""
    comparison_id = body.comparison or turns.advisor.default_comparison
    if comparison_id not in turns.advisor.comparisons:
        raise errors.UnknownComparison(comparison_id)
    return present_estimate(turns.comparison(comparison_id), body.inputs, body.answers)


@api.get("/comparisons/{comparison_id}/cost", responses=refusals(NO_COMPARISON, *AT_ALL_TIMES))
async def read_cost(comparison_id: str, turns: TurnsOf) -> EstimateBody:
    """How the costs of a comparison are calculated: inputs with their ranges and assumptions, prices with source and
    date, formulas, and the sums that they give as they are."""
    if comparison_id not in turns.advisor.comparisons:
        raise errors.UnknownComparison(comparison_id)
    return present_estimate(turns.comparison(comparison_id), {}, {})


@health.get("/healthz")
async def is_alive() -> HealthBody:
    """The process answers."""
    return HealthBody(status="ok")


@health.get("/readyz", response_model=ReadinessBody, responses={503: {"model": ReadinessBody}})
async def is_ready(turns: TurnsOf) -> JSONResponse:
    """200 when turns can be answered, 503 before."""
    ready = turns.opened is not None and turns.opened.is_ready()
    return JSONResponse({"status": "ready" if ready else "starting"}, 200 if ready else 503)


@health.get("/metrics", response_class=PlainTextResponse)
async def metrics(turns: TurnsOf) -> Response:
    """Prometheus metrics: turns, seconds from message to answer, errors by kind."""
    return Response(turns.meters.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
