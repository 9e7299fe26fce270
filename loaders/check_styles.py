"""The formats of the sheet Check, added behind a workbook's own.

Wrapped text, bold and colours can only be had from the styles part, so it is the one part of theirs
that a sheet of ours needs changed. Fonts, fills, borders and formats are only ever appended, so
that the number of each of theirs, by which their cells name it, stays. What already stands there
as we write it is used again: a workbook that is checked twice does not grow.
"""

from __future__ import annotations

from typing import NamedTuple

from loaders.markup import DECLARATION, SAVE_AGAIN, Edit, Element, append, edited, set_attribute
from loaders.package import Parts

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_MOST_FORMATS = 64_000
"""Formats of cells that Excel can hold, rounded down."""
_FACE = '<{p}name val="Calibri"/><{p}family val="2"/>'
_FONTS = {
    "plain": '<{p}font><{p}sz val="10"/>' + _FACE + "</{p}font>",
    "bold": '<{p}font><{p}b/><{p}sz val="10"/>' + _FACE + "</{p}font>",
    "title": '<{p}font><{p}b/><{p}sz val="14"/>' + _FACE + "</{p}font>",
    "head": '<{p}font><{p}b/><{p}sz val="10"/><{p}color rgb="FFFFFFFF"/>' + _FACE + "</{p}font>",
    "link": '<{p}font><{p}u/><{p}sz val="10"/><{p}color rgb="FF0B3D91"/>' + _FACE + "</{p}font>",
}
_FILLS = {
    name: '<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF'
    + colour
    + '"/><{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
    for name, colour in (
        ("head", "1F3864"),
        ("error", "F8CBCB"),
        ("warning", "FFE699"),
        ("info", "DDEBF7"),
    )
}
_THIN = "".join(
    f'<{{p}}{side} style="thin"><{{p}}color rgb="FFBFBFBF"/></{{p}}{side}>'
    for side in ("left", "right", "top", "bottom")
)
_BORDERS = {"thin": "<{p}border>" + _THIN + "<{p}diagonal/></{p}border>"}
_FIRST = {
    "fonts": ("<{p}font>" + '<{p}sz val="11"/>' + _FACE + "</{p}font>",),
    "fills": (
        '<{p}fill><{p}patternFill patternType="none"/></{p}fill>',
        '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill>',
    ),
    "borders": ("<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>",),
    "cellXfs": ('<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',),
}
"""What stands first in a section that a styles part does not have: the format of plain cells."""

_NORMAL = (
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
)
"""What a styles part needs besides, where the workbook has none."""


class Styles(NamedTuple):
    """The numbers of the formats that the sheet Check uses."""

    title: int
    line: int
    strong: int
    head: int
    text: int
    link: int
    number: int
    error: int
    warning: int
    info: int


_FORMATS: dict[str, tuple[str, str | None, str | None, str]] = {
    "title": ("title", None, None, 'vertical="top"'),
    "line": ("plain", None, None, 'vertical="top"'),
    "strong": ("bold", None, None, 'vertical="top"'),
    "head": ("head", "head", "thin", 'vertical="center" wrapText="1"'),
    "text": ("plain", None, "thin", 'vertical="top" wrapText="1"'),
    "link": ("link", None, "thin", 'vertical="top" wrapText="1"'),
    "number": ("plain", None, "thin", 'horizontal="center" vertical="top"'),
    "error": ("bold", "error", "thin", 'vertical="top"'),
    "warning": ("bold", "warning", "thin", 'vertical="top"'),
    "info": ("bold", "info", "thin", 'vertical="top"'),
}
"""Font, fill, border and alignment of each."""


