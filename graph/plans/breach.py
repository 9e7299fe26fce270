"""What a rule found, before it is put into words."""

from __future__ import annotations

from typing import NamedTuple

from graph.plans.course import Lesson
from ontology.vocabulary import Department, Severity, Strength

ESSENTIAL = Strength.ESSENTIAL.rank


class Breach(NamedTuple):
    """A breach of a rule on one course, or between two.

    `link` is the number of the link that is broken, -1 where none is; `topics` are numbers, what
    the breach is about first. `unsure` says that it hangs on a match nobody has confirmed.
    """

    rule: str
    severity: Severity
    department: Department
    lesson: Lesson | None
    other: Lesson | None
    link: int
    topics: tuple[int, ...]
    unsure: bool
    statement: str | None = None
    term: str | None = None


def by_strength(strength: int, essential: Severity, helpful: Severity) -> Severity:
    """The severity of a breach of a link: `strength` is its rank."""
    return essential if strength == ESSENTIAL else helpful


def is_unsure(lesson: Lesson | None, topic: int) -> bool:
    """Whether a lesson teaches a topic only if a match is confirmed."""
    return lesson is not None and lesson.unsure != 0 and bool(lesson.unsure >> topic & 1)
