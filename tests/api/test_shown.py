"""What `show` finds first, and what lists say of filters that they do not have."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from api.cli import app
from ontology.errors import BadParameter, NotFound


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("gradient", "gradient"),
        ("Range", "range"),
        ("ratio", "ratio"),
        ("terms/ratio", "ratio"),
        ("pe23", "PE23"),
        ("Potential difference, current and resistance", "PE18"),
        ("Rf value", "chemistry:rf-values"),
        ("ks4 bio7", "ks4-science:BIO7"),
        ("KS3 PHY 12", "ks3-science:PHY12"),
        ("gcse r5", "gcse-maths:R5"),
        ("3b", "gcse-science-skills:3b"),
        ("oak-maths", "oak-maths"),
    ],
)
def test_an_id_is_found_before_a_name(asked: str, first: str) -> None:
    result = CliRunner().invoke(app, ["show", asked, "--format", "csv"])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[1].split(",")[0] == first


def test_a_collection_before_a_stroke_decides() -> None:
    """A theme and a word may have one id: the theme is found first, the word by its collection."""
    theme, word = (
        CliRunner().invoke(app, ["show", asked, "--format", "csv"]).output
        for asked in ("ratio", "terms/ratio")
    )
    assert "wording" not in theme.splitlines()[0]
    assert "wording" in word.splitlines()[0]


def test_a_name_that_nothing_has_is_refused_with_the_nearest() -> None:
    result = CliRunner().invoke(app, ["show", "gradientt"])
    assert isinstance(result.exception, NotFound)
    assert result.exception.nearest


@pytest.mark.parametrize("collection", ["topics", "equations", "edges", "terms"])
def test_a_filter_that_a_list_has_not_names_those_it_has(collection: str) -> None:
    result = CliRunner().invoke(app, ["list", collection, "--where", "colour=red"])
    assert isinstance(result.exception, BadParameter)
    assert result.exception.parameter == "colour"
    assert f"{collection} are filtered by " in result.exception.detail


@pytest.mark.parametrize(
    ("collection", "pair", "field", "value"),
    [
        ("topics", "tier=higher", "tier", "higher"),
        ("equations", "listed=given", "listed", "given"),
        ("edges", "skill=4e", "skill", "4e"),
        ("refused", "type=uses", "type", "uses"),
    ],
)
def test_lists_are_filtered_by_their_own_fields(
    collection: str, pair: str, field: str, value: str
) -> None:
    arguments = ["list", collection, "--where", pair, "--fields", field, "--format", "csv"]
    lines = CliRunner().invoke(app, arguments).output.split()
    assert lines[0] == field
    assert set(lines[1:]) == {value}
