"""Where the curated data are: beside this package in an installed copy, else in the checkout."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """The folder of the curated data.

    Raises:
        FileNotFoundError: when neither the packaged copy nor the checkout's `data/` is there.
    """
    here = Path(__file__).parent
    for folder in (here.parent / "data", here / "_data"):
        if (folder / "requires").is_dir():
            return folder
    raise FileNotFoundError("no curated data: neither data/ in the checkout nor a packaged copy")
