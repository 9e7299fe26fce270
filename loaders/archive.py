"""A look at a file before anything opens it: what it is, and whether it is safe to read.

A workbook is a ZIP archive of XML parts. A few kilobytes of it can ask a reader for hundreds of
gigabytes, so that names, sizes and expansion are looked at first, then, part by part, document
types (`loaders.extent` measures the sheets as well). Nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from ontology.uploads import Refused

MIB = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    ValueError,
)
"""What reading a damaged archive raises."""
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE = "open it in a spreadsheet program and save it as an Excel workbook (.xlsx)."
_AGAIN = "open it in the program that made it, save it again as .xlsx, and hand in that file."


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading a file may cost; a scheme of work needs a hundredth of each.

    `size` and `expanded` are bytes as handed in and unpacked, `ratio` unpacked to packed bytes,
    `entries` the files in the archive. `area` is the rows times the columns that one sheet's cells
    span. `cells` and `characters` are of all sheets together; merged cells count by what they
    cover. `memory` (bytes), `processor` and `seconds` (elapsed) bind the child process, `answer`
    what it may send back (bytes).
    """

    size: int = 10 * MIB
    expanded: int = 50 * MIB
    ratio: int = 200
    entries: int = 2_000
    sheets: int = 100
    area: int = 2_000_000
    cells: int = 200_000
    characters: int = 5_000_000
    memory: int = 1024 * MIB
    processor: int = 15
    seconds: float = 20.0
    answer: int = 64 * MIB


LIMITS = Limits()
"""The limits that hold unless others are given."""


class Kind(StrEnum):
    """The formats that are read."""

    XLSX = "an Excel workbook (.xlsx)"
    XLS = "an Excel 97–2003 workbook (.xls)"
    ODS = "an OpenDocument spreadsheet (.ods)"
    CSV = "a text table (.csv)"


ENDINGS: dict[str, Kind] = {
    ".xlsx": Kind.XLSX,
    ".xlsm": Kind.XLSX,
    ".xls": Kind.XLS,
    ".ods": Kind.ODS,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".txt": Kind.CSV,
}
"""What the ending of a file's name promises."""

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a Word document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\x09\x08\x08\x00", "a workbook of Excel 95 or older"),
    (b"\x09\x04\x06\x00", "a workbook of Excel 95 or older"),
    (b"\x09\x02\x06\x00", "a workbook of Excel 95 or older"),
    (b"\x09\x00\x04\x00", "a workbook of Excel 95 or older"),
)
_INSIDE: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb)"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("index/document.iwa", "a document of Numbers or Pages"),
)


