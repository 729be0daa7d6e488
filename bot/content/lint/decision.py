"""Rules for what decides: criteria, levels, winners and totals of a comparison folder."""

import re
from collections.abc import Iterator

from bot.content.grading import contradicted
from bot.content.lint.remark import Remark, shown
from bot.content.lint.subject import Rule, Subject
from bot.content.page import TableRow
from bot.content.words import listing

OLDEST_REVIEW = 12  # months


def winner_of_row(subject: Subject) -> Iterator[Remark]:
    """A page's row whose winner is contradicted by its cells, or blank (the rules for pages say that of a draft)."""
    for criterion in subject.comparison.criteria:
        if criterion.page is None:
            continue
        names, cells = list(criterion.page.cells), tuple(criterion.page.cells.values())
        place = subject.at_criterion(criterion.id, "page")
        if not criterion.page.winner and subject.page is None:
            problem = f"criterion {criterion.id!r} has no winner on the page, and its cells do not tell one"
            yield subject.remark("winner-blank", place, problem, "Say who is ahead, or give the levels ratings by hand")
            continue
        row = TableRow(name=criterion.name, line=1, cells=cells)
        better = contradicted(row, names.index(criterion.page.winner)) if criterion.page.winner in names else None
        if better is not None:
            other = names[better]
            problem = f"the winner of {criterion.id!r} is {criterion.page.winner!r}, but its cells speak for {other!r}"
            yield subject.remark("winner-contradicts", place, problem, "Correct the winner or the cells")


def totals_of_page(subject: Subject) -> Iterator[Remark]:
    """Totals that the winners of the page's rows do not give."""
    rows = [criterion.page for criterion in subject.comparison.criteria if criterion.page]
    for option, text in subject.comparison.totals.items():
        found = re.match(r"\D{0,3}(\d+)(?:\D+(\d+))?", text)
        won = sum(row.winner == option for row in rows)
        if found is None or not rows or (found[2] and int(found[2]) != len(rows)) or int(found[1]) != won:
            problem = f"the total of {option!r} is {text!r}, but it wins {won} of {len(rows)} rows"
            remedy = "Correct the total or the winners"
            if rows:
                yield subject.remark("totals", subject.at("totals", option), problem, remedy)


def same_ratings(subject: Subject) -> Iterator[Remark]:
    """Levels that count and rate all options alike: they move nothing and dilute the rest."""
    for criterion in subject.comparison.criteria:
        for number, level in enumerate(criterion.levels):
            if level.weight > 0 and level.ratings and len(set(level.ratings.values())) == 1:
                problem = f"level {level.id!r} of {criterion.id!r} counts {level.weight:g} and rates all options alike"
                place = subject.at_criterion(criterion.id, "levels", number)
                yield subject.remark("same-ratings", place, problem, "Give it weight 0, or ratings that differ")


def never_decides(subject: Subject) -> Iterator[Remark]:
    """A criterion that is asked about and moves nothing whatever the answer."""
    for criterion in subject.comparison.asked_criteria:
        if not any(level.weight > 0 or level.rules_out for level in criterion.levels):
            problem = f"no answer about {criterion.id!r} moves the verdict"
            remedy = "Rate the options on it, or remove the criterion"
            yield subject.remark("no-influence", subject.at_criterion(criterion.id), problem, remedy)


def nobody_can_answer(subject: Subject) -> Iterator[Remark]:
    """Levels for which there is no statement, and criteria with no card."""
    covered = {card.criterion for card in subject.comparison.cards}
    for criterion in subject.comparison.asked_criteria:
        statements = subject.comparison.situations.get(criterion.id, {})
        missing = [level.id for level in criterion.levels if not statements.get(level.id)]
        if missing:
            problem = f"nobody can say {listing(missing)} about {criterion.id!r}: there are no statements"
            place = subject.at_criterion(criterion.id)
            yield subject.remark("no-statements", place, problem, "Add twenty for each level to situations.yaml")
        if criterion.id not in covered:
            problem = f"no card answers questions about {criterion.id!r}"
            yield subject.remark(
                "no-card", subject.at_criterion(criterion.id), problem, "Add a card with this criterion"
            )


def review_due(subject: Subject) -> Iterator[Remark]:
    """A review date that has passed, or content that was not reviewed for a year and has none."""
    comparison = subject.comparison
    if comparison.is_due(subject.today):
        problem = f"the review was due in {comparison.review_by}"
        remedy = "Review the content, then set 'reviewed' and 'review_by'"
        yield subject.remark("review-due", subject.at("review_by"), problem, remedy)
    elif not comparison.review_by and _months_since(comparison.reviewed, subject) >= OLDEST_REVIEW:
        problem = f"the last review was in {comparison.reviewed}"
        yield subject.remark("review-due", subject.at("reviewed"), problem, "Review the content, then set 'reviewed'")


def _months_since(month: str, subject: Subject) -> int:
    found = re.fullmatch(r"(\d{4})-(\d\d).*", month)
    if not found:
        return 0
    return (subject.today.year - int(found[1])) * 12 + subject.today.month - int(found[2])


def still_a_draft(subject: Subject) -> Iterator[Remark]:
    """A version that says that nobody has finished it."""
    if subject.comparison.is_draft:
        problem = f"the version {shown(subject.comparison.version)} marks it as a draft"
        remedy = "Check every sentence, then give it a version of its own"
        yield subject.remark("draft", subject.at("version"), problem, remedy)


RULES: tuple[Rule, ...] = (
    winner_of_row,
    totals_of_page,
    same_ratings,
    never_decides,
    nobody_can_answer,
    review_due,
    still_a_draft,
)
