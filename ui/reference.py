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
    operations = "".join(_operation(*found) for found in _operations(schema))
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


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    responses = operation["responses"]
    success: Mapping[str, Any] = next((body for status, body in responses.items() if status.startswith("2")), {})
    parts = (
        f"<h2><code>{method} {escape(path)}</code></h2><p>{escape(operation.get('description', ''))}</p>",
        *_examples("Send", operation.get("requestBody", {})),
        *_examples("Receive", success),
        _errors(responses),
    )
    return "".join(parts)


def _examples(title: str, body: Mapping[str, Any]) -> Iterator[str]:
    """An example of each media type of a body, to be unfolded."""
    for media_type, part in body.get("content", {}).items():
        example = part["example"]
        text = example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)
        yield (
            f"<details><summary><b>{title}</b> {escape(media_type)}</summary>"
            f'<pre tabindex="0">{escape(text)}</pre></details>'
        )


def _errors(responses: Mapping[str, Any]) -> str:
    """The errors that a call can meet, to be unfolded."""
    errors = "".join(
        f"<li><b>{status}</b> {escape(body['description'])}</li>"
        for status, body in sorted(responses.items())
        if not status.startswith("2")
    )
    return f"<details><summary><b>Errors</b></summary><ul>{errors}</ul></details>" if errors else ""
