"""What the tests of the graph share: a law that fails may print the whole curriculum."""

from __future__ import annotations

from pathlib import Path

import pytest

LARGE = pytest.mark.filterwarnings("ignore:Generating overly large repr")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A warning about the length of the message would stand in place of the message."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(LARGE)
