"""What schools keep: versions, keys, isolation, retired identifiers; and that nothing is lost."""

from __future__ import annotations

import itertools
import json
import os
import random
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.planning import Planner
from api.refusals import Full, KeyNeeded, Stale, StoreError
from api.workspaces import (
    Heirs,
    Workspace,
    Workspaces,
    confirmations,
    database,
    follow_match,
    follow_plan,
    match_rows,
    plan_rows,
)
from api.workspaces.database import APPLICATION, MIGRATIONS
from graph.index import Index, build_index
from ontology.errors import BadParameter, NotFound
from ontology.findings import Where
from ontology.plans import Course, Plan, Settings, Suppression, Unit
from ontology.records import Retired
from ontology.text import fold
from ontology.vocabulary import Department
from tests.api.joint import JOINT

MATHS, SCIENCE = Department.MATHS, Department.SCIENCE
RATIO = "maths:ratio"


def unit(text: str, **more: Any) -> Unit:
    where = Where(file="plan.xlsx", sheet="Year 8", cell="C7")
    return Unit(id=text, text=text, where=where, **more)


def plan(*texts: str, department: Department | None = MATHS) -> Plan:
    return Plan(file="plan.xlsx", department=department, units=tuple(map(unit, texts)))


WHOLE = Plan(
    file="Ünit – plan.xlsx",
    department=SCIENCE,
    courses=(Course.HIGHER, Course.COMBINED),
    units=(
        unit("Speed\n& motion", year=7, half_term=2, span=2, weeks=2.5, names=("physics:speed",)),
        unit("=1+1", pinned=True, together="a", classes=("8x1",), hidden=True),
    ),
    settings=Settings(suppressions=(Suppression(rule="GAP001", about=None, reason="We know"),)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "schools.sqlite3"


@pytest.fixture
def schools(path: Path) -> Iterator[Workspaces]:
    opened = Workspaces(path)
    yield opened
    opened.close()


@pytest.fixture
def school(schools: Workspaces) -> Workspace:
    return schools.create("Oakwood School")[0]


# Plans and versions


def test_a_plan_comes_back_as_it_was_saved(schools: Workspaces, path: Path) -> None:
    school, key = schools.create("Oakwood School")
    row = school.save_plan("  Year 8,\tAutumn ", WHOLE)
    assert (row.name, row.department, row.version) == ("Year 8, Autumn", SCIENCE, 1)
    assert row.id.startswith("p-")
    schools.close()
    again = Workspaces(path)
    reopened = again.by_key(key)
    assert reopened is not None
    saved = reopened.get_plan(row.id)
    assert saved.plan == WHOLE
    assert saved.etag == row.etag
    assert reopened.list_plans() == (row,)
    again.close()


def test_every_version_is_kept_and_the_same_again_makes_none(school: Workspace) -> None:
    first = school.save_plan("A", plan("Ratio"))
    same = school.update_plan(first.id, plan("Ratio"), frozenset({first.etag}))
    assert same == first
    second = school.update_plan(first.id, plan("Rates"), frozenset({'"x"', first.etag}))
    third = school.update_plan(first.id, plan("Rates"), "*", name="B")
    assert [second.version, third.version] == [2, 3]
    assert len({first.etag, second.etag, third.etag}) == 3
    assert third.created == first.created
    texts = [school.get_plan(first.id, version).plan.units[0].text for version in (1, 2, 3)]
    assert texts == ["Ratio", "Rates", "Rates"]
    assert [row.name for row in school.list_versions(first.id)] == ["B", "A", "A"]
    assert school.get_plan(first.id).name == "B"
    assert school.get_plan(first.id, 1).etag == first.etag
    back = school.update_plan(first.id, plan("Ratio"), "*", name="A")
    assert back.version == 4
    assert back.etag != first.etag


@pytest.mark.parametrize("version", [-1, 0, 2, 2**63, 10**30])
def test_a_version_that_there_is_not_is_told(school: Workspace, version: int) -> None:
    row = school.save_plan("A", plan("Ratio"))
    with pytest.raises(NotFound, match="versions 1 to 1"):
        school.get_plan(row.id, version)


def test_a_change_from_an_old_version_is_refused_and_changes_nothing(school: Workspace) -> None:
    row = school.save_plan("A", plan("Ratio"))
    newer = school.update_plan(row.id, plan("Rates"), frozenset({row.etag}))
    stale = frozenset({row.etag, '"other"'})
    with pytest.raises(Stale) as refused:
        school.update_plan(row.id, plan("Lost"), stale)
    assert refused.value.nearest == (newer.etag,)
    with pytest.raises(Stale):
        school.delete_plan(row.id, stale)
    with pytest.raises(Stale):
        school.update_plan(row.id, plan("Lost"), frozenset())
    assert school.list_plans() == (newer,)
    school.delete_plan(row.id, frozenset({newer.etag}))
    for use in (
        lambda: school.get_plan(row.id),
        lambda: school.list_versions(row.id),
        lambda: school.update_plan(row.id, plan("Back"), "*"),
        lambda: school.delete_plan(row.id, "*"),
    ):
        with pytest.raises(NotFound):
            use()
    assert school.count().model_dump() == {"plans": 0, "versions": 0, "matches": 0}


@pytest.mark.parametrize("name", ["", "  \n", "a" * 201, "a\x00b", "a\u202eb", "\ud800"])
def test_a_name_that_cannot_be_shown_is_refused(
    schools: Workspaces, school: Workspace, name: str
) -> None:
    row = school.save_plan("A", plan())
    for use in (
        lambda: school.save_plan(name, plan()),
        lambda: school.update_plan(row.id, plan(), "*", name=name),
        lambda: schools.create(name),
    ):
        with pytest.raises(BadParameter, match="name"):
            use()
    assert school.list_plans() == (row,)


def test_there_is_an_end_to_what_a_school_may_keep(
    school: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = school.save_plan("A", plan("Ratio"))
    monkeypatch.setattr(plan_rows, "PLANS", 1)
    with pytest.raises(Full, match="at most 1 plans"):
        school.save_plan("B", plan("Ratio"))
    monkeypatch.setattr(plan_rows, "ROOM", 300)
    with pytest.raises(Full, match="MiB"):
        school.update_plan(row.id, plan("Rates" * 100), "*")
    monkeypatch.setattr(match_rows, "MATCHES", 2)
    school.confirm_all([(MATHS, "a", []), (MATHS, "b", [])])
    with pytest.raises(Full, match="at most 2"):
        school.confirm(MATHS, "c", [])
    school.confirm(MATHS, "b", [RATIO])
    assert school.count().model_dump() == {"plans": 1, "versions": 1, "matches": 2}


# Confirmed matches


def test_a_text_is_confirmed_however_it_is_spelt(school: Workspace) -> None:
    school.confirm(MATHS, "Ratio & Proportion", [RATIO, "maths:gradients", RATIO])
    school.confirm(SCIENCE, "ratio proportion", [])
    assert school.confirmed(MATHS) == {
        fold("Ratio & Proportion"): (RATIO, "maths:gradients"),
    }
    assert school.confirmed(SCIENCE) == {"ratio proportion": ()}
    school.confirm(MATHS, " RATIO-PROPORTION", ["maths:density"])
    (row, other) = school.list_matches()
    assert (row.text, row.topics, row.department) == ("RATIO-PROPORTION", ("maths:density",), MATHS)
    assert other.topics == ()
    school.forget_match(MATHS, "Ratio. Proportion")
    assert school.confirmed(MATHS) == {}
    assert school.confirmed(SCIENCE)
    with pytest.raises(NotFound):
        school.forget_match(MATHS, "Ratio. Proportion")


@pytest.mark.parametrize("text", ["", " \n ", "&", "a" * 4001, "a\x00b", "\ud800"])
def test_a_bad_text_spoils_all_of_a_list(school: Workspace, text: str) -> None:
    with pytest.raises(BadParameter):
        school.confirm_all([(MATHS, "Ratio", [RATIO]), (MATHS, text, [])])
    assert school.list_matches() == ()


def test_one_text_twice_must_mean_one_thing(school: Workspace) -> None:
    pair = ["maths:a", "maths:b"]
    assert school.confirm_all([(MATHS, "A b", pair), (MATHS, "a-b", pair[::-1])]) == 1
    with pytest.raises(BadParameter, match="twice"):
        school.confirm_all([(MATHS, "A b", pair), (MATHS, "a-b", [])])
    assert school.confirmed(MATHS)["a b"] == ("maths:b", "maths:a")


# Keys


def test_a_key_opens_its_own_workspace_and_is_nowhere_kept(schools: Workspaces, path: Path) -> None:
    pairs = [schools.create(name) for name in ("Oakwood", "Elmwood")]
    assert len({key for _, key in pairs}) == 2
    for workspace, key in pairs:
        assert schools.by_key(key) == workspace
    (kid, secret), (other_kid, other) = (key.split(".") for _, key in pairs)
    wrong = ["", ".", kid, f"{kid}.", f"{kid}.{other}", f"{other_kid}.{secret}", f".{secret}",
             f"{kid}.{secret} ", f"{kid}.{secret}.", f"{kid}.{secret[:-1]}", "é.é", "\x00.\x00",
             f"{kid.upper()}.{secret}", "a" * 10_000, f"{kid}.{secret}" + "a" * 200,
             f"{secret}.{kid}"]  # fmt: skip
    for key in wrong:
        assert schools.by_key(key) is None, key
    schools.close()
    kept = path.read_bytes()
    assert kid.encode() in kept
    assert secret.encode() not in kept


def test_a_rotated_key_opens_nothing(schools: Workspaces) -> None:
    workspace, old = schools.create("Oakwood")
    new = schools.rotate("oakwood")
    assert schools.by_key(old) is None
    assert schools.by_key(new) == workspace
    with pytest.raises(NotFound, match="Oakwood"):
        schools.rotate("Oakwod")
    schools.open_local()
    with pytest.raises(BadParameter, match="no key"):
        schools.rotate("local")


def test_names_are_taken_once_and_the_local_one_never(schools: Workspaces) -> None:
    schools.create("St Mary’s")
    for name in ("st-mary's", "Local", "&", "LOCAL."):
        with pytest.raises(BadParameter):
            schools.create(name)
    assert [row.name for row in schools.summaries()] == ["St Mary’s"]
    assert schools.get("ST MARY'S") == schools.get(schools.summaries()[0].id)


def test_the_local_workspace_is_one_and_no_key_opens_it(schools: Workspaces, path: Path) -> None:
    assert schools.find_local() is None
    local = schools.open_local()
    assert schools.open_local() == local == schools.find_local() == schools.get("local")
    assert schools.summaries()[0].kid is None
    for key in ("local", "local.", ".", "None.", "."):
        assert schools.by_key(key) is None


def test_asking_makes_no_file(schools: Workspaces, path: Path) -> None:
    assert schools.by_key("a.b") is None
    assert schools.find_local() is None
    assert schools.summaries() == ()
    for use in (schools.get, schools.rotate, schools.delete):
        with pytest.raises(NotFound, match="no workspace yet"):
            use("Oakwood")
    assert not path.parent.exists()


def test_a_deleted_workspace_takes_nothing_more(schools: Workspaces) -> None:
    school, key = schools.create("Oakwood")
    row = school.save_plan("A", plan("Ratio"))
    school.confirm(MATHS, "Ratio", [RATIO])
    gone = schools.delete("Oakwood")
    assert gone.model_dump() == {"plans": 1, "versions": 1, "matches": 1}
    assert schools.by_key(key) is None
    for use in (
        lambda: school.save_plan("B", plan()),
        lambda: school.update_plan(row.id, plan(), "*"),
        lambda: school.delete_plan(row.id, "*"),
        lambda: school.confirm(MATHS, "Ratio", []),
        lambda: school.forget_match(MATHS, "Ratio"),
        school.delete_all,
    ):
        with pytest.raises(KeyNeeded):
            use()
    again, _ = schools.create("Oakwood")
    assert again.id != school.id
    assert again.list_plans() == ()
    assert again.list_matches() == ()


# Isolation


@dataclass
class Expected:
    """What a school should see, in plain Python."""

    plans: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    matches: dict[tuple[Department, str], tuple[str, ...]] = field(default_factory=dict)


NAMES = ("Oakwood", "Elmwood", "local")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["save", "update", "delete", "confirm", "forget", "clear", "steal", "rotate"]
        ),
        st.sampled_from(range(3)),
        st.integers(0, 5),
        st.sampled_from(["Ratio", "Rates", "FDP"]),
        st.sampled_from(list(Department)),
    ),
    max_size=25,
)


