"""GAP001, GAP002 and DUP001: too long ago, never again, and twice with nothing between."""

from __future__ import annotations

import pytest

from ontology.plans import Course, Settings
from ontology.vocabulary import Strength
from tests.graph.plan_world import (
    DENSITY,
    INFO,
    MOTION,
    SPEED,
    WARNING,
    Row,
    cells,
    check,
    found,
    known,
    only,
    perhaps,
    plan,
    science,
    unit,
)


def told(rule: str, *rows: Row, settings: Settings | None = None) -> list[tuple[str, ...]]:
    """The topics of what a rule finds in a plan of mathematics."""
    return [f.topics for f in found(check(plan(*rows), settings=settings), rule)]


FRACTIONS, RATIO, PERCENT = "maths:fractions", "maths:ratio", "maths:percent"

# GAP001


def test_too_long_since_a_prerequisite_was_met() -> None:
    report = check(plan(unit(7, 1, "fractions"), unit(8, 1, "ratio")))
    finding = only(report, "GAP001")
    assert (finding.severity, cells(finding)) == (WARNING, ("A2", "A1"))
    assert finding.edge is not None
    assert finding.edge.id == "maths:ratio~maths:fractions"
    assert (finding.topics, finding.provisional) == ((RATIO, FRACTIONS), False)
    assert "not met for 6 half-terms or more" in finding.message
    assert "retrieving Topic fractions" in finding.mend


@pytest.mark.parametrize(
    ("half_term", "gap", "is_told"), [(6, 6, False), (6, 5, True), (2, 1, True)]
)
def test_the_gap_is_a_setting_from_which_it_is_too_long(
    half_term: int, gap: int, is_told: bool
) -> None:
    rows = [unit(7, 1, "fractions"), unit(7, half_term, "ratio")]
    assert bool(told("GAP001", *rows, settings=Settings(gap=gap))) is is_told


def test_a_helpful_one_is_information() -> None:
    rows = [
        unit(7, 1, "fractions", "percent"),
        unit(7, 2, "ratio", "scale"),
        unit(8, 1, "similar"),
    ]
    (finding,) = (f for f in found(check(plan(*rows)), "GAP001") if PERCENT in f.topics)
    assert finding.edge is not None
    assert (finding.edge.strength, finding.severity) == (Strength.HELPFUL, INFO)


def test_it_is_met_where_it_is_taught_again() -> None:
    rows = [unit(7, 1, "fractions"), unit(7, 4, "fractions"), unit(8, 1, "ratio")]
    assert told("GAP001", *rows) == []


def test_it_is_met_where_something_rests_on_it_directly() -> None:
    direct = [unit(7, 1, "fractions"), unit(7, 4, "percent"), unit(8, 1, "ratio")]
    assert told("GAP001", *direct) == []
    indirect = [
        unit(7, 1, "fractions", "ratio"),
        unit(7, 5, "scale"),
        unit(8, 2, "percent"),
    ]
    assert told("GAP001", *indirect) == [(PERCENT, FRACTIONS)]


def test_what_the_unit_itself_teaches_needs_no_retrieval() -> None:
    rows = [unit(7, 1, "fractions"), unit(8, 1, "fractions", "ratio")]
    assert told("GAP001", *rows) == []


def test_an_earlier_lesson_of_the_half_term_has_made_it_fresh_and_a_later_one_has_not() -> None:
    first = [unit(7, 1, "fractions"), unit(8, 1, "percent", step=1), unit(8, 1, "ratio", step=2)]
    assert told("GAP001", *first) == [(PERCENT, FRACTIONS)]
    again = [unit(7, 1, "fractions"), unit(8, 1, "ratio", step=1), unit(8, 1, "fractions", step=2)]
    finding = only(check(plan(*again)), "GAP001")
    assert cells(finding) == ("A2", "A1")


