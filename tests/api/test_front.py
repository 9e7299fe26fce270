"""The front: HEAD, entity tags, negotiation of gzip, faults, and what is counted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.front import takes_gzip
from graph.index import Index

RATIO = "/v1/dependents?of=ratio"
DATASET = "/v1/dataset"
GZIP = {"accept-encoding": "gzip"}


def lines(client: Any, path: str, headers: list[tuple[str, str]]) -> httpx.Response:
    """Get with header lines that may repeat."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as sender:
            sender.headers.pop("accept-encoding")
            return await sender.get(path, headers=headers)

    return asyncio.run(send())


@pytest.mark.parametrize(
    "path",
    [
        "/", "/style.css", "/health/live", "/health/ready", "/docs", "/v1/topics",
        "/v1/topics/{id}", DATASET, RATIO, "/v1/dependents?of=rasio", "/nothing",
        "/register", "/register.md", "/sheet.css", "/v1/uses", "/v1/tier-impact", "/v1/terms",
    ],
)  # fmt: skip
def test_head_is_get_without_its_body_though_nobody_asked_before(
    make_client: Callable[[Index], Any], index: Index, path: str
) -> None:
    path = path.format(id=index.topics[0].id)
    client = make_client(index)
    head = client.get(path, method="HEAD")
    whole = make_client(index).get(path)
    assert head.content == b""
    assert whole.content
    assert head.status_code == whole.status_code
    assert head.status_code == {"/nothing": 404, "/v1/dependents?of=rasio": 422}.get(path, 200)
    assert dict(head.headers) == dict(whole.headers)
    assert int(head.headers["content-length"]) == len(whole.content)
    assert client.get(path).content == whole.content


def test_other_methods_than_get_and_head_stay_refused(client: Any) -> None:
    assert client.get("/health/live", method="POST").status_code == 405


@pytest.mark.parametrize("path", [RATIO, "/v1/topics"])
def test_a_tag_matches_whole_or_not_at_all(
    make_client: Callable[[Index], Any], index: Index, path: str
) -> None:
    plain = make_client(index).get(path).headers["etag"]
    bare = plain.strip('"')
    packed = f'"{bare}-gz"'
    cases = {
        plain: plain,
        f"W/{plain}": plain,
        f'"x" ,\tW/{packed} , "y"': packed,
        packed: packed,
        f"{packed}, {plain}": plain,
        " * ": plain,
        bare: None,
        f'"a{bare}"': None,
        f'"{bare}b"': None,
        f'"{bare}-gzip"': None,
        f"w/{plain}": None,
        '"other"': None,
        ",": None,
    }
    warm = make_client(index)
    warm.get(path)
    for header, tag in cases.items():
        for client in (make_client(index), warm):
            response = client.get(path, {"if-none-match": header})
            assert response.status_code == (200 if tag is None else 304), header
            assert response.headers["etag"] == (tag or plain)
            assert (response.content == b"") is (tag is not None)


@pytest.mark.parametrize("path", [RATIO, "/v1/topics"])
def test_repeated_header_lines_are_joined(client: Any, path: str) -> None:
    for _ in range(2):
        tag = client.get(path, GZIP).headers["etag"]
    plain = client.get(path).headers["etag"]
    assert tag != plain
    for known in (tag, plain):
        sent = [("if-none-match", '"x"'), ("if-none-match", known), ("if-none-match", '"y"')]
        response = lines(client, path, sent)
        assert response.status_code == 304
        assert response.headers["etag"] == known
    response = lines(client, path, [("accept-encoding", "gzip"), ("accept-encoding", "br")])
    assert response.headers["content-encoding"] == "gzip"
    response = lines(client, path, [("accept-encoding", "gzip;q=0"), ("accept-encoding", "*")])
    assert "content-encoding" not in response.headers


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (b"*;q=0, gzip", True),
        (b"*, gzip;q=0", False),
        (b"gzip;q=0, *", False),
        (b"*;q=0", False),
        (b"br, *;q=0.1", True),
        (b"GZip ; Q=0", False),
        (b"gzip;Q=0.001", True),
        (b"gzip;level=9;q=0", False),
        (b"br,,", False),
    ],
)
def test_an_entry_for_gzip_wins_over_the_star(header: bytes, taken: bool) -> None:
    assert takes_gzip(header) is taken


@pytest.mark.parametrize("path", [RATIO, DATASET])
def test_the_second_reply_is_gzip_after_a_first_that_could_have_been(
    client: Any, path: str
) -> None:
    first, second = client.get(path, GZIP), client.get(path, GZIP)
    assert "content-encoding" not in first.headers
    assert second.headers["content-encoding"] == "gzip"
    assert second.content == first.content


@pytest.mark.parametrize("path", [RATIO, DATASET])
def test_nothing_is_compressed_for_those_who_do_not_take_it(client: Any, path: str) -> None:
    for _ in range(2):
        client.get(path)
    assert "content-encoding" not in client.get(path, GZIP).headers


def test_a_fault_before_routing_is_logged_and_a_problem(
    client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def find(path: str, query: bytes) -> None:
        raise RuntimeError("broken inside")

    client.app.find = find
    with caplog.at_level(logging.ERROR, "coherence"):
        response = client.get(RATIO)
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/internal"
    assert "broken" not in response.text
    assert "broken inside" in caplog.text
    head = client.get(RATIO, method="HEAD")
    assert (head.status_code, head.content) == (500, b"")
    assert dict(head.headers) == dict(response.headers)


def test_what_only_rises_is_a_counter_and_what_is_kept_a_gauge(client: Any) -> None:
    tag = client.get(RATIO).headers["etag"]
    client.get(RATIO, {"if-none-match": tag})
    text = client.get("/metrics").text.splitlines()
    assert "# TYPE coherence_requests_total counter" in text
    assert "coherence_requests_total 3.0" in text
    assert "coherence_cache_hits_total 1.0" in text
    assert "coherence_not_modified_total 1.0" in text
    assert "# TYPE coherence_answers_kept gauge" in text
    assert "coherence_answers_kept 1.0" in text
    assert "# TYPE coherence_answers_bytes gauge" in text
