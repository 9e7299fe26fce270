"""Schools and keys at a prompt; the settings that say where work is kept."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from api.commands.workspaces import confirmed_here, open_workspaces
from api.saving import exported
from api.settings import read_settings
from api.workspaces import Workspaces
from graph.index import Index
from ontology.errors import BadParameter
from ontology.plans import Plan
from ontology.vocabulary import Department

Run = Callable[..., Result]
MATHS = Department.MATHS


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kept" / "schools.sqlite3"
    monkeypatch.setenv("COHERENCE_STORE", str(path))
    return path


@pytest.fixture
def run(store: Path, joint_run: Run) -> Run:
    return joint_run


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, as a shell runs it."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments], env={**os.environ, **environment},
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def filled(store: Path) -> tuple[Workspaces, str]:
    schools = Workspaces(store)
    school, key = schools.create("Oakwood School")
    school.save_plan("Year 8", Plan(file="plan.xlsx", department=MATHS))
    school.confirm(MATHS, "Ünits", ["maths:ratio"])
    return schools, key


# Keys


def test_a_key_alone_is_on_standard_output_and_opens_what_was_made(run: Run, store: Path) -> None:
    made = run("workspace", "create", "Oakwood School")
    assert made.exit_code == 0, made.output
    key = made.stdout.strip()
    assert made.stdout == f"{key}\n"
    assert "Oakwood School" in made.stderr
    assert key not in made.stderr
    schools = Workspaces(store)
    opened = schools.by_key(key)
    assert opened is not None
    assert opened.name == "Oakwood School"
    rotated = run("workspace", "rotate", "oakwood-school")
    assert rotated.exit_code == 0, rotated.output
    assert schools.by_key(key) is None
    assert schools.by_key(rotated.stdout.strip()) == opened
    listed = run("workspace", "list").stdout
    for secret in (key.split(".")[1], rotated.stdout.strip().split(".")[1]):
        assert secret not in listed
    schools.close()


# Lists


def test_workspaces_are_listed_in_every_format(run: Run, store: Path) -> None:
    assert "no workspace yet" in run("workspace", "list").stdout
    assert json.loads(run("workspace", "list", "--format", "json").stdout)["data"] == []
    assert not store.parent.exists()
    schools, key = filled(store)
    schools.open_local()
    rows = json.loads(run("workspace", "list", "--format", "json").stdout)["data"]
    assert [row["name"] for row in rows] == ["local", "Oakwood School"]
    assert rows[0]["kid"] is None
    assert rows[1]["kid"] == key.split(".")[0]
    assert [rows[1][kind] for kind in ("plans", "versions", "matches")] == [1, 1, 1]
    table = list(csv.DictReader(io.StringIO(run("workspace", "list", "--format", "csv").stdout)))
    assert [row["id"] for row in table] == [row["id"] for row in rows]
    for form in ("table", "markdown"):
        said = run("workspace", "list", "--format", form).stdout
        assert "Oakwood School" in said
    schools.close()


# Taking away


def test_the_export_is_what_http_gives(run: Run, store: Path, tmp_path: Path, joint: Index) -> None:
    schools, _ = filled(store)
    printed = run("workspace", "export", "Oakwood School")
    assert printed.exit_code == 0, printed.output
    answer = json.loads(printed.stdout)
    over_http = json.loads(exported(schools.get("Oakwood School"), joint.version))
    for one in (answer, over_http):
        del one["data"]["exported"]
    assert answer == over_http
    assert answer["data"]["plans"][0]["name"] == "Year 8"
    assert answer["data"]["matches"][0]["text"] == "Ünits"
    target = tmp_path / "oakwood.json"
    first = run("workspace", "export", "Oakwood School", "--to", str(target))
    assert first.exit_code == 0, first.output
    assert json.loads(target.read_text(encoding="utf-8"))["data"]["plans"]
    assert stat.S_IMODE(target.stat().st_mode) & 0o077 == 0
    again = run("workspace", "export", "Oakwood School", "--to", str(target))
    assert isinstance(again.exception, BadParameter)
    forced = run("workspace", "export", "Oakwood School", "--to", str(target), "--force")
    assert forced.exit_code == 0
    schools.close()


def test_a_backup_is_a_whole_store(run: Run, store: Path, tmp_path: Path) -> None:
    schools, key = filled(store)
    copy = tmp_path / "copy.sqlite3"
    assert run("workspace", "backup", str(copy)).exit_code == 0
    before = copy.read_bytes()
    refused = run("workspace", "backup", str(copy))
    assert isinstance(refused.exception, BadParameter)
    assert copy.read_bytes() == before
    restored = Workspaces(copy)
    opened = restored.by_key(key)
    assert opened is not None
    assert [row.name for row in opened.list_plans()] == ["Year 8"]
    restored.close()
    schools.close()


# Deleting


@pytest.mark.parametrize(
    "confirm", [[], ["--confirm", "yes"], ["--confirm", "oakwood school"], ["--confirm", ""]]
)
def test_deleting_needs_the_name_again(run: Run, store: Path, confirm: list[str]) -> None:
    schools, key = filled(store)
    refused = run("workspace", "delete", "Oakwood School", *confirm)
    assert isinstance(refused.exception, BadParameter)
    assert "1 plans in 1 versions and 1 confirmed" in str(refused.exception)
    assert schools.by_key(key) is not None
    schools.close()


def test_deleting_takes_the_key_and_all_else(run: Run, store: Path) -> None:
    schools, key = filled(store)
    other, other_key = schools.create("Elmwood")
    other.save_plan("Theirs", Plan(file="plan.xlsx"))
    gone = run("workspace", "delete", "oakwood school", "--confirm", "Oakwood School")
    assert gone.exit_code == 0, gone.output
    assert schools.by_key(key) is None
    assert schools.by_key(other_key) == other
    assert [row.name for row in other.list_plans()] == ["Theirs"]
    schools.close()
    connection = sqlite3.connect(store)
    assert connection.execute("SELECT count(*) FROM versions").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM matches").fetchone() == (0,)
    connection.close()


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["workspace", "create", ""], "1 to 200 characters"),
        (["workspace", "create", "&"], "letters or digits"),
        (["workspace", "create", "Local"], 'called "local"'),
        (["workspace", "rotate", "Nobody"], "no workspace yet"),
        (["workspace", "export", "Nobody"], "no workspace yet"),
        (["workspace", "delete", "Nobody"], "no workspace yet"),
        (["workspace", "create"], "NAME"),
        (["workspace", "frobnicate"], "frobnicate"),
    ],
)
def test_wrong_use_is_exit_2_and_a_sentence(store: Path, arguments: list[str], said: str) -> None:
    done = command(*arguments)
    assert done.returncode == 2, done.stdout
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_store_that_cannot_be_used_is_told(store: Path) -> None:
    store.parent.mkdir()
    store.write_bytes(b"no database" * 1000)
    done = command("workspace", "list")
    assert done.returncode == 2
    assert str(store) in done.stderr
    assert "Traceback" not in done.stderr
    empty = command("workspace", "list", COHERENCE_STORE="")
    assert empty.returncode == 2
    assert "nothing is kept" in empty.stderr


def test_listing_loads_no_web_framework(store: Path) -> None:
    script = (
        "import sys; from typer.testing import CliRunner; from api.cli import app\n"
        "assert CliRunner().invoke(app, ['workspace', 'list']).exit_code == 0\n"
        "assert not {'fastapi', 'starlette', 'networkx'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


# What was confirmed here


def test_what_was_confirmed_on_this_machine_is_found(
    store: Path, joint: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert confirmed_here(joint)(MATHS) == {}
    assert not store.parent.exists()
    schools, _ = filled(store)
    assert confirmed_here(joint)(MATHS) == {}
    schools.open_local().confirm(MATHS, "Ours", ["maths:ratio"])
    assert confirmed_here(joint)(MATHS) == {"ours": ("maths:ratio",)}
    schools.close()
    monkeypatch.setenv("COHERENCE_STORE", "")
    assert confirmed_here(joint)(MATHS) == {}
    with pytest.raises(BadParameter):
        open_workspaces()


# Settings


def test_where_work_is_kept_is_read_from_the_environment(tmp_path: Path) -> None:
    usual = read_settings({})
    assert usual.store is not None
    assert usual.store.name == "schools.sqlite3"
    assert usual.local
    assert read_settings({"COHERENCE_STORE": ""}).store is None
    assert read_settings({"COHERENCE_STORE": str(tmp_path)}).store == tmp_path
    assert not read_settings({"COHERENCE_LOCAL": " No "}).local
    for wrong in ("", "0", "false", "nein"):
        with pytest.raises(BadParameter, match="yes or no") as refused:
            read_settings({"COHERENCE_LOCAL": wrong})
        assert refused.value.parameter == "COHERENCE_LOCAL"


def test_the_tests_keep_nothing_where_people_keep_theirs() -> None:
    usual = read_settings({}).store
    assert usual is not None
    kept = read_settings(os.environ).store
    assert kept is not None
    assert usual.parent not in kept.parents
