"""Writes every page that is generated, or with `--check` says which are not what they should be.

Run as `make docs`; `make test` runs the check. Pages: `rules`, `plan-rules`, `data`, `cli`,
`openapi.json`, `two-thirds` and `matching` in `docs/`, and the marked blocks of the pages in
`ANSWERED`; `docs/worked/oak.md` where Oak's ontology lies beside the checkout.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from api.answers import Answers
from api.planning import Planner
from docs.matching_page import matching_page
from docs.pages import cli_page, data_page, plan_rules_page, rules_page
from docs.two_thirds import two_thirds_page
from docs.worked_oak import oak_page
from docs.worked_oak_input import ONTOLOGY
from graph.index import build_index
from loaders.curated import load_curriculum
from ontology.where import data_folder

ROOT = Path(__file__).parent.parent
WORKED = "docs/worked/oak.md"
ANSWERED = ("README.md", "docs/maths-and-science.md", "docs/plans.md")
BLOCK = re.compile(r"(<!-- output: (.+?) -->\n```text\n)(.*?)(```\n)", re.DOTALL)


def pages(answers: Answers) -> Mapping[str, Callable[[], str]]:
    """Every generated page by its path."""
    return {
        "docs/rules.md": rules_page,
        "docs/plan-rules.md": plan_rules_page,
        "docs/data.md": data_page,
        "docs/cli.md": cli_page,
        "docs/openapi.json": lambda: openapi_page(answers),
        "docs/two-thirds.md": lambda: two_thirds_page(answers.index),
        "docs/matching.md": lambda: matching_page(answers.index),
        **{name: partial(answered_page, name) for name in ANSWERED},
        **({WORKED: lambda: oak_page(Planner(answers.index))} if ONTOLOGY.is_dir() else {}),
    }


def openapi_page(answers: Answers) -> str:
    """The OpenAPI description with its examples."""
    from api.app import build_app

    schema = build_app(answers).openapi()
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def answered_page(name: str) -> str:
    """A page with the output of its commands as they print it now."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return BLOCK.sub(lambda found: found[1] + run(found[2]) + found[4], text)


def run(command: str) -> str:
    """What a `coherence` command prints, cut to the lines asked for by a trailing `| head -N`."""
    from typer.testing import CliRunner

    from api.cli import app

    words, _, head = command.partition(" | head -")
    arguments = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', words)][1:]
    result = CliRunner().invoke(app, arguments)
    if result.exit_code > 1:  # 1: a plan in which something is wrong, which is what is shown
        raise SystemExit(f"{command}: exit {result.exit_code}: {result.output}")
    lines = result.output.splitlines()
    return "\n".join(lines[: int(head)] if head else lines) + "\n"


def main() -> None:
    """Write or check, whatever was confirmed or installed on this machine."""
    os.environ |= {"COHERENCE_STORE": "", "COHERENCE_SENTENCES": "no"}
    answers = Answers(build_index(load_curriculum(data_folder())))
    stale = []
    for name, make in pages(answers).items():
        path = ROOT / name
        text = make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}: written\n")
    if not ONTOLOGY.is_dir():
        said = f"{WORKED}: not compared, as Oak's ontology is not beside the checkout.\n"
        if os.environ.get("CI"):
            sys.exit(said)
        sys.stdout.write(said)
    if "--check" in sys.argv and stale:
        sys.exit(f"Out of date: {', '.join(stale)}. Run `make docs` and commit what it writes.")


if __name__ == "__main__":
    main()
