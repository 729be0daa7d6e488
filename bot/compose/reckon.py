"""What options cost in words: the sums first, then what they consist of, what was assumed, and what nobody knows.

What was told before in the conversation (prices, assumptions, what is unknown) is not told again.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.comparison import Claim, Remark
from bot.compose.amounts import number, rounded
from bot.compose.bill import WORTH_TELLING, Bill, running
from bot.compose.draft import Draft
from bot.compose.phrases import capitalise, listing
from bot.compose.scene import Scene
from bot.cost.break_even import BreakEven
from bot.cost.estimate import OptionCost, estimate, usable
from bot.dialogue import Reckon
from bot.errors import BadRequest

SUGGESTIONS = ("Where is the break-even?", "What did you assume?", "And with ten times as many?")
MOST_TOLD = 2  # options whose bill is taken apart
MOST_LINES = 3
MOST_ASSUMED = 4

Amount = Callable[[OptionCost], float]


def reckon(draft: Draft, scene: Scene, move: Reckon) -> None:
    """Put a calculation into words."""
    model = scene.comparison.cost
    if model is None:
        return
    draft.paragraph()
    for name, value in move.refused.items():
        low, high = (number(each) for each in model.range(name))
        draft.say("cost/refused", {"label": model.label(name), "value": number(value), "low": low, "high": high})
    given = usable(model, scene.now.figures)
    if move.refused and not given:
        return
    options = move.options or tuple(option.id for option in scene.comparison.options)
    try:
        found = estimate(model, given, scene.now.levels)
        TELLING[move.what](draft, Bill(model=model, scene=scene, given=given, found=found, options=options), move)
        if move.is_foreign:
            draft.say("cost/currency", {"currency": model.currency})
    except BadRequest as error:  # a formula has no value for these numbers
        draft.add((Remark(text=f"{capitalise(str(error))}."),))


def _sums(draft: Draft, bill: Bill, move: Reckon) -> None:
    if move.budget is None:
        _opening(draft, bill, lambda cost: cost.monthly, "one month")
    else:
        _against_budget(draft, bill, move.budget)
    draft.paragraph()
    told = [bill.found.of(option) for option in bill.options[:MOST_TOLD]]
    for cost in told if move.budget is None else ():
        _parts(draft, bill, cost)
    _prices(draft, bill, told)
    _unknown(draft, bill)
    _once(draft, bill)
    draft.paragraph()
    _assumed(draft, bill)


def _short(draft: Draft, bill: Bill, move: Reckon) -> None:
    _opening(draft, bill, lambda cost: cost.monthly, "one month")


def _year(draft: Draft, bill: Bill, move: Reckon) -> None:
    _opening(draft, bill, lambda cost: cost.first_year, "the first year, set-up included,")
    draft.paragraph()
    draft.say("cost/year/why")
    _unknown(draft, bill)
    draft.say("cost/leaves_out", {"what": bill.model.leaves_out})


def _opening(draft: Draft, bill: Bill, amount: Amount, period: str) -> None:
    """The sums, cheapest first; then those that are only lower limits, and why."""
    known = [cost for cost in bill.costs if not cost.is_at_least]
    limits = [cost for cost in bill.costs if cost.is_at_least]
    origin = bill.found.figures[bill.model.volume].origin
    at = {"volume": bill.volume, "period": period}
    if known:
        draft.say(f"cost/at/{origin}", {**at, "sums": bill.sums(known, amount)})
    if limits:
        words = {**at, "sums": bill.sums(limits, amount), "why": bill.missing(limits)}
        draft.say("cost/limits" if known else f"cost/at/{origin}", words)
        if not known:
            draft.say("cost/because", words)
    note = bill.model.notes.get(bill.costs[0].option)
    if note and _is_new(draft, f"cost:note/{bill.costs[0].option}"):
        draft.add((Remark(text=note),))


def _against_budget(draft: Draft, bill: Bill, budget: float) -> None:
    """Which options a sum a month covers, and which stay open."""
    fits = [cost for cost in bill.costs if cost.monthly <= budget and not cost.is_at_least]
    beyond = [cost for cost in bill.costs if cost.monthly > budget]
    still_open = [cost for cost in bill.costs if cost.monthly <= budget and cost.is_at_least]
    words = {"budget": bill.money(budget), "volume": bill.volume}
    for costs, key in ((fits, "fits"), (beyond, "beyond" if fits else "beyond/all"), (still_open, "open")):
        if costs:
            options = [f"{bill.scene.name(cost.option)} ({bill.sum(cost, cost.monthly)})" for cost in costs]
            words |= {"options": listing(options), "why": bill.missing(still_open) if still_open else ""}
            draft.say(f"cost/budget/{key}", words)


def _parts(draft: Draft, bill: Bill, cost: OptionCost) -> None:
    """The largest lines of a monthly sum."""
    parts = [line for line in running(cost) if line.amount and line.amount >= WORTH_TELLING * cost.monthly]
    if len(parts) > 1 or (parts and len(bill.options) == 1):
        named = listing([f"{bill.money(line.amount or 0)} for {line.text}" for line in parts[:MOST_LINES]])
        draft.say("cost/parts", {"option": bill.scene.name(cost.option), "parts": named})


def _is_new(draft: Draft, key: str) -> bool:
    """Whether something was not told in this conversation yet; it counts as told from now on."""
    is_new = key not in (*draft.told, *draft.used)
    draft.mark(key)
    return is_new


def _prices(draft: Draft, bill: Bill, costs: list[OptionCost]) -> None:
    """The checked prices that matter, with date and conditions."""
    for price in bill.model.prices:
        if bill.found.figures[price.id].origin != "price" or not bill.hangs_on(price, costs):
            continue
        if _is_new(draft, f"cost:price/{price.id}"):
            draft.add((bill.claim(price),))


def _once(draft: Draft, bill: Bill) -> None:
    """What setting up costs."""
    costs = sorted((bill.found.of(option) for option in bill.options), key=lambda cost: cost.one_off)
    if len(costs) > MOST_TOLD or not costs[-1].one_off or not _is_new(draft, f"cost:once/{','.join(bill.options)}"):
        return
    sums = [f"about {bill.money(cost.one_off)} for {bill.scene.name(cost.option)}" for cost in costs]
    draft.say("cost/once", {"sums": listing(sums)})


def _unknown(draft: Draft, bill: Bill) -> None:
    """Prices that nobody has checked and what to ask for; the price at which two options would cost the same."""
    for name in dict.fromkeys(name for cost in bill.costs for name in cost.unknown):
        price = bill.model.price(name)
        if price is None:
            continue
        if is_new := _is_new(draft, f"cost:unknown/{name}"):
            draft.add((Claim(text=f"{price.conditions.rstrip('.')}.", sources=(price.source,)),))
        _parity(draft, bill)
        if is_new:
            draft.add((Remark(text=f"{price.ask.strip().rstrip('.')}."),))


def _parity(draft: Draft, bill: Bill) -> None:
    """The unknown price at which a lower limit meets the first known sum among the options asked about."""
    first = next((option for option in bill.options if not bill.found.of(option).unknown), None)
    second = next((option for option in bill.options if bill.found.of(option).unknown), None)
    if first and second:
        found = bill.compared(first, second)
        if found.parity is not None:
            draft.say("cost/parity", _parity_words(bill, found))


def _parity_words(bill: Bill, found: BreakEven) -> Mapping[str, str]:
    price = bill.model.price(found.unknown[0])
    unit = price.unit.removeprefix(bill.model.sign) if price else ""
    is_first = found.unknown[0] in bill.found.of(found.first).unknown
    payer, other = (found.first, found.second) if is_first else (found.second, found.first)
    value = f"{bill.money(found.parity or 0)}{unit}"
    return {"price": value, "payer": bill.scene.name(payer), "other": bill.scene.name(other), "volume": bill.volume}


def _assumed(draft: Draft, bill: Bill) -> None:
    """The assumptions that move these sums most, and how to change them."""
    names = [name for name in bill.influential() if name != bill.model.volume][:MOST_ASSUMED]
    examples = [bill.shown(name) for name in names if bill.found.figures[name].origin == "example"]
    others = [bill.shown(name) for name in names if bill.found.figures[name].origin == "assumed"]
    if names and _is_new(draft, f"cost:assumed/{','.join(sorted(names))}"):
        words = {"assumed": listing(others or [""]), "examples": listing(examples or [""])}
        draft.say("cost/assumed" if others else "cost/assumed/examples", words)
        if others and examples:
            draft.say("cost/assumed/also", words)
        draft.say("cost/change")


def _lines(draft: Draft, bill: Bill, move: Reckon) -> None:
    """Every line of the bill of the first two options."""
    costs = [bill.found.of(option) for option in bill.options[:MOST_TOLD]]
    for cost in costs:
        draft.paragraph()
        lines = [f"{bill.money(line.amount)} for {line.text}" for line in running(cost) if line.amount is not None]
        once = [
            f"{bill.money(line.amount)} for {line.text}" for line in cost.lines if line.due == "once" and line.amount
        ]
        words = {"option": bill.scene.name(cost.option), "sum": bill.sum(cost, cost.monthly), "volume": bill.volume}
        draft.say("cost/lines", {**words, "lines": listing(lines)})
        if once:
            draft.say("cost/lines/once", {"lines": listing(once)})
        if note := bill.model.notes.get(cost.option):
            draft.add((Remark(text=note),))
    draft.paragraph()
    _prices(draft, bill, costs)
    _unknown(draft, replace(bill, options=tuple(cost.option for cost in costs)))


def _assumptions(draft: Draft, bill: Bill, move: Reckon) -> None:
    """Everything that went in: what the visitor said, what follows from answers, what was assumed, and the prices."""
    used = frozenset[str]().union(*(line.uses for cost in bill.costs for line in cost.lines))
    for origin in ("said", "answer", "example", "assumed"):
        shown = [bill.shown(name) for name in bill.model.names if name in used and bill.origin(name) == origin]
        if shown:
            draft.paragraph()
            draft.say(f"cost/from/{origin}", {"list": "; ".join(shown)})
    draft.paragraph()
    for price in bill.model.prices:
        if price.id in used and bill.origin(price.id) == "price":
            draft.add((bill.claim(price),))
    _unknown(draft, bill)
    draft.say("cost/leaves_out", {"what": bill.model.leaves_out})


def _break_even(draft: Draft, bill: Bill, move: Reckon) -> None:
    """The volume at which two options cost the same, or why there is none."""
    first, second = _pair(bill, move.options)
    pair = replace(bill, options=(first, second))
    found = bill.compared(first, second)
    other = second if found.cheaper == first else first
    less, more = bill.found.of(found.cheaper), bill.found.of(other)
    words = {
        "cheaper": bill.scene.name(found.cheaper),
        "other": bill.scene.name(other),
        "volume": bill.volume,
        "less": bill.sum(less, less.monthly),
        "more": bill.sum(more, more.monthly),
    }
    if found.unknown:
        words["label"] = listing([bill.model.label(name) for name in found.unknown])
        draft.say("cost/even/unknown" if found.parity is not None else "cost/even/sure", words)
        _unknown(draft, pair)
    elif found.at is None:
        draft.say("cost/even/none", words)
    else:
        words["at"] = f"{number(rounded(found.at))} {bill.model.label(bill.model.volume)}"
        words["above"] = bill.scene.name(found.above)
        words["below"] = bill.scene.name(second if found.above == first else first)
        draft.say("cost/even", words)
    draft.paragraph()
    _once(draft, pair)
    _assumed(draft, pair)


def _pair(bill: Bill, named: tuple[str, ...]) -> tuple[str, str]:
    """The two options to compare: those named, filled up with the first ones of the content."""
    known = [option.id for option in bill.scene.comparison.options]
    first, second = list(dict.fromkeys((*named, *known)))[:2]
    return first, second


TELLING: Mapping[str, Callable[[Draft, Bill, Reckon], None]] = {
    "sums": _sums,
    "short": _short,
    "year": _year,
    "lines": _lines,
    "assumptions": _assumptions,
    "break_even": _break_even,
}
