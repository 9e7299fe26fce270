"""The fingerprint of a data folder, taken without reading its tables."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ontology.errors import DataError
from ontology.findings import Place
from ontology.rules import find


def data_files(folder: Path) -> tuple[str, ...]:
    """The CSV files of a data folder, as sorted paths below it.

    Raises:
        DataError: when there is no such folder, or it holds no CSV file.
    """
    paths = (path for path in folder.rglob("*") if path.suffix.lower() == ".csv")
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


def digest_files(folder: Path) -> str:
    """SHA-256 (hex) of the names and bytes of the data files: the key of a compiled index."""
    digest = hashlib.sha256()
    for file in data_files(folder):
        data = (folder / file).read_bytes()
        digest.update(f"{file}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()
