"""Messages that lean on what was said: put right, asked again, about somebody else's view, or beside the subject."""

import pytest

from bot import Advisor, Turn
from bot.dialogue import Ask, Explain, Fact, Inform, Reckon, Recommend, Say
from bot.turn import State
from tests.bot.talks import hold, pending, told

pytestmark = pytest.mark.model

MANUALS = "We have 2,000 product manuals."
TICKETS = "Tickets into 12 categories, nothing to look up, 9,000 labelled ones, and prompts get only 70% right."


def cards(turn: Turn) -> list[str]:
    return [move.card for move in turn.decision if isinstance(move, Inform)]


def phrases(turn: Turn) -> list[str]:
    return [move.phrase for move in turn.decision if isinstance(move, Say)]


def test_what_is_put_right_is_answered_for_itself(advisor: Advisor) -> None:
    turn = hold(advisor, "How fast is it?", "no, I was asking about how often one has to retrain")
    assert cards(turn) == cards(hold(advisor, "how often does one have to retrain?"))


def test_a_number_put_right_replaces_the_one_before(advisor: Advisor) -> None:
    turn = hold(advisor, "We have 9,000 labelled examples.", "oops, 30 I mean")
    assert turn.state.levels["data"] == "few"


def test_why_not_about_the_thing_at_hand_is_no_question_about_the_verdict(advisor: Advisor) -> None:
    turn = hold(advisor, "what is chunking?", "why not simply make them huge?")
    assert cards(turn) == ["chunk-size-wrong"]
    assert not any(isinstance(move, Explain) for move in turn.decision)


def test_where_to_get_what_is_missing_is_no_question_about_sources(advisor: Advisor) -> None:
    turn = hold(advisor, "What statistics are there on the page?", "so where can I get those?")
    assert cards(turn) == ["page-statistics-where"]


def test_a_doubt_about_somebody_else_is_about_what_he_said(advisor: Advisor) -> None:
    turn = hold(advisor, MANUALS, "well, my boss says training makes it smarter. is he wrong?")
    assert cards(turn)
    assert not any(isinstance(move, Explain) for move in turn.decision)


def test_a_question_put_again_gets_its_answer_and_no_neighbour(advisor: Advisor) -> None:
    first = hold(advisor, "how do the two compare on privacy?")
    again = hold(advisor, "ok and which one is safer then", state=first.state)
    assert cards(again) == cards(first)
    assert again.answer.reply != first.answer.reply


@pytest.mark.parametrize("supposed", ["and if we label 5000 more?", "what if we had 5,000 examples?"])
def test_a_supposition_that_holds_already_changes_nothing(advisor: Advisor, supposed: str) -> None:
    turn = hold(advisor, TICKETS, supposed)
    assert [move.what for move in turn.decision if isinstance(move, Explain)] == ["what_if"]
    assert "as now" in turn.answer.reply


def test_a_correction_that_changes_no_level_is_acknowledged(advisor: Advisor) -> None:
    told = {"behavior": "failing", "documents": "none", "data": "many", "privacy": "open", "freshness": "stable"}
    facts = tuple(Fact(criterion=name, level=level, said="told", turn=1) for name, level in told.items())
    turn = hold(advisor, "sorry, only 6,000 labelled ones", state=State(turn=1, facts=facts))
    assert "plenty of training examples" in turn.answer.reply
    assert any(isinstance(move, Recommend) for move in turn.decision)


def test_a_remark_on_the_side_leaves_the_open_question_open(advisor: Advisor) -> None:
    state = pending(advisor, "freshness")
    turn = hold(advisor, "one sec, my cat is on the keyboard :D", state=state)
    assert phrases(turn) == ["aside"]
    assert turn.state.pending == state.pending


def test_idle_talk_in_mid_chat_that_resembles_a_question_is_turned_away(advisor: Advisor) -> None:
    turn = hold(advisor, MANUALS, "who won the game last night?")
    assert cards(turn) == []
    assert phrases(turn) == ["off_topic"]


def test_no_lead_is_said_twice_while_nothing_is_known(advisor: Advisor) -> None:
    first = hold(advisor, "I run a small bakery in Bern.")
    second = hold(advisor, "my sister helps out on Saturdays", state=first.state)
    leads = [move.lead for turn in (first, second) for move in turn.decision if isinstance(move, Ask)]
    assert len(set(leads)) == 2


