"""The data folder: round trips, what spreadsheets do to it, and what refuses to be read."""

from __future__ import annotations

import csv
import errno
import io
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from loaders.curated import load_curriculum, read_draft, tidy, write_curriculum
from loaders.digest import data_files, digest_files
from loaders.layout import LAYOUTS
from ontology.draft import curriculum_of
from ontology.errors import DataError
from ontology.fields import Record
from ontology.findings import Place
from ontology.ids import natural
from ontology.integrity import check_draft
from ontology.records import Curriculum, Topic
from ontology.vocabulary import Severity, Stage
from tests.loaders.texts import FOLDED, ITEM, TEXT

TOPICS, REQUIRES, THEMES = "topics/maths.csv", "requires/maths.csv", "themes.csv"
FILES = sorted(f"{k.kind}/maths.csv" if k.by_subject else f"{k.kind}.csv" for k in LAYOUTS)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text in a file."""
    text = (folder / file).read_bytes().decode()
    assert old in text
    (folder / file).write_bytes(text.replace(old, new, 1).encode())


def errors(folder: Path) -> list[tuple[str, str, int | None]]:
    return [
        (f.rule, f.place.file, f.place.row)
        for f in read_draft(folder).findings
        if f.severity is Severity.ERROR
    ]


# Round trips


def test_records_come_back_equal(curriculum: Curriculum, folder: Path) -> None:
    assert load_curriculum(folder) == curriculum
    assert check_draft(read_draft(folder)) == ()


def test_every_kind_has_its_file_in_canonical_form(curriculum: Curriculum, folder: Path) -> None:
    written = snapshot(folder)
    assert sorted(written) == FILES
    for layout in LAYOUTS:
        name = f"{layout.kind}/maths.csv" if layout.by_subject else f"{layout.kind}.csv"
        assert written[name].startswith(b"\xef\xbb\xbf" + ",".join(layout.columns).encode())
        assert written[name].endswith(b"\n")
        assert b"\r" not in written[name]
        rows = list(csv.reader(io.StringIO(written[name].decode("utf-8-sig"), newline="")))
        assert len(rows) == 1 + len(getattr(curriculum, layout.kind))


def test_writing_again_writes_the_same(curriculum: Curriculum, folder: Path) -> None:
    before = snapshot(folder)
    write_curriculum(load_curriculum(folder), folder)
    assert snapshot(folder) == before
    assert tidy(folder) == ()
    assert snapshot(folder) == before


def test_the_order_of_the_records_does_not_show(curriculum: Curriculum, tmp_path: Path) -> None:
    write_curriculum(curriculum, tmp_path / "one")
    backwards = {kind: getattr(curriculum, kind)[::-1] for kind in Curriculum.model_fields}
    write_curriculum(Curriculum(**backwards), tmp_path / "other")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "other")


def test_statements_stand_in_the_order_of_their_document(folder: Path) -> None:
    ids = [placed.record.id for placed in read_draft(folder).statements]
    assert ids[:3] == ["gcse-maths:R2", "gcse-maths:R10", "gcse-maths:N1"]


def test_rows_are_placed_where_a_spreadsheet_shows_them(folder: Path) -> None:
    for _, placed in read_draft(folder).all_records():
        record: Record = placed.record
        lines = (folder / placed.place.file).read_bytes().decode().split("\n")
        assert placed.place.row is not None
        first = next(iter(type(record).model_fields))
        assert lines[placed.place.row - 1].startswith(str(getattr(record, first)))


@given(
    st.lists(
        st.tuples(
            TEXT,
            FOLDED,
            st.lists(ITEM),
        ),
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_awkward_text_comes_back(rows: list[tuple[str, str, list[str]]]) -> None:
    topics = tuple(
        Topic(
            id=f"maths:t{number}",
            label=label,
            stage=Stage.KS2,
            description=label,
            misconception=misconception or None,
            aliases=tuple(aliases),
        )
        for number, (label, misconception, aliases) in enumerate(rows)
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_curriculum(Curriculum(topics=topics), folder)
        draft = read_draft(folder)
        assert curriculum_of(draft).topics == topics
        assert draft.findings == ()
        assert tidy(folder) == ()


@pytest.mark.parametrize("text", ["  x", "x  y", "x\u00a0y", "x\ny", "x\r\ny", "x\ry", "\tx "])
def test_white_space_is_folded_in_writing_too(tmp_path: Path, text: str) -> None:
    topic = Topic(id="maths:a", label="A", stage=Stage.KS2, description=text)
    write_curriculum(Curriculum(topics=(topic,)), tmp_path)
    draft = read_draft(tmp_path)
    assert [p.record.description for p in draft.topics] == [" ".join(text.split())]
    assert draft.findings == ()


def test_an_alias_cannot_hold_the_separator_of_lists(tmp_path: Path) -> None:
    try:
        topic = Topic(id="maths:a", label="A", stage=Stage.KS2, description="D", aliases=("x; y",))
        write_curriculum(Curriculum(topics=(topic,)), tmp_path)
    except (ValidationError, ValueError):
        return
    assert [p.record.aliases for p in read_draft(tmp_path).topics] == [("x; y",)]


# What spreadsheets save


def resaved(data: bytes, delimiter: str, end: str, change: Callable[..., None]) -> bytes:
    """The same table in another dialect; `change` may move its rows and cells about."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    change(rows)
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(rows)
    return buffer.getvalue().encode()


