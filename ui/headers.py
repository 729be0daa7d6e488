"""Security headers, and the nonce that lets only our own and Gradio's scripts run."""

import re
import secrets
from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]

# Gradio's own social tags name other sites; our style sheet and script are put in their place.
SOCIAL_TAGS = re.compile(rb"<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*>\s*")
COMPRESSIBLE = ("/assets/", "/static/", "/gradio_api/", "/fulcrum/", "/widget/")
ALWAYS: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
# Proxies keep a response back until a buffer is full (nginx by default): not an event stream.
STREAMED: Headers = [(b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]


def policy(nonce: str, frame_ancestors: Sequence[str]) -> str:
    """The Content-Security-Policy of every response."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}'",
            "script-src-attr 'none'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            " ".join(("frame-ancestors 'self'", *frame_ancestors)),
        )
    )


class SecurityHeaders:
    """Adds the headers to every response, those for streams to event streams, and the nonce to the script tags of HTML.

    HTML is taken apart here, so that the app is not asked for a compressed page.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str] = (), head: str = "") -> None:
        self.app, self.frame_ancestors, self.head = app, tuple(frame_ancestors), head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        headers = [*ALWAYS, (b"content-security-policy", policy(nonce, self.frame_ancestors).encode())]
        rewriter = _Rewriter(send, headers, nonce.encode(), self.head, is_head=scope["method"] == "HEAD")
        await self.app(_uncompressed(scope), receive, rewriter)


def _uncompressed(scope: Scope) -> Scope:
    if scope["path"].startswith(COMPRESSIBLE):
        return scope
    return {**scope, "headers": [entry for entry in scope["headers"] if entry[0] != b"accept-encoding"]}


class _Rewriter:
    """A ``send`` for one response: passes everything on with our headers, holds HTML back to add the nonce."""

    def __init__(self, send: Send, headers: Headers, nonce: bytes, head: bytes, *, is_head: bool) -> None:
        self.send, self.headers, self.nonce, self.head, self.is_head = send, headers, nonce, head, is_head
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            added = self.headers + STREAMED * _has_type(message["headers"], b"text/event-stream")
            ours = {name for name, _ in added}
            kept = [entry for entry in message["headers"] if entry[0].lower() not in ours]
            message = {**message, "headers": kept + added}
            if _has_type(kept, b"text/html"):
                self.start = message
                return
        elif self.start is not None and message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_html(self.start)
            return
        await self.send(message)

    async def _send_html(self, start: Message) -> None:
        html = rewrite(bytes(self.body), self.nonce, self.head)
        headers = [entry for entry in start["headers"] if entry[0].lower() not in (b"content-length", b"cache-control")]
        headers += [(b"content-length", str(len(html)).encode())] * (not self.is_head)
        headers += [(b"cache-control", b"no-store")]
        await self.send({**start, "headers": headers})
        await self.send({"type": "http.response.body", "body": html})


def _has_type(headers: Headers, media_type: bytes) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(media_type) for name, value in headers)


def rewrite(html: bytes, nonce: bytes, head: bytes) -> bytes:
    """The page with our part of the head, without the social tags, and with a nonce on every script tag."""
    if b"</gradio-app>" in html:
        html = SOCIAL_TAGS.sub(b"", html).replace(b"</head>", head + b"</head>", 1)
    return re.sub(rb"<script(?=[\s>])", b'<script nonce="' + nonce + b'"', html)
