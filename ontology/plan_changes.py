"""What a change of plan does, and what a pupil has to catch up on, as every face shows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from ontology.answers import Answer, AnyLink
from ontology.findings import Where
from ontology.plan_repairs import Time
from ontology.vocabulary import Department, Severity, Stage, Subject


class ChangeKind(StrEnum):
    """What a row of a comparison tells, in the order in which rows are told."""

    MOVED = "moved"
    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    BROKEN = "broken"
    MENDED = "mended"
    CLASH_GAINED = "clash-gained"
    CLASH_LOST = "clash-lost"
    COVERAGE_GAINED = "coverage-gained"
    COVERAGE_LOST = "coverage-lost"
    TWICE = "twice"
    NEVER = "never"


class Change(Answer):
    """One thing that a new plan does, against the old one.

    Units (`moved` … `merged`): `where` is the cell in the new plan and `other` that in the old one
    (of a unit that is dropped `where` is the old cell); `before` and `after` are when, `by` how
    many half-terms later (below zero: earlier; null where a half-term is unknown, 0 where only the
    order within it changed). A unit that is split or merged has a row for each of its pieces.
    `topics` are those that both teach; of one added or dropped, all; of one `changed`, those that
    it teaches in one plan only.

    Links (`broken`, `mended`, `clash-…`): `where` is what needs and `other` what is needed, both in
    the plan that has the fault (the new one where it is broken or gained), `rule` what it breaks
    there and `left` what the link breaks in the other plan, always less gravely. Topics: what
    needs, what is needed, what else there needs it.

    Coverage: `where` is the first cell that teaches the statement, in the plan that does.

    Classes (`twice`, `never`): `year` is the class's now. `where` is the cell in the new plan,
    `other` in the old one: what was met and comes again, what would have been met and does not
    come. `edge` is the strongest link to what a class never meets from what it meets afterwards.

    `blocks` counts topics of the new plan (of what the class meets afterwards) that rest on those
    which are late, missing, moved or never met; `pathway` is null where all are concerned.
    """

    kind: ChangeKind
    department: Department
    where: Where | None = None
    other: Where | None = None
    text: str | None = None
    was: str | None = None
    before: Time | None = None
    after: Time | None = None
    by: int | None = None
    rule: str | None = None
    left: str | None = None
    severity: Severity | None = None
    edge: AnyLink | None = None
    topics: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    year: int | None = None
    pathway: str | None = None
    provisional: bool = False
    blocks: int | None = None
    message: str


Level = Literal[1, 2, 3]
"""1 what it directly and essentially needs, 2 with all essential under that, 3 with what is only
helpful to it, and all essential under that."""

Why = Literal["lost", "missed", "not-before"]
"""A lost unit taught it; the pupil was not here yet; the plan does not teach it before."""


class CatchUpRow(Answer):
    """A topic to secure before a unit.

    `level` is the smallest set that it belongs to and `step` its place in the order of teaching of
    that set. `links` lead to it from what the unit teaches, or from what else is to be secured,
    strongest first. `taught` is where the plan teaches it first and `when`; null where no unit
    does. `ready` tells that all it essentially needs is known: it is on the fringe. `opens` counts
    the rows that rest on it.
    """

    level: Level
    step: int
    id: str
    subject: Subject
    stage: Stage
    label: str
    misconception: str | None
    why: Why
    taught: Where | None
    when: Time | None
    text: str | None
    links: tuple[AnyLink, ...]
    ready: bool
    opens: int
    pathway: str | None
    provisional: bool
    message: str


class CatchUpSet(Answer):
    """A set to secure, in the order of teaching: level 1 is the smallest, each holds the last."""

    level: Level
    pathway: str | None
    topics: tuple[str, ...]
