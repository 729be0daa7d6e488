"""The widget and the scripts of its host: calls, events, and scripts of yesterday."""

from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.ui.conftest import Served
from tests.ui.widget.site import Site, Visit, tag

pytestmark = pytest.mark.browser


def test_open_fills_the_box_or_submits(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.launcher.wait_for()
    visit.page.evaluate("Fulcrum.open({query: 'hot tea?'})")
    visit.ready()
    expect(visit.chat.get_by_label("Your message")).to_have_value("hot tea?")
    assert visit.chat.locator(".bubble").count() == 0
    visit.page.evaluate("Fulcrum.open({query: 'hot', submit: true})")
    visit.turn(1)
    expect(visit.chat.locator("#transcript .bubble")).to_have_text("hot")


def test_send_close_toggle_and_reset(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.launcher.wait_for()
    visit.page.evaluate("Fulcrum.send('hot'); Fulcrum.send('more')")
    visit.ready().turn(2)
    visit.page.evaluate("Fulcrum.close()")
    expect(visit.page.locator("fulcrum-advisor iframe")).to_be_hidden()
    visit.page.evaluate("Fulcrum.toggle()")
    expect(visit.chat.locator(".bubble")).to_have_text(["hot", "more"])
    visit.page.evaluate("Fulcrum.reset()")
    expect(visit.chat.locator(".start")).to_be_visible()


def test_the_page_hears_what_happens_but_not_what_is_said(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.listen()
    visit.open().tell("hot")
    verdict = visit.wait_for_event("recommendation")
    assert verdict == {
        "comparison": "tea-or-coffee",
        "option": "tea",
        "name": "Tea",
        "share": 0.84,
        "status": "leaning",
    }
    assert visit.heard("message") == [{"turn": 1}]
    visit.page.evaluate("Fulcrum.close()")
    assert [len(visit.heard(name)) for name in ("opened", "closed", "error")] == [1, 1, 0]


def test_a_listener_can_be_taken_off_and_one_that_fails_harms_nobody(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.launcher.wait_for()
    visit.page.evaluate(
        "window.count = 0; window.add = () => count++; Fulcrum.on('opened', () => { throw new Error('mine') });"
        "Fulcrum.on('opened', add); Fulcrum.on('opened', add); Fulcrum.on('closed', add); Fulcrum.off('closed', add)"
    )
    visit.open()
    visit.page.evaluate("Fulcrum.close()")
    assert visit.page.evaluate("count") == 1


@pytest.mark.parametrize(
    "stub",
    [
        "window.Fulcrum = []; Fulcrum.push(['open', {query: 'early'}])",
        "window.Fulcrum = new Proxy([],"
        " {get: (calls, name) => calls[name] || ((...values) => calls.push([name, ...values]))});"
        "Fulcrum.on('opened', () => {}); Fulcrum.open({query: 'early'})",
    ],
    ids=["push", "proxy"],
)
def test_calls_made_before_the_script_is_there_are_kept(visit: Visit, shop: Site, fulcrum: Served, stub: str) -> None:
    visit.goto(shop.add("/early", f"<script>{stub}</script>{tag(fulcrum)}")).ready()
    expect(visit.chat.get_by_label("Your message")).to_have_value("early")


def test_a_handoff_is_offered_with_its_disclosure_and_needs_consent(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/handoff", tag(fulcrum, 'data-handoff="Talk to us" data-context="Cups, page 2"')))
    visit.listen()
    visit.open().tell("hot")
    visit.chat.get_by_role("button", name="Talk to us").click()
    consent = visit.chat.get_by_role("dialog", name="Talk to us")
    expect(consent).to_contain_text("We sell tea.")
    expect(consent).to_contain_text("can read this conversation")
    assert visit.heard("handoff") == []
    consent.get_by_role("button", name="Talk to us").click()
    detail = visit.wait_for_event("handoff")
    assert (detail["option"], detail["context"], bool(detail["conversation"])) == ("tea", "Cups, page 2", True)


# Scripts of yesterday

STORED = Path(__file__).parents[2] / "data" / "widget-v1"


def serve(file: Path, route: Route) -> None:
    route.fulfill(path=file, content_type="text/javascript")


@pytest.mark.parametrize("files", [("fulcrum.js",), ("fulcrum.js", "panel.js")], ids=" and ".join)
def test_scripts_that_a_site_or_browser_has_kept_work_with_this_server(
    visit: Visit, home: str, files: tuple[str, ...]
) -> None:
    for name in files:
        visit.page.route(f"**/widget/v1/{name}", partial(serve, STORED / name))
    visit.goto(home)
    visit.listen()
    visit.page.evaluate("Fulcrum.open({query: 'hot', submit: true, context: 'Cups'})")
    visit.ready().turn(1)
    assert visit.wait_for_event("recommendation")["option"] == "tea"
    visit.page.evaluate("Fulcrum.reset()")
    expect(visit.chat.locator(".start")).to_be_visible()
    visit.chat.get_by_label("Your message").press("Escape")
    expect(visit.launcher).to_have_attribute("aria-expanded", "false")
    assert visit.heard("error") == []