def steal(schools: list[Workspace], who: int, ids: list[str]) -> None:
    """What one does with another's ids ends as if there were none."""
    for id_ in ids:
        for use in (
            lambda id_=id_: schools[who].get_plan(id_),
            lambda id_=id_: schools[who].list_versions(id_),
            lambda id_=id_: schools[who].update_plan(id_, plan("Stolen"), "*"),
            lambda id_=id_: schools[who].delete_plan(id_, "*"),
        ):
            with pytest.raises(NotFound) as refused:
                use()
            assert not set(refused.value.nearest) & set(ids)


def change(school: Workspace, seen: Expected, step: tuple[Any, ...]) -> None:
    verb, _, number, text, department = step
    ids = sorted(seen.plans)
    id_ = ids[number % len(ids)] if ids else None
    key = (department, fold(text))
    if verb == "save":
        seen.plans[school.save_plan(text, plan(text)).id] = [(text, text)]
    elif verb == "update" and id_:
        row = school.update_plan(id_, plan(text), "*", name=text)
        if seen.plans[id_][-1] != (text, text):
            seen.plans[id_].append((text, text))
        assert row.version == len(seen.plans[id_])
    elif verb == "delete" and id_:
        school.delete_plan(id_, frozenset({school.get_plan(id_).etag}))
        del seen.plans[id_]
    elif verb == "confirm":
        school.confirm(department, text, [RATIO] * (number % 2))
        seen.matches[key] = (RATIO,) * (number % 2)
    elif verb == "forget" and key in seen.matches:
        school.forget_match(department, text)
        del seen.matches[key]
    elif verb == "clear" and number == 0:
        school.delete_all()
        seen.plans.clear()
        seen.matches.clear()


