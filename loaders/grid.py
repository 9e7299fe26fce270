"""A department's file as cells: what every reader of spreadsheets gives, whatever the format.

Nothing here knows what a year or a half-term is: the shapes of schemes of work are read from these
records, so that .xlsx, .xls, .ods and .csv need one reader of shapes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ontology.findings import Finding

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile("[\t\xa0\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that shows something, or the top-left cell of a merged region that does.

    `row` and `column` count from 1, as in the spreadsheet. `text` is what is shown (`shown_text`)
    and never empty; of an `error` it is the error's code, such as `#N/A`. `rows` and `columns` are
    the extent of a merged region. `hidden`: its row, its column or its sheet is. `note` is the text
    of its comment, `link` where its hyperlink leads; `formula`: the value was worked out by one.
    """

    row: int
    column: int
    text: str
    error: bool = False
    rows: int = 1
    columns: int = 1
    hidden: bool = False
    note: str | None = None
    link: str | None = None
    formula: bool = False

    @property
    def name(self) -> str:
        """The cell as a spreadsheet names it.

        >>> Cell(7, 3, "Ratio").name
        'C7'
        """
        return cell_name(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its cells that are not empty, in row-major order; `sheet` is null for CSV."""

    file: str
    sheet: str | None
    cells: tuple[Cell, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file: its sheets in their order, and what reading has to tell about them."""

    file: str
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...]


def column_name(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> column_name(1), column_name(27), column_name(16384)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column:
        column, last = divmod(column - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """The name of a cell whose row and column count from 1.

    >>> cell_name(7, 3)
    'C7'
    """
    return f"{column_name(column)}{row}"


def shown_text(text: str) -> str:
    r"""A cell's text as a reader sees it: NFC, spaces plain, trimmed, nothing unseen.

    Line breaks of any kind are kept as newlines; a space at either end of a line is not.

    >>> shown_text("  Ratio\xa0and\r\nproportion ")
    'Ratio and\nproportion'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _SPACES.sub(" ", _UNSEEN.sub("", _BREAKS.sub("\n", text)))
    text = unicodedata.normalize("NFC", _LONE.sub("\ufffd", text))
    return "\n".join(line.strip() for line in text.split("\n")).strip()
