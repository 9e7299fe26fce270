"""What to secure before a unit, for a pupil who joins late or a class that lost a unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.ask import read_topics
from graph.index import Index
from graph.plans.before import build_before
from graph.plans.catch_up_rows import rows_of
from graph.plans.course import Course, Lesson
from graph.plans.lint import build_courses
from graph.plans.pathways import Asked, Run, describe
from graph.plans.read import Matched
from graph.plans.school_year import half_of, name_of_half
from graph.plans.tables import Tables, bits_of, numbers_of
from graph.plans.units import Found, UnitKey, cell_of, find_unit, key_of, quoted
from ontology.errors import BadParameter
from ontology.plan_changes import CatchUpRow, CatchUpSet
from ontology.plans import HALF_TERMS
from ontology.vocabulary import Department

DEFINITION = (
    "What the unit's topics need, that was not met before it. Level 1: what they essentially and "
    "directly need, the smallest set. Level 2: with everything that this essentially rests on, "
    "down to what is known. Level 3: with what is only helpful to them directly, and what that "
    "essentially rests on. Each set is in an order of teaching; rows that are ready (the fringe) "
    "can be taught now: all they essentially need is known."
)
YEARS = range(7, 12)


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What to secure before a unit: rows by level, in it by the order of teaching; the sets whole.

    A topic has one row on each pathway, at the smallest set that holds it; a pathway is null where
    all on which the unit is taught need the same. `unit` is the one asked about, `lost` those lost,
    `joined` the half-term (its number) from which a pupil follows the plan, `known` what was said
    to be known, as ids.
    """

    data: tuple[CatchUpRow, ...]
    sets: tuple[CatchUpSet, ...]
    notes: tuple[str, ...]
    unit: Found
    lost: tuple[Found, ...]
    joined: int | None
    known: tuple[str, ...]

    @property
    def fringe(self) -> tuple[str, ...]:
        """The ids of the rows that are ready to learn next."""
        return tuple(dict.fromkeys(row.id for row in self.data if row.ready))


def catch_up(
    tables: Tables,
    plans: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
    *,
    before: str,
    joins: int | None = None,
    half_term: int = 1,
    lost: Sequence[str] = (),
    known: Sequence[str] = (),
) -> CatchUp:
    """What to secure before the unit `before`, in order, the smallest set first.

    A pupil who `joins` in a year, at the beginning of a half-term, knows KS2 (and KS3 from Year 10)
    and what the plan teaches from then on; nothing that it taught earlier, unless `known` says so
    (ids, codes or words; whoever knows a topic is taken to know all that it essentially needs).
    `lost` units (an id, a cell or their words) taught nothing; what another unit taught too is not
    lost. A plan that starts within a stage is taken, as in checking it, to begin where the stage
    had come to.

    Raises:
        NotFound, Ambiguous: a unit, with the texts or cells that are nearest; a name in `known`.
        Gone: a retired name in `known`.
        BadParameter: nobody joins and nothing is lost; a year or half-term that there is none of;
            a pupil who joins after the unit; a unit that has no year, is matched to no topic, is
            not on the pathway asked or is itself lost.

    Cost: O(runs × (units + V + E)).
    """
    joined = _joined(joins, half_term)
    if joined is None and not lost:
        raise BadParameter(
            "Say from when a pupil joins (`joins`), or which units were lost (`lost`).", "joins"
        )
    unit = find_unit(plans, before, "before")
    gone = tuple(find_unit(plans, name, "lost") for name in lost)
    _check_unit(unit, gone)
    ids = _known_ids(tables.index, known)
    secure = _closed_down(tables, bits_of(read_topics(tables.index, ids)))
    courses = build_courses(tables, plans, asked)
    lessons = dict(_lessons(courses, unit))
    if not lessons:
        raise BadParameter(f"{cell_of(unit.unit)} is not taught on the pathway asked.", "before")
    last = max(lesson.last for lesson in lessons.values())
    if joined is not None and joined > last:
        raise BadParameter(
            f"A pupil who joins in {name_of_half(joined)} comes after {cell_of(unit.unit)}.",
            "joins",
        )
    keys = frozenset(key_of(found.unit) for found in gone)
    drafts: dict[tuple[CatchUpRow, ...], list[Run]] = {}
    sets: dict[tuple[CatchUpRow, ...], tuple[CatchUpSet, ...]] = {}
    for run, lesson in lessons.items():
        ground = build_before(
            tables, courses[run], run, lesson, unit.department, joined, keys, secure
        )
        rows, own = rows_of(ground)
        drafts.setdefault(rows, []).append(run)
        sets.setdefault(rows, own)
    every = tuple(lessons)
    told = {rows: describe(where, every) for rows, where in drafts.items()}
    return CatchUp(
        data=tuple(row.model_copy(update={"pathway": told[rows]}) for rows in told for row in rows),
        sets=tuple(
            one.model_copy(update={"pathway": told[rows]}) for rows in told for one in sets[rows]
        ),
        notes=tuple(_notes(unit, gone, lessons, courses, drafts)),
        unit=unit,
        lost=gone,
        joined=joined,
        known=ids,
    )


