"""The plan of a reply: answer first, then what was noted, then the verdict, then at most one question."""

import re
from dataclasses import replace

from bot.comparison import Card
from bot.decide.context import GOOD, Context
from bot.decide.find import beside, by_place, by_search, is_fair, is_good, of_focus, other_side
from bot.decide.follow_up import FOLLOW_UPS, follow_up, inform
from bot.decide.leads import lead
from bot.decide.neighbours import refer
from bot.decide.reckoning import goes_on, reckon
from bot.decide.remarks import confirms, is_foreign, opinion, remark
from bot.decide.social import ACTS, COURTESY, in_language, respond, say
from bot.decide.wants import called_for_verdict, is_about_subject, is_answered, is_sure, unmasked
from bot.dialogue import Arrive, Ask, Decision, Explain, Inform, Move, Note, Question, Reckon, Recommend, Say
from bot.turn import Utterance
from bot.understand.resolve import Topic, asks_for_reasons, is_yes_or_no, refers_back

DECIDING = frozenset(
    {"help_decide", "recommend", "skip", "unsure", "ack", "yes", "no", "recap", "retract", "reset", "pivot", "invite"}
)
MOST_ANSWERS = 2
LITERAL = 0.5  # similarity from which a question is put as the card knows it
BARE_BAR = 0.7  # similarity from which some words that are all names are a question that a card knows
BARE_WORDS = 5  # and how many words that takes
VIEW_BAR = 0.6  # similarity from which a view is answered by what a card tells
SAID_AND_ASKED = 0.7  # similarity from which a statement is answered by a card while a question is open
REFERRING_BAR = 0.6  # the same for one about what was told ("they contain names")
DENIES = re.compile(r"^\W*(?:(?:ok|okay|fine|and|well|then|so)\W+)*(?:no|not|without) \w", re.IGNORECASE)
CLEARLY = 0.9  # from which words are a question in any form ("overfitting, how would I notice on 300 samples")
CLEAR_QUESTION = 0.5  # less surely than this, what is asked beside facts is what they mean for the verdict
PRESSING_BAR = 0.8  # similarity from which something insistent is a question all the same


def decide(context: Context) -> Decision:
    """What the reply does, in order."""
    if context.understanding.language != "en":
        return in_language(context)
    moves = list(_answers(context))
    if context.has_news:
        moves.append(Note(new=context.new, changed=context.changed, retracted=context.understanding.retracted))
    moves += _verdict(context, moves)
    moves += _question(context, moves)
    return tuple(moves) or (say(context, "clarify", "clarify"),)


def welcome(context: Context, card: str) -> Decision:
    """What the reply does to a visitor who comes from another comparison: what is kept, how it leans, what is open."""
    moves: list[Move] = [Arrive(kept=context.now.facts)]
    if card in context.comparison.card_by_id:
        moves.append(Inform(card=card))
    elif context.now.facts:
        moves.append(Recommend(form="lean"))
    question = context.asking(context.comparison, context.now, is_settled=context.standing.status == "settled")
    return (*moves, Ask(question=question, lead="ask_arrived")) if question and not card else tuple(moves)


def _answers(context: Context) -> list[Move]:
    """Moves that answer what the message asks, at most two of them."""
    found: list[Move] = []
    for utterance in _substantive(context):
        for move in _answer_as_asked(context, utterance):
            if move not in found and not _says_it_again(move, found):
                found.append(move)
        if len(found) >= MOST_ANSWERS:
            break
    if any(not isinstance(move, Say) for move in found):
        found = [move for move in found if not (isinstance(move, Say) and move.act == "clarify")]
    if len(found) > 1:
        found = [replace(move, also=()) if isinstance(move, Inform) else move for move in found]
    return found


def _says_it_again(move: Move, found: list[Move]) -> bool:
    """Whether a card would be told twice in the same reply, or a verdict follow on an account of it."""
    if isinstance(move, Inform):
        is_told = any(isinstance(each, Inform) and each.card == move.card for each in found)
        return is_told and move.section != "Example"
    if isinstance(move, Say) and move.act in {"decline", "smalltalk"}:
        return any(isinstance(each, Say) and each.act in {"decline", "smalltalk"} for each in found)
    return isinstance(move, Recommend) and any(isinstance(each, Recommend | Explain) for each in found)


def _substantive(context: Context) -> list[Utterance]:
    """The utterances to answer: courtesies only where there is nothing else."""
    utterances = tuple(unmasked(context, each) for each in context.understanding.utterances)
    weighty = [each for each in utterances if each.act not in COURTESY and not _is_aside(each, utterances)]
    if any(each.act == "injection" and is_sure(each) for each in utterances):
        return [each for each in weighty if each.act == "question" and each.is_question][-1:] or [
            next(each for each in utterances if each.act == "injection")
        ]
    if context.has_news:
        return [each for each in weighty if _asks(each) or goes_on(context)]
    asking = [each for each in weighty if each.act not in {"statement", "injection"}]
    asking = [each for each in asking if each.act != "pressure" or is_sure(each)] or asking
    if not context.understanding.supposed and any(each.is_question for each in asking):
        asking = [
            each for each in asking if each.is_question or each.act != "what_if"
        ]  # a case that the question is about
    if any(each.act == "question" and each.is_question for each in asking):
        asking = [each for each in asking if each.act != "opinion" or each.is_question]  # a view that leads up to it
    if len(asking) > 1:
        asking = [each for each in asking if each.act not in {"return_to", "meant"}] or asking
    return asking or weighty or list(utterances[:1])


