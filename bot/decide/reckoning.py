"""Questions about what it costs with the visitor's own numbers: when to calculate, and what."""

import re
from collections.abc import Iterable

from bot.cost.expression import names
from bot.cost.model import CostModel
from bot.decide.context import Context
from bot.dialogue import Decision, Reckon
from bot.turn import Utterance
from bot.understand.figures import COST, is_foreign
from bot.understand.names import names_of
from bot.understand.quantities import find_quantities
from bot.understand.resolve import counterpart
from bot.understand.speaker import speaks_for_a_group

BREAK_EVEN = re.compile(
    r"\bbreak(?:s|ing)?[\s-]*even|\bcross(?:es|ing)?[\s-]*(?:over|point)|\btip(?:ping)? (?:point|over)|"
    r"\b(?:when|where|at (?:what|which)|from (?:what|which|how many)|how (?:many|much)|until)\b.{0,60}?"
    r"\b(?:cheaper|equal|the same|pays? off|worth it|overtakes?|costs? less|cost as much|turns? round|tip)\b",
    re.IGNORECASE,
)
ASSUMED = re.compile(
    r"\bassum|\bpresum|\bsuppos(?:e|ed|ing|ition)|\btake[ns]? for granted|\bguess(?:ed|es|ing)?\b|"
    r"\b(?:which|what) (?:numbers|figures|values|inputs|prices)|\b(?:based|rest|built) on\b|"
    r"\bhow (?:did|do) you (?:calculate|work|get|come|arrive|reckon|figure)|"
    r"\bwhere (?:do|does|did) (?:the|these|those|that|this)\b|\b(?:left|leave|leaving) out\b|\binclud(?:e|es|ed|ing)\b",
    re.IGNORECASE,
)
REASONS = re.compile(
    r"\bwhy\b|\bwhat (?:makes|drives)\b|\bbreak ?down\b|\bbroken down\b|\bitem|\bin detail\b|\bline by line\b",
    re.IGNORECASE,
)
CALCULATE = re.compile(
    r"\bcalculat|\bestimat|\bwork (?:it |this |that )?out\b|\brun the numbers\b|\bforecast|\bdo the (?:maths?|sums?)\b|"
    r"\breckon\b",
    re.IGNORECASE,
)
WITHOUT = re.compile(r"\b(?:without|except|apart from|leaving out|not counting)\s+((?:\S+\s*){1,3})", re.IGNORECASE)
YEAR = re.compile(r"\b(?:years?|yearly|annual(?:ly)?|twelve months|12 months)\b", re.IGNORECASE)
COMPARING = re.compile(r"\bcompar|\bversus\b|\bvs\b|\bagainst\b", re.IGNORECASE)
CHEAPEST = re.compile(
    r"\bcheap|\bleast expensive|\bless expensive|\bdear(?:er|est)|\blower (?:bill|cost)", re.IGNORECASE
)
BUDGET = re.compile(
    r"\b(?:budget|afford|enough|only have|at most|within|under|less than|spend|cover|suffice)\b", re.IGNORECASE
)
A_SUM = re.compile(
    r"[$\u20ac\u00a3]?\s?\d[\d.,]*\s?[km]?\s?(?:euros?|eur|dollars?|usd|pounds?|gbp|bucks|[$\u20ac\u00a3])?",
    re.IGNORECASE,
)
SURE = 0.5  # that a message without any number asks for a calculation
GOING_ON = frozenset(
    "estimate question what_if amount compare other meant return_to when statement example else_ how effect "
    "recommend unanswerable".split()
)  # acts that may go on with a calculation


def reckon(context: Context, utterance: Utterance) -> Decision | None:
    """The calculation that an utterance asks for; None if it asks for none."""
    model = context.comparison.cost
    if model is None:
        return None
    if context.before.focus.kind == "cost":
        found = _follow_up(context, utterance, model)
        if found is not None:
            return found
    if _is_asked(context, utterance):
        return (_first(context, utterance),)
    return None


def goes_on(context: Context) -> bool:
    """Whether a message after a calculation brings numbers for it, which asks for another one."""
    is_on_cost = context.before.focus.kind == "cost" and context.comparison.cost is not None
    return is_on_cost and bool(context.understanding.figures or context.understanding.refused)


def _is_asked(context: Context, utterance: Utterance) -> bool:
    """Whether an utterance asks for a sum for the visitor's own numbers, given now or before."""
    is_ordered = bool(CALCULATE.search(utterance.text))
    is_question = utterance.is_question or is_ordered
    is_meant = utterance.act == "estimate" or (is_question and _is_about_money(utterance.text))
    if context.understanding.figures or context.understanding.refused:
        return is_meant
    is_own = bool(context.before.figures) and speaks_for_a_group(utterance.text)
    return (is_own and is_meant) or (is_ordered and utterance.act == "estimate" and utterance.confidence >= SURE)


