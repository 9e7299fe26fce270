"""The verbs about plans over HTTP: a form with files, or a plan as JSON, in; findings out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.encode import dump
from api.jobs import Job, Jobs
from api.planning import Confirmed, Planner, no_confirmations
from api.reports import (
    MEDIA,
    ReportFormat,
    own_workbooks,
    packed,
    report_html,
    report_markdown,
)
from api.routes.deps import AnswersDep
from api.uploads import Upload, read_upload
from graph.plans.pathways import read_pathways
from graph.plans.read import Matched
from graph.plans.repair import Watch
from ontology.errors import BadParameter
from ontology.vocabulary import Department

if TYPE_CHECKING:
    from graph.sequencing.exact import Progress

router = APIRouter(prefix="/v1/plans", tags=["plans"])

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "Plans: .xlsx, .xls, .ods, .csv or .json.",
                        },
                        "subject": {"type": "string", "enum": [str(d) for d in Department]},
                        "pathway": {"type": "string", "description": "As `higher,combined`."},
                    },
                }
            },
            "application/json": {
                "schema": {"type": "object", "description": "A plan, or several in `plans`."}
            },
        },
    }
}


def get_planner(request: Request) -> Planner:
    """The planner over the app's index."""
    planner: Planner = request.app.state.planner
    return planner


PlannerDep = Annotated[Planner, Depends(get_planner)]


def get_confirmed(request: Request) -> Confirmed:
    """What the school that asks confirmed before."""
    return no_confirmations


ConfirmedDep = Annotated[Confirmed, Depends(get_confirmed)]


class PlanQuery(BaseModel):
    """What may stand in the query instead of the form."""

    model_config = ConfigDict(extra="forbid")

    subject: str | None = None


class CheckQuery(PlanQuery):
    """What may stand in the query instead of the form."""

    pathway: str | None = None
    format: str | None = None


class RepairQuery(PlanQuery):
    """What may stand in the query instead of the form."""

    pathway: str | None = None
    effort: str | None = None
    move: str | None = None


EFFORTS = ("quick", "best")


def json_answer(body: bytes, status: int = 200) -> Response:
    """An answer that belongs to one school: no cache keeps it."""
    return Response(
        body, status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )


def job_answer(job: Job, version: str, status: int = 200) -> Response:
    """A job as an answer, its place in Location while it goes on."""
    meta = {
        "dataset_version": version,
        "query": {"id": job.id},
        "definition": "A job: queued, running, done, cancelled or failed.",
        "total": 1,
        "next": None,
    }
    response = json_answer(b'{"data":%s,"meta":%s}' % (dump(job.row()), dump(meta)), status)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return response


@router.post("/match", openapi_extra=BODY)
async def match_plans(
    request: Request,
    query: Annotated[PlanQuery, Query()],
    planner: PlannerDep,
    confirmed: ConfirmedDep,
) -> Response:
    """What each cell was taken for, with the best candidates where it is to confirm."""
    upload = await read_upload(request, ("subject", "file"))

    def answer() -> bytes:
        plans = planner.read(upload.files)
        return planner.match(planner.match_plans(plans, upload.subject, confirmed)).body

    return json_answer(await run_in_threadpool(answer))


@router.post("/lint", openapi_extra=BODY)
async def lint_plans(
    request: Request,
    query: Annotated[CheckQuery, Query()],
    planner: PlannerDep,
    confirmed: ConfirmedDep,
) -> Response:
    """Every breach of the rules, with the cell, the reason and the mend.

    `format` json, markdown, html, or xlsx for the workbook that was sent with its findings in it.
    """
    upload = await read_upload(request, ("subject", "pathway", "format", "file"))
    form = read_format(upload)

    def answer() -> Response:
        plans = planner.match_plans(planner.read(upload.files), upload.subject, confirmed)
        report = planner.check(plans, upload.pathway)
        if form is ReportFormat.MARKDOWN:
            return Response(report_markdown(plans, report), media_type=MEDIA[form])
        if form is ReportFormat.HTML:
            return Response(report_html(plans, report), media_type=MEDIA[form])
        if form is ReportFormat.XLSX:
            return attachment(*packed(own_workbooks(upload.files, plans, report)))
        return json_answer(planner.lint(plans, report, upload.pathway).body)

    return await run_in_threadpool(answer)