def _is_aside(utterance: Utterance, utterances: tuple[Utterance, ...]) -> bool:
    """Whether a remark beside the subject comes with something to answer ("sorry, the dog. What was the question?")."""
    is_remark = utterance.act == "off_topic" and not utterance.is_question
    return is_remark and any(each.act in FOLLOW_UPS or each.act in DECIDING for each in utterances)


def _asks(utterance: Utterance) -> bool:
    """Whether an utterance wants something, in a message that also tells about the visitor's case."""
    if utterance.act in {"question", "help_decide", "recommend", "flip", "why_ask", "effect", "recap", "estimate"}:
        return utterance.is_question or utterance.act != "question" or utterance.confidence >= CLEARLY
    is_striking = utterance.act in {"injection", "distress"} and is_sure(utterance)
    return is_striking or (utterance.is_question and utterance.act in FOLLOW_UPS)


def _answer_as_asked(context: Context, utterance: Utterance) -> Decision:
    """The moves that answer an utterance, put in short where that is asked for with the question."""
    moves = _answer(context, utterance)
    return tuple(_in_short(move) for move in moves) if utterance.wants_short else moves


def _in_short(move: Move) -> Move:
    return replace(move, section="Plainly", also=()) if isinstance(move, Inform) and move.section == "Answer" else move


def _answer(context: Context, utterance: Utterance) -> Decision:
    act = utterance.act
    if act in {"injection", "distress"}:
        return respond(context, utterance)
    if confirms(context, utterance):
        return ()
    calculated = reckon(context, utterance)
    if calculated is not None:
        return calculated
    if act in FOLLOW_UPS:
        moves = follow_up(context, utterance)
        if moves is not None:
            return moves
    if act in DECIDING:
        return _on_decision(context, utterance)
    if act == "what_if":
        return _suppose(context, utterance)
    if act == "pressure" and not is_answered(context, utterance, PRESSING_BAR):
        return (say(context, "pressure", "decline"),)
    is_view = act == "opinion" and context.before.facts and not utterance.is_question and not context.has_news
    if is_view and not is_answered(context, utterance, VIEW_BAR):
        return (say(context, "opinion", "answer"), Recommend(form="again"))
    if act in ACTS and not asks_for_reasons(utterance) and not is_about_subject(context, utterance):
        elsewhere = refer(context, utterance, is_unanswered=False)
        return (elsewhere,) if elsewhere else respond(context, utterance)
    return _inform(context, utterance)


def _on_decision(context: Context, utterance: Utterance) -> Decision:
    act = utterance.act
    if act == "recap":
        return (Explain(what="recap"),)
    if act in {"recommend", "help_decide"} and context.has_news and context.standing.status != "settled":
        return ()  # the note on the news says how it leans, and the question follows
    if act == "recommend" or (act == "help_decide" and context.before.facts):
        return (_verdict_now(context, utterance),)
    if act == "invite" and context.before.pending and not context.has_news:
        return (Ask(question=context.before.pending, lead="ask_open"),)
    if act == "help_decide" or (act == "invite" and not context.before.facts):
        return (say(context, "start", "ask"),)
    if act in {"skip", "unsure"} and context.before.pending:
        return (say(context, act, "answer"),)
    return ()


def _verdict_now(context: Context, utterance: Utterance) -> Recommend:
    confirms = None
    named = [option for option in utterance.options if option in context.comparison.option_by_id]
    if utterance.is_question and len(named) == 1:
        confirms = (named[0] == context.standing.best.option) is not bool(DENIES.search(utterance.text))
    return Recommend(form="full" if context.now.facts else "guess", confirms=confirms)


def _suppose(context: Context, utterance: Utterance) -> Decision:
    supposed = context.understanding.supposed
    other = tuple(fact for fact in supposed if context.now.levels.get(fact.criterion) != fact.level)
    if other or (supposed and not is_answered(context, utterance, PRESSING_BAR)):
        return (Explain(what="what_if", facts=other or supposed),)
    return _inform(context, utterance)


