"""The sheet Check: every finding on a row, each cell that it names a link to that cell.

Texts are inline strings, which a spreadsheet shows and never works out, whatever they begin with;
the workbook's table of shared strings stays as it is. The sheet prints on A4, landscape, as wide as
the page, with the header on every page.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from loaders.book import MAIN, Table, quoted
from loaders.check_styles import Styles
from loaders.extent import region
from loaders.grid import cell_name
from loaders.markup import DECLARATION, markup, words
from ontology.findings import Finding, Place, Where
from ontology.vocabulary import Severity

_MOST_LINKS = 65_000
"""Links that Excel takes on one sheet, rounded down."""
_LINE = 150
"""Characters of a line above or below the table."""
_LETTERS = 1.28
"""Characters of the table's font in the width of one digit, few rather than many."""
_LINE_HEIGHT, _TALLEST = 13.2, 409
"""Points of a line of the table's font, and of the tallest row that Excel has."""
_ABOVE = 5
"""Lines of the summary that stand above the table, where they stay in sight."""


class _Column(NamedTuple):
    head: str
    width: float
    text: Callable[[Finding], str]


def _basis(finding: Finding) -> str:
    edge = finding.edge
    if edge is None:
        return ""
    return ", ".join(word for word in (edge.basis, edge.source, edge.locator) if word)


_CELL, _OTHER, _BLOCKS = "Cell", "Other cell", "Topics that rest on it"
_COLUMNS = (
    _Column("Severity", 9.5, lambda finding: finding.severity),
    _Column("Rule", 9, lambda finding: finding.rule),
    _Column(_CELL, 13, lambda finding: str(finding.where)),
    _Column("What is wrong", 38, lambda finding: finding.message),
    _Column("How to mend it", 32, lambda finding: finding.mend[:1].upper() + finding.mend[1:]),
    _Column(_OTHER, 13, lambda finding: str(finding.other) if finding.other else ""),
    _Column("Pathway", 10.5, lambda finding: finding.pathway or "all"),
    _Column("Why", 32, lambda finding: (finding.edge and finding.edge.rationale) or ""),
    _Column("Basis", 13, _basis),
    _Column(_BLOCKS, 9, lambda finding: "" if finding.blocks is None else str(finding.blocks)),
    _Column("Match to confirm", 10, lambda finding: "yes" if finding.provisional else ""),
)


class _Page(NamedTuple):
    """What is needed to write a place as the department knows it."""

    file: str
    hidden: Mapping[str, bool]

    def location(self, where: Place | Where | None) -> str | None:
        """The place as a link inside this workbook, or None where it is not in it."""
        if not isinstance(where, Where) or where.file != self.file or where.sheet is None:
            return None
        if where.sheet not in self.hidden or region(where.cell or "A1") is None:
            return None
        return f"{quoted(where.sheet)}!{where.cell or 'A1'}"

    def shown(self, where: Place | Where | None) -> str:
        """The place in words: without the file where it is this one."""
        if where is None:
            return ""
        if not isinstance(where, Where) or where.file != self.file or where.sheet is None:
            return str(where)
        cell = f"!{where.cell}" if where.cell else ""
        hidden = " (hidden sheet)" if self.hidden.get(where.sheet) else ""
        return f"{quoted(where.sheet)}{cell}{hidden}"


def _text(row: int, column: int, style: int, text: str) -> str:
    name = cell_name(row, column)
    if not text:
        return f'<c r="{name}" s="{style}"/>'
    inside = f'<is><t xml:space="preserve">{words(text)}</t></is>'
    return f'<c r="{name}" s="{style}" t="inlineStr">{inside}</c>'


def _lines(text: str) -> list[str]:
    """The text on as many lines as it needs to be read without a wrap."""
    return [
        line
        for paragraph in text.splitlines()
        for line in textwrap.wrap(paragraph, _LINE, break_on_hyphens=False)
    ]


