"""Records that join science to mathematics: skills, equations and uses."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ontology.basis import Basis, Text
from ontology.fields import EquationId, Item, Record, Slug, StatementId, TopicId
from ontology.ids import join_id
from ontology.vocabulary import (
    Certainty,
    EquationKind,
    Listed,
    Pathway,
    Reasoning,
    Review,
    Stage,
    Strength,
    Structure,
    Subject,
    Tier,
)

SKILL_PATTERN = r"^[1-5][a-h]$"
SKILLS = "gcse-science-skills"
"""The framework whose statements are the mathematical skills of GCSE science."""

Pathways = Annotated[tuple[Pathway, ...], Field(min_length=1)]
_QUANTITY = re.compile(r"(?P<symbol>[^:\[\]]+): (?P<name>[^:\[\]]+) \[(?P<unit>[^\[\]]+)\]")


class Skill(Record):
    """The subjects for which a mathematical skill is listed, on each pathway.

    `combined` are the subjects in whose part of combined science it is asked for.
    """

    statement: StatementId
    subjects: Annotated[tuple[Subject, ...], Field(min_length=1)]
    combined: tuple[Subject, ...] = ()
    certainty: Certainty

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement

    @property
    def code(self) -> str:
        """The code, as `3b`."""
        return self.statement.partition(":")[2]


Part = Annotated[str, Field(pattern=r"^[^;:\[\]]+$")]
"""A part of a quantity in a cell: it cannot hold what separates the parts."""


class Quantity(Record):
    """A symbol of an equation, the quantity that it stands for and its SI unit (1 for none)."""

    symbol: Part
    name: Part
    unit: Part

    def __str__(self) -> str:
        """As it stands in a cell: `m: mass [kg]`."""
        return f"{self.symbol}: {self.name} [{self.unit}]"


def _quantity(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found = _QUANTITY.fullmatch(value)
    if found is None:
        raise ValueError("a quantity is written as `m: mass [kg]`")
    return found.groupdict()


class Equation(Record):
    """An equation, proportionality, procedure or numerical idea of GCSE science.

    `listed` says whether specifications list it as recalled or given, and `supplied` what
    examination aids supply; each is empty where no source in view tells. `tier` is the lowest
    at which it is asked; `boards` words how awarding bodies differ. `proportions` say what is
    proportional to what; `rearrangements` are the symbols that pupils are asked to make the
    subject.
    """

    id: EquationId
    label: Text
    kind: EquationKind
    expression: Text
    quantities: tuple[Annotated[Quantity, BeforeValidator(_quantity)], ...] = ()
    listed: Listed | None = None
    supplied: str | None = None
    subject: Subject
    pathway: Pathways
    tier: Tier
    boards: str | None = None
    proportions: tuple[Item, ...] = ()
    rearrangements: tuple[Item, ...] = ()
    topics: tuple[TopicId, ...] = ()
    certainty: Certainty
    note: str | None = None
    source: Slug | None = None
    locator: str | None = None


class Uses(Record):
    """Science needs this mathematics here: a topic of science, one of mathematics, and what for.

    `number` tells several uses of one pair apart (the first has none). `context` is the concrete
    calculation or representation. `note` explains a skill that is not in the subject's list.
    """

    dependent: TopicId
    prerequisite: TopicId
    number: Annotated[int | None, Field(ge=2, le=9)] = None
    strength: Strength
    reasoning: Reasoning
    structure: Structure | None = None
    basis: Basis
    skill: Annotated[str | None, Field(pattern=SKILL_PATTERN)] = None
    equation: EquationId | None = None
    context: str | None = None
    stage: Stage
    tier: Tier
    pathway: Pathways
    rationale: str | None = None
    objection: str | None = None
    note: str | None = None
    review: Review = Review.UNREVIEWED
    reviewer: str | None = None

    @property
    def id(self) -> str:
        """`dependent~prerequisite`, and `~2`, `~3` for further uses of the pair."""
        further = () if self.number is None else (str(self.number),)
        return join_id(self.dependent, self.prerequisite, *further)
