"""Checking a plan as a whole: MAP001, order of findings, suppressions, settings and notes."""

from __future__ import annotations

from itertools import permutations

import pytest

from graph.plans.lint import join_settings
from ontology.findings import Where
from ontology.plan_rules import PLAN_RULES, find_in_plan
from ontology.plans import Course, Settings, State, Suppression
from ontology.vocabulary import Department
from tests.graph.plan_world import (
    CELLS,
    DENSITY,
    ERROR,
    INFO,
    MOTION,
    SPEED,
    WARNING,
    Row,
    accepting,
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

WRONG = (unit(7, 1, "ratio", text="Ratio\n and  proportion"), unit(7, 2, "fractions"))
"""Ratio (A1) before fractions (A2)."""

# MAP001


def test_a_row_that_is_not_matched_is_a_warning_and_nothing_else() -> None:
    report = check(plan(unit(7, 1, unknown("Ratio fun"))))
    (finding,) = report.data
    assert (finding.rule, finding.severity, cells(finding)) == ("MAP001", WARNING, ("A1", None))
    assert '"Ratio fun" is not matched to any topic' in finding.message
    assert "coherence match" in finding.mend
    assert (finding.topics, finding.provisional, finding.blocks) == ((), False, None)


def test_a_piece_of_a_row_is_named_alone_and_the_rest_teaches() -> None:
    report = check(plan(unit(7, 1, "fractions", unknown("Bits")), unit(7, 2, "ratio")))
    (finding,) = report.data
    assert finding.rule == "MAP001"
    assert finding.message.startswith('"Bits" is not')


@pytest.mark.parametrize("text", ["Revision", "Assessment week", "Half term"])
def test_what_names_no_topic_is_information(text: str) -> None:
    (finding,) = check(plan(unit(7, 1, unknown(text)))).data
    assert (finding.rule, finding.severity) == ("MAP001", INFO)


def test_matched_and_to_confirm_are_not_told() -> None:
    report = check(plan(unit(7, 1, "fractions"), unit(7, 2, perhaps("ratio"))))
    assert found(report, "MAP001") == []


def test_it_is_told_of_units_without_a_year_and_once_for_all_pathways() -> None:
    report = check(plan(unit(None, None, unknown("Bits"), courses=[Course.HIGHER])), pathway="")
    assert only(report, "MAP001").pathway is None


# What reading told


def test_what_reading_found_is_told_among_the_rest() -> None:
    where = Where(file="maths.xlsx", sheet="Plan", cell="A2")
    told = find_in_plan("READ001", where, "#REF! in a cell.", "Mend it.")
    report = check(plan(*WRONG, findings=[told]))
    assert [f.rule for f in report.data] == ["PRE001", "READ001"]


# Order


def test_gravest_first_then_certain_then_what_most_rests_on_then_the_file() -> None:
    maths = plan(
        unit(7, 1, "percent"),
        unit(7, 1, perhaps("scale")),
        unit(7, 2, "ratio"),
        unit(7, 3, "fractions"),
        unit(7, 4, unknown("Bits")),
        unit(7, 5, "similar"),
    )
    report = check(maths)
    keys = [(f.severity.rank, f.provisional, -(f.blocks or 0)) for f in report.data]
    assert keys == sorted(keys)
    assert [(f.rule, cells(f)[0]) for f in report.data] == [
        ("PRE001", "A1"),
        ("PRE001", "A3"),
        ("MAP001", "A5"),
        ("PRE001", "A2"),
    ]


def test_what_most_rests_on_stands_before_what_comes_first_in_the_file() -> None:
    maths = plan(
        unit(7, 1, "similar"),
        unit(7, 2, "percent"),
        unit(7, 4, "scale", "ratio"),
        unit(7, 3, "fractions"),
    )
    told = [(cells(f)[0], f.blocks) for f in found(check(maths), "PRE001") if f.severity is ERROR]
    assert told == [("A2", 3), ("A1", 0)]


def test_equals_stand_as_in_the_files() -> None:
    rows = [unit(7, 1, unknown(f"Bits {n}")) for n in range(12)]
    report = check(plan(*rows), plan(*rows, file="more.xlsx"))
    places = [(f.where.file, cells(f)[0]) for f in report.data]
    assert places == [(name, f"A{n}") for name in ("maths.xlsx", "more.xlsx") for n in range(1, 13)]


def test_the_same_plan_in_other_rows_finds_the_same() -> None:
    rows = [unit(7, 1, "percent"), unit(7, 2, "ratio"), unit(7, 3, "fractions")]
    sets = {
        tuple(sorted((f.rule, f.topics, f.severity) for f in check(plan(*order)).data))
        for order in permutations(rows)
    }
    assert len(sets) == 1


def test_findings_are_counted_by_severity() -> None:
    report = check(plan(*WRONG, unit(7, 3, unknown("Bits"))))
    assert report.counts() == {"error": 1, "warning": 1, "info": 0}


def test_no_finding_is_graver_than_its_rule_and_each_names_its_page() -> None:
    maths = plan(unit(7, 1, "similar"), unit(7, 2, "ratio"), unit(9, 4, "fractions"))
    for finding in check(maths, science(unit(7, 1, SPEED, DENSITY, MOTION)), pathway="").data:
        assert finding.severity.rank >= PLAN_RULES[finding.rule].severity.rank
        assert finding.docs == PLAN_RULES[finding.rule].page
        assert finding.message
        assert finding.mend


def test_everything_that_is_provisional_is_at_most_a_warning() -> None:
    maths = plan(unit(7, 1, perhaps("similar")), unit(7, 2, perhaps("ratio", "fractions")))
    report = check(maths, science(unit(7, 1, perhaps(SPEED)), unit(8, 1, perhaps(DENSITY))))
    assert report.data
    assert all(f.severity is not ERROR for f in report.data)
    assert all(f.provisional for f in report.data)


# Pathways


def test_one_finding_for_all_pathways_that_share_it() -> None:
    finding = only(check(plan(*WRONG), pathway=""), "PRE001")
    assert finding.pathway is None
    row = unit(7, 1, "ratio", courses=[Course.HIGHER])
    finding = only(check(plan(row, WRONG[1]), pathway="foundation,higher"), "PRE001")
    assert finding.pathway == "higher"


# Suppressions


@pytest.mark.parametrize(
    "about",
    [
        None,
        "A1",
        "Plan!A1",
        "plan!a1",
        " Plan!A1 ",
        "Ratio and proportion",
        "Ratio\n and  proportion",
        "maths:ratio",
        "maths:fractions",
        "maths:ratio~maths:fractions",
        "Maths:Ratio~Maths:Fractions",
    ],
)
def test_a_finding_is_kept_back_and_counted(about: str | None) -> None:
    report = check(plan(*WRONG), settings=accepting("PRE001", about))
    assert report.data == ()
    (kept,) = report.suppressed
    assert (kept.findings, kept.suppression.reason) == (1, "We know")


@pytest.mark.parametrize(
    ("rule", "about"),
    [
        ("PRE002", None),
        ("PRE001", "A2"),
        ("PRE001", "A"),
        ("PRE001", "Other!A1"),
        ("PRE001", "proportion"),
        ("PRE001", "maths:percent"),
        ("PRE001", "None"),
        ("PRE001", ""),
    ],
)
def test_what_is_about_something_else_keeps_nothing_back_and_says_so(
    rule: str, about: str | None
) -> None:
    report = check(plan(*WRONG), settings=accepting(rule, about))
    assert len(report.data) == 1
    assert [kept.findings for kept in report.suppressed] == [0]


def test_rules_are_named_in_any_case() -> None:
    assert check(plan(*WRONG), settings=accepting("pre001")).data == ()


def test_statements_terms_and_rows_that_are_not_matched_are_suppressed_too() -> None:
    ks3 = plan(*(unit(year, 1, "fractions", "ratio", "scale") for year in (7, 8, 9)))
    report = check(ks3, settings=accepting("COV001", "ks3-maths:R3"))
    assert (found(report, "COV001"), report.suppressed[0].findings) == ([], 1)
    both = plan(unit(7, 1, "fractions", "ratio", "rates")), science(unit(7, 2, SPEED))
    report = check(*both, settings=accepting("COH004", "rate"))
    assert (found(report, "COH004"), report.suppressed[0].findings) == ([], 1)
    report = check(plan(unit(7, 1, unknown("Bits"))), settings=accepting("MAP001", "bits"))
    assert (report.data, report.suppressed[0].findings) == ((), 1)


def test_each_finding_counts_for_the_first_that_accepts_it() -> None:
    settings = Settings(
        suppressions=(
            Suppression(rule="PRE001", about="A1", reason="One"),
            Suppression(rule="PRE001", reason="All"),
        )
    )
    rows = (*WRONG, unit(7, 1, "percent"))
    report = check(plan(*rows), settings=settings)
    assert [kept.findings for kept in report.suppressed] == [1, 1]
    assert report.data == ()


def test_suppressions_stand_in_the_plan_too() -> None:
    assert check(plan(*WRONG, settings=accepting("PRE001"))).data == ()


# Settings


def test_settings_of_the_plan_count_and_those_given_stand_above_them() -> None:
    rows = (unit(7, 1, "fractions"), unit(7, 3, "ratio"))
    short = plan(*rows, settings=Settings(gap=2))
    assert found(check(short), "GAP001") != []
    assert found(check(short, settings=Settings()), "GAP001") == []


def test_settings_of_plans_checked_together_are_joined() -> None:
    one = Suppression(rule="PRE001", reason="One")
    other = Suppression(rule="COV001", reason="Other")
    joined = join_settings(
        [
            Settings(lag=2, suppressions=(one,)),
            Settings(lag=1, gap=4, suppressions=(other, one)),
            Settings(),
        ]
    )
    assert (joined.lag, joined.gap, joined.revisit, joined.weeks) == (2, 4, 6, 6.0)
    assert joined.suppressions == (one, other)
    assert join_settings([]) == Settings()


# Notes


def test_what_was_not_asked_is_said() -> None:
    notes = check(plan(unit(7, None, "fractions"), guessed=True)).notes
    assert notes[0] == "maths.xlsx does not say whose it is: read as maths by its words."
    assert any("COH rules were not asked" in note for note in notes)
    assert any("spread evenly over the year, which is an assumption" in note for note in notes)


def test_nothing_is_assumed_of_plans_that_say_it_all() -> None:
    maths = plan(*(unit(year, 1, "fractions") for year in range(7, 12)))
    notes = check(maths, science(*(unit(year, 1, CELLS) for year in range(7, 12)))).notes
    assert notes == (
        "Coverage of maths was asked of ks3-maths and gcse-maths.",
        "Coverage of science was asked of ks3-science and ks4-science.",
    )


# Plans with little in them


@pytest.mark.parametrize(
    "rows",
    [(), (unit(None, None, "ratio"),), (unit(7, 1, unknown("Bits")),), (unit(11, 6, "counting"),)],
)
def test_a_plan_with_little_in_it_can_be_checked(rows: tuple[Row, ...]) -> None:
    for department in Department:
        report = check(plan(*rows, department=department), pathway="")
        assert all(f.severity is not ERROR for f in report.data)


def test_no_plan_finds_nothing() -> None:
    assert check().data == ()


def test_a_match_to_a_topic_that_the_data_lack_is_a_fault() -> None:
    with pytest.raises(KeyError, match="maths:nonsense"):
        check(plan(unit(7, 1, known("nonsense"))))


def test_a_part_of_no_topic_teaches_none() -> None:
    row = unit(7, 1, known(text="Whatever", state=State.MATCHED))
    assert check(plan(row)).data == ()
