"""The OpenAPI description, with examples that are real answers of the index that is served."""

from __future__ import annotations

import json
import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter

from api.answers import Answers
from api.queries import (
    BottlenecksQuery,
    DependentsQuery,
    EdgesQuery,
    EquationsQuery,
    ExplainQuery,
    FirstNeedQuery,
    GapsQuery,
    MembershipsQuery,
    PlainQuery,
    RefusedQuery,
    RegisterQuery,
    ShareQuery,
    StatementsQuery,
    SwingQuery,
    TierImpactQuery,
    TimingQuery,
    TopicsQuery,
    UsesQuery,
)
from api.things import COLLECTIONS
from graph.questions import Question
from ontology.errors import QuestionError
from ontology.vocabulary import SubjectAsked

MATHS, PHYSICS = SubjectAsked.MATHS, SubjectAsked.PHYSICS

EXAMPLES: dict[str, tuple[str, Question]] = {
    "/v1/dependents": (
        "dependents",
        DependentsQuery(of=("ratio",), within="gcse-maths", limit=1),
    ),
    "/v1/prerequisites": (
        "prerequisites",
        DependentsQuery(of=("gcse-maths:G20",), within="gcse-maths", limit=1),
    ),
    "/v1/explain": (
        "explain",
        ExplainQuery(dependent=("gcse-maths:G20",), prerequisite=("ratio",), k=1),
    ),
    "/v1/share": (
        "share",
        ShareQuery(of=("ratio",), within="gcse-maths", definition="direct"),
    ),
    "/v1/swing": ("swing", SwingQuery(of=("ratio",), within="gcse-maths", limit=2)),
    "/v1/bottlenecks": ("bottlenecks", BottlenecksQuery(within="gcse-maths", limit=2)),
    "/v1/gaps": ("gaps", GapsQuery(target=("gcse-maths:R5",), limit=2)),
    "/v1/uses": ("uses", UsesQuery(science=("physics:density",), limit=1)),
    "/v1/tier-impact": ("tier-impact", TierImpactQuery(limit=1)),
    "/v1/register": ("register", RegisterQuery(between=(MATHS, PHYSICS), limit=1)),
    "/v1/first-need": (
        "first-need",
        FirstNeedQuery(maths="oak-maths", science="oak-science", limit=1),
    ),
    "/v1/equations": ("equations", EquationsQuery(limit=1)),
    "/v1/terms": ("terms", PlainQuery(limit=1)),
    "/v1/schemes": ("schemes", PlainQuery(limit=1)),
    "/v1/timing": ("timing", TimingQuery(limit=1)),
    "/v1/statements": ("statements", StatementsQuery(framework="gcse-maths", limit=1)),
    "/v1/topics": ("topics", TopicsQuery(limit=1)),
    "/v1/themes": ("themes", PlainQuery(limit=1)),
    "/v1/frameworks": ("frameworks", PlainQuery(limit=1)),
    "/v1/edges": ("edges", EdgesQuery(limit=1)),
    "/v1/refused": ("refused", RefusedQuery(limit=1)),
    "/v1/sources": ("sources", PlainQuery(limit=1)),
    "/v1/memberships": ("memberships", MembershipsQuery(theme="ratio", limit=1)),
    "/v1/weights": ("weights", PlainQuery(limit=1)),
}

Thing = dict[str, Any]


