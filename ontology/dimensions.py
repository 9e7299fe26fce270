"""Whether the two sides of an equation have the same dimensions, by the units of its quantities.

The arithmetic of units is pint's. An expression is written as on the board, with × and ÷ between
names, ² and ³ as powers, ½, and Σ before a sum of like things (which has the dimensions of one).
Nothing in it is ever run: only numbers, the declared quantities and five operations are read, and
of quantities their dimensions alone are worked out, never values.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ontology.science import Equation

if TYPE_CHECKING:
    import pint

LONGEST = 300
"""How many characters an expression may have: far more than fit on a board."""

_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "½": "0.5", "Σ": " ", "²": "^2", "³": "^3"})
_FACTOR = r"\(?[A-Za-zµμΩΩ°%]+(?:[²³]|⁻[¹²³]|\^-?[1-9])?\)?"
_UNIT = re.compile(rf"1|(?:1/)?{_FACTOR}(?:[ ·/]{_FACTOR})*")
_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


@cache
def _units() -> pint.UnitRegistry[Any]:
    """The library's registry, loaded when an equation is first checked."""
    from pint import UnitRegistry

    return UnitRegistry(cache_folder=None)


def check_dimensions(equation: Equation) -> str | None:
    """What is wrong with the dimensions of an equation, or None where both sides agree.

    Method: each symbol has the dimensions of its unit; those of both sides are worked out and must
    be the same. Sums of unlike dimensions, unknown symbols and units are faults too.
    O(length of the expression), which is bounded.
    """
    if len(equation.expression) > LONGEST:
        return f"the expression is longer than {LONGEST} characters."
    written = equation.expression.translate(_SIGNS).split("=")
    if len(written) != 2:
        return f"has {'no equals sign' if len(written) == 1 else 'several equals signs'}."
    symbols = [quantity.symbol.translate(_SIGNS).strip() for quantity in equation.quantities]
    names = {symbol: f"q{number}" for number, symbol in enumerate(symbols)}
    try:
        units = [_unit(quantity.unit) for quantity in equation.quantities]
        values = {names[symbol]: unit for symbol, unit in zip(symbols, units, strict=True)}
        sides = [_spell(side, names) for side in written]
        if not any(name in side for side in sides for name in values):
            return "names none of its quantities."
        left, right = (_dimensions(_value(_parse(side), values)) for side in sides)
    except ValueError as error:
        return f"{error}."
    except (ArithmeticError, RecursionError, MemoryError):
        return "cannot be worked out: a number is too large, divided by nought, or nested too deep."
    return None if left == right else f"the sides have the dimensions {left} and {right}."


def _unit(text: str) -> Any:
    """The dimensions of a unit, as `kg·m/s²`. °C and kelvin are of one."""
    if not _UNIT.fullmatch(text):
        raise ValueError(f"{text!r} is not written as a unit, as kg·m/s²")
    try:
        return _units().parse_units(re.sub("[ ·]", " * ", text)).dimensionality
    except Exception as error:  # the library has exceptions of many kinds for what is no unit
        raise ValueError(f"{text!r} is no known unit") from error


def _spell(side: str, names: Mapping[str, str]) -> str:
    """A side with plain names for its symbols, of which the longest are looked for first."""
    longest = sorted(filter(None, names), key=len, reverse=True)
    known = "|".join(
        (
            *(rf"(?<!\w){re.escape(symbol)}(?!\w)" for symbol in longest),
            r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?![\w.])",
            r"[-+*/^()\s]",
        )
    )
    unknown = re.sub(known, " ", side).split()
    if unknown:
        raise ValueError(f"{unknown[0]!r} is neither one of its quantities nor a number")
    return re.sub(known, lambda found: names.get(found[0], found[0]), side)


def _parse(spelt: str) -> ast.expr:
    try:
        return ast.parse(spelt.replace("^", "**").strip(), mode="eval").body
    except SyntaxError as error:
        raise ValueError("a sign, a bracket or a side is missing or one too many") from error


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    """A number, or the dimensions of what has any: those of a syntax tree of five operations."""
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _value(node.operand, values)
        return -value if isinstance(value, float) else value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _value(node.left, values), _value(node.right, values)
        if isinstance(left, float) and isinstance(right, float):
            return _OPERATORS[type(node.op)](left, right)
        if isinstance(node.op, ast.Pow):
            return _power(left, right)
        if isinstance(node.op, ast.Div) and right == 0.0:
            raise ZeroDivisionError
        return _combine(node.op, _dimensions(left), _dimensions(right))
    raise ValueError("has something else than products, quotients, powers and sums")


def _combine(operation: ast.operator, left: Any, right: Any) -> Any:
    """The dimensions of a product or quotient, or those that the parts of a sum share."""
    if not isinstance(operation, (ast.Add, ast.Sub)):
        return _OPERATORS[type(operation)](left, right)
    if left != right:
        raise ValueError(f"adds or subtracts unlike quantities, {left} and {right}")
    return left


def _power(base: Any, exponent: Any) -> Any:
    """Dimensions to a number; what has none may be raised to a quantity that has none."""
    if isinstance(exponent, float):
        return base**exponent if exponent else _units().UnitsContainer()
    if _dimensions(base) or exponent:
        raise ValueError("raises to a power that is no number")
    return exponent


def _dimensions(value: Any) -> Any:
    """The dimensions of a value: a number has none."""
    return _units().UnitsContainer() if isinstance(value, (float, complex)) else value
