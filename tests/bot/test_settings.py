"""Settings: read from the environment, listed for people, and clear when they are wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import SettingsFault
from bot.settings import Settings, list_settings, read_settings

ROOT = Path(__file__).parent.parent.parent


def fulcrum(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **variables}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(autouse=True)
def _read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    read_settings.cache_clear()


def test_a_list_is_read_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FULCRUM_CORS_ORIGINS", '["https://a.example", "https://b.example"]')
    assert Settings(_env_file=None).cors_origins == ("https://a.example", "https://b.example")


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FULCRUM_CORS_ORIGINS", "https://a.example")
    monkeypatch.setenv("FULCRUM_ALLOWED_HOSTS", '{"a": 1}')
    monkeypatch.setenv("FULCRUM_PORT", "high")
    with pytest.raises(SettingsFault) as caught:
        read_settings()
    for name in ("CORS_ORIGINS", "ALLOWED_HOSTS", "PORT"):
        assert f"FULCRUM_{name}: " in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("CORS_ORIGINS", "https://a.example", 'write a list as JSON, such as ["https://www.example.org"]'),
        ("FRAME_ANCESTORS", "[", "write a list as JSON"),
        ("PORT", "0", "greater than or equal to 1"),
        ("LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_code_2(name: str, value: str, remedy: str) -> None:
    run = fulcrum("check", **{f"FULCRUM_{name}": value})
    assert (run.returncode, run.stdout) == (2, "")
    (line,) = run.stderr.strip().splitlines()
    assert line.startswith(f"error: wrong setting FULCRUM_{name}: ")
    assert remedy in line
    assert line.endswith(f"found {value!r}")


def test_the_help_of_serve_lists_every_setting_with_default_and_meaning() -> None:
    text = " ".join(fulcrum("serve", "--help").stdout.split())
    assert len(list(list_settings())) == len(Settings.model_fields)
    for line in list_settings():
        assert line in text
    assert "FULCRUM_PORT (7860): port to listen on" in text
