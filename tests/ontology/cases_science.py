"""How the sound curriculum is broken in science, where mathematics has the same rules."""

from __future__ import annotations

from tests.ontology.cases import (
    LAST_EDGE as LAST_MATHS_EDGE,
)
from tests.ontology.cases import (
    REQUIRES,
    USES,
    ZETA_GCSE,
    ZETA_USED,
    Case,
    Edit,
    after,
    at_end,
    case,
    edge,
)
from tests.ontology.cases import TOPICS as MATHS_TOPICS

TOPICS = "topics/physics.csv"
STATEMENTS = "statements/physics.csv"
SKILL_STATEMENTS = "statements/skills.csv"
ADDRESSES = "addresses/physics.csv"
SCIENCE_REQUIRES = "requires/physics.csv"
REFUSED = "refused/physics.csv"
EQUATIONS = "equations.csv"
TAUGHT, NEEDED = "timing/maths.csv", "timing/science.csv"

DENSITY = "Density,equation,ρ = m ÷ V"
LAST_TOPIC = "How fast things move,,"
LAST_EDGE = "helpful,descriptive,,editorial,,,,,unreviewed,"
ZETA_LONE = at_end(TOPICS, LAST_TOPIC, "physics:zeta,Zeta,KS2,foundation,combined,no,The last,,")


def science_edge(dependent: str, prerequisite: str, strength: str) -> Edit:
    """An edit that adds an edge above the others, all from `physics:momentum` on."""
    row = edge(dependent, prerequisite, strength, "causal,")
    return after(SCIENCE_REQUIRES, "physics:momentum,", row)


def refuse(dependent: str, prerequisite: str, reason: str) -> Edit:
    row = f"{dependent},{prerequisite},uses,{reason},No"
    return at_end(REFUSED, "No root is taken", row)


