"""No school sees what is another's; what it has, it can take away."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.workspaces import Workspace, Workspaces
from ontology.errors import NotFound
from ontology.plans import Plan
from ontology.text import fold
from ontology.vocabulary import Department
from tests.api.kept import RATIO, SCIENCE, WHOLE, plan


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
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
