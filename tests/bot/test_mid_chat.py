"""Messages in the middle of a conversation: short answers, invitations, references back, pushing back."""

import pytest

from bot import Advisor, Turn
from bot.dialogue import Ask, Inform, Recommend, Say
from tests.bot.talks import hold, pending, told

pytestmark = pytest.mark.model

MANUALS = "We have 2,000 product manuals."


def cards(turn: Turn) -> list[str]:
    return [move.card for move in turn.decision if isinstance(move, Inform)]


@pytest.mark.parametrize(
    ("criterion", "message", "level"),
    [
        ("behavior", "don't think so", "none"),
        ("behavior", "No, nothing. An ordinary answer.", "none"),
        ("documents", "no, none", "none"),
        ("freshness", "monthly", "monthly"),
    ],
)
def test_a_short_answer_is_the_only_thing_it_tells(advisor: Advisor, criterion: str, message: str, level: str) -> None:
    assert told(hold(advisor, message, state=pending(advisor, criterion))) == {criterion: level}


def test_a_bare_frequency_tells_how_often_things_change_whatever_was_asked(advisor: Advisor) -> None:
    assert told(hold(advisor, "monthly", state=pending(advisor, "behavior"))) == {"freshness": "monthly"}


def test_a_guess_is_no_question_while_one_is_open(advisor: Advisor) -> None:
    turn = hold(advisor, "maybe 8,000?", state=pending(advisor, "data"))
    assert told(turn) == {"data": "many"}
    assert cards(turn) == []


def test_files_and_their_pages_are_multiplied(advisor: Advisor) -> None:
    assert told(hold(advisor, "The guidelines are about 120 PDFs, each 15 pages or so."))["documents"] == "corpus"


def test_never_is_a_frequency_and_no_denial(advisor: Advisor) -> None:
    assert told(hold(advisor, "12 pages, never change")) == {"documents": "small", "freshness": "stable"}


def test_what_changes_most_decides(advisor: Advisor) -> None:
    assert told(hold(advisor, "Our rates change daily, the rest twice a year."))["freshness"] == "daily"


def test_an_answer_beside_another_fact_must_speak_of_its_question(advisor: Advisor) -> None:
    state = pending(advisor, "privacy")
    assert "privacy" not in told(hold(advisor, "No I was wrong, it's email. There is no hurry.", state=state))


@pytest.mark.parametrize("message", ["What else do you need?", "go ahead and ask", "what do you need to know from me?"])
def test_an_invitation_to_ask_gets_the_next_question(advisor: Advisor, message: str) -> None:
    turn = hold(advisor, MANUALS, message)
    assert any(isinstance(move, Ask) for move in turn.decision)
    assert cards(turn) == []


@pytest.mark.parametrize("message", ["so what now?", "and now?"])
def test_after_facts_the_verdict_follows_and_not_the_last_reply_again(advisor: Advisor, message: str) -> None:
    turn = hold(advisor, MANUALS, "It must answer in under half a second.", message)
    assert any(isinstance(move, Recommend) for move in turn.decision)


def test_a_question_takes_nothing_back(advisor: Advisor) -> None:
    turn = hold(advisor, MANUALS, "Can I delete it again?")
    assert turn.understanding.retracted == ()
    assert turn.state.levels == {"documents": "corpus"}


def test_the_second_one_is_the_option_named_second(advisor: Advisor) -> None:
    turn = hold(advisor, "how do the two differ on privacy?", "the second one, can it be run in our own house?")
    assert "RAG and fine-tuned models can both run on-premises" in turn.answer.reply


def test_an_example_comes_with_the_answer_where_it_is_asked_for(advisor: Advisor) -> None:
    turn = hold(advisor, "Show me a case where combining the two makes sense.")
    sections = [move.section for move in turn.decision if isinstance(move, Inform)]
    assert sections == ["Answer", "Example"]


def test_sources_asked_for_twice_tell_where_they_can_be_read(advisor: Advisor) -> None:
    question = "does training on facts it has never seen push a model to invent more?"
    assert "arxiv.org" in hold(advisor, question, "Who found that out?", "can I read it anywhere?").answer.reply


def test_the_shortest_form_is_not_followed_by_something_else(advisor: Advisor) -> None:
    question = "Could you explain in some depth how a combined set-up divides the work?"
    first = hold(advisor, question, "shorter please")
    again = hold(advisor, "even shorter", state=first.state)
    assert cards(again) == cards(first)
    assert again.answer.reply != first.answer.reply


def test_what_is_known_already_is_no_supposition(advisor: Advisor) -> None:
    turn = hold(advisor, "We have tons of PDFs, contracts mostly.", "hm ok and if the pdfs are scanned?")
    assert any("scan" in card or "pdf" in card or "image" in card for card in cards(turn))


def test_an_invitation_while_a_question_is_open_puts_that_one_again(advisor: Advisor) -> None:
    first = hold(advisor, MANUALS)
    again = hold(advisor, "What else do you need?", state=first.state)
    assert again.answer.question == first.answer.question


def test_a_message_is_refused_once(advisor: Advisor) -> None:
    turn = hold(advisor, "What hit rate will we end up with? I need a percentage, not waffle.")
    assert len([move for move in turn.decision if isinstance(move, Say)]) == 1


def test_distress_is_heard_while_a_question_is_open(advisor: Advisor) -> None:
    turn = hold(
        advisor, "I'm so scared, I will lose my job over this and I can't sleep.", state=pending(advisor, "data")
    )
    assert any(isinstance(move, Say) and move.phrase == "distress" for move in turn.decision)
