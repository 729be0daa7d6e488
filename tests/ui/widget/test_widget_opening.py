"""The widget on a page of another site: opening, closing, moving on, and what a host page does to it."""

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Served
from tests.ui.widget.site import LOADER, Site, Visit, tag

pytestmark = pytest.mark.browser


def test_before_the_first_open_only_the_loader_is_requested_and_nothing_is_stored(visit: Visit, home: str) -> None:
    visit.goto(home)
    expect(visit.launcher).to_be_visible()
    assert [url for url in visit.requests if not url.startswith(home)] == [
        url for url in visit.requests if url.endswith(LOADER)
    ]
    assert visit.page.context.cookies() == []
    assert visit.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_chat_opens_with_the_focus_in_it_and_answers(visit: Visit, home: str) -> None:
    visit.goto(home).open()
    expect(visit.chat.get_by_label("Your message")).to_be_focused()
    visit.page.keyboard.type("hot, please")
    visit.page.keyboard.press("Enter")
    expect(visit.chat.locator(".words")).to_contain_text("Tea keeps warm")
    assert visit.page.context.cookies() == []


def test_escape_in_the_chat_closes_it_and_gives_the_focus_back(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.launcher.focus()
    visit.page.keyboard.press("Enter")
    visit.ready()
    expect(visit.chat.get_by_label("Your message")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(visit.launcher).to_have_attribute("aria-expanded", "false")
    expect(visit.launcher).to_be_focused()


def test_escape_closes_an_open_passage_first(visit: Visit, home: str) -> None:
    visit.goto(home).open().tell("hot")
    visit.chat.get_by_role("button", name="Source 1: The pot").click()
    passage = visit.chat.get_by_role("dialog", name="The pot")
    expect(passage.get_by_role("button", name="Close the source")).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(passage).to_be_hidden()
    expect(visit.launcher).to_have_attribute("aria-expanded", "true")


def test_everything_works_by_keyboard_alone(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.launcher.wait_for()
    visit.page.keyboard.press("Tab")
    assert visit.focused() == "launch"
    visit.page.keyboard.press("Enter")
    visit.ready()
    visit.page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if visit.focused() == "close":
            break
        visit.page.keyboard.press("Shift+Tab")
    visit.page.keyboard.press("Enter")
    expect(visit.launcher).to_be_focused()


def test_the_decision_is_one_button_away(visit: Visit, home: str) -> None:
    visit.goto(home).open().tell("hot")
    expect(visit.chat.locator("#decision")).to_be_hidden()
    visit.chat.get_by_role("button", name="Tea 84%").click()
    expect(visit.chat.locator("#decision .headline")).to_have_text("Tea, so far")


def test_the_conversation_survives_the_next_page_and_a_reload(visit: Visit, home: str) -> None:
    visit.goto(home).open().tell("hot")
    visit.goto(home + "other").ready()
    expect(visit.chat.locator(".bubble")).to_have_text("hot")
    visit.page.reload()
    visit.ready().tell("more", turn=2)
    visit.page.locator("fulcrum-advisor .close").click()
    visit.goto(home)
    expect(visit.launcher).to_have_attribute("aria-expanded", "false")
    visit.open()
    expect(visit.chat.locator(".bubble")).to_have_text(["hot", "more"])


def test_a_page_that_opens_the_chat_again_leaves_the_focus_alone(visit: Visit, home: str) -> None:
    visit.goto(home).open()
    visit.page.reload()
    visit.ready()
    assert visit.focused() == "BODY"


# What a host page does to it


def test_a_page_that_replaces_its_body_keeps_chat_and_unsent_text(visit: Visit, home: str) -> None:
    visit.goto(home).open()
    visit.chat.get_by_label("Your message").fill("half a sent")
    visit.page.evaluate("document.body.innerHTML = '<main><h1>Basket</h1></main>'")
    visit.page.evaluate("document.body.replaceWith(document.createElement('body'))")
    expect(visit.chat.get_by_label("Your message")).to_have_value("half a sent")


def test_a_page_that_replaces_the_whole_document_gets_the_chat_back(visit: Visit, home: str) -> None:
    visit.goto(home).open().tell("hot")
    visit.page.evaluate("document.documentElement.innerHTML = '<head></head><body>new</body>'")
    visit.ready()
    expect(visit.chat.locator(".bubble")).to_have_text("hot")


def test_an_inline_chat_whose_place_is_rendered_anew_goes_on(visit: Visit, shop: Site, fulcrum: Served) -> None:
    element = "<fulcrum-advisor></fulcrum-advisor>"
    visit.goto(shop.add("/spa", f'{tag(fulcrum, "data-mode=none")}<div id="app">{element}</div>')).open().tell("hot")
    visit.page.evaluate(f"document.getElementById('app').innerHTML = '{element}'")
    visit.ready()
    expect(visit.chat.locator(".bubble")).to_have_text("hot")


LOUD = (
    "<style>* { color: red !important; font: 40px fantasy !important; margin: 9px; display: block; opacity: .5;"
    " position: static; box-sizing: content-box }"
    " button, dialog, iframe { background: lime !important; width: 9px }</style>"
)
LOOK = """selector => { const style = getComputedStyle(document.querySelector("fulcrum-advisor").shadowRoot
    .querySelector(selector)); return Object.fromEntries([...style].map(name => [name, style[name]])) }"""


def test_the_host_style_does_not_leak_in(visit: Visit, shop: Site, fulcrum: Served, home: str) -> None:
    parts = (".launch", ".launch span", ".panel", ".close", "iframe")
    visit.goto(home).open()
    plain = {part: visit.page.evaluate(LOOK, part) for part in parts}
    visit.goto(shop.add("/loud", LOUD + tag(fulcrum))).ready()
    assert {part: visit.page.evaluate(LOOK, part) for part in parts} == plain


def test_the_host_style_does_not_reach_the_element_itself(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/loud", LOUD + tag(fulcrum)))
    visit.launcher.wait_for()
    for name, value in (("opacity", "1"), ("display", "contents"), ("margin", "0px")):
        expect(visit.page.locator("fulcrum-advisor")).to_have_css(name, value)


def test_the_widget_style_does_not_leak_out(visit: Visit, home: str) -> None:
    look = """() => [...document.querySelectorAll("html, body, main, h1, p")].map(element => {
        const style = getComputedStyle(element); return [...style].map(name => style[name]).join() })"""
    visit.goto(home)
    before = visit.page.evaluate("() => { document.querySelector('fulcrum-advisor')?.remove(); return 0 }")
    without = visit.page.evaluate(look)
    visit.goto(home).open()
    assert (before, visit.page.evaluate(look)) == (0, without)
