"""The fold "Running cost" beside the chat, as safe HTML: sums, break-even, and every number that went in, to be edited.

``static/cost.js`` sends edited numbers to ``/api/v1/estimate`` and shows what comes back.
"""

from html import escape

from bot import Comparison, State, money, usable
from ui.cost_contract import BreakEvenBody, EstimateBody, FigureBody, LineBody, OptionCostBody
from ui.cost_present import present_estimate
from ui.markup import capital, link

ORIGINS = {
    "said": "you said",
    "answer": "from your answer",
    "assumed": "assumed",
    "example": "example",
    "price": "price with source",
    "unknown": "not known",
}
TOLD_APART = ("said", "answer", "example", "unknown")  # shown first; the rest is in a fold of its own
INTRO = (
    "Sums for your numbers, as far as you gave any; what is assumed says so. Change a number and the sums follow. This"
    " only tries; the chat goes on with its own."
)


def render_cost(state: State, comparison: Comparison) -> str:
    """The fold; nothing for a comparison without a cost model."""
    if comparison.cost is None:
        return ""
    answered = _answers(state, comparison)
    found = present_estimate(comparison, usable(comparison.cost, state.figures), answered)
    answers = "".join(
        f'<input type="hidden" data-answer="{escape(name)}" value="{escape(level)}">'
        for name, level in answered.items()
    )
    return (
        "<details class='fold cost'><summary>Running cost</summary>"
        f"<form class='costs' data-comparison='{escape(comparison.id)}' data-sign='{escape(found.sign)}'>"
        f"<p class='faint'>{INTRO}</p>{answers}<div class='sums'>{render_sums(found)}</div>"
        f"<output class='told'></output>{_groups(found)}"
        f"<p class='faint'>Left out: {escape(found.leaves_out)}.</p>"
        "<button type='reset' class='chip quiet'>Back to my numbers</button></form></details>"
    )


def _answers(state: State, comparison: Comparison) -> dict[str, str]:
    """The answers that the content still knows."""
    levels = {each.id: {level.id for level in each.levels} for each in comparison.asked_criteria}
    return {name: level for name, level in state.levels.items() if level in levels.get(name, ())}


def render_sums(found: EstimateBody) -> str:
    """The table of sums, cheapest first, and where two options cost the same."""
    ranked = sorted(found.options, key=lambda cost: (cost.is_at_least, cost.monthly))
    rows = "".join(_row(cost, found.sign) for cost in ranked)
    evens = "".join(f"<li>{escape(each.text)}</li>" for each in found.break_even if _is_telling(each))
    return (
        "<table class='bill'><caption class='unseen'>Cost of each option</caption><thead><tr>"
        "<th scope='col'>Option</th><th scope='col' class='number'>A month</th><th scope='col' class='number'>Once</th>"
        f"<th scope='col' class='number'>First year</th></tr></thead><tbody>{rows}</tbody></table>"
        f"<p class='least'>{escape(_lower_limits(found))}</p>"
        f"<ul class='evens' aria-label='Break-even'>{evens}</ul>"
        f"<details class='more'><summary>What the sums consist of</summary><div class='parts'>"
        f"{''.join(_parts(cost, found.sign) for cost in ranked)}</div></details>"
    )


def _lower_limits(found: EstimateBody) -> str:
    """Why some sums are lower limits."""
    missing = {name for cost in found.options for name in cost.missing}
    reasons = [
        f"the {each.label}, whose price is not known" if each.value is None else f"the {each.label} for a larger case"
        for each in found.figures
        if each.id in missing
    ]
    return f"At least: without {' and '.join(reasons)}." if reasons else ""


def _parts(cost: OptionCostBody, sign: str) -> str:
    """The lines of an option's bill."""
    lines = "".join(
        f"<li><span>{escape(capital(line.text))}</span><span class='number'>{_due(line, sign)}</span></li>"
        for line in cost.lines
    )
    return f"<h4>{escape(cost.name)}</h4><p>{escape(cost.note)}</p><ul>{lines}</ul>"


def _due(line: LineBody, sign: str) -> str:
    amount = "not known" if line.amount is None else escape(money(line.amount, sign))
    return f"{amount} {'a month' if line.due == 'month' else 'once'}"


def _is_telling(each: BreakEvenBody) -> bool:
    """Whether two options can change places at all."""
    return each.at is not None or each.parity is not None


def _row(cost: OptionCostBody, sign: str) -> str:
    least = "<small>at least</small> " if cost.is_at_least else ""
    cells = "".join(
        f"<td class='number'>{least}{escape(money(amount, sign))}</td>"
        for amount in (cost.monthly, cost.once, cost.first_year)
    )
    return f"<tr><th scope='row'>{escape(cost.name)}</th>{cells}</tr>"


def _groups(found: EstimateBody) -> str:
    """The inputs: first the visitor's own and those that wait for a number of theirs, then assumptions and prices."""
    first = [each for each in found.figures if each.origin in TOLD_APART or each.id == found.volume]
    rest = [each for each in found.figures if each not in first]
    more = "<legend class='unseen'>Assumptions and prices</legend>"
    return (
        f"<fieldset><legend>Your numbers</legend>{''.join(map(_figure, first))}</fieldset>"
        f"<details class='more'><summary>All assumptions and prices ({len(rest)})</summary>"
        f"<fieldset>{more}{''.join(map(_figure, rest))}</fieldset></details>"
    )


def _figure(each: FigureBody) -> str:
    """One input with its value, range, origin and reason."""
    value = "" if each.value is None else f"{each.value:.10g}"
    name, label = f"cost-{escape(each.id)}", escape(capital(each.label))
    sources = " ".join(link(source.url, source.title) or escape(source.title) for source in each.sources)
    unit = "" if each.unit in each.label else f" <small>{escape(each.unit)}</small>"
    why = each.hint if each.origin in {"said", "answer"} else f"{each.hint} {each.because}"
    return (
        f"<div class='figure'><label for='{name}'>{label}{unit}</label>"
        f"<span class='origin {each.origin}' id='{name}-origin'>{ORIGINS[each.origin]}</span>"
        f"<input id='{name}' name='{escape(each.id)}' type='number' inputmode='decimal' step='any' autocomplete='off'"
        f" min='{each.low:.10g}' max='{each.high:.10g}' value='{value}' placeholder='{value or 'not known'}'"
        f" data-origin='{each.origin}' aria-describedby='{name}-origin {name}-why'>"
        f"<p class='why' id='{name}-why'>{escape(why.strip())} {sources}</p></div>"
    )