def answers_by_path() -> dict[str, Any]:
    """What each path answers, as a type; the models are imported when a description is wanted."""
    from ontology.answers import ChainRow, Envelope, StatementRow, TopicRow, UsesLink
    from ontology.crossings import FirstNeedRow, ImpactRow, TermRow
    from ontology.figures import BottleneckRow, GapRow, ShareRow, SwingRow

    return {
        "/v1/dependents": Envelope[list[StatementRow | TopicRow]],
        "/v1/prerequisites": Envelope[list[StatementRow | TopicRow]],
        "/v1/explain": Envelope[list[ChainRow]],
        "/v1/share": Envelope[list[ShareRow]],
        "/v1/swing": Envelope[list[SwingRow]],
        "/v1/bottlenecks": Envelope[list[BottleneckRow]],
        "/v1/gaps": Envelope[list[GapRow]],
        "/v1/uses": Envelope[list[UsesLink]],
        "/v1/tier-impact": Envelope[list[ImpactRow]],
        "/v1/register": Envelope[list[TermRow]],
        "/v1/first-need": Envelope[list[FirstNeedRow]],
        "/v1/dataset": Envelope[Thing],
        **{f"/v1/{name}": Envelope[list[Thing]] for name in COLLECTIONS},
        "/v1/terms": Envelope[list[TermRow]],
        **{f"/v1/{name}/{{id}}": Envelope[Thing] for name in COLLECTIONS},
        "/v1/terms/{id}": Envelope[TermRow],
    }


def answers_about_plans() -> dict[str, Any]:
    """What each verb about plans answers, by the path that it is posted to."""
    from ontology.answers import Envelope
    from ontology.findings import Finding
    from ontology.plan_answers import CoverageRow, DeadlineRow, RiskRow
    from ontology.plan_changes import CatchUpRow, Change
    from ontology.plan_repairs import Proposal
    from ontology.plans import Match

    return {
        "/v1/plans/match": Envelope[list[Match]],
        "/v1/plans/lint": Envelope[list[Finding]],
        "/v1/plans/repair": Envelope[list[Proposal]],
        "/v1/plans/deadlines": Envelope[list[DeadlineRow | RiskRow]],
        "/v1/plans/coverage": Envelope[list[CoverageRow]],
        "/v1/plans/diff": Envelope[list[Change]],
        "/v1/plans/gaps": Envelope[list[CatchUpRow]],
    }


PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "nearest": {"type": "array", "items": {"type": "string"}},
        "replaced_by": {"type": "array", "items": {"type": "string"}},
    },
}

REFERENCE = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def add_examples(app: FastAPI, answers: Answers) -> None:
    """Make the description when it is first asked for, with examples from the answers."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app, answers)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def describe(app: FastAPI, answers: Answers) -> dict[str, Any]:
    """The OpenAPI 3.1 description of the app."""
    schema: dict[str, Any] = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        license_info=app.license_info,
        servers=[{"url": "/"}],
    )
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for method, answers_of in (("get", answers_by_path()), ("post", answers_about_plans())):
        for path, answer in answers_of.items():
            shape = TypeAdapter(answer).json_schema(
                ref_template="#/components/schemas/{model}", by_alias=True, mode="serialization"
            )
            schemas.update(shape.pop("$defs", {}))
            content = schema["paths"][path][method]["responses"]["200"].setdefault("content", {})
            content["application/json"] = {"schema": shape}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            _problems(operation, path)
            operation["summary"] = re.split(r"[:.]", operation["description"])[0]
            if path in EXAMPLES:
                _add_example(operation, answers, *EXAMPLES[path])
    return schema


def _add_example(
    operation: dict[str, Any], answers: Answers, verb: str, question: Question
) -> None:
    """Show a real answer, where the data hold what the example asks about."""
    try:
        answer = json.loads(answers.ask(verb, question).body)
    except QuestionError:
        return
    content = operation["responses"]["200"].setdefault("content", {})
    content.setdefault("application/json", {})["example"] = answer


def _problems(operation: dict[str, Any], path: str) -> None:
    responses = operation["responses"]
    if "422" in responses:
        responses["422"] = {"description": "A parameter means nothing", "content": REFERENCE}
    if "requestBody" in operation:
        responses["413"] = {"description": "The body is too large", "content": REFERENCE}
        responses["415"] = {"description": "The body is of another kind", "content": REFERENCE}
    if "{" in path:
        responses["404"] = {"description": "Nothing has this name", "content": REFERENCE}
    if path.endswith("{id}") and not path.startswith(("/v1/plans", "/v1/jobs")):
        responses["410"] = {"description": "The identifier was retired", "content": REFERENCE}
