"""The seam between the doors and the advisor: what a door asks of ``bot.Advisor``.

Anything with these methods can stand behind the doors; the tests use ``tests/ui/fake_advisor.py``.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from bot import Comparison, Conversation, Exchange, Standing, Turn


class Advising(Protocol):
    """An advisor as the doors see it: synchronous and thread-safe."""

    @property
    def comparisons(self) -> Mapping[str, Comparison]: ...

    @property
    def default_comparison(self) -> str: ...

    def reply(
        self, message: object, *, conversation_id: str | None = None, comparison: str | None = None
    ) -> Exchange: ...

    def replay(self, comparison: str, messages: Sequence[str]) -> Turn: ...

    def conversation(self, conversation_id: str) -> Conversation: ...

    def delete(self, conversation_id: str) -> None: ...

    def feedback(self, conversation_id: str, turn: int, rating: Literal["up", "down"], comment: str = "") -> None: ...

    def decide(self, comparison: str, levels: Mapping[str, str], weights: Mapping[str, float] = ...) -> Standing: ...

    def is_ready(self) -> bool: ...

    def close(self) -> None: ...
