"""cost.yaml: how to calculate what each option costs, checked against the rest of the comparison."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from bot.comparison import Claim, Criterion, Passage, Source
from bot.content.build import Path as Place
from bot.content.build import build
from bot.content.figures import unsupported
from bot.content.located import Located, read_yaml
from bot.content.passages import CITATION, parse_passage, plain
from bot.cost.estimate import estimate
from bot.cost.expression import ExpressionError, names
from bot.cost.model import CostInput, CostLine, CostModel, Price
from bot.errors import BadRequest, Fault

FILE = "cost.yaml"
TEXTS = ("currency", "sign", "volume", "leaves_out")
FIELDS = (*TEXTS, "inputs", "prices", "options", "notes")
UNKNOWN = "unknown"

T = TypeVar("T")
Raise = Callable[[Place, str, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the rest of the comparison holds that cost.yaml may name."""

    options: Sequence[str]
    criteria: Mapping[str, Criterion]
    sources: Mapping[str, Source]


def load_cost(folder: Path, around: Around, faults: list[Fault], base: str = "") -> CostModel | None:
    """The cost model of a folder; None if it has none, or with faults.

    An input or a price that is only named is that of the comparison ``base``.
    """
    if not (folder / FILE).exists():
        return None
    located = read_yaml(folder / FILE, faults)
    if located is None:
        return None
    before = len(faults)
    if base and isinstance(located.value, dict):
        _take_over(located, folder.parent / base / FILE, around)
    model = _model(located, faults)
    if model is None or len(faults) > before:
        return None
    faults += _crosschecked(model, around, located)
    return model if len(faults) == before else None


def _take_over(located: Located, base: Path, around: Around) -> None:
    """Put the inputs and prices of another cost model in the place of their bare ids."""
    unreported = list[Fault]()
    other = read_yaml(base, unreported) if base.exists() else None
    if other is None or not isinstance(other.value, dict):
        return
    for name in ("inputs", "prices"):
        known = {str(each.get("id")): each for each in other.value.get(name, ()) if isinstance(each, dict)}
        listed = located.value.get(name)
        if isinstance(listed, list):
            named = [isinstance(each, str) and each in known for each in listed]
            located.value[name] = [
                _fitting(known[each], around) if is_named else each
                for each, is_named in zip(listed, named, strict=True)
            ]


def _fitting(value: dict[str, Any], around: Around) -> dict[str, Any]:
    """What is taken over, without a criterion or levels that do not exist here."""
    criterion = around.criteria.get(str(value.get("criterion", "")))
    if criterion is None:
        return {name: each for name, each in value.items() if name not in {"criterion", "levels"}}
    known = {level.id for level in criterion.levels}
    return {**value, "levels": {name: each for name, each in value.get("levels", {}).items() if name in known}}


def _model(located: Located, faults: list[Fault]) -> CostModel | None:
    value = located.value
    if not isinstance(value, dict):
        faults.append(located.fault((), "no cost model", f"Write {', '.join(FIELDS)}"))
        return None
    missing = [name for name in FIELDS if name not in value and name != "notes"]
    faults += [located.fault((), f"missing field {name!r}", f"Add '{name}: ...'") for name in missing]
    unknown = [name for name in value if name not in FIELDS]
    faults += [located.fault((name,), f"unknown field {name!r}", f"Use: {', '.join(FIELDS)}") for name in unknown]
    if missing or unknown:
        return None
    return CostModel(
        **{name: str(value[name]) for name in TEXTS},
        inputs=_list(CostInput, located, ("inputs",), value["inputs"], faults, _with_sources),
        prices=_list(Price, located, ("prices",), value["prices"], faults, _with_value),
        options={
            str(option): _list(CostLine, located, ("options", option), lines, faults)
            for option, lines in _fields(located, "options", faults).items()
        },
        notes={str(option): str(text) for option, text in _fields(located, "notes", faults).items()},
    )


def _fields(located: Located, name: str, faults: list[Fault]) -> dict[Any, Any]:
    value = located.value.get(name, {})
    if isinstance(value, dict):
        return value
    faults.append(located.fault((name,), f"{name!r} holds no options", "Write 'option: ...' lines"))
    return {}


def _list(
    cls: type[T],
    located: Located,
    path: Place,
    values: Any,
    faults: list[Fault],
    prepare: Callable[[Any], Any] = lambda value: value,
) -> tuple[T, ...]:
    if not isinstance(values, list):
        faults.append(located.fault(path, f"{path[-1]!r} is not a list", "Write one '- ' entry for each"))
        return ()
    built = (build(cls, located, (*path, place), prepare(value), faults) for place, value in enumerate(values))
    return tuple(each for each in built if each is not None)


def _with_sources(value: Any) -> Any:
    """The reason of an assumption, with the sources in it apart."""
    if not isinstance(value, dict) or not isinstance(value.get("because"), str):
        return value
    text = value["because"]
    return {**value, "because": plain(parse_passage(text)), "sources": tuple(dict.fromkeys(CITATION.findall(text)))}


def _with_value(value: Any) -> Any:
    """A price whose value is the word "unknown" has none."""
    return {**value, "value": None} if isinstance(value, dict) and value.get("value") == UNKNOWN else value


def _crosschecked(model: CostModel, around: Around, located: Located) -> list[Fault]:
    found: list[Fault] = []

    def fault(path: Place, problem: str, remedy: str) -> None:
        found.append(located.fault(path, problem, remedy))

    for place, each in enumerate(model.inputs):
        _check_input(each, ("inputs", place), around, fault)
        _check_figures(parse_passage(located.value["inputs"][place]["because"]), ("inputs", place), around, fault)
    for place, price in enumerate(model.prices):
        _check_price(price, ("prices", place), model, around, fault)
    for name in sorted({name for name in model.names if model.names.count(name) > 1}):
        fault(("inputs",), f"{name!r} is used for more than one input or price", "Give each its own id")
    _check_options(model, around, fault)
    _check_lines(model, fault)
    if not found:
        for text in _without_value(model):
            fault(("options",), text, "Correct the formula or the range, so that there is no division by zero")
    return found


