from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress
from dataclasses import replace

import pytest

from loaders.archive import LIMITS, Kind, Limits, find_kind, open_package
from loaders.extent import check_parts
from ontology.uploads import Refused
from tests.loaders.packages import (
    ODS_TYPE,
    archive,
    open_document,
    text,
    with_part,
    workbook,
    workbook_parts,
    worksheet,
)

GOOD = workbook(f"<row>{text('A1', 'Ratio')}</row>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def look(data: bytes, file: str = "plan.xlsx", limits: Limits = LIMITS) -> None:
    kind = find_kind(file, data, limits)
    check_parts(open_package(file, data, kind, limits), kind, limits)


def refusal(data: bytes, file: str = "plan.xlsx", limits: Limits = LIMITS) -> Refused:
    with pytest.raises(Refused) as caught:
        look(data, file, limits)
    error = caught.value
    assert error.parameter == "file"
    assert error.slug == "upload-refused"
    assert error.detail == f"{file}: {error.seen} Mend: {error.mend}"
    assert error.seen.endswith(".")
    assert error.mend.endswith(".")
    return error


def test_an_honest_workbook_passes() -> None:
    look(GOOD)
    look(open_document("<table:table-row><table:table-cell/></table:table-row>"), "plan.ods")


@pytest.mark.parametrize(
    ("file", "data", "kind"),
    [
        ("a.XLSX", GOOD, Kind.XLSX),
        ("a.xlsm", GOOD, Kind.XLSX),
        ("a.b.csv", b"a,b", Kind.CSV),
        ("a.tsv", "\ufeffa\tb".encode("utf-16"), Kind.CSV),
        ("a.xls", OLE + "Workbook\0".encode("utf-16-le"), Kind.XLS),
    ],
)
def test_a_kind_is_found_by_ending_and_content(file: str, data: bytes, kind: Kind) -> None:
    assert find_kind(file, data, LIMITS) is kind


@pytest.mark.parametrize(
    ("file", "data", "seen"),
    [
        ("a.xlsx", b"", "it is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n \t", "it is empty"),
        ("a.xlsx", b"\0" * 100, "it is empty"),
        ("a.xlsx", b"a,b\r\n1,2", "its content is text"),
        ("a.csv", GOOD, "its content is a ZIP archive"),
        ("a.xls", GOOD, "its content is a ZIP archive"),
        ("a.xlsx", OLE + "Workbook\0".encode("utf-16-le"), "Excel 97–2003"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        ("a.xls", OLE + "WordDocument".encode("utf-16-le"), "a Word document"),
        ("a.xls", OLE, "not a workbook of Excel 97 or later"),
        ("a.xls", b"\x09\x08\x08\x00\x00\x05", "Excel 95 or older"),
        ("a.xls", b"\n<html><table>", "a web page"),
        (
            "a.xls",
            b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "2003",
        ),
        ("a.pdf", b"%PDF-1.7", "it is a PDF"),
        ("a.xlsx", b"\x89PNG\r\n", "it is a picture"),
        ("a.docx", GOOD, "does not end in .xlsx"),
        ("plan", GOOD, "does not end in .xlsx"),
        ("a.ods", GOOD, "but it is an Excel workbook"),
        ("a.xlsx", open_document(""), "but it is an OpenDocument spreadsheet"),
        ("a.xlsx", archive({"word/document.xml": "<a/>"}), "it is a Word document"),
        ("a.xlsx", archive({"xl/workbook.bin": "x"}), "an Excel binary workbook"),
        ("a.xlsx", archive({"Index/Document.iwa": "x"}), "Numbers"),
        ("a.xlsx", archive({"a.txt": "x"}), "an archive of something else"),
        ("a.xlsx", archive({}), "an archive of something else"),
        (
            "a.ods",
            archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "something else",
        ),
    ],
)
def test_what_is_not_read_is_told(file: str, data: bytes, seen: str) -> None:
    assert seen in refusal(data, file).seen


def test_a_file_over_the_size_is_refused_with_both_numbers() -> None:
    limits = replace(LIMITS, size=1024 * 1024)
    with pytest.raises(Refused, match=r"it has 1\.5 MiB; at most 1 MiB are read"):
        find_kind("a.csv", b"x" * (3 * 512 * 1024), limits)


def test_an_archive_that_is_cut_off_is_refused() -> None:
    for length in range(4, len(GOOD), 37):
        assert "damaged or cut off" in refusal(GOOD[:length]).seen


def test_a_damaged_part_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as file:
        entry = file.getinfo("xl/worksheets/sheet1.xml")
    at = entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2
    broken = GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]
    assert "xl/worksheets/sheet1.xml is damaged" in refusal(broken).seen


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.xml", "xl/../../up.xml", "C:/x.xml", "xl\\up.xml"]
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    data = archive({"x" * len(name): "<a/>"}).replace(b"x" * len(name), name.encode())
    assert "leads elsewhere" in refusal(data).seen


def test_a_name_that_stands_twice_is_refused() -> None:
    assert "stands twice" in refusal(with_part(GOOD, "XL/Workbook.xml", "<workbook/>")).seen


def test_too_many_parts_are_refused() -> None:
    many = {f"xl/media/{n}.png": b"" for n in range(LIMITS.entries + 1)}
    assert "is made of 2,001 parts" in refusal(archive(many)).seen


def test_a_part_that_unpacks_to_far_more_is_refused() -> None:
    bomb = with_part(GOOD, "xl/sharedStrings.xml", b" " * (3 * 1024 * 1024))
    assert "times its size" in refusal(bomb).seen
    assert len(bomb) < 10_000


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as file:
        size = file.getinfo("xl/workbook.xml").file_size
    at = GOOD.rindex(b"xl/workbook.xml") - 46
    claimed = GOOD[: at + 24] + struct.pack("<I", 60 * 1024 * 1024) + GOOD[at + 28 :]
    assert struct.unpack("<I", GOOD[at + 24 : at + 28]) == (size,)
    assert "it unpacks to 60 MiB; at most 50 MiB" in refusal(claimed).seen


def test_a_part_that_is_longer_than_it_claims_is_refused() -> None:
    at = GOOD.rindex(b"xl/workbook.xml") - 46
    claimed = GOOD[: at + 24] + struct.pack("<I", 10) + GOOD[at + 28 :]
    assert "is damaged" in refusal(claimed).seen


def test_an_encrypted_archive_is_refused() -> None:
    at = GOOD.rindex(b"xl/workbook.xml") - 46
    flagged = GOOD[: at + 8] + struct.pack("<H", 1) + GOOD[at + 10 :]
    assert refusal(flagged).seen == "it is encrypted."
    assert "encrypted" in refusal(open_document("", "<manifest:encryption-data/>"), "a.ods").seen


def test_an_unusual_compression_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as file:
        for name, content in workbook_parts({"A": worksheet("")}).items():
            file.writestr(name, content)
    assert "packed in an unusual way" in refusal(buffer.getvalue()).seen


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><worksheet>&a9;</worksheet>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels", "customXml/i.xml"]
)
def test_a_document_type_is_refused_in_every_part_and_encoding(part: str, encoding: str) -> None:
    bomb = with_part(GOOD, part, LAUGHS.encode(encoding))
    assert f"its part {part} declares a document type" in refusal(bomb).seen


