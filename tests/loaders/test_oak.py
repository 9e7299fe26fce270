"""Oak's published sequences read as plans, where its ontology lies beside the checkout.

The ontology is not part of this repository: without it these tests are skipped, but not in
continuous integration.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest

from loaders.oak import BOARDS, read_oak
from ontology.errors import BadParameter
from ontology.plans import Course, Plan, Unit
from ontology.vocabulary import Department

FOLDER = Path(__file__).parents[3] / "shared" / "fixtures" / "oak-curriculum-ontology" / "data"


def read(subject: Department) -> tuple[Plan, ...]:
    if not FOLDER.is_dir():
        said = "the ontology of Oak is not beside the checkout"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return read_oak(FOLDER, subject)


@pytest.fixture(scope="module")
def maths() -> Plan:
    (plan,) = read(Department.MATHS)
    return plan


@pytest.fixture(scope="module")
def science() -> tuple[Plan, ...]:
    return read(Department.SCIENCE)


def by_course(plan: Plan) -> dict[tuple[int | None, tuple[Course, ...]], list[Unit]]:
    found: dict[tuple[int | None, tuple[Course, ...]], list[Unit]] = defaultdict(list)
    for unit in plan.units:
        found[unit.year, unit.courses].append(unit)
    return found


def test_maths_has_both_tiers_from_year_10(maths: Plan) -> None:
    sizes = {key: len(units) for key, units in by_course(maths).items()}
    assert sizes == {
        (7, ()): 10,
        (8, ()): 10,
        (9, ()): 12,
        (10, (Course.FOUNDATION,)): 20,
        (10, (Course.HIGHER,)): 21,
        (11, (Course.FOUNDATION,)): 10,
        (11, (Course.HIGHER,)): 15,
    }
    assert maths.department is Department.MATHS
    assert maths.courses == (Course.FOUNDATION, Course.HIGHER)


def test_units_are_in_their_published_order_without_half_terms(maths: Plan) -> None:
    for units in by_course(maths).values():
        assert [unit.step for unit in units] == list(range(1, len(units) + 1))
        assert [unit.where.cell for unit in units] == [str(unit.step) for unit in units]
    assert {unit.half_term for unit in maths.units} == {None}
    assert maths.units[0].text == "Place value"
    assert maths.units[0].id == "Mathematics Year Group 7!1"
    assert maths.findings == ()


def test_science_is_combined_and_separate_after_one_ks3(science: tuple[Plan, ...]) -> None:
    combined, separate = science
    lower = [unit for unit in combined.units if (unit.year or 0) < 10]
    assert len(lower) == 41
    assert [(u.id, u.step) for u in lower] == [
        (u.id, u.step) for u in separate.units if (u.year or 0) < 10
    ]
    for plan, pathway in ((combined, Course.COMBINED), (separate, Course.SEPARATE)):
        assert {Course.FOUNDATION, Course.HIGHER, pathway} == set(plan.courses)
        assert all(
            pathway in unit.courses and len(unit.courses) == 2
            for unit in plan.units
            if (unit.year or 0) >= 10
        )
    assert combined.findings == ()


def test_separate_sciences_keep_each_its_own_order(science: tuple[Plan, ...]) -> None:
    _, separate = science
    (finding,) = separate.findings
    assert "assumption" in finding.message
    for key, units in by_course(separate).items():
        assert sorted(unit.step or 0 for unit in units) == list(range(1, len(units) + 1)), key
        sequences: dict[str | None, list[Unit]] = defaultdict(list)
        for unit in units:
            sequences[unit.where.sheet].append(unit)
        assert len(sequences) == (3 if (key[0] or 0) >= 10 else 1)
        for sequence in sequences.values():
            steps = [unit.step or 0 for unit in sequence]
            assert steps == sorted(steps)
            assert [int(unit.where.cell or 0) for unit in sequence] == list(
                range(1, len(sequence) + 1)
            )


def test_ids_are_unique(maths: Plan, science: tuple[Plan, ...]) -> None:
    for plan in (maths, *science):
        ids = [unit.id for unit in plan.units]
        assert len(ids) == len(set(ids))


def test_a_board_of_which_nothing_is_published(tmp_path: Path) -> None:
    with pytest.raises(BadParameter) as caught:
        read_oak(tmp_path, Department.SCIENCE, board="WJEC")
    assert caught.value.nearest == BOARDS


def test_a_folder_without_the_files(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="give the ontology's folder"):
        read_oak(tmp_path, Department.MATHS)


HEAD = "@prefix c: <https://w3id.org/uk/oak/curriculum/ontology/> .\n@prefix e: <http://e/> .\n"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


def written(folder: Path, body: str) -> Path:
    for stage in (3, 4):
        path = folder / "subjects" / "mathematics" / f"mathematics-key-stage-{stage}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + (body if stage == 3 else ""), encoding="utf-8")
    return folder


def test_choices_are_one_unit_and_positions_order(tmp_path: Path) -> None:
    body = f"""
e:p a c:Programme ; {LABEL} "Seven" ; c:coversYearGroup e:year-group-7 ;
  c:hasUnitVariantInclusion e:two , e:one .
e:two c:sequencePosition 20 ; c:includesUnitVariantChoice e:choice .
e:choice c:hasUnitVariantOption e:b , e:a .
e:one c:sequencePosition 3 ; c:includesUnitVariant e:a .
e:a {LABEL} "Ratio" . e:b {LABEL} "Surds" .
"""
    (plan,) = read_oak(written(tmp_path, body), Department.MATHS)
    assert [(unit.id, unit.text, unit.step) for unit in plan.units] == [
        ("Seven!3", "Ratio", 1),
        ("Seven!20", "Ratio\nSurds", 2),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "e:p a c:Programme ; c:coversYearGroup e:year-group-7 .",
        f"e:p a c:Programme ; c:hasUnitVariantInclusion e:i . e:i c:sequencePosition 1 ; "
        f'c:includesUnitVariant e:a . e:a {LABEL} "Ratio" .',
        "e:p a c:Programme ; c:coversYearGroup e:year-group-7 ; c:hasUnitVariantInclusion e:i .",
    ],
)
def test_what_the_ontology_does_not_allow_is_an_error(tmp_path: Path, body: str) -> None:
    with pytest.raises(ValueError, match="mathematics-key-stage-3"):
        read_oak(written(tmp_path, body), Department.MATHS)
