"""Fixtures of the doors: an app with a fake advisor behind it, a client, a running server and a browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot import Settings
from tests.conftest import missing
from tests.ui.fake_advisor import PATIENCE, FakeAdvisor
from ui.app import create_app
from ui.server import PromptHeaders

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


def pytest_configure(config: pytest.Config) -> None:
    """Patience with the browser, and what Gradio does that would fail a test: an event loop that it makes and leaves,
    an option of pandas."""
    expect.set_options(timeout=PATIENCE * 1000)
    config.addinivalue_line("filterwarnings", "ignore:unclosed:ResourceWarning")
    config.addinivalue_line("filterwarnings", "ignore::pandas.errors.Pandas4Warning")


@pytest.fixture
def advisor() -> FakeAdvisor:
    return FakeAdvisor()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, _env_file=None)


@pytest.fixture
def app(settings: Settings, advisor: FakeAdvisor) -> FastAPI:
    return create_app(settings, advisor)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One app for all requests of a module that leave nothing behind (making one takes a third of a second)."""
    app = create_app(Settings(data=tmp_path_factory.mktemp("shared"), _env_file=None), FakeAdvisor())
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


class Served:
    """An app on a free port, in a thread. ``stop`` ends it; ``start`` brings it back on the same port."""

    def __init__(self, app: FastAPI) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.app = app
        self.url = f"http://127.0.0.1:{self.port}/"
        self.start()

    def start(self, http: type[PromptHeaders] = PromptHeaders) -> None:
        config = uvicorn.Config(
            self.app, port=self.port, log_level="error", timeout_graceful_shutdown=1, http=http, ws="none"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        deadline = time.monotonic() + PATIENCE
        while not self.server.started:
            assert self.thread.is_alive(), "the server ended while it started; its log says why"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive(), "the server did not stop"

    @contextmanager
    def away(self) -> Iterator[None]:
        """While this is entered, the server is down."""
        self.stop()
        try:
            yield
        finally:
            self.start()


@pytest.fixture
def served(app: FastAPI) -> Iterator[Served]:
    server = Served(app)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing("browser", f"there is no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """The start page, ready; a message of the browser about a broken rule of the page fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(served.url)
    page.locator(".start").wait_for()
    yield page
    context.close()
    assert broken == []
