"""The package of an Office file: its parts, their content types and what they are related to.

A workbook (.xlsx, .xlsm) is a ZIP archive of parts (Open Packaging Conventions, ECMA-376 part 2).
A part refers to others by relationships, kept in a part of their own beside it. Parts are taken
out, changed and put back here one by one; those that nobody changes are written back byte for
byte, in their order and with their dates.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, unquote

from loaders.archive import Kind, Limits, find_kind, open_package
from loaders.markup import DECLARATION, Edit, Scan, append, edited, markup, scan
from ontology.uploads import Refused

TYPES = "[Content_Types].xml"
RELATIONS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


class Relationship(NamedTuple):
    """What a part is related to: the part's name in the archive, null outside the package."""

    id: str
    type: str
    target: str | None
    edit: Edit
    """The edit that removes it."""

    @property
    def kind(self) -> str:
        """The last word of the type: `worksheet`, `comments`, `vmlDrawing`."""
        return self.type.rpartition("/")[2]


def _key(name: str) -> str:
    """Part names are compared without regard to case; relationships may write them from /."""
    return name.lstrip("/").lower()


@dataclass(slots=True)
class Parts:
    """The parts of a package, to be changed; `file` is what the department calls it, for errors.

    `parts` holds the bytes by name in the order of the archive, `records` the archive's entries of
    those that came with it.
    """

    file: str
    parts: dict[str, bytes]
    records: dict[str, zipfile.ZipInfo]
    names: dict[str, str] = field(default_factory=dict)

    def refusal(self, seen: str, mend: str) -> Refused:
        """The error that says why this file cannot be given back with a sheet and notes."""
        return Refused(self.file, seen, mend)

    def find(self, name: str) -> str | None:
        """The part's name as the archive writes it, or None. Also of a percent-encoded name."""
        return self.names.get(_key(name)) or self.names.get(_key(unquote(name)))

    def scan(self, name: str, depth: int = 3) -> Scan:
        """Where the elements of a part stand. Raises Refused when it is not sound XML."""
        return scan(self.parts[name], self.file, name, depth)

    @property
    def types(self) -> str:
        """The name of the part that says what each part holds."""
        return self.find(TYPES) or TYPES

    def put(self, name: str, data: bytes) -> None:
        """Change a part, or add one behind all others."""
        self.parts[name] = data
        self.names[_key(name)] = name

    def drop(self, name: str) -> None:
        """Take a part out, with its content type."""
        del self.parts[name], self.names[_key(name)]
        types = self.scan(self.types).root
        edits = [
            Edit(x.start, x.end, b"")
            for x in types.all("Override")
            if _key(x.attributes.get("PartName", "")) == _key(name)
        ]
        if edits:
            self.put(self.types, edited(self.parts[self.types], edits))

    def free(self, stem: str, suffix: str) -> str:
        """A part name that neither a part nor its relationships have: stem, number, suffix."""
        number = 1
        while self._is_taken(f"{stem}{number}{suffix}"):
            number += 1
        return f"{stem}{number}{suffix}"

    def _is_taken(self, name: str) -> bool:
        return self.find(name) is not None or self.relations_name(name) in self.parts

    def _default(self, extension: str) -> str | None:
        for entry in self.scan(self.types).root.all("Default"):
            if entry.attributes.get("Extension", "").lower() == extension.lower():
                return entry.attributes.get("ContentType")
        return None

    def add(self, name: str, data: bytes, content_type: str, by_extension: bool = False) -> None:
        """Add a part with its content type, by its extension where that is free and asked for."""
        extension = name.rpartition(".")[2]
        root = self.scan(self.types).root
        known = self._default(extension)
        self.put(name, data)
        if by_extension and known == content_type:
            return
        tag, key, value = "Override", "PartName", f"/{quote(name)}"
        if by_extension and known is None:
            tag, key, value = "Default", "Extension", extension
        xml = f'<{root.tag(tag)} {key}="{value}" ContentType="{content_type}"/>'
        types = self.parts[self.types]
        self.put(self.types, edited(types, [append(types, root, xml)]))

    def relations_name(self, part: str) -> str:
        """The name of the part that holds a part's relationships, whether there is one or not."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        return self.find(name) or name

    def relations(self, part: str) -> Iterator[Relationship]:
        """What a part (`""`: the package) is related to, in the order written.

        Raises Refused when the relationships are not sound XML.
        """
        name = self.relations_name(part)
        if name not in self.parts:
            return
        folder = posixpath.dirname(part)
        for entry in self.scan(name).root.all("Relationship"):
            given = entry.attributes
            target = None
            if given.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
                target = self.find(path) or path.lstrip("/")
            removal = Edit(entry.start, entry.end, b"")
            yield Relationship(given.get("Id", ""), given.get("Type", ""), target, removal)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another and give the new relationship's id."""
        name = self.relations_name(part)
        if name not in self.parts:
            empty = f'<Relationships xmlns="{RELATIONS_SPACE}"/>'
            self.put(name, f"{DECLARATION}{empty}".encode())
        used = {relation.id for relation in self.relations(part)}
        number = 1
        while f"rId{number}" in used:
            number += 1
        path = quote(posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(part))))
        root = self.scan(name).root
        tag = root.tag("Relationship")
        xml = f'<{tag} Id="rId{number}" Type="{markup(kind)}" Target="{path}"/>'
        self.put(name, edited(self.parts[name], [append(self.parts[name], root, xml)]))
        return f"rId{number}"

    def unrelate(self, part: str, relations: list[Relationship]) -> None:
        """Remove relationships, and the part that held them when none is left."""
        name = self.relations_name(part)
        self.put(name, edited(self.parts[name], [relation.edit for relation in relations]))
        if not self.scan(name).root.children:
            self.drop(name)

    def to_bytes(self) -> bytes:
        """The package as a file. The same parts give the same bytes. Cost: O(bytes)."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in self.parts.items():
                old = self.records.get(name)
                entry = zipfile.ZipInfo(name, old.date_time if old else _LONG_AGO)
                entry.create_system = old.create_system if old else 0
                entry.external_attr = old.external_attr if old else 0
                stored = old is not None and old.compress_type == zipfile.ZIP_STORED
                entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
        return buffer.getvalue()


def read_parts(data: bytes, file: str) -> Parts:
    """The parts of a workbook, after the same look at its archive as before reading it as a plan.

    Raises Refused, naming the file and the mend, for what is not an .xlsx or .xlsm, is damaged,
    locked with a password or larger than `loaders.archive.Limits`. Cost: O(bytes unpacked).
    """
    limits = Limits()
    kind = find_kind(file, data, limits)
    if kind is not Kind.XLSX:
        raise Refused(
            file,
            f"it is {kind}; only an Excel workbook (.xlsx or .xlsm) is given back with notes.",
            "take the report, which has the same findings, or save the file as .xlsx.",
        )
    looked = open_package(file, data, kind, limits)
    parts = Parts(file, {}, {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            parts.put(entry.filename, looked.read(entry.filename))
            parts.records[entry.filename] = entry
    return parts
