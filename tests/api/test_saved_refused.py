"""Bodies and addresses that are not what is asked for are problems, never failures."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from api.answers import Answers
from api.app import create_app
from api.bodies import LARGEST
from api.routes.access import Access
from api.workspaces import Workspaces
from tests.api.kept import BODY, HERE, JSON, OLD, Caller, problem


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


def test_a_body_has_an_end_whether_or_not_it_says_how_long_it_is(saving: ASGIApp) -> None:
    here = Caller(saving)
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

        transport = httpx.ASGITransport(app=saving)
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
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "schools.sqlite3"
    path.write_bytes(b"no database at all" * 1000)
    call = Caller(create_app(Answers(OLD), access=Access(Workspaces(path), local=True)))
    for headers in ({}, {"authorization": "Bearer a.b"}):
        response = call("GET", "/v1/plans", None, headers)
        problem(response, 503, "store-unavailable")
        assert str(tmp_path) not in response.text
    assert str(path) in caplog.text
    assert call("GET", "/v1/topics").status_code == 200
