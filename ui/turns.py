"""Turns as the doors take them: limited per address, in a pool of threads, measured."""

import logging
import math
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Literal, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from bot import Comparison, Exchange, Settings, Turn, errors
from ui.advising import Advising
from ui.guard import SlidingWindow
from ui.meters import Meters
from ui.problems import NotReadyError

logger = logging.getLogger("fulcrum.ui")

REPLAYED_AT_ONCE = 5  # earlier messages are mostly in the encoder's cache: about a fifth of the time of a new one
Door = Literal["api", "page", "openai", "mcp"]
P = ParamSpec("P")
T = TypeVar("T")


class Turns:
    """The advisor behind the limits that all doors share."""

    def __init__(
        self,
        settings: Settings,
        meters: Meters,
        advisor: Advising | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.meters = meters
        self.longest = settings.max_message
        self.pool = CapacityLimiter(settings.concurrency)
        self.window = SlidingWindow(settings.messages_per_minute)
        self.opened = advisor
        self.today = today

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

    def known(self, comparison_id: str) -> Comparison:
        """A comparison by its id. Raises ``UnknownComparison``."""
        if comparison_id not in self.advisor.comparisons:
            raise errors.UnknownComparison(comparison_id)
        return self.advisor.comparisons[comparison_id]

    async def run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a step of the advisor in the pool. When the caller gives up, the step still ends in its thread."""
        return await to_thread.run_sync(partial(step, *args, **kwargs), limiter=self.pool, abandon_on_cancel=True)

    async def reply(
        self,
        message: object,
        *,
        address: str,
        door: Door,
        conversation_id: str | None = None,
        comparison: str | None = None,
    ) -> Exchange:
        """One turn. Raises ``TooManyMessagesError`` and what ``Advisor.reply`` raises."""
        self.window.admit(address)
        reply = partial(self.advisor.reply, conversation_id=conversation_id, comparison=comparison)
        began = time.perf_counter()
        exchange = await self.run(reply, message)
        self._note(exchange.turn, door, time.perf_counter() - began)
        return exchange

    async def replay(self, messages: Sequence[str], *, address: str, door: Door, comparison: str) -> Turn:
        """The turn that answers the last of these messages, with nothing stored; a long conversation counts as
        several messages, because all of it is thought through again. Raises what ``reply`` raises."""
        self.window.admit(address, math.ceil(len(messages) / REPLAYED_AT_ONCE))
        began = time.perf_counter()
        turn = await self.run(self.advisor.replay, comparison, messages)
        self._note(turn, door, time.perf_counter() - began)
        return turn

    def _note(self, turn: Turn, door: Door, took: float) -> None:
        """Measure a turn."""
        self.meters.seconds.observe(took)
        self.meters.turns.labels(door=door, voice=turn.answer.voice).inc()
        logger.info("turn %d by %s in %.0f ms", turn.state.turn, door, took * 1000)
