"""What a heading of a scheme of work says about when and for whom: a record, and how two join.

A label is what one cell, heading or sheet name says. A unit's place is what all labels above it,
beside it and over its sheet say together: the nearer one decides, and narrows what the outer one
left open (`Autumn` over `2` is Autumn 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from ontology.plans import Course
from ontology.vocabulary import Department

TIERS = frozenset({Course.FOUNDATION, Course.HIGHER})
PATHWAYS = frozenset({Course.COMBINED, Course.SEPARATE})


class Terms(Enum):
    """What `Term 2` means in a file: one of three terms, one of six, or nothing that is known."""

    THREE = 3
    SIX = 6
    UNKNOWN = 0

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Terms:
        """What numbered terms mean where these numbers occur: three terms end with 3.

        >>> Terms.of([1, 2, 3]), Terms.of([1, 4]), Terms.of([1, 2])
        (<Terms.THREE: 3>, <Terms.SIX: 6>, <Terms.UNKNOWN: 0>)
        """
        last = max(numbers, default=0)
        return cls.SIX if last > 3 else cls.THREE if last == 3 else cls.UNKNOWN


@dataclass(frozen=True, slots=True)
class Label:
    """What a heading says; what it does not say is null or empty.

    `years` are as written, so 12 and a pair of years are possible. `half` is the first half-term
    (1 to 6) and `span` how many; `term` a numbered term whose meaning depends on the file; `part`
    a half of a term that another label names; `week` the week and `weeks` how many. `bare` is a
    number that stands alone: its column or row says of what. `weak` labels (`T1`, `A1`, `H`) could
    be codes and count only among others of their kind. `months`: the half-term was taken from the
    months it lies in, and gives way to one that is named.
    """

    years: tuple[int, ...] = ()
    half: int | None = None
    span: int = 1
    term: int | None = None
    part: int | None = None
    week: int | None = None
    weeks: int | None = None
    courses: frozenset[Course] = frozenset()
    classes: tuple[str, ...] = ()
    department: Department | None = None
    bare: int | None = None
    weak: bool = False
    months: bool = False

    @property
    def when(self) -> bool:
        """Whether it names a half-term, a term or a half of one."""
        return self.half is not None or self.term is not None or self.part is not None

    @property
    def whom(self) -> bool:
        """Whether it names a tier, a pathway, a class or a subject."""
        return bool(self.courses or self.classes or self.department)

    @property
    def says(self) -> bool:
        """Whether it says anything of the calendar or of whom it is for."""
        return bool(self.years or self.when or self.week is not None or self.whom)

    def dimensions(self) -> frozenset[str]:
        """Of what it speaks: year, half, week, course, class, subject."""
        said = {
            "year": bool(self.years),
            "half": self.when,
            "week": self.week is not None,
            "course": bool(self.courses),
            "class": bool(self.classes),
            "subject": self.department is not None,
        }
        return frozenset(name for name, known in said.items() if known)


NOTHING = Label()


def half_of_term(term: int, part: int | None, terms: Terms) -> tuple[int, int] | None:
    """First half-term and span of a numbered term; null where the file does not say what it means.

    >>> half_of_term(2, None, Terms.THREE), half_of_term(2, None, Terms.SIX)
    ((3, 2), (2, 1))
    """
    if part is not None:
        return (2 * term - 2 + part, 1) if term <= 3 else None
    if terms is Terms.SIX:
        return term, 1
    if terms is Terms.THREE and term <= 3:
        return 2 * term - 1, 2
    return None


def settle(label: Label, terms: Terms) -> Label:
    """The label with its numbered term read as the file means it; unknown ones stay as they are."""
    if label.term is None or label.half is not None:
        return replace(label, term=None) if label.half is not None else label
    found = half_of_term(label.term, label.part, terms)
    if found is None:
        return label
    return replace(label, half=found[0], span=found[1], term=None, part=None)


def join(outer: Label, inner: Label) -> Label:
    """What both labels say of one unit; the inner one decides, or narrows the outer."""
    half, span, term, part = _join_when(outer, inner)
    courses = _join_courses(outer.courses, inner.courses)
    return Label(
        years=inner.years or outer.years,
        half=half,
        span=span,
        term=term,
        part=part,
        week=inner.week if inner.week is not None else outer.week,
        weeks=inner.weeks if inner.week is not None else outer.weeks,
        courses=courses,
        classes=inner.classes or outer.classes,
        department=inner.department or outer.department,
    )


def _join_when(outer: Label, inner: Label) -> tuple[int | None, int, int | None, int | None]:
    if inner.half is not None and not (inner.months and _within(inner, outer) is False):
        return inner.half, inner.span, None, None
    if inner.part is not None and inner.term is None:
        if outer.half is not None and outer.span == 2:
            return outer.half + inner.part - 1, 1, None, None
        if outer.term is not None and outer.term <= 3:
            return 2 * outer.term - 2 + inner.part, 1, None, None
        return outer.half, outer.span, outer.term, inner.part
    if inner.term is not None:
        return None, 1, inner.term, inner.part
    return outer.half, outer.span, outer.term, outer.part


def _within(inner: Label, outer: Label) -> bool | None:
    """Whether a half-term lies within another label's; null where that names none."""
    if outer.half is None or inner.half is None:
        return None
    return outer.half <= inner.half and inner.half + inner.span <= outer.half + outer.span


