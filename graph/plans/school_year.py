"""The school calendar as numbers: when a unit is taught, and which of two comes first.

A moment is counted in ticks from the beginning of Year 7, `TICKS` to a half-term. A unit takes an
interval of them: a whole half-term or year where its place within is not known. Of two units one is
first when its interval ends before the other's begins; where they overlap, the order is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ontology.plans import HALF_TERMS, Unit

TICKS = 1_000_000
FIRST_YEAR = 7
TERMS = ("Autumn", "Spring", "Summer")


def half_of(year: int, half_term: int) -> int:
    """The number of a half-term, 0 for Autumn 1 of Year 7.

    >>> half_of(8, 3)
    8
    """
    return (year - FIRST_YEAR) * HALF_TERMS + half_term - 1


def name_of(year: int | None, half_term: int | None) -> str:
    """A half-term in a teacher's words.

    >>> name_of(8, 3), name_of(9, None), name_of(None, None)
    ('Year 8 Spring 1', 'Year 9', 'no year')
    """
    if year is None:
        return "no year"
    if half_term is None:
        return f"Year {year}"
    return f"Year {year} {TERMS[(half_term - 1) // 2]} {(half_term - 1) % 2 + 1}"


def name_of_half(half: int) -> str:
    """The half-term of a number, in a teacher's words."""
    return name_of(FIRST_YEAR + half // HALF_TERMS, half % HALF_TERMS + 1)


Times = tuple[int, int, int, int, int]
"""When a unit is taught.

The first and last tick at which it may be, the first and last half-term in which it may be, and
that in which it is taken to begin.
"""


def times_of(units: Sequence[Unit]) -> list[Times]:
    """When each unit is taught. O(units log units).

    Where no unit of a year has a half-term, steps order the year; where some have, a unit without
    one may be anywhere in it.
    """
    dated = {unit.year for unit in units if unit.half_term is not None}
    steps = sorted({unit.step for unit in units if unit.step is not None})
    ticks = {step: tick for tick, step in enumerate(steps, start=1)}
    taken = spread(units) if any(unit.half_term is None for unit in units) else None
    found = []
    for place, unit in enumerate(units):
        year, half_term, step = unit.year, unit.half_term, unit.step
        assert year is not None
        known = half_term is not None
        first = half_of(year, half_term or 1)
        last = first + (unit.span if known else HALF_TERMS) - 1
        if step is not None and (unit.span == 1 if known else year not in dated):
            low = high = first * TICKS + ticks[step]
        else:
            low, high = first * TICKS, (last + 1) * TICKS - 1
        found.append((low, high, first, last, taken[place] if taken else first))
    return found


def spread(units: Sequence[Unit]) -> list[int]:
    """Of each unit the half-term it is taken to be in: an even spread over the year by step.

    An assumption where half-terms are unknown, used for spacing and for repair, never to say that
    science comes before mathematics.
    """
    totals: Counter[int | None] = Counter(unit.year for unit in units)
    seen: Counter[int | None] = Counter()
    order = sorted(range(len(units)), key=lambda place: (units[place].step or 0, place))
    found = [0] * len(units)
    for place in order:
        unit = units[place]
        assert unit.year is not None
        if unit.half_term is not None:
            found[place] = half_of(unit.year, unit.half_term)
        else:
            within = seen[unit.year] * HALF_TERMS // totals[unit.year]
            found[place] = half_of(unit.year, 1) + within
        seen[unit.year] += 1
    return found
