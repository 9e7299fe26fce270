"""Whom a later unit of mathematics hurts, worked with a pencil.

Speed uses ratio essentially, density is only helped by scale (`planned.py`).
"""

from __future__ import annotations

import pytest

from graph.plans.read import Matched
from graph.plans.risk import Risks, at_risk
from ontology.errors import BadParameter
from ontology.plan_answers import RiskRow
from ontology.plan_repairs import Time
from ontology.plans import Settings, State
from tests.graph import example
from tests.graph.planned import (
    DENSITY,
    SCIENCE,
    SPEED,
    Row,
    plan,
    tables_of,
    taught,
)

TABLES = tables_of()


def science(*rows: Row) -> Matched:
    return plan("science.xlsx", *rows, department=SCIENCE)


def maths(*rows: Row) -> Matched:
    return plan("maths.xlsx", *rows)


COURSE = (
    taught("Fractions", 7, 1, "fractions"),
    taught("Ratio", 7, 3, "ratio"),
    taught("Percent", 7, 4, "percent"),
    taught("Scale", 8, 2, "scale"),
    taught("Similar", 8, 5, "similar"),
)
LATER = science(taught("Speed", 7, 6, SPEED), taught("Density", 9, 1, DENSITY))


def row_of(found: Risks, text: str) -> RiskRow:
    (row,) = [row for row in found.data if row.unit.text == text]
    return row


def hurts(row: RiskRow) -> list[tuple[str, tuple[int, int | None], str]]:
    """Whom it hurts: the unit, after when, and how much it needs it."""
    return [
        (hurt.unit.text, (hurt.latest.year, hurt.latest.half_term), str(hurt.strength))
        for hurt in row.hurts
    ]


def test_a_unit_may_move_until_the_first_thing_that_rests_on_it() -> None:
    found = at_risk(TABLES, [maths(*COURSE), LATER])
    assert [row.unit.text for row in found.data] == [unit.text for unit, _ in COURSE]
    fractions = row_of(found, "Fractions")
    assert hurts(fractions) == [
        ("Ratio", (7, 3), "essential"),
        ("Percent", (7, 4), "essential"),
    ]
    assert (fractions.latest, fractions.room) == (Time(year=7, half_term=3), 2)
    assert (fractions.rests_maths, fractions.rests_science) == (4, 2)
    ratio = row_of(found, "Ratio")
    assert hurts(ratio) == [("Speed", (7, 5), "essential"), ("Scale", (8, 2), "essential")]
    assert ratio.hurts[0].unit.department is SCIENCE
    assert [link.id for link in ratio.hurts[0].links] == [f"{SPEED}~maths:ratio"]
    assert (ratio.room, ratio.rests_maths, ratio.rests_science) == (2, 2, 2)
    percent = row_of(found, "Percent")
    assert hurts(percent) == [("Similar", (8, 5), "helpful")]
    assert (percent.latest, percent.latest_essential) == (Time(year=8, half_term=5), None)
    similar = row_of(found, "Similar")
    assert (similar.latest, similar.room, similar.hurts) == (None, None, ())
    assert {row.broken for row in found.data} == {0}


def test_without_a_plan_of_science_only_mathematics_counts_and_it_is_said() -> None:
    found = at_risk(TABLES, [maths(*COURSE, taught("Revision", 9, 1))])
    assert hurts(row_of(found, "Ratio")) == [("Scale", (8, 2), "essential")]
    assert row_of(found, "Ratio").rests_science == 0
    assert found.notes == (
        "Only mathematics was asked who is hurt: no plan of science is given.",
        "1 unit teaches no topic that was recognised: nothing is said of moving it.",
    )


def test_the_lag_keeps_a_unit_further_from_science() -> None:
    found = at_risk(TABLES, [maths(*COURSE), LATER], settings=Settings(lag=2))
    assert hurts(row_of(found, "Ratio"))[0] == ("Speed", (7, 3), "essential")
    assert row_of(found, "Ratio").room == 0