def nothing(rows: list[list[str]]) -> None:
    pass


def shuffle_rows(rows: list[list[str]]) -> None:
    header, *rest = rows
    random.Random(7).shuffle(rest)
    rows[:] = [header, *rest]


def shuffle_columns(rows: list[list[str]]) -> None:
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)
    rows[:] = [[row[i] for i in order] for row in rows]


def blank_rows(rows: list[list[str]]) -> None:
    rows[1:1] = [[], [""] * len(rows[0])]
    rows += [[""] * len(rows[0]), [" "], []]


def trailing_cells(rows: list[list[str]]) -> None:
    for row in rows[1:]:
        row += ["", ""]


def loose_spaces(rows: list[list[str]]) -> None:
    for row in rows[1:]:
        row[:] = [f" {cell.replace(' ', '  ')}\u00a0" for cell in row]


CHANGES = [nothing, shuffle_rows, shuffle_columns, blank_rows, trailing_cells, loose_spaces]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("bom", "delimiter", "end"),
    [("", ",", "\n"), ("\ufeff", ",", "\r\n"), ("", ";", "\r\n"), ("\ufeff", "\t", "\r")],
)
def test_tidy_restores_the_canonical_bytes(
    folder: Path, bom: str, delimiter: str, end: str, change: Callable[..., None]
) -> None:
    before, records = snapshot(folder), load_curriculum(folder)
    for file, data in before.items():
        (folder / file).write_bytes(bom.encode() + resaved(data, delimiter, end, change))
    saved = snapshot(folder)
    assert load_curriculum(folder) == records
    changed = tuple(file for file in FILES if saved[file] != before[file])
    assert changed
    assert [f.place.file for f in read_draft(folder).findings] == list(changed)
    assert {f.rule for f in read_draft(folder).findings} == {"DATA003"}
    assert tidy(folder) == changed
    assert snapshot(folder) == before
    assert tidy(folder) == ()


def test_tidy_changes_only_what_is_not_canonical(folder: Path) -> None:
    before = snapshot(folder)
    (folder / THEMES).write_bytes(before[THEMES].replace(b"\n", b"\r\n"))
    untouched = (folder / TOPICS).stat().st_mtime_ns
    assert tidy(folder) == (THEMES,)
    assert (folder / TOPICS).stat().st_mtime_ns == untouched
    assert snapshot(folder) == before


def test_the_words_that_excel_makes_of_yes_and_no(folder: Path) -> None:
    before = snapshot(folder)
    edit(folder, "frameworks.csv", ",yes,", ",TRUE,")
    edit(folder, "frameworks.csv", ",no,", ",FALSE,")
    assert tidy(folder) == ("frameworks.csv",)
    assert snapshot(folder) == before


def test_a_file_with_only_a_header_is_of_no_rows(folder: Path) -> None:
    header = (folder / "refused/maths.csv").read_bytes().split(b"\n")[0] + b"\n"
    (folder / "refused/maths.csv").write_bytes(header)
    assert load_curriculum(folder).refused == ()
    assert tidy(folder) == ()


def test_subjects_stand_in_files_of_their_own(folder: Path) -> None:
    lines = (folder / TOPICS).read_bytes().split(b"\n")
    physics = [lines[0], b"physics:zeta,Zeta,KS2,foundation,combined,no,The last,,", b""]
    (folder / "topics/physics.csv").write_bytes(b"\n".join(physics))
    ids = [topic.id for topic in load_curriculum(folder).topics]
    assert ids == sorted(ids)
    assert "physics:zeta" in ids
    before = snapshot(folder)
    assert tidy(folder) == ()
    assert snapshot(folder) == before


