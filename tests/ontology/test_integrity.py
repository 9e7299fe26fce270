"""Every rule about data, broken once at least; the table `CASES` must have a case for each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.curated import load_curriculum, read_draft
from loaders.layout import LAYOUTS, Layout
from ontology.draft import curriculum_of, draft_of
from ontology.errors import DataError
from ontology.integrity import accept, check_draft
from ontology.rules import RULES
from ontology.vocabulary import Severity
from tests.ontology.cases import ADDRESSES, MATHS, REQUIRES, STATEMENTS, TOPICS, Case
from tests.ontology.cases_science import SCIENCE
from tests.ontology.cases_science import TOPICS as SCIENCE_TOPICS
from tests.ontology.cases_uses import BETWEEN
from tests.ontology.conftest import SOUND

Write = Callable[..., Path]

TABLES = (MATHS, SCIENCE, BETWEEN)
CASES = {rule: tuple(c for table in TABLES for c in table.get(rule, ())) for rule in RULES}


def brief(folder: Path) -> list[tuple[str, str, int | None]]:
    """What the check of a folder finds: rule, file and row."""
    return [(f.rule, f.place.file, f.place.row) for f in check_draft(read_draft(folder))]


def test_the_sound_curriculum_has_no_finding_at_all(write: Write) -> None:
    assert brief(write()) == []


def test_every_rule_has_a_case() -> None:
    assert {rule for table in TABLES for rule in table} == set(RULES)
    assert [rule for rule in RULES if not CASES[rule]] == []


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        pytest.param(rule, broken, id=f"{rule}-{number}")
        for rule, cases in CASES.items()
        for number, broken in enumerate(cases, start=1)
    ],
)
def test_a_breach_is_found_alone_at_its_place(write: Write, rule: str, broken: Case) -> None:
    folder = write(*broken.edits)
    assert brief(folder) == [(rule, broken.file, broken.row)]
    (finding,) = check_draft(read_draft(folder))
    assert broken.names in finding.message
    assert finding.severity is RULES[rule].severity
    assert finding.docs == f"docs/rules.md#{rule.lower()}"
    assert finding.mend.endswith(".")
    assert finding.line().startswith(str(finding.place))
    assert finding.line().endswith(f"Mend: {finding.mend}")


@pytest.mark.parametrize("rule", [id_ for id_, r in RULES.items() if r.severity is Severity.ERROR])
def test_an_error_refuses_the_whole_folder(write: Write, rule: str) -> None:
    folder = write(*CASES[rule][0].edits)
    with pytest.raises(DataError, match=rule) as refusal:
        load_curriculum(folder)
    assert [finding.rule for finding in refusal.value.findings] == [rule]


@pytest.mark.parametrize(
    "rule", [id_ for id_, r in RULES.items() if r.severity is not Severity.ERROR]
)
def test_a_warning_refuses_nothing(write: Write, rule: str) -> None:
    assert load_curriculum(write(*CASES[rule][0].edits)).topics


def test_a_refusal_carries_all_errors_and_no_warning(write: Write) -> None:
    rules = ("DATA002", "IDS004", "EDG001", "STA003", "EDG008", "THE001")
    folder = write(*(edit for rule in rules for edit in CASES[rule][0].edits))
    with pytest.raises(DataError, match=r"and 3 more; `coherence check` prints all") as refusal:
        accept(read_draft(folder))
    found = [finding.rule for finding in refusal.value.findings]
    assert sorted(found) == ["DATA002", "EDG001", "IDS004", "STA003"]


def test_findings_come_gravest_first_causes_before_the_rest_then_by_place(write: Write) -> None:
    rules = ("SRC001", "EDG008", "STA003", "EDG001", "TOP003", "DATA002")
    edits = [edit for rule in rules for edit in CASES[rule][0].edits]
    severities = [f.severity for f in check_draft(read_draft(write(*edits)))]
    assert severities == sorted(severities, key=lambda severity: severity.rank)
    assert brief(write(*edits)) == [
        ("DATA002", "weights.csv", 2),
        ("EDG001", REQUIRES, 5),
        ("STA003", STATEMENTS, 5),
        ("EDG008", REQUIRES, 4),
        ("SRC001", "sources.csv", 4),
        ("TOP003", SCIENCE_TOPICS, 7),
    ]


@pytest.mark.parametrize(
    "layout", [one for one in LAYOUTS if not one.optional], ids=lambda layout: layout.kind
)
def test_a_missing_kind_is_told_alone(write: Write, layout: Layout) -> None:
    folder = write(*CASES["EDG001"][0].edits, *CASES["TOP003"][0].edits)
    files = [file for file in SOUND if layout.owns(file)]
    assert files
    for file in files:
        (folder / file).unlink()
    place = f"{layout.kind}/" if layout.by_subject else f"{layout.kind}.csv"
    assert brief(folder) == [("DATA001", place, None)]
    with pytest.raises(DataError, match="with no rows it holds its header alone"):
        load_curriculum(folder)


@pytest.mark.parametrize("file", SOUND)
def test_a_file_with_a_broken_header_is_told_alone(write: Write, file: str) -> None:
    folder = write()
    header, end, rows = (folder / file).read_text(encoding="utf-8").partition("\n")
    (folder / file).write_text(f"{header},colour{end}{rows}", encoding="utf-8")
    assert brief(folder) == [("DATA001", file, 1)]


def test_all_that_could_not_be_read_is_told_together(write: Write) -> None:
    rules = ("DATA001", "DATA002", "DATA003", "EDG001")
    folder = write(*(edit for rule in rules for edit in CASES[rule][0].edits))
    assert brief(folder) == [
        ("DATA001", "notes.csv", None),
        ("DATA002", "weights.csv", 2),
        ("DATA003", "memberships.csv", None),
    ]


def test_a_row_that_cannot_be_read_does_not_stop_the_rules(write: Write) -> None:
    folder = write((TOPICS, "Surds,GCSE", "Surds,A level"))
    first, *others = brief(folder)
    assert first == ("DATA002", TOPICS, 7)
    assert ("IDS002", ADDRESSES, 6) in others


def test_records_made_in_memory_are_asked_the_same(write: Write) -> None:
    curriculum = load_curriculum(write())
    draft = draft_of(curriculum)
    assert check_draft(draft) == ()
    assert accept(draft) == curriculum == curriculum_of(draft)
