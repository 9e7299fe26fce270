"""The questions: what depends, on what, why, how much, and what to secure first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.queries import (
    BottlenecksQuery,
    DependentsQuery,
    ExplainQuery,
    GapsQuery,
    ShareQuery,
    SwingQuery,
)
from api.routes.deps import AnswersDep
from api.routes.reply import KeptResponse

router = APIRouter(prefix="/v1", tags=["questions"], default_response_class=KeptResponse)


@router.get("/dependents")
async def get_dependents(
    query: Annotated[DependentsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """What rests on it: statements of a framework, or topics, with strength and best chain."""
    return KeptResponse(answers.ask("dependents", query))


@router.get("/prerequisites")
async def get_prerequisites(
    query: Annotated[DependentsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """What it rests on: statements of a framework, or topics, with strength and best chain."""
    return KeptResponse(answers.ask("prerequisites", query))


@router.get("/explain")
async def get_explain(query: Annotated[ExplainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Why one thing depends on another: the k best chains and the link each hangs on."""
    return KeptResponse(answers.ask("explain", query))


@router.get("/share")
async def get_share(query: Annotated[ShareQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """How much of a framework's content rests on it, under each declared definition."""
    return KeptResponse(answers.ask("share", query))


@router.get("/swing")
async def get_swing(query: Annotated[SwingQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Which single edge or membership, if not accepted, moves a share most."""
    return KeptResponse(answers.ask("swing", query))


@router.get("/bottlenecks")
async def get_bottlenecks(
    query: Annotated[BottlenecksQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Where the graph is narrow: topics on which most rests."""
    return KeptResponse(answers.ask("bottlenecks", query))


@router.get("/gaps")
async def get_gaps(query: Annotated[GapsQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """What to secure, in order, before a target; rows that are ready are the fringe."""
    return KeptResponse(answers.ask("gaps", query))
