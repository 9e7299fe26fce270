"""Who may see saved work: a school by its key, this machine without one, nobody else."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from starlette.types import ASGIApp

from api.answers import Answers
from api.app import create_app
from api.routes.access import Access, is_loopback
from api.workspaces import Workspaces
from ontology.vocabulary import Department
from tests.api.kept import AWAY, BODY, EVERY, HERE, OLD, RATIO, Caller, problem


def test_beyond_loopback_nothing_is_saved_or_read_without_a_key(
    saving: ASGIApp, schools: Workspaces
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
        response = Caller(saving, AWAY)(method, path, body, {"if-match": "*", **headers})
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
    saving: ASGIApp, schools: Workspaces, given: str
) -> None:
    _, key = schools.create("Oakwood")
    sent = {"authorization": given.format(key=key, kid=key.split(".")[0]), "if-match": "*"}
    for base, (method, path, body) in itertools.product((HERE, AWAY), EVERY):
        response = Caller(saving, base)(method, path, body, sent)
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
        (HERE, {"origin": "null", "sec-fetch-site": "same-origin"}, 200),
        (HERE, {"origin": "null", "sec-fetch-site": "same-site"}, 401),
        (HERE, {"origin": "http://127.0.0.1:9000", "sec-fetch-site": "same-origin"}, 401),
        (HERE, {"sec-fetch-site": "cross-site"}, 200),
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
    saving: ASGIApp, base: str, headers: dict[str, str], status: int
) -> None:
    assert Caller(saving, base)("GET", "/v1/plans", None, headers).status_code == status


@pytest.mark.parametrize("server", [None, ("/run/coherence.sock", None)])
def test_a_socket_without_an_address_is_not_loopback(saving: ASGIApp, server: Any) -> None:
    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await saving({**scope, "server": server}, receive, send)

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


def test_the_local_workspace_can_be_closed(schools: Workspaces) -> None:
    closed = create_app(Answers(OLD), access=Access(schools, local=False))
    problem(Caller(closed)("GET", "/v1/plans"), 401, "key-needed")
    key = schools.create("Oakwood")[1]
    assert Caller(closed, HERE, key)("GET", "/v1/plans").status_code == 200


def test_a_service_without_a_store_says_so() -> None:
    call = Caller(create_app(Answers(OLD)))
    for method, path, body in EVERY:
        problem(call(method, path, body, {"if-match": "*"}), 403, "nothing-kept")


def test_schools_see_their_own_alone(saving: ASGIApp, schools: Workspaces) -> None:
    mine = Caller(saving, AWAY, schools.create("Oakwood")[1])
    theirs = Caller(saving, AWAY, schools.create("Elmwood")[1])
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
