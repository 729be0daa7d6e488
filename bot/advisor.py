"""The advisor: opens everything once, answers messages, keeps conversations. All doors use this."""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Literal

from bot.ask import Asking, ask_by_value
from bot.comparison import Comparison
from bot.content.load import list_comparisons
from bot.decide.switching import carry, destination
from bot.errors import BadRequest, IndexFault, UnknownComparison
from bot.index import Index, Shelf, ensure_index
from bot.library import Library
from bot.message import read_message
from bot.rank import Situation, rank
from bot.settings import Settings
from bot.store import Store
from bot.turn import Conversation, Exchange, Standing, State, Turn

logger = logging.getLogger("fulcrum")

PATIENCE = 10.0  # seconds that a fresh process waits for a first visitor before it opens the other comparisons


class Advisor:
    """One advisor serves all conversations of a process; its methods may be called from any thread."""

    def __init__(self, settings: Settings, index: Index, opened: Sequence[Shelf], store: Store) -> None:
        self.settings = settings
        self.default_comparison = settings.comparison
        self.encoder = index.encoder
        self._store = store
        self._lock = threading.Lock()
        self._library = Library(index, opened)
        self._has_replied = threading.Event()

    @classmethod
    def open(cls, settings: Settings) -> "Advisor":
        """Open the index (building it from the content if need be) and the store.

        The usual comparison is ready when this returns; the others are opened in the background.

        Raises:
            ContentError, UnknownComparison, IndexFault, StoreFault: with what to do.
        """
        names = list_comparisons(settings.knowledge)
        if settings.comparison not in names:
            known = ", ".join(names) or "none"
            raise UnknownComparison(f"FULCRUM_COMPARISON is {settings.comparison!r}; there is: {known}")
        index, opened = ensure_index(settings, [settings.comparison])
        advisor = cls(settings, index, opened, Store.open(settings.database_url))
        threading.Thread(target=advisor._warm_up, daemon=True).start()
        return advisor

    def _warm_up(self) -> None:
        """Load what visitors would otherwise wait for; the other comparisons when the first of them has a reply."""
        adviser = self._library.adviser(self.default_comparison)
        with self._lock:
            adviser.turn("Hello, which one is cheaper?", State())
        self._has_replied.wait(PATIENCE)
        for name in self._library.names:
            try:
                self._library.adviser(name)
            except IndexFault:
                logger.exception("comparison %s cannot be used", name)

    @property
    def comparisons(self) -> Mapping[str, Comparison]:
        """All comparisons by their names."""
        return {name: self.comparison(name) for name in self._library.names}

    def reply(self, message: object, *, conversation_id: str | None = None, comparison: str | None = None) -> Exchange:
        """Answer a message; the message is stored before work starts, the turn before it is returned.

        Raises:
            BadMessage: empty, too long, or not text.
            UnknownConversation, UnknownComparison, StoreFault.
        """
        text = self.check(message)
        name = comparison or self.default_comparison
        self.comparison(name)
        conversation, number = self._store.begin(name, conversation_id, text)
        started = perf_counter()
        turn = self.think(conversation.comparison, text, conversation.state)
        self._store.finish(conversation.id, number, turn)
        self._has_replied.set()
        logger.info("turn answered acts=%s ms=%.0f", ",".join(turn.answer.acts), 1000 * (perf_counter() - started))
        return Exchange(conversation_id=conversation.id, number=number, turn=turn)

    def think(self, comparison: str, message: str, state: State, *, asking: Asking = ask_by_value) -> Turn:
        """The turn without storage; equal input gives equal output. ``asking`` chooses the question, if any.

        It goes on where ``state`` was left, and may go to another comparison if the visitor wants to.
        """
        name = state.about if state.about in self._library.names else comparison
        adviser = replace(self._library.adviser(name), asking=asking)
        with self._lock:  # the encoder's cache and Chroma are shared
            going = destination(message, state, adviser.comparison, adviser.neighbours)
            if going is None:
                return adviser.turn(message, state)
            there = replace(self._library.adviser(going.comparison), asking=asking)
            return there.arrive(message, carry(state, adviser.comparison, there.comparison), card=going.card)

    def replay(self, comparison: str, messages: Sequence[str]) -> Turn:
        """The turn that answers the last of a visitor's messages, which are all of a conversation from its start.
        Nothing is stored; equal messages give an equal turn.

        Raises:
            BadRequest: there is no message.
            BadMessage, UnknownComparison.
        """
        if not messages:
            raise BadRequest("there is no message; send at least one")
        texts = [self.check(message) for message in messages]
        turn = self.think(comparison, texts[0], State())
        for text in texts[1:]:
            turn = self.think(comparison, text, turn.state)
        return turn

    def check(self, message: object) -> str:
        """The text of a message as a turn takes it; BadMessage says what is wrong with it."""
        return read_message(message, self.settings.max_message)

    def comparison(self, name: str) -> Comparison:
        """The comparison of that name.

        Raises:
            UnknownComparison: there is none.
        """
        return self._library.adviser(name).comparison

    def conversation(self, conversation_id: str) -> Conversation:
        """The whole conversation as stored; UnknownConversation if there is none."""
        return self._store.load(conversation_id)

    def delete(self, conversation_id: str) -> None:
        """Erase a conversation with everything that belongs to it; UnknownConversation if there is none."""
        self._store.delete(conversation_id)

    def feedback(self, conversation_id: str, turn: int, rating: Literal["up", "down"], comment: str = "") -> None:
        """Keep what a visitor thought of a reply."""
        self._store.feedback(conversation_id, turn, rating, comment)

    def decide(
        self, comparison: str, levels: Mapping[str, str], weights: Mapping[str, float] | None = None
    ) -> Standing:
        """The verdict for given answers, without a conversation.

        Raises:
            BadRequest: a criterion or level does not exist, or a weight is not between 0 and 10.
        """
        content = self.comparison(comparison)
        own = dict(weights or {})
        _check_answers(content, levels, own)
        standing = rank(content, Situation(levels=levels, weights=own))
        return replace(standing, status="leaning") if not levels and standing.status == "open" else standing

    def is_ready(self) -> bool:
        return self._store.is_ready()

    def close(self) -> None:
        self._store.close()


def _check_answers(comparison: Comparison, levels: Mapping[str, str], weights: Mapping[str, float]) -> None:
    known = {criterion.id: criterion for criterion in comparison.asked_criteria}
    for name in (*levels, *weights):
        if name not in known:
            raise BadRequest(f"unknown criterion {name!r}; use one of: {', '.join(known)}")
    for name, level in levels.items():
        allowed = [each.id for each in known[name].levels]
        if level not in allowed:
            raise BadRequest(f"unknown level {level!r} of {name!r}; use one of: {', '.join(allowed)}")
    for name, weight in weights.items():
        if not 0 <= weight <= 10:
            raise BadRequest(f"weight of {name!r} is {weight}; give a number from 0 to 10")
