"""What is wrong with a question between mathematics and science, and what hostile clients send."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.answers import Answers
from api.direct import Direct
from graph.index import Index

REFUSED: list[tuple[str, str, str, str | None]] = [
    ("uses?skill=9z", "not-found", "skill", "3b"),
    ("uses?science=ratio", "bad-parameter", "science", "ratio"),
    ("uses?science=maths:ratio", "bad-parameter", "science", "maths:ratio"),
    ("uses?maths=physics:density", "bad-parameter", "maths", "physics:density"),
    ("uses?maths=PE01", "bad-parameter", "maths", "PE01"),
    ("uses?maths=rasio", "not-found", "maths", "ratio"),
    ("uses?science=physics:densty", "not-found", "science", "physics:density"),
    ("uses?science=PE02", "not-found", "science", "PE01"),
    ("uses?science=", "not-found", "science", None),
    ("uses?science=PHY1", "ambiguous", "science", "ks4-science:PHY1"),
    ("register?of=phy1", "ambiguous", "of", "ks3-science:PHY1"),
    ("uses?without=physics:density~maths:ratio", "not-found", "without",
     "physics:density~maths:density"),
    ("uses?tier=middle", "bad-parameter", "tier", None),
    ("uses?stage=KS5", "bad-parameter", "stage", None),
    ("uses?pathway=triple", "bad-parameter", "pathway", None),
    ("uses?subject=latin", "bad-parameter", "subject", None),
    ("uses?strength=weak", "bad-parameter", "strength", None),
    ("uses?ahead=perhaps", "bad-parameter", "ahead", None),
    ("uses?ahead=", "bad-parameter", "ahead", None),
    ("uses?mathz=ratio", "unknown-parameter", "mathz", "maths"),
    ("uses?depth=2", "unknown-parameter", "depth", None),
    ("tier-impact?maths=middle", "bad-parameter", "maths", None),
    ("tier-impact?maths=higher-only", "bad-parameter", "maths", None),
    ("tier-impact?science=", "bad-parameter", "science", None),
    ("tier-impact?maths=ratio", "bad-parameter", "maths", None),
    ("tier-impact?pathways=combined", "unknown-parameter", "pathways", "pathway"),
    ("register?between=maths,latin", "bad-parameter", "between", None),
    ("register?between=", "bad-parameter", "between", None),
    ("register?between=maths,,physics", "bad-parameter", "between", None),
    ("register?of=rasio", "not-found", "of", "ratio"),
    ("register?of=", "not-found", "of", None),
    ("register?betwen=maths", "unknown-parameter", "betwen", "between"),
    ("first-need", "bad-parameter", "maths", None),
    ("first-need?maths=oak-maths", "bad-parameter", "science", None),
    ("first-need?maths=oak-science&science=oak-science", "not-found", "maths", "oak-maths"),
    ("first-need?maths=oak-maths&science=oak", "not-found", "science", "oak-science"),
    ("first-need?maths=oak-maths&science=oak-science&order=soon", "bad-parameter", "order", None),
    ("first-need?maths=oak-maths&science=oak-science&in=x", "unknown-parameter", "in", None),
    ("equations?kind=poem", "bad-parameter", "kind", None),
    ("equations?topic=density", "unknown-parameter", "topic", None),
    ("schemes?subject=physics", "bad-parameter", "subject", None),
    ("timing?fact=hoped", "bad-parameter", "fact", None),
    ("topics?quantitative=perhaps", "bad-parameter", "quantitative", None),
    ("share?of=ratio&in=ks4-science&subject=maths", "bad-parameter", "subject", None),
    ("swing?of=ratio&in=ks4-science&by=weight", "bad-parameter", "by", "part"),
    ("dependents?of=ratio&in=ks4-science&strand=Ratio", "bad-parameter", "strand", "Space"),
]  # fmt: skip
HOSTILE = [
    "", "%00", "%FF%FE", "%ED%A0%80", "a" * 5000, "%E2%80%AE" * 50, "%3Cscript%3Ea(1)%3C/script%3E",
    "../../etc/passwd", "%27%20OR%201=1", "%F0%9F%92%A5", "~", "physics:", ":density", ",", ",,,",
    "PE00", "%0d%0aSet-Cookie:a=b", "{{7*7}}", "99999999999999999999", "NaN",
]  # fmt: skip
PARAMETERS = [
    "uses?maths=", "uses?science=", "uses?skill=", "uses?without=", "uses?stage=", "uses?under=",
    "uses?limit=", "uses?cursor=", "uses?fields=", "uses?group=", "tier-impact?maths=",
    "tier-impact?science=", "register?between=", "register?of=",
    "first-need?science=oak-science&maths=", "first-need?maths=oak-maths&science=",
    "timing?scheme=", "equations?kind=", "terms/", "schemes/", "equations/", "timing/",
]  # fmt: skip


def problem(response: Any, status: int, slug: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["type"], body["status"]) == (f"/problems/{slug}", status)
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(("path", "slug", "parameter", "near"), REFUSED)
def test_what_is_wrong_is_a_problem_with_its_parameter_and_what_to_try(
    joint_client: Any, path: str, slug: str, parameter: str, near: str | None
) -> None:
    body = problem(joint_client.get(f"/v1/{path}"), 422, slug)
    assert body["parameter"] == parameter
    assert isinstance(body["nearest"], list)
    if near is not None:
        assert near in body["nearest"]
    assert joint_client.get(body["type"]).status_code == 200


@pytest.mark.parametrize("path", [path for path, *_ in REFUSED if not path.startswith("equ")])
def test_what_is_wrong_is_left_to_the_route(joint: Index, path: str) -> None:
    address, _, query = path.partition("?")
    assert Direct(Answers(joint)).find(f"/v1/{address}", query.encode()) is None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("tier-impact?maths=middle", ("foundation", "higher")),
        ("uses?tier=middle", ("foundation", "higher", "higher-only")),
        ("register?between=maths,latin", ("maths", "physics", "science")),
        ("first-need?maths=a&science=b&order=x", ("science-first", "same-time", "maths-first")),
    ],
)
def test_a_word_of_a_closed_list_is_told_what_the_list_holds(
    joint_client: Any, path: str, words: tuple[str, ...]
) -> None:
    body = problem(joint_client.get(f"/v1/{path}"), 422, "bad-parameter")
    for word in words:
        assert f"'{word}'" in body["detail"]


@pytest.mark.parametrize(
    "path",
    ["uses?science=physics:heat", "register?of=Physics:Heat", "topics/physics:heat"],
)
def test_a_retired_identifier_is_gone_on_each_side(joint_client: Any, path: str) -> None:
    body = problem(joint_client.get(f"/v1/{path}"), 410, "gone")
    assert body["replaced_by"] == ["physics:density"]


@pytest.mark.parametrize("path", ["equations/PE99", "terms/none", "schemes/none", "timing/a~b~c"])
def test_a_thing_that_is_not_there_is_not_found(joint_client: Any, path: str) -> None:
    assert problem(joint_client.get(f"/v1/{path}"), 404, "not-found")["parameter"] == "id"


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_hostile_values_are_answered_or_refused_but_never_fail(
    joint_client: Any, parameter: str
) -> None:
    for value in HOSTILE:
        response = joint_client.get(f"/v1/{parameter}{value}")
        assert response.status_code in (200, 307, 404, 422), (parameter, value)
        assert "set-cookie" not in response.headers
        if response.status_code in (404, 422):
            assert len(response.content) < 4000
            assert response.headers["content-type"] == "application/problem+json"
            json.loads(response.content)


@pytest.mark.parametrize(
    "path", ["first-need?maths=&science=oak-science", "uses?skill=", "uses?without="]
)
def test_an_empty_name_is_refused(joint_client: Any, path: str) -> None:
    problem(joint_client.get(f"/v1/{path}"), 422, "not-found")


def test_a_list_of_many_names_is_answered(joint_client: Any) -> None:
    many = "&".join(["science=physics"] * 300 + ["maths=ratio"] * 300)
    few = joint_client.get("/v1/uses?science=physics&maths=ratio")
    assert joint_client.get(f"/v1/uses?{many}").content == few.content
