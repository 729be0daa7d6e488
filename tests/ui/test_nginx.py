"""Behind nginx as Debian installs it, with the server block of README.md: streams come through as they are made."""

import itertools
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import missing
from tests.ui.conftest import Served
from tests.ui.fake_advisor import PATIENCE
from ui import events

ROOT = Path(__file__).parent.parent.parent
DEBIAN = Path("/etc/nginx/nginx.conf")
HOST = "chat.example.org"
pytestmark = pytest.mark.nginx


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def site(folder: Path, port: int, upstream: int) -> str:
    """The block of README.md on other ports, with a certificate and temporary files in ``folder``."""
    found = re.search(r"```nginx\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    block = (
        found[1].replace("listen 443", f"listen 127.0.0.1:{port}").replace("127.0.0.1:7860", f"127.0.0.1:{upstream}")
    )
    return temporary + block.replace("/etc/ssl/fulcrum", str(folder))


def configure(folder: Path, port: int, upstream: int) -> Path:
    """Debian's own configuration with our one site, all its files in ``folder``."""
    names = f"-subj /CN={HOST} -addext subjectAltName=DNS:{HOST} -days 1"
    files = f"-keyout {folder}/privkey.pem -out {folder}/fullchain.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes {files} {names}"
    subprocess.run(command.split(), check=True, capture_output=True)
    (folder / "site").write_text(site(folder, port, upstream))
    text = DEBIAN.read_text().replace("/run/nginx.pid", f"{folder}/pid").replace("/var/log/nginx", str(folder))
    text = text.replace("include /etc/nginx/conf.d/*.conf;", "").replace("/etc/nginx/sites-enabled/*", f"{folder}/site")
    (folder / "nginx.conf").write_text(text)
    return folder / "nginx.conf"


@pytest.fixture
def nginx(served: Served, tmp_path: Path) -> Iterator[httpx.Client]:
    """A client that speaks TLS to a running nginx in front of the served app."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if not program or not DEBIAN.exists() or not shutil.which("openssl"):
        missing("nginx", "nginx as Debian installs it, or openssl, is not there")
    port = free_port()
    config = configure(tmp_path, port, served.port)
    process = subprocess.Popen([program, "-c", config, "-g", "daemon off;"], stderr=subprocess.PIPE)
    wait_for(port, process)
    trust = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    trust.check_hostname = False
    with httpx.Client(
        base_url=f"https://127.0.0.1:{port}", verify=trust, headers={"Host": HOST}, timeout=PATIENCE
    ) as client:
        yield client
    process.terminate()
    process.wait(PATIENCE)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    process.terminate()
    pytest.fail(f"nginx did not start: {process.communicate()[1].decode()}")


def test_the_first_delta_arrives_before_the_last_one_is_made(
    nginx: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_arrived = threading.Event()

    def deltas(_: str) -> Iterator[str]:
        yield "first"
        yield "last, after the first arrived" if first_arrived.wait(PATIENCE) else "last, too late"

    monkeypatch.setattr(events, "deltas", deltas)
    headers = {"Accept": events.MEDIA_TYPE}
    with nginx.stream("POST", "/api/v1/chat", json={"message": "hot"}, headers=headers) as response:
        lines = response.iter_lines()
        assert next(line for line in lines if line.startswith("data:")) == 'data: {"text": "first"}'
        first_arrived.set()
        assert (
            next(line for line in lines if line.startswith("data:"))
            == 'data: {"text": "last, after the first arrived"}'
        )


def test_the_page_and_its_parts_come_through(nginx: httpx.Client) -> None:
    html = nginx.get("/").text
    asset = re.search(r"\./(assets/[^\"]+\.js)", html)
    assert asset
    assert f"https://{HOST}" in html
    assert nginx.get(f"/{asset[1]}").status_code == 200
    assert nginx.get("/metrics").status_code == 404


def test_a_visitor_who_sends_too_much_is_stopped_by_nginx(nginx: httpx.Client) -> None:
    sent = (nginx.post("/api/v1/chat", json={"message": "hot"}).status_code for _ in range(100))
    accepted = list(itertools.takewhile(lambda status: status == 200, sent))
    assert 20 <= len(accepted) < 100
