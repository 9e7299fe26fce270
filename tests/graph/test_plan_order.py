"""PRE001, PRE002 and PRE003: what comes before, in one half-term, and never."""

from __future__ import annotations

import pytest

from ontology.plans import Course
from tests.graph.plan_world import (
    DENSITY,
    ERROR,
    INFO,
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
    unknown,
)

ORDER = ("PRE001", "PRE002", "PRE003")


def rules(*rows: Row, pathway: str = "higher,separate") -> list[str]:
    """The rules of order that a plan of mathematics breaks."""
    return [f.rule for f in check(plan(*rows), pathway=pathway).data if f.rule in ORDER]


# PRE001


def test_what_comes_later_is_an_error_with_both_cells_the_edge_and_what_it_blocks() -> None:
    report = check(
        plan(
            unit(7, 1, "fractions"),
            unit(7, 2, "scale"),
            unit(7, 3, "ratio"),
            unit(7, 4, "percent"),
            unit(7, 5, "similar"),
        )
    )
    finding = only(report, "PRE001")
    assert (finding.severity, cells(finding)) == (ERROR, ("A2", "A3"))
    assert finding.edge is not None
    assert finding.edge.id == "maths:scale~maths:ratio"
    assert finding.topics == ("maths:scale", "maths:ratio")
    assert finding.blocks == 1, "similar rests on ratio too; scale itself is not counted"
    assert (finding.provisional, finding.pathway) == (False, None)
    assert '"scale" (Plan!A2, Year 7 Autumn 2)' in finding.message
    assert '"ratio" (Plan!A3, Year 7 Spring 1)' in finding.message
    assert finding.docs == "docs/plan-rules.md#pre001"
    assert "move" in finding.mend.lower()


def test_what_is_in_order_is_not_told() -> None:
    rows = [unit(7, 1, "fractions"), unit(7, 2, "ratio"), unit(7, 3, "scale")]
    assert rules(*rows) == []


def test_the_order_of_rows_does_not_count_where_the_calendar_says_it() -> None:
    assert rules(unit(7, 2, "ratio"), unit(7, 1, "fractions")) == []
    assert rules(unit(8, 1, "ratio"), unit(7, 6, "fractions")) == []


def test_a_helpful_one_that_comes_later_is_a_warning() -> None:
    rows = [unit(7, n, one) for n, one in enumerate(("fractions", "ratio", "scale", "similar"), 1)]
    finding = only(check(plan(*rows, unit(8, 1, "percent"))), "PRE001")
    assert (finding.severity, finding.topics) == (WARNING, ("maths:similar", "maths:percent"))
    assert "is much easier after" in finding.message


def test_order_compares_first_teachings() -> None:
    late_again = [unit(7, 1, "fractions"), unit(7, 2, "ratio"), unit(8, 1, "fractions")]
    assert rules(*late_again) == []
    too_early = [unit(7, 1, "ratio"), unit(7, 2, "fractions"), unit(8, 1, "ratio")]
    assert rules(*too_early) == ["PRE001"]


def test_two_topics_of_one_unit_are_never_out_of_order() -> None:
    assert rules(unit(7, 1, "ratio", "fractions")) == []
    assert rules(unit(7, None, "ratio", "fractions")) == []
    assert rules(unit(7, 1, "ratio", "fractions"), unit(7, 2, "fractions")) == []


def test_years_order_plans_without_half_terms() -> None:
    assert rules(unit(7, None, "fractions"), unit(8, None, "ratio")) == []
    assert rules(unit(8, None, "fractions"), unit(7, None, "ratio")) == ["PRE001"]


def test_what_ks2_taught_is_known_wherever_it_is_taught_again() -> None:
    assert rules(unit(7, 1, "fractions")) == []
    assert rules(unit(7, 1, "fractions"), unit(7, 2, "counting")) == []


def test_a_prerequisite_to_confirm_makes_it_provisional_and_at_most_a_warning() -> None:
    sure = known("ratio")
    for here, there in ((perhaps("ratio"), "fractions"), (sure, perhaps("fractions"))):
        finding = only(check(plan(unit(7, 1, here), unit(7, 2, there))), "PRE001")
        assert (finding.severity, finding.provisional) == (WARNING, True)
        assert "to confirm" in finding.message


def test_a_part_to_confirm_counts_as_taught() -> None:
    assert rules(unit(7, 1, perhaps("fractions", "percent")), unit(7, 2, "ratio")) == []


def test_what_a_certain_part_of_the_cell_says_too_is_certain() -> None:
    both = unit(7, 1, perhaps("ratio"), known("ratio"))
    finding = only(check(plan(both, unit(7, 2, "fractions"))), "PRE001")
    assert (finding.severity, finding.provisional) == (ERROR, False)


def test_science_has_its_own_order() -> None:
    report = check(science(unit(7, 1, DENSITY), unit(7, 2, SPEED)))
    finding = only(report, "PRE001")
    assert (finding.severity, finding.topics) == (ERROR, (DENSITY, SPEED))


