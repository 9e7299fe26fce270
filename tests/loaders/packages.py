"""Workbooks made by hand, part by part, so that a test can make what no program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
        ("manifest", "manifest"),
    )
)  # fmt: skip
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of these parts in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def relationships(*related: tuple[str, str, str]) -> str:
    """Relationships: id, last word of the type, target; external where the target has `//`."""
    listed = "".join(
        f'<Relationship Id="{identifier}" Type="{RELATED}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if "//" in target else "")
        + "/>"
        for identifier, kind, target in related
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    """A sheet's part with this inside `sheetData`."""
    spaces = f'xmlns="{MAIN}" xmlns:r="{RELATED}"'
    return f"<worksheet {spaces}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def text(reference: str, said: str) -> str:
    """A cell with a text of its own."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{said}</t></is></c>'


def workbook_parts(sheets: Mapping[str, str], **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of an .xlsx workbook with these sheets (their XML by name)."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    related = [
        (f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)
    ]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": relationships(
            *related,
            ("rIdStyles", "styles", "styles.xml"),
            ("rIdTexts", "sharedStrings", "sharedStrings.xml"),
        ),
    }
    for number, xml in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
    return parts | more


def workbook(rows: str, before: str = "", after: str = "") -> bytes:
    """An .xlsx workbook with one sheet, `Year 8`."""
    return archive(workbook_parts({"Year 8": worksheet(rows, before, after)}))


def with_part(data: bytes, name: str, content: str | bytes) -> bytes:
    """The archive with this part put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts: dict[str, str | bytes] = {each: file.read(each) for each in file.namelist()}
    return archive(parts | {name: content})


def open_document(rows: str, more: str = "") -> bytes:
    """An .ods spreadsheet with one sheet, `Year 8`."""
    table = f'<table:table table:name="Year 8">{rows}</table:table>'
    manifest = (
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>{more}'
    )
    return archive(
        {
            "mimetype": ODS_TYPE,
            "META-INF/manifest.xml": f"<manifest:manifest {_SPACES}>{manifest}</manifest:manifest>",
            "content.xml": f"<office:document-content {_SPACES}><office:body><office:spreadsheet>"
            f"{table}</office:spreadsheet></office:body></office:document-content>",
        }
    )
