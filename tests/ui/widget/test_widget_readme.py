"""The snippets of "Embed in five minutes" work as they stand, with the server's address put in."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Served
from tests.ui.fake_advisor import TINY
from tests.ui.widget.site import EVENTS, Site, Visit

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOADER = (ROOT / "ui" / "widget" / "fulcrum.js").read_text(encoding="utf-8")
REACT = "export const useEffect = (effect) => effect();"


def snippet(name: str, fulcrum: Served | None = None) -> str:
    """The code under the comment ``<!-- embed name -->``."""
    found = re.search(rf"<!-- embed {name} -->\n```\w*\n(.*?)\n```", README, re.DOTALL)
    assert found, f"README.md has no snippet {name!r}"
    address = fulcrum.url.rstrip("/") if fulcrum else "https://chat.example.org"
    return found[1].replace("https://chat.example.org", address).replace("fine-tuning-vs-rag", TINY.id)


@pytest.mark.browser
@pytest.mark.parametrize("name", ["html", "wordpress", "element"])
def test_a_snippet_shows_the_chat(visit: Visit, shop: Site, fulcrum: Served, name: str) -> None:
    html = re.sub(r"(?s)^.*echo '(.*?)';.*$", r"\1", snippet(name, fulcrum))
    visit.goto(shop.add("/readme", html)).open().tell("hot")
    assert [line for line in visit.console if line.startswith("Fulcrum")] == []


@pytest.mark.browser
def test_the_react_component_shows_one_chat_even_when_effects_run_twice(
    visit: Visit, shop: Site, fulcrum: Served
) -> None:
    component = snippet("react", fulcrum).replace('from "react"', f'from "data:text/javascript,{REACT}"')
    use = 'FulcrumAdvisor({ theme: "dark", openAfter: "30" }); FulcrumAdvisor({});'
    visit.goto(shop.add("/react", f'<script type="module">{component}\n{use}</script>')).open()
    expect(visit.chat.locator("body.dark")).to_be_visible()
    assert visit.page.locator("fulcrum-advisor").count() == 1


@pytest.mark.browser
def test_the_policy_is_all_that_the_snippet_needs(visit: Visit, shop: Site, fulcrum: Served) -> None:
    policy = f"default-src 'none'; {snippet('policy', fulcrum)}"
    url = shop.add("/policy", snippet("html", fulcrum), {"Content-Security-Policy": policy})
    visit.goto(url).open().tell("hot")
    assert [line for line in visit.console if "Content Security" in line and "favicon" not in line] == []


@pytest.mark.browser
def test_the_calls_work_before_and_after_the_script_is_there(visit: Visit, shop: Site, fulcrum: Served) -> None:
    visit.goto(shop.add("/calls", snippet("calls", fulcrum).replace("RAG or", "hot or") + snippet("html", fulcrum)))
    visit.launcher.wait_for()
    with visit.page.expect_console_message(lambda message: message.text == "Tea 84%"):
        visit.page.get_by_role("button", name="Ask about this").click()


def test_the_wordpress_snippet_has_its_brackets_and_quotes_in_pairs() -> None:
    code = snippet("wordpress")
    assert code.startswith("add_action( 'wp_footer', function () {")
    assert all(code.count(pair[0]) == code.count(pair[1]) for pair in ("()", "{}", "<>"))
    assert code.count("'") % 2 == code.count('"') % 2 == 0


def test_the_table_lists_exactly_the_settings() -> None:
    rules = re.search(r"const SETTINGS = \{(.*?)\n  \};", LOADER, re.DOTALL)
    assert rules
    known = {
        re.sub(r"[A-Z]", lambda letter: "-" + letter[0].lower(), name) for name in re.findall(r"(\w+): \"", rules[1])
    }
    assert set(re.findall(r"(?m)^\| `data-([\w-]+)` \|", README)) == known


@pytest.mark.parametrize("name", ["mode", "theme", "position", "lang"])
def test_the_table_lists_exactly_the_values(name: str) -> None:
    rule = re.search(rf'\b{name}: "([a-z|]+)"', LOADER)
    row = re.search(rf"(?m)^\| `data-{name}` \| ([^|]*) \|", README)
    assert rule
    assert row
    assert set(re.findall(r"`(\w+)`", row[1])) == set(rule[1].split("|"))


def test_the_tables_list_exactly_the_calls_and_events() -> None:
    calls = {"open", "close", "toggle", "reset"} | set(re.findall(r"(?m)^    (on|off|send): ", LOADER))
    assert set(re.findall(r"`Fulcrum\.(\w+)\(", README)) == calls
    listed = re.search(r"\| Event \| Its detail \|\n\|---\|---\|\n((?:\|.*\n)+)", README)
    assert listed
    events = [name for row in listed[1].splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    assert sorted(events) == sorted(EVENTS)
    assert all(f'"{event}"' in LOADER for event in EVENTS)
