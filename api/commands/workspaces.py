"""Schools and their keys at a prompt, for who runs the service."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.options import Form, Out
from api.settings import read_settings
from ontology.errors import BadParameter

if TYPE_CHECKING:
    from api.planning import Confirmed
    from api.workspaces import Workspaces
    from graph.index import Index

Name = Annotated[str, typer.Argument(help="The workspace's name, or its id.", metavar="NAME")]
Force = Annotated[bool, typer.Option(help="Replace a file that is there.")]

workspaces = typer.Typer()
workspace = typer.Typer(
    no_args_is_help=True,
    help="Schools that save their work here: make, list, rotate the key, export, back up, delete.",
)
workspaces.add_typer(workspace, name="workspace", rich_help_panel="Service")


def open_workspaces() -> Workspaces:
    """The workspaces of the file that the environment names; it is not opened yet.

    Raises:
        BadParameter: the environment says that nothing is kept.
    """
    from api.workspaces import Workspaces

    store = read_settings(os.environ).store
    if store is None:
        raise BadParameter("It is empty: nothing is kept. Name a file.", "COHERENCE_STORE")
    return Workspaces(store)


def confirmed_here(index: Index) -> Confirmed:
    """What was confirmed in the local workspace; nothing where none was kept."""
    from api.workspaces import Workspaces, confirmations

    store = read_settings(os.environ).store
    return confirmations(None if store is None else Workspaces(store).find_local(), index)


@workspace.command()
def create(
    name: Annotated[str, typer.Argument(help="What the school is called.", metavar="NAME")],
) -> None:
    """Make a workspace; its key is printed once, on standard output, and kept nowhere."""
    made, key = open_workspaces().create(name)
    _say(f"{made.name} ({made.id}): made. This is its key, shown this once; send it as")
    _say("Authorization: Bearer KEY")
    sys.stdout.write(f"{key}\n")


@workspace.command("list")
def list_workspaces(out: Out = Form.TABLE) -> None:
    """List workspaces with how much each keeps."""
    from api.tables import columns_for, csv_text, markdown_text, print_table

    rows = [
        {name: row[name] for name in SHOWN}
        for row in (summary.model_dump(mode="json") for summary in open_workspaces().summaries())
    ]
    if out is Form.JSON:
        _print_json(rows)
    elif out is Form.CSV:
        sys.stdout.write(csv_text(rows))
    elif out is Form.MARKDOWN:
        sys.stdout.write(markdown_text(columns_for("data", rows, True), rows, {}))
    elif rows:
        print_table(columns_for("data", rows, True), rows, {})
    else:
        sys.stdout.write("There is no workspace yet.\n")


@workspace.command()
def rotate(name: Name) -> None:
    """Give a workspace a new key; the old one opens nothing from then on."""
    key = open_workspaces().rotate(name)
    _say(f"{name}: the old key opens nothing any more. The new one, shown this once:")
    sys.stdout.write(f"{key}\n")


@workspace.command()
def export(
    name: Name,
    to: Annotated[Path | None, typer.Option("--to", help="A file; else it is printed.")] = None,
    force: Force = False,
) -> None:
    """Write everything that a workspace keeps as one JSON document."""
    from api.compiled import open_answers
    from api.saving import exported

    found = open_workspaces().get(name)
    body = exported(found, open_answers().index.version) + b"\n"
    if to is None:
        sys.stdout.write(body.decode())
        return
    _check_free(to, force)
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(body)
    _say(f"{to}: written")


@workspace.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write the copy.", metavar="FILE")],
    force: Force = False,
) -> None:
    """Copy the file of all workspaces whole, while the service runs."""
    _check_free(file, force)
    open_workspaces().backup(file)
    _say(f"{file}: written; to go back to it, stop the service and put it in the store's place")


@workspace.command()
def delete(
    name: Name,
    confirm: Annotated[
        str | None, typer.Option(help="The workspace's name again: everything of it goes.")
    ] = None,
) -> None:
    """Delete a workspace, its key, and everything that it keeps."""
    schools = open_workspaces()
    found = schools.get(name)
    if confirm != found.name:
        kept = found.count()
        raise BadParameter(
            f"{found.name} keeps {kept.plans} plans in {kept.versions} versions and "
            f"{kept.matches} confirmed matches; all of it goes, and nobody can bring it back. "
            f'If that is meant: --confirm "{found.name}".',
            "confirm",
        )
    gone = schools.delete(found.id)
    _say(f"{found.name}: deleted, with {gone.plans} plans and {gone.matches} confirmed matches")


SHOWN = ("name", "id", "kid", "created", "plans", "versions", "matches")


def _check_free(path: Path, force: bool) -> None:
    if path.exists() and not force:
        raise BadParameter(f"{path} is there already; --force replaces it.", "file")


def _print_json(rows: Sequence[Mapping[str, Any]]) -> None:
    import json

    answer = {"data": rows, "meta": {"total": len(rows)}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _say(text: str) -> None:
    """For who sits there; what a program takes is on standard output."""
    sys.stderr.write(f"{text}\n")
