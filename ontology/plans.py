"""Schemes of work as records: what a department teaches, when, and what its words were taken for.

A plan is units on a calendar of school years and half-terms (1 Autumn 1 … 6 Summer 2). A unit is
what one cell of the department's own file says. Reading gives plans, matching gives matches,
checking gives findings (`ontology.findings`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ontology.answers import Answer
from ontology.findings import Finding, Where
from ontology.vocabulary import Department, Ranked

HALF_TERMS = 6
"""Half-terms in a school year."""

Year = Annotated[int, Field(ge=7, le=11)]
HalfTerm = Annotated[int, Field(ge=1, le=HALF_TERMS)]


class Course(StrEnum):
    """What a pupil follows: a tier, in science also combined or separate sciences."""

    FOUNDATION = "foundation"
    HIGHER = "higher"
    COMBINED = "combined"
    SEPARATE = "separate"


class State(Ranked):
    """How certain it is what a text means, most certain first."""

    MATCHED = "matched"
    CONFIRM = "confirm"
    UNMATCHED = "unmatched"


class Unit(Answer):
    """What one cell says is taught, and when; nothing of it is matched yet.

    `id` is unique in its plan. `half_term` is null where the file gives years only; `span` counts
    the half-terms that a cell covers. `step` is the order within the half-term (within the year
    where there is none) and null where the file does not say it: then order is unknown. `names`
    are identifiers or codes that stand beside the text. Empty `courses` or `classes` mean all.
    A `pinned` unit must not move; units with the same word in `together` stay in one half-term.
    """

    id: str
    text: str
    where: Where
    department: Department | None = None
    year: Year | None = None
    half_term: HalfTerm | None = None
    span: Annotated[int, Field(ge=1, le=30)] = 1
    step: int | None = None
    weeks: Annotated[float, Field(gt=0, le=60)] | None = None
    names: tuple[str, ...] = ()
    courses: tuple[Course, ...] = ()
    classes: tuple[str, ...] = ()
    pinned: bool = False
    together: str | None = None
    hidden: bool = False


class Suppression(Answer):
    """Findings of a rule that the department has seen and accepts, and why.

    `about` narrows it to a cell (`Year 8!C7`), a unit's text, or an id of a topic, statement, edge
    or term; null suppresses the rule everywhere.
    """

    rule: str
    about: str | None = None
    reason: Annotated[str, Field(min_length=3)]


class Settings(Answer):
    """What a department means by its words; kept with its plan.

    Half-terms: `gap` from which a prerequisite was met too long ago, `revisit` after which a
    topic never met again is told, `lag` by which mathematics must be before science (0: an earlier
    half-term is enough). `weeks` is what a half-term holds. A statement counts as taught when one
    of its topics is.
    """

    gap: Annotated[int, Field(ge=1, le=60)] = 6
    revisit: Annotated[int, Field(ge=1, le=60)] = 6
    lag: Annotated[int, Field(ge=0, le=12)] = 0
    weeks: Annotated[float, Field(gt=0, le=20)] = 6.0
    suppressions: tuple[Suppression, ...] = ()


class Plan(Answer):
    """A department's scheme of work as it was read.

    `department` is what the file is about where it says so; a unit's own stands above it. `courses`
    are those that the file names anywhere. `findings` are what reading has to tell: hidden rows,
    error cells, rows with no place on the calendar.
    """

    file: str
    department: Department | None = None
    courses: tuple[Course, ...] = ()
    units: tuple[Unit, ...] = ()
    settings: Settings = Settings()
    findings: tuple[Finding, ...] = ()


class Candidate(Answer):
    """One topic that a text may mean: 0 to 1 how likely, and by what it was found."""

    topic: str
    label: str
    statements: tuple[str, ...]
    score: Annotated[float, Field(ge=0, le=1)]
    how: str


class Part(Answer):
    """A piece of a cell's text, what it may mean (best first) and what it is read as.

    `topics` is what the part teaches: all that a certain match means, the best candidate of one to
    confirm, nothing where unmatched.
    """

    text: str
    state: State
    topics: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


class Match(Answer):
    """What a unit's text was taken for; its state is that of its least certain part."""

    text: str
    where: Where
    year: int | None
    half_term: int | None
    state: State
    parts: tuple[Part, ...]
    unit: str
