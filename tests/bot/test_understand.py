"""Reading messages: volunteered facts, answers, corrections, follow-ups, typing errors, other languages."""

from collections.abc import Mapping

import pytest

from bot import Advisor, State
from bot.ask import question_about
from tests.bot.talks import COMPARISON, hold, pending, told

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("we have 2k product manuals, they change weekly", {"documents": "corpus", "freshness": "weekly"}),
        ("Our price list changes every Monday.", {"freshness": "weekly"}),
        ("About 40 labelled tickets is all we have.", {"data": "few"}),
        ("We collected 12,000 pairs of question and answer.", {"data": "many"}),
        ("Latency is not an issue for us.", {"latency": "relaxed"}),
        ("We need answers in under 300 ms.", {"latency": "instant"}),
        ("Every answer must cite the paragraph it comes from.", {"citations": "required"}),
        ("We don't need any sources in the answers.", {"citations": "no"}),
        ("We get half a million requests a day.", {"volume": "high"}),
        ("Money is tight, we are a charity.", {"cost": "tight"}),
        ("A wrong dose could kill a patient.", {"accuracy": "high"}),
        ("Customers may ask us to delete their data at any time.", {"privacy": "access"}),
        ("We have no labelled data and nobody on the team knows machine learning.", {"data": "none"}),
        ("It runs on a device without any network.", {"infrastructure": "offline"}),
        ("Our 2,000 manuals change every week.", {"documents": "corpus", "freshness": "weekly"}),
        ("We need a fixed style that prompts did not reach.", {"behavior": "failing"}),
        ("The style is fixed and prompts did not get there.", {"behavior": "failing"}),
    ],
)
def test_facts_are_heard_in_statements(advisor: Advisor, message: str, expected: Mapping[str, str]) -> None:
    found = told(hold(advisor, message))
    assert {name: found.get(name) for name in expected} == expected


def test_several_facts_in_one_message_are_all_heard(advisor: Advisor) -> None:
    message = "We have 5,000 contracts, they hardly ever change, we have no examples, and we must cite clauses."
    assert told(hold(advisor, message)) == {
        "documents": "corpus", "freshness": "stable", "data": "none", "citations": "required"
    }  # fmt: skip


@pytest.mark.parametrize(
    "message",
    [
        "How many examples does fine-tuning need?", "Is RAG slower?", "What if the documents change every day?",
        "Does fine-tuning cost a lot?", "hello", "thanks a lot", "Tell me a joke", "The page says RAG is cheaper.",
    ],
)  # fmt: skip
def test_what_is_not_about_the_visitors_case_is_no_fact(advisor: Advisor, message: str) -> None:
    assert told(hold(advisor, message)) == {}


@pytest.mark.parametrize(
    "message",
    [
        "tone, wording, judgement: which of them shapes those deeply",
        "my aunt asks what an adapter is supposed to be",
        "the cost column has nothing in it. Why?",
        "the thing prints a footnote, does that make it true",
        "a search bill / a training bill, which goes with what",
    ],
)
def test_words_of_facts_about_something_else_are_no_facts(advisor: Advisor, message: str) -> None:
    assert told(hold(advisor, message)) == {}


def test_asking_back_is_no_yes_to_the_open_question(advisor: Advisor) -> None:
    turn = hold(advisor, "we have 3,000 wiki pages that change weekly", "sure?")
    assert {fact.criterion for fact in turn.state.facts} == {"documents", "freshness"}


def test_a_question_that_was_lost_is_put_again(advisor: Advisor) -> None:
    question = hold(advisor, "help me decide").answer.question
    again = hold(advisor, "help me decide", "sorry, the bell rang. what was the question again?").answer
    assert question is not None
    assert question.text in again.reply
    assert "outside" not in again.reply


def test_a_push_to_decide_gets_the_verdict_as_it_stands(advisor: Advisor) -> None:
    reply = hold(advisor, "help me decide", "skip", "stop asking and just pick one").answer.reply
    assert "best guess" in reply


def test_the_list_of_advantages_begins_at_its_beginning(advisor: Advisor) -> None:
    reply = hold(advisor, "explain in some detail what fine-tuning is good for").answer.reply
    assert "also" not in reply.split(".")[0]