def test_a_row_of_the_page_is_told_beside_an_answer_about_the_page(advisor: Advisor) -> None:
    turn = hold(advisor, "Latency is what counts for us. Who takes that row of your table?")
    assert "latency" in turn.answer.reply.lower()
    assert "fine-tuning" in turn.answer.reply.lower()


def test_a_question_without_its_form_is_answered_beside_its_number(advisor: Advisor) -> None:
    turn = hold(advisor, "overfitting, how would I notice on 300 samples")
    assert cards(turn)
    assert told(turn) == {"data": "some"}


def test_a_number_in_a_question_about_something_else_is_not_calculated_with(advisor: Advisor) -> None:
    turn = hold(advisor, "In what size of pieces would you cut a 200-page public tender?")
    assert "chunk" in " ".join(cards(turn))
    assert turn.state.figures == {}


def test_how_to_start_after_the_verdict_is_about_the_option_that_leads(advisor: Advisor) -> None:
    turn = hold(advisor, MANUALS, "They change every week.", "which one is it then?", "how would we start?")
    option = turn.standing.best.option
    assert [advisor.comparison("fine-tuning-vs-rag").card_by_id[card].about for card in cards(turn)] == [option]


@pytest.mark.parametrize("message", ["hybrid search?", "Hybrid search = ?"])
def test_names_inside_another_name_do_not_hide_it(advisor: Advisor, message: str) -> None:
    assert cards(hold(advisor, message)) == ["hybrid-search"]


def test_what_would_turn_a_row_is_told_by_the_cards_while_nothing_is_known(advisor: Advisor) -> None:
    turn = hold(advisor, "what would change your mind on cost?")
    assert cards(turn)


@pytest.mark.parametrize("call", ["just pick one", "stop asking and just pick"])
def test_a_bare_call_for_the_verdict_tells_nothing(advisor: Advisor, call: str) -> None:
    turn = hold(advisor, MANUALS, call)
    assert told(turn) == {}
    assert any(isinstance(move, Recommend) for move in turn.decision)


def test_a_question_beside_a_push_is_answered(advisor: Advisor) -> None:
    turn = hold(advisor, MANUALS, "Just admit that training is better! And how fast is retrieval?")
    assert any("latency" in card or "search" in card for card in cards(turn))


def test_an_unsure_question_about_sources_stays_one(advisor: Advisor) -> None:
    question = "does training on facts it has never seen push a model to invent more?"
    turn = hold(advisor, question, "Who found that out?", "can I read it anywhere?")
    assert [move.what for move in turn.decision if isinstance(move, Explain)] == ["sources"]


def test_a_rejected_answer_is_not_told_again(advisor: Advisor) -> None:
    first = hold(advisor, "Why not just paste everything into a long context window?", "much cheaper - how much?")
    again = hold(advisor, "no, I meant RAG against long context. how much cheaper?", state=first.state)
    assert again.understanding.rejects
    assert not set(cards(again)) & set(cards(first))


def test_a_rejection_returns_to_the_topic_before(advisor: Advisor) -> None:
    first = hold(advisor, "what is chunking?")
    second = hold(advisor, "how fast is RAG?", state=first.state)
    assert second.state.former.card == "chunking"
    third = hold(advisor, "no, I asked about the size", state=second.state)
    assert cards(third) == ["chunk-size"]


def test_what_is_named_only_to_be_put_aside_is_not_searched_for(advisor: Advisor) -> None:
    turn = hold(advisor, "what is chunking?", "I meant the overlap, not embeddings")
    assert turn.understanding.utterances[0].text == "the overlap"


def test_asking_back_about_a_sum_changes_no_figure(advisor: Advisor) -> None:
    first = hold(advisor, "What would it cost us with 2,000 questions a day?")
    again = hold(advisor, "why 73 dollars for search?", state=first.state)
    assert again.state.figures == first.state.figures


@pytest.mark.parametrize("wage", ["A clerk costs us 3500 a month", "we pay about 4000 a month now"])
def test_what_is_paid_a_month_is_no_number_of_requests(advisor: Advisor, wage: str) -> None:
    turn = hold(advisor, f"We get 300 mails a day. {wage}, is a bot cheaper?")
    assert turn.state.figures == {"requests": 300}


def test_a_no_to_the_question_asked_counts_nothing(advisor: Advisor) -> None:
    first = hold(advisor, "80,000 service reports, technicians ask about faults.")
    turn = hold(
        advisor, "No special style. Only the answer must be correct and show the old report.", state=first.state
    )
    assert turn.state.levels["documents"] == "corpus"


