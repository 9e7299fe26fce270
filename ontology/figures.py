"""What the counting answers are made of: shares, swings, bottlenecks and gaps."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ontology.answers import Answer, AnyLink
from ontology.vocabulary import BasisKind, Stage, Strength, Subject, TierAsked


class Counted(Answer):
    """A count of statements: how many, of how many, the fraction (0–1) and which."""

    count: int
    of: int
    share: float
    ids: tuple[str, ...]


class Figures(Answer):
    """A share in the four ways of counting, each a fraction (0–1).

    `any`: statements one of whose topics holds; `all`: statements all of whose topics hold;
    `part`: mean over statements of the fraction of their topics that hold; `weight`: the same
    mean by strand, weighted by the strand's marks in the examination (null where none are set).
    """

    any: float
    all: float
    part: float
    weight: float | None


class Range(Answer):
    """Lowest and highest of each count over the least bases and with and without KS2 members."""

    any: tuple[float, float]
    all: tuple[float, float]
    part: tuple[float, float]
    weight: tuple[float, float] | None


class AtBasis(Figures):
    """The figures when every link has at least this basis, with or without KS2 members."""

    basis: BasisKind
    ks2: bool


class AtTier(Figures):
    """The figures at a tier; `statements` is the denominator."""

    tier: TierAsked
    statements: int


class InStrand(Figures):
    """The figures in one strand."""

    strand: str
    statements: int


class AtDistance(Answer):
    """Statements whose nearest topic holds by a shortest chain of this many links."""

    distance: int
    statements: int
    ids: tuple[str, ...]


class ShareRow(Answer):
    """How much rests on it under one declared definition."""

    definition: Literal["member", "direct", "transitive", "essential", "threaded"]
    sentence: str
    any: Counted
    all: Counted
    part: float
    weight: float | None
    weight_note: str | None
    range: Range
    by_basis: tuple[AtBasis, ...]
    by_tier: tuple[AtTier, ...]
    by_strand: tuple[InStrand, ...]
    by_distance: tuple[AtDistance, ...]


class SwingRow(Answer):
    """What a share becomes when one edge or membership is not accepted."""

    id: str
    kind: Literal["requires", "uses", "membership"]
    share: float
    change: float
    lost: tuple[str, ...] = Field(description="Statements that no longer count under `any`.")
    rationale: str | None
    objection: str | None


class Blocked(Answer):
    """How much rests on a topic."""

    topics: int
    statements: int


class BottleneckRow(Answer):
    """How narrow the graph is at a topic.

    `blocking`: what rests on it. `delay`: topics on the longest chain through it. `centrality`:
    the sum of the lengths (in topics) of all chains through it from ground to end.
    """

    id: str
    subject: Subject
    stage: Stage
    label: str
    blocking: Blocked
    delay: int
    centrality: int
    words: str


class GapRow(Answer):
    """A topic to secure, in its place in the order.

    `ready` tells that all it needs is known: it is on the fringe. `opens` counts the topics of
    this list that wait for it. `chain` is the best chain from the target down to it.
    """

    step: int
    id: str
    subject: Subject
    stage: Stage
    label: str
    description: str
    misconception: str | None
    strength: Strength
    ready: bool
    opens: int
    chain: tuple[AnyLink, ...]
