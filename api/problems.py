"""Errors as RFC 9457 problem details, whatever went wrong and wherever.

What a client sent is never echoed whole: a value of a megabyte would come back as one.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.encode import dump
from ontology.errors import Ambiguous, BadParameter, Gone, NotFound, QuestionError
from ontology.uploads import Refused

MEDIA_TYPE = "application/problem+json"
SHOWN = 200

KINDS: Mapping[str, str] = {
    NotFound.slug: "Nothing has the name that was asked for; `nearest` lists what is most like it.",
    Ambiguous.slug: "Several things have the name that was asked for; `nearest` lists them.",
    Gone.slug: "The identifier was retired; `replaced_by` lists what to use instead.",
    BadParameter.slug: "A parameter has a value that it does not take; `detail` says which.",
    Refused.slug: "A file cannot be read, or would cost too much; `detail` says how to mend it.",
    "unknown-parameter": "A parameter that does not exist; `nearest` lists those most like it.",
    "method-not-allowed": "The address takes other methods; the header Allow lists them.",
    "key-needed": "Saved work is a school's own: send its key as a bearer token.",
    "nothing-kept": "The service was started without a file to keep work in.",
    "workspace-full": "The school keeps as much as it may; `detail` says what to delete.",
    "precondition-required": "A change needs If-Match with the ETag of what it was made from.",
    "precondition-failed": "It was changed since it was read; `nearest` has its ETag of now.",
    "body-too-large": "The body is larger than what is taken; `detail` says how large it may be.",
    "unsupported-media-type": "The body is of another kind than is taken, or compressed.",
    "bad-body": "The body is not what is asked for; `errors` has each place and what is wrong.",
    "store-unavailable": "Saved work cannot be reached now. The fault is not in the request.",
    "internal": "The service failed. The fault is not in the request.",
}
"""What each problem type means, by the last part of its `type`."""

STATUS: Mapping[type[QuestionError], int] = {
    NotFound: 404,
    Gone: 410,
    Ambiguous: 422,
    BadParameter: 422,
    Refused: 422,
}


def problem(status: int, slug: str, title: str, detail: str, **members: Any) -> Response:
    """A problem as a response."""
    body = {"type": f"/problems/{slug}", "title": title, "status": status, "detail": detail}
    return Response(dump({**body, **members}), status, media_type=MEDIA_TYPE)


def internal() -> Response:
    """The problem of a fault in the service; the log has it, the client learns only whose it is."""
    return problem(500, "internal", "The service failed", "The fault is ours, not yours.")


def from_question(error: QuestionError, in_path: bool) -> Response:
    """The problem of a question that cannot be answered as asked.

    A name that nothing has is 404 where it is the address itself, else 422: the resource
    `/v1/dependents` exists, its parameter is wrong.
    """
    status = STATUS.get(type(error), 422)
    if isinstance(error, NotFound) and not in_path:
        status = HTTPStatus.UNPROCESSABLE_ENTITY.value
    members: dict[str, Any] = {"parameter": error.parameter, "nearest": list(error.nearest)}
    if isinstance(error, Gone):
        members["replaced_by"] = list(error.nearest)
    return problem(status, error.slug, error.title, _short(error.detail), **members)


def add_problems(app: FastAPI) -> None:
    """Answer every error of the app with a problem."""

    @app.exception_handler(QuestionError)
    async def question(request: Request, error: QuestionError) -> Response:
        return from_question(error, in_path=error.parameter in request.path_params)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        known = _parameters(request)
        return _invalid(error.errors(), known)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        # The server logs the traceback; the client learns only that it was not its fault.
        return internal()

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        detail = f"{request.method} {_short(request.url.path)}: {status.description}."
        if status is HTTPStatus.NOT_FOUND:
            detail = f"Nothing is at {_short(request.url.path)}; /docs lists what there is."
        response = problem(
            status.value, status.phrase.lower().replace(" ", "-"), status.phrase, detail
        )
        response.headers.update(error.headers or {})
        return response


def _parameters(request: Request) -> list[str]:
    """The query parameters that the route takes."""
    route = request.scope.get("route")
    names: list[str] = []
    for parameter in getattr(getattr(route, "dependant", None), "query_params", []):
        fields = getattr(parameter.field_info.annotation, "model_fields", {})
        names += [info.alias or name for name, info in fields.items()]
    return names


def _invalid(errors: Sequence[Mapping[str, Any]], known: Sequence[str]) -> Response:
    first = errors[0]
    place = [str(part) for part in first["loc"] if part not in ("query", "path", "body")]
    name = place[0] if place else "query"
    if first["type"] == "extra_forbidden":
        nearest = difflib.get_close_matches(name, known, 3, 0.4) or list(known)
        detail = f'No parameter is called "{_short(name)}". Did you mean {", ".join(nearest)}?'
        return problem(
            422,
            "unknown-parameter",
            "No parameter has this name",
            detail,
            parameter=_short(name),
            nearest=nearest,
        )
    missing = first["type"] == "missing"
    said = "it is missing" if missing else str(first["msg"])
    return problem(
        422,
        BadParameter.slug,
        BadParameter.title,
        f"{name}: {_short(said)}.",
        parameter=name,
        nearest=[],
    )


def _short(text: str) -> str:
    """The text, cut to what an error needs to show, without lone surrogates."""
    clean = text.encode("utf-8", "replace").decode()
    return clean if len(clean) <= SHOWN * 3 else clean[: SHOWN * 3] + "…"
