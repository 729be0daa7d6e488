"""What a composer may look at: the comparison, the state before and now, the decision as it stands."""

from dataclasses import dataclass

from bot.comparison import Comparison, CriterionId, Level, OptionId, Passage
from bot.dialogue import Decision, Fact
from bot.rank import Situation, rank
from bot.retrieve.neighbour import Neighbours
from bot.turn import Share, Standing, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One turn, ready to be put into words."""

    comparison: Comparison
    before: State
    now: State
    standing_before: Standing
    standing: Standing
    decision: Decision
    neighbours: Neighbours = tuple

    def elsewhere(self, name: str) -> Comparison:
        """The neighbouring comparison of that name."""
        return next(each.comparison for each in self.neighbours() if each.comparison.id == name)

    def name(self, option: OptionId) -> str:
        return self.comparison.option_by_id[option].name

    def level(self, fact: Fact) -> Level:
        return self.comparison.criterion_by_id[fact.criterion].level(fact.level)

    def noted(self, criterion: CriterionId, level: str) -> str:
        return self.comparison.criterion_by_id[criterion].level(level).noted

    def reason(self, fact: Fact) -> Passage:
        return self.level(fact).reason

    def suppose(self, facts: tuple[Fact, ...]) -> Standing:
        """The decision if these facts held as well."""
        levels = {**self.now.levels, **{fact.criterion: fact.level for fact in facts}}
        return rank(self.comparison, Situation(levels=levels, weights=self.now.weights))

    def support(self, fact: Fact, option: OptionId) -> float:
        """How far a fact puts an option ahead of the others' average (negative: behind)."""
        level = self.level(fact)
        ratings = {name: 0.0 if name in level.rules_out else level.ratings.get(name, 0.0) for name in level.ratings}
        others = [rating for name, rating in ratings.items() if name != option]
        weight = self.now.weights.get(fact.criterion, level.weight) + (3 if level.rules_out else 0)
        return weight * (ratings[option] - sum(others) / len(others))

    def carriers(self, option: OptionId) -> list[Fact]:
        """The known facts that speak for an option, the strongest first."""
        found = [fact for fact in self.now.facts if not self._is_vague(fact) and self.support(fact, option) > 0.05]
        return sorted(found, key=lambda fact: -self.support(fact, option))

    def _is_vague(self, fact: Fact) -> bool:
        return bool(self.level(fact).stands_for)

    def drivers(self, winner: OptionId, loser: OptionId) -> list[Fact]:
        """The known facts that put ``winner`` ahead of ``loser``, the strongest first."""
        ahead, behind = self.standing.of(winner), self.standing.of(loser)
        ruled_out = {fact.criterion for fact in self.now.facts if loser in self.level(fact).rules_out}
        gains = {
            fact: self._gain(fact, ahead, behind) + (1 if fact.criterion in ruled_out else 0) for fact in self.now.facts
        }
        return sorted((fact for fact, gain in gains.items() if gain > 1e-9), key=lambda fact: -gains[fact])

    @staticmethod
    def _gain(fact: Fact, ahead: Share, behind: Share) -> float:
        return ahead.contributions[fact.criterion] - behind.contributions[fact.criterion]

    def impact(self, fact: Fact) -> float:
        """How far a fact's level pulls the options apart."""
        level = self.level(fact)
        ratings = level.ratings.values()
        return level.weight * (max(ratings) - min(ratings)) + (5 if level.rules_out else 0)
