"""Opens the database, SQLite or PostgreSQL, and says in words what is wrong with it."""

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError, StatementError

from bot.errors import StoreFault

BUSY_SECONDS = 10
# FULL: each commit is flushed to the disk, so a turn that was shown survives a power cut, not only a kill.
# secure_delete: what a visitor erases is overwritten in the file.
PRAGMAS = (f"busy_timeout={BUSY_SECONDS * 1000}", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
REMEDIES = (
    (("not a database", "malformed", "disk image"), "It was left as it is: restore a backup or move it away"),
    (("unable to open", "readonly", "not a directory", "file exists", "denied", "read-only"),
     "Make the folder and the file writable, or set FULCRUM_DATA or FULCRUM_DATABASE"),
    (("locked", "timeout"), "Another process keeps it busy: try again, or stop that process"),
    (("full", "no space"), "Free space on the disk"),
)  # fmt: skip


def open_engine(address: str) -> Engine:
    """An engine for an SQLAlchemy URL; the folder of an SQLite file is created, a damaged file is not touched.

    Raises:
        StoreFault: the URL is wrong, or the SQLite file is damaged or cannot be made.
    """
    url = _parse(address)
    is_sqlite = url.get_backend_name() == "sqlite"
    with faults(url):
        if is_sqlite:
            _prepare_file(Path(str(url.database)))
        engine = create_engine(
            url,
            hide_parameters=True,  # errors must not quote messages
            pool_pre_ping=True,
            json_serializer=partial(json.dumps, allow_nan=False),
            connect_args={"timeout": BUSY_SECONDS} if is_sqlite else {"connect_timeout": BUSY_SECONDS},
        )
    if is_sqlite:
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def faults(url: URL) -> Iterator[None]:
    """Turns what a driver raises into a StoreFault; drops its traceback, which may quote rows."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
        raise _fault(url, error) from None


def forget(engine: Engine) -> None:
    """Empties SQLite's write-ahead log, where deleted text would stay readable; PostgreSQL keeps none in reach."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:  # a checkpoint cannot run inside a transaction
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
    except SQLAlchemyError:
        raise StoreFault("FULCRUM_DATABASE is not an SQLAlchemy URL such as 'sqlite:////srv/fulcrum.db'") from None
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreFault(f"FULCRUM_DATABASE names {backend!r}; use 'sqlite:///...' or 'postgresql://...'")
    if backend == "sqlite" and (url.database in (None, "", ":memory:") or url.query):
        raise StoreFault("FULCRUM_DATABASE must name a plain SQLite file: conversations outlive the process")
    return url


def _fault(url: URL, error: Exception) -> StoreFault:
    cause = error.orig if isinstance(error, StatementError) and error.orig is not None else error
    reason = (str(cause).splitlines() or [type(cause).__name__])[0]
    where = f"{url.database!r}" if url.get_backend_name() == "sqlite" else f"{url.database!r} on {url.host}"
    remedy = "Check that the database runs and that FULCRUM_DATABASE is right"
    for signs, better in REMEDIES:
        if any(sign in reason.lower() for sign in signs):
            remedy = better
            break
    return StoreFault(f"cannot use the conversation database {where}: {reason}. {remedy}.")


def _prepare_file(path: Path) -> None:
    """Makes folder and file (for its owner only), or checks a file that is there without changing it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600, exist_ok=True)
    if not os.access(path, os.W_OK):  # never open the file here: closing it would drop SQLite's locks in this process
        raise PermissionError(f"denied: {str(path)!r} is read-only")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)) as connection:
        verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(f"database disk image is malformed ({verdict})")


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not when the driver sees fit
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    _enter_wal(connection)


def _enter_wal(connection: Any) -> None:
    """Switches to the write-ahead log; retries, as SQLite does not honour busy_timeout for this step."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: a lock that is upgraded later can fail in the middle."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
