"""The evaluation: faults in its files, a crashing case, what passes and what does not, simulated visitors."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.load import load_comparison
from bot.errors import ContentError
from bot.evaluate.cases import Dialogue, Expectation, Visitor, load_dialogues, load_visitors
from bot.evaluate.report import evaluate, play
from bot.evaluate.score import score
from bot.evaluate.simulate import MOST_TURNS, visit
from bot.turn import Answer, Choice, Evidence, Question, Share, Standing, State, Turn, Understanding

DATA = Path(__file__).parent.parent / "data"
SLEEP = Question(criterion="sleep", text="How well do you sleep?", choices=(Choice(id="well", label="Well"),))
TASTE = replace(SLEEP, criterion="taste", text="Bitter or mild?")
QUESTION = "- {id: q1, q: Which is milder?, must: [[tea]], must_not: []}\n"
CHAIN = "- {id: c1, turns: [{say: Which is milder?, must: [[tea]]}, {say: why?, must: [[leaves]]}]}\n"
ASIDE = "- {id: o1, say: Sing, expect: decline, must: [], must_not: [la la]}\n"
VISITOR = "- {id: v1, opener: Hello, replies: {sleep: badly}, gold: tea, acceptable: [tea]}\n"


def make_turn(
    reply: str = "Tea.", *, option: str = "tea", settled: bool = False, question: Question | None = None, asked: int = 0
) -> Turn:
    shares = tuple(Share(option=name, share=0.5, value=0.5, contributions={}) for name in (option, "water"))
    return Turn(
        comparison="tea-or-coffee",
        message="?",
        understanding=Understanding(utterances=()),
        evidence=Evidence(),
        standing=Standing(ranking=shares, status="settled" if settled else "leaning"),
        decision=(),
        state=State(turn=1, asked=("sleep",) * asked),
        answer=Answer(acts=("ask",) if question else ("answer",), reply=reply, question=question),
    )


def expectation(*must: str, **others: object) -> Expectation:
    return Expectation(must=tuple((pattern,) for pattern in must), **others)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small evaluation folder."""
    for name, text in (("questions", QUESTION), ("chains", CHAIN), ("out_of_scope", ASIDE), ("visitors", VISITOR)):
        (tmp_path / f"{name}.yaml").write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- {id: q1, q: a, must: [], must_not: []}\n- {id: q2, q: b}\n", "questions.yaml:2: missing must, must_not"),
        ("- {id: q1, q: a, must: [['(']], must_not: []}\n", "questions.yaml:1: pattern '('"),
        ("- {id: q1, q: a, must: [], must_not: ['[']}\n", "questions.yaml:1: pattern '['"),
        ("- just words\n", "questions.yaml:1: the entry has no fields"),
        ("id: q1\n", "questions.yaml:1: the file holds no list"),
        ("- {id: q1\n- {", "questions.yaml:2: not valid YAML"),
        ("- {id: q1, q: a, must: plain words, must_not: []}\n", "questions.yaml:1: "),
        ("- {id: q1, q: a, must: [3], must_not: []}\n", "questions.yaml:1: "),
    ],
)
def test_a_malformed_file_is_reported_with_file_line_and_reason(folder: Path, text: str, fault: str) -> None:
    (folder / "questions.yaml").write_text(text)
    with pytest.raises(ContentError) as caught:
        load_dialogues(folder, "questions")
    assert fault in str(caught.value)


def test_all_faults_of_a_file_are_reported_at_once(folder: Path) -> None:
    (folder / "visitors.yaml").write_text("- {id: v1}\n\n- nothing\n")
    with pytest.raises(ContentError) as caught:
        load_visitors(folder)
    assert [fault.line for fault in caught.value.faults] == [1, 3]


def test_a_pattern_inside_a_chain_is_checked_too(folder: Path) -> None:
    (folder / "chains.yaml").write_text("- {id: c1, turns: [{say: why?, must: [['(']]}]}\n")
    with pytest.raises(ContentError, match="chains.yaml:1"):
        load_dialogues(folder, "chains")


def test_a_chain_turn_without_a_message_is_a_fault(folder: Path) -> None:
    (folder / "chains.yaml").write_text("- {id: c1, turns: [{must: [[tea]]}]}\n")
    with pytest.raises(ContentError, match="chains.yaml:1"):
        load_dialogues(folder, "chains")


def test_a_missing_file_is_a_fault_and_no_crash(folder: Path) -> None:
    (folder / "chains.yaml").unlink()
    with pytest.raises(ContentError, match="chains.yaml:1: cannot be read"):
        load_dialogues(folder, "chains")


