"""The OpenAPI description: 3.1, examples that are real answers and fit their schemas."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest

from api.answers import Answers
from api.app import build_app
from api.openapi import EXAMPLES
from api.queries import FirstNeedQuery, RegisterQuery, TierImpactQuery, UsesQuery
from api.view import View
from graph.index import Index, build_index
from ontology.records import Curriculum
from tests.api.joint import JOINT


@pytest.fixture(scope="module")
def schema(joint: Index) -> dict[str, Any]:
    return build_app(Answers(joint)).openapi()


def content_of(schema: dict[str, Any], path: str) -> dict[str, Any]:
    content = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    assert isinstance(content, dict)
    return content


def check_example(schema: dict[str, Any], path: str) -> None:
    """Raises where the example of a path does not fit the schema of its answers."""
    content = content_of(schema, path)
    whole = {**content["schema"], "components": schema["components"]}
    jsonschema.validate(content["example"], whole)


def test_the_version_is_3_1_and_every_error_is_a_problem(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if status.startswith("4"):
                    assert list(response["content"]) == ["application/problem+json"], (path, method)


@pytest.mark.parametrize("path", sorted(EXAMPLES))
def test_an_example_is_what_the_service_answers(
    schema: dict[str, Any], joint_client: Any, path: str
) -> None:
    content = content_of(schema, path)
    _, question = EXAMPLES[path]
    told = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    response = joint_client.get(f"{path}?{urlencode(told, doseq=True)}")
    assert response.status_code == 200, response.text
    assert json.loads(response.text) == content["example"]
    assert content["example"]["data"]
    check_example(schema, path)


def test_every_question_and_list_has_an_example(schema: dict[str, Any]) -> None:
    listed = {p for p in schema["paths"] if p.startswith("/v1/") and "{" not in p}
    # What is about plans depends on what is sent, and on whose it is.
    listed -= {p for p in listed if p.startswith("/v1/plans")}
    # Nothing is retired yet: an empty list has no example.
    assert listed - {"/v1/dataset", "/v1/retired"} == set(EXAMPLES)


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/v1/uses", UsesQuery),
        ("/v1/tier-impact", TierImpactQuery),
        ("/v1/register", RegisterQuery),
        ("/v1/first-need", FirstNeedQuery),
    ],
)
def test_a_question_is_described_with_each_of_its_parameters(
    schema: dict[str, Any], path: str, model: type[View]
) -> None:
    operation = schema["paths"][path]["get"]
    assert {row["name"] for row in operation["parameters"]} == set(model.model_fields)
    for row in operation["parameters"]:
        assert row["in"] == "query"
        assert row.get("description"), row["name"]
    assert operation["summary"]
    assert "422" in operation["responses"]


def test_both_records_of_a_link_are_described(schema: dict[str, Any]) -> None:
    schemas = schema["components"]["schemas"]
    more = ["skill", "context", "equation", "stage", "tier", "pathway"]
    assert schemas["UsesLink"]["required"] == [*schemas["Link"]["required"], *more]
    assert len(schemas["Link"]["required"]) == 12


# Data that hold less


SCIENCE = ("uses", "skills", "equations", "terms", "schemes", "timing")
"""What only science has."""


def maths_alone() -> Curriculum:
    topics = tuple(topic for topic in JOINT.topics if topic.id.startswith("maths:"))
    ids = {topic.id for topic in topics}
    kept: dict[str, Any] = {
        "topics": topics,
        "requires": tuple(edge for edge in JOINT.requires if edge.dependent in ids),
        "addresses": tuple(row for row in JOINT.addresses if row.topic in ids),
    }
    return JOINT.model_copy(update={**{kind: () for kind in SCIENCE}, **kept})


@pytest.mark.parametrize("curriculum", [maths_alone(), Curriculum()], ids=["maths", "nothing"])
def test_data_that_cannot_answer_an_example_are_described_without_it(
    curriculum: Curriculum,
) -> None:
    schema = build_app(Answers(build_index(curriculum))).openapi()
    for path in EXAMPLES:
        if content_of(schema, path).get("example"):
            check_example(schema, path)
