"""Random records of mathematics, and what random records of all kinds are made with.

Random topics are given in the order KS2, KS3, GCSE and need only what stands before them, so that
`requires` has no cycle. Their slugs are dealt at random, and chosen so that the order of topic ids
("a" < "a-b") is not that of edge ids ("a-b~c" < "a~c").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from ontology.records import Address, Curriculum, Requires, Statement
from ontology.vocabulary import (
    BasisKind,
    Reasoning,
    Stage,
    StatementKind,
    Strength,
    Tier,
)
from tests.graph.worlds import (
    FRAMEWORKS,
    GCSE,
    KS3,
    SOURCE,
    THEMES,
    address,
    requires,
    statement,
    theme,
    topic,
    weights,
)

SLUGS = ("a", "a-b", "ab", "b", "b2", "c", "d", "e", "f")
REASONINGS = (Reasoning.MULTIPLICATIVE, Reasoning.ALGEBRAIC, Reasoning.ADDITIVE)

Value = TypeVar("Value")


def subset(random: Random, values: Sequence[Value], least: int, most: int) -> list[Value]:
    """Some of the values, in their order."""
    size = random.randint(least, min(most, len(values)))
    places = random.sample(range(len(values)), size)
    return [values[place] for place in sorted(places)]


def random_maths(random: Random, size: int) -> Curriculum:
    slugs = random.sample(SLUGS, size)
    ks2, ks3 = random.randint(0, min(2, size - 2)), random.randint(1, 3)
    stages = [Stage.KS2] * ks2 + [Stage.KS3] * ks3 + [Stage.GCSE] * size
    statements, addresses = random_statements(random, slugs[ks2:], slugs[ks2 : ks2 + ks3])
    return Curriculum(
        sources=(SOURCE,),
        frameworks=FRAMEWORKS,
        statements=tuple(statements),
        topics=tuple(topic(slug, stage) for slug, stage in zip(slugs, stages, strict=False)),
        addresses=tuple(addresses),
        themes=tuple(theme(theme_id) for theme_id in THEMES),
        requires=tuple(random_edges(random, slugs)),
        weights=(*weights(Tier.FOUNDATION, 40, 45, 15), *weights(Tier.HIGHER, 30, 50, 20)),
    )


@dataclass(frozen=True)
class Grades:
    """Draws strength, basis and reasoning; in every other one all are alike, so that ids decide."""

    random: Random
    strengths: tuple[Strength, ...]
    bases: tuple[BasisKind, ...]

    def draw(self) -> tuple[Strength, BasisKind, Reasoning]:
        choose = self.random.choice
        return choose(self.strengths), choose(self.bases), choose(REASONINGS)


def grades(random: Random) -> Grades:
    if random.random() < 0.5:
        return Grades(random, (Strength.ESSENTIAL,), (BasisKind.EDITORIAL,))
    return Grades(random, tuple(Strength), tuple(BasisKind))


def random_edges(random: Random, names: Sequence[str]) -> list[Requires]:
    """Edges from later topics to earlier ones, mostly near ones, so that chains are long."""
    pairs = {
        (late, early): high - low
        for high, late in enumerate(names)
        for low, early in enumerate(names[:high])
    }
    near, far = random.choice(((0.5, 0.05), (0.7, 0.1), (0.7, 0.4)))
    chosen = [pair for pair, gap in pairs.items() if random.random() < (near if gap < 3 else far)]
    grade = grades(random)
    return [requires(late, early, *grade.draw()) for late, early in chosen or list(pairs)[:1]]


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
