"""What the rules about plans ought to find, the obvious slow way.

Written from the words of the design and of the rules: every pair of units, every link of a graph
with its record. What units teach and when is read in `plan_school.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from graph.plans.pathways import Run
from graph.plans.read import Matched
from ontology.plans import Settings
from ontology.records import Curriculum
from ontology.register import Term
from ontology.science import Uses
from ontology.vocabulary import (
    Department,
    Pathway,
    Severity,
    Stage,
    StatementKind,
    Strength,
    Subject,
    Tier,
)
from tests.graph.plan_school import (
    School,
    Taught,
    graph_of,
    is_held,
    links,
    record,
    school,
    year_of,
)
from tests.graph.worlds import edges_of

if TYPE_CHECKING:
    from tests.graph.plan_school import Digraph

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741


class Broken(NamedTuple):
    """A breach by ids; `first` and `other` are ids of units, `about` the topics in no order."""

    rule: str
    severity: Severity
    first: str | None
    other: str | None
    name: str | None
    about: frozenset[str]
    provisional: bool


# Order


def grave(strength: Strength, essential: Severity, helpful: Severity) -> Severity:
    return essential if strength is Strength.ESSENTIAL else helpful


def first_teachings(own: School, topic: str) -> list[Taught]:
    """The units that begin earliest of those that teach a topic."""
    teaching = own.teaching(topic)
    earliest = min((one.begins for one in teaching), default=None)
    return [one for one in teaching if one.begins == earliest]


def needs(graph: Digraph, topic: str) -> dict[str, tuple[str, Strength]]:
    """What a topic requires, with the link."""
    return {
        edge.prerequisite: (edge.id, edge.strength)
        for edge in links(graph, topic)
        if not isinstance(edge, Uses)
    }


def lacking(graph: Digraph, own: School) -> Iterator[tuple[Taught, str, list[str]]]:
    """Each topic at the first of its first teachings that is without something it needs."""
    for topic in sorted(own.topics):
        for unit in first_teachings(own, topic):
            have = {t for one in own.units if one.is_before(unit) for t in one.topics}
            have |= own.known | own.assumed | unit.topics
            lacks = [lower for lower in needs(graph, topic) if lower not in have]
            if lacks:
                yield unit, topic, lacks
                break


def order(graph: Digraph, own: School) -> Iterator[Broken]:
    """PRE001 and PRE002: what a topic needs is taught, but not surely before it."""
    for unit, topic, lacks in lacking(graph, own):
        together = {t for one in first_teachings(own, topic) for t in one.topics}
        for lower in lacks:
            if not own.teaching(lower) or lower in together:
                continue
            link, strength = needs(graph, topic)[lower]
            other = own.teaching(lower)[0]
            rule, severity = (
                ("PRE001", grave(strength, E, W))
                if unit.is_before(other)
                else ("PRE002", grave(strength, W, I))
            )
            unsure = unit.is_unsure(topic) or other.is_unsure(lower)
            about = frozenset({topic, lower})
            yield broken(rule, severity, unit, other, link, about, unsure)


def never(graph: Digraph, own: School) -> Iterator[Broken]:
    """PRE003: once for what no unit teaches; what is taken as taught, once for all of it."""
    lacked: dict[str, list[tuple[Strength, bool, Taught, str]]] = {}
    for unit, topic, lacks in lacking(graph, own):
        for lower in lacks:
            row = needs(graph, topic)[lower][1], unit.is_unsure(topic), unit, topic
            if not own.teaching(lower):
                lacked.setdefault(lower, []).append(row)
    within = {lower for lower in lacked if is_skill(graph, lower)}
    if any(is_skill(graph, topic) for topic in own.topics):
        within = set()
    for lower in lacked.keys() - within - own.outside - own.loose:
        strength, doubt, unit, topic = min(
            lacked[lower], key=lambda row: (row[0].rank, row[1], row[2].order, row[3])
        )
        about = frozenset({lower, *(row[3] for row in lacked[lower])})
        unsure = doubt or lower in own.perhaps
        link = needs(graph, topic)[lower][0]
        yield broken("PRE003", grave(strength, E, W), unit, None, link, about, unsure)
    for assumed in (own.assumed, frozenset(within)):
        if assumed:
            yield broken("PRE003", I, None, None, None, assumed, False)


def is_skill(graph: Digraph, topic: str) -> bool:
    return record(graph, topic).subject is Subject.WORKING_SCIENTIFICALLY


def broken(
    rule: str,
    severity: Severity,
    unit: Taught | None,
    other: Taught | None,
    name: str | None,
    about: frozenset[str],
    unsure: bool,
) -> Broken:
    """A breach; one that hangs on a match to confirm is at most a warning."""
    mild = W if unsure and severity is E else severity
    ids = [one.unit.id if one else None for one in (unit, other)]
    return Broken(rule, mild, ids[0], ids[1], name, about, unsure)


# Spacing


def meets(graph: Digraph, unit: Taught, topic: str) -> bool:
    """Whether a unit teaches a topic, or what rests on it or uses it directly."""
    return topic in unit.topics or not unit.topics.isdisjoint(graph.predecessors(topic))


def is_met(graph: Digraph, topic: str, at: int, units: Sequence[Taught]) -> bool:
    return any(unit.taken[0] <= at <= unit.taken[1] and meets(graph, unit, topic) for unit in units)


def gaps(
    graph: Digraph, own: School, every: Sequence[Taught], settings: Settings
) -> Iterator[Broken]:
    """GAP001: what a topic needs was taught before it and not met for `gap` half-terms."""
    for topic in sorted(own.topics):
        unit = own.teaching(topic)[0]
        now = unit.taken[0]
        for lower, (link, strength) in needs(graph, topic).items():
            before = [one for one in own.teaching(lower) if one.is_before(unit)]
            if not before or lower in unit.topics:
                continue
            recent = any(
                is_met(graph, lower, at, every) for at in range(now - settings.gap + 1, now)
            )
            fresh = any(
                one.order < unit.order and one.taken[0] == now and meets(graph, one, lower)
                for one in own.units
            )
            if not recent and not fresh:
                last = max(before, key=lambda one: one.taken[1])
                unsure = unit.is_unsure(topic) or last.is_unsure(lower)
                about = frozenset({topic, lower})
                severity = grave(strength, I if own.even else W, I)
                yield broken("GAP001", severity, unit, last, link, about, unsure)


def revisits(
    graph: Digraph, own: School, every: Sequence[Taught], settings: Settings
) -> Iterator[Broken]:
    """GAP002: once a unit, the topics that matter and that nothing meets after it."""
    end = max((one.taken[1] for one in own.units), default=0)
    for unit in own.units:
        left = {
            topic
            for topic in unit.topics
            if graph.in_degree(topic)
            and not any(one.order > unit.order and topic in one.topics for one in own.units)
            and not any(one.taken[1] > unit.taken[1] and meets(graph, one, topic) for one in every)
        }
        if left and end - unit.taken[1] > settings.revisit:
            unsure = not left & unit.certain
            yield broken("GAP002", I, unit, None, None, frozenset(left), unsure)


def twice(own: School) -> Iterator[Broken]:
    """DUP001: a topic in two units with nothing between."""
    for place, unit in enumerate(own.units):
        for earlier, other in enumerate(own.units[:place]):
            both = unit.topics & other.topics
            follows = earlier == place - 1 and unit.taken[0] - other.taken[1] <= 1
            together = unit.taken[0] == other.taken[0] and not other.is_before(unit)
            if both and (follows or together):
                unsure = not both & unit.certain & other.certain
                yield broken("DUP001", I, unit, other, None, both, unsure)


# Coherence


def uses_of(graph: Digraph, science: School) -> Iterator[tuple[Taught, Uses]]:
    """The uses that arise for a pupil, each at the unit where it arises."""
    for topic in sorted(science.topics):
        for edge in links(graph, topic):
            if not isinstance(edge, Uses):
                continue
            teaching = science.teaching(topic)
            if edge.stage is Stage.GCSE and record(graph, topic).stage is not Stage.GCSE:
                teaching = [one for one in teaching if year_of(one.unit) >= 10]
            excused = edge.tier is Tier.HIGHER and science.run.science is Tier.FOUNDATION
            path = science.run.pathway in (edge.pathway or tuple(Pathway))
            if teaching and path and not excused:
                yield teaching[0], edge


def coherence(graph: Digraph, maths: School, science: School, lag: int) -> Iterator[Broken]:
    """COH001, COH002 and COH003."""
    if not maths.units:
        return
    begin = min(one.halves[0] for one in maths.units)
    clashes: dict[tuple[str, str], list[tuple[Taught, Uses]]] = {}
    never: dict[str, list[tuple[Taught, Uses]]] = {}
    for unit, edge in uses_of(graph, science):
        lower = edge.prerequisite
        if unit.halves[1] < begin or lower in maths.known:
            continue
        if maths.teaching(lower):
            clashes.setdefault((lower, unit.unit.id), []).append((unit, edge))
        elif lower not in maths.assumed | maths.loose and year_of(unit.unit) <= maths.years[-1]:
            never.setdefault(lower, []).append((unit, edge))
    for (lower, _), uses in clashes.items():
        unit, edge = min(uses, key=lambda use: (use[1].strength.rank, use[1].dependent, use[1].id))
        teaching = maths.teaching(lower)
        if any(one.halves[1] + lag < unit.halves[0] for one in teaching):
            continue
        other = teaching[0]
        late = all(one.halves[0] > unit.halves[1] for one in teaching)
        severity = grave(edge.strength, *((E, W) if late else (W, I)))
        unsure = unit.is_unsure(edge.dependent) or other.is_unsure(lower)
        about = frozenset({edge.dependent, lower})
        rule = "COH001" if late else "COH002"
        yield broken(rule, severity, unit, other, edge.id, about, unsure)
    for lower, uses in never.items():
        unit, edge = min(uses, key=lambda use: (use[1].strength.rank, use[0].begins, use[1].id))
        about = frozenset({lower, *(use.dependent for _, use in uses)})
        unsure = unit.is_unsure(edge.dependent) or lower in maths.perhaps
        yield broken("COH003", grave(edge.strength, E, W), unit, None, edge.id, about, unsure)


def words(curriculum: Curriculum, maths: School, science: School) -> Iterator[Broken]:
    """COH004: once a term, where science first meets it."""
    for term in curriculum.terms:
        touched = touched_by(curriculum, term)
        here, there = (sorted(touched & own.topics) for own in (science, maths))
        if not here or not there:
            continue
        first, other = (
            next(one for one in own.units if one.topics & touched) for own in (science, maths)
        )
        unsure = all(map(first.is_unsure, here)) or all(map(other.is_unsure, there))
        about = frozenset((*here, *there))
        yield broken("COH004", I, first, other, term.id, about, unsure)


def touched_by(curriculum: Curriculum, term: Term) -> frozenset[str]:
    edges = [edge for edge in edges_of(curriculum) if edge.id in term.edges]
    ends = {end for edge in edges for end in (edge.dependent, edge.prerequisite)}
    return frozenset(ends | set(term.topics))


# Coverage

SPANS = {
    "ks3-maths": (Department.MATHS, {7, 8, 9}),
    "gcse-maths": (Department.MATHS, {10, 11}),
    "ks3-science": (Department.SCIENCE, {7, 8, 9}),
    "ks4-science": (Department.SCIENCE, {10, 11}),
}


def coverage(curriculum: Curriculum, own: School) -> Iterator[Broken]:
    """COV001: statements of the stages spanned, none of whose topics is taught."""
    topics = {topic.id: topic for topic in curriculum.topics}
    subjects = {topics[id_].subject for id_ in own.topics}
    frameworks = {framework.id: framework for framework in curriculum.frameworks}
    have = own.topics | own.loose | (own.known if min(own.years, default=7) >= 10 else set())
    tier = own.run.tier(own.department)
    for statement in curriculum.statements:
        department, years = SPANS.get(statement.framework, (None, set()))
        if department is not own.department or not years <= set(own.years):
            continue
        subject = frameworks[statement.framework].subject_of(statement.strand)
        asked = {
            row.topic
            for row in curriculum.addresses
            if row.statement == statement.id
            and (tier is Tier.HIGHER or row.tier is Tier.FOUNDATION)
            and is_held(curriculum, topics[row.topic], own.run, own.department)
        }
        content = statement.kind is StatementKind.CONTENT and subject in subjects
        if content and asked and not asked & have:
            unsure = bool(asked & own.perhaps)
            yield broken("COV001", W, None, None, statement.id, frozenset(asked), unsure)


def above(own: School) -> Iterator[Broken]:
    """COV002: units of which a part is wholly above the pathway."""
    for unit in own.units:
        if unit.above:
            unsure = not unit.above & unit.certain
            yield broken("COV002", W, unit, None, None, unit.above, unsure)


# All


def expected(
    curriculum: Curriculum, plans: Sequence[Matched], run: Run, settings: Settings
) -> list[Broken]:
    """Every breach of the plans on one run."""
    graph = graph_of(curriculum)
    given = [d for d in Department if any(d in plan.departments for plan in plans)]
    schools = {department: school(curriculum, plans, department, run) for department in given}
    found: list[Broken] = []
    for own in schools.values():
        every = list(own.units)
        if own.department is Department.MATHS and Department.SCIENCE in schools:
            every += schools[Department.SCIENCE].units
        found += order(graph, own)
        found += never(graph, own)
        found += gaps(graph, own, every, settings)
        found += revisits(graph, own, every, settings)
        found += twice(own)
        found += coverage(curriculum, own)
        found += above(own)
    if len(schools) == 2:
        maths, science = schools[Department.MATHS], schools[Department.SCIENCE]
        found += coherence(graph, maths, science, settings.lag)
        found += words(curriculum, maths, science)
    return found
