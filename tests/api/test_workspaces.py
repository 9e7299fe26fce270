"""What schools keep: plans with their versions, confirmed matches, and the keys to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.refusals import Full, KeyNeeded, Stale
from api.workspaces import Workspace, Workspaces, match_rows, plan_rows
from ontology.errors import BadParameter, NotFound
from ontology.text import fold
from tests.api.kept import MATHS, RATIO, SCIENCE, WHOLE, plan


@pytest.fixture
def path(store_path: Path) -> Path:
    return store_path


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
