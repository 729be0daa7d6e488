"""From a comparison to the contract of a decision aid. Pure functions."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot import Claim, Comparison, Option, Passage
from ui.aid_contract import (
    ArguedOptionBody,
    DecisionAidBody,
    OfferBody,
    PilotBody,
    SourceBody,
    StatementBody,
    Statements,
)
from ui.present import option_name


def present_aid(comparison: Comparison, today: date) -> DecisionAidBody:
    """The comparison with its arguments, their sources, and whether it is due for review on that day."""
    options = tuple(_option(option, comparison) for option in comparison.options)
    cited = dict.fromkeys(key for option in options for statement in _statements(option) for key in statement.sources)
    return DecisionAidBody(
        id=comparison.id,
        title=comparison.title,
        decision=comparison.decision,
        version=comparison.version,
        reviewed=comparison.reviewed,
        review_by=comparison.review_by or None,
        is_review_due=comparison.is_due(today),
        update_policy=comparison.update_policy,
        authors=comparison.authors,
        funding=comparison.funding,
        offer=OfferBody(text=comparison.offer.text, disclosure=comparison.offer.disclosure),
        evidence=comparison.evidence,
        options=options,
        sources={key: SourceBody.model_validate(comparison.sources[key], from_attributes=True) for key in cited},
    )


def _statements(option: ArguedOptionBody) -> Iterator[StatementBody]:
    """Every statement about an option, in the order in which it is shown."""
    texts: Iterable[Statements] = (option.summary, *option.advantages, *option.drawbacks, option.living)
    pilot = option.pilot
    trial = (pilot.measures, pilot.passes, pilot.fails, pilot.misleads) if pilot else ()
    for text in (*texts, *trial):
        yield from text


def _option(option: Option, comparison: Comparison) -> ArguedOptionBody:
    pilot = option.pilot
    return ArguedOptionBody(
        id=option.id,
        name=option_name(comparison, option.id),
        summary=_text(option.summary),
        advantages=tuple(map(_text, option.advantages)),
        drawbacks=tuple(map(_text, option.drawbacks)),
        living=_text(option.living),
        pilot=PilotBody(
            measures=_text(pilot.measures),
            passes=_text(pilot.passes),
            fails=_text(pilot.fails),
            misleads=_text(pilot.misleads),
        )
        if pilot
        else None,
    )


def _text(passage: Passage) -> Statements:
    return tuple(
        StatementBody(text=sentence.text, sources=sentence.sources if isinstance(sentence, Claim) else ())
        for sentence in passage
    )
