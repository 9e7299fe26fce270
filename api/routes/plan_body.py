"""What the routes about plans share: the body they take, what they are given, how they reply."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from api.planning import Confirmed, Planner
from api.reports import MEDIA, ReportFormat
from api.routes.access import get_confirmed
from api.uploads import Upload
from ontology.errors import BadParameter
from ontology.vocabulary import Department

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "Plans: .xlsx, .xls, .ods, .csv or .json.",
                        },
                        "subject": {"type": "string", "enum": [str(d) for d in Department]},
                        "pathway": {"type": "string", "description": "As `higher,combined`."},
                    },
                }
            },
            "application/json": {
                "schema": {"type": "object", "description": "A plan, or several in `plans`."}
            },
        },
    }
}


def get_planner(request: Request) -> Planner:
    """The planner over the app's index."""
    planner: Planner = request.app.state.planner
    return planner


PlannerDep = Annotated[Planner, Depends(get_planner)]


ConfirmedDep = Annotated[Confirmed, Depends(get_confirmed)]


class PlanQuery(BaseModel):
    """What may stand in the query instead of the form."""

    model_config = ConfigDict(extra="forbid")

    subject: str | None = None


class CheckQuery(PlanQuery):
    """What may stand in the query instead of the form."""

    pathway: str | None = None
    format: str | None = None


def json_answer(body: bytes, status: int = 200) -> Response:
    """An answer that belongs to one school: no cache keeps it."""
    return Response(
        body, status, media_type="application/json", headers={"Cache-Control": "no-store"}
    )


def read_format(upload: Upload) -> ReportFormat:
    """The format asked for. Raises BadParameter for one that is not made here."""
    given = (upload.one("format") or ReportFormat.JSON).lower()
    if given not in set(MEDIA):
        offered = tuple(map(str, MEDIA))
        raise BadParameter(f"format takes {', '.join(offered)}.", "format", offered)
    return ReportFormat(given)


def number(upload: Upload, name: str, low: int, high: int) -> int | None:
    """A whole number of a field, None where it is absent. Raises BadParameter."""
    given = upload.one(name)
    if given is None:
        return None
    if not given.isdecimal() or not low <= int(given) <= high:
        raise BadParameter(f"{name} takes a number from {low} to {high}.", name)
    return int(given)


def attachment(name: str, media_type: str, data: bytes) -> Response:
    """A file to keep: its name as RFC 6266 has it, in ASCII and in full."""
    from urllib.parse import quote

    plain = name.encode("ascii", "replace").decode().replace('"', "'")
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
    return Response(data, media_type=media_type, headers=headers)


def standing_page(text: str) -> Response:
    """A page that stands alone, its style within it, and that runs and loads nothing."""
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "no-store",
    }
    return Response(text, media_type=MEDIA[ReportFormat.HTML], headers=headers)
