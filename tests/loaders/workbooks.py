"""Workbooks for tests of annotated ones: rich ones by a library, odd ones part by part."""

from __future__ import annotations

import importlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMES = ("Year 7", "Year 8's", "R&D <Ma>", 'Jahr "9" – été')
"""Names of sheets that have to be escaped somewhere."""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2024, 9, 2, 8, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of an archive by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def rels(*entries: tuple[str, str, str]) -> str:
    """A part of relationships: id, type (its last word, or whole) and target of each."""
    listed = "".join(
        f'<Relationship Id="{id_}" Type="{kind if ":" in kind else f"{OFFICE}/{kind}"}" '
        f'Target="{target}"/>'
        for id_, kind, target in entries
    )
    return f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def types(overrides: Mapping[str, str], defaults: str = "") -> str:
    """The part of content types; types of spreadsheets by their last word."""
    listed = "".join(
        f'<Override PartName="/{name}" '
        f'ContentType="{kind if "/" in kind else f"{SHEETML}.{kind}+xml"}"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}{listed}</Types>'
    )


CELLS = '<row r="7"><c r="C7" t="inlineStr"><is><t>Ratio</t></is></c></row>'
STYLES = (
    f'{DECLARED}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/>'
    '<name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    '<left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def sheet(inside: str = "", before: str = "", cells: str = CELLS) -> str:
    """A worksheet; `before` stands before its cells and `inside` after them."""
    data = f"<sheetData>{cells}</sheetData>"
    return (
        f'{DECLARED}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}{data}{inside}</worksheet>'
    )


def plain(
    *sheets: str,
    book: str = "",
    before: str = "",
    more: Mapping[str, str | bytes] | None = None,
) -> dict[str, str | bytes]:
    """The parts of a workbook with these worksheets, called Year 7, Year 8 and so on.

    `before` stands before the list of sheets in the workbook part and `book` after it; `more` adds
    parts or replaces them.
    """
    sheets = sheets or (sheet(),)
    numbers = range(1, len(sheets) + 1)
    entries = "".join(f'<sheet name="Year {6 + n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    listed = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(
            {"xl/workbook.xml": "sheet.main"}
            | {f"xl/worksheets/sheet{n}.xml": "worksheet" for n in numbers}
            | {"xl/styles.xml": "styles"}
        ),
        "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}<sheets>{entries}'
            f"</sheets>{book}</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": rels(*listed, ("rId90", "styles", "styles.xml")),
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": text for n, text in zip(numbers, sheets, strict=True)}
    parts["xl/styles.xml"] = STYLES
    return parts | dict(more or {})


COMMENTS = (
    f'{DECLARED}<comments xmlns="{MAIN}"><authors><author>A. Teacher</author></authors>'
    '<commentList><comment ref="A1" authorId="0"><text><t>Ask Sam</t></text></comment>'
    "</commentList></comments>"
)
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shape id="_x0000_s1025" '
    'type="#_x0000_t202"><x:ClientData ObjectType="Note"><x:Row>0</x:Row><x:Column>0</x:Column>'
    "</x:ClientData></v:shape></xml>"
)


def commented(threaded: bool = False) -> dict[str, str | bytes]:
    """Two sheets; the first has a comment of its own, which may be a threaded one."""
    related = [("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml")]
    related.append(("rId2", "comments", "../comments1.xml"))
    more: dict[str, str | bytes] = {
        "xl/comments1.xml": COMMENTS,
        "xl/drawings/vmlDrawing1.vml": VML,
    }
    if threaded:
        new = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
        related.append(("rId3", new, "../threadedComments/threadedComment1.xml"))
        more["xl/threadedComments/threadedComment1.xml"] = (
            f'{DECLARED}<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/'
            '2018/threadedcomments"/>'
        )
    more["xl/worksheets/_rels/sheet1.xml.rels"] = rels(*related)
    parts = plain(sheet('<legacyDrawing r:id="rId1"/>'), sheet(), more=more)
    vml = "application/vnd.openxmlformats-officedocument.vmlDrawing"
    kinds = {
        "xl/workbook.xml": "sheet.main",
        "xl/worksheets/sheet1.xml": "worksheet",
        "xl/worksheets/sheet2.xml": "worksheet",
        "xl/styles.xml": "styles",
        "xl/comments1.xml": "comments",
    }
    parts["[Content_Types].xml"] = types(kinds, f'<Default Extension="vml" ContentType="{vml}"/>')
    return parts


