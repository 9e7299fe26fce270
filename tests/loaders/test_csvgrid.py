from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.archive import LIMITS
from loaders.csvgrid import read_csv
from loaders.grid import Cell, Workbook, shown_text
from ontology.uploads import Refused
from ontology.vocabulary import Severity

SAID = "Year,Unit\r\n7,2 × 3 – é\r\n"


def read(data: bytes) -> Workbook:
    return read_csv("plan.csv", data, LIMITS)


def texts(data: bytes) -> dict[str, str]:
    return {cell.name: cell.text for cell in read(data).grids[0].cells}


@pytest.mark.parametrize(
    "data",
    [
        SAID.encode(),
        SAID.encode("utf-8-sig"),
        SAID.encode("utf-16"),
        SAID.encode("utf-16-le"),
        SAID.encode("utf-16-be"),
        b"\xfe\xff" + SAID.encode("utf-16-be"),
    ],
)
def test_every_encoding_that_says_itself_is_read_without_a_word(data: bytes) -> None:
    assert texts(data) == {"A1": "Year", "B1": "Unit", "A2": "7", "B2": "2 × 3 – é"}
    assert read(data).findings == ()


def test_windows_1252_is_read_last_and_told() -> None:
    book = read(SAID.encode("cp1252"))
    assert [cell.text for cell in book.grids[0].cells] == ["Year", "Unit", "7", "2 × 3 – é"]
    assert book.grids[0].sheet is None
    (finding,) = book.findings
    assert (finding.rule, finding.severity) == ("READ004", Severity.INFO)
    assert 'line 2 then says "7,2 × 3 – é"' in finding.message


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a,b\n1,2\n", {"A1": "a", "B1": "b", "A2": "1", "B2": "2"}),
        ("Year;Unit\n7;Fractions, decimals\n", {"A1": "Year", "B1": "Unit", "A2": "7",
                                                  "B2": "Fractions, decimals"}),
        ("Year\tUnit\n7\ta, b; c\n", {"A1": "Year", "B1": "Unit", "A2": "7", "B2": "a, b; c"}),
        ("sep=;\na;b,c\n", {"A1": "a", "B1": "b,c"}),
        ("Ratio\nProportion\n", {"A1": "Ratio", "A2": "Proportion"}),
        ('a,"b\r\nc"\r\n\r\n,"d ""e"""\r\n', {"A1": "a", "B1": "b\nc", "B3": 'd "e"'}),
        ("a,b\n" + "\n" * 5 + ",,c\n", {"A1": "a", "B1": "b", "C7": "c"}),
        ("a,b\r1,2", {"A1": "a", "B1": "b", "A2": "1", "B2": "2"}),
    ],
)  # fmt: skip
def test_separators_rows_and_quotation_marks(text: str, cells: dict[str, str]) -> None:
    assert texts(text.encode()) == cells


def test_error_values_are_told() -> None:
    book = read(b"a,#N/A\n#REF!,#1\n")
    assert [cell.name for cell in book.grids[0].cells if cell.error] == ["B1", "A2"]
    assert [finding.rule for finding in book.findings] == ["READ001", "READ001"]


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b'a,b\n1,"open\n', "row 2 is not a row of a table"),
        (b'a,b\n1,"x"y\n', "row 2 is not a row of a table"),
        (b'"' + b"x" * 200_000 + b'"', "row 1 is not a row of a table"),
        (b"a,b\n1,\x81\n", "line 2 is text in an unknown encoding"),
        ("a,b".encode("utf-32"), "UTF-32"),
        ("a,b\n1,2".encode("utf-16")[:-1], "UTF-16 text that is damaged"),
        (b"a,\xff\0" + b"x" * 100, "not a text table"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, seen: str) -> None:
    with pytest.raises(Refused) as caught:
        read(data)
    assert seen in caught.value.seen


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Refused, match="it holds more than 10 cells"):
        read_csv("plan.csv", b"a,b\n" * 6, replace(LIMITS, cells=10))


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_a_writer_wrote_is_read(rows: list[list[str]]) -> None:
    width = max(map(len, rows))
    rows = [["x", *(row + [""] * (width - len(row)))] for row in rows]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(rows)
    book = read(b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace"))
    wanted = [
        (number, column, shown_text(value.encode("utf-8", "replace").decode()))
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
    ]
    assert [(c.row, c.column, c.text) for c in book.grids[0].cells] == [
        each for each in wanted if each[2]
    ]
    assert all(isinstance(cell, Cell) for cell in book.grids[0].cells)
