"""Reading a text table as cells: any encoding and any separator that a spreadsheet writes.

Encodings: UTF-8 with or without a byte order mark, UTF-16 ("Unicode text") with or without one, and
last Windows-1252, which Excel means by plain "CSV" in England and which nothing in the file tells:
that it was taken for it is said in a finding. Separators: comma, semicolon, tab.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from loaders.archive import Limits
from loaders.extent import Tally
from loaders.grid import Cell, Grid, Workbook, shown_text
from loaders.told import tell_errors
from ontology.findings import Finding, Where
from ontology.plan_rules import find_in_plan
from ontology.uploads import Refused
from ontology.vocabulary import Severity

_UTF_8 = 'in Excel, save it as "CSV UTF-8 (Comma delimited)".'
_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_SAMPLE = 50


def read_csv(file: str, data: bytes, limits: Limits) -> Workbook:
    """The table in this file, as one grid without a sheet.

    Rows are numbered as a spreadsheet does: a cell with line breaks in quotation marks is one
    row's. A first line `sep=;` names the separator, as Excel understands it, and is no row.

    Raises:
        Refused: no text, a quotation mark that is not closed, or too many cells or characters.

    Cost: O(bytes), which `find_kind` has bounded.
    """
    text, findings = _decode(file, data)
    separator, text = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    cells: list[Cell] = []
    row = 0
    try:
        for row, values in enumerate(reader, start=1):
            for column, value in enumerate(values, start=1):
                shown = shown_text(value)
                if shown:
                    cells.append(Cell(row, column, shown, error=shown in _ERRORS))
    except csv.Error as error:
        raise Refused(
            file,
            f"row {row + 1} is not a row of a table ({error}).",
            "close the quotation mark, or double one that stands inside a cell.",
        ) from error
    grid = Grid(file, None, tuple(cells))
    Tally(file, limits).add(grid)
    return Workbook(file, (grid,), (*findings, *tell_errors(file, None, cells)))


def _decode(file: str, data: bytes) -> tuple[str, list[Finding]]:
    """The text, and a finding where its encoding had to be supposed."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refused(file, "it is UTF-32 text, which no spreadsheet writes.", _UTF_8)
    wide = _wide(data)
    try:
        return data.decode(wide or "utf-8-sig").removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        if wide is not None:
            raise Refused(file, "it is UTF-16 text that is damaged or cut off.", _UTF_8) from error
    if b"\0" in data:
        raise Refused(file, "it is not a text table.", _UTF_8)
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(file, f"line {line} is text in an unknown encoding.", _UTF_8) from error
    return text, [_supposed(file, text)]


def _wide(data: bytes) -> str | None:
    """The UTF-16 that the bytes are in, if they are: by the mark, else by where zeros stand."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    head = data[:400]
    zeros = head[::2].count(0), head[1::2].count(0)
    if max(zeros) * 4 < len(head):
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _supposed(file: str, text: str) -> Finding:
    """That the text was taken for Windows-1252, with the first line where that matters."""
    lines = text.splitlines()
    number, line = next((n, li) for n, li in enumerate(lines, start=1) if not li.isascii())
    return find_in_plan(
        "READ004",
        Where(file=file),
        f"the file does not say its encoding and is no UTF-8: it was read as Windows-1252; line "
        f'{number} then says "{shown_text(line)[:80]}".',
        f"if that is not what you wrote, {_UTF_8}",
        Severity.INFO,
    )


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without a line that names it.

    It is the one that most often splits the first rows into one and the same number of cells; of
    equals the one that makes more cells, then the first of comma, semicolon and tab.
    """
    first, _, rest = text.partition("\n")
    named = first.strip().lower().removeprefix("sep=")
    if first.lower().startswith("sep=") and named in (",", ";", ""):
        return named or "\t", rest
    return max(",;\t", key=lambda separator: _evenness(text, separator)), text


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows have the commonest number of cells above one, and that number."""
    counts: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for values, _ in zip(reader, range(_SAMPLE), strict=False):
            counts[len(values)] += 1
    except csv.Error:
        return 0, 0
    return max(((times, width) for width, times in counts.items() if width > 1), default=(0, 0))
