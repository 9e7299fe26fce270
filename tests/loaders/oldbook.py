"""An Excel 97–2003 workbook (BIFF8 in a compound file) made by hand, record by record."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
WORKSHEET, CHART = 0, 2


def record(kind: int, body: bytes) -> bytes:
    """A record of the stream."""
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    """A cell with a text; rows and columns count from 0."""
    said = text.encode("utf-16-le")
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + said)


def number(row: int, column: int, value: float) -> bytes:
    """A cell with a number."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def error(row: int, column: int, code: int) -> bytes:
    """A cell with an error value (42 is #N/A)."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def merged(*regions: tuple[int, int, int, int]) -> bytes:
    """Merged regions: first row, last row, first column, last column."""
    listed = b"".join(struct.pack("<HHHH", *region) for region in regions)
    return record(0x00E5, struct.pack("<H", len(regions)) + listed)


def dimensions(rows: int, columns: int) -> bytes:
    """What the sheet claims to span."""
    return record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def old_book(*sheets: tuple[str, int, int, Sequence[bytes]], more: bytes = b"") -> bytes:
    """A workbook of these sheets: name, hidden (0, 1 or 2), kind, and the records between.

    `more` are records of the workbook itself.
    """
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    head = record(0x0809, begin) + more + record(0x0042, struct.pack("<H", 1200))
    names = [name.encode("utf-16-le") for name, *_ in sheets]
    at = len(head) + sum(12 + len(name) for name in names) + 4
    listed = b""
    bodies = b""
    for (name, hidden, kind, records), wide in zip(sheets, names, strict=True):
        place = at + len(bodies)
        sheet = struct.pack("<IBBBB", place, hidden, kind, len(name), 1) + wide
        listed += record(0x0085, sheet)
        own = struct.pack("<HHHHII", 0x0600, 0x0020 if kind else 0x0010, 0x0DBB, 0x07CC, 0, 6)
        bodies += record(0x0809, own) + b"".join(records) + record(0x000A, b"")
    return _compound(head + listed + record(0x000A, b"") + bodies)


def _compound(stream: bytes) -> bytes:
    """A compound file with this as its stream `Workbook`."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, 2 + count), _END]
    fat = struct.pack("<128I", *chain, *([_FREE] * (128 - len(chain))))
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 1, 0, 4096, _END, 0, _END, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *([_FREE] * 108))
    return header + fat + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        wide,
        len(wide),
        kind,
        1,
        _FREE,
        _FREE,
        child,
        b"",
        0,
        0,
        0,
        start,
        size,
    )
