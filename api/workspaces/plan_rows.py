"""Saved plans and their versions in the file: one statement each, bound to one workspace."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Sequence

from api.refusals import Full, Stale
from api.workspaces.records import (
    PLANS,
    ROOM,
    PlanRow,
    SavedPlan,
    Tags,
    VersionRow,
    now,
    tag_of,
)
from ontology.errors import NotFound
from ontology.plans import Plan

NEAREST = 5
_CURRENT = """
    SELECT p.id, v.name, v.department, v.version, p.created, v.saved, v.etag
    FROM plans p JOIN versions v
      ON v.workspace = p.workspace AND v.plan = p.id AND v.version = p.current
    WHERE p.workspace = ?"""


def list_rows(connection: sqlite3.Connection, workspace: str) -> tuple[PlanRow, ...]:
    """The plans of a workspace, the one that was saved last first. O(plans)."""
    rows = connection.execute(f"{_CURRENT} ORDER BY v.saved DESC, p.id", (workspace,))
    return tuple(_row(row) for row in rows)


def current_row(connection: sqlite3.Connection, workspace: str, id_: str) -> PlanRow:
    """A plan as it is now.

    Raises:
        NotFound: the workspace has no such plan; carries the nearest of its own.
    """
    row = connection.execute(f"{_CURRENT} AND p.id = ?", (workspace, id_)).fetchone()
    if row is None:
        import difflib

        ids = connection.execute("SELECT id FROM plans WHERE workspace = ?", (workspace,))
        nearest = difflib.get_close_matches(id_[:40], [known for (known,) in ids], NEAREST)
        raise NotFound(f'No saved plan is called "{id_[:80]}".', "id", nearest)
    return _row(row)


def matching_row(connection: sqlite3.Connection, workspace: str, id_: str, match: Tags) -> PlanRow:
    """A plan as it is now, where one of the tags is its own.

    Raises:
        NotFound: the workspace has no such plan.
        Stale: none of the tags is its own.
    """
    current = current_row(connection, workspace, id_)
    if match != "*" and current.etag not in match:
        raise Stale(
            f"It is at version {current.version}, saved {current.updated}: read it anew, put your "
            "change into that, and send its ETag as If-Match.",
            "If-Match",
            (current.etag,),
        )
    return current


def add_row(connection: sqlite3.Connection, workspace: str, name: str, plan: Plan) -> PlanRow:
    """Keep a plan as a new one. Raises Full where there are too many, or too much of them."""
    (plans,) = connection.execute(
        "SELECT count(*) FROM plans WHERE workspace = ?", (workspace,)
    ).fetchone()
    if plans >= PLANS:
        raise Full(f"A school keeps at most {PLANS:,} plans; delete some first.", "plan")
    id_, time = f"p-{secrets.token_hex(8)}", now()
    connection.execute("INSERT INTO plans VALUES (?, ?, ?, 1)", (workspace, id_, time))
    _add_version(connection, workspace, id_, 1, (name, plan, time))
    return current_row(connection, workspace, id_)


def change_row(
    connection: sqlite3.Connection, workspace: str, current: PlanRow, name: str, plan: Plan
) -> PlanRow:
    """Keep a new version, unless it says what the newest says. Raises Full."""
    if tag_of(current.id, current.version, name, _written(plan)) == current.etag:
        return current
    version = current.version + 1
    _add_version(connection, workspace, current.id, version, (name, plan, now()))
    connection.execute(
        "UPDATE plans SET current = ? WHERE workspace = ? AND id = ?",
        (version, workspace, current.id),
    )
    return current_row(connection, workspace, current.id)


def plan_at(
    connection: sqlite3.Connection, workspace: str, id_: str, version: int | None
) -> SavedPlan:
    """A plan as it was saved, at a version or the newest. O(plan).

    Raises:
        NotFound: the workspace has no such plan, or the plan no such version.
    """
    current = current_row(connection, workspace, id_)
    wanted = current.version if version is None else version
    if not 1 <= wanted <= current.version:
        raise NotFound(
            f"The plan has versions 1 to {current.version}.", "version", (str(current.version),)
        )
    name, department, saved, etag, body = connection.execute(
        "SELECT name, department, saved, etag, body FROM versions "
        "WHERE workspace = ? AND plan = ? AND version = ?",
        (workspace, id_, wanted),
    ).fetchone()
    return SavedPlan(
        id=id_,
        name=name,
        department=department,
        version=wanted,
        created=current.created,
        updated=saved,
        etag=etag,
        plan=Plan.model_validate_json(body),
    )


def version_rows(
    connection: sqlite3.Connection, workspace: str, id_: str
) -> tuple[VersionRow, ...]:
    """The versions of a plan, newest first. Raises NotFound. O(versions)."""
    current_row(connection, workspace, id_)
    rows = connection.execute(
        "SELECT version, name, department, saved, etag FROM versions "
        "WHERE workspace = ? AND plan = ? ORDER BY version DESC",
        (workspace, id_),
    )
    names = VersionRow.model_fields
    return tuple(VersionRow.model_validate(dict(zip(names, row, strict=True))) for row in rows)


def bodies(
    connection: sqlite3.Connection, workspace: str, id_: str
) -> list[tuple[VersionRow, bytes]]:
    """The versions of a plan with their content as JSON, newest first. O(bytes)."""
    stored = dict(
        connection.execute(
            "SELECT version, body FROM versions WHERE workspace = ? AND plan = ?", (workspace, id_)
        )
    )
    return [(row, stored[row.version]) for row in version_rows(connection, workspace, id_)]


def delete_row(connection: sqlite3.Connection, workspace: str, id_: str) -> None:
    """Delete a plan with all its versions; its id is never given again."""
    connection.execute("DELETE FROM plans WHERE workspace = ? AND id = ?", (workspace, id_))


def _add_version(
    connection: sqlite3.Connection,
    workspace: str,
    id_: str,
    version: int,
    content: tuple[str, Plan, str],
) -> None:
    name, plan, time = content
    body = _written(plan)
    (held,) = connection.execute(
        "SELECT coalesce(sum(size), 0) FROM versions WHERE workspace = ?", (workspace,)
    ).fetchone()
    if held + len(body) > ROOM:
        raise Full(
            f"A school keeps at most {ROOM // 2**20} MiB of plans, all versions together; "
            "delete a plan that is not needed any more.",
            "plan",
        )
    department = None if plan.department is None else str(plan.department)
    etag = tag_of(id_, version, name, body)
    connection.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (workspace, id_, version, name, department, time, etag, len(body), body),
    )


def _written(plan: Plan) -> bytes:
    return plan.model_dump_json(by_alias=True).encode()


def _row(row: Sequence[str]) -> PlanRow:
    return PlanRow.model_validate(dict(zip(PlanRow.model_fields, row, strict=True)))
