"""Rules for the texts of a page: when-to-choose lists, statistics, claims, recommendation, date, author."""

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from bot.content.lint.remark import PageRule, Remark, on_page, shown
from bot.content.page import Line, Page
from bot.content.passages import split_sentences
from bot.content.placement import Placed, is_combining, placements
from bot.content.words import listing, stems

SAME = 90  # similarity in percent from which two texts are one text
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
FIGURE = re.compile(r"\d")
EVIDENCE = frozenset(stems("data source statistics research study studies evidence numbers figures survey benchmark"))
ASSURANCE = frozenset(
    stems("verified reputable trusted trustworthy reliable independent proven real third-party leading authoritative")
)
QUANTIFIERS = re.compile(
    r"(?:^|[,;:—]\s|\band\s|\bbut\s)many\b"
    r"|\b(?:most|the majority|nearly all|almost all|widely|experts?|studies|industry[- ]leading|countless|everyone|"
    r"more and more)\b",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(r"\bthe most\b", re.IGNORECASE)
SOURCED = re.compile(r"https?://|\[\d+\]|\((?:19|20)\d\d\)|\baccording to\b", re.IGNORECASE)


def reasons_misplaced(page: Page) -> Iterator[Remark]:
    """When-to-choose lists whose reasons fit what the page says of another option."""
    lists: dict[int, list[Placed]] = defaultdict(list)
    for each in placements(page):
        lists[each.guidance.line].append(each)
    wrong = {line: placed for line, placed in lists.items() if _is_misplaced(placed)}
    remedy = "The lists look swapped" if len(wrong) == len(page.names) else "Move them there, or change the table"
    for line, placed in wrong.items():
        elsewhere = [each for each in placed if each.is_elsewhere]
        other = listing(sorted({page.names[each.fits] for each in elsewhere if each.fits is not None}))
        quoted = listing([shown(each.entry.text) for each in elsewhere])
        problem = f"reasons listed for {placed[0].guidance.option} fit what the page says of {other}: {quoted}"
        yield on_page(page, line, "reasons-misplaced", problem, remedy)


def _is_misplaced(placed: list[Placed]) -> bool:
    at_home = sum(each.fits == each.listed for each in placed)
    return sum(each.is_elsewhere for each in placed) > at_home


def combining_under_one(page: Page) -> Iterator[Remark]:
    """A reason for combining options that is listed for one of them alone."""
    for each in page.guidance:
        for entry in each.entries:
            if is_combining(entry.text, page):
                problem = f"{shown(entry.text)} speaks for a combination and is listed for {each.option} alone"
                yield on_page(page, entry.line, "combining-under-one", problem, "List it under a combined option")


def one_sided_guidance(page: Page) -> Iterator[Remark]:
    """Reasons to choose one option and none for another."""
    listed = {each.option for each in page.guidance if each.entries}
    missing = [name for name in page.names if name not in listed]
    if listed and missing:
        problem = f"reasons to choose are listed for {listing(sorted(listed))} and not for {listing(missing)}"
        yield on_page(
            page, page.guidance[0].line, "one-sided", problem, "Say for every option when it is the right one"
        )


def statistics_without_figure(page: Page) -> Iterator[Remark]:
    """Statistics that lack a figure, a year or a link."""
    for entry in page.statistics.entries if page.statistics else ():
        lacks = [] if FIGURE.search(YEAR.sub("", entry.text)) else ["figure"]
        lacks += [] if YEAR.search(entry.text) else ["year"]
        lacks += [] if entry.url else ["link"]
        if "figure" in lacks or len(lacks) > 1:
            problem = f"the statistic {shown(entry.text)} has no {', no '.join(lacks)}"
            remedy = "Give the figure with title, year and link of its source, or remove it"
            yield on_page(page, entry.line, "no-figure", problem, remedy)


def statistics_empty(page: Page) -> Iterator[Remark]:
    """A heading for statistics with none under it."""
    if page.statistics and not page.statistics.entries:
        problem = f"there is no statistic under {shown(page.statistics.heading)}"
        yield on_page(
            page, page.statistics.line, "no-figure", problem, "Give figures with sources, or remove the heading"
        )


def assurance_without_data(page: Page) -> Iterator[Remark]:
    """An assurance that sources are verified, on a page that shows no figure with a source."""
    entries = page.statistics.entries if page.statistics else ()
    if any(FIGURE.search(YEAR.sub("", entry.text)) and entry.url for entry in entries):
        return
    notes = page.statistics.notes if page.statistics else ()
    for line in (*page.intro, *notes):
        for sentence in split_sentences(line.text):
            found = set(stems(sentence))
            if found & EVIDENCE and found & ASSURANCE:
                problem = f"{shown(sentence, 90)} promises checked data, and the page shows none"
                yield on_page(
                    page, line.line, "assurance", problem, "Show the data with their sources, or drop the claim"
                )


def recommendation_repeats(page: Page) -> Iterator[Remark]:
    """A recommendation that only says the opening again."""
    for line in page.recommendation.notes if page.recommendation else ():
        for other in page.intro:
            if len(line.text.split()) > 5 and fuzz.token_set_ratio(line.text, other.text) >= SAME:
                problem = f"the recommendation repeats the opening (line {other.line}) and gives no further reason"
                yield on_page(page, line.line, "repeats", problem, "Give the reasons and their limits there")
                return


def claims_without_source(page: Page) -> Iterator[Remark]:
    """Most, many, experts: claims about how things are in general that name no source."""
    seen: set[str] = set()
    for line, sentence in _sentences(page):
        found = QUANTIFIERS.search(SUPERLATIVE.sub("", sentence))
        if found and not SOURCED.search(sentence) and not line.url and sentence not in seen:
            seen.add(sentence)
            problem = f"{shown(found[0].lower().strip(' ,;:—'))} without a source: {shown(sentence, 90)}"
            yield on_page(page, line.line, "unsourced", problem, "Name who counted, when and where, or say less")


def _sentences(page: Page) -> Iterator[tuple[Line, str]]:
    lines = (*page.sentences(), *(line for each in page.guidance for line in each.entries))
    for line in lines:
        for sentence in split_sentences(line.text):
            if not sentence.endswith("?"):
                yield line, sentence


def no_date(page: Page) -> Iterator[Remark]:
    """A page that does not say when it was written or checked."""
    if not page.dates:
        problem = "the page shows no date"
        yield on_page(page, page.title.line, "no-date", problem, "Say when it was written and last checked")


def no_author(page: Page) -> Iterator[Remark]:
    """A page that does not say who wrote it."""
    if not page.authors:
        yield on_page(
            page, page.title.line, "no-author", "the page names no author", "Say who wrote it and what they sell"
        )


def related_empty(page: Page) -> Iterator[Remark]:
    """A heading for related pages with none under it."""
    if page.related and not page.related.entries:
        problem = f"there is nothing under {shown(page.related.heading)}"
        yield on_page(
            page, page.related.line, "related-empty", problem, "Link the related pages, or remove the heading"
        )


RULES: tuple[PageRule, ...] = (
    reasons_misplaced,
    combining_under_one,
    one_sided_guidance,
    statistics_without_figure,
    statistics_empty,
    assurance_without_data,
    recommendation_repeats,
    claims_without_source,
    no_date,
    no_author,
    related_empty,
)
