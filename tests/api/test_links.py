"""One link record everywhere: the same fields in chains, lists and rows, whoever writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.encode import Encoder, record_rows
from graph.dependents import dependents, prerequisites
from graph.index import Index
from graph.questions import Dependents
from tests.graph.worlds import edges_of

REQUIRES = [
    "id", "type", "dependent", "prerequisite", "strength", "reasoning", "structure", "basis",
    "source", "locator", "rationale", "objection",
]  # fmt: skip
USES = [*REQUIRES, "skill", "context", "equation", "stage", "tier", "pathway"]
FIELDS = {"requires": REQUIRES, "uses": USES}
LISTED = ["note", "review", "reviewer", "licence"]
"""What a row of `/v1/edges` says besides."""

CHAINS = [
    "dependents?of=ratio",
    "dependents?of=ratio&in=ks4-science",
    "dependents?of=maths:multiplying&in=ks4-science&pathway=combined",
    "prerequisites?of=physics:motion",
    "prerequisites?of=ks4-science:PHY2&subject=maths",
    "explain?dependent=physics:motion&prerequisite=maths:multiplying&k=9",
    "gaps?target=physics:motion&assume=none&strength=helpful",
]


def links_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every link that an answer holds, however deep."""
    if isinstance(value, dict):
        if {"dependent", "prerequisite", "rationale"} <= set(value):
            yield value
        else:
            for inner in value.values():
                yield from links_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from links_in(inner)


@pytest.fixture
def edges(joint_client: Any) -> dict[str, dict[str, Any]]:
    """The links by id, as the list of edges shows them."""
    rows = joint_client.get("/v1/edges").json()["data"]
    return {row["id"]: {name: row[name] for name in FIELDS[row["type"]]} for row in rows}


def test_a_row_of_the_list_is_a_link_and_who_reviewed_it(joint_client: Any, joint: Index) -> None:
    rows = joint_client.get("/v1/edges").json()["data"]
    assert [row["id"] for row in rows] == sorted(edge.id for edge in edges_of(joint.curriculum))
    assert {row["type"] for row in rows} == {"requires", "uses"}
    for row in rows:
        assert list(row) == FIELDS[row["type"]] + LISTED
        assert joint_client.get(f"/v1/edges/{row['id']}").json()["data"] == row


@pytest.mark.parametrize("path", CHAINS)
def test_a_chain_is_made_of_the_links_of_the_list(
    joint_client: Any, edges: dict[str, Any], path: str
) -> None:
    found = list(links_in(joint_client.get(f"/v1/{path}").json()["data"]))
    assert {link["type"] for link in found} == {"requires", "uses"}
    for link in found:
        assert list(link) == FIELDS[link["type"]]
        assert link == edges[link["id"]]


@pytest.mark.parametrize(
    "path", ["uses", "uses?maths=maths:multiplying&under=true", "tier-impact", "uses?under=true"]
)
def test_a_use_in_a_row_is_the_link_of_the_list(
    joint_client: Any, edges: dict[str, Any], path: str
) -> None:
    answer = joint_client.get(f"/v1/{path}").json()
    found = list(links_in(answer["data"]))
    assert {link["type"] for link in found} == {"uses"}
    for link in (*found, *links_in(answer["meta"].get("under"))):
        assert list(link) == FIELDS[link["type"]]
        assert link == edges[link["id"]]
    if path.startswith("uses"):
        assert answer["data"] == found


@pytest.mark.parametrize("within", [None, "gcse-maths", "ks4-science", "ks3-science"])
@pytest.mark.parametrize("of", ["ratio", "maths:density", "PE01", "ks4-science:PHY2"])
@pytest.mark.parametrize("pathway", [None, "combined"])
def test_joined_parts_equal_the_records(
    joint: Index, of: str, within: str | None, pathway: str | None
) -> None:
    question = Dependents.model_validate({"of": (of,), "in": within, "pathway": pathway})
    for ask in (dependents, prerequisites):
        found = ask(joint, question)
        written = [json.loads(row) for row in Encoder(joint).rows(found)]
        assert written == [json.loads(row) for row in record_rows(found.data)]
