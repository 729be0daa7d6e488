"""Money and numbers as people read them."""

from math import floor, log10

MILLION = 1_000_000
DIGITS = 3  # that a calculated amount is worth


def rounded(value: float) -> float:
    """The value to three significant digits."""
    if value == 0:
        return 0.0
    step = 10.0 ** (floor(log10(abs(value))) - DIGITS + 1)
    return _whole(value / step) * step


def _whole(value: float) -> int:
    """The nearest whole number, halves upwards (as browsers do, and unlike ``round``)."""
    return floor(value + 0.5)


def money(value: float, sign: str) -> str:
    """An amount: cents below 10, whole units below 1,000, three significant digits above."""
    if 0 < value < 0.005:
        return f"under {sign}0.01"
    if value < 10:
        return f"{sign}{value:.2f}".removesuffix(".00")
    value = rounded(value)
    if value >= MILLION:
        return f"{sign}{value / MILLION:.3g} million"
    return f"{sign}{_whole(value):,}"


def number(value: float) -> str:
    """A number of things: no more digits than it has, thousands set apart."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:g}"


def quantity(value: float, unit: str, sign: str) -> str:
    """A value with its unit: "$0.9 per million tokens", "2,500 tokens per request", "10%"."""
    if unit.startswith(sign):
        shown = f"{value:.2f}" if round(value, 2) == value and value != int(value) else number(value)
        return f"{sign}{shown}{unit.removeprefix(sign)}"
    return f"{number(value)}{unit}" if unit == "%" else f"{number(value)} {unit}"
