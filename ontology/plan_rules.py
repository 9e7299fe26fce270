"""The rules about schemes of work: what each asks and why, in one table; `graph.plans` checks.

A rule's severity is that of a breach at its gravest: what is only helpful, or hangs on a match that
nobody has confirmed, is told more mildly.
"""

from __future__ import annotations

from typing import Any

from ontology.findings import Finding, Rule, Where
from ontology.vocabulary import Severity

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741

# fmt: off
_TABLE: tuple[tuple[str, Severity, str, str], ...] = (
    (
        "PRE001",
        E,
        "What a topic rests on is taught before it.",
        "A pupil who has not met what an idea is made of learns a procedure without it, and it "
        "has to be taught again. An essential prerequisite that comes later is an error, a "
        "helpful one a warning.",
    ),
    (
        "PRE002",
        W,
        "The order of two topics in one half-term is known where one rests on the other.",
        "Both stand in the same half-term, and the plan does not say which comes first: two "
        "teachers who share it can each do it the other way round. Topics of one unit are never "
        "told: the unit's own order is its author's.",
    ),
    (
        "PRE003",
        E,
        "What a topic rests on is taught at all.",
        "What no year teaches has to be known from elsewhere. KS2 counts as known, and KS3 in a "
        "plan that starts in Year 10 or later; what an incomplete plan never teaches of the stage "
        "that it starts within is assumed taught and listed once.",
    ),
    (
        "GAP001",
        W,
        "What a topic rests on was met not too long before it.",
        "What was not met for a year has to be retrieved before it can be built on. It counts as "
        "met when it is taught, and when something that rests on it directly is taught; a science "
        "topic that uses it counts where both plans are given. The limit is a setting (`gap`).",
    ),
    (
        "GAP002",
        I,
        "What is taught is met again.",
        "Practice that is spread out lasts. Told once a unit, for topics on which something "
        "rests and which nothing later in the plan meets, where the plan goes on for longer than "
        "the setting `revisit`.",
    ),
    (
        "COH001",
        E,
        "Mathematics teaches what science uses before science uses it.",
        "Otherwise science teaches a method of its own, and pupils meet one idea as two. A use "
        "that is only helpful is a warning.",
    ),
    (
        "COH002",
        W,
        "The departments know who goes first where both need a topic in one half-term.",
        "A half-term holds some six weeks, so either may come first unless they agree.",
    ),
    (
        "COH003",
        E,
        "Mathematics teaches on this pathway what science uses on it.",
        "A pupil in Foundation mathematics may sit Higher science: what only Higher mathematics "
        "teaches, science has then to teach itself.",
    ),
    (
        "COH004",
        I,
        "The two departments share words and methods, or tell pupils how they differ.",
        "A word with two meanings is learnt twice and mixed up. The finding names the term; "
        "`coherence register` has both meanings and a wording to share.",
    ),
    (
        "COV001",
        W,
        "Every statement of the stages that the plan spans is taught.",
        "What no unit teaches is found in the examination. Asked only of stages that the plan "
        "spans whole years of, and of content, not of working mathematically or scientifically.",
    ),
    (
        "COV002",
        W,
        "A unit teaches what its pathway's examination can ask.",
        "Content for Higher only, or for separate sciences only, takes time from a class that "
        "cannot be examined in it; a department may want it all the same, and then says so.",
    ),
    (
        "DUP001",
        I,
        "A topic that is taught twice has something between.",
        "Two teachings with nothing between are one teaching, or a row that was copied.",
    ),
    (
        "MAP001",
        W,
        "Every row is matched to topics, or known to teach none.",
        "What is not matched teaches nothing here, so that other rules may report what it hides.",
    ),
    (
        "READ001",
        W,
        "No cell of the plan holds an error value.",
        "#N/A or #REF! is the trace of something that was lost.",
    ),
    (
        "READ002",
        I,
        "Nothing of the plan is hidden.",
        "Hidden rows, columns and sheets are read like all others; whoever looks at the sheet does "
        "not see them.",
    ),
    (
        "READ003",
        W,
        "Every unit has a place on the calendar.",
        "A unit without a year cannot be compared with any other; it counts for coverage only.",
    ),
    (
        "READ004",
        W,
        "Every cell of a known column can be understood.",
        "A number of weeks or a tier that cannot be read is left out, not guessed.",
    ),
    (
        "READ005",
        I,
        "Every sheet is part of the plan or known not to be.",
        "A sheet where no calendar was found is not read as a plan; it is named so that nothing "
        "is lost unseen.",
    ),
)
# fmt: on

PLAN_RULES: dict[str, Rule] = {
    id_: Rule(id=id_, severity=severity, asks=asks, why=why, file="docs/plan-rules.md")
    for id_, severity, asks, why in _TABLE
}


def find_in_plan(
    rule: str,
    where: Where,
    message: str,
    mend: str,
    severity: Severity | None = None,
    **more: Any,
) -> Finding:
    """A finding of the rule with this id, at its own severity unless a milder one is given.

    Raises:
        KeyError: no rule has this id.
        ValueError: a severity graver than the rule's.
    """
    known = PLAN_RULES[rule]
    grave = known.severity if severity is None else severity
    if grave.rank < known.severity.rank:
        raise ValueError(f"{rule} is never graver than {known.severity}")
    return Finding(
        rule=rule,
        severity=grave,
        where=where,
        message=message,
        mend=mend,
        docs=known.page,
        **more,
    )
