"""The reader of tables and the canonical bytes, by themselves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from loaders.tables import BOM, Table, read_table, table_bytes

COLUMNS = ("id", "label", "note")


def read(tmp_path: Path, data: bytes | str) -> Table:
    path = tmp_path / "file.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path, "below/file.csv", COLUMNS)


def cells(table: Table) -> list[tuple[int, list[str]]]:
    """Row numbers with the cells in the order of the columns."""
    assert table.findings == ()
    return [(row.number, [row.cells[column] for column in COLUMNS]) for row in table.rows]


def fault(table: Table) -> tuple[int | None, str, str]:
    """Row, message and mend of the one finding."""
    (finding,) = table.findings
    assert finding.rule == "DATA001"
    assert finding.place.file == "below/file.csv"
    return finding.place.row, finding.message, finding.mend


PLAIN = "id,label,note\na,A,x\nb,B,\n"
READ = [(2, ["a", "A", "x"]), (3, ["b", "B", ""])]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.encode(), id="plain"),
        pytest.param(BOM + PLAIN.encode(), id="byte order mark"),
        pytest.param(PLAIN.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(PLAIN.replace("\n", "\r").encode(), id="CR"),
        pytest.param(PLAIN.replace(",", ";").encode(), id="semicolons"),
        pytest.param(PLAIN.replace(",", "\t").encode(), id="tabs"),
        pytest.param(
            BOM + PLAIN.replace(",", ";").replace("\n", "\r\n").encode(), id="German Excel"
        ),
        pytest.param(PLAIN.rstrip("\n").encode(), id="no last line end"),
        pytest.param((PLAIN + "\n,,\n ,\t,\n\n").encode(), id="blank rows below"),
        pytest.param(b"note,id,label\nx,a,A\n,b,B\n", id="columns in another order"),
        pytest.param(b'"id","label","note"\n"a","A","x"\n"b","B",""\n', id="all quoted"),
        pytest.param(b"id,label,note\na,A,x,,\nb,B\n", id="trailing empty cells, or none"),
        pytest.param(
            b"id,label,note\na,A,x, \nb,B,,\xc2\xa0\n", id="trailing cells of white space"
        ),
        pytest.param(b"id,label,note,,\na,A,x,,\nb,B,,,\n", id="trailing empty columns"),
        pytest.param(b" id , label,note \na,A,x\nb,B,\n", id="spaces in the header"),
    ],
)
def test_what_editors_and_spreadsheets_save(tmp_path: Path, data: bytes) -> None:
    assert cells(read(tmp_path, data)) == READ


def test_white_space_is_folded(tmp_path: Path) -> None:
    text = 'id,label,note\n  a ,\u00a0A\u00a0 B\u2009C,"one\ntwo\r\n\tthree"\n'
    assert cells(read(tmp_path, text)) == [(2, ["a", "A B C", "one two three"])]


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    text = 'id,label,note\na,"two\nlines",\n\nb,B,\n'
    assert [number for number, _ in cells(read(tmp_path, text))] == [2, 4]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_cell_may_hold_the_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    row = delimiter.join(["a", '"x, y; z"', '"say ""so"""'])
    table = read(tmp_path, delimiter.join(COLUMNS) + f"\n{row}\n")
    assert cells(table) == [(2, ["a", "x, y; z", 'say "so"'])]


@pytest.mark.parametrize("data", [b"", BOM, b"\n", b"\n\n", b",,\n", b"   "])
def test_a_file_of_nothing_misses_all_columns(tmp_path: Path, data: bytes) -> None:
    table = read(tmp_path, data)
    assert table.rows == ()
    messages = [finding.message for finding in table.findings]
    assert "these columns are missing: id, label, note." in messages


def test_a_file_with_only_a_header_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "id,label,note\n") == Table((), ())


@pytest.mark.parametrize(
    ("header", "says", "mend"),
    [
        ("id,label", "missing: note", "add them"),
        ("id", "missing: label, note", "add them"),
        ("id,label,note,more", "unknown: more", "rename or delete them"),
        ("id,label,note,,more", "unknown: (empty), more", "rename or delete them"),
        ("id,label,note,label", "twice: label", "delete one of each"),
    ],
)
def test_a_wrong_header(tmp_path: Path, header: str, says: str, mend: str) -> None:
    table = read(tmp_path, f"{header}\na,A,x\n")
    row, message, advice = fault(table)
    assert (row, table.rows) == (1, ())
    assert says in message
    assert mend in advice


def test_a_misspelt_column_is_named_with_the_right_ones(tmp_path: Path) -> None:
    missing, unknown = read(tmp_path, "id,lable,note\n").findings
    assert "label" in missing.message
    assert "lable" in unknown.message
    assert "id, label, note" in unknown.mend


