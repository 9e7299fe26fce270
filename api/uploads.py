"""What a client sends to the verbs about plans: files in a form, or a plan as JSON.

The body is read up to a limit and nothing of it is written anywhere: it lives as long as the
request. Workbooks are opened in a child process with limits of its own (`loaders.guarded`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from api.bodies import read_at_most
from api.planning import File, distinct
from ontology.errors import BadParameter
from ontology.vocabulary import Department

LARGEST = 24 * 1024 * 1024
"""Bytes of a whole request; one workbook may have 10 MiB."""
MOST_FILES = 8
MOST_FIELDS = 4000
FIELDS = ("subject", "pathway", "format", "file")


@dataclass(frozen=True, slots=True)
class Upload:
    """Files in the order they were sent, and what else the form or the query said."""

    files: tuple[File, ...]
    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str | None:
        """The last value of a field; None where it is absent or blank."""
        values = [value for value in self.fields.get(name, ()) if value.strip()]
        return values[-1].strip() if values else None

    @property
    def subject(self) -> Department | None:
        """Whose plans these are, where their files do not say it.

        Raises:
            BadParameter: it is neither maths nor science.
        """
        given = self.one("subject")
        if given is None:
            return None
        if given.lower() not in set(Department):
            words = tuple(Department)
            raise BadParameter(f"subject takes {' or '.join(words)}.", "subject", words)
        return Department(given.lower())

    @property
    def pathway(self) -> tuple[str, ...]:
        """The pathways asked for, as they were written."""
        return tuple(self.fields.get("pathway", ()))


async def read_upload(request: Request, fields: Sequence[str] = FIELDS) -> Upload:
    """The files and fields of a request: a form with files, or JSON.

    `fields` are those that the verb takes, in the form or in the query.

    Raises:
        TooLarge: a body over `LARGEST`.
        HTTPException: 415 for another kind of body.
        BadParameter: no file, too many, or a field that the verb does not take.
    """
    body = await read_at_most(request, LARGEST)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        found.setdefault(name, []).append(value)
    files: list[File] = []
    if kind == "application/json":
        files.append(File("plan.json", body))
    elif kind == "multipart/form-data":
        files += await _form(request, body, found)
    else:
        raise HTTPException(415)
    _check(files, found, fields)
    return Upload(tuple(distinct(files)), found)


async def read_form(request: Request) -> Upload:
    """The files and fields of a form of a page, whatever fields it has.

    Raises:
        TooLarge: a body over `LARGEST`.
        HTTPException: 415 where it is no form.
        BadParameter: it cannot be read.
    """
    body = await read_at_most(request, LARGEST)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    found: dict[str, list[str]] = {}
    if kind == "multipart/form-data":
        files = await _form(request, body, found)
    elif kind == "application/x-www-form-urlencoded":
        files = []
        text = body.decode("utf-8", "replace")
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError as error:
            raise BadParameter(f"The form cannot be read: {error}.", "form") from error
        for name, value in pairs:
            found.setdefault(name, []).append(value)
    else:
        raise HTTPException(415)
    return Upload(tuple(distinct(files)), found)


async def _form(request: Request, body: bytes, found: dict[str, list[str]]) -> list[File]:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    files = []
    again = Request(request.scope, receive)
    try:
        async with again.form(
            max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST
        ) as form:
            for name, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    found.setdefault(name, []).append(value)
                elif name != "file":
                    raise BadParameter('A file is sent in the field "file".', name[:60], ("file",))
                elif value.filename:
                    files.append(File(_plain(value.filename), await value.read()))
    except (MultiPartException, HTTPException) as error:
        detail = getattr(error, "message", None) or getattr(error, "detail", "")
        raise BadParameter(f"The form cannot be read: {detail}", "file") from error
    return files


def _plain(name: str) -> str:
    """The name of a file without a folder before it or marks that cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(mark for mark in last if mark.isprintable())
    return shown.encode("utf-8", "replace").decode()[:120] or "plan"


def _check(
    files: Sequence[File], found: Mapping[str, Sequence[str]], fields: Sequence[str]
) -> None:
    for name in found:
        if name not in fields:
            raise BadParameter(
                f"This takes no field of that name; it takes {', '.join(fields)}.",
                name[:60],
                tuple(fields),
            )
    if not files:
        raise BadParameter('Send at least one plan in the field "file".', "file")
