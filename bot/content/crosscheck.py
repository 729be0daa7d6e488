"""Checks between the parts of a comparison: names that must exist, sums, citations, figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.comparison import Card, Claim, Comparison, Criterion, Level, Option, PageRow, Passage
from bot.content.figures import unsupported
from bot.errors import Fault

ASKS_MINIMUM = 4


def crosscheck(comparison: Comparison, folder: str) -> list[Fault]:
    """All faults that no single part shows by itself."""
    main = f"{folder}/comparison.yaml"
    found = [*_criterion_faults(comparison, main), *_card_faults(comparison, f"{folder}/cards")]
    for place, passage in _passages(comparison):
        found += _citation_faults(comparison, folder, place, passage)
    return found


def _fault(file: str, problem: str, remedy: str) -> Fault:
    return Fault(file=file, line=1, problem=problem, remedy=remedy)


def _criterion_faults(comparison: Comparison, file: str) -> Iterator[Fault]:
    options = {option.id for option in comparison.options}
    if comparison.fallback not in options:
        yield _fault(file, f"fallback {comparison.fallback!r} is no option", f"Use one of: {', '.join(options)}")
    for name, levels in comparison.situations.items():
        known = comparison.criterion_by_id.get(name)
        for level_id in levels:
            if known is None or level_id not in {level.id for level in known.levels}:
                yield _fault(
                    file.replace("comparison", "situations"), f"unknown {name}/{level_id}", "Correct or remove it"
                )
    for criterion in comparison.criteria:
        for level in criterion.levels:
            yield from _level_faults(criterion, level, options, comparison.criterion_by_id, file)
        if criterion.page is not None:
            yield from _page_row_faults(criterion, criterion.page, options, file)
        total = sum(level.prior for level in criterion.levels)
        if abs(total - 1) > 1e-6:
            yield _fault(file, f"priors of {criterion.id!r} add up to {total:g}", "Make them add up to 1")
        if criterion.is_asked and not comparison.situations.get(criterion.id):
            yield _fault(file, f"nobody can answer about {criterion.id!r}", "Add statements to situations.yaml")


def _page_row_faults(criterion: Criterion, row: PageRow, options: set[str], file: str) -> Iterator[Fault]:
    if unknown := (set(row.cells) | ({row.winner} - {""})) - options:
        remedy = f"Use: {sorted(options)}; leave the winner empty for none"
        yield _fault(file, f"the page's row of {criterion.id!r} names unknown options {sorted(unknown)}", remedy)


def _hint_faults(
    criteria: Mapping[str, Criterion], where: str, name: str, factors: Mapping[str, float], file: str
) -> Iterator[Fault]:
    if name not in criteria:
        yield _fault(file, f"{where} hints at unknown criterion {name!r}", f"Use: {sorted(criteria)}")
        return
    levels = {level.id for level in criteria[name].levels}
    if unknown := factors.keys() - levels:
        yield _fault(file, f"{where} hints at unknown levels {sorted(unknown)} of {name!r}", f"Use: {sorted(levels)}")
    if any(factor <= 0 for factor in factors.values()):
        yield _fault(file, f"{where} hints with a factor that is not above 0", "Say how many times likelier: 0.2, 3")


def _level_faults(
    criterion: Criterion, level: Level, options: set[str], criteria: Mapping[str, Criterion], file: str
) -> Iterator[Fault]:
    where = f"level {level.id!r} of {criterion.id!r}"
    levels = {other.id for other in criterion.levels}
    if level.stands_for:
        if missing := level.stands_for.keys() - levels:
            yield _fault(file, f"{where} stands for unknown levels {sorted(missing)}", f"Use: {sorted(levels)}")
    elif missing := options - level.ratings.keys():
        yield _fault(file, f"{where} has no rating for {sorted(missing)}", "Add a rating from 0 to 1")
    if unknown := (set(level.ratings) | set(level.rules_out)) - options:
        yield _fault(file, f"{where} names unknown options {sorted(unknown)}", f"Use: {sorted(options)}")
    for name, factors in level.hints.items():
        yield from _hint_faults(criteria, where, name, factors, file)
    if level.weight < 0 or any(not 0 <= rating <= 1 for rating in level.ratings.values()):
        yield _fault(file, f"{where} has a negative weight or a rating outside 0 to 1", "Correct it")


def _card_faults(comparison: Comparison, folder: str) -> Iterator[Fault]:
    abouts = {option.id for option in comparison.options} | {"all"}
    for card_id, count in Counter(card.id for card in comparison.cards).items():
        if count > 1:
            yield _fault(folder, f"card id {card_id!r} is used {count} times", "Give each card its own id")
    for card in comparison.cards:
        yield from _one_card_faults(comparison, card, abouts, folder)


def _one_card_faults(comparison: Comparison, card: Card, abouts: set[str], folder: str) -> Iterator[Fault]:
    if card.about not in abouts:
        yield _fault(folder, f"card {card.id!r} is about unknown {card.about!r}", f"Use one of: {sorted(abouts)}")
    if card.criterion is not None and card.criterion not in comparison.criterion_by_id:
        yield _fault(folder, f"card {card.id!r} names unknown criterion {card.criterion!r}", "Use a criterion's id")
    if len(card.asks) < ASKS_MINIMUM:
        yield _fault(folder, f"card {card.id!r} has {len(card.asks)} asks", f"Give at least {ASKS_MINIMUM}")
    for other in card.see:
        if other not in comparison.card_by_id:
            yield _fault(folder, f"card {card.id!r} points to unknown card {other!r}", "Correct or remove it")
    for sentence in card.answer:
        if not isinstance(sentence, Claim):
            problem = f"card {card.id!r} has an uncited sentence in its Answer: {sentence.text!r}"
            yield _fault(folder, problem, "Cite a source, or [editorial] for our own judgement")


def _passages(comparison: Comparison) -> Iterator[tuple[str, Passage]]:
    for option in comparison.options:
        for passage in _option_passages(option):
            yield f"option {option.id!r}", passage
    for criterion in comparison.criteria:
        yield f"criterion {criterion.id!r}", criterion.why
        for level in criterion.levels:
            yield f"level {level.id!r} of {criterion.id!r}", level.reason
    for card in comparison.cards:
        for name, passage in card.sections.items():
            yield f"card {card.id!r}, section {name}", passage


def _option_passages(option: Option) -> Iterator[Passage]:
    yield from (option.summary, option.best_case, option.weakness, option.next_step, option.living)
    yield from (*option.advantages, *option.drawbacks)
    if option.pilot:
        yield from (option.pilot.measures, option.pilot.passes, option.pilot.fails, option.pilot.misleads)


def _citation_faults(comparison: Comparison, folder: str, place: str, passage: Iterable[object]) -> Iterator[Fault]:
    for claim in passage:
        if not isinstance(claim, Claim):
            continue
        unknown = [key for key in claim.sources if key not in comparison.sources]
        if unknown:
            yield _fault(folder, f"{place} cites unknown {', '.join(unknown)}", "Add the source or correct the key")
            continue
        cited = [comparison.sources[key] for key in claim.sources]
        if missing := unsupported(claim, cited):
            problem = f"{place} states {', '.join(sorted(missing))}, which its sources do not contain: {claim.text!r}"
            yield _fault(folder, problem, "Cite the source of the figure or leave it out")
