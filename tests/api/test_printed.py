"""What the command line prints of the questions between mathematics and science."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from graph.index import Index


def table_of(joint_run: Any, *arguments: str) -> list[str]:
    return str(joint_run(*arguments).output).splitlines()


def test_a_table_of_uses_names_both_ends_and_what_for(joint_run: Any) -> None:
    lines = table_of(joint_run, "uses", "--science", "physics:density", "--under")
    assert lines[0].split() == ["science", "uses", "strength", "skill", "for", "stage", "tier"]
    assert lines[2].startswith("Topic physics:density  Compound units  helpful")
    assert "3b" in lines[2]
    under = lines.index("Mathematics under it: 2 topics")
    assert [line.split()[0] for line in lines[under + 2 : under + 4]] == [
        "maths:ratio",
        "maths:multiplying",
    ]


def test_a_table_of_tiers_says_where_it_comes_first(joint_run: Any) -> None:
    lines = table_of(joint_run, "tier-impact")
    assert "first in" in lines[0]
    for word in ("gcse-maths:R15", "essential", "Topic physics:motion", "Topic gradients"):
        assert word in lines[1]


def test_a_table_of_first_needs_tells_what_is_known_of_when(joint_run: Any) -> None:
    asked = ("first-need", "--maths", "oak-maths", "--science", "oak-science")
    lines = table_of(joint_run, *asked)
    assert "Year 7, term 2, unit 3, Topic physics:speed" in lines[1]
    assert lines[1].endswith("Year 9, half-term 2")
    assert lines[2].endswith("not told")
    assert "science-first" in lines[1]


def test_a_chain_into_mathematics_says_uses_and_what_for(joint_run: Any) -> None:
    printed = joint_run("explain", "chemistry:moles", "ratio").output
    assert "Topic chemistry:moles uses Topic ratio" in printed
    assert "For: A calculation, number 1 (skill 1c)" in printed


def test_csv_of_each_has_its_inner_fields(joint_run: Any) -> None:
    def rows(*arguments: str) -> list[dict[str, str]]:
        printed = joint_run(*arguments, "--format", "csv").output
        return list(csv.DictReader(io.StringIO(printed)))

    (impact,) = rows("tier-impact")
    assert (impact["places"], impact["start"]) == ("physics:motion", "maths:gradients")
    first = rows("first-need", "--maths", "oak-maths", "--science", "oak-science")[0]
    assert (first["needed.year"], first["taught.half_term"], first["by.id"]) == (
        "7",
        "2",
        "physics:speed",
    )
    assert rows("uses", "--science", "chemistry")[0]["pathway"] == "separate"
    assert rows("register", "maths", "physics")[0]["maths"].startswith("<script>")


def test_markdown_of_uses_keeps_its_columns_whatever_stands_in_them(
    joint_run: Any, joint: Index
) -> None:
    printed = joint_run("uses", "--format", "markdown").output.splitlines()
    assert printed[0] == "| science | uses | strength | skill | for | stage | tier |"
    assert len(printed) == 2 + len(joint.curriculum.uses)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["uses", "--skill", "9z"], "1c, 3b"),
        (["uses", "--science", "ratio"], "ask for it as maths"),
        (["uses", "--maths", "physics:density"], "ask for it as science"),
        (["uses", "--science", "physics:densty"], "physics:density"),
        (["uses", "--without", "a~b"], "No edge or membership"),
        (["first-need", "--maths", "oak-science", "--science", "oak-science"], "oak-maths"),
        (["register", "--of", "rasio"], "ratio"),
    ],
)
def test_wrong_names_are_told_with_what_is_known(
    joint_run: Any, arguments: list[str], said: str
) -> None:
    result = joint_run(*arguments)
    assert result.exit_code != 0
    assert result.output == ""
    assert said in str(result.exception)
