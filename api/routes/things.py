"""The things themselves, as lists and one by one, and the whole data set."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.queries import EdgesQuery, PlainQuery, RefusedQuery, StatementsQuery, TopicsQuery
from api.routes.deps import AnswersDep, Id
from api.routes.reply import KeptResponse
from ontology.answers import Envelope

router = APIRouter(prefix="/v1", tags=["things"], default_response_class=KeptResponse)

Thing = dict[str, Any]
LIST: dict[int | str, dict[str, Any]] = {200: {"model": Envelope[list[Thing]]}}
ONE: dict[int | str, dict[str, Any]] = {200: {"model": Envelope[Thing]}}


@router.get("/statements", responses=LIST)
async def list_statements(
    query: Annotated[StatementsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Statements of the official documents, in their order."""
    return KeptResponse(answers.ask("statements", query))


@router.get("/statements/{id}", responses=ONE)
async def get_statement(id: Id, answers: AnswersDep) -> KeptResponse:
    """One statement, with the topics that address it."""
    return KeptResponse(answers.thing("statements", id))


@router.get("/topics", responses=LIST)
async def list_topics(query: Annotated[TopicsQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Topics, with what they address and the themes they belong to."""
    return KeptResponse(answers.ask("topics", query))


@router.get("/topics/{id}", responses=ONE)
async def get_topic(id: Id, answers: AnswersDep) -> KeptResponse:
    """One topic."""
    return KeptResponse(answers.thing("topics", id))


@router.get("/themes", responses=LIST)
async def list_themes(query: Annotated[PlainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Themes with their members, each with basis and rationale."""
    return KeptResponse(answers.ask("themes", query))


@router.get("/themes/{id}", responses=ONE)
async def get_theme(id: Id, answers: AnswersDep) -> KeptResponse:
    """One theme."""
    return KeptResponse(answers.thing("themes", id))


@router.get("/frameworks", responses=LIST)
async def list_frameworks(
    query: Annotated[PlainQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """The official documents, with source and licence."""
    return KeptResponse(answers.ask("frameworks", query))


@router.get("/frameworks/{id}", responses=ONE)
async def get_framework(id: Id, answers: AnswersDep) -> KeptResponse:
    """One framework."""
    return KeptResponse(answers.thing("frameworks", id))


@router.get("/edges", responses=LIST)
async def list_edges(query: Annotated[EdgesQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Every edge with its reasons."""
    return KeptResponse(answers.ask("edges", query))


@router.get("/edges/{id}", responses=ONE)
async def get_edge(id: Id, answers: AnswersDep) -> KeptResponse:
    """One edge, `dependent~prerequisite`."""
    return KeptResponse(answers.thing("edges", id))


@router.get("/refused", responses=LIST)
async def list_refused(
    query: Annotated[RefusedQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Edges that were considered and do not stand, with the reason."""
    return KeptResponse(answers.ask("refused", query))


@router.get("/refused/{id}", responses=ONE)
async def get_refused(id: Id, answers: AnswersDep) -> KeptResponse:
    """One refused edge."""
    return KeptResponse(answers.thing("refused", id))


@router.get("/sources", responses=LIST)
async def list_sources(query: Annotated[PlainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """The documents that facts were taken from, with their licences."""
    return KeptResponse(answers.ask("sources", query))


@router.get("/sources/{id}", responses=ONE)
async def get_source(id: Id, answers: AnswersDep) -> KeptResponse:
    """One source."""
    return KeptResponse(answers.thing("sources", id))


@router.get("/dataset", responses=ONE)
async def get_dataset(answers: AnswersDep) -> KeptResponse:
    """All of it, with counts."""
    return KeptResponse(answers.dataset())
