"""Records of science in files: round trips of every field, and cells that cannot be read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from loaders.curated import load_curriculum, read_draft, tidy, write_curriculum
from loaders.layout import BASIS_CELLS, LAYOUTS, LISTS, Layout
from ontology.basis import Basis
from ontology.draft import curriculum_of
from ontology.ids import join_id
from ontology.records import Curriculum, Topic
from ontology.register import Abbreviation, Scheme, Term, Timing
from ontology.science import Equation, Quantity, Skill, Uses
from ontology.vocabulary import (
    BasisKind,
    Certainty,
    Department,
    EquationKind,
    Listed,
    Pathway,
    Reasoning,
    Review,
    Severity,
    Stage,
    Strength,
    Structure,
    Subject,
    Tier,
    TimingFact,
)
from tests.loaders.texts import ITEM, PART, TEXT

EQUATIONS, USES, TOPICS = "equations.csv", "uses/maths.csv", "topics/maths.csv"
TERMS, TIMING, SKILLS = "terms.csv", "timing/maths.csv", "skills.csv"

BASIS: TypeAdapter[Basis] = TypeAdapter(Basis)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the one occurrence of a text in a file."""
    text = (folder / file).read_bytes().decode()
    assert text.count(old) == 1
    (folder / file).write_bytes(text.replace(old, new).encode())


# Every kind and every field comes back


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.kind)
def test_every_field_has_its_column_and_comes_back(
    curriculum: Curriculum, folder: Path, layout: Layout
) -> None:
    fields = [name for name in layout.record.model_fields if name != "basis"]
    basis = BASIS_CELLS if "basis" in layout.record.model_fields else ()
    assert sorted(layout.columns) == sorted([*fields, *basis])
    records = getattr(curriculum, layout.kind)
    told = {name for record in records for name, value in record if value not in (None, (), "")}
    assert told >= set(fields), f"{layout.kind} never fills {set(fields) - told}"
    assert getattr(load_curriculum(folder), layout.kind) == records


def test_columns_that_hold_lists_are_those_of_tuples() -> None:
    for layout in LAYOUTS:
        for name, field in layout.record.model_fields.items():
            assert (name in LISTS) is ("tuple" in str(field.annotation)), (layout.kind, name)


MAYBE = st.none() | TEXT
ITEMS = st.lists(ITEM, max_size=3).map(tuple)
PATHWAYS = st.lists(st.sampled_from(Pathway), min_size=1, unique=True).map(tuple)
SUBJECTS = st.lists(st.sampled_from(Subject), min_size=2, unique=True).map(tuple)
TOPIC_IDS = st.sampled_from(["maths:a", "physics:b-2", "working-scientifically:c"])
TOPIC_LISTS = st.lists(TOPIC_IDS, max_size=3).map(tuple)
QUANTITIES = st.lists(st.builds(Quantity, symbol=PART, name=PART, unit=PART), max_size=4).map(tuple)
LOCATED = (BasisKind.OFFICIAL, BasisKind.PUBLISHED)
BASES = st.one_of(
    st.builds(
        lambda kind, locator: BASIS.validate_python(
            {"kind": kind, "source": "doc", "locator": locator}
        ),
        st.sampled_from(LOCATED),
        TEXT,
    ),
    st.sampled_from([kind for kind in BasisKind if kind not in LOCATED]).map(
        lambda kind: BASIS.validate_python({"kind": kind})
    ),
)
REVIEWS = {"review": st.sampled_from(Review), "reviewer": MAYBE}
PLACES = {"pathway": PATHWAYS, "tier": st.sampled_from(Tier)}