def test_what_would_turn_the_verdict_is_told_in_full_once(advisor: Advisor) -> None:
    facts = "we have 3,000 wiki pages that change weekly"
    first = hold(advisor, facts, "what would change your mind?").answer.reply
    again = hold(advisor, facts, "what would change your mind?", "sure?", "what would flip it?").answer.reply
    assert "instead" in first
    assert not set(first.split(". ")) & set(again.split(". "))


def test_a_supposition_is_no_fact(advisor: Advisor) -> None:
    turn = hold(advisor, "We have 30 labelled examples.", "What if we had 5,000 examples?")
    assert told(turn) == {}
    assert [(fact.criterion, fact.level) for fact in turn.understanding.supposed] == [("data", "many")]
    assert turn.state.levels["data"] == "few"


def test_each_fact_keeps_the_words_that_said_it(advisor: Advisor) -> None:
    turn = hold(advisor, "Hello there. We have 2,000 manuals. They change every week.")
    said = {fact.criterion: fact.said for fact in turn.understanding.facts}
    assert "2,000 manuals" in said["documents"]
    assert "every week" in said["freshness"]


@pytest.mark.parametrize("criterion", ["documents", "freshness", "data", "citations", "cost", "privacy", "latency"])
def test_a_tapped_choice_is_the_answer(advisor: Advisor, criterion: str) -> None:
    state = pending(advisor, criterion)
    assert state.pending
    for choice in state.pending.choices:
        found = told(hold(advisor, choice.label, state=state))
        assert found.get(criterion) == choice.id, choice.label


@pytest.mark.parametrize(
    ("criterion", "message", "level"),
    [
        ("citations", "yes", "required"),
        ("citations", "nope", "no"),
        ("behavior", "no", "none"),
        ("behavior", "yes", "wanted"),
        ("data", "none", "none"),
        ("privacy", "no, not really", "open"),
        ("freshness", "every couple of months or so", "monthly"),
        ("freshness", "not that often, two or three times a year", "yearly"),
        ("data", "maybe 60 or 70", "some"),
        ("data", "a few thousand", "many"),
        ("latency", "two seconds is ok", "normal"),
        ("documents", "roughly 800 PDFs", "corpus"),
        ("accuracy", "somebody could go to prison", "high"),
        ("skills", "just two web developers", "developers"),
    ],
)
def test_an_answer_is_read_as_a_level(advisor: Advisor, criterion: str, message: str, level: str) -> None:
    assert told(hold(advisor, message, state=pending(advisor, criterion))).get(criterion) == level


@pytest.mark.parametrize("message", ["not sure", "no idea", "skip", "I don't know yet", "pass"])
def test_an_answer_left_open_is_no_fact_and_the_next_question_follows(advisor: Advisor, message: str) -> None:
    turn = hold(advisor, message, state=pending(advisor, "data"))
    assert (told(turn), turn.understanding.unsure) == ({}, "data")
    assert turn.answer.question is None or turn.answer.question.criterion != "data"


@pytest.mark.parametrize(
    ("message", "level"),
    [
        ("not reliably, even with a schema in the prompt", "failing"),
        ("we have not tried that", "untested"),
        ("yes, that was enough", "prompted"),
        ("no, it keeps drifting", "failing"),
    ],
)
def test_an_answer_to_a_sharper_question_is_one_of_its_levels(advisor: Advisor, message: str, level: str) -> None:
    vague = hold(advisor, "The replies must follow a fixed JSON format.")
    question = question_about(advisor.comparison(COMPARISON).criterion_by_id["behavior"], vague.state)
    state = State(turn=2, facts=vague.state.facts, pending=question)
    assert hold(advisor, message, state=state).state.levels["behavior"] == level


@pytest.mark.parametrize("criterion", ["behavior", "documents", "data", "cost"])
def test_an_opinion_is_no_answer_to_the_pending_question(advisor: Advisor, criterion: str) -> None:
    for opinion in ("Fine-tuning is simply better.", "RAG is dead.", "Just say fine-tuning, please!"):
        assert told(hold(advisor, opinion, state=pending(advisor, criterion))) == {}, opinion


