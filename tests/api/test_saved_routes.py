"""Saved plans and confirmed matches over HTTP: keys, versions, preconditions, hostile bodies."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Depends, FastAPI
from starlette.types import ASGIApp

from api.answers import Answers
from api.app import build_app, create_app
from api.bodies import LARGEST
from api.planning import Confirmed
from api.refusals import add_refusals
from api.routes.access import Access, get_confirmed, is_loopback
from api.workspaces import Workspaces
from graph.index import Index, build_index
from ontology.records import Retired
from ontology.vocabulary import Department
from tests.api.joint import JOINT

HERE, AWAY = "http://127.0.0.1:8000", "http://192.0.2.7:8000"
PLAN = {
    "department": "maths",
    "units": [
        {"text": "Ratio & proportion", "year": 8, "half_term": 3, "names": ["maths:old"]},
        {"text": "Ünit = 1\nthen “rates”", "year": 9, "pinned": True},
    ],
}
BODY = {"name": "Year 8", "plan": PLAN}
JSON = {"content-type": "application/json"}
RATIO = "maths:ratio"


class Caller:
    """Sends requests to an app as from a place, with a key or without."""

    def __init__(self, app: ASGIApp, base: str = HERE, key: str | None = None) -> None:
        self.app = app
        self.base = base
        self.key = key

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        own = {} if self.key is None else {"authorization": f"Bearer {self.key}"}
        own |= {} if body is None else JSON
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return asyncio.run(self._send(method, path, content, {**own, **(headers or {})}))

    async def _send(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
            return await client.request(method, path, content=content, headers=headers)


@pytest.fixture(scope="module")
def old_index() -> Index:
    rows = (("maths:old", (RATIO, "maths:gradients")), ("maths:lost", ()))
    retired = tuple(
        Retired(id=id_, replaced_by=heirs, date=date(2026, 9, 1), reason="Renamed")
        for id_, heirs in rows
    )
    return build_index(JOINT.model_copy(update={"retired": retired}))


@pytest.fixture
def schools(tmp_path: Path) -> Iterator[Workspaces]:
    opened = Workspaces(tmp_path / "schools.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def app(old_index: Index, schools: Workspaces) -> ASGIApp:
    return create_app(Answers(old_index), access=Access(schools, local=True))


@pytest.fixture
def here(app: ASGIApp) -> Caller:
    return Caller(app)


@pytest.fixture
def school(app: ASGIApp, schools: Workspaces) -> Caller:
    return Caller(app, AWAY, schools.create("Oakwood School")[1])


def problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["detail"]
    assert len(response.content) < 100_000
    return body


# A plan's life


@pytest.mark.parametrize("where", ["here", "school"])
def test_a_plan_is_saved_read_changed_and_deleted(
    request: pytest.FixtureRequest, where: str
) -> None:
    call: Caller = request.getfixturevalue(where)
    made = call("POST", "/v1/plans", BODY)
    assert made.status_code == 201, made.text
    row, meta = made.json()["data"], made.json()["meta"]
    assert made.headers["location"] == f"/v1/plans/{row['id']}"
    assert made.headers["etag"] == row["etag"]
    assert list(row) == ["id", "name", "department", "version", "created", "updated", "etag"]
    assert list(meta)[:5] == ["dataset_version", "query", "definition", "total", "next"]
    assert meta["workspace"] == {"here": "local", "school": "Oakwood School"}[where]
    listed = call("GET", "/v1/plans")
    assert listed.json()["data"] == [row]
    assert listed.json()["meta"]["total"] == 1
    path = made.headers["location"]
    got = call("GET", path)
    assert got.headers["etag"] == made.headers["etag"]
    assert got.json()["data"]["plan"]["units"][1]["text"] == "Ünit = 1\nthen “rates”"
    changed = call("PUT", path, {**BODY, "name": "Year 9"}, {"if-match": row["etag"]})
    assert changed.status_code == 200, changed.text
    assert changed.json()["data"]["version"] == 2
    assert changed.headers["etag"] == changed.json()["data"]["etag"] != row["etag"]
    versions = call("GET", f"{path}/versions").json()["data"]
    assert [(v["version"], v["name"]) for v in versions] == [(2, "Year 9"), (1, "Year 8")]
    assert call("GET", f"{path}?version=1").headers["etag"] == row["etag"]
    for stale in (row["etag"], f"W/{changed.headers['etag']}", "x", '"', '"x", "y"'):
        body = problem(call("PUT", path, BODY, {"if-match": stale}), 412, "precondition-failed")
        assert body["nearest"] == [changed.headers["etag"]]
        problem(call("DELETE", path, None, {"if-match": stale}), 412, "precondition-failed")
    gone = call("DELETE", path, None, {"if-match": f'"x", {changed.headers["etag"]}'})
    assert (gone.status_code, gone.content) == (204, b"")
    for method in ("GET", "DELETE", "PUT"):
        sent = BODY if method == "PUT" else None
        problem(call(method, path, sent, {"if-match": "*"}), 404, "not-found")
    assert call("GET", "/v1/plans").json()["data"] == []


def test_a_change_without_if_match_is_refused_before_anything_else(here: Caller) -> None:
    path = here("POST", "/v1/plans", BODY).headers["location"]
    for headers in ({}, {"if-match": ""}, {"if-match": " "}):
        for method, body in (("PUT", BODY), ("PUT", b"{"), ("DELETE", None)):
            problem(here(method, path, body, headers), 428, "precondition-required")
    assert here("GET", path).json()["data"]["version"] == 1
    star = here("PUT", path, {**BODY, "name": "Any"}, {"if-match": "*"})
    assert star.json()["data"]["version"] == 2


def test_nothing_of_a_school_is_cached_and_head_is_get(here: Caller) -> None:
    here("POST", "/v1/plans", BODY)
    for path in ("/v1/plans", "/v1/plans/export", "/v1/plans/matches"):
        for _ in range(2):
            answer = here("GET", path, None, {"accept-encoding": "gzip"})
            assert answer.headers["cache-control"] == "no-store"
            head = here("HEAD", path)
            assert head.status_code == 200
            assert head.content == b""
    here("DELETE", "/v1/plans?confirm=local")
    assert here("GET", "/v1/plans").json()["data"] == []


def test_retired_identifiers_are_followed_when_read_and_stay_in_what_is_kept(
    here: Caller, schools: Workspaces
) -> None:
    made = here("POST", "/v1/plans", BODY)
    id_ = made.json()["data"]["id"]
    got = here("GET", f"/v1/plans/{id_}").json()
    assert got["data"]["plan"]["units"][0]["names"] == [RATIO, "maths:gradients"]
    assert got["meta"]["followed"] == [
        {"id": "maths:old", "replaced_by": [RATIO, "maths:gradients"], "reason": "Renamed"}
    ]
    assert schools.open_local().get_plan(id_).plan.units[0].names == ("maths:old",)
    exported = here("GET", "/v1/plans/export").json()["data"]
    assert exported["plans"][0]["versions"][0]["plan"]["units"][0]["names"] == ["maths:old"]


# Confirmed matches


def test_matches_are_confirmed_merged_and_taken_back(here: Caller) -> None:
    first = [
        {"department": "maths", "text": "Ratio & FDP", "topics": ["MATHS:ratio"]},
        {"department": "science", "text": "Revision", "topics": []},
    ]
    put = here("PUT", "/v1/plans/matches", first)
    assert put.status_code == 200, put.text
    assert [row["topics"] for row in put.json()["data"]] == [[RATIO], []]
    second = [{"department": "maths", "text": "ratio FDP", "topics": ["maths:old", RATIO]}]
    put = here("PUT", "/v1/plans/matches", second)
    assert put.json()["meta"]["total"] == 2
    got = here("GET", "/v1/plans/matches").json()
    assert got["data"] == put.json()["data"]
    row = got["data"][0]
    assert list(row) == ["department", "text", "topics", "confirmed", "holds"]
    assert (row["text"], row["topics"]) == ("ratio FDP", [RATIO, "maths:gradients"])
    assert [told["id"] for told in got["meta"]["followed"]] == ["maths:old"]
    gone = here("DELETE", "/v1/plans/matches?department=maths&text=RATIO,+fdp")
    assert gone.status_code == 204, gone.text
    assert [row["text"] for row in here("GET", "/v1/plans/matches").json()["data"]] == ["Revision"]
    again = here("DELETE", "/v1/plans/matches?department=maths&text=RATIO,+fdp")
    assert problem(again, 422, "not-found")["parameter"] == "text"


def test_topics_that_do_not_exist_are_refused_all_at_once_with_the_nearest(here: Caller) -> None:
    rows = [
        {"department": "maths", "text": "a", "topics": [RATIO]},
        {"department": "maths", "text": "b", "topics": ["maths:gradient", RATIO]},
        {"department": "maths", "text": "c", "topics": ["gcse-maths:R5", "", "maths:lost"]},
        {"department": "maths", "text": "d", "topics": ["ratio"]},
    ]
    body = problem(here("PUT", "/v1/plans/matches", rows), 422, "bad-body")
    pointers = [error["pointer"] for error in body["errors"]]
    assert pointers == ["/1/topics/0", "/2/topics/0", "/2/topics/1", "/2/topics/2", "/3/topics/0"]
    assert "maths:gradients" in body["errors"][0]["detail"]
    assert here("GET", "/v1/plans/matches").json()["data"] == []
    many = [{"department": "maths", "text": f"t{n}", "topics": ["maths:x"] * 9} for n in range(900)]
    body = problem(here("PUT", "/v1/plans/matches", many), 422, "bad-body")
    assert len(body["errors"]) == 100


def test_a_school_finds_its_confirmations_when_it_checks(
    old_index: Index, schools: Workspaces
) -> None:
    app = FastAPI()
    app.state.answers = Answers(old_index)
    app.state.access = Access(schools, local=True)
    add_refusals(app)

    @app.get("/asked")
    async def asked(confirmed: Confirmed = Depends(get_confirmed)) -> dict[str, Any]:  # noqa: B008
        return dict(confirmed(Department.MATHS))

    assert Caller(app)("GET", "/asked").json() == {}
    assert not schools.database.exists()
    schools.open_local().confirm(Department.MATHS, "Ours", ["maths:old"])
    school, key = schools.create("Oakwood")
    school.confirm(Department.MATHS, "Theirs", [])
    assert Caller(app)("GET", "/asked").json() == {"ours": [RATIO, "maths:gradients"]}
    for base in (HERE, AWAY):
        assert Caller(app, base, key)("GET", "/asked").json() == {"theirs": []}
    assert Caller(app, AWAY)("GET", "/asked").json() == {}
    problem(Caller(app, HERE, "a.b")("GET", "/asked"), 401, "key-needed")


# Who may


EVERY: list[tuple[str, str, Any]] = [
    ("GET", "/v1/plans", None),
    ("POST", "/v1/plans", BODY),
    ("DELETE", "/v1/plans?confirm=local", None),
    ("GET", "/v1/plans/export", None),
    ("GET", "/v1/plans/matches", None),
    ("PUT", "/v1/plans/matches", []),
    ("DELETE", "/v1/plans/matches?text=a&department=maths", None),
    ("GET", "/v1/plans/p-1", None),
    ("PUT", "/v1/plans/p-1", BODY),
    ("DELETE", "/v1/plans/p-1", None),
    ("GET", "/v1/plans/p-1/versions", None),
]


def test_beyond_loopback_nothing_is_saved_or_read_without_a_key(
    app: ASGIApp, schools: Workspaces
) -> None:
    local = schools.open_local()
    local.confirm(Department.MATHS, "a", [RATIO])
    before = local.export().split(b'"matches"')[1]
    forged = [
        {},
        {"host": "127.0.0.1:8000"},
        {"host": "localhost", "origin": "http://localhost"},
        {"x-forwarded-for": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1;host=localhost;by=127.0.0.1"},
        {"x-forwarded-host": "127.0.0.1", "x-forwarded-server": "127.0.0.1"},
        {"x-real-ip": "127.0.0.1"},
    ]
    for headers, (method, path, body) in itertools.product(forged, EVERY):
        response = Caller(app, AWAY)(method, path, body, {"if-match": "*", **headers})
        problem(response, 401, "key-needed")
        assert response.headers["www-authenticate"] == 'Bearer realm="coherence"'
        assert response.headers["cache-control"] == "no-store"
    assert local.export().split(b'"matches"')[1] == before


@pytest.mark.parametrize(
    "given",
    ["Bearer a.b", "Bearer", "Bearer ", "Basic YTpi", "Bearer {kid}.x", "{key}", "bearer\t{key}",
     "Bearer {key}x", "Bearer {key}, Bearer {key}", "Bearer " + "a" * 5000],
)  # fmt: skip
def test_a_wrong_key_opens_nothing_not_even_the_local_workspace(
    app: ASGIApp, schools: Workspaces, given: str
) -> None:
    _, key = schools.create("Oakwood")
    sent = {"authorization": given.format(key=key, kid=key.split(".")[0]), "if-match": "*"}
    for base, (method, path, body) in itertools.product((HERE, AWAY), EVERY):
        response = Caller(app, base)(method, path, body, sent)
        problem(response, 401, "key-needed")
        assert response.headers["www-authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("base", "headers", "status"),
    [
        (HERE, {}, 200),
        ("http://127.9.9.9:8000", {}, 200),
        ("http://[::1]:8000", {}, 200),
        ("http://[::ffff:127.0.0.1]:8000", {}, 200),
        (HERE, {"host": "localhost:8000"}, 200),
        (HERE, {"host": "LOCALHOST"}, 200),
        (HERE, {"origin": HERE}, 200),
        ("http://0.0.0.0:8000", {}, 401),
        ("http://10.0.0.1", {}, 401),
        ("http://[::]:8000", {}, 401),
        ("http://127.0.0.1.example.org", {}, 401),
        ("http://localhost.example.org", {}, 401),
        (HERE, {"host": "rebound.example.org"}, 401),
        (HERE, {"host": "127.0.0.1.example.org:8000"}, 401),
        (HERE, {"host": "[::1].example.org"}, 401),
        (HERE, {"host": ""}, 401),
        (HERE, {"origin": "https://evil.example.org"}, 401),
        (HERE, {"origin": "null"}, 401),
        (HERE, {"x-forwarded-for": "198.51.100.1"}, 401),
        (HERE, {"forwarded": "for=198.51.100.1"}, 401),
        (HERE, {"via": "1.1 proxy"}, 401),
        (HERE, {"x-real-ip": "198.51.100.1"}, 401),
    ],
)
def test_only_this_machine_itself_needs_no_key(
    app: ASGIApp, base: str, headers: dict[str, str], status: int
) -> None:
    assert Caller(app, base)("GET", "/v1/plans", None, headers).status_code == status


@pytest.mark.parametrize("server", [None, ("/run/coherence.sock", None)])
def test_a_socket_without_an_address_is_not_loopback(app: ASGIApp, server: Any) -> None:
    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "server": server}, receive, send)

    problem(Caller(elsewhere)("GET", "/v1/plans"), 401, "key-needed")


@pytest.mark.parametrize(
    ("address", "so"),
    [
        ("127.0.0.1", True), ("127.255.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True),
        ("::1%lo", True), ("0.0.0.0", False), ("::", False), ("192.168.0.1", False),
        ("localhost", False), ("", False), ("127.1", False), ("::ffff:10.0.0.1", False),
    ],
)  # fmt: skip
def test_what_a_loopback_address_is(address: str, so: bool) -> None:
    assert is_loopback(address) is so


def test_the_local_workspace_can_be_closed(old_index: Index, schools: Workspaces) -> None:
    closed = create_app(Answers(old_index), access=Access(schools, local=False))
    problem(Caller(closed)("GET", "/v1/plans"), 401, "key-needed")
    key = schools.create("Oakwood")[1]
    assert Caller(closed, HERE, key)("GET", "/v1/plans").status_code == 200


def test_a_service_without_a_store_says_so(old_index: Index) -> None:
    call = Caller(create_app(Answers(old_index)))
    for method, path, body in EVERY:
        problem(call(method, path, body, {"if-match": "*"}), 403, "nothing-kept")


def test_schools_see_their_own_alone(app: ASGIApp, schools: Workspaces) -> None:
    mine = Caller(app, AWAY, schools.create("Oakwood")[1])
    theirs = Caller(app, AWAY, schools.create("Elmwood")[1])
    path = mine("POST", "/v1/plans", BODY).headers["location"]
    mine("PUT", "/v1/plans/matches", [{"department": "maths", "text": "a", "topics": []}])
    missing = theirs("GET", "/v1/plans/p-0000000000000000").json()
    for method, at, body in (
        ("GET", path, None),
        ("PUT", path, BODY),
        ("DELETE", path, None),
        ("GET", f"{path}/versions", None),
    ):
        said = problem(theirs(method, at, body, {"if-match": "*"}), 404, "not-found")
        assert said["nearest"] == missing["nearest"] == []
    for at in ("/v1/plans", "/v1/plans/matches"):
        assert theirs("GET", at).json()["data"] == []
        assert len(mine("GET", at).json()["data"]) == 1
    assert theirs("DELETE", "/v1/plans?confirm=Elmwood").status_code == 200
    assert mine("GET", path).status_code == 200


# All of it


def test_everything_is_exported_and_deleted(school: Caller, schools: Workspaces) -> None:
    path = school("POST", "/v1/plans", BODY).headers["location"]
    school("PUT", path, {**BODY, "name": "B"}, {"if-match": "*"})
    school("PUT", "/v1/plans/matches", [{"department": "maths", "text": "a", "topics": []}])
    export = school("GET", "/v1/plans/export")
    assert export.headers["content-disposition"].startswith("attachment")
    data = export.json()["data"]
    assert [version["version"] for version in data["plans"][0]["versions"]] == [2, 1]
    assert data["matches"][0]["text"] == "a"
    for query in ("", "?confirm=", "?confirm=oakwood+school", "?confirm=local"):
        body = problem(school("DELETE", f"/v1/plans{query}"), 422, "bad-parameter")
        assert body["parameter"] == "confirm"
    gone = school("DELETE", "/v1/plans?confirm=Oakwood+School")
    assert gone.json()["data"] == {"plans": 1, "versions": 2, "matches": 1}
    assert school("GET", "/v1/plans").json()["data"] == []
    assert school("GET", "/v1/plans/export").json()["data"]["plans"] == []


# Bodies and queries that are not what is asked for


def nested(depth: int) -> bytes:
    return b'{"name":"a","plan":' + b'{"a":' * depth + b"1" + b"}" * (depth + 1)


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"", 400, "bad-body"),
        (b"{", 400, "bad-body"),
        (b"\xff\xfe{\x00}\x00", 400, "bad-body"),
        ('{"name":"é"}'.encode("latin-1"), 400, "bad-body"),
        (b'{"name":"a","name":"b","plan":{"units":[]}}', 400, "bad-body"),
        (b'{"name":"a","plan":{"units":[],"units":[{"text":"a"}]}}', 400, "bad-body"),
        (b'{"name":"a","plan":{"units":[{"text":"a","weeks":NaN}]}}', 400, "bad-body"),
        (b'{"name":"a","plan":{"units":[{"text":"a","weeks":1e999}]}}', 400, "bad-body"),
        (b'{"name":"a","plan":{"units":[{"text":"a","step":' + b"9" * 5000 + b"}]}}", 400,
         "bad-body"),
        (b'{"name":"\\ud800","plan":{"units":[]}}', 400, "bad-body"),
        (b'{"name":"a","plan":{"units":[{"text":"\\udfff"}]}}', 400, "bad-body"),
        (b'{"\\ud800":1}', 400, "bad-body"),
        (nested(200_000), 400, "bad-body"),
        (nested(200), 422, "bad-body"),
        (b"[]", 422, "bad-body"),
        (b"null", 422, "bad-body"),
        (b'"text"', 422, "bad-body"),
        (b'{"name":"a"}', 422, "bad-body"),
        (b'{"plan":{"units":[]}}', 422, "bad-body"),
        (b'{"name":5,"plan":{"units":[]}}', 422, "bad-body"),
        (b'{"name":"a","plan":[]}', 422, "bad-body"),
        (b'{"name":"a","plan":{}}', 422, "bad-body"),
        (b'{"name":"a","plan":{"units":[]},"id":"p-1"}', 422, "bad-body"),
        (b'{"name":"a","plan":{"plans":[{"units":[]},{"units":[]}]}}', 422, "bad-body"),
        (b'{"name":"a","plan":{"units":[{"text":5}]}}', 422, "bad-body"),
        (b'{"name":"a","plan":{"units":[{"text":"a","year":99}]}}', 422, "bad-body"),
        (b'{"name":"a","plan":{"units":[' + b"{}," * 3000 + b"{}]}}", 422, "bad-body"),
        (b"[" + b"{}," * 500_000 + b"{}]", 422, "bad-body"),
        (b"{" + b",".join(b'"k%d":1' % n for n in range(90_000)) + b"}", 422, "bad-body"),
        (b'{"name":"","plan":{"units":[]}}', 422, "bad-parameter"),
        (b'{"name":"a\\u0000","plan":{"units":[]}}', 422, "bad-parameter"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_plan_is_refused_and_never_fails(
    here: Caller, body: bytes, status: int, slug: str
) -> None:
    made = here("POST", "/v1/plans", BODY)
    path, tag = made.headers["location"], made.headers["etag"]
    problem(here("POST", "/v1/plans", body), status, slug)
    problem(here("PUT", path, body, {"if-match": tag}), status, slug)
    assert here("GET", "/v1/plans").json()["data"] == [made.json()["data"]]


def test_each_thing_wrong_in_a_plan_is_told_with_its_pointer(here: Caller) -> None:
    units = [{"text": "a", "year": 99}, {"text": "b", "weeks": "two"}, {"texts": "c"}]
    answer = here("POST", "/v1/plans", {"name": "a", "plan": {"units": units}})
    body = problem(answer, 422, "bad-body")
    pointers = {error["pointer"] for error in body["errors"]}
    assert {"/plan/units/0/year", "/plan/units/1/weeks", "/plan/units/2/texts"} <= pointers


@pytest.mark.parametrize(
    "body",
    [
        b"{}", b"[[]]", b"[null]", b'[{"department":"maths","text":"a"}]',
        b'[{"department":"latin","text":"a","topics":[]}]',
        b'[{"department":"maths","text":"a","topics":"maths:ratio"}]',
        b'[{"department":"maths","text":"a","topics":[5]}]',
        b'[{"department":"maths","text":"a","topics":[],"more":1}]',
        b"[" + b"{}," * 90_000 + b"{}]", b"[" + b"0," * 90_000 + b"0]",
        b'[{"department":"maths","text":"a","topics":[' + b"5," * 90_000 + b"5]}]",
        b'[{"department":"maths","text":"","topics":[]}]',
        b'[{"department":"maths","text":"&&&","topics":[]}]',
        b'[{"department":"maths","text":"a\\u0007","topics":[]}]',
        b'[{"department":"maths","text":"a","topics":["' + b"x" * 100_000 + b'"]}]',
        b'[{"department":"maths","text":"a","topics":[]},'
        b'{"department":"maths","text":"A","topics":["maths:ratio"]}]',
    ],
)  # fmt: skip
def test_bad_matches_are_refused_and_nothing_is_confirmed(here: Caller, body: bytes) -> None:
    response = here("PUT", "/v1/plans/matches", body)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.content) < 20_000
    assert here("GET", "/v1/plans/matches").json()["data"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "application/jsonp"},
        {"content-type": ""},
        {"content-encoding": "gzip"},
    ],
)
def test_another_kind_of_body_is_refused(here: Caller, headers: dict[str, str]) -> None:
    for method, path in (("POST", "/v1/plans"), ("PUT", "/v1/plans/matches")):
        problem(here(method, path, BODY, headers), 415, "unsupported-media-type")
    named = here("POST", "/v1/plans", BODY, {"content-type": 'Application/JSON; charset="UTF-8"'})
    assert named.status_code == 201


def test_a_body_has_an_end_whether_or_not_it_says_how_long_it_is(app: ASGIApp) -> None:
    here = Caller(app)
    filler = b'{"name":"a","plan":{"units":[{"text":"%s"}]}}'
    room = LARGEST - len(filler) + 2
    assert here("POST", "/v1/plans", filler % (b"a" * room)).status_code == 201
    problem(here("POST", "/v1/plans", filler % (b"a" * (room + 1))), 413, "body-too-large")

    async def chunked() -> tuple[httpx.Response, int]:
        sent = 0

        async def parts() -> Any:
            nonlocal sent
            for _ in range(1000):
                sent += 1
                yield b" " * 65536

        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            return await client.post("/v1/plans", content=parts(), headers=JSON), sent

    response, sent = asyncio.run(chunked())
    problem(response, 413, "body-too-large")
    assert sent < 50


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/v1/plans?limit=5", 422, "unknown-parameter"),
        ("GET", "/v1/plans/p-1?versions=1", 422, "unknown-parameter"),
        ("GET", "/v1/plans/p-1?version=0", 422, "bad-parameter"),
        ("GET", "/v1/plans/p-1?version=new", 422, "bad-parameter"),
        ("GET", "/v1/plans/p-1?version=" + "9" * 30, 404, "not-found"),
        ("GET", "/v1/plans/p-1/versions?x=1", 422, "unknown-parameter"),
        ("GET", "/v1/plans/%00", 404, "not-found"),
        ("GET", "/v1/plans/%ff", 404, "not-found"),
        ("GET", "/v1/plans/p-1'%20OR%201=1", 404, "not-found"),
        ("GET", "/v1/plans/" + "a" * 5000, 422, "bad-parameter"),
        ("DELETE", "/v1/plans/matches", 422, "bad-parameter"),
        ("DELETE", "/v1/plans/matches?text=a&department=latin", 422, "bad-parameter"),
        ("DELETE", "/v1/plans/matches?text=%00&department=maths", 422, "not-found"),
        ("DELETE", "/v1/plans?confirm=local&confirm=x", 422, "bad-parameter"),
        ("PATCH", "/v1/plans/p-1", 405, "method-not-allowed"),
        ("POST", "/v1/plans/export", 405, "method-not-allowed"),
    ],
)
def test_wrong_addresses_are_problems(
    here: Caller, method: str, path: str, status: int, slug: str
) -> None:
    problem(here(method, path), status, slug)


def test_a_version_that_there_is_not_is_told(here: Caller) -> None:
    path = here("POST", "/v1/plans", BODY).headers["location"]
    for version in ("2", "9" * 30):
        body = problem(here("GET", f"{path}?version={version}"), 422, "not-found")
        assert body["parameter"] == "version"


def test_every_kind_of_refusal_has_its_page(here: Caller) -> None:
    for slug in ("key-needed", "nothing-kept", "workspace-full", "precondition-required",
                 "precondition-failed", "body-too-large", "unsupported-media-type", "bad-body",
                 "store-unavailable"):  # fmt: skip
        assert here("GET", f"/problems/{slug}").status_code == 200


def test_a_store_that_cannot_be_used_is_503_and_keeps_its_place_to_itself(
    old_index: Index, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "schools.sqlite3"
    path.write_bytes(b"no database at all" * 1000)
    call = Caller(create_app(Answers(old_index), access=Access(Workspaces(path), local=True)))
    for headers in ({}, {"authorization": "Bearer a.b"}):
        response = call("GET", "/v1/plans", None, headers)
        problem(response, 503, "store-unavailable")
        assert str(tmp_path) not in response.text
    assert str(path) in caplog.text
    assert call("GET", "/v1/topics").status_code == 200


# Described, and served


def test_every_route_is_described_with_its_refusals(old_index: Index) -> None:
    paths = build_app(Answers(old_index)).openapi()["paths"]
    for method, path, _ in EVERY:
        operation = paths[path.partition("?")[0].replace("p-1", "{id}")][method.lower()]
        assert operation["summary"]
        for status, response in operation["responses"].items():
            if status.startswith("4"):
                assert list(response["content"]) == ["application/problem+json"]
        assert "401" in operation["responses"]
        if method in ("POST", "PUT"):
            assert "requestBody" in operation
            assert {"400", "413", "415", "422"} <= set(operation["responses"])
        if method in ("PUT", "DELETE") and "p-1" in path:
            assert {"412", "428"} <= set(operation["responses"])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., str]]:
    running = []

    def start(*options: str, **more: str) -> str:
        environment = {**os.environ, "COHERENCE_STORE": str(tmp_path / "served.sqlite3"), **more}
        server = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        running.append(server)
        assert server.stdout is not None
        where = server.stdout.readline().split()[-1].rstrip("/")
        return f"http://127.0.0.1:{where.rsplit(':', 1)[1]}"

    yield start
    for server in running:
        server.terminate()
        server.communicate(timeout=30)


def test_the_address_that_the_server_is_bound_to_decides(
    serve: Callable[..., str], tmp_path: Path
) -> None:
    local = serve()
    assert httpx.post(f"{local}/v1/plans", json=BODY, timeout=60).status_code == 201
    assert len(httpx.get(f"{local}/v1/plans").json()["data"]) == 1
    with Workspaces(tmp_path / "served.sqlite3").database.read() as connection:
        assert connection.execute("SELECT workspace FROM plans").fetchall() == [("local",)]
    public = serve("--host", "0.0.0.0")
    closed = serve(COHERENCE_LOCAL="no")
    key = Workspaces(tmp_path / "served.sqlite3").create("Oakwood")[1]
    for base in (public, closed):
        problem(httpx.get(f"{base}/v1/plans", timeout=60), 401, "key-needed")
        own = httpx.get(f"{base}/v1/plans", headers={"authorization": f"Bearer {key}"})
        assert own.json()["data"] == []
