"""Whether the service runs and can answer, what it has done, and what its problems mean."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api.problems import KINDS
from api.routes.deps import AnswersDep
from api.version import SOFTWARE
from ontology.errors import NotFound

router = APIRouter(tags=["service"])


@router.get("/problems/{slug}")
async def get_problem(slug: str) -> JSONResponse:
    """What a type of problem means."""
    if slug not in KINDS:
        raise NotFound(f'No problem is called "{slug[:80]}".', "slug", tuple(KINDS))
    return JSONResponse({"type": f"/problems/{slug}", "meaning": KINDS[slug]})


@router.get("/health/live")
async def get_live() -> JSONResponse:
    """The process runs."""
    return JSONResponse({"status": "live"})


@router.get("/health/ready")
async def get_ready(answers: AnswersDep) -> JSONResponse:
    """An index is loaded; says which."""
    index = answers.index
    return JSONResponse(
        {
            "status": "ready",
            "dataset_version": index.version,
            "software_version": SOFTWARE,
            "topics": len(index.topics),
            "edges": len(index.links),
        }
    )


@router.get("/metrics", response_class=Response)
async def get_metrics(request: Request, answers: AnswersDep) -> Response:
    """Counters in the Prometheus text format."""
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    counts = request.app.state.counts
    registry = CollectorRegistry()
    for name, says, value in (
        ("requests", "GET and HEAD requests since start", counts.requests),
        ("cache_hits", "Requests served from kept answers", counts.hits),
        ("not_modified", "Requests answered 304 from kept answers", counts.not_modified),
        ("answers_kept", "Answers kept now", len(answers.store)),
        ("answers_bytes", "Bytes of kept answers now", answers.store.held),
    ):
        Gauge(f"coherence_{name}", says, registry=registry).set(value)
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")
