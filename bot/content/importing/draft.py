"""A page's plan as the files of a comparison folder."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from bot.content.importing.cards import write_cards
from bot.content.importing.plan import Choice, Factor, Plan, plan, templates
from bot.content.importing.quoting import claim, clean, quote
from bot.content.importing.sentences import cons, overall, pros, recommendation, verdict
from bot.content.importing.sources import draft_sources
from bot.content.page import FILE, Page, write_page
from bot.content.words import listing, stems

HEADER = """\
# A draft made by 'fulcrum import'. Nobody has checked it yet.
# 'fulcrum check' says what to mend; knowledge/README.md explains every field.
"""
VERSION = "0.1.0-draft"
MOST_POINTS = 6


def draft_files(page: Page, today: date) -> dict[str, str]:
    """Path in the folder to text, for every file of the draft."""
    planned = plan(page)
    month = f"{today:%Y-%m}"
    return {
        "comparison.yaml": HEADER + _dump(_comparison(planned, month)),
        "sources/page.yaml": HEADER + _dump(list(draft_sources(planned, month))),
        "cards/page.md": write_cards(planned),
        "situations.yaml": HEADER + _dump(_situations(planned)),
        FILE: "# The page as the import has read it, with its lines; 'fulcrum check' lints it.\n" + write_page(page),
    }


def _dump(value: Any) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=118)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes every value in full, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _comparison(plan: Plan, month: str) -> dict[str, Any]:
    page = plan.page
    cells = page.totals.cells if page.totals else ()
    related = page.related.entries if page.related else ()
    return {
        "title": f"Draft: {plan.title}",
        "subject": plan.options_text,
        "decision": f"To choose between {plan.options_text}.",
        "version": VERSION,
        "reviewed": month,
        "update_policy": "A draft made from a page; not reviewed yet.",
        "authors": "; ".join(clean(line.text) for line in page.authors) or "Not named on the page.",
        "funding": "Not stated on the page.",
        "settled_at": 0.9,
        "fallback": plan.favourite.id,
        "default_reason": f"{recommendation(plan)} {overall(plan)}",
        "totals": {choice.id: clean(cell) for choice, cell in zip(plan.choices, cells, strict=False)},
        "offer": {
            "text": " ".join(f"{clean(line.text)}." for line in page.calls[:2]) or "The page offers nothing.",
            "disclosure": "This is a draft made from the page; what its owner earns is not stated there.",
        },
        "related": [{"title": clean(line.text), "about": clean(line.url or line.text)} for line in related],
        "options": [_option(plan, place) for place in range(len(plan.choices))],
        "criteria": [_criterion(plan, factor) for factor in plan.factors],
    }


def _option(plan: Plan, place: int) -> dict[str, Any]:
    choice = plan.choices[place]
    names = [factor.name for factor in plan.won(place)]
    ahead = f"the page has it ahead on {listing(names)}" if names else "the page has it ahead on nothing by itself"
    test = (plan.lost(place) or plan.factors)[0].name
    found: dict[str, Any] = {
        "id": choice.id,
        "name": choice.name,
        "aliases": list(choice.aliases),
        "summary": _summary(plan, choice),
        "best_case": claim(ahead, "page-verdict"),
        "weakness": cons(plan, place)[0],
        "next_step": claim(f"Before you settle on {choice.name}, find out what it does for you on {test}", "draft"),
        "advantages": pros(plan, place),
        "drawbacks": cons(plan, place),
    }  # fmt: skip
    if len(plan.choices) == 2:
        found["counterpart"] = plan.choices[1 - place].id
    return found


def _summary(plan: Plan, choice: Choice) -> str:
    if choice.option.says:
        return claim(f"The page says of {choice.name}: {quote(choice.option.says[0].text)}", "page-lists")
    return claim(f"{choice.name} is one of the {plan.count} options that the page compares", "page-verdict")


def _criterion(plan: Plan, factor: Factor) -> dict[str, Any]:
    winner = factor.reading.winner
    return {
        "id": factor.id,
        "name": factor.name,
        "aliases": list(factor.aliases),
        "origin": "page",
        "question": f"How much should {factor.name} count in your case?",
        "why": verdict(plan, factor),
        "page": {
            "cells": {choice.id: clean(cell) for choice, cell in zip(plan.choices, factor.row.cells, strict=True)},
            "winner": "" if winner is None else plan.choices[winner].id,
            "source": factor.source,
        },
        "levels": [_level(plan, factor, name) for name in templates()["levels"]],
    }


def _level(plan: Plan, factor: Factor, name: str) -> dict[str, Any]:
    words = templates()["levels"][name]
    ratings = dict(zip((choice.id for choice in plan.choices), factor.ratings, strict=True))
    return {
        "id": name,
        "label": words["label"],
        "noted": words["noted"].format(it=factor.name),
        "says": words["says"],
        "prior": words["prior"],
        "weight": words["weight"] if factor.leaders else 0,
        "ratings": ratings,
        "reason": _reason(plan, factor, name),
    }


def _reason(plan: Plan, factor: Factor, level: str) -> str:
    if level == "none":
        return claim(f"With no weight on {factor.name}, what the page says about it decides nothing", "draft")
    if not factor.leaders:
        return claim(f"The page does not say who is ahead on {factor.name}, so it decides nothing here", factor.source)
    names = listing([plan.choices[place].name for place in factor.leaders])
    cell = factor.row.cells[factor.leaders[0]] if len(factor.leaders) == 1 else ""
    return claim(f"On {factor.name} the page has {names} ahead{f': {quote(cell)}' if cell else ''}", factor.source)


def _situations(plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {factor.id: _statements(plan, factor) for factor in plan.factors}
    return {**found, "unrelated": list(templates()["unrelated"])}


def _statements(plan: Plan, factor: Factor) -> Mapping[str, list[str]]:
    """How people say each level: usual sentences around the criterion's names, and the page's own words."""
    names = [factor.name, *(alias for alias in factor.aliases[:4] if alias != factor.name)]
    points = [clean(line.text).lower() for line in _points(plan, factor)][:MOST_POINTS]
    found: dict[str, list[str]] = {}
    for level, words in templates()["levels"].items():
        texts = [text.format(it=names[0]) for text in words["statements"]]
        texts += [text.format(it=name) for name in names[1:] for text in words["statements"][::4]]
        texts += [form.format_map({"point": point}) for point in points for form in words.get("points", ())]
        texts += factor.synonyms.get(level, ())
        found[level] = list(dict.fromkeys(texts))
    return found


def _points(plan: Plan, factor: Factor) -> Iterator[Any]:
    """Reasons on the page that name the criterion."""
    wanted = set(stems(factor.name))
    for guidance in plan.page.guidance:
        yield from (line for line in guidance.entries if wanted & set(stems(line.text)))
