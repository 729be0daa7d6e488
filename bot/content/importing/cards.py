"""The answer cards of a draft: everything that the page says, quoted, with the page as the source."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import yaml

from bot.content.importing.plan import Choice, Factor, Plan, templates
from bot.content.importing.quoting import claim, clean, quote, slug
from bot.content.importing.sentences import (
    badge,
    cells_told,
    cons,
    facts,
    leads,
    origin,
    overall,
    pros,
    quotes,
    recommendation,
    running,
    totals,
    verdict,
    when,
)
from bot.content.passages import split_sentences
from bot.content.placement import COMBINES, is_combining
from bot.content.words import listing


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
    cells = listing([f"{text} for {name}" for name, text in said] or ["nothing"])
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
    if said:
        definition = claim(f"The page says of {choice.name}: {'; '.join(said)}", "page-lists")
    else:
        definition = claim(f"The page compares {choice.name} and does not explain it", "page-verdict") + cells_told(
            plan, place
        )
    yield _option_card(plan, choice, "definition", definition)
    ahead, behind = (leads(plan, place, ahead=is_ahead) for is_ahead in (True, False))
    yield _option_card(plan, choice, "advantages", " ".join(pros(plan, place)), ahead)
    yield _option_card(plan, choice, "drawbacks", " ".join(cons(plan, place)), behind)
    yield _option_card(plan, choice, "when", when(plan, place))


def _option_card(plan: Plan, choice: Choice, aspect: str, answer: str, plainly: str = "") -> DraftCard:
    return DraftCard(
        id=f"{aspect}-{choice.id}",
        topic=f"{aspect} of {choice.name}" if aspect != "when" else f"when to choose {choice.name}",
        about=choice.id,
        aspect=aspect,
        asks=asks(aspect, plan, choice),
        answer=answer,
        plainly=plainly or split_sentences(answer)[0],
    )


def _page_card(plan: Plan, kind: str, topic: str, answer: str, aspect: str = "page", **words: str) -> DraftCard:
    return DraftCard(
        id=f"page-{kind}",
        topic=topic,
        about="all",
        aspect=aspect,
        asks=asks(kind, plan, None, **words),
        answer=answer,
        plainly=split_sentences(answer)[0],
    )


def _page_cards(plan: Plan) -> Iterator[DraftCard]:
    """What the page as a whole says, and what this draft is."""
    page = plan.page
    yield _page_card(plan, "overall", f"{plan.options_text} compared", overall(plan), "compare")
    yield _page_card(plan, "verdict", "the page's recommendation", recommendation(plan))
    names = listing([factor.name for factor in plan.factors])
    yield _page_card(
        plan, "criteria", "what it depends on", claim(f"The page compares by {names}", "page-verdict"), "overview"
    )
    yield _page_card(plan, "origin", "where this comes from", origin(plan))
    if page.totals:
        yield _page_card(plan, "total", "the page's totals", f"{totals(plan)} {overall(plan)}")
    if page.statistics:
        yield _page_card(plan, "facts", "the page's statistics", facts(plan))
    badged = next((choice for choice in plan.choices if choice.option.badge), None)
    if badged:
        words = {"a": badged.name, "point": clean(badged.option.badge) or "a badge"}
        yield _page_card(plan, "badge", "the badge on the page", badge(plan, badged), **words)
    both = [line for line in running(plan) if COMBINES.search(line.text) and is_combining(line.text, page)]
    if both:
        text = claim(f"The page says of combining: {quotes(both[:1])}", "page-verdict")
        note = claim("It does not treat a combination as an option of its own", "page-verdict")
        yield _page_card(plan, "both", "combining them", f"{text} {note}", "choice")
    if page.calls:
        yield _page_card(
            plan, "offer", "the page's offer", claim(f"The page says: {quotes(page.calls[:1])}", "page-verdict")
        )
