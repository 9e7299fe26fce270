"""One sheet of an .xlsx workbook: its XML part as cells that are not yet shown.

The part is read once, row by row; what has been read is let go. What the format keeps elsewhere
(shared texts, number formats, comments, targets of hyperlinks) is put in by `loaders.excel`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from loaders.extent import position, region
from loaders.grid import cell_name

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_WIDEST_LINK = 1_000
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as the part has it: `kind` is its type (`n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`).

    `value` is null where a formula has left none; `style` is its number in the workbook's list of
    formats, `formula` the formula's text, empty where it is shared with another cell.
    """

    row: int
    column: int
    kind: str
    value: str | None
    style: int
    formula: str | None

    @property
    def name(self) -> str:
        """The cell as a spreadsheet names it."""
        return cell_name(self.row, self.column)


@dataclass(slots=True)
class RawSheet:
    """What a sheet's part holds: cells in its order, and what is said about rows and columns.

    `hidden_columns` are from and to; `merges` first row, first column, last row, last column by
    top-left cell; `links` relationship (null) or place in the workbook (null) by cell.
    """

    cells: list[RawCell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    links: dict[tuple[int, int], tuple[str | None, str | None]] = field(default_factory=dict)


def local(tag: str) -> str:
    """A tag or an attribute without its namespace (transitional or strict, it means the same).

    >>> local("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row")
    'row'
    """
    return tag.rpartition("}")[2]


def related_id(attributes: Mapping[str, str]) -> str | None:
    """The relationship that an element names (`r:id`, whatever the prefix)."""
    named = (value for key, value in attributes.items() if key.endswith("}id"))
    return next(named, None)


def plain_text(element: ElementTree.Element) -> str:
    """The text of a shared string, an inline string or a comment: its runs in order.

    Pronunciation guides are left out; `_x000D_`, by which a part writes what XML cannot hold, is
    undone. Cost: O(length).
    """
    pieces: list[str] = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            pieces.append(child.text or "")
        elif name in ("r", "text"):
            pieces.append(plain_text(child))
    return unescape("".join(pieces))


def unescape(text: str) -> str:
    r"""Undo `_x000D_`.

    >>> unescape("a_x000D_b_x005F_x0041_")
    'a\rb_x0041_'
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def whole_number(text: str | None, otherwise: int) -> int:
    """A whole number of at most seven digits, else the other.

    >>> whole_number("12", 0), whole_number("-1", 0), whole_number(None, 3)
    (12, 0, 3)
    """
    is_one = text is not None and text.isascii() and text.isdigit() and len(text) < 8
    return int(text or "") if is_one else otherwise


def elements(data: bytes, keep: str) -> Iterator[ElementTree.Element]:
    """The elements of this name, complete, wherever they are; each is let go after its turn.

    Raises ElementTree.ParseError where the XML is not well formed. Cost: O(bytes).
    """
    for _, element in ElementTree.iterparse(io.BytesIO(data), ("end",)):
        if local(element.tag) == keep:
            yield element
            element.clear()


def read_worksheet(data: bytes) -> RawSheet:
    """The sheet in this part.

    Cells without a reference follow the one before them, as the format says. A row or a column of
    no height or width counts as hidden. Raises ElementTree.ParseError; cost: O(bytes).
    """
    sheet = RawSheet()
    row = 0
    holder: list[ElementTree.Element] = []
    for event, element in ElementTree.iterparse(io.BytesIO(data), ("start", "end")):
        name = local(element.tag)
        if event == "start":
            if name == "sheetData":
                holder.append(element)
            continue
        if name == "row":
            row = _read_row(sheet, element, row + 1)
            element.clear()
            for each in holder:
                each.clear()
        elif name == "col":
            _read_column(sheet, element)
        elif name == "mergeCell":
            _read_merge(sheet, element)
        elif name == "hyperlink":
            _read_link(sheet, element)
    return sheet


def _is_nothing(text: str | None) -> bool:
    """Whether a stated height or width is 0."""
    return text is not None and re.fullmatch(r"0*\.?0*", text.strip()) is not None and "0" in text


def _read_row(sheet: RawSheet, element: ElementTree.Element, expected: int) -> int:
    row = whole_number(element.get("r"), expected)
    column = 0
    for child in element:
        if local(child.tag) != "c":
            continue
        found = position(child.get("r", ""))
        row, column = found or (row, column + 1)
        cell = _read_cell(child, row, column)
        if cell is not None:
            sheet.cells.append(cell)
    if element.get("hidden") in _TRUE or _is_nothing(element.get("ht")):
        sheet.hidden_rows.add(row)
    return row


def _read_cell(element: ElementTree.Element, row: int, column: int) -> RawCell | None:
    """A cell, or null for one that holds nothing but a format."""
    kind = element.get("t", "n")
    value: str | None = None
    formula: str | None = None
    for child in element:
        name = local(child.tag)
        if name == "v":
            value = child.text or ""
        elif name == "is":
            value = plain_text(child)
        elif name == "f":
            formula = child.text or ""
    if value is None and formula is None:
        return None
    return RawCell(row, column, kind, value, whole_number(element.get("s"), 0), formula)


def _read_column(sheet: RawSheet, element: ElementTree.Element) -> None:
    if element.get("hidden") in _TRUE or _is_nothing(element.get("width")):
        first = whole_number(element.get("min"), 0)
        sheet.hidden_columns.append((first, whole_number(element.get("max"), first)))


def _read_merge(sheet: RawSheet, element: ElementTree.Element) -> None:
    covered = region(element.get("ref", ""))
    if covered is not None and covered[:2] != covered[2:]:
        sheet.merges.append(covered)


def _read_link(sheet: RawSheet, element: ElementTree.Element) -> None:
    """A hyperlink: for every cell of a small region, for the first of a large one."""
    covered = region(element.get("ref", ""))
    if covered is None:
        return
    top, left, bottom, right = covered
    if (bottom - top + 1) * (right - left + 1) > _WIDEST_LINK:
        bottom, right = top, left
    target = (related_id(element.attrib), element.get("location"))
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            sheet.links[row, column] = target
