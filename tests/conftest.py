"""What all tests share: the curated data, read once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.index import Index, build_index
from loaders.curated import load_curriculum
from ontology.records import Curriculum
from ontology.where import data_folder


@pytest.fixture(scope="session", autouse=True)
def _no_work_of_ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever runs, here or as a command, keeps its work in a file that goes with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("work")
        patch.setenv("COHERENCE_STORE", str(folder / "schools.sqlite3"))
        yield


@pytest.fixture(scope="session")
def curriculum() -> Curriculum:
    return load_curriculum(data_folder())


@pytest.fixture(scope="session")
def index(curriculum: Curriculum) -> Index:
    return build_index(curriculum)