def check(school: Workspace, seen: Expected) -> None:
    assert {row.id: row.version for row in school.list_plans()} == {
        id_: len(versions) for id_, versions in seen.plans.items()
    }
    for id_, versions in seen.plans.items():
        for version, (name, text) in enumerate(versions, 1):
            saved = school.get_plan(id_, version)
            assert (saved.name, saved.plan) == (name, plan(text))
    for department in Department:
        assert school.confirmed(department) == {
            text: topics for (whose, text), topics in seen.matches.items() if whose is department
        }
    exported = json.loads(school.export())
    assert {row["id"] for row in exported["plans"]} == set(seen.plans)
    assert len(exported["matches"]) == len(seen.matches)
    assert school.count().versions == sum(map(len, seen.plans.values()))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_school_ever_sees_what_is_anothers(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    opened = Workspaces(tmp_path_factory.mktemp("isolation") / "schools.sqlite3")
    keys = {name: opened.create(name)[1] for name in NAMES[:2]}
    all_of_them = [*(opened.by_key(key) for key in keys.values()), opened.open_local()]
    schools = [school for school in all_of_them if school is not None]
    assert len(schools) == 3
    seen = [Expected() for _ in NAMES]
    for step in steps:
        who = step[1]
        if step[0] == "steal":
            others = [id_ for n, other in enumerate(seen) if n != who for id_ in other.plans]
            steal(schools, who, others)
        elif step[0] == "rotate" and who < 2:
            keys[NAMES[who]] = opened.rotate(NAMES[who])
            assert opened.by_key(keys[NAMES[who]]) == schools[who]
        else:
            change(schools[who], seen[who], step)
        for school, own in zip(schools, seen, strict=True):
            check(school, own)
    opened.close()


# Retired identifiers


def retired(*rows: tuple[str, tuple[str, ...]]) -> Index:
    return build_index(
        JOINT.model_copy(
            update={
                "retired": tuple(
                    Retired(id=id_, replaced_by=heirs, date=date(2026, 9, 1), reason="Renamed")
                    for id_, heirs in rows
                )
            }
        )
    )


OLD = retired(
    ("maths:old", ("maths:older", "maths:density")),
    ("maths:older", (RATIO, "maths:gradients")),
    ("maths:lost", ()),
    ("maths:round", ("maths:about",)),
    ("maths:about", ("maths:round",)),
)


def test_a_retired_identifier_is_followed_to_the_end() -> None:
    heirs = Heirs(OLD)
    assert heirs.follow(RATIO) == (RATIO,)
    assert heirs.told() == []
    assert heirs.follow("maths:old") == (RATIO, "maths:gradients", "maths:density")
    assert heirs.follow(" MATHS:older ") == (RATIO, "maths:gradients")
    assert heirs.follow("maths:lost") == ()
    assert heirs.follow("maths:round") == ()
    assert heirs.topics(["maths:older", "maths:old", "maths:never"]) == (
        RATIO, "maths:gradients", "maths:density",
    )  # fmt: skip
    told = {row["id"]: row["replaced_by"] for row in heirs.told()}
    assert told["maths:lost"] == []
    assert told["maths:never"] == []
    assert told["maths:old"] == [RATIO, "maths:gradients", "maths:density"]


def test_a_plan_is_followed_and_its_texts_stay() -> None:
    suppressions = tuple(
        Suppression(rule="GAP001", about=about, reason="We know")
        for about in (None, "maths:older", "maths:lost", "Year 8!C7")
    )
    saved = Plan(
        file="plan.xlsx",
        units=(unit("maths:old", names=("maths:older", "R5", RATIO)), unit("b", names=("x",))),
        settings=Settings(suppressions=suppressions),
    )
    heirs = Heirs(OLD)
    followed = follow_plan(saved, heirs)
    assert followed.units[0].text == "maths:old"
    assert followed.units[0].names == (RATIO, "maths:gradients", "R5")
    assert followed.units[1] == saved.units[1]
    assert [rule.about for rule in followed.settings.suppressions] == [
        None, RATIO, "maths:gradients", "maths:lost", "Year 8!C7",
    ]  # fmt: skip
    assert [row["id"] for row in heirs.told()] == ["maths:lost", "maths:older"]
    assert follow_plan(WHOLE, Heirs(OLD)) == WHOLE


def test_a_confirmation_whose_topics_are_gone_is_asked_anew(school: Workspace) -> None:
    school.confirm_all(
        [
            (MATHS, "Old one", ["maths:old"]),
            (MATHS, "Lost one", ["maths:lost"]),
            (MATHS, "Half", ["maths:lost", RATIO]),
            (MATHS, "Revision", []),
        ]
    )
    confirmed = confirmations(school, OLD)
    assert confirmed(MATHS) == {
        "old one": (RATIO, "maths:gradients", "maths:density"),
        "half": (RATIO,),
        "revision": (),
    }
    assert confirmed(SCIENCE) == confirmations(None, OLD)(MATHS) == {}
    heirs = Heirs(OLD)
    rows = {row.text: follow_match(row, heirs) for row in school.list_matches()}
    assert {text: row.holds for text, row in rows.items()} == {
        "Old one": True, "Lost one": False, "Half": True, "Revision": True,
    }  # fmt: skip
    assert school.confirmed(MATHS)["old one"] == ("maths:old",)


def test_what_was_confirmed_decides_the_next_match(school: Workspace) -> None:
    planner = Planner(OLD)
    title = plan("Zebra crossings", "Ratio")
    before = planner.match_plans([title], None)[0].matches[0]
    assert before.parts[0].topics == ()
    school.confirm_all([(MATHS, "ZEBRA crossings", ["maths:older"]), (MATHS, "ratio", [])])
    after = planner.match_plans([title], None, confirmations(school, OLD))[0].matches
    assert [match.state for match in after] == ["matched", "matched"]
    assert after[0].parts[0].topics == (RATIO, "maths:gradients")
    assert after[1].parts[0].topics == ()


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


def test_the_export_has_every_version_and_match(school: Workspace) -> None:
    row = school.save_plan("Ünit", WHOLE)
    newer = school.update_plan(row.id, plan("Rates"), "*")
    school.confirm(SCIENCE, "Spëed", ["physics:speed"])
    exported = json.loads(school.export())
    assert exported["workspace"]["name"] == "Oakwood School"
    (kept,) = exported["plans"]
    assert {key: kept[key] for key in ("id", "etag")} == {"id": row.id, "etag": newer.etag}
    plans = [Plan.model_validate_json(json.dumps(v["plan"])) for v in kept["versions"]]
    assert plans == [plan("Rates"), WHOLE]
    assert exported["matches"][0]["text"] == "Spëed"
    assert exported["matches"][0]["topics"] == ["physics:speed"]
