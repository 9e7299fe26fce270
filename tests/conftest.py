"""What all tests share: the curated data, read once."""

from __future__ import annotations

import pytest

from graph.index import Index, build_index
from loaders.curated import load_curriculum
from ontology.records import Curriculum
from ontology.where import data_folder


@pytest.fixture(scope="session")
def curriculum() -> Curriculum:
    return load_curriculum(data_folder())


@pytest.fixture(scope="session")
def index(curriculum: Curriculum) -> Index:
    return build_index(curriculum)