def test_a_unit_is_compared_with_the_other_files_of_its_department() -> None:
    one = plan(unit(7, 2, "ratio"), file="seven.xlsx")
    finding = only(check(one, plan(unit(8, 1, "fractions"), file="eight.xlsx")), "PRE001")
    assert (finding.where.file, finding.other and finding.other.file) == (
        "seven.xlsx",
        "eight.xlsx",
    )


# PRE002


def test_one_half_term_without_an_order_is_a_warning_and_of_a_helpful_one_information() -> None:
    finding = only(check(plan(unit(7, 1, "ratio"), unit(7, 1, "fractions"))), "PRE002")
    assert (finding.severity, cells(finding)) == (WARNING, ("A1", "A2"))
    before = [unit(7, n, one) for n, one in enumerate(("fractions", "ratio", "scale"), 1)]
    report = check(plan(*before, unit(8, 1, "percent"), unit(8, 1, "similar")))
    finding = only(report, "PRE002")
    assert (finding.severity, finding.topics) == (INFO, ("maths:similar", "maths:percent"))


def test_the_row_says_nothing_about_the_order_in_a_half_term() -> None:
    assert rules(unit(7, 1, "fractions"), unit(7, 1, "ratio")) == ["PRE002"]


def test_weeks_order_a_half_term() -> None:
    early, late = unit(7, 1, "fractions", step=1), unit(7, 1, "fractions", step=3)
    ratio = unit(7, 1, "ratio", step=2)
    assert rules(ratio, early) == []
    assert rules(ratio, late) == ["PRE001"]
    assert rules(unit(7, 1, "ratio", step=3), late) == ["PRE002"]
    assert rules(unit(7, 1, "ratio"), early) == ["PRE002"], "one of them has no week"


def test_steps_order_a_year_without_half_terms() -> None:
    ratio = unit(7, None, "ratio", step=2)
    assert rules(ratio, unit(7, None, "fractions", step=1)) == []
    assert rules(ratio, unit(7, None, "fractions", step=3)) == ["PRE001"]
    assert rules(ratio, unit(7, None, "fractions")) == ["PRE002"]


def test_a_unit_without_a_half_term_among_units_that_have_one_may_be_anywhere_in_its_year() -> None:
    dated, loose = unit(7, 2, "ratio"), unit(7, None, "fractions", step=1)
    assert rules(dated, loose) == ["PRE002"]
    assert rules(unit(8, 1, "ratio"), loose, unit(7, 6, "counting")) == []


@pytest.mark.parametrize("step", [-5, 0, 10**9])
def test_a_step_of_any_size_stays_in_its_half_term(step: int) -> None:
    here = unit(7, 1, "fractions", step=step)
    assert rules(here, unit(7, 2, "ratio", step=1)) == []
    assert rules(unit(7, 2, "fractions", step=step), unit(7, 1, "ratio", step=1)) == ["PRE001"]


def test_a_unit_that_goes_on_overlaps_what_is_taught_meanwhile() -> None:
    assert rules(unit(7, 1, "fractions", span=2), unit(7, 2, "ratio")) == ["PRE002"]
    assert rules(unit(7, 1, "fractions", span=2), unit(7, 3, "ratio")) == []
    assert rules(unit(7, 6, "fractions", span=2), unit(8, 1, "ratio")) == ["PRE002"]
    long = unit(7, 1, "fractions", span=2, step=1)
    assert rules(long, unit(7, 1, "ratio", step=2)) == ["PRE002"], "its week is where it begins"
    both = unit(7, 1, "fractions", "ratio", span=6)
    assert rules(both, unit(7, 3, "ratio")) == [], "ratio was first taught with its ground"


def test_a_second_teaching_that_surely_comes_before_settles_it() -> None:
    loose = unit(7, None, "fractions")
    assert rules(loose, unit(7, 1, "fractions"), unit(7, 2, "ratio")) == []


def test_of_two_first_teachings_in_unknown_order_one_with_its_ground_settles_it() -> None:
    rows = [unit(7, 1, "ratio"), unit(7, 1, "ratio", "fractions")]
    assert rules(*rows) == []


# PRE003


def test_what_is_never_taught_is_told_once_with_all_that_need_it() -> None:
    report = check(plan(unit(7, 2, "percent"), unit(7, 1, "ratio"), unit(7, 3, "similar")))
    first, second = found(report, "PRE003")
    assert first.topics == ("maths:ratio", "maths:fractions", "maths:percent")
    assert (first.severity, cells(first), first.blocks) == (ERROR, ("A2", None), 2)
    assert "So does Topic percent." in first.message
    assert second.topics == ("maths:similar", "maths:scale")


def test_a_helpful_one_that_is_never_taught_is_a_warning() -> None:
    rows = [unit(7, n, one) for n, one in enumerate(("fractions", "ratio", "scale", "similar"), 1)]
    finding = only(check(plan(*rows)), "PRE003")
    assert (finding.severity, finding.topics) == (WARNING, ("maths:similar", "maths:percent"))


