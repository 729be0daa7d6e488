"""Brings a database to the newest schema; ``bot/migrations/versions`` holds the steps."""

import threading
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select, text

from bot.errors import StoreFault

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
LOCK_KEY = 0x46756C6372756D  # "Fulcrum": the key of PostgreSQL's advisory lock
NEWEST = "2"  # the head of bot/migrations/versions; a test compares it with Alembic's
_ALEMBIC = threading.Lock()  # Alembic keeps its context in globals


def migrate(writer: Engine, revision: str = "head") -> None:
    """Upgrades to ``revision`` in one transaction; processes that start together wait for each other.

    SQLite is locked by the transaction of a ``writer`` engine, PostgreSQL by an advisory lock.

    Raises:
        StoreFault: the database is at a revision that this version does not know.
    """
    if revision == "head" and revision_of(writer) == NEWEST:
        return
    from alembic import command  # late: most starts need no migration, and Alembic takes a third of a second
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    with _ALEMBIC, writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(LOCK_KEY)))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, revision)
        except CommandError as error:
            raise StoreFault(f"the database is from a newer Fulcrum: {error}. Update Fulcrum") from error


def revision_of(engine: Engine) -> str | None:
    """The revision that a database is at, or None if it has no tables of ours yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found
