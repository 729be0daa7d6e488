"""The OpenAPI schema: what FastAPI derives from the contract, with examples and with the names of the content."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from bot import Comparison, CostInput, Criterion, Price
from ui import events, problems
from ui.contract import ProblemBody
from ui.openai_contract import ErrorBody, model_names, openai_error
from ui.problems import Problem, problem_of
from ui.turns import Turns

Schema = dict[str, Any]
EXAMPLES = Path(__file__).parent / "examples.yaml"
REF = "#/components/schemas/{model}"


class Documented(FastAPI):
    """An app whose schema has examples and names what is in the content."""

    def openapi(self) -> dict[str, Any]:
        turns: Turns = self.state.turns
        if self.openapi_schema is None or turns.opened is None:
            known, default = (turns.opened.comparisons, turns.opened.default_comparison) if turns.opened else ({}, "")
            self.openapi_schema = None
            self.openapi_schema = describe(super().openapi(), known, default, turns.longest)
        return self.openapi_schema


def streamed(description: str, *names: str) -> dict[int | str, Schema]:
    """The ``responses`` of a route that can answer in server-sent events of these names, with JSON as their data."""
    data = {"type": "string", "contentMediaType": "application/json", "description": description}
    event: Schema = {"type": "object", "properties": {"data": data}, "required": ["data"]}
    if names:
        event = {**event, "properties": {"event": {"enum": list(names)}, "data": data}, "required": ["event", "data"]}
    return {200: {"content": {events.MEDIA_TYPE: {"itemSchema": event}}}}


def refusals(*found: int | Exception | Problem) -> dict[int | str, Schema]:
    """The ``responses`` of a route that may refuse: statuses, or errors that it may meet. Call it for each route."""
    return {
        problem.status: {
            "description": problem.advice,
            "content": {
                problems.MEDIA_TYPE: {"schema": {"$ref": REF.format(model="ProblemBody")}, "example": problem.body("")}
            },
        }
        for problem in map(_problem, found)
    }


def failures(*found: int | Exception | Problem) -> dict[int | str, Schema]:
    """The same for a route of the OpenAI-compatible door."""
    responses: dict[int | str, Schema] = {}
    for problem in map(_problem, found):
        status, body = openai_error(problem.status, problem.advice, problem.faults, problem.code)
        example = {"application/json": {"example": body.model_dump(mode="json")}}
        responses[status] = {"model": ErrorBody, "description": problem.advice, "content": example}
    return responses


def _problem(found: int | Exception | Problem) -> Problem:
    match found:
        case int():
            return Problem(status=found)
        case Problem():
            return found
        case _:
            return problem_of(found)


@cache
def examples() -> Mapping[str, Any]:
    """By operation: a ``request``, a ``response``, a ``stream``, a ``refusal`` that is no problem details."""
    found: Mapping[str, Any] = yaml.load(EXAMPLES.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found


def describe(schema: Schema, comparisons: Mapping[str, Comparison], default: str, longest: int) -> Schema:
    """The schema with an example of every request, response and error, and with the limits that hold here:
    the longest message, and the names in the content where it is known."""
    models = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        models.pop(name, None)
    _, definitions = models_json_schema([(ProblemBody, "serialization")], ref_template=REF)
    models.update(definitions["$defs"])
    models["ChatRequest"]["properties"]["message"]["maxLength"] = longest
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            _complete(path, operation)
    if comparisons:
        _name_content(schema, comparisons, default)
    return schema


def _complete(path: str, operation: Schema) -> None:
    """Give an operation its examples, and its errors their path."""
    if "HTTPValidationError" in str(operation["responses"].get("422", "")):
        del operation["responses"]["422"]  # FastAPI adds it for any parameter; ours are text and cannot be wrong
    example = examples().get(operation["operationId"], {})
    if "requestBody" in operation:
        operation["requestBody"]["content"]["application/json"]["example"] = example["request"]
    for status, response in operation["responses"].items():
        for media_type, part in response.get("content", {}).items():
            if media_type == problems.MEDIA_TYPE:
                part["example"]["instance"] = path
            elif media_type == events.MEDIA_TYPE:
                part["example"] = example["stream"]
            elif "error" in part.get("example", ()):  # FastAPI leaves out what is null
                part["example"]["error"] = {"param": None, "code": None, **part["example"]["error"]}
            elif "example" not in part:
                part["example"] = example["response" if status.startswith("2") else "refusal"]


def _name_content(schema: Schema, comparisons: Mapping[str, Comparison], default: str) -> None:
    """Name the comparisons, criteria and answers that there are wherever a request names one."""
    models = schema["components"]["schemas"]
    models["ChatRequest"]["properties"]["comparison"]["anyOf"][0] = {"enum": list(comparisons)}
    models["CompletionRequest"]["properties"]["model"]["enum"] = model_names(comparisons)
    plain = models["DecideRequest"]
    for name, comparison in comparisons.items():
        models[f"DecideRequest.{name}"] = _decide_about(plain, comparison, is_default=name == default)
    variants = [{"$ref": REF.format(model=f"DecideRequest.{name}")} for name in comparisons]
    models["DecideRequest"] = {"anyOf": variants, "description": plain["description"], "title": plain["title"]}
    _name_costs(models, comparisons, default)
    for methods in schema["paths"].values():
        for parameter in (found for each in methods.values() for found in each.get("parameters", ())):
            if parameter["name"] == "comparison_id":
                parameter["schema"]["enum"] = list(comparisons)


def _name_costs(models: Schema, comparisons: Mapping[str, Comparison], default: str) -> None:
    """Name the inputs of the comparisons that can calculate costs."""
    plain = models["EstimateRequest"]
    costed = {name: comparison for name, comparison in comparisons.items() if comparison.cost}
    for name, comparison in costed.items():
        models[f"EstimateRequest.{name}"] = _estimate_about(plain, comparison, is_default=name == default)
    if costed:
        variants = [{"$ref": REF.format(model=f"EstimateRequest.{name}")} for name in costed]
        models["EstimateRequest"] = {"anyOf": variants, "description": plain["description"], "title": plain["title"]}


def _estimate_about(plain: Schema, comparison: Comparison, *, is_default: bool) -> Schema:
    """The request for an estimate with the inputs, their ranges, and the answers of one comparison."""
    fields, model = plain["properties"], comparison.cost
    amount = fields["inputs"]["additionalProperties"]
    terms = model.terms if model else ()
    inputs = {each.id: {**amount, **_range(each), "description": f"{each.label}, {each.unit}"} for each in terms}
    own = {
        "comparison": _named(fields, comparison, is_default=is_default),
        "inputs": _object(fields["inputs"], inputs),
        "answers": _object(
            fields["answers"], {criterion.id: _answers(criterion) for criterion in comparison.asked_criteria}
        ),
    }
    required = [] if is_default else ["comparison"]
    return {**plain, "title": comparison.title, "properties": own, "required": required}


def _range(each: CostInput | Price) -> Schema:
    return {"minimum": 0 if isinstance(each, Price) else each.low, "maximum": each.high}


def _named(fields: Schema, comparison: Comparison, *, is_default: bool) -> Schema:
    named = {"type": "string", "const": comparison.id}
    return {**fields["comparison"], "anyOf": [named, {"type": "null"}]} if is_default else named


def _decide_about(plain: Schema, comparison: Comparison, *, is_default: bool) -> Schema:
    """The request to decide with the criteria and answers of one comparison."""
    asked = comparison.asked_criteria
    fields = plain["properties"]
    own = {
        "comparison": _named(fields, comparison, is_default=is_default),
        "answers": _object(fields["answers"], {criterion.id: _answers(criterion) for criterion in asked}),
        "weights": _object(fields["weights"], dict.fromkeys((criterion.id for criterion in asked), _weight(fields))),
    }
    required = [] if is_default else ["comparison"]
    return {**plain, "title": comparison.title, "properties": own, "required": required}


def _object(field: Schema, properties: Schema) -> Schema:
    return {**field, "properties": properties, "additionalProperties": False}


def _weight(fields: Schema) -> Schema:
    weight: Schema = fields["weights"]["additionalProperties"]
    return weight


def _answers(criterion: Criterion) -> Schema:
    return {"enum": [level.id for level in criterion.levels], "description": criterion.question}
