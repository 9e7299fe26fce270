"""Confirmed matches in the file: what a school said that its texts mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from api.refusals import Full
from api.workspaces.records import MATCHES, MatchRow, now, plain_text
from ontology.errors import BadParameter, NotFound
from ontology.text import fold
from ontology.vocabulary import Department

Confirmation = tuple[Department, str, Sequence[str]]
"""A department, a text as it was written, and the topics that it means; none: no topic."""
Merged = Mapping[tuple[Department, str], tuple[str, tuple[str, ...]]]
"""By department and folded text: the text, and its topics each once."""


def merge(matches: Iterable[Confirmation]) -> Merged:
    """Each text once. O(matches).

    Raises:
        BadParameter: a text says nothing, or stands twice with different topics.
    """
    rows: dict[tuple[Department, str], tuple[str, tuple[str, ...]]] = {}
    for department, given, topics in matches:
        text = plain_text(given)
        key = (department, fold(text))
        if not key[1]:
            raise BadParameter("A text has at least one letter or digit.", "text")
        once = tuple(dict.fromkeys(topics))
        if key in rows and set(rows[key][1]) != set(once):
            raise BadParameter(
                f'"{text[:80]}" stands twice with different topics; give it once.', "text"
            )
        rows[key] = (text, once)
    return rows


def put_rows(connection: sqlite3.Connection, workspace: str, merged: Merged) -> None:
    """Keep matches; what was confirmed of the same texts goes. Raises Full for too many."""
    time = now()
    connection.executemany(
        "INSERT INTO matches VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (workspace, department, folded) DO UPDATE SET "
        "text = excluded.text, topics = excluded.topics, confirmed = excluded.confirmed",
        [
            (workspace, str(department), folded, text, json.dumps(topics), time)
            for (department, folded), (text, topics) in merged.items()
        ],
    )
    (total,) = connection.execute(
        "SELECT count(*) FROM matches WHERE workspace = ?", (workspace,)
    ).fetchone()
    if total > MATCHES:
        raise Full(f"A school keeps at most {MATCHES:,} confirmed texts.", "text")


def folded_rows(
    connection: sqlite3.Connection, workspace: str, department: Department
) -> dict[str, tuple[str, ...]]:
    """Folded texts to topics as stored. O(matches)."""
    rows = connection.execute(
        "SELECT folded, topics FROM matches WHERE workspace = ? AND department = ?",
        (workspace, str(department)),
    )
    return {folded: tuple(json.loads(topics)) for folded, topics in rows}


def match_rows(connection: sqlite3.Connection, workspace: str) -> tuple[MatchRow, ...]:
    """The matches as stored, by department and text. O(matches)."""
    rows = connection.execute(
        "SELECT department, text, topics, confirmed FROM matches WHERE workspace = ? "
        "ORDER BY department, folded",
        (workspace,),
    )
    return tuple(
        MatchRow(department=department, text=text, topics=json.loads(topics), confirmed=confirmed)
        for department, text, topics, confirmed in rows
    )


def forget_row(
    connection: sqlite3.Connection, workspace: str, department: Department, text: str
) -> None:
    """Ask about a text again. Raises NotFound where nothing was confirmed of it."""
    gone = connection.execute(
        "DELETE FROM matches WHERE workspace = ? AND department = ? AND folded = ?",
        (workspace, str(department), fold(text)),
    ).rowcount
    if not gone:
        raise NotFound(f"Nothing is confirmed of this text in {department}.", "text")
