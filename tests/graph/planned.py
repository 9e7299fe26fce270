"""Small plans for tests, matched by hand: what each unit teaches is said, not read from its words.

A world of mathematics with a little science, to be followed with a pencil (⇐ is only helpful):

    similar → scale → ratio → fractions → counting (KS2)
    similar ⇐ percent → fractions        density → speed → ratio, density ⇐ scale (uses)

Statements: N1 is fractions, R1 ratio, R2 scale and similar, R3 scale; PHY1 is speed, PHY2 density.
"""

from __future__ import annotations

from random import Random

from graph.index import build_index
from graph.plans.read import Matched
from graph.plans.tables import Tables, build_tables
from ontology.findings import Where
from ontology.plans import Candidate, Course, Match, Part, Plan, Settings, State, Unit
from ontology.records import Curriculum
from ontology.vocabulary import Department, Stage, Strength, Subject
from tests.graph.science import (
    KS3_SCIENCE,
    SCIENCE_FRAMEWORKS,
    science_statement,
    science_topic,
    use,
)
from tests.graph.worlds import (
    FRAMEWORKS,
    KS3,
    SOURCE,
    address,
    requires,
    statement,
    topic,
    topic_id,
)

MATHS, SCIENCE = Department.MATHS, Department.SCIENCE
SPEED, DENSITY = "physics:speed", "physics:density"

CURRICULUM = Curriculum(
    sources=(SOURCE,),
    frameworks=(*FRAMEWORKS, *SCIENCE_FRAMEWORKS),
    statements=(
        *(statement(f"{KS3}:{code}") for code in ("N1", "R1", "R2", "R3")),
        *(science_statement(f"{KS3_SCIENCE}:{code}") for code in ("PHY1", "PHY2")),
    ),
    topics=(
        topic("counting", Stage.KS2),
        *(topic(slug, Stage.KS3) for slug in ("fractions", "percent", "ratio", "scale", "similar")),
        *(science_topic(id_, Stage.KS3) for id_ in (DENSITY, SPEED)),
    ),
    addresses=(
        address("fractions", f"{KS3}:N1"),
        address("ratio", f"{KS3}:R1"),
        address("scale", f"{KS3}:R2"),
        address("similar", f"{KS3}:R2"),
        address("scale", f"{KS3}:R3"),
        address(SPEED, f"{KS3_SCIENCE}:PHY1"),
        address(DENSITY, f"{KS3_SCIENCE}:PHY2"),
    ),
    requires=(
        requires("fractions", "counting"),
        requires("ratio", "fractions"),
        requires("scale", "ratio"),
        requires("similar", "scale"),
        requires("percent", "fractions"),
        requires("similar", "percent", Strength.HELPFUL),
        requires(DENSITY, SPEED),
    ),
    uses=(
        use(SPEED, "ratio", stage=Stage.KS3),
        use(DENSITY, "scale", stage=Stage.KS3, strength=Strength.HELPFUL),
    ),
)


def tables_of(curriculum: Curriculum = CURRICULUM) -> Tables:
    return build_tables(build_index(curriculum))


Row = tuple[Unit, Match]


def taught(
    text: str,
    year: int | None,
    half_term: int | None,
    *topics: str,
    step: int | None = None,
    span: int = 1,
    courses: tuple[Course, ...] = (),
    classes: tuple[str, ...] = (),
    state: State | None = None,
    id_: str = "",
    pinned: bool = False,
) -> Row:
    """A unit and what it teaches; its place in a file is given by `plan`."""
    where = Where(file="")
    known = State.MATCHED if topics else State.UNMATCHED
    ids = tuple(topic_id(name) for name in topics)
    shown = state or known
    candidates = tuple(
        Candidate(topic=id_, label=id_, statements=(), score=0.5, how="label") for id_ in ids
    )
    part = Part(text=text, state=shown, topics=ids, candidates=candidates)
    unit = Unit(
        id=id_,
        text=text,
        where=where,
        year=year,
        half_term=half_term,
        step=step,
        span=span,
        courses=courses,
        classes=classes,
        pinned=pinned,
    )
    match = Match(
        text=text,
        where=where,
        year=year,
        half_term=half_term,
        state=shown,
        parts=(part,),
        unit=id_,
    )
    return unit, match


def plan(
    file: str, *rows: Row, department: Department = MATHS, settings: Settings | None = None
) -> Matched:
    """A plan of a department: units by year in sheets, a cell after another from B2 down."""
    placed = []
    for number, (unit, match) in enumerate(rows, start=2):
        where = Where(file=file, sheet=f"Year {unit.year}", cell=f"B{number}")
        id_ = unit.id or f"{where.sheet}!{where.cell}"
        placed.append(
            (
                unit.model_copy(update={"where": where, "id": id_}),
                match.model_copy(update={"where": where, "unit": id_}),
            )
        )
    return Matched(
        Plan(
            file=file,
            department=department,
            units=tuple(unit for unit, _ in placed),
            settings=settings or Settings(),
        ),
        (department,) * len(placed),
        tuple(match for _, match in placed),
        guessed=False,
    )


def random_plans(random: Random, curriculum: Curriculum, file: str) -> list[Matched]:
    """A plan of each department that has topics: most are taught, in units of one to three."""
    found = []
    for department in Department:
        maths = department is MATHS
        ids = [row.id for row in curriculum.topics if (row.subject is Subject.MATHS) == maths]
        rows = []
        while ids:
            some = [
                ids.pop(random.randrange(len(ids))) for _ in range(min(len(ids), _size(random)))
            ]
            if random.random() < 0.15:
                continue
            for _ in range(1 + (random.random() < 0.15)):
                half = random.choice((None, *range(1, 7), *range(1, 7)))
                text = random.choice((f"Unit {some[0]}", " ".join(some)))
                rows.append(
                    taught(text, random.randint(7, 9), half, *some, step=random.randint(1, 3))
                )
        if rows:
            found.append(plan(f"{department}-{file}.xlsx", *rows, department=department))
    return found


def _size(random: Random) -> int:
    return random.choice((1, 1, 1, 2, 2, 3))
