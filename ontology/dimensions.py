"""Whether the two sides of an equation have the same dimensions, by the units of its quantities.

The arithmetic of units is pint's. An expression is written as on the board, with × and ÷ between
names, ² and ³ as powers, ½, and Σ before a sum of like things (which has the dimensions of one).
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

_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "½": "0.5", "Σ": " ", "²": "^2", "³": "^3"})
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

    Method: each symbol is one of its unit; both sides are worked out, and must be convertible
    into each other. Sums of unlike dimensions, unknown symbols and units are faults too.
    """
    from pint.errors import DimensionalityError, UndefinedUnitError

    names = {q.symbol: f"q{number}" for number, q in enumerate(equation.quantities)}
    try:
        values = {names[q.symbol]: _unit(q.unit) for q in equation.quantities}
        sides = [
            _value(_parse(side, names), values)
            for side in equation.expression.split("=", maxsplit=1)
        ]
    except UndefinedUnitError as error:
        return f"{error}."
    except DimensionalityError as error:
        return f"a sum of unlike quantities: {error}."
    except (SyntaxError, KeyError, ValueError) as error:
        return f"cannot be read as an equation of its quantities: {error}."
    if len(sides) != 2:
        return "has no equals sign."
    left, right = (_units().Quantity(side).dimensionality for side in sides)
    if left != right:
        return f"the sides have the dimensions {left} and {right}."
    return None


def _unit(text: str) -> Any:
    """One of a unit. Temperatures are differences, in which °C and kelvin have one size."""
    if text == "1":
        return _units().Quantity(1.0)
    spelt = text.replace("°C", "kelvin").replace("·", "*").replace("%", "percent")
    return _units().Quantity(1.0, re.sub(r"(?<=[\w³²)]) (?=\w)", " * ", spelt))


def _parse(side: str, names: Mapping[str, str]) -> ast.expr:
    """The syntax tree of a side, its names (longest first) replaced by plain ones."""
    longest = sorted(names, key=len, reverse=True)
    found = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest) or "(?!)")
    spelt = found.sub(lambda match: names[match[0]], side.translate(_SIGNS))
    return ast.parse(spelt.replace("^", "**").strip(), mode="eval").body


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    """The quantity that a syntax tree of numbers, names and the five operations stands for."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return node.value
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, values)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _value(node.left, values), _value(node.right, values)
        return _OPERATORS[type(node.op)](left, right)
    raise ValueError(f"{ast.unparse(node)} is no product, quotient, power or sum")
