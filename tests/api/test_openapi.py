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
from graph.index import Index


@pytest.fixture(scope="module")
def schema(index: Index) -> dict[str, Any]:
    return build_app(Answers(index)).openapi()


def test_the_version_is_3_1_and_every_error_is_a_problem(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    for path, operations in schema["paths"].items():
        for status, response in operations["get"]["responses"].items():
            if status.startswith("4"):
                assert list(response["content"]) == ["application/problem+json"], path


@pytest.mark.parametrize("path", sorted(EXAMPLES))
def test_an_example_is_what_the_service_answers(
    schema: dict[str, Any], client: Any, path: str
) -> None:
    content = schema["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    _, question = EXAMPLES[path]
    told = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    response = client.get(f"{path}?{urlencode(told, doseq=True)}")
    assert response.status_code == 200, response.text
    assert json.loads(response.text) == content["example"]
    assert content["example"]["data"]
    if content.get("schema"):
        whole = {**content["schema"], "components": schema["components"]}
        jsonschema.validate(content["example"], whole)


def test_every_question_and_list_has_an_example(schema: dict[str, Any]) -> None:
    listed = {p for p in schema["paths"] if p.startswith("/v1/") and "{" not in p}
    # Nothing is retired yet: an empty list has no example.
    assert listed - {"/v1/dataset", "/v1/retired"} == set(EXAMPLES)
