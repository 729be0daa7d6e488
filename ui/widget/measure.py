"""``python -m ui.widget.measure``: what the widget costs a page before and after the first open, beside our own page.

Needs Chromium, the package playwright (``.[dev]``) and a running server. The host page is made up by the browser
under the server's own address, so no setting is needed. Bytes are those on the wire, headers included.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
HOST = '<!doctype html><html lang="en"><title>Host</title><h1>Host</h1>{script}</html>'
SCRIPT = '<script async src="/widget/v1/fulcrum.js"></script>'
SETTLE = 1500  # milliseconds for what is fetched late; the heartbeat never ends, so the network is never idle
ROW = "{:<44}{:>9}{:>11}{:>10}"


class Meter:
    """Counts what a page fetches from the server, and the time until something is there."""

    def __init__(self, browser: Browser, url: str, script: str = "") -> None:
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        self.requests, self.bytes = 0, 0
        self.host = f"{url}host-page"
        self.page.route(self.host, lambda route: _host_page(route, script))
        session = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._request)
        session.on("Network.loadingFinished", self._finished)

    def _request(self, event: dict[str, Any]) -> None:
        is_ours = not event["response"]["url"].startswith((self.host, "data:", "blob:"))
        self.requests += is_ours and not event["response"].get("fromDiskCache", False)

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def row(self, name: str, act: Callable[[Page], object]) -> str:
        """One line: what was fetched and how long it took until ``act`` was through."""
        self.requests = self.bytes = 0
        began = time.perf_counter()
        act(self.page)
        took = time.perf_counter() - began
        self.page.wait_for_timeout(SETTLE)
        return ROW.format(name, self.requests, f"{self.bytes / 1000:.1f} kB", f"{took * 1000:.0f} ms")


def _host_page(route: Route, script: str) -> None:
    route.fulfill(body=HOST.format(script=script), content_type="text/html")


def _open(page: Page) -> None:
    page.locator("fulcrum-advisor .launch").click()
    page.locator("fulcrum-advisor iframe").wait_for()
    page.locator("fulcrum-advisor .note").wait_for(state="hidden")


def measure(browser: Browser, url: str) -> list[str]:
    """The table for the server at ``url`` (with a slash at its end), a line at a time."""
    lines = [ROW.format("", "requests", "transfer", "until")]
    without = Meter(browser, url)
    lines.append(without.row("host page without the widget", lambda page: page.goto(without.host)))
    closed = Meter(browser, url, SCRIPT)

    def arrive(page: Page) -> None:
        page.goto(closed.host)
        page.locator("fulcrum-advisor .launch").wait_for()

    lines.append(closed.row("host page with the widget, closed", arrive))
    lines.append(closed.row("first open, until the chat can be used", _open))
    closed.page.evaluate("Fulcrum.close()")
    lines.append(closed.row("closed and opened again", _open))
    plain = Meter(browser, url)

    def visit(page: Page) -> None:
        page.goto(url)
        page.locator(".start").wait_for()

    lines.append(plain.row("the plain Gradio page", visit))
    return lines


def main(url: str = "http://127.0.0.1:7860/") -> None:
    """Print the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        print("\n".join(measure(browser, url.rstrip("/") + "/")))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:2])
