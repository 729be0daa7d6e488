"""A calculation ready to be told, and its amounts as words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.comparison import Claim
from bot.compose.amounts import money, number, quantity
from bot.compose.phrases import listing
from bot.compose.scene import Scene
from bot.cost.break_even import BreakEven, break_even
from bot.cost.estimate import Estimate, LineAmount, OptionCost, estimate
from bot.cost.influence import influential
from bot.cost.model import CostModel, Price

WORTH_TELLING = 0.05  # share of a sum from which a line is
RAISED = 1.1  # by how much a price is raised to see what hangs on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """The model, the visitor's numbers for it, the estimate, and the options that were asked about."""

    model: CostModel
    scene: Scene
    given: Mapping[str, float]
    found: Estimate
    options: tuple[str, ...]

    @property
    def costs(self) -> list[OptionCost]:
        """The options asked about: known sums before lower limits, the cheaper first."""
        found = [self.found.of(option) for option in self.options]
        return sorted(found, key=lambda cost: (cost.is_at_least, cost.monthly))

    @property
    def volume(self) -> str:
        """ "10,000 requests a day"."""
        return self.shown(self.model.volume)

    def origin(self, name: str) -> str:
        """Where the value of an input or a price is from."""
        return self.found.figures[name].origin

    def money(self, value: float) -> str:
        return money(value, self.model.sign)

    def sum(self, cost: OptionCost, value: float) -> str:
        """ "about $608", or "at least $419" where a price is missing."""
        return f"{'at least' if cost.is_at_least else 'about'} {self.money(value)}"

    def sums(self, costs: Iterable[OptionCost], amount: Callable[[OptionCost], float]) -> str:
        """ "about $608 with prompting first and about $1,360 with RAG"."""
        return listing([f"{self.sum(cost, amount(cost))} with {self.scene.name(cost.option)}" for cost in costs])

    def shown(self, name: str) -> str:
        """An input with its value, as it stands in a list: "answers of 300 tokens"."""
        each, value = self.model.input(name), self.found.figures[name].value or 0
        if each is None:
            return self.priced(name, value)
        shown = quantity(value, each.unit, self.model.sign).removesuffix(each.unit.removeprefix(self.model.sign))
        return each.told.replace("{}", f"{shown.strip()}{each.unit if each.unit == '%' else ''}")

    def priced(self, name: str, value: float) -> str:
        """A price with its name: "hosting of a tuned model at $2 an hour"."""
        price = self.model.price(name)
        return f"{price.label} at {quantity(value, price.unit, self.model.sign)}" if price else name

    def claim(self, price: Price) -> Claim:
        """A checked price with its date and conditions."""
        shown = self.priced(price.id, price.value or 0)
        text = f"Price of {price.as_of}: {shown} ({price.conditions.rstrip('.')})."
        return Claim(text=text, sources=(price.source,))

    def missing(self, costs: Iterable[OptionCost]) -> str:
        """Why sums are only lower limits."""
        known = list(costs)
        unknown = dict.fromkeys(self.model.label(name) for cost in known for name in cost.unknown)
        floors = dict.fromkeys(name for cost in known for name in cost.floors)
        reasons = [f"no price is known for the {label}" for label in unknown]
        return listing(reasons + [self._floor(name) for name in floors])

    def _floor(self, name: str) -> str:
        price = self.model.price(name)
        limits = [f"{number(most)} {self.model.label(each)}" for each, most in price.up_to.items()] if price else []
        return f"the {self.model.label(name)} may cost more beyond {listing(limits)}"

    def compared(self, first: str, second: str) -> BreakEven:
        return break_even(self.model, self.given, self.scene.now.levels, first, second)

    def hangs_on(self, price: Price, costs: Iterable[OptionCost]) -> bool:
        """Whether monthly sums change noticeably with a price."""
        higher = {**self.given, price.id: min(RAISED * (price.value or 0), price.high)}
        then = estimate(self.model, higher, self.scene.now.levels)
        step = WORTH_TELLING * (RAISED - 1)
        return any(then.of(cost.option).monthly - cost.monthly > step * cost.monthly for cost in costs)

    def influential(self) -> tuple[str, ...]:
        """The assumed inputs that move the sums most."""
        names = influential(self.model, self.given, self.scene.now.levels, self.options)
        return tuple(name for name in names if self.found.figures[name].origin in {"assumed", "example"})


def running(cost: OptionCost) -> list[LineAmount]:
    """The monthly lines, the largest first."""
    return sorted((line for line in cost.lines if line.due == "month"), key=lambda line: -(line.amount or 0))
