"""The verbs about plans over HTTP: a form with files, or a plan as JSON, in; findings out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.planning import Confirmed, Planner, no_confirmations
from api.reports import (
    MEDIA,
    ReportFormat,
    own_workbooks,
    packed,
    report_html,
    report_markdown,
)
from api.uploads import Upload, read_upload
from ontology.errors import BadParameter
from ontology.vocabulary import Department

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


def json_answer(body: bytes, status: int = 200) -> Response:
    """An answer that belongs to one school: no cache keeps it."""
    return Response(
        body, status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )


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
