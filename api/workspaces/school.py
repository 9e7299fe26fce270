"""One school's workspace: its saved plans with their versions, and its confirmed matches.

Every statement names the workspace, so no school sees or changes what is another's.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.refusals import KeyNeeded
from api.workspaces import match_rows, plan_rows
from api.workspaces.database import Database
from api.workspaces.match_rows import Confirmation
from api.workspaces.records import (
    Counts,
    MatchRow,
    PlanRow,
    SavedPlan,
    Tags,
    VersionRow,
    now,
    plain_name,
)
from ontology.plans import Plan
from ontology.vocabulary import Department


@dataclass(frozen=True, slots=True)
class Workspace:
    """What a school keeps; made by `Workspaces`. All of it raises StoreError as `Database`."""

    database: Database
    id: str
    name: str
    created: str

    def list_plans(self) -> tuple[PlanRow, ...]:
        """The saved plans, the one that was saved last first. O(plans)."""
        with self.database.read() as connection:
            return plan_rows.list_rows(connection, self.id)

    def save_plan(self, name: str, plan: Plan) -> PlanRow:
        """Keep a plan as a new one, at version 1. O(plan).

        Raises:
            BadParameter: the name is none.
            Full: there are too many plans, or too much of them.
        """
        plain = plain_name(name)
        with self._write() as connection:
            return plan_rows.add_row(connection, self.id, plain, plan)

    def update_plan(self, id_: str, plan: Plan, match: Tags, name: str | None = None) -> PlanRow:
        """Keep a new version of a plan; the same name and content again make none. O(plan).

        `match` are the entity tags of which one must be the plan's own.

        Raises:
            NotFound: this school has no such plan.
            Stale: the plan was changed since the version of those tags.
            BadParameter: the name is none.
            Full: there is too much of all plans.
        """
        plain = None if name is None else plain_name(name)
        with self._write() as connection:
            current = plan_rows.matching_row(connection, self.id, id_, match)
            return plan_rows.change_row(
                connection, self.id, current, current.name if plain is None else plain, plan
            )

    def get_plan(self, id_: str, version: int | None = None) -> SavedPlan:
        """A plan as it was saved, at a version or the newest. O(plan).

        Raises:
            NotFound: this school has no such plan, or the plan no such version.
        """
        with self.database.read() as connection:
            return plan_rows.plan_at(connection, self.id, id_, version)

    def list_versions(self, id_: str) -> tuple[VersionRow, ...]:
        """The versions of a plan, newest first. Raises NotFound. O(versions)."""
        with self.database.read() as connection:
            return plan_rows.version_rows(connection, self.id, id_)

    def delete_plan(self, id_: str, match: Tags) -> None:
        """Delete a plan with all its versions. Raises NotFound or Stale as `update_plan`."""
        with self._write() as connection:
            plan_rows.matching_row(connection, self.id, id_, match)
            plan_rows.delete_row(connection, self.id, id_)
        self.database.forget()

    def confirmed(self, department: Department) -> Mapping[str, tuple[str, ...]]:
        """Folded texts to the topics that they were confirmed to mean, as stored. O(matches)."""
        with self.database.read() as connection:
            return match_rows.folded_rows(connection, self.id, department)

    def list_matches(self) -> tuple[MatchRow, ...]:
        """The confirmed matches as stored, by department and text. O(matches)."""
        with self.database.read() as connection:
            return match_rows.match_rows(connection, self.id)

    def confirm(self, department: Department, text: str, topics: Sequence[str]) -> None:
        """Keep what a text means; no topics: that it means none. Raises as `confirm_all`."""
        self.confirm_all([(department, text, topics)])

    def confirm_all(self, matches: Iterable[Confirmation]) -> int:
        """Keep what texts mean, all or none; what was confirmed of the same text goes.

        Texts are compared as names are (`ontology.text.fold`). Whether the topics exist is asked
        by who calls. Gives how many texts there were. O(matches).

        Raises:
            BadParameter: a text says nothing, or stands twice with different topics.
            Full: the school has too many.
        """
        merged = match_rows.merge(matches)
        with self._write() as connection:
            match_rows.put_rows(connection, self.id, merged)
        return len(merged)

    def forget_match(self, department: Department, text: str) -> None:
        """Ask about a text again. Raises NotFound where nothing was confirmed of it."""
        with self._write() as connection:
            match_rows.forget_row(connection, self.id, department, text)

    def count(self) -> Counts:
        """How much the school keeps. O(versions + matches)."""
        with self.database.read() as connection:
            return count_of(connection, self.id)

    def export(self) -> bytes:
        """Everything of the school as one JSON object, in UTF-8, as it was saved. O(bytes)."""
        import json

        with self.database.read() as connection:
            plans = [
                (row, plan_rows.bodies(connection, self.id, row.id))
                for row in plan_rows.list_rows(connection, self.id)
            ]
            matches = match_rows.match_rows(connection, self.id)
        head = {
            "workspace": {"id": self.id, "name": self.name, "created": self.created},
            "exported": now(),
            "matches": [row.model_dump(mode="json", exclude={"holds"}) for row in matches],
        }
        written = b",".join(_with(row, b'"versions":[%s]' % b",".join(
            _with(version, b'"plan":%s' % body) for version, body in versions))
            for row, versions in plans)  # fmt: skip
        return b'%s,"plans":[%s]}' % (json.dumps(head, ensure_ascii=False).encode()[:-1], written)

    def delete_all(self) -> Counts:
        """Delete every plan, version and match; the workspace and its key stay. Says how many."""
        with self._write() as connection:
            counts = count_of(connection, self.id)
            for table in ("plans", "matches"):
                connection.execute(f"DELETE FROM {table} WHERE workspace = ?", (self.id,))
        self.database.forget()
        return counts

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """A change, while the workspace is there."""
        with self.database.write() as connection:
            found = connection.execute("SELECT 1 FROM workspaces WHERE id = ?", (self.id,))
            if found.fetchone() is None:
                raise KeyNeeded("This workspace was deleted.", wrong=True)
            yield connection


def count_of(connection: sqlite3.Connection, workspace: str) -> Counts:
    """How much a workspace keeps, within a reading or a change."""
    numbers = {
        table: connection.execute(
            f"SELECT count(*) FROM {table} WHERE workspace = ?", (workspace,)
        ).fetchone()[0]
        for table in Counts.model_fields
    }
    return Counts(**numbers)


def _with(row: PlanRow | VersionRow, more: bytes) -> bytes:
    """A row as a JSON object with one member more."""
    return b"%s,%s}" % (row.model_dump_json().encode()[:-1], more)