PIVOT = (
    f'{DECLARED}<pivotTableDefinition xmlns="{MAIN}" name="Weeks" cacheId="1" dataCaption="Values">'
    '<location ref="A20:B23" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
    '<pivotFields count="2"><pivotField axis="axisRow" showAll="0"><items count="2"><item x="0"/>'
    '<item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/></pivotFields>'
    '<rowFields count="1"><field x="0"/></rowFields><rowItems count="2"><i><x/></i><i t="grand">'
    '<x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1"><dataField '
    'name="Sum of Weeks" fld="1" baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>'
)
CACHE = (
    f'{DECLARED}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" '
    'refreshedBy="x" refreshedDate="45000" createdVersion="6" refreshedVersion="6" '
    'minRefreshableVersion="3" recordCount="1"><cacheSource type="worksheet"><worksheetSource '
    'ref="A1:B2" sheet="Year 7"/></cacheSource><cacheFields count="2"><cacheField name="Unit" '
    'numFmtId="0"><sharedItems count="1"><s v="Ratio"/></sharedItems></cacheField><cacheField '
    'name="Weeks" numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" '
    'containsNumber="1" containsInteger="1" minValue="3" maxValue="3"/></cacheField></cacheFields>'
    "</pivotCacheDefinition>"
)
RECORDS = (
    f'{DECLARED}<pivotCacheRecords xmlns="{MAIN}" count="1"><r><x v="0"/><n v="3"/></r>'
    "</pivotCacheRecords>"
)


def pivoted() -> dict[str, str | bytes]:
    """A sheet with a pivot table on it, its cache and the cache's records."""
    folder = "xl/pivotCache/"
    more: dict[str, str | bytes] = {
        "xl/pivotTables/pivotTable1.xml": PIVOT,
        "xl/pivotTables/_rels/pivotTable1.xml.rels": rels(
            ("rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
        ),
        f"{folder}pivotCacheDefinition1.xml": CACHE,
        f"{folder}_rels/pivotCacheDefinition1.xml.rels": rels(
            ("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml")
        ),
        f"{folder}pivotCacheRecords1.xml": RECORDS,
        "xl/worksheets/_rels/sheet1.xml.rels": rels(
            ("rId1", "pivotTable", "../pivotTables/pivotTable1.xml")
        ),
    }
    book = '<pivotCaches><pivotCache cacheId="1" r:id="rId91"/></pivotCaches>'
    parts = plain(sheet(), book=book, more=more)
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId90", "styles", "styles.xml"),
        ("rId91", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
    )
    parts["[Content_Types].xml"] = types(
        {
            "xl/workbook.xml": "sheet.main",
            "xl/worksheets/sheet1.xml": "worksheet",
            "xl/styles.xml": "styles",
            "xl/pivotTables/pivotTable1.xml": "pivotTable",
            f"{folder}pivotCacheDefinition1.xml": "pivotCacheDefinition",
            f"{folder}pivotCacheRecords1.xml": "pivotCacheRecords",
        }
    )
    return parts


def prefixed() -> dict[str, str | bytes]:
    """A workbook whose parts name every element with a prefix and every target from the root."""
    parts = plain(sheet("<extLst/>"))
    parts["_rels/.rels"] = rels(("rId1", "officeDocument", "/xl/workbook.xml"))
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", "worksheet", "/xl/worksheets/sheet1.xml"), ("rId90", "styles", "/xl/styles.xml")
    )
    out: dict[str, str | bytes] = {}
    for name, text in parts.items():
        assert isinstance(text, str)
        out[name] = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", text).replace(" xmlns=", " xmlns:x=")
    return out


def png() -> bytes:
    """The smallest picture: one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def rich(comment: bool = False) -> bytes:
    """A workbook with all that a library loses when it saves it again; sheets as in `NAMES`.

    The third sheet is hidden; with `comment` the first has one of its own.
    """
    xlsxwriter: Any = importlib.import_module("xlsxwriter")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheets = [book.add_worksheet(name) for name in NAMES]
    wrapped = book.add_format({"text_wrap": True, "bg_color": "#FFEE99"})
    first, second, third, fourth = sheets
    for one in sheets:
        one.write_row(0, 0, ["Unit", "Autumn 1", "Autumn 2", "Weeks"])
        one.write_row(1, 0, ["Ratio", "a", "b", 3], wrapped)
        one.write_formula("D3", "=SUM(D2:D2)", None, 3)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Year 7'!$D$2:$D$3"})
    first.insert_chart("F2", chart)
    first.insert_textbox("F20", "Remember: bar models first", {"width": 200})
    first.insert_image("K2", "dot.png", {"image_data": io.BytesIO(png())})
    first.set_header("&L&G", {"image_left": "dot.png", "image_data_left": io.BytesIO(png())})
    first.data_validation("B5:B9", {"validate": "list", "source": ["Foundation", "Higher"]})
    first.conditional_format("D2:D9", {"type": "3_color_scale"})
    first.write_url("A9", "https://example.org/scheme", string="The scheme")
    first.write_url("A10", "internal:'Year 8''s'!A1", string="Next year")
    second.merge_range("B4:D6", "Percentages, in all their forms", wrapped)
    second.add_table("F2:G5", {"columns": [{"header": "Topic"}, {"header": "Weeks"}]})
    second.set_column("A:A", 40)
    third.hide()
    fourth.freeze_panes(1, 1)
    fourth.autofilter("A1:D3")
    book.define_name("Weeks", "='Year 7'!$D$2:$D$9")
    if comment:
        first.write_comment("A2", "Ask Sam")
    book.close()
    return buffer.getvalue()
