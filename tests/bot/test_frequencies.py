"""How often something happens, told in words, in times a year."""

import pytest

from bot.understand.frequencies import find_frequencies


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("editors change them every day", 365),
        ("they are amended every month", 12),
        ("a new list every two weeks", 26),
        ("twice a week", 104),
        ("3 times a year", 3),
        ("every other month or so", 6),
        ("a weekly circular", 52),
        ("each Saturday", 52),
        ("once per quarter", 4),
        ("twice per week", 104),
    ],
)
def test_a_frequency_is_read_in_times_a_year(text: str, times: float) -> None:
    assert find_frequencies(text) == pytest.approx((times,))


@pytest.mark.parametrize(
    "text", ["not every day", "no longer weekly", "we have 40 pages", "second thoughts", "all day"]
)
def test_what_is_denied_or_no_frequency_is_none(text: str) -> None:
    assert find_frequencies(text) == ()


def test_the_last_one_named_comes_last() -> None:
    assert find_frequencies("not monthly, weekly") == (52,)
