"""The way before routing and the routes give the same, and leave the same to each other."""

from __future__ import annotations

from typing import Any

import pytest

from api.answers import Answers
from api.app import build_app
from api.direct import QUESTIONS, Direct
from graph.index import Index

GOOD = [
    ("/v1/dependents", "of=ratio&in=gcse-maths"),
    ("/v1/dependents", "of=R5&of=percentages&in=gcse&tier=foundation&depth=4&limit=3"),
    ("/v1/dependents", "of=sharing+in+a+ratio&strength=essential&basis=definitional"),
    ("/v1/dependents", "of=ratio&reasoning=multiplicative&reasoning=numerical&fields=id,label"),
    ("/v1/dependents", "of=ratio&in=gcse-maths&strand=algebra&group=strength"),
    ("/v1/prerequisites", "of=gcse-maths%3AG20&subject=maths"),
    ("/v1/explain", "dependent=G20&prerequisite=ratio&k=2"),
    ("/v1/share", "of=ratio&in=gcse-maths&definition=threaded"),
    ("/v1/swing", "of=ratio&in=gcse-maths&by=any&limit=4"),
    ("/v1/bottlenecks", "in=gcse-maths&limit=5"),
    ("/v1/gaps", "target=R13&known=ratio&known=percentages&assume=none"),
]
LEFT = [
    ("/v1/dependents", "of=rasio"),
    ("/v1/dependents", "of="),
    ("/v1/dependents", "of=ratio&depth=0"),
    ("/v1/dependents", "of=ratio&nope=1"),
    ("/v1/dependents", "of=ratio&tier=higher&tier=foundation"),
    ("/v1/dependents", ""),
    ("/v1/nothing", "of=ratio"),
    ("/v1/topics", "subject=maths"),
]


@pytest.mark.parametrize(("path", "query"), GOOD)
def test_both_ways_give_the_same_bytes(
    make_plain: Any, index: Index, path: str, query: str
) -> None:
    answers = Answers(index)
    found = Direct(answers).find(path, query.encode())
    assert found is not None
    routed = make_plain(build_app(answers)).get(f"{path}?{query}")
    assert routed.status_code == 200
    assert routed.content == found.body
    assert routed.headers["etag"] == f'"{found.etag}"'


@pytest.mark.parametrize(("path", "query"), LEFT)
def test_what_is_not_a_plain_good_question_is_left_to_the_route(
    index: Index, path: str, query: str
) -> None:
    assert Direct(Answers(index)).find(path, query.encode()) is None


def test_every_question_has_both_ways(joint: Index) -> None:
    schema = build_app(Answers(joint)).openapi()
    tagged = {
        p for p, ops in schema["paths"].items() if "questions" in ops.get("get", {}).get("tags", ())
    }
    assert tagged == set(QUESTIONS)
