"""When themes are met and left alone: worked with a pencil, and by a law."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.plans.read import Matched
from graph.plans.revisits import Spacing, spacing
from ontology.plan_answers import SpacingRow
from ontology.plan_repairs import Time
from ontology.plans import Course, State
from ontology.records import Curriculum
from ontology.vocabulary import Department
from tests.graph.planned import (
    CURRICULUM,
    MATHS,
    SCIENCE,
    SPEED,
    Row,
    plan,
    random_plans,
    tables_of,
    taught,
)
from tests.graph.strategies import curricula
from tests.graph.worlds import member, theme

law = settings(max_examples=60, deadline=None)


def science(*rows: Row) -> Matched:
    return plan("science.xlsx", *rows, department=SCIENCE)


def maths(*rows: Row) -> Matched:
    return plan("maths.xlsx", *rows)


@st.composite
def plans_at_random(draw: st.DrawFn) -> tuple[Curriculum, list[Matched]]:
    """A curriculum and plans of its departments, of which at least one has a unit."""
    curriculum = draw(curricula())
    random = draw(st.randoms(use_true_random=True))
    plans = random_plans(random, curriculum, "plan")
    return curriculum, plans or [maths(taught("Nothing", 7, 1))]


THEMED = CURRICULUM.model_copy(
    update={
        "themes": (theme("proportion"), theme("chance")),
        "memberships": (member("proportion", "ratio"), member("proportion", "scale")),
    }
)
THEMES = tables_of(THEMED)
SPREAD = (
    taught("Fractions", 7, 1, "fractions"),
    taught("Ratio", 7, 3, "ratio"),
    taught("Similar", 8, 2, "similar"),
    taught("Scale", 9, 1, "scale"),
)
USED = science(taught("Speed", 7, 6, SPEED))


def spaced(found: Spacing, department: Department | None) -> SpacingRow:
    (row,) = [
        row for row in found.data if row.theme.id == "proportion" and row.department is department
    ]
    return row


def met(row: SpacingRow) -> list[tuple[int, int | None, str, int, int, list[str]]]:
    return [
        (
            one.at.year,
            one.at.half_term,
            one.how,
            one.topics,
            one.new,
            [unit.text for unit in one.units],
        )
        for one in row.met
    ]


def stretch(row: SpacingRow) -> tuple[tuple[int, int | None], tuple[int, int | None], int, bool]:
    assert row.longest is not None
    first, last = row.longest.first, row.longest.last
    return (
        (first.year, first.half_term),
        (last.year, last.half_term),
        row.longest.half_terms,
        row.longest.to_end,
    )


def test_a_theme_is_met_where_it_is_taught_and_where_what_is_taught_rests_on_it() -> None:
    """Similar shapes rest on scale, scale on ratio."""
    found = spacing(THEMES, [maths(*SPREAD), USED])
    assert [(row.theme.id, row.department) for row in found.data] == [
        (id_, department)
        for id_ in ("proportion", "chance")
        for department in (MATHS, SCIENCE, None)
    ]
    own = spaced(found, MATHS)
    assert met(own) == [
        (7, 3, "first", 1, 1, ["Ratio"]),
        (8, 2, "used", 1, 0, ["Similar"]),
        (9, 1, "again", 2, 1, ["Scale"]),
    ]
    assert (own.topics, own.pathway, own.assumed) == (2, None, False)
    assert stretch(own) == ((7, 4), (8, 1), 4, False)
    assert str(own.met[0].units[0].where) == "maths.xlsx 'Year 7'!B3"


def test_what_science_uses_is_met_there_and_in_both_together() -> None:
    found = spacing(THEMES, [maths(*SPREAD), USED])
    there = spaced(found, SCIENCE)
    assert met(there) == [(7, 6, "used", 1, 0, ["Speed"])]
    assert there.longest is None
    both = spaced(found, None)
    assert [(year, half) for year, half, *_ in met(both)] == [(7, 3), (7, 6), (8, 2), (9, 1)]
    assert stretch(both) == ((8, 3), (8, 6), 4, False)
    assert both.met[1].units[0].department is SCIENCE


def test_a_theme_that_is_left_alone_to_the_end_says_so() -> None:
    found = spacing(THEMES, [maths(*SPREAD, taught("Revision", 9, 6))])
    assert stretch(spaced(found, MATHS)) == ((9, 2), (9, 6), 5, True)
    (chance,) = [row for row in found.data if row.theme.id == "chance"]
    assert (chance.met, chance.longest, chance.topics) == ((), None, 0)


def test_a_unit_of_several_half_terms_is_met_in_each() -> None:
    found = spacing(THEMES, [maths(taught("Ratio", 7, 6, "ratio", span=2))])
    assert [one.at for one in spaced(found, MATHS).met] == [
        Time(year=7, half_term=6),
        Time(year=8, half_term=1),
    ]
    assert [one.how for one in spaced(found, MATHS).met] == ["first", "again"]


def test_units_without_half_terms_are_spread_and_it_is_said() -> None:
    units = (
        taught("Fractions", 7, None, "fractions", step=1),
        taught("Ratio", 7, None, "ratio", step=2),
    )
    row = spaced(found := spacing(THEMES, [maths(*units)]), MATHS)
    assert [one.at.half_term for one in row.met] == [4]
    assert (row.assumed, row.met[0].assumed) == (True, True)
    assert any("an assumption" in note for note in found.notes)


def test_pathways_that_differ_have_rows_of_their_own() -> None:
    higher = taught("Scale", 9, 1, "scale", courses=(Course.HIGHER,))
    lower = taught("Percent", 9, 1, "percent", courses=(Course.FOUNDATION,))
    found = spacing(THEMES, [maths(*SPREAD[:2], higher, lower)])
    rows = [row for row in found.data if row.theme.id == "proportion"]
    assert [(row.pathway, len(row.met)) for row in rows] == [("foundation", 1), ("higher", 2)]


def test_what_is_met_only_if_a_match_is_confirmed_is_provisional() -> None:
    unsure = taught("Ratio?", 7, 1, "ratio", state=State.CONFIRM)
    row = spaced(spacing(THEMES, [maths(unsure, taught("Ratio", 7, 3, "ratio"))]), MATHS)
    assert [one.provisional for one in row.met] == [True, False]


@given(plans_at_random())
@law
def test_stretches_are_the_longest_without_a_meeting(
    scheme: tuple[Curriculum, list[Matched]],
) -> None:
    curriculum, plans = scheme
    for row in spacing(tables_of(curriculum), plans).data:
        halves = [(one.at.year - 7) * 6 + (one.at.half_term or 0) - 1 for one in row.met]
        assert halves == sorted(set(halves))
        assert [one.how for one in row.met].count("first") <= 1
        assert sum(one.new for one in row.met) <= row.topics
        if row.longest is None:
            assert not halves or halves == list(range(halves[0], halves[-1] + 1))
            continue
        start = (row.longest.first.year - 7) * 6 + (row.longest.first.half_term or 0) - 1
        inside = range(start, start + row.longest.half_terms)
        assert not set(inside) & set(halves)
        assert start - 1 in halves
        assert row.longest.to_end is (start > halves[-1])
        gaps = [after - before - 1 for before, after in pairwise(halves)]
        assert row.longest.half_terms >= max(gaps, default=0)
