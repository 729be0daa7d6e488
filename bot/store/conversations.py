"""The conversation store: a visitor's message is kept before the work starts, the turn before it is shown."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Update, delete, insert, select, update

from bot.errors import BadMessage, BadRequest, StoreFault
from bot.store.codec import encode
from bot.store.database import faults, forget, open_engine
from bot.store.migrate import migrate
from bot.store.rows import all_rows, comparison_of, conversation, last_rows, rows_from
from bot.store.tables import conversations, feedback, turns
from bot.turn import Conversation, Turn

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
            comparison_of(connection, conversation_id, lock=True)
            rows = rows_from(connection, conversation_id, number)
            for row in rows:
                if row.turn == document:
                    return int(row.number)
            place = int(next((row.number for row in rows if row.turn is None), rows[-1].number + 1))
            self._answer(connection, conversation_id, place, turn, document)
            return place

    def load(self, conversation_id: str) -> Conversation:
        """The whole conversation.

        Raises:
            UnknownConversation: no such conversation.
        """
        with self._reading() as connection:
            comparison = comparison_of(connection, conversation_id)
            return conversation(conversation_id, comparison, all_rows(connection, conversation_id))

    def last(self, conversation_id: str) -> Conversation:
        """The conversation with its last exchange only, hence its state; as cheap at turn 200 as at turn 2.

        Raises:
            UnknownConversation: no such conversation.
        """
        with self._reading() as connection:
            comparison = comparison_of(connection, conversation_id)
            return conversation(conversation_id, comparison, last_rows(connection, conversation_id))

    def delete(self, conversation_id: str) -> None:
        """Erases a conversation with its turns and feedback; a turn in work is not stored any more.

        Raises:
            UnknownConversation: no such conversation.
        """
        with self._writing() as connection:
            comparison_of(connection, conversation_id, lock=True)
            connection.execute(delete(conversations).where(conversations.c.id == conversation_id))
        self._forget()

    def purge(self, older_than_days: int) -> int:
        """Erases the conversations without a message or reply for that many days; returns how many.

        Raises:
            ValueError: the number of days is negative.
        """
        if older_than_days < 0:
            raise ValueError(f"older_than_days must be 0 or more, not {older_than_days!r}")
        limit = self._clock() - timedelta(days=older_than_days)
        with self._writing() as connection:
            count = connection.execute(delete(conversations).where(conversations.c.updated_at < limit)).rowcount
        if count:
            self._forget()
        return count

    def feedback(self, conversation_id: str, number: int, rating: str, comment: str) -> None:
        """Stores what the visitor thinks of a turn; a later word on the same turn replaces the earlier.

        Raises:
            UnknownConversation: no such conversation.
            BadRequest: no such turn, or the text holds characters that are not text.
        """
        if not (_is_storable(rating) and _is_storable(comment)):
            raise BadRequest("the feedback holds characters that are not text; remove them and send it again")
        key = {"conversation_id": conversation_id, "number": number}
        with self._writing() as connection:
            comparison_of(connection, conversation_id, lock=True)
            rows_from(connection, conversation_id, number)
            connection.execute(delete(feedback).filter_by(**key))
            connection.execute(insert(feedback).values(**key, rating=rating, comment=comment, created_at=self._clock()))

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with faults(self._engine.url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with faults(self._engine.url), self._writer.begin() as connection:
            yield connection

    def _forget(self) -> None:
        with faults(self._engine.url):
            forget(self._engine)

    def _start(self, comparison: str, message: str) -> Conversation:
        started = Conversation(id=secrets.token_urlsafe(ID_BYTES), comparison=comparison)
        now = self._clock()
        with self._writing() as connection:
            connection.execute(
                insert(conversations).values(id=started.id, comparison=comparison, created_at=now, updated_at=now)
            )
            self._open(connection, started.id, 1, message)
        return started

    def _append(
        self, connection: Connection, conversation_id: str, message: str, *, must: bool
    ) -> tuple[Conversation, int] | None:
        """Opens the next turn, or takes over an abandoned one; None while the last one may still be answered."""
        comparison = comparison_of(connection, conversation_id, lock=True)
        rows = last_rows(connection, conversation_id)
        before = conversation(conversation_id, comparison, rows)
        if before.unanswered is None:
            number = rows[-1].number + 1
        elif must or self._clock() - rows[-1].created_at >= self._patience:
            number = rows[-1].number
            connection.execute(delete(turns).filter_by(conversation_id=conversation_id, number=number))
        else:
            return None
        self._open(connection, conversation_id, number, message)
        connection.execute(_of(conversation_id).values(updated_at=self._clock()))
        return before, number

    def _open(self, connection: Connection, conversation_id: str, number: int, message: str) -> None:
        connection.execute(
            insert(turns).values(
                conversation_id=conversation_id, number=number, message=message, created_at=self._clock()
            )
        )

    def _answer(
        self, connection: Connection, conversation_id: str, number: int, turn: Turn, document: dict[str, Any]
    ) -> None:
        """Fills the open row of that number, or adds it; the row's message is the one that the turn answers."""
        key = {"conversation_id": conversation_id, "number": number}
        values = {"message": turn.message, "reply": _readable(turn.answer.reply), "turn": document}
        if connection.execute(update(turns).filter_by(**key).values(**values)).rowcount == 0:
            connection.execute(insert(turns).values(**key, **values, created_at=self._clock()))
        connection.execute(_of(conversation_id).values(comparison=turn.comparison, updated_at=self._clock()))


def _of(conversation_id: str) -> Update:
    return update(conversations).where(conversations.c.id == conversation_id)


def _is_storable(text: str) -> bool:
    """PostgreSQL keeps no NUL, and neither database keeps half a surrogate pair."""
    return _readable(text) == text


def _readable(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