EQUATION = st.builds(
    Equation,
    id=st.from_regex(r"[BCP]E[0-9]{2}", fullmatch=True),
    label=TEXT,
    kind=st.sampled_from(EquationKind),
    expression=TEXT,
    quantities=QUANTITIES,
    listed=st.none() | st.sampled_from(Listed),
    supplied=MAYBE,
    subject=st.sampled_from(Subject),
    boards=MAYBE,
    proportions=ITEMS,
    rearrangements=ITEMS,
    topics=TOPIC_LISTS,
    certainty=st.sampled_from(Certainty),
    note=MAYBE,
    source=st.none() | st.just("doc"),
    locator=MAYBE,
    **PLACES,
)
USE = st.builds(
    Uses,
    dependent=TOPIC_IDS,
    prerequisite=TOPIC_IDS,
    number=st.none() | st.integers(2, 9),
    strength=st.sampled_from(Strength),
    reasoning=st.sampled_from(Reasoning),
    structure=st.none() | st.sampled_from(Structure),
    basis=BASES,
    skill=st.none() | st.sampled_from(["1a", "5c"]),
    equation=st.none() | st.just("BE01"),
    context=MAYBE,
    stage=st.sampled_from(Stage),
    rationale=MAYBE,
    objection=MAYBE,
    note=MAYBE,
    **PLACES,
    **REVIEWS,
)
SKILL = st.builds(
    Skill,
    statement=st.from_regex(r"gcse-science-skills:[1-5][a-h]", fullmatch=True),
    subjects=SUBJECTS,
    combined=st.just(()) | SUBJECTS,
    certainty=st.sampled_from(Certainty),
)
TERM = st.builds(
    Term,
    id=st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True),
    label=TEXT,
    aliases=ITEMS,
    subjects=SUBJECTS,
    maths=TEXT,
    science=TEXT,
    notation=MAYBE,
    wording=TEXT,
    topics=TOPIC_LISTS,
    edges=ITEMS,
    basis=BASES,
    note=MAYBE,
    **REVIEWS,
)
SCHEME = st.builds(
    Scheme,
    id=st.from_regex(r"[a-z]{1,4}", fullmatch=True),
    label=TEXT,
    publisher=TEXT,
    subject=st.sampled_from(Department),
    pathway=ITEMS,
    source=st.just("doc"),
    note=MAYBE,
)
SHORTHAND = st.builds(
    Abbreviation, text=PART, department=st.none() | st.sampled_from(Department), means=TEXT
)
FACT = st.builds(
    Timing,
    scheme=st.sampled_from(["one", "other"]),
    fact=st.sampled_from(TimingFact),
    topic=TOPIC_IDS,
    number=st.none() | st.integers(2, 9),
    by=st.none() | TOPIC_IDS,
    year=st.integers(7, 11),
    term=st.none() | st.integers(1, 3),
    half_term=st.none() | st.integers(1, 6),
    position=st.none() | st.integers(1, 99),
    words=TEXT,
    certainty=st.sampled_from(Certainty),
    basis=BASES,
    note=MAYBE,
)
TOPIC = st.builds(
    Topic,
    id=TOPIC_IDS,
    label=TEXT,
    stage=st.sampled_from(Stage),
    tier=st.none() | st.sampled_from(Tier),
    pathway=st.just(()) | PATHWAYS,
    quantitative=st.none() | st.booleans(),
    description=TEXT,
    misconception=MAYBE,
    aliases=ITEMS,
)


