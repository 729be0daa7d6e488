"""Turns as the doors take them: limited per address, in a pool of threads, measured."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Literal, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from bot import Comparison, Exchange, Settings
from ui.advising import Advising
from ui.guard import SlidingWindow
from ui.meters import Meters
from ui.problems import NotReadyError

logger = logging.getLogger("fulcrum.ui")

P = ParamSpec("P")
T = TypeVar("T")


class Turns:
    """The advisor behind the limits that all doors share."""

    def __init__(self, settings: Settings, meters: Meters, advisor: Advising | None = None) -> None:
        self.meters = meters
        self.longest = settings.max_message
        self.pool = CapacityLimiter(settings.concurrency)
        self.window = SlidingWindow(settings.messages_per_minute)
        self.opened = advisor

    @property
    def advisor(self) -> Advising:
        """The open advisor; ``NotReadyError`` before start-up and after shutdown."""
        if self.opened is None:
            raise NotReadyError
        return self.opened

    def comparison(self, comparison_id: str | None = None) -> Comparison:
        """A comparison by its id, or the usual one when the id is gone from the content."""
        known = self.advisor.comparisons
        return known.get(comparison_id or "", known[self.advisor.default_comparison])

    async def run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a step of the advisor in the pool. When the caller gives up, the step still ends in its thread."""
        return await to_thread.run_sync(partial(step, *args, **kwargs), limiter=self.pool, abandon_on_cancel=True)

    async def reply(
        self,
        message: object,
        *,
        address: str,
        door: Literal["api", "page"],
        conversation_id: str | None = None,
        comparison: str | None = None,
    ) -> Exchange:
        """One turn. Raises ``TooManyMessagesError`` and what ``Advisor.reply`` raises."""
        self.window.admit(address)
        began = time.perf_counter()
        reply = partial(self.advisor.reply, conversation_id=conversation_id, comparison=comparison)
        exchange = await self.run(reply, message)
        took = time.perf_counter() - began
        self.meters.seconds.observe(took)
        self.meters.turns.labels(door=door, voice=exchange.turn.answer.voice).inc()
        logger.info("turn %d by %s in %.0f ms", exchange.number, door, took * 1000)
        return exchange
