"""What must not happen, and what is said when something is wrong: foreign sites, messages, policies, servers away."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui.conftest import Served
from tests.ui.widget.site import LOADER, Site, Visit, tag

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
UNREACHABLE = "The chat cannot be reached just now"
FORGED = {"fulcrum": 1, "type": "event", "name": "handoff", "detail": {"option": "coffee"}}


@pytest.fixture(scope="module")
def stranger() -> Iterator[Site]:
    """A site that the server does not list."""
    site = Site()
    yield site
    site.close()


def let_time_pass(visit: Visit, seconds: int) -> None:
    visit.page.clock.fast_forward(seconds * 1000)


# Sites that are not listed


def test_a_site_that_is_not_listed_gets_no_chat_and_is_told_why(visit: Visit, stranger: Site, fulcrum: Served) -> None:
    visit.goto(stranger.add("/", tag(fulcrum)))
    visit.listen()
    visit.launcher.click()
    expect(visit.page.locator("fulcrum-advisor .note")).to_contain_text("Loading")
    expect(visit.page.locator("fulcrum-advisor .note")).to_contain_text(UNREACHABLE)
    assert visit.told(f"FULCRUM_FRAME_ANCESTORS lists {stranger.origin}")
    assert "FULCRUM_FRAME_ANCESTORS" in str(visit.wait_for_event("error")["reason"])
    assert visit.page.frames[-1].locator("#box").count() == 0


def test_the_frame_listens_to_no_other_window(visit: Visit, shop: Site, stranger: Site, fulcrum: Served) -> None:
    intruder = stranger.add("/intruder", "<p>intruder</p>")
    frames = f'<iframe src="{fulcrum.url}?embed=bubble"></iframe><iframe src="{intruder}"></iframe>'
    visit.goto(shop.add("/intruded", frames))
    chat = visit.page.frame_locator("iframe").first
    chat.locator(".start").wait_for()
    with visit.page.expect_console_message(lambda message: "add it to FULCRUM_FRAME_ANCESTORS" in message.text):
        visit.page.frames[-1].evaluate(
            "origin => { for (const type of ['hello', 'send'])"
            "parent[0].postMessage({fulcrum: 1, type, text: 'forged', greeting: 'forged'}, origin) }",
            fulcrum.url,
        )
    expect(chat.locator(".start")).not_to_contain_text("forged")
    assert chat.locator(".bubble").count() == 0


def test_no_other_frame_can_reach_the_frame_of_the_widget(visit: Visit, home: str) -> None:
    visit.goto(home).open()
    assert visit.page.evaluate("frames.length") == 0


def test_the_frame_tells_a_host_that_is_not_listed_nothing(browser: Browser, fulcrum: Served, stranger: Site) -> None:
    """Even where a browser would not enforce frame-ancestors."""
    page = browser.new_page()

    def unguarded(route: Route) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": ""}
        route.fulfill(response=response, headers=headers)

    page.route(f"{fulcrum.url}?embed=bubble", unguarded)
    page.goto(stranger.add("/", f'<iframe src="{fulcrum.url}?embed=bubble"></iframe>'))
    page.frame_locator("iframe").locator(".start").wait_for()
    page.evaluate("window.heard = []; addEventListener('message', ({data}) => heard.push(data))")
    with page.expect_console_message(lambda message: "is ignored; to allow that site" in message.text):
        page.evaluate("origin => frames[0].postMessage({fulcrum: 1, type: 'hello'}, origin)", fulcrum.url)
    page.evaluate("postMessage('end')")
    page.wait_for_function("heard.includes('end')")
    assert page.evaluate("heard") == ["end"]
    page.close()


@pytest.fixture(scope="module")
def blank(browser: Browser, fulcrum: Served) -> Iterator[Page]:
    """A page of the server on which its scripts can be called by themselves."""
    page = browser.new_page()
    page.goto(f"{fulcrum.url}healthz")
    yield page
    page.close()


@pytest.mark.parametrize(
    ("pattern", "origin", "is_match"),
    [
        ("https://a.example", "https://a.example", True),
        ("https://a.example", "https://a.example.evil.example", False),
        ("https://a.example", "https://axexample", False),
        ("https://a.example", "http://a.example", False),
        ("https://a.example", "https://a.example:8443", False),
        ("https://*.a.example", "https://www.a.example", True),
        ("https://*.a.example", "https://a.example", False),
        ("https://*.a.example", "https://evil.example/.a.example", False),
        ("http://localhost:*", "http://localhost:3000", True),
        ("*", "https://any.example", True),
        ("*", "null", False),
        ("", "https://any.example", False),
    ],
)
def test_a_pattern_matches_as_in_the_policy(blank: Page, pattern: str, origin: str, is_match: bool) -> None:
    script = "async values => (await import('/fulcrum/origins.js')).matches(...values)"
    assert blank.evaluate(script, [pattern, origin]) is is_match


def test_the_host_believes_no_other_window(visit: Visit, shop: Site, stranger: Site, fulcrum: Served) -> None:
    stranger.add("/forger", "<p>forger</p>")
    visit.goto(shop.add("/forged", f'<iframe src="{stranger.origin}/forger"></iframe>{tag(fulcrum)}'))
    visit.listen()
    visit.open()
    forger = next(frame for frame in visit.page.frames if frame.url.endswith("/forger"))
    forger.evaluate("message => parent.postMessage(message, '*')", FORGED)
    with visit.page.expect_console_message(lambda message: f"from {shop.origin} is ignored" in message.text):
        visit.page.evaluate("message => postMessage(message, '*')", FORGED)
    assert visit.heard("handoff") == []
    assert visit.told(f"a message from {stranger.origin} is ignored")


def test_no_message_is_posted_to_everybody() -> None:
    for script in (*(ROOT / "ui").rglob("*.js"),):
        text = script.read_text(encoding="utf-8")
        for call in re.findall(r"postMessage\((.*)\)", text):
            assert re.search(r", (host|this\.origin)$", call), f"{script.name}: {call}"


# Policies of the host

STRICT = (
    "default-src 'none'; script-src 'nonce-abc'{more}; frame-src {frame}; style-src 'none'; base-uri 'none';"
    " require-trusted-types-for 'script'; trusted-types fulcrum"
)


@pytest.mark.parametrize("more", [" {origin}", " 'strict-dynamic'", ""], ids=["origin", "strict-dynamic", "nonce"])
def test_a_strict_policy_needs_only_the_script_and_the_frame(
    visit: Visit, shop: Site, fulcrum: Served, more: str
) -> None:
    origin = fulcrum.url.rstrip("/")
    policy = STRICT.format(more=more.format(origin=origin), frame=origin)
    url = shop.add("/strict", tag(fulcrum, 'nonce="abc" data-accent="#ffcc00"'), {"Content-Security-Policy": policy})
    visit.goto(url).open().tell("hot")
    own = [line for line in visit.console if "Content Security" in line and "favicon" not in line]
    assert own == []
    expect(visit.launcher).to_have_css("background-color", "rgb(255, 204, 0)")


def test_a_policy_without_the_frame_is_named(visit: Visit, shop: Site, fulcrum: Served) -> None:
    policy = STRICT.format(more="", frame="'none'")
    visit.goto(shop.add("/noframe", tag(fulcrum, 'nonce="abc"'), {"Content-Security-Policy": policy}))
    visit.launcher.click()
    expect(visit.page.locator("fulcrum-advisor .note")).to_contain_text(UNREACHABLE)
    assert visit.told(f"add {fulcrum.url.rstrip('/')} to its frame-src")
    visit.page.locator("fulcrum-advisor .close").click()
    expect(visit.launcher).to_be_focused()


def test_a_policy_that_forbids_the_second_script_is_said(visit: Visit, shop: Site, fulcrum: Served) -> None:
    policy = STRICT.format(more="", frame=fulcrum.url).replace("trusted-types fulcrum", "trusted-types 'none'")
    visit.goto(shop.add("/types", tag(fulcrum, 'nonce="abc"'), {"Content-Security-Policy": policy}))
    visit.launcher.click()
    expect(visit.launcher).to_have_text(UNREACHABLE)
    assert visit.told("Content-Security-Policy blocks its script")


# The server is away, slow, or refused storage


def test_a_server_that_is_down_is_said_on_the_button_and_the_next_tap_tries_again(visit: Visit, home: str) -> None:
    visit.page.route("**/panel.js", lambda route: route.abort())
    visit.goto(home)
    visit.listen()
    visit.launcher.click()
    expect(visit.launcher).to_have_text(UNREACHABLE)
    assert visit.told("is down or this page's Content-Security-Policy")
    assert visit.wait_for_event("error")
    visit.page.unroute("**/panel.js")
    visit.open().tell("hot")
    expect(visit.launcher).to_have_text("Ask the advisor")


def test_a_server_that_is_slow_is_said_and_can_be_tried_again(visit: Visit, home: str) -> None:
    visit.page.clock.install()
    visit.page.route("**/?embed=bubble", lambda route: None)
    visit.goto(home)
    visit.launcher.click()
    expect(visit.page.locator("fulcrum-advisor .note")).to_contain_text("Loading")
    let_time_pass(visit, 26)
    expect(visit.page.locator("fulcrum-advisor .note")).to_contain_text(UNREACHABLE)
    assert visit.told("is slow")
    visit.page.unroute("**/?embed=bubble")
    visit.page.clock.resume()
    visit.page.get_by_role("button", name="Try again").click()
    visit.ready().tell("hot")


def test_where_storage_is_refused_the_chat_works_for_as_long_as_the_page(
    chromium: Browser, home: str, fulcrum: Served
) -> None:
    visit = Visit.begin(chromium).goto(home).open()
    frame = next(frame for frame in visit.page.frames if frame.url.startswith(fulcrum.url))
    assert frame.evaluate("localStorage instanceof Storage") is False
    visit.tell("hot")
    visit.tell("more", turn=2)
    visit.page.context.close()


def test_where_the_host_has_no_storage_the_widget_works(visit: Visit, home: str) -> None:
    visit.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    visit.goto(home).open().tell("hot")


# Mistakes of the developer


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("data-acent=#fff", "data-acent is not a setting; use mode, theme,"),
        ("data-theme=pink", 'data-theme="pink" is ignored; use auto|light|dark.'),
        ("data-accent=red", 'data-accent="red" is ignored; use #[0-9a-fA-F]{6}.'),
        ("data-open-after=soon", 'data-open-after="soon" is ignored; use [0-9]+.'),
        ("data-greeting", 'data-greeting="" is ignored; use .+.'),
        ("data-mode=popup", 'data-mode="popup" is ignored; use bubble|inline|full|none.'),
    ],
)
def test_a_wrong_setting_is_told(visit: Visit, shop: Site, fulcrum: Served, data: str, words: str) -> None:
    visit.goto(shop.add("/wrong", tag(fulcrum, data)))
    expect(visit.page.locator("fulcrum-advisor")).to_have_attribute("data-mode", "bubble")
    assert visit.told(words)
    assert len([line for line in visit.console if line.startswith("Fulcrum: ")]) == 1


def test_beside_wrong_settings_the_rest_works(visit: Visit, shop: Site, fulcrum: Served) -> None:
    data = "data-acent=#fff data-theme=pink data-accent=red data-open-after=soon data-greeting data-mode=popup"
    visit.goto(shop.add("/wrong", tag(fulcrum, f"{data} data-label=Us"))).open().tell("hot")
    expect(visit.launcher).to_have_text("Us")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("Fulcrum.on('click', () => {})", "events are opened, closed, message,"),
        ("Fulcrum.on('opened')", "take an event and a function"),
        ("Fulcrum.off('opened', null)", "take an event and a function"),
        ("Fulcrum.send(5)", "send takes a text"),
        ("Fulcrum.send('  ')", "send takes a text"),
        ("Fulcrum.push(['show'])", "there is no Fulcrum.show; there are on, off,"),
    ],
)
def test_a_wrong_call_is_told_and_throws_nothing(visit: Visit, home: str, call: str, words: str) -> None:
    visit.goto(home)
    visit.launcher.wait_for()
    visit.page.evaluate(call)
    assert visit.told(words)


def test_open_takes_anything_without_harm(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.launcher.wait_for()
    for argument in ("null", "undefined", "'x'", "5", "{query: 5}", "{query: {}, context: []}"):
        visit.page.evaluate(f"Fulcrum.open({argument}); Fulcrum.close()")
    visit.open().tell("hot")


def test_an_unknown_comparison_is_told_and_the_usual_one_is_shown(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/unknown", tag(fulcrum, "data-comparison=salt-or-sugar")))
    visit.listen()
    visit.open().tell("hot")
    assert "set data-comparison to an id from /api/v1/comparisons" in str(visit.wait_for_event("error")["reason"])
    assert visit.told('there is no comparison "salt-or-sugar"')


@pytest.mark.parametrize("data", ["data-mode=inline data-target=#nowhere", 'data-mode=inline data-target="]["'])
def test_an_inline_chat_without_a_place_is_told(visit: Visit, shop: Site, fulcrum: Served, data: str) -> None:
    visit.goto(shop.add("/nowhere", tag(fulcrum, data)))
    visit.page.wait_for_function("() => window.Fulcrum && Fulcrum.version === 1")
    visit.page.evaluate("Fulcrum.open()")
    assert visit.told("needs a place")
    assert visit.told("there is no advisor on this page")


def test_the_script_twice_makes_one_chat(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/twice", tag(fulcrum) * 2)).open()
    assert visit.told("is here twice")
    assert visit.page.locator("fulcrum-advisor").count() == 1


def test_the_loader_is_one_file_without_dependencies(visit: Visit, home: str) -> None:
    visit.goto(home)
    visit.launcher.wait_for()
    assert [url.rsplit("/", 1)[1] for url in visit.requests if "widget" in url] == [LOADER.rsplit("/", 1)[1]]
