"""Answers as bytes: equal to the records' own JSON, kept once, bounded."""

from __future__ import annotations

import json

import pytest

from api.answers import Answers, Kept, Store
from api.encode import Encoder, record_rows
from api.front import takes_gzip
from api.queries import DependentsQuery
from graph.dependents import dependents, prerequisites
from graph.index import Index
from graph.questions import Dependents


@pytest.mark.parametrize("within", [None, "gcse-maths", "ks3-maths"])
@pytest.mark.parametrize("of", ["ratio", "gcse-maths:G20", "R5"])
def test_joined_parts_equal_the_records(index: Index, of: str, within: str | None) -> None:
    for ask in (dependents, prerequisites):
        found = ask(index, Dependents(of=(of,), within=within))
        written = [json.loads(row) for row in Encoder(index).rows(found)]
        assert written == [json.loads(row) for row in record_rows(found.data)]


def test_an_answer_is_written_once(index: Index) -> None:
    answers = Answers(index, 1_000_000_000)
    one = answers.ask("dependents", DependentsQuery(of=("ratio",), within="gcse-maths"))
    other = answers.ask("dependents", DependentsQuery(of=("RATIO",), within="GCSE"))
    assert other is one
    assert len(answers.store) == 1


def test_a_tag_is_of_data_question_and_view(index: Index) -> None:
    answers = Answers(index)
    tags = {
        answers.ask("dependents", DependentsQuery(of=("ratio",), within=within, limit=limit)).etag
        for within in ("gcse-maths", "ks3-maths")
        for limit in (1, 2)
    }
    assert len(tags) == 4


def test_the_store_lets_the_least_recent_go() -> None:
    room = Kept("", "", b"x" * 1000).size
    store = Store(2 * room)
    for key in "abc":
        store.put(key, Kept(key, key, b"x" * 1000))
        store.get("a")
    assert store.get("a")
    assert store.get("b") is None
    assert store.held == 2 * room
    store.grown("c", room)
    assert store.held <= store.limit
    store.put("d", Kept("d", "d", b"x" * 10_000))
    assert store.get("d") is None
    store.put("a", Kept("a", "a", b"y"))
    assert store.held <= store.limit


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (b"gzip", True),
        (b"gzip, deflate, br", True),
        (b"br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        (b"*", True),
        (b"GZIP", True),
        (b"", False),
        (b"identity", False),
        (b"gzip;q=0", False),
        (b"gzip;q=0.000", False),
        (b"deflate, gzip; q=0.0", False),
        (b"x-gzip2", False),
    ],
)
def test_which_headers_take_gzip(header: bytes, taken: bool) -> None:
    assert takes_gzip(header) is taken
