"""What a change of plan does to classes part-way through: what they meet twice, and what never."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.plans.both import Both
from graph.plans.coherence import needed_at
from graph.plans.course import Course, Lesson
from graph.plans.covered import statements_of
from graph.plans.pathways import Run, describe
from graph.plans.school_year import half_of, name_of_half
from graph.plans.tables import Tables, bits_of, numbers_of
from graph.plans.topic_sets import ids_of, labels_of, resting_on
from graph.plans.wording import cell
from ontology.ids import natural
from ontology.plan_changes import Change, ChangeKind
from ontology.vocabulary import Department, LinkType


@dataclass(frozen=True, slots=True)
class Passage:
    """A class that follows the old plan up to a half-term and the new one from it, as topics.

    `met` is what it met in the old plan, `passed` what the new plan teaches before the change,
    `coming` what the class will meet in it. A unit counts where it begins: one begun is finished,
    and what the new plan has begun before the change is missed.
    """

    old: Course
    new: Course
    change: int
    met: int
    passed: int
    coming: int

    @property
    def twice(self) -> int:
        """What it met, and the new plan teaches it as new."""
        return self.met & self.coming & ~self.passed

    @property
    def never(self) -> int:
        """What the new plan teaches only before the change, and the old one did not."""
        return self.passed & ~self.coming & ~self.met


def build_passage(old: Course, new: Course, change: int) -> Passage:
    """The passage of a class that changes plans at a half-term (its number). O(units)."""
    met = passed = coming = 0
    for lesson in old.lessons:
        if lesson.half < change:
            met |= lesson.taught
    for lesson in new.lessons:
        if lesson.half < change:
            passed |= lesson.taught
        else:
            coming |= lesson.taught
    return Passage(old, new, change, met, passed, coming)


@dataclass(frozen=True, slots=True)
class _Met:
    """One topic that a class meets twice or never, and the lessons of both plans."""

    kind: ChangeKind
    department: Department
    year: int
    lesson: Lesson
    other: Lesson | None
    topic: int

    @property
    def group(self) -> tuple[object, ...]:
        """Topics with the same are told in one row."""
        other = self.other and (self.other.unit.where, self.other.unit.id)
        return self.kind, self.department, self.year, self.lesson.unit.where, other


def change_at(year: int, from_half: int | None) -> int:
    """The half-term (its number) at which a class changes plans: the next year's first, or this.

    >>> change_at(8, None) == half_of(9, 1), change_at(8, 3) == half_of(8, 3)
    (True, True)
    """
    return half_of(year + 1, 1) if from_half is None else half_of(year, from_half)


@dataclass(frozen=True, slots=True)
class _Coming:
    """A run as a class goes on with it: both its departments, and all that it has yet to meet."""

    passages: Mapping[Department, Passage]
    topics: int


def class_changes(both: Both, years: Sequence[int], from_half: int | None) -> list[Change]:
    """What classes now in these years meet twice or never.

    Within each kind and year, what most of what is yet to come rests on stands first; what counts
    as known before the plan begins stands last. O(years × runs × units).
    """
    concerned: dict[tuple[object, ...], dict[Run, None]] = {}
    first: dict[tuple[object, ...], _Met] = {}
    comings: dict[tuple[int, Run], _Coming] = {}
    for year in years:
        for run in both.courses:
            coming = comings[year, run] = _coming(both, run, change_at(year, from_half))
            for department, passage in coming.passages.items():
                for met in _of_class(passage, department, year):
                    key = (*met.group, met.topic)
                    first.setdefault(key, met)
                    concerned.setdefault(key, {})[run] = None
    rows: dict[tuple[tuple[object, ...], tuple[Run, ...]], list[_Met]] = {}
    for key, met in first.items():
        rows.setdefault((met.group, tuple(concerned[key])), []).append(met)
    found = [
        _change(both, group, {run: comings[group[0].year, run] for run in where})
        for (_, where), group in rows.items()
    ]
    return [change for _, change in sorted(found, key=lambda row: row[0])]


def _coming(both: Both, run: Run, change: int) -> _Coming:
    old, new = both.courses[run]
    passages = {d: build_passage(old[d], new[d], change) for d in both.departments}
    topics = 0
    for passage in passages.values():
        topics |= passage.coming
    return _Coming(passages, topics)


def _of_class(passage: Passage, department: Department, year: int) -> Iterator[_Met]:
    """What one class meets twice or never on one run; nothing before it began or after it left."""
    old, new = passage.old, passage.new
    if not passage.met or not passage.coming:
        return
    for topic in numbers_of(passage.twice):
        before = [lesson for lesson in _lessons(old, topic) if lesson.half < passage.change]
        yield _Met(ChangeKind.TWICE, department, year, new.first(topic), before[-1], topic)
    for topic in numbers_of(passage.never):
        later = next(iter(_lessons(old, topic)), None)
        yield _Met(ChangeKind.NEVER, department, year, new.first(topic), later, topic)


def _lessons(course: Course, topic: int) -> list[Lesson]:
    return [course.lessons[place] for place in course.where.get(topic, ())]


def _change(
    both: Both, group: Sequence[_Met], runs: Mapping[Run, _Coming]
) -> tuple[tuple[float, ...], Change]:
    """The row of topics that belong together, and its place."""
    index, met = both.tables.index, group[0]
    topics = bits_of(one.topic for one in group)
    passage = next(iter(runs.values())).passages[met.department]
    known = not topics & ~passage.new.known
    never = met.kind is ChangeKind.NEVER
    blocked = _blocked(both.tables, runs.values(), topics) if never else 0
    edge = _edge(both.tables, runs.values(), topics) if never else None
    unsure = met.lesson.unsure | (met.other.unsure if met.other else 0)
    change = Change(
        kind=met.kind,
        department=met.department,
        where=met.lesson.unit.where,
        other=None if met.other is None else met.other.unit.where,
        text=met.lesson.unit.text,
        was=None if met.other is None else met.other.unit.text,
        edge=None if edge is None else index.links[edge],
        topics=ids_of(both.tables, topics),
        statements=_statements(both.tables, met.department, runs.values(), topics, never),
        year=met.year,
        pathway=describe(runs, both.every),
        provisional=not topics & ~unsure,
        blocks=blocked.bit_count() if never else None,
        message=_say(both.tables, met, topics, blocked, known, passage),
    )
    order = list(ChangeKind).index(met.kind)
    place = (order, met.year, known, -blocked.bit_count(), -len(group), met.lesson.low)
    return place, change


def _blocked(tables: Tables, runs: Iterable[_Coming], topics: int) -> int:
    """What a class has yet to meet that rests on these topics, on the run where it is most."""
    return max((resting_on(tables, topics, run.topics) for run in runs), key=int.bit_count)


def _edge(tables: Tables, runs: Iterable[_Coming], topics: int) -> int | None:
    """The strongest link to one of these topics from what a class has yet to meet, first met."""
    strength = tables.index.net.strength
    found = [
        (strength[link], lesson.half, link)
        for run in runs
        for lesson, link in _needing(tables, run, topics)
    ]
    return min(found)[2] if found else None


def _needing(tables: Tables, run: _Coming, topics: int) -> Iterator[tuple[Lesson, int]]:
    """Lessons still to come that need one of these topics, with the link."""
    net = tables.index.net
    for link in (link for topic in numbers_of(topics) for link in net.feeds[topic]):
        upper = net.dependent[link]
        for passage in run.passages.values():
            if passage.coming >> upper & 1:
                lesson = _meeting(tables, passage, upper, link)
                if lesson is not None and lesson.half >= passage.change:
                    yield lesson, link


def _meeting(tables: Tables, passage: Passage, upper: int, link: int) -> Lesson | None:
    """The lesson at which a class, after the change, meets what needs a topic by a link."""
    if tables.index.links[link].type is LinkType.USES:
        return needed_at(tables, passage.new, upper, link)
    return next(one for one in _lessons(passage.new, upper) if one.half >= passage.change)


def _statements(
    tables: Tables, department: Department, runs: Iterable[_Coming], topics: int, never: bool
) -> tuple[str, ...]:
    """Statements that a class meets twice (again as new) or never, through these topics."""
    found: set[str] = set()
    for run in runs:
        passage = run.passages[department]
        out = passage.met | passage.coming if never else passage.passed
        for id_, bits in statements_of(tables, passage.new, (passage.new,)):
            if bits & topics and not bits & out:
                found.add(id_)
    return tuple(sorted(found, key=natural))


def _say(
    tables: Tables, met: _Met, topics: int, blocked: int, known: bool, passage: Passage
) -> str:
    names, them = labels_of(tables, topics), "them" if topics & (topics - 1) else "it"
    if met.kind is ChangeKind.TWICE:
        return (
            f"The class now in Year {met.year} has met {names} in {cell(met.other)}, and meets "
            f"{them} again, as new, in {cell(met.lesson)}."
        )
    would = (
        f"the old plan would have, in {cell(met.other)}"
        if met.other
        else f"the old plan does not teach {them}"
    )
    rest = f" Yet to come, and resting on {them}: {labels_of(tables, blocked)}." if blocked else ""
    taken = " This counts as known before the plan begins." if known else ""
    return (
        f"The class now in Year {met.year} never meets {names}: the new plan teaches {them} in "
        f"{cell(met.lesson)}, before the class changes to it in {name_of_half(passage.change)}; "
        f"{would}.{rest}{taken}"
    )
