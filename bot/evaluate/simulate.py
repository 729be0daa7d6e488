"""A simulated visitor: answers what is asked in its own words, and sometimes corrects itself half way."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.evaluate.cases import Visitor
from bot.evaluate.score import verdict_of
from bot.turn import Turn

MOST_TURNS = 16
PATIENCE = 6  # turns without a question after which the visitor asks for the verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """How a visit went: messages with their turns, the verdict, the number of questions asked."""

    visitor: Visitor
    turns: tuple[tuple[str, Turn], ...]
    verdict: str | None

    @property
    def is_right(self) -> bool:
        return self.verdict in self.visitor.acceptable

    @property
    def questions(self) -> int:
        return sum("ask" in turn.answer.acts for _, turn in self.turns)

    @property
    def repeated(self) -> int:
        """Questions that were asked more than once."""
        asked = self.turns[-1][1].state.asked
        return len(asked) - len(set(asked))


def visit(visitor: Visitor, reply: Callable[[str], Turn]) -> Visit:
    """Let the visitor talk until the recommendation is settled (after the correction, if there is one)."""
    replies, log, message, is_revised = dict(visitor.replies), [], visitor.opener, visitor.revision is None
    for number in range(1, MOST_TURNS + 1):
        turn = reply(message)
        log.append((message, turn))
        if not is_revised and number >= visitor.revision_after:
            assert visitor.revision is not None
            message, is_revised = visitor.revision, True
            replies |= visitor.revised_replies
            continue
        if is_revised and turn.standing.status == "settled":
            break
        message = _next_message(turn, replies, number)
    return Visit(visitor=visitor, turns=tuple(log), verdict=verdict_of(log[-1][1]))


def _next_message(turn: Turn, replies: dict[str, str], number: int) -> str:
    if "ask" in turn.answer.acts and turn.answer.question is not None:
        return replies.get(turn.answer.question.criterion, "not sure")
    return "so which one?" if number > PATIENCE else "ok, go on"
