"""Workbooks that cannot be given back with notes: refused, each with a mend."""

from __future__ import annotations

import pytest

from loaders.annotated import annotate
from ontology.uploads import Refused
from tests.loaders import workbooks as make
from tests.loaders.annotations import (
    FILE,
    ON_FIRST,
    annotated,
    changed,
)


def strict() -> bytes:
    parts = make.plain()
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    parts["_rels/.rels"] = make.rels(("rId1", kind, "xl/workbook.xml"))
    return make.zipped(parts)


def without(name: str) -> bytes:
    parts = make.plain()
    del parts[name]
    return make.zipped(parts)


ORIGIN = f"{make.PACKAGE}/relationships/digital-signature/origin"
SIGNED = make.rels(
    ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", ORIGIN, "_xmlsig/o.sigs")
)
SHARED = make.rels(
    ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "revisionHeaders", "r.xml")
)
STRICT_BOOK = '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
BOMB = f'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet xmlns="{make.MAIN}">&a;</worksheet>'
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(strict(), "Strict Open XML", id="strict by its relationships"),
        pytest.param(changed(BOOK, STRICT_BOOK), "Strict Open XML", id="strict by its namespace"),
        pytest.param(changed("_rels/.rels", SIGNED), "signed digitally", id="signed"),
        pytest.param(
            make.zipped(make.plain(before='<workbookProtection lockStructure="1"/>')),
            "Review > Protect Workbook",
            id="structure protected",
        ),
        pytest.param(changed("xl/_rels/workbook.xml.rels", SHARED), "shared workbook", id="shared"),
        pytest.param(changed(SHEET, BOMB), "declares a document type", id="document type"),
        pytest.param(changed(SHEET, "<worksheet>"), "is damaged", id="cut off"),
        pytest.param(changed(SHEET, ""), "is damaged", id="empty sheet"),
        pytest.param(changed(SHEET, "<a/>"), "holds no sheet", id="not a sheet"),
        pytest.param(changed(SHEET, make.sheet().encode("utf-16")), "UTF-16", id="UTF-16"),
        pytest.param(
            changed(SHEET, make.sheet().replace("UTF-8", "latin-1")), "latin-1", id="Latin 1"
        ),
        pytest.param(changed("xl/styles.xml", "<a/>"), "holds no styles", id="not styles"),
        pytest.param(changed(BOOK, "<a/>"), "not that of a workbook", id="not a workbook"),
        pytest.param(
            changed(BOOK, f'<workbook xmlns="{make.MAIN}"/>'), "lists no sheets", id="no sheets"
        ),
        pytest.param(without(SHEET), "the part of its sheet 'Year 7' is missing", id="no sheet"),
        pytest.param(without(BOOK), "no workbook part", id="no workbook"),
        pytest.param(make.rich()[:3_000], "damaged or cut off", id="half a file"),
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"PK\x03\x04 nothing", "damaged", id="no archive"),
    ],
)
def test_what_cannot_be_given_back_is_refused_with_a_mend(data: bytes, says: str) -> None:
    with pytest.raises(Refused) as caught:
        annotate(data, FILE, ON_FIRST)
    assert says in caught.value.detail
    assert caught.value.detail.startswith("maths.xlsx: ")
    assert "Mend: " in caught.value.detail
    assert (caught.value.parameter, caught.value.slug) == ("file", "upload-refused")


@pytest.mark.parametrize(
    ("file", "data", "says"),
    [
        ("maths.csv", b"Unit,Term\n", "take the report"),
        (
            "maths.xls",
            bytes.fromhex("d0cf11e0a1b11ae1") + "Workbook\0".encode("utf-16-le"),
            "report",
        ),
        (
            "maths.xlsx",
            bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
    ],
)
def test_other_formats_get_the_report(file: str, data: bytes, says: str) -> None:
    with pytest.raises(Refused) as caught:
        annotate(data, file, ON_FIRST)
    assert says in caught.value.detail


def test_two_sheets_of_one_part_are_refused() -> None:
    parts = make.plain(make.sheet(), make.sheet())
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("rId2", "rId1")
    with pytest.raises(Refused, match="the part of its sheet 'Year 8' is missing"):
        annotated(parts)
