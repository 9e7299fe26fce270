"""The planner's page: upload, report, confirm, repair, download; works without scripts."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.jobs import Job, Jobs, JobState
from api.plan_page import (
    read_choices,
    report_values,
    uncarried,
    with_choices,
)
from api.plan_questions import ask_deadlines
from api.refusals import Refusal
from api.reports import own_workbooks, packed, report_html
from api.routes.access import Access, came_by_loopback, get_workspace
from api.routes.pages import POLICY
from api.routes.plan_body import ConfirmedDep, PlannerDep, attachment, standing_page
from api.routes.repairs import watch_of
from api.template import TEMPLATES, get_template
from api.uploads import Upload, read_form
from graph.index import label_of
from graph.plans.school_year import name_of
from ontology.errors import BadParameter, QuestionError
from ontology.plans import Plan
from ontology.vocabulary import Department

router = APIRouter(include_in_schema=False)

PLAN_POLICY = {
    **POLICY,
    "Content-Security-Policy": POLICY["Content-Security-Policy"] + "; script-src 'self'",
    "Cache-Control": "no-store",
}
PATHWAYS = (
    ("foundation", "Foundation"),
    ("higher", "Higher"),
    ("combined", "combined science"),
    ("separate", "separate sciences"),
    ("maths:foundation,science:higher", "Foundation mathematics with Higher science"),
)


def page(values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """The page with what is to be shown on it."""
    empty: dict[str, Any] = {
        "title": "Check your scheme of work",
        "pathways": PATHWAYS,
        "problem": None,
        "calendars": [],
        "proposals": [],
        "conflicts": [],
        "job": None,
        "refresh": None,
    }
    text = get_template("plan.html").render({**empty, **values})
    return HTMLResponse(text, status, headers=PLAN_POLICY)


async def read_page_form(request: Request) -> Upload:
    """The form of a page: files just chosen, or carried from the page before."""
    upload = await read_form(request)
    files = upload.files or tuple(uncarried(upload.fields))
    if not files:
        raise BadParameter("Choose at least one file with a plan.", "file")
    return Upload(files, upload.fields)


def refused(error: QuestionError | HTTPException) -> HTMLResponse:
    """The page with what was wrong."""
    if isinstance(error, QuestionError):
        status = error.status if isinstance(error, Refusal) else 422
        return page({"problem": error.detail}, status)
    return page({"problem": "Send it by the form of this page."}, error.status_code)


def may_keep(request: Request) -> bool:
    """Whether what is confirmed here can be kept: on this machine, where no key is needed."""
    access: Access = request.app.state.access
    return access.workspaces is not None and access.local and came_by_loopback(request.scope)


async def keep_choices(
    request: Request, choices: Mapping[Department, Mapping[str, tuple[str, ...]]]
) -> None:
    """Keep what was confirmed for the school. Raises as `get_workspace`."""
    workspace = await get_workspace(request)
    rows = [
        (department, text, topics)
        for department, texts in choices.items()
        for text, topics in texts.items()
    ]
    if rows:
        await run_in_threadpool(workspace.confirm_all, rows)


@router.get("/plan", response_class=HTMLResponse)
async def get_plan_page() -> Response:
    """The form to begin with."""
    return page({})


@router.post("/plan", response_class=HTMLResponse)
async def post_plan_page(
    request: Request, planner: PlannerDep, confirmed: ConfirmedDep
) -> Response:
    """The report of the files that were sent."""
    try:
        upload = await read_page_form(request)
        choices = read_choices(upload.fields, planner.index.number)
        known = with_choices(confirmed, choices)
        if upload.one("keep"):
            await keep_choices(request, choices)

        def values() -> dict[str, Any]:
            plans = planner.match_plans(planner.read(upload.files), upload.subject, known)
            report = planner.check(plans, upload.pathway)
            return {
                **report_values(upload.files, plans, report, choices),
                "topics": planner.index.topics,
                "asked_pathways": upload.pathway,
                "asked_subject": upload.subject,
                "keeps": may_keep(request),
                "title": "Your scheme of work, checked",
            }

        return page(await run_in_threadpool(values))
    except (QuestionError, HTTPException) as error:
        return refused(error)


@router.post("/plan/workbook")
async def post_download(request: Request, planner: PlannerDep, confirmed: ConfirmedDep) -> Response:
    """The workbooks with their findings, or the report to print."""
    try:
        upload = await read_page_form(request)
        known = with_choices(confirmed, read_choices(upload.fields, planner.index.number))
        form = upload.one("format") or "xlsx"

        def made() -> Response:
            plans = planner.match_plans(planner.read(upload.files), upload.subject, known)
            if form == "deadlines":
                return standing_page(ask_deadlines(planner, plans, upload.pathway).sheet())
            report = planner.check(plans, upload.pathway)
            if form == "html":
                return standing_page(report_html(plans, report))
            return attachment(*packed(own_workbooks(upload.files, plans, report)))

        return await run_in_threadpool(made)
    except (QuestionError, HTTPException) as error:
        return refused(error)


@router.post("/plan/repair")
async def post_repair(request: Request, planner: PlannerDep, confirmed: ConfirmedDep) -> Response:
    """Proposals at once, or a job that looks for the best."""
    try:
        upload = await read_page_form(request)
        known = with_choices(confirmed, read_choices(upload.fields, planner.index.number))
        quick = upload.one("effort") != "best"

        def work(job: Job | None) -> bytes:
            plans = planner.match_plans(planner.read(upload.files), upload.subject, known)
            watch = None if job is None else watch_of(job)
            return planner.repair(plans, upload.pathway, quick=quick, watch=watch).body

        if quick:
            return proposals_page(planner, await run_in_threadpool(work, None))
        jobs: Jobs = request.app.state.jobs
        job = jobs.begin(work)
        return RedirectResponse(f"/plan/jobs/{job.id}", 303, headers=PLAN_POLICY)
    except (QuestionError, HTTPException) as error:
        return refused(error)


@router.get("/plan/jobs/{id}", response_class=HTMLResponse)
async def get_job_page(id: str, request: Request, planner: PlannerDep) -> Response:
    """How far a search is; the proposals once there are any."""
    jobs: Jobs = request.app.state.jobs
    try:
        job = jobs.get(id)
    except QuestionError as error:
        return page({"problem": error.detail}, 404)
    if job.body is not None:
        return proposals_page(planner, job.body)
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        return page({"problem": job.detail or "The search was stopped."})
    return page({"title": "Looking for the best order", "job": job, "refresh": 3})


@router.post("/plan/jobs/{id}/cancel")
async def post_cancel(id: str, request: Request) -> Response:
    """Stop a search; its page shows the best so far."""
    jobs: Jobs = request.app.state.jobs
    try:
        jobs.cancel(id)
    except QuestionError as error:
        return page({"problem": error.detail}, 404)
    return RedirectResponse(f"/plan/jobs/{id}", 303, headers=PLAN_POLICY)


def proposals_page(planner: Any, body: bytes) -> HTMLResponse:
    """The proposals of an answer of `repair`."""
    answer = json.loads(body)
    for row in answer["data"]:
        text = json.dumps({"plans": row["plans"], "moves": row["moves"]})
        row["carried"] = base64.b64encode(text.encode()).decode()
    return page(
        {
            "title": "Another order",
            "proposals": answer["data"],
            "conflicts": answer["meta"]["conflicts"],
            "problem": None if answer["data"] else "No order satisfies what it must.",
            "when": lambda time: name_of(time["year"], time["half_term"]),
            "label": lambda id_: label_of(planner.index, id_),
        }
    )


@router.post("/plan/accept")
async def post_accept(request: Request) -> Response:
    """The plans of a proposal as workbooks, what moved in bold with a note."""
    from loaders.plan_workbook import write_plan

    try:
        upload = await read_form(request)
        carried = uncarried({"name": ["proposal"], "data": upload.fields.get("proposal", ())})
        proposal = json.loads(carried[0].data)
        plans = [Plan.model_validate(plan) for plan in proposal["plans"]]
        moves: Sequence[Any] = proposal["moves"]
    except (QuestionError, HTTPException) as error:
        return refused(error)
    except (ValueError, KeyError, TypeError, IndexError):
        return page({"problem": "The form lost the proposal: ask for it again."}, 422)

    def made() -> Response:
        books = {}
        for plan in plans:
            notes = {
                move[
                    "unit"
                ]: f"was in {name_of(move['before']['year'], move['before']['half_term'])}"
                for move in moves
                if move["where"]["file"] == plan.file
            }
            stem = plan.file.rpartition(".")[0] or plan.file
            books[f"{stem}-in-order.xlsx"] = write_plan(plan, notes)
        return attachment(*packed(books))

    return await run_in_threadpool(made)


@router.get("/plan.css")
async def get_plan_style() -> Response:
    """The style sheet of the planner."""
    return _file("plan.css", "text/css")


@router.get("/plan.js")
async def get_plan_script() -> Response:
    """The script of the planner."""
    return _file("plan.js", "text/javascript")


def _file(name: str, media_type: str) -> Response:
    return Response(
        (TEMPLATES / name).read_bytes(),
        media_type=media_type,
        headers={"Cache-Control": "public, max-age=3600", **POLICY},
    )
