"""What a pupil has met before a unit on one pathway, and what of its ground is missing."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from graph.plans.coherence import GCSE_YEAR
from graph.plans.course import Course, Lesson
from graph.plans.pathways import Run
from graph.plans.school_year import half_of
from graph.plans.tables import Tables, numbers_of, uses_link
from graph.plans.units import UnitKey, key_of
from ontology.vocabulary import Department, LinkType, Pathway, Stage, Tier

KS3 = (Stage.KS2, Stage.KS3)
"""What a pupil of Year 10 or later counts as knowing."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a pupil has before a lesson, as bits.

    `have` is known or met; `lost` and `missed` are what nothing else taught of lessons before it
    that were lost, or that came before the pupil did; `by` has for each of these topics the first
    lost lesson, else the first missed one.
    """

    tables: Tables
    courses: Mapping[Department, Course]
    run: Run
    lesson: Lesson
    have: int
    lost: int
    missed: int
    by: Mapping[int, Lesson]

    def needs(self, topic: int, essential: bool = False) -> Iterator[tuple[int, int]]:
        """Links of a topic to what it needs here, and what that is.

        Mathematics that science uses counts where the plan of mathematics is given, at the tier,
        on the pathway and at the stage of the use.
        """
        net = self.tables.index.net
        for link in net.needs[topic]:
            if essential and net.strength[link] != 0:
                continue
            if self.tables.index.links[link].type is LinkType.USES and not self._uses(link):
                continue
            yield link, net.prerequisite[link]

    def _uses(self, number: int) -> bool:
        link = uses_link(self.tables, number)
        topic = self.tables.index.net.dependent[number]
        if Department.MATHS not in self.courses:
            return False
        if self.run.science is Tier.FOUNDATION and link.tier is Tier.HIGHER:
            return False
        if self.run.pathway not in (link.pathway or tuple(Pathway)):
            return False
        again = self.lesson.taught >> topic & 1 and (self.lesson.unit.year or 0) >= GCSE_YEAR
        of_gcse = self.tables.index.topics[topic].stage is Stage.GCSE
        return link.stage is not Stage.GCSE or of_gcse or bool(again)

    def direct(self, essential: bool = True) -> int:
        """What the lesson's topics directly need (or are much easier after), and is not met."""
        found = 0
        for topic in numbers_of(self.lesson.taught):
            for _, lower in self.needs(topic, essential):
                found |= 1 << lower
        return found & ~self.have & ~self.lesson.taught

    def closed(self, topics: int) -> int:
        """Topics with all that they essentially need in turn, down to what is met. O(V + E)."""
        out = self.have | self.lesson.taught
        stack = numbers_of(topics)
        while stack:
            for _, lower in self.needs(stack.pop(), essential=True):
                if not (topics | out) >> lower & 1:
                    topics |= 1 << lower
                    stack.append(lower)
        return topics

    def in_order(self, topics: int) -> list[int]:
        """Topics in an order of teaching: each after all it needs, else as the plan has them."""
        waiting = {
            topic: sum(topics >> lower & 1 for _, lower in self.needs(topic))
            for topic in numbers_of(topics)
        }
        above: dict[int, list[int]] = {}
        for topic in waiting:
            for _, lower in self.needs(topic):
                above.setdefault(lower, []).append(topic)
        ready = [self._when(topic) for topic, count in waiting.items() if not count]
        heapq.heapify(ready)
        found = []
        while ready:
            *_, topic = heapq.heappop(ready)
            found.append(topic)
            for upper in above.get(topic, ()):
                waiting[upper] -= 1
                if not waiting[upper]:
                    heapq.heappush(ready, self._when(upper))
        return found

    def _when(self, topic: int) -> tuple[bool, int, int, int]:
        lesson = self.taught_by(topic)
        return (True, 0, 0, topic) if lesson is None else (False, lesson.half, lesson.low, topic)

    def taught_by(self, topic: int) -> Lesson | None:
        """The lesson that was lost or missed with a topic, else the one that teaches it first."""
        if topic in self.by:
            return self.by[topic]
        own = self.tables.index.topics[topic].subject.department
        course = self.courses.get(own)
        return course.first(topic) if course is not None and topic in course.where else None


def build_before(
    tables: Tables,
    courses: Mapping[Department, Course],
    run: Run,
    lesson: Lesson,
    department: Department,
    joined: int | None,
    lost: Collection[UnitKey],
    known: int,
) -> Before:
    """What a pupil of a run has before a lesson of a department.

    `joined` is the half-term (its number) from which the pupil follows the plan; a unit that began
    before it is missed. Of the other department counts what ends in an earlier half-term. A pupil
    who joins in Year 10 or later knows KS3.
    """
    have = known
    if joined is not None and joined >= half_of(GCSE_YEAR, 1):
        for stage in KS3:
            have |= tables.stages[stage]
    gone: list[tuple[bool, Lesson]] = []
    for own, course in courses.items():
        have |= course.known | course.assumed
        for one in course.lessons:
            earlier = one.high < lesson.low if own is department else one.last < lesson.first
            if not earlier:
                continue
            late = joined is not None and one.half < joined
            if late or key_of(one.unit) in lost:
                gone.append((late, one))
            else:
                have |= one.taught
    by: dict[int, Lesson] = {}
    taken = [0, 0]
    for late, one in sorted(gone, key=lambda row: row[0]):
        left = one.taught & ~have
        for topic in numbers_of(left):
            by.setdefault(topic, one)
        taken[late] |= left
    return Before(tables, courses, run, lesson, have, taken[False], taken[True], by)
