"""What the README files say is so: settings, commands, links, examples."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.main import get_command

from bot import __main__ as command_line
from bot import comparison
from bot.content.cards import SECTIONS
from bot.content.load import KNOWN, load_comparison
from bot.settings import Settings
from ui.app import create_app
from ui.contract import ChatRequest, ReplyBody

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "knowledge" / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "knowledge" / "README.md"]


def example(name: str) -> Any:
    """The JSON block under the comment ``<!-- name -->``."""
    found = re.search(rf"<!-- {name} -->\n```json\n(.*?)\n```", README, re.DOTALL)
    assert found, f"README.md has no example {name!r}"
    return json.loads(found[1])


def names(pattern: str, text: str = README) -> set[str]:
    return set(re.findall(pattern, text))


def test_the_settings_table_lists_exactly_the_settings() -> None:
    listed = re.findall(r"^\| `FULCRUM_(\w+)` \|", README, re.MULTILINE)
    assert [name.lower() for name in listed] == list(Settings.model_fields)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_settings_table_gives_meaning_and_default(name: str) -> None:
    field = Settings.model_fields[name]
    row = next(line for line in README.splitlines() if line.startswith(f"| `FULCRUM_{name.upper()}` |"))
    assert row.endswith(f"| {field.description} |")
    if isinstance(field.default, int | float | str) and field.default:
        assert f"| `{field.default}` |" in row


def test_every_setting_named_anywhere_exists() -> None:
    known = {name.upper() for name in Settings.model_fields} | {"TEST_POSTGRES", "REQUIRE"}
    assert names(r"FULCRUM_(\w+)", README + GUIDE) <= known


def test_make_targets_in_the_readme_are_those_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    assert names(r"`make (\w+)`") == targets


@pytest.mark.parametrize("text", [README, GUIDE], ids=["README.md", "knowledge/README.md"])
def test_every_fulcrum_command_named_exists(text: str) -> None:
    commands = get_command(command_line.app).commands  # type: ignore[attr-defined]
    assert names(r"(?:`|bin/| )fulcrum (\w+)(?=[` \n])", text) - {"is"} <= set(commands)


def test_every_fulcrum_command_is_in_the_readme() -> None:
    commands = get_command(command_line.app).commands  # type: ignore[attr-defined]
    assert set(commands) <= names(r"fulcrum (\w+)")


def test_every_option_of_a_command_named_exists() -> None:
    commands = get_command(command_line.app).commands  # type: ignore[attr-defined]
    for line in re.findall(r"fulcrum \w+(?: --?[\w-]+ [\w.-]+)+", README + GUIDE):
        known = {flag for option in commands[line.split()[1]].params for flag in option.opts}
        assert set(re.findall(r"--\w+", line)) <= known, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_and_image_exists(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:")):
            file, _, anchor = target.partition("#")
            linked = page.parent / file if file else page
            assert linked.is_file(), target
            assert not anchor or anchor.replace("-", " ") in linked.read_text(encoding="utf-8").lower(), target


def test_the_screenshot_is_a_small_png() -> None:
    picture = (ROOT / "ui" / "static" / "screenshot.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 300_000


def test_the_request_example_has_exactly_the_fields_of_the_contract() -> None:
    assert list(example("request")) == list(ChatRequest.model_fields)
    ChatRequest.model_validate(example("request"))


def test_the_reply_example_has_exactly_the_fields_of_the_contract() -> None:
    reply = ReplyBody.model_validate_json(json.dumps(example("reply")))
    assert reply.model_dump(mode="json") == example("reply")
    assert list(example("reply")) == list(ReplyBody.model_fields)


def test_the_reply_example_is_about_the_shipped_comparison() -> None:
    content = (ROOT / "knowledge" / "fine-tuning-vs-rag" / "comparison.yaml").read_text(encoding="utf-8")
    reply = example("reply")
    assert reply["question"]["text"] in content
    assert all(need["label"] in content for need in reply["needs"].values())
    assert all(choice["label"] in content for choice in reply["question"]["choices"])


def test_the_decide_example_uses_criteria_and_answers_of_the_shipped_comparison() -> None:
    sent = re.search(r"/decide \\\n.*\n  -d '(.+)'", README)
    assert sent
    body = json.loads(sent[1])
    asked = load_comparison(ROOT / "knowledge", "fine-tuning-vs-rag").asked_criteria
    known = {(criterion.id, level.id) for criterion in asked for level in criterion.levels}
    assert set(body["answers"].items()) <= known
    assert set(body["weights"]) <= {criterion.id for criterion in asked}


def test_the_table_of_calls_lists_exactly_the_routes() -> None:
    paths = create_app(Settings(), advisor=None).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert names(r"`((?:GET|POST|DELETE) /[^`]+)`") == routes


@pytest.mark.parametrize("path", sorted(names(r"(?m)^ +([\w/]+\.py) ") | names(r"`((?:bot|ui|tests)/[\w/.]+)`")))
def test_every_file_named_in_the_readme_exists(path: str) -> None:
    assert any((ROOT / folder / path).exists() for folder in ("", "bot", "ui", "tests"))


@pytest.mark.parametrize("kind", ["Option", "Criterion", "Level", "Source", "Card"])
def test_the_guide_names_every_field(kind: str) -> None:
    required = {field.name for field in fields(getattr(comparison, kind))} - {"sections"}
    assert required - {"id"} <= names(r"`(\w+)`", GUIDE) | names(r"(?m)^ +(\w+):", GUIDE)


def test_the_guide_names_every_field_of_a_comparison_and_every_choice() -> None:
    known = names(r"`([\w-]+)`", GUIDE)
    assert known >= KNOWN
    assert known >= {*get_args(comparison.SourceKind), *get_args(comparison.Aspect), *SECTIONS}
