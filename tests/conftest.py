"""Fixtures that many tests share."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import create_engine, text

from bot import Advisor, Settings
from bot.content.load import list_comparisons
from bot.encoder.export import MODEL_NAME, model_folder
from bot.errors import IndexFault
from bot.index import ensure_index
from bot.store import Store


@pytest.fixture(scope="session")
def index_settings(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a real index, kept in pytest's cache (its key covers the content), and a fresh database.

    The first run with new content builds the index, later runs open it. It is there before a test begins: a program
    that a test starts would take a minute or two to build it.
    """
    try:
        model_folder(MODEL_NAME)
    except IndexFault as fault:
        missing("model", str(fault))
    database = tmp_path_factory.mktemp("advisor") / "fulcrum.db"
    folder = pytestconfig.cache.mkdir("fulcrum")
    settings = Settings(data=folder, database=f"sqlite:///{database}", _env_file=None)
    ensure_index(settings, list_comparisons(settings.knowledge))
    return settings


@pytest.fixture(scope="session")
def advisor(index_settings: Settings) -> Iterator[Advisor]:
    """The real advisor on the shipped content; its users are marked ``model``."""
    opened = Advisor.open(index_settings)
    yield opened
    opened.close()


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
    url = os.environ.get("FULCRUM_TEST_POSTGRES")
    if not url:
        missing("postgres", "FULCRUM_TEST_POSTGRES is not set to the SQLAlchemy URL of an empty PostgreSQL database")
    return url


def missing(what: str, reason: str) -> NoReturn:
    """Skip a test that needs ``what``, or fail it where FULCRUM_REQUIRE asks for that."""
    if what in os.environ.get("FULCRUM_REQUIRE", ""):
        pytest.fail(reason)
    pytest.skip(reason)
