"""Laws of deadlines and of moves, in random plans: against what the rules find in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.plans.deadlines import deadlines
from graph.plans.lint import build_courses, find_breaches, lint
from graph.plans.pathways import Asked, Run
from graph.plans.read import Matched
from graph.plans.risk import at_risk
from graph.plans.tables import Tables
from ontology.plan_answers import RiskRow
from ontology.plan_repairs import Time
from ontology.plans import Settings
from ontology.records import Curriculum
from ontology.vocabulary import Stage, Subject
from tests.graph.planned import (
    SCIENCE,
    Row,
    plan,
    tables_of,
    taught,
)
from tests.graph.strategies import curricula

law = settings(max_examples=150, deadline=None)
ONE = Asked()


def science(*rows: Row) -> Matched:
    return plan("science.xlsx", *rows, department=SCIENCE)


def maths(*rows: Row) -> Matched:
    return plan("maths.xlsx", *rows)


def plan_at_random(
    random: Random, curriculum: Curriculum, of_maths: bool, dated: bool = True
) -> Matched:
    """Most topics of a department in units of one or two, behind a unit that begins Year 7."""
    ids = [row.id for row in curriculum.topics if (row.subject is Subject.MATHS) is of_maths]
    rows = [taught("Start", 7, 1 if dated else None)]
    for id_ in ids:
        if random.random() < 0.15:
            continue
        for _ in range(random.choice((1, 1, 1, 2))):
            others = random.sample(ids, 1) if random.random() < 0.2 else []
            half = random.randint(1, 6) if dated else None
            text = f"Unit {len(rows)}"
            rows.append(taught(text, random.randint(7, 10), half, id_, *others))
    return maths(*rows) if of_maths else science(*rows)


def lowers(found: Iterable[Any], rule: str) -> set[str]:
    return {finding.topics[1] for finding in found if finding.rule == rule}


@st.composite
def schemes(draw: st.DrawFn) -> tuple[Curriculum, Matched, Matched, Settings, bool]:
    """A curriculum, plans of both departments, a lag, and whether mathematics has half-terms."""
    curriculum = draw(curricula(science=True))
    random = draw(st.randoms(use_true_random=True))
    dated = draw(st.booleans())
    of_maths = plan_at_random(random, curriculum, True, dated)
    of_science = plan_at_random(random, curriculum, False, draw(st.booleans()))
    return curriculum, of_maths, of_science, Settings(lag=draw(st.integers(0, 2))), dated


@given(schemes())
@law
def test_standings_are_what_the_rules_find(
    scheme: tuple[Curriculum, Matched, Matched, Settings, bool],
) -> None:
    curriculum, of_maths, of_science, chosen, _ = scheme
    tables = tables_of(curriculum)
    plans = [of_maths, of_science]
    rows = deadlines(tables, plans, ONE, chosen).data
    findings = lint(tables, plans, ONE, chosen).data
    of: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        of[row.standing].add(row.topic.id)
    clashes = {finding.topics[1] for finding in findings if finding.rule in ("COH001", "COH002")}
    assert of["late"] == lowers(findings, "COH001")
    assert of["never"] == lowers(findings, "COH003")
    assert of["same-time"] | of["late"] == clashes
    assert not of["not-told"]
    assert all(row.uses for row in rows)


@given(schemes())
@law
def test_mathematics_that_meets_every_deadline_does_not_clash_and_a_half_term_later_does(
    scheme: tuple[Curriculum, Matched, Matched, Settings, bool],
) -> None:
    curriculum, _, of_science, chosen, _ = scheme
    tables = tables_of(curriculum)
    first: dict[str, int] = {}
    for row in deadlines(tables, [of_science], ONE, chosen).data:
        first[row.topic.id] = min(first.get(row.topic.id, 30), _half(row.by))
    first = {id_: half for id_, half in first.items() if half >= 0}
    assume(first)
    assert not _clashes(tables, first, of_science, chosen) & set(first)
    strict = next(iter(first))
    assume(tables.index.topics[tables.index.number[strict]].stage is not Stage.KS2)
    assert strict in _clashes(tables, {**first, strict: first[strict] + 1}, of_science, chosen)


def _clashes(
    tables: Tables, first: dict[str, int], of_science: Matched, chosen: Settings
) -> set[str]:
    """The topics that clash where each is taught in a half-term."""
    units = [taught(id_, 7 + half // 6, half % 6 + 1, id_) for id_, half in first.items()]
    findings = lint(tables, [maths(taught("Start", 7, 1), *units), of_science], ONE, chosen).data
    return lowers(findings, "COH001") | lowers(findings, "COH002")


def _half(time: Time | None) -> int:
    """A half-term by its number; the last of the year where only that is told."""
    return -1 if time is None else (time.year - 7) * 6 + (time.half_term or 6) - 1


def moved(of_maths: Matched, unit_id: str, half: int, dated: bool) -> Matched:
    """The plan with a unit in another half-term, or year."""
    units = []
    for unit in of_maths.plan.units:
        if unit.id == unit_id:
            to = half % 6 + 1 if dated else None
            unit = unit.model_copy(update={"year": 7 + half // 6, "half_term": to})
        units.append(unit)
    return replace(of_maths, plan=of_maths.plan.model_copy(update={"units": tuple(units)}))


def broken(tables: Tables, plans: Sequence[Matched], chosen: Settings) -> set[tuple[Run, str, int]]:
    """The links that are out of order, with the rule and the pathway."""
    return {
        (run, breach.rule, breach.link)
        for run, own in build_courses(tables, plans, ONE).items()
        for breach in find_breaches(tables, own, chosen)
        if breach.rule in ("PRE001", "COH001", "COH002")
    }


def halves_after(row: RiskRow, latest: int, dated: bool) -> Iterator[int]:
    """The half-terms, or ends of years, after a unit's own up to its latest."""
    step = 1 if dated else 6
    yield from range(_half(row.unit.last) + step, latest + 1, step)


@given(schemes())
@law
def test_up_to_its_latest_a_move_breaks_nothing_and_the_next_half_term_breaks_something(
    scheme: tuple[Curriculum, Matched, Matched, Settings, bool],
) -> None:
    curriculum, of_maths, of_science, chosen, dated = scheme
    tables = tables_of(curriculum)
    plans = [of_maths, of_science]
    now = broken(tables, plans, chosen)
    for row in at_risk(tables, plans, ONE, chosen).data:
        latest = 29 if row.latest is None else min(_half(row.latest), 29)
        for half in halves_after(row, latest, dated):
            after = moved(of_maths, row.unit.id, half, dated)
            assert broken(tables, [after, of_science], chosen) <= now
        beyond = latest + (1 if dated else 6)
        if row.latest is not None and beyond <= 29:
            after = moved(of_maths, row.unit.id, beyond, dated)
            assert broken(tables, [after, of_science], chosen) - now
