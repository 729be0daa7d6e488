"""Rules for the table of a page: badge, winners, totals, cells, what is missing."""

import re
from collections.abc import Iterator

from bot.content.grading import (
    concepts,
    contradicted,
    counted,
    found_words,
    is_tie,
    named_winner,
    recommended,
    totals_leader,
)
from bot.content.lint.remark import PageRule, Remark, on_page, shown
from bot.content.page import Page
from bot.content.passages import split_sentences
from bot.content.placement import COMBINES
from bot.content.words import listing, stems

PRAISE = re.compile(r"recommend|pick|choice|best|winner|prefer|top", re.IGNORECASE)
QUANTITY = re.compile(
    r"\d|\b(?:dozens|hundreds|thousands|millions|billions|one|two|three|four|five|six|seven|eight|nine|ten|single|half|twice)\b",
    re.IGNORECASE,
)
FEWEST_COVERED = 3  # of the six concepts


def badge_contradicts(page: Page) -> Iterator[Remark]:
    """A badge that praises an option which neither the text nor the totals favour."""
    told, total = recommended(page), totals_leader(page)
    for place, option in enumerate(page.options):
        if not PRAISE.search(option.badge):
            continue
        others = []
        if told and told[0] != place:
            others.append(f"the text recommends {page.names[told[0]]} (line {told[1]})")
        if total not in {None, place} and page.totals and total is not None:
            others.append(f"the totals favour {page.names[total]} (line {page.totals.line})")
        if others:
            problem = f"the badge {shown(option.badge)} is on {option.name}, but {listing(others)}"
            yield on_page(page, option.line, "badge", problem, "Move the badge or remove it")


def winners_blank(page: Page) -> Iterator[Remark]:
    """A column for winners with nothing in it."""
    blank = [row for row in page.rows if not row.winner.strip()]
    if page.has_winners and blank:
        totals = f" although totals are given (line {page.totals.line})" if page.totals else ""
        names = listing([row.name for row in blank])
        problem = f"no winner is named for {names}{totals}"
        yield on_page(page, blank[0].line, "winner-blank", problem, "Name the winner of each row, or call it a tie")


def winners_contradict(page: Page) -> Iterator[Remark]:
    """A winner that the cells speak against, or that is no option."""
    for row in page.rows:
        winner = named_winner(row, page.names)
        if not row.winner.strip() or is_tie(row):
            continue
        if winner is None:
            problem = f"the winner of {row.name} is {shown(row.winner)}, which is no single option"
            yield on_page(page, row.line, "winner-unknown", problem, f"Write one of: {', '.join(page.names)}, or a tie")
        elif (better := contradicted(row, winner)) is not None:
            problem = (
                f"the winner of {row.name} is {page.names[winner]} with {shown(row.cells[winner])}, but"
                f" {page.names[better]} has {shown(row.cells[better])}"
            )
            yield on_page(page, row.line, "winner-contradicts", problem, "Correct the winner or the cells")


def count_for_winner(page: Page) -> Iterator[Remark]:
    """A count, such as "0 ties", where a winner belongs."""
    cell = page.totals.winner.strip() if page.totals else ""
    if page.totals and re.match(r"\d", cell) and named_winner(page.totals, page.names) is None:
        problem = f"the winner column of the totals holds a count, {shown(cell)}"
        yield on_page(page, page.totals.line, "winner-count", problem, "Name the overall winner there, or leave it out")


def totals_add_up(page: Page) -> Iterator[Remark]:
    """Totals that the winners, or the number of rows, do not give."""
    if page.totals is None:
        return
    totals = [counted(cell) for cell in page.totals.cells]
    numbers = [number for number in totals if number is not None]
    if len(numbers) < len(totals):
        problem = "a total is missing or is no number"
        yield on_page(page, page.totals.line, "totals", problem, "Give every option its total")
        return
    won = [sum(named_winner(row, page.names) == place for row in page.rows) for place in range(len(totals))]
    if page.has_winners and _counts_rows(page) and [float(count) for count in won] != numbers:
        given, found = (listing([f"{number:g}" for number in each]) for each in (numbers, won))
        problem = f"the totals are {given}, but the winner column adds up to {found}"
        yield on_page(page, page.totals.line, "totals", problem, "Correct the winners or the totals")
    ties = max(counted(page.totals.winner) or 0, sum(is_tie(row) for row in page.rows))
    if _counts_rows(page) and sum(numbers) + ties != len(page.rows):
        problem = f"the totals give away {sum(numbers) + ties:g} points for {len(page.rows)} rows"
        yield on_page(page, page.totals.line, "totals", problem, "Count the rows again")


