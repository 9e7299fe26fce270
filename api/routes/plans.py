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
from api.plan_questions import (
    Printed,
    ask_catch_up,
    ask_coverage,
    ask_deadlines,
    ask_diff,
    split_plans,
)
from api.planning import Confirmed, Planner
from api.reports import (
    MEDIA,
    ReportFormat,
    own_workbooks,
    packed,
    report_html,
    report_markdown,
)
from api.routes.access import get_confirmed
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


class DeadlinesQuery(CheckQuery):
    """What may stand in the query instead of the form."""

    reverse: str | None = None


class DiffQuery(PlanQuery):
    """What may stand in the query instead of the form."""

    pathway: str | None = None
    year: str | None = None
    from_half_term: str | None = None


class GapsQuery(PlanQuery):
    """What may stand in the query instead of the form."""

    pathway: str | None = None
    before: str | None = None
    joins: str | None = None
    half_term: str | None = None
    lost: str | None = None
    known: str | None = None


def number(upload: Upload, name: str, low: int, high: int) -> int | None:
    """A whole number of a field, None where it is absent. Raises BadParameter."""
    given = upload.one(name)
    if given is None:
        return None
    if not given.isdecimal() or not low <= int(given) <= high:
        raise BadParameter(f"{name} takes a number from {low} to {high}.", name)
    return int(given)


def printed(made: Printed, form: ReportFormat) -> Response:
    """An answer in the format asked for. Raises BadParameter for a workbook."""
    if form is ReportFormat.MARKDOWN:
        return Response(made.text(), media_type=MEDIA[form])
    if form is ReportFormat.HTML:
        return Response(made.sheet(), media_type=MEDIA[form])
    if form is ReportFormat.XLSX:
        raise BadParameter("This has no workbook; ask for html.", "format", ("html", "json"))
    return json_answer(made.answer.body)


@router.post("/deadlines", openapi_extra=BODY)
async def find_deadlines(
    request: Request,
    query: Annotated[DeadlinesQuery, Query()],
    planner: PlannerDep,
    confirmed: ConfirmedDep,
) -> Response:
    """By when mathematics must have taught each topic that science uses, and for whom.

    With `reverse`, how late each unit of mathematics could be and who is hurt beyond that.
    """
    upload = await read_upload(request, ("subject", "pathway", "format", "reverse", "file"))
    form = read_format(upload)
    reverse = (upload.one("reverse") or "no").lower() in ("yes", "true", "1", "on")

    def answer() -> Response:
        plans = planner.match_plans(planner.read(upload.files), upload.subject, confirmed)
        return printed(ask_deadlines(planner, plans, upload.pathway, reverse), form)

    return await run_in_threadpool(answer)


@router.post("/coverage", openapi_extra=BODY)
async def find_coverage(
    request: Request,
    query: Annotated[CheckQuery, Query()],
    planner: PlannerDep,
    confirmed: ConfirmedDep,
) -> Response:
    """What is covered by strand, tier and year, and when each theme is met and left alone."""
    upload = await read_upload(request, ("subject", "pathway", "format", "file"))
    form = read_format(upload)

    def answer() -> Response:
        plans = planner.match_plans(planner.read(upload.files), upload.subject, confirmed)
        return printed(ask_coverage(planner, plans, upload.pathway), form)

    return await run_in_threadpool(answer)


@router.post("/diff", openapi_extra=BODY)
async def compare_plans(
    request: Request,
    query: Annotated[DiffQuery, Query()],
    planner: PlannerDep,
    confirmed: ConfirmedDep,
) -> Response:
    """What the second file does against the first: what moves, breaks, mends and clashes.

    And what each class now in the school (`year`: one alone) meets twice or never. Further files
    belong to both.
    """
    upload = await read_upload(request, ("subject", "pathway", "year", "from_half_term", "file"))
    year = number(upload, "year", 7, 11)
    from_half = number(upload, "from_half_term", 1, 6)

    def answer() -> bytes:
        plans = planner.match_plans(planner.read(upload.files), upload.subject, confirmed)
        old, new = split_plans(plans)
        classes = () if year is None else (year,)
        return ask_diff(planner, old, new, upload.pathway, classes, from_half).body

    return json_answer(await run_in_threadpool(answer))


@router.post("/gaps", openapi_extra=BODY)
async def find_plan_gaps(
    request: Request,
    query: Annotated[GapsQuery, Query()],
    planner: PlannerDep,
    confirmed: ConfirmedDep,
) -> Response:
    """What to secure before a unit (`before`: its cell or words), the smallest set first.

    For a pupil who `joins` in a year, or where a unit was `lost`; `known` names what is known all
    the same.
    """
    fields = ("subject", "pathway", "before", "joins", "half_term", "lost", "known", "file")
    upload = await read_upload(request, fields)
    before = upload.one("before")
    if before is None:
        raise BadParameter("Say before which unit: its cell or its words.", "before")
    joins, half_term = number(upload, "joins", 7, 11), number(upload, "half_term", 1, 6)

    def answer() -> bytes:
        plans = planner.match_plans(planner.read(upload.files), upload.subject, confirmed)
        return ask_catch_up(
            planner,
            plans,
            upload.pathway,
            before=before,
            joins=joins,
            half_term=half_term or 1,
            lost=upload.fields.get("lost", ()),
            known=upload.fields.get("known", ()),
        ).body

    return json_answer(await run_in_threadpool(answer))


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
