"""When each theme is met, taught again or used, and how long it is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from graph.plans.course import Course, Lesson
from graph.plans.lint import build_courses
from graph.plans.pathways import Asked, Run, describe
from graph.plans.places import is_dated, reading_notes, time_of, unit_at
from graph.plans.read import Matched
from graph.plans.tables import Tables, bits_of, numbers_of
from ontology.crossings import Named
from ontology.errors import BadParameter
from ontology.plan_answers import Meeting, SpacingRow, Stretch, UnitAt
from ontology.vocabulary import Department


@dataclass(frozen=True, slots=True)
class Spacing:
    """Rows by theme, then mathematics, science and both together."""

    data: tuple[SpacingRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Met:
    """A lesson that meets topics: what it teaches, what that rests on or uses, how it is shown."""

    lesson: Lesson
    used: int
    shown: UnitAt


def spacing(
    tables: Tables,
    plans: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
) -> Spacing:
    """For each theme and department the half-terms in which it is met, and the longest without it.

    A theme is met when one of its topics is taught, or is a direct prerequisite of what is taught,
    or is used by science that is taught. Units without a half-term are spread evenly over their
    year, which is an assumption and is flagged. Pathways that agree are told together.

    Raises:
        BadParameter: no unit has a year.

    Cost: O(runs × themes × lessons).
    """
    courses = build_courses(tables, plans, asked)
    if not any(course.lessons for own in courses.values() for course in own.values()):
        raise BadParameter("No unit has a year, so that nothing is met at any time.", "file")
    found: dict[SpacingRow, dict[Run, None]] = {}
    for run, own in courses.items():
        for row in _rows(tables, own):
            found.setdefault(row, {})[run] = None
    every = tuple(courses)
    order = {theme.id: place for place, theme in enumerate(tables.index.curriculum.themes)}
    departments = [*Department, None]
    rows = sorted(
        (row.model_copy(update={"pathway": describe(on, every)}) for row, on in found.items()),
        key=lambda row: (order[row.theme.id], departments.index(row.department)),
    )
    first = courses[every[0]]
    return Spacing(tuple(rows), tuple(_notes(plans, first)))


def _rows(tables: Tables, own: Mapping[Department, Course]) -> Iterator[SpacingRow]:
    """The rows of one run: for each department, and for both where both have lessons."""
    met = {department: _met(tables, course) for department, course in own.items()}
    given: list[tuple[Department | None, list[_Met]]] = [
        (department, lessons) for department, lessons in met.items() if lessons
    ]
    if len(given) > 1:
        given.append((None, [one for _, lessons in given for one in lessons]))
    for theme in tables.index.curriculum.themes:
        bits = bits_of(tables.index.members.get(theme.id, {}))
        for department, lessons in given:
            yield _row(Named(id=theme.id, label=theme.label), bits, department, lessons)


def _met(tables: Tables, course: Course) -> list[_Met]:
    """The lessons of a course with what they use."""
    lower = tables.needs
    if course.department is Department.SCIENCE:
        lower = tuple(a | b for a, b in zip(tables.needs, tables.uses_bits, strict=True))
    found = []
    for lesson in course.lessons:
        used = 0
        for topic in numbers_of(lesson.taught):
            used |= lower[topic]
        found.append(_Met(lesson, used, unit_at(lesson, course.department)))
    return found


def _row(
    theme: Named, bits: int, department: Department | None, lessons: Sequence[_Met]
) -> SpacingRow:
    by_half: dict[int, list[_Met]] = {}
    for one in lessons:
        if (one.lesson.taught | one.used) & bits:
            for half in range(one.lesson.half, one.lesson.until + 1):
                by_half.setdefault(half, []).append(one)
    meetings = tuple(_meetings(bits, by_half))
    end = max(one.lesson.until for one in lessons)
    return SpacingRow(
        theme=theme,
        department=department,
        pathway=None,
        topics=bits.bit_count(),
        met=meetings,
        longest=_longest(sorted(by_half), end),
        assumed=any(meeting.assumed for meeting in meetings),
    )


def _meetings(bits: int, by_half: Mapping[int, Sequence[_Met]]) -> Iterator[Meeting]:
    before = 0
    for half, lessons in sorted(by_half.items()):
        taught = used = 0
        for one in lessons:
            taught |= one.lesson.taught & bits
            used |= one.used & bits
        how: Literal["first", "again", "used"] = "again" if before else "first"
        yield Meeting(
            at=time_of(half),
            how=how if taught else "used",
            topics=(taught | used).bit_count(),
            new=(taught & ~before).bit_count(),
            units=tuple(one.shown for one in lessons),
            assumed=any(not is_dated(one.lesson) for one in lessons),
            provisional=all(_is_unsure(one, bits) for one in lessons),
        )
        before |= taught


def _is_unsure(one: _Met, bits: int) -> bool:
    """Whether a lesson meets a theme only by what is to confirm."""
    certain = one.lesson.taught & ~one.lesson.unsure
    return not certain & bits and one.lesson.unsure != 0


def _longest(halves: Sequence[int], end: int) -> Stretch | None:
    """The longest stretch without a meeting after the first, the earliest of equals."""
    gaps = [(after - before - 1, before, False) for before, after in pairwise(halves)]
    if halves:
        gaps.append((end - halves[-1], halves[-1], True))
    longest = max(gaps, key=lambda gap: (gap[0], -gap[1]), default=None)
    if longest is None or not longest[0]:
        return None
    length, before, to_end = longest
    return Stretch(
        first=time_of(before + 1), last=time_of(before + length), half_terms=length, to_end=to_end
    )


def _notes(plans: Sequence[Matched], own: Mapping[Department, Course]) -> Iterator[str]:
    yield from reading_notes(plans, tuple(own))
    for department, course in own.items():
        if course.even:
            yield (
                f"Some units of {department} have no half-term: they are taken to be spread evenly "
                "over their year, which is an assumption."
            )
