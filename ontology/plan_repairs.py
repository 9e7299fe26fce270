"""Proposals for a better order of a plan, as every face shows them."""

from __future__ import annotations

from ontology.answers import Answer, AnyLink
from ontology.findings import Where
from ontology.plans import Plan


class Time(Answer):
    """A half-term of a year; null where the plan has years only."""

    year: int
    half_term: int | None


class UnitMove(Answer):
    """A unit that moves, from when to when, and the links that are mended by it.

    `by` counts half-terms, below zero for earlier; where a plan has years only they are places in
    an even spread. `because` is empty where a unit makes room for another.
    """

    unit: str
    text: str
    where: Where
    department: str
    before: Time
    after: Time
    by: int
    because: tuple[AnyLink, ...]


class LinkLeft(Answer):
    """A link that an order still breaks, between two units."""

    edge: AnyLink
    first: Where
    then: Where
    message: str


class Proposal(Answer):
    """One order: what moves, what it still breaks, and how near to the best it is.

    `cost` is what the search made small, `bound` a cost below which no order is, `gap` the part
    of the cost above it (0 where `optimal`). `errors` and `warnings` count the findings of order
    and coherence after it. `plans` are the plans in that order, with a step in each half-term.
    """

    name: str
    optimal: bool
    gap: float
    cost: float
    bound: float
    method: str
    moves: tuple[UnitMove, ...]
    left: tuple[LinkLeft, ...]
    errors: int
    warnings: int
    plans: tuple[Plan, ...]


class ConflictReason(Answer):
    """One of the constraints that cannot all be satisfied: its kind, in words, and its cells."""

    kind: str
    message: str
    where: tuple[Where, ...]
    edge: AnyLink | None = None


class Conflict(Answer):
    """Constraints that cannot be satisfied together.

    Where it is `irreducible`, any one fewer can be. `let_go` is the one that the proposals break.
    """

    message: str
    irreducible: bool
    let_go: ConflictReason | None
    reasons: tuple[ConflictReason, ...]
