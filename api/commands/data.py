"""The data: checked, made canonical, compared."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Form, Out
from api.settings import read_settings
from ontology.vocabulary import Severity

Folder = Annotated[Path | None, typer.Argument(help="Data folder; the curated data unless told.")]

data = typer.Typer()


@data.command(rich_help_panel="Data")
def check(
    folder: Folder = None,
    least: Annotated[Severity, typer.Option(help="Least severity to print.")] = Severity.INFO,
    strict: Annotated[bool, typer.Option(help="Exit 1 for warnings too.")] = False,
    out: Out = Form.TABLE,
) -> None:
    """Check a data folder against every rule; exit 1 when there are errors."""
    from api.commands.findings import print_findings
    from loaders.curated import read_draft
    from ontology.integrity import check_draft

    findings = check_draft(read_draft(folder or read_settings(os.environ).data))
    print_findings(findings, least, out)
    grave = Severity.WARNING if strict else Severity.ERROR
    if any(finding.severity.rank <= grave.rank for finding in findings):
        raise typer.Exit(1)


@data.command(rich_help_panel="Data")
def tidy(folder: Folder = None) -> None:
    """Write a data folder in its one canonical form, as after editing it in a spreadsheet."""
    from loaders.curated import tidy as tidy_folder

    changed = tidy_folder(folder or read_settings(os.environ).data)
    for file in changed:
        sys.stdout.write(f"{file}: made canonical\n")
    if not changed:
        sys.stdout.write("nothing to do: every file is in canonical form\n")


@data.command(rich_help_panel="Data")
def changes(
    old: Annotated[Path, typer.Argument(help="Data folder of the older version.")],
    new: Annotated[Path, typer.Argument(help="Data folder of the newer version.")],
    out: Out = Form.TABLE,
) -> None:
    """Compare two versions of the data, record by record."""
    from api.commands.findings import print_changes
    from loaders.compare import compare
    from loaders.curated import load_curriculum

    print_changes(compare(load_curriculum(old), load_curriculum(new)), out)
