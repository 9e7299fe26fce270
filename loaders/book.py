"""The workbook part of a department's file: its sheets, what forbids a change, and one sheet more.

A sheet of ours is known again by a hidden defined name of its own, which Excel keeps through
renaming, moving and saving and forgets with the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from loaders.grid import column_name
from loaders.markup import SAVE_AGAIN, Edit, Element, append, content, edited
from loaders.package import Parts
from ontology.uploads import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The namespace of references to relationships, and the stem of their types."""
CHECK = "Check"
_STRICT = "http://purl.oclc.org/ooxml/"
MARK = "_coherence_check"
"""The hidden name, local to a sheet, by which a sheet Check is known as ours."""
_OURS = re.compile(rf"{CHECK}( \(\d+\))?")
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_YES = ("1", "true", "on")
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


class Sheet(NamedTuple):
    """A sheet: its tab, its part, what kind of sheet it is (`worksheet`) and whether it shows."""

    name: str
    part: str
    kind: str
    hidden: bool


class Book(NamedTuple):
    """The workbook part, its sheets in the order of the tabs, and where the sheet Check belongs.

    `check` is its name; `old` the place among the sheets of the one that it replaces.
    """

    part: str
    sheets: tuple[Sheet, ...]
    check: str
    old: int | None


class Table(NamedTuple):
    """Where the findings stand in the sheet Check: rows of the header and the last, columns."""

    header: int
    last: int
    columns: int


def is_on(value: str | None) -> bool:
    """Whether an attribute that is true or false is true."""
    return value is not None and value.lower() in _YES


def quoted(sheet: str) -> str:
    """A sheet's name as a formula or a link writes it.

    >>> quoted("Year 8's")
    "'Year 8''s'"
    """
    return "'" + sheet.replace("'", "''") + "'"


def read_book(parts: Parts) -> Book:
    """The workbook part and its sheets.

    Raises Refused when a sheet cannot or must not be added: Strict Open XML, a digital signature,
    protected structure, a shared workbook with a log of changes, a damaged part.
    """
    part = _find_workbook(parts)
    root = parts.scan(part).root
    if root.space.startswith(_STRICT):
        raise _strict(parts)
    if root.name != "workbook" or root.space != MAIN:
        raise parts.refusal(f"its part {part} is not that of a workbook.", SAVE_AGAIN)
    protection = root.find("workbookProtection")
    if protection and is_on(protection.attributes.get("lockStructure")):
        raise parts.refusal(
            "its structure is protected, so that no sheet may be added.",
            "take the report, which has the same findings, or unprotect the workbook (Review > "
            "Protect Workbook) and save it.",
        )
    if any(relation.kind == "revisionHeaders" for relation in parts.relations(part)):
        raise parts.refusal(
            "it is a shared workbook that logs every change, which a sheet from outside would "
            "break.",
            "take the report, which has the same findings, or stop sharing (Review > Unshare "
            "Workbook) and save it.",
        )
    sheets = tuple(_read_sheets(parts, part, root))
    old = _find_old(parts, root, sheets)
    name = sheets[old].name if old is not None else _free_name(sheets)
    return Book(part, sheets, name, old)


def _find_workbook(parts: Parts) -> str:
    found = None
    for relation in parts.relations(""):
        if "digital-signature" in relation.type:
            raise parts.refusal(
                "it is signed digitally, and any change makes the signature void.",
                "take the report, which has the same findings, or remove the signature (File > "
                "Info > View Signatures) and save it.",
            )
        if relation.kind == "officeDocument":
            if relation.type.startswith(_STRICT):
                raise _strict(parts)
            found = relation.target
    if found is None or found not in parts.parts:
        raise parts.refusal("it has no workbook part.", SAVE_AGAIN)
    return found


def _strict(parts: Parts) -> Refused:
    return parts.refusal(
        "it is saved as Strict Open XML, in which cells cannot have notes.",
        'save it as "Excel Workbook (*.xlsx)", not as "Strict Open XML Spreadsheet".',
    )


def _read_sheets(parts: Parts, part: str, root: Element) -> Iterator[Sheet]:
    listed = root.find("sheets")
    entries = list(listed.all("sheet")) if listed else []
    if not entries:
        raise parts.refusal("it lists no sheets.", SAVE_AGAIN)
    relations = {relation.id: relation for relation in parts.relations(part)}
    seen: set[str] = set()
    for entry in entries:
        name = entry.attributes.get("name", "")
        relation = relations.get(entry.attributes.get(f"{{{OFFICE}}}id", ""))
        target = relation.target if relation else None
        if relation is None or target is None or target not in parts.parts or target in seen:
            raise parts.refusal(f"the part of its sheet {name!r} is missing.", SAVE_AGAIN)
        seen.add(target)
        hidden = entry.attributes.get("state", "visible") != "visible"
        yield Sheet(name, target, relation.kind, hidden)


