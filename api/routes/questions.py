"""The questions: what depends, on what, why, how much, and what to secure first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.queries import (
    BottlenecksQuery,
    DependentsQuery,
    ExplainQuery,
    FirstNeedQuery,
    GapsQuery,
    RegisterQuery,
    ShareQuery,
    SwingQuery,
    TierImpactQuery,
    UsesQuery,
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


@router.get("/uses")
async def get_uses(query: Annotated[UsesQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """What mathematics science uses, from either side, with the calculation and the reason."""
    return KeptResponse(answers.ask("uses", query))


@router.get("/tier-impact")
async def get_tier_impact(
    query: Annotated[TierImpactQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Which science assumes Higher-only mathematics that a pupil's tier does not hold."""
    return KeptResponse(answers.ask("tier-impact", query))


@router.get("/register")
async def get_register(
    query: Annotated[RegisterQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Words and methods that departments use differently, with a wording to offer."""
    return KeptResponse(answers.ask("register", query))


@router.get("/first-need")
async def get_first_need(
    query: Annotated[FirstNeedQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Who comes first to each piece of mathematics, in a pair of published schemes."""
    return KeptResponse(answers.ask("first-need", query))
