"""The worked example of Oak's sequences: its tables, what it counts, and when it is not compared.

Oak's ontology is not part of this repository: what needs it is skipped without it, but not in
continuous integration.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from api.answers import Answers
from docs import generate, worked_oak_input
from docs.worked_oak_findings import Row, rows_of
from docs.worked_oak_input import (
    MATCHES,
    ONTOLOGY,
    WORDS,
    Worked,
    read_titles,
    read_verdicts,
    work_out,
)
from docs.worked_oak_timing import course
from graph.index import Index
from ontology.findings import Where
from ontology.plan_rules import find_in_plan
from ontology.plans import Plan, Unit
from ontology.vocabulary import Department, Severity, Tier

MATHS = Plan(
    file="Oak mathematics",
    department=Department.MATHS,
    units=tuple(
        Unit(id=text, text=text, where=Where(file="Oak mathematics"), year=7)
        for text in ("Ratio", "Surds")
    ),
)


@pytest.fixture(scope="module")
def worked(index: Index) -> Worked:
    if not ONTOLOGY.is_dir():
        said = "the ontology of Oak is not beside the checkout"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return work_out(index, ONTOLOGY)


def written(path: Path, header: str, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


GOOD = ["maths", "Ratio", "maths:ratio-notation; maths:simplifying-ratios", ""]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([GOOD], "no row for: Surds"),
        ([GOOD, ["maths", "Surds", "maths:surd", ""]], ":3: there is no topic maths:surd"),
        ([GOOD, GOOD], ":3: “Ratio” is no title, or stands twice"),
        ([["maths", "Rates", "maths:ratio-notation", ""]], ":2: “Rates” is no title"),
        ([["science", "Ratio", "maths:ratio-notation", ""]], ":2: “Ratio” is no title"),
        ([GOOD, ["maths", "Surds", "", ""]], "say why “Surds” names no topic"),
    ],
)
def test_a_table_of_matches_that_does_not_fit_is_refused(
    index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[list[str]],
    says: str,
) -> None:
    path = written(tmp_path / "matches.csv", "department,unit,topics,why", rows)
    monkeypatch.setattr(worked_oak_input, "MATCHES", path)
    with pytest.raises(ValueError, match=r"matches\.csv") as caught:
        read_titles(index, [MATHS])
    assert says in str(caught.value)


def test_a_table_of_matches_that_fits_is_read(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [GOOD, ["maths", "Surds", "", "Left out here."]]
    path = written(tmp_path / "matches.csv", "department,unit,topics,why", rows)
    monkeypatch.setattr(worked_oak_input, "MATCHES", path)
    found = read_titles(index, [MATHS])
    assert found[Department.MATHS, "Ratio"].topics == (
        "maths:ratio-notation",
        "maths:simplifying-ratios",
    )
    assert found[Department.MATHS, "Surds"].topics == ()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["maths:ratio-notation", "right", "x"], "does not link two topics"),
        (["maths:ratio-notation~maths:nothing", "right", "x"], "does not link two topics"),
        (["maths:ratio-notation~maths:simplifying-ratios", "wrong", "x"], "a verdict is one of"),
    ],
)
def test_a_verdict_on_nothing_is_refused(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: list[str], says: str
) -> None:
    path = written(tmp_path / "findings.csv", "link,verdict,says", [row])
    monkeypatch.setattr(worked_oak_input, "VERDICTS", path)
    with pytest.raises(ValueError, match=says):
        read_verdicts(index)


def test_confirmed_topics_are_of_the_department_of_the_title() -> None:
    with MATCHES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [
        (row["unit"], topic)
        for row in rows
        for topic in row["topics"].split("; ")
        if topic and topic.startswith("maths:") is not (row["department"] == "maths")
    ]
    assert rows
    assert wrong == []


def test_pathways_are_told_in_few_words() -> None:
    finding = find_in_plan("PRE001", Where(file="a"), "b", "c", Severity.ERROR)
    unit = MATHS.units[0]
    every = [(name, tier) for name in ("combined", "separate") for tier in ("foundation", "higher")]

    def said(*runs: tuple[str, str]) -> str:
        return Row(finding, unit, None, frozenset(runs)).pathway

    assert said(*every) == "all"
    assert said(every[1], every[3]) == "higher"
    assert said(every[2], every[3]) == "separate"
    assert said(every[3]) == "higher, separate"
    assert said(every[0], every[3]) == "combined foundation; separate higher"


def test_every_title_is_confirmed_and_nothing_is_provisional(worked: Worked) -> None:
    for side in worked.sides:
        assert not any(finding.provisional for finding in side.report.data)
        assert not any(finding.rule == "MAP001" for finding in side.report.data)
    assert worked.planner.embed is None


def test_what_both_tiers_tell_alike_is_one_row(worked: Worked) -> None:
    for severity in Severity:
        rows = rows_of(worked, severity)
        told = [
            (row.finding.rule, row.finding.edge and row.finding.edge.id, row.unit.text,
             row.unit.year, row.other and (row.other.text, row.other.year))
            for row in rows
        ]  # fmt: skip
        assert len(told) == len(set(told))
    speed = [r for r in rows_of(worked, Severity.ERROR) if r.topics[0] == "physics:speed"]
    assert [row.pathway for row in speed] == ["all"]


def test_speed_comes_to_science_years_before_mathematics(worked: Worked) -> None:
    number = worked.index.number
    for tier in Tier:
        science = course(worked, tier, Department.SCIENCE).first(number["physics:speed"])
        maths = course(worked, tier, Department.MATHS).first(number["maths:speed-distance-time"])
        assert (science.unit.year, maths.unit.year) == (8, 11)


def test_every_error_was_looked_at(worked: Worked) -> None:
    page = (generate.ROOT / generate.WORKED).read_text(encoding="utf-8")
    assert "nobody has looked at" not in page
    assert all(f"### {words.rstrip('.')}" in page for words in WORDS.values())
    assert "Contains public sector information licensed under the\n[Open Government" in page


def test_without_the_ontology_the_page_is_not_compared(
    index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(generate, "ONTOLOGY", tmp_path / "none")
    assert generate.WORKED not in generate.pages(Answers(index))
    monkeypatch.setattr(generate, "pages", lambda answers: {})
    monkeypatch.setattr(sys, "argv", ["generate", "--check"])
    monkeypatch.delenv("CI", raising=False)
    generate.main()
    assert f"{generate.WORKED}: not compared" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit, match="not compared"):
        generate.main()
