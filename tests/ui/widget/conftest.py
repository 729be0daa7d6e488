"""A shop on another site that may frame the server, the server, and browsers that visit the shop."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from bot import Settings
from tests.ui.conftest import CHROMIUM, FLAGS, Served
from tests.ui.fake_advisor import TINY, FakeAdvisor
from tests.ui.widget.site import Site, Visit, tag
from ui.app import create_app

OTHER = replace(TINY, id="milk-or-lemon", title="Milk or lemon", decision="What goes in?")
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
# What visitors usually have: storage for frames of other sites, apart for each host. The private windows of the other
# browser, ``chromium``, refuse it.
WITH_STORAGE = "--disable-features=TrackingProtection3pcd"


@pytest.fixture(scope="session")
def shop() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session")
def fulcrum(shop: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that the shop may frame."""
    data = tmp_path_factory.mktemp("widget")
    settings = Settings(data=data, frame_ancestors=(shop.origin,), messages_per_minute=10_000, _env_file=None)
    advisor = FakeAdvisor()
    advisor.comparisons = {TINY.id: TINY, OTHER.id: OTHER}
    served = Served(create_app(settings, advisor))
    yield served
    served.stop()


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Iterator[Browser]:
    browser = chromium.browser_type.launch(executable_path=str(CHROMIUM), args=[*FLAGS, WITH_STORAGE])
    yield browser
    browser.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A visitor at a desk; an error in the host page fails the test."""
    visit = Visit.begin(browser)
    yield visit
    visit.page.context.close()
    assert visit.broken == []


@pytest.fixture
def phone(browser: Browser) -> Iterator[Visit]:
    """A visitor with a phone."""
    visit = Visit.begin(browser, **PHONE)
    yield visit
    visit.page.context.close()
    assert visit.broken == []


@pytest.fixture
def home(shop: Site, fulcrum: Served) -> str:
    """The address of a page with the plain script tag; ``other`` is another one of that site."""
    shop.add("/other", tag(fulcrum))
    return shop.add("/", tag(fulcrum))