def test_it_is_asked_where_a_topic_is_taught_first() -> None:
    rows = [unit(7, 1, "fractions"), unit(7, 2, "ratio"), unit(9, 1, "ratio")]
    assert told("GAP001", *rows) == []


def test_a_unit_that_goes_on_meets_its_topics_to_its_end() -> None:
    assert told("GAP001", unit(7, 1, "fractions", span=6), unit(8, 1, "ratio")) == []
    assert told("GAP001", unit(7, 1, "fractions", span=2), unit(8, 2, "ratio")) != []


def test_what_was_known_before_is_never_too_long_ago() -> None:
    assert told("GAP001", unit(8, 1, "fractions")) == []
    assert told("GAP001", unit(9, 6, "ratio")) == []


def test_science_that_uses_it_meets_it() -> None:
    maths = plan(unit(7, 1, "fractions", "ratio"), unit(8, 1, "scale"))
    assert len(found(check(maths), "GAP001")) == 1
    uses = science(unit(7, 4, SPEED))
    assert found(check(maths, uses), "GAP001") == []
    long_before = science(unit(7, 1, SPEED))
    assert len(found(check(maths, long_before), "GAP001")) == 1


def test_science_has_its_own_gaps() -> None:
    finding = only(check(science(unit(7, 1, SPEED), unit(8, 3, DENSITY))), "GAP001")
    assert finding.topics == (DENSITY, SPEED)


def test_a_gap_that_hangs_on_a_part_to_confirm_is_provisional() -> None:
    for here, there in ((perhaps("ratio"), "fractions"), ("ratio", perhaps("fractions"))):
        report = check(plan(unit(7, 1, there), unit(8, 1, here)))
        finding = only(report, "GAP001")
        assert (finding.severity, finding.provisional) == (WARNING, True)


def test_units_without_half_terms_are_taken_to_be_spread_over_the_year() -> None:
    rows = [unit(7, None, "fractions", step=1), unit(7, None, "counting", step=2)]
    assert told("GAP001", *rows, unit(8, None, "ratio", step=1)) != []
    late = [unit(7, None, "counting", step=1), unit(7, None, "fractions", step=2)]
    assert told("GAP001", *late, unit(8, None, "ratio", step=1)) == []


# GAP002


def test_what_is_never_met_again_is_told_once_a_unit() -> None:
    report = check(plan(unit(7, 1, "fractions", "ratio"), unit(8, 2, "counting")))
    finding = only(report, "GAP002")
    assert (finding.severity, finding.topics) == (INFO, (FRACTIONS, RATIO))
    assert (cells(finding), finding.edge, finding.blocks) == (("A1", None), None, None)
    assert "more than 6 half-terms" in finding.message


@pytest.mark.parametrize(("year", "half_term", "is_told"), [(8, 1, False), (8, 2, True)])
def test_it_is_told_where_the_plan_goes_on_for_longer_than_the_setting(
    year: int, half_term: int, is_told: bool
) -> None:
    rows = [unit(7, 1, "ratio", "fractions"), unit(year, half_term, "counting")]
    assert bool(told("GAP002", *rows)) is is_told
    assert told("GAP002", *rows, settings=Settings(revisit=12)) == []


def test_it_is_met_again_where_it_is_taught_or_rested_on_later() -> None:
    end = unit(9, 1, "counting")
    assert told("GAP002", unit(7, 1, "fractions"), unit(7, 2, "fractions"), end) == [(FRACTIONS,)]
    assert told("GAP002", unit(7, 1, "fractions"), unit(8, 6, "ratio"), end) == []


def test_nothing_rests_on_it_so_nothing_is_told() -> None:
    rows = [unit(7, 1, "fractions", "ratio", "scale"), unit(7, 2, "similar"), unit(9, 1, "scale")]
    assert all("maths:similar" not in topics for topics in told("GAP002", *rows))


