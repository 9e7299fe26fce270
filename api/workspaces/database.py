"""The file in which schools' work is kept: one SQLite database, opened when it is first wanted.

Write-ahead log, synced at every commit: what was acknowledged is on the disk, and readers do not
wait for writers. Deleted content is overwritten. A file that other software made, or a newer
version of this one, is refused untouched.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from api.refusals import StoreError

APPLICATION = 0x434F4845
"""What SQLite's application id says of our files ("COHE")."""
PATIENCE = 10.0
"""Seconds for which a writer waits for another process to finish."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE workspaces (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            folded TEXT NOT NULL UNIQUE,
            created TEXT NOT NULL,
            kid TEXT UNIQUE,
            digest BLOB,
            CHECK ((kid IS NULL) = (digest IS NULL))
        )""",
        """CREATE TABLE plans (
            workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
            id TEXT NOT NULL,
            created TEXT NOT NULL,
            current INTEGER NOT NULL,
            PRIMARY KEY (workspace, id)
        )""",
        """CREATE TABLE versions (
            workspace TEXT NOT NULL,
            plan TEXT NOT NULL,
            version INTEGER NOT NULL,
            name TEXT NOT NULL,
            department TEXT,
            saved TEXT NOT NULL,
            etag TEXT NOT NULL,
            size INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (workspace, plan, version),
            FOREIGN KEY (workspace, plan) REFERENCES plans (workspace, id) ON DELETE CASCADE
        )""",
        """CREATE TABLE matches (
            workspace TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
            department TEXT NOT NULL,
            folded TEXT NOT NULL,
            text TEXT NOT NULL,
            topics TEXT NOT NULL,
            confirmed TEXT NOT NULL,
            PRIMARY KEY (workspace, department, folded)
        )""",
    ),
)
"""What makes a schema of version n (counted from 1) of one of version n - 1."""


class Database:
    """Connections to one file: any number of readers, one writer at a time."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened or made yet. O(1)."""
        self.path = path
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._idle: list[sqlite3.Connection] = []

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.exists()

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection on which all that is read is of one moment.

        Raises:
            StoreError: the file cannot be opened or read.
        """
        with self._borrow() as connection, _transaction(connection, "BEGIN"):
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are on the disk when this ends, all or none.

        Raises:
            StoreError: the file cannot be written, or is held by another process for too long.
        """
        with (
            self._writing,
            self._borrow() as connection,
            _transaction(connection, "BEGIN IMMEDIATE"),
        ):
            yield connection

    def forget(self) -> None:
        """Take what was overwritten out of the log too, as soon as nobody reads it any more."""
        with self._writing, self._borrow() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def backup(self, target: Path) -> None:
        """Write a whole, consistent copy, put in place at once; the service may run meanwhile.

        Raises:
            StoreError: the copy cannot be written.
        """
        try:
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
            os.close(handle)
            part = Path(name)
            try:
                with self._borrow() as connection:
                    connection.execute("VACUUM INTO ?", (name,))
                _sync(part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{target} cannot be written: {error.strerror}.") from error

    def close(self) -> None:
        """Close what is open; the next use opens it anew."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextlib.contextmanager
    def _borrow(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses; one that failed is closed, not kept."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        try:
            connection = connection or self._open()
            yield connection
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
                connection = None
            raise StoreError(f"{self.path} cannot be used: {error}. {_mend(error)}") from error
        finally:
            if connection is not None:
                with self._lock:
                    self._idle.append(connection)

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made here, so that nobody else on this machine may read it.
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be opened: {error.strerror}. "
                "COHERENCE_STORE names another file."
            ) from error
        connection = sqlite3.connect(
            self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Check whose file it is before anything of it is changed, then set it up."""
        version = self._version(connection)
        for setting in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}")
        _use_log(connection, self.path)
        if version < len(MIGRATIONS):
            connection.execute("BEGIN IMMEDIATE")
            # Another process may have done it meanwhile.
            for step in MIGRATIONS[self._version(connection) :]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
            connection.execute("COMMIT")

    def _version(self, connection: sqlite3.Connection) -> int:
        """The version of the schema, 0 where there is nothing yet.

        Raises:
            StoreError: it is other software's file, or of a newer version of this one.
        """
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (owner,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if (version or owner or tables) and owner != APPLICATION:
            raise StoreError(
                f"{self.path} is no file of saved plans: other software made it. "
                "COHERENCE_STORE names another file."
            )
        if version > len(MIGRATIONS):
            raise StoreError(
                f"{self.path} was made by a newer version of this software (schema {version}; "
                f"this one knows {len(MIGRATIONS)}). Install that version or a later one."
            )
        return int(version)


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """All that is done within, or nothing where it ends in an error."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _use_log(connection: sqlite3.Connection, path: Path) -> None:
    """Turn the write-ahead log on, where it is not: that waits for no lock, so it is asked again.

    Raises:
        StoreError: the file system has no write-ahead log.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
    if mode != "wal":
        raise StoreError(
            f"{path} is on a file system without what SQLite's write-ahead log needs. "
            "COHERENCE_STORE names a file on a local disk."
        )


def _mend(error: sqlite3.Error) -> str:
    said = str(error)
    if "full" in said:
        return "Make room on the disk and try again."
    if "locked" in said:
        return "Another process holds it; try again."
    if "not a database" in said or "malformed" in said:
        return (
            "It is damaged, or none of ours: put a backup in its place (docs/saved-plans.md), or "
            "name another file with COHERENCE_STORE."
        )
    return "See that the file and its folder can be written (docs/saved-plans.md)."


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
