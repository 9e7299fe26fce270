"""The records of the curated curriculum, one class a kind, all frozen.

Text fields hold this project's own words; `source` and `locator` say where a fact was seen.
Ids that can be made from other fields are properties, so that a row cannot contradict itself.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ontology.basis import Basis, Text
from ontology.fields import Day, Item, Record, Slug, StatementId, TopicId
from ontology.ids import join_id, split_statement_id
from ontology.register import Abbreviation, Scheme, Term, Timing
from ontology.science import Equation, Skill, Uses
from ontology.vocabulary import (
    LinkType,
    Pathway,
    Reasoning,
    RefusalReason,
    Review,
    Stage,
    StatementKind,
    Strength,
    Structure,
    Subject,
    Tier,
)


class Source(Record):
    """A document that facts were taken from, with its licence."""

    id: Slug
    title: Text
    publisher: Text
    date: Text
    url: str | None = None
    licence: Text
    attribution: Text


class Framework(Record):
    """An official document whose statements are taught.

    `strands` is in the order of the document and `subjects` says whose each strand is (one for
    all, or one a strand); `prints_codes` tells whether the codes are the document's own ("R5") or
    number its rows.
    """

    id: Slug
    label: Text
    version: Text
    valid_from: Day
    valid_to: Day | None = None
    source: Slug
    prints_codes: bool
    strands: Annotated[tuple[Item, ...], Field(min_length=1)]
    subjects: Annotated[tuple[Subject, ...], Field(min_length=1)]
    aliases: tuple[Item, ...] = ()

    def subject_of(self, strand: str) -> Subject:
        """Whose a strand is; the first subject's where the framework has no such strand."""
        if len(self.subjects) == 1 or strand not in self.strands:
            return self.subjects[0]
        return self.subjects[self.strands.index(strand)]


class Statement(Record):
    """One official reference in a framework, in this project's words.

    `tier` is for GCSE mathematics: `foundation` when any part is in Foundation, `higher` when
    the whole is for Higher only. `higher_only` words the Higher-only part of a Foundation one.
    """

    id: StatementId
    strand: Text
    kind: StatementKind
    tier: Tier | None = None
    higher_only: str | None = None
    label: Text
    summary: Text
    locator: Text

    @property
    def framework(self) -> str:
        """Id of the framework."""
        return split_statement_id(self.id)[0]

    @property
    def code(self) -> str:
        """Code inside the framework."""
        return split_statement_id(self.id)[1]

    @property
    def has_foundation_part(self) -> bool:
        """Whether some of it is in Foundation (KS3 counts as Foundation)."""
        return self.tier is not Tier.HIGHER

    @property
    def has_higher_part(self) -> bool:
        """Whether some of it is for Higher only."""
        return self.tier is Tier.HIGHER or self.higher_only is not None


class Topic(Record):
    """What a teacher would call a topic or a small step.

    `tier` (the least at which it is met), `pathway` and `quantitative` are for science:
    a topic that is not quantitative uses no mathematics, and says so.
    """

    id: TopicId
    label: Text
    stage: Stage
    tier: Tier | None = None
    pathway: tuple[Pathway, ...] = ()
    quantitative: bool | None = None
    description: Text
    misconception: str | None = None
    aliases: tuple[Item, ...] = ()

    @property
    def subject(self) -> Subject:
        """The subject, which the id begins with."""
        return Subject(self.id.partition(":")[0])


class Address(Record):
    """A topic is (part of) what a statement asks for, at a tier."""

    topic: TopicId
    statement: StatementId
    tier: Tier
    part: Text
    basis: Basis
    review: Review = Review.UNREVIEWED
    reviewer: str | None = None

    @property
    def id(self) -> str:
        """`topic~statement~tier`."""
        return join_id(self.topic, self.statement, self.tier)


class Theme(Record):
    """A named set of topics that people ask about."""

    id: Slug
    label: Text
    description: Text
    aliases: tuple[Item, ...] = ()


class Membership(Record):
    """A topic is one of a theme's."""

    theme: Slug
    topic: TopicId
    basis: Basis
    rationale: Text
    review: Review = Review.UNREVIEWED
    reviewer: str | None = None

    @property
    def id(self) -> str:
        """`theme~topic`."""
        return join_id(self.theme, self.topic)


class Requires(Record):
    """The dependent cannot be understood, or is much harder, without the prerequisite."""

    dependent: TopicId
    prerequisite: TopicId
    strength: Strength
    reasoning: Reasoning
    structure: Structure | None = None
    basis: Basis
    rationale: str | None = None
    objection: str | None = None
    review: Review = Review.UNREVIEWED
    reviewer: str | None = None

    @property
    def id(self) -> str:
        """`dependent~prerequisite`."""
        return join_id(self.dependent, self.prerequisite)


class Refused(Record):
    """An edge that was considered and does not stand, with the reason."""

    dependent: TopicId
    prerequisite: TopicId
    type: LinkType = LinkType.REQUIRES
    reason: RefusalReason
    rationale: Text

    @property
    def id(self) -> str:
        """`dependent~prerequisite`, the id the edge would have had."""
        return join_id(self.dependent, self.prerequisite)


class Weight(Record):
    """Percentage of the marks of an examination tier that a strand, or several pooled, carries."""

    framework: Slug
    tier: Tier
    strands: Annotated[tuple[Item, ...], Field(min_length=1)]
    percent: Annotated[int, Field(ge=0, le=100)]
    source: Slug

    @property
    def id(self) -> str:
        """`framework~tier~strand`, by the first of the strands."""
        return join_id(self.framework, self.tier, self.strands[0])


class Retired(Record):
    """An identifier no longer used, and what to use instead (nothing, if it has no heir)."""

    id: Text
    replaced_by: tuple[Item, ...] = ()
    date: Day
    reason: Text


class Curriculum(Record):
    """The whole data set, each kind in canonical order; what loaders hand to the graph."""

    sources: tuple[Source, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    statements: tuple[Statement, ...] = ()
    topics: tuple[Topic, ...] = ()
    addresses: tuple[Address, ...] = ()
    themes: tuple[Theme, ...] = ()
    memberships: tuple[Membership, ...] = ()
    requires: tuple[Requires, ...] = ()
    refused: tuple[Refused, ...] = ()
    uses: tuple[Uses, ...] = ()
    skills: tuple[Skill, ...] = ()
    equations: tuple[Equation, ...] = ()
    terms: tuple[Term, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    timing: tuple[Timing, ...] = ()
    weights: tuple[Weight, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    retired: tuple[Retired, ...] = ()
