"""The OpenAPI schema is whole and true: an example of everything, and no request that makes it a lie."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from bot import Advisor, Settings
from bot.content.load import load_comparison
from tests.ui.conftest import Served
from tests.ui.fake_advisor import FakeAdvisor
from ui import VERSION
from ui.app import create_app
from ui.openapi import examples

ROOT = Path(__file__).parent.parent.parent

# A schema cannot say that the last message must be the user's: what breaks this rule may be refused.
LAST_FROM_USER = """
[[operations]]
include-path = "/v1/chat/completions"
checks.positive_data_acceptance.expected-statuses = ["2xx", 400]
"""


def parts(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body of every operation, with a name: requests, responses and errors."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
            for name, body in bodies.items():
                for media_type, part in body.get("content", {}).items():
                    yield f"{method} {path} {name} {media_type}", part


@pytest.fixture
def schema(shared: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = shared.get("/openapi.json").json()
    return found


def test_every_request_response_and_error_has_an_example(schema: dict[str, Any]) -> None:
    assert [name for name, part in parts(schema) if not part.get("example")] == []


def test_every_example_is_valid_by_the_schema_with_the_shipped_content(settings: Settings) -> None:
    advisor = FakeAdvisor()
    advisor.default_comparison = settings.comparison
    advisor.comparisons = {settings.comparison: load_comparison(settings.knowledge, settings.comparison)}
    schema = create_app(settings, advisor).openapi()
    for name, part in parts(schema):
        body = {**part.get("schema", {}), "components": schema["components"]}
        errors = list(jsonschema.Draft202012Validator(body).iter_errors(part["example"]))
        assert not errors, (name, errors[0].message)


def test_every_example_belongs_to_an_operation(schema: dict[str, Any]) -> None:
    known = {operation["operationId"] for methods in schema["paths"].values() for operation in methods.values()}
    assert set(examples()) <= known


def test_every_operation_says_which_errors_it_has_as_problem_details(schema: dict[str, Any]) -> None:
    post = schema["paths"]["/api/v1/chat"]["post"]["responses"]
    assert set(post) == {"200", "400", "404", "408", "413", "415", "422", "429", "500", "503"}
    assert set(post["404"]["content"]) == {"application/problem+json"}
    assert "HTTPValidationError" not in str(schema)


def test_the_schema_names_the_criteria_and_answers_of_the_content(schema: dict[str, Any]) -> None:
    (variant,) = schema["components"]["schemas"]["DecideRequest"]["anyOf"]
    fields = schema["components"]["schemas"][variant["$ref"].rsplit("/", 1)[1]]["properties"]
    assert fields["answers"]["properties"]["warmth"]["enum"] == ["hot", "cold"]
    assert fields["comparison"]["anyOf"][0]["const"] == "tea-or-coffee"


def test_the_schema_says_how_long_a_message_may_be(schema: dict[str, Any]) -> None:
    assert schema["components"]["schemas"]["ChatRequest"]["properties"]["message"]["maxLength"] == 4000


def test_the_version_is_that_of_the_package() -> None:
    assert f'\nversion = "{VERSION}"\n' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.model
def test_schemathesis_finds_no_request_that_makes_the_schema_a_lie(index_settings: Settings, tmp_path: Path) -> None:
    advisor = Advisor.open(index_settings)
    generous = {"messages_per_minute": 1_000_000, "max_body": 200_000}
    server = Served(create_app(index_settings.model_copy(update=generous), advisor))
    (tmp_path / "schemathesis.toml").write_text(LAST_FROM_USER)
    place = f"{server.url}openapi.json"
    options = ("--max-examples=20", "--seed=1", "--request-timeout=60", "--no-color")
    command = [sys.executable, "-m", "schemathesis.cli", "run", place, *options]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    server.stop()
    advisor.close()
    assert run.returncode == 0, run.stdout[-8000:]