def _counts_rows(page: Page) -> bool:
    """Whether the totals count rows won (and are no scores of another kind)."""
    numbers = [counted(cell) for cell in page.totals.cells] if page.totals else []
    return bool(numbers) and all(
        number is not None and number <= len(page.rows) and number % 1 == 0 for number in numbers
    )


def rows_without_weights(page: Page) -> Iterator[Remark]:
    """A tally in which every row counts the same."""
    if page.totals and _counts_rows(page):
        problem = "every row counts one point, whatever it means to the reader"
        remedy = "Give the criteria weights, or say that the total is a tally and no verdict"
        yield on_page(page, page.totals.line, "no-weights", problem, remedy)


def amounts_missing(page: Page) -> Iterator[Remark]:
    """Rows that say high and low, fast and slow, and give no amount."""
    for row in page.rows:
        words = [word for cell in row.cells for word in found_words("measurable", cell)[:1]]
        if len(words) > 1 and not any(QUANTITY.search(cell) for cell in row.cells):
            problem = f"{row.name} is {listing([shown(word) for word in words])} with no amount"
            remedy = "Give figures with unit, conditions and source, such as a price per month or seconds per answer"
            yield on_page(page, row.line, "no-amounts", problem, remedy)


def cells_differ_in_kind(page: Page) -> Iterator[Remark]:
    """A quantity for one option and none for the other: they cannot be compared."""
    for row in page.rows:
        with_quantity = [cell for cell in row.cells if QUANTITY.search(cell)]
        without = [cell for cell in row.cells if cell and cell not in with_quantity]
        if with_quantity and without and not all(len(cell.split()) < 2 for cell in without):
            problem = (
                f"{row.name} sets {shown(with_quantity[0])} against {shown(without[0])}: one is a quantity, one is not"
            )
            yield on_page(page, row.line, "not-comparable", problem, "Answer the same question in every cell of a row")


def cells_empty(page: Page) -> Iterator[Remark]:
    """Cells that say nothing."""
    for row in page.rows:
        missing = [name for name, cell in zip(page.names, row.cells, strict=True) if not cell]
        if missing:
            problem = f"{row.name} says nothing about {listing(missing)}"
            yield on_page(page, row.line, "cell-empty", problem, "Fill the cell, or say that it is not known")


def absolute_words(page: Page) -> Iterator[Remark]:
    """Words that allow no exception, in cells and reasons."""
    texts = [(row.line, row.name, cell) for row in page.rows for cell in row.cells]
    texts += [(line.line, each.heading, line.text) for each in page.guidance for line in each.entries]
    for line, where, text in texts:
        words = found_words("absolute", text)
        if words and len(text.split()) > 1:
            problem = f"{shown(words[0])} allows no exception ({where}: {shown(text)})"
            yield on_page(page, line, "absolute", problem, "Say under which conditions it holds, and who found that")


def criteria_missing(page: Page) -> Iterator[Remark]:
    """Concepts that most decisions touch and that no row covers."""
    covered = {stem for row in page.rows for stem in stems(row.name)}
    missing = [name for name, words in concepts().items() if not covered & words]
    if len(concepts()) - len(missing) < FEWEST_COVERED and missing:
        problem = f"{len(page.rows)} criteria, none of them about {listing(missing)}"
        remedy = "Add rows, or say why they do not count here"
        yield on_page(page, page.rows[0].line, "criteria-missing", problem, remedy)


def options_missing(page: Page) -> Iterator[Remark]:
    """A combination that the page speaks of and does not offer as an option."""
    if any(COMBINES.search(name) for name in page.names):
        return
    for line in (*page.intro, *(page.recommendation.notes if page.recommendation else ())):
        for sentence in split_sentences(line.text):
            if COMBINES.search(sentence):
                problem = f"a combination is spoken of and is no option: {shown(sentence)}"
                yield on_page(page, line.line, "option-missing", problem, "Compare it as an option of its own")
                return


RULES: tuple[PageRule, ...] = (
    badge_contradicts,
    winners_blank,
    winners_contradict,
    count_for_winner,
    totals_add_up,
    rows_without_weights,
    amounts_missing,
    cells_differ_in_kind,
    cells_empty,
    absolute_words,
    criteria_missing,
    options_missing,
)
