"""How the sound curriculum is broken: for each rule that is about mathematics alone, its cases."""

from __future__ import annotations

from dataclasses import dataclass

Edit = tuple[str, str, str]

TOPICS = "topics/maths.csv"
STATEMENTS = "statements/maths.csv"
ADDRESSES = "addresses/maths.csv"
REQUIRES = "requires/maths.csv"
REFUSED = "refused/maths.csv"
USES = "uses/physics.csv"


@dataclass(frozen=True)
class Case:
    """Edits of the sound curriculum, the one place they break, and what the message names."""

    edits: tuple[Edit, ...]
    file: str
    row: int | None
    names: str


def case(file: str, row: int | None, names: str, *edits: Edit) -> Case:
    return Case(edits, file, row, names)


def after(file: str, line: str, added: str) -> Edit:
    """An edit that adds a row below the row that begins so."""
    return (file, f"\n{line}", f"\n{added}\n{line}")


def at_end(file: str, last: str, added: str) -> Edit:
    """An edit that adds a row below the one that ends so."""
    return (file, f"{last}\n", f"{last}\n{added}\n")


ZETA_KS2 = at_end(TOPICS, "Roots left exact,,", "maths:zeta,Zeta,KS2,,,,The last,,")
ZETA_GCSE = at_end(TOPICS, "Roots left exact,,", "maths:zeta,Zeta,GCSE,,,,The last,,")
ZETA_N1 = at_end(
    ADDRESSES,
    "higher,with surds,editorial,,,unreviewed,",
    "maths:zeta,gcse-maths:N1,foundation,some,editorial,,,unreviewed,",
)
ZETA_USED = at_end(
    USES,
    "Races do not,,unreviewed,",
    "physics:speed,maths:zeta,,helpful,numerical,,editorial,,,,,"
    "the last lap,KS3,foundation,combined; separate,,,,unreviewed,",
)
LAST_EDGE = "maths:surds,maths:scale,helpful,numerical,,editorial,,,,,unreviewed,"
LAST_REFUSED = "It goes through ratio"


def edge(dependent: str, prerequisite: str, strength: str, reasoning: str = "graphical,") -> str:
    return f"{dependent},{prerequisite},{strength},{reasoning},editorial,,,Because,,unreviewed,"


