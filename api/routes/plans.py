"""Plans over HTTP: what their words mean, what is out of order, and a workbook to start from."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.reports import MEDIA, ReportFormat, own_workbooks, packed, report_html, report_markdown
from api.routes.plan_body import (
    BODY,
    CheckQuery,
    ConfirmedDep,
    PlannerDep,
    PlanQuery,
    attachment,
    json_answer,
    read_format,
    standing_page,
)
from api.uploads import Upload, read_upload

router = APIRouter(prefix="/v1/plans", tags=["plans"])


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
            return standing_page(report_html(plans, report))
        if form is ReportFormat.XLSX:
            return attachment(*packed(own_workbooks(upload.files, plans, report)))
        return json_answer(planner.lint(plans, report, upload.pathway).body)

    return await run_in_threadpool(answer)


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