def test_cells_far_apart_are_refused() -> None:
    rows = f"<row>{text('A1', 'a')}</row><row>{text('XFD1048576', 'b')}</row>"
    data = workbook(rows)
    assert len(data) < 4096
    assert "1,048,576 rows and 16,384 columns" in refusal(data).seen


def test_cells_far_apart_without_references_are_refused() -> None:
    cell = '<c t="inlineStr"><is><t>a</t></is></c>'
    data = workbook(f'<row r="1">{cell * 300}</row><row r="1000000">{cell}</row>')
    assert "1,000,000 rows and 300 columns" in refusal(data).seen


def test_a_formatted_cell_far_away_holds_nothing_and_is_harmless() -> None:
    look(workbook(f'<row>{text("A1", "a")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'))


def test_a_dimension_that_lies_is_harmless() -> None:
    look(workbook(f"<row>{text('A1', 'a')}</row>", before='<dimension ref="A1:XFD1048576"/>'))


def test_too_many_cells_are_refused_over_all_sheets_together() -> None:
    limits = replace(LIMITS, cells=1_000)
    half = worksheet("<row>" + "<c><f>1</f><v>1</v></c>" * 501 + "</row>")
    both = archive(workbook_parts({"a": half, "b": half}))
    assert "more than 1,000 cells" in refusal(both, limits=limits).seen
    look(archive(workbook_parts({"a": half})), limits=limits)


@pytest.mark.parametrize("reference", ["A1:XFD1048576", "A1:A1048576", "$A$1:XFD20"])
def test_merged_cells_over_whole_columns_are_refused(reference: str) -> None:
    merged = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
    assert reference in refusal(workbook("", after=merged)).seen


CELL = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
MANY = CELL.replace(" office", ' table:number-columns-repeated="9999999999" office')


@pytest.mark.parametrize(
    ("rows", "seen"),
    [
        (
            f'<table:table-row table:number-rows-repeated="1048576">{CELL}</table:table-row>',
            "more than 200,000 cells",
        ),
        (
            f"<table:table-row>{MANY}</table:table-row>",
            "cells of the sheet 'Year 8' are spread over 1 rows and 2,097,152 columns",
        ),
        (
            f"<table:table-row>{CELL * 20}</table:table-row>"
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
            f"</table:table-row><table:table-row>{CELL}</table:table-row>",
            "1,000,002 rows and 20 columns",
        ),
    ],
)
def test_repeated_cells_of_an_open_document_are_measured(rows: str, seen: str) -> None:
    assert seen in refusal(open_document(rows), "plan.ods").seen


def test_empty_cells_that_an_open_document_repeats_to_its_end_are_harmless() -> None:
    look(
        open_document(
            f"<table:table-row>{CELL}"
            '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
            '<table:table-row table:number-rows-repeated="1048575">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "plan.ods",
    )


def test_the_type_of_an_open_document_is_what_its_mimetype_says() -> None:
    data = open_document("")
    assert zipfile.ZipFile(io.BytesIO(data)).read("mimetype").decode() == ODS_TYPE
    assert "something else" in refusal(with_part(data, "mimetype", "text/plain"), "a.ods").seen


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_elements_nested_very_deeply_are_refused(part: str) -> None:
    deep = "".join(f"<r a='{n}'>" for n in range(100_000)) + "</r>" * 100_000
    assert "nested too deeply" in refusal(with_part(GOOD, part, deep)).seen


@pytest.mark.parametrize("encoding", ["nonsense", "utf-7", "shift_jis"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?><a/>'
    assert "unknown encoding" in refusal(with_part(GOOD, "xl/workbook.xml", part.encode())).seen


def test_a_workbook_changed_anywhere_is_read_or_refused() -> None:
    for at in range(4, len(GOOD)):
        for value in (0x00, 0xFF, GOOD[at] ^ 0x01):
            changed = GOOD[:at] + bytes([value]) + GOOD[at + 1 :]
            with suppress(Refused):
                look(changed)
