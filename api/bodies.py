"""JSON that a client sends, read strictly: UTF-8, no name twice, no NaN, no half characters."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from starlette.requests import Request

from api.refusals import BadBody, TooLarge, WrongKind

LARGEST = 2 * 1024 * 1024
"""Bytes of a body: a plan of 300 units has a tenth of it."""
VALUES = 100_000
"""Values in a body; each may be an error of its own, and to say so costs time."""


class _Unfit(ValueError):
    """What JSON as we take it does not have."""


async def read_body(request: Request) -> bytes:
    """The body of a request that says it is JSON, for `parse_json`. O(bytes), at most `LARGEST`.

    Raises:
        WrongKind: it is not said to be JSON in UTF-8, or is compressed.
        TooLarge: it has more than `LARGEST` bytes.
    """
    _check_kind(request)
    return await read_at_most(request, LARGEST)


async def read_at_most(request: Request, limit: int) -> bytes:
    """The body of a request. O(bytes), at most `limit`, whatever length it says it has.

    Raises:
        TooLarge: it has more.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    return b"".join(parts)


def parse_json(data: bytes) -> Any:
    """The values in a document.

    Raises:
        BadBody: with status 400; it is not UTF-8 or not JSON, a name stands twice in an object, a
            number is none or has too many digits, or a text holds a lone surrogate. With status
            422; it holds more than `VALUES` values.
    """
    try:
        found = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
        )
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise BadBody([("", f"it is not UTF-8 from byte {error.start} on")], 400) from error
    except UnicodeEncodeError as error:
        raise BadBody([("", "a text holds half a character (a lone surrogate)")], 400) from error
    except json.JSONDecodeError as error:
        said = f"it is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise BadBody([("", said)], 400) from error
    except RecursionError as error:
        raise BadBody([("", "it is nested too deeply")], 400) from error
    except _Unfit as error:
        raise BadBody([("", str(error))], 400) from error
    except ValueError as error:
        raise BadBody([("", "it holds a number with too many digits")], 400) from error
    if not _is_few(found):
        raise BadBody([("", f"it holds more than {VALUES:,} values")])
    return found


def _check_kind(request: Request) -> None:
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = rest.strip().removeprefix("charset=").strip('"')
    packed = request.headers.get("content-encoding", "identity").strip().lower()
    if kind.strip() != "application/json" or charset not in ("", "utf-8"):
        raise WrongKind("Send JSON in UTF-8, as Content-Type: application/json.", "Content-Type")
    if packed != "identity":
        raise WrongKind("Send the JSON uncompressed.", "Content-Encoding")


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"A body has at most {limit:,} bytes ({limit >> 20} MiB).", "body")


def _is_few(document: Any) -> bool:
    """Whether there are at most `VALUES` values in it; without recursion."""
    count, waiting = 1, [document]
    while waiting and count <= VALUES:
        value = waiting.pop()
        if isinstance(value, dict | list):
            count += len(value)
            waiting += value.values() if isinstance(value, dict) else value
    return count <= VALUES


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Unfit(f'the name "{name[:80]}" stands twice in one object')
        found[name] = value
    return found


def _constant(name: str) -> NoReturn:
    raise _Unfit(f"{name} is no number that JSON has")


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _Unfit("it holds a number too large to be one")
    return number