def _names(root: Element) -> list[Element]:
    holder = root.find("definedNames")
    return list(holder.all("definedName")) if holder else []


def _find_old(parts: Parts, root: Element, sheets: tuple[Sheet, ...]) -> int | None:
    """The sheet of an earlier check, unless somebody has made it their own since."""
    for name in _names(root):
        place = name.attributes.get("localSheetId", "")
        if name.attributes.get("name") != MARK or not re.fullmatch("[0-9]{1,5}", place):
            continue
        if int(place) < len(sheets) and _is_only_ours(parts, sheets[int(place)]):
            return int(place)
    return None


def _is_only_ours(parts: Parts, sheet: Sheet) -> bool:
    """Whether it is named as we name it and holds no formula, picture, comment or table.

    What programs add by themselves does not count: a printer's settings, a drawing of nothing.
    """
    if sheet.kind != "worksheet" or not _OURS.fullmatch(sheet.name):
        return False
    for relation in parts.relations(sheet.part):
        drawn = relation.kind == "drawing" and relation.target in parts.parts
        if drawn and relation.target and parts.scan(relation.target).root.children:
            return False
        if not drawn and relation.kind != "printerSettings":
            return False
    return "f" not in parts.scan(sheet.part, 1).names


def _free_name(sheets: tuple[Sheet, ...]) -> str:
    taken = {sheet.name.casefold() for sheet in sheets}
    name, number = CHECK, 2
    while name.casefold() in taken:
        name, number = f"{CHECK} ({number})", number + 1
    return name


def place_check(parts: Parts, book: Book, xml: bytes, table: Table) -> None:
    """Put the sheet Check in: over the old one where it stands, else behind all other sheets."""
    data = parts.parts[book.part]
    root = parts.scan(book.part).root
    edits: list[Edit] = []
    if book.old is not None:
        parts.put(book.sheets[book.old].part, xml)
    else:
        stem = f"{book.part.rpartition('/')[0]}/worksheets/sheet".lstrip("/")
        part = parts.free(stem, ".xml")
        parts.add(part, xml, _SHEET_TYPE)
        edits.append(
            _list_sheet(data, root, book, parts.relate(book.part, f"{OFFICE}/worksheet", part))
        )
    index = len(book.sheets) if book.old is None else book.old
    edits += _name_areas(data, root, index, book.check, table)
    if edits:
        parts.put(book.part, edited(data, edits))


def _list_sheet(data: bytes, root: Element, book: Book, relation: str) -> Edit:
    listed = root.find("sheets")
    if listed is None:
        raise ValueError("a workbook without sheets was read as one")
    ids = [entry.attributes.get("sheetId", "") for entry in listed.all("sheet")]
    used = {int(number) for number in ids if re.fullmatch("[0-9]{1,9}", number)}
    number = max(used, default=0) + 1
    if number > 65_534:
        number = min(set(range(1, 65_535)) - used)
    xml = (
        f'<{root.tag("sheet")} xmlns:r="{OFFICE}" name="{book.check}" sheetId="{number}" '
        f'r:id="{relation}"/>'
    )
    return append(data, listed, xml)


def _name_areas(data: bytes, root: Element, index: int, name: str, table: Table) -> list[Edit]:
    """The edits that name the repeated header, the filtered range and the mark."""
    column = column_name(table.columns)
    areas = {
        MARK: ("$A$1", True),
        "_xlnm._FilterDatabase": (f"$A${table.header}:${column}${table.last}", True),
        "_xlnm.Print_Titles": (f"${table.header}:${table.header}", False),
    }
    there = {
        entry.attributes.get("name"): entry
        for entry in _names(root)
        if entry.attributes.get("localSheetId") == str(index)
    }
    edits, new = [], ""
    for key, (area, hidden) in areas.items():
        text = f"'{name}'!{area}"
        entry = there.get(key)
        if entry is None:
            tag = root.tag("definedName")
            mark = ' hidden="1"' if hidden else ""
            new += f'<{tag} name="{key}" localSheetId="{index}"{mark}>{text}</{tag}>'
        elif content(data, entry) != text.encode():
            whole = Edit(entry.opened, entry.closing, text.encode())
            edits.append(append(data, entry, text) if entry.opened == entry.end else whole)
    return edits + ([_insert_names(data, root, new)] if new else [])


def _insert_names(data: bytes, root: Element, xml: str) -> Edit:
    holder = root.find("definedNames")
    if holder is not None:
        return append(data, holder, xml)
    at = max(x.end for x in root.children if x.space == root.space and x.name in _BEFORE_NAMES)
    tag = root.tag("definedNames")
    return Edit(at, at, f"<{tag}>{xml}</{tag}>".encode())
