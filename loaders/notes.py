"""Notes on the cells that findings are about, on sheets that have no comments of their own.

A note is two things (ECMA-376 part 1, 18.7, and part 4, 19.4): its words in a comments part, and
its box in a drawing of VML, to which the sheet points by `legacyDrawing`. That element, two
relationships and two parts are all that a sheet gets. Sheets whose notes are all ours, from an
earlier check, get them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from loaders.book import MAIN, OFFICE, Book, Sheet, is_on, quoted
from loaders.extent import region
from loaders.grid import cell_name
from loaders.markup import DECLARATION, SAVE_AGAIN, Edit, Element, content, edited, words
from loaders.note_boxes import draw_boxes, read_sizes
from loaders.package import Parts, Relationship
from ontology.findings import Finding, Where
from ontology.vocabulary import Severity

AUTHOR = "Curriculum Coherence"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MOST = 8
"""Findings that a note tells in full."""
_LONGEST = 700
"""Characters of a message or a mend in a note."""
_AFTER = frozenset(
    (
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    )
)
"""What a worksheet has after `legacyDrawing`, in the order of CT_Worksheet."""
_BEGINS = re.compile(rf"({'|'.join(Severity)}) [A-Z]+[0-9]+".encode())
_TAGS = re.compile(rb"<[^>]*>")
_DRAWN = re.compile(rb"ObjectType\s*=\s*[\"'](\w+)[\"']")

Cell = tuple[int, int]
"""Row and column, counted from 1."""


class _Ours(NamedTuple):
    """The parts of notes that an earlier check made, and the sheet's relationships to them."""

    comments: Relationship
    drawing: Relationship


class _Look(NamedTuple):
    """What stands on a sheet: why it gets no notes, or null; our notes of an earlier check."""

    obstacle: str | None
    ours: _Ours | None


