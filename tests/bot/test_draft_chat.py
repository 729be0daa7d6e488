"""A draft that was imported a moment ago already chats: it answers, compares, asks and recommends."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot import Advisor, Settings
from bot.content.importing.folder import import_page

pytestmark = pytest.mark.model
PAGES = Path(__file__).parent.parent / "data" / "pages"
SAID = {
    "Which one is cheaper?": "“High — monthly rates, no asset at the end” for Leasing",
    "How does Buying do on flexibility?": "On flexibility the page says of Buying: “Full — change or sell anytime”",
    "What does the page recommend?": "“Buying is the better default for most small firms",
    "Why is Leasing marked as Recommended?": "the two contradict each other",
    "When should I choose Leasing?": "By its own table such reasons fit Buying better",
    "Is this checked by anyone?": "nobody has checked them yet",
    "Can they be combined?": "“Many firms combine both ways”",
}


@pytest.fixture(scope="module")
def adviser(index_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Advisor]:
    """The advisor on a knowledge folder that holds two drafts and nothing else."""
    knowledge = tmp_path_factory.mktemp("knowledge")
    import_page(PAGES / "van.txt", "van", knowledge, today=date(2026, 11, 22))
    import_page(PAGES / "interfaces.md", "interfaces", knowledge, today=date(2026, 11, 22))
    folder = tmp_path_factory.mktemp("data")
    settings = index_settings.model_copy(update={"data": folder, "knowledge": knowledge, "comparison": "van"})
    opened = Advisor.open(settings)
    yield opened
    opened.close()


@pytest.mark.parametrize(("question", "answer"), SAID.items(), ids=list(SAID))
def test_a_draft_answers_in_the_words_of_the_page(adviser: Advisor, question: str, answer: str) -> None:
    exchange = adviser.reply(question)
    assert answer in exchange.turn.answer.reply
    assert exchange.turn.answer.citations


def test_a_draft_takes_weights_from_what_is_said_and_recommends(adviser: Advisor) -> None:
    first = adviser.reply("Maintenance is the one thing that counts for us, papers do not matter.")
    assert first.turn.state.levels == {"maintenance": "decisive", "papers": "none"}
    verdict = adviser.reply("So which one?", conversation_id=first.conversation_id).turn
    assert verdict.standing.best.option == "leasing"
    assert "Leasing" in verdict.answer.reply


def test_a_draft_asks_how_much_a_criterion_counts(adviser: Advisor) -> None:
    question = adviser.reply("Help me decide").turn.answer.question
    assert question
    assert question.text.startswith("How much should ")
    assert [choice.label for choice in question.choices] == ["It decides", "A lot", "A little", "Not at all"]


def test_no_visitor_is_sent_from_elsewhere_to_a_draft(adviser: Advisor) -> None:
    question = "What is GraphQL?"
    assert "GraphQL" in adviser.reply(question, comparison="interfaces").turn.answer.reply
    assert "GraphQL" not in adviser.reply(question, comparison="van").turn.answer.reply