SCIENCE: dict[str, tuple[Case, ...]] = {
    "DATA002": (
        case(TAUGHT, 2, "year", (TAUGHT, ",,,8,1", ",,,12,1")),
        case(TAUGHT, 2, "half_term", (TAUGHT, ",8,1,2,", ",8,1,7,")),
        case("terms.csv", 2, "subjects", ("terms.csv", "maths; physics,One", "physics,One")),
        case("terms.csv", 2, "geology", ("terms.csv", "; physics,One", "; physics; geology,One")),
    ),
    "DATA004": (
        case(EQUATIONS, 3, "quantities", (EQUATIONS, "mass [kg]; V", "mass â€“ heavy [kg]; V")),
        case(
            EQUATIONS,
            3,
            "quantities begins like a formula",
            (EQUATIONS, DENSITY, "Density,concept,ρ = m ÷ V"),
            (EQUATIONS, "V,ρ: density", "V,=ρ: density"),
        ),
        case(EQUATIONS, 3, "proportions", (EQUATIONS, ",,ρ ∝ m", ",,@ρ ∝ m")),
        case(USES, 3, "context", (USES, "ρ = m ÷ V,GCSE", "= m ÷ V,GCSE")),
        case("terms.csv", 2, "wording", ("terms.csv", "Say per what", "- per what")),
    ),
    "IDS001": (
        case(
            USES,
            5,
            "physics:density~maths:ratio~2 stands already at uses/physics.csv:4",
            after(
                USES,
                "physics:lenses,maths:ratio",
                "physics:density,maths:ratio,2,helpful,numerical,,editorial,,,,,again,GCSE,"
                "foundation,combined; separate,,,,unreviewed,",
            ),
        ),
        case(
            NEEDED,
            3,
            "science-scheme~needed~maths:ratio~physics:speed stands already",
            at_end(
                NEEDED,
                "Year 7,",
                "science-scheme,needed,maths:ratio,,physics:speed,9,,,,Speed,high,editorial,,,",
            ),
        ),
    ),
    "IDS002": (
        case(USES, 4, "skill 2a is not in skills", (USES, "1c,PE23,two", "2a,PE23,two")),
        case(USES, 4, "equation PE99 is not in", (USES, "1c,PE23,two", "1c,PE99,two")),
        case(USES, 4, "maths:ratios", (USES, "density,maths:ratio,2", "density,maths:ratios,2")),
        case(USES, 4, "physics:dentity", (USES, "density,maths:ratio,2", "dentity,maths:ratio,2")),
        case(USES, 3, "source other", (USES, "science-content,P1", "other,P1")),
        case(
            "skills.csv",
            3,
            "statement gcse-science-skills:3b is not in statements",
            (
                SKILL_STATEMENTS,
                "gcse-science-skills:3b,Graphs,process,,,Formulae,Rearrange a formula,"
                "Appendix 3b\n",
                "",
            ),
        ),
        case(
            EQUATIONS,
            3,
            "topics physics:densities is not in topics",
            (EQUATIONS, "m; V,physics:density", "m; V,physics:density; physics:densities"),
        ),
        case(EQUATIONS, 2, "source other", (EQUATIONS, "science-equations,list 1", "other,list 1")),
        case(
            "terms.csv",
            2,
            "topics maths:rates is not in topics",
            ("terms.csv", "maths:ratio; physics:speed", "maths:ratio; maths:rates; physics:speed"),
        ),
        case(
            "terms.csv",
            2,
            "edges maths:scale~maths:ratio is not in uses",
            ("terms.csv", "d,physics:speed~", "d,maths:scale~maths:ratio; physics:speed~"),
        ),
        case("terms.csv", 2, "source other", ("terms.csv", "editorial,,", "official,other,p. 1")),
        case("schemes.csv", 2, "other", ("schemes.csv", "maths,,timing-survey", "maths,,other")),
        case(TAUGHT, 2, "scheme other", (TAUGHT, "maths-scheme", "other")),
        case(TAUGHT, 2, "topic maths:rates", (TAUGHT, "maths:ratio", "maths:rates")),
        case(TAUGHT, 2, "source other", (TAUGHT, "timing-survey", "other")),
        case(NEEDED, 2, "by physics:haste", (NEEDED, "physics:speed", "physics:haste")),
        case("frameworks.csv", 3, "other", ("frameworks.csv", "science-content,yes", "other,yes")),
    ),
    "IDS003": (
        case(
            USES,
            9,
            "physics:speed~maths:ratio was retired",
            at_end("retired.csv", "Renamed", "physics:speed~maths:ratio,,2026-01-31,Untrue"),
        ),
        case(
            EQUATIONS,
            4,
            "PE30 was retired; PE23 replaces it",
            after("retired.csv", "maths:shares", "PE30,PE23,2026-01-31,Merged"),
        ),
    ),
    "IDS004": (
        case(TOPICS, 4, "stands already at topics/physics.csv:2", (TOPICS, "Lenses,", "DENSITY,")),
    ),
    "IDS005": (
        case(
            MATHS_TOPICS,
            5,
            "maths:ratio, physics:forces",
            (TOPICS, "pulls,,push", "pulls,,Sharing"),
        ),
    ),
    "BAS001": (
        case("terms.csv", 2, "source", ("terms.csv", "editorial,,", "editorial,science-content,")),
        case(TAUGHT, 2, "source", (TAUGHT, "published,timing-survey", "published,")),
        case(NEEDED, 2, "locator", (NEEDED, "survey,Year 7", "survey,")),
    ),
    "REV001": (
        case(USES, 9, "a row of uses", (USES, "Races do not,,unr", "Races do not,,r")),
        case("terms.csv", 2, "a row of terms", ("terms.csv", "unreviewed,", "unreviewed,A. T")),
    ),
    "EDG001": (case(USES, 9, "physics:speed~maths:ratio", (USES, "Speed is a rate", "")),),
    "EDG002": (
        case(
            USES,
            2,
            "physics:density~maths:fractions",
            (USES, "fractions,,helpful,numerical,", "fractions,,helpful,numerical,rate"),
        ),
    ),
    "EDG003": (
        case(
            SCIENCE_REQUIRES,
            2,
            "physics:forces → physics:speed → physics:forces",
            science_edge("physics:forces", "physics:speed", "helpful"),
        ),
    ),
    "EDG004": (
        case(
            SCIENCE_REQUIRES,
            2,
            "physics:momentum → physics:speed → physics:forces",
            science_edge("physics:momentum", "physics:forces", "helpful"),
            (SCIENCE_REQUIRES, "helpful,descriptive", "helpful,causal"),
        ),
    ),
    "EDG005": (
        case(
            REFUSED,
            4,
            "physics:lenses~maths:ratio is refused and stands in uses",
            refuse("physics:lenses", "maths:ratio", "not-direct"),
        ),
        case(
            REFUSED,
            4,
            "physics:speed~physics:forces is refused and stands in requires",
            refuse("physics:speed", "physics:forces", "not-a-dependence"),
        ),
    ),
    "EDG006": (
        case(
            REFUSED,
            4,
            "physics:lenses → maths:ratio → maths:multiplying",
            refuse("physics:lenses", "maths:multiplying", "not-a-dependence"),
        ),
        case(
            REFUSED,
            4,
            "physics:momentum → physics:speed → physics:forces",
            refuse("physics:momentum", "physics:forces", "not-a-dependence"),
        ),
    ),
    "EDG007": (
        case(
            REFUSED,
            3,
            "physics:forces~maths:surds",
            (REFUSED, "not-a-dependence", "not-direct"),
        ),
        case(
            REFUSED,
            4,
            "physics:speed~physics:momentum",
            refuse("physics:speed", "physics:momentum", "not-direct"),
        ),
    ),
    "EDG008": (
        case(
            USES,
            9,
            "physics:speed~maths:ratio",
            (USES, "rate,editorial,,,,,distance", ",editorial,,,,,distance"),
        ),
    ),
    "STA001": (
        case(
            STATEMENTS,
            6,
            "ks4-science:PHY3 has no topic",
            at_end(STATEMENTS, "Physics 2", "ks4-science:PHY3,Physics,content,,,Heat,Heat,P 3"),
        ),
    ),
    "STA003": (
        case(
            "frameworks.csv",
            5,
            "ks3-science has 2 strands and 3 subjects",
            ("frameworks.csv", "chemistry; physics", "chemistry; physics; biology"),
        ),
        case(
            "frameworks.csv",
            6,
            "ks4-science has 1 strands and 2 subjects",
            ("frameworks.csv", "Physics,physics", "Physics,physics; biology"),
        ),
        case(STATEMENTS, 3, "ks3-science:PHY2", (STATEMENTS, "PHY2,Motion", "PHY2,Speed")),
    ),
    "TOP001": (
        case(
            TOPICS,
            7,
            "physics:zeta addresses no statement",
            at_end(TOPICS, LAST_TOPIC, "physics:zeta,Zeta,GCSE,foundation,combined,no,The last,,"),
            at_end(
                SCIENCE_REQUIRES,
                LAST_EDGE,
                edge("physics:zeta", "physics:speed", "helpful", "causal,"),
            ),
        ),
        case(
            MATHS_TOPICS,
            8,
            "maths:zeta addresses no statement",
            ZETA_GCSE,
            ZETA_USED,
            at_end(REQUIRES, LAST_MATHS_EDGE, edge("maths:zeta", "maths:surds", "helpful")),
            (EQUATIONS, "m; V,physics:density", "m; V,maths:zeta; physics:density"),
        ),
    ),
    "TOP002": (
        case(TOPICS, 3, "physics:forces has stage GCSE", (TOPICS, "Forces,KS3", "Forces,GCSE")),
    ),
    "TOP003": (case(TOPICS, 7, "physics:zeta has no edge", ZETA_LONE),),
    "STG001": (
        case(
            SCIENCE_REQUIRES,
            4,
            "physics:lenses only in GCSE",
            at_end(
                SCIENCE_REQUIRES,
                LAST_EDGE,
                edge("physics:speed", "physics:lenses", "helpful", "causal,"),
            ),
        ),
    ),
    "STG002": (
        case(
            SCIENCE_REQUIRES,
            4,
            "physics:zeta~physics:forces",
            ZETA_LONE,
            at_end(
                SCIENCE_REQUIRES,
                LAST_EDGE,
                edge("physics:zeta", "physics:forces", "helpful", "causal,"),
            ),
        ),
    ),
    "TIE001": (
        case(
            SCIENCE_REQUIRES,
            2,
            "physics:density is met at Foundation and physics:lenses is Higher only",
            (TOPICS, "higher,separate", "higher,combined; separate"),
            science_edge("physics:density", "physics:lenses", "essential"),
        ),
        case(
            SCIENCE_REQUIRES,
            2,
            "physics:density is met at Foundation and physics:momentum is Higher only",
            science_edge("physics:density", "physics:momentum", "essential"),
        ),
    ),
    "SRC001": (
        case(
            "sources.csv",
            5,
            "science-equations is cited nowhere",
            (EQUATIONS, "science-equations,list 1", ","),
            (EQUATIONS, "science-equations,list 2", ","),
        ),
    ),
}
