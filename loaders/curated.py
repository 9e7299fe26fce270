"""The curated curriculum on disk: `data/` read, checked and written in its one canonical form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from loaders.digest import data_files, unreadable
from loaders.layout import LAYOUTS, Layout, cells_of, order_key, values_of
from loaders.tables import TableRow, read_table, table_bytes
from ontology.draft import Draft, Placed
from ontology.errors import DataError
from ontology.fields import Record
from ontology.findings import Finding, Place
from ontology.integrity import accept
from ontology.records import Curriculum, Statement
from ontology.rules import find
from ontology.vocabulary import Severity


def read_draft(folder: Path) -> Draft:
    """Every record of a data folder with its place, and a finding for whatever could not be read.

    A kind of record without a file is a finding too: no rows are a header alone, not no file.

    Raises DataError when the folder holds no data at all. Cost: O(bytes).
    """
    records: dict[str, list[Placed[Any]]] = defaultdict(list)
    files = data_files(folder)
    findings = [
        _missing(layout)
        for layout in LAYOUTS
        if not layout.optional and not any(map(layout.owns, files))
    ]
    read: dict[str, tuple[Layout, list[Placed[Record]]]] = {}
    for file in files:
        layout = next((layout for layout in LAYOUTS if layout.owns(file)), None)
        if layout is None:
            findings.append(_stray(file))
            continue
        try:
            table = read_table(folder / file, file, layout.columns)
        except OSError as error:
            findings.append(unreadable(file, error))
            continue
        placed, unread = _records(layout, file, table.rows)
        records[layout.kind] += placed
        findings += [*table.findings, *unread]
        if not table.findings and not unread:
            read[file] = layout, placed
    strands = {p.record.id: p.record.strands for p in records["frameworks"]}
    key = order_key(strands)
    for file, (layout, placed) in read.items():
        if layout.record is Statement and "frameworks.csv" not in read:
            continue  # the order of statements is that of the frameworks' strands
        findings += _canonical_findings(folder / file, file, layout, placed, key)
    for kind in records:
        records[kind].sort(key=lambda p: key(p.record))
    return Draft(**{kind: tuple(rows) for kind, rows in records.items()}, findings=tuple(findings))


def _missing(layout: Layout) -> Finding:
    file = f"{layout.kind}/" if layout.by_subject else f"{layout.kind}.csv"
    return find(
        "DATA001",
        Place(file=file),
        f"{file} has no file." if layout.by_subject else f"{file} is missing.",
        f"restore {f'{file}SUBJECT.csv' if layout.by_subject else 'it'}; "
        "with no rows it holds its header alone.",
    )


def _stray(file: str) -> Finding:
    kinds = ", ".join(f"{k.kind}/SUBJECT.csv" if k.by_subject else f"{k.kind}.csv" for k in LAYOUTS)
    return find(
        "DATA001",
        Place(file=file),
        "no kind of record is kept in a file of this name.",
        f"move it out of the data folder, or rename it; known are {kinds}.",
    )


def _records(
    layout: Layout, file: str, rows: tuple[TableRow, ...]
) -> tuple[list[Placed[Record]], list[Finding]]:
    placed: list[Placed[Record]] = []
    findings: list[Finding] = []
    for row in rows:
        place = Place(file=file, row=row.number)
        try:
            placed.append(Placed(layout.record.model_validate(values_of(row.cells)), place))
        except ValidationError as error:
            findings += _row_findings(error, place)
    return placed, findings


def _row_findings(error: ValidationError, place: Place) -> Iterator[Finding]:
    for problem in error.errors(include_url=False):
        column = str(problem["loc"][0])
        given = problem["input"]
        if column == "basis":
            yield _basis_finding(problem["loc"], given, place)
            continue
        missing = problem["type"] == "missing"
        message = (
            f"{column} is empty." if missing else f"{column}: {problem['msg']}; it is {given!r}."
        )
        yield find("DATA002", place, message, f"give {column} a value that the column takes.")


def _basis_finding(loc: tuple[int | str, ...], given: object, place: Place) -> Finding:
    if len(loc) < 3:
        return find(
            "BAS001",
            place,
            f"basis is {given!r} or empty.",
            "write official, published, definitional or editorial.",
        )
    kind, column = str(loc[1]), str(loc[2])
    if kind in ("official", "published"):
        return find(
            "BAS001",
            place,
            f"basis {kind} has no proper {column}.",
            f"name the {column} that was seen, or make the basis editorial.",
        )
    return find(
        "BAS001",
        place,
        f"basis {kind} has a {column}: {given!r}.",
        f"empty {column}, or make the basis official or published.",
    )


def canonical_bytes(layout: Layout, records: list[Record], key: Any) -> bytes:
    """The one form of a file that holds these records."""
    ordered = sorted(records, key=key)
    return table_bytes(layout.columns, (cells_of(record, layout.columns) for record in ordered))


def _canonical_findings(
    path: Path, file: str, layout: Layout, placed: list[Placed[Record]], key: Any
) -> Iterator[Finding]:
    if path.read_bytes() != canonical_bytes(layout, [p.record for p in placed], key):
        yield find(
            "DATA003",
            Place(file=file),
            "not in canonical form.",
            "run `coherence tidy` on the folder.",
        )


def load_curriculum(folder: Path) -> Curriculum:
    """The checked curriculum of a data folder.

    Raises:
        DataError: when any rule of severity error is broken; nothing is half-loaded.
    """
    return accept(read_draft(folder))


def tidy(folder: Path) -> tuple[str, ...]:
    """Write every file of a data folder in canonical form; returns the files that changed.

    Takes what a spreadsheet saved (byte order mark, CRLF, semicolons, rows in any order).

    Raises:
        DataError: when a file or row cannot be read; then nothing is written.
    """
    draft = read_draft(folder)
    unread = [f for f in draft.findings if f.severity is Severity.ERROR]
    if unread:
        raise DataError(unread)
    by_file: dict[str, list[Record]] = defaultdict(list)
    for _, placed in draft.all_records():
        by_file[placed.place.file].append(placed.record)
    key = order_key({p.record.id: p.record.strands for p in draft.frameworks})
    changed = []
    for file in data_files(folder):
        layout = next(layout for layout in LAYOUTS if layout.owns(file))
        data = canonical_bytes(layout, by_file[file], key)
        if data != (folder / file).read_bytes():
            _replace(folder / file, data)
            changed.append(file)
    return tuple(changed)


def write_curriculum(curriculum: Curriculum, folder: Path, subject: str = "maths") -> None:
    """Write a curriculum as a data folder, kinds that are split by subject as one subject's."""
    key = order_key({framework.id: framework.strands for framework in curriculum.frameworks})
    for layout in LAYOUTS:
        name = f"{layout.kind}/{subject}.csv" if layout.by_subject else f"{layout.kind}.csv"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, canonical_bytes(layout, list(getattr(curriculum, layout.kind)), key))


def _replace(path: Path, data: bytes) -> None:
    """Put the bytes in place at once, so that a reader or a crash never meets half a file."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)
