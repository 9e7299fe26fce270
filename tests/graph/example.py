"""A small curriculum with science, to be followed with a pencil.

    physics:momentum → physics:motion → maths:gradients → maths:rates → maths:ratio
    (separate, Higher)   (twice)        (Higher only)
    physics:motion → physics:speed → maths:rates      chemistry:moles → maths:ratio
                     (KS3)                            (Higher, on both pathways)

R2 is rates; R3 is rates, and for Higher only gradients. PHY1 is speed and motion, PHY2 momentum and
motion, CHE1 moles. Of the equations PE01 belongs to motion and momentum, which alone uses it.
"""

from __future__ import annotations

from ontology.records import Curriculum
from ontology.vocabulary import Pathway, Stage, Strength, Subject, Tier
from tests.graph.science import (
    KS4,
    SCIENCE_FRAMEWORKS,
    SKILLS_FRAMEWORK,
    equation,
    science_statement,
    science_topic,
    skill,
    skill_statement,
    term,
    use,
)
from tests.graph.worlds import (
    FRAMEWORKS,
    GCSE,
    SOURCE,
    address,
    member,
    requires,
    statement,
    theme,
    topic,
)

SEPARATE = (Pathway.SEPARATE,)
MOTION, MOMENTUM, SPEED = "physics:motion", "physics:momentum", "physics:speed"
MOLES, RATIO, RATES, GRADIENTS = "chemistry:moles", "maths:ratio", "maths:rates", "maths:gradients"

CURRICULUM = Curriculum(
    sources=(SOURCE,),
    frameworks=(*FRAMEWORKS, *SCIENCE_FRAMEWORKS, SKILLS_FRAMEWORK),
    statements=(
        statement(f"{GCSE}:R2", Tier.FOUNDATION),
        statement(f"{GCSE}:R3", Tier.FOUNDATION, "gradients"),
        statement("ks3-maths:R1"),
        *(science_statement(f"{KS4}:{code}") for code in ("CHE1", "PHY1", "PHY2")),
        skill_statement("1a"),
        skill_statement("3b"),
    ),
    topics=(
        topic("ratio", Stage.KS3),
        topic("rates"),
        topic("gradients"),
        science_topic(SPEED, Stage.KS3),
        science_topic(MOTION),
        science_topic(MOMENTUM, tier=Tier.HIGHER, pathway=SEPARATE),
        science_topic(MOLES, tier=Tier.HIGHER),
    ),
    addresses=(
        address("ratio", "ks3-maths:R1"),
        address("rates", f"{GCSE}:R2"),
        address("rates", f"{GCSE}:R3"),
        address("gradients", f"{GCSE}:R3", Tier.HIGHER),
        address(SPEED, f"{KS4}:PHY1"),
        address(MOTION, f"{KS4}:PHY1"),
        address(MOTION, f"{KS4}:PHY2"),
        address(MOMENTUM, f"{KS4}:PHY2", Tier.HIGHER),
        address(MOLES, f"{KS4}:CHE1", Tier.HIGHER),
    ),
    themes=(theme("theme"),),
    memberships=(member("theme", "ratio"),),
    requires=(
        requires("rates", "ratio"),
        requires("gradients", "rates"),
        requires(MOTION, SPEED),
        requires(MOMENTUM, MOTION),
    ),
    uses=(
        use(SPEED, "rates", stage=Stage.KS3),
        use(MOTION, "gradients", strength=Strength.HELPFUL, skill="1a"),
        use(MOTION, "gradients", 2, skill="3b", tier=Tier.HIGHER),
        use(MOMENTUM, "rates", equation="PE01", tier=Tier.HIGHER, pathway=SEPARATE),
        use(MOLES, "ratio", tier=Tier.HIGHER),
    ),
    skills=(skill("1a"), skill("3b")),
    equations=(equation("PE01", MOTION, MOMENTUM),),
    terms=(
        term("rate", (Subject.MATHS, Subject.PHYSICS), (RATES, SPEED), label="b: rate"),
        term("mole", (Subject.MATHS, Subject.CHEMISTRY), (MOLES,), label="A mole"),
        term("line", (Subject.PHYSICS, Subject.CHEMISTRY), label="c: line"),
    ),
)
