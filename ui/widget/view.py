"""What the address of the page asks for: a comparison and the language of its labels. Wrong values are left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words on the page's own controls; what the advisor says stays in the language of its content."""

    message: str = "Your message"
    hint: str = "Your case, or a question"
    send: str = "Send"
    stop: str = "Stop"
    again: str = "New conversation"


LABELS: Mapping[str, Labels] = {
    "en": Labels(),
    "de": Labels(
        message="Ihre Nachricht",
        hint="Ihr Fall oder eine Frage",
        send="Senden",
        stop="Anhalten",
        again="Neues Gespräch",
    ),
    "fr": Labels(
        message="Votre message",
        hint="Votre cas ou une question",
        send="Envoyer",
        stop="Arrêter",
        again="Nouvelle conversation",
    ),
    "es": Labels(
        message="Su mensaje",
        hint="Su caso o una pregunta",
        send="Enviar",
        stop="Detener",
        again="Nueva conversación",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How the page is to be shown."""

    comparison: str | None = None
    labels: Labels = LABELS["en"]


def read_view(query: Mapping[str, str], comparisons: Mapping[str, object]) -> View:
    """The view for the parameters ``comparison`` and ``lang``. An unknown value means the usual comparison, English."""
    comparison = query.get("comparison")
    return View(
        comparison=comparison if comparison in comparisons else None,
        labels=LABELS.get(query.get("lang", ""), LABELS["en"]),
    )


def render_hosts(frame_ancestors: tuple[str, ...]) -> str:
    """The origins that may frame the page, for its script: it speaks with no others."""
    return f'<meta name="fulcrum-hosts" content="{escape(" ".join(frame_ancestors))}">'
