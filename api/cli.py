"""The command `coherence`: the same questions as the service, asked from a terminal.

Exit codes: 0 answered (an empty answer too), 1 a finding of severity error, 2 wrong use.
What an answer does not need is imported where it is used: the command should start at once.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from pydantic import ValidationError

from api.commands.crossings import crossings
from api.commands.data import data
from api.commands.plans import plans
from api.commands.questions import questions
from api.commands.service import service
from api.commands.things import things
from api.commands.workspaces import workspaces
from api.version import SOFTWARE
from ontology.errors import CoherenceError, DataError, QuestionError

app = typer.Typer(
    name="coherence",
    help="What rests on what in KS3 and GCSE mathematics and science in England, and why.\n\n"
    "Try: coherence dependents ratio --in gcse-maths",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (questions, crossings, plans, things, data, service, workspaces):
    app.add_typer(part)


def _version(value: bool) -> None:
    if value:
        sys.stdout.write(f"coherence {SOFTWARE}\n")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """What rests on what in KS3 and GCSE mathematics and science in England, and why."""


def main() -> None:
    """Run the command; an error is a sentence on standard error and an exit code."""
    try:
        app()
    except DataError as error:
        for finding in error.findings:
            sys.stderr.write(finding.line() + "\n")
        sys.stderr.write(f"coherence: {len(error.findings)} errors; the data are refused whole.\n")
        raise SystemExit(1) from error
    except QuestionError as error:
        sys.stderr.write(f"coherence: {error.parameter}: {error.detail}\n")
        raise SystemExit(2) from error
    except ValidationError as error:
        if not error.title.endswith("Query"):  # a fault of ours, not of the question
            raise
        problem = error.errors(include_url=False)[0]
        sys.stderr.write(f"coherence: {problem['loc'][0]}: {problem['msg']}.\n")
        raise SystemExit(2) from error
    except (CoherenceError, FileNotFoundError) as error:
        sys.stderr.write(f"coherence: {error}\n")
        raise SystemExit(2) from error
    except BrokenPipeError as error:
        # Whoever read the output (`head`, `less`) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from error


if __name__ == "__main__":
    main()
