"""The answer cards of a draft: everything that the page says, quoted, with the page as the source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from bot.content.importing.plan import Choice, Factor, Plan, templates
from bot.content.importing.quoting import claim, clean, quote, slug
from bot.content.page import Line
from bot.content.passages import split_sentences
from bot.content.placement import COMBINES, is_combining, placements

MOST_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCard:
    """A card before it has an id of its own."""

    id: str
    topic: str
    about: str
    aspect: str
    asks: tuple[str, ...]
    answer: str
    plainly: str
    criterion: str | None = None
    see: tuple[str, ...] = ()


def write_cards(plan: Plan) -> str:
    """All cards as the text of one file in ``cards/``."""
    asked: set[str] = set()
    return "\n".join(_written(card, asked) for card in _linked(_numbered(list(_cards(plan)))))


def _numbered(cards: Sequence[DraftCard]) -> list[DraftCard]:
    taken: set[str] = set()
    return [replace(card, id=slug(card.id, "card", taken)) for card in cards]


def _linked(cards: Sequence[DraftCard]) -> Iterator[DraftCard]:
    """Each card with the three that come next: the same criterion or option first, then the following ones."""
    for place, card in enumerate(cards):
        after = [*cards[place + 1 :], *cards[:place]]
        near = [each for each in after if card.criterion and each.criterion == card.criterion]
        wider = [each for each in after if each.criterion is None and each.about in {card.about, "all"}]
        yield replace(card, see=tuple(dict.fromkeys(each.id for each in (*near[:2], *wider)))[:3])


def _written(card: DraftCard, asked: set[str]) -> str:
    """The card in the format of ``cards/*.md``; a way of asking that another card has is left out."""
    asks = [ask for ask in dict.fromkeys(card.asks) if ask.casefold().strip(" ?") not in asked]
    asks += [f"{card.topic} ({number})" for number in range(len(asks), 5)]
    asked.update(ask.casefold().strip(" ?") for ask in asks)
    head: dict[str, Any] = {"topic": card.topic, "about": card.about, "aspect": card.aspect}
    if card.criterion:
        head["criterion"] = card.criterion
    head |= {"asks": asks, "see": list(card.see)}
    fields = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=110)
    return f"# {card.id}\n{fields}\n## Answer\n{card.answer}\n\n## Plainly\n{card.plainly}\n"


def asks(kind: str, plan: Plan, choice: Choice | None = None, **words: str) -> tuple[str, ...]:
    """The ways to ask for a kind of card, with its words put in."""
    first, second = plan.choices[0].name, plan.choices[1].name
    names: Mapping[str, str] = {
        "a": choice.name if choice else first, "b": second, "options": plan.options_text, **words
    }  # fmt: skip
    return tuple(text.format_map(names) for text in templates()["asks"][kind])


def _cards(plan: Plan) -> Iterator[DraftCard]:
    yield from _page_cards(plan)
    for factor in plan.factors:
        yield _compare(plan, factor)
        yield from (_cell(plan, factor, place) for place in range(len(plan.choices)))
    for place in range(len(plan.choices)):
        yield from _option_cards(plan, place)


def _compare(plan: Plan, factor: Factor) -> DraftCard:
    """How the options compare on a criterion."""
    said = [(choice.name, quote(cell)) for choice, cell in zip(plan.choices, factor.row.cells, strict=True) if cell]
    cells = " and ".join(f"{text} for {name}" for name, text in said)
    return DraftCard(
        id=factor.id,
        topic=f"{factor.name}, compared",
        about="all",
        aspect="compare",
        criterion=factor.id,
        asks=(*factor.synonyms.get("asks", ()), *asks("compare", plan, it=factor.name)),
        answer=f"{claim(f'On {factor.name} the page says {cells}', factor.source)} {verdict(plan, factor)}",
        plainly=verdict(plan, factor),
    )


def verdict(plan: Plan, factor: Factor) -> str:
    """Who leads a row, and whether the page says so or its cells read so."""
    reading = factor.reading
    name = plan.choices[reading.winner].name if reading.winner is not None else ""
    texts = {
        "stated": f"The page names {name} as the winner on {factor.name}",
        "tie": f"The page calls it a tie on {factor.name}",
        "read": f"The page names no winner on {factor.name}; as its cells and totals read, {name} leads",
        "unclear": f"The page names no winner on {factor.name}, and its cells do not settle it",
    }
    return claim(texts[reading.basis], factor.source)


def _cell(plan: Plan, factor: Factor, place: int) -> DraftCard:
    """What the page says about an option on a criterion."""
    choice, cell = plan.choices[place], factor.row.cells[place]
    text = f"of {choice.name}: {quote(cell)}" if cell else f"nothing of {choice.name}"
    return DraftCard(
        id=f"{factor.id}-{choice.id}",
        topic=f"{factor.name} of {choice.name}",
        about=choice.id,
        aspect="overview",
        criterion=factor.id,
        asks=asks("cell", plan, choice, it=factor.name),
        answer=f"{claim(f'On {factor.name} the page says {text}', factor.source)} {verdict(plan, factor)}",
        plainly=claim(f"{choice.name} on {factor.name}: {quote(cell) if cell else 'not on the page'}", factor.source),
    )


def _option_cards(plan: Plan, place: int) -> Iterator[DraftCard]:
    choice = plan.choices[place]
    said = [quote(line.text) for line in choice.option.says[:2]]
    definition = f"{choice.name} is one of the {plan.count} options that the page compares"
    told = f"The page says of {choice.name}: {'; '.join(said)}" if said else f"The page does not explain {choice.name}"
    yield _option_card(plan, choice, "definition", f"{claim(definition, 'page-verdict')} {claim(told, 'page-lists')}")
    yield _option_card(plan, choice, "advantages", " ".join(pros(plan, place)))
    yield _option_card(plan, choice, "drawbacks", " ".join(cons(plan, place)))
    yield _option_card(plan, choice, "when", _when(plan, place))


def _option_card(plan: Plan, choice: Choice, aspect: str, answer: str) -> DraftCard:
    return DraftCard(
        id=f"{aspect}-{choice.id}",
        topic=f"{aspect} of {choice.name}" if aspect != "when" else f"when to choose {choice.name}",
        about=choice.id,
        aspect=aspect,
        asks=asks(aspect, plan, choice),
        answer=answer,
        plainly=answer,
    )


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


def _when(plan: Plan, place: int) -> str:
    choice = plan.choices[place]
    own = [each.entries for each in plan.page.guidance if each.option == choice.option.name]
    entries = [line for lines in own for line in lines]
    if not entries:
        leads = [factor.name for factor in plan.won(place)]
        names = f"when you care about {', '.join(leads)}" if leads else "in no case of its own"
        return claim(f"The page has no list of reasons for {choice.name}; by its rows it leads {names}", "page-lists")
    text = claim(f"The page chooses {choice.name} for: {_quotes(entries)}", "page-lists")
    misplaced = [each for each in placements(plan.page) if each.listed == place and each.is_elsewhere]
    fits = {plan.choices[each.fits].name for each in misplaced if each.fits is not None}
    if fits:
        text += " " + claim(f"By its own table such reasons fit {' and '.join(sorted(fits))} better", "page-lists")
    return text


def _quotes(lines: Sequence[Line]) -> str:
    return "; ".join(quote(line.text) for line in lines[:MOST_QUOTES])


def _page_card(plan: Plan, kind: str, topic: str, answer: str, aspect: str = "page", **words: str) -> DraftCard:
    return DraftCard(
        id=f"page-{kind}",
        topic=topic,
        about="all",
        aspect=aspect,
        asks=asks(kind, plan, None, **words),
        answer=answer,
        plainly=answer,
    )


def _page_cards(plan: Plan) -> Iterator[DraftCard]:
    """What the page as a whole says, and what this draft is."""
    page = plan.page
    yield _page_card(plan, "overall", f"{plan.options_text} compared", overall(plan), "compare")
    yield _page_card(plan, "verdict", "the page's recommendation", recommendation(plan))
    names = ", ".join(factor.name for factor in plan.factors)
    yield _page_card(
        plan, "criteria", "what it depends on", claim(f"The page compares by {names}", "page-verdict"), "overview"
    )
    yield _page_card(plan, "origin", "where this comes from", _origin(plan))
    if page.totals:
        yield _page_card(plan, "total", "the page's totals", f"{_totals(plan)} {overall(plan)}")
    if page.statistics:
        yield _page_card(plan, "facts", "the page's statistics", _facts(plan))
    badged = next((choice for choice in plan.choices if choice.option.badge), None)
    if badged:
        words = {"a": badged.name, "point": clean(badged.option.badge) or "a badge"}
        text = claim(f"The page's table marks {badged.name} as {quote(badged.option.badge)}", "page-verdict")
        yield _page_card(plan, "badge", "the badge on the page", f"{text} {recommendation(plan)}", **words)
    both = [line for line in _running(plan) if COMBINES.search(line.text) and is_combining(line.text, page)]
    if both:
        text = claim(f"The page says of combining: {_quotes(both[:1])}", "page-verdict")
        note = claim("It does not treat a combination as an option of its own", "page-verdict")
        yield _page_card(plan, "both", "combining them", f"{text} {note}", "choice")
    if page.calls:
        yield _page_card(
            plan, "offer", "the page's offer", claim(f"The page says: {_quotes(page.calls[:1])}", "page-verdict")
        )


def _running(plan: Plan) -> list[Line]:
    """The sentences of opening and recommendation, one by one."""
    lines = [*plan.page.intro, *(plan.page.recommendation.notes if plan.page.recommendation else ())]
    return [Line(text=sentence, line=line.line) for line in lines for sentence in split_sentences(line.text)]


def overall(plan: Plan) -> str:
    """Who leads where, over all rows."""
    parts = [f"{choice.name} leads on {', '.join(factor.name for factor in plan.won(place)) or 'nothing'}"
             for place, choice in enumerate(plan.choices)]  # fmt: skip
    return claim(f"As the page's rows read, {'; '.join(parts)}", "page-verdict")


def recommendation(plan: Plan) -> str:
    """What the text of the page advises."""
    lines = plan.page.recommendation.notes if plan.page.recommendation else ()
    told = [line for line in _running(plan) if any(name.lower() in line.text.lower() for name in plan.page.names)]
    if not told and not lines:
        return claim("The page gives no recommendation in so many words", "page-verdict")
    return claim(f"The page writes: {_quotes((told or list(lines))[:2])}", "page-verdict")


def _totals(plan: Plan) -> str:
    assert plan.page.totals is not None
    cells = zip(plan.choices, plan.page.totals.cells, strict=True)
    return claim(
        f"The page gives as totals {', '.join(f'{quote(cell)} for {each.name}' for each, cell in cells)}",
        "page-verdict",
    )


def _facts(plan: Plan) -> str:
    assert plan.page.statistics is not None
    part = plan.page.statistics
    if not part.entries:
        return claim("The page has a heading for statistics and lists none", "page-facts")
    text = claim(f"Under statistics the page lists {_quotes(part.entries)}", "page-facts")
    with_figure = any(letter.isdigit() for line in part.entries for letter in line.text)
    return text if with_figure else f"{text} {claim('It gives no figure with any of them', 'page-facts')}"


def _origin(plan: Plan) -> str:
    page = plan.page
    by = f"names {_quotes(page.authors)}" if page.authors else "names no author"
    on = f"gives as date {_quotes(page.dates)}" if page.dates else "gives no date"
    text = claim(f"The page {by} and {on}", "page-verdict")
    note = claim(
        "These answers are a draft made from that page by the import, and nobody has checked them yet", "draft"
    )
    return f"{note} {text}"
