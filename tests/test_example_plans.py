"""The example workbooks: made again byte for byte, one fault for every rule, few others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from api.planning import File, Planner
from docs.example import make
from graph.index import build_index
from graph.plans.lint import Report
from loaders.curated import load_curriculum
from ontology.findings import Where
from ontology.plan_rules import PLAN_RULES
from ontology.vocabulary import Severity
from ontology.where import data_folder

FOLDER = Path(make.__file__).parent


@pytest.fixture(scope="module")
def report() -> Report:
    planner = Planner(build_index(load_curriculum(data_folder())), sentences=False)
    files = [File(name, (FOLDER / name).read_bytes()) for name in ("maths.xlsx", "science.xlsx")]
    plans = planner.match_plans(planner.read(files))
    return planner.check(plans, ["foundation,higher,combined"])


@pytest.mark.parametrize(("name", "made"), [("maths", make.maths), ("science", make.science)])
def test_the_workbooks_are_what_the_script_makes(name: str, made: object) -> None:
    assert callable(made)
    assert made() == (FOLDER / f"{name}.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("rule", "sheet", "cell"),
    [
        ("PRE001", "Year 8", "B4"),
        ("PRE002", "Year 8", "B4"),
        ("PRE003", "Year 7", "E4"),
        ("GAP001", "Year 9", "F4"),
        ("GAP002", "Year 7", "B4"),
        ("COH001", "KS3 science", "C4"),
        ("COH002", "KS3 science", "C5"),
        ("COH003", "KS3 science", "C8"),
        ("COH004", "KS3 science", "C4"),
        ("COV001", None, None),
        ("COV002", "Year 9", "E4"),
        ("DUP001", "Year 8", "G4"),
        ("MAP001", "Year 9", "G5"),
        ("READ001", "Year 8", "D5"),
        ("READ002", "Year 9", "B6"),
        ("READ003", "KS3 science", "C18"),
        ("READ004", "KS3 science", "A18"),
        ("READ005", "Year 7", "A1"),
    ],
)
def test_each_rule_finds_its_fault(
    report: Report, rule: str, sheet: str | None, cell: str | None
) -> None:
    places = [
        (f.where.sheet, f.where.cell)
        for f in report.data
        if f.rule == rule and isinstance(f.where, Where)
    ]
    assert (sheet, cell) in places


def test_no_rule_goes_without_a_fault_and_little_else_is_found(report: Report) -> None:
    assert {finding.rule for finding in report.data} == set(PLAN_RULES)
    grave = Counter(f.rule for f in report.data if f.severity is not Severity.INFO)
    mild = {"GAP002", "COH004", "DUP001", "READ002", "READ005"}
    assert grave == Counter(set(PLAN_RULES) - mild)
    (kept,) = report.suppressed
    assert kept.findings == 1
