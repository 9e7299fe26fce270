"""The file of saved work: whose it is, that nothing half-done stays and nothing is lost."""

from __future__ import annotations

import itertools
import os
import random
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.refusals import Stale, StoreError
from api.workspaces import Workspace, Workspaces, database
from api.workspaces.database import APPLICATION, MIGRATIONS
from tests.api.kept import MATHS, RATIO, WHOLE, plan


@pytest.fixture
def path(store_path: Path) -> Path:
    return store_path


# The file


def test_the_file_is_for_its_owner_alone_and_set_up_for_safety(
    schools: Workspaces, school: Workspace, path: Path
) -> None:
    for made in (path, *path.parent.glob("*-wal"), *path.parent.glob("*-shm")):
        assert stat.S_IMODE(made.stat().st_mode) & 0o077 == 0, made
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0
    with schools.database.read() as connection:
        asked = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete",
                         "busy_timeout", "user_version", "application_id")
        }  # fmt: skip
    assert asked == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
        "busy_timeout": 10_000, "user_version": len(MIGRATIONS), "application_id": APPLICATION,
    }  # fmt: skip


def others_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.commit()
    connection.close()


def newer_file(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute("PRAGMA user_version=999")
    connection.close()


def no_database(path: Path) -> None:
    path.write_bytes(b"Year,Unit\n7,Ratio\n" * 400)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (others_file, "other software made it"),
        (newer_file, "newer version of this software"),
        (no_database, "none of ours"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_untouched(
    schools: Workspaces, path: Path, write: Callable[[Path], None], said: str
) -> None:
    path.parent.mkdir()
    write(path)
    before = path.read_bytes()
    for use in (schools.open_local, schools.summaries, lambda: schools.create("Oakwood")):
        with pytest.raises(StoreError, match=said) as refused:
            use()
        assert str(path) in str(refused.value)
    assert path.read_bytes() == before


def test_a_place_where_no_file_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for place in (tmp_path / "file" / "schools.sqlite3", tmp_path):
        with pytest.raises(StoreError, match="COHERENCE_STORE names another"):
            Workspaces(place).open_local()


def test_a_newer_schema_is_made_of_an_older_one_or_nothing_changes(
    school: Workspace, schools: Workspaces, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = school.save_plan("A", plan("Ratio"))
    schools.close()
    step = "ALTER TABLE plans ADD COLUMN colour TEXT"
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, (step, "CREATE TABLE oops (")))
    with pytest.raises(StoreError, match="cannot be used"):
        schools.summaries()
    monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS)
    assert school.list_plans() == (row,)
    schools.close()
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, (step,)))
    assert school.list_plans() == (row,)
    with schools.database.read() as connection:
        assert connection.execute("SELECT colour FROM plans").fetchall() == [(None,)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    schools.close()
    monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS)
    with pytest.raises(StoreError, match="newer version"):
        schools.summaries()


def test_what_is_deleted_is_in_no_file_any_more(
    schools: Workspaces, school: Workspace, path: Path
) -> None:
    other = schools.create("Elmwood")[0]
    other.save_plan("Kept", plan("KEPT-PLAN"))
    word = "DELETED" * 3
    first = school.save_plan("A", plan(*(f"{word}-{number}" for number in range(2000))))
    school.update_plan(first.id, plan(f"{word}-again"), "*")
    school.confirm(MATHS, f"{word} text", [])

    def found() -> list[Path]:
        return [file for file in path.parent.iterdir() if word.encode() in file.read_bytes()]

    assert found()
    school.delete_plan(first.id, "*")
    school.delete_all()
    assert found() == []
    assert any(b"KEPT-PLAN" in file.read_bytes() for file in path.parent.iterdir())


def test_a_failure_in_the_middle_leaves_nothing_half_done(
    schools: Workspaces, school: Workspace
) -> None:
    row = school.save_plan("A", plan("Ratio"))
    with schools.database.write() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    with schools.database.read() as connection:
        connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="Make room"):
        school.update_plan(row.id, plan("Rates" * 20_000), "*")
    assert school.list_plans() == (row,)
    assert school.update_plan(row.id, plan("Rates" * 20_000), "*").version == 2


