"""Speed and memory as ratios in one run, since these machines differ and are noisy."""

import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.advisor import Advisor
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = (
    "Which one is cheaper?",
    "We have two thousand manuals that change every week, and answers must cite the page.",
    "why does retrieval add latency",
)
RUNS = 15
STARTS = 3
HELLO = """
import sys
sys.modules["mcp"] = None  # Gradio would import the MCP SDK, which a chat has no use for
import gradio as gr
gr.ChatInterface(lambda message, history: "Hello " + message).launch(server_port={port}, quiet=True)
"""


def measure(settings: Settings) -> Iterator[str]:
    """The three measurements, one line each as soon as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/bench.db"
        advisor = Advisor.open(settings.model_copy(update={"database": database}))
        time.sleep(3)  # the warm-up in the background is not part of a turn
        turn, encoder = _turn_cost(advisor)
        yield f"CPU of a turn with storage: {1000 * turn:.1f} ms, {turn / encoder:.2f} x one encoder pass (at most 3)"
        advisor.close()
        environment = {**os.environ, "FULCRUM_DATABASE": f"sqlite:///{folder}/start.db"}
        own = _median_start([sys.executable, "-m", "bot", "serve", "--port", "{port}"], "/api/v1/chat", environment)
        hello = _median_start([sys.executable, "-c", HELLO], "/", dict(os.environ))
        yield f"start to first reply: {own[0]:.1f} s, {own[0] / hello[0]:.2f} x a hello-world Gradio chat (at most 1.5)"
        yield f"resident memory after the first reply: {own[1]:.0f} MB (under 600)"


def _turn_cost(advisor: Advisor) -> tuple[float, float]:
    """Median CPU seconds of (a whole turn, one encoder pass over the same message), caches emptied."""
    encoder = advisor.encoder
    turns, passes = [], []
    for number in range(RUNS):
        for message in MESSAGES:
            text = f"{message} ({number})"
            passes.append(_cpu(lambda text=text: encoder.encode([text])))  # type: ignore[misc]
            encoder.forget()
            turns.append(_cpu(lambda text=text: advisor.reply(text)))  # type: ignore[misc]
            encoder.forget()
    return statistics.median(turns), statistics.median(passes)


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _median_start(command: list[str], path: str, environment: dict[str, str]) -> tuple[float, float]:
    found = [_start(command, path, environment) for _ in range(STARTS)]
    return statistics.median(seconds for seconds, _ in found), statistics.median(memory for _, memory in found)


def _start(command: list[str], path: str, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from process start to the first reply, and the resident memory in MB then."""
    port = _free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        [part.replace("{port}", str(port)) for part in command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _replies(f"http://127.0.0.1:{port}{path}"):
            if process.poll() is not None or time.perf_counter() - started > 120:
                raise RuntimeError(f"{command[-1][:40]!r} did not start")
            time.sleep(0.05)
        return time.perf_counter() - started, _resident(process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _replies(url: str) -> bool:
    body = b'{"message": "Which one is cheaper?"}' if url.endswith("/chat") else None
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