def test_a_counter_question_leaves_the_question_open(advisor: Advisor) -> None:
    turn = hold(advisor, "Why do you ask?", state=pending(advisor, "data"))
    assert told(turn) == {}
    assert turn.answer.question is not None
    assert turn.answer.question.criterion == "data"


def test_an_answer_to_something_else_is_noted_for_what_it_is(advisor: Advisor) -> None:
    turn = hold(advisor, "It changes every day.", state=pending(advisor, "data"))
    assert told(turn) == {"freshness": "daily"}


@pytest.mark.parametrize(
    "correction",
    [
        "Sorry, I was wrong: they hardly ever change.",
        "Actually the manuals never change.",
        "No wait, they don't change at all.",
        "Correction on freshness: Hardly ever",
    ],
)
def test_a_correction_replaces_the_earlier_fact(advisor: Advisor, correction: str) -> None:
    turn = hold(advisor, "We have 2,000 manuals, they change every week.", correction)
    assert turn.state.levels == {"documents": "corpus", "freshness": "stable"}
    assert "content that changes every week" in turn.answer.reply, "the reply says what it replaced"


def test_a_fact_can_be_taken_back(advisor: Advisor) -> None:
    turn = hold(advisor, "Our 2,000 manuals change every week.", "Forget what I said about freshness.")
    assert "freshness" in turn.understanding.retracted
    assert "freshness" not in turn.state.levels


def test_the_later_of_two_contradicting_statements_counts(advisor: Advisor) -> None:
    turn = hold(advisor, "We have no examples. No wait, we have 2,000 labelled examples.")
    assert turn.state.levels["data"] == "many"


def test_a_vague_answer_is_sharpened_by_its_follow_up(advisor: Advisor) -> None:
    vague = hold(advisor, "The replies must follow our tone of voice.")
    assert vague.state.levels["behavior"] == "wanted"
    criterion = advisor.comparison(COMPARISON).criterion_by_id["behavior"]
    question = question_about(criterion, vague.state)
    assert question is not None
    assert question.refines == "wanted"
    sharp = hold(advisor, "no", state=State(turn=2, facts=vague.state.facts, pending=question))
    assert sharp.state.levels["behavior"] == "failing"


def test_what_is_known_sharply_is_not_blurred_by_vaguer_words(advisor: Advisor) -> None:
    turn = hold(
        advisor, "We need a strict house style that prompts never achieved.", "As I said, our tone of voice matters."
    )
    assert turn.state.levels["behavior"] == "failing"


def test_nothing_to_look_up_voids_how_often_it_changed(advisor: Advisor) -> None:
    turn = hold(
        advisor,
        "We have 2,000 manuals, they change every week.",
        "Correction on knowledge to draw on: Nothing to look up",
    )
    assert turn.understanding.voided == ("freshness",)
    assert turn.state.levels == {"documents": "none"}


def test_what_changes_every_day_is_daily_whatever_else_is_said(advisor: Advisor) -> None:
    turn = hold(advisor, "Our help centre has about 900 articles and editors change them every day.")
    assert turn.state.levels == {"documents": "corpus", "freshness": "daily"}


def test_the_order_of_all_options_can_be_asked_for(advisor: Advisor) -> None:
    turn = hold(advisor, "We have 2,000 manuals, they change every week.", "runner-up?")
    names = [advisor.comparison(COMPARISON).option_by_id[share.option].name for share in turn.standing.ranking]
    places = [turn.answer.reply.lower().find(name.lower()) for name in names[1:]]
    assert min(places) >= 0


def test_the_reason_of_a_guess_is_not_told_twice(advisor: Advisor) -> None:
    guess = hold(advisor, "so which one?").answer.reply
    why = hold(advisor, "so which one?", "why?").answer.reply
    first = guess.split(". ")[1]
    assert first not in why


def test_another_project_drops_what_hung_on_the_first(advisor: Advisor) -> None:
    turn = hold(
        advisor,
        "We need our brand voice, prompts failed, and we have 5,000 examples and two ML engineers.",
        "That project has been cancelled. Now they want answers from 4,000 contracts.",
    )
    assert turn.state.levels == {"documents": "corpus", "skills": "ml"}


