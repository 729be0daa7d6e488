"""The decision beside the chat, as safe HTML: shares, what was understood, what would flip it, weights to try."""

from collections.abc import Sequence
from datetime import date
from html import escape

from bot import Comparison, Criterion, Fact, Standing, State
from ui.about import render_about_button
from ui.cost_form import render_cost
from ui.markup import capital, say
from ui.present import level_label, option_name, single_flips
from ui.tables import expected_weight, render_table

FLIPS = 4


def percent(share: float) -> str:
    """A share for people; what is possible is never shown as 0%, what is open never as 100%."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def headline(standing: Standing, comparison: Comparison) -> str:
    """The verdict in a few words."""
    name = option_name(comparison, standing.best.option)
    match standing.status:
        case "settled":
            return name
        case "leaning":
            return f"{name}, so far"
        case "open":
            return "Nothing decided yet"


def render_panel(standing: Standing, state: State, comparison: Comparison, today: date) -> str:
    """The whole panel, as it is on that day."""
    return (
        f'<p class="eyebrow">Your decision</p><h2 class="headline" {_verdict(standing, comparison)}>'
        f"{escape(headline(standing, comparison))}</h2>"
        f"<p class='status'>{_status(standing)}</p>{render_bars(standing, comparison)}"
        f"{render_understood(state.facts, comparison)}{render_flips(standing, comparison)}"
        f"{render_table(standing, state, comparison)}{render_weights(state, comparison)}"
        f"{render_cost(state, comparison)}{render_about_button(comparison, today)}"
    )


def _verdict(standing: Standing, comparison: Comparison) -> str:
    """The verdict as attributes, for the scripts of the page."""
    best = standing.best
    values = {
        "brief": _brief(standing, comparison),
        "comparison": comparison.id,
        "option": best.option,
        "name": option_name(comparison, best.option),
        "share": f"{best.share:.4f}",
        "status": standing.status,
    }
    return " ".join(f'data-{name}="{escape(value)}"' for name, value in values.items())


def _brief(standing: Standing, comparison: Comparison) -> str:
    """The verdict for the small button that opens the panel on a phone."""
    best = standing.best
    return (
        "Your decision"
        if standing.status == "open"
        else f"{option_name(comparison, best.option)} {percent(best.share)}"
    )


def _status(standing: Standing) -> str:
    if standing.cannot_flip:
        return "No open answer could overturn this any more."
    match standing.status:
        case "settled":
            return "Clear enough to act on. A new fact can still change it."
        case "leaning":
            return "Open answers could still change this."
        case "open":
            return "These are the odds before anything is known about your case."


def render_bars(standing: Standing, comparison: Comparison) -> str:
    """The shares as a bar chart that is a list when read aloud."""
    bars = "".join(
        f'<li><span class="name">{escape(option_name(comparison, share.option))}</span>'
        f'<span class="percent">{percent(share.share)}</span>'
        f'<span class="track" aria-hidden="true"><span style="width:{share.share * 100:.1f}%"></span></span></li>'
        for share in standing.ranking
    )
    return f'<ul class="bars" aria-label="Chance of being the best choice for you">{bars}</ul>'


def render_understood(facts: Sequence[Fact], comparison: Comparison) -> str:
    """What was understood, with the words that said it and a way to correct it."""
    if not facts:
        body = '<p class="faint">Nothing about your case so far. Tell it in your own words.</p>'
    else:
        body = f'<ul class="facts">{"".join(_fact(fact, comparison) for fact in facts)}</ul>'
    return f"<section><h3>What I understood</h3>{body}</section>"


def _fact(fact: Fact, comparison: Comparison) -> str:
    criterion = comparison.criterion_by_id.get(fact.criterion)
    name = criterion.name if criterion else fact.criterion
    return (
        f"<li><details><summary><span class='name'>{escape(capital(name))}</span>"
        f"<span class='level'>{escape(level_label(comparison, fact.criterion, fact.level))}</span>"
        f"<span class='change'>Change</span></summary><p class='said'>You said “{escape(fact.said)}”</p>"
        f"{_corrections(criterion, fact) if criterion else ''}</details></li>"
    )


def _corrections(criterion: Criterion, fact: Fact) -> str:
    others = (level for level in criterion.levels if level.is_choice and level.id != fact.level)
    chips = "".join(say(f"Correction on {criterion.name}: {level.label}", level.label) for level in others)
    return f'<div class="chips" role="group" aria-label="{escape(criterion.question)}">{chips}</div>'


def render_flips(standing: Standing, comparison: Comparison) -> str:
    """What would change the verdict."""
    flips = single_flips(standing)
    if standing.status == "open":
        return ""
    if flips:
        items = "".join(
            f"<li><b>{escape(capital(comparison.criterion_by_id[flip.criterion].name))}:</b> "
            f"{escape(level_label(comparison, flip.criterion, flip.level))} "
            f'<span class="to">then {escape(option_name(comparison, flip.to))}</span></li>'
            for flip in flips[:FLIPS]
            if flip.criterion in comparison.criterion_by_id
        )
        body = f'<ul class="flips">{items}</ul>'
    else:
        body = '<p class="faint">No single answer would turn it.</p>'
    return f"<section><h3>What would flip it</h3>{body}</section>"


def render_weights(state: State, comparison: Comparison) -> str:
    """Sliders: what if a criterion mattered more or less? The script asks ``/api/v1/decide``."""
    sliders = "".join(_slider(criterion, state) for criterion in comparison.asked_criteria)
    answers = "".join(
        f'<input type="hidden" name="{escape(criterion)}" value="{escape(level)}">'
        for criterion, level in state.levels.items()
    )
    return (
        "<details class='fold'><summary>Try other weights</summary>"
        f'<form class="weights" data-comparison="{escape(comparison.id)}"><p class="faint">From 0, does not matter,'
        " to 10, decides it. This only tries; the chat goes on with your answers.</p>"
        f"{answers}{sliders}<output class='tried' aria-live='polite'></output>"
        "<button type='reset' class='chip quiet'>Back to my answers</button></form></details>"
    )


def _slider(criterion: Criterion, state: State) -> str:
    weight = round(expected_weight(criterion, state))
    return (
        f"<label><span>{escape(capital(criterion.name))}</span><b>{weight}</b>"
        f'<input type="range" min="0" max="10" step="1" value="{weight}"'
        f' data-criterion="{escape(criterion.id)}"></label>'
    )
