"""The boxes of notes, in the drawing language that Excel keeps for them (VML).

A box hangs between cells: so many pixels into one, so many into another. How far it reaches thus
depends on the widths and heights of the sheet, which are read so that every box has a size that
fits its text, beside narrow columns and wide ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from itertools import count, islice
from typing import NamedTuple

from loaders.book import is_on
from loaders.extent import COLUMNS, ROWS
from loaders.markup import Element

_WIDTH, _TALLEST = 330, 460
_LETTERS, _LINE = 54, 15
"""Characters that fit on a line of a box, and its height in pixels."""
_BLOCK = 1024
"""Shape numbers in a block."""
_STEPS = 300
"""Rows or columns that a box reaches over at most, hidden ones among them."""


class Sizes(NamedTuple):
    """The widths of columns and heights of rows in pixels, by number from 0; hidden ones are 0."""

    columns: tuple[tuple[int, int, int], ...]
    """First column, last column, width."""
    rows: dict[int, int]
    width: int
    height: int

    def of_column(self, column: int) -> int:
        """The width of a column."""
        found = (width for first, last, width in self.columns if first <= column <= last)
        return next(found, self.width)

    def of_row(self, row: int) -> int:
        """The height of a row."""
        return self.rows.get(row, self.height)


def _number(element: Element | None, name: str, otherwise: float) -> float:
    text = element.attributes.get(name, "") if element else ""
    plain = re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,20})?", text)
    return float(text) if plain else otherwise


def _pixels(characters: float) -> int:
    """The width of a column that holds so many digits of Calibri 11."""
    return int(characters * 7 + 5) if characters else 0


def read_sizes(root: Element) -> Sizes:
    """The widths and heights that a sheet states; numbers that cannot be read are as usual."""
    usual = root.find("sheetFormatPr")
    columns, rows = [], {}
    for entry in (x for holder in root.all("cols") for x in holder.all("col")):
        first, last = int(_number(entry, "min", 1)), int(_number(entry, "max", 1))
        hidden = is_on(entry.attributes.get("hidden"))
        width = 0 if hidden else _pixels(_number(entry, "width", 9))
        columns.append((first - 1, last - 1, width))
    for entry in (x for holder in root.all("sheetData") for x in holder.all("row")):
        hidden = is_on(entry.attributes.get("hidden"))
        if hidden or "ht" in entry.attributes:
            height = 0 if hidden else round(_number(entry, "ht", 15) * 4 / 3)
            rows[int(_number(entry, "r", 0)) - 1] = height
    return Sizes(
        tuple(columns),
        rows,
        _pixels(_number(usual, "defaultColWidth", 8.43)),
        round(_number(usual, "defaultRowHeight", 15) * 4 / 3),
    )


def _reach(at: int, offset: int, length: int, size: Callable[[int], int]) -> tuple[int, ...]:
    """Where a stretch begins and ends: a row or column and the pixels in it, for both."""
    offset = min(offset, size(at))
    end, rest = at, offset + length
    for _ in range(_STEPS):
        if rest <= size(end):
            break
        rest -= size(end)
        end += 1
    return at, offset, end, min(rest, size(end))


def _height(text: str) -> int:
    lines = sum(max(1, math.ceil(len(line) / _LETTERS)) for line in text.split("\n"))
    return min(lines * _LINE + 14, _TALLEST)


def _anchor(row: int, column: int, height: int, sizes: Sizes) -> str:
    """Left, top, right and bottom of the box of a note on this cell (both from 0)."""
    left = min(column + 1, COLUMNS - 1 - _STEPS)
    top = min(max(row - 1, 0), ROWS - 1 - _STEPS)
    across = _reach(left, 15, _WIDTH, sizes.of_column)
    down = _reach(top, 10 if row else 2, height, sizes.of_row)
    ends = (*across[:2], *down[:2], *across[2:], *down[2:])
    return ", ".join(str(end) for end in ends)


def draw_boxes(texts: Mapping[tuple[int, int], str], sizes: Sizes, taken: frozenset[int]) -> str:
    """The drawing with a box for each cell (row and column from 1) that has this text.

    `taken` are the blocks of shape numbers that other drawings use. Cost: O(boxes).
    """
    per_block = _BLOCK - 1
    needed = max(1, math.ceil(len(texts) / per_block))
    blocks = list(islice((block for block in count(1) if block not in taken), needed))
    shapes = []
    for number, ((row, column), text) in enumerate(texts.items()):
        shape = blocks[number // per_block] * _BLOCK + 1 + number % per_block
        height = _height(text)
        anchor = _anchor(row - 1, column - 1, height, sizes)
        shapes.append(
            f'<v:shape id="_x0000_s{shape}" type="#_x0000_t202" style="position:absolute;'
            f"margin-left:60pt;margin-top:2pt;width:{_WIDTH}px;height:{height}px;"
            f'z-index:{number + 1};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
            '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
            '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
            f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
            f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
        )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{",".join(str(block) for block in blocks)}"/>'
        '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
        'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
        '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
        f"{''.join(shapes)}</xml>"
    )
