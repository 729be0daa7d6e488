"""Gradio without what Fulcrum does not use: no analytics, and not the MCP SDK that it imports for a server of its own
(0.7 s and 26 MB; ``ui.mcp_server`` imports it when it is needed). Import ``gr`` from here."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported


@contextmanager
def without(name: str) -> Iterator[None]:
    """While this is entered, a module that is not imported yet is as if it was not installed."""
    is_new = sys.modules.setdefault(name, None) is None  # type: ignore[arg-type]
    try:
        yield
    finally:
        if is_new:
            del sys.modules[name]


with without("mcp"):
    import gradio as gr

__all__ = ["gr"]