def test_natural_order_takes_any_text() -> None:
    codes = ["R10", "R2", "3b", "3a", "PHY12", "PHY2", "²", "R٣", ""]
    assert sorted(codes, key=natural).index("R2") < sorted(codes, key=natural).index("R10")


# What cannot be read is named, and nothing is half-loaded


BROKEN: dict[str, tuple[str, str, str, int | None, str]] = {
    "wrong word in a closed list": (TOPICS, ",KS3,", ",KS4,", 4, "KS4"),
    "empty cell that must not be": (TOPICS, ",ratio,KS3", ",,KS3", 4, "label is empty"),
    "malformed id": (TOPICS, "maths:ratio", "Maths:Ratio", 4, "Maths:Ratio"),
    "id of no known subject": (TOPICS, "maths:counting", "history:romans", 2, "history"),
    "too many cells": (TOPICS, "maths:scale,scale", "maths:scale,sc,ale", 5, "10 cells"),
    "missing column": (THEMES, ",aliases", "", 1, "missing: aliases"),
    "unknown column": (THEMES, ",aliases", ",aliases,colour", 1, "unknown: colour"),
    "column twice": (THEMES, ",aliases", ",aliases,label", 1, "twice: label"),
    "number in words": ("weights.csv", ",100,", ",all,", 2, "'all'"),
    "huge number": ("weights.csv", ",100,", f",{'9' * 5000},", 2, "percent"),
    "date of a spreadsheet": ("retired.csv", "2026-01-31", "31/01/2026", 2, "31/01/2026"),
    "date as a number": ("retired.csv", "2026-01-31", "46053", 2, "46053"),
    "date as nought": ("retired.csv", "2026-01-31", "0", 2, "date"),
    "no date at all": ("retired.csv", "2026-01-31", "", 2, "date is empty"),
    "impossible date": ("retired.csv", "2026-01-31", "2026-02-30", 2, "2026-02-30"),
    "neither yes nor no": ("frameworks.csv", ",yes,", ",perhaps,", 2, "perhaps"),
    "empty list": ("weights.csv", '"Ratio, proportion and rates; Number"', ";", 2, "strands"),
    "basis of another word": (REQUIRES, "editorial", "Editorial", 2, "Editorial"),
    "unclosed quotation mark": (THEMES, ",Ratio,Ratio", ',"Ratio,Ratio', 2, "not a table"),
    "huge code": ("statements/maths.csv", ":R10", f":R{'9' * 5000}", 3, "id"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_named_and_tidy_writes_nothing(folder: Path, name: str) -> None:
    file, old, new, row, says = BROKEN[name]
    edit(folder, file, old, new)
    (folder / "sources.csv").write_bytes((folder / "sources.csv").read_bytes() + b"\n\n")
    before = snapshot(folder)
    found = [f for f in check_draft(read_draft(folder)) if f.place.file == file]
    assert [f for f in found if f.place.row == row and says in f.message and f.mend], found
    with pytest.raises(DataError, match=file) as refusal:
        tidy(folder)
    assert all(f.severity is Severity.ERROR for f in refusal.value.findings)
    with pytest.raises(DataError):
        load_curriculum(folder)
    assert snapshot(folder) == before


def test_a_row_with_several_faults_has_a_finding_for_each(folder: Path) -> None:
    edit(folder, TOPICS, "maths:ratio,ratio,KS3", "ratio,,KS4")
    assert errors(folder) == [("DATA002", TOPICS, 4)] * 3


def test_an_unreadable_row_does_not_hide_the_others(curriculum: Curriculum, folder: Path) -> None:
    edit(folder, TOPICS, ",KS3,", ",KS4,")
    edit(folder, REQUIRES, "essential", "vital")
    draft = read_draft(folder)
    assert errors(folder) == [("DATA002", REQUIRES, 2), ("DATA002", TOPICS, 4)]
    assert len(draft.topics) == len(curriculum.topics) - 1
    assert len(draft.requires) == len(curriculum.requires) - 1


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le"])
def test_a_file_in_another_encoding(folder: Path, encoding: str) -> None:
    text = (folder / "sources.csv").read_bytes().decode("utf-8-sig")
    (folder / "sources.csv").write_bytes(text.encode(encoding))
    (finding,) = [f for f in read_draft(folder).findings if f.severity is Severity.ERROR]
    assert (finding.rule, finding.place.file) == ("DATA001", "sources.csv")
    assert finding.place.row == (2 if encoding == "cp1252" else 1)
    assert "CSV UTF-8" in finding.mend
    with pytest.raises(DataError):
        tidy(folder)


@pytest.mark.parametrize(
    "file",
    [
        "notes.csv",
        "topics.csv",
        "themes/maths.csv",
        "topics/Maths.csv",
        "topics/maths (1).csv",
        "topics/old/maths.csv",
        "themes.CSV",
        "topics/physics.Csv",
    ],
)
def test_a_stray_file_is_named(folder: Path, file: str) -> None:
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes((folder / THEMES).read_bytes())
    assert errors(folder) == [("DATA001", file, None)]
    with pytest.raises(DataError, match="move it out of the data folder, or rename it"):
        tidy(folder)


@pytest.mark.parametrize("file", ["notes.csv", "refused/physics.csv"])
def test_a_folder_named_like_a_file_is_no_file(folder: Path, file: str) -> None:
    before = digest_files(folder)
    (folder / file).mkdir()
    assert file not in data_files(folder)
    assert read_draft(folder).findings == ()
    assert digest_files(folder) == before


def test_a_folder_in_the_place_of_a_file_leaves_it_missing(folder: Path) -> None:
    (folder / THEMES).unlink()
    (folder / THEMES).mkdir()
    assert errors(folder) == [("DATA001", THEMES, None)]


def test_an_optional_file_may_be_missing(folder: Path) -> None:
    (folder / "abbreviations.csv").unlink()
    assert read_draft(folder).findings == ()


@pytest.mark.parametrize("file", [file for file in FILES if file != "abbreviations.csv"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    place = file.replace("maths.csv", "")
    before = snapshot(folder)
    (finding,) = read_draft(folder).findings
    assert (finding.rule, finding.severity) == ("DATA001", Severity.ERROR)
    assert finding.place == Place(file=place)
    says = "has no file." if "/" in place else "is missing."
    assert finding.message == f"{place} {says}"
    assert "restore" in finding.mend
    assert finding.mend.endswith("with no rows it holds its header alone.")
    for ask in (load_curriculum, tidy):
        with pytest.raises(DataError, match=says):
            ask(folder)
    assert snapshot(folder) == before


def test_one_subject_without_a_file_of_a_kind_is_sound(folder: Path) -> None:
    (folder / REQUIRES).rename(folder / "requires/physics.csv")
    assert read_draft(folder).findings == ()


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_may_not_be_read_is_named(
    folder: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def refusing(path: Path) -> bytes:
        if path == folder / file:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    (finding,) = check_draft(read_draft(folder))
    assert (finding.rule, finding.place) == ("DATA001", Place(file=file))
    assert finding.message == f"{file} cannot be read: Permission denied."
    for ask in (load_curriculum, tidy, digest_files):
        with pytest.raises(DataError, match=file):
            ask(folder)


def test_a_file_in_a_folder_that_may_not_be_searched_is_not_passed_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_file", refusing)
        files = data_files(folder)
    assert list(files) == FILES


@pytest.mark.parametrize("ask", [read_draft, load_curriculum, tidy])
def test_no_folder_or_nothing_in_it(tmp_path: Path, ask: Callable[[Path], object]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("id")
    for name in ("empty", "nowhere", "file"):
        with pytest.raises(DataError, match=f"{name}.*no data.*name the folder that holds"):
            ask(tmp_path / name)


@pytest.mark.parametrize("character", ["\0", "\a", "\x1b"])
def test_a_control_character_is_refused(folder: Path, character: str) -> None:
    edit(folder, TOPICS, "maths:ratio,ratio", f"maths:ratio,ra{character}tio")
    with pytest.raises(DataError, match=TOPICS):
        load_curriculum(folder)


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("https://example.org")', "@SUM(A1)", "-1"])
def test_a_formula_is_refused_wherever_it_stands(folder: Path, formula: str) -> None:
    quoted = '"' + formula.replace('"', '""') + '"'
    edit(folder, "addresses/maths.csv", '"Place, 1"', quoted)
    with pytest.raises(DataError, match="DATA004"):
        load_curriculum(folder)


# Order


@pytest.mark.parametrize("seed", range(4))
def test_the_draft_does_not_depend_on_the_order_of_rows(
    curriculum: Curriculum, folder: Path, seed: int
) -> None:
    for file, data in snapshot(folder).items():
        header, *rows = data.rstrip(b"\n").split(b"\n")
        random.Random(seed).shuffle(rows)
        (folder / file).write_bytes(b"\n".join([header, *rows, b""]))
    assert curriculum_of(read_draft(folder)) == curriculum
