"""What a query string may hold: the questions, with the parameters of pages where rows are many."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.view import View
from graph.questions import (
    Bottlenecks,
    Dependents,
    Explain,
    FirstNeed,
    Gaps,
    Name,
    Register,
    Share,
    Swing,
    TierImpact,
    Uses,
)
from ontology.vocabulary import (
    BasisKind,
    Department,
    EquationKind,
    LinkType,
    Listed,
    Pathway,
    Reasoning,
    RefusalReason,
    Stage,
    StatementKind,
    Strength,
    Structure,
    SubjectAsked,
    Tier,
    TimingFact,
)


class DependentsQuery(View, Dependents):
    """`/v1/dependents` and `/v1/prerequisites`."""


class ExplainQuery(Explain):
    """`/v1/explain`."""


class ShareQuery(Share):
    """`/v1/share`."""


class SwingQuery(View, Swing):
    """`/v1/swing`."""


class BottlenecksQuery(View, Bottlenecks):
    """`/v1/bottlenecks`."""


class GapsQuery(View, Gaps):
    """`/v1/gaps`."""


class UsesQuery(View, Uses):
    """`/v1/uses`."""


class TierImpactQuery(View, TierImpact):
    """`/v1/tier-impact`."""


class RegisterQuery(View, Register):
    """`/v1/register`."""


class FirstNeedQuery(View, FirstNeed):
    """`/v1/first-need`."""


class StatementsQuery(View):
    """`/v1/statements`."""

    subject: Annotated[SubjectAsked | None, Field(description="Only of this subject.")] = None
    framework: Annotated[Name | None, Field(description="Only of this framework.")] = None
    strand: Annotated[Name | None, Field(description="Only of this strand.")] = None
    tier: Annotated[Tier | None, Field(description="Only of this tier.")] = None
    kind: Annotated[StatementKind | None, Field(description="Content or process.")] = None


class TopicsQuery(View):
    """`/v1/topics`."""

    subject: Annotated[SubjectAsked | None, Field(description="Only of this subject.")] = None
    stage: Annotated[Stage | None, Field(description="Only of this stage.")] = None
    tier: Annotated[Tier | None, Field(description="Only science at this tier.")] = None
    pathway: Annotated[Pathway | None, Field(description="Only on this pathway.")] = None
    quantitative: Annotated[
        bool | None, Field(description="Only science that uses mathematics, or that does not.")
    ] = None
    statement: Annotated[Name | None, Field(description="Only those that address it.")] = None
    theme: Annotated[Name | None, Field(description="Only members of this theme.")] = None


class EdgesQuery(View):
    """`/v1/edges`."""

    type: Annotated[LinkType | None, Field(description="Requires or uses.")] = None
    dependent: Annotated[Name | None, Field(description="Only with this dependent.")] = None
    prerequisite: Annotated[Name | None, Field(description="Only with this prerequisite.")] = None
    strength: Annotated[Strength | None, Field(description="Only of this strength.")] = None
    reasoning: Annotated[Reasoning | None, Field(description="Only of this kind.")] = None
    structure: Annotated[Structure | None, Field(description="Only of this structure.")] = None
    basis: Annotated[BasisKind | None, Field(description="Only on this basis.")] = None
    skill: Annotated[Name | None, Field(description="Only uses under this skill.")] = None
    equation: Annotated[Name | None, Field(description="Only uses of this equation.")] = None
    stage: Annotated[Stage | None, Field(description="Only uses at this stage.")] = None
    tier: Annotated[Tier | None, Field(description="Only uses at this tier.")] = None
    pathway: Annotated[Pathway | None, Field(description="Only uses on this pathway.")] = None


class RefusedQuery(View):
    """`/v1/refused`."""

    dependent: Annotated[Name | None, Field(description="Only with this dependent.")] = None
    prerequisite: Annotated[Name | None, Field(description="Only with this prerequisite.")] = None
    type: Annotated[LinkType | None, Field(description="Requires or uses.")] = None
    reason: Annotated[RefusalReason | None, Field(description="Only for this reason.")] = None


class MembershipsQuery(View):
    """`/v1/memberships`."""

    theme: Annotated[Name | None, Field(description="Only of this theme.")] = None


class EquationsQuery(View):
    """`/v1/equations`."""

    subject: Annotated[SubjectAsked | None, Field(description="Only of this subject.")] = None
    kind: Annotated[EquationKind | None, Field(description="Only of this kind.")] = None
    tier: Annotated[Tier | None, Field(description="Only of this tier.")] = None
    pathway: Annotated[Pathway | None, Field(description="Only on this pathway.")] = None
    listed: Annotated[Listed | None, Field(description="Only recalled, or only given.")] = None


class TermsQuery(View):
    """`/v1/terms`."""

    subject: Annotated[
        SubjectAsked | None, Field(description="Only those that this department meets.")
    ] = None


class SchemesQuery(View):
    """`/v1/schemes`."""

    subject: Annotated[Department | None, Field(description="Only of this department.")] = None


class TimingQuery(View):
    """`/v1/timing`."""

    scheme: Annotated[Name | None, Field(description="Only of this scheme.")] = None
    fact: Annotated[TimingFact | None, Field(description="Taught or needed.")] = None
    topic: Annotated[Name | None, Field(description="Only about this mathematics.")] = None


class PlainQuery(View):
    """Lists without filters: themes, frameworks, sources, weights, retired identifiers."""
