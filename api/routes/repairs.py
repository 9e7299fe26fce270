"""Another order for plans over HTTP: at once, or as a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.encode import dump
from api.jobs import Job, Jobs
from api.routes.deps import AnswersDep
from api.routes.plan_body import (
    BODY,
    ConfirmedDep,
    PlannerDep,
    PlanQuery,
    json_answer,
)
from api.uploads import Upload, read_upload
from graph.plans.pathways import read_pathways
from graph.plans.read import Matched
from graph.plans.repair import Watch
from ontology.errors import BadParameter
from ontology.vocabulary import Department

if TYPE_CHECKING:
    from graph.sequencing.exact import Progress

router = APIRouter(prefix="/v1/plans", tags=["plans"])


class RepairQuery(PlanQuery):
    """What may stand in the query instead of the form."""

    pathway: str | None = None
    effort: str | None = None
    move: str | None = None


EFFORTS = ("quick", "best")


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
        return planner.repair(plans, upload.pathway, moving, watch=watch_of(job)).body

    return job_answer(jobs.begin(work), answers.index.version, 202)


def watch_of(job: Job) -> Watch:
    """What a search tells a job, and how the job ends it."""

    def told(name: str, step: Progress) -> None:
        job.progress = {"proposal": name, **finite(asdict(step))}

    return Watch(progress=told, cancelled=job.stop.is_set)


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