def read_format(upload: Upload) -> ReportFormat:
    """The format asked for. Raises BadParameter for one that is not made here."""
    given = (upload.one("format") or ReportFormat.JSON).lower()
    if given not in set(MEDIA):
        offered = tuple(map(str, MEDIA))
        raise BadParameter(f"format takes {', '.join(offered)}.", "format", offered)
    return ReportFormat(given)


def attachment(name: str, media_type: str, data: bytes) -> Response:
    """A file to keep: its name as RFC 6266 has it, in ASCII and in full."""
    from urllib.parse import quote

    plain = name.encode("ascii", "replace").decode().replace('"', "'")
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
    return Response(data, media_type=media_type, headers=headers)


@router.post("/repair", openapi_extra=BODY)
async def repair_plans(
    request: Request,
    query: Annotated[RepairQuery, Query()],
    planner: PlannerDep,
    confirmed: ConfirmedDep,
    answers: AnswersDep,
) -> Response:
    """Orders of the units in which nothing essential is out of order and as little as can be moves.

    `effort` quick answers at once with what a local search finds; best, which is usual, looks for
    the optimum in a job: 202 with the job, `/v1/jobs/{id}` says how far it is. `move` maths or
    science leaves the other department where it is.
    """
    upload = await read_upload(request, ("subject", "pathway", "effort", "move", "file"))
    effort, moving = read_effort(upload), read_moving(upload)

    def read() -> list[Matched]:
        return planner.match_plans(planner.read(upload.files), upload.subject, confirmed)

    plans = await run_in_threadpool(read)
    if effort == "quick":

        def answer() -> bytes:
            return planner.repair(plans, upload.pathway, moving, quick=True).body

        return json_answer(await run_in_threadpool(answer))
    read_pathways(upload.pathway)
    jobs: Jobs = request.app.state.jobs

    def work(job: Job) -> bytes:
        def told(name: str, step: Progress) -> None:
            job.progress = {"proposal": name, **finite(asdict(step))}

        watch = Watch(progress=told, cancelled=job.stop.is_set)
        return planner.repair(plans, upload.pathway, moving, watch=watch).body

    return job_answer(jobs.begin(work), answers.index.version, 202)


def finite(told: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers as JSON has them: null where there is none yet."""
    return {
        name: None if isinstance(value, float) and not isfinite(value) else value
        for name, value in told.items()
    }


def read_effort(upload: Upload) -> str:
    """The effort asked for. Raises BadParameter."""
    effort = (upload.one("effort") or "best").lower()
    if effort not in EFFORTS:
        raise BadParameter(f"effort takes {' or '.join(EFFORTS)}.", "effort", EFFORTS)
    return effort


def read_moving(upload: Upload) -> tuple[Department, ...]:
    """The departments whose units may move. Raises BadParameter."""
    move = (upload.one("move") or "both").lower()
    if move == "both":
        return tuple(Department)
    if move not in set(Department):
        offered = ("both", *Department)
        raise BadParameter(f"move takes {', '.join(offered)}.", "move", offered)
    return (Department(move),)


@router.get("/template")
async def get_template_workbook(
    planner: PlannerDep, subject: Annotated[str | None, Query()] = None
) -> Response:
    """A workbook to start a plan from: drop-downs, settings, and the topics by name."""
    department = Upload((), {"subject": [subject or ""]}).subject

    def made() -> bytes:
        return planner.template(department)

    name = f"plan-{department or 'blank'}.xlsx"
    return attachment(name, MEDIA[ReportFormat.XLSX], await run_in_threadpool(made))