def _counts(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing was found."
    counted = Counter(finding.severity for finding in findings)
    nouns = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"))
    each = [_number(counted[severity], noun) for severity, noun in nouns]
    each.append(f"{counted[Severity.INFO]} for information")
    return f"{_number(len(findings), 'finding')}: {', '.join(each)}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _line_row(row: int, style: int, text: str, height: float = 15) -> str:
    return f'<row r="{row}" ht="{height}">{_text(row, 1, style, text)}</row>'


def _finding_row(row: int, finding: Finding, page: _Page, styles: Styles) -> str:
    graded = {Severity.ERROR: styles.error, Severity.WARNING: styles.warning}
    cells = [_text(row, 1, graded.get(finding.severity, styles.info), finding.severity)]
    for number, column in enumerate(_COLUMNS[1:], start=2):
        if column.head in (_CELL, _OTHER):
            where = finding.where if column.head == _CELL else finding.other
            style = styles.link if page.location(where) else styles.text
            cells.append(_text(row, number, style, page.shown(where)))
        elif column.head == _BLOCKS and finding.blocks is not None:
            name = cell_name(row, number)
            cells.append(f'<c r="{name}" s="{styles.number}"><v>{finding.blocks}</v></c>')
        else:
            cells.append(_text(row, number, styles.text, column.text(finding)))
    return f'<row r="{row}" ht="{_height(finding, page)}">{"".join(cells)}</row>'


def _height(finding: Finding, page: _Page) -> float:
    """The height in points at which the fullest cell of a row shows all its lines.

    Not every program measures wrapped text when it opens a file.
    """
    lines = 1
    for column in _COLUMNS:
        text = column.text(finding)
        if column.head in (_CELL, _OTHER):
            text = page.shown(finding.where if column.head == _CELL else finding.other)
        letters = int(column.width * _LETTERS)
        lines = max(lines, sum(len(textwrap.wrap(x, letters)) or 1 for x in text.split("\n")))
    return min(lines * _LINE_HEIGHT + 3, _TALLEST)


def _links(findings: Sequence[Finding], first: int, page: _Page) -> Iterator[str]:
    heads = [column.head for column in _COLUMNS]
    for row, finding in enumerate(findings, start=first):
        for head, where in ((_CELL, finding.where), (_OTHER, finding.other)):
            location = page.location(where)
            if location is not None:
                ref = cell_name(row, heads.index(head) + 1)
                tip = words(f"Go to {location}", 250)
                yield (
                    f'<hyperlink ref="{ref}" location="{markup(location)}" tooltip="{tip}" '
                    f'display="{words(page.shown(where), 250)}"/>'
                )


def check_sheet(
    file: str,
    findings: Sequence[Finding],
    summary: Sequence[tuple[str, str]],
    remarks: Sequence[str],
    hidden: Mapping[str, bool],
    styles: Styles,
) -> tuple[bytes, Table]:
    """The sheet's part, and where its table stands. Cost: O(findings).

    `hidden` has the sheets of the workbook and whether each is hidden; `summary` is labels with
    values; `remarks` are sentences that stand below the table.
    """
    page = _Page(file, hidden)
    told = _lines(" · ".join(f"{label}: {value}" for label, value in summary))
    rows = [_line_row(1, styles.title, f"Check of {file}", 21)]
    rows.append(_line_row(2, styles.strong, _counts(findings)))
    for text in told[:_ABOVE]:
        rows.append(_line_row(len(rows) + 1, styles.line, text))
    header = len(rows) + 2
    cells = [_text(header, n, styles.head, c.head) for n, c in enumerate(_COLUMNS, start=1)]
    rows.append(f'<row r="{header}" ht="40" customHeight="1">{"".join(cells)}</row>')
    for row, finding in enumerate(findings, start=header + 1):
        rows.append(_finding_row(row, finding, page, styles))
    last = header + max(len(findings), 1)
    links = list(_links(findings, header + 1, page))
    if len(links) > _MOST_LINKS:
        remarks = [*remarks, f"Excel takes {_MOST_LINKS} links on a sheet; the rest have none."]
    below = [*told[_ABOVE:], *(line for remark in remarks for line in _lines(remark))]
    for row, text in enumerate(below, start=last + 2):
        rows.append(_line_row(row, styles.line, text))
    table = Table(header, last, len(_COLUMNS))
    end = last + 1 + len(below) if below else last
    return _sheet(rows, links[:_MOST_LINKS], table, end).encode(), table


def _sheet(rows: list[str], links: list[str], table: Table, end: int) -> str:
    corner, first = cell_name(table.last, table.columns), f"A{table.header + 1}"
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
        for n, column in enumerate(_COLUMNS, start=1)
    )
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FF1F3864"/>'
        '<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{cell_name(end, table.columns)}"/>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{table.header}" topLeftCell="{first}" activePane="bottomLeft" '
        f'state="frozen"/><selection pane="bottomLeft" activeCell="{first}" sqref="{first}"/>'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A{table.header}:{corner}"/>{linked}'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;F&amp;RPage &amp;P of &amp;N</oddFooter>"
        "</headerFooter></worksheet>"
    )
