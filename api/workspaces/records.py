"""What schools keep, as records, and how much of it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Literal

from ontology.answers import Answer
from ontology.errors import BadParameter
from ontology.plans import Plan
from ontology.vocabulary import Department

PLANS = 1_000
"""Plans that a school may keep."""
MATCHES = 50_000
"""Confirmed texts that a school may keep."""
ROOM = 256 * 1024 * 1024
"""Bytes of all versions of all plans of a school."""
NAME = 200
"""Characters of a name."""
TEXT = 4_000
"""Characters of a confirmed text."""

Tags = frozenset[str] | Literal["*"]
"""The entity tags of which one must be the plan's own; `*` is any."""


class PlanRow(Answer):
    """A saved plan in a list; times are UTC, `etag` is what If-Match takes, quotes included."""

    id: str
    name: str
    department: Department | None
    version: int
    created: str
    updated: str
    etag: str


class VersionRow(Answer):
    """One version of a saved plan."""

    version: int
    name: str
    department: Department | None
    saved: str
    etag: str


class SavedPlan(PlanRow):
    """A saved plan with its content at a version; `updated` is when that version was saved."""

    plan: Plan


class MatchRow(Answer):
    """What a school confirmed that a text means; no topics: it means none.

    `holds` is false where all its topics are gone and nothing replaced them: it counts no more.
    """

    department: Department
    text: str
    topics: tuple[str, ...]
    confirmed: str
    holds: bool = True


class Counts(Answer):
    """How much there is of each."""

    plans: int
    versions: int
    matches: int


class Summary(Counts):
    """A workspace in a list; `kid` is the part of its key that is no secret, null for local."""

    id: str
    name: str
    created: str
    kid: str | None


def now() -> str:
    """The time in UTC, to the millisecond, as ISO 8601 writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def tag_of(id_: str, version: int, name: str, body: bytes) -> str:
    """The entity tag of a version: other for every plan, version, name and content."""
    digest = hashlib.sha256(f"{id_}\n{version}\n{name}\n".encode() + body).hexdigest()
    return f'"{version}-{digest[:20]}"'


def plain_name(given: str, parameter: str = "name") -> str:
    """A name as one line, its words one space apart.

    Raises:
        BadParameter: it is empty, too long, or holds marks that cannot be shown.
    """
    name = " ".join(given.split())
    if not name or len(name) > NAME:
        raise BadParameter(f"A name has 1 to {NAME} characters.", parameter)
    if not name.isprintable():
        raise BadParameter("A name holds only marks that can be shown.", parameter)
    return name


def plain_text(given: str, parameter: str = "text") -> str:
    """A text of a plan as a school wrote it, without space round it.

    Raises:
        BadParameter: it is empty, too long, or holds control characters.
    """
    text = given.strip()
    if not text or len(text) > TEXT:
        raise BadParameter(f"A text has 1 to {TEXT:,} characters.", parameter)
    if not _is_shown(text):
        raise BadParameter("A text holds no control characters but line ends.", parameter)
    return text


def _is_shown(text: str) -> bool:
    return not any(
        (mark < " " and mark not in "\n\r\t") or mark == "\x7f" or "\ud800" <= mark <= "\udfff"
        for mark in text
    )
