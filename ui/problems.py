"""Errors as RFC 9457 problem details. Every ``detail`` says what to do next.

The kinds are listed in ``KINDS``; ``/metrics`` counts them. Nothing of a message is ever repeated in a problem.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import errors
from ui.contract import FieldFault, ProblemBody
from ui.openai_contract import openai_error

logger = logging.getLogger("fulcrum.ui")

MEDIA_TYPE = "application/problem+json"
KINDS: Mapping[int, tuple[str, str]] = {
    400: ("malformed", 'Send a body that is valid JSON, such as {"message": "RAG or fine-tuning?"}.'),
    404: ("not-found", "Check the address; /docs lists everything that is served here."),
    405: ("method-not-allowed", "Use one of the methods that the Allow header names."),
    408: ("too-slow", "Send the whole request at once and try again."),
    413: ("too-large", "Send a shorter message; long documents do not help here, a description does."),
    415: ("unsupported-media-type", "Send JSON and set the header Content-Type: application/json."),
    422: ("invalid", "Correct the fields that are named and send the request again."),
    429: ("too-many-messages", "Wait for the time that the Retry-After header gives, then go on."),
    500: ("fault", "This is our fault. Try again; if it stays, tell the site owner when it happened."),
    503: ("not-ready", "The service is starting or overloaded. Try again in a few seconds."),
}


class TooManyMessagesError(Exception):
    """An address has sent more messages than it may."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        seconds = "1 second" if retry_after == 1 else f"{retry_after} seconds"
        super().__init__(f"That was a lot of messages in a short time. Please wait {seconds} and go on.")


class UnknownModelError(errors.UnknownComparison):
    """A client of the OpenAI-compatible door asked for a model that is not there."""


class NoCostError(errors.UnknownComparison):
    """The comparison has no cost model."""


class NotReadyError(Exception):
    """The advisor is not open yet, or no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem to be sent; without a ``detail`` the usual advice for its status is given."""

    status: int
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[FieldFault, ...] = ()
    code: str = ""

    @property
    def kind(self) -> str:
        return KINDS.get(self.status, ("error", ""))[0]

    @property
    def advice(self) -> str:
        """What to do, as a sentence."""
        advice = self.detail or KINDS.get(self.status, ("", "Check the request and try again."))[1]
        return advice[:1].upper() + advice[1:]

    def body(self, path: str) -> dict[str, Any]:
        """The problem details of a request to ``path``."""
        body = ProblemBody(
            type=f"urn:fulcrum:problem:{self.kind}",
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            detail=self.advice,
            instance=path,
            errors=self.faults,
        )
        return body.model_dump(mode="json", exclude_defaults=True)

    def count(self, scope: Scope) -> None:
        """Count the problem by kind in the metrics of the app in ``scope``."""
        if (app := scope.get("app")) is not None and hasattr(app.state, "meters"):
            app.state.meters.errors.labels(kind=self.kind).inc()

    def response(self, scope: Scope) -> JSONResponse:
        """The response, counted; under ``/v1`` it is the error object of an OpenAI-compatible API."""
        self.count(scope)
        headers = {"Cache-Control": "no-store", **self.headers}
        if scope["path"].startswith("/v1/"):
            status, body = openai_error(self.status, self.advice, self.faults, self.code)
            return JSONResponse(body.model_dump(mode="json"), status, headers)
        return JSONResponse(self.body(scope["path"]), self.status, headers, media_type=MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """What an error means to a client."""
    match error:
        case RequestValidationError():
            return _problem_of_body(error)
        case HTTPException():
            return Problem(status=error.status_code, headers=dict(error.headers or {}))
        case TooManyMessagesError():
            return Problem(status=429, detail=str(error), headers={"Retry-After": str(error.retry_after)})
        case errors.UnknownConversation():
            return Problem(
                status=404, detail="There is no such conversation (any more). Leave conversation_id out to start one."
            )
        case UnknownModelError():
            fault = FieldFault(field="model", problem="There is no such model")
            return Problem(status=404, detail="GET /v1/models lists them.", faults=(fault,), code="model_not_found")
        case NoCostError():
            return Problem(
                status=404, detail="There is no cost calculation for this comparison. Leave it out or name another."
            )
        case errors.UnknownComparison():
            return Problem(status=404, detail="There is no such comparison. GET /api/v1/comparisons lists them.")
        case errors.UnknownTurn():
            return Problem(status=404, detail=str(error))
        case errors.BadRequest():
            return Problem(status=422, detail=str(error))
        case NotReadyError() | errors.StoreFault() | errors.IndexFault():
            return Problem(status=503, headers={"Retry-After": "5"})
        case _:
            return Problem(status=500)


def _problem_of_body(error: RequestValidationError) -> Problem:
    found = error.errors()
    if any(entry["type"] == "json_invalid" for entry in found):
        return Problem(status=400)
    faults = tuple(
        FieldFault(field=".".join(str(part) for part in entry["loc"][1:]) or "body", problem=str(entry["msg"]))
        for entry in found
    )
    return Problem(status=422, faults=faults)


def report(error: Exception) -> Problem:
    """What an error means, logged when it is ours."""
    problem = problem_of(error)
    if problem.status >= 500:
        logger.error("failed: %s", type(error).__name__, exc_info=error)
    return problem


async def answer_error(request: Request, error: Exception) -> JSONResponse:
    """The exception handler for all errors."""
    return report(error).response(request.scope)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with problem details."""
    for kind in (RequestValidationError, HTTPException, TooManyMessagesError, NotReadyError, errors.FulcrumError):
        app.add_exception_handler(kind, answer_error)


class LastResort:
    """Turns an error that nothing else has caught into a problem, inside the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_started = False

        async def watched(message: Message) -> None:
            nonlocal is_started
            is_started = is_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http" or is_started:
                raise
            logger.exception("%s %s failed: %s", scope["method"], scope["path"], type(error).__name__)
            await Problem(status=500).response(scope)(scope, receive, send)
