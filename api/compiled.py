"""From a data folder to an index, by way of the compiled form where one was kept.

A compiled form is kept under the SHA-256 of the data files and of this software's own files that
decide what it holds, so an old one is never taken for a new one. Only sound data are compiled:
a folder with errors is refused whole, every time.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from api.answers import Answers
from api.settings import read_settings
from api.version import SOFTWARE
from graph.index import Index, build_index
from graph.packed import FORMAT, pack, unpack
from loaders.digest import digest_files

KEPT = 8
"""Compiled forms that stay in the cache folder, newest first."""


def open_answers() -> Answers:
    """The answers of the data that the environment names. Raises as `open_index`."""
    settings = read_settings(os.environ)
    return Answers(open_index(settings.data, settings.cache))


def open_index(data: Path, cache: Path | None) -> Index:
    """The index of a data folder.

    Reads the compiled form when it is there and whole; else reads and checks the tables, and
    keeps the compiled form if the cache folder can be written.

    Raises:
        DataError: when the data have errors.
    """
    with _no_collection():
        return _open(data, cache)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Thousands of records that all stay alive would be searched for cycles again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _open(data: Path, cache: Path | None) -> Index:
    if cache is None:
        return _build(data)
    kept = cache / f"{_key(data)}.json"
    # One that is not there or cannot be read, or that was cut short by a full disk, is made anew;
    # a folder that cannot be written costs time at the next start and nothing else.
    with contextlib.suppress(OSError, ValueError):
        return unpack(kept.read_bytes())
    index = _build(data)
    with contextlib.suppress(OSError):
        _keep(kept, pack(index))
    return index


def _key(data: Path) -> str:
    text = f"{digest_files(data)} {SOFTWARE} {FORMAT}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _build(data: Path) -> Index:
    from loaders.curated import load_curriculum

    return build_index(load_curriculum(data))


def _keep(path: Path, data: bytes) -> None:
    """Put the bytes in place at once, so that nobody meets half a file; let the oldest go."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(part).replace(path)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
    kept = sorted(path.parent.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
