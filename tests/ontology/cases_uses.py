"""How the sound curriculum is broken: the rules about what joins science to mathematics."""

from __future__ import annotations

from tests.ontology.cases import (
    LAST_EDGE,
    REQUIRES,
    USES,
    ZETA_KS2,
    Case,
    Edit,
    after,
    at_end,
    case,
    edge,
)
from tests.ontology.cases import TOPICS as MATHS_TOPICS
from tests.ontology.cases_science import (
    ADDRESSES,
    DENSITY,
    EQUATIONS,
    NEEDED,
    SCIENCE_REQUIRES,
    TAUGHT,
    TOPICS,
    science_edge,
)

FIRST_USE = "physics:density,maths:fractions"
FRACTIONS_WITH_3B = (USES, "editorial,,,,,a volume", "editorial,,,3b,,a volume")
SKILL_IN_BIOLOGY = ("skills.csv", "3b,biology; physics,biology", "3b,biology,biology")


def use(dependent: str, prerequisite: str) -> str:
    return (
        f"{dependent},{prerequisite},,helpful,numerical,,editorial,,,,,one more,GCSE,"
        "higher,separate,,,,unreviewed,"
    )


def density_is(expression: str) -> Edit:
    return (EQUATIONS, DENSITY, f"Density,equation,{expression}")


