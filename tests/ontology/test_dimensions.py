"""Right equations pass, wrong ones get a sentence, hostile ones do nothing at all."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.dimensions import LONGEST, check_dimensions
from ontology.science import Equation

MECHANICS = (
    "v: speed [m/s]; u: first speed [m/s]; a: acceleration [m/s²]; s: distance [m]; t: time [s]; "
    "m: mass [kg]; F: force [N]; E: energy [J]; p: momentum [kg·m/s]; g: field strength [N/kg]"
)


def equation(expression: str, quantities: str = MECHANICS) -> Equation:
    return Equation.model_validate(
        {
            "id": "PE01",
            "label": "An equation",
            "kind": "equation",
            "expression": expression,
            "quantities": tuple(quantity for quantity in quantities.split("; ") if quantity),
            "subject": "physics",
            "pathway": ("separate",),
            "tier": "higher",
            "certainty": "high",
        }
    )


def fault(expression: str, quantities: str = MECHANICS) -> str | None:
    """What is wrong, which must be a sentence and come soon."""
    begun = time.perf_counter()
    said = check_dimensions(equation(expression, quantities))
    assert time.perf_counter() - begun < 2
    assert said is None or (said.endswith(".") and said.count("\n") == 0 and len(said) < 200)
    return said


@pytest.fixture(scope="module", autouse=True)
def _units_are_loaded() -> None:
    check_dimensions(equation("F = m × a"))


# Right equations


@pytest.mark.parametrize(
    "expression",
    [
        "F = m × a",
        "v² − u² = 2 × a × s",
        "v^2 - u^2 = 2 × a × s",
        "a = (v − u) ÷ t",
        "s = v × t",
        "s = u × t + ½ × a × t²",
        "t = s ÷ (v − u)",
        "a = (v − u) × (v + u) ÷ (2 × s)",
        "E = ½ × m × v²",
        "E = m × g × s",
        "E = 0.5 × m × v²",
        "v = (2 × E ÷ m)^0.5",
        "v = (2 × E ÷ m)^(1 ÷ 2)",
        "F = (m × v − m × u) ÷ t",
        "v = −u",
        "p = Σ(m × v)",
        "Σ p = Σ(m × v) − Σ(m × u)",
        "v = u × (1 − t ÷ t)",
        "v^0 = 1",
        "v = s × t^-1",
        "m × v = p",
    ],
)
def test_right_equations_of_mechanics(expression: str) -> None:
    assert fault(expression) is None


@pytest.mark.parametrize(
    ("expression", "quantities"),
    [
        (
            "efficiency = useful output energy transfer ÷ total input energy transfer",
            "efficiency: efficiency [1]; useful output energy transfer: useful energy [J]; "
            "total input energy transfer: energy supplied [kJ]",
        ),
        (
            "percentage yield = actual mass ÷ theoretical mass × 100",
            "percentage yield: yield [%]; actual mass: mass made [g]; theoretical mass: mass [g]",
        ),
        (
            "change = (after − before) ÷ before × 100",
            "change: change in mass [%]; after: mass after [g]; before: mass before [g]",
        ),
        (
            "ΔE = m × c × Δθ",
            "ΔE: energy [J]; m: mass [kg]; c: specific heat capacity [J/(kg °C)]; "
            "Δθ: change in temperature [°C]",
        ),
        (
            "ΔE = m × c × (θ₂ − θ₁)",
            "ΔE: energy [kJ]; m: mass [g]; c: specific heat capacity [J/(kg·K)]; "
            "θ₁: temperature before [°C]; θ₂: temperature after [°C]",
        ),
        (
            "c = ΔE ÷ (m × (θ2 − θ1))",
            "ΔE: energy [J]; m: mass [kg]; c: specific heat capacity [J/kg/°C]; "
            "θ1: temperature before [°C]; θ2: temperature after [°C]",
        ),
        ("v = f × λ", "v: wave speed [m/s]; f: frequency [Hz]; λ: wavelength [m]"),
        ("T = 1 ÷ f", "T: period [s]; f: frequency [Hz]"),
        ("P = I² × R", "P: power [W]; I: current [A]; R: resistance [Ω]"),
        ("Q = I × t", "Q: charge [C]; I: current [mA]; t: time [minute]"),
        ("F = B × I × l", "F: force [N]; B: flux density [T]; I: current [A]; l: length [m]"),
        ("p = h × ρ × g", "p: pressure [Pa]; h: depth [m]; ρ: density [kg/m³]; g: field [N/kg]"),
        ("Vp ÷ Vs = np ÷ ns", "Vp: p.d. [V]; Vs: p.d. [V]; np: turns [1]; ns: turns [1]"),
        ("c = n ÷ V", "c: concentration [mol/dm³]; n: amount [mol]; V: volume [cm³]"),
        ("N = n × 6.02 × 10^23 × L", "N: particles [1]; n: amount [mol]; L: one a mole [1/mol]"),
        ("n = m ÷ Mr", "n: amount [mol]; m: mass [g]; Mr: molar mass [g/mol]"),
        ("N = 2^n", "N: bacteria [1]; n: divisions [1]"),
        ("A = A0 × (½)^n", "A: activity [Bq]; A0: activity at first [Bq]; n: half-lives [1]"),
        ("A = π × r²", "A: area [mm²]; π: pi [1]; r: radius [mm]"),
        ("BMI = mass ÷ height²", "BMI: index [kg/m²]; mass: mass [kg]; height: height [cm]"),
        ("Mr = ΣAr", "Mr: formula mass [1]; Ar: atomic mass [1]"),
        ("M = Σm", "M: mass of all [g]; Σm: masses of parts [g]"),
        ("half-life = t ÷ n", "half-life: half-life [s]; t: time [s]; n: how many [1]"),
        ("rate = ΔV ÷ t", "rate: rate [cm³/s]; ΔV: gas [cm³]; t: time [s]"),
        ("work = work rate × t", "work: work [J]; work rate: power [W]; t: time [s]"),
        ("work rate = work ÷ t", "work: work [J]; work rate: power [W]; t: time [s]"),
        ("k = F ÷ e", "k: spring constant [N/m]; F: force [kg m s⁻²]; e: extension [m]"),
        ("q0 = q1 × q", "q0: a [1]; q1: b [1]; q: c [1]"),
    ],
)
def test_right_equations_of_other_kinds(expression: str, quantities: str) -> None:
    assert fault(expression, quantities) is None


# Wrong equations


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("F = m × v", "the sides have the dimensions"),
        ("F = m ÷ a", "the sides have the dimensions"),
        ("v − u² = 2 × a × s", "unlike quantities"),
        ("v² − u = 2 × a × s", "unlike quantities"),
        ("v² − u² = 2 × a", "the sides have the dimensions"),
        ("s = u × t + ½ × a × t", "unlike quantities"),
        ("s = u + a", "unlike quantities"),
        ("s = 1 + u", "unlike quantities, dimensionless and [length] / [time]"),
        ("E = m × v", "the sides have the dimensions"),
        ("v = 1", "the sides have the dimensions [length] / [time] and dimensionless"),
        ("v^0.5 = u", "the sides have the dimensions"),
        ("v = u^t", "a power that is no number"),
        ("v = 2^t", "a power that is no number"),
        ("v = u^(t ÷ t)", "a power that is no number"),
        ("F = m × A", "'A' is neither"),
        ("F = ma", "'ma' is neither"),
        ("E = ½mv²", "neither one of its quantities nor a number"),
        ("s = 2t", "'2t' is neither"),
        ("F = m a", "a sign, a bracket or a side"),
        ("F = 2 m × a", "a sign, a bracket or a side"),
        ("F = m × (a", "a sign, a bracket or a side"),
        ("F = m × a)", "a sign, a bracket or a side"),
        ("F = m × × a", "a sign, a bracket or a side"),
        ("F = ", "a sign, a bracket or a side"),
        (" = F", "a sign, a bracket or a side"),
        ("=", "names none of its quantities"),
        ("1 = 1", "names none of its quantities"),
        ("1 = 2", "names none of its quantities"),
        ("F", "no equals sign"),
        ("v ∝ t", "no equals sign"),
        ("F = m × a = m × v ÷ t", "several equals signs"),
        ("F == m × a", "several equals signs"),
        ("F := m × a", "neither"),
        ("F ≈ m = a", "neither"),
        ("F = m ÷ 0", "divided by nought"),
        ("F = m ÷ (1 − 1)", "divided by nought"),
        ("F = 1 ÷ 0 × m", "divided by nought"),
    ],
)
def test_wrong_equations_get_a_sentence(expression: str, says: str) -> None:
    assert says in (fault(expression) or "")


def test_a_slip_in_a_unit_is_a_fault() -> None:
    right = "ρ: density [kg/m³]; m: mass [kg]; V: volume [m³]"
    assert fault("ρ = m ÷ V", right) is None
    for old, new in (("[kg/m³]", "[kg/m²]"), ("[kg]", "[N]"), ("[m³]", "[m]"), ("[m³]", "[1]")):
        assert "the sides have the dimensions" in (
            fault("ρ = m ÷ V", right.replace(old, new)) or ""
        )


@pytest.mark.parametrize("unit", ["nope", "metre squared", "zork/m", "kg·zork", "if", "None"])
def test_an_unknown_unit_is_a_fault(unit: str) -> None:
    assert f"{unit!r} is no known unit" in (fault("x = x", f"x: x [{unit}]") or "")


# Hostile text


@pytest.mark.parametrize(
    "unit",
    [
        "m^9^9^9",
        "m^9 ^9 ^9",
        "m**9**9**9",
        "m⁹⁹⁹⁹⁹⁹⁹ ⁹⁹⁹⁹⁹⁹⁹",
        "m^999999999",
        "9^9^9",
        "m^",
        "m^m",
        "m^x",
        "(",
        ")(",
        "(m",
        "((m)",
        "m()",
        "m(s)",
        "m.real",
        "m/0",
        "0",
        "2 m",
        "'m'",
        "m,s",
        "m=1",
        "½m",
        "m²³",
        "m@s",
        "m//s",
        "nan",
        "inf",
        "__import__('os')",
        "m if m else m",
        "m" * 5000,
        "m·" * 5000 + "m",
        "(" * 3000 + "m" + ")" * 3000,
    ],
)
def test_a_unit_that_is_none_is_a_fault_and_no_more(unit: str) -> None:
    assert check_dimensions(equation("x = x", f"x: x [{unit}]")) is not None


HOSTILE = [
    "9^9^9",
    "9**9**9**9",
    "2^(2^(2^(2^(2^2))))",
    "10^10^10",
    "(-1)^0.5",
    "0^-1",
    "0.0^(-1)",
    "v^9^9^9",
    "v^(10^300)^2",
    "1e999",
    "1j",
    "0x10",
    "1_000",
    "True",
    "None",
    "...",
    "v.real",
    "v.__class__",
    "v.__class__.__mro__",
    "().__class__",
    "__import__('os')",
    "__import__('os').system('touch ran')",
    "open('ran', 'w')",
    "print(v)",
    "eval(v)",
    "abs(v)",
    "v(v)",
    "v()",
    "(v)(v)",
    "2(v)",
    "v[0]",
    "[v]",
    "(v, v)",
    "()",
    "{v}",
    "{v: v}",
    "*v",
    "**v",
    "v if v else v",
    "5if 1else v",
    "lambda: v",
    "[v for v in v]",
    "(x := v)",
    "await v",
    "yield v",
    "not v",
    "~v",
    "+v",
    "v and v",
    "v < v",
    "v // v",
    "v % v",
    "v @ v",
    "v | v",
    "v << v",
    "'v'",
    '"v" * 9',
    "f'{v}'",
    "b'v'",
    "q0",
    "q3",
    "_",
    "v\nv",
    "v # t",
    "v\\\nv",
    "v\0",
    "\0",
    "\ufeffv",
    "٣ × v",
    "v⁴",
    "√v",
    "½½",
    "1½",
    "0.5.5",
    "007 × v",
    "-" * 250 + "v" + "t",
    "(" * 150 + "v" + ")" * 149,
    "(" * 140 + "v" + ")" * 140 + "× v",
    "v^" * 100 + "v",
    "1^" * 100 + "v",
]


@pytest.mark.parametrize("side", HOSTILE)
def test_a_hostile_side_is_a_fault_and_runs_nothing(
    side: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for expression in (f"s = {side}", f"{side} = s"):
        assert check_dimensions(equation(expression)) is not None
        assert check_dimensions(equation(expression, "")) is not None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("nest", ["({})", "−{}", "1 × ({})", "({})^1"])
@pytest.mark.parametrize("depth", [10, 40])
def test_a_nested_side_is_read_or_is_a_fault(nest: str, depth: int) -> None:
    side = "s"
    for _ in range(depth):
        side = nest.format(side)
    said = fault(f"s = {side}")
    assert (said is None) == (len(f"s = {side}") <= LONGEST)


@pytest.mark.parametrize("side", ["9" * 5000, "-" * 9000 + "s", "(" * 9000, "s + " * 9000 + "s"])
def test_an_endless_expression_is_a_fault(side: str) -> None:
    assert "longer than" in (fault(f"s = {side}") or "")


def test_an_equation_of_no_quantities_is_a_fault() -> None:
    for expression in ("1 = 1", "1 + 1 = 2", "F = m × a", "q0 = q0", "=", "", "x"):
        assert fault(expression or " ", "") is not None


SIGNS = ["v", "u", "a", "s", "t", "x", "2", "0", "0.5", "9", "×", "÷", "+", "−", "^", "²", "(", ")"]
SIGNS += [" ", "=", "Σ", "½", ".", ",", "'", "[", ":", "_", "q0", "if", "lambda", "∝", "\0", "e9"]


@given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_signs_give_a_sentence_or_nothing(expression: str) -> None:
    fault(expression or " ")


CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters=":[];")


@given(st.text(CHARACTERS, min_size=1), st.text(CHARACTERS, min_size=1))
@settings(max_examples=200, deadline=None)
def test_any_text_and_any_symbol_give_a_fault_or_nothing(expression: str, symbol: str) -> None:
    quantities = [{"symbol": symbol, "name": "name", "unit": symbol}]
    made = equation("x = x", "x: x [m]").model_dump() | {
        "expression": expression,
        "quantities": quantities,
    }
    said = check_dimensions(Equation.model_validate(made))
    assert said is None or said.endswith(".")


# Laws

NAMES = {"v": (1, -1, 0), "u": (1, -1, 0), "a": (1, -2, 0), "s": (1, 0, 0), "t": (0, 1, 0)}
NAMES |= {"m": (0, 0, 1), "F": (1, -2, 1), "E": (2, -2, 1), "p": (1, -1, 1), "g": (1, -2, 0)}
Exponents = tuple[int, ...]


def products() -> st.SearchStrategy[tuple[str, Exponents]]:
    """A product of quantities to small powers, and the exponents of length, time and mass."""
    factor = st.tuples(st.sampled_from(sorted(NAMES)), st.sampled_from([-2, -1, 1, 2, 3]))
    return st.lists(factor, min_size=1, max_size=5).map(_product)


def _product(factors: list[tuple[str, int]]) -> tuple[str, Exponents]:
    text = " × ".join(f"{name}^{power}" for name, power in factors)
    totals = tuple(sum(NAMES[name][axis] * power for name, power in factors) for axis in range(3))
    return text, totals


@given(products(), products())
@settings(max_examples=150, deadline=None)
def test_products_agree_when_their_exponents_do(
    left: tuple[str, Exponents], right: tuple[str, Exponents]
) -> None:
    same = left[1] == right[1]
    assert (fault(f"{left[0]} = {right[0]}") is None) is same
    assert (fault(f"{left[0]} − ({right[0]}) = 2 × {left[0]}") is None) is same
    assert fault(f"{left[0]} = ½ × {left[0]}") is None
    assert (fault(f"({left[0]}) ÷ ({right[0]}) = 1") is None) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("F = m × a", "m = F ÷ a"),
        ("F = m × a", "a = F ÷ m"),
        ("s = v × t", "t = s ÷ v"),
        ("E = ½ × m × v²", "m = 2 × E ÷ v²"),
        ("E = ½ × m × v²", "v = (2 × E ÷ m)^0.5"),
        ("v² − u² = 2 × a × s", "u = (v² − 2 × a × s)^0.5"),
    ],
)
def test_a_rearrangement_is_as_right_as_the_equation(one: str, other: str) -> None:
    assert (fault(one), fault(other)) == (None, None)
    left, _, right = other.partition(" = ")
    assert fault(f"{right} = {left}") is None
    assert fault(f"{left} = ({right}) × t") is not None
