"""Laws of a change of plan, on random plans of random small curricula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.plans.diff import Difference, diff
from graph.plans.faults import GRAVITY
from graph.plans.lint import lint
from graph.plans.pathways import Asked
from graph.plans.read import Matched
from ontology.findings import Finding
from ontology.plan_changes import Change
from ontology.plans import Settings
from ontology.records import Curriculum
from ontology.vocabulary import Pathway, Tier
from tests.graph.planned import (
    random_plans,
    tables_of,
)
from tests.graph.strategies import curricula

ONE = Asked((Tier.FOUNDATION,), (Tier.FOUNDATION,), (Pathway.COMBINED,))
HIGHER = Asked((Tier.HIGHER,), (Tier.HIGHER,), (Pathway.SEPARATE,))
law = settings(max_examples=150, deadline=None)


def of_kind(found: Difference | Iterable[Change], *kinds: str) -> list[Change]:
    rows = found.data if isinstance(found, Difference) else found
    return [row for row in rows if row.kind in kinds]


@st.composite
def two_plans(draw: st.DrawFn) -> tuple[Curriculum, list[Matched], list[Matched]]:
    curriculum = draw(curricula())
    random = draw(st.randoms(use_true_random=True))
    return (
        curriculum,
        random_plans(random, curriculum, "old"),
        random_plans(random, curriculum, "new"),
    )


def departments(plans: Sequence[Matched]) -> set[str]:
    return {department for plan in plans for department in plan.departments}


@given(two_plans())
@law
def test_a_plan_compared_with_itself_is_the_same(
    given_: tuple[Curriculum, list[Matched], list[Matched]],
) -> None:
    curriculum, old, _ = given_
    assume(old)
    assert diff(tables_of(curriculum), old, old).data == ()


@given(two_plans())
@law
def test_the_way_back_mends_what_broke_and_loses_what_was_gained(
    given_: tuple[Curriculum, list[Matched], list[Matched]],
) -> None:
    curriculum, old, new = given_
    assume(old and departments(old) == departments(new))
    tables = tables_of(curriculum)
    there, back = (diff(tables, *sides, settings=Settings()) for sides in ((old, new), (new, old)))
    for one, other in (
        ("broken", "mended"),
        ("clash-gained", "clash-lost"),
        ("coverage-gained", "coverage-lost"),
        ("added", "dropped"),
    ):
        assert _facts(there, one) == _facts(back, other)
        assert _facts(there, other) == _facts(back, one)


def _facts(found: Difference, kind: str) -> set[tuple[object, ...]]:
    return {
        (
            row.where,
            None if row.kind in ("added", "dropped") else row.other,
            row.rule,
            row.left,
            row.edge,
            row.topics,
            row.statements,
            row.pathway,
            row.severity,
            row.provisional,
        )
        for row in of_kind(found, kind)
    }


Broken = tuple[str, str, str]


def _broken_links(findings: Iterable[Finding], kinds: tuple[str, ...]) -> dict[Broken, str]:
    """The rule that each pair of topics breaks, by its letters, as checking tells it."""
    found: dict[Broken, str] = {}
    for finding in findings:
        if finding.rule[:3] in kinds and finding.edge is not None:
            topic, lower, *others = finding.topics
            for upper in (topic, *(others if finding.rule in ("PRE003", "COH003") else ())):
                found[finding.rule[:3], upper, lower] = finding.rule
    return found


@given(two_plans())
@law
def test_what_breaks_is_found_by_checking_the_new_plan_and_not_the_old(
    given_: tuple[Curriculum, list[Matched], list[Matched]],
) -> None:
    """And everything that is, is told: no link that checking finds newly broken is left out."""
    curriculum, old, new = given_
    assume(old and departments(old) == departments(new))
    tables = tables_of(curriculum)
    found = diff(tables, old, new, ONE)
    sides = [_broken_links(lint(tables, plans, ONE).data, ("PRE", "GAP")) for plans in (old, new)]
    expected = {
        (kind, *key, rules[int(kind == "broken")])
        for key in sides[0].keys() | sides[1].keys()
        for rules in [[side.get(key) for side in sides]]
        for kind in ["broken" if GRAVITY[rules[1]] > GRAVITY[rules[0]] else "mended"]
        if GRAVITY[rules[0]] != GRAVITY[rules[1]]
    }
    told = {
        (str(row.kind), str(row.rule)[:3], upper, row.topics[1], row.rule)
        for row in of_kind(found, "broken", "mended")
        for upper in (row.topics[0], *row.topics[2:])
    }
    assert told == expected


@given(two_plans())
@law
def test_clashes_gained_are_found_by_checking_the_new_plan(
    given_: tuple[Curriculum, list[Matched], list[Matched]],
) -> None:
    curriculum, old, new = given_
    assume(len(old) == len(new) == 2)
    tables = tables_of(curriculum)
    found = diff(tables, old, new, ONE)
    for kind, plans in (("clash-gained", new), ("clash-lost", old)):
        findings = [f for f in lint(tables, plans, ONE).data if f.rule.startswith("COH")]
        for row in of_kind(found, kind):
            assert any(
                finding.rule == row.rule
                and finding.topics[1] == row.topics[1]
                and (row.topics[0] in finding.topics or finding.where == row.where)
                for finding in findings
            )


@given(two_plans(), st.sampled_from((7, 8, 9)), st.sampled_from((None, 1, 2, 3, 4, 5, 6)))
@law
def test_a_class_meets_never_what_neither_plan_teaches_it(
    given_: tuple[Curriculum, list[Matched], list[Matched]], year: int, from_half: int | None
) -> None:
    """By going through the units one by one, where every unit has a half-term."""
    curriculum, old, new = given_
    assume(old and departments(old) == departments(new))
    rows = [(plan, *row) for plan in (*old, *new) for row in plan.rows()]
    assume(all(unit.half_term is not None for _, unit, _, _ in rows))
    change = (year + 1, 1) if from_half is None else (year, from_half)
    found = diff(tables_of(curriculum), old, new, HIGHER, None, (year,), from_half)
    for department in departments(old):
        met, passed, coming = (
            {
                topic
                for plan in plans
                for unit, own, match in plan.rows()
                if own == department and ((unit.year, unit.half_term) < change) == early
                for topic in _held(curriculum, match.parts[0].topics)
            }
            for plans, early in ((old, True), (new, True), (new, False))
        )
        told = {
            kind: {
                topic
                for row in of_kind(found, kind)
                if row.department == department
                for topic in row.topics
            }
            for kind in ("twice", "never")
        }
        if not met or not coming:
            assert told == {"twice": set(), "never": set()}
        else:
            assert told["twice"] == (met & coming) - passed
            assert told["never"] == passed - coming - met


def _held(curriculum: Curriculum, topics: Sequence[str]) -> Sequence[str]:
    """What a unit teaches in separate sciences: all of it where none of it belongs there."""
    on = {row.id for row in curriculum.topics if not row.pathway or Pathway.SEPARATE in row.pathway}
    return [topic for topic in topics if topic in on] or topics
