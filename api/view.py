"""How an answer is looked at: pages, fields and groups. What it says does not change."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from api.encode import dump
from graph.questions import Question
from ontology.errors import BadParameter

LIMIT = 500
MOST = 1000


class View(Question):
    """Parameters of every answer that is a list."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="Rows a page, at most.")] = LIMIT
    cursor: Annotated[
        str | None, Field(description="Where to go on: `meta.next` of the page before.")
    ] = None
    fields: Annotated[
        tuple[str, ...],
        Field(description="Only these fields of a row, or further ones (repeatable, or commas)."),
    ] = ()
    group: Annotated[
        str | None, Field(description="Rows in groups by this field, such as `strand`.")
    ] = None


def page(
    rows: Sequence[bytes], view: View, key: str, widen: Callable[[str], Mapping[str, Any]]
) -> tuple[list[bytes], str | None]:
    """One page of rows as the view asks, and the cursor of the next.

    `key` names the answer: a cursor belongs to one. `widen` gives the further fields of a row
    by its id.

    Raises:
        BadParameter: a cursor of another answer, a field or group that no row has.
    """
    start = read_cursor(view.cursor, key) if view.cursor else 0
    chosen = list(rows[start : start + view.limit])
    end = start + len(chosen)
    following = write_cursor(end, key) if end < len(rows) else None
    groups = _groups(rows, view.group) if view.group else []
    if view.fields:
        names = [name.strip() for part in view.fields for name in part.split(",") if name.strip()]
        chosen = [_narrow(row, names, widen) for row in chosen]
    if view.group and groups:
        chosen = _grouped(chosen, view.group, groups[start:end], Counter(groups))
    return chosen, following


def _narrow(row: bytes, names: Sequence[str], widen: Callable[[str], Mapping[str, Any]]) -> bytes:
    whole = json.loads(row)
    known = {**widen(whole["id"]), **whole} if "id" in whole else whole
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadParameter(
            f"No field is called {', '.join(unknown)}. Known: {', '.join(known)}.",
            "fields",
            tuple(known),
        )
    return dump({name: known[name] for name in names})


def _groups(rows: Sequence[bytes], field: str) -> list[str]:
    """The JSON of each row's value of the field. Raises BadParameter where it has no plain one."""
    values = []
    for row in rows:
        whole = json.loads(row)
        if field not in whole or isinstance(whole[field], (dict, list)):
            names = tuple(n for n, v in whole.items() if not isinstance(v, (dict, list)))
            raise BadParameter(
                f'Rows cannot be grouped by "{field}". They can by {", ".join(names)}.',
                "group",
                names,
            )
        values.append(json.dumps(whole[field], ensure_ascii=False))
    return values


def _grouped(
    rows: Sequence[bytes], field: str, values: Sequence[str], totals: Mapping[str, int]
) -> list[bytes]:
    """The rows of a page by group; `total` counts the group's rows over all pages."""
    groups: dict[str, list[bytes]] = {}
    for row, value in zip(rows, values, strict=True):
        groups.setdefault(value, []).append(row)
    return [
        b'{%s:%s,"total":%d,"rows":[%s]}'
        % (json.dumps(field).encode(), value.encode(), totals[value], b",".join(members))
        for value, members in groups.items()
    ]


def write_cursor(start: int, key: str) -> str:
    """A cursor: where the next page starts, and of which answer."""
    return base64.urlsafe_b64encode(f"{start}.{key}".encode()).decode().rstrip("=")


def read_cursor(cursor: str, key: str) -> int:
    """Where a page starts. Raises BadParameter for a cursor of another answer or data version."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        start, _, owner = text.partition(".")
        if owner == key and start.isascii() and start.isdigit():
            return int(start)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise BadParameter(
        "The cursor is not of this answer; ask for the first page without one.", "cursor"
    )
