"""How each kind of record stands in the data folder: file, columns, cells, order of rows.

| kind | file | a row is |
|---|---|---|
| sources, frameworks, themes, memberships, weights, skills, equations, terms, schemes, \
  abbreviations, retired | `KIND.csv` | one record |
| statements, topics, addresses, requires, uses, refused, timing | `KIND/SUBJECT.csv` | one record |

Lists in a cell are separated by `; `. An empty cell is nothing. A basis takes three cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ontology.fields import Record
from ontology.ids import natural
from ontology.records import (
    Address,
    Framework,
    Membership,
    Refused,
    Requires,
    Retired,
    Source,
    Statement,
    Theme,
    Topic,
    Weight,
)
from ontology.register import Abbreviation, Scheme, Term, Timing
from ontology.science import Equation, Skill, Uses

BASIS_CELLS = ("basis", "source", "locator")
LISTS = frozenset(
    {
        "aliases",
        "strands",
        "subjects",
        "replaced_by",
        "pathway",
        "combined",
        "quantities",
        "proportions",
        "rearrangements",
        "topics",
        "edges",
    }
)
SEPARATOR = "; "

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of record in files: its name, its class, whether it is split by subject, columns.

    An `optional` kind may have no file: data folders from before it have none.
    """

    kind: str
    record: type[Record]
    by_subject: bool
    columns: tuple[str, ...]
    optional: bool = False

    def owns(self, file: str) -> bool:
        """Whether a path below the data folder holds records of this kind."""
        if self.by_subject:
            return re.fullmatch(rf"{self.kind}/[a-z0-9-]+\.csv", file) is not None
        return file == f"{self.kind}.csv"


_REVIEW = ("review", "reviewer")

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "sources",
        Source,
        False,
        ("id", "title", "publisher", "date", "url", "licence", "attribution"),
    ),
    Layout(
        "frameworks",
        Framework,
        False,
        (
            "id",
            "label",
            "version",
            "valid_from",
            "valid_to",
            "source",
            "prints_codes",
            "strands",
            "subjects",
            "aliases",
        ),
    ),
    Layout(
        "statements",
        Statement,
        True,
        ("id", "strand", "kind", "tier", "higher_only", "label", "summary", "locator"),
    ),
    Layout(
        "topics",
        Topic,
        True,
        (
            "id",
            "label",
            "stage",
            "tier",
            "pathway",
            "quantitative",
            "description",
            "misconception",
            "aliases",
        ),
    ),
    Layout(
        "addresses", Address, True, ("topic", "statement", "tier", "part", *BASIS_CELLS, *_REVIEW)
    ),
    Layout("themes", Theme, False, ("id", "label", "description", "aliases")),
    Layout(
        "memberships", Membership, False, ("theme", "topic", *BASIS_CELLS, "rationale", *_REVIEW)
    ),
    Layout(
        "requires",
        Requires,
        True,
        (
            "dependent",
            "prerequisite",
            "strength",
            "reasoning",
            "structure",
            *BASIS_CELLS,
            "rationale",
            "objection",
            *_REVIEW,
        ),
    ),
    Layout("refused", Refused, True, ("dependent", "prerequisite", "type", "reason", "rationale")),
    Layout(
        "uses",
        Uses,
        True,
        (
            "dependent",
            "prerequisite",
            "number",
            "strength",
            "reasoning",
            "structure",
            *BASIS_CELLS,
            "skill",
            "equation",
            "context",
            "stage",
            "tier",
            "pathway",
            "rationale",
            "objection",
            "note",
            *_REVIEW,
        ),
    ),
    Layout("skills", Skill, False, ("statement", "subjects", "combined", "certainty")),
    Layout(
        "equations",
        Equation,
        False,
        (
            "id",
            "label",
            "kind",
            "expression",
            "quantities",
            "listed",
            "supplied",
            "subject",
            "pathway",
            "tier",
            "boards",
            "proportions",
            "rearrangements",
            "topics",
            "certainty",
            "note",
            "source",
            "locator",
        ),
    ),
    Layout(
        "terms",
        Term,
        False,
        (
            "id",
            "label",
            "aliases",
            "subjects",
            "maths",
            "science",
            "notation",
            "wording",
            "topics",
            "edges",
            *BASIS_CELLS,
            "note",
            *_REVIEW,
        ),
    ),
    Layout(
        "schemes",
        Scheme,
        False,
        ("id", "label", "publisher", "subject", "pathway", "source", "note"),
    ),
    Layout(
        "timing",
        Timing,
        True,
        (
            "scheme",
            "fact",
            "topic",
            "number",
            "by",
            "year",
            "term",
            "half_term",
            "position",
            "words",
            "certainty",
            *BASIS_CELLS,
            "note",
        ),
    ),
    Layout("abbreviations", Abbreviation, False, ("text", "department", "means"), optional=True),
    Layout("weights", Weight, False, ("framework", "tier", "strands", "percent", "source")),
    Layout("retired", Retired, False, ("id", "replaced_by", "date", "reason")),
)


def values_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a record from the cells of its row (still text, to be validated)."""
    values: dict[str, Any] = {}
    for column, cell in cells.items():
        if column in LISTS:
            values[column] = tuple(item.strip() for item in cell.split(";") if item.strip())
        elif cell:
            values[column] = cell
    if "basis" in cells:
        basis: dict[str, str] = {}
        for column, field in zip(BASIS_CELLS, ("kind", "source", "locator"), strict=True):
            if value := values.pop(column, None):
                basis[field] = value
        values["basis"] = basis
    return values


def cells_of(record: BaseModel, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of a record's row, in the order of the columns."""
    basis = getattr(record, "basis", None)
    has_basis = "basis" in columns
    cells = []
    for column in columns:
        if has_basis and column in BASIS_CELLS:
            value = getattr(basis, "kind" if column == "basis" else column)
        else:
            value = getattr(record, column)
        cells.append(_cell(value))
    return tuple(cells)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return SEPARATOR.join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def order_key(strands: Mapping[str, tuple[str, ...]]) -> Callable[[Record], Key]:
    """The canonical order of rows: by id; statements in the order of their document.

    `strands` gives each framework's strands in the order of the document.
    """

    def key(record: Record) -> Key:
        if isinstance(record, Statement):
            order = strands.get(record.framework, ())
            place = order.index(record.strand) if record.strand in order else len(order)
            return (record.framework, place, *natural(record.code))
        id_: str = record.id  # type: ignore[attr-defined]
        return (id_,)

    return key
