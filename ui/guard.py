"""Limits in front of the app: request bodies, messages per address, and which routes exist at all."""

import ipaddress
import math
import re
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

import anyio
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import Problem, TooManyMessagesError

ADDRESSES = 10_000

# What the page needs of Gradio. Everything else that Gradio brings along is not served.
GRADIO_ROUTES = re.compile(
    r"GET:/"
    r"|GET:/(assets|static)/[\w./@-]+"
    r"|GET:/(gradio_api/)?theme\.css"
    r"|GET:/(manifest\.json|robots\.txt)"
    r"|GET:/gradio_api/(queue/data|heartbeat/\w+|startup-events)"
    r"|POST:/gradio_api/(queue/join|cancel|reset)"
)


class SlidingWindow:
    """At most ``limit`` messages per address in any ``seconds``.

    The address is that of the connection: a header such as X-Forwarded-For is the client's word and is not
    used. An IPv6 client is known by its /64 network. The addresses that were quiet longest are forgotten first.
    """

    def __init__(self, limit: int, seconds: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.seconds, self.clock = limit, seconds, clock
        self.times: OrderedDict[str, deque[float]] = OrderedDict()

    def admit(self, address: str, count: int = 1) -> None:
        """Count a message, or several; raises ``TooManyMessagesError`` when it is too many."""
        now, key = self.clock(), network(address)
        times = self.times.setdefault(key, deque())
        self.times.move_to_end(key)
        while times and times[0] <= now - self.seconds:
            times.popleft()
        if times and len(times) + count > self.limit:
            last = times[min(len(times) + count - self.limit, len(times)) - 1]  # when it has left there is room
            raise TooManyMessagesError(math.ceil(last + self.seconds - now))
        times.extend([now] * count)
        if len(self.times) > ADDRESSES:
            self.times.popitem(last=False)


def network(address: str) -> str:
    """The address itself, or the /64 network of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((int(parsed), 64), strict=False))


class BodyLimit:
    """Reads a request body up to a size and within a time, and only then lets the app see the request.

    With each request under ``roomy`` comes a whole conversation: it may be eight times as large.
    """

    def __init__(self, app: ASGIApp, max_body: int, timeout: float, roomy: str = "/v1/") -> None:
        self.app, self.max_body, self.timeout, self.roomy = app, max_body, timeout, roomy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(scope):
            await self.app(scope, receive, send)
            return
        try:
            body = await self._read(scope, receive)
        except TimeoutError:
            await _refuse(408, scope, receive, send)
        except OverflowError:
            await _refuse(413, scope, receive, send)
        else:
            if body is not None:
                await self.app(scope, _replay(body, receive), send)

    async def _read(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body; None when the client has gone."""
        largest = self.max_body * (8 if scope["path"].startswith(self.roomy) else 1)
        if _declared_length(scope) > largest:
            raise OverflowError
        body = bytearray()
        with anyio.fail_after(self.timeout):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                body += message.get("body", b"")
                if len(body) > largest:
                    raise OverflowError
                if not message.get("more_body", False):
                    return bytes(body)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


def _declared_length(scope: Scope) -> int:
    """The Content-Length; 0 without one (the bytes are counted as they come)."""
    value = dict(scope["headers"]).get(b"content-length", b"0")
    return int(value) if value.isdigit() else 0


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    await Problem(status=status, headers={"Connection": "close"}).response(scope)(scope, receive, send)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that hands out the body that was read, then what comes next (a disconnect)."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return pending.pop() if pending else await receive()

    return replayed


class RouteGate:
    """Lets through to the mounted Gradio app only what the page needs; the rest is 404 (or 405 for our routes)."""

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app, self.routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if self._is_listed(scope):
            await self.app(scope, receive, send)
            return
        await self._problem(scope).response(scope)(scope, receive, send)

    def _is_listed(self, scope: Scope) -> bool:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        is_deep_link = b"deep_link" in scope["query_string"]
        return not is_deep_link and GRADIO_ROUTES.fullmatch(f"{method}:{scope['path']}") is not None

    def _problem(self, scope: Scope) -> Problem:
        """405 when one of our own routes has that path with other methods, else 404."""
        methods = {
            method
            for route in self.routes
            if route.matches(scope)[0] == Match.PARTIAL
            for method in getattr(route, "methods", ())
        }
        if methods:
            return Problem(status=405, headers={"Allow": ", ".join(sorted(methods))})
        return Problem(status=404)
