"""Plans and their matches side by side: which department a unit is of, and what it teaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.matching.matcher import Matcher
from ontology.plans import Match, Plan, State, Unit
from ontology.vocabulary import Department

MatcherOf = Callable[[Department], Matcher]
SAMPLE = 60
"""Units by which the department of a file is told where it does not say it."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A plan with the match and the department of each unit, in the order of its units.

    `guessed` says that a department had to be told from the words.
    """

    plan: Plan
    departments: tuple[Department, ...]
    matches: tuple[Match, ...]
    guessed: bool

    def rows(self) -> Iterable[tuple[Unit, Department, Match]]:
        """The units one by one."""
        return zip(self.plan.units, self.departments, self.matches, strict=True)


def match_plan(plan: Plan, matcher_of: MatcherOf, department: Department | None = None) -> Matched:
    """A plan's units matched, each with the matcher of its department.

    A unit's own department stands first, then the plan's, then the one given, else the one whose
    names the plan's words fit better.
    """
    told = plan.department or department
    guessed = told is None and any(unit.department is None for unit in plan.units)
    rest = guess_department(plan.units, matcher_of) if guessed else told
    departments = tuple(unit.department or rest or Department.MATHS for unit in plan.units)
    matches = tuple(
        matcher_of(own).match(unit) for unit, own in zip(plan.units, departments, strict=True)
    )
    return Matched(plan, departments, matches, guessed)


def guess_department(units: Sequence[Unit], matcher_of: MatcherOf) -> Department:
    """The department whose names the words of units fit better; mathematics where both do alike."""
    scores = dict.fromkeys(Department, 0.0)
    for unit in units[:SAMPLE]:
        for department in Department:
            parts = matcher_of(department).match(unit).parts
            scores[department] += sum(
                part.candidates[0].score * (2 if part.state is State.MATCHED else 1)
                for part in parts
                if part.candidates
            )
    return max(Department, key=lambda department: scores[department])


def counts(matched: Iterable[Matched]) -> Mapping[str, int]:
    """How many rows are in each state."""
    found = dict.fromkeys(map(str, State), 0)
    for plan in matched:
        for match in plan.matches:
            found[str(match.state)] += 1
    return found
