"""What a draft says, sentence by sentence: the page's words, quoted, each with its source."""

import re
from collections.abc import Iterator, Sequence

from bot.content.grading import recommended
from bot.content.importing.plan import Choice, Factor, Plan
from bot.content.importing.quoting import claim, quote
from bot.content.page import Line
from bot.content.passages import split_sentences
from bot.content.placement import placements
from bot.content.words import listing

MOST_QUOTES = 3
CONDITION = re.compile(r"\b(?:if|when|whenever|where|for)\b", re.IGNORECASE)


def verdict(plan: Plan, factor: Factor) -> str:
    """Who leads a row, and whether the page says so or its cells read so."""
    reading = factor.reading
    name = listing([plan.choices[place].name for place in factor.leaders] or [""])
    leads_word = "leads" if len(factor.leaders) == 1 else "lead"
    basis = "read" if reading.basis == "unclear" and name else reading.basis
    texts = {
        "stated": f"The page names {name} as the winner on {factor.name}",
        "tie": f"The page calls it a tie on {factor.name}",
        "read": f"The page names no winner on {factor.name}; as its cells and totals read, {name} {leads_word}",
        "unclear": f"The page names no winner on {factor.name}, and its cells do not settle it",
    }
    return claim(texts[basis], factor.source)


def cells_told(plan: Plan, place: int) -> str:
    """The first cells of an option, as a sentence after another."""
    told = [(factor, factor.row.cells[place]) for factor in plan.factors if factor.row.cells[place]][:MOST_QUOTES]
    cells = listing([f"{quote(cell)} for {factor.name}" for factor, cell in told] or ["nothing"])
    sources = [factor.source for factor, _ in told] or ["page-verdict"]
    return " " + claim(f"Its rows have {cells}", *sources)


def pros(plan: Plan, place: int) -> list[str]:
    """What the page says for an option, each a cited sentence."""
    choice = plan.choices[place]
    rows = [_row(plan, factor, place, "ahead") for factor in plan.won(place) if factor.row.cells[place]]
    said = [claim(f"The page lists for it: {quote(line.text)}", "page-lists") for line in choice.option.pros]
    return (rows + said)[: MOST_QUOTES + 1] or [
        claim(f"The page lists nothing that speaks for {choice.name} by itself", "page-lists")
    ]


def cons(plan: Plan, place: int) -> list[str]:
    """What the page says against an option, each a cited sentence."""
    choice = plan.choices[place]
    rows = [_row(plan, factor, place, "behind") for factor in plan.lost(place) if factor.row.cells[place]]
    said = [claim(f"The page lists against it: {quote(line.text)}", "page-lists") for line in choice.option.cons]
    return (rows + said)[: MOST_QUOTES + 1] or [
        claim(f"The page lists nothing that speaks against {choice.name} by itself", "page-lists")
    ]


def _row(plan: Plan, factor: Factor, place: int, standing: str) -> str:
    text = f"On {factor.name} the page has {plan.choices[place].name} {standing}, with {quote(factor.row.cells[place])}"
    return claim(text, factor.source)


def when(plan: Plan, place: int) -> str:
    choice = plan.choices[place]
    own = [each.entries for each in plan.page.guidance if each.option == choice.option.name]
    entries = [line for lines in own for line in lines]
    if not entries:
        said = list(_conditions(plan, choice))
        told = f"It writes: {quotes(said)}" if said else "Its text does not say when it is the right one"
        return f"{leads(plan, place, ahead=True)} {claim(told, 'page-verdict')}"
    text = claim(f"The page chooses {choice.name} for: {quotes(entries)}", "page-lists")
    misplaced = [each for each in placements(plan.page) if each.listed == place and each.is_elsewhere]
    fits = {plan.choices[each.fits].name for each in misplaced if each.fits is not None}
    if fits:
        text += " " + claim(f"By its own table such reasons fit {' and '.join(sorted(fits))} better", "page-lists")
    return text


def quotes(lines: Sequence[Line]) -> str:
    return "; ".join(quote(line.text) for line in lines[:MOST_QUOTES])


def running(plan: Plan) -> list[Line]:
    """The sentences of opening and recommendation, one by one."""
    lines = [*plan.page.intro, *(plan.page.recommendation.notes if plan.page.recommendation else ())]
    return [Line(text=sentence, line=line.line) for line in lines for sentence in split_sentences(line.text)]


def overall(plan: Plan) -> str:
    """Who leads where, over all rows."""
    leads = [listing([factor.name for factor in plan.won(place)] or ["nothing"]) for place in range(len(plan.choices))]
    parts = [f"{choice.name} leads on {names}" for choice, names in zip(plan.choices, leads, strict=True)]
    return claim(f"As the page's rows read, {'; '.join(parts)}", "page-verdict")


def badge(plan: Plan, badged: Choice) -> str:
    """Which option carries a badge, and whether the text agrees."""
    text = claim(f"The page's table marks {badged.name} as {quote(badged.option.badge)}", "page-verdict")
    told = recommended(plan.page)
    if told is None or plan.choices[told[0]] is badged:
        return f"{text} {recommendation(plan)}"
    other = plan.choices[told[0]].name
    return f"{text} {claim(f'Its text recommends {other}, so the two contradict each other', 'page-verdict')}"


def _conditions(plan: Plan, choice: Choice) -> Iterator[Line]:
    """Sentences that speak of one option alone, under a condition."""
    for line in running(plan):
        named = [name for name in plan.page.names if name.lower() in line.text.lower()]
        if named == [choice.option.name] and CONDITION.search(line.text):
            yield line


def leads(plan: Plan, place: int, *, ahead: bool) -> str:
    """On which criteria the page has an option ahead, or behind."""
    factors = plan.won(place) if ahead else plan.lost(place)
    names = listing([factor.name for factor in factors] or ["nothing by itself"])
    return claim(f"The page has {plan.choices[place].name} {'ahead' if ahead else 'behind'} on {names}", "page-verdict")


def recommendation(plan: Plan) -> str:
    """What the text of the page advises."""
    lines = plan.page.recommendation.notes if plan.page.recommendation else ()
    told = [line for line in running(plan) if any(name.lower() in line.text.lower() for name in plan.page.names)]
    if not told and not lines:
        return claim("The page gives no recommendation in so many words", "page-verdict")
    return claim(f"The page writes: {quotes((told or list(lines))[:2])}", "page-verdict")


def totals(plan: Plan) -> str:
    assert plan.page.totals is not None
    cells = zip(plan.choices, plan.page.totals.cells, strict=True)
    return claim(
        f"The page gives as totals {', '.join(f'{quote(cell)} for {each.name}' for each, cell in cells)}",
        "page-verdict",
    )


def facts(plan: Plan) -> str:
    assert plan.page.statistics is not None
    part = plan.page.statistics
    if not part.entries:
        return claim("The page has a heading for statistics and lists none", "page-facts")
    text = claim(f"Under statistics the page lists {quotes(part.entries)}", "page-facts")
    with_figure = any(letter.isdigit() for line in part.entries for letter in line.text)
    return text if with_figure else f"{text} {claim('It gives no figure with any of them', 'page-facts')}"


def origin(plan: Plan) -> str:
    page = plan.page
    by = f"names {quotes(page.authors)}" if page.authors else "names no author"
    on = f"gives as date {quotes(page.dates)}" if page.dates else "gives no date"
    text = claim(f"The page {by} and {on}", "page-verdict")
    note = claim(
        "These answers are a draft made from that page by the import, and nobody has checked them yet", "draft"
    )
    return f"{note} {text}"
