"""Server-sent events: a reply as ``delta`` events, then the whole of it as one ``answer`` event."""

import json
import re
from collections.abc import Iterator

from ui.contract import ReplyBody

MEDIA_TYPE = "text/event-stream"


def deltas(text: str) -> Iterator[str]:
    """The text in pieces of a word with the space after it; joined they are the text."""
    return (match.group() for match in re.finditer(r"\s*\S+\s*", text))


def event(name: str, data: str) -> str:
    """One event; ``data`` is one line of JSON."""
    return f"event: {name}\ndata: {data}\n\n"


def stream(reply: ReplyBody) -> Iterator[str]:
    """A reply as events."""
    for piece in deltas(reply.reply):
        yield event("delta", json.dumps({"text": piece}))
    yield event("answer", reply.model_dump_json())
