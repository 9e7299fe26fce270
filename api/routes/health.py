"""Whether the service runs and can answer, what it has done, and what its problems mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api.answers import Store
from api.front import Counts
from api.problems import KINDS
from api.routes.deps import AnswersDep
from api.version import SOFTWARE
from ontology.errors import NotFound

if TYPE_CHECKING:
    from prometheus_client.core import Metric

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
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(Metrics(request.app.state.counts, answers.store))
    return Response(generate_latest(registry), media_type="text/plain; version=0.0.4")


class Metrics:
    """What the service did since it started, as counters, and what it keeps now, as gauges."""

    def __init__(self, counts: Counts, store: Store) -> None:
        """Read from these counts and this store."""
        self.counts = counts
        self.store = store

    def collect(self) -> Iterator[Metric]:
        """The metrics now."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        counts, store = self.counts, self.store
        for name, says, count in (
            ("requests", "GET and HEAD requests since start", counts.requests),
            ("cache_hits", "Requests served from kept answers", counts.hits),
            ("not_modified", "Requests answered 304 from kept answers", counts.not_modified),
        ):
            yield CounterMetricFamily(f"coherence_{name}", says, value=count)
        for name, says, now in (
            ("answers_kept", "Answers kept now", len(store)),
            ("answers_bytes", "Bytes of kept answers now", store.held),
        ):
            yield GaugeMetricFamily(f"coherence_{name}", says, value=now)
