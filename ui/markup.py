"""Safe HTML for the page: replies, citations, choices. Pure functions; all text that is not ours is escaped.

The page shows HTML through ``gr.Markdown``, because ``gr.HTML`` needs ``unsafe-eval``. A Markdown component
leaves one block of HTML alone as long as it has no line break, so ``block`` turns line breaks into entities.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape

from markdown_it import MarkdownIt

from bot import Citation, Exchange, Question, Source

MARKER = re.compile(r"\[(\d{1,3})\]")
LINE_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
KINDS = {
    "official": "Official documentation",
    "paper": "Research paper",
    "secondary": "Second-hand report",
    "community": "Community knowledge",
    "page": "The comparison page",
    "editorial": "Our own reasoning",
}

# Replies have no links, images or HTML of their own: what looks like one stays text.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "link", "autolink", "reference", "html_block", "html_inline", "heading", "lheading", "code"]
)


def block(html: str) -> str:
    """HTML as one block that a Markdown component shows as it is."""
    return f"<div>{LINE_BREAK.sub('&#10;', html)}</div>"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def link(url: str | None, text: str) -> str:
    """A link that leaves the site; nothing unless the address is a web address."""
    if not url or not url.startswith(("https://", "http://")):
        return ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'


def say(message: str, label: str | None = None, kind: str = "chip") -> str:
    """A button that says something in the visitor's name."""
    return f'<button type="button" class="{kind}" data-say="{escape(message)}">{escape(label or message)}</button>'


def render_reply(text: str, citations: Iterable[Citation], place: str) -> str:
    """A reply's Markdown as HTML, each [1] a button that opens its passage. ``place`` makes ids unique."""
    known = {citation.marker: citation for citation in citations}

    def marked(match: re.Match[str]) -> str:
        citation = known.get(int(match[1]))
        return cite(citation, place) if citation else match[0]

    return MARKER.sub(marked, _markdown.render(text))


def cite(citation: Citation, place: str, word: str = "") -> str:
    """A button that opens the passage of a citation; it shows its number, or a word in place of it."""
    label = escape(f"{word or f'Source {citation.marker}'}: {citation.title}")
    target = f"passage-{place}-{citation.marker}"
    return (
        f'<button type="button" class="cite" popovertarget="{target}" aria-label="{label}">'
        f"{escape(word) or citation.marker}</button>"
    )


def render_passage(citation: Citation, source: Source | None, place: str) -> str:
    """The passage behind a citation, as a popover: title, authors, date, what was said, conditions, link."""
    target = f"passage-{place}-{citation.marker}"
    byline = " · ".join(escape(part) for part in _byline(source))
    conditions = (
        f'<p class="conditions"><b>Holds for</b> {escape(source.conditions)}</p>'
        if source and source.conditions
        else ""
    )
    dated = '<p class="conditions">This changes over time; check it before you rely on it.</p>'
    return (
        f'<div popover id="{target}" class="passage" role="dialog" aria-labelledby="{target}-title">'
        f'<button type="button" class="close" popovertarget="{target}" popovertargetaction="hide"'
        ' aria-label="Close the source">×</button>'
        f'<p class="eyebrow">Source {citation.marker}</p><h3 id="{target}-title">{escape(citation.title)}</h3>'
        f'<p class="byline">{byline}</p><blockquote>{_highlight(citation, source)}</blockquote>{conditions}'
        f"{dated if source and source.time_sensitive else ''}"
        f"<p>{link(citation.url, 'Open the original')}</p></div>"
    )


def _byline(source: Source | None) -> tuple[str, ...]:
    if source is None:
        return ()
    checked = f"checked {source.checked}" if source.checked else ""
    parts = (source.authors, str(source.year or ""), KINDS.get(source.kind, source.kind), checked)
    return tuple(part for part in parts if part)


