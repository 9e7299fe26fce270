"""CSV tables as spreadsheets and git both like them: reading any dialect, writing one form.

The canonical form: UTF-8 with a byte order mark (Excel needs it to show × and ² when a file is
double-clicked), commas, LF, quotation marks only where needed, the declared columns in their
order, rows in the order of their key, no blank row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ontology.findings import Finding, Place
from ontology.rules import find

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row by column, white space folded, and its number in the file (header 1)."""

    cells: dict[str, str]
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds, and what was wrong with reading it."""

    rows: tuple[TableRow, ...]
    findings: tuple[Finding, ...]


def _decode(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    try:
        if b"\0" in data[:4]:
            # UTF-16, which Excel calls "Unicode text", with or without its mark.
            raise UnicodeDecodeError("utf-8", data, 0, 1, "NUL")
        return data.decode("utf-8-sig").lstrip("\ufeff"), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        finding = find(
            "DATA001",
            Place(file=file, row=line),
            "the file is not UTF-8 text from here on.",
            'in Excel, save it as "CSV UTF-8 (Comma delimited)".',
        )
        return None, [finding]


def _delimiter(header: str, columns: Sequence[str]) -> str:
    """The one of comma, semicolon and tab that finds most of the columns in the header."""
    names = set(columns)
    return max(",;\t", key=lambda d: sum(cell.strip('" ') in names for cell in header.split(d)))


def read_table(path: Path, file: str, columns: Sequence[str]) -> Table:
    """Read a CSV file with these columns, as an editor or a spreadsheet may have saved it.

    A byte order mark, CRLF, semicolons or tabs, extra blank rows and columns in another order
    are understood. Raises OSError when the file cannot be opened. Cost: O(bytes).
    """
    text, findings = _decode(path.read_bytes(), file)
    if text is None:
        return Table((), tuple(findings))
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=_delimiter(text.partition("\n")[0], columns),
        strict=True,
    )
    rows: list[TableRow] = []
    header: list[str] = []
    begun = 1
    try:
        for number, cells in enumerate(reader, start=1):
            begun = number + 1
            if number == 1:
                header = [cell.strip() for cell in cells]
                while header and not header[-1]:
                    header.pop()
                findings += _check_header(header, file, columns)
                if findings:
                    break
            elif any(cell.strip() for cell in cells):
                if any(cell.strip() for cell in cells[len(header) :]):
                    findings.append(_too_many(file, number, len(cells), len(header)))
                padded = cells + [""] * (len(header) - len(cells))
                row = dict(zip(header, (" ".join(cell.split()) for cell in padded), strict=False))
                rows.append(TableRow(row, number))
    except csv.Error as error:
        findings.append(
            find(
                "DATA001",
                Place(file=file, row=begun),
                f"not a table: {error}.",
                "close the quotation mark, or delete the stray character.",
            )
        )
    if not header and not findings:
        findings.append(_missing(file, columns))
    return Table(tuple(rows), tuple(findings))


def _too_many(file: str, number: int, cells: int, columns: int) -> Finding:
    return find(
        "DATA001",
        Place(file=file, row=number),
        f"the row has {cells} cells and the header {columns}.",
        "put quotation marks round a cell that holds a comma.",
    )


def _missing(file: str, columns: Sequence[str]) -> Finding:
    return find(
        "DATA001",
        Place(file=file, row=1),
        f"these columns are missing: {', '.join(columns)}.",
        "add them to the header; a column may stay empty where its cells may.",
    )


def _check_header(header: list[str], file: str, columns: Sequence[str]) -> list[Finding]:
    findings = []
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if missing:
        findings.append(_missing(file, missing))
    if unknown:
        names = ", ".join(name or "(empty)" for name in unknown)
        findings.append(
            find(
                "DATA001",
                Place(file=file, row=1),
                f"these columns are unknown: {names}.",
                f"rename or delete them; the columns are {', '.join(columns)}.",
            )
        )
    if twice:
        findings.append(
            find(
                "DATA001",
                Place(file=file, row=1),
                f"these columns stand twice: {', '.join(twice)}.",
                "delete one of each.",
            )
        )
    return findings


def table_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The canonical bytes of a table whose rows are in order, white space folded. O(bytes)."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([" ".join(cell.split()) for cell in row] for row in rows)
    return BOM + buffer.getvalue().encode("utf-8")
