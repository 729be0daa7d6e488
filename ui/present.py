"""From the advisor's values to the HTTP contract. Pure functions."""

from bot import Comparison, Conversation, Criterion, Exchange, Fact, Question, Share, Standing, State
from ui.contract import (
    ChoiceBody,
    CitationBody,
    ComparisonBody,
    ConversationBody,
    DecisionBody,
    FlipBody,
    LevelBody,
    NeedBody,
    OptionBody,
    PageRowBody,
    QuestionBody,
    RecommendationBody,
    ReplyBody,
    RowBody,
    ShareBody,
    StoredTurnBody,
    TableBody,
)


def present_reply(exchange: Exchange, comparison: Comparison) -> ReplyBody:
    """A turn as the contract has it."""
    turn = exchange.turn
    return ReplyBody(
        conversation_id=exchange.conversation_id,
        turn=exchange.number,
        acts=turn.answer.acts,
        reply=turn.answer.reply,
        citations=tuple(
            CitationBody(
                marker=citation.marker,
                source_id=citation.source_id,
                title=citation.title,
                url=citation.url,
                quote=citation.quote,
            )
            for citation in turn.answer.citations
        ),
        question=present_question(turn.answer.question),
        needs={fact.criterion: present_need(fact, comparison) for fact in turn.state.facts},
        ranking=present_ranking(turn.standing, comparison),
        recommendation=recommendation(turn.standing, turn.state),
        suggestions=turn.answer.suggestions,
        voice=turn.answer.voice,
    )


def present_question(question: Question | None) -> QuestionBody | None:
    """The question of a turn, if it asks one."""
    if question is None:
        return None
    choices = tuple(ChoiceBody(id=choice.id, label=choice.label) for choice in question.choices)
    return QuestionBody(criterion=question.criterion, text=question.text, choices=choices)


def level_label(comparison: Comparison, criterion_id: str, level_id: str) -> str:
    """The words of an answer level; its id when the content has moved on since the turn was stored."""
    criterion = comparison.criterion_by_id.get(criterion_id)
    labels = {level.id: level.label for level in criterion.levels} if criterion else {}
    return labels.get(level_id, level_id)


def present_need(fact: Fact, comparison: Comparison) -> NeedBody:
    """What was understood, with the words that said it."""
    label = level_label(comparison, fact.criterion, fact.level)
    return NeedBody(level=fact.level, label=label, said=fact.said, turn=fact.turn)


def option_name(comparison: Comparison, option_id: str) -> str:
    """An option's name with a capital letter; its id when the content has moved on."""
    option = comparison.option_by_id.get(option_id)
    name = option.name if option else option_id
    return name[:1].upper() + name[1:]


def present_ranking(standing: Standing, comparison: Comparison) -> tuple[ShareBody, ...]:
    """All options, the best first."""
    return tuple(present_share(share, comparison) for share in standing.ranking)


def present_share(share: Share, comparison: Comparison) -> ShareBody:
    """One option's standing, rounded to what can be told apart."""
    return ShareBody(
        option=share.option,
        name=option_name(comparison, share.option),
        share=round(share.share, 4),
        value=round(share.value, 4),
        contributions={criterion: round(value, 4) for criterion, value in share.contributions.items()},
    )


def recommendation(standing: Standing, state: State | None = None) -> RecommendationBody | None:
    """The verdict, or nothing while nothing speaks for one and none was given."""
    if standing.status == "open" and (state is None or state.verdict is None):
        return None
    return RecommendationBody(
        option=standing.best.option,
        status="settled" if standing.status == "settled" else "leaning",
        flips=single_flips(standing),
    )


def single_flips(standing: Standing) -> tuple[FlipBody, ...]:
    """The flips that need one answer only."""
    return tuple(
        FlipBody(criterion=flip.changes[0][0], level=flip.changes[0][1], to=flip.to)
        for flip in standing.flips
        if len(flip.changes) == 1
    )


def present_decision(standing: Standing, comparison: Comparison) -> DecisionBody:
    """The verdict for a set of answers."""
    return DecisionBody(
        comparison=comparison.id,
        ranking=present_ranking(standing, comparison),
        recommendation=recommendation(standing),
        cannot_flip=standing.cannot_flip,
    )


def present_conversation(conversation: Conversation, comparison: Comparison) -> ConversationBody:
    """A whole conversation."""
    return ConversationBody(
        conversation_id=conversation.id,
        comparison=conversation.comparison,
        turns=tuple(
            StoredTurnBody(message=exchange.turn.message, **dict(present_reply(exchange, comparison)))
            for exchange in conversation.exchanges
        ),
        unanswered=conversation.unanswered,
    )


def present_comparison(comparison: Comparison, default: str) -> ComparisonBody:
    """A comparison in the list."""
    return ComparisonBody(
        id=comparison.id,
        title=comparison.title,
        decision=comparison.decision,
        version=comparison.version,
        reviewed=comparison.reviewed,
        options=present_options(comparison),
        is_default=comparison.id == default,
    )


def present_options(comparison: Comparison) -> tuple[OptionBody, ...]:
    """The options in the order of the content."""
    return tuple(OptionBody(id=option.id, name=option_name(comparison, option.id)) for option in comparison.options)


def present_table(comparison: Comparison) -> TableBody:
    """The comparison as a table: the page's criteria first, then those that the page lacks."""
    return TableBody(
        comparison=comparison.id,
        title=comparison.title,
        version=comparison.version,
        options=present_options(comparison),
        totals=dict(comparison.totals),
        rows=tuple(present_row(criterion) for criterion in page_first(comparison)),
    )


def page_first(comparison: Comparison) -> tuple[Criterion, ...]:
    """The criteria, those of the page first."""
    return tuple(sorted(comparison.criteria, key=lambda criterion: criterion.page is None))


def present_row(criterion: Criterion) -> RowBody:
    """A criterion of the table."""
    page = criterion.page
    return RowBody(
        criterion=criterion.id,
        name=criterion.name,
        question=criterion.question,
        is_asked=criterion.is_asked,
        origin=criterion.origin,
        page=PageRowBody(cells=dict(page.cells), winner=page.winner, source=page.source) if page else None,
        levels=tuple(
            LevelBody(
                id=level.id,
                label=level.label,
                weight=level.weight,
                ratings=dict(level.ratings),
                rules_out=level.rules_out,
                prior=level.prior,
            )
            for level in criterion.levels
        ),
    )
