"""A small curriculum and plans of it, to be followed with a pencil; what units teach is told.

Mathematics (→ requires, ⇢ only helpful; H is for Higher only):

    KS3   similar → scale → ratio → fractions → counting (KS2)      percent → fractions
          similar ⇢ percent
    GCSE  gradients (H) → rates → ratio      surds (H) → fractions      bounds (H)

Science: momentum (H, separate) → motion → speed ← density (KS3), moles (H), cells (KS3, no number).

    speed ⇒ ratio (KS3), rates (when taught again for GCSE)    density ⇢ scale
    motion ⇒ rates, ⇢ gradients, at Higher ⇒ gradients         moles ⇒ ratio
    momentum ⇒ surds

Statements: KS3 N1 fractions, R1 ratio, R2 scale and similar, R3 percent; GCSE R2 rates, R3 rates
and for Higher gradients, N9 surds and bounds, P1 rates (no content); science KS3 PHY1 speed, PHY2
density, BIO1 cells; KS4 PHY1 motion, PHY2 momentum, CHE1 moles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.index import build_index
from graph.plans.lint import Report, lint
from graph.plans.pathways import read_pathways
from graph.plans.read import Matched
from graph.plans.tables import Tables, build_tables
from ontology.findings import Finding, Where
from ontology.plans import (
    Candidate,
    Course,
    Match,
    Part,
    Plan,
    Settings,
    State,
    Suppression,
    Unit,
)
from ontology.records import Curriculum
from ontology.vocabulary import (
    Department,
    Pathway,
    Severity,
    Stage,
    StatementKind,
    Strength,
    Subject,
    Tier,
)
from tests.graph.science import (
    KS3_SCIENCE,
    KS4,
    SCIENCE_FRAMEWORKS,
    science_statement,
    science_topic,
    term,
    use,
)
from tests.graph.worlds import (
    FRAMEWORKS,
    GCSE,
    KS3,
    SOURCE,
    address,
    requires,
    statement,
    topic,
    topic_id,
)

MATHS, SCIENCE = Department.MATHS, Department.SCIENCE
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
SPEED, DENSITY, CELLS = "physics:speed", "physics:density", "biology:cells"
MOTION, MOMENTUM, MOLES = "physics:motion", "physics:momentum", "chemistry:moles"
ONE = "higher,separate"
"""One pathway, on which everything can be examined."""

CURRICULUM = Curriculum(
    sources=(SOURCE,),
    frameworks=(*FRAMEWORKS, *SCIENCE_FRAMEWORKS),
    statements=(
        *(statement(f"{KS3}:{code}") for code in ("N1", "R1", "R2", "R3")),
        statement(f"{GCSE}:R2", Tier.FOUNDATION),
        statement(f"{GCSE}:R3", Tier.FOUNDATION, "gradients"),
        statement(f"{GCSE}:N9", Tier.HIGHER),
        statement(f"{GCSE}:P1", Tier.FOUNDATION, kind=StatementKind.PROCESS),
        *(science_statement(f"{KS3_SCIENCE}:{code}") for code in ("PHY1", "PHY2", "BIO1")),
        *(science_statement(f"{KS4}:{code}") for code in ("PHY1", "PHY2", "CHE1")),
    ),
    topics=(
        topic("counting", Stage.KS2),
        *(topic(slug, Stage.KS3) for slug in ("fractions", "ratio", "percent", "scale", "similar")),
        *(topic(slug) for slug in ("rates", "gradients", "surds", "bounds")),
        *(science_topic(id_, Stage.KS3) for id_ in (SPEED, DENSITY, CELLS)),
        science_topic(MOTION),
        science_topic(MOMENTUM, tier=Tier.HIGHER, pathway=(Pathway.SEPARATE,)),
        science_topic(MOLES, tier=Tier.HIGHER),
    ),
    addresses=(
        address("fractions", f"{KS3}:N1"),
        address("ratio", f"{KS3}:R1"),
        address("scale", f"{KS3}:R2"),
        address("similar", f"{KS3}:R2"),
        address("percent", f"{KS3}:R3"),
        address("rates", f"{GCSE}:R2"),
        address("rates", f"{GCSE}:R3"),
        address("gradients", f"{GCSE}:R3", Tier.HIGHER),
        address("surds", f"{GCSE}:N9", Tier.HIGHER),
        address("bounds", f"{GCSE}:N9", Tier.HIGHER),
        address("rates", f"{GCSE}:P1"),
        address(SPEED, f"{KS3_SCIENCE}:PHY1"),
        address(DENSITY, f"{KS3_SCIENCE}:PHY2"),
        address(CELLS, f"{KS3_SCIENCE}:BIO1"),
        address(MOTION, f"{KS4}:PHY1"),
        address(MOMENTUM, f"{KS4}:PHY2", Tier.HIGHER),
        address(MOLES, f"{KS4}:CHE1", Tier.HIGHER),
    ),
    requires=(
        requires("fractions", "counting"),
        requires("ratio", "fractions"),
        requires("percent", "fractions"),
        requires("scale", "ratio"),
        requires("similar", "scale"),
        requires("similar", "percent", Strength.HELPFUL),
        requires("rates", "ratio"),
        requires("gradients", "rates"),
        requires("surds", "fractions"),
        requires(DENSITY, SPEED),
        requires(MOTION, SPEED),
        requires(MOMENTUM, MOTION),
    ),
    uses=(
        use(SPEED, "ratio", stage=Stage.KS3),
        use(SPEED, "rates"),
        use(DENSITY, "scale", stage=Stage.KS3, strength=Strength.HELPFUL),
        use(MOTION, "rates"),
        use(MOTION, "gradients", strength=Strength.HELPFUL),
        use(MOTION, "gradients", 2, tier=Tier.HIGHER),
        use(MOMENTUM, "surds", tier=Tier.HIGHER, pathway=(Pathway.SEPARATE,)),
        use(MOLES, "ratio", tier=Tier.HIGHER),
    ),
    terms=(
        term("rate", (Subject.MATHS, Subject.PHYSICS), ("maths:rates", SPEED)),
        term("size", (Subject.MATHS, Subject.PHYSICS), (), (f"{DENSITY}~maths:scale",)),
    ),
)
TABLES = build_tables(build_index(CURRICULUM))


@dataclass(frozen=True)
class Row:
    """A unit and what it was taken for."""

    unit: Unit
    match: Match


def known(*topics: str, state: State = State.MATCHED, how: str = "label", text: str = "") -> Part:
    """A part of a cell that is read as these topics."""
    ids = tuple(map(topic_id, topics))
    return Part(
        text=text or " and ".join(topics),
        state=state,
        topics=ids,
        candidates=tuple(_candidate(id_, how) for id_ in ids),
    )


def perhaps(best: str, *others: str) -> Part:
    """A part to confirm: it is read as the best candidate and may mean the others."""
    ids = tuple(map(topic_id, (best, *others)))
    return Part(
        text=best,
        state=State.CONFIRM,
        topics=ids[:1],
        candidates=tuple(_candidate(id_, "likeness") for id_ in ids),
    )


def unknown(text: str) -> Part:
    """A part that nobody knows; what it was thought to mean least unlikely is not read."""
    return Part(
        text=text, state=State.UNMATCHED, candidates=(_candidate("maths:ratio", "likeness"),)
    )


def _candidate(id_: str, how: str) -> Candidate:
    return Candidate(topic=id_, label=f"Topic {id_}", statements=(), score=0.6, how=how)


def unit(
    year: int | None,
    half_term: int | None,
    *teaches: str | Part,
    text: str = "",
    step: int | None = None,
    span: int = 1,
    courses: Sequence[Course] = (),
    classes: Sequence[str] = (),
    department: Department | None = None,
    pinned: bool = False,
) -> Row:
    """A unit that teaches these, each in a part of its own; where it stands is told by `plan`."""
    parts = tuple(known(one) if isinstance(one, str) else one for one in teaches)
    words = text or ", ".join(part.text for part in parts)
    where = Where(file="")
    made = Unit(
        id="",
        text=words,
        where=where,
        department=department,
        year=year,
        half_term=half_term,
        step=step,
        span=span,
        courses=tuple(courses),
        classes=tuple(classes),
        pinned=pinned,
    )
    match = Match(
        text=words,
        where=where,
        year=year,
        half_term=half_term,
        state=max((part.state for part in parts), key=lambda state: state.rank),
        parts=parts,
        unit="",
    )
    return Row(made, match)


def plan(
    *rows: Row,
    department: Department = MATHS,
    courses: Sequence[Course] = (),
    settings: Settings | None = None,
    findings: Sequence[Finding] = (),
    guessed: bool = False,
    file: str = "",
) -> Matched:
    """A plan whose units stand one under another, from A1 on in the sheet "Plan"."""
    name = file or f"{department}.xlsx"
    units, matches = [], []
    for number, row in enumerate(rows, start=1):
        where = Where(file=name, sheet="Plan", cell=f"A{number}")
        update = {"where": where, "id": f"{department}-{number}"}
        units.append(row.unit.model_copy(update=update))
        matches.append(
            row.match.model_copy(update={"where": where, "unit": f"{department}-{number}"})
        )
    return Matched(
        plan=Plan(
            file=name,
            department=department,
            courses=tuple(courses),
            units=tuple(units),
            settings=settings or Settings(),
            findings=tuple(findings),
        ),
        departments=tuple(row.unit.department or department for row in rows),
        matches=tuple(matches),
        guessed=guessed,
    )


def science(*rows: Row, courses: Sequence[Course] = ()) -> Matched:
    """A plan of science."""
    return plan(*rows, department=SCIENCE, courses=courses)


def check(
    *plans: Matched, pathway: str = ONE, settings: Settings | None = None, tables: Tables = TABLES
) -> Report:
    """What checking plans finds, on one pathway unless told."""
    return lint(tables, plans, read_pathways([pathway]), settings)


def found(report: Report, rule: str) -> list[Finding]:
    """The findings of a rule, in their order."""
    return [finding for finding in report.data if finding.rule == rule]


def only(report: Report, rule: str) -> Finding:
    """The one finding of a rule."""
    (finding,) = found(report, rule)
    return finding


def cells(finding: Finding) -> tuple[str | None, str | None]:
    """The two cells of a finding; a file alone, or no other, is null."""
    assert isinstance(finding.where, Where)
    return finding.where.cell, finding.other.cell if finding.other else None


def accepting(rule: str, about: str | None = None) -> Settings:
    """Settings with one suppression."""
    return Settings(suppressions=(Suppression(rule=rule, about=about, reason="We know"),))
