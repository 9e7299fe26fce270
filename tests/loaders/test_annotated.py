"""A department's own workbook back: what is added, and that nothing else changes."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from loaders.annotated import annotate
from ontology.findings import Where
from ontology.uploads import Refused
from tests.loaders import workbooks as make
from tests.loaders.annotations import (
    FILE,
    ON_FIRST,
    RICH,
    SPACE,
    annotated,
    assert_only_added,
    assert_sound,
    changed,
    finding,
    load,
    rows_of,
)


def test_a_rich_workbook_keeps_everything() -> None:
    before = make.rich()
    after = annotate(before, FILE, RICH)
    touched = assert_only_added(before, after)
    sheets = [f"xl/worksheets/sheet{n}.xml" for n in range(1, 5)]
    assert set(touched) == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        *sheets,
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/worksheets/_rels/sheet2.xml.rels",
    }
    for name in sheets:
        (added,) = touched[name]
        assert re.fullmatch(rb'<legacyDrawing xmlns:r="[^"]+" r:id="rId\d+"/>', added)
    assert_sound(after)
    old, new = (ET.fromstring(make.unzipped(data)["xl/styles.xml"]) for data in (before, after))
    for section, grown in zip(old, new, strict=True):
        kept_first = [ET.tostring(entry) for entry in grown][: len(section)]
        assert kept_first == [ET.tostring(entry) for entry in section]
    kept = {name.split("/")[1] for name in make.unzipped(after) if name.count("/") > 1}
    assert {"charts", "drawings", "media", "tables"} <= kept
    assert load(after).sheetnames == [*make.NAMES, "Check"]


def test_parts_of_a_pivot_table_stay_as_they_are() -> None:
    before = make.zipped(make.pivoted())
    after = annotate(before, FILE, ON_FIRST)
    assert not [name for name in assert_only_added(before, after) if "pivot" in name]
    assert_sound(after)
    assert load(after)["Year 7"]._pivots[0].name == "Weeks"


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(make.zipped(make.plain()), id="plain"),
        pytest.param(make.zipped(make.prefixed()), id="prefixes and targets from the root"),
        pytest.param(make.zipped(make.commented()), id="comments of its own"),
        pytest.param(make.zipped(make.plain(make.sheet("<tableParts/><extLst/>"))), id="tail"),
        pytest.param(make.zipped(make.plain(book="<calcPr/><extLst/>")), id="tail of the book"),
        pytest.param(
            make.zipped(
                make.plain(
                    book='<definedNames><definedName name="a">1</definedName></definedNames>'
                )
            ),
            id="defined names",
        ),
        pytest.param(make.zipped(make.plain(book="<definedNames/><calcPr/>")), id="no names"),
    ],
)
def test_every_kind_of_package_comes_back_sound(before: bytes) -> None:
    after = annotate(before, FILE, (*ON_FIRST, finding("Year 8", "B2")))
    assert_sound(after)
    assert load(after).sheetnames[-1] == "Check"
    assert rows_of(after)[0]["Rule"] == "PRE001"
    assert annotate(after, FILE, (*ON_FIRST, finding("Year 8", "B2"))) == after


def test_elements_are_written_with_the_prefix_of_their_part() -> None:
    after = annotated(make.prefixed())
    assert b"<x:legacyDrawing " in after["xl/worksheets/sheet1.xml"]
    assert b"<x:legacyDrawing" in after["xl/worksheets/sheet1.xml"].split(b"<x:extLst")[0]
    assert b'<x:sheet xmlns:r="' in after["xl/workbook.xml"]
    assert b"<x:definedNames><x:definedName " in after["xl/workbook.xml"]
    assert b"<x:xf " in after["xl/styles.xml"]
    assert b"<x:Override " in after["[Content_Types].xml"]
    assert b"<x:Relationship " in after["xl/_rels/workbook.xml.rels"]


@pytest.mark.parametrize(
    "inside",
    ["", "<numFmts/><fonts/><borders></borders><dxfs/>", '<cellXfs count="0"></cellXfs><extLst/>'],
)
def test_sections_that_styles_lack_are_added_in_order(inside: str) -> None:
    whole = f'<styleSheet xmlns="{make.MAIN}">{inside}</styleSheet>'
    text = whole if inside else f'<styleSheet xmlns="{make.MAIN}"/>'
    after = annotate(changed("xl/styles.xml", text), FILE, ON_FIRST)
    assert_sound(after)
    styles = ET.fromstring(make.unzipped(after)["xl/styles.xml"])
    fills = styles.find(f"{SPACE}fills")
    assert fills is not None
    kinds = [fill[0].get("patternType") for fill in fills]
    assert kinds == ["none", "gray125", *["solid"] * 4]
    formats = styles.find(f"{SPACE}cellXfs")
    assert formats is not None
    assert (len(formats), formats[0].get("fontId")) == (11, "0")


def test_a_workbook_without_styles_gets_them() -> None:
    parts = make.plain()
    del parts["xl/styles.xml"]
    parts["xl/_rels/workbook.xml.rels"] = make.rels(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "theme", "theme.xml")
    )
    parts["xl/theme.xml"] = "<theme/>"
    parts["[Content_Types].xml"] = make.types(
        {"xl/workbook.xml": "sheet.main", "xl/worksheets/sheet1.xml": "worksheet"}
    )
    after = annotate(make.zipped(parts), FILE, ON_FIRST)
    assert_sound(after)
    check = make.unzipped(after)["xl/worksheets/sheet2.xml"]
    assert ' s="0"' not in check.decode()


def test_dates_and_packing_stay_and_new_parts_have_none() -> None:
    parts = make.plain()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 9, 2, 8, 30, 0)), text)
    after = annotate(buffer.getvalue(), FILE, ON_FIRST)
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        for entry in archive.infolist():
            old = entry.filename in parts
            assert entry.date_time == ((2024, 9, 2, 8, 30, 0) if old else (1980, 1, 1, 0, 0, 0))
            assert entry.compress_type == (zipfile.ZIP_STORED if old else zipfile.ZIP_DEFLATED)


def test_a_workbook_with_macros_keeps_them() -> None:
    parts = make.plain(more={"xl/vbaProject.bin": b"\x00\x01macros"})
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    parts["[Content_Types].xml"] = str(parts["[Content_Types].xml"]).replace(
        f"{make.SHEETML}.sheet.main+xml", kind
    )
    before = make.zipped(parts)
    found = finding("Year 7", "C7", where=Where(file="maths.xlsm", sheet="Year 7", cell="C7"))
    after = make.unzipped(annotate(before, "maths.xlsm", [found]))
    assert after["xl/vbaProject.bin"] == b"\x00\x01macros"
    assert kind.encode() in after["[Content_Types].xml"]
    assert "xl/comments1.xml" in after


PIECES = (
    b"",
    b"0",
    b"-1",
    b"9" * 30,
    b"<a/>",
    b"x:",
    b'"',
    b"../../x",
    b"\xff",
    b"A1:XFD9",
    b"]]>",
)


def broken(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The parts with one of them bent: bytes, a value, an element or the whole of it changed."""
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels", ".vml"))])
    data, piece = parts[name], chance.choice(PIECES)
    values = list(re.finditer(rb'"([^"]*)"', data))
    elements = list(re.finditer(rb"<(\w+)[^>?]*(/>|>.*?</\1>)", data, re.DOTALL))
    at = chance.randrange(len(data))
    value, element = chance.choice(values).span(1), chance.choice(elements or values).span()
    bent = (
        data[:at] + piece + data[at + chance.randrange(6) :],
        data[: value[0]] + piece.strip(b'"<') + data[value[1] :],
        data[: element[0]] + data[element[1] :],
        data[: element[1]] + data[element[0] : element[1]] + data[element[1] :],
        data[:at],
    )
    return parts | {name: chance.choice(bent)}


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(make.rich(), id="rich"),
        pytest.param(make.zipped(make.commented(threaded=True)), id="commented"),
        pytest.param(annotate(make.zipped(make.plain()), FILE, ON_FIRST), id="checked before"),
    ],
)
def test_a_broken_workbook_is_refused_or_comes_back_whole(sound: bytes) -> None:
    chance = random.Random(5)
    parts = make.unzipped(sound)
    refused = 0
    for _ in range(150):
        given = make.zipped(broken(parts, chance))
        try:
            after = annotate(given, FILE, RICH)
        except Refused:
            refused += 1
            continue
        assert annotate(after, FILE, RICH) == after
        new, old = make.unzipped(after), make.unzipped(given)
        for name in new:
            if new[name] != old.get(name):
                ET.fromstring(new[name])
    assert 10 < refused < 140


OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_another_spreadsheet_program_opens_it(tmp_path: Path) -> None:
    assert OFFICE is not None
    (tmp_path / "maths.xlsx").write_bytes(annotate(make.rich(), FILE, RICH))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "ods", "maths.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "maths.ods") as archive:
        text = archive.read("content.xml").decode()
    assert 'table:name="Check"' in text
    assert text.count("<office:annotation ") == 6
    assert "xlink:href=\"#'Year 8''s'.B2\"" in text.replace("&apos;", "'")
