"""Coverage by strand and year: worked with a pencil, and by counting."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.plans.coverage_map import Coverage, coverage
from graph.plans.pathways import read_pathways
from graph.plans.read import Matched
from graph.plans.revisits import spacing
from ontology.errors import BadParameter
from ontology.plan_answers import CoverageRow
from ontology.plans import State
from ontology.records import Curriculum
from ontology.vocabulary import Department, Pathway, StatementKind, Tier
from tests.graph import example
from tests.graph.planned import (
    SCIENCE,
    Row,
    plan,
    random_plans,
    tables_of,
    taught,
)
from tests.graph.strategies import curricula

TABLES = tables_of()
law = settings(max_examples=60, deadline=None)
COURSE = (
    taught("Fractions", 7, 1, "fractions"),
    taught("Ratio", 7, 3, "ratio"),
    taught("Ratio again, scale", 8, 2, "ratio", "scale"),
)


def science(*rows: Row) -> Matched:
    return plan("science.xlsx", *rows, department=SCIENCE)


def maths(*rows: Row) -> Matched:
    return plan("maths.xlsx", *rows)


def row_of(
    found: Coverage, strand: str | None, tier: Tier = Tier.FOUNDATION, framework: str = "ks3-maths"
) -> CoverageRow:
    (row,) = [
        row
        for row in found.data
        if (row.strand, row.tier, row.framework) == (strand, tier, framework)
    ]
    return row


def years(row: CoverageRow) -> list[tuple[int, int, int, int, int]]:
    """Of each year: statements, those new, topics, those new."""
    return [
        (one.year, one.statements, one.first_statements, one.topics, one.first_topics)
        for one in row.years
    ]


def test_a_statement_counts_in_each_year_in_which_one_of_its_topics_is_taught() -> None:
    """N1 is fractions, R1 ratio, R2 scale and similar, R3 scale."""
    found = coverage(TABLES, [maths(*COURSE)])
    assert [(row.framework, row.tier, row.strand) for row in found.data] == [
        ("ks3-maths", tier, strand) for tier in Tier for strand in (None, "Number", "Ratio")
    ]
    whole, number, ratio = (row_of(found, strand) for strand in (None, "Number", "Ratio"))
    assert (whole.statements, whole.statements_taught) == (4, 4)
    assert (whole.topics, whole.topics_taught) == (4, 3)
    assert years(whole) == [(7, 2, 2, 2, 2), (8, 3, 2, 2, 1)]
    assert years(number) == [(7, 1, 1, 1, 1), (8, 0, 0, 0, 0)]
    assert years(ratio) == [(7, 1, 1, 1, 1), (8, 3, 2, 2, 1)]
    assert (whole.pathway, whole.group, whole.spanned) == (None, None, False)
    assert found.labels == {"ks3-maths": "Framework ks3-maths"}


def test_a_plan_that_holds_every_year_of_a_stage_spans_it() -> None:
    every = maths(*(taught(f"Revision {year}", year, 1) for year in (7, 8, 9)))
    row = row_of(coverage(TABLES, [every]), None)
    assert (row.spanned, row.statements_taught) == (True, 0)
    assert years(row) == [(year, 0, 0, 0, 0) for year in (7, 8, 9)]


def test_tiers_and_pathways_hold_their_own() -> None:
    """R3 is rates, and for Higher gradients; PHY2 motion, and for separate Higher momentum."""
    tables = tables_of(example.CURRICULUM)
    plans = [maths(taught("Rates", 10, 1, "rates")), science(taught("M", 11, 2, example.MOMENTUM))]
    found = coverage(tables, plans)
    assert {(row.framework, row.tier, row.pathway) for row in found.data} == {
        *(("gcse-maths", tier, None) for tier in Tier),
        *(("ks4-science", tier, pathway) for tier in Tier for pathway in Pathway),
    }
    for tier, topics in ((Tier.FOUNDATION, 1), (Tier.HIGHER, 2)):
        row = row_of(found, None, tier, "gcse-maths")
        assert (row.statements_taught, row.topics_taught, row.topics) == (2, 1, topics)
    whole = [row for row in found.data if row.framework == "ks4-science" and row.strand is None]
    assert [(row.pathway, row.tier, row.statements_taught, row.statements) for row in whole] == [
        (Pathway.COMBINED, Tier.FOUNDATION, 0, 2),
        (Pathway.COMBINED, Tier.HIGHER, 0, 3),
        (Pathway.SEPARATE, Tier.FOUNDATION, 0, 2),
        (Pathway.SEPARATE, Tier.HIGHER, 1, 3),
    ]
    asked = coverage(tables, plans, read_pathways(["maths:higher,science:foundation,combined"]))
    assert {(row.framework, row.tier, row.pathway) for row in asked.data} == {
        ("gcse-maths", Tier.HIGHER, None),
        ("ks4-science", Tier.FOUNDATION, Pathway.COMBINED),
    }


def test_content_of_an_earlier_stage_has_rows_only_where_it_is_taught() -> None:
    tables = tables_of(example.CURRICULUM)
    found = coverage(tables, [maths(taught("Ratio", 10, 1, "ratio"))])
    assert {row.framework for row in found.data} == {"gcse-maths", "ks3-maths"}


def test_classes_that_are_taught_apart_have_rows_apart() -> None:
    set_1 = taught("Ratio", 7, 1, "ratio", classes=("7a",))
    set_2 = taught("Fractions", 7, 1, "fractions", classes=("7b",))
    found = coverage(TABLES, [maths(set_1, set_2)], read_pathways(["foundation"]))
    counted = [(row.group, row.strand, row.statements_taught) for row in found.data]
    assert counted == [
        ("7a", None, 1),
        ("7a", "Number", 0),
        ("7a", "Ratio", 1),
        ("7b", None, 1),
        ("7b", "Number", 1),
        ("7b", "Ratio", 0),
    ]


def test_what_is_taught_only_if_a_match_is_confirmed_is_counted_apart() -> None:
    unsure = taught("Ratio?", 7, 1, "ratio", state=State.CONFIRM)
    row = row_of(coverage(TABLES, [maths(unsure, COURSE[0])]), None)
    assert (row.statements_taught, row.provisional) == (2, 1)
    row = row_of(coverage(TABLES, [maths(unsure, *COURSE)]), None)
    assert (row.statements_taught, row.provisional) == (4, 0)


def test_without_a_year_nothing_is_covered_or_met() -> None:
    nowhere = [maths(taught("Ratio", None, None, "ratio"))]
    with pytest.raises(BadParameter, match="nothing is taught in any"):
        coverage(TABLES, nowhere)
    with pytest.raises(BadParameter, match="nothing is met at any time"):
        spacing(TABLES, nowhere)


def test_units_without_a_year_are_told() -> None:
    found = coverage(TABLES, [maths(*COURSE, taught("Ratio", None, None, "ratio"))])
    assert found.notes == ("1 unit of maths has no year and is left out.",)


@st.composite
def plans_at_random(draw: st.DrawFn) -> tuple[Curriculum, list[Matched]]:
    """A curriculum and plans of its departments, of which at least one has a unit."""
    curriculum = draw(curricula())
    random = draw(st.randoms(use_true_random=True))
    plans = random_plans(random, curriculum, "plan")
    return curriculum, plans or [maths(taught("Nothing", 7, 1))]


@given(plans_at_random())
@law
def test_counts_are_those_of_a_pencil(scheme: tuple[Curriculum, list[Matched]]) -> None:
    """By sets of ids, from the records: statements of a strand by year."""
    curriculum, plans = scheme
    found = coverage(tables_of(curriculum), plans, read_pathways(["higher,separate"]))
    by_year: dict[Department, dict[int, set[str]]] = {d: {} for d in Department}
    for given_plan in plans:
        for unit, department, match in given_plan.rows():
            topics = by_year[department].setdefault(unit.year or 0, set())
            topics |= {id_ for part in match.parts for id_ in part.topics}
    for row in found.data:
        statements = {
            statement.id
            for statement in curriculum.statements
            if statement.kind is StatementKind.CONTENT
            and statement.id.partition(":")[0] == row.framework
            and row.strand in (None, statement.strand)
        }
        addressed = _addressed(curriculum, statements, row)
        assert row.statements == len(addressed)
        assert row.topics == len(set().union(*addressed.values()))
        before: set[str] = set()
        assert [one.year for one in row.years] == sorted(by_year[row.department])
        for one in row.years:
            now = by_year[row.department][one.year]
            new = before | now
            assert one.statements == _taught(addressed.values(), now)
            assert one.first_statements == (
                _taught(addressed.values(), new) - _taught(addressed.values(), before)
            )
            assert one.first_topics == len(set().union(*addressed.values()) & new - before)
            before = new
        assert row.statements_taught == sum(one.first_statements for one in row.years)
        assert row.topics_taught == sum(one.first_topics for one in row.years)


def _addressed(
    curriculum: Curriculum, statements: set[str], row: CoverageRow
) -> dict[str, set[str]]:
    """The topics of each statement that the pathway holds, statements without any left out."""
    held = {
        topic.id
        for topic in curriculum.topics
        if not topic.pathway or row.pathway is None or row.pathway in topic.pathway
    }
    found: dict[str, set[str]] = {}
    for address in curriculum.addresses:
        if address.statement in statements and address.topic in held:
            found.setdefault(address.statement, set()).add(address.topic)
    return found


def _taught(topics: Iterable[set[str]], now: set[str]) -> int:
    return sum(1 for own in topics if own & now)
