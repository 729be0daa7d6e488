"""Reads the rows of one conversation, inside a transaction of the caller."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from bot.errors import UnknownConversation, UnknownTurn
from bot.store.codec import decode
from bot.store.tables import conversations, turns
from bot.turn import Conversation, Exchange

Rows = Sequence[Row[Any]]  # number, message, turn, created_at; by rising number
ID_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_NUMBER = 2**31 - 1


def comparison_of(connection: Connection, conversation_id: str, *, lock: bool = False) -> str:
    """The comparison of a conversation; with ``lock``, other writers to it wait until the transaction ends.

    Raises:
        UnknownConversation: no such conversation.
    """
    query = select(conversations.c.comparison).where(conversations.c.id == conversation_id)
    found = None
    if ID_SHAPE.fullmatch(conversation_id):
        found = connection.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    if found is None:
        raise UnknownConversation(f"no conversation {conversation_id[:64]!r}; it may have been deleted; start anew")
    return str(found)


def all_rows(connection: Connection, conversation_id: str) -> Rows:
    """Every turn of the conversation."""
    return connection.execute(_rows(conversation_id).order_by(turns.c.number)).all()


def last_rows(connection: Connection, conversation_id: str) -> Rows:
    """The last turn, and the one before it if the last is open."""
    rows = connection.execute(_rows(conversation_id).order_by(turns.c.number.desc()).limit(2)).all()
    return rows[:1] if rows[0].turn is not None else rows[::-1]


def rows_from(connection: Connection, conversation_id: str, number: int) -> Rows:
    """The turn of that number and all after it.

    Raises:
        UnknownTurn: no such turn.
    """
    rows: Rows = ()
    if 1 <= number <= MAX_NUMBER:
        query = _rows(conversation_id).where(turns.c.number >= number).order_by(turns.c.number)
        rows = connection.execute(query).all()
    if not rows:
        raise UnknownTurn(f"the conversation has no turn {number!r}; turns count from 1")
    return rows


def conversation(conversation_id: str, comparison: str, rows: Rows) -> Conversation:
    """The rows as a value; a row without a turn is the unanswered message."""
    return Conversation(
        id=conversation_id,
        comparison=comparison,
        exchanges=tuple(
            Exchange(conversation_id=conversation_id, number=row.number, turn=decode(row.turn))
            for row in rows
            if row.turn is not None
        ),
        unanswered=rows[-1].message if rows[-1].turn is None else None,
    )


def _rows(conversation_id: str) -> Select[Any]:
    columns = (turns.c.number, turns.c.message, turns.c.turn, turns.c.created_at)
    return select(*columns).where(turns.c.conversation_id == conversation_id)
