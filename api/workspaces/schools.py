"""The workspaces of all schools, and the keys that open them.

A key is `kid.secret`: the first part finds the workspace, the second are 32 random bytes, of which
only the SHA-256 is kept. They are random enough that a slow hash would add nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from pathlib import Path

from api.workspaces.database import Database
from api.workspaces.records import Counts, Summary, now, plain_name
from api.workspaces.school import Workspace, count_of
from ontology.errors import BadParameter, NotFound
from ontology.text import fold

LOCAL = "local"
"""Id and name of the workspace that needs no key."""
LONGEST = 200
"""Characters of a key; ours have fewer."""
_NOBODY = hashlib.sha256(b"").digest()


class Workspaces:
    """The file of all workspaces; nothing is opened or made before it is first needed."""

    def __init__(self, path: Path) -> None:
        """Keep work in a file; its folder is made when something is first kept. O(1)."""
        self.database = Database(path)

    def open_local(self) -> Workspace:
        """The workspace of who works on this machine, made where it is not there."""
        found = self.find_local()
        if found is None:
            with self.database.write() as connection:
                connection.execute(
                    "INSERT INTO workspaces VALUES (?, ?, ?, ?, NULL, NULL) "
                    "ON CONFLICT (id) DO NOTHING",
                    (LOCAL, LOCAL, LOCAL, now()),
                )
                found = self._one(connection, "id", LOCAL)
            assert found is not None
        return found

    def find_local(self) -> Workspace | None:
        """As `open_local`, but None where nothing was kept yet; no file is made."""
        if not self.database.exists():
            return None
        with self.database.read() as connection:
            return self._one(connection, "id", LOCAL)

    def by_key(self, key: str) -> Workspace | None:
        """The workspace that a key opens, None where it opens none. O(log workspaces)."""
        kid, _, secret = key.partition(".")
        if len(key) > LONGEST or not key.isascii() or not self.database.exists():
            return None
        with self.database.read() as connection:
            row = connection.execute(
                "SELECT digest FROM workspaces WHERE kid = ?", (kid,)
            ).fetchone()
            known = _NOBODY if row is None else row[0]
            same = hmac.compare_digest(known, _digest(secret))
            return self._one(connection, "kid", kid) if same and row is not None else None

    def create(self, name: str) -> tuple[Workspace, str]:
        """A new workspace and its key, which is nowhere kept: tell it at once.

        Raises:
            BadParameter: the name is none, or another workspace has it.
        """
        plain = plain_name(name)
        folded = fold(plain)
        if not folded:
            raise BadParameter("A workspace's name has letters or digits.", "name")
        key, kid, digest = _new_key()
        id_ = f"w-{secrets.token_hex(8)}"
        with self.database.write() as connection:
            taken = self._one(connection, "folded", folded)
            if taken is not None or folded == LOCAL:
                known = LOCAL if taken is None else taken.name
                raise BadParameter(f'Another workspace is called "{known}".', "name")
            connection.execute(
                "INSERT INTO workspaces VALUES (?, ?, ?, ?, ?, ?)",
                (id_, plain, folded, now(), kid, digest),
            )
            made = self._one(connection, "id", id_)
        assert made is not None
        return made, key

    def summaries(self) -> tuple[Summary, ...]:
        """All workspaces by name, with how much each keeps. O(versions + matches)."""
        if not self.database.exists():
            return ()
        with self.database.read() as connection:
            rows = connection.execute(
                "SELECT id, name, created, kid FROM workspaces ORDER BY folded"
            ).fetchall()
            return tuple(
                Summary(
                    id=id_,
                    name=name,
                    created=created,
                    kid=kid,
                    **count_of(connection, id_).model_dump(),
                )
                for id_, name, created, kid in rows
            )

    def get(self, name: str) -> Workspace:
        """A workspace by name or id. Raises NotFound with the names there are."""
        self._check_any()
        with self.database.read() as connection:
            return self._named(connection, name)

    def rotate(self, name: str) -> str:
        """A new key of a workspace; the old one opens nothing from now on.

        Raises:
            NotFound: there is no such workspace.
            BadParameter: it is the local one, which has no key.
        """
        self._check_any()
        key, kid, digest = _new_key()
        with self.database.write() as connection:
            workspace = self._named(connection, name)
            if workspace.id == LOCAL:
                raise BadParameter("The local workspace has no key.", "name")
            connection.execute(
                "UPDATE workspaces SET kid = ?, digest = ? WHERE id = ?",
                (kid, digest, workspace.id),
            )
        return key

    def delete(self, name: str) -> Counts:
        """Delete a workspace, its key and all that it keeps; says how much. Raises NotFound."""
        self._check_any()
        with self.database.write() as connection:
            workspace = self._named(connection, name)
            counts = count_of(connection, workspace.id)
            connection.execute("DELETE FROM workspaces WHERE id = ?", (workspace.id,))
        self.database.forget()
        return counts

    def backup(self, target: Path) -> None:
        """Write a whole copy of the file, while it is in use.

        Raises:
            NotFound: nothing was kept yet.
            StoreError: the copy cannot be written.
        """
        self._check_any()
        self.database.backup(target)

    def close(self) -> None:
        """Close the file; the next use opens it anew."""
        self.database.close()

    def _check_any(self) -> None:
        """Raises NotFound where nothing was kept yet; asking makes no file."""
        if not self.database.exists():
            raise NotFound("There is no workspace yet: coherence workspace create NAME.", "name")

    def _named(self, connection: sqlite3.Connection, name: str) -> Workspace:
        found = self._one(connection, "folded", fold(name))
        found = found or self._one(connection, "id", name.strip())
        if found is None:
            rows = connection.execute("SELECT name FROM workspaces ORDER BY folded LIMIT 20")
            known = tuple(row[0] for row in rows)
            raise NotFound(
                f'No workspace is called "{name[:80]}". There are: {", ".join(known) or "none"}.',
                "name",
                known,
            )
        return found

    def _one(self, connection: sqlite3.Connection, column: str, value: str) -> Workspace | None:
        row = connection.execute(
            f"SELECT id, name, created FROM workspaces WHERE {column} = ?", (value,)
        ).fetchone()
        return None if row is None else Workspace(self.database, *row)


def _new_key() -> tuple[str, str, bytes]:
    """A key, the part of it that finds the workspace, and the digest of the rest."""
    kid, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    return f"{kid}.{secret}", kid, _digest(secret)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
