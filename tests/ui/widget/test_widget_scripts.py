"""How the scripts of the widget are served, and what the address of the frame may ask for. No browser needed."""

import gzip
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from bot import Settings
from tests.ui.fake_advisor import TINY, FakeAdvisor
from ui.app import create_app
from ui.widget.view import LABELS, read_view, render_hosts

FOLDER = Path(__file__).parents[3] / "ui" / "widget"
LOADER = "/widget/v1/fulcrum.js"
SCRIPTS = (LOADER, "/widget/v1/panel.js")


def test_the_loader_is_at_most_4_kb_packed(shared: TestClient) -> None:
    with shared.stream("GET", LOADER, headers={"Accept-Encoding": "gzip"}) as response:
        sent = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert len(sent) <= 4000
    assert gzip.decompress(sent) == (FOLDER / "fulcrum.js").read_bytes()


def test_the_loader_imports_nothing_and_asks_for_nothing() -> None:
    text = (FOLDER / "fulcrum.js").read_text(encoding="utf-8")
    for word in ("import ", "import(", "fetch(", "XMLHttpRequest", "localStorage", "cookie", "eval", "innerHTML"):
        assert word not in text.replace("this.fetch()", "").replace("    fetch() {", "")


@pytest.mark.parametrize("path", SCRIPTS)
def test_any_site_may_load_the_scripts_and_only_the_scripts(shared: TestClient, path: str) -> None:
    headers = shared.get(path, headers={"Origin": "https://any.example"}).headers
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["x-content-type-options"] == "nosniff"
    for other in ("/", "/healthz", "/fulcrum/embed.js", "/api/v1/comparisons"):
        served = shared.get(other, headers={"Origin": "https://any.example"}).headers
        assert "cross-origin-resource-policy" not in served
        assert "access-control-allow-origin" not in served


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_script_is_kept_and_asked_for_again_by_its_tag(shared: TestClient, path: str) -> None:
    first = shared.get(path)
    assert "max-age=3600" in first.headers["cache-control"]
    assert "immutable" not in first.headers["cache-control"]
    again = shared.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert shared.get(path, headers={"If-None-Match": '"old"'}).status_code == 200


def test_a_browser_without_gzip_gets_the_plain_script(shared: TestClient) -> None:
    response = shared.get(LOADER, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in response.headers
    assert "Accept-Encoding" in response.headers["vary"]
    assert response.content == (FOLDER / "fulcrum.js").read_bytes()


@pytest.mark.parametrize(
    "path", ["/widget/v1/", "/widget/v1/view.py", "/widget/v2/fulcrum.js", "/widget/v1/../view.py"]
)
def test_nothing_else_of_the_widget_is_served(shared: TestClient, path: str) -> None:
    assert shared.get(path).status_code == 404


def test_another_method_is_405(shared: TestClient) -> None:
    assert shared.post(LOADER).status_code == 405


def test_the_page_names_the_sites_that_may_frame_it() -> None:
    settings = Settings(frame_ancestors=("https://a.example", "https://*.b.example"), _env_file=None)
    html = TestClient(create_app(settings, FakeAdvisor())).get("/?embed=bubble").text
    assert '<meta name="fulcrum-hosts" content="https://a.example https://*.b.example">' in html


def test_a_pattern_cannot_leave_its_attribute() -> None:
    assert render_hosts(('"><script>',)).count("<") == 1


@pytest.mark.parametrize(
    "value", ["https://a.example", "http://localhost:3000", "https://*.a.example", "http://[::1]:80", "*", "http://a:*"]
)
def test_an_origin_may_frame(value: str) -> None:
    assert Settings(frame_ancestors=(value,), _env_file=None).frame_ancestors == (value,)


@pytest.mark.parametrize(
    "value",
    ["a.example", "https://a.example/", "https://a.example/shop", "'none'; script-src *", "https://a b", "", "data:"],
)
def test_what_is_no_origin_is_refused_with_what_to_write(value: str) -> None:
    with pytest.raises(ValidationError, match=r"write it as https://www\.example\.org"):
        Settings(frame_ancestors=(value,), _env_file=None)


def test_the_address_names_a_comparison_and_a_language() -> None:
    view = read_view({"comparison": TINY.id, "lang": "de"}, {TINY.id: TINY})
    assert (view.comparison, view.labels) == (TINY.id, LABELS["de"])


@pytest.mark.parametrize("query", [{}, {"comparison": "unheard-of", "lang": "xx"}, {"comparison": "", "lang": ""}])
def test_what_the_address_does_not_name_is_as_usual(query: dict[str, str]) -> None:
    view = read_view(query, {TINY.id: TINY})
    assert (view.comparison, view.labels) == (None, LABELS["en"])
