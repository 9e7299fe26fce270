"""XML parts of an Office file edited in place: where elements stand in the bytes, and edits.

A part is never parsed and written again, since that would change prefixes, the order of attributes
and white space, and might lose what a library does not know. It is scanned for the offsets of its
outermost elements, and what is to be said is inserted between the bytes of its author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from ontology.uploads import Refused

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SAVE_AGAIN = "open it in Excel, let Excel repair it if it offers to, and save it again."
_APART = "\x1f"
_TAG = re.compile(rb"""<[^\s/>]+(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(slots=True)
class Element:
    """An element and where it stands in the bytes of its part.

    `start` to `opened` is the start tag, `opened` to `closing` the content, `closing` to `end` the
    end tag. Of `<a/>` the last three are the same. Attributes with a prefix are `{namespace}name`.
    """

    space: str
    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    def tag(self, name: str) -> str:
        """A name as it is written in this element's namespace, with its prefix."""
        return f"{self.prefix}:{name}" if self.prefix else name

    def find(self, name: str) -> Element | None:
        """The first child of this name in this element's namespace."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Element]:
        """The children of this name in this element's namespace."""
        return (x for x in self.children if x.name == name and x.space == self.space)


class Scan(NamedTuple):
    """The outermost element with its children down to a depth, and every name in the part."""

    root: Element
    names: frozenset[str]


class Edit(NamedTuple):
    """Bytes from `start` to `end` that are to be replaced."""

    start: int
    end: int
    text: bytes


def _split(name: str) -> tuple[str, str, str]:
    space, _, rest = name.rpartition(_APART)
    if not space:
        return "", rest, ""
    if _APART in space:
        space, local = space.split(_APART, 1)
        return space, local, rest
    return space, rest, ""


def _attribute(name: str) -> str:
    space, local, _ = _split(name)
    return f"{{{space}}}{local}" if space else local


class _Scanner:
    def __init__(self, data: bytes, file: str, part: str, depth: int) -> None:
        self.data, self.file, self.part, self.depth = data, file, part, depth
        self.level = 0
        self.stack: list[Element] = []
        self.names: set[str] = set()
        self.root: Element | None = None
        self.parser = expat.ParserCreate(namespace_separator=_APART)
        self.parser.namespace_prefixes = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise Refused(
            self.file,
            f"its part {self.part} declares a document type, which no spreadsheet program writes "
            "and which can hide an attack.",
            SAVE_AGAIN,
        )

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.names.add(name)
        self.level += 1
        if self.level > self.depth:
            return
        space, local, prefix = _split(name)
        start = self.parser.CurrentByteIndex
        tag = _TAG.match(self.data, start)
        if tag is None:
            raise Refused(
                self.file, f"its part {self.part} is damaged at byte {start}.", SAVE_AGAIN
            )
        named = {_attribute(key): value for key, value in attributes.items()}
        element = Element(space, local, prefix, named, start, tag.end())
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def _finish(self, _: str) -> None:
        self.level -= 1
        if self.level >= self.depth:
            return
        element = self.stack.pop()
        if self.data.endswith(b"/>", element.start, element.opened):
            element.closing = element.end = element.opened
        else:
            element.closing = self.parser.CurrentByteIndex
            element.end = self.data.index(b">", element.closing) + 1


def _check_encoding(data: bytes, file: str, part: str) -> None:
    declared = _DECLARED.match(data)
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        name = "UTF-16"
    if name.lower() not in ("utf-8", "us-ascii"):
        raise Refused(file, f"its part {part} is written in {name}, not in UTF-8.", SAVE_AGAIN)


def scan(data: bytes, file: str, part: str, depth: int = 3) -> Scan:
    """Where the elements of a part stand, down to `depth` levels (1: the outermost alone).

    Raises Refused for what is not well-formed XML in UTF-8, or declares a document type. Cost:
    O(bytes).
    """
    _check_encoding(data, file, part)
    scanner = _Scanner(data, file, part, depth)
    try:
        scanner.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(file, f"its part {part} is damaged: {error}.", SAVE_AGAIN) from error
    if scanner.root is None:
        raise Refused(file, f"its part {part} is empty.", SAVE_AGAIN)
    return Scan(scanner.root, frozenset(_split(name)[1] for name in scanner.names))


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made; edits at one place keep their order. O(bytes)."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < at:
            raise ValueError(f"two edits overlap at byte {edit.start}")
        pieces += [data[at : edit.start], edit.text]
        at = edit.end
    return b"".join([*pieces, data[at:]])


def append(data: bytes, element: Element, xml: str) -> Edit:
    """The edit that makes `xml` the last content of an element; `<a/>` is opened for it."""
    if element.closing < element.end:
        return Edit(element.closing, element.closing, xml.encode())
    text = f">{xml}</{element.tag(element.name)}>"
    return Edit(data.index(b"/>", element.opened - 2), element.opened, text.encode())


def set_attribute(data: bytes, element: Element, name: str, value: str) -> list[Edit]:
    """The edit that gives an attribute another value; none where the element lacks it."""
    for found in _ATTRIBUTE.finditer(data, element.start, element.opened):
        if found[1] == name.encode():
            return [Edit(found.start(2) + 1, found.end(2) - 1, value.encode())]
    return []


def content(data: bytes, element: Element) -> bytes:
    """The bytes between an element's tags."""
    return data[element.opened : element.closing]


def legal(text: str) -> str:
    r"""The text as XML can hold it; each character that it cannot hold shows as `�`.

    >>> legal("half\x00term\r\n")
    'half�term\n'
    """
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def words(text: str, limit: int = 32_000) -> str:
    """Text of a cell or note as XML: escaped, cut visibly at `limit` characters.

    A spreadsheet reads `_x0041_` as an escaped A; the text is written so that it is read as it is.

    >>> words("a < b & _x0041_")
    'a &lt; b &amp; _x005F_x0041_'
    """
    text = legal(text)
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return markup(_LOOKS_ESCAPED.sub("_x005F_", text))


def markup(text: str) -> str:
    r"""Text as XML, in an element or in an attribute between double quotation marks.

    >>> markup('"R&D"\n')
    '&quot;R&amp;D&quot;&#10;'
    """
    named = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
    return "".join(named.get(letter, letter) for letter in legal(text))
