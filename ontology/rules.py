"""The rules about data: what each asks and why, in one table; `integrity` holds the checks."""

from __future__ import annotations

from ontology.findings import Finding, Place, Rule
from ontology.vocabulary import Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFORMATION  # noqa: E741

# fmt: off
_TABLE: tuple[tuple[str, Severity, str, str], ...] = (
    (
        "DATA001",
        E,
        "Every file can be read and has its columns.",
        "A file that is half understood loses rows without anyone noticing.",
    ),
    (
        "DATA002",
        E,
        "Every cell holds a value that its column takes.",
        "A misspelt word in a closed list would silently fall out of every filter.",
    ),
    (
        "DATA003",
        W,
        "Every file is in canonical form.",
        "With one form only, a comparison of two versions shows what was changed and nothing else.",
    ),
    (
        "DATA004",
        E,
        "No text is damaged or would be damaged by a spreadsheet.",
        "A cell that begins with = + - or @ becomes a formula in Excel, and a file saved in "
        "another encoding turns × into nonsense; both spread unseen.",
    ),
    (
        "IDS001",
        E,
        "No two records of a kind have one identifier.",
        "An answer could not say which of the two it means.",
    ),
    (
        "IDS002",
        E,
        "Every identifier that a row names exists.",
        "An edge with a dangling end would be dropped or invented.",
    ),
    (
        "IDS003",
        E,
        "No retired identifier is in use.",
        "Identifiers live for ever: a retired one is never given to anything again.",
    ),
    (
        "IDS004",
        E,
        "No two topics of a subject, nor two themes, have one label.",
        "A teacher who types the label must reach one thing.",
    ),
    (
        "IDS005",
        I,
        "An alias belongs to one topic.",
        "A shared alias is allowed and means all of its topics; it is listed so that it is meant.",
    ),
    (
        "BAS001",
        E,
        "A basis has what it needs: official and published a source and a locator, "
        "definitional and editorial neither.",
        "A claim of an official basis that names no place cannot be checked.",
    ),
    (
        "REV001",
        E,
        "A reviewed row names its reviewer, an unreviewed one none.",
        "Nothing is called reviewed that a teacher has not reviewed.",
    ),
    (
        "EDG001",
        E,
        "An essential edge has a rationale.",
        "An edge nobody can argue with is an assertion.",
    ),
    (
        "EDG002",
        E,
        "A link has a multiplicative structure only if its reasoning is multiplicative.",
        "The structure says which multiplicative relation carries over; without one there is none.",
    ),
    (
        "EDG003",
        E,
        "Requires has no cycle.",
        "Two topics that each need the other could never be taught.",
    ),
    (
        "EDG004",
        E,
        "No requires edge is redundant.",
        "A shortcut beside a chain that says the same, as strongly, as well founded and with the "
        "same reasoning counts one dependence twice.",
    ),
    (
        "EDG005",
        E,
        "An edge that was refused does not stand.",
        "The two files would contradict each other.",
    ),
    (
        "EDG006",
        E,
        "A pair refused as not a dependence is not reachable through others.",
        "Otherwise the graph says by a detour what was judged untrue.",
    ),
    (
        "EDG007",
        W,
        "A pair refused as not direct is reachable, and one refused as the weaker "
        "direction is reachable the other way.",
        "The reason given for the refusal is a claim about the graph.",
    ),
    (
        "EDG008",
        W,
        "A multiplicative link names its structure.",
        "Without it nobody can say which multiplicative relation carries over.",
    ),
    (
        "STA001",
        E,
        "Every content statement is addressed by a topic.",
        "A statement without topics would stand in every denominator and never in a numerator.",
    ),
    (
        "STA002",
        E,
        "A statement has a Foundation address exactly when it has a Foundation part, and "
        "a Higher-only address exactly when it has a Higher-only part.",
        "The tiers of answers are those of the addresses.",
    ),
    (
        "STA003",
        E,
        "A statement's strand is one of its framework's.",
        "Strand filters and exam weights go by it.",
    ),
    (
        "TOP001",
        E,
        "Every KS3 and GCSE topic addresses a statement.",
        "A topic outside every document cannot be part of an answer about one.",
    ),
    (
        "TOP002",
        W,
        "A topic's stage agrees with its statements: KS3 exactly when one of them is "
        "from KS3, KS2 only with none.",
        "Gaps and plans take what a stage covers as known by the stage.",
    ),
    (
        "TOP003",
        I,
        "A topic has a prerequisite or a dependent.",
        "An isolated topic may be right, or forgotten.",
    ),
    (
        "STG001",
        E,
        "A KS3 topic does not require one that is only in GCSE.",
        "Content for all of KS3 cannot rest on what comes later.",
    ),
    (
        "STG002",
        E,
        "A KS2 topic requires nothing of KS3 or GCSE.",
        "KS2 is the ground on which the graph stands.",
    ),
    (
        "TIE001",
        E,
        "Foundation content does not essentially require Higher-only content.",
        "A Foundation pupil is never taught it.",
    ),
    (
        "THE001",
        W,
        "Every theme has a topic.",
        "A question about an empty theme has an empty answer that looks like a finding.",
    ),
    ("SRC001", I, "Every source is used.", "A source that nothing cites may be left over."),
)
# fmt: on

RULES: dict[str, Rule] = {
    id_: Rule(id=id_, severity=severity, asks=asks, why=why) for id_, severity, asks, why in _TABLE
}


def find(rule: str, place: Place, message: str, mend: str) -> Finding:
    """A finding of the rule with this id."""
    known = RULES[rule]
    return Finding(
        rule=rule,
        severity=known.severity,
        place=place,
        message=message,
        mend=mend,
        page=known.page,
    )