def test_too_many_cells(tmp_path: Path) -> None:
    row, message, mend = fault(read(tmp_path, "id,label,note\na,A,x\nb,B,y, and z\n"))
    assert (row, message) == (3, "the row has 4 cells and the header 3.")
    assert "quotation marks" in mend


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('a,A,x\nb,"B,y\nc,C,z\nd,D,z\n', id="never closed"),
        pytest.param('a,A,x\nb,"B,y\nc,C,z\nd,"D",z\n', id="closed by a later one"),
        pytest.param('a,A,x\nb,"B"s,y\nc,C,z\n', id="text behind the mark"),
    ],
)
def test_a_bad_quotation_mark_is_named_where_it_opens(tmp_path: Path, body: str) -> None:
    row, message, mend = fault(read(tmp_path, f"id,label,note\n{body}"))
    assert row == 3
    assert "not a table" in message
    assert "close the quotation mark" in mend


def test_a_mark_inside_a_cell_is_text(tmp_path: Path) -> None:
    assert cells(read(tmp_path, 'id,label,note\na,6" nail,5\' 6"\n')) == [
        (2, ["a", '6" nail', "5' 6\""])
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "latin-1"])
def test_another_encoding_is_named_where_it_shows(tmp_path: Path, encoding: str) -> None:
    table = read(tmp_path, "id,label,note\na,A,x\nb,2 ÷ 3,y\n".encode(encoding))
    row, message, mend = fault(table)
    assert (row, table.rows) == (3, ())
    assert "not UTF-8" in message
    assert "CSV UTF-8" in mend


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_text_of_excel_is_named_as_such(tmp_path: Path, encoding: str) -> None:
    table = read(tmp_path, PLAIN.replace(",", "\t").encode(encoding))
    row, message, mend = fault(table)
    assert (row, table.rows) == (1, ())
    assert "not UTF-8" in message
    assert "CSV UTF-8" in mend


def test_a_lone_surrogate_is_not_utf_8(tmp_path: Path) -> None:
    row, message, _ = fault(read(tmp_path, b"id,label,note\na,\xed\xa0\x80,x\n"))
    assert (row, "not UTF-8" in message) == (2, True)


def test_a_second_byte_order_mark_is_taken_off_or_named(tmp_path: Path) -> None:
    table = read(tmp_path, BOM + BOM + PLAIN.encode())
    assert table.findings == () or any("byte order mark" in f.message for f in table.findings)


def test_a_nul_byte_does_not_stop_the_reader(tmp_path: Path) -> None:
    assert read(tmp_path, "id,label,note\na,A\0B,x\n") is not None


def test_a_huge_cell_is_read_or_named_for_what_it_is(tmp_path: Path) -> None:
    table = read(tmp_path, f"id,label,note\na,A,x\nb,{'B' * 200_000},x\n")
    if table.findings:
        row, message, _ = fault(table)
        assert (row, "131072" in message) == (3, True)
    else:
        assert len(table.rows[1].cells["label"]) == 200_000


def test_many_rows_are_read_in_a_moment(tmp_path: Path) -> None:
    data = table_bytes(COLUMNS, ((str(n), f"Topic {n}", "a, b") for n in range(100_000)))
    start = time.perf_counter()
    table = read(tmp_path, data)
    assert time.perf_counter() - start < 5
    assert (len(table.rows), table.rows[-1].number) == (100_000, 100_001)


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"nowhere\.csv"):
        read_table(tmp_path / "nowhere.csv", "nowhere.csv", COLUMNS)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OSError, match=r"folder\.csv"):
        read_table(tmp_path / "folder.csv", "folder.csv", COLUMNS)


def test_canonical_bytes() -> None:
    rows = [("a", "plain", ""), ("b", "x, y; z", 'say "so"'), ("c", "3 × 2²", "two\nlines")]
    assert (
        table_bytes(COLUMNS, rows)
        == BOM
        + ('id,label,note\na,plain,\nb,"x, y; z","say ""so"""\nc,3 × 2²,two lines\n').encode()
    )


def test_canonical_bytes_of_no_rows_are_the_header() -> None:
    assert table_bytes(COLUMNS, []) == BOM + b"id,label,note\n"


@pytest.mark.parametrize("text", ["a,b", 'a"b', '"', "a\nb", "a\rb", "a\r\nb", "a;b", "'a'", ""])
def test_what_is_written_is_read(tmp_path: Path, text: str) -> None:
    table = read(tmp_path, table_bytes(COLUMNS, [("a", text, "x"), ("b", "B", text)]))
    folded = " ".join(text.split())
    assert cells(table) == [(2, ["a", folded, "x"]), (3, ["b", "B", folded])]