def test_two_words_tell_a_fact_beside_others(advisor: Advisor) -> None:
    assert told(hold(advisor, "We run a pharmacy and look things up in 900 leaflets. Changes weekly."))[
        "freshness"
    ] == ("weekly")


def test_what_news_did_is_measured_against_the_moment_before(advisor: Advisor) -> None:
    first = hold(advisor, "We are a law firm with 3,000 contracts.")
    was = f"{first.standing.best.share:.0%}"
    turn = hold(advisor, "They change every week. Does that change anything?", state=first.state)
    assert was in turn.answer.reply


def test_after_a_rejected_answer_the_sources_are_those_of_the_one_before(advisor: Advisor) -> None:
    first = hold(advisor, "what is LoRA?")
    wrong = hold(advisor, "who grades answers, people or a model?", state=first.state)
    assert cards(wrong) != cards(first)
    turn = hold(advisor, "no, I was asking about LoRA. who found that?", state=wrong.state)
    assert [citation.source_id for citation in turn.answer.citations] == list(first.state.last_sources)


def test_a_sum_named_beside_another_question_is_no_call_for_a_calculation(advisor: Advisor) -> None:
    turn = hold(
        advisor, "We have 5,000 building rules.", "what do I do first on Monday, I have one admin and 20k euros?"
    )
    assert not any(isinstance(move, Reckon) for move in turn.decision)
    assert any(isinstance(move, Reckon) for move in hold(advisor, "what would it cost, 300 questions a day?").decision)


def test_a_view_that_leads_up_to_a_question_is_not_answered_for_itself(advisor: Advisor) -> None:
    turn = hold(advisor, "Everybody talks about RAG, it's a fashion. How large should chunks be?")
    assert cards(turn) == ["chunk-size"]


def test_a_project_is_no_idle_talk(advisor: Advisor) -> None:
    turn = hold(advisor, "my kid's school wants a homework bot")
    assert phrases(turn) == []
    assert any(isinstance(move, Ask) for move in turn.decision)


def test_a_conclusion_is_confirmed_or_not(advisor: Advisor) -> None:
    facts = tuple(
        Fact(criterion=name, level=level, said="told", turn=1)
        for name, level in {"behavior": "prompted", "documents": "none", "freshness": "supplied"}.items()
    )
    state = State(turn=1, facts=facts)
    assert hold(advisor, "fine. so no training?", state=state).answer.reply.startswith("Yes.")
    assert hold(advisor, "so RAG?", state=state).answer.reply.startswith("No.")
    assert not hold(advisor, "is RAG not the right one for us?", state=state).answer.reply.startswith("Yes.")


def test_the_same_words_want_another_answer_after_another_topic(advisor: Advisor) -> None:
    assert cards(hold(advisor, "Does a re-ranker improve retrieval?", "Is it slow?")) == ["reranker-delay"]
    assert cards(hold(advisor, "What is RAG?", "Is it slow?")) == ["latency-rag"]


def test_who_asks_for_a_short_answer_gets_one(advisor: Advisor) -> None:
    turn = hold(advisor, "what is RAG, in one sentence")
    assert [move.section for move in turn.decision if isinstance(move, Inform)] == ["Plainly"]


@pytest.mark.parametrize("message", ["shorter", "right, that's clear. carry on", "no wait"])
def test_what_turns_back_answers_no_open_question(advisor: Advisor, message: str) -> None:
    opened = hold(advisor, "Should I fine-tune or use RAG?")
    assert opened.state.pending is not None
    assert hold(advisor, message, state=opened.state).understanding.facts == ()


def test_of_two_numbers_the_denied_one_counts_nothing(advisor: Advisor) -> None:
    turn = hold(advisor, "We have 200 examples.", "no wait, 20,000 examples not 200")
    assert turn.state.levels == {"data": "many"}


def test_a_smaller_collection_leaves_the_other_answers_alone(advisor: Advisor) -> None:
    case = "Our doctors ask about many internal guidelines. They change every week and sources must be shown."
    turn = hold(advisor, case, "Sorry, it's only one 20-page booklet.")
    assert turn.state.levels == {"documents": "small", "freshness": "weekly", "citations": "required"}


def test_a_choice_for_something_is_a_call_for_the_verdict(advisor: Advisor) -> None:
    turn = hold(advisor, "fine tuning or rag for union agreements")
    assert any(isinstance(move, Recommend | Ask) for move in turn.decision)
    assert not cards(turn)
