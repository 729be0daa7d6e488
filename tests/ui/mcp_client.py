"""The official MCP client, for tests. It has a thread of its own: a browser test leaves its loop running in ours."""

from collections.abc import Awaitable, Callable
from typing import Any

from anyio.from_thread import start_blocking_portal
from mcp import Client


def talk(server: Any, steps: Callable[[Client], Awaitable[Any]], mode: str = "auto") -> Any:
    """What comes of some steps with a server: an address, or a command to start."""

    async def run() -> Any:
        async with Client(server, mode=mode, read_timeout_seconds=120) as client:
            return await steps(client)

    with start_blocking_portal() as portal:
        return portal.call(run)
