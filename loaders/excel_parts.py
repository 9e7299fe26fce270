"""What the sheets of an .xlsx workbook share: its tabs, texts and number formats, and comments.

Fonts, fills, themes and whatever else holds no cells are never parsed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree import ElementTree

from loaders.archive import Package, related
from loaders.extent import XML, position
from loaders.grid import shown_text
from loaders.shown import BUILT_IN, is_short_date
from loaders.worksheet import elements, local, plain_text, related_id, whole_number
from ontology.uploads import Refused

AGAIN = "open it in Excel, save it again as .xlsx, and hand in that file."
_THREADED = "[Threaded comment]"


class Relation(NamedTuple):
    """Where a relationship leads; `target` is a part's name, or an address where external."""

    kind: str
    target: str
    external: bool


class Tab(NamedTuple):
    """A sheet as the workbook lists it; `part` is null for one that holds no cells (a chart)."""

    name: str
    part: str | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """What the cells of all sheets refer to.

    `texts` are the shared texts as they are shown. `formats` gives the number format of a style,
    empty for General; `short_dates` are the styles that show a day and a month only, which Excel
    chooses for what it takes for a date. `from_1904`: days are counted from 1904, as old Excel on
    a Mac did.
    """

    texts: tuple[str, ...]
    formats: tuple[str, ...]
    short_dates: frozenset[int]
    from_1904: bool


class Parts:
    """The parts of a package that was looked at, found by their relationships."""

    def __init__(self, package: Package) -> None:
        """Find the workbook. Raises Refused where there is none."""
        self.package = package
        main = self.first("officeDocument", self.relations(""))
        if main is None:
            raise Refused(package.file, "it holds no workbook.", AGAIN)
        self.main = main
        self.related = self.relations(main)

    def read(self, part: str) -> bytes:
        """A part; only of the names that `extent.check_parts` looks into, others are refused."""
        if not part.lower().endswith(XML):
            raise Refused(self.package.file, f"its part {part[:100]} has an unusual name.", AGAIN)
        return self.package.read(part)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part (of the package itself for an empty name) by their id."""
        folder, _, name = part.rpartition("/")
        listed = f"{folder}/_rels/{name}.rels".lstrip("/")
        found: dict[str, Relation] = {}
        if not self.package.has(listed):
            return found
        for element in elements(self.read(listed), "Relationship"):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            found[element.get("Id", "")] = Relation(
                element.get("Type", "").rpartition("/")[2],
                target if external else related(part, target),
                external,
            )
        return found

    def first(self, kind: str, relations: Mapping[str, Relation]) -> str | None:
        """The first part of this kind that is there."""
        targets = (r.target for r in relations.values() if r.kind == kind and not r.external)
        return next((target for target in targets if self.package.has(target)), None)


def read_tabs(parts: Parts) -> tuple[Tab, ...]:
    """The workbook's sheets in the order of their tabs. Raises Refused where a sheet's part is not.

    O(bytes of the part).
    """
    tabs: list[Tab] = []
    for element in elements(parts.read(parts.main), "sheet"):
        relation = parts.related.get(related_id(element.attrib) or "")
        name = element.get("name", "")
        if relation is None:
            raise Refused(parts.package.file, f"its sheet '{name[:100]}' is missing.", AGAIN)
        part = relation.target if relation.kind == "worksheet" else None
        tabs.append(Tab(name, part, element.get("state", "visible") != "visible"))
    return tuple(tabs)


def read_shared(parts: Parts) -> Shared:
    """What the cells of the workbook refer to. O(bytes of the parts)."""
    formats, short_dates = _formats(parts)
    properties = next(elements(parts.read(parts.main), "workbookPr"), None)
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return Shared(_texts(parts), formats, short_dates, from_1904)


def _texts(parts: Parts) -> tuple[str, ...]:
    part = parts.first("sharedStrings", parts.related)
    if part is None:
        return ()
    return tuple(shown_text(plain_text(item)) for item in elements(parts.read(part), "si"))


def _formats(parts: Parts) -> tuple[tuple[str, ...], frozenset[int]]:
    """The number format of each style, and the styles with a day and a month only."""
    part = parts.first("styles", parts.related)
    if part is None:
        return (), frozenset()
    own: dict[int, str] = {}
    numbers: list[int] = []
    for _, element in ElementTree.iterparse(io.BytesIO(parts.read(part)), ("end",)):
        name = local(element.tag)
        if name == "numFmts":
            for form in element:
                own[whole_number(form.get("numFmtId"), 0)] = form.get("formatCode", "")
        elif name == "cellXfs":
            numbers = [whole_number(style.get("numFmtId"), 0) for style in element]
    codes = tuple(own.get(number, BUILT_IN.get(number, "")) for number in numbers)
    general = tuple("" if code.lower() == "general" else code for code in codes)
    return general, frozenset(at for at, code in enumerate(codes) if is_short_date(code[:255]))


def read_notes(parts: Parts, relations: Mapping[str, Relation]) -> dict[tuple[int, int], str]:
    """The comments of a sheet by row and column, threads and their replies as one text. O(bytes).

    Excel keeps a thread besides as a comment that begins by saying that it is one; what is said
    to older versions of Excel is left out.
    """
    part = parts.first("comments", relations)
    notes: dict[tuple[int, int], str] = {}
    if part is None:
        return notes
    for element in elements(parts.read(part), "comment"):
        at = position(element.get("ref", ""))
        text = plain_text(element)
        if text.startswith(_THREADED) and "\n\nComment:" in text:
            text = text.partition("\n\nComment:")[2]
        text = shown_text(text)
        if at is not None and text:
            notes[at] = text
    return notes
