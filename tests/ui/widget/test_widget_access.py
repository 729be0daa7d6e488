"""The widget for everybody: axe-core finds nothing, closed and open, on desks and phones, light and dark."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Frame

from tests.ui.conftest import Served
from tests.ui.widget.conftest import PHONE
from tests.ui.widget.site import Site, Visit, tag

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
DESK: dict[str, Any] = {}
EVERYTHING = 'data-handoff="Talk to us" data-context="Cups" data-greeting="Hello" data-questions="Hot?|Cold?"'


def faults(frame: Frame) -> list[str]:
    """What axe-core finds in one document, with all of its rules."""
    frame.evaluate(AXE)
    found = frame.evaluate("async () => (await axe.run(document, {iframes: false})).violations")
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def faults_here(visit: Visit, fulcrum: Served) -> list[str]:
    """What is wrong in the host page and in the frame of the chat."""
    own = [frame for frame in visit.page.frames if frame.url.startswith(fulcrum.url)]
    return [fault for frame in (visit.page.main_frame, *own) for fault in faults(frame)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_axe_finds_nothing_closed_open_and_in_a_conversation(
    browser: Browser, shop: Site, fulcrum: Served, screen: dict[str, Any], scheme: str
) -> None:
    visit = Visit.begin(browser, color_scheme=scheme, reduced_motion="reduce", **screen)
    visit.goto(shop.add("/axe", tag(fulcrum, EVERYTHING)))
    visit.launcher.wait_for()
    assert faults_here(visit, fulcrum) == []
    visit.open()
    assert faults_here(visit, fulcrum) == []
    visit.tell("hot")
    assert faults_here(visit, fulcrum) == []
    visit.chat.get_by_role("button", name="Talk to us").click()
    visit.chat.get_by_role("dialog", name="Talk to us").wait_for()
    assert faults_here(visit, fulcrum) == []
    visit.page.context.close()


@pytest.mark.parametrize("mode", ["inline", "full"])
def test_axe_finds_nothing_in_the_other_modes(visit: Visit, shop: Site, fulcrum: Served, mode: str) -> None:
    place = '<div id="here"></div>'
    visit.goto(shop.add("/axe-mode", place + tag(fulcrum, f'data-mode={mode} data-target="#here"')))
    visit.launcher.wait_for()
    assert faults_here(visit, fulcrum) == []
    visit.open().tell("hot")
    assert faults_here(visit, fulcrum) == []


def test_axe_finds_nothing_when_the_chat_cannot_be_reached(visit: Visit, home: str, fulcrum: Served) -> None:
    visit.page.route("**/?embed=bubble", lambda route: None)
    visit.page.clock.install()
    visit.goto(home)
    visit.launcher.click()
    visit.page.locator("fulcrum-advisor iframe").wait_for()
    visit.page.clock.fast_forward(26_000)
    visit.page.get_by_role("button", name="Try again").wait_for()
    visit.page.clock.resume()
    assert faults(visit.page.main_frame) == []


def test_axe_does_find_what_is_wrong(visit: Visit, shop: Site) -> None:
    visit.goto(shop.add("/bad", "<img src=x><button></button>"))
    assert {fault.split(":")[0] for fault in faults(visit.page.main_frame)} >= {"image-alt", "button-name"}
