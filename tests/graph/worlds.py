"""Small curricula for tests: builders of records, and strategies for random ones.

Random topics are given in the order KS2, KS3, GCSE and need only what stands before them, so that
`requires` has no cycle. Their slugs are dealt at random, and chosen so that the order of topic ids
("a" < "a-b") is not that of edge ids ("a-b~c" < "a~c").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from graph.questions import Dependents
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
from ontology.vocabulary import (
    BasisKind,
    Reasoning,
    Stage,
    StatementKind,
    Strength,
    Structure,
    Subject,
    Tier,
    TierAsked,
)

GCSE, KS3 = "gcse-maths", "ks3-maths"
THEMES = ("theme-one", "theme-two")
STRANDS = {"N": "Number", "R": "Ratio", "P": "Probability", "S": "Statistics"}
SLUGS = ("a", "a-b", "ab", "b", "b2", "c", "d", "e", "f")
REASONINGS = (Reasoning.MULTIPLICATIVE, Reasoning.ALGEBRAIC, Reasoning.ADDITIVE)

SOURCE = Source(
    id="document",
    title="A document",
    publisher="A publisher",
    date="2013",
    licence="OGL 3.0",
    attribution="Crown copyright",
)

Value = TypeVar("Value")
Basis = Official | Published | Definitional | Editorial

BASES: dict[BasisKind, Basis] = {
    BasisKind.OFFICIAL: Official(source="document", locator="Ratio, first row"),
    BasisKind.PUBLISHED: Published(source="document", locator="Chapter 2"),
    BasisKind.DEFINITIONAL: Definitional(),
    BasisKind.EDITORIAL: Editorial(),
}


def framework(id_: str, prints_codes: bool = False, aliases: tuple[str, ...] = ()) -> Framework:
    return Framework(
        id=id_,
        label=f"Framework {id_}",
        version="2013",
        valid_from=date(2014, 9, 1),
        source="document",
        prints_codes=prints_codes,
        strands=tuple(STRANDS.values()),
        subjects=(Subject.MATHS,),
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


def topic(
    slug: str, stage: Stage = Stage.GCSE, label: str | None = None, aliases: tuple[str, ...] = ()
) -> Topic:
    return Topic(
        id=f"maths:{slug}",
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
) -> Statement:
    """A statement in the strand that its code begins with, in Number where with none."""
    return Statement(
        id=id_,
        strand=STRANDS.get(id_.partition(":")[2][0], "Number"),
        kind=kind,
        tier=tier,
        higher_only=higher_only,
        label=label or f"Statement {id_}",
        summary="What it asks",
        locator="In its place",
    )


def address(slug: str, statement_id: str, tier: Tier = Tier.FOUNDATION) -> Address:
    return Address(
        topic=f"maths:{slug}", statement=statement_id, tier=tier, part="a part", basis=Editorial()
    )


def theme(id_: str, label: str | None = None, aliases: tuple[str, ...] = ()) -> Theme:
    return Theme(id=id_, label=label or f"Label of {id_}", description="A set", aliases=aliases)


def member(theme_id: str, slug: str) -> Membership:
    return Membership(
        theme=theme_id, topic=f"maths:{slug}", basis=Editorial(), rationale="It is one"
    )


def requires(
    dependent: str,
    prerequisite: str,
    strength: Strength = Strength.ESSENTIAL,
    basis: BasisKind = BasisKind.EDITORIAL,
    reasoning: Reasoning = Reasoning.ALGEBRAIC,
) -> Requires:
    """An edge between two topics given by their slugs."""
    multiplicative = reasoning is Reasoning.MULTIPLICATIVE
    return Requires(
        dependent=f"maths:{dependent}",
        prerequisite=f"maths:{prerequisite}",
        strength=strength,
        reasoning=reasoning,
        structure=Structure.RATIO if multiplicative else None,
        basis=BASES[basis],
        rationale="Because it is so",
    )


def without(curriculum: Curriculum, *ids: str) -> Curriculum:
    """The curriculum built without these edges and memberships."""
    return curriculum.model_copy(
        update={
            "requires": tuple(row for row in curriculum.requires if row.id not in ids),
            "memberships": tuple(row for row in curriculum.memberships if row.id not in ids),
        }
    )


def refusable(curriculum: Curriculum) -> list[str]:
    """The ids that `without=` takes."""
    edges = [row.id for row in curriculum.requires]
    return edges + [row.id for row in curriculum.memberships]


def nameable(curriculum: Curriculum) -> list[str]:
    """The ids that `of=` takes: themes, topics and statements."""
    themes = [theme.id for theme in curriculum.themes]
    topics = [topic.id for topic in curriculum.topics]
    return themes + topics + [statement.id for statement in curriculum.statements]


def subset(random: Random, values: Sequence[Value], least: int, most: int) -> list[Value]:
    """Some of the values, in their order."""
    size = random.randint(least, min(most, len(values)))
    places = random.sample(range(len(values)), size)
    return [values[place] for place in sorted(places)]


@st.composite
def curricula(draw: st.DrawFn) -> Curriculum:
    """A curriculum of 3 to 9 topics in two frameworks and two themes.

    Hypothesis chooses the size and a seed: drawn one by one, edges would be few and alike, and
    chains of three links hardly ever met.
    """
    size = draw(st.sampled_from((9, 8, 7, 6, 5, 4, 3)))
    return random_curriculum(draw(st.randoms(use_true_random=True)), size)


def random_curriculum(random: Random, size: int) -> Curriculum:
    slugs = random.sample(SLUGS, size)
    ks2, ks3 = random.randint(0, 2), random.randint(1, 3)
    stages = [Stage.KS2] * ks2 + [Stage.KS3] * ks3 + [Stage.GCSE] * size
    statements, addresses = random_statements(random, slugs[ks2:], slugs[ks2 : ks2 + ks3])
    return Curriculum(
        sources=(SOURCE,),
        frameworks=FRAMEWORKS,
        statements=tuple(statements),
        topics=tuple(topic(slug, stage) for slug, stage in zip(slugs, stages, strict=False)),
        addresses=tuple(addresses),
        themes=tuple(theme(theme_id) for theme_id in THEMES),
        memberships=tuple(
            member(theme_id, slug) for theme_id in THEMES for slug in subset(random, slugs, 1, 3)
        ),
        requires=tuple(random_edges(random, slugs)),
        weights=(*weights(Tier.FOUNDATION, 40, 45, 15), *weights(Tier.HIGHER, 30, 50, 20)),
    )


def random_edges(random: Random, slugs: Sequence[str]) -> list[Requires]:
    """Edges from later topics to earlier ones, mostly near ones, so that chains are long.

    In every other curriculum all are alike, so that ids must decide between chains.
    """
    pairs = {
        (late, early): high - low
        for high, late in enumerate(slugs)
        for low, early in enumerate(slugs[:high])
    }
    near, far = random.choice(((0.5, 0.05), (0.7, 0.1), (0.7, 0.4)))
    chosen = [pair for pair, gap in pairs.items() if random.random() < (near if gap < 3 else far)]
    alike = random.random() < 0.5
    strengths = [Strength.ESSENTIAL] if alike else list(Strength)
    bases = [BasisKind.EDITORIAL] if alike else list(BasisKind)
    return [
        requires(
            *pair,
            strength=random.choice(strengths),
            basis=random.choice(bases),
            reasoning=random.choice(REASONINGS),
        )
        for pair in chosen or list(pairs)[:1]
    ]


def random_statements(
    random: Random, all_slugs: Sequence[str], ks3_slugs: Sequence[str]
) -> tuple[list[Statement], list[Address]]:
    """Statements of both frameworks with their addresses; GCSE N3, if there, is no content."""
    statements, addresses = [], []
    for code in subset(random, ("N2", "N3", "N10", "R2a", "P1", "S1"), 2, 6):
        id_ = f"{GCSE}:{code}"
        every = [(slug, tier) for slug in all_slugs for tier in Tier]
        parts = subset(random, every, 1, 4)
        tiers = {tier for _, tier in parts}
        statements.append(
            statement(
                id_,
                tier=Tier.FOUNDATION if Tier.FOUNDATION in tiers else Tier.HIGHER,
                higher_only="a part" if len(tiers) == 2 else None,
                kind=StatementKind.PROCESS if code == "N3" else StatementKind.CONTENT,
            )
        )
        addresses += [address(slug, id_, tier) for slug, tier in parts]
    for id_ in (f"{KS3}:N1", f"{KS3}:R1"):
        statements.append(statement(id_))
        addresses += [address(slug, id_) for slug in subset(random, ks3_slugs, 1, 2)]
    return statements, addresses


@dataclass(frozen=True)
class World:
    """A curriculum and a question about it, all ids canonical."""

    curriculum: Curriculum
    question: Dependents


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A curriculum with a question of `dependents` or `prerequisites`, half with filters."""
    curriculum = draw(curricula())
    random = draw(st.randoms(use_true_random=True))
    return World(curriculum, random_question(random, curriculum, filtered=draw(st.booleans())))


