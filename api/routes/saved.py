"""Saved plans and confirmed matches of a school, over HTTP.

Fixed paths stand before `/{id}`; the routes of `api.routes.plans` are to be included before these.
Nothing here is cached: it belongs to one school.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.bodies import parse_json, read_body
from api.encode import envelope, record_rows
from api.openapi import REFERENCE
from api.refusals import Unconditional
from api.routes.access import WorkspaceDep
from api.routes.deps import AnswersDep
from api.saving import (
    CONFIRMED,
    GONE,
    PLANS,
    SAVED,
    VERSIONS,
    Confirming,
    Saving,
    answer,
    exported,
    meta_of,
    read_matches,
    read_saving,
)
from api.workspaces import Heirs, Workspace, follow_match, follow_plan
from api.workspaces.records import Tags
from graph.index import Index
from ontology.answers import Answer
from ontology.errors import BadParameter
from ontology.vocabulary import Department

PREFIX = "/v1/plans"
router = APIRouter(
    prefix=PREFIX,
    tags=["saved plans"],
    responses={
        401: {"description": "A key is needed", "content": REFERENCE},
        403: {"description": "The service keeps nothing", "content": REFERENCE},
    },
)
Id = Annotated[str, Path(description="A saved plan, as `p-…`.", max_length=100)]


def _taken(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a request's body is, and how it is refused, for the description."""
    statuses = {
        "400": "The body is no JSON",
        "413": "The body is too large",
        "415": "The body is not said to be JSON",
        "422": "The body is not what is asked for",
    }
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            status: {"description": said, "content": REFERENCE} for status, said in statuses.items()
        },
    }


PLAN_BODY = _taken(Saving.model_json_schema())
MATCH_BODY = _taken({"type": "array", "items": Confirming.model_json_schema()})
CONDITIONAL: dict[int | str, dict[str, Any]] = {
    412: {"description": "The plan was changed since", "content": REFERENCE},
    428: {"description": "If-Match is missing", "content": REFERENCE},
}


class NoQuery(BaseModel):
    """Nothing may stand in the query."""

    model_config = ConfigDict(extra="forbid")


class VersionQuery(NoQuery):
    """Which version."""

    version: Annotated[
        int | None, Field(ge=1, description="A version; the newest unless told.")
    ] = None


class MatchQuery(NoQuery):
    """Which confirmed match."""

    department: Annotated[Department, Field(description="Whose word it is.")]
    text: Annotated[str, Field(min_length=1, max_length=4000, description="The text.")]


class ConfirmQuery(NoQuery):
    """That everything is meant."""

    confirm: Annotated[str, Field(description="The name of the workspace, letter by letter.")]


NoQueryDep = Annotated[NoQuery, Query()]


