"""The page in a real browser."""

import json
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot import Settings
from tests.ui.conftest import Served
from tests.ui.fake_advisor import HOSTILE, FakeAdvisor
from ui.app import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def advisor() -> FakeAdvisor:
    return FakeAdvisor()


@pytest.fixture(scope="module")
def served(advisor: FakeAdvisor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all visitors of this page."""
    settings = Settings(data=tmp_path_factory.mktemp("page"), messages_per_minute=10_000, _env_file=None)
    server = Served(create_app(settings, advisor))
    yield server
    server.stop()


def tell(page: Page, message: str, turn: int = 1) -> None:
    page.get_by_label("Your message").fill(message)
    page.keyboard.press("Enter")
    page.locator(f"#transcript [data-turn='{turn}']").first.wait_for()


def test_a_message_gets_a_reply_and_the_decision_follows(page: Page) -> None:
    tell(page, "hot, please")
    expect(page.locator(".words")).to_contain_text("Tea keeps warm")
    expect(page.locator("#decision .headline")).to_have_text("Tea, so far")
    expect(page.locator(".facts")).to_contain_text("Hot")
    expect(page.get_by_label("Your message")).to_have_value("")


def test_an_opener_starts_the_conversation(page: Page) -> None:
    page.locator(".opener").last.click()
    expect(page.locator(".bubble")).to_have_text("What is the difference between tea and coffee?")


def test_choices_can_be_tapped_also_the_same_one_twice(page: Page) -> None:
    tell(page, "hot")
    for turn in (2, 3):
        page.get_by_role("button", name="Skip", exact=True).click()
        page.locator(f"#transcript [data-turn='{turn}']").first.wait_for()
    expect(page.locator(".bubble")).to_have_text(["hot", "Skip", "Skip"])


def test_a_citation_opens_its_passage_by_keyboard_and_escape_closes_it(page: Page) -> None:
    tell(page, "hot")
    page.get_by_role("button", name="Source 1: The pot").focus()
    page.keyboard.press("Enter")
    passage = page.get_by_role("dialog", name="The pot")
    expect(passage).to_contain_text("A. Brewer")
    expect(passage.get_by_role("button", name="Close the source")).to_be_focused()
    page.keyboard.press("Escape")
    expect(passage).to_be_hidden()
    expect(page.get_by_role("button", name="Source 1: The pot")).to_be_focused()


def test_the_conversation_is_there_after_a_reload_and_after_a_restart(page: Page, served: Served) -> None:
    tell(page, "hot")
    page.reload()
    expect(page.locator(".bubble")).to_have_text("hot")
    with served.away():
        pass
    page.reload()
    expect(page.locator(".bubble")).to_have_text("hot")
    tell(page, "more", turn=2)


def test_a_new_conversation_is_empty_and_stays_so(page: Page) -> None:
    tell(page, "hot")
    page.get_by_role("button", name="New conversation").click()
    page.locator(".start").wait_for()
    page.reload()
    page.locator(".start").wait_for()
    assert page.locator(".bubble").count() == 0


@pytest.mark.parametrize("message", [HOSTILE, "a\n\n**b** ![x](https://evil.example/x.png)\n\n<b>c</b>", "$$x$$ `y`"])
def test_what_the_visitor_says_is_shown_as_it_was_said(page: Page, message: str) -> None:
    foreign: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if "evil" in request.url else None)
    tell(page, message)
    assert page.locator("#transcript .bubble").text_content() == message
    assert page.locator("#transcript img").count() == 0
    assert foreign == []


def test_an_error_is_explained_and_the_text_stays(page: Page) -> None:
    page.get_by_label("Your message").fill("boom")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Try again")
    expect(page.get_by_label("Your message")).to_have_value("boom")


def test_a_message_that_is_too_long_says_so_and_the_text_stays(page: Page) -> None:
    page.get_by_label("Your message").fill("x" * 4001)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("shorten it to 4,000 characters")
    expect(page.get_by_label("Your message")).to_have_value("x" * 4001)


def test_when_the_server_is_down_the_text_stays_and_the_visitor_is_told(page: Page, served: Served) -> None:
    with served.away():
        page.get_by_label("Your message").fill("hot")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("connection")
        expect(page.get_by_label("Your message")).to_have_value("hot")


def test_stop_gives_the_message_back(page: Page, advisor: FakeAdvisor) -> None:
    page.get_by_label("Your message").fill("slow")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("alert")).to_contain_text("Stopped")
    expect(page.get_by_label("Your message")).to_have_value("slow")
    advisor.go_on.set()


def test_one_announcement_is_made_and_only_at_the_end(page: Page) -> None:
    page.evaluate(
        "() => { window.heard = []; const region = document.querySelector('#announcer [role=status]');"
        "new MutationObserver(() => heard.push(region.innerText))"
        ".observe(region, {childList: true, subtree: true, characterData: true}) }"
    )
    told = "Fulcrum: Tea keeps warm . You are at turn {}. How tight is the budget?"
    for turn in (1, 2):  # what came too often for the first is there when the second has come
        tell(page, "hot", turn)
        page.wait_for_function("text => heard.some(one => one.trim() === text)", arg=told.format(turn))
    heard = [text.strip() for text in page.evaluate("window.heard") if text.strip()]
    assert heard == [told.format(1), told.format(2)]
    assert page.locator("main [aria-live]:not(.tried), main [role=log]").count() == 0


def test_visitors_do_not_wait_for_one_another(chromium: Browser, served: Served) -> None:
    pages = [chromium.new_page() for _ in range(3)]
    for page in pages:
        page.goto(served.url)
        page.locator(".start").wait_for()
        page.get_by_label("Your message").fill("together")
    for page in pages:
        page.keyboard.press("Enter")
    for page in pages:
        page.locator("#transcript .turn").wait_for()
        page.close()


def test_feedback_reaches_the_advisor(page: Page, advisor: FakeAdvisor) -> None:
    tell(page, "hot")
    page.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    assert advisor.ratings == [(f"c{len(advisor.conversations)}", 1, "up")]


def test_a_weight_can_be_tried(page: Page) -> None:
    page.get_by_text("Try other weights").click()
    page.get_by_label("Warmth").fill("10")
    expect(page.locator(".tried")).to_have_text("With these weights: Tea 90%, Coffee 10%.")


def unfolded(page: Page) -> Locator:
    """The sheet about the comparison with its first option unfolded, all by keyboard."""
    page.get_by_role("button", name="About this comparison").press("Enter")
    sheet = page.get_by_role("dialog", name="About this comparison")
    sheet.locator("summary", has_text="Tea").press("Enter")
    return sheet


def test_both_sides_of_an_option_are_shown_together_also_of_the_favourite(page: Page) -> None:
    tell(page, "hot")
    expect(page.locator("#decision .headline")).to_have_text("Tea, so far")
    sheet = unfolded(page)
    pro, con = (sheet.get_by_text(text).bounding_box() for text in ("Good 1 of tea.", "Bad 1 of tea."))
    assert pro
    assert con
    assert (pro["y"], pro["width"] > 200) == (con["y"], con["width"] > 200)
    expect(sheet.get_by_text("How it can mislead").first).to_be_visible()


def test_a_source_in_the_sheet_opens_over_it_and_escape_closes_one_after_the_other(page: Page) -> None:
    sheet = unfolded(page)
    sheet.get_by_role("button", name="Source 1: The pot").first.press("Enter")
    expect(page.get_by_role("dialog", name="The pot")).to_contain_text("A. Brewer")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="The pot")).to_be_hidden()
    expect(sheet.get_by_text("Good 1 of tea.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_a_turn_leaves_the_sheet_as_it_was_unfolded(page: Page) -> None:
    sheet = unfolded(page)
    expect(sheet.get_by_text("Good 1 of tea.")).to_be_visible()
    page.keyboard.press("Escape")
    tell(page, "hot")
    page.get_by_role("button", name="About this comparison").press("Enter")
    expect(sheet.get_by_text("Good 1 of tea.")).to_be_visible()


def test_a_sheet_that_cannot_be_loaded_says_so_and_is_tried_again(page: Page) -> None:
    page.route("**/about/*", lambda route: route.abort())
    page.get_by_role("button", name="About this comparison").press("Enter")
    expect(page.locator("#about-comparison")).to_contain_text("could not be loaded")
    page.unroute("**/about/*")
    page.keyboard.press("Escape")
    expect(unfolded(page).get_by_text("Good 1 of tea.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 375, 768])
def test_the_sheet_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.locator("#peek").click()
    sheet = unfolded(page)
    expect(sheet.get_by_text("Bad 3 of tea.")).to_be_visible()
    assert sheet.evaluate("sheet => sheet.scrollWidth - sheet.clientWidth") == 0


def test_nothing_is_fetched_from_elsewhere_and_only_the_id_is_stored(chromium: Browser, served: Served) -> None:
    page = chromium.new_page()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(served.url)
    page.locator(".start").wait_for()
    tell(page, "hot")
    assert [url for url in urls if not url.startswith((served.url, "data:", "blob:"))] == []
    assert list(json.loads(page.evaluate("JSON.stringify(localStorage)"))) == ["fulcrum.conversation"]
    page.close()


def test_no_width_scrolls_sideways(page: Page) -> None:
    tell(page, "hot")
    for width in (1280, 768, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("width => innerWidth === width", arg=width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_as_light_or_dark_as_the_system(
    chromium: Browser, served: Served, scheme: Literal["light", "dark"]
) -> None:
    page = chromium.new_page(color_scheme=scheme)
    page.goto(served.url)
    page.locator(".start").wait_for()
    assert page.locator("body.dark").count() == (scheme == "dark")
    page.close()


def test_on_a_phone_the_decision_is_one_tap_away(chromium: Browser, served: Served) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    page.goto(served.url)
    page.locator(".start").wait_for()
    tell(page, "hot")
    page.get_by_role("button", name="Tea 84%").click()
    expect(page.locator("#decision .headline")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#decision .headline")).to_be_hidden()
    page.close()
