from __future__ import annotations

from collections.abc import Sequence

import pytest

from loaders.grid import Cell
from loaders.guarded import read_workbook, read_workbook_here
from ontology.uploads import Refused
from tests.loaders.oldbook import (
    CHART,
    WORKSHEET,
    dimensions,
    error,
    label,
    merged,
    number,
    old_book,
    record,
)

RECORDS = (
    dimensions(4, 3),
    label(0, 0, " Autumn 1 "),
    label(2, 1, "Ratio × 2"),
    number(2, 2, 7.0),
    number(3, 2, 1.5),
    error(3, 1, 42),
    merged((0, 0, 0, 2)),
)


def test_texts_numbers_merged_cells_and_hidden_sheets_are_read() -> None:
    data = old_book(
        ("Year 8", 0, WORKSHEET, RECORDS),
        ("Old", 1, WORKSHEET, (dimensions(1, 1), label(0, 0, "x"))),
        ("Graph", 0, CHART, ()),
    )
    book = read_workbook_here("plan.xls", data)
    assert [(grid.sheet, grid.hidden) for grid in book.grids] == [("Year 8", False), ("Old", True)]
    assert book.grids[0].cells == (
        Cell(1, 1, "Autumn 1", columns=3),
        Cell(3, 2, "Ratio × 2"),
        Cell(3, 3, "7"),
        Cell(4, 3, "1.5"),
    )
    assert book.grids[1].cells == (Cell(1, 1, "x", hidden=True),)
    assert [(finding.rule, finding.message) for finding in book.findings] == [
        (
            "READ002",
            "of this format hidden rows and columns, comments, hyperlinks, error values and "
            "percentages cannot be told.",
        ),
        ("READ002", "the sheet is hidden; its one cell is read all the same."),
        ("READ005", "the sheet is a chart or a dialogue without cells, and is not read."),
    ]


@pytest.mark.parametrize("length", [512, 600, 1100, 1600, 2000])
def test_a_workbook_that_is_cut_off_is_refused(length: int) -> None:
    data = old_book(("Year 8", 0, WORKSHEET, RECORDS))[:length]
    with pytest.raises(Refused):
        read_workbook("plan.xls", data)


@pytest.mark.parametrize(
    "records",
    [
        (dimensions(0xFFFFFFFF, 0xFFFF), label(0, 0, "a")),
        (dimensions(1, 1), label(0xFFFF, 0xFFFF, "far"), label(0, 0, "a")),
        (dimensions(2, 2), b"\x04\x02\xff\xffshort"),
    ],
)
def test_a_sheet_that_lies_ends_the_child_and_not_us(records: Sequence[bytes]) -> None:
    with pytest.raises(Refused):
        read_workbook("plan.xls", old_book(("Year 8", 0, WORKSHEET, records)))


def test_a_password_is_told() -> None:
    locked = old_book(("Year 8", 0, WORKSHEET, RECORDS), more=record(0x002F, b"\1\0" + bytes(52)))
    with pytest.raises(Refused, match="it is protected with a password"):
        read_workbook("plan.xls", locked)


def test_a_workbook_of_charts_only_is_refused() -> None:
    with pytest.raises(Refused, match="it has no sheet with cells"):
        read_workbook_here("plan.xls", old_book(("Graph", 0, CHART, ())))
