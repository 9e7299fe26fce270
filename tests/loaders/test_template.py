from __future__ import annotations

import io
import zipfile

import openpyxl  # type: ignore[import-untyped]
import pytest

from loaders.grid import Grid
from loaders.guarded import read_workbook_here
from loaders.template import HALF_TERM_NAMES, SHEETS, write_template
from ontology.plans import HALF_TERMS, Settings
from ontology.vocabulary import Department

TOPICS = (
    ("maths:ratio", "Dividing in a ratio"),
    ("maths:formula", "=1+1"),
    ("maths:link", "https://example.org"),
    ("maths:accents", "2 × 3² – “é”"),
)


def grids(data: bytes) -> dict[str, Grid]:
    book = read_workbook_here("template.xlsx", data)
    assert book.findings == ()
    return {grid.sheet or "": grid for grid in book.grids}


def row(grid: Grid, number: int) -> list[str]:
    return [cell.text for cell in grid.cells if cell.row == number]


def rules(data: bytes) -> dict[str, tuple[str, str, bool]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Plan"]
    return {
        str(rule.sqref).partition(":")[0]: (rule.type, rule.formula1, bool(rule.showErrorMessage))
        for rule in sheet.data_validations.dataValidation
    }


@pytest.fixture(scope="module")
def template() -> bytes:
    return write_template(TOPICS, None)


def test_the_sheets_stand_in_their_order_and_none_is_hidden(template: bytes) -> None:
    found = grids(template)
    assert tuple(found) == SHEETS
    assert not any(grid.hidden for grid in found.values())


def test_the_plan_has_the_columns_that_its_reader_knows_and_is_empty(template: bytes) -> None:
    plan = grids(template)["Plan"]
    assert row(plan, 1) == [
        "Year", "Half-term", "Week", "Unit", "Topics", "Tier", "Pathway", "Class", "Weeks",
        "Fixed", "Together", "Subject", "Notes",
    ]  # fmt: skip
    assert max(cell.row for cell in plan.cells) == 1
    assert all(cell.note for cell in plan.cells)


def test_the_settings_are_the_defaults_with_room_for_suppressions(template: bytes) -> None:
    sheet = grids(template)["Settings"]
    assert row(sheet, 1) == ["Setting", "Value", "What it says", "Rule", "About", "Reason"]
    values = {row(sheet, number)[0]: float(row(sheet, number)[1]) for number in range(2, 6)}
    known = Settings()
    assert values == {
        "gap": known.gap, "revisit": known.revisit, "lag": known.lag, "weeks": known.weeks
    }  # fmt: skip
    assert set(values) == set(Settings.model_fields) - {"suppressions"}


def test_topics_are_texts_whatever_they_look_like(template: bytes) -> None:
    sheet = grids(template)["Topics"]
    assert [row(sheet, number) for number in range(2, 6)] == [
        [label, identifier] for identifier, label in TOPICS
    ]
    assert not any(cell.formula or cell.link for cell in sheet.cells)


def test_cells_offer_what_they_take(template: bytes) -> None:
    found = rules(template)
    assert found == {
        "A2": ("list", '"7,8,9,10,11"', True),
        "B2": ("list", f'"{",".join(HALF_TERM_NAMES)}"', True),
        "C2": ("whole", "1", True),
        "E2": ("list", "Topics!$A$2:$A$5", False),
        "F2": ("list", '"Foundation,Higher"', True),
        "G2": ("list", '"Combined,Separate"', True),
        "I2": ("decimal", "0.1", True),
        "J2": ("list", '"Yes"', True),
        "L2": ("list", '"Maths,Science"', True),
    }
    assert len(HALF_TERM_NAMES) == HALF_TERMS


@pytest.mark.parametrize("department", list(Department))
def test_a_department_is_offered_itself_only(department: Department) -> None:
    data = write_template(TOPICS, department)
    assert rules(data)["L2"][1] == f'"{department.value.title()}"'
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.properties.title == f"Scheme of work for {department.value}"


def test_headers_stay_in_view(template: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template))
    assert [book[name].freeze_panes for name in SHEETS[:3]] == ["A2", "A2", "A2"]


def test_the_same_topics_give_the_same_bytes(template: bytes) -> None:
    assert write_template(list(TOPICS), None) == template
    with zipfile.ZipFile(io.BytesIO(template)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = file.read("docProps/core.xml")
    assert core.count(b"2020-01-01T00:00:00Z") == 2


def test_a_template_without_topics_is_refused() -> None:
    with pytest.raises(ValueError, match="needs topics"):
        write_template((), None)
