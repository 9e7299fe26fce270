"""COV001 and COV002: what is never taught, and what a pathway cannot be examined in."""

from __future__ import annotations

import pytest

from graph.plans.read import Matched
from ontology.plans import Course
from tests.graph.plan_world import (
    CELLS,
    DENSITY,
    MOLES,
    MOMENTUM,
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
    unknown,
)

KS3 = (unit(7, 1, "fractions"), unit(8, 1, "ratio", "percent"), unit(9, 1, "scale"))
GCSE = (unit(10, 1, "rates"), unit(11, 1, "gradients", "surds"))
HIGHER = Course.HIGHER


def missing(*plans: Matched, pathway: str = "higher,separate") -> list[tuple[str, ...]]:
    """The statements that plans leave out."""
    return [f.statements for f in found(check(*plans, pathway=pathway), "COV001")]


# COV001


def test_a_statement_that_no_unit_teaches_is_a_warning_about_the_file() -> None:
    report = check(plan(*KS3[:2], unit(9, 1, "ratio")))
    finding = only(report, "COV001")
    assert (finding.severity, finding.statements) == (WARNING, ("ks3-maths:R2",))
    assert finding.topics == ("maths:scale", "maths:similar")
    assert (str(finding.where), finding.other, finding.edge) == ("maths.xlsx", None, None)
    assert "No unit teaches ks3-maths:R2, Statement ks3-maths:R2" in finding.message
    assert finding.provisional is False


def test_one_of_its_topics_is_enough() -> None:
    assert missing(plan(*KS3)) == []


@pytest.mark.parametrize("years", [(7, 8), (8, 9), (9,), (7, 9), (10,), (11,), (8, 9, 10)])
def test_only_stages_that_the_plan_spans_are_asked(years: tuple[int, ...]) -> None:
    assert missing(plan(*(unit(year, 1, "counting") for year in years))) == []


def test_each_stage_that_is_spanned_is_asked() -> None:
    found_in = missing(plan(*(unit(year, 1, "counting") for year in range(7, 12))))
    ks3 = [(f"ks3-maths:{code}",) for code in ("N1", "R1", "R2", "R3")]
    gcse = [(f"gcse-maths:{code}",) for code in ("N9", "R2", "R3")]
    assert found_in == [*gcse, *ks3], "the process statement P1 is no content"


def test_what_is_spanned_is_said() -> None:
    notes = check(plan(*KS3)).notes
    assert "Coverage of maths was asked of ks3-maths." in notes
    assert (
        "Coverage of maths was asked of no stage, as none is spanned." in check(plan(KS3[0])).notes
    )


def test_a_part_to_confirm_counts_as_taught_and_its_other_candidates_make_it_provisional() -> None:
    assert missing(plan(*KS3[:2], unit(9, 1, perhaps("scale")))) == []
    report = check(plan(*KS3[:2], unit(9, 1, perhaps("ratio", "similar"))))
    finding = only(report, "COV001")
    assert (finding.severity, finding.provisional) == (WARNING, True)


def test_what_is_not_matched_covers_nothing() -> None:
    assert missing(plan(*KS3[:2], unit(9, 1, unknown("Scale")))) == [("ks3-maths:R2",)]


def test_a_unit_without_a_year_covers() -> None:
    assert missing(plan(*KS3[:2], unit(9, 1, "ratio"), unit(None, None, "scale"))) == []


def test_coverage_is_that_of_the_tier() -> None:
    rows = (unit(10, 1, "rates"), unit(11, 1, "ratio"))
    assert missing(plan(*rows), pathway="higher") == [("gcse-maths:N9",)]
    assert missing(plan(*rows), pathway="foundation") == []
    above = (unit(10, 1, "gradients", courses=[HIGHER]), unit(10, 1, "ratio"), unit(11, 1, "ratio"))
    assert missing(plan(*above), pathway="foundation") == [
        ("gcse-maths:R2",),
        ("gcse-maths:R3",),
    ]


