"""Builders of what only science has: its topics, uses, skills, equations, terms and timing."""

from __future__ import annotations

from ontology.basis import Editorial
from ontology.records import Statement, Topic
from ontology.register import Scheme, Term, Timing
from ontology.science import SKILLS, Equation, Skill, Uses
from ontology.vocabulary import (
    BasisKind,
    Certainty,
    Department,
    EquationKind,
    Pathway,
    Reasoning,
    Stage,
    StatementKind,
    Strength,
    Structure,
    Subject,
    Tier,
    TimingFact,
)
from tests.graph.worlds import BASES, framework, statement, topic, topic_id

KS4, KS3_SCIENCE = "ks4-science", "ks3-science"
BOTH = tuple(Pathway)
SCIENCE_STRANDS = {
    "BIO": ("Cells", Subject.BIOLOGY),
    "CHE": ("Rates of reaction", Subject.CHEMISTRY),
    "PHY": ("Space", Subject.PHYSICS),
    "WS": ("Enquiry", Subject.WORKING_SCIENTIFICALLY),
}
"""By the letters of a code: its strand, which begins like one of mathematics, and its subject."""

SUBJECTS = tuple(subject for _, subject in SCIENCE_STRANDS.values())

SCIENCE_FRAMEWORKS = tuple(
    framework(
        id_, strands=tuple(strand for strand, _ in SCIENCE_STRANDS.values()), subjects=SUBJECTS
    )
    for id_ in (KS4, KS3_SCIENCE)
)
SKILLS_FRAMEWORK = framework(SKILLS, prints_codes=True, strands=("Skills",))


def science_statement(id_: str, kind: StatementKind = StatementKind.CONTENT) -> Statement:
    """A statement in the strand that the letters of its code name."""
    code = id_.partition(":")[2]
    return statement(id_, kind=kind, strand=SCIENCE_STRANDS[code.rstrip("0123456789")][0])


def science_topic(
    id_: str,
    stage: Stage = Stage.GCSE,
    tier: Tier = Tier.FOUNDATION,
    pathway: tuple[Pathway, ...] = BOTH,
    quantitative: bool = True,
    label: str | None = None,
) -> Topic:
    return topic(id_, stage, label).model_copy(
        update={"tier": tier, "pathway": pathway, "quantitative": quantitative}
    )


def use(
    dependent: str,
    prerequisite: str,
    number: int | None = None,
    strength: Strength = Strength.ESSENTIAL,
    basis: BasisKind = BasisKind.EDITORIAL,
    reasoning: Reasoning = Reasoning.MULTIPLICATIVE,
    *,
    skill: str | None = None,
    equation: str | None = None,
    stage: Stage = Stage.GCSE,
    tier: Tier = Tier.FOUNDATION,
    pathway: tuple[Pathway, ...] = BOTH,
) -> Uses:
    """A use of mathematics by a topic of science."""
    multiplicative = reasoning is Reasoning.MULTIPLICATIVE
    return Uses(
        dependent=dependent,
        prerequisite=topic_id(prerequisite),
        number=number,
        strength=strength,
        reasoning=reasoning,
        structure=Structure.RATE if multiplicative else None,
        basis=BASES[basis],
        skill=skill,
        equation=equation,
        context=f"A calculation, number {number or 1}",
        stage=stage,
        tier=tier,
        pathway=pathway,
        rationale="Because it is so",
        objection="A calculator does it",
    )


def skill_statement(code: str) -> Statement:
    return statement(f"{SKILLS}:{code}", kind=StatementKind.PROCESS, strand="Skills")


def skill(code: str, *subjects: Subject) -> Skill:
    """A skill, listed for these subjects (the three sciences unless told) on both pathways."""
    listed = subjects or (Subject.BIOLOGY, Subject.CHEMISTRY, Subject.PHYSICS)
    return Skill(
        statement=f"{SKILLS}:{code}", subjects=listed, combined=listed, certainty=Certainty.HIGH
    )


def equation(
    id_: str,
    *topics: str,
    subject: Subject = Subject.PHYSICS,
    tier: Tier = Tier.FOUNDATION,
    pathway: tuple[Pathway, ...] = BOTH,
) -> Equation:
    return Equation(
        id=id_,
        label=f"Equation {id_}",
        kind=EquationKind.CONCEPT,
        expression="y is k times x",
        subject=subject,
        pathway=pathway,
        tier=tier,
        topics=topics,
        certainty=Certainty.HIGH,
    )


def term(
    id_: str,
    subjects: tuple[Subject, ...] = (Subject.MATHS, Subject.PHYSICS),
    topics: tuple[str, ...] = (),
    edges: tuple[str, ...] = (),
    label: str | None = None,
) -> Term:
    return Term(
        id=id_,
        label=label or f"Word {id_}",
        subjects=subjects,
        maths="One thing",
        science="Another thing",
        wording="A word for both",
        topics=topics,
        edges=edges,
        basis=Editorial(),
    )


def scheme(id_: str, department: Department) -> Scheme:
    return Scheme(
        id=id_,
        label=f"Scheme {id_}",
        publisher="A publisher",
        subject=department,
        source="document",
    )


def taught(
    scheme_id: str,
    topic: str,
    year: int,
    *,
    number: int | None = None,
    term: int | None = None,
    half_term: int | None = None,
    position: int | None = None,
) -> Timing:
    """A mathematics scheme teaches a topic of mathematics in a year, and when within it."""
    return Timing(
        scheme=scheme_id,
        fact=TimingFact.TAUGHT,
        topic=topic_id(topic),
        number=number,
        year=year,
        term=term,
        half_term=half_term,
        position=position,
        words=f"Unit of Year {year}",
        certainty=Certainty.HIGH,
        basis=BASES[BasisKind.PUBLISHED],
    )


def needed(
    scheme_id: str,
    topic: str,
    by: str,
    year: int,
    *,
    number: int | None = None,
    term: int | None = None,
    half_term: int | None = None,
    position: int | None = None,
) -> Timing:
    """A science scheme needs a topic of mathematics, for a topic of science."""
    return taught(
        scheme_id,
        topic,
        year,
        number=number,
        term=term,
        half_term=half_term,
        position=position,
    ).model_copy(update={"fact": TimingFact.NEEDED, "by": by})