def test_science_that_uses_it_later_meets_it_again() -> None:
    maths = plan(unit(7, 1, "fractions", "ratio"), unit(9, 1, "counting"))
    assert only(check(maths), "GAP002").topics == (FRACTIONS, RATIO)
    assert only(check(maths, science(unit(8, 1, SPEED))), "GAP002").topics == (FRACTIONS,)


def test_a_long_unit_is_not_its_own_revisit() -> None:
    rows = [unit(7, 1, "fractions", span=3), unit(8, 6, "counting")]
    assert told("GAP002", *rows) == [(FRACTIONS,)]


def test_never_again_is_provisional_where_all_of_it_is_to_confirm() -> None:
    end = unit(9, 1, "counting")
    report = check(plan(unit(7, 1, perhaps("fractions")), end))
    assert only(report, "GAP002").provisional is True
    report = check(plan(unit(7, 1, perhaps("fractions"), known("ratio")), end))
    assert only(report, "GAP002").provisional is False


# DUP001


def test_twice_with_nothing_between() -> None:
    report = check(plan(unit(7, 1, "fractions"), unit(7, 2, "fractions", "ratio")))
    finding = only(report, "DUP001")
    assert (finding.severity, finding.topics) == (INFO, (FRACTIONS,))
    assert (cells(finding), finding.provisional) == (("A2", "A1"), False)


@pytest.mark.parametrize(
    "rows",
    [
        (unit(7, 1, "fractions"), unit(7, 2, "percent"), unit(7, 3, "fractions")),
        (unit(7, 1, "fractions"), unit(7, 3, "fractions")),
        (unit(7, 1, "fractions"), unit(7, 2, "ratio")),
        (
            unit(7, 1, "fractions", step=1),
            unit(7, 1, "percent", step=2),
            unit(7, 1, "fractions", step=3),
        ),
    ],
)
def test_with_something_between_it_is_not_told(rows: tuple[Row, ...]) -> None:
    assert told("DUP001", *rows) == []


def test_in_one_half_term_in_unknown_order_nothing_is_known_to_be_between() -> None:
    rows = [unit(7, 1, "fractions"), unit(7, 1, "percent"), unit(7, 1, "fractions")]
    assert told("DUP001", *rows) == [(FRACTIONS,)]


def test_the_end_of_a_long_unit_counts() -> None:
    assert told("DUP001", unit(7, 1, "fractions", span=3), unit(7, 4, "fractions")) != []
    assert told("DUP001", unit(7, 1, "fractions", span=3), unit(7, 5, "fractions")) == []


def test_twice_over_two_years_follows_too() -> None:
    assert told("DUP001", unit(7, 6, "fractions"), unit(8, 1, "fractions")) == [(FRACTIONS,)]


def test_three_times_is_told_of_each_two_that_follow() -> None:
    rows = [unit(7, n, "fractions") for n in (1, 2, 3)]
    assert [cells(f) for f in found(check(plan(*rows)), "DUP001")] == [("A2", "A1"), ("A3", "A2")]


def test_units_for_different_pupils_are_not_twice() -> None:
    rows = [
        unit(7, 1, "fractions", courses=[Course.FOUNDATION]),
        unit(7, 1, "fractions", courses=[Course.HIGHER]),
    ]
    report = check(plan(*rows), pathway="foundation,higher")
    assert found(report, "DUP001") == []
    rows = [unit(7, 1, "fractions", classes=["7A"]), unit(7, 1, "fractions", classes=["7B"])]
    assert told("DUP001", *rows) == []


def test_twice_is_provisional_where_either_is_to_confirm() -> None:
    report = check(plan(unit(7, 1, perhaps("fractions")), unit(7, 2, "fractions")))
    assert only(report, "DUP001").provisional is True


def test_departments_do_not_teach_twice_what_each_teaches() -> None:
    report = check(plan(unit(7, 1, "ratio", "fractions")), science(unit(7, 1, SPEED, MOTION)))
    assert found(report, "DUP001") == []
