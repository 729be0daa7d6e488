"""What numbers count: things behind or before them, pages of each, shares that count nothing, guesses."""

import pytest

from bot.understand.frequencies import is_frequency
from bot.understand.quantities import find_quantities
from bot.understand.spans import is_a_guess

THINGS = {"page": 1.0, "manual": 50.0, "pdf": 10.0, "handbook": 100.0, "report": 20.0, "folder": 100.0}


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("2k product manuals", 100_000),
        ("we have manuals, about 2,000 of them", 100_000),
        ("manuals is like 60", 3_000),
        ("a hundred or so PDFs", 1_000),
        ("a 40 page handbook", 40),
    ],
)
def test_a_number_counts_the_thing_behind_it_or_else_the_one_before(text: str, pages: float) -> None:
    (quantity,) = find_quantities(text)
    counted = quantity.counts(text, THINGS)
    assert counted is not None
    assert counted[1] == pages


@pytest.mark.parametrize("text", ["12 years of service reports", "the folder has 25 titles", "it takes 3 weeks"])
def test_a_time_or_an_unknown_thing_is_not_counted(text: str) -> None:
    assert [quantity.counts(text, THINGS) for quantity in find_quantities(text)] == [None]


@pytest.mark.parametrize("text", ["maybe 8,000?", "about 40", "some 3,000 or so"])
def test_a_number_with_words_of_doubt_is_a_guess(text: str) -> None:
    assert is_a_guess(text)


@pytest.mark.parametrize("text", ["40 pages?", "how many?", "is 40 enough?", "10 or 20"])
def test_what_says_more_than_a_number_is_no_guess(text: str) -> None:
    assert not is_a_guess(text)


@pytest.mark.parametrize("text", ["monthly", "every two weeks", "twice a year."])
def test_a_text_may_be_nothing_but_a_frequency(text: str) -> None:
    assert is_frequency(text)


@pytest.mark.parametrize("text", ["monthly bills", "we update it weekly", "maybe"])
def test_a_text_with_other_words_is_not(text: str) -> None:
    assert not is_frequency(text)
