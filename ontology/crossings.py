"""What answers between mathematics and science are made of: impacts, terms and first needs."""

from __future__ import annotations

from typing import Literal

from ontology.answers import Answer, UsesLink
from ontology.vocabulary import (
    BasisKind,
    Certainty,
    Pathway,
    Review,
    Stage,
    Strength,
    Subject,
    Tier,
)


class Named(Answer):
    """A topic by its id and label."""

    id: str
    label: str


class StatementPlace(Answer):
    """Science that needs a piece of mathematics: the topic, its statements, and the use itself.

    `first` tells that it rests on no other of the places: here it would have to be taught. Of
    several uses `link` is the strongest, whose stage, tier and pathway are shown; `others` are ids.
    """

    id: str
    label: str
    subject: Subject
    stage: Stage
    tier: Tier
    pathway: tuple[Pathway, ...]
    statements: tuple[str, ...]
    first: bool
    link: UsesLink
    others: tuple[str, ...]


class ImpactRow(Answer):
    """Mathematics that one of the two tiers has and the other has not.

    `not-taught`: science at its tier needs it and mathematics at its tier does not teach it;
    `not-used`: mathematics teaches it and only science above the tier asked uses it.
    `statements` are those that ask for it at Higher. `under` is further Higher-only mathematics
    that it essentially rests on, and `start` what is taught at Foundation and it rests on first.
    `strength` is that of the strongest use.
    """

    kind: Literal["not-taught", "not-used"]
    id: str
    label: str
    stage: Stage
    statements: tuple[str, ...]
    strength: Strength
    under: tuple[Named, ...]
    start: tuple[Named, ...]
    places: tuple[StatementPlace, ...]
    words: str


class TermRow(Answer):
    """A word or method that departments use differently, with a wording to offer."""

    id: str
    label: str
    aliases: tuple[str, ...]
    subjects: tuple[Subject, ...]
    maths: str
    science: str
    notation: str | None
    wording: str
    topics: tuple[Named, ...]
    edges: tuple[str, ...]
    basis: BasisKind
    source: str | None
    locator: str | None
    note: str | None
    review: Review
    reviewer: str | None
    licence: str


class TimingPoint(Answer):
    """When, by a published scheme: `year` 7–11, `term` 1–3, `half_term` 1–6, `position` of unit.

    What no source tells is null.
    """

    id: str
    scheme: str
    year: int
    term: int | None
    half_term: int | None
    position: int | None
    words: str
    certainty: Certainty
    source: str | None
    locator: str | None
    note: str | None


Order = Literal["science-first", "same-time", "maths-first", "not-told"]


class FirstNeedRow(Answer):
    """Who comes first to a piece of mathematics, in two published schemes.

    The id is the topic's and that of who needs it, `maths:a~physics:b`.
    `years` is the year taught less the year needed: above nought science comes first by so many.
    `order` is `not-told` where the mathematics scheme has no fact, `same-time` where both fall in
    one year and no source tells which is the earlier.
    """

    id: str
    topic: Named
    stage: Stage
    order: Order
    years: int | None
    by: Named
    needed: TimingPoint
    taught: TimingPoint | None
    words: str
