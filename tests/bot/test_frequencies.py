"""How often something happens, told in words, in times a year."""

import pytest

from bot.understand.frequencies import find_frequencies


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("editors change them every day", 365),
        ("they are amended every month", 365 / 30),
        ("a new list every two weeks", 365 / 14),
        ("twice a week", 2 * 365 / 7),
        ("3 times a year", 3),
        ("every other month or so", 365 / 60),
        ("a weekly circular", 365 / 7),
        ("each Saturday", 365 / 7),
        ("once per quarter", 4),
        ("twice per week", 2 * 365 / 7),
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
    assert find_frequencies("not monthly, weekly") == pytest.approx((365 / 7,))
