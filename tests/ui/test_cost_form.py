"""The fold "Running cost" in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot import Settings
from tests.ui.conftest import Served
from tests.ui.fake_advisor import FakeAdvisor
from ui.app import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all visitors of this page."""
    settings = Settings(data=tmp_path_factory.mktemp("cost"), messages_per_minute=10_000, _env_file=None)
    server = Served(create_app(settings, FakeAdvisor()))
    yield server
    server.stop()


@pytest.fixture
def form(page: Page) -> Page:
    """The start page with the fold open."""
    page.get_by_text("Running cost", exact=True).click()
    return page


def sums(page: Page) -> list[str]:
    return [" ".join(row.split()) for row in page.locator(".bill tbody tr").all_inner_texts()]


def test_sums_and_their_assumptions_are_there_before_anything_is_said(form: Page) -> None:
    assert sums(form) == ["Tea $330 $20 $3,980", "Coffee at least $150 at least $0 at least $1,800"]
    expect(form.locator("#cost-machine-origin")).to_have_text("not known")
    expect(form.get_by_label("Machine")).to_have_attribute("placeholder", "not known")


def test_an_edited_number_changes_the_sums(form: Page) -> None:
    form.get_by_label("Cups a day").fill("200")
    expect(form.locator(".bill tbody tr").first).to_contain_text("$630")
    expect(form.locator("#cost-cups-origin")).to_have_text("yours, to try")
    expect(form.locator(".costs .told")).to_have_text(
        "Calculated with the numbers below. Lowest with all prices known: Tea, $630 a month."
    )


def test_a_price_filled_in_gives_the_break_even(form: Page) -> None:
    form.get_by_label("Machine").fill("120")
    expect(form.locator(".evens")).to_have_text("Coffee costs less a month than tea from 61 cups a day on.")
    assert sums(form) == ["Coffee $270 $0 $3,240", "Tea $330 $20 $3,980"]
    expect(form.locator(".least")).to_be_empty()


@pytest.mark.parametrize("wrong", ["-5", "999999999"])
def test_a_number_out_of_range_is_refused_and_the_sums_stay(form: Page, wrong: str) -> None:
    form.get_by_label("Cups a day").fill(wrong)
    expect(form.locator(".costs .told")).to_have_text(
        "Cups a day: give a number from 1 to 100,000. The sums above are still those from before."
    )
    expect(form.get_by_label("Cups a day")).to_have_attribute("aria-invalid", "true")
    assert sums(form)[0] == "Tea $330 $20 $3,980"


def test_without_the_server_the_numbers_stay(form: Page, served: Served) -> None:
    with served.away():
        form.get_by_label("Cups a day").fill("300")
        expect(form.locator(".costs .told")).to_contain_text("Your numbers are still here")
        expect(form.get_by_label("Cups a day")).to_have_value("300")


def test_the_way_back_restores_numbers_and_sums(form: Page) -> None:
    form.get_by_label("Cups a day").fill("200")
    expect(form.locator(".bill tbody tr").first).to_contain_text("$630")
    form.get_by_role("button", name="Back to my numbers").click()
    expect(form.locator(".bill tbody tr").first).to_contain_text("$330")
    expect(form.get_by_label("Cups a day")).to_have_value("100")
    expect(form.locator("#cost-cups-origin")).to_have_text("assumed")


def test_edits_outlive_a_turn_of_the_chat(form: Page) -> None:
    form.get_by_label("Cups a day").fill("200")
    expect(form.locator(".bill tbody tr").first).to_contain_text("$630")
    form.get_by_label("Your message").fill("hot")
    form.keyboard.press("Enter")
    form.locator("#transcript [data-turn='1']").first.wait_for()
    expect(form.get_by_label("Cups a day")).to_have_value("200")
    expect(form.locator(".bill tbody tr").first).to_contain_text("$630")


def test_everything_is_in_reach_of_the_keyboard(form: Page) -> None:
    form.get_by_label("Cups a day").focus()
    form.keyboard.press("ControlOrMeta+a")
    form.keyboard.type("200")
    form.keyboard.press("Enter")
    expect(form.locator(".bill tbody tr").first).to_contain_text("$630")
    form.get_by_text("All assumptions and prices").focus()
    form.keyboard.press("Enter")
    expect(form.get_by_label("Beans")).to_be_visible()


def test_no_width_scrolls_sideways_with_the_fold_open(form: Page) -> None:
    for width in (1280, 768, 390, 320):
        form.set_viewport_size({"width": width, "height": 800})
        form.wait_for_function("width => innerWidth === width", arg=width)
        assert form.evaluate("document.documentElement.scrollWidth") <= width