def _check_input(each: CostInput, path: Place, around: Around, fault: Raise) -> None:
    if not each.low <= each.default <= each.high:
        fault((*path, "default"), f"default of {each.id!r} is not from low to high", "Correct one of the three")
    if each.low < 0:
        fault((*path, "low"), f"{each.id!r} may be negative", "Give a low of 0 or more")
    criterion = around.criteria.get(each.criterion or "")
    if each.criterion and criterion is None:
        fault((*path, "criterion"), f"unknown criterion {each.criterion!r}", f"Use: {', '.join(around.criteria)}")
    known = {level.id for level in criterion.levels} if criterion else set()
    for level in each.levels.keys() - known:
        fault((*path, "levels", level), f"unknown level {level!r}", f"Use: {', '.join(sorted(known)) or 'a criterion'}")
    for kind, values in (("levels", each.levels), ("words", each.words)):
        for word, value in values.items():
            if not each.low <= value <= each.high:
                fault((*path, kind, word), f"{each.id!r} is {value:g} at {word!r}", "Give a value from low to high")
    if "{}" not in each.told:
        fault((*path, "told"), f"{each.id!r} has no place for its value in {each.told!r}", "Write {} where it goes")


def _check_figures(reason: Passage, path: Place, around: Around, fault: Raise) -> None:
    """The cited sentences of a reason may only state figures that their sources contain."""
    for claim in reason:
        if not isinstance(claim, Claim):
            continue
        if unknown := [key for key in claim.sources if key not in around.sources]:
            fault((*path, "because"), f"cites unknown {', '.join(unknown)}", "Add the source or correct the key")
        elif missing := unsupported(claim, [around.sources[key] for key in claim.sources]):
            problem = f"states {', '.join(sorted(missing))}, which its sources do not contain"
            fault((*path, "because"), problem, "Cite the source of the figure or leave it out")


def _check_price(price: Price, path: Place, model: CostModel, around: Around, fault: Raise) -> None:
    source = around.sources.get(price.source)
    if source is None:
        fault((*path, "source"), f"price {price.id!r} cites unknown {price.source!r}", "Use the id of a source")
        return
    if price.value is None and not price.ask:
        fault(path, f"price {price.id!r} is unknown and says not what to ask for", "Add 'ask: ...'")
    if price.value is not None:
        claim = Claim(text=f"{price.value:.10g} {price.as_of} {price.conditions}", sources=(price.source,))
        if missing := unsupported(claim, [source]):
            problem = f"price {price.id!r} states {', '.join(sorted(missing))}, which {price.source!r} does not contain"
            fault((*path, "value"), problem, "Correct the figure or cite its source; write 'unknown' if there is none")
        if not price.as_of:
            fault(path, f"price {price.id!r} has no date", "Add 'as_of: ...'")
        if not 0 <= price.value <= price.high:
            fault((*path, "value"), f"price {price.id!r} is not from 0 to {price.high:g}", "Correct value or high")
    for name in price.up_to:
        if model.input(name) is None:
            fault((*path, "up_to", name), f"unknown input {name!r}", _nearest(name, [each.id for each in model.inputs]))


def _check_options(model: CostModel, around: Around, fault: Raise) -> None:
    if model.input(model.volume) is None:
        fault(("volume",), f"volume {model.volume!r} is no input", _nearest(model.volume, model.names))
    for option in around.options:
        if not model.options.get(option):
            fault(("options",), f"option {option!r} has no lines", f"Add '{option}:' with at least one line")
    for name in (*model.options, *model.notes):
        if name not in around.options:
            at = "options" if name in model.options else "notes"
            fault((at, name), f"unknown option {name!r}", f"Use one of: {', '.join(around.options)}")


def _check_lines(model: CostModel, fault: Raise) -> None:
    used: set[str] = set()
    for option, place, line in model.lines():
        path = ("options", option, place, "amount")
        try:
            named = names(line.amount)
        except ExpressionError as error:
            fault(path, f"formula of {line.text!r}: {error}", "Write arithmetic over inputs and prices")
            continue
        used |= named
        for name in sorted(named - set(model.names)):
            fault(path, f"formula of {line.text!r} names unknown {name!r}", _nearest(name, model.names))
    for place, each in enumerate(model.inputs):
        if each.id not in used:
            fault(("inputs", place), f"no formula uses input {each.id!r}", "Use it or remove it")
    for place, price in enumerate(model.prices):
        if price.id not in used:
            fault(("prices", place), f"no formula uses price {price.id!r}", "Use it or remove it")


def _without_value(model: CostModel) -> Iterator[str]:
    """Formulas without a value, or with a negative one: as assumed, and with each input at an end of its range."""
    known = {price.id: 1.0 for price in model.prices if price.value is None}
    ends = [{each.id: end} for each in model.inputs for end in (each.low, each.high)]
    for given in ({}, *ends):
        where = " and ".join(f"{name} at {value:g}" for name, value in given.items()) or "all inputs as assumed"
        try:
            found = estimate(model, {**known, **given})
        except BadRequest as error:
            yield f"with {where}: {error}"
            continue
        lines = (line for option in found.options for line in option.lines)
        yield from (f"{line.text!r} is negative with {where}" for line in lines if (line.amount or 0) < 0)


def _nearest(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"Did you mean {close[0]!r}?" if close else f"Use one of: {', '.join(known)}"
