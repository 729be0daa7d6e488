"""A web site of somebody else: pages by path on a port of its own, and a browser that visits them."""

import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, FrameLocator, Page, Request

from tests.ui.conftest import Served
from tests.ui.fake_advisor import PATIENCE

LOADER = "widget/v1/fulcrum.js"
EVENTS = ("opened", "closed", "message", "recommendation", "handoff", "error")


def tag(fulcrum: Served, data: str = "") -> str:
    """The script tag that a site owner pastes."""
    return f'<script async src="{fulcrum.url}{LOADER}" {data}></script>'


class Site:
    """Serves ``pages`` (path to body and headers) as ``http://localhost:<port>``, another site than 127.0.0.1."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, path: str, body: str, headers: dict[str, str] | None = None) -> str:
        """A page with ``body``; returns its address."""
        html = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>'
            '<meta name="viewport" content="width=device-width,initial-scale=1"></head>'
            f"<body><main><h1>Shop</h1><p>We sell cups.</p>{body}</main></body></html>"
        )
        self.pages[path] = html, headers or {}
        return self.origin + path

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                html, headers = site.pages.get(self.path, ("", {}))
                self.send_response(200 if html else 404)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


@dataclass
class Visit:
    """A visitor on a page with the widget."""

    page: Page
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @classmethod
    def begin(cls, browser: Browser, **context: Any) -> "Visit":
        """A fresh browser profile, nothing visited yet."""
        values = {"viewport": {"width": 1280, "height": 800}, **context}
        visit = cls(browser.new_context(**values).new_page())
        visit.page.on("request", visit._request)
        visit.page.on("console", lambda message: visit.console.append(message.text))
        visit.page.on("pageerror", lambda error: visit.broken.append(str(error)))
        return visit

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def goto(self, url: str) -> "Visit":
        self.page.goto(url)
        return self

    @property
    def launcher(self) -> Any:
        return self.page.locator("fulcrum-advisor .launch")

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("fulcrum-advisor iframe")

    def ready(self) -> "Visit":
        """Wait until the chat is up."""
        self.page.locator("fulcrum-advisor iframe").wait_for()
        self.page.locator("fulcrum-advisor .note").wait_for(state="hidden")
        return self

    def open(self) -> "Visit":
        self.launcher.click()
        return self.ready()

    def tell(self, message: str, turn: int = 1) -> None:
        """Say something in the chat and wait for the reply."""
        self.chat.get_by_label("Your message").fill(message)
        self.chat.get_by_label("Your message").press("Enter")
        self.turn(turn)

    def turn(self, number: int) -> None:
        self.chat.locator(f"#transcript article[data-turn='{number}']").wait_for()

    def told(self, words: str) -> bool:
        """Whether the developer is told so in the console, in one sentence that begins with our name."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:  # messages of the console come when the browser gets round to it
            if any(line.startswith("Fulcrum: ") and words in line for line in self.console):
                return True
            self.page.wait_for_timeout(50)
        return False

    def focused(self) -> str:
        """What has the focus: the class of a part of the widget, or IFRAME."""
        return str(
            self.page.evaluate(
                "() => { const shadow = document.activeElement.shadowRoot;"
                "const inner = shadow ? shadow.activeElement : document.activeElement;"
                "return inner ? inner.className || inner.tagName : '' }"
            )
        )

    def listen(self) -> None:
        """Keep all events of the widget."""
        self.launcher.wait_for()
        self.page.evaluate(
            "names => { window.heard = [];"
            "for (const name of names) Fulcrum.on(name, detail => heard.push([name, detail])) }",
            EVENTS,
        )

    def heard(self, name: str) -> list[dict[str, Any]]:
        """The details of the events of that name."""
        return [detail for event, detail in self.page.evaluate("heard") if event == name]

    def wait_for_event(self, name: str) -> dict[str, Any]:
        """The detail of the first event of that name."""
        self.page.wait_for_function("name => heard.some(([event]) => event === name)", arg=name)
        return self.heard(name)[0]
