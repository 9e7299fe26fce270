"""Laws of the rules about plans, by brute force on random curricula and plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.index import build_index
from graph.plans.breach import Breach
from graph.plans.course import Lesson
from graph.plans.lint import build_courses, find_breaches, lint
from graph.plans.pathways import Asked
from graph.plans.read import Matched
from graph.plans.tables import Tables, build_tables
from ontology.plans import Course, Part, Settings, State
from ontology.records import Curriculum
from ontology.vocabulary import Department, Severity, Subject
from tests.graph.plan_oracle import Broken, expected
from tests.graph.plan_world import MATHS, Row, known, perhaps, plan, unit, unknown
from tests.graph.strategies import curricula

law = settings(max_examples=600, deadline=None)
CLASSES = ("7A", "7B")


# Random plans


def random_part(random: Random, ids: Sequence[str]) -> Part:
    """A certain topic, most often; several; one to confirm with others; nothing known."""
    some = random.sample(ids, min(len(ids), random.choice((1, 1, 2, 3))))
    kind = random.random()
    if kind < 0.15:
        return perhaps(*some)
    if kind < 0.2:
        return unknown("Something")
    if kind < 0.4:
        return known(*some, state=random.choice((State.MATCHED, State.CONFIRM)), how="code")
    return known(some[0])


def random_row(random: Random, ids: Sequence[str], years: Sequence[int], style: str) -> Row:
    """A unit; by style with half-terms, with steps, with both, or in any of these ways."""
    ways = {"halves": "h", "years": "s", "both": "b", "mixed": "hsbyn"}[style]
    way = random.choice(ways)
    courses: list[Course] = []
    if random.random() < 0.25:
        courses = random.sample(tuple(Course), random.choice((1, 1, 2)))
    return unit(
        None if way == "n" else random.choice(years),
        random.choice((1, 1, 2, 3, 6)) if way in "hb" else None,
        *(random_part(random, ids) for _ in range(random.choice((1, 1, 2)))),
        step=random.choice((1, 2, 3)) if way in "sb" else None,
        span=random.choice((1, 1, 1, 2, 7)) if way in "hb" else 1,
        courses=courses,
        classes=random.sample(CLASSES, 1) if random.random() < 0.1 else (),
    )


def random_plan(random: Random, curriculum: Curriculum, department: Department) -> Matched:
    """Up to nine units over some years of a school, topics among them more than once."""
    maths = department is MATHS
    ids = [t.id for t in curriculum.topics if (t.subject is Subject.MATHS) is maths]
    years = random.choice(((7, 8, 9), (7, 8), (7, 9, 10), (8, 9), (9, 10), (10, 11), (11,)))
    style = random.choice(("halves", "years", "both", "mixed"))
    rows = [random_row(random, ids, years, style) for _ in range(random.randint(1, 9))]
    return plan(*rows, department=department)


@st.composite
def schools(draw: st.DrawFn) -> tuple[Curriculum, list[Matched], Settings]:
    """A curriculum with science, the plans of one or both departments, and settings."""
    curriculum = draw(curricula(science=True))
    random = draw(st.randoms(use_true_random=True))
    departments = draw(st.sampled_from([tuple(Department), (MATHS,), (Department.SCIENCE,)]))
    plans = [random_plan(random, curriculum, department) for department in departments]
    chosen = Settings(
        gap=random.choice((1, 2, 6)), revisit=random.choice((1, 6)), lag=random.choice((0, 0, 1, 5))
    )
    return curriculum, plans, chosen


def tables_of(curriculum: Curriculum) -> Tables:
    return build_tables(build_index(curriculum))


# What is found, as the oracle says it


def seen(tables: Tables, breach: Breach) -> Broken:
    index = tables.index
    severity = breach.severity
    if breach.unsure and severity is Severity.ERROR:
        severity = Severity.WARNING
    link = index.links[breach.link].id if breach.link >= 0 else None
    return Broken(
        rule=breach.rule,
        severity=severity,
        first=id_of(breach.lesson),
        other=id_of(breach.other),
        name=link or breach.statement or breach.term,
        about=frozenset(index.topics[number].id for number in breach.topics),
        provisional=breach.unsure,
    )


def id_of(lesson: Lesson | None) -> str | None:
    return lesson.unit.id if lesson else None


def by_name(broken: Broken) -> tuple[str, ...]:
    return tuple(str(sorted(one) if isinstance(one, frozenset) else one) for one in broken)


# Laws


@settings(law, max_examples=1500)
@given(schools())
def test_breaches_are_those_of_brute_force(
    world: tuple[Curriculum, list[Matched], Settings],
) -> None:
    curriculum, plans, chosen = world
    tables = tables_of(curriculum)
    for run, courses in build_courses(tables, plans, Asked()).items():
        breaches = [seen(tables, breach) for breach in find_breaches(tables, courses, chosen)]
        wanted = expected(curriculum, plans, run, chosen)
        assert sorted(breaches, key=by_name) == sorted(wanted, key=by_name)


@law
@given(schools())
def test_findings_are_the_breaches_once_each_with_their_pathways(
    world: tuple[Curriculum, list[Matched], Settings],
) -> None:
    curriculum, plans, chosen = world
    tables = tables_of(curriculum)
    report = lint(tables, plans, settings=chosen)
    told = [f for f in report.data if f.rule != "MAP001"]
    wanted = [expected(curriculum, plans, run, chosen) for run in report.courses]
    every = {broken for found in wanted for broken in found}
    assert len(told) == len(every)
    whole = set.intersection(*map(set, wanted)) if wanted else set()
    assert sum(f.pathway is None for f in told) == len(whole)
    assert sum(f.provisional for f in told) == sum(broken.provisional for broken in every)
    assert sorted(f.rule for f in told) == sorted(broken.rule for broken in every)


@law
@given(schools())
def test_findings_stand_gravest_first_and_provisional_ones_are_never_errors(
    world: tuple[Curriculum, list[Matched], Settings],
) -> None:
    curriculum, plans, chosen = world
    findings = lint(tables_of(curriculum), plans, settings=chosen).data
    keys = [(f.severity.rank, f.provisional, -(f.blocks or 0)) for f in findings]
    assert keys == sorted(keys)
    assert not any(f.provisional and f.severity is Severity.ERROR for f in findings)


@law
@given(schools(), st.randoms())
def test_the_order_of_files_does_not_count(
    world: tuple[Curriculum, list[Matched], Settings], random: Random
) -> None:
    curriculum, plans, chosen = world
    tables = tables_of(curriculum)
    turned = plans[::-1]
    one, other = (
        sorted(f.line() for f in lint(tables, given_plans, settings=chosen).data)
        for given_plans in (plans, turned)
    )
    assert one == other


@law
@given(schools())
def test_confirming_what_is_read_changes_no_breach_but_makes_it_certain(
    world: tuple[Curriculum, list[Matched], Settings],
) -> None:
    curriculum, plans, chosen = world
    tables = tables_of(curriculum)
    sure = build_courses(tables, [confirmed(one) for one in plans], Asked())
    for run, courses in build_courses(tables, plans, Asked()).items():
        before = list(find_breaches(tables, courses, chosen))
        after = list(find_breaches(tables, sure[run], chosen))
        assert not any(breach.unsure for breach in after)
        ranks = [
            sorted((breach.rule, breach.severity, sorted(breach.topics)) for breach in found)
            for found in (before, after)
        ]
        assert ranks[0] == ranks[1]


def confirmed(matched: Matched) -> Matched:
    """The plan with every part to confirm taken as it is read."""
    matches = []
    for match in matched.matches:
        parts = tuple(
            part.model_copy(update={"state": State.MATCHED})
            if part.state is State.CONFIRM
            else part
            for part in match.parts
        )
        state = max((part.state for part in parts), key=lambda state: state.rank)
        matches.append(match.model_copy(update={"parts": parts, "state": state}))
    return replace(matched, matches=tuple(matches))
