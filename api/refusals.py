"""Requests that are refused for what they are, not for what they ask: the tree and its problems.

```
CoherenceError
└── StoreError        503: the file of saved work cannot be used
QuestionError
└── Refusal           a request that is refused; carries its status and headers
    ├── KeyNeeded     401: nothing is saved or read here without a school's key
    ├── NothingKept   403: this service keeps nothing
    ├── Full          409: a school keeps as much as it may
    ├── Stale         412: the plan was changed since it was read
    ├── TooLarge      413: the body is larger than what is taken
    ├── WrongKind     415: the body is not JSON
    ├── BadBody       400, 422: the body is no JSON, or not what is asked for
    └── Unconditional 428: a change without If-Match
```
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ontology.errors import CoherenceError, QuestionError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request
    from starlette.responses import Response

SHOWN = 400
"""Characters of a text that a problem shows."""
MOST = 100
"""Errors of one body that a problem lists."""

logger = logging.getLogger("coherence")


class StoreError(CoherenceError):
    """The file of saved work cannot be used; says which, why, and what to do."""

    slug = "store-unavailable"
    title = "Saved work cannot be reached"


class Refusal(QuestionError):
    """A request that is refused, with the status that says why."""

    status = 422
    headers: Mapping[str, str] = {}

    @property
    def members(self) -> Mapping[str, Any]:
        """What the problem has besides title and detail."""
        return {"parameter": self.parameter, "nearest": list(self.nearest)}


class KeyNeeded(Refusal):
    """The request has no key, or one that opens no workspace."""

    status = 401
    slug = "key-needed"
    title = "A key is needed"

    def __init__(self, detail: str, wrong: bool = False) -> None:
        """`wrong` when a key was sent that opens nothing."""
        super().__init__(detail, "Authorization")
        told = ', error="invalid_token"' if wrong else ""
        self.headers = {"WWW-Authenticate": f'Bearer realm="coherence"{told}'}


class NothingKept(Refusal):
    """The service was started without a store."""

    status = 403
    slug = "nothing-kept"
    title = "This service keeps nothing"


class Full(Refusal):
    """The school keeps as much as it may."""

    status = 409
    slug = "workspace-full"
    title = "There is no room left"


class Stale(Refusal):
    """The plan was changed by somebody since it was read."""

    status = 412
    slug = "precondition-failed"
    title = "The plan was changed since it was read"


class TooLarge(Refusal):
    """The body is larger than what is taken."""

    status = 413
    slug = "body-too-large"
    title = "The body is too large"


class WrongKind(Refusal):
    """The body is not JSON in UTF-8."""

    status = 415
    slug = "unsupported-media-type"
    title = "The body is not JSON"


class BadBody(Refusal):
    """The body is no JSON (400), or not what is asked for (422): each problem with its pointer."""

    slug = "bad-body"
    title = "The body is not what is asked for"

    def __init__(self, errors: Sequence[tuple[str, str]], status: int = 422) -> None:
        """Keep the problems (a JSON pointer and a sentence) and say the first few."""
        self.status = status
        self.errors = [(_short(pointer), _short(said)) for pointer, said in errors[:MOST]]
        told = [f"{pointer or 'the body'}: {said}." for pointer, said in self.errors[:3]]
        rest = len(errors) - len(told)
        more = [f"And {rest} more, in `errors`."] if rest else []
        super().__init__(" ".join([*told, *more]), self.errors[0][0] or "body")

    @property
    def members(self) -> Mapping[str, Any]:
        """The parameter, and every error with its JSON pointer."""
        listed = [{"pointer": pointer, "detail": said} for pointer, said in self.errors]
        return {**super().members, "errors": listed}


class Unconditional(Refusal):
    """A change of a plan without saying which version it was made from."""

    status = 428
    slug = "precondition-required"
    title = "A change needs If-Match"


def add_refusals(app: FastAPI) -> None:
    """Answer refusals with their status and headers, and a store that cannot be used with 503."""
    from api.problems import problem

    @app.exception_handler(StoreError)
    async def fail(request: Request, error: StoreError) -> Response:
        # Where the file is concerns the log alone.
        logger.error("%s", error)
        detail = "Nothing was saved or read; the service's log has the reason. Try again later."
        return problem(503, error.slug, error.title, detail)

    @app.exception_handler(Refusal)
    async def refuse(request: Request, error: Refusal) -> Response:
        answer = problem(
            error.status, error.slug, error.title, _short(error.detail, 3 * SHOWN), **error.members
        )
        answer.headers.update(error.headers)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _short(text: str, most: int = SHOWN) -> str:
    clean = text.encode("utf-8", "replace").decode()
    return clean if len(clean) <= most else clean[:most] + "…"
