"""Arithmetic from content, calculated safely: numbers, names, + - * / ( ), min and max, and nothing else.

The text is parsed by Python's ``ast`` and only nodes on a short list are calculated; nothing is ever executed.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from math import isfinite

LONGEST = 400  # characters of an expression
OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
FUNCTIONS: Mapping[str, Callable[..., float]] = {"min": min, "max": max}


class ExpressionError(ValueError):
    """The text is no expression that may be calculated, or it has no value; the message says why."""


@lru_cache(maxsize=512)
def parse(text: str) -> ast.expr:
    """The expression's tree.

    Raises:
        ExpressionError: it is too long, no arithmetic, or uses something that is not allowed.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"it has {len(text)} characters; {LONGEST} are the most")
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"it is no arithmetic ({getattr(error, 'msg', error)})") from None
    _check(tree)
    return tree


@lru_cache(maxsize=512)
def names(text: str) -> frozenset[str]:
    """The inputs and prices that an expression names; ExpressionError as for ``parse``."""
    found = {node.id for node in ast.walk(parse(text)) if isinstance(node, ast.Name)}
    return frozenset(found - FUNCTIONS.keys())


def calculate(text: str, values: Mapping[str, float]) -> float:
    """The value of an expression.

    Raises:
        ExpressionError: as for ``parse``; a name has no value; a division by zero; a result beyond all bounds.
    """
    try:
        value = _value(parse(text), values)
    except ZeroDivisionError:
        raise ExpressionError("it divides by zero") from None
    except OverflowError:
        raise ExpressionError("the result is too large") from None
    if not isfinite(value):
        raise ExpressionError("the result is too large")
    return value


def _check(node: ast.expr) -> None:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool) and isfinite(number):
            return
        case ast.Name(id=name) if name not in FUNCTIONS:
            return
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            _check(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            _check(left)
            _check(right)
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]) if name in FUNCTIONS and len(parts) > 1:
            for part in parts:
                _check(part)
        case _:
            raise ExpressionError(f"{ast.unparse(node)!r:.60} is not allowed; use numbers, names, + - * / ( ) min max")


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            if name not in values:
                raise ExpressionError(f"{name!r} has no value")
            return values[name]
        case ast.UnaryOp(operand=inner):
            return -_value(inner, values)
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=parts):
            return FUNCTIONS[name](*(_value(part, values) for part in parts))
    raise ExpressionError("it is no arithmetic")  # pragma: no cover - parse lets nothing else through