def _highlight(citation: Citation, source: Source | None) -> str:
    """The passage with what is quoted marked in it; the conditions that a quote may end with are shown apart."""
    quote, passage = citation.quote.strip(), source.passage.strip() if source else ""
    if not passage or quote.startswith(passage) or quote not in passage:
        return f"<mark>{escape(passage or quote)}</mark>"
    before, after = passage.split(quote, 1)
    return f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"


def render_sources(citations: Iterable[Citation], place: str) -> str:
    """The titles under a reply; each opens the same passage as its marker."""
    items = "".join(
        f'<li><button type="button" class="source" popovertarget="passage-{place}-{citation.marker}">'
        f"<b>{citation.marker}</b> {escape(citation.title)}</button></li>"
        for citation in citations
    )
    return f'<details class="sources"><summary>Sources</summary><ul>{items}</ul></details>' if items else ""


def render_chips(question: Question | None, suggestions: Iterable[str]) -> str:
    """The tappable answers to the question (and ways out of it), then the suggestions."""
    html = ""
    if question:
        chips = "".join(say(choice.label) for choice in question.choices)
        html += f'<div class="chips" role="group" aria-label="{escape("Answers to: " + question.text)}">{chips}'
        html += f"{_ways_out(question)}</div>"
    if ideas := "".join(say(idea, kind="idea") for idea in suggestions):
        html += f'<div class="ideas" role="group" aria-label="You could also ask">{ideas}</div>'
    return html


def _ways_out(question: Question) -> str:
    labels = {choice.label.lower() for choice in question.choices}
    return "".join(say(way, kind="chip quiet") for way in ("Not sure", "Skip") if way.lower() not in labels)


def render_visitor(message: str) -> str:
    """What the visitor said."""
    return (
        '<div class="visitor"><h3 class="unseen">You said</h3>'
        f'<p class="bubble" dir="auto">{escape(message)}</p>'
        f'<button type="button" class="edit" data-edit="{escape(message)}">Edit</button></div>'
    )


def render_turn(exchange: Exchange, sources: Mapping[str, Source], *, is_last: bool) -> str:
    """A turn: message, reply, sources, and for the last one what can be tapped."""
    answer, place = exchange.turn.answer, str(exchange.number)
    passages = "".join(
        render_passage(citation, sources.get(citation.source_id), place) for citation in answer.citations
    )
    voice = '<span class="voice">worded by a language model, checked against the sources</span>'
    return (
        f'<article class="turn" data-turn="{exchange.number}">{render_visitor(exchange.turn.message)}'
        f'<div class="reply" tabindex="-1"><h3 class="unseen">Fulcrum replied</h3>'
        f'<div class="words">{render_reply(answer.reply, answer.citations, place)}</div>'
        f'<div class="under">{render_sources(answer.citations, place)}{_rating(exchange)}'
        f"{voice if answer.voice == 'model' else ''}</div></div>{passages}"
        f"{render_chips(answer.question, answer.suggestions) if is_last else ''}</article>"
    )


def _rating(exchange: Exchange) -> str:
    buttons = "".join(
        f'<button type="button" class="rate" data-rate="{rating}" data-turn="{exchange.number}"'
        f' data-conversation="{escape(exchange.conversation_id)}" aria-pressed="false">{label}</button>'
        for rating, label in (("up", "Helpful"), ("down", "Not helpful"))
    )
    return f'<span class="rating" role="group" aria-label="Was this reply helpful?">{buttons}</span>'


def render_notice(text: str) -> str:
    """A kind word about something that did not work."""
    return f'<p class="notice" role="alert">{escape(capital(text))}</p>'


def render_live(message: str, so_far: str) -> str:
    """The turn that is being written."""
    words = f'<div class="words">{_markdown.render(MARKER.sub("", so_far))}</div>' if so_far else WAITING
    return f'<article class="turn live">{render_visitor(message)}<div class="reply">{words}</div></article>'


WAITING = '<p class="waiting"><span></span><span></span><span></span><b class="unseen">Thinking</b></p>'
