"""Deadlines, coverage, comparison and gaps of plans over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.plan_questions import (
    Printed,
    ask_catch_up,
    ask_coverage,
    ask_deadlines,
    ask_diff,
    split_plans,
)
from api.reports import MEDIA, ReportFormat
from api.routes.plan_body import (
    BODY,
    CheckQuery,
    ConfirmedDep,
    PlannerDep,
    PlanQuery,
    json_answer,
    number,
    read_format,
    standing_page,
)
from api.uploads import read_upload
from ontology.errors import BadParameter

router = APIRouter(prefix="/v1/plans", tags=["plans"])


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


def printed(made: Printed, form: ReportFormat) -> Response:
    """An answer in the format asked for. Raises BadParameter for a workbook."""
    if form is ReportFormat.MARKDOWN:
        return Response(made.text(), media_type=MEDIA[form])
    if form is ReportFormat.HTML:
        return standing_page(made.sheet())
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
