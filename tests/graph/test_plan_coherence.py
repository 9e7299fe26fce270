"""COH001 to COH004: both departments on one calendar."""

from __future__ import annotations

import pytest

from graph.plans.read import Matched
from ontology.plans import Course, Part, Settings
from ontology.vocabulary import LinkType
from tests.graph.plan_world import (
    CELLS,
    DENSITY,
    ERROR,
    INFO,
    MOLES,
    MOMENTUM,
    MOTION,
    SCIENCE,
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

CLASHES = ("COH001", "COH002", "COH003")
HIGHER, FOUNDATION = Course.HIGHER, Course.FOUNDATION


def clashes(*plans: Matched, pathway: str = "higher,separate", lag: int = 0) -> list[str]:
    """The rules of clashes that two plans break."""
    report = check(*plans, pathway=pathway, settings=Settings(lag=lag))
    return [f.rule for f in report.data if f.rule in CLASHES]


def taught(year: int, half_term: int | None, *topics: str) -> Matched:
    """A plan of mathematics that begins in Year 7, and teaches these at this time."""
    return plan(unit(7, 1, "fractions"), unit(year, half_term, *topics))


# COH001


def test_science_before_mathematics_is_an_error_at_the_cell_of_science() -> None:
    report = check(taught(8, 2, "ratio"), science(unit(8, 1, SPEED)))
    finding = only(report, "COH001")
    assert (finding.severity, cells(finding)) == (ERROR, ("A1", "A2"))
    assert finding.other is not None
    assert (finding.where.file, finding.other.file) == ("science.xlsx", "maths.xlsx")
    assert finding.edge is not None
    assert (finding.edge.type, finding.edge.id) == (LinkType.USES, "physics:speed~maths:ratio")
    assert finding.topics == (SPEED, "maths:ratio")
    assert "which mathematics first teaches later" in finding.message
    assert (finding.blocks, finding.provisional, finding.pathway) == (0, False, None)


def test_mathematics_in_an_earlier_half_term_is_enough() -> None:
    assert clashes(taught(8, 1, "ratio"), science(unit(8, 2, SPEED))) == []
    assert clashes(taught(7, 6, "ratio"), science(unit(8, 1, SPEED))) == []


def test_a_helpful_use_is_a_warning() -> None:
    maths = taught(8, 1, "ratio", "scale")
    finding = only(check(maths, science(unit(7, 6, DENSITY))), "COH001")
    assert (finding.severity, finding.topics) == (WARNING, (DENSITY, "maths:scale"))


def test_what_else_rests_on_it_counts_in_both_departments() -> None:
    maths = plan(unit(7, 1, "fractions"), unit(8, 2, "ratio"), unit(8, 3, "scale"))
    report = check(maths, science(unit(8, 1, SPEED), unit(8, 4, DENSITY)))
    assert only(report, "COH001").blocks == 2


@pytest.mark.parametrize("rows", [(unit(8, 1, SPEED),), (unit(8, 1, CELLS), unit(9, 1, MOTION))])
def test_it_is_asked_only_where_both_plans_are_given(rows: tuple[Row, ...]) -> None:
    report = check(science(*rows))
    assert {f.rule[:3] for f in report.data}.isdisjoint({"COH"})
    assert any("COH rules were not asked" in note for note in report.notes)


def test_the_departments_may_share_a_file() -> None:
    both = plan(unit(7, 1, "fractions"), unit(8, 2, "ratio"), unit(8, 1, SPEED, department=SCIENCE))
    assert cells(only(check(both), "COH001")) == ("A3", "A2")


def test_a_topic_that_science_teaches_again_counts_at_its_first_teaching() -> None:
    assert clashes(taught(8, 1, "ratio"), science(unit(8, 3, SPEED), unit(9, 1, SPEED))) == []
    assert clashes(taught(8, 2, "ratio"), science(unit(8, 1, SPEED), unit(9, 1, SPEED))) != []


def test_one_lesson_and_one_topic_of_mathematics_are_told_once_by_the_strongest_use() -> None:
    maths = plan(unit(10, 1, "rates"), unit(11, 6, "gradients"))
    report = check(maths, science(unit(10, 2, MOTION)))
    finding = only(report, "COH001")
    assert finding.edge is not None
    assert (finding.edge.id, finding.severity) == ("physics:motion~maths:gradients~2", ERROR)


def test_a_clash_that_hangs_on_a_part_to_confirm_is_a_warning() -> None:
    for here, there in ((perhaps(SPEED), known("ratio")), (known(SPEED), perhaps("ratio"))):
        maths = plan(unit(7, 1, "fractions"), unit(8, 2, there))
        finding = only(check(maths, science(unit(8, 1, here))), "COH001")
        assert (finding.severity, finding.provisional) == (WARNING, True)


def test_a_pinned_unit_of_mathematics_is_not_asked_to_move() -> None:
    maths = plan(unit(7, 1, "fractions"), unit(8, 2, "ratio", pinned=True))
    finding = only(check(maths, science(unit(8, 1, SPEED))), "COH001")
    assert finding.mend.startswith('Move "physics:speed"')


# COH002


def test_the_same_half_term_is_a_warning_whatever_the_weeks_say() -> None:
    maths = plan(unit(7, 1, "fractions"), unit(8, 1, "ratio", step=1))
    sciences = science(unit(8, 1, SPEED, step=2), unit(9, 1, CELLS))
    finding = only(check(maths, sciences), "COH002")
    assert (finding.severity, cells(finding)) == (WARNING, ("A1", "A2"))
    assert "in the same half-term" in finding.message


def test_the_same_half_term_is_information_where_it_is_only_helpful() -> None:
    finding = only(check(taught(8, 1, "ratio", "scale"), science(unit(8, 1, DENSITY))), "COH002")
    assert (finding.severity, finding.topics) == (INFO, (DENSITY, "maths:scale"))


def test_a_part_to_confirm_in_the_same_half_term_is_provisional() -> None:
    finding = only(check(taught(8, 1, "ratio"), science(unit(8, 1, perhaps(SPEED)))), "COH002")
    assert (finding.severity, finding.provisional) == (WARNING, True)


@pytest.mark.parametrize(("half_term", "expected"), [(3, ["COH002"]), (4, [])])
def test_the_lag_asks_for_more_room(half_term: int, expected: list[str]) -> None:
    plans = taught(8, 2, "ratio"), science(unit(8, half_term, SPEED))
    assert clashes(*plans) == []
    assert clashes(*plans, lag=1) == expected


def test_too_little_room_is_said_as_such() -> None:
    report = check(taught(8, 2, "ratio"), science(unit(8, 3, SPEED)), settings=Settings(lag=1))
    assert "less than 2 half-terms before" in only(report, "COH002").message


def test_years_alone_are_compared_as_years() -> None:
    assert clashes(taught(8, None, "ratio"), science(unit(8, 6, SPEED))) == ["COH002"]
    assert clashes(taught(8, None, "ratio"), science(unit(8, None, SPEED))) == ["COH002"]
    assert clashes(taught(7, None, "ratio"), science(unit(8, None, SPEED))) == []
    assert clashes(taught(9, None, "ratio"), science(unit(8, 6, SPEED))) == ["COH001"]
    report = check(taught(8, None, "ratio"), science(unit(8, 6, SPEED)))
    assert "half-term unknown" in only(report, "COH002").message
    assert any("which is an assumption" in note for note in report.notes)


def test_steps_of_a_year_are_never_half_terms() -> None:
    maths = plan(unit(7, None, "fractions", "ratio", step=1))
    assert clashes(maths, science(unit(7, None, SPEED, step=9))) == ["COH002"]


def test_a_unit_that_goes_on_is_finished_at_its_end() -> None:
    maths = plan(unit(7, 1, "fractions"), unit(8, 1, "ratio", span=3))
    assert clashes(maths, science(unit(8, 3, SPEED))) == ["COH002"]
    assert clashes(maths, science(unit(8, 4, SPEED))) == []


def test_a_second_teaching_in_time_settles_it() -> None:
    maths = plan(
        unit(7, 1, "fractions"),
        unit(8, 1, "ratio", span=6),
        unit(8, 2, "ratio"),
        unit(9, 1, "scale"),
    )
    assert clashes(maths, science(unit(8, 3, SPEED))) == []


# COH003


def test_what_mathematics_never_teaches_is_an_error_once_a_topic() -> None:
    report = check(
        plan(unit(7, 1, "fractions"), unit(11, 6, "percent")),
        science(unit(8, 1, SPEED), unit(10, 1, MOLES)),
    )
    ratio = only(report, "COH003")
    assert ratio.topics == (SPEED, "maths:ratio", MOLES)
    assert (ratio.severity, cells(ratio)) == (ERROR, ("A1", None))
    assert "So does Topic chemistry:moles." in ratio.message


def test_a_helpful_use_of_what_is_never_taught_is_a_warning() -> None:
    report = check(plan(unit(7, 1, "fractions", "ratio")), science(unit(7, 2, DENSITY)))
    finding = only(report, "COH003")
    assert (finding.severity, finding.topics) == (WARNING, (DENSITY, "maths:scale"))


def test_foundation_mathematics_with_higher_science() -> None:
    maths = plan(
        unit(7, 1, "fractions", "ratio", "rates"),
        unit(9, 1, "gradients", courses=[HIGHER]),
        unit(11, 1, "percent"),
    )
    sciences = science(unit(10, 1, MOTION))
    report = check(maths, sciences, pathway="maths:foundation,science:higher")
    finding = only(report, "COH003")
    assert finding.topics == (MOTION, "maths:gradients")
    assert (finding.severity, finding.pathway) == (ERROR, None)
    report = check(maths, sciences, pathway="maths:foundation,maths:higher,science:higher")
    assert only(report, "COH003").pathway == "maths:foundation science:higher"
    report = check(maths, sciences, pathway="higher")
    assert found(report, "COH003") == []
    report = check(maths, sciences, pathway="foundation")
    finding = only(report, "COH003")
    assert finding.severity is WARNING, "at Foundation the use is only helpful"


def test_what_a_foundation_class_is_taught_all_the_same_is_taught() -> None:
    maths = plan(unit(7, 1, "fractions", "ratio", "rates"), unit(9, 1, "gradients"))
    assert clashes(maths, science(unit(10, 1, MOTION)), pathway="foundation,combined") == []


def test_never_is_provisional_where_a_part_to_confirm_may_mean_it() -> None:
    maths = plan(unit(7, 1, "fractions"), unit(7, 2, perhaps("percent", "ratio")))
    report = check(maths, science(unit(7, 3, SPEED)))
    finding = only(report, "COH003")
    assert (finding.severity, finding.provisional) == (WARNING, True)
    report = check(plan(unit(7, 1, "fractions")), science(unit(7, 3, perhaps(SPEED))))
    assert (only(report, "COH003").severity, only(report, "COH003").provisional) == (WARNING, True)


def test_a_unit_of_mathematics_without_a_year_teaches_it_at_some_time() -> None:
    maths = plan(unit(7, 1, "fractions"), unit(None, None, "ratio"))
    assert clashes(maths, science(unit(7, 2, SPEED))) == []


# What is known, and what is not judged


def test_ks3_is_known_to_science_where_mathematics_begins_in_year_10() -> None:
    maths = plan(unit(10, 1, "rates"), unit(10, 5, "ratio"))
    assert clashes(maths, science(unit(10, 2, MOLES))) == []


def test_what_mathematics_assumes_science_may_use() -> None:
    maths = plan(unit(8, 1, "fractions"), unit(9, 1, "scale"))
    assert clashes(maths, science(unit(8, 1, SPEED))) == []
    assert clashes(plan(unit(8, 1, "fractions"), unit(8, 3, "ratio")), science(unit(8, 1, SPEED)))


def test_foundation_from_year_11_is_not_assumed_to_know_what_is_for_higher() -> None:
    pathway = "maths:foundation,science:higher"
    report = check(plan(unit(11, 1, "ratio")), science(unit(11, 2, MOTION)), pathway=pathway)
    assert only(report, "COH003").topics == (MOTION, "maths:gradients")


def test_science_before_mathematics_begins_is_not_judged() -> None:
    maths = plan(unit(10, 1, "fractions"), unit(10, 2, "rates"))
    assert clashes(maths, science(unit(10, 1, MOTION)), pathway="foundation,combined") == [
        "COH001",
        "COH003",
    ]
    report = check(maths, science(unit(9, 6, MOTION)), pathway="foundation,combined")
    assert [f.rule for f in report.data if f.rule in CLASHES] == []
    assert any("Science before Year 10 was not judged" in note for note in report.notes)


def test_mathematics_that_ends_before_science_is_not_said_never_to_teach_it() -> None:
    maths = plan(unit(7, 1, "fractions", "ratio"))
    assert clashes(maths, science(unit(7, 6, MOTION))) == ["COH003", "COH003"]
    report = check(maths, science(unit(8, 1, MOTION)))
    assert [f.rule for f in report.data if f.rule in CLASHES] == []
    assert any("after Year 7" in note for note in report.notes)


# Where a use arises


def test_a_use_at_gcse_of_a_ks3_topic_arises_when_it_is_taught_again() -> None:
    maths = plan(unit(7, 1, "fractions", "ratio"), unit(11, 1, "rates"))
    assert clashes(maths, science(unit(7, 2, SPEED))) == []
    assert clashes(maths, science(unit(7, 2, SPEED), unit(9, 6, SPEED))) == []
    report = check(maths, science(unit(7, 2, SPEED), unit(10, 1, SPEED)))
    finding = only(report, "COH001")
    assert (finding.topics, cells(finding)) == ((SPEED, "maths:rates"), ("A2", "A2"))


def test_a_use_for_higher_or_of_separate_sciences_arises_only_there() -> None:
    maths = plan(unit(7, 1, "fractions"), unit(11, 6, "surds"))
    sciences = science(unit(10, 1, MOMENTUM))
    assert clashes(maths, sciences) == ["COH001"]
    assert clashes(maths, sciences, pathway="higher,combined") == []
    assert clashes(maths, sciences, pathway="foundation,separate") == []


# COH004


def test_words_that_both_meet_are_told_where_science_first_meets_them() -> None:
    maths = plan(unit(7, 1, "fractions", "ratio"), unit(8, 1, "rates"))
    report = check(maths, science(unit(7, 2, CELLS), unit(8, 2, SPEED), unit(9, 1, SPEED)))
    finding = only(report, "COH004")
    assert (finding.severity, finding.terms) == (INFO, ("rate",))
    assert (cells(finding), finding.edge) == (("A2", "A2"), None)
    assert finding.topics == ("maths:rates", SPEED)
    assert "In mathematics: One thing In science: Another thing" in finding.message
    assert finding.mend == "Agree a wording: A word for both"


def test_an_edge_of_a_term_brings_both_its_ends() -> None:
    maths = plan(unit(7, 1, "fractions", "ratio", "scale"))
    report = check(maths, science(unit(7, 2, SPEED, DENSITY)))
    assert only(report, "COH004").terms == ("size",)


def test_a_word_that_one_department_alone_meets_is_not_told() -> None:
    report = check(plan(unit(7, 1, "fractions", "ratio")), science(unit(7, 2, SPEED)))
    assert found(report, "COH004") == []


@pytest.mark.parametrize(
    ("here", "there"), [(perhaps(SPEED), known("rates")), (known(SPEED), perhaps("rates"))]
)
def test_a_word_is_provisional_where_either_side_is_to_confirm(here: Part, there: Part) -> None:
    maths = plan(unit(7, 1, "fractions", "ratio"), unit(8, 1, there))
    report = check(maths, science(unit(8, 2, here)))
    assert only(report, "COH004").provisional is True
