"""What a reader sees is proved from the code: blocks run, commands and routes are documented."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from api.answers import Answers
from api.app import build_app
from api.cli import app
from docs.generate import pages
from graph.index import Index
from ontology.records import Curriculum
from ontology.rules import RULES

ROOT = Path(__file__).parent.parent.parent
PLACES = ("*.md", "docs/**/*.md", "bench/*.md")
MARKDOWN = sorted(path for place in PLACES for path in ROOT.glob(place))
COMMAND = re.compile(r"^\$ \.venv/bin/coherence (.+?)(?:\s+#.*)?$", re.MULTILINE)
INLINE = re.compile(r"`\.venv/bin/coherence ([^`]+)`")
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(((?!https?:)[^)#]+)(?:#[^)]*)?\)")


def test_generated_pages_are_what_the_code_and_data_give(index: Index) -> None:
    made = dict(pages(Answers(index)))
    del made["docs/matching.md"]  # a minute with the model; `make test` compares it once already
    for name, make in made.items():
        assert (ROOT / name).read_text(encoding="utf-8") == make(), f"{name}: run `make docs`"


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_in_pages_answer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for line in (*COMMAND.findall(text), *INLINE.findall(text)):
        words = [part.strip('"') for part in re.findall(r'"[^"]*"|\S+', line)]
        if words[0] in ("tidy", "serve"):
            assert CliRunner().invoke(app, [words[0], "--help"]).exit_code == 0
            continue
        result = CliRunner().invoke(app, words)
        found = words[0] == "lint"  # which says by 1 that it found errors, as the example has
        assert result.exit_code == int(found), f"{line}: {result.output}"


@pytest.mark.parametrize(
    "path",
    [ROOT / "README.md", ROOT / "docs" / "maths-and-science.md", ROOT / "graph" / "__init__.py"],
)
def test_python_in_pages_runs(path: Path) -> None:
    blocks = PYTHON.findall(path.read_text(encoding="utf-8"))
    assert blocks
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", block],
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_command_and_rule_is_documented() -> None:
    cli = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    command = typer.main.get_command(app)
    for name, part in getattr(command, "commands", {}).items():
        for inner in getattr(part, "commands", [""]):
            assert f"## `coherence {' '.join([name, inner]).strip()}`" in cli
    rules = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"## {rule}" in rules


def test_the_numbers_in_the_readme_are_those_of_the_data(curriculum: Curriculum) -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    counts = {
        framework: sum(
            s.framework == framework and s.kind == "content" for s in curriculum.statements
        )
        for framework in ("gcse-maths", "ks3-maths", "ks3-science", "ks4-science")
    }
    assert f"{counts['gcse-maths']} GCSE and {counts['ks3-maths']} KS3 statements" in readme
    assert f"{counts['ks4-science']} KS4 and {counts['ks3-science']} KS3 statements" in readme


def test_every_route_is_described_with_a_summary(index: Index) -> None:
    schema = build_app(Answers(index)).openapi()
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            assert operation.get("summary"), path
            assert operation.get("description"), path
