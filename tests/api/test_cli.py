"""The command line: the same JSON as HTTP, plain text in pipes, exit codes, readable errors."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from ontology.where import data_folder

PAIRS = [
    (["dependents", "ratio", "--in", "gcse-maths"], "/v1/dependents?of=ratio&in=gcse-maths"),
    (["dependents", "sharing in a ratio"], "/v1/dependents?of=sharing+in+a+ratio"),
    (
        ["dependents", "R5", "percentages", "--in", "gcse", "--tier", "foundation", "--strength",
         "essential", "--basis", "definitional", "--reasoning", "multiplicative", "--depth", "3",
         "--group", "strand", "--fields", "id,label", "--limit", "5"],
        "/v1/dependents?of=R5&of=percentages&in=gcse&tier=foundation&strength=essential"
        "&basis=definitional&reasoning=multiplicative&depth=3&group=strand&fields=id,label&limit=5",
    ),
    (["prerequisites", "gcse-maths:G20"], "/v1/prerequisites?of=gcse-maths:G20"),
    (
        ["explain", "gcse-maths:G20", "ratio", "--k", "4"],
        "/v1/explain?dependent=gcse-maths:G20&prerequisite=ratio&k=4",
    ),
    (
        ["share", "multiplicative-reasoning", "--in", "gcse-maths", "--tier", "higher"],
        "/v1/share?of=multiplicative-reasoning&in=gcse-maths&tier=higher",
    ),
    (
        ["swing", "ratio", "--in", "gcse-maths", "--definition", "essential", "--by", "any"],
        "/v1/swing?of=ratio&in=gcse-maths&definition=essential&by=any",
    ),
    (["bottlenecks", "--in", "gcse-maths"], "/v1/bottlenecks?in=gcse-maths"),
    (
        ["gaps", "R13", "--known", "ratio", "--assume", "none"],
        "/v1/gaps?target=R13&known=ratio&assume=none",
    ),
    (["show", "gcse-maths:R5"], "/v1/statements/gcse-maths:R5"),
    (["show", "ratio"], "/v1/themes/ratio"),
    (["list", "edges"], "/v1/edges"),
    (
        ["list", "statements", "--where", "framework=ks3-maths"],
        "/v1/statements?framework=ks3-maths",
    ),
    (["show", "ratio~maths:ratio-notation"], "/v1/memberships/ratio~maths:ratio-notation"),
]  # fmt: skip


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, as a shell runs it."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize(("arguments", "path"), PAIRS)
def test_json_is_byte_for_byte_what_http_sends(
    client: Any, arguments: list[str], path: str
) -> None:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert result.output == response.text + "\n"


@pytest.mark.parametrize(("arguments", "path"), PAIRS)
@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_every_format_prints_every_answer(arguments: list[str], path: str, form: str) -> None:
    result = run(*arguments, "--format", form)
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    assert len(result.output.splitlines()) > 2 or form == "csv"


def test_csv_has_every_row_and_guards_formulas() -> None:
    result = run("dependents", "ratio", "--in", "gcse-maths", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.output)))
    answer = json.loads(run("dependents", "ratio", "--in", "gcse-maths", "--format", "json").output)
    assert [row["id"] for row in rows] == [row["id"] for row in answer["data"]]
    assert rows[0]["extent.topics"] == str(answer["data"][0]["extent"]["topics"])


def test_a_pipe_gets_whole_plain_lines() -> None:
    done = command("dependents", "ratio", "--in", "gcse-maths")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert "…" not in done.stdout
    assert any(line.startswith("R5 ") for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dependents", "rasio"], "Nothing is called"),
        (["dependents", "ratio", "--in", "latin"], "No framework is called"),
        (["dependents", "ratio", "--without", "a~b"], "No edge or membership"),
        (["dependents", "ratio", "--tier", "middle"], "--tier"),
        (["dependents"], "OF"),
        (["list", "cats"], "There are no cats"),
        (["show", "gcse-maths:R99"], "Nothing is called"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_wrong_use_is_exit_2_and_a_sentence(arguments: list[str], said: str) -> None:
    done = command(*arguments)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("verb", [["dependents"], ["uses", "--science"]])
def test_a_name_without_end_is_wrong_use_too(verb: list[str]) -> None:
    done = command(*verb, "a" * 400)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr


def test_an_empty_answer_is_exit_0() -> None:
    result = run("explain", "maths:angles-at-a-point-and-on-a-straight-line", "ratio")
    assert result.exit_code == 0
    assert "No chain leads" in result.output


def test_check_and_tidy_and_changes_on_ones_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(data_folder(), folder)
    assert run("check", str(folder)).exit_code == 0
    assert "nothing to do" in run("tidy", str(folder)).output
    file = folder / "requires" / "maths.csv"
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert "DATA003" in run("check", str(folder)).output
    assert "requires/maths.csv" in run("tidy", str(folder)).output
    assert file.read_text(encoding="utf-8-sig") == text
    first = text.splitlines()[1].split(",")[0]
    file.write_text(text.replace(first, "maths:no-such", 1), encoding="utf-8-sig")
    broken = run("check", str(folder))
    assert broken.exit_code == 1
    assert "IDS002" in broken.output
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "dependents", "ratio"],
        env={**os.environ, "COHERENCE_DATA": str(folder), "COHERENCE_CACHE": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "refused whole" in done.stderr
    assert done.stdout == ""


def test_changes_tells_what_differs(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(data_folder(), folder)
    assert "0 changes" in run("changes", str(data_folder()), str(folder)).output
    file = folder / "themes.csv"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    cells = next(csv.reader([lines[1]]))
    cells[2] = "Another description"
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    lines[1] = buffer.getvalue()
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    result = run("changes", str(data_folder()), str(folder), "--format", "json")
    change = json.loads(result.output)["data"]
    assert change == [
        {"kind": "themes", "id": cells[0], "change": "changed", "fields": ["description"],
         "replaced_by": []}
    ]  # fmt: skip


def test_help_names_every_command_and_fits() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in ("dependents", "prerequisites", "explain", "share", "swing", "bottlenecks",
                 "gaps", "uses", "tier-impact", "register", "first-need", "show", "list", "check",
                 "tidy", "changes", "serve"):  # fmt: skip
        assert name in result.output
        assert run(name, "--help").exit_code == 0


def test_a_variable_that_does_not_exist_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "dependents", "ratio"],
        env={**os.environ, "COHERENCE_DATTA": "x"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "COHERENCE_DATTA" in done.stderr


def test_serve_answers_says_where_and_refuses_a_port_in_use() -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        where = [server.stdout.readline().split()[-1] for _ in range(3)]
        reply = httpx.get(where[2], timeout=30)
        assert reply.status_code == 200
        assert reply.json()["meta"]["query"]["of"] == ["ratio"]
        port = where[0].rsplit(":", 1)[1].strip("/")
        second = command("serve", "--port", port)
        assert second.returncode == 2
        assert "cannot be listened on" in second.stderr
        assert second.stdout == ""
    finally:
        server.terminate()
        server.communicate(timeout=30)
