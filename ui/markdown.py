"""A reply as Markdown that stands alone, for doors that show text and nothing else."""

import re
from collections.abc import Iterator

from bot import Answer, Citation


def write_reply(answer: Answer) -> str:
    """The reply, then the choices of its question and the sources that its markers name, as lists."""
    parts = [answer.reply]
    if answer.question:
        parts.append("\n".join(f"- {choice.label}" for choice in answer.question.choices))
    if answer.citations:
        parts.append("Sources:\n\n" + "\n".join(_sources(answer)))
    return "\n\n".join(parts)


def _sources(answer: Answer) -> Iterator[str]:
    for citation in answer.citations:
        yield f"- [{citation.marker}] {_link(citation)}"


def _link(citation: Citation) -> str:
    """The title, linked where there is an address; neither can break out of its place."""
    title = re.sub(r"([\[\]\\<>*_`])", r"\\\1", citation.title)
    address = re.sub(r"[\s<>]", "", citation.url or "")
    return f"[{title}](<{address}>)" if address else title
