"""A small sound curriculum of mathematics and science, in which every question has an answer.

It has what the examples of the OpenAPI description ask about, under the names of the real thing.
Words of its register hold what markdown and HTML would take for their own.
"""

from __future__ import annotations

from datetime import date

from ontology.basis import Published
from ontology.records import Curriculum, Refused, Retired, Weight
from ontology.science import Equation, Quantity
from ontology.vocabulary import (
    BasisKind,
    Certainty,
    Department,
    EquationKind,
    Pathway,
    Reasoning,
    RefusalReason,
    Stage,
    Strength,
    Subject,
    Tier,
)
from tests.graph.science import (
    BOTH,
    KS3_SCIENCE,
    KS4,
    SCIENCE_FRAMEWORKS,
    SKILLS_FRAMEWORK,
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
from tests.graph.worlds import (
    GCSE,
    KS3,
    SOURCE,
    address,
    framework,
    member,
    requires,
    statement,
    theme,
    topic,
)

STRANDS = ("Number", "Ratio", "Geometry")
SEPARATE = (Pathway.SEPARATE,)
HELPFUL, HIGHER = Strength.HELPFUL, Tier.HIGHER
MULTIPLICATIVE = Reasoning.MULTIPLICATIVE
DENSITY, MOTION, SPEED = "physics:density", "physics:motion", "physics:speed"
MOLES, CELLS = "chemistry:moles", "biology:cells"

DENSITY_EQUATION = Equation(
    id="PE01",
    label="Density",
    kind=EquationKind.EQUATION,
    expression="ρ = m ÷ V",
    quantities=(
        Quantity(symbol="ρ", name="density", unit="kg/m³"),
        Quantity(symbol="m", name="mass", unit="kg"),
        Quantity(symbol="V", name="volume", unit="m³"),
    ),
    subject=Subject.PHYSICS,
    pathway=BOTH,
    tier=Tier.FOUNDATION,
    proportions=("m ∝ V",),
    rearrangements=("V",),
    topics=(DENSITY,),
    certainty=Certainty.HIGH,
)

HOSTILE = "<script>alert('a')</script> | *b* _c_ `d` [e](f) & \\g < h # #"
"""A text in which each mark should be read as it stands."""

JOINT = Curriculum(
    sources=(SOURCE,),
    frameworks=(
        framework(GCSE, prints_codes=True, aliases=("gcse",), strands=STRANDS),
        framework(KS3, strands=STRANDS),
        *SCIENCE_FRAMEWORKS,
        SKILLS_FRAMEWORK,
    ),
    statements=(
        statement(f"{GCSE}:R5", Tier.FOUNDATION),
        statement(f"{GCSE}:R11", Tier.FOUNDATION),
        statement(f"{GCSE}:R15", Tier.FOUNDATION, "curves"),
        statement(f"{GCSE}:G20", Tier.FOUNDATION, strand="Geometry"),
        statement(f"{KS3}:R1"),
        science_statement(f"{KS3_SCIENCE}:PHY1"),
        *(science_statement(f"{KS4}:{code}") for code in ("BIO1", "CHE1", "PHY1", "PHY2")),
        skill_statement("1c"),
        skill_statement("3b"),
    ),
    topics=(
        topic("multiplying", Stage.KS2),
        topic("ratio", Stage.KS3, aliases=("sharing in a ratio",)),
        topic("dividing-in-a-ratio"),
        topic("density", label="Compound units"),
        topic("gradients"),
        topic("gradients-of-curves"),
        topic("similarity"),
        science_topic(SPEED, Stage.KS3),
        science_topic(DENSITY),
        science_topic(MOTION, tier=HIGHER),
        science_topic(MOLES, tier=HIGHER, pathway=SEPARATE),
        science_topic(CELLS, quantitative=False),
    ),
    addresses=(
        address("ratio", f"{KS3}:R1"),
        address("dividing-in-a-ratio", f"{GCSE}:R5"),
        address("density", f"{GCSE}:R11"),
        address("gradients", f"{GCSE}:R15"),
        address("gradients-of-curves", f"{GCSE}:R15", HIGHER),
        address("similarity", f"{GCSE}:G20"),
        address(SPEED, f"{KS3_SCIENCE}:PHY1"),
        address(DENSITY, f"{KS4}:PHY1"),
        address(MOTION, f"{KS4}:PHY2", HIGHER),
        address(MOLES, f"{KS4}:CHE1", HIGHER),
        address(CELLS, f"{KS4}:BIO1"),
    ),
    themes=(theme("ratio", "Ratios"),),
    memberships=(member("ratio", "ratio"),),
    requires=(
        requires("ratio", "multiplying", reasoning=MULTIPLICATIVE),
        requires("dividing-in-a-ratio", "ratio", reasoning=MULTIPLICATIVE),
        requires("density", "ratio", reasoning=MULTIPLICATIVE),
        requires("gradients", "ratio", reasoning=MULTIPLICATIVE),
        requires("gradients-of-curves", "gradients", reasoning=Reasoning.GRAPHICAL),
        requires("similarity", "ratio", HELPFUL, BasisKind.PUBLISHED, MULTIPLICATIVE),
        requires("similarity", "dividing-in-a-ratio", HELPFUL, reasoning=MULTIPLICATIVE),
        requires(MOTION, SPEED, reasoning=Reasoning.CAUSAL),
    ),
    refused=(
        Refused(
            dependent="maths:similarity",
            prerequisite="maths:density",
            reason=RefusalReason.NOT_A_DEPENDENCE,
            rationale="Neither speaks of the other",
        ),
    ),
    uses=(
        use(SPEED, "density", stage=Stage.KS3),
        use(DENSITY, "density", equation="PE01", basis=BasisKind.OFFICIAL),
        use(DENSITY, "density", 2, HELPFUL, skill="3b", reasoning=Reasoning.ALGEBRAIC),
        use(MOTION, "gradients-of-curves", tier=HIGHER, reasoning=Reasoning.GRAPHICAL),
        use(MOTION, "ratio", strength=HELPFUL, tier=HIGHER, skill="1c"),
        use(MOLES, "ratio", tier=HIGHER, pathway=SEPARATE, skill="1c"),
    ),
    skills=(skill("1c"), skill("3b")),
    equations=(DENSITY_EQUATION,),
    terms=(
        term(
            "rate",
            topics=("maths:gradients", MOTION),
            edges=(f"{MOTION}~maths:gradients-of-curves",),
        ).model_copy(
            update={
                "maths": HOSTILE,
                "notation": "kg/m³, or kg m⁻³ *",
                "wording": "“Per”:  read a | b",
                "basis": Published(source="document", locator="p. 3 <b>"),
            }
        ),
        term("ratio-of-masses", (Subject.MATHS, Subject.CHEMISTRY), ("maths:ratio",), label="Mole"),
    ),
    schemes=(scheme("oak-maths", Department.MATHS), scheme("oak-science", Department.SCIENCE)),
    timing=(
        taught("oak-maths", "density", 9, half_term=2),
        taught("oak-maths", "ratio", 7),
        needed("oak-science", "density", SPEED, 7, term=2, position=3),
        needed("oak-science", "ratio", MOLES, 10),
        needed("oak-science", "gradients-of-curves", MOTION, 11),
    ),
    weights=tuple(
        Weight(framework=GCSE, tier=tier, strands=STRANDS, percent=100, source="document")
        for tier in Tier
    ),
    retired=(
        Retired(
            id="physics:heat", replaced_by=(DENSITY,), date=date(2026, 1, 31), reason="Renamed"
        ),
    ),
)