def test_never_is_told_at_the_lesson_that_needs_it_most_and_is_most_certain() -> None:
    report = check(plan(unit(7, 1, perhaps("ratio")), unit(7, 2, "percent")))
    finding = only(report, "PRE003")
    assert (finding.severity, finding.provisional, cells(finding)) == (ERROR, False, ("A2", None))


@pytest.mark.parametrize(
    "rows",
    [
        (unit(7, 1, perhaps("ratio")),),
        (unit(7, 1, perhaps("counting", "fractions")), unit(7, 2, "ratio")),
        (unit(None, None, perhaps("counting", "fractions")), unit(7, 2, "ratio")),
    ],
)
def test_never_is_provisional_where_a_part_to_confirm_needs_it_or_may_mean_it(
    rows: tuple[Row, ...],
) -> None:
    finding = only(check(plan(*rows)), "PRE003")
    assert (finding.severity, finding.provisional) == (WARNING, True)


def test_what_is_not_matched_teaches_nothing() -> None:
    report = check(plan(unit(7, 1, unknown("Bits of a whole")), unit(7, 2, "ratio")))
    assert only(report, "PRE003").topics == ("maths:ratio", "maths:fractions")
    assert only(report, "PRE003").provisional is False, "its candidates are not offered"


def test_a_unit_without_a_year_teaches_at_all_but_has_no_order() -> None:
    assert rules(unit(None, None, "fractions"), unit(7, 1, "ratio")) == []
    assert rules(unit(7, 1, "fractions"), unit(None, None, "ratio")) == []


# Where a plan begins


def test_ks3_is_known_to_a_plan_that_begins_in_year_10() -> None:
    assert rules(unit(10, 1, "rates")) == []
    assert rules(unit(10, 1, "gradients")) == ["PRE003"], "but nothing of GCSE"


@pytest.mark.parametrize("year", [8, 9])
def test_what_a_plan_from_year_8_or_9_never_teaches_of_ks3_is_assumed_and_listed_once(
    year: int,
) -> None:
    report = check(plan(unit(year, 1, "ratio"), unit(10, 1, "rates"), unit(11, 1, "surds")))
    finding = only(report, "PRE003")
    assert (finding.severity, finding.edge, finding.blocks) == (INFO, None, None)
    assert finding.topics == ("maths:fractions", "maths:percent", "maths:scale", "maths:similar")
    assert str(finding.where) == "maths.xlsx"
    assert f"begins in Year {year}: 4 topics" in finding.message
    assert finding.provisional is False


@pytest.mark.parametrize("year", [8, 9])
def test_what_a_plan_from_year_8_or_9_does_teach_has_to_be_in_order(year: int) -> None:
    rows = [unit(year, 1, "ratio"), unit(year, 2, "fractions")]
    assert rules(*rows) == ["PRE001", "PRE003"]


def test_gcse_is_not_assumed_before_year_11() -> None:
    missing, assumed = found(check(plan(unit(9, 1, "gradients"))), "PRE003")
    assert missing.topics == ("maths:gradients", "maths:rates")
    assert (assumed.severity, "maths:bounds" in assumed.topics) == (INFO, False)


def test_a_plan_from_year_11_assumes_the_gcse_of_its_own_tier() -> None:
    higher = only(check(plan(unit(11, 1, "gradients"))), "PRE003")
    assert higher.topics == ("maths:bounds", "maths:rates", "maths:surds")
    report = check(plan(unit(11, 1, "ratio")), pathway="foundation,combined")
    assert only(report, "PRE003").topics == ("maths:rates",)


def test_a_plan_from_year_7_assumes_nothing() -> None:
    assert rules(unit(7, 1, "percent"), unit(7, 2, "counting")) == ["PRE003"]
    finding = only(check(plan(unit(7, 1, "percent"))), "PRE003")
    assert (finding.severity, finding.topics) == (ERROR, ("maths:percent", "maths:fractions"))


def test_what_only_a_unit_without_a_year_teaches_is_not_assumed_besides() -> None:
    report = check(plan(unit(8, 1, "ratio"), unit(None, None, "percent")))
    assert "maths:percent" not in only(report, "PRE003").topics


# Pathways


def test_a_prerequisite_for_one_tier_only_is_missing_on_the_other() -> None:
    rows = [
        unit(7, 1, "fractions", courses=[Course.HIGHER]),
        unit(7, 2, "ratio"),
    ]
    finding = only(check(plan(*rows), pathway="foundation,higher"), "PRE003")
    assert finding.pathway == "foundation"


def test_classes_have_their_own_order() -> None:
    rows = [
        unit(7, 1, "fractions", classes=["7A"]),
        unit(7, 2, "ratio"),
        unit(7, 3, "fractions", classes=["7B"]),
    ]
    finding = only(check(plan(*rows)), "PRE001")
    assert (finding.pathway, cells(finding)) == ("7B", ("A2", "A3"))
