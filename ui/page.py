"""The browser door: a Gradio page with the chat and, beside it, the decision as it stands.

The components show HTML from ``markup`` and ``panel``. ``static/page.js`` adds what a component cannot do (taps,
scrolling, announcements). The browser keeps only the conversation's id; everything else comes from the advisor.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from bot import Comparison, Conversation, Exchange, Settings, Source, State, errors
from ui.about import SHEET
from ui.events import deltas
from ui.lean import gr
from ui.markup import MARKER, block, render_live, render_notice, render_turn, render_visitor, say
from ui.openers import render_start
from ui.panel import render_panel
from ui.problems import report
from ui.turns import Turns
from ui.widget.view import View, read_view

Update = dict[gr.components.Component, Any]

STORAGE_KEY = "fulcrum.conversation"
STORAGE_SECRET = "fulcrum"  # a fixed word, so that the id can still be read after a restart; it protects nothing
NO_CONVERSATION = "none"  # an empty value would not be written to the browser
SHOWN_TURNS = 60
PIECES = 24
PIECE_SECONDS = 0.018
BRAND = (
    '<a class="skip" href="#box">Skip to the message box</a><div class="brand">'
    '<span class="mark" aria-hidden="true"></span><h1>Fulcrum</h1>'
    '<button type="button" id="peek" class="peek" aria-expanded="false" aria-controls="decision">'
    "Your decision</button></div>"
)
THEME = gr.themes.Base(font=("system-ui", "sans-serif"), font_mono=("ui-monospace", "monospace"))


class Page:
    """The components of the page and what happens on them."""

    def __init__(self, turns: Turns, settings: Settings) -> None:
        self.turns, self.settings = turns, settings
        self.blocks = gr.Blocks(title="Fulcrum", analytics_enabled=False, fill_width=True)
        with self.blocks:
            self._lay_out()
            self._connect()
        self.blocks.queue(default_concurrency_limit=settings.concurrency, max_size=256, api_open=False)

    def _lay_out(self) -> None:
        self.conversation = gr.BrowserState(NO_CONVERSATION, storage_key=STORAGE_KEY, secret=STORAGE_SECRET)
        self.pending = gr.State("")
        with gr.Row(elem_id="masthead"):
            gr.Markdown(block(BRAND), sanitize_html=False, elem_id="brand")
            self.again = gr.Button("New conversation", elem_id="again")
        with gr.Row(elem_id="room"):
            with gr.Column(elem_id="talk"):
                with gr.Column(elem_id="scroll"):
                    self.transcript = _html("transcript")
                    self.live = _html("live")
                self._lay_out_composer()
            self.panel = _html("decision")
        self.announcer = _html("announcer")
        _html("about", block(SHEET))
        self.tapped = gr.Textbox(visible="hidden", elem_id="tapped", label="Tapped")

    def _lay_out_composer(self) -> None:
        self.notice = _html("notice")
        with gr.Row(elem_id="composer"):
            self.box = gr.Textbox(
                label="Your message",
                placeholder="Your case, or a question",
                elem_id="box",
                lines=1,
                max_lines=6,
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="send"),
            )
            self.send = gr.Button("Send", variant="primary", elem_id="send")
            self.stop = gr.Button("Stop", visible=False, elem_id="stop")

    def _connect(self) -> None:
        shown = [self.transcript, self.live, self.panel, self.notice, self.announcer, self.conversation]
        controls = [self.box, self.send, self.stop, self.pending]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        self.blocks.load(self.open, self.conversation, [*shown, *controls, self.again], **quiet)
        said: Any = [
            trigger(
                self.say,
                [source, self.conversation],
                [*shown, *controls],
                concurrency_id="say",
                concurrency_limit=self.settings.concurrency,
                **quiet,
            )
            for trigger, source in (
                (self.send.click, self.box),
                (self.box.submit, self.box),
                (self.tapped.submit, self.tapped),
            )
        ]
        self.stop.click(self.halt, [self.conversation, self.pending], [*shown, *controls], cancels=said, **quiet)
        self.again.click(self.start, None, [*shown, *controls], cancels=said, **quiet)

    async def open(self, conversation_id: object, request: gr.Request) -> Update:
        """The page as it was left: after a reload, in another tab, after a restart of the server."""
        conversation = await self._load(conversation_id, request)
        return {**await self._shown(conversation, request), **self._labelled(request)}

    async def start(self, request: gr.Request) -> Update:
        """An empty conversation, about the comparison that the address names."""
        comparison = self.turns.comparison(self._view(request).comparison)
        standing = await self.turns.run(self.turns.advisor.decide, comparison.id, {}, {})
        return {
            **self._idle(),
            self.transcript: block(render_start(comparison)),
            self.panel: block(render_panel(replace(standing, status="open"), State(), comparison, self.turns.today())),
            self.conversation: NO_CONVERSATION,
        }

    async def say(self, message: object, conversation_id: object, request: gr.Request) -> AsyncIterator[Update]:
        """One turn: show the message at once, then the reply piece by piece, then the page as it stands now."""
        text = message if isinstance(message, str) else ""
        if not text.strip():
            yield {self.notice: block(render_notice("Write a message first: your case, or a question."))}
            return
        yield self._working(text)
        try:
            exchange = await self.turns.reply(
                text,
                address=request.client.host if request.client else "",
                door="page",
                conversation_id=(await self._known_id(conversation_id, request)),
                comparison=self._view(request).comparison,
            )
            for so_far in _reveal(exchange.turn.answer.reply):
                yield {self.live: block(render_live(text, so_far)), self.conversation: exchange.conversation_id}
                await asyncio.sleep(PIECE_SECONDS)
            conversation = await self.turns.run(self.turns.advisor.conversation, exchange.conversation_id)
            yield {**self._show(conversation), self.announcer: block(_announcement(exchange))}
        except Exception as error:  # whatever failed, the visitor gets kind words and keeps the text
            problem = report(error)
            yield {**self._idle(keep=text), self.notice: block(render_notice(problem.advice))}

    async def halt(self, conversation_id: object, pending: object, request: gr.Request) -> Update:
        """Stop: what was answered is shown whole; a message without an answer goes back into the box."""
        conversation = await self._load(conversation_id, request)
        text = pending if isinstance(pending, str) else ""
        page = await self._shown(conversation, request)
        if conversation and conversation.exchanges and conversation.exchanges[-1].turn.message == text.strip():
            return page
        return {**page, self.box: text, self.notice: block(render_notice("Stopped. Your message is back in the box."))}

    def _view(self, request: gr.Request) -> View:
        return read_view(request.query_params, self.turns.advisor.comparisons)

    async def _known_id(self, conversation_id: object, request: gr.Request) -> str | None:
        """The id if there is such a conversation; a deleted one does not stop the visitor from going on."""
        conversation = await self._load(conversation_id, request)
        return conversation.id if conversation else None

    async def _load(self, conversation_id: object, request: gr.Request) -> Conversation | None:
        """The conversation; None also when it began with another comparison than the address names."""
        if not isinstance(conversation_id, str) or conversation_id == NO_CONVERSATION:
            return None
        try:
            conversation = await self.turns.run(self.turns.advisor.conversation, conversation_id)
        except errors.UnknownConversation:
            return None
        return conversation if self._view(request).comparison in (None, conversation.started_with) else None

    def _labelled(self, request: gr.Request) -> Update:
        """The controls in the language that the address names."""
        labels = self._view(request).labels
        return {
            self.box: gr.update(label=labels.message, placeholder=labels.hint),
            self.send: gr.update(value=labels.send, visible=True),
            self.stop: gr.update(value=labels.stop, visible=False),
            self.again: gr.update(value=labels.again),
        }

    def _working(self, message: str) -> Update:
        return {
            self.live: block(render_live(message, "")),
            self.notice: "",
            self.announcer: "",
            self.box: "",
            self.pending: message,
            self.send: gr.update(visible=False),
            self.stop: gr.update(visible=True),
        }

    def _idle(self, keep: str = "") -> Update:
        return {
            self.live: "",
            self.notice: "",
            self.announcer: "",
            self.box: keep if keep else gr.skip(),
            self.pending: "",
            self.send: gr.update(visible=True),
            self.stop: gr.update(visible=False),
        }

    async def _shown(self, conversation: Conversation | None, request: gr.Request) -> Update:
        """The page for a conversation, also for none and for one without a reply."""
        if conversation is None:
            return await self.start(request)
        if conversation.exchanges:
            return self._show(conversation)
        left = {self.transcript: block(_unanswered(conversation.unanswered)), self.conversation: conversation.id}
        return {**await self.start(request), **left}

    def _show(self, conversation: Conversation) -> Update:
        comparison = self.turns.comparison(conversation.comparison)
        last = conversation.exchanges[-1].turn
        return {
            **self._idle(),
            self.transcript: block(render_transcript(conversation, self.turns.advisor.comparisons)),
            self.panel: block(render_panel(last.standing, last.state, comparison, self.turns.today())),
            self.conversation: conversation.id,
        }


def _html(name: str, html: str = "") -> gr.Markdown:
    return gr.Markdown(html, sanitize_html=False, latex_delimiters=[], elem_id=name, container=False)


def _reveal(reply: str) -> list[str]:
    """The reply so far, a few words more each time."""
    words = list(deltas(reply))
    step = max(1, len(words) // PIECES)
    return ["".join(words[:end]) for end in range(step, len(words), step)]


def _announcement(exchange: Exchange) -> str:
    """What a screen reader says once, at the end of a reply."""
    words = re.sub(r"[*_`#>]", "", MARKER.sub("", exchange.turn.answer.reply))
    return escape(f"Fulcrum: {words}")


def render_transcript(conversation: Conversation, comparisons: Mapping[str, Comparison]) -> str:
    """The turns so far, the newest last. A turn may cite sources of another comparison."""
    sources = {key: source for each in comparisons.values() for key, source in each.sources.items()}
    shown = conversation.exchanges[-SHOWN_TURNS:]
    earlier = len(conversation.exchanges) - len(shown)
    note = f'<p class="faint">{earlier} earlier turns are kept but not shown.</p>' if earlier else ""
    turns = "".join(
        render_turn(exchange, {**sources, **_own(exchange, comparisons)}, is_last=exchange is shown[-1])
        for exchange in shown
    )
    return f'<h2 class="unseen">Conversation</h2>{note}{turns}{_unanswered(conversation.unanswered)}'


def _own(exchange: Exchange, comparisons: Mapping[str, Comparison]) -> Mapping[str, Source]:
    """The sources of the comparison that a turn is about; none if it is gone from the content."""
    comparison = comparisons.get(exchange.turn.comparison)
    return comparison.sources if comparison else {}


def _unanswered(message: str | None) -> str:
    if message is None:
        return ""
    retry = say(message, "Send it again")
    note = f'<p class="notice">This message got no reply. {retry}</p>'
    return f'<article class="turn">{render_visitor(message)}{note}</article>'
