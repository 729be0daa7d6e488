"""The server: a port that is taken is said plainly, and a client that never gets to the point is let go."""

import socket
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI

from bot import Settings, errors
from tests.ui.conftest import Served
from tests.ui.fake_advisor import PATIENCE
from ui.server import PromptHeaders, configure, listen


class Impatient(PromptHeaders):
    seconds = 1.0


@pytest.fixture
def connection(served: Served) -> Iterator[socket.socket]:
    served.stop()
    served.start(http=Impatient)
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        yield connection


def test_a_taken_port_is_an_error_that_says_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first:
        first.listen()
        port = first.getsockname()[1]
        with pytest.raises(errors.SettingsFault, match=rf"127\.0\.0\.1:{port}: Address already in use.*FULCRUM_PORT"):
            listen("127.0.0.1", port)


def test_a_connection_that_says_nothing_is_closed(connection: socket.socket) -> None:
    assert connection.recv(10) == b""


def test_headers_that_drip_do_not_hold_a_connection(connection: socket.socket) -> None:
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    assert connection.recv(10) == b""


def test_a_second_request_on_the_same_connection_has_a_deadline_too(connection: socket.socket) -> None:
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b" 200 " in connection.recv(4000)
    connection.sendall(b"GET /healthz HT")
    while received := connection.recv(4000):
        assert b" 200 " not in received


def test_no_client_is_believed_about_its_address() -> None:
    config: uvicorn.Config = configure(Settings(_env_file=None), FastAPI)
    assert (config.proxy_headers, config.http) == (False, PromptHeaders)