def some(record: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few records of a kind in canonical order, no two of one id."""
    few = st.lists(record, max_size=3, unique_by=lambda made: made.id)
    return few.map(lambda made: tuple(sorted(made, key=lambda one: one.id)))


@given(
    st.builds(
        Curriculum,
        topics=some(TOPIC),
        uses=some(USE),
        skills=some(SKILL),
        equations=some(EQUATION),
        terms=some(TERM),
        schemes=some(SCHEME),
        timing=some(FACT),
        abbreviations=some(SHORTHAND),
    )
)
@settings(max_examples=60, deadline=None)
def test_any_records_of_science_come_back(curriculum: Curriculum) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_curriculum(curriculum, folder)
        draft = read_draft(folder)
        assert draft.findings == ()
        assert curriculum_of(draft) == curriculum
        assert tidy(folder) == ()


def test_how_quantities_lists_and_choices_stand_in_cells(folder: Path) -> None:
    equations = (folder / EQUATIONS).read_bytes().decode("utf-8-sig")
    assert '"ρ: density, of “one” material [kg/m³]; m: mass [kg]; V: volume [m³]"' in equations
    assert ",physics,combined; separate,foundation," in equations
    assert '"ρ ∝ m, V fixed; ρ ∝ 1 ÷ V",m; V,physics:density; physics:lenses,' in equations
    assert ",GCSE,higher,separate,no," in (folder / TOPICS).read_bytes().decode()


@pytest.mark.parametrize(
    ("symbol", "name", "unit"),
    [
        ("m; V", "mass", "kg"),
        ("m", "mass; or so", "kg"),
        ("m: V", "mass", "kg"),
        ("m", "mass: inertial", "kg"),
        ("m[1]", "mass", "kg"),
        ("m", "mass [inertial]", "kg"),
        ("m", "mass", "kg]; V: volume [m³"),
    ],
)
def test_a_quantity_cannot_hold_what_separates_its_parts(
    tmp_path: Path, symbol: str, name: str, unit: str
) -> None:
    fields = {
        "id": "PE01",
        "label": "Mass",
        "kind": "concept",
        "expression": "m",
        "subject": "physics",
        "pathway": ("combined",),
        "tier": "foundation",
        "certainty": "high",
    }
    try:
        quantity = Quantity(symbol=symbol, name=name, unit=unit)
        made = Equation.model_validate({**fields, "quantities": (quantity,)})
    except ValidationError:
        return
    write_curriculum(Curriculum(equations=(made,)), tmp_path)
    assert curriculum_of(read_draft(tmp_path)).equations == (made,)


# What a spreadsheet or a hand makes of them


def test_tidy_puts_loose_lists_and_quantities_right(folder: Path) -> None:
    before = {file: (folder / file).read_bytes() for file in (EQUATIONS, USES, TOPICS)}
    edit(folder, EQUATIONS, "; m: mass [kg]; V", " ;m:  mass  [kg];;  V")
    edit(folder, EQUATIONS, "m; V,physics:density; physics", " m;V ;,physics:density;physics")
    edit(folder, USES, "combined; separate", "combined;separate;")
    edit(folder, TOPICS, "combined; separate,yes", "combined;separate,TRUE")
    edit(folder, TOPICS, ",separate,no,", ",separate,FALSE,")
    assert tidy(folder) == (EQUATIONS, TOPICS, USES)
    assert {file: (folder / file).read_bytes() for file in before} == before


@pytest.mark.parametrize(
    "quantity",
    [
        "mass",
        "m",
        "m: mass",
        "m [kg]",
        "m: [kg]",
        ": mass [kg]",
        "m: mass []",
        "m: mass kg",
        "m: mass [kg",
        "m: mass (kg)",
        "m = mass [kg]",
        "m:mass [kg]",
        "m: mass[kg]",
        "m: mass [kg] and more",
        "m: mass [kg] [g]",
        "m: mass: inertial [kg]",
        "m: mass [kg]  V: volume [m³]",
        "[kg]",
    ],
)
def test_a_malformed_quantity_is_named_with_its_column(folder: Path, quantity: str) -> None:
    edit(folder, EQUATIONS, "m: mass [kg]; V", f"{quantity}; V")
    (finding,) = read_draft(folder).findings
    assert (finding.rule, finding.place.file, finding.place.row) == ("DATA002", EQUATIONS, 2)
    assert finding.message.startswith("quantities: ")
    assert "a quantity is written as `m: mass [kg]`" in finding.message
    assert repr(" ".join(quantity.split())) in finding.message
    assert "quantities" in finding.mend
    assert [placed.record.id for placed in read_draft(folder).equations] == ["PE30"]


def test_each_malformed_quantity_is_one_finding(folder: Path) -> None:
    edit(folder, EQUATIONS, "m: mass [kg]; V: volume [m³]", "mass; volume")
    found = read_draft(folder).findings
    assert [f.message.partition(":")[0] for f in found] == ["quantities", "quantities"]


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "says"),
    [
        pytest.param(USES, "combined; separate", "", 2, "pathway", id="no pathway"),
        pytest.param(USES, "combined; separate", "combined; triple", 2, "triple", id="pathway"),
        pytest.param(USES, ",1c,", ",6a,", 2, "skill", id="skill"),
        pytest.param(USES, ",1c,", ",1C,", 2, "skill", id="skill in capitals"),
        pytest.param(USES, ",PE23,", ",PE230,", 2, "equation", id="equation"),
        pytest.param(USES, "scale,2,", "scale,1,", 3, "number", id="number below"),
        pytest.param(USES, "scale,2,", "scale,10,", 3, "number", id="number above"),
        pytest.param(USES, "scale,2,", "scale,2nd,", 3, "number", id="number in words"),
        pytest.param(EQUATIONS, "PE23,", "ME23,", 2, "id", id="id of an equation"),
        pytest.param(EQUATIONS, "physics,combined; separate", "physics,", 2, "pathway", id="none"),
        pytest.param(EQUATIONS, "recalled", "known", 2, "listed", id="listed"),
        pytest.param(EQUATIONS, "procedure", "steps", 3, "kind", id="kind"),
        pytest.param(EQUATIONS, "y; physics:lenses", "y; lenses", 2, "topics", id="topic in list"),
        pytest.param(SKILLS, "biology; chemistry; physics", "", 2, "subjects", id="no subject"),
        pytest.param(SKILLS, "medium", "low", 3, "certainty", id="certainty"),
        pytest.param(TERMS, "maths; physics,A", "maths,A", 3, "subjects", id="one subject"),
        pytest.param(TERMS, ",A factor,", ",,", 3, "maths is empty", id="no meaning"),
        pytest.param(TIMING, ",8,1,2,14", ",6,1,2,14", 2, "year", id="year below"),
        pytest.param(TIMING, ",8,1,2,14", ",12,1,2,14", 2, "year", id="year above"),
        pytest.param(TIMING, ",8,1,2,14", ",8,4,2,14", 2, "term", id="term"),
        pytest.param(TIMING, ",8,1,2,14", ",8,1,0,14", 2, "half_term", id="half-term"),
        pytest.param(TIMING, ",8,1,2,14", ",8,1,2,14.5", 2, "position", id="position"),
        pytest.param(TIMING, ",8,1,2,14", ",Year 8,1,2,14", 2, "year", id="year in words"),
        pytest.param(TIMING, "taught", "learnt", 2, "fact", id="fact"),
        pytest.param("schemes.csv", ",science,", ",physics,", 3, "subject", id="department"),
        pytest.param(TOPICS, "separate,no", "separate,maybe", 7, "quantitative", id="yes or no"),
    ],
)
def test_a_wrong_cell_is_named(
    folder: Path, file: str, old: str, new: str, row: int, says: str
) -> None:
    edit(folder, file, old, new)
    (finding,) = [f for f in read_draft(folder).findings if f.severity is Severity.ERROR]
    assert (finding.rule, finding.place.file, finding.place.row) == ("DATA002", file, row)
    assert says in finding.message


def test_ids_are_made_of_the_cells_of_a_row(folder: Path) -> None:
    draft = read_draft(folder)
    pair = join_id("physics:density", "maths:scale")
    assert [placed.record.id for placed in draft.uses] == [pair, f"{pair}~2"]
    assert [placed.record.id for placed in draft.timing] == [
        "maths-scheme~taught~maths:scale",
        "science-scheme~needed~maths:scale~physics:density",
        "science-scheme~needed~maths:scale~physics:density~2",
    ]
    assert [placed.record.code for placed in draft.skills] == ["1c", "3b"]