def _inform(context: Context, utterance: Utterance) -> Decision:
    """Answer from a card, or say what cannot be answered."""
    topic = context.topic(utterance)
    names = utterance.criteria or utterance.options or utterance.act == "other"
    is_sentence = len(utterance.text.split()) >= BARE_WORDS and is_answered(context, utterance, BARE_BAR)
    if topic.is_bare and names and not is_sentence and not topic.continues:
        card = of_focus(context, utterance, topic) or by_place(context, _opened(topic, utterance))
        if card is not None:
            return (inform(context, card),)
    found = by_search(context, utterance, topic)
    is_told = utterance.act == "statement" and not utterance.is_question
    leans_on_it = REFERRING_BAR if refers_back(utterance) else SAID_AND_ASKED
    bar = leans_on_it if context.before.pending else GOOD
    if is_told and (context.has_news or found is None or found[1] < bar):
        return remark(context, utterance, found)
    if utterance.act == "opinion" and (found is None or not is_good(found[1])):
        return opinion(context, utterance)
    if found is None or not is_fair(found[1]) or is_foreign(context, utterance):
        if context.has_news and (utterance.is_elliptical or utterance.confidence < CLEAR_QUESTION):
            return ()  # "what do you say?" after facts: the verdict follows
        elsewhere = refer(context, utterance, is_unanswered=True)
        if elsewhere is not None:
            return (elsewhere,)
        if context.before.facts and called_for_verdict(context, utterance):
            return (_verdict_now(context, utterance),)
        return (say(context, "nothing" if utterance.is_question else "clarify", "clarify"),)
    elsewhere = refer(context, utterance, is_unanswered=False)
    if elsewhere is not None:
        return (elsewhere,)
    is_asked_again = not utterance.is_elliptical or is_answered(context, utterance, PRESSING_BAR)
    asked = "" if is_asked_again else utterance.text  # the same question again gets the answer put plainly
    move = inform(context, found[0], lead="" if is_good(found[1]) else "nearest", question=asked)
    other = other_side(context, utterance, topic, found[0]) if utterance.act not in {"pro", "against"} else None
    if other is not None:
        return (move, inform(context, other))
    if utterance.wants_example and move.section == "Answer" and _has_fresh_example(context, found[0]):
        return (move, Inform(card=found[0].id, section="Example"))
    is_literal = found[1] >= LITERAL and is_yes_or_no(utterance)
    also = beside(context, utterance, topic, found[0]) if move.section == "Answer" else ()
    named = utterance.criteria[0] if utterance.criteria else None
    return (replace(move, is_literal=is_literal, also=also, criterion=named),)


def _has_fresh_example(context: Context, card: Card) -> bool:
    return "Example" in card.sections and not context.was_told(f"{card.id}/Example")


def _opened(topic: Topic, utterance: Utterance) -> Topic:
    """A bare criterion asks about all options unless an option is named or in focus under a criterion."""
    if utterance.criteria and not utterance.options and utterance.act != "other" and topic.option is None:
        return Topic(query=topic.query, criterion=topic.criterion, option="all", aspect="compare")
    if utterance.options and not utterance.criteria and topic.criterion is None and topic.aspect is None:
        return Topic(query=topic.query, criterion=None, option=topic.option, aspect="definition")
    return topic


def _verdict(context: Context, moves: list[Move]) -> list[Move]:
    """The verdict as it leans or in full, when news moved it and it was not stated yet."""
    if any(isinstance(move, Recommend | Explain | Say) and not _is_start(move) for move in moves):
        return []
    if not context.has_news or not context.now.facts:
        return []
    is_new = context.before.verdict != context.standing.best.option
    if context.standing.status == "settled" and is_new:
        return [Recommend(form="full")]
    return [Recommend(form="lean")]


def _is_start(move: Move) -> bool:
    return isinstance(move, Say) and move.phrase == "start"


def _question(context: Context, moves: list[Move]) -> list[Move]:
    """At most one question: when deciding, still open, and the visitor did not pass over the last one."""
    acts = {move.act for move in moves if isinstance(move, Say)}
    if acts & {"decline", "smalltalk", "clarify"} or any(isinstance(move, Reckon | Ask) for move in moves):
        return []
    passing = frozenset({"ack", "yes", "no"}) if any(isinstance(move, Inform) for move in moves) else frozenset()
    is_begun = any(_is_start(move) for move in moves)
    is_deciding = is_begun or context.has_news or context.understanding.has(*(DECIDING - passing)) or not moves
    if context.standing.status == "settled" and (context.now.facts or not is_deciding):
        told = context.understanding.facts  # no news ("sorry, only 600 of them", which are plenty as before)
        return [] if moves else [*([Explain(what="as_known", facts=told)] if told else []), Recommend(form="again")]
    if not is_deciding:
        return []
    question = context.asking(context.comparison, context.now, is_settled=False)
    if question is None:
        return _finish(context, moves)
    return [Ask(question=question, lead=lead(context, moves))]


def _finish(context: Context, moves: list[Move]) -> list[Move]:
    """No question left: state the verdict if this reply does not do so already."""
    if any(isinstance(move, Recommend) and move.form != "lean" for move in moves):
        return []
    return [Recommend(form="full")]


__all__ = ["Question", "decide"]
