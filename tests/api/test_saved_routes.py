"""Saved plans and confirmed matches over HTTP."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Depends, FastAPI
from starlette.types import ASGIApp

from api.answers import Answers
from api.app import build_app
from api.planning import Confirmed
from api.refusals import add_refusals
from api.routes.access import Access, get_confirmed
from api.workspaces import Workspaces
from ontology.vocabulary import Department
from tests.api.kept import AWAY, BODY, EVERY, HERE, OLD, RATIO, Caller, problem


@pytest.fixture
def keyed(saving: ASGIApp, schools: Workspaces) -> Caller:
    """A school somewhere else, with its key."""
    return Caller(saving, AWAY, schools.create("Oakwood School")[1])


# A plan's life


@pytest.mark.parametrize("where", ["here", "keyed"])
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
    assert meta["workspace"] == {"here": "local", "keyed": "Oakwood School"}[where]
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
        {"id": "maths:older", "replaced_by": [RATIO, "maths:gradients"], "reason": "Renamed"}
    ]
    assert schools.open_local().get_plan(id_).plan.units[0].names == ("maths:older",)
    exported = here("GET", "/v1/plans/export").json()["data"]
    assert exported["plans"][0]["versions"][0]["plan"]["units"][0]["names"] == ["maths:older"]


# Confirmed matches


def test_matches_are_confirmed_merged_and_taken_back(here: Caller) -> None:
    first = [
        {"department": "maths", "text": "Ratio & FDP", "topics": ["MATHS:ratio"]},
        {"department": "science", "text": "Revision", "topics": []},
    ]
    put = here("PUT", "/v1/plans/matches", first)
    assert put.status_code == 200, put.text
    assert [row["topics"] for row in put.json()["data"]] == [[RATIO], []]
    second = [{"department": "maths", "text": "ratio FDP", "topics": ["maths:older", RATIO]}]
    put = here("PUT", "/v1/plans/matches", second)
    assert put.json()["meta"]["total"] == 2
    got = here("GET", "/v1/plans/matches").json()
    assert got["data"] == put.json()["data"]
    row = got["data"][0]
    assert list(row) == ["department", "text", "topics", "confirmed", "holds"]
    assert (row["text"], row["topics"]) == ("ratio FDP", [RATIO, "maths:gradients"])
    assert [told["id"] for told in got["meta"]["followed"]] == ["maths:older"]
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


def test_a_school_finds_its_confirmations_when_it_checks(schools: Workspaces) -> None:
    app = FastAPI()
    app.state.answers = Answers(OLD)
    app.state.access = Access(schools, local=True)
    add_refusals(app)

    @app.get("/asked")
    async def asked(confirmed: Confirmed = Depends(get_confirmed)) -> dict[str, Any]:  # noqa: B008
        return dict(confirmed(Department.MATHS))

    assert Caller(app)("GET", "/asked").json() == {}
    assert not schools.database.exists()
    schools.open_local().confirm(Department.MATHS, "Ours", ["maths:older"])
    school, key = schools.create("Oakwood")
    school.confirm(Department.MATHS, "Theirs", [])
    assert Caller(app)("GET", "/asked").json() == {"ours": [RATIO, "maths:gradients"]}
    for base in (HERE, AWAY):
        assert Caller(app, base, key)("GET", "/asked").json() == {"theirs": []}
    assert Caller(app, AWAY)("GET", "/asked").json() == {}
    problem(Caller(app, HERE, "a.b")("GET", "/asked"), 401, "key-needed")


# All of it


def test_everything_is_exported_and_deleted(keyed: Caller, schools: Workspaces) -> None:
    path = keyed("POST", "/v1/plans", BODY).headers["location"]
    keyed("PUT", path, {**BODY, "name": "B"}, {"if-match": "*"})
    keyed("PUT", "/v1/plans/matches", [{"department": "maths", "text": "a", "topics": []}])
    export = keyed("GET", "/v1/plans/export")
    assert export.headers["content-disposition"].startswith("attachment")
    data = export.json()["data"]
    assert [version["version"] for version in data["plans"][0]["versions"]] == [2, 1]
    assert data["matches"][0]["text"] == "a"
    for query in ("", "?confirm=", "?confirm=oakwood+school", "?confirm=local"):
        body = problem(keyed("DELETE", f"/v1/plans{query}"), 422, "bad-parameter")
        assert body["parameter"] == "confirm"
    gone = keyed("DELETE", "/v1/plans?confirm=Oakwood+School")
    assert gone.json()["data"] == {"plans": 1, "versions": 2, "matches": 1}
    assert keyed("GET", "/v1/plans").json()["data"] == []
    assert keyed("GET", "/v1/plans/export").json()["data"]["plans"] == []


# Described, and served


def test_every_route_is_described_with_its_refusals() -> None:
    paths = build_app(Answers(OLD)).openapi()["paths"]
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