def _is_about_money(text: str) -> bool:
    """Whether words ask about costs and do not only name a sum ("what do I do first, I have 20k euros")."""
    return bool(COST.search(A_SUM.sub(" ", text)) or BUDGET.search(text))


def _options(context: Context, utterance: Utterance) -> tuple[str, ...]:
    """The options that an utterance asks about; "without X" asks about all others.

    Words that say what a number is name no option ("prompts are 3,000 tokens").
    """
    model = context.comparison.cost
    text = utterance.text
    for each in model.terms if model else ():
        if each.id in context.understanding.figures:
            for word in each.beside:
                text = re.sub(rf"\b{re.escape(word)}\b", " ", text, flags=re.IGNORECASE)
    known = [option.id for option in context.comparison.options]
    lexicon = names_of(context.comparison).options
    apart = lexicon.find(" ".join(WITHOUT.findall(text)))
    if apart:
        return tuple(option for option in known if option not in apart)
    return tuple(option for option in lexicon.find(text) if option in known)


def _first(context: Context, utterance: Utterance) -> Reckon:
    options = _options(context, utterance)
    refused = context.understanding.refused
    if BREAK_EVEN.search(utterance.text):
        return Reckon(what="break_even", options=options, refused=refused)
    return Reckon(
        what="year" if YEAR.search(utterance.text) else "sums",
        options=options,
        refused=refused,
        budget=_budget(context, utterance.text),
        is_foreign=is_foreign(utterance.text, context.comparison),
    )


def _follow_up(context: Context, utterance: Utterance, model: CostModel) -> Decision | None:
    """What a message means right after a calculation."""
    text, act = utterance.text, utterance.act
    options = _options(context, utterance)
    kept = tuple(each.id for each in context.comparison.options if each.id == context.before.focus.option)
    refused = context.understanding.refused
    if BREAK_EVEN.search(text):
        return (Reckon(what="break_even", options=options),)
    if ASSUMED.search(text) and not context.understanding.figures:
        return (Reckon(what="assumptions", options=options or kept),)
    if act in {"shorter", "plain"}:
        return (Reckon(what="short", options=options or kept),)
    if act == "sure":
        return (Reckon(what="assumptions", options=options or kept),)
    if act in {"why", "longer"} or (REASONS.search(text) and (utterance.is_elliptical or COST.search(text))):
        return (Reckon(what="lines", options=options or kept),)
    if context.understanding.figures or refused:
        is_going_on = act in GOING_ON or utterance.is_elliptical
        same = kept if _uses(model, kept, context.understanding.figures) else ()
        return (Reckon(what="sums", options=options or same, refused=refused),) if is_going_on else None
    compared = (*kept, *options) if act == "compare" or COMPARING.search(text) else options
    return _same_again(context, utterance, tuple(dict.fromkeys(compared)))


def _uses(model: CostModel, options: tuple[str, ...], figures: Iterable[str]) -> bool:
    """Whether a number that has changed is in the bill of one of the options."""
    used = {name for option in options for line in model.options[option] for name in names(line.amount)}
    return bool(used.intersection(figures))


def _same_again(context: Context, utterance: Utterance, options: tuple[str, ...]) -> Decision | None:
    """The same numbers for other options, another period, or another look ("and for both?", "a year?")."""
    is_short = utterance.is_elliptical and utterance.act in GOING_ON
    budget = _budget(context, utterance.text)
    if YEAR.search(utterance.text) and (is_short or COST.search(utterance.text)):
        return (Reckon(what="year", options=options),)
    foreign = is_foreign(utterance.text, context.comparison)
    if budget is not None or foreign:
        return (Reckon(what="sums", options=options, budget=budget, is_foreign=foreign),)
    if utterance.act == "other" and not options and context.before.focus.option:
        other = counterpart(context.before.focus.option, context.comparison)
        return (Reckon(what="sums", options=(other,) if other else ()),)
    if options and is_short and (len(utterance.text.split()) <= len(options) * 3 + 4 or COST.search(utterance.text)):
        return (Reckon(what="sums", options=options),)
    if CHEAPEST.search(utterance.text) and utterance.is_elliptical:
        return (Reckon(what="sums"),)
    return None


def _budget(context: Context, text: str) -> float | None:
    """The sum a month that a message names as what there is to spend."""
    prices = context.understanding.figures.values()
    texts = [text, *(each.text for each in context.understanding.utterances)]
    found = [each.value for each_text in texts for each in find_quantities(each_text) if each.dimension == "money"]
    money = [value for value in found if value not in prices]
    is_meant = bool(money) and bool(BUDGET.search(text)) and not is_foreign(" ".join(texts), context.comparison)
    return money[0] if is_meant else None
