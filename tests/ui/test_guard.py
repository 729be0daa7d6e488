"""What stands in front of the app: limits, headers, origins, and the routes that exist."""

import re
import select
import socket

import pytest
from fastapi.testclient import TestClient

from bot import Settings
from tests.ui.conftest import Served
from tests.ui.fake_advisor import PATIENCE, FakeAdvisor
from ui.app import create_app
from ui.guard import SlidingWindow, network
from ui.problems import TooManyMessagesError

EVIL = "https://evil.example"


def client_with(**values: object) -> TestClient:
    settings = Settings(_env_file=None, **values)  # type: ignore[arg-type]
    return TestClient(create_app(settings, FakeAdvisor()), raise_server_exceptions=False)


@pytest.mark.parametrize(
    "route",
    [
        "GET /dev/reload",
        "GET /monitoring",
        "GET /monitoring/summary",
        "GET /config",
        "GET /config/",
        "GET /login_check",
        "GET /gradio_api/info",
        "GET /gradio_api/openapi.json",
        "GET /gradio_api/runs",
        "GET /gradio_api/deep_link",
        "GET /?deep_link=abc",
        "GET /gradio_api/file=/etc/passwd",
        "GET /gradio_api/file/etc/passwd",
        "GET /gradio_api/proxy=https://evil.example/x",
        "GET /gradio_api/upload_progress",
        "GET /gradio_api/user",
        "POST /gradio_api/upload",
        "POST /gradio_api/run/say",
        "POST /gradio_api/call/say",
        "POST /gradio_api/component_server",
        "POST /gradio_api/process_recording",
        "POST /gradio_api/vibe-edit",
        "GET /assets/../../routes.py",
    ],
)
def test_a_gradio_route_that_the_page_does_not_need_is_404(shared: TestClient, route: str) -> None:
    method, path = route.split()
    response = shared.request(method, path)
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_what_the_page_needs_is_served(shared: TestClient) -> None:
    html = shared.get("/").text
    asset = re.search(r"\./(assets/[^\"]+\.js)", html)
    assert asset
    assert shared.get(f"/{asset[1]}").status_code == 200
    assert shared.get("/theme.css").status_code == 200
    assert shared.get("/fulcrum/page.css").status_code == 200
    assert shared.head("/").status_code == 200


def test_every_script_tag_has_the_nonce_of_the_policy_and_no_page_has_the_same(shared: TestClient) -> None:
    first, second = shared.get("/"), shared.get("/")
    nonce = re.search(r"'nonce-([^']+)'", first.headers["content-security-policy"])
    assert nonce
    assert nonce[0] not in second.headers["content-security-policy"]
    tags = re.findall(r"<script[^>]*>", first.text)
    assert tags
    assert all(f'nonce="{nonce[1]}"' in tag for tag in tags)


def test_the_policy_allows_no_foreign_script_image_or_frame(shared: TestClient) -> None:
    policy = shared.get("/healthz").headers["content-security-policy"]
    for rule in ("script-src-attr 'none'", "img-src 'self' data:", "base-uri 'self'", "frame-ancestors 'self'"):
        assert rule in policy.split("; ")
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_frame_ancestors_come_from_the_settings() -> None:
    policy = client_with(frame_ancestors=("https://site.example",)).get("/").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://site.example")


def test_the_page_has_no_tags_that_name_other_sites(shared: TestClient) -> None:
    head = shared.get("/").text.split("<script")[0]
    assert "gradio.app" not in head
    assert "githubusercontent" not in head


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/comparisons", "/theme.css", "/gradio_api/queue/join"])
def test_no_foreign_origin_is_reflected_on_any_host(shared: TestClient, path: str) -> None:
    headers = {"Origin": EVIL, "Host": "fulcrum.example"}
    for response in (shared.get(path, headers=headers), shared.post(path, headers=headers)):
        assert "access-control-allow-origin" not in response.headers
        assert "access-control-allow-credentials" not in response.headers


def test_a_preflight_is_answered_for_listed_origins_only() -> None:
    client = client_with(cors_origins=("https://site.example",))
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = client.options("/api/v1/chat", headers={"Origin": "https://site.example", **asked})
    refused = client.options("/api/v1/chat", headers={"Origin": EVIL, **asked})
    assert allowed.headers["access-control-allow-origin"] == "https://site.example"
    assert "access-control-allow-origin" not in refused.headers


def test_a_listed_origin_may_send_what_its_client_library_sends() -> None:
    client = client_with(cors_origins=("https://site.example",))
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,x-stainless-os"}
    answer = client.options("/v1/chat/completions", headers={"Origin": "https://site.example", **asked})
    assert answer.status_code == 200
    assert "authorization" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


def test_only_listed_hosts_are_served_when_hosts_are_listed() -> None:
    client = client_with(allowed_hosts=("fulcrum.example",))
    assert client.get("/healthz", headers={"Host": "fulcrum.example"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 400


def test_messages_are_limited_per_address_whatever_the_client_claims() -> None:
    client = client_with(messages_per_minute=2)
    sent = [
        client.post("/api/v1/chat", json={"message": "hi"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(3)
    ]
    assert [response.status_code for response in sent] == [200, 200, 429]
    assert 1 <= int(sent[2].headers["retry-after"]) <= 60


def test_the_window_slides() -> None:
    now = [0.0]
    window = SlidingWindow(2, seconds=60, clock=lambda: now[0])
    window.admit("a")
    now[0] = 30.0
    window.admit("a")
    with pytest.raises(TooManyMessagesError, match="30 seconds"):
        window.admit("a")
    window.admit("b")
    now[0] = 60.0
    window.admit("a")


def test_several_messages_at_once_wait_until_there_is_room_for_all() -> None:
    now = [0.0]
    window = SlidingWindow(4, seconds=60, clock=lambda: now[0])
    window.admit("a", 2)
    now[0] = 10.0
    window.admit("a", 2)
    with pytest.raises(TooManyMessagesError, match="60 seconds"):
        window.admit("a", 3)
    with pytest.raises(TooManyMessagesError, match="50 seconds"):
        window.admit("a", 2)
    now[0] = 60.0
    window.admit("a", 2)


def test_neighbours_in_an_ipv6_network_share_one_limit() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff") != network("2001:db8:0:1::1")
    assert network("192.0.2.1") != network("192.0.2.2")


def send(served: Served, *parts: bytes, pause: float = 0.0) -> bytes:
    """What the server answers to bytes on a bare connection, the parts sent with a pause until it does."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        for part in parts:
            connection.sendall(part)
            if select.select([connection], [], [], pause)[0]:
                break
        return connection.recv(200)


HEAD = b"POST /api/v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


def test_a_large_body_is_refused_before_it_is_sent(served: Served) -> None:
    assert b" 413 " in send(served, HEAD + b"Content-Length: 100000000\r\n\r\n{")


def test_a_large_body_in_chunks_is_refused_on_the_way(served: Served) -> None:
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    assert b" 413 " in send(served, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk * 3)


class TestSlowClients:
    """A client may not hold a connection by sending slowly."""

    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(body_timeout=0.3, _env_file=None)

    def test_a_body_that_does_not_come_is_408(self, served: Served) -> None:
        assert b" 408 " in send(served, HEAD + b"Content-Length: 10\r\n\r\n{")

    def test_a_body_that_drips_is_408(self, served: Served) -> None:
        assert b" 408 " in send(served, HEAD + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 300, pause=0.1)
