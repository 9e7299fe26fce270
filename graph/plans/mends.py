"""The cheapest mend of a pair in the wrong order: which of the two to move, and where to."""

from __future__ import annotations

from dataclasses import dataclass

from graph.plans.course import Course, Lesson
from graph.plans.school_year import name_of_half
from graph.plans.tables import Tables, numbers_of
from graph.plans.units import quoted


@dataclass(frozen=True, slots=True)
class Move:
    """A lesson, the half-term to move it to, and how many pairs the move would break."""

    lesson: Lesson
    to: int
    breaks: int


def cheapest_move(tables: Tables, course: Course, late: Lesson, early: Lesson) -> Move | None:
    """How to bring `late`, on which `early` rests, before it: the move that breaks fewest pairs.

    Either `late` goes to the half-term before `early`, or `early` to the one after `late`; of
    equals the one that moves what teaches less. A pinned lesson does not move; None where both are
    pinned or there is no room.
    """
    moves = []
    if not late.unit.pinned and early.half > course.start:
        moves.append(Move(late, early.half - 1, _breaks(tables, course, late, early.half - 1)))
    if not early.unit.pinned and late.half < course.end:
        moves.append(Move(early, late.half + 1, _breaks(tables, course, early, late.half + 1)))
    return min(moves, key=lambda move: (move.breaks, move.lesson.taught.bit_count()), default=None)


def _breaks(tables: Tables, course: Course, moved: Lesson, to: int) -> int:
    """Pairs in order now that would be out of order with a lesson at another half-term.

    O(units + links of what it teaches).
    """
    earlier = to < moved.half
    between = 0
    for lesson in course.lessons:
        if lesson is moved:
            continue
        inside = to <= lesson.half <= moved.half if earlier else moved.half <= lesson.half <= to
        if inside:
            between |= lesson.taught
    broken = 0
    for topic in numbers_of(moved.taught):
        if course.first(topic) is not moved:
            continue
        if earlier:
            broken += (tables.needs[topic] & between & ~moved.taught).bit_count()
        else:
            broken += sum(
                1
                for upper in numbers_of(between & tables.rests[topic] & ~moved.taught)
                if tables.needs[upper] >> topic & 1
            )
    return broken


def say_move(move: Move) -> str:
    """A move in words."""
    rest = (
        ""
        if not move.breaks
        else f" (that would put {move.breaks} other pair{'s' * (move.breaks > 1)} out of order)"
    )
    return f"move {quoted(move.lesson.unit)} to {name_of_half(move.to)} or {_beyond(move)}{rest}"


def _beyond(move: Move) -> str:
    return "earlier" if move.to < move.lesson.half else "later"
