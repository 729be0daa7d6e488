"""``/docs``: the API reference as one plain page, made from the OpenAPI schema, with nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

STYLE = (
    "body{font:16px/1.55 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:2rem 1.25rem}"
    ":root{color-scheme:light dark;background:Canvas}a{color:inherit}"
    "h2{margin:2.5rem 0 .25rem;font-size:1.1rem}code,pre{font:.875rem/1.5 ui-monospace,monospace}"
    "pre{overflow:auto;padding:1rem;border:1px solid #8886;border-radius:8px}b{font-weight:650}"
)


def render_reference(schema: Mapping[str, Any]) -> str:
    """The reference page for an OpenAPI schema."""
    operations = "".join(_operation(schema, *found) for found in _operations(schema))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fulcrum API</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head><body><main>'
        "<h1>Fulcrum API</h1><p>Everything speaks JSON; errors are RFC 9457 problem details whose"
        ' <code>detail</code> says what to do. The schema is <a href="openapi.json">openapi.json</a>.</p>'
        f"{operations}</main></body></html>"
    )


def _operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _operation(schema: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> str:
    request = _content(operation.get("requestBody", {}))
    success: Mapping[str, Any] = next(
        (body for status, body in operation["responses"].items() if status.startswith("2")), {}
    )
    return (
        f"<h2><code>{method} {escape(path)}</code></h2><p>{escape(operation.get('description', ''))}</p>"
        f"{_shape('Send', schema, request)}{_shape('Receive', schema, _content(success))}"
    )


def _content(body: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = body.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _shape(title: str, schema: Mapping[str, Any], part: Mapping[str, Any]) -> str:
    if not part:
        return ""
    example = json.dumps(_example(schema, part), indent=2, ensure_ascii=False)
    return f'<details><summary><b>{title}</b></summary><pre tabindex="0">{escape(example)}</pre></details>'


def _example(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Any:
    """The shape of a value: field names with the type of what they hold."""
    if "$ref" in part:
        return _example(schema, schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]])
    if "anyOf" in part:
        options = [_example(schema, option) for option in part["anyOf"] if option.get("type") != "null"]
        is_optional = len(options) < len(part["anyOf"])
        return f"{options[0]} or null" if is_optional and isinstance(options[0], str) else options[0]
    if "enum" in part:
        return " | ".join(part["enum"])
    if part.get("type") == "array":
        return [_example(schema, part["items"])] if "items" in part else []
    if "properties" in part:
        return {name: _example(schema, field) for name, field in part["properties"].items()}
    if isinstance(part.get("additionalProperties"), dict):
        return {"...": _example(schema, part["additionalProperties"])}
    return part.get("const", part.get("type", "any"))
