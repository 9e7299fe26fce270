"""What tests of annotated workbooks share: findings, what came back, and whether it is sound."""

from __future__ import annotations

import importlib
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from loaders.annotated import annotate
from ontology.answers import Link
from ontology.findings import Finding, Where
from ontology.vocabulary import Severity
from tests.loaders import workbooks as make

FILE = "maths.xlsx"
SPACE = f"{{{make.MAIN}}}"
EDGE = Link.model_validate(
    {
        "id": "maths:scale~maths:ratio",
        "type": "requires",
        "dependent": "maths:scale",
        "prerequisite": "maths:ratio",
        "strength": "essential",
        "reasoning": "multiplicative",
        "structure": "ratio",
        "basis": "published",
        "source": "a-book",
        "locator": "chapter 3",
        "rationale": "A scale is a ratio of lengths.",
        "objection": None,
    }
)


def finding(sheet: str | None, cell: str | None, /, **more: Any) -> Finding:
    """A finding about a cell; a finding's other fields as told."""
    given: dict[str, Any] = {
        "rule": "PRE001",
        "severity": Severity.ERROR,
        "message": "“Scale” rests on “Ratio”, which comes later.",
        "where": Where(file=FILE, sheet=sheet, cell=cell),
        "mend": "teach “Ratio” first.",
        "docs": "docs/plan-rules.md#pre001",
    }
    return Finding.model_validate(given | more)


ON_FIRST = (finding("Year 7", "C7"),)


def annotated(parts: Mapping[str, str | bytes], *findings: Finding) -> dict[str, bytes]:
    """The parts of the workbook that comes back."""
    return make.unzipped(annotate(make.zipped(parts), FILE, findings or ON_FIRST))


def load(data: bytes) -> Any:
    """The workbook as a library reads it; its warnings fail the test."""
    return importlib.import_module("openpyxl").load_workbook(io.BytesIO(data))


def shown(data: bytes, name: str = "Check") -> list[list[Any]]:
    """The values of a sheet's rows."""
    return [[cell.value for cell in row] for row in load(data)[name].iter_rows()]


def rows_of(data: bytes, name: str = "Check") -> list[dict[str, Any]]:
    """The rows of the table in the sheet Check, by its header."""
    rows = shown(data, name)
    at = next(number for number, row in enumerate(rows) if row[0] == "Severity")
    table = [row for row in rows[at + 1 :] if row[1]]
    return [dict(zip(rows[at], row, strict=True)) for row in table]


def links_of(data: bytes) -> dict[str, str]:
    """Where the links of the sheet Check lead, by the cell that they are on."""
    cells = [cell for row in load(data)["Check"].iter_rows() for cell in row]
    return {cell.coordinate: cell.hyperlink.location for cell in cells if cell.hyperlink}


def inserted(before: bytes, after: bytes) -> list[bytes]:
    """What was put between the tags of `before` to give `after`; fails when anything went away."""
    counts = re.compile(rb'(<(?:fonts|fills|borders|cellXfs) count=")[0-9]+')
    old, new = (
        [token for token in re.split(rb"(?=<)", counts.sub(rb"\1", data)) if token]
        for data in (before, after)
    )
    added: list[bytes] = []
    rest: Iterator[bytes] = iter(new)
    for token in old:
        for seen in rest:
            if seen == token:
                break
            added.append(seen)
        else:
            pytest.fail(f"{token!r} is gone")
    return [*added, *rest]


def assert_only_added(before: bytes, after: bytes) -> dict[str, list[bytes]]:
    """Every part stands as it was, or as it was with insertions; gives these by part."""
    old, new = make.unzipped(before), make.unzipped(after)
    assert list(new)[: len(old)] == list(old)
    touched = {}
    for name, data in old.items():
        if new[name] != data:
            touched[name] = inserted(data, new[name])
            assert len(new[name]) > len(data)
    return touched


ORDERS = {
    "worksheet": (
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
        "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
        "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions "
        "pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
        "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture "
        "oleObjects controls webPublishItems tableParts extLst"
    ),
    "workbook": (
        "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
        "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches "
        "smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
    ),
    "styleSheet": (
        "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
    ),
}
"""The order of children in ECMA-376 part 1, annex A."""


def assert_sound(data: bytes) -> None:
    """Elements in the order of the standard; every part typed; every relationship leads to one."""
    parts = make.unzipped(data)
    kinds = ET.fromstring(parts["[Content_Types].xml"])
    typed = {entry.get("PartName", "").lstrip("/") for entry in kinds}
    endings = {entry.get("Extension", "") for entry in kinds}
    assert len(list(typed - {""})) == sum(entry.tag.endswith("Override") for entry in kinds)
    for name, text in parts.items():
        assert name == "[Content_Types].xml" or name in typed or name.rpartition(".")[2] in endings
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        root = ET.fromstring(text)
        order = ORDERS.get(root.tag.removeprefix(SPACE), "").split()
        places = [order.index(x.tag.removeprefix(SPACE)) for x in root if order and SPACE in x.tag]
        assert places == sorted(places), name
        if name.endswith(".rels"):
            ids = [entry.get("Id") for entry in root]
            assert len(ids) == len(set(ids))
        for holder in root.iter():
            stated = holder.get("count")
            if root.tag == f"{SPACE}styleSheet" and stated is not None:
                assert int(stated) == len(holder)


RICH = (
    *(finding(name, "B2") for name in make.NAMES),
    finding("Year 8's", "C5", other=Where(file=FILE, sheet="Year 7", cell="B2")),
    finding("Year 7", "D2", rule="GAP001", severity=Severity.WARNING),
    finding("Year 7", "D2", rule="COV001", severity=Severity.INFO),
)


def changed(name: str, text: str | bytes) -> bytes:
    """A plain workbook with one part replaced."""
    return make.zipped(make.plain(more={name: text}))


def rewritten(data: bytes, name: str, old: str, new: str) -> bytes:
    """The workbook with a text of one part replaced, as somebody's work in between."""
    parts = make.unzipped(data)
    assert old.encode() in parts[name]
    return make.zipped(parts | {name: parts[name].replace(old.encode(), new.encode())})