def test_a_crashing_case_fails_and_the_run_goes_on(folder: Path) -> None:
    def think(message: str, state: State) -> Turn:
        if message == "Which is milder?":
            raise RuntimeError("the kettle broke")
        return make_turn(settled=True)

    report = evaluate(folder, load_comparison(DATA, "tea-or-coffee"), think)
    assert [(row.name, row.passed) for row in report.results] == [
        ("questions", 0), ("chains", 0), ("out of scope", 1), ("visitors", 1)
    ]  # fmt: skip
    assert "the kettle broke" in report.text()


def test_a_visit_that_crashes_fails_and_the_run_goes_on(folder: Path) -> None:
    (folder / "visitors.yaml").write_text(VISITOR + VISITOR.replace("v1", "v2").replace("Hello", "Good day"))

    def think(message: str, state: State) -> Turn:
        if message == "Hello":
            raise RuntimeError("the kettle broke")
        return make_turn(settled=True)

    report = evaluate(folder, load_comparison(DATA, "tea-or-coffee"), think)
    assert (report.results[-1].passed, report.results[-1].total) == (1, 2)


def test_the_report_shows_shares_and_the_transcripts_of_failures(folder: Path) -> None:
    report = evaluate(folder, load_comparison(DATA, "tea-or-coffee"), lambda message, state: make_turn("Coffee."))
    assert "| questions | 0 of 1 | 0% |" in report.table()
    assert "> Which is milder?\n\nCoffee.\n\n**missing: tea**" in report.text()


def test_a_figure_without_a_source_is_counted(folder: Path) -> None:
    report = evaluate(folder, load_comparison(DATA, "tea-or-coffee"), lambda *_: make_turn("Tea, 37 of them."))
    assert report.unsourced == report.replies > 0


@pytest.mark.parametrize(
    ("reply", "expected", "passed"),
    [
        ("Tea is milder.", expectation("tea"), True),
        ("TEA\nis milder.", expectation("tea is"), True),
        ("Tea\u2019s milder \u2013 yes.", expectation("tea's milder - yes"), True),
        ("Coffee.", expectation("tea"), False),
        ("Tea, or coffee.", expectation("tea", must_not=("coffee",)), False),
        ("tea " * 221, expectation("tea"), False),
        ("I did not understand that.", expectation(), False),
        ("I did not understand that.", expectation(may_give_up=True), True),
    ],
)
def test_a_reply_passes_by_what_it_holds(reply: str, expected: Expectation, passed: bool) -> None:
    assert score(reply, expected, [], None).passed is passed


def test_one_pattern_of_each_group_is_enough_but_every_group_counts() -> None:
    expected = Expectation(must=(("tea", "coffee"), ("mild", "weak")))
    assert score("Coffee, when weak.", expected, [], None).passed
    assert score("Coffee.", expected, [], None).reasons == ("missing: mild | weak",)


def test_a_repeated_reply_fails_whatever_its_case() -> None:
    assert score("tea.", expectation("tea"), ["Hello.", "Tea."], None).reasons == ("repeats itself",)


def test_shorter_means_fewer_words_than_the_reply_before() -> None:
    expected = expectation("tea", must_be_shorter=True)
    assert score("Tea.", expected, ["Tea is the milder one."], None).passed
    assert score("Tea is the mild one.", expected, ["Tea is the milder one."], None).reasons == ("not shorter",)


@pytest.mark.parametrize(("verdict", "passed"), [("tea", True), ("coffee", False), (None, False)])
def test_the_verdict_must_be_one_of_those_allowed(verdict: str | None, passed: bool) -> None:
    assert score("So be it.", expectation(verdicts=("tea",)), [], verdict).passed is passed


def test_a_forbidden_verdict_fails_and_no_verdict_does_not() -> None:
    expected = expectation(forbidden_verdicts=("coffee",))
    assert not score("So be it.", expected, [], "coffee").passed
    assert score("So be it.", expected, [], None).passed


def test_a_dialogue_hands_the_state_on_and_sees_earlier_replies() -> None:
    seen: list[int] = []

    def think(message: str, state: State) -> Turn:
        seen.append(state.turn)
        return make_turn("Tea.")

    passed, transcript = play(
        Dialogue(id="d", kind="chains", turns=(("a", expectation("tea")), ("b", expectation("tea")))), think
    )
    assert (seen, passed) == ([0, 1], False)
    assert "repeats itself" in transcript


VISITOR_VALUE = Visitor(id="v", opener="Hello", replies={"sleep": "I sleep badly"}, acceptable=("tea",))


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
