"""The questions, as typed records: what every face parses into and every answer is a function of.

Field names are those of the query string; `in`, a keyword of Python, is `within` here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ontology.crossings import Order
from ontology.vocabulary import (
    BasisKind,
    Pathway,
    Reasoning,
    Stage,
    Strength,
    SubjectAsked,
    Tier,
    TierAsked,
)

Definition = Literal["member", "direct", "transitive", "essential", "threaded"]
Count = Literal["any", "all", "part", "weight"]
Assumed = Literal["none", "KS2", "KS3"]

NAME = 300
"""Characters that a name may have."""

Name = Annotated[str, Field(max_length=NAME)]

Of = Annotated[
    tuple[Name, ...],
    Field(
        min_length=1,
        description="Themes, topics, statements, equations or a teacher's words (repeatable).",
    ),
]
SubjectFilter = Annotated[
    SubjectAsked | None,
    Field(description="Only this subject; `science` is all that is not maths."),
]
PathwayFilter = Annotated[
    Pathway | None, Field(description="Science only as taught on this pathway.")
]
Within = Annotated[
    Name | None, Field(alias="in", description="Framework whose statements are the rows.")
]


class Question(BaseModel):
    """Base of the questions."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Rows(Question):
    """Filters that choose rows and denominators."""

    subject: SubjectFilter = None
    strand: Annotated[
        Name | None, Field(description="Only this strand, by its name or first letters.")
    ] = None
    tier: Annotated[
        TierAsked, Field(description="Foundation, higher (all) or higher-only addresses.")
    ] = TierAsked.HIGHER
    pathway: PathwayFilter = None


class LinkFilter(Question):
    """Filters that choose the links that a chain may use."""

    strength: Annotated[Strength, Field(description="Least strength of every link.")] = (
        Strength.HELPFUL
    )
    basis: Annotated[BasisKind, Field(description="Least basis of every link.")] = (
        BasisKind.EDITORIAL
    )
    reasoning: Annotated[
        tuple[Reasoning, ...], Field(description="Only links of these kinds (repeatable).")
    ] = ()
    depth: Annotated[int | None, Field(ge=1, description="Most links in a chain.")] = None
    without: Annotated[
        tuple[Name, ...],
        Field(description="Ids of edges or memberships that are not accepted (repeatable)."),
    ] = ()


class Asked(Question):
    """What is asked about, and the framework whose statements are the rows."""

    of: Of
    within: Within = None


class Dependents(Rows, LinkFilter, Asked):
    """What rests on it (`dependents`) or what it rests on (`prerequisites`)."""


class Explain(LinkFilter):
    """Why one thing depends on another: the k best chains."""

    dependent: Annotated[
        tuple[Name, ...], Field(min_length=1, description="What depends (repeatable: any of them).")
    ]
    prerequisite: Annotated[
        tuple[Name, ...],
        Field(min_length=1, description="What it depends on (repeatable: any of them)."),
    ]
    k: Annotated[int, Field(ge=1, le=50, description="How many chains at most.")] = 3
    tier: Annotated[
        TierAsked, Field(description="Tier at which a statement's topics are taken.")
    ] = TierAsked.HIGHER
    pathway: Annotated[
        Pathway | None, Field(description="Pathway on which a statement's topics are taken.")
    ] = None


class Share(Question):
    """How much of a framework's content rests on it."""

    of: Of
    within: Annotated[Name, Field(alias="in", description="Framework that is the denominator.")]
    tier: Annotated[
        TierAsked, Field(description="Foundation, higher (all) or higher-only addresses.")
    ] = TierAsked.HIGHER
    subject: SubjectFilter = None
    strand: Annotated[Name | None, Field(description="Only this strand.")] = None
    pathway: PathwayFilter = None
    definition: Annotated[
        Definition | None, Field(description="Only this definition; all five unless told.")
    ] = None
    without: Annotated[
        tuple[Name, ...], Field(description="Edges or memberships that are not accepted.")
    ] = ()


