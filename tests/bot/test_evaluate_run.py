"""Conversations as they are held: states handed on, visitors simulated, crashes that do not end the run."""

from dataclasses import replace
from pathlib import Path

from bot.ask import Asking
from bot.content.load import load_comparison
from bot.dialogue import Fact
from bot.evaluate.cases import Dialogue, Visitor
from bot.evaluate.run import Think, hold, receive
from bot.evaluate.sections import conversations
from bot.evaluate.simulate import MOST_TURNS, visit
from bot.evaluate.steer import ask_everything, ask_in_order
from bot.turn import State, Turn
from tests.bot.evaluation import DATA, SLEEP, TASTE, expectation, make_turn

TEA = load_comparison(DATA, "tea-or-coffee")
TWO_TURNS = Dialogue(id="d", kind="chains", turns=(("a", expectation("tea")), ("b", expectation("tea"))))
VISITOR_VALUE = Visitor(id="v", opener="Hello", replies={"sleep": "I sleep badly"}, acceptable=("tea",))


def breaks_at(message: str) -> Think:
    """Thinks of tea, but not at that message."""

    def think(said: str, state: State) -> Turn:
        if said == message:
            raise RuntimeError("the kettle broke")
        return make_turn("Tea.", message=said, settled=True)

    return think


def test_a_dialogue_hands_the_state_on_and_sees_earlier_replies() -> None:
    seen: list[int] = []

    def think(message: str, state: State) -> Turn:
        seen.append(state.turn)
        return make_turn("Tea.")

    outcome = hold(TWO_TURNS, think)
    assert (seen, outcome.passed) == ([0, 1], False)
    assert "repeats itself" in outcome.transcript()


def test_a_crash_fails_the_case_with_the_last_line_of_its_traceback_and_keeps_what_was_said() -> None:
    outcome = hold(TWO_TURNS, breaks_at("b"))
    assert not outcome.passed
    assert outcome.transcript().startswith("#### chains/d\n\n> a\n\nTea.\n\n> b\n\n")
    assert "**crashed: RuntimeError: the kettle broke (test_evaluate_run.py:" in outcome.transcript()


def test_a_visit_that_crashes_fails_and_keeps_what_was_said() -> None:
    visitor = replace(VISITOR_VALUE, revision="I sleep well now", revision_after=1)
    outcome = receive(visitor, breaks_at("I sleep well now"))
    assert (outcome.passed, outcome.visit, len(outcome.turns)) == (False, None, 1)
    assert "> Hello" in outcome.transcript()
    assert "RuntimeError: the kettle broke" in outcome.transcript()


def test_a_crashing_case_never_stops_the_run(evaluation_folder: Path) -> None:
    def think_by(asking: Asking) -> Think:
        return breaks_at("Which is milder?")

    section = conversations("tea/all", evaluation_folder, TEA, think_by)
    assert section.record().cases == {
        "questions/q1": False, "chains/c1": False, "out_of_scope/o1": True, "visitors/v1": True
    }  # fmt: skip


def test_a_wrong_verdict_is_named_beside_the_right_one() -> None:
    outcome = receive(VISITOR_VALUE, lambda message, state: make_turn(settled=True, option="coffee"))
    assert outcome.note == "coffee, right would be tea"


def test_a_fixed_order_asks_in_the_contents_order_until_settled() -> None:
    first = ask_in_order(TEA, State(), is_settled=False)
    second = ask_in_order(TEA, State(asked=("sleep",)), is_settled=False)
    assert first is not None
    assert second is not None
    assert (first.criterion, second.criterion) == ("sleep", "taste")
    assert ask_in_order(TEA, State(), is_settled=True) is None


def test_asking_everything_goes_on_after_the_verdict_is_settled_but_never_asks_what_is_known() -> None:
    known = State(facts=(Fact(criterion="sleep", level="badly", said="", turn=1),))
    question = ask_everything(TEA, known, is_settled=True)
    assert question is not None
    assert question.criterion == "taste"
    assert ask_everything(TEA, replace(known, asked=("taste",)), is_settled=True) is None


def test_a_visitor_answers_in_its_own_words_and_is_unsure_of_the_rest() -> None:
    script = iter([make_turn(question=SLEEP), make_turn(question=TASTE), make_turn(settled=True)])
    done = visit(VISITOR_VALUE, lambda message: next(script))
    assert [message for message, _ in done.turns] == ["Hello", "I sleep badly", "not sure"]
    assert (done.verdict, done.is_right, done.questions) == ("tea", True, 2)


def test_a_visitor_changes_its_mind_and_answers_anew_from_then_on() -> None:
    visitor = replace(VISITOR_VALUE, revision="I sleep well now", revision_after=1, revised_replies={"sleep": "well"})
    script = iter([make_turn(settled=True), make_turn(question=SLEEP), make_turn(settled=True, option="coffee")])
    done = visit(visitor, lambda message: next(script))
    assert [message for message, _ in done.turns] == ["Hello", "I sleep well now", "well"]
    assert not done.is_right


def test_a_visitor_asks_for_the_verdict_when_no_question_comes_and_leaves_in_the_end() -> None:
    done = visit(VISITOR_VALUE, lambda message: make_turn())
    messages = [message for message, _ in done.turns]
    assert len(messages) == MOST_TURNS
    assert (messages[1], messages[-1]) == ("ok, go on", "so which one?")


def test_a_question_asked_twice_in_a_visit_is_counted() -> None:
    assert visit(VISITOR_VALUE, lambda message: make_turn(settled=True, asked=2)).repeated == 1