def test_statements_left_out_on_one_tier_name_it() -> None:
    rows = (
        unit(10, 1, "gradients", "surds", courses=[HIGHER]),
        unit(10, 1, "counting"),
        unit(11, 1, "ratio"),
    )
    report = check(plan(*rows), pathway="foundation,higher")
    finding = next(f for f in found(report, "COV001") if f.statements == ("gcse-maths:R3",))
    assert finding.pathway == "foundation"


def test_science_is_asked_for_the_subjects_that_it_teaches_and_for_its_pathway() -> None:
    rows = [unit(7, 1, SPEED), unit(8, 1, "counting"), unit(9, 1, SPEED)]
    assert missing(science(*rows)) == [("ks3-science:PHY2",)]
    assert missing(science(*rows, unit(9, 2, CELLS))) == [("ks3-science:PHY2",)]
    rows = [unit(10, 1, SPEED), unit(11, 1, MOTION, MOLES)]
    assert missing(science(*rows)) == [("ks4-science:PHY2",)]
    assert missing(science(*rows), pathway="higher,combined") == []
    assert missing(science(*rows), pathway="foundation,separate") == []


def test_each_department_is_asked_for_its_own() -> None:
    sciences = science(*(unit(year, 1, SPEED, DENSITY) for year in (7, 8, 9)))
    assert missing(plan(*KS3), sciences) == []


# COV002


def test_content_above_the_tier_is_a_warning() -> None:
    finding = only(check(plan(unit(11, 1, "rates", "surds")), pathway="foundation"), "COV002")
    assert (finding.severity, cells(finding)) == (WARNING, ("A1", None))
    assert (finding.topics, finding.blocks) == (("maths:surds",), None)
    assert "beyond what the foundation examination can ask: Topic surds." in finding.message
    assert found(check(plan(unit(11, 1, "rates", "surds"))), "COV002") == []


def test_content_off_the_pathway_is_a_warning() -> None:
    report = check(science(unit(11, 1, MOMENTUM)), pathway="higher,combined")
    finding = only(report, "COV002")
    assert finding.topics == (MOMENTUM,)
    assert "the higher combined examination" in finding.message
    assert found(check(science(unit(11, 1, MOMENTUM))), "COV002") == []


def test_a_unit_marked_for_those_who_need_it_is_not_told() -> None:
    rows = [unit(11, 1, "surds", courses=[HIGHER]), unit(11, 1, "rates")]
    assert found(check(plan(*rows), pathway="foundation,higher"), "COV002") == []


def test_where_one_of_several_pathways_cannot_be_examined_it_is_named() -> None:
    report = check(plan(unit(11, 1, "surds")), pathway="foundation,higher")
    assert only(report, "COV002").pathway == "foundation"


def test_ks2_and_ks3_count_as_foundation() -> None:
    report = check(plan(*KS3, unit(7, 2, "counting")), pathway="foundation")
    assert found(report, "COV002") == []


def test_a_part_of_which_something_can_be_examined_is_not_told_and_teaches_only_that() -> None:
    rows: list[Row] = [unit(10, 1, known("rates", "gradients", how="code"))]
    report = check(plan(*rows), pathway="foundation")
    assert found(report, "COV002") == []
    (course,) = (own for courses in report.courses.values() for own in courses.values())
    assert course.taught.bit_count() == 1
    (course,) = (own for courses in check(plan(*rows)).courses.values() for own in courses.values())
    assert course.taught.bit_count() == 2, "at Higher the statement has both"


@pytest.mark.parametrize("how", ["code", "statement", "label"])
def test_a_statement_wholly_above_the_tier_is_told_as_its_topics_are(how: str) -> None:
    row = unit(11, 1, known("surds", "bounds", how=how, text="N9"))
    finding = only(check(plan(row), pathway="foundation"), "COV002")
    assert finding.topics == ("maths:bounds", "maths:surds")


def test_it_is_provisional_where_all_of_it_is_to_confirm() -> None:
    rows = plan(unit(11, 1, perhaps("surds"), "rates"))
    assert only(check(rows, pathway="foundation"), "COV002").provisional is True
    rows = plan(unit(11, 1, perhaps("surds"), known("bounds")))
    assert only(check(rows, pathway="foundation"), "COV002").provisional is False