class Swing(Question):
    """Which single edge or membership moves a share most."""

    of: Of
    within: Annotated[Name, Field(alias="in", description="Framework that is the denominator.")]
    tier: TierAsked = TierAsked.HIGHER
    subject: SubjectFilter = None
    strand: Name | None = None
    pathway: PathwayFilter = None
    definition: Annotated[Definition, Field(description="Which definition of the share.")] = (
        "transitive"
    )
    by: Annotated[Count, Field(description="Which count: any, all, part or (exam) weight.")] = (
        "part"
    )
    without: tuple[Name, ...] = ()


class Bottlenecks(Rows):
    """Where the graph is narrow."""

    within: Within = None
    strength: Annotated[Strength, Field(description="Least strength of every link.")] = (
        Strength.HELPFUL
    )


class Gaps(Question):
    """What to secure before a target, given what is known."""

    target: Annotated[
        tuple[Name, ...], Field(min_length=1, description="What is to be learnt (repeatable).")
    ]
    known: Annotated[
        tuple[Name, ...], Field(description="What is known already (repeatable).")
    ] = ()
    assume: Annotated[Assumed, Field(description="Stage that counts as known whole.")] = "KS2"
    strength: Annotated[
        Strength, Field(description="`essential` only, or `helpful` prerequisites too.")
    ] = Strength.ESSENTIAL
    tier: TierAsked = TierAsked.HIGHER
    pathway: Annotated[
        Pathway | None, Field(description="Pathway on which a statement's topics are taken.")
    ] = None


class Uses(Question):
    """What mathematics science uses, from either side, or from both."""

    maths: Annotated[
        tuple[Name, ...],
        Field(description="Mathematics: themes, topics or statements (repeatable)."),
    ] = ()
    science: Annotated[
        tuple[Name, ...],
        Field(
            description="Science: topics, statements, equations or a whole subject (repeatable)."
        ),
    ] = ()
    subject: SubjectFilter = None
    stage: Annotated[Stage | None, Field(description="Only uses at this stage.")] = None
    tier: Annotated[
        TierAsked, Field(description="Uses at Foundation, at Higher (all) or at Higher only.")
    ] = TierAsked.HIGHER
    pathway: Annotated[Pathway | None, Field(description="Only uses on this pathway.")] = None
    skill: Annotated[Name | None, Field(description="Only under this skill, as `3b`.")] = None
    strength: Annotated[
        Strength, Field(description="Least strength of a use; what lies under is told whole.")
    ] = Strength.HELPFUL
    basis: Annotated[
        BasisKind, Field(description="Least basis of a use; what lies under is told whole.")
    ] = BasisKind.EDITORIAL
    ahead: Annotated[
        bool, Field(description="Only uses at a stage before that of the mathematics.")
    ] = False
    under: Annotated[
        bool,
        Field(
            description="Also the mathematics under it: what is used rests on it (`science`), or "
            "it carries a use down to what was asked (`maths`)."
        ),
    ] = False
    without: Annotated[
        tuple[Name, ...], Field(description="Edges or memberships that are not accepted.")
    ] = ()


class TierImpact(Question):
    """What changes for a pupil whose tiers in mathematics and science differ."""

    maths: Annotated[Tier, Field(description="The pupil's tier in mathematics.")] = Tier.FOUNDATION
    science: Annotated[Tier, Field(description="The pupil's tier in science.")] = Tier.HIGHER
    subject: SubjectFilter = None
    pathway: PathwayFilter = None
    strength: Annotated[Strength, Field(description="Least strength of a use.")] = Strength.HELPFUL


def _apart(value: Any) -> Any:
    """A list in which some values stand together with commas, as `maths,physics`."""
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, (list, tuple)):
        return value
    return tuple(
        part.strip() if isinstance(part, str) else part
        for item in value
        for part in (item.split(",") if isinstance(item, str) else (item,))
    )


class Register(Question):
    """Words that departments use differently."""

    between: Annotated[
        tuple[SubjectAsked, ...],
        BeforeValidator(_apart),
        Field(description="Only terms that all of these meet (repeatable, or with commas)."),
    ] = ()
    of: Annotated[
        tuple[Name, ...],
        Field(description="Only terms that touch these themes, topics or statements."),
    ] = ()


class FirstNeed(Question):
    """Who comes first, in a pair of published schemes."""

    maths: Annotated[Name, Field(description="A mathematics scheme.")]
    science: Annotated[Name, Field(description="A science scheme.")]
    order: Annotated[Order | None, Field(description="Only rows with this order.")] = None
