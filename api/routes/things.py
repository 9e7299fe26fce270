"""The things themselves, as lists and one by one, and the whole data set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.queries import (
    EdgesQuery,
    EquationsQuery,
    MembershipsQuery,
    PlainQuery,
    RefusedQuery,
    SchemesQuery,
    StatementsQuery,
    TermsQuery,
    TimingQuery,
    TopicsQuery,
)
from api.routes.deps import AnswersDep, Id
from api.routes.reply import KeptResponse

router = APIRouter(prefix="/v1", tags=["things"], default_response_class=KeptResponse)


@router.get("/statements")
async def list_statements(
    query: Annotated[StatementsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Statements of the official documents, in their order."""
    return KeptResponse(answers.ask("statements", query))


@router.get("/statements/{id}")
async def get_statement(id: Id, answers: AnswersDep) -> KeptResponse:
    """One statement, with the topics that address it."""
    return KeptResponse(answers.thing("statements", id))


@router.get("/topics")
async def list_topics(query: Annotated[TopicsQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Topics, with what they address and the themes they belong to."""
    return KeptResponse(answers.ask("topics", query))


@router.get("/topics/{id}")
async def get_topic(id: Id, answers: AnswersDep) -> KeptResponse:
    """One topic."""
    return KeptResponse(answers.thing("topics", id))


@router.get("/themes")
async def list_themes(query: Annotated[PlainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Themes with their members, each with basis and rationale."""
    return KeptResponse(answers.ask("themes", query))


@router.get("/themes/{id}")
async def get_theme(id: Id, answers: AnswersDep) -> KeptResponse:
    """One theme."""
    return KeptResponse(answers.thing("themes", id))


@router.get("/frameworks")
async def list_frameworks(
    query: Annotated[PlainQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """The official documents, with source and licence."""
    return KeptResponse(answers.ask("frameworks", query))


@router.get("/frameworks/{id}")
async def get_framework(id: Id, answers: AnswersDep) -> KeptResponse:
    """One framework."""
    return KeptResponse(answers.thing("frameworks", id))


@router.get("/edges")
async def list_edges(query: Annotated[EdgesQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Every edge with its reasons."""
    return KeptResponse(answers.ask("edges", query))


@router.get("/edges/{id}")
async def get_edge(id: Id, answers: AnswersDep) -> KeptResponse:
    """One edge, `dependent~prerequisite`."""
    return KeptResponse(answers.thing("edges", id))


@router.get("/refused")
async def list_refused(
    query: Annotated[RefusedQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Edges that were considered and do not stand, with the reason."""
    return KeptResponse(answers.ask("refused", query))


@router.get("/refused/{id}")
async def get_refused(id: Id, answers: AnswersDep) -> KeptResponse:
    """One refused edge."""
    return KeptResponse(answers.thing("refused", id))


@router.get("/sources")
async def list_sources(query: Annotated[PlainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """The documents that facts were taken from, with their licences."""
    return KeptResponse(answers.ask("sources", query))


@router.get("/sources/{id}")
async def get_source(id: Id, answers: AnswersDep) -> KeptResponse:
    """One source."""
    return KeptResponse(answers.thing("sources", id))


@router.get("/memberships")
async def list_memberships(
    query: Annotated[MembershipsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Which topics belong to which themes, with basis and rationale."""
    return KeptResponse(answers.ask("memberships", query))


@router.get("/memberships/{id}")
async def get_membership(id: Id, answers: AnswersDep) -> KeptResponse:
    """One membership, `theme~topic`."""
    return KeptResponse(answers.thing("memberships", id))


@router.get("/weights")
async def list_weights(query: Annotated[PlainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """The marks that strands carry in examinations."""
    return KeptResponse(answers.ask("weights", query))


@router.get("/weights/{id}")
async def get_weight(id: Id, answers: AnswersDep) -> KeptResponse:
    """One weight."""
    return KeptResponse(answers.thing("weights", id))


@router.get("/retired")
async def list_retired(query: Annotated[PlainQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Identifiers that are no longer used, with what replaced them."""
    return KeptResponse(answers.ask("retired", query))


@router.get("/retired/{id}")
async def get_retired(id: Id, answers: AnswersDep) -> KeptResponse:
    """One retired identifier."""
    return KeptResponse(answers.thing("retired", id))


@router.get("/equations")
async def list_equations(
    query: Annotated[EquationsQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Equations of GCSE science, with symbols, units, proportions and topics."""
    return KeptResponse(answers.ask("equations", query))


@router.get("/equations/{id}")
async def get_equation(id: Id, answers: AnswersDep) -> KeptResponse:
    """One equation."""
    return KeptResponse(answers.thing("equations", id))


@router.get("/terms")
async def list_terms(query: Annotated[TermsQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """Words and methods that departments use differently."""
    return KeptResponse(answers.ask("terms", query))


@router.get("/terms/{id}")
async def get_term(id: Id, answers: AnswersDep) -> KeptResponse:
    """One term."""
    return KeptResponse(answers.thing("terms", id))


@router.get("/schemes")
async def list_schemes(
    query: Annotated[SchemesQuery, Query()], answers: AnswersDep
) -> KeptResponse:
    """Published schemes of work about whose order facts are known."""
    return KeptResponse(answers.ask("schemes", query))


@router.get("/schemes/{id}")
async def get_scheme(id: Id, answers: AnswersDep) -> KeptResponse:
    """One scheme."""
    return KeptResponse(answers.thing("schemes", id))


@router.get("/timing")
async def list_timing(query: Annotated[TimingQuery, Query()], answers: AnswersDep) -> KeptResponse:
    """When schemes teach a piece of mathematics and when science needs it."""
    return KeptResponse(answers.ask("timing", query))


@router.get("/timing/{id}")
async def get_timing(id: Id, answers: AnswersDep) -> KeptResponse:
    """One fact about a scheme."""
    return KeptResponse(answers.thing("timing", id))


@router.get("/dataset")
async def get_dataset(answers: AnswersDep) -> KeptResponse:
    """All of it, with counts."""
    return KeptResponse(answers.dataset())