MATHS: dict[str, tuple[Case, ...]] = {
    "DATA001": (
        case("notes.csv", None, "no kind of record", ("notes.csv", "", "a,b\n")),
        case("retired.csv", 1, "missing: reason", ("retired.csv", "date,reason", "date")),
        case("retired.csv", 2, "5 cells", ("retired.csv", "Renamed", "Renamed,twice")),
    ),
    "DATA002": (
        case("weights.csv", 2, "percent", ("weights.csv", "60", "sixty")),
        case("weights.csv", 2, "percent", ("weights.csv", "60", "101")),
        case(REFUSED, 3, "not-true", (REFUSED, "not-a-dependence", "not-true")),
        case("retired.csv", 2, "reason is empty", ("retired.csv", "Renamed", "")),
        case("retired.csv", 2, "date", ("retired.csv", "2026-01-31", "31/01/2026")),
    ),
    "DATA003": (
        case(
            "memberships.csv",
            None,
            "canonical",
            ("memberships.csv", "\nratio,maths:scale", "\n\nratio,maths:scale"),
        ),
        case("themes.csv", None, "canonical", ("themes.csv", "ratios", "  ratios")),
    ),
    "DATA004": (
        case(TOPICS, 4, "misconception", (TOPICS, "size,,", "size,=2*3,")),
        case(TOPICS, 4, "misconception", (TOPICS, "size,,", "size,@home,")),
        case(TOPICS, 6, "description", (TOPICS, "Enlarging by a factor", "- larger")),
        case(TOPICS, 6, "aliases", (TOPICS, "factor,,", "factor,,+; maps")),
        case(TOPICS, 6, "description", (TOPICS, "by a factor", "2 Ã— 3")),
        case(TOPICS, 6, "description", (TOPICS, "by a factor", "2 â€“ 3")),
        case(TOPICS, 6, "description", (TOPICS, "by a factor", "cmÂ²")),
        case(TOPICS, 6, "description", (TOPICS, "by a factor", "2 \ufffd 3")),
    ),
    "IDS001": (
        case(
            "memberships.csv",
            3,
            "ratio~maths:ratio stands already at memberships.csv:2",
            ("memberships.csv", "ratio,maths:scale", "ratio,maths:ratio"),
        ),
        case(
            TOPICS,
            8,
            "maths:surds stands already at topics/maths.csv:7",
            at_end(TOPICS, "Roots left exact,,", "maths:surds,More surds,GCSE,,,,Roots,,"),
        ),
    ),
    "IDS002": (
        case("memberships.csv", 3, "maths:scales", ("memberships.csv", ":scale,", ":scales,")),
        case("weights.csv", 4, "other", ("weights.csv", "Ratio,100,gcse-content", "Ratio,1,other")),
        case(REQUIRES, 4, "other-doc", (REQUIRES, "official,ks3-programme", "official,other-doc")),
        case(REFUSED, 3, "maths:sords", (REFUSED, "maths:surds", "maths:sords")),
        case("frameworks.csv", 4, "other-doc", ("frameworks.csv", "ks3-programme", "other-doc")),
    ),
    "IDS003": (
        case(
            TOPICS,
            7,
            "maths:surds was retired; maths:ratio replaces it",
            at_end("retired.csv", "Renamed", "maths:surds,maths:ratio,2026-01-31,Merged"),
        ),
        case(
            REQUIRES,
            6,
            "maths:surds~maths:scale was retired; nothing replaces it",
            at_end("retired.csv", "Renamed", "maths:surds~maths:scale,,2026-01-31,Untrue"),
        ),
    ),
    "IDS004": (
        case(TOPICS, 6, "stands already at topics/maths.csv:5", (TOPICS, "Scale,", "RATIO,")),
        case(
            "themes.csv",
            3,
            "stands already at themes.csv:2",
            at_end("themes.csv", "ratios", "zoom,ratio,Again,"),
            at_end(
                "memberships.csv",
                "ratio,maths:scale,editorial,,,A scale is a ratio,unreviewed,",
                "zoom,maths:scale,editorial,,,A scale is a ratio,unreviewed,",
            ),
        ),
    ),
    "IDS005": (
        case(TOPICS, 5, "maths:ratio, maths:scale", (TOPICS, "factor,,", "factor,,Sharing")),
    ),
    "BAS001": (
        case("memberships.csv", 2, "locator", ("memberships.csv", "content,Ratio 2", "content,")),
        case("memberships.csv", 2, "source", ("memberships.csv", "l,gcse-content,R", "l,,R")),
        case("memberships.csv", 3, "source", ("memberships.csv", "editorial,,", "editorial,dfe,")),
        case("memberships.csv", 3, "locator", ("memberships.csv", "editorial,,", "editorial,,p4")),
        case("memberships.csv", 3, "'guess'", ("memberships.csv", "editorial,,", "guess,,")),
        case("memberships.csv", 3, "empty", ("memberships.csv", "editorial,,", ",,")),
    ),
    "REV001": (
        case(ADDRESSES, 4, "reviewer is empty", (ADDRESSES, "reviewed,A. Teacher", "reviewed,")),
        case(ADDRESSES, 4, "A. Teacher", (ADDRESSES, "reviewed,A. T", "unreviewed,A. T")),
    ),
    "EDG001": (case(REQUIRES, 5, "maths:scale~maths:ratio", (REQUIRES, "A scale is a ratio", "")),),
    "EDG002": (
        case(
            REQUIRES,
            6,
            "maths:surds~maths:scale",
            (REQUIRES, "scale,helpful,numerical,,", "scale,helpful,numerical,rate,"),
        ),
    ),
    "EDG003": (
        case(
            REQUIRES,
            2,
            "maths:fractions → maths:ratio → maths:fractions",
            after(REQUIRES, "maths:ratio,", edge("maths:ratio", "maths:fractions", "helpful")),
            (REQUIRES, "maths:fractions,maths:multiplying", "maths:fractions,maths:ratio"),
        ),
    ),
    "EDG004": (
        case(
            REQUIRES,
            5,
            "maths:scale → maths:ratio → maths:multiplying",
            after(
                REQUIRES,
                "maths:scale,",
                edge("maths:scale", "maths:multiplying", "essential", "multiplicative,scaling"),
            ),
            (
                REFUSED,
                "maths:scale,maths:multiplying,requires,not-direct,It goes through ratio\n",
                "",
            ),
        ),
    ),
    "EDG005": (
        case(
            REFUSED,
            5,
            "maths:surds~maths:scale",
            at_end(REFUSED, LAST_REFUSED, "maths:surds,maths:scale,requires,not-direct,No"),
        ),
    ),
    "EDG006": (
        case(
            REFUSED,
            5,
            "maths:surds → maths:scale → maths:ratio",
            at_end(REFUSED, LAST_REFUSED, "maths:surds,maths:ratio,requires,not-a-dependence,No"),
        ),
    ),
    "EDG007": (
        case(REFUSED, 3, "maths:ratio~maths:surds", (REFUSED, "not-a-dependence", "not-direct")),
        case(
            REFUSED,
            3,
            "maths:fractions~maths:surds",
            after(
                REFUSED,
                "maths:ratio,",
                "maths:fractions,maths:surds,requires,weaker-direction,No",
            ),
        ),
    ),
    "EDG008": (case(REQUIRES, 4, "maths:ratio~maths:multiplying", (REQUIRES, "scaling", "")),),
    "STA001": (
        case(
            STATEMENTS,
            4,
            "gcse-maths:N3 has no topic",
            after(
                STATEMENTS,
                "gcse-maths:R2",
                "gcse-maths:N3,Number,content,higher,,Roots,Find roots,Number 3",
            ),
        ),
    ),
    "STA002": (
        case(
            STATEMENTS,
            2,
            "gcse-maths:N1 has a Higher-only part and no Higher-only address",
            (STATEMENTS, "foundation,,Ordering", "foundation,negatives,Ordering"),
        ),
        case(
            STATEMENTS,
            3,
            "gcse-maths:N2 has a Foundation part and no Foundation address",
            (STATEMENTS, "higher,,Surds", "foundation,with fractions,Surds"),
        ),
        case(
            STATEMENTS,
            3,
            "gcse-maths:N2 has a Foundation address and no Foundation part",
            after(
                ADDRESSES,
                "maths:surds,gcse-maths:N2",
                "maths:scale,gcse-maths:N2,foundation,some,editorial,,,unreviewed,",
            ),
        ),
        case(
            STATEMENTS,
            4,
            "gcse-maths:R2 has a Higher-only address and no Higher-only part",
            (STATEMENTS, "foundation,with surds", "foundation,"),
        ),
        case(
            STATEMENTS,
            6,
            "ks3-maths:N1 has a Higher-only address and no Higher-only part",
            after(
                ADDRESSES,
                "maths:ratio,gcse",
                "maths:fractions,ks3-maths:N1,higher,some,editorial,,,unreviewed,",
            ),
        ),
    ),
    "STA003": (case(STATEMENTS, 5, "gcse-maths:R10", (STATEMENTS, "R10,Ratio", "R10,Rates")),),
    "TOP001": (
        case(
            TOPICS,
            8,
            "maths:zeta addresses no statement",
            ZETA_GCSE,
            ZETA_USED,
            at_end(REQUIRES, LAST_EDGE, edge("maths:zeta", "maths:surds", "helpful")),
        ),
    ),
    "TOP002": (
        case(TOPICS, 6, "maths:scale has stage KS3", (TOPICS, "Scale,GCSE", "Scale,KS3")),
        case(
            TOPICS,
            4,
            "maths:multiplying has stage KS2 and addresses ks3-maths:N1",
            after(
                ADDRESSES,
                "maths:ratio,gcse",
                "maths:multiplying,ks3-maths:N1,foundation,some,editorial,,,unreviewed,",
            ),
        ),
        case(TOPICS, 3, "maths:fractions has stage GCSE", (TOPICS, "s,KS3,,,,P", "s,GCSE,,,,P")),
    ),
    "STG001": (
        case(
            REQUIRES,
            3,
            "maths:scale only in GCSE",
            after(
                REQUIRES, "maths:multiplying,", edge("maths:fractions", "maths:scale", "helpful")
            ),
        ),
    ),
    "STG002": (
        case(
            REQUIRES,
            7,
            "maths:zeta~maths:fractions",
            ZETA_KS2,
            ZETA_USED,
            at_end(REQUIRES, LAST_EDGE, edge("maths:zeta", "maths:fractions", "helpful")),
        ),
    ),
    "TIE001": (
        case(
            REQUIRES,
            7,
            "maths:surds is Higher only",
            ZETA_GCSE,
            ZETA_N1,
            ZETA_USED,
            at_end(REQUIRES, LAST_EDGE, edge("maths:zeta", "maths:surds", "essential")),
        ),
    ),
    "THE001": (
        case("themes.csv", 3, "waves", at_end("themes.csv", "ratios", "waves,Waves,Waves,")),
    ),
    "SRC001": (
        case(
            "sources.csv",
            4,
            "left-over is cited nowhere",
            at_end(
                "sources.csv", "study,DfE,2013,,OGL 3.0,Crown copyright", "left-over,T,P,D,,L,A"
            ),
        ),
    ),
}
