"""The application: routes, problems and documentation over one index."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.types import ASGIApp

from api.answers import Answers
from api.direct import Direct
from api.front import Front
from api.jobs import Jobs
from api.openapi import add_examples
from api.planning import Planner
from api.problems import add_problems
from api.refusals import add_refusals
from api.routes import (
    health,
    jobs,
    pages,
    plan_questions,
    plans,
    questions,
    repairs,
    saved,
    things,
)
from api.routes import planner as plan_page
from api.routes.access import Access
from api.version import SOFTWARE

DESCRIPTION = """\
What rests on what in KS3 and GCSE mathematics and science in England, with reasons.

Answers are `{"data": …, "meta": …}`; errors are `application/problem+json`. Identifiers are taken
in any case and given in one. `of` also takes a teacher's words: "sharing in a ratio", "gcse r5".
"""


def create_app(
    answers: Answers, planner: Planner | None = None, access: Access | None = None
) -> ASGIApp:
    """The service over these answers: the front, with the application behind it."""
    app = build_app(answers, planner, access)
    front = Front(app, answers.store, Direct(answers).find)
    app.state.counts = front.counts
    return front


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Jobs end with the service: it would wait for them else."""
    yield
    app.state.jobs.close()


def build_app(
    answers: Answers, planner: Planner | None = None, access: Access | None = None
) -> FastAPI:
    """The application alone; its planner keeps what is dear to make where it is told.

    `access` says where schools' work is kept; without it nothing is.
    """
    app = FastAPIOffline(
        title="Curriculum Coherence",
        version=SOFTWARE,
        description=DESCRIPTION,
        docs_url="/docs",
        redoc_url=None,
        license_info={"name": "Software MIT; data CC BY 4.0 with OGL v3.0 attribution"},
        lifespan=_lifespan,
    )
    app.state.answers = answers
    app.state.planner = planner or Planner(answers.index)
    app.state.jobs = Jobs()
    app.state.access = access or Access()
    add_problems(app)
    add_refusals(app)
    # Saved plans come last: `/v1/plans/{id}` would take what stands beside it.
    parts = (
        questions,
        things,
        plans,
        repairs,
        plan_questions,
        jobs,
        health,
        pages,
        plan_page,
        saved,
    )
    for part in parts:
        app.include_router(part.router)
    add_examples(app, answers)
    return app
