"""Plans as our own JSON: reading what programs send, writing what is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.plan_json import DEEPEST, MOST, Malformed, read_plan_json, write_plan_json
from loaders.schemes import plan_of, read_plan
from ontology.findings import Where
from ontology.plans import Course, Plan, Settings, Suppression, Unit
from ontology.uploads import Refused
from ontology.vocabulary import Department
from tests.loaders.layouts import LAYOUTS, Layout
from tests.loaders.sheets import book, grid


def problems(document: Any) -> dict[str, str]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with pytest.raises(Malformed) as caught:
        read_plan_json("plan.json", data)
    for pointer, says in caught.value.problems[:MOST]:
        assert f"{pointer}: {says}" in caught.value.detail or pointer == ""
    assert caught.value.parameter == "file"
    return dict(caught.value.problems)


def is_read_or_told(data: bytes) -> bool:
    try:
        return isinstance(read_plan_json("plan.json", data), tuple)
    except Malformed as error:
        return len(error.problems) > 0


def test_a_plan_that_a_program_sends() -> None:
    document = {
        "department": "maths",
        "courses": ["higher"],
        "settings": {"gap": 4, "suppressions": [{"rule": "GAP002", "reason": "a project"}]},
        "units": [
            {"text": "Ratio", "year": 8, "half_term": 3, "weeks": 2},
            {"text": "Surds", "id": "my-id", "courses": ["higher"]},
        ],
    }
    (plan,) = read_plan_json("plan.json", json.dumps(document).encode())
    assert plan.file == "plan.json"
    assert plan.department is Department.MATHS
    assert [unit.id for unit in plan.units] == ["units[0]", "my-id"]
    assert plan.units[1].where == Where(file="plan.json", sheet=None, cell="units[1]")
    assert plan.units[0].weeks == 2.0
    assert plan.settings.gap == 4
    assert read_plan("plan.json", json.dumps(document).encode()) == plan


def test_several_plans() -> None:
    two = {"plans": [{"file": "a", "units": []}, {"units": [{"text": "Ratio"}]}]}
    data = json.dumps(two).encode()
    first, second = read_plan_json("plans.json", data)
    assert (first.file, second.file) == ("a", "plans.json")
    with pytest.raises(Refused, match="it holds 2 plans"):
        read_plan("plans.json", data)
    wrong = {"plans": [{"units": []}, {"units": [{"text": 3}]}, 7]}
    assert problems(wrong) == {
        "/plans/1/units/0/text": "input should be a valid string",
        "/plans/2": "a plan is an object with `units`",
    }
    assert set(problems({"plans": [], "more": 1})) == {"/plans", "/more"}


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_what_was_read_comes_back_the_same(layout: Layout) -> None:
    plan = plan_of(book(grid(layout.sheet, layout.drawn, layout.file), file=layout.file))
    data = write_plan_json(plan)
    assert read_plan_json("other.json", data) == (plan,)
    assert write_plan_json(read_plan_json("other.json", data)[0]) == data


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
units = st.builds(
    Unit,
    id=texts,
    text=texts,
    where=st.builds(Where, file=texts, sheet=st.none() | texts, cell=st.none() | texts),
    department=st.none() | st.sampled_from(Department),
    year=st.none() | st.integers(7, 11),
    half_term=st.none() | st.integers(1, 6),
    span=st.integers(1, 30),
    step=st.none() | st.integers(-5, 10**12),
    weeks=st.none() | st.floats(0.01, 60),
    names=st.lists(texts, max_size=2).map(tuple),
    courses=st.lists(st.sampled_from(Course), max_size=2).map(tuple),
    classes=st.lists(texts, max_size=2).map(tuple),
    pinned=st.booleans(),
    together=st.none() | texts,
    hidden=st.booleans(),
)
plans = st.builds(
    Plan,
    file=texts,
    units=st.lists(units, max_size=4, unique_by=lambda unit: unit.id).map(tuple),
    settings=st.builds(
        Settings,
        gap=st.integers(1, 60),
        suppressions=st.lists(
            st.builds(
                Suppression,
                rule=texts,
                about=st.none() | texts,
                reason=texts.filter(lambda text: len(text) > 2),
            ),
            max_size=2,
        ).map(tuple),
    ),
)


@given(plans)
def test_any_plan_comes_back_the_same(plan: Plan) -> None:
    assert read_plan_json("x.json", write_plan_json(plan)) == (plan,)


def test_all_problems_at_once_each_with_its_pointer() -> None:
    document = {
        "department": "art",
        "units": [
            {"text": "a", "year": "8"},
            {"text": "b", "year": 12, "half_term": 0},
            {"year": 8},
            "c",
            {"text": "d", "weeks": -1, "speed": 3, "courses": ["triple"]},
            {"text": "e", "id": "units[0]"},
        ],
        "settings": {"gap": 0.5, "a/b~c": 1},
    }
    found = problems(document)
    assert set(found) == {
        "/department",
        "/units/0/year",
        "/units/1/year",
        "/units/1/half_term",
        "/units/2/text",
        "/units/3",
        "/units/4/weeks",
        "/units/4/speed",
        "/units/4/courses/0",
        "/units/5/id",
        "/settings/gap",
        "/settings/a~1b~0c",
    }
    assert found["/units/5/id"] == "another unit has this id"


@pytest.mark.parametrize(
    ("data", "pointer", "says"),
    [
        (b"", "", "it is not JSON"),
        (b"{", "", "line 1, column 2"),
        (b"[1, 2", "", "it is not JSON"),
        (b"null", "", "a plan is an object"),
        (b"{}", "/units", "it is missing"),
        (b'{"units": {}}', "/units", "should be a valid"),
        (b"\xff\xfe{\x00", "", "not UTF-8 from byte 0"),
        (b'{"units": [{"text": "a", "weeks": NaN}]}', "/units/0/weeks", "no number that JSON has"),
        (b'{"units": [{"text": "a", "weeks": -Infinity}]}', "/units/0/weeks", "no number"),
        (b'{"units": [{"text": "a", "weeks": 1e999}]}', "/units/0/weeks", "no number"),
        (b'{"units": [], "units": []}', "/units", "occurs twice"),
        (b'{"units": [{"text": "a", "text": "b"}]}', "/units/0/text", "occurs twice"),
        (b'{"units": [{"text": "\\ud800"}]}', "/units/0/text", "half a character"),
        (b'{"units": [{"text": "a", "step": 1' + b"0" * 5000 + b"}]}", "", "too many digits"),
        (b'{"units": ' + b"[" * 100 + b"]" * 100 + b"}", "/units" + "/0" * (DEEPEST - 1), "deep"),
        (b"[" * 200_000, "", ""),
    ],
)
def test_documents_that_are_no_plan(data: bytes, pointer: str, says: str) -> None:
    found = problems(data)
    assert pointer in found
    assert says in found[pointer]


def test_what_was_sent_is_not_sent_back() -> None:
    document = {"units": [{"text": "a", "year": "secret" * 1000}]}
    with pytest.raises(Malformed) as caught:
        read_plan_json("plan.json", json.dumps(document).encode())
    assert "secret" not in caught.value.detail


def test_very_many_problems_are_counted() -> None:
    with pytest.raises(Malformed, match=r"And 900 more\.") as caught:
        read_plan_json("plan.json", json.dumps({"units": [{}] * 1000}).encode())
    assert len(caught.value.problems) == 1000


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["units", "plans", "text", "year", "where"]), inner),
))  # fmt: skip
def test_any_json_is_a_plan_or_told(document: Any) -> None:
    assert is_read_or_told(json.dumps(document).encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_plan_or_told(data: bytes) -> None:
    assert is_read_or_told(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"units":[' + b",".join([b'{"text":"a"}'] * 5001) + b"]}", "5001 units"),
        (b" " * (8 << 20) + b"{}", "larger than 8 MiB"),
    ],
)
def test_more_than_a_plan_needs_is_refused_before_it_costs(data: bytes, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        read_plan_json("plan.json", data)


def test_fields_may_be_called_as_elsewhere() -> None:
    document = {
        "subject": "maths",
        "pathway": "higher, combined",
        "units": [
            {"title": "Ratio", "year": 7, "half_term": 1},
            {"topics": ["maths:scale-factors", "gcse-maths:R5"], "year": 8},
        ],
    }
    (plan,) = read_plan_json("p.json", json.dumps(document).encode())
    assert (plan.department, plan.courses) == ("maths", ("higher", "combined"))
    assert [unit.text for unit in plan.units] == ["Ratio", "maths:scale-factors; gcse-maths:R5"]
    assert plan.units[1].names == ("maths:scale-factors", "gcse-maths:R5")
    with pytest.raises(Malformed, match="/units/0/title"):
        read_plan_json("p.json", b'{"units":[{"title":"a","text":"b"}]}')
