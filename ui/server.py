"""Serving: uvicorn with a deadline for request headers, and a clear word when the port is taken.

What is left to a proxy in front: TLS, and the number of connections of one address. uvicorn itself bounds all
connections together (``CONNECTIONS``, then 503), the size of headers, and the idle time between requests. Its
proxy headers are off, because the limit per address must not rest on what a client says about itself.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from typing import Any, ClassVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot import Advisor, Settings, errors, read_settings

CONNECTIONS = 1000
HEADER_BYTES = 32768


class PromptHeaders(H11Protocol):
    """Closes a connection whose request line and headers do not come within ``seconds``."""

    seconds: ClassVar[float] = 10.0
    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Set the deadline while a request is awaited, once; lift it when the headers are there."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._relax()
        elif self.deadline is None:
            self.deadline = self.loop.call_later(self.seconds, self.transport.close)

    def _relax(self) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None


def listen(host: str, port: int) -> socket.socket:
    """A bound socket.

    Raises:
        SettingsFault: the port is taken or not allowed.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise errors.SettingsFault(
            f"cannot listen on {host}:{port}: {error.strerror}. End the program that uses the port, or choose"
            " another one with --port or FULCRUM_PORT"
        ) from error
    return listener


def configure(settings: Settings, create_app: Callable[[], Any]) -> uvicorn.Config:
    """How uvicorn serves the app that ``create_app`` makes."""
    return uvicorn.Config(
        create_app,
        factory=True,
        http=PromptHeaders,
        ws="none",
        proxy_headers=False,
        server_header=False,
        access_log=False,  # it would name conversation ids, which are keys to them
        log_level=settings.log_level,
        limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=HEADER_BYTES,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )


def serve(host: str = "", port: int = 0) -> None:
    """Serve until stopped. The port is taken first, so that a long start-up does not end in a conflict."""
    usual = read_settings()
    settings = usual.model_copy(update={"host": host or usual.host, "port": port or usual.port})
    listener = listen(settings.host, settings.port)
    logging.getLogger("uvicorn.error").info("Starting on http://%s:%d", settings.host, settings.port)
    opening = ThreadPoolExecutor(1, "opening").submit(Advisor.open, settings)
    uvicorn.Server(configure(settings, lambda: _create_app(settings, opening))).run(sockets=[listener])


def _create_app(settings: Settings, opening: Future[Advisor]) -> Any:
    """The app, imported late: Gradio and the advisor take seconds to load, and so they load side by side."""
    return import_module("ui.app").create_app(settings, opening=opening)
