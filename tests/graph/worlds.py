"""Small curricula for tests: builders of records.

A topic is given by its id, one of mathematics by its slug alone. Builders of what only science has
are in `science.py`, strategies for random curricula in `strategies.py`.
"""

from __future__ import annotations

from datetime import date

from ontology.basis import Definitional, Editorial, Official, Published
from ontology.records import (
    Address,
    Curriculum,
    Framework,
    Membership,
    Requires,
    Source,
    Statement,
    Theme,
    Topic,
    Weight,
)
from ontology.science import Uses
from ontology.vocabulary import (
    BasisKind,
    Reasoning,
    Stage,
    StatementKind,
    Strength,
    Structure,
    Subject,
    Tier,
)

GCSE, KS3 = "gcse-maths", "ks3-maths"
THEMES = ("theme-one", "theme-two")
STRANDS = {"N": "Number", "R": "Ratio", "P": "Probability", "S": "Statistics"}

SOURCE = Source(
    id="document",
    title="A document",
    publisher="A publisher",
    date="2013",
    licence="OGL 3.0",
    attribution="Crown copyright",
)

Basis = Official | Published | Definitional | Editorial

BASES: dict[BasisKind, Basis] = {
    BasisKind.OFFICIAL: Official(source="document", locator="Ratio, first row"),
    BasisKind.PUBLISHED: Published(source="document", locator="Chapter 2"),
    BasisKind.DEFINITIONAL: Definitional(),
    BasisKind.EDITORIAL: Editorial(),
}


def framework(
    id_: str,
    prints_codes: bool = False,
    aliases: tuple[str, ...] = (),
    strands: tuple[str, ...] = tuple(STRANDS.values()),
    subjects: tuple[Subject, ...] = (Subject.MATHS,),
) -> Framework:
    return Framework(
        id=id_,
        label=f"Framework {id_}",
        version="2013",
        valid_from=date(2014, 9, 1),
        source="document",
        prints_codes=prints_codes,
        strands=strands,
        subjects=subjects,
        aliases=aliases,
    )


FRAMEWORKS = (framework(GCSE, prints_codes=True), framework(KS3))


def weights(tier: Tier, *percents: int) -> list[Weight]:
    """Exam weights of Number, of Ratio, and of Probability and Statistics pooled."""
    pools = (("Number",), ("Ratio",), ("Probability", "Statistics"))
    return [
        Weight(framework=GCSE, tier=tier, strands=pool, percent=percent, source="document")
        for pool, percent in zip(pools, percents, strict=True)
    ]


def topic_id(name: str) -> str:
    """The id of a topic that is given by its id or, in mathematics, by its slug."""
    return name if ":" in name else f"maths:{name}"


def topic(
    slug: str, stage: Stage = Stage.GCSE, label: str | None = None, aliases: tuple[str, ...] = ()
) -> Topic:
    return Topic(
        id=topic_id(slug),
        label=label or f"Topic {slug}",
        stage=stage,
        description=f"About {slug}",
        aliases=aliases,
    )


def statement(
    id_: str,
    tier: Tier | None = None,
    higher_only: str | None = None,
    label: str | None = None,
    kind: StatementKind = StatementKind.CONTENT,
    strand: str | None = None,
) -> Statement:
    """A statement in the strand told, else the one its code begins with, in Number where none."""
    return Statement(
        id=id_,
        strand=strand or STRANDS.get(id_.partition(":")[2][0], "Number"),
        kind=kind,
        tier=tier,
        higher_only=higher_only,
        label=label or f"Statement {id_}",
        summary="What it asks",
        locator="In its place",
    )


def address(slug: str, statement_id: str, tier: Tier = Tier.FOUNDATION) -> Address:
    return Address(
        topic=topic_id(slug), statement=statement_id, tier=tier, part="a part", basis=Editorial()
    )


def theme(id_: str, label: str | None = None, aliases: tuple[str, ...] = ()) -> Theme:
    return Theme(id=id_, label=label or f"Label of {id_}", description="A set", aliases=aliases)


def member(theme_id: str, slug: str) -> Membership:
    return Membership(
        theme=theme_id, topic=topic_id(slug), basis=Editorial(), rationale="It is one"
    )


def requires(
    dependent: str,
    prerequisite: str,
    strength: Strength = Strength.ESSENTIAL,
    basis: BasisKind = BasisKind.EDITORIAL,
    reasoning: Reasoning = Reasoning.ALGEBRAIC,
) -> Requires:
    """An edge between two topics of one side."""
    multiplicative = reasoning is Reasoning.MULTIPLICATIVE
    return Requires(
        dependent=topic_id(dependent),
        prerequisite=topic_id(prerequisite),
        strength=strength,
        reasoning=reasoning,
        structure=Structure.RATIO if multiplicative else None,
        basis=BASES[basis],
        rationale="Because it is so",
    )


Edge = Requires | Uses


def edges_of(curriculum: Curriculum) -> tuple[Edge, ...]:
    """The links of both types."""
    return (*curriculum.requires, *curriculum.uses)


def without(curriculum: Curriculum, *ids: str) -> Curriculum:
    """The curriculum built without these edges and memberships."""
    kinds = ("requires", "uses", "memberships")
    return curriculum.model_copy(
        update={
            kind: tuple(row for row in getattr(curriculum, kind) if row.id not in ids)
            for kind in kinds
        }
    )


def refusable(curriculum: Curriculum) -> list[str]:
    """The ids that `without=` takes."""
    edges = [row.id for row in edges_of(curriculum)]
    return edges + [row.id for row in curriculum.memberships]


def nameable(curriculum: Curriculum) -> list[str]:
    """The ids that `of=` takes: themes, topics, statements and equations."""
    kinds = ("themes", "topics", "statements", "equations")
    return [row.id for kind in kinds for row in getattr(curriculum, kind)]
