"""A department's own workbook back: a sheet Check with all findings, notes on the cells.

A library that reads a workbook and saves it again loses shapes, pivot tables and some charts. The
package is therefore edited part by part: the workbook part lists one sheet more and names its
areas, the styles part has formats appended, a sheet with notes points to their drawing, and the
parts that say what relates to what and what each part holds have their entries. Every other part
stays byte for byte, and of those the bytes of their authors.

A workbook that comes back to be checked again gets the sheet and the notes anew, not a second time;
the same workbook and findings give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from loaders.book import MAIN, OFFICE, place_check, read_book
from loaders.check_sheet import check_sheet
from loaders.check_styles import add_styles
from loaders.notes import AUTHOR, add_notes
from loaders.package import read_parts
from ontology.findings import Finding


def annotate(
    data: bytes,
    file: str,
    findings: Sequence[Finding],
    summary: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The workbook in `data` with a sheet Check and notes; nothing else of it changes.

    `file` is its name as findings write it in `where`; findings in their order, those about other
    files without a link. `summary` is labels with values that stand above the table.

    The sheet stands last. Where the name is taken by a sheet that is not of an earlier check it is
    Check (2) and so on; one of an earlier check is replaced where it stands, unless it was renamed
    or somebody put formulas, pictures, comments or tables into it. A cell with findings gets one
    note, a merged region on its top-left cell. Sheets that have comments of their own, form
    controls or protection get none, and the sheet Check says so.

    Raises:
        Refused: not an .xlsx or .xlsm, damaged, too large, locked with a password, Strict Open
            XML, signed digitally, shared with a log of changes, or its structure is protected.

    Cost: O(bytes unpacked + findings).
    """
    parts = read_parts(data, file)
    book = read_book(parts)
    remarks = [
        f"This sheet and the notes by “{AUTHOR}” are all that was added to the workbook. Both are "
        "replaced when it is checked again: write what you want to keep elsewhere.",
        *add_notes(parts, book, findings),
    ]
    styles = add_styles(parts, book.part, MAIN, OFFICE)
    hidden = {sheet.name: sheet.hidden for sheet in book.sheets}
    xml, table = check_sheet(file, findings, summary, remarks, hidden, styles)
    place_check(parts, book, xml, table)
    return parts.to_bytes()