def test_a_new_start_forgets_every_answer_and_asks_again(advisor: Advisor) -> None:
    turn = hold(advisor, "We have 2,000 manuals, they change every week.", "start over")
    assert turn.state.levels == {}
    assert turn.answer.question is not None
    assert turn.state.asked == (turn.answer.question.key,)


def test_a_number_alone_corrects_the_one_told_last(advisor: Advisor) -> None:
    turn = hold(advisor, "We have 40 labelled examples.", "oops, 4000 I mean")
    assert turn.state.levels["data"] == "many"


@pytest.mark.parametrize(
    ("message", "language", "word"),
    [
        ("Wir haben zweitausend Handbücher, die sich jede Woche ändern. Was empfehlen Sie?", "de", "Englisch"),
        ("Quelle est la différence entre les deux approches, s'il vous plaît ?", "fr", "anglais"),
        ("¿Cuál de las dos opciones es más barata para nosotros?", "es", "inglés"),
        ("Какой вариант дешевле?", "ru", "English"),
    ],
)
def test_another_language_is_answered_in_it(advisor: Advisor, message: str, language: str, word: str) -> None:
    turn = hold(advisor, message)
    assert turn.understanding.language == language
    assert word in turn.answer.reply


@pytest.mark.parametrize(
    "message", ["Which one is cheaper, amigo?", "LoRA?", "ok", "We use SAP, Datev and Lexware.", "hm", "RAG vs FT"]
)
def test_english_with_foreign_names_is_english(advisor: Advisor, message: str) -> None:
    assert hold(advisor, message).understanding.language == "en"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("we have 2000 manuels and they chnage evry week", {"documents": "corpus", "freshness": "weekly"}),
        ("evry answer must sight teh source", {"citations": "required"}),
    ],
)
def test_typing_errors_hide_no_fact(advisor: Advisor, message: str, expected: Mapping[str, str]) -> None:
    found = told(hold(advisor, message))
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("first", "then", "option", "criterion"),
    [
        ("What does RAG cost?", "and for the other one?", "fine-tuning", "cost"),
        ("What does fine-tuning cost?", "and the other one?", "rag", "cost"),
        ("Is fine-tuning fast?", "and RAG?", "rag", "latency"),
        ("What does RAG cost?", "and latency?", "rag", "latency"),
    ],
)
def test_a_follow_up_keeps_the_topic(advisor: Advisor, first: str, then: str, option: str, criterion: str) -> None:
    focus = hold(advisor, first, then).state.focus
    assert (focus.criterion, focus.option in {option, "all"}) == (criterion, True)


def test_the_other_one_goes_back_and_forth(advisor: Advisor) -> None:
    options = [
        hold(advisor, "What does RAG cost?", *["and for the other one?"] * count).state.focus.option
        for count in range(3)
    ]
    assert options == ["rag", "fine-tuning", "rag"]


def test_why_is_about_the_card_in_focus(advisor: Advisor) -> None:
    before = hold(advisor, "Why is RAG slower?")
    after = hold(advisor, "explain that again in plain words", state=before.state)
    assert after.state.focus.card == before.state.focus.card


def test_back_to_a_topic_returns_to_it(advisor: Advisor) -> None:
    turn = hold(advisor, "Which one is cheaper?", "And which one is faster?", "back to cost")
    assert turn.state.focus.criterion == "cost"


def test_a_question_of_its_own_is_not_bound_to_the_topic(advisor: Advisor) -> None:
    turn = hold(advisor, "What does RAG cost?", "How many training examples does fine-tuning need?")
    assert (turn.state.focus.criterion, turn.state.focus.option) == ("data", "fine-tuning")


def test_numbers_decide_the_level_of_an_answer(advisor: Advisor) -> None:
    levels = {
        count: told(hold(advisor, f"about {count}", state=pending(advisor, "data"))).get("data")
        for count in ("0", "49", "50", "499", "500", "7k")
    }
    assert levels == {"0": "none", "49": "few", "50": "some", "499": "some", "500": "many", "7k": "many"}


def test_a_bare_yes_without_a_question_tells_nothing(advisor: Advisor) -> None:
    assert told(hold(advisor, "yes", state=State(turn=1))) == {}