BETWEEN: dict[str, tuple[Case, ...]] = {
    "EDG009": (
        case(
            SCIENCE_REQUIRES,
            2,
            "physics:forces~maths:fractions joins mathematics and science",
            science_edge("physics:forces", "maths:fractions", "helpful"),
        ),
        case(
            REQUIRES,
            6,
            "maths:scale~physics:forces joins mathematics and science",
            after(REQUIRES, "maths:surds,", edge("maths:scale", "physics:forces", "helpful")),
        ),
    ),
    "USE001": (
        case(
            USES,
            2,
            "maths:scale~physics:lenses does not run from science to mathematics",
            after(USES, FIRST_USE, use("maths:scale", "physics:lenses")),
        ),
        case(
            USES,
            2,
            "maths:surds~maths:fractions does not run from science to mathematics",
            after(USES, FIRST_USE, use("maths:surds", "maths:fractions")),
        ),
        case(
            USES,
            7,
            "physics:lenses~physics:speed does not run from science to mathematics",
            after(USES, "physics:momentum,maths:ratio", use("physics:lenses", "physics:speed")),
        ),
    ),
    "USE002": (case(USES, 9, "has no context", (USES, "distance for each second", "")),),
    "USE003": (case(USES, 9, "nothing is said against it", (USES, "Races do not", "")),),
    "SKL001": (
        case(USES, 2, "skill 3b, which is not listed for physics (combined)", FRACTIONS_WITH_3B),
        case(USES, 6, "skill 3b, which is not listed for physics (separate)", SKILL_IN_BIOLOGY),
        case(
            USES,
            2,
            "skill 3b, which is not listed for physics (combined and separate)",
            FRACTIONS_WITH_3B,
            SKILL_IN_BIOLOGY,
            (USES, "It can be drawn,,", "It can be drawn,Opticians ask for it,"),
        ),
    ),
    "SKL002": (case("skills.csv", 3, "no use names skill 3b", (USES, "3b,PE30", ",PE30")),),
    "SKL003": (
        case(
            USES,
            9,
            "at KS3 and names skill 1c",
            (USES, ",,,,,distance for", ",,,1c,,distance for"),
        ),
    ),
    "EQU001": (
        case(EQUATIONS, 3, "the sides have the dimensions", (EQUATIONS, "[m³]", "[m²]")),
        case(EQUATIONS, 3, "the sides have the dimensions", density_is("ρ = m × V")),
        case(EQUATIONS, 3, "unlike quantities", density_is("ρ = (m + V) ÷ V")),
        case(EQUATIONS, 3, "'W' is neither", density_is("ρ = m ÷ W")),
        case(EQUATIONS, 3, "no equals sign", density_is("ρ ÷ m")),
        case(EQUATIONS, 3, "several equals signs", density_is("ρ = m ÷ V = ρ")),
        case(EQUATIONS, 3, "'zork' is no known unit", (EQUATIONS, "[m³]", "[zork]")),
        case(EQUATIONS, 4, "magnification", (EQUATIONS, "of the image [cm]", "of the image [kg]")),
    ),
    "EQU002": (case(EQUATIONS, 2, "PE09 belongs", (EQUATIONS, "m; v,physics:momentum", "m; v,")),),
    "EQU003": (case(EQUATIONS, 2, "no use names PE09", (USES, ',PE09,"p', ',,"p')),),
    "EQU004": (
        case(
            EQUATIONS,
            3,
            "PE23 is to be rearranged for W",
            (EQUATIONS, "m; V,physics", "m; W,physics"),
        ),
    ),
    "EQU005": (
        case(
            USES,
            8,
            "physics:momentum~maths:surds names PE23, which does not name physics:momentum",
            (USES, ",,a speed left", ",PE23,a speed left"),
        ),
    ),
    "TOP004": (
        case(
            TOPICS,
            3,
            "physics:forces is quantitative and has no use",
            (TOPICS, "no,Pushes", "yes,Pushes"),
        ),
        case(
            TOPICS,
            6,
            "physics:speed is not quantitative and has a use",
            (TOPICS, "yes,How fast", "no,How fast"),
        ),
    ),
    "TOP005": (
        case(TOPICS, 3, "tier None", (TOPICS, "Forces,KS3,foundation", "Forces,KS3,")),
        case(TOPICS, 3, "pathway []", (TOPICS, "combined; separate,no", ",no")),
        case(TOPICS, 3, "quantitative None", (TOPICS, "no,Pushes", ",Pushes")),
        case(MATHS_TOPICS, 6, "tier foundation", (MATHS_TOPICS, ",,,,Enl", ",foundation,,,Enl")),
        case(MATHS_TOPICS, 6, "['combined']", (MATHS_TOPICS, ",,,,Enl", ",,combined,,Enl")),
        case(MATHS_TOPICS, 6, "quantitative True", (MATHS_TOPICS, ",,,,Enl", ",,,yes,Enl")),
    ),
    "TIE002": (
        case(
            ADDRESSES,
            2,
            "another tier than its topic, foundation",
            (ADDRESSES, "ks4-science:PHY1,foundation", "ks4-science:PHY1,higher"),
        ),
        case(
            ADDRESSES,
            4,
            "another tier than its topic, higher",
            (ADDRESSES, "PHY2,higher", "PHY2,foundation"),
        ),
    ),
    "TIE003": (
        case(USES, 2, "is at KS3 and its topic at GCSE", (USES, "marks,GCSE", "marks,KS3")),
        case(
            USES,
            8,
            "is at Foundation and its topic is Higher only",
            (USES, "exact,GCSE,higher", "exact,GCSE,foundation"),
        ),
        case(
            USES,
            2,
            "is at Foundation and PE09 is Higher only",
            (EQUATIONS, "m; v,physics:momentum", "m; v,physics:density; physics:momentum"),
            (USES, ",,a volume", ",PE09,a volume"),
        ),
        case(
            EQUATIONS,
            2,
            "PE09 is met at Foundation and all of its topics are Higher only",
            (EQUATIONS, "separate,higher,,p", "separate,foundation,,p"),
        ),
    ),
    "PTH001": (
        case(
            SCIENCE_REQUIRES,
            2,
            "physics:momentum is taught in combined science and physics:lenses is not",
            science_edge("physics:momentum", "physics:lenses", "essential"),
        ),
    ),
    "PTH002": (
        case(
            USES,
            5,
            "is for combined science and its topic is not",
            (USES, "lengths,GCSE,higher,", "lengths,GCSE,higher,combined; "),
        ),
        case(
            USES,
            2,
            "is for combined science and PE30 is not",
            (EQUATIONS, "higher,One board only,,,", "foundation,,,,physics:density; "),
            (USES, ",,a volume", ",PE30,a volume"),
        ),
        case(
            EQUATIONS,
            4,
            "PE30 is in combined science and none of its topics is",
            (EQUATIONS, "physics,separate", "physics,combined; separate"),
        ),
    ),
    "TRM001": (
        case("terms.csv", 2, "rate touches", ("terms.csv", "maths:ratio; physics:speed,", ",")),
    ),
    "TIM001": (
        case(
            TAUGHT,
            2,
            "needed in a scheme of maths",
            (TAUGHT, "taught,maths:ratio,,", "needed,maths:ratio,,physics:speed"),
        ),
        case(
            NEEDED,
            2,
            "taught in a scheme of science",
            (NEEDED, "needed,maths:ratio,,physics:speed", "taught,maths:ratio,,"),
        ),
        case(TAUGHT, 2, "by physics:speed", (TAUGHT, "ratio,,", "ratio,,physics:speed")),
        case(NEEDED, 2, "by nobody", (NEEDED, "physics:speed", "")),
        case(NEEDED, 2, "by maths:scale", (NEEDED, "physics:speed", "maths:scale")),
        case(TAUGHT, 2, "taught~physics:forces", (TAUGHT, "maths:ratio", "physics:forces")),
    ),
    "MTH001": (
        case(
            MATHS_TOPICS,
            8,
            "maths:zeta is used by no science",
            ZETA_KS2,
            at_end(REQUIRES, LAST_EDGE, edge("maths:zeta", "maths:counting", "helpful")),
        ),
        case(
            MATHS_TOPICS,
            3,
            "maths:fractions",
            (USES, "physics:density,maths:fractions", "physics:density,maths:counting"),
        ),
    ),
}
