"""What a change of plan breaks and mends: links out of order, and clashes of the departments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.plans.both import Both, Courses
from graph.plans.breach import Breach, by_strength, is_unsure
from graph.plans.coherence import check_coherence, is_judged, needed_at
from graph.plans.course import Course, Lesson
from graph.plans.order import check_order
from graph.plans.pathways import Run, describe
from graph.plans.spacing import check_gaps, met_by_half
from graph.plans.tables import Tables
from graph.plans.wording import Checked, cell, word
from ontology.findings import Where
from ontology.plan_changes import Change, ChangeKind
from ontology.plans import Settings
from ontology.vocabulary import Department, Severity

GRAVITY: Mapping[str | None, int] = {
    None: 0,
    "GAP001": 1,
    "PRE002": 1,
    "PRE001": 2,
    "PRE003": 3,
    "COH002": 1,
    "COH001": 2,
    "COH003": 3,
}
"""How grave what a link breaks is, within the rules of its kind."""
GROUPED = frozenset({"PRE003", "COH001", "COH002", "COH003"})
"""Rules of which one row tells all that needs the same topic in the same unit."""

_GRAVE = (Severity.ERROR, Severity.WARNING)

FaultKey = tuple[str, int]
"""The kind of rule (its letters) and the number of the link."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A link that breaks or mends: the fault, on which side it is, and what is left on the other.

    `side` is 0 where the old plan has the fault (or the graver one) and 1 where the new one has.
    """

    side: int
    left: str | None
    breach: Breach

    @property
    def kind(self) -> ChangeKind:
        """What the row tells."""
        if self.breach.rule.startswith("COH"):
            return ChangeKind.CLASH_GAINED if self.side else ChangeKind.CLASH_LOST
        return ChangeKind.BROKEN if self.side else ChangeKind.MENDED

    @property
    def cells(self) -> tuple[Where | None, Where | None]:
        """Where what needs and what is needed stand."""
        return _where(self.breach.lesson), _where(self.breach.other)

    @property
    def group(self) -> tuple[object, ...]:
        """Turns with the same are told in one row."""
        link = None if self.breach.rule in GROUPED else self.breach.link
        return (*self.cells, self.kind, self.breach.rule, self.left, self.breach.topics[1], link)


def _where(lesson: Lesson | None) -> Where | None:
    return None if lesson is None else lesson.unit.where


def find_faults(tables: Tables, courses: Courses, settings: Settings) -> dict[FaultKey, Breach]:
    """Every link that is broken on the courses of one run, one by one.

    Where the rules tell one finding for all that needs a topic (PRE003, COH), each link has its
    own here. O(units + topics taught + their links).
    """
    maths, science = courses.get(Department.MATHS), courses.get(Department.SCIENCE)
    found: dict[FaultKey, Breach] = {}
    for course in courses.values():
        for breach in check_order(tables, course):
            for one in _one_by_one(tables, course, breach):
                found["PRE", one.link] = one
        met = met_by_half(
            tables, course, science if course.department is Department.MATHS else None
        )
        for breach in check_gaps(tables, course, met, settings):
            found["GAP", breach.link] = breach
    if maths is not None and science is not None:
        for breach in _clashes(tables, maths, science, settings):
            found["COH", breach.link] = breach
    return found


def _one_by_one(tables: Tables, course: Course, breach: Breach) -> Iterator[Breach]:
    """The links of a breach of order; what is assumed (PRE003 without a lesson) breaks none."""
    if breach.rule != "PRE003":
        yield breach
    elif breach.lesson is not None:
        topic, lower, *others = breach.topics
        yield breach._replace(topics=(topic, lower))
        for other in others:
            yield _of_link(
                tables, breach, course.first(other), tables.link[other, lower], course.possible
            )


def _of_link(
    tables: Tables, breach: Breach, lesson: Lesson, link: int, possible: int = 0
) -> Breach:
    """The same breach by another link to what is missing or late, as grave as that link makes it.

    `possible` are topics that a match nobody has confirmed might mean.
    """
    net = tables.index.net
    topic, lower = net.dependent[link], net.prerequisite[link]
    grave = (Severity.WARNING, Severity.INFO) if breach.rule == "COH002" else _GRAVE
    unsure = is_unsure(lesson, topic) or is_unsure(breach.other, lower)
    return breach._replace(
        severity=by_strength(net.strength[link], *grave),
        lesson=lesson,
        link=link,
        topics=(topic, lower),
        unsure=unsure or bool(possible >> lower & 1),
    )


def _clashes(
    tables: Tables, maths: Course, science: Course, settings: Settings
) -> Iterator[Breach]:
    """The clashes, with every use that meets them: the rules tell the strongest alone."""
    net = tables.index.net
    uses: dict[int, list[tuple[Lesson, int]]] = {}
    for topic in sorted(science.where):
        for number in tables.uses[topic]:
            lesson = needed_at(tables, science, topic, number)
            lower = net.prerequisite[number]
            if lesson is not None and is_judged(maths, lesson, lower):
                uses.setdefault(lower, []).append((lesson, number))
    for breach in check_coherence(tables, maths, science, settings):
        never = breach.rule == "COH003"
        for lesson, number in uses[breach.topics[1]]:
            if never or lesson is breach.lesson:
                yield _of_link(tables, breach, lesson, number, maths.possible if never else 0)


def _turns(both: Both, run: Run) -> Iterator[_Turn]:
    """The links that one run breaks more, or less, gravely in the new plan than in the old."""
    sides = [find_faults(both.tables, courses, both.settings) for courses in both.courses[run]]
    for key in sorted(set(sides[0]) | set(sides[1])):
        found = [side.get(key) for side in sides]
        rules = [breach and breach.rule for breach in found]
        worse = GRAVITY[rules[1]] - GRAVITY[rules[0]]
        if worse:
            side = int(worse > 0)
            breach = found[side]
            assert breach is not None
            yield _Turn(side, rules[1 - side], breach)


def fault_changes(both: Both) -> list[Change]:
    """What breaks and mends between topics, gravest first, then certain, then most blocked."""
    concerned: dict[tuple[object, ...], dict[Run, None]] = {}
    first: dict[tuple[object, ...], tuple[_Turn, Run]] = {}
    for run in both.courses:
        for turn in _turns(both, run):
            key = (*turn.group, turn.breach.link)
            first.setdefault(key, (turn, run))
            concerned.setdefault(key, {})[run] = None
    rows: dict[tuple[tuple[object, ...], tuple[Run, ...]], list[tuple[_Turn, Run]]] = {}
    for key, (turn, run) in first.items():
        rows.setdefault((turn.group, tuple(concerned[key])), []).append((turn, run))
    found = [
        _change(both, group, describe(where, both.every)) for (_, where), group in rows.items()
    ]
    return sorted(found, key=_grave)


def _grave(change: Change) -> tuple[int, bool, int]:
    rank = change.severity.rank if change.severity else 0
    return rank, change.provisional, -(change.blocks or 0)


def _change(both: Both, group: Sequence[tuple[_Turn, Run]], pathway: str | None) -> Change:
    """The row of turns that belong together, told by the strongest link."""
    index = both.tables.index
    turn, run = min(
        group, key=lambda one: (index.net.strength[one[0].breach.link], one[0].breach.link)
    )
    topic, lower = turn.breach.topics
    others = dict.fromkeys(one.breach.topics[0] for one, _ in group)
    others.pop(topic)
    breach = turn.breach._replace(topics=(topic, lower, *others))
    courses = both.courses[run]
    checked = Checked(both.tables, courses[turn.side], both.settings, both.files[turn.side])
    finding = word(breach, checked, pathway, with_mend=False)
    told = (
        f"{finding.message} {_elsewhere(both, courses[0], 'the old plan', turn)}"
        if turn.side
        else f"{_elsewhere(both, courses[1], 'the new plan', turn)} Before: {finding.message}"
    )
    where, other = turn.cells
    return Change(
        kind=turn.kind,
        department=breach.department,
        where=where,
        other=other,
        rule=breach.rule,
        left=turn.left,
        severity=finding.severity,
        edge=finding.edge,
        topics=tuple(index.topics[number].id for number in (topic, lower, *others)),
        pathway=pathway,
        provisional=any(one.breach.unsure for one, _ in group),
        blocks=finding.blocks,
        message=told,
    )


def _elsewhere(both: Both, courses: Courses, plan: str, turn: _Turn) -> str:
    """How the other plan has the two ends of a link."""
    index = both.tables.index
    net = index.net
    said = []
    for number in (net.prerequisite[turn.breach.link], net.dependent[turn.breach.link]):
        own = index.topics[number].subject.department
        label = index.topics[number].label
        course = courses[own]
        if number in course.where:
            said.append(f"{label} in {cell(course.first(number))}")
        elif (course.known | course.assumed) >> number & 1:
            said.append(f"{label} taken as known")
        else:
            said.append(f"{label} in no unit")
    rest = "" if turn.left is None else f" (there it is {turn.left})"
    return f"In {plan}: {', '.join(said)}{rest}."
