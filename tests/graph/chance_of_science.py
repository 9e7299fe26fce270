"""Random science beside random mathematics.

Its topics need each other and use mathematics, some of it several times, so that chains run
science → science → mathematics → mathematics and pairs have more than one link.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from ontology.records import Address, Curriculum, Statement, Topic
from ontology.register import Term, Timing
from ontology.science import Equation, Uses
from ontology.vocabulary import Department, Stage, StatementKind, Subject, Tier
from tests.graph.chance import SLUGS, grades, random_edges, subset
from tests.graph.science import (
    BOTH,
    KS3_SCIENCE,
    KS4,
    SCIENCE_FRAMEWORKS,
    SKILLS_FRAMEWORK,
    SUBJECTS,
    equation,
    needed,
    scheme,
    science_statement,
    science_topic,
    skill,
    skill_statement,
    taught,
    term,
    use,
)
from tests.graph.worlds import address

SKILL_CODES = ("1a", "3b", "5c")
SCHEMES = {
    "maths-one": Department.MATHS,
    "maths-two": Department.MATHS,
    "science-one": Department.SCIENCE,
}


def with_science(random: Random, curriculum: Curriculum, size: int) -> Curriculum:
    """The curriculum of mathematics with so many topics of science beside it, and what joins."""
    maths = curriculum.topics
    topics = random_science_topics(random, size)
    ids = [row.id for row in topics]
    equations = [
        equation(id_, *subset(random, ids, 1, 2)) for id_ in subset(random, ("BE01", "PE10"), 0, 2)
    ]
    statements, addresses = random_science_statements(random, topics)
    uses = random_uses(random, topics, maths, equations)
    added = {
        "frameworks": (*SCIENCE_FRAMEWORKS, SKILLS_FRAMEWORK),
        "statements": (*statements, *(skill_statement(code) for code in SKILL_CODES)),
        "topics": topics,
        "addresses": addresses,
        "requires": random_edges(random, ids) if size > 1 else (),
        "uses": uses,
        "skills": [skill(code) for code in SKILL_CODES],
        "equations": equations,
        "terms": random_terms(random, [row.id for row in (*maths, *topics)], uses),
        "schemes": [scheme(id_, owner) for id_, owner in SCHEMES.items()],
        "timing": random_timing(random, [row.id for row in maths], ids),
    }
    return curriculum.model_copy(
        update={kind: (*getattr(curriculum, kind), *rows) for kind, rows in added.items()}
    )


def random_science_topics(random: Random, size: int) -> list[Topic]:
    """Topics of KS3, at Foundation and on both pathways, then of GCSE."""
    slugs = random.sample(SLUGS, size)
    ks3 = random.randint(0, size // 2)
    return [
        science_topic(f"{random.choice(SUBJECTS)}:{slug}", Stage.KS3)
        if place < ks3
        else science_topic(
            f"{random.choice(SUBJECTS)}:{slug}",
            Stage.GCSE,
            random.choice(tuple(Tier)),
            tuple(subset(random, BOTH, 1, 2)),
        )
        for place, slug in enumerate(slugs)
    ]


def random_uses(
    random: Random, topics: Sequence[Topic], maths: Sequence[Topic], equations: Sequence[Equation]
) -> list[Uses]:
    """One to three pairs a topic, one to three uses a pair; those of KS3 topics also at GCSE."""
    grade = grades(random)
    found = []
    for above in topics:
        for below in subset(random, maths, 1, 3):
            for number in (None, 2, 3)[: random.choice((1, 1, 1, 2, 3))]:
                named = [row.id for row in equations if above.id in row.topics]
                found.append(
                    use(
                        above.id,
                        below.id,
                        number,
                        *grade.draw(),
                        skill=random.choice((None, *SKILL_CODES)),
                        equation=random.choice((None, *named)),
                        stage=random.choice((above.stage, Stage.GCSE)),
                        tier=random.choice((above.tier or Tier.HIGHER, Tier.HIGHER)),
                        pathway=tuple(subset(random, above.pathway, 1, 2)),
                    )
                )
    return found


def random_science_statements(
    random: Random, topics: Sequence[Topic]
) -> tuple[list[Statement], list[Address]]:
    """Statements of both frameworks, as far as there are topics; WS2, if there, is no content."""
    statements, addresses = [], []
    for framework, stage in ((KS4, Stage.GCSE), (KS3_SCIENCE, Stage.KS3)):
        of_stage = [row for row in topics if row.stage is stage]
        codes = ("BIO2", "BIO10", "CHE1", "PHY1", "WS2")
        for code in subset(random, codes, 2, 5) if of_stage else ():
            id_ = f"{framework}:{code}"
            kind = StatementKind.PROCESS if code == "WS2" else StatementKind.CONTENT
            statements.append(science_statement(id_, kind))
            parts = subset(random, of_stage, 1, 3)
            addresses += [address(row.id, id_, row.tier or Tier.FOUNDATION) for row in parts]
    return statements, addresses


def random_terms(random: Random, topics: Sequence[str], uses: Sequence[Uses]) -> list[Term]:
    """Terms whose labels do not stand in the order of their ids."""
    ids = subset(random, ("rate", "range", "line", "scale"), 0, 4)
    return [
        term(
            id_,
            tuple(subset(random, tuple(Subject), 2, 4)),
            tuple(subset(random, topics, 0, 3)),
            tuple(row.id for row in subset(random, uses, 0, 1)),
            label=random.choice(("A word", "a-word", "Word", f"Word {id_}")),
        )
        for id_ in ids
    ]


def random_timing(random: Random, maths: Sequence[str], science: Sequence[str]) -> list[Timing]:
    """Facts of all schemes in any order, some of them several about one thing."""
    found = []
    for id_, owner in SCHEMES.items():
        for topic_ in subset(random, maths, 1, 4):
            for by in subset(random, science, 1, 2) if owner is Department.SCIENCE else (None,):
                for number in (None, 2, 3)[: random.choice((1, 1, 2, 3))]:
                    year = random.choice((7, 8, 8, 9))
                    make = _needed(by) if by else taught
                    found.append(make(id_, topic_, year, number=number, **random_place(random)))
    return random.sample(found, len(found))


def _needed(by: str) -> Callable[..., Timing]:
    return lambda id_, topic_, year, **place: needed(id_, topic_, by, year, **place)


def random_place(random: Random) -> dict[str, int | None]:
    """When within a year: nothing, a term, a half-term alone or with its term, with a position."""
    half = random.randint(1, 6)
    term_ = (half + 1) // 2
    places: tuple[tuple[int | None, int | None], ...] = (
        (None, None),
        (term_, None),
        (None, half),
        (term_, half),
    )
    told, told_half = random.choice(places)
    return {"term": told, "half_term": told_half, "position": random.choice((None, 1, 2))}
