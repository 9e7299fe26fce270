"""Jobs over HTTP: how far, cancel, and the answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.jobs import Jobs
from api.routes.deps import AnswersDep, Id
from api.routes.plan_body import json_answer
from api.routes.repairs import job_answer
from ontology.errors import BadParameter

router = APIRouter(prefix="/v1/jobs", tags=["plans"])


def get_jobs(request: Request) -> Jobs:
    """The jobs of the app."""
    jobs: Jobs = request.app.state.jobs
    return jobs


JobsDep = Annotated[Jobs, Depends(get_jobs)]


@router.get("/{id}")
async def get_job(id: Id, jobs: JobsDep, answers: AnswersDep) -> Response:
    """How far a job is; `result` is the address of its answer once there is one."""
    return job_answer(jobs.get(id), answers.index.version)


@router.get("/{id}/result")
async def get_result(id: Id, jobs: JobsDep) -> Response:
    """The answer of a job that is done, or what a cancelled one had found.

    422 while there is none.
    """
    job = jobs.get(id)
    if job.body is None:
        raise BadParameter(f"The job is {job.state}: it has no answer.", "id")
    return json_answer(job.body)


@router.delete("/{id}")
async def cancel_job(id: Id, jobs: JobsDep, answers: AnswersDep) -> Response:
    """Ask a job to end with the best that it has."""
    return job_answer(jobs.cancel(id), answers.index.version)
