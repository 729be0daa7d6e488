"""The sources of a draft: the page, part by part, and the import itself."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.content.importing.plan import Factor, Plan
from bot.content.importing.quoting import clean


def draft_sources(plan: Plan, month: str) -> Iterator[dict[str, Any]]:
    """A source for each row of the page, for its text, lists and statistics, and one for what the import adds."""
    for factor in plan.factors:
        yield _page_source(plan, factor.source, factor.name, [_row(plan, factor)], month)
    yield _page_source(plan, "page-verdict", "text and table", _running(plan), month)
    yield _page_source(plan, "page-lists", "lists", _lists(plan), month)
    facts = plan.page.statistics
    lines = (*facts.entries, *facts.notes) if facts else ()
    yield _page_source(plan, "page-facts", "statistics", [line.text for line in lines], month)
    yield {
        "id": "draft",
        "title": "How this draft was made",
        "authors": "the import",
        "kind": "editorial",
        "passage": f"Made from the page by rule, not checked by anyone. {_subject(plan)}",
        "checked": month,
    }


def _page_source(plan: Plan, name: str, part: str, texts: Iterable[str], month: str) -> dict[str, Any]:
    dates = "; ".join(clean(line.text) for line in plan.page.dates)
    said = " ".join(f"{clean(text)}." for text in dict.fromkeys(texts) if clean(text))
    return {
        "id": name,
        "title": f"{plan.title}: {part}",
        "authors": "; ".join(clean(line.text) for line in plan.page.authors) or "the page",
        "kind": "page",
        "passage": f"{said} {_subject(plan)}".strip(),
        "conditions": f"The page's own words ({dates or 'undated'}); imported as a draft, not checked.",
        "checked": month,
    }


def _subject(plan: Plan) -> str:
    rows = ", ".join(factor.name for factor in plan.factors)
    return f"The page compares {plan.options_text} by {rows}."


def _row(plan: Plan, factor: Factor) -> str:
    cells = zip(plan.choices, factor.row.cells, strict=True)
    said = "; ".join(f"{choice.name}: “{clean(cell)}”" for choice, cell in cells)
    return f"{said}; winner: “{clean(factor.row.winner)}”" if factor.row.winner else said


def _running(plan: Plan) -> Iterator[str]:
    """Opening, recommendation, totals, badges, offers and bylines."""
    page = plan.page
    yield from (line.text for line in page.intro)
    if page.recommendation:
        yield from (line.text for line in (*page.recommendation.notes, *page.recommendation.entries))
    if page.totals:
        yield "Totals: " + ", ".join(page.totals.cells)
    yield from (f"Badge on {option.name}: {option.badge}" for option in page.options if option.badge)
    yield from (line.text for line in (*page.calls, *page.authors, *page.dates))


def _lists(plan: Plan) -> Iterator[str]:
    """What the page says of each option, and its reasons for each."""
    for option in plan.page.options:
        yield from (line.text for line in (*option.says, *option.pros, *option.cons))
    for guidance in plan.page.guidance:
        yield f"For {guidance.option}: " + "; ".join(line.text for line in guidance.entries)