@router.get("")
async def list_saved_plans(
    query: NoQueryDep, workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """The school's saved plans: the one that was saved last first."""
    rows = await run_in_threadpool(workspace.list_plans)
    return _rows(rows, meta_of(answers.index.version, workspace, PLANS, len(rows)))


@router.post("", status_code=201, openapi_extra=PLAN_BODY)
async def save_plan(
    request: Request, query: NoQueryDep, workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """Save a plan: its name and its units as our own JSON."""
    body = await read_body(request)

    def save() -> Response:
        name, plan = read_saving(parse_json(body))
        row = workspace.save_plan(name, plan)
        meta = meta_of(answers.index.version, workspace, SAVED, 1, {"id": row.id})
        where = {"Location": f"{PREFIX}/{row.id}", "ETag": row.etag}
        return _one(row, meta, 201, where)

    return await run_in_threadpool(save)


@router.delete("")
async def delete_everything(
    query: Annotated[ConfirmQuery, Query()], workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """Delete every plan, version and confirmed match of the school: it cannot be undone.

    The workspace and its key stay; `coherence workspace delete` removes those too.
    """
    if query.confirm != workspace.name:
        raise BadParameter(
            f'confirm takes the name of the workspace, "{workspace.name}": everything is deleted.',
            "confirm",
            (workspace.name,),
        )
    counts = await run_in_threadpool(workspace.delete_all)
    return _one(counts, meta_of(answers.index.version, workspace, GONE, 1))


@router.get("/export")
async def export_everything(
    query: NoQueryDep, workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """Everything that the school keeps, as one document: every version and every match."""
    body = await run_in_threadpool(exported, workspace, answers.index.version)
    named = 'attachment; filename="coherence-saved.json"'
    return _json(body, headers={"Content-Disposition": named})


@router.get("/matches")
async def list_confirmed(
    query: NoQueryDep, workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """What the school confirmed that its texts mean: topics, or none for no topic."""
    return await run_in_threadpool(_matches, workspace, answers.index)


@router.put("/matches", openapi_extra=MATCH_BODY)
async def confirm_matches(
    request: Request, query: NoQueryDep, workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """Confirm what texts mean: all or none of them; other texts stay as they were confirmed."""
    body = await read_body(request)

    def confirm() -> Response:
        workspace.confirm_all(read_matches(parse_json(body), answers.index))
        return _matches(workspace, answers.index)

    return await run_in_threadpool(confirm)


@router.delete("/matches", status_code=204)
async def forget_match(query: Annotated[MatchQuery, Query()], workspace: WorkspaceDep) -> Response:
    """Take back what was confirmed of a text: it is asked about again."""
    await run_in_threadpool(workspace.forget_match, query.department, query.text)
    return Response(status_code=204)


@router.get("/{id}")
async def get_saved_plan(
    id: Id,
    query: Annotated[VersionQuery, Query()],
    workspace: WorkspaceDep,
    answers: AnswersDep,
) -> Response:
    """A saved plan, at a version or the newest; retired identifiers in it are followed."""

    def get() -> Response:
        saved = workspace.get_plan(id, query.version)
        heirs = Heirs(answers.index)
        shown = saved.model_copy(update={"plan": follow_plan(saved.plan, heirs)})
        asked = {"id": id, "version": saved.version}
        meta = meta_of(answers.index.version, workspace, SAVED, 1, asked)
        return _one(shown, {**meta, "followed": heirs.told()}, headers={"ETag": saved.etag})

    return await run_in_threadpool(get)


@router.put("/{id}", openapi_extra=PLAN_BODY, responses=CONDITIONAL)
async def change_plan(
    id: Id, request: Request, query: NoQueryDep, workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """Save a new version of a plan: If-Match says which version it was made from."""
    tags = _tags(request)
    body = await read_body(request)

    def change() -> Response:
        name, plan = read_saving(parse_json(body))
        row = workspace.update_plan(id, plan, tags, name)
        meta = meta_of(answers.index.version, workspace, SAVED, 1, {"id": id})
        return _one(row, meta, headers={"ETag": row.etag})

    return await run_in_threadpool(change)


@router.delete("/{id}", status_code=204, responses=CONDITIONAL)
async def delete_plan(
    id: Id, request: Request, query: NoQueryDep, workspace: WorkspaceDep
) -> Response:
    """Delete a plan with all its versions: If-Match says which version was seen last."""
    await run_in_threadpool(workspace.delete_plan, id, _tags(request))
    return Response(status_code=204)


@router.get("/{id}/versions")
async def list_plan_versions(
    id: Id, query: NoQueryDep, workspace: WorkspaceDep, answers: AnswersDep
) -> Response:
    """Every version of a saved plan: newest first."""
    rows = await run_in_threadpool(workspace.list_versions, id)
    return _rows(rows, meta_of(answers.index.version, workspace, VERSIONS, len(rows), {"id": id}))


def _matches(workspace: Workspace, index: Index) -> Response:
    heirs = Heirs(index)
    rows = [follow_match(row, heirs) for row in workspace.list_matches()]
    meta = meta_of(index.version, workspace, CONFIRMED, len(rows))
    return _rows(rows, {**meta, "followed": heirs.told()})


def _tags(request: Request) -> Tags:
    """The entity tags of If-Match; weak ones never match, so they are left out.

    Raises:
        Unconditional: there is no If-Match.
    """
    given = ",".join(request.headers.getlist("if-match")).strip()
    if not given:
        raise Unconditional(
            "Read the plan, and send its ETag as If-Match: then a change that somebody else made "
            "meanwhile is not lost.",
            "If-Match",
        )
    if given == "*":
        return "*"
    return frozenset(tag for weak, tag in re.findall(r'(W/)?("[^"]*")', given[:10_000]) if not weak)


def _rows(rows: Sequence[Answer], meta: Mapping[str, Any]) -> Response:
    return _json(envelope(record_rows(rows), meta))


def _one(
    row: Answer,
    meta: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    return _json(answer(record_rows([row])[0], meta), status, headers)


def _json(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that belongs to one school: no cache keeps it."""
    return Response(
        body,
        status,
        media_type="application/json",
        headers={**(headers or {}), "Cache-Control": "no-store"},
    )
