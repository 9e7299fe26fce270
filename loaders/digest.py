"""The fingerprint of a data folder, taken without reading its tables."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ontology.errors import DataError
from ontology.findings import Finding, Place
from ontology.rules import find


def data_files(folder: Path) -> tuple[str, ...]:
    """The CSV files of a data folder, as sorted paths below it; a folder named like one is none.

    Raises:
        DataError: when there is no such folder, or it holds no CSV file.
    """
    paths = (path for path in folder.rglob("*") if path.suffix.lower() == ".csv" and _is_file(path))
    files = tuple(sorted(path.relative_to(folder).as_posix() for path in paths))
    if not files:
        raise DataError(
            [
                find(
                    "DATA001",
                    Place(file=str(folder)),
                    "no data: not a folder with CSV files.",
                    "name the folder that holds topics/, requires/ and their siblings.",
                )
            ]
        )
    return files


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # its folder may not be searched: reading it will say so
        return True


def unreadable(file: str, error: OSError) -> Finding:
    """The finding for a data file that the system does not let us read."""
    return find(
        "DATA001",
        Place(file=file),
        f"{file} cannot be read: {error.strerror or error}.",
        "allow it to be read, or restore it.",
    )


def digest_files(folder: Path) -> str:
    """SHA-256 (hex) of the names and bytes of the data files: the key of a compiled index.

    Raises:
        DataError: when there are no data files, or one cannot be read.
    """
    digest = hashlib.sha256()
    for file in data_files(folder):
        try:
            data = (folder / file).read_bytes()
        except OSError as error:
            raise DataError([unreadable(file, error)]) from error
        digest.update(f"{file}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
