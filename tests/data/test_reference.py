"""The curated statements against the transcribed documents, where these lie beside the checkout.

The documents are not part of this repository; their facts are compared, and that no sentence of
theirs was copied. Without them the tests are skipped, but not in continuous integration.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import pytest

from ontology.records import Curriculum, Statement
from ontology.vocabulary import Tier

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
LONGEST = 8
"""Words in a row that may coincide: terms and lists of terms do."""

Rows = list[dict[str, str]]


def read(name: str) -> Rows:
    path = REFERENCE / name
    if not path.exists():
        said = f"the transcribed documents are not beside the checkout: {path.name}"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def gcse() -> Rows:
    return read("gcse-maths-statements.csv")


@pytest.fixture(scope="module")
def ks3() -> Rows:
    return read("ks3-maths-statements.csv")


def ks3_id(row: dict[str, str]) -> str:
    *letters, number = row["id"].removeprefix("KS3-").split("-")
    return f"ks3-maths:{'-'.join(letters)}{int(number)}"


def test_tiers_and_higher_only_parts_are_those_of_the_document(
    gcse: Rows, curriculum: Curriculum
) -> None:
    ours = {s.code: s for s in curriculum.statements if s.framework == "gcse-maths"}
    for row in gcse:
        statement = ours[row["code"]]
        in_foundation = row["in_foundation"] == "yes"
        assert (statement.tier is Tier.FOUNDATION) == in_foundation, row["code"]
        in_part = in_foundation and bool(row["bold_part"])
        assert (statement.higher_only is not None) == in_part, row["code"]
        assert statement.strand == row["strand"]


def test_ks3_statements_stand_in_the_order_of_the_document(
    ks3: Rows, curriculum: Curriculum
) -> None:
    ours = {s.id: s for s in curriculum.statements if s.framework == "ks3-maths"}
    assert set(ours) == {ks3_id(row) for row in ks3}
    for row in ks3:
        assert ours[ks3_id(row)].strand == row["strand"]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def longest_run(ours: str, theirs: str) -> int:
    """Most words in a row that both texts have."""
    one, other = words(ours), words(theirs)
    best = 0
    for start in range(len(one)):
        for place in range(len(other)):
            run = 0
            while (
                start + run < len(one)
                and place + run < len(other)
                and one[start + run] == other[place + run]
            ):
                run += 1
            best = max(best, run)
    return best


def test_no_sentence_of_the_documents_is_copied(
    gcse: Rows, ks3: Rows, curriculum: Curriculum
) -> None:
    official = {f"gcse-maths:{row['code']}": row["text"] for row in gcse}
    official |= {ks3_id(row): row["official_text"] for row in ks3}
    copied = [
        (statement.id, text)
        for statement in curriculum.statements
        if statement.framework in ("gcse-maths", "ks3-maths")
        for text in _texts(statement)
        if longest_run(text, official[statement.id]) > LONGEST
    ]
    assert copied == []


def _texts(statement: Statement) -> list[str]:
    return [statement.label, statement.summary, statement.higher_only or ""]