def test_an_error_of_the_callers_own_undoes_the_change(
    schools: Workspaces, school: Workspace
) -> None:
    def fail() -> None:
        with schools.database.write() as connection:
            connection.execute("DELETE FROM workspaces")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [row.id for row in schools.summaries()] == [school.id]


# Many at once


def test_of_two_that_change_one_version_one_wins(school: Workspace) -> None:
    row = school.save_plan("A", plan("Start"))
    wins, losses = [], []
    lock = threading.Lock()

    def work(number: int) -> None:
        for turn in range(10):
            seen = school.get_plan(row.id)
            try:
                new = school.update_plan(row.id, plan(f"{number}-{turn}"), frozenset({seen.etag}))
            except Stale:
                with lock:
                    losses.append(turn)
            else:
                with lock:
                    wins.append((new.version, f"{number}-{turn}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wins) + len(losses) == 60
    assert sorted(version for version, _ in wins) == list(range(2, 2 + len(wins)))
    for version, text in wins:
        assert school.get_plan(row.id, version).plan == plan(text)


CHILD = """
import sys
from pathlib import Path
from api.workspaces import Workspaces
from ontology.plans import Plan
from ontology.vocabulary import Department
local = Workspaces(Path(sys.argv[1])).open_local()
plan = lambda text: Plan.model_validate({"file": text, "units": []})
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    row = local.save_plan(f"{sys.argv[2]}-{number}", plan("a" * 20_000))
    row = local.update_plan(row.id, plan("b" * 20_000), frozenset({row.etag}))
    local.confirm(Department.MATHS, f"text {sys.argv[2]} {number}", ["maths:ratio"])
    print(row.id, number, flush=True)
"""


def child(path: Path, name: str, rounds: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), name, str(rounds)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def check_whole(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_several_processes_make_and_use_one_new_file(path: Path) -> None:
    running = [child(path, name, 5) for name in "abc"]
    for process in running:
        said, wrong = process.communicate()
        assert process.returncode == 0, wrong
        assert len(said.splitlines()) == 6
    opened = Workspaces(path)
    names = {row.name: row.version for row in opened.open_local().list_plans()}
    assert names == {f"{name}-{number}": 2 for name in "abc" for number in range(5)}
    assert len(opened.open_local().confirmed(MATHS)) == 15
    opened.close()
    check_whole(path)


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    chance = random.Random(20261125)
    acknowledged: set[str] = set()
    for turn in range(6):
        process = child(path, str(turn), 10_000)
        assert process.stdout is not None
        lines = list(itertools.islice(process.stdout, chance.randint(2, 15)))
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        lines += process.stdout.read().splitlines(keepends=True)
        process.communicate()
        for line in lines:
            if line.endswith("\n") and line != "ready\n":
                acknowledged.add(line.split()[0])
        opened = Workspaces(path)
        local = opened.open_local()
        for id_ in acknowledged:
            saved = local.get_plan(id_)
            assert saved.version == 2
            assert saved.plan.file == "b" * 20_000
        for row in local.list_plans():
            assert len(local.list_versions(row.id)) == row.version
        assert len(local.confirmed(MATHS)) >= len(acknowledged)
        opened.close()
        check_whole(path)
    assert len(acknowledged) > 10


def test_a_backup_taken_while_others_write_goes_back_whole(
    schools: Workspaces, path: Path, tmp_path: Path
) -> None:
    school, key = schools.create("Oakwood")
    row = school.save_plan("A", WHOLE)
    school.confirm(MATHS, "Ratio", [RATIO])
    writer = child(path, "w", 40)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    copy = tmp_path / "copy.sqlite3"
    schools.backup(copy)
    _, wrong = writer.communicate()
    assert writer.returncode == 0, wrong
    assert stat.S_IMODE(copy.stat().st_mode) & 0o077 == 0
    check_whole(copy)
    school.delete_all()
    restored = Workspaces(copy)
    back = restored.by_key(key)
    assert back is not None
    assert back.get_plan(row.id).plan == WHOLE
    assert back.confirmed(MATHS) == {"ratio": (RATIO,)}
    restored.close()
    assert [file.name for file in tmp_path.glob(".part-*")] == []


def test_a_backup_that_cannot_be_written_is_told(
    schools: Workspaces, school: Workspace, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        schools.backup(tmp_path / "no" / "copy.sqlite3")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        schools.backup(tmp_path / "folder")
    assert list(tmp_path.glob(".part-*")) == []