def names(curriculum: Curriculum) -> st.SearchStrategy[tuple[str, ...]]:
    """One or two of the ids that `of=` takes."""
    some = st.lists(st.sampled_from(nameable(curriculum)), unique=True, min_size=1, max_size=2)
    return some.map(tuple)


def random_question(random: Random, curriculum: Curriculum, filtered: bool) -> Dependents:
    """One topic, or one or two of themes, topics and statements; in a framework or not."""
    topics = [topic.id for topic in curriculum.topics]
    some = random.choice((topics, nameable(curriculum)))
    asked = Dependents(
        of=tuple(subset(random, some, 1, 1 if some is topics else 2)),
        within=random.choice((None, None, GCSE, GCSE, KS3)),
        tier=random.choice((TierAsked.HIGHER, TierAsked.HIGHER, *TierAsked)),
    )
    if not filtered:
        return asked
    filters = {
        "strength": random.choice((Strength.HELPFUL, *Strength)),
        "basis": random.choice((BasisKind.EDITORIAL, *BasisKind)),
        "reasoning": random.choice(((), (), REASONINGS[:1], REASONINGS[:2])),
        "depth": random.choice((None, None, 1, 2, 3)),
        "without": tuple(subset(random, refusable(curriculum), 0, 2)),
        "strand": random.choice((*[None] * 8, *STRANDS.values())),
    }
    return asked.model_copy(update=filters)
