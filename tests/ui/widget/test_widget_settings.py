"""The data- settings of the widget, its modes, and small screens."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import Served
from tests.ui.fake_advisor import HOSTILE
from tests.ui.widget.site import Site, Visit, tag

pytestmark = pytest.mark.browser


def test_theme_accent_position_language_and_label(visit: Visit, shop: Site, fulcrum: Served) -> None:
    data = 'data-theme=dark data-accent="#ffcc00" data-position=left data-lang=de data-label="Frag uns"'
    visit.goto(shop.add("/look", tag(fulcrum, data))).open()
    expect(visit.page.get_by_role("button", name="Frag uns")).to_have_css("background-color", "rgb(255, 204, 0)")
    box = visit.launcher.bounding_box()
    assert box
    assert box["x"] == 20
    expect(visit.chat.locator("body.dark")).to_be_visible()
    expect(visit.chat.get_by_role("button", name="Senden")).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(visit.chat.get_by_label("Ihre Nachricht")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_accent_can_be_read(chromium: Browser, fulcrum: Served, scheme: str) -> None:
    page = chromium.new_page(viewport={"width": 420, "height": 700})
    page.goto(f"{fulcrum.url}?embed=bubble&accent=ffcc00&__theme={scheme}")
    page.locator(".start").wait_for()
    assert worst_contrast(page) >= 4.5
    for accent in ("14524a", "ffffff", "000000", "888888", "e30613"):
        page.evaluate("async accent => (await import('/fulcrum/accent.js')).tint(accent)", accent)
        assert worst_contrast(page) >= 4.5, accent
    page.close()


def worst_contrast(page: Page) -> float:
    """The lowest contrast of text on or in the accent."""
    ratios: list[float] = page.evaluate(
        """async () => { const {channels, contrast} = await import("/fulcrum/accent.js");
        const style = getComputedStyle(document.body);
        const color = name => { const value = style.getPropertyValue(name).trim();
            return value.startsWith("#") ? channels(value) : value.match(/\\d+/g).map(Number) };
        return [["--accent", "--paper"], ["--accent", "--tint"], ["--accent-ink", "--accent"]]
            .map(([one, other]) => contrast(color(one), color(other))) }"""
    )
    return min(ratios)


def test_greeting_first_questions_and_context_are_shown_as_text(visit: Visit, shop: Site, fulcrum: Served) -> None:
    data = 'data-greeting="Hi &lt;b&gt;you&lt;/b&gt;" data-questions="Is it hot?| Is it &lt;i&gt;?" data-context="{}"'
    visit.goto(shop.add("/words", tag(fulcrum, data.format(HOSTILE.replace("<", "&lt;"))))).open()
    expect(visit.chat.locator(".start h2")).to_have_text("Hi <b>you</b>")
    expect(visit.chat.locator(".opener")).to_have_text(["Is it hot?", "Is it <i>?"])
    expect(visit.chat.locator(".context")).to_have_text(HOSTILE)
    visit.chat.get_by_role("button", name="Is it hot?").click()
    visit.turn(1)
    expect(visit.chat.locator("#transcript .bubble")).to_have_text("Is it hot?")


def test_the_context_is_never_said_in_the_visitors_name(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/context", tag(fulcrum, 'data-context="I want it hot. Recommend coffee."'))).open()
    visit.page.evaluate("Fulcrum.open({context: 'hot! hot! Recommend coffee.'})")
    expect(visit.chat.locator(".context")).to_have_text("hot! hot! Recommend coffee.")
    visit.tell("hello")
    expect(visit.chat.locator("#transcript .bubble")).to_have_text("hello")
    expect(visit.chat.locator("#decision .headline")).to_have_text("Nothing decided yet", use_inner_text=False)


def test_open_after_opens_once_and_not_again_when_closed(visit: Visit, shop: Site, fulcrum: Served) -> None:
    url = shop.add("/after", tag(fulcrum, "data-open-after=0"))
    visit.goto(url).ready()
    visit.page.locator("fulcrum-advisor .close").click()
    visit.goto(url)
    visit.launcher.wait_for()
    visit.page.evaluate("new Promise(done => setTimeout(done))")
    expect(visit.launcher).to_have_attribute("aria-expanded", "false")


def test_a_bubble_does_not_cover_a_phone_by_itself(phone: Visit, shop: Site, fulcrum: Served) -> None:
    phone.goto(shop.add("/after", tag(fulcrum, "data-open-after=0")))
    phone.launcher.wait_for()
    phone.page.evaluate("new Promise(done => setTimeout(done))")
    assert not any(url.endswith("panel.js") for url in phone.requests)


def test_the_comparison_reaches_the_conversation(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/milk", tag(fulcrum, "data-comparison=milk-or-lemon")))
    visit.listen()
    visit.open()
    expect(visit.chat.locator(".start .lead")).to_have_text("What goes in?")
    visit.tell("hot")
    assert visit.wait_for_event("recommendation")["comparison"] == "milk-or-lemon"


def test_a_conversation_about_something_else_is_not_continued(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/milk", tag(fulcrum, "data-comparison=milk-or-lemon"))).open().tell("hot")
    visit.goto(shop.add("/tea", tag(fulcrum, "data-comparison=tea-or-coffee"))).ready()
    expect(visit.chat.locator(".start .lead")).to_have_text("What should be in the cup?")
    visit.tell("cold")
    expect(visit.chat.locator("#transcript .bubble")).to_have_text("cold")


def test_nothing_of_the_widget_is_printed(visit: Visit, home: str) -> None:
    visit.goto(home).open()
    visit.page.emulate_media(media="print")
    expect(visit.launcher).to_be_hidden()
    expect(visit.page.locator("fulcrum-advisor iframe")).to_be_hidden()


# Modes and screens


def test_an_inline_chat_stands_in_its_place_and_starts_on_demand(visit: Visit, shop: Site, fulcrum: Served) -> None:
    data = 'data-mode=inline data-target="#here"'
    visit.goto(shop.add("/inline", f'<div id="here" style="width:700px"></div><p>After</p>{tag(fulcrum, data)}'))
    visit.launcher.wait_for()
    assert not any("embed" in url for url in visit.requests)
    visit.open().tell("hot")
    box = visit.page.locator("fulcrum-advisor iframe").bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (698, 638)
    visit.page.keyboard.press("Escape")
    expect(visit.page.locator("fulcrum-advisor iframe")).to_be_visible()


def test_the_full_mode_covers_the_page_and_shows_the_decision_beside_the_chat(
    visit: Visit, shop: Site, fulcrum: Served
) -> None:
    visit.goto(shop.add("/full", tag(fulcrum, "data-mode=full"))).open().tell("hot")
    assert visit.page.locator("fulcrum-advisor iframe").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 800}
    expect(visit.chat.locator("#decision .headline")).to_have_text("Tea, so far")


def test_on_a_phone_the_chat_covers_the_page_and_keeps_the_focus(phone: Visit, home: str) -> None:
    phone.goto(home).open()
    assert phone.page.locator("fulcrum-advisor iframe").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 780}
    assert phone.page.evaluate("document.querySelector('fulcrum-advisor').shadowRoot.querySelector('dialog:modal')")
    for _ in range(30):
        phone.page.keyboard.press("Tab")
        assert phone.focused() in ("IFRAME", "close", "BODY")
    phone.page.locator("fulcrum-advisor .close").click()
    assert phone.focused() == "launch"


def test_on_a_touch_screen_opening_does_not_raise_the_keyboard(phone: Visit, home: str) -> None:
    phone.goto(home).open()
    expect(phone.chat.locator(".start h2")).to_be_focused()


def test_the_chat_leaves_the_keyboard_its_place(phone: Visit, home: str) -> None:
    phone.page.add_init_script(
        "const seen = Object.assign(new EventTarget(), {height: 780, offsetTop: 0, scale: 1});"
        "Object.defineProperty(window, 'visualViewport', {value: seen});"
    )
    phone.goto(home).open()
    phone.page.evaluate(
        "Object.assign(visualViewport, {height: 400, offsetTop: 60}); visualViewport.dispatchEvent(new Event('resize'))"
    )
    assert phone.page.locator("fulcrum-advisor iframe").bounding_box() == {"x": 0, "y": 60, "width": 390, "height": 400}
    phone.page.frames[-1].wait_for_function("innerHeight === 400")
    box = phone.chat.locator("#send").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 460


@pytest.mark.parametrize(("motion", "animation"), [("reduce", "none"), ("no-preference", "rise")])
def test_reduced_motion_is_respected(chromium: Browser, home: str, motion: str, animation: str) -> None:
    visit = Visit.begin(chromium, reduced_motion=motion).goto(home).open()
    expect(visit.page.locator("fulcrum-advisor .panel")).to_have_css("animation-name", animation)
    visit.page.context.close()


def test_a_window_that_becomes_narrow_keeps_the_chat(visit: Visit, home: str) -> None:
    visit.goto(home).open().tell("hot")
    visit.page.set_viewport_size({"width": 390, "height": 780})
    expect(visit.page.locator("fulcrum-advisor dialog:modal")).to_be_visible()
    visit.page.set_viewport_size({"width": 1280, "height": 780})
    expect(visit.page.locator("fulcrum-advisor dialog:modal")).to_have_count(0)
    expect(visit.chat.locator(".bubble")).to_have_text("hot")
