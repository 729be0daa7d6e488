"""``/widget/v1/``: the two scripts that other sites load. The path names the protocol and stays as it is.

Any site may load them: they hold nothing secret, and where the chat may be shown is decided by ``frame-ancestors``.
"""

import gzip
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

FOLDER = Path(__file__).parent
NAMES = ("fulcrum.js", "panel.js")
HEADERS = {
    # a fix reaches visitors within an hour; until then, and while the server is away, the copy at hand is used
    "Cache-Control": "public, max-age=3600, stale-while-revalidate=604800, stale-if-error=604800",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",  # for hosts that set integrity or crossorigin
    "Vary": "Accept-Encoding",
}

widget = APIRouter(prefix="/widget/v1", include_in_schema=False)


def _serve(name: str) -> None:
    """Add the route of one script, read and compressed once."""
    plain = (FOLDER / name).read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    tag = f'W/"{sha256(plain).hexdigest()[:16]}"'

    @widget.api_route(f"/{name}", methods=["GET", "HEAD"], name=name)
    async def script(request: Request) -> Response:
        headers = {**HEADERS, "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(plain, headers=headers, media_type="text/javascript")
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"}, media_type="text/javascript")


for _name in NAMES:
    _serve(_name)
