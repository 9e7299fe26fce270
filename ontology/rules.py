"""The rules about data: what each asks and why, in one table; `integrity` holds the checks."""

from __future__ import annotations

from ontology.findings import Finding, Place, Rule
from ontology.vocabulary import Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

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
        "EDG009",
        E,
        "Requires joins mathematics to mathematics or science to science.",
        "Between the subjects a link says what the mathematics is used for: that is a use, "
        "never a bare requirement.",
    ),
    (
        "USE001",
        E,
        "A use runs from a topic of science to one of mathematics.",
        "The direction is in the name: science needs the mathematics, here.",
    ),
    (
        "USE002",
        E,
        "A use names its calculation or representation.",
        "Science uses ratio is no help to anyone who has to teach it; magnification as image "
        "over actual size is.",
    ),
    (
        "USE003",
        W,
        "An essential use carries the best case against it.",
        "A head of science who doubts it should find the doubt stated, and answered or left "
        "standing.",
    ),
    (
        "SKL001",
        W,
        "A skill is listed for the subject that uses it (working scientifically serves all), or a "
        "note explains why it is not.",
        "Some science needs mathematics that its published list leaves out; that should be "
        "said, not hidden.",
    ),
    (
        "SKL002",
        W,
        "Every skill of the published list is named by a use.",
        "A skill that nothing asks for has been overlooked, or is not asked for.",
    ),
    (
        "SKL003",
        W,
        "Skills are named by uses at GCSE only.",
        "The list belongs to GCSE science; at KS3 nobody publishes one.",
    ),
    (
        "EQU001",
        E,
        "Both sides of an equation have the same dimensions in the units of its quantities.",
        "A slip in a symbol or a unit would be copied onto every board.",
    ),
    (
        "EQU002",
        E,
        "Every equation belongs to a topic.",
        "An equation outside every topic could be asked for and lead nowhere.",
    ),
    (
        "EQU003",
        W,
        "Every equation is named by a use.",
        "Nobody could say which mathematics it takes.",
    ),
    (
        "EQU004",
        E,
        "An equation is rearranged only for its own quantities, each of which has its own symbol.",
        "A rearrangement for a symbol that does not occur, or means two things, cannot be done.",
    ),
    (
        "EQU005",
        E,
        "A use names only an equation that its topic belongs to.",
        "The equation's topics and its uses would contradict each other.",
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
        "A statement of mathematics has a Foundation address exactly when it has a Foundation "
        "part, and a Higher-only address exactly when it has a Higher-only part.",
        "The tiers of answers are those of the addresses.",
    ),
    (
        "STA003",
        E,
        "A statement's strand is one of its framework's, and each strand has a subject.",
        "Strand and subject filters and exam weights go by it.",
    ),
    (
        "TOP001",
        E,
        "Every KS3 and GCSE topic addresses a statement; one of science may rest on an "
        "equation instead.",
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
        "TOP004",
        E,
        "A science topic that is quantitative has a use, and one that is not has none.",
        "Science that uses no mathematics says so, so that silence is never taken for an "
        "answer.",
    ),
    (
        "TOP005",
        E,
        "A science topic has a tier, a pathway and says whether it is quantitative; a topic "
        "of mathematics has none of the three.",
        "In science the topic's own tier and pathway stand; in mathematics the tier is that "
        "of its statements.",
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
        "TIE002",
        E,
        "An address of a science topic is at the topic's tier.",
        "In science the topic's own tier stands.",
    ),
    (
        "TIE003",
        E,
        "A use is not at a lower stage or tier than its topic or its equation.",
        "A use at Foundation of what only Higher pupils meet would mislead a department's "
        "plan.",
    ),
    (
        "PTH001",
        E,
        "Science taught on a pathway does not essentially require what is not taught on it.",
        "A pupil of combined science is never taught what only separate sciences hold.",
    ),
    (
        "PTH002",
        E,
        "A use is on no pathway that its topic or its equation is not on, and an equation has "
        "a topic on each of its pathways.",
        "Pathways that contradict each other put content before pupils who never meet it.",
    ),
    (
        "THE001",
        W,
        "Every theme has a topic.",
        "A question about an empty theme has an empty answer that looks like a finding.",
    ),
    (
        "TRM001",
        W,
        "Every term touches a topic.",
        "A word that is met nowhere helps no joint meeting.",
    ),
    (
        "TIM001",
        E,
        "Mathematics schemes teach and science schemes need, by a science topic.",
        "A fact under the wrong department would turn who comes first round.",
    ),
    (
        "MTH001",
        I,
        "A topic of mathematics is used by science, directly or under what is used.",
        "Much of mathematics has no use in school science; it is listed so that a gap in uses "
        "can be told from that.",
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
        where=place,
        message=message,
        mend=mend,
        docs=known.page,
    )
