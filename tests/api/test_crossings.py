"""The questions between mathematics and science: one answer in Python, on the line, over HTTP."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from api.answers import Answers
from api.app import build_app
from api.direct import Direct
from graph.dependents import dependents
from graph.impact import tier_impact
from graph.index import Index
from graph.questions import Dependents, FirstNeed, Register, Share, TierImpact, Uses
from graph.register import first_need, register
from graph.share import share
from graph.uses import uses
from ontology.errors import BadParameter
from ontology.vocabulary import Pathway, Stage, SubjectAsked, Tier

MATHS, PHYSICS = SubjectAsked.MATHS, SubjectAsked.PHYSICS

Ask = Callable[[Index], Any]
ASKED: list[tuple[list[str], str, Ask]] = [
    (["uses"], "/v1/uses", lambda index: uses(index, Uses())),
    (
        ["uses", "--maths", "ratio", "--under"],
        "/v1/uses?maths=ratio&under=true",
        lambda index: uses(index, Uses(maths=("ratio",), under=True)),
    ),
    (
        ["uses", "--science", "physics:density", "--science", "chemistry", "--under"],
        "/v1/uses?science=physics:density&science=chemistry&under=yes",
        lambda index: uses(index, Uses(science=("chemistry", "physics:density"), under=True)),
    ),
    (
        ["uses", "--science", "PE01", "--maths", "maths", "--subject", "science"],
        "/v1/uses?science=pe01&maths=Maths&subject=science",
        lambda index: uses(
            index, Uses(science=("PE01",), maths=("maths",), subject=SubjectAsked.SCIENCE)
        ),
    ),
    (
        ["uses", "--skill", "1C", "--tier", "higher-only", "--pathway", "combined", "--strength",
         "helpful", "--basis", "editorial", "--limit", "5"],
        "/v1/uses?skill=gcse-science-skills:1c&tier=higher-only&pathway=combined&limit=5",
        lambda index: uses(
            index,
            Uses.model_validate({"skill": "1c", "tier": "higher-only", "pathway": "combined"}),
        ),
    ),
    (
        ["uses", "--ahead", "--stage", "KS3", "--without", "physics:density~maths:density~2"],
        "/v1/uses?ahead=1&stage=KS3&without=PHYSICS:density~maths:density~2",
        lambda index: uses(
            index,
            Uses(ahead=True, stage=Stage.KS3, without=("physics:density~maths:density~2",)),
        ),
    ),
    (["tier-impact"], "/v1/tier-impact", lambda index: tier_impact(index, TierImpact())),
    (
        ["tier-impact", "--maths", "higher", "--science", "foundation", "--subject", "physics",
         "--pathway", "separate", "--strength", "essential"],
        "/v1/tier-impact?maths=higher&science=foundation&subject=physics&pathway=separate"
        "&strength=essential",
        lambda index: tier_impact(
            index,
            TierImpact.model_validate(
                {"maths": "higher", "science": "foundation", "subject": "physics",
                 "pathway": "separate", "strength": "essential"}
            ),
        ),
    ),
    (["register"], "/v1/register", lambda index: register(index, Register())),
    (
        ["register", "maths", "physics"],
        "/v1/register?between=maths,physics",
        lambda index: register(index, Register(between=(MATHS, PHYSICS))),
    ),
    (
        ["register", "--of", "ratio", "--of", "PE01"],
        "/v1/register?of=ratio&of=PE01",
        lambda index: register(index, Register(of=("PE01", "ratio"))),
    ),
    (
        ["first-need", "--maths", "oak-maths", "--science", "oak-science"],
        "/v1/first-need?maths=oak-maths&science=oak-science",
        lambda index: first_need(index, FirstNeed(maths="oak-maths", science="oak-science")),
    ),
    (
        ["first-need", "--maths", "Scheme oak-maths", "--science", "OAK science", "--order",
         "science-first"],
        "/v1/first-need?maths=scheme+oak-maths&science=oak-science&order=science-first",
        lambda index: first_need(
            index, FirstNeed(maths="oak-maths", science="oak-science", order="science-first")
        ),
    ),
    (
        ["dependents", "ratio", "--in", "ks4-science", "--subject", "physics", "--pathway",
         "combined"],
        "/v1/dependents?of=ratio&in=ks4-science&subject=physics&pathway=combined",
        lambda index: dependents(
            index,
            Dependents(of=("ratio",), within="ks4-science", subject=PHYSICS,
                       pathway=Pathway.COMBINED),
        ),
    ),
    (
        ["share", "ratio", "--in", "ks4-science", "--subject", "physics", "--pathway", "combined"],
        "/v1/share?of=ratio&in=ks4-science&subject=physics&pathway=combined",
        lambda index: share(
            index,
            Share(of=("ratio",), within="ks4-science", subject=PHYSICS, pathway=Pathway.COMBINED),
        ),
    ),
]  # fmt: skip
FACES = pytest.mark.parametrize(
    ("arguments", "path", "ask"), ASKED, ids=[" ".join(arguments) for arguments, _, _ in ASKED]
)


def as_json(records: Any) -> list[Any]:
    return [json.loads(record.model_dump_json(by_alias=True)) for record in records]


@FACES
def test_python_line_and_http_give_one_answer(
    joint_client: Any, joint_run: Any, joint: Index, arguments: list[str], path: str, ask: Ask
) -> None:
    response = joint_client.get(path)
    assert response.status_code == 200, response.text
    printed = joint_run(*arguments, "--format", "json")
    assert printed.exit_code == 0, printed.output
    assert printed.output == response.text + "\n"
    answer, found = response.json(), ask(joint)
    assert answer["data"] == as_json(found.data)
    assert answer["meta"]["definition"] == found.definition
    assert answer["meta"]["query"] == dict(found.query)
    assert answer["meta"]["total"] == len(found.data)
    assert answer["meta"].get("under") == (as_json(found.under) if "under" in found.query else None)


@FACES
def test_the_way_before_routing_and_the_route_send_the_same_bytes(
    make_plain: Any, joint: Index, arguments: list[str], path: str, ask: Ask
) -> None:
    answers = Answers(joint)
    address, _, query = path.partition("?")
    found = Direct(answers).find(address, query.encode())
    assert found is not None
    routed = make_plain(build_app(answers)).get(path)
    assert routed.status_code == 200
    assert routed.content == found.body
    assert routed.headers["etag"] == f'"{found.etag}"'


@FACES
@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
def test_every_format_prints_every_answer(
    joint_run: Any, joint: Index, arguments: list[str], path: str, ask: Ask, form: str
) -> None:
    result = joint_run(*arguments, "--format", form)
    if form == "csv" and "--under" in arguments:
        assert isinstance(result.exception, BadParameter)
        assert "one table" in result.exception.detail
        return
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output
    lines = result.output.splitlines()
    rows = len(ask(joint).data)
    if form == "csv":
        assert len(list(csv.DictReader(io.StringIO(result.output)))) == rows
    elif form == "table":
        assert len(lines) > rows + 2
        assert f"{rows} row{'' if rows == 1 else 's'}." in lines
    elif arguments[0] != "register":
        table = [line for line in lines if line.startswith("| ")]
        assert len(table) >= rows + 2
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in table[: rows + 2]} == {
            table[1].count("|")
        }


@pytest.mark.parametrize(
    "spellings",
    [
        ("register?between=maths,physics", "register?between=physics&between=maths",
         "register?between=maths,+physics&between=maths", "register?between=physics%2Cmaths"),
        ("uses?science=PE01", "uses?science=pe01&science=PE01", "uses?tier=higher&science=PE01"),
        ("uses?maths=ratio&science=science", "uses?science=Science&maths=RATIO&under=false"),
        ("tier-impact", "tier-impact?maths=foundation", "tier-impact?science=higher&limit=500"),
        ("first-need?maths=oak-maths&science=oak-science",
         "first-need?science=OAK-SCIENCE&maths=Oak+maths"),
    ],
)  # fmt: skip
def test_one_question_has_one_answer_however_it_is_spelt(
    joint_client: Any, spellings: tuple[str, ...]
) -> None:
    replies = [joint_client.get(f"/v1/{spelling}") for spelling in spellings]
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.content for reply in replies}) == 1
    assert len({reply.headers["etag"] for reply in replies}) == 1


def test_the_tiers_asked_stand_in_the_query_though_they_are_the_usual(joint_client: Any) -> None:
    """An answer about tiers that does not name them could not be read."""
    query = joint_client.get("/v1/tier-impact").json()["meta"]["query"]
    assert query == {"maths": "foundation", "science": "higher"}


def test_pages_of_uses_cover_everything_once(joint_client: Any) -> None:
    whole = joint_client.get("/v1/uses").json()["data"]
    rows: list[Any] = []
    cursor = ""
    while cursor is not None:
        answer = joint_client.get(f"/v1/uses?limit=2{cursor and f'&cursor={cursor}'}").json()
        rows += answer["data"]
        cursor = answer["meta"]["next"]
    assert rows == whole
    assert len(whole) > 4


def test_uses_gather_by_skill_and_narrow_to_fields(joint_client: Any) -> None:
    path = "/v1/uses?science=science&group=skill&fields=id,context,licence"
    groups = joint_client.get(path).json()["data"]
    assert {group["skill"]: group["total"] for group in groups} == {"1c": 2, None: 3, "3b": 1}
    for group in groups:
        for row in group["rows"]:
            assert list(row) == ["id", "context", "licence"]


def test_impact_of_each_pair_of_tiers(joint_client: Any) -> None:
    """Only Higher science uses gradients of curves."""
    kinds = {
        (maths.value, science.value): [
            row["kind"]
            for row in joint_client.get(
                f"/v1/tier-impact?maths={maths.value}&science={science.value}"
            ).json()["data"]
        ]
        for maths in Tier
        for science in Tier
    }
    assert kinds == {
        ("foundation", "foundation"): [],
        ("foundation", "higher"): ["not-taught"],
        ("higher", "foundation"): ["not-used"],
        ("higher", "higher"): [],
    }
