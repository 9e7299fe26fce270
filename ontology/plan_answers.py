"""What plans answer besides findings: deadlines, what a move would hurt, coverage and spacing."""

from __future__ import annotations

from typing import Literal

from ontology.answers import Answer, AnyLink, UsesLink
from ontology.crossings import Named
from ontology.findings import Where
from ontology.plan_repairs import Time
from ontology.vocabulary import Department, Pathway, Stage, Strength, Tier


class UnitAt(Answer):
    """A unit of a plan: its id, whose it is, its text, where it stands and when it is taught.

    `half_term` is null where the plan gives years only, `last` the half-term it ends in.
    """

    id: str
    department: Department
    text: str
    where: Where
    year: int
    half_term: int | None
    last: Time


class Wording(Answer):
    """A word that the departments use differently, and one that both could use."""

    id: str
    label: str
    maths: str
    science: str
    wording: str


class UseAt(Answer):
    """A unit of science that uses a piece of mathematics: for which topic, by which link.

    `pathway` says for whom where that is fewer pupils than the row's, else it is null.
    `provisional`: the unit is read so only if a match is confirmed.
    """

    unit: UnitAt
    topic: Named
    link: UsesLink
    pathway: str | None
    provisional: bool


Standing = Literal[
    "not-told",
    "known",
    "in-time",
    "same-time",
    "late",
    "never",
    "assumed",
    "undated",
    "not-judged",
]
"""How a plan of mathematics meets a deadline; `not-told` where none is given.

`known` before the plan begins; `same-time` in the half-term (or year) of the need, or nearer before
it than the lag asks; `assumed` taught before a plan that begins within the stage; `undated` taught
by a unit without a year; `not-judged` where the plan of mathematics begins after the need, or ends
before it and does not teach the topic.
"""


class DeadlineRow(Answer):
    """A topic of mathematics and the latest half-term by which it must have been taught.

    `by` is that half-term: null before Year 7; its `half_term` is null where it is the end of the
    year because science gives years only (`dated` is false). `when` says it in words. `strength` is
    that of what sets the deadline: where something is helped earlier than anything needs the topic,
    the topic has two rows. `pathway` is for whom, null for everybody. `uses` are in the order of
    need, each in one row only; the first set the deadline. `words` are of the register. `taught` is
    the unit that has taught it first, where a plan of mathematics is given. `provisional`: it hangs
    on a match that nobody has confirmed.
    """

    topic: Named
    stage: Stage
    statements: tuple[str, ...]
    by: Time | None
    when: str
    dated: bool
    strength: Strength
    pathway: str | None
    uses: tuple[UseAt, ...]
    words: tuple[Wording, ...]
    standing: Standing
    taught: UnitAt | None
    provisional: bool


class Hurt(Answer):
    """A unit that would come too early if another were moved beyond `latest`, and by which links.

    `worse` says that the two clash already, and what comes first is not settled: beyond `latest` it
    would be settled the wrong way. `pathway` says for whom, null for all that the row is for.
    """

    unit: UnitAt
    latest: Time
    strength: Strength
    links: tuple[AnyLink, ...]
    worse: bool
    pathway: str | None
    provisional: bool


class RiskRow(Answer):
    """A unit of mathematics, how late it could be, and who is hurt beyond that.

    `latest` is the last half-term (year, in a plan without half-terms) in which it may end before
    the first thing breaks, `latest_essential` before something essential does; null: nothing of the
    plans given limits it. `room` counts the half-terms (years) from now to `latest`. `hurts` are
    in the order in which they would break. `rests_maths` and `rests_science` count the topics
    taught that rest on what this unit teaches first, directly or not; `broken` the units that come
    before it already and should not.
    """

    unit: UnitAt
    pinned: bool
    pathway: str | None
    topics: tuple[Named, ...]
    latest: Time | None
    latest_essential: Time | None
    room: int | None
    hurts: tuple[Hurt, ...]
    rests_maths: int
    rests_science: int
    broken: int


class YearCount(Answer):
    """Of a strand in a year: statements and topics taught, and those not taught before."""

    year: int
    statements: int
    first_statements: int
    topics: int
    first_topics: int


class CoverageRow(Answer):
    """How much of a strand a plan teaches; `strand` is null for the whole framework.

    A statement counts as taught when one of its topics is. Statements and topics are those that the
    tier and pathway hold; `pathway` is null in mathematics, `group` where all classes are taught
    alike. `provisional` statements are taught only if a match is confirmed. `spanned` says whether
    the plan holds every year of the framework's stage.
    """

    department: Department
    framework: str
    strand: str | None
    tier: Tier
    pathway: Pathway | None
    group: str | None
    spanned: bool
    statements: int
    statements_taught: int
    provisional: int
    topics: int
    topics_taught: int
    years: tuple[YearCount, ...]


class Meeting(Answer):
    """A half-term in which a theme is met: taught first, taught again, or only used.

    Used is what a topic taught then rests on, or what science uses then. `topics` counts those of
    the theme that are met, `new` those that are taught for the first time. `assumed`: some of the
    units have no half-term and are spread evenly over their year.
    """

    at: Time
    how: Literal["first", "again", "used"]
    topics: int
    new: int
    units: tuple[UnitAt, ...]
    assumed: bool
    provisional: bool


class Stretch(Answer):
    """Half-terms on end in which a theme is not met; `to_end`: the plan ends with them."""

    first: Time
    last: Time
    half_terms: int
    to_end: bool


class SpacingRow(Answer):
    """When a theme is met, and the longest stretch in which it is left alone.

    `department` is null for both together. `pathway` is for whom, null for everybody. `longest` is
    null where the theme is met in every half-term from the first; `assumed` says that some unit's
    half-term is an even spread over its year.
    """

    theme: Named
    department: Department | None
    pathway: str | None
    topics: int
    met: tuple[Meeting, ...]
    longest: Stretch | None
    assumed: bool
