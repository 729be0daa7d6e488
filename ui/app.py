"""The composition root: one FastAPI app with the API, the page and their guards."""

import asyncio
import gc
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route

from bot import Advisor, Settings, read_settings
from ui import VERSION, problems
from ui.about import render_about
from ui.advising import Advising
from ui.api import api, health
from ui.guard import BodyLimit, RouteGate
from ui.headers import SecurityHeaders
from ui.lean import gr
from ui.mcp_door import McpDoor
from ui.meters import Meters
from ui.openai_api import openai
from ui.openapi import Documented
from ui.page import THEME, Page
from ui.problems import LastResort
from ui.reference import render_reference
from ui.turns import Turns
from ui.widget.scripts import widget
from ui.widget.view import render_hosts

STATIC = Path(__file__).parent / "static"
HEAD = (
    "<title>Fulcrum</title>"
    '<meta name="description" content="An advisor for A-or-B decisions, with sources and a verdict you can check.">'
    '<link rel="icon" type="image/svg+xml" href="fulcrum/mark.svg">'
    '<link rel="stylesheet" href="fulcrum/page.css"><link rel="stylesheet" href="fulcrum/decision.css">'
    '<link rel="stylesheet" href="fulcrum/cost.css"><link rel="stylesheet" href="fulcrum/embed.css">'
    '<script type="module" src="fulcrum/cost.js"></script>'
    '<script type="module" src="fulcrum/page.js"></script><script type="module" src="fulcrum/embed.js"></script>'
)


def create_app(
    settings: Settings | None = None, advisor: Advising | None = None, opening: Future[Advisor] | None = None
) -> FastAPI:
    """The app. Without an ``advisor`` it waits for the one that is ``opening``, or opens one, when it starts up,
    and closes it on shutdown."""
    settings = settings or read_settings()
    meters = Meters()
    turns = Turns(settings, meters, advisor)
    mcp = McpDoor(turns, settings) if settings.serves_mcp else None
    app = Documented(
        title="Fulcrum",
        summary="An advisor for A-or-B decisions.",
        version=VERSION,
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,
        redoc_url=None,
        lifespan=partial(_live, settings=settings, turns=turns, opening=opening, mcp=mcp),
    )
    app.state.turns, app.state.meters = turns, meters
    problems.install(app)
    app.include_router(api)
    app.include_router(openai)
    app.include_router(health)
    if mcp:
        app.router.routes.append(Route("/mcp", mcp, methods=["POST"], include_in_schema=False))
    app.include_router(widget)
    app.mount("/fulcrum", StaticFiles(directory=STATIC))
    _serve_extras(app)
    _guard(app, settings)
    _mount_page(app, Page(turns, settings))
    return app


@asynccontextmanager
async def _live(
    _: FastAPI, *, settings: Settings, turns: Turns, opening: Future[Advisor] | None, mcp: McpDoor | None
) -> AsyncIterator[None]:
    own = None
    if not turns.opened:
        own = await (asyncio.wrap_future(opening) if opening else to_thread.run_sync(Advisor.open, settings))
    turns.opened = turns.opened or own
    if not gc.isenabled():  # the command line puts it off: importing makes many objects and no garbage
        gc.freeze()
        gc.enable()
    try:
        async with mcp.running() if mcp else nullcontext():
            yield
    finally:
        if own is not None:
            turns.opened = None
            own.close()


def _serve_extras(app: FastAPI) -> None:
    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(render_reference(app.openapi()))

    @app.get("/about/{comparison_id}", include_in_schema=False)
    async def about(comparison_id: str) -> HTMLResponse:
        turns: Turns = app.state.turns
        return HTMLResponse(render_about(turns.known(comparison_id), turns.today()))

    @app.get("/favicon.ico", include_in_schema=False)
    async def favicon() -> FileResponse:
        return FileResponse(STATIC / "mark.svg", media_type="image/svg+xml")


def _guard(app: FastAPI, settings: Settings) -> None:
    """Middlewares, innermost first. CORSMiddleware must be there even when no origin is allowed: with it in the
    parent app Gradio does not add its own, which reflects every origin."""
    app.add_middleware(LastResort)
    app.add_middleware(BodyLimit, max_body=settings.max_body, timeout=settings.body_timeout)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=("GET", "POST", "DELETE"),
        allow_headers=("*",),
        expose_headers=("Retry-After", "Mcp-Session-Id"),
    )
    if settings.allowed_hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts)
    head = HEAD + render_hosts(settings.frame_ancestors)
    app.add_middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors, head=head)


def _mount_page(app: FastAPI, page: Page) -> None:
    gr.mount_gradio_app(
        app,
        page.blocks,
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=1,
        ssr_mode=False,
        mcp_server=False,
        theme=THEME,
    )
    mount = app.router.routes[-1]
    if not isinstance(mount, Mount):
        raise TypeError(f"Gradio is expected to be mounted last, found {mount!r}")
    mount.app = RouteGate(
        mount.app, (*api.routes, *openai.routes, *health.routes, *widget.routes, *app.router.routes[:-1])
    )