def _join_courses(outer: frozenset[Course], inner: frozenset[Course]) -> frozenset[Course]:
    """The inner tier in place of the outer one, and so with the pathway."""
    kept = outer
    for kind in (TIERS, PATHWAYS):
        if inner & kind:
            kept = kept - kind
    return kept | inner


def follow(held: Label, new: Label) -> Label:
    """What holds below a new heading: a new year ends the old half-term, tier and class.

    A new half-term ends the old week. A subject holds until another one is named.
    """
    if new.years:
        held = Label(department=held.department)
    elif new.half is not None or new.term is not None:
        held = replace(held, half=None, span=1, term=None, part=None, week=None, weeks=None)
    elif new.part is not None:
        held = replace(held, week=None, weeks=None)
    return join(held, new)


def of_bare(outer: Label, number: int) -> Label:
    """A number below a heading: a half of its term, else a week of its half-term, or a half-term.

    >>> of_bare(Label(half=3, span=2), 2).half, of_bare(Label(half=3), 2).week
    (4, 2)
    """
    if outer.half is not None and outer.span == 2:
        if number in (1, 2):
            return Label(half=outer.half + number - 1)
        if number in (outer.half, outer.half + 1):
            return Label(half=number)
    if outer.half is not None:
        return Label(week=number)
    if outer.term is not None and number in (1, 2):
        return Label(part=number)
    if outer.years and 1 <= number <= 6:
        return Label(half=number)
    return NOTHING


def spanning(labels: Iterable[Label]) -> Label:
    """What a cell that lies over several labels says: from the first half-term to the last.

    All labels must be of one year; courses and classes are those of any.
    """
    found = list(labels)
    known = [label for label in found if label.half is not None]
    first = found[0]
    if not known:
        half, span = None, 1
    else:
        half = min(label.half or 0 for label in known)
        span = max((label.half or 0) + label.span for label in known) - half
    week, weeks = _spanned_weeks(found)
    courses = [label.courses for label in found]
    classes = [label.classes for label in found]
    return replace(
        first,
        half=half,
        span=span,
        week=week,
        weeks=weeks,
        courses=frozenset().union(*courses) if all(courses) else frozenset(),
        classes=tuple(dict.fromkeys(c for group in classes for c in group)) if all(classes) else (),
    )


def _spanned_weeks(found: Sequence[Label]) -> tuple[int | None, int | None]:
    """The first week and how many, where all labels name weeks of one half-term."""
    weeks = [label.week for label in found if label.week is not None]
    if len(found) == 1 or len(weeks) < len(found) or len({label.half for label in found}) > 1:
        return found[0].week, found[0].weeks
    last = max((label.week or 0) + (label.weeks or 1) for label in found)
    return min(weeks), (last - min(weeks)) if last - min(weeks) > 1 else found[0].weeks
