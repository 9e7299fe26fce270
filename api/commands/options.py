"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from api.tables import Format as Form
from ontology.vocabulary import (
    BasisKind,
    Pathway,
    Reasoning,
    Strength,
    SubjectAsked,
    TierAsked,
)

Of = Annotated[
    list[str],
    typer.Argument(help="Themes, topics, statements or a teacher's words.", metavar="OF..."),
]
In = Annotated[str | None, typer.Option("--in", help="Framework whose statements are the rows.")]
Framework = Annotated[str, typer.Option("--in", help="Framework that is the denominator.")]
Tier = Annotated[TierAsked, typer.Option(help="Addresses that count: higher is all of them.")]
Strand = Annotated[str | None, typer.Option(help="Only this strand.")]
Subj = Annotated[
    SubjectAsked | None,
    typer.Option("--subject", help="Only this subject; science is all but maths."),
]
Path = Annotated[
    Pathway | None, typer.Option("--pathway", help="Science only as taught on this pathway.")
]
Least = Annotated[Strength, typer.Option("--strength", help="Least strength of every link.")]
Basis = Annotated[BasisKind, typer.Option("--basis", help="Least basis of every link.")]
Kinds = Annotated[
    list[Reasoning] | None, typer.Option("--reasoning", help="Only such links (repeatable).")
]
Depth = Annotated[int | None, typer.Option(min=1, help="Most links in a chain.")]
Without = Annotated[
    list[str] | None,
    typer.Option(help="An edge or membership that is not accepted (repeatable)."),
]
Limit = Annotated[
    int | None, typer.Option(min=1, max=1000, help="Rows, at most (500, or what a screen holds).")
]
Cursor = Annotated[str | None, typer.Option(help="Where to go on, as the page before said.")]
Fields = Annotated[
    str | None, typer.Option(help="Only these fields, or further ones, with commas.")
]
Group = Annotated[str | None, typer.Option(help="Rows in groups by this field.")]
Out = Annotated[Form, typer.Option("--format", help="How to print it.")]

__all__ = [
    "Basis",
    "Cursor",
    "Depth",
    "Fields",
    "Form",
    "Framework",
    "Group",
    "In",
    "Kinds",
    "Least",
    "Limit",
    "Of",
    "Out",
    "Path",
    "Strand",
    "Subj",
    "Tier",
    "Without",
]