def test_what_another_unit_teaches_in_time_hurts_nobody() -> None:
    twice = maths(*COURSE, taught("Ratio again", 7, 4, "ratio"))
    found = at_risk(TABLES, [twice, LATER])
    assert row_of(found, "Ratio").hurts == ()
    assert row_of(found, "Ratio again").hurts == ()
    too_late = maths(*COURSE, taught("Ratio again", 8, 1, "ratio"))
    assert hurts(row_of(at_risk(TABLES, [too_late, LATER]), "Ratio")) == [
        ("Speed", (7, 5), "essential")
    ]


def test_a_unit_that_teaches_both_hurts_the_one_that_comes_back_to_the_second() -> None:
    both = maths(taught("Both", 7, 1, "ratio", "scale"), taught("Scale again", 7, 4, "scale"))
    (first, _) = at_risk(TABLES, [both]).data
    assert hurts(first) == [("Scale again", (7, 4), "essential")]


def test_a_unit_that_teaches_what_it_rests_on_itself_is_not_hurt() -> None:
    long = taught("Ratio, then scale", 8, 1, "ratio", "scale", span=2)
    (ratio, _) = at_risk(TABLES, [maths(taught("Ratio", 7, 1, "ratio"), long)]).data
    assert ratio.hurts == ()


def test_what_is_out_of_order_already_is_counted_and_cannot_break() -> None:
    late = maths(taught("Scale", 7, 2, "scale"), taught("Ratio", 8, 1, "ratio"))
    row = row_of(at_risk(TABLES, [late, LATER]), "Ratio")
    assert (row.broken, row.hurts, row.latest) == (2, (), None)


def test_what_clashes_already_gets_worse_after_the_half_term_that_it_shares() -> None:
    row = row_of(at_risk(TABLES, [maths(taught("Ratio", 7, 6, "ratio")), LATER]), "Ratio")
    assert hurts(row) == [("Speed", (7, 6), "essential")]
    assert (row.hurts[0].worse, row.room, row.broken) == (True, 0, 0)


def test_a_unit_of_several_half_terms_is_told_by_the_one_it_ends_in() -> None:
    long = maths(taught("Ratio", 7, 2, "ratio", span=2), taught("Scale", 8, 2, "scale"))
    row = row_of(at_risk(TABLES, [long, LATER]), "Ratio")
    assert (row.unit.last, row.latest) == (Time(year=7, half_term=3), Time(year=7, half_term=5))
    assert row.room == 2


def test_a_plan_without_half_terms_is_told_by_year() -> None:
    years = maths(
        taught("Fractions", 7, None, "fractions", step=1),
        taught("Ratio", 7, None, "ratio", step=2),
        taught("Scale", 9, None, "scale", step=1),
    )
    found = at_risk(TABLES, [years, science(taught("Speed", 9, 2, SPEED))])
    fractions, ratio = row_of(found, "Fractions"), row_of(found, "Ratio")
    assert (fractions.latest, fractions.room) == (Time(year=7, half_term=None), 0)
    assert hurts(ratio) == [("Speed", (8, None), "essential"), ("Scale", (9, None), "essential")]
    assert ratio.room == 1
    assert any("moves are told by year" in note for note in found.notes)


def test_rows_and_hurts_say_for_whom_and_what_is_pinned_or_to_confirm() -> None:
    tables = tables_of(example.CURRICULUM)
    course = maths(
        taught("Ratio", 8, 1, "ratio", pinned=True),
        taught("Rates", 10, 1, "rates", state=State.CONFIRM),
    )
    later = science(taught("Moles", 10, 5, example.MOLES))
    ratio = row_of(at_risk(tables, [course, later]), "Ratio")
    assert ratio.pinned
    assert [(hurt.unit.text, hurt.pathway, hurt.provisional) for hurt in ratio.hurts] == [
        ("Rates", None, True),
        ("Moles", "higher", False),
    ]


def test_without_mathematics_on_the_calendar_nothing_can_be_moved() -> None:
    with pytest.raises(BadParameter, match="need a plan of maths, and none of the files is one"):
        at_risk(TABLES, [LATER])
