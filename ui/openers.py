"""The start screen, made from the content: what can be decided here and three ways to begin. Pure functions."""

from html import escape

from bot import Comparison, Criterion, Level, Option
from ui.markup import capital, say


def openers(comparison: Comparison) -> tuple[str, ...]:
    """Three first messages: a case for each of the two main options, and a plain question."""
    first, second = rivals(comparison)
    choice = f"{capital(first.name)} or {second.name}?"
    cases = (f"We have {_case(comparison, option)}. {choice}" for option in (first, second))
    return (*cases, f"What is the difference between {first.name} and {second.name}?")


def rivals(comparison: Comparison) -> tuple[Option, Option]:
    """The two options that the comparison is about."""
    first = comparison.options[0]
    return first, comparison.option_by_id.get(first.counterpart or "", comparison.options[1])


def _case(comparison: Comparison, option: Option) -> str:
    """The two answers that speak most for an option and are common, as words."""
    strongest = sorted(
        max((_pull(level, option), level.noted) for level in criterion.levels)
        for criterion in comparison.asked_criteria
    )
    return " and ".join(noted for _, noted in reversed(strongest[-2:]))


def _pull(level: Level, option: Option) -> float:
    """How much a level speaks for an option against its rival, and how often that is said; a lack is no opening."""
    if level.noted.startswith(("no ", "nothing")):
        return 0.0
    return (
        level.prior
        * level.weight
        * (level.ratings.get(option.id, 0.0) - level.ratings.get(option.counterpart or "", 0.0))
    )


def render_start(comparison: Comparison) -> str:
    """The start screen."""
    cards = "".join(f"<li>{say(opener, kind='opener')}</li>" for opener in openers(comparison))
    return (
        f'<div class="start"><p class="eyebrow">{escape(comparison.title)}</p>'
        f"<h2>Tell me about your case, and I will tell you what fits.</h2>"
        f'<p class="lead">{escape(comparison.decision)}</p>'
        "<p>You get an answer with its sources, one good question at a time, and a recommendation that you can check."
        f" {escape(_criteria(comparison))}</p>"
        f'<ul class="openers" aria-label="Ways to begin">{cards}</ul></div>'
    )


def _criteria(comparison: Comparison) -> str:
    names = [criterion.name for criterion in _most_telling(comparison)]
    return f"What counts most: {', '.join(names[:-1])} and {names[-1]}." if len(names) > 1 else ""


def _most_telling(comparison: Comparison) -> tuple[Criterion, ...]:
    ranked = sorted(comparison.asked_criteria, key=lambda criterion: -max(level.weight for level in criterion.levels))
    return tuple(ranked[:4])