class Package:
    """An archive whose names and sizes were looked at; parts are found whatever their case."""

    def __init__(self, file: str, archive: zipfile.ZipFile) -> None:
        """Keep the archive and its names."""
        self.file = file
        self._archive = archive
        self._names = {entry.filename.lower(): entry.filename for entry in archive.infolist()}

    def names(self) -> list[str]:
        """The parts in the archive's order, folders left out."""
        return [name for name in self._names.values() if not name.endswith("/")]

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._names

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises Refused where it is missing or damaged. O(bytes)."""
        name = self._names.get(part.lower())
        if name is None:
            raise Refused(self.file, f"its part {part[:100]} is missing.", _AGAIN)
        try:
            return self._archive.read(name)
        except _DAMAGED as error:
            raise Refused(self.file, f"its part {name[:100]} is damaged ({error}).", _AGAIN) from (
                error
            )


def find_kind(file: str, data: bytes, limits: Limits) -> Kind:
    """What the file is, by its ending, which its first bytes must bear out.

    Raises:
        Refused: it is empty, too large, of a format that is not read, protected with a password,
            or its content is not what its name says.
    """
    promised = ENDINGS.get(PurePath(file).suffix.lower())
    if not data.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Refused(file, "it is empty.", "save it again with its content and hand in that file.")
    if len(data) > limits.size:
        raise Refused(
            file,
            f"it has {len(data) / MIB:.1f} MiB; at most {limits.size / MIB:g} MiB are read.",
            "delete pictures and sheets that are not part of the plan, and save it again.",
        )
    foreign = _foreign(data)
    if foreign is not None:
        raise Refused(file, f"it is {foreign}.", _SAVE)
    if promised is None:
        raise Refused(
            file,
            f"its name does not end in {', '.join(list(ENDINGS)[:-1])} or {list(ENDINGS)[-1]}.",
            _SAVE,
        )
    _check_promise(file, promised, data)
    return promised


def _check_promise(file: str, promised: Kind, data: bytes) -> None:
    """Refuse a file whose first bytes are not those of what its ending promises."""
    seen = _signature(data)
    if seen != _SIGNATURES[promised]:
        what = {"zip": "a ZIP archive, as .xlsx and .ods are", "text": "text"}.get(
            seen, Kind.XLS.value
        )
        raise Refused(
            file,
            f"its name promises {promised}, but its content is {what}.",
            "give it the ending that belongs to it, or " + _SAVE,
        )


_SIGNATURES = {Kind.XLSX: "zip", Kind.ODS: "zip", Kind.XLS: "ole", Kind.CSV: "text"}


def _signature(data: bytes) -> str:
    if data.startswith(_ZIP):
        return "zip"
    return "ole" if data.startswith(_OLE) else "text"


def _foreign(data: bytes) -> str | None:
    """What the bytes are, where they are something that is not read under any name."""
    for mark, what in _FOREIGN:
        if data.startswith(mark):
            return what
    if data.startswith(_OLE):
        return _foreign_compound(data)
    head = data[:2048].lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "an XML spreadsheet of Excel 2003"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<!doctype html", b"<html", b"<table")):
        return "a web page, whatever its name says"
    return None


def _foreign_compound(data: bytes) -> str | None:
    """What an OLE file is if not a workbook; its directory holds names of streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data or _LOCKED.search(data) is not None:
        return "protected with a password"
    if any(f"{name}\0".encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return None
    if "WordDocument".encode("utf-16-le") in data:
        return "a Word document"
    return "not a workbook of Excel 97 or later"


def open_package(file: str, data: bytes, kind: Kind, limits: Limits) -> Package:
    """The archive, if its names, sizes and expansion are those of an honest workbook of this kind.

    Only the archive's directory is read; the sizes that it claims bound what is unpacked later,
    for a part that unpacks to more is damaged.

    Raises:
        Refused: not an archive, cut off, too many or too large entries, a ratio over the limit,
            names that lead elsewhere or stand twice, encrypted, or not a workbook of this kind.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise Refused(file, f"it is damaged or cut off ({error}).", _AGAIN) from error
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Refused(
            file,
            f"it is made of {len(entries):,} parts; at most {limits.entries:,} are read.",
            "delete pictures and sheets that are not part of the plan, and save it again.",
        )
    _check_names(file, entries)
    _check_sizes(file, entries, limits)
    package = Package(file, archive)
    _check_inside(package, kind)
    return package


def _check_names(file: str, entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        outside = name.startswith("/") or "\\" in name or ":" in name or "\0" in name
        if outside or ".." in name.split("/") or not name:
            raise Refused(file, f"its part {name[:100]!r} has a name that leads elsewhere.", _AGAIN)
        if name.lower() in seen:
            raise Refused(file, f"its part {name[:100]!r} stands twice.", _AGAIN)
        seen.add(name.lower())
        if entry.flag_bits & 0x1:
            raise Refused(file, "it is encrypted.", "save it without a password.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(file, f"its part {name[:100]!r} is packed in an unusual way.", _AGAIN)


def _check_sizes(file: str, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    expanded = sum(entry.file_size for entry in entries)
    if expanded > limits.expanded:
        raise Refused(
            file,
            f"it unpacks to {expanded / MIB:,.0f} MiB; at most {limits.expanded / MIB:g} MiB are "
            "read.",
            "delete empty formatted rows, pictures and sheets that are not part of the plan.",
        )
    for entry in entries:
        if entry.file_size > MIB and entry.file_size > limits.ratio * entry.compress_size:
            times = entry.file_size / max(entry.compress_size, 1)
            raise Refused(
                file,
                f"its part {entry.filename[:100]!r} unpacks to {times:,.0f} times its size; at "
                f"most {limits.ratio} times are read.",
                "delete empty formatted rows and long runs of spaces, and save it again.",
            )


def _check_inside(package: Package, kind: Kind) -> None:
    """Refuse an archive that is something else than its name says."""
    for part, what in _INSIDE:
        if package.has(part):
            raise Refused(package.file, f"it is {what}.", _SAVE)
    is_ods = package.has("mimetype") and package.read("mimetype").strip().startswith(_ODS)
    is_xlsx = package.has("[Content_Types].xml") and package.has("_rels/.rels")
    if is_ods and kind is Kind.ODS:
        manifest = "META-INF/manifest.xml"
        if package.has(manifest) and b"encryption-data" in package.read(manifest):
            raise Refused(package.file, "it is encrypted.", "save it without a password.")
    elif not (is_xlsx and not is_ods and kind is Kind.XLSX):
        is_known = Kind.ODS if is_ods else Kind.XLSX if is_xlsx else None
        what = "an archive of something else" if is_known is None else str(is_known)
        mend = _SAVE if is_known is None else "give it the ending that belongs to it."
        raise Refused(package.file, f"its name promises {kind}, but it is {what}.", mend)


def related(part: str, target: str) -> str:
    """The name of the part that a relationship of this part leads to.

    >>> related("xl/worksheets/sheet1.xml", "../comments1.xml")
    'xl/comments1.xml'
    >>> related("xl/workbook.xml", "/xl/styles.xml")
    'xl/styles.xml'
    """
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
