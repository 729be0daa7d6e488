"""The visitor's table next to the page's, as safe HTML."""

from collections.abc import Sequence
from html import escape

from bot import Comparison, Criterion, Standing, State
from ui.markup import capital
from ui.present import level_label, option_name, page_first

TITLE = "Your table next to the page’s"


def render_table(standing: Standing, state: State, comparison: Comparison) -> str:
    """The button and the popover with the visitor's table next to the page's."""
    return (
        f'<button type="button" class="wide" popovertarget="both-tables">{TITLE}</button>'
        '<div popover id="both-tables" class="tables" role="dialog" aria-labelledby="both-tables-title">'
        '<button type="button" class="close" popovertarget="both-tables" popovertargetaction="hide"'
        ' aria-label="Close the table">×</button>'
        f'<h2 id="both-tables-title">{TITLE}</h2>'
        f"<p class='faint'>{_explanation(comparison)}</p>"
        '<div class="scroll" role="region" aria-label="Table" tabindex="0">'
        f"{_table(standing, state, comparison)}</div></div>"
    )


def _explanation(comparison: Comparison) -> str:
    page = (
        "The page gives every criterion the same weight; the winners shown here are how we read its cells. "
        if comparison.totals
        else ""
    )
    return (
        f"{page}Your side weighs each criterion by what you said and adds those that the page lacks. Under an option"
        " stand the points, out of 100, that it earned on a criterion."
    )


def page_options(comparison: Comparison) -> tuple[str, ...]:
    """The options that the page compares, in the order of its cells."""
    cells = (criterion.page.cells for criterion in comparison.criteria if criterion.page)
    return tuple(next(iter(cells), ()))


def _table(standing: Standing, state: State, comparison: Comparison) -> str:
    ours = [share.option for share in standing.ranking]
    theirs = page_options(comparison)
    rows = "".join(_row(criterion, standing, state, comparison) for criterion in page_first(comparison))
    totals = "".join(f"<td>{escape(comparison.totals.get(option, ''))}</td>" for option in theirs)
    values = "".join(f"<td class='number'>{share.value * 100:.0f}</td>" for share in standing.ranking)
    return (
        f"<table><thead><tr><td></td><th colspan='{len(theirs) + 1}' scope='colgroup'>The page</th>"
        f"<th colspan='{len(ours) + 2}' scope='colgroup'>You</th></tr><tr><th scope='col'>Criterion</th>"
        f"{_heads(theirs, comparison)}<th scope='col'>Winner as we read it</th>"
        f"<th scope='col'>Your answer</th><th scope='col' class='number'>Weight</th>"
        f"{_heads(ours, comparison, 'number')}</tr></thead>"
        f"<tbody>{rows}</tbody><tfoot><tr><th scope='row'>Total</th>{totals}<td></td><td></td><td></td>{values}</tr>"
        "</tfoot></table>"
    )


def _heads(options: Sequence[str], comparison: Comparison, kind: str = "") -> str:
    names = (escape(option_name(comparison, option)) for option in options)
    return "".join(f"<th scope='col' class='{kind}'>{name}</th>" for name in names)


def _row(criterion: Criterion, standing: Standing, state: State, comparison: Comparison) -> str:
    level = state.levels.get(criterion.id)
    answer = level_label(comparison, criterion.id, level) if level else "open" if criterion.is_asked else "always"
    points = "".join(
        f"<td class='number'>{share.contributions.get(criterion.id, 0) * 100:.0f}</td>" for share in standing.ranking
    )
    about = "" if level else "≈ "
    return (
        f"<tr><th scope='row'>{escape(capital(criterion.name))}</th>{_page_cells(criterion, comparison)}"
        f"<td>{escape(answer)}</td><td class='number'>{about}{expected_weight(criterion, state):.1f}</td>{points}</tr>"
    )


def _page_cells(criterion: Criterion, comparison: Comparison) -> str:
    theirs = page_options(comparison)
    if criterion.page is None:
        return f"<td colspan='{len(theirs) + 1}' class='faint'>not on the page</td>" if theirs else "<td></td>"
    cells = "".join(f"<td>{escape(criterion.page.cells[option])}</td>" for option in theirs)
    return f"{cells}<td>{escape(option_name(comparison, criterion.page.winner))}</td>"


def expected_weight(criterion: Criterion, state: State) -> float:
    """How much the criterion counts (0 to 10): by the answer, or on average over the answers still open."""
    known = {level.id: level for level in criterion.levels}.get(state.levels.get(criterion.id, ""))
    if criterion.id in state.weights:
        return state.weights[criterion.id]
    if known is None:
        return sum(level.prior * level.weight for level in criterion.levels)
    if known.stands_for:
        return sum(chance * criterion.level(level).weight for level, chance in known.stands_for.items())
    return known.weight
