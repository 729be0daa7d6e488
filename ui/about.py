"""The comparison as a decision aid, as safe HTML: the decision, both sides of every option, who says so and when.

The page fetches it when it is first opened: a turn neither sends it again nor closes what is unfolded in it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape

from bot import Citation, Claim, Comparison, Option, Passage, Source
from ui.markup import cite, render_passage
from ui.present import option_name

PLACE = "about"
TITLE = "About this comparison"
EDITORIAL = "editorial"
SHEET = (
    f'<div popover id="about-comparison" class="tables about" role="dialog" aria-label="{TITLE}">'
    '<button type="button" class="close" popovertarget="about-comparison" popovertargetaction="hide"'
    f' aria-label="Close">×</button><p class="eyebrow">{TITLE}</p><div class="body"></div></div>'
)
TRIAL = {
    "measures": "What it measures",
    "passes": "If it passes",
    "fails": "If it fails",
    "misleads": "How it can mislead",
}


def render_about_button(comparison: Comparison, today: date) -> str:
    """What opens the decision aid and what is sold here, under a notice when the content is due for review."""
    return (
        f'{render_stale(comparison, today)}<button type="button" class="wide" popovertarget="about-comparison">'
        f"{TITLE}</button><p class='faint under'>For and against each option, how to try it, and who says so.</p>"
        f"<p class='faint offer'>{escape(_offer(comparison))}</p>"
    )


def render_stale(comparison: Comparison, today: date) -> str:
    """A notice once the month of the next review has passed; nothing before."""
    if not comparison.is_due(today):
        return ""
    return (
        f"<p class='notice stale'><b>Due for review.</b> A review was planned by {escape(_month(comparison.review_by))}"
        " and is still to come. Check prices, models and dates before you rely on them.</p>"
    )


def render_about(comparison: Comparison, today: date) -> str:
    """The whole decision aid."""
    notes = Notes(comparison.sources)
    options = "".join(_option(option, option_name(comparison, option.id), notes) for option in comparison.options)
    return (
        f"<h2>{escape(comparison.title)}</h2>{_own(comparison.decision)}{render_stale(comparison, today)}{options}"
        f"{_evidence(comparison)}{_who(comparison)}{notes.passages()}"
    )


class Notes:
    """Statements with their sources, numbered in the order of their first mention."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.cited: dict[str, Citation] = {}

    def write(self, passage: Passage) -> str:
        """A text, each sentence with buttons that open its sources; without a source it is marked as editorial."""
        return " ".join(
            f"{escape(sentence.text)}{self._marks(sentence.sources) if isinstance(sentence, Claim) else _label()}"
            for sentence in passage
        )

    def _marks(self, keys: tuple[str, ...]) -> str:
        return "".join(
            cite(self._citation(key), PLACE, EDITORIAL if self.sources[key].kind == "editorial" else "") for key in keys
        )

    def _citation(self, key: str) -> Citation:
        if key not in self.cited:
            source, marker = self.sources[key], len(self.cited) + 1
            self.cited[key] = Citation(
                marker=marker, source_id=key, title=source.title, url=source.url, quote=source.passage
            )
        return self.cited[key]

    def passages(self) -> str:
        """What the buttons open."""
        return "".join(render_passage(citation, self.sources[key], PLACE) for key, citation in self.cited.items())


def _label() -> str:
    return f' <span class="editorial">{EDITORIAL}</span>'


def _own(text: str) -> str:
    """A paragraph in the editors' own words."""
    return f"<p>{escape(text)}{_label()}</p>" if text else ""


def _option(option: Option, name: str, notes: Notes) -> str:
    """An option, folded; its two sides are always unfolded together."""
    summary = notes.write(option.summary)
    sides = "".join(
        f"<section><h4>{title} {escape(name)}</h4><ul>{_entries(passages, notes)}</ul></section>"
        for title, passages in (("For", option.advantages), ("Against", option.drawbacks))
    )
    return (
        f"<details class='fold'><summary><h3>{escape(name)}</h3></summary><p>{summary}</p>"
        f"<div class='sides'>{sides}</div>{_living(option.living, notes)}{_trial(option, notes)}</details>"
    )


def _entries(passages: tuple[Passage, ...], notes: Notes) -> str:
    return "".join(f"<li>{notes.write(passage)}</li>" for passage in passages) or "<li>Nothing is listed yet.</li>"


def _living(passage: Passage, notes: Notes) -> str:
    return f"<section><h4>Living with it</h4><p>{notes.write(passage)}</p></section>" if passage else ""


def _trial(option: Option, notes: Notes) -> str:
    if option.pilot is None:
        return ""
    parts = "".join(
        f"<dt>{title}</dt><dd>{notes.write(getattr(option.pilot, name))}</dd>" for name, title in TRIAL.items()
    )
    return f"<section><h4>A pilot</h4><dl>{parts}</dl></section>"


def _evidence(comparison: Comparison) -> str:
    if not comparison.evidence:
        return ""
    title = "How the evidence was selected"
    return f"<details class='fold'><summary><h3>{title}</h3></summary>{_own(comparison.evidence)}</details>"


def _who(comparison: Comparison) -> str:
    """Who wrote it, when, who pays and what is sold."""
    planned = f", next review by {_month(comparison.review_by)}" if comparison.review_by else ""
    return (
        "<details class='fold'><summary><h3>Who says so, when, and who pays</h3></summary>"
        f"<p>{escape(comparison.authors)} Version {escape(comparison.version)}, reviewed in"
        f" {escape(_month(comparison.reviewed))}{escape(planned)}. {escape(comparison.update_policy)}</p>"
        f"<p>{escape(comparison.funding)}</p><p>{escape(_offer(comparison))}</p></details>"
    )


def _offer(comparison: Comparison) -> str:
    return f"{comparison.offer.text} {comparison.offer.disclosure}".strip()


def _month(text: str) -> str:
    """``2027-05`` as people write it; other text as it is."""
    try:
        return f"{datetime.strptime(text, '%Y-%m'):%B %Y}"
    except ValueError:
        return text