def _joined(joins: int | None, half_term: int) -> int | None:
    """The number of the half-term from which a pupil follows the plan. Raises BadParameter."""
    if joins is not None and joins not in YEARS:
        raise BadParameter(f"Nobody joins in Year {joins}: give a year from 7 to 11.", "joins")
    if not 1 <= half_term <= HALF_TERMS:
        raise BadParameter(
            f"A school year has no half-term {half_term}: give 1 (Autumn 1) to 6 (Summer 2).",
            "half_term",
        )
    return None if joins is None else half_of(joins, half_term)


def _check_unit(unit: Found, lost: Sequence[Found]) -> None:
    """Raises BadParameter where a unit cannot be asked about."""
    cell = cell_of(unit.unit)
    if unit.unit.year is None:
        raise BadParameter(
            f"{quoted(unit.unit)} has no year, so that nothing is known to be before it.", "before"
        )
    if not any(part.topics for part in unit.match.parts):
        raise BadParameter(
            f"{cell} is not matched to any topic, so that nothing is known to be needed for it. "
            "Confirm what it means (`coherence match`), or write the topic's label or a code.",
            "before",
        )
    if any(key_of(found.unit) == key_of(unit.unit) for found in lost):
        raise BadParameter(f"{cell} is itself lost: ask about a unit after it.", "before")


def _known_ids(index: Index, known: Sequence[str]) -> tuple[str, ...]:
    found = {id_ for name in known for id_ in index.names.get(name, "known")}
    return tuple(sorted(found))


def _closed_down(tables: Tables, topics: int) -> int:
    """Topics with all that they essentially need."""
    net = tables.index.net
    stack = numbers_of(topics)
    while stack:
        for link in net.needs[stack.pop()]:
            lower = net.prerequisite[link]
            if net.strength[link] == 0 and not topics >> lower & 1:
                topics |= 1 << lower
                stack.append(lower)
    return topics


def _lessons(
    courses: Mapping[Run, Mapping[Department, Course]], unit: Found
) -> Iterator[tuple[Run, Lesson]]:
    """The lesson of a unit on each run that has it and on which it teaches anything."""
    for run, own in courses.items():
        for lesson in own[unit.department].lessons:
            if key_of(lesson.unit) == key_of(unit.unit) and lesson.taught:
                yield run, lesson
                break


def _notes(
    unit: Found,
    lost: Sequence[Found],
    lessons: Mapping[Run, Lesson],
    courses: Mapping[Run, Mapping[Department, Course]],
    drafts: Mapping[tuple[CatchUpRow, ...], Sequence[Run]],
) -> Iterator[str]:
    """What was assumed, and what the answer does not say."""
    if not any(drafts):
        yield f"Nothing is to be secured before {cell_of(unit.unit)}."
    placed = {
        key_of(lesson.unit): lesson
        for run in lessons
        for course in courses[run].values()
        for lesson in course.lessons
    }
    keys: dict[UnitKey, Found] = {key_of(found.unit): found for found in lost}
    for key, found in keys.items():
        lesson = placed.get(key)
        if lesson is None or not lesson.taught:
            yield f"{cell_of(found.unit)} teaches nothing on these pathways: nothing is lost."
    own = {department for run in lessons for department in courses[run]}
    if unit.department is Department.SCIENCE and Department.MATHS not in own:
        yield (
            f"What {quoted(unit.unit)} uses of mathematics was not asked: it needs the plan of "
            "mathematics too."
        )
    if any(course.even for run in lessons for course in courses[run].values()):
        yield (
            "Some units have no half-term: what the plan does not place surely before the unit "
            "counts as not met."
        )
