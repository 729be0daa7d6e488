"""Fixtures that many tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.store import Store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database; each test that takes it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fulcrum.db'}"
        return
    url = postgres_url()
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in ("feedback", "turns", "conversations", "alembic_version"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    engine.dispose()
    yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open, empty store."""
    opened = Store.open(database_url)
    yield opened
    opened.close()


def postgres_url() -> str:
    """The server for tests; without one the test is skipped, or fails where FULCRUM_REQUIRE asks for it."""
    if url := os.environ.get("FULCRUM_TEST_POSTGRES"):
        return url
    reason = "FULCRUM_TEST_POSTGRES is not set to the SQLAlchemy URL of an empty PostgreSQL database"
    if "postgres" in os.environ.get("FULCRUM_REQUIRE", ""):
        pytest.fail(reason)
    pytest.skip(reason)