def add_styles(package: Parts, book: str, space: str, relations: str) -> Styles:
    """Append the formats to the styles part of the workbook part `book` and give their numbers.

    `space` is the namespace of spreadsheets and `relations` the stem of the types of
    relationships. Raises Refused when the part is damaged or has no room. Cost: O(bytes).
    """
    name = _styles_part(package, book, space, relations)
    root = package.scan(name).root
    if root.name != "styleSheet" or root.space != space:
        raise package.refusal(f"its part {name} holds no styles.", SAVE_AGAIN)
    prefix = f"{root.prefix}:" if root.prefix else ""
    numbers: dict[str, dict[str, int]] = {}
    for section, wanted in (("fonts", _FONTS), ("fills", _FILLS), ("borders", _BORDERS)):
        numbers[section] = _ensure(package, name, section, wanted, prefix)
    under = root.find("cellStyleXfs") is not None
    formats = {key: _format(key, numbers, under) for key in _FORMATS}
    found = _ensure(package, name, "cellXfs", formats, prefix)
    return Styles(**found)


def _styles_part(package: Parts, book: str, space: str, relations: str) -> str:
    for relation in package.relations(book):
        if relation.kind == "styles" and relation.target in package.parts:
            return relation.target
    name = package.free(f"{book.rpartition('/')[0]}/styles".lstrip("/"), ".xml")
    data = f'{DECLARATION}<styleSheet xmlns="{space}">{_NORMAL}</styleSheet>'.encode()
    package.add(
        name,
        data,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    )
    package.relate(book, f"{relations}/styles", name)
    return name


def _format(key: str, numbers: dict[str, dict[str, int]], under: bool) -> str:
    font, fill, border, alignment = _FORMATS[key]
    parts = [f'<{{p}}xf numFmtId="0" fontId="{numbers["fonts"][font]}"']
    parts.append(f'fillId="{numbers["fills"][fill] if fill else 0}"')
    parts.append(f'borderId="{numbers["borders"][border] if border else 0}"')
    if under:
        parts.append('xfId="0"')
    parts.append('applyFont="1"')
    parts += ['applyFill="1"'] if fill else []
    parts += ['applyBorder="1"'] if border else []
    return " ".join(parts) + f' applyAlignment="1"><{{p}}alignment {alignment}/></{{p}}xf>'


def _ensure(
    package: Parts, name: str, section: str, wanted: dict[str, str], prefix: str
) -> dict[str, int]:
    """The place of each wanted element in its section, appended where it is not there yet."""
    data = package.parts[name]
    root = package.scan(name).root
    holder = root.find(section)
    there = [data[x.start : x.end] for x in holder.children] if holder else []
    new = [] if there else [text.replace("{p}", prefix).encode() for text in _FIRST[section]]
    places: dict[str, int] = {}
    for key, text in wanted.items():
        element = text.replace("{p}", prefix).encode()
        if element not in there and element not in new:
            new.append(element)
        places[key] = [*there, *new].index(element)
    if len(there) + len(new) > _MOST_FORMATS:
        raise package.refusal(
            f"it has {len(there)} formats of cells, and Excel holds no more.",
            "copy the sheets of the scheme of work to a new workbook.",
        )
    if new:
        xml = b"".join(new).decode()
        edits = _insert(data, root, section, holder, xml, len(there) + len(new))
        package.put(name, edited(data, edits))
    return places


def _insert(
    data: bytes, root: Element, section: str, holder: Element | None, xml: str, count: int
) -> list[Edit]:
    if holder is not None and holder.closing < holder.end:
        return [append(data, holder, xml), *set_attribute(data, holder, "count", str(count))]
    tag = root.tag(section)
    whole = f'<{tag} count="{count}">{xml}</{tag}>'
    if holder is not None:
        return [Edit(holder.start, holder.end, whole.encode())]
    before = _ORDER[: _ORDER.index(section)]
    ends = [x.end for x in root.children if x.space == root.space and x.name in before]
    if not ends and root.closing == root.end:
        return [append(data, root, whole)]
    at = max(ends, default=root.opened)
    return [Edit(at, at, whole.encode())]
