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
from ontology.answers import ChainRow, Envelope, StatementRow, TopicRow
from ontology.figures import BottleneckRow, GapRow, ShareRow, SwingRow

router = APIRouter(prefix="/v1", tags=["questions"])

Reached = Envelope[list[StatementRow | TopicRow]]


@router.get("/dependents", responses={200: {"model": Reached}}, response_class=KeptResponse)
async def get_dependents(
    query: Annotated[DependentsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """What rests on it: statements of a framework, or topics, with strength and best chain."""
    return KeptResponse(answers.ask("dependents", query))


@router.get("/prerequisites", responses={200: {"model": Reached}}, response_class=KeptResponse)
async def get_prerequisites(
    query: Annotated[DependentsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """What it rests on: statements of a framework, or topics, with strength and best chain."""
    return KeptResponse(answers.ask("prerequisites", query))


@router.get(
    "/explain", responses={200: {"model": Envelope[list[ChainRow]]}}, response_class=KeptResponse
)
async def get_explain(query: Annotated[ExplainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Why one thing depends on another: the k best chains and the link each hangs on."""
    return KeptResponse(answers.ask("explain", query))


@router.get(
    "/share", responses={200: {"model": Envelope[list[ShareRow]]}}, response_class=KeptResponse
)
async def get_share(query: Annotated[ShareQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """How much of a framework's content rests on it, under each declared definition."""
    return KeptResponse(answers.ask("share", query))


@router.get(
    "/swing", responses={200: {"model": Envelope[list[SwingRow]]}}, response_class=KeptResponse
)
async def get_swing(query: Annotated[SwingQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Which single edge or membership, if not accepted, moves a share most."""
    return KeptResponse(answers.ask("swing", query))


@router.get(
    "/bottlenecks",
    responses={200: {"model": Envelope[list[BottleneckRow]]}},
    response_class=KeptResponse,
)
async def get_bottlenecks(
    query: Annotated[BottlenecksQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Where the graph is narrow: topics on which most rests."""
    return KeptResponse(answers.ask("bottlenecks", query))


@router.get(
    "/gaps", responses={200: {"model": Envelope[list[GapRow]]}}, response_class=KeptResponse
)
async def get_gaps(query: Annotated[GapsQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """What to secure, in order, before a target; rows that are ready are the fringe."""
    return KeptResponse(answers.ask("gaps", query))
