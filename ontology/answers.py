"""What answers are made of: links, rows and the envelope, as every face shows them."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from ontology.vocabulary import (
    BasisKind,
    LinkType,
    Pathway,
    Reasoning,
    Stage,
    Strength,
    Structure,
    Subject,
    Tier,
)

OWN_LICENCE = "CC BY 4.0"
"""The licence of what this project judged or worded itself."""


class Answer(BaseModel):
    """Base of everything that is answered: frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Link(Answer):
    """One edge of the graph: the dependent needs the prerequisite, and why."""

    id: str
    type: LinkType
    dependent: str
    prerequisite: str
    strength: Strength
    reasoning: Reasoning
    structure: Structure | None
    basis: BasisKind
    source: str | None
    locator: str | None
    rationale: str | None
    objection: str | None


class UsesLink(Link):
    """An edge from science to mathematics: what for, under which skill, by which equation."""

    skill: str | None
    context: str | None
    equation: str | None
    stage: Stage
    tier: Tier
    pathway: tuple[Pathway, ...]


AnyLink = UsesLink | Link
"""One link record everywhere; `uses` has a line more."""

Depends = Literal["is", "direct", "transitive"]


class Extent(Answer):
    """How many topics a statement has, how many are asked about and how many more depend."""

    topics: int
    is_: int = Field(alias="is")
    depending: int


class Reached(Answer):
    """What every row says of how it depends; the fields describe the best chain.

    `distance` counts its links and `nearest` those of the shortest chain. `strength` is the
    weakest link's and `basis` the worst; both are null for what is itself asked about.
    """

    depends: Depends
    strength: Strength | None
    basis: BasisKind | None
    distance: int
    nearest: int


class StatementRow(Reached):
    """A statement that depends on what was asked, or that it rests on."""

    id: str
    framework: str
    code: str
    strand: str
    label: str
    tier: Tier | None
    higher_only: str | None
    extent: Extent
    chain: tuple[AnyLink, ...]


class TopicRow(Reached):
    """A topic that depends on what was asked, or that it rests on."""

    id: str
    subject: Subject
    stage: Stage
    label: str
    chain: tuple[AnyLink, ...]


class ChainRow(Answer):
    """One chain of an explanation, with its grade and the link it hangs on."""

    rank: int
    strength: Strength
    basis: BasisKind
    distance: int
    weakest: str
    chain: tuple[AnyLink, ...]


Data = TypeVar("Data")


class Meta(Answer):
    """What an answer is about and how to read it; some answers add fields of their own.

    `explain`: `shared`. `swing`: `share`. `gaps`: `fringe`. `uses`: `under`, where asked for.
    `dataset`: `counts`.
    """

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)

    dataset_version: str
    query: dict[str, Any]
    definition: str
    total: int
    next: str | None = None


class Envelope(Answer, Generic[Data]):
    """The form of every answer."""

    data: Data
    meta: Meta
