"""MCP over streamable HTTP at ``/mcp``: who may reach it, and a server that is made when it is first needed.

The server keeps no sessions, so any process can answer any request. DNS-rebinding protection is always on: a page
in a visitor's browser must not reach an MCP server of theirs by a name that leads to a loopback address.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import anyio
from anyio import to_thread
from anyio.abc import TaskGroup, TaskStatus
from starlette.types import ASGIApp, Receive, Scope, Send

from bot import Settings, errors
from ui.problems import NotReadyError
from ui.turns import Turns

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class McpDoor:
    """An ASGI app; it answers while ``running`` is entered."""

    def __init__(self, turns: Turns, settings: Settings) -> None:
        """Raises ``SettingsFault`` when MCP is on for a public host without a name that it is reached by."""
        if not settings.is_local and not settings.allowed_hosts:
            raise errors.SettingsFault(
                "FULCRUM_MCP is on and FULCRUM_HOST is public: set FULCRUM_ALLOWED_HOSTS to the names that clients use,"
                ' such as ["chat.example.org"], or turn FULCRUM_MCP off'
            )
        self.turns, self.settings = turns, settings
        self.making = anyio.Lock()
        self.group: TaskGroup | None = None
        self.handle: ASGIApp | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Where the server lives once it is made; it ends with this."""
        async with anyio.create_task_group() as self.group:
            try:
                yield
            finally:
                self.group.cancel_scope.cancel()
                self.group = self.handle = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.making:
            if self.handle is None:
                self.handle = await self._start()
        await self.handle(scope, receive, send)

    async def _start(self) -> ASGIApp:
        if self.group is None:
            raise NotReadyError
        manager = await to_thread.run_sync(self._make)
        await self.group.start(_live, manager)
        handle: ASGIApp = manager.handle_request
        return handle

    def _make(self) -> Any:
        """The server; the SDK is imported here, by name."""
        return import_module("ui.mcp_server").create_manager(self.turns, *reachable(self.settings))


async def _live(manager: Any, *, task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED) -> None:
    async with manager.run():
        task_status.started()
        await anyio.sleep_forever()


def reachable(settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The values of Host and of Origin that are accepted: this machine, and where MCP was turned on by name the
    allowed hosts too. With ``:*`` any port is meant."""
    names = (*LOOPBACK, *(settings.allowed_hosts if settings.mcp else ()))
    origins = (f"{scheme}://{name}" for name in names for scheme in ("http", "https"))
    return tuple(_with_ports(names)), (*_with_ports(origins), *settings.cors_origins)


def _with_ports(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield from (name, f"{name}:*")
