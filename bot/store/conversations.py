"""The conversation store: a visitor's message is kept before the work starts, the turn before it is shown."""

import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, delete, insert, select, update

from bot.errors import BadMessage, BadRequest, StoreFault, UnknownConversation
from bot.store.codec import decode, encode
from bot.store.database import faults, forget, open_engine
from bot.store.migrate import migrate
from bot.store.tables import conversations, feedback, turns
from bot.turn import Conversation, Exchange, Turn

POLL_SECONDS = 0.02
ID_BYTES = 24  # 192 random bits: whoever knows the id may read the conversation


def utc_now() -> datetime:
    """The time as the tables keep it: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


class Store:
    """Conversations and feedback; safe for threads, and for processes that share a database.

    Every method raises StoreFault when the database cannot be used; the next call tries again.
    """

    def __init__(self, engine: Engine, *, patience: float, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self._patience = timedelta(seconds=patience)
        self._clock = clock

    @classmethod
    def open(cls, url: str, *, patience: float = 2.0, clock: Callable[[], datetime] = utc_now) -> "Store":
        """The store at an SQLAlchemy URL, upgraded to the newest schema.

        A message that has had no reply for ``patience`` seconds counts as abandoned (see ``begin``).

        Raises:
            StoreFault: the database is damaged (it is left untouched), unwritable, out of reach or too new.
        """
        engine = open_engine(url)
        store = cls(engine, patience=patience, clock=clock)
        try:
            with faults(engine.url):
                migrate(store._writer)
        except StoreFault:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Closes all connections."""
        self._engine.dispose()

    def is_ready(self) -> bool:
        """Whether the database answers; never raises."""
        try:
            with self._reading() as connection:
                connection.execute(select(conversations.c.id).limit(1))
        except StoreFault:
            return False
        return True

    def begin(self, comparison: str, conversation_id: str | None, message: str) -> tuple[Conversation, int]:
        """Stores a message as an open turn; the conversation as ``last`` had it, and the turn's number from 1.

        ``None`` starts a conversation about ``comparison``; an existing one keeps its own. Turns of one
        conversation happen one after the other: while another message is being answered this call waits.
        A message that waited longer than the store's patience was abandoned (a crash) and is replaced, so
        numbers have no gaps; it is the ``unanswered`` of what is returned.

        Raises:
            UnknownConversation: no such conversation.
            BadMessage: the message holds characters that are not text.
        """
        if not _is_storable(message):
            raise BadMessage("the message holds characters that are not text; remove them and send it again")
        if conversation_id is None:
            return self._start(comparison, message), 1
        deadline = time.monotonic() + self._patience.total_seconds()
        while True:
            with self._writing() as connection:
                begun = self._append(connection, conversation_id, message, must=time.monotonic() >= deadline)
            if begun is not None:
                return begun
            time.sleep(POLL_SECONDS)

    def finish(self, conversation_id: str, number: int, turn: Turn) -> int:
        """Stores the turn that ``begin`` opened and returns its number; doing it again changes nothing.

        The number differs from ``number`` only if that turn was taken for abandoned and another answer
        came first: then this one follows it. A turn is durable when this returns, and is never lost.

        Raises:
            UnknownConversation: deleted in the meantime; nothing is stored.
            BadRequest: the turn was never begun.
        """
        document = encode(turn)
        with self._writing() as connection:
            _lock(connection, conversation_id)
            place = _place(connection, conversation_id, number, document)
            values = {"message": turn.message, "reply": _readable(turn.answer.reply), "turn": document}
            if place is not None:
                self._fill(connection, conversation_id, place, values)
                self._touch(connection, conversation_id, comparison=turn.comparison)
                return place
            return _find(connection, conversation_id, number, document)