def add_notes(parts: Parts, book: Book, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Put a note on each cell that findings are about, and take old ones of ours away.

    Gives a sentence for each sheet that got none although findings are about its cells. Raises
    Refused when a sheet's part is damaged. Cost: O(bytes of the sheets).
    """
    wanted = _by_sheet(parts.file, findings)
    remarks = []
    for sheet in book.sheets:
        cells = wanted.get(sheet.name, {})
        if not cells and "comments" not in {x.kind for x in parts.relations(sheet.part)}:
            continue
        look = _look(parts, sheet)
        if look.obstacle and cells:
            count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
            remarks.append(
                f"No notes were put on {count} of {quoted(sheet.name)}: {look.obstacle}. The rows "
                "above have them all."
            )
        elif look.ours and not cells:
            _remove(parts, sheet, look.ours)
        elif cells and not look.obstacle:
            _write(parts, book, sheet, cells, look.ours)
    return tuple(remarks)


def _by_sheet(file: str, findings: Sequence[Finding]) -> dict[str, dict[Cell, list[Finding]]]:
    """The findings by sheet and cell: where they are, or the other cell if only that is here."""
    wanted: dict[str, dict[Cell, list[Finding]]] = {}
    for finding in findings:
        for where in (finding.where, finding.other):
            if isinstance(where, Where) and where.file == file and where.sheet and where.cell:
                found = region(where.cell)
                if found is not None:
                    cells = wanted.setdefault(where.sheet, {})
                    cells.setdefault(found[:2], []).append(finding)
                    break
    return wanted


def _look(parts: Parts, sheet: Sheet) -> _Look:
    if sheet.kind != "worksheet":
        return _Look("it is not a sheet of cells", None)
    relations = list(parts.relations(sheet.part))
    root = parts.scan(sheet.part).root
    if root.name != "worksheet" or root.space != MAIN or root.find("sheetData") is None:
        raise parts.refusal(f"the part of its sheet {sheet.name!r} holds no sheet.", SAVE_AGAIN)
    protection = root.find("sheetProtection")
    if protection and is_on(protection.attributes.get("sheet")):
        return _Look("it is protected", None)
    if any(relation.kind == "threadedComment" for relation in relations):
        return _Look("it has comments of its own", None)
    comments = [relation for relation in relations if relation.kind == "comments"]
    drawing = root.find("legacyDrawing")
    if comments:
        ours = _find_ours(parts, relations, comments, drawing)
        return _Look(None if ours else "it has comments of its own", ours)
    if drawing:
        return _Look("it has form controls or other old drawings of its own", None)
    if any(child.name == "AlternateContent" for child in root.children):
        return _Look("parts of it are written for several versions of Excel", None)
    return _Look(None, None)


def _find_ours(
    parts: Parts,
    relations: list[Relationship],
    comments: list[Relationship],
    drawing: Element | None,
) -> _Ours | None:
    """The notes of an earlier check, if all notes and all boxes of the sheet are ours.

    Ours begin with a severity and a rule and have our author, or none: some programs drop it.
    """
    shown = drawing.attributes.get(f"{{{OFFICE}}}id") if drawing else None
    boxes = [relation for relation in relations if relation.id == shown]
    if len(comments) != 1 or len(boxes) != 1:
        return None
    name, drawn = comments[0].target, boxes[0].target
    if name is None or drawn is None or not {name, drawn} <= parts.parts.keys():
        return None
    data, root = parts.parts[name], parts.scan(name).root
    authors, listed = root.find("authors"), root.find("commentList")
    if authors is None or listed is None or any(parts.relations(drawn)):
        return None
    names = {content(data, author).strip() for author in authors.children}
    texts = [_TAGS.sub(b"", content(data, note)).strip() for note in listed.children]
    if not names <= {AUTHOR.encode(), b""} or not all(_BEGINS.match(text) for text in texts):
        return None
    if _DRAWN.findall(parts.parts[drawn]) != [b"Note"] * len(texts):
        return None
    return _Ours(comments[0], boxes[0])


def _remove(parts: Parts, sheet: Sheet, ours: _Ours) -> None:
    drawing = parts.scan(sheet.part).root.find("legacyDrawing")
    if drawing is not None:
        cut = Edit(drawing.start, drawing.end, b"")
        parts.put(sheet.part, edited(parts.parts[sheet.part], [cut]))
    parts.unrelate(sheet.part, list(ours))
    for relation in ours:
        if relation.target is not None:
            parts.drop(relation.target)


def _write(
    parts: Parts,
    book: Book,
    sheet: Sheet,
    cells: dict[Cell, list[Finding]],
    ours: _Ours | None,
) -> None:
    root = parts.scan(sheet.part).root
    told = _corners(root, cells)
    texts = {cell: list(_paragraphs(found, parts.file, book.check)) for cell, found in told.items()}
    words_part = _comments(texts).encode()
    drawn = ours.drawing.target if ours else None
    plain = {cell: "".join(text for _, text in runs) for cell, runs in texts.items()}
    boxes = draw_boxes(plain, read_sizes(root), _taken(parts, drawn)).encode()
    if ours and ours.comments.target and drawn:
        parts.put(ours.comments.target, words_part)
        parts.put(drawn, boxes)
        return
    folder = f"{book.part.rpartition('/')[0]}/".lstrip("/")
    name = parts.free(f"{folder}comments", ".xml")
    parts.add(name, words_part, _COMMENTS_TYPE)
    drawn = parts.free(f"{folder}drawings/vmlDrawing", ".vml")
    parts.add(drawn, boxes, _VML_TYPE, by_extension=True)
    relation = parts.relate(sheet.part, f"{OFFICE}/vmlDrawing", drawn)
    parts.relate(sheet.part, f"{OFFICE}/comments", name)
    xml = f'<{root.tag("legacyDrawing")} xmlns:r="{OFFICE}" r:id="{relation}"/>'
    later = (x.start for x in root.children if x.space == MAIN and x.name in _AFTER)
    at = next(later, root.closing)
    parts.put(sheet.part, edited(parts.parts[sheet.part], [Edit(at, at, xml.encode())]))


def _corners(root: Element, cells: dict[Cell, list[Finding]]) -> dict[Cell, list[Finding]]:
    """The findings by the cell that shows them: of a merged region its top-left cell, in order."""
    holder = root.find("mergeCells")
    merged = [region(x.attributes.get("ref", "")) for x in holder.children] if holder else []
    regions = [found for found in merged if found is not None]
    told: dict[Cell, list[Finding]] = {}
    for (row, column), findings in sorted(cells.items()):
        corner = (row, column)
        for top, left, bottom, right in regions:
            if top <= row <= bottom and left <= column <= right:
                corner = (top, left)
                break
        told.setdefault(corner, []).extend(findings)
    return dict(sorted(told.items()))


def _taken(parts: Parts, but: str | None) -> frozenset[int]:
    """The blocks of shape numbers that the old drawings of the workbook use."""
    used: set[int] = set()
    for name, data in parts.parts.items():
        if name.lower().endswith(".vml") and name != but:
            for found in re.findall(rb"idmap\b[^>]*\bdata\s*=\s*[\"']([0-9, ]{1,2000})[\"']", data):
                used.update(int(number) for number in re.findall(rb"[0-9]{1,9}", found))
    return frozenset(used)


def _paragraphs(findings: Sequence[Finding], file: str, check: str) -> Iterator[tuple[bool, str]]:
    """The runs of a note, each bold or not."""
    for number, finding in enumerate(findings[:_MOST]):
        gap = "\n\n" if number else ""
        unsure = " (hangs on a match to confirm)" if finding.provisional else ""
        pathway = f", {finding.pathway}" if finding.pathway else ""
        yield True, f"{gap}{finding.severity} {finding.rule}{pathway}{unsure}"
        yield False, f"\n{_cut(finding.message)}\nMend: {_cut(finding.mend)}{_with(finding, file)}"
    more = len(findings) - _MOST
    if more > 0:
        yield True, f"\n\nand {more} more: see the sheet {check}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _with(finding: Finding, file: str) -> str:
    """The cell at the other end of a finding, in words."""
    here = finding.where.file == file
    end = finding.other if here else finding.where
    if end is None:
        return ""
    if isinstance(end, Where) and end.file == file and end.sheet:
        return f"\nSee {quoted(end.sheet)}" + (f"!{end.cell}" if end.cell else "")
    return f"\nSee {end}"


def _comments(texts: dict[Cell, list[tuple[bool, str]]]) -> str:
    look = '<sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/>'
    notes = []
    for (row, column), runs in texts.items():
        inside = "".join(
            f"<r><rPr>{'<b/>' if bold else ''}{look}</rPr>"
            f'<t xml:space="preserve">{words(text)}</t></r>'
            for bold, text in runs
        )
        name = cell_name(row, column)
        notes.append(f'<comment ref="{name}" authorId="0"><text>{inside}</text></comment>')
    return (
        f'{DECLARATION}<comments xmlns="{MAIN}"><authors><author>{AUTHOR}</author></authors>'
        f"<commentList>{''.join(notes)}</commentList></comments>"
    )
