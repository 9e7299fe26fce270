"""Lists of pupils are refused; what only looks a little like one is not."""

from __future__ import annotations

import pytest

from loaders.pupils import refuse_pupils
from loaders.schemes import plan_of
from ontology.uploads import Refused
from tests.loaders.sheets import book, grid, shorts

PEOPLE = ("Smith, Anna", "Jones, Ben", "Khan, Cara", "Lee, Dan", "Patel, Eva", "Ali, Finn")
BIRTHS = ("03/04/2012", "15/11/2011", "22/01/2012", "09/09/2011", "30/06/2012", "01/12/2011")


@pytest.mark.parametrize(
    ("drawn", "cell"),
    [
        ("Year | Topic\n8 | A123456789012", "B2"),
        ("UPN | Class\n | 8X", "A1"),
        ("Unique Pupil Number\n1", "A1"),
        ("Class list\n\nSurname | Forename | DOB\nSmith | Anna | 3/4/12", "C3"),
        ("Name | Date of birth\nAnna Smith | 3 April 2012", "B1"),
        ("Student | D.O.B. | Set", "B1"),
        ("Ref | DOB\nx1 | 2012-04-03", "B1"),
        ("Surname | First name\nSmith | Anna\nJones | Ben\nKhan | Cara", "A1"),
        ("\n".join(f"{p} | {b}" for p, b in zip(PEOPLE, BIRTHS, strict=True)), "A1"),
    ],
)
def test_lists_of_pupils_are_refused(drawn: str, cell: str) -> None:
    sheets = grid("Year 8", "Aut 1 | Aut 2\na | b"), grid("8X", drawn)
    with pytest.raises(Refused) as caught:
        plan_of(book(*sheets))
    assert "'8X'" in caught.value.detail
    assert f"cell {cell} " in caught.value.detail
    assert (caught.value.slug, caught.value.parameter) == ("upload-refused", "file")
    assert "Anna" not in caught.value.detail
    assert "A123456789012" not in caught.value.detail


@pytest.mark.parametrize(
    "drawn",
    [
        "Class | Teacher | Topic\n8X1 | JSM | Ratio\n8X2 | KP | Surds",
        "Week beginning | Topic\n04/09/2023 | Ratio\n11/09/2023 | Surds",
        "Topic | Start | End\nLinear Graphs | 04/09/2023 | 02/09/2023",
        "Name | Unit\nRatio, Proportion | 1",
        "Teacher | Date | Unit\nMr Smith | 01/09/2024 | Ratio",
        "Pupil | Topic\nvoice | Ratio",
        "Number, Algebra | 03/04/2024\nData, Ratio | 15/04/2024\nArea, Volume | 22/04/2024\n"
        "Surds, Bounds | 29/04/2024\nTrig, Proof | 06/05/2024",
        "Surname | Forename\nSmith | Anna",
    ],
)
def test_plans_are_not(drawn: str) -> None:
    refuse_pupils(grid("Plan", drawn))


def test_a_csv_is_named_without_a_sheet() -> None:
    with pytest.raises(Refused, match=r"^pupils\.csv: cell A1 looks like"):
        refuse_pupils(grid(None, "UPN", "pupils.csv"))


def test_classes_and_initials_are_read() -> None:
    plan = plan_of(book(grid("Year 8", "Class | Half term | Topic | Teacher\n8X1 | 1 | a | JSM")))
    assert shorts(plan) == ["a 8.1 8X1"]
