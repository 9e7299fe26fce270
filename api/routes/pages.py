"""The plain pages: what depends on what, and the words that differ; readable and printable.

Made on the server, without scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import HTMLResponse, Response

from api.routes.deps import AnswersDep
from api.sheet import Sheet, sheet_markdown, sheet_of, sheet_page
from api.template import TEMPLATES, get_template
from graph.dependents import Reached, dependents
from graph.index import Index, label_of
from graph.questions import Dependents, Register
from ontology.answers import StatementRow
from ontology.errors import BadParameter, QuestionError
from ontology.vocabulary import Strength, TierAsked

POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
TIERS = (
    (TierAsked.HIGHER, "Higher tier (all of it)"),
    (TierAsked.FOUNDATION, "Foundation tier"),
    (TierAsked.HIGHER_ONLY, "Higher only"),
)
STRENGTHS = (
    (Strength.HELPFUL, "any dependence"),
    (Strength.ESSENTIAL, "essential dependence only"),
)

router = APIRouter(include_in_schema=False)


class PageQuery(BaseModel):
    """What the form sends, and whatever else a shared link carries, which does not count."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    of: str = "ratio"
    within: Annotated[str, Field(alias="in")] = "gcse-maths"
    tier: str = TierAsked.HIGHER.value
    strength: str = Strength.HELPFUL.value


@router.get("/", response_class=HTMLResponse)
async def get_page(query: Annotated[PageQuery, Query()], answers: AnswersDep) -> Response:
    """The question and its answer as a page."""
    index = answers.index
    values: dict[str, Any] = {
        "asked": query.of,
        "within": query.within,
        "tier": query.tier,
        "tiers": TIERS,
        "strength": query.strength,
        "strengths": STRENGTHS,
        "themes": index.curriculum.themes,
        "frameworks": [f for f in index.curriculum.frameworks if f.id in index.statements],
        "version": index.version,
        "link": lambda id_: urlencode(
            {"of": id_, "in": query.within, "tier": query.tier, "strength": query.strength}
        ),
    }
    status = 200
    try:
        question = Dependents.model_validate(
            {
                "of": (query.of,),
                "in": query.within,
                "tier": query.tier,
                "strength": query.strength,
            }
        )
        values |= _answer(dependents(index, question), query)
    except ValidationError as error:
        status = 422
        problem = error.errors()[0]
        values |= {
            "title": "Which content depends on it?",
            "problem": f"{problem['loc'][0]}: {problem['msg']}.",
        }
    except QuestionError as error:
        status = 422
        values |= {
            "title": "Which content depends on it?",
            "problem": error.detail,
            "nearest": error.nearest,
        }
    return HTMLResponse(get_template("answer.html").render(values), status, headers=POLICY)


class SheetQuery(BaseModel):
    """What the form of the sheet sends; a blank field asks for nothing."""

    model_config = ConfigDict(extra="ignore")

    between: list[str] = Field(default_factory=list)
    of: list[str] = Field(default_factory=list)

    def departments(self) -> list[str]:
        """The departments asked for, however they are joined."""
        return [part for item in self.between for part in item.split(",") if part.strip()]

    def names(self) -> list[str]:
        """What the words are to be about."""
        return [name for name in self.of if name.strip()]

    def question(self) -> Register:
        """The question. Raises ValidationError for a department that is none."""
        return Register.model_validate({"between": self.departments(), "of": self.names()})


@router.get("/register", response_class=HTMLResponse)
async def get_sheet(query: Annotated[SheetQuery, Query()], answers: AnswersDep) -> HTMLResponse:
    """The register as a sheet to print."""
    problem = None
    sheet = Sheet(title="Words that differ", rows=())
    try:
        sheet = sheet_of(answers.index, query.question())
    except ValidationError as error:
        problem = f"{error.errors()[0]['loc'][0]}: {error.errors()[0]['msg']}."
    except QuestionError as error:
        problem = error.detail
    page = sheet_page(answers.index, sheet, query.departments(), query.names(), problem)
    return HTMLResponse(page, 422 if problem else 200, headers=POLICY)


@router.get("/register.md")
async def get_sheet_text(query: Annotated[SheetQuery, Query()], answers: AnswersDep) -> Response:
    """The register as markdown."""
    try:
        question = query.question()
    except ValidationError as error:
        problem = error.errors()[0]
        raise BadParameter(f"{problem['msg']}.", str(problem["loc"][0])) from error
    text = sheet_markdown(sheet_of(answers.index, question))
    return Response(text, media_type="text/markdown; charset=utf-8", headers=POLICY)


@router.get("/sheet.css")
async def get_sheet_style() -> Response:
    """The style sheet of the sheet."""
    return _style("sheet.css")


@router.get("/style.css")
async def get_style() -> Response:
    """The style sheet of the page."""
    return _style("style.css")


def _style(name: str) -> Response:
    return Response(
        (TEMPLATES / name).read_bytes(),
        media_type="text/css",
        headers={"Cache-Control": "public, max-age=3600", **POLICY},
    )


def _answer(found: Reached, query: PageQuery) -> dict[str, Any]:
    index = found.index
    rows = [row for row in found.data if isinstance(row, StatementRow)]
    framework = index.frameworks[found.query["in"]]
    names = ", ".join(_label(index, id_) for id_ in found.query["of"])
    total = sum(
        bool(at.topics[TierAsked(query.tier)]) for at in index.statements.get(framework.id, ())
    )
    here = sum(row.depends == "is" for row in rows)
    return {
        "title": f"Which {framework.label} content depends on {_inside(names)}?",
        "within": framework.id,
        "summary": f"{len(rows)} of {total} statements: {here} part of it, "
        f"{len(rows) - here} resting on it at least in part.",
        "definition": found.definition,
        "strands": _by_strand(framework.strands, rows),
        "labels": {topic.id: topic.label for topic in index.topics},
        "api": "/v1/dependents?"
        + urlencode(
            {"of": query.of, "in": framework.id, "tier": query.tier, "strength": query.strength}
        ),
    }


def _inside(names: str) -> str:
    """A label inside a sentence: its first letter small, unless the word has other capitals."""
    first, _, rest = names.partition(" ")
    plain = first[1:] == first[1:].lower() and len(first) > 1 and not first.endswith("’s")
    return (first.lower() if plain and "'" not in first else first) + (f" {rest}" if rest else "")


def _label(index: Index, id_: str) -> str:
    """A label as a heading shows it: of a statement with its code before it."""
    at = index.all_statements.get(id_)
    return f"{at.statement.code} {at.statement.label}" if at else label_of(index, id_)


def _by_strand(
    strands: Sequence[str], rows: Sequence[StatementRow]
) -> list[tuple[str, list[StatementRow]]]:
    groups = [(strand, [row for row in rows if row.strand == strand]) for strand in strands]
    return [(strand, members) for strand, members in groups if members]
