"""The curated science against the transcribed documents: statements, skills and equations.

As for mathematics: facts are compared, no sentence is copied, and without the documents the tests
are skipped, but not in continuous integration.
"""

from __future__ import annotations

import re

import pytest

from ontology.records import Curriculum, Topic
from ontology.science import Equation
from ontology.vocabulary import Listed, Pathway, Subject, Tier
from tests.data.test_reference import LONGEST, Rows, longest_run, read

FRAMEWORKS = {"KS3": "ks3-science", "KS4NC": "ks4-science"}
STRANDS = {"WS": "Working scientifically", "BIO": "Biology", "CHE": "Chemistry", "PHY": "Physics"}
LETTERS = {"P": Subject.PHYSICS, "C": Subject.CHEMISTRY, "B": Subject.BIOLOGY}
LISTED = {"recall": Listed.RECALLED, "given": Listed.GIVEN}


@pytest.fixture(scope="module")
def official() -> Rows:
    return read("ks3-science-statements.csv") + read("ks4-science-statements.csv")


@pytest.fixture(scope="module")
def skills() -> Rows:
    return read("gcse-science-maths-skills.csv")


@pytest.fixture(scope="module")
def equations() -> Rows:
    return read("gcse-science-equations.csv")


def science_id(row: dict[str, str]) -> str:
    framework, letters, number = row["id"].split("-")
    return f"{FRAMEWORKS[framework]}:{letters}{int(number)}"


def test_every_statement_of_science_is_there_in_its_strand(
    official: Rows, curriculum: Curriculum
) -> None:
    ours = {s.id: s for s in curriculum.statements if s.framework in FRAMEWORKS.values()}
    assert set(ours) == {science_id(row) for row in official}
    assert len(ours) == 156 + 150
    for row in official:
        statement = ours[science_id(row)]
        letters = row["id"].split("-")[1]
        assert statement.strand == STRANDS[letters]
        assert (statement.kind == "process") == (letters == "WS")


def test_ks3_locators_name_the_heading_and_the_place_under_it(
    official: Rows, curriculum: Curriculum
) -> None:
    ours = {s.id: s for s in curriculum.statements}
    seen: dict[tuple[str, str], int] = {}
    for row in official:
        if row["key_stage"] != "KS3":
            continue
        heading = (row["subject"], row["topic"])
        seen[heading] = seen.get(heading, 0) + 1
        locator = ours[science_id(row)].locator
        assert row["topic"] in locator
        assert locator.endswith(f"bullet {seen[heading]}")


def test_skills_are_listed_for_the_subjects_of_the_appendix(
    skills: Rows, curriculum: Curriculum
) -> None:
    ours = {skill.code: skill for skill in curriculum.skills}
    assert set(ours) == {row["code"] for row in skills}
    for row in skills:
        skill = ours[row["code"]]
        listed = {s for s in LETTERS.values() if row[s.value] == "yes"}
        assert set(skill.subjects) == listed, row["code"]
        limit = row["combined_restriction"]
        combined = {s for s in LETTERS.values() if not limit or s.value in limit}
        assert set(skill.combined) == combined, row["code"]
        assert skill.certainty == ("medium" if "medium" in row["certainty"] else "high")


def test_equations_have_the_facts_of_the_lists(equations: Rows, curriculum: Curriculum) -> None:
    ours = {equation.id: equation for equation in curriculum.equations}
    assert set(ours) == {row["id"] for row in equations}
    for row in equations:
        equation = ours[row["id"]]
        assert equation.subject is LETTERS[row["id"][0]]
        assert equation.listed is LISTED.get(row["recall_or_given"]), row["id"]
        assert equation.certainty == row["certainty"].partition(":")[0], row["id"]
        _check_where(equation, row["applies_to"])


def _check_where(equation: Equation, applies: str) -> None:
    """Pathway and tier as the reference words them; what is wider, `boards` explains."""
    if "combined" in applies:
        assert Pathway.COMBINED in equation.pathway, equation.id
    else:
        assert Pathway.COMBINED not in equation.pathway or equation.boards, equation.id
    assert Pathway.SEPARATE in equation.pathway
    higher = " HT" in applies and "all tiers" not in applies
    assert (equation.tier is Tier.HIGHER) == higher, equation.id


def test_no_sentence_of_science_is_copied(
    official: Rows, skills: Rows, equations: Rows, curriculum: Curriculum
) -> None:
    texts = {science_id(row): row["text"] for row in official}
    texts |= {f"gcse-science-skills:{row['code']}": row["text"] for row in skills}
    copied = [
        (statement.id, text)
        for statement in curriculum.statements
        if statement.id in texts
        for text in (statement.label, statement.summary)
        if longest_run(text, texts[statement.id]) > LONGEST
    ]
    assert copied == []
    notes = {row["id"]: row["note"] for row in equations}
    assert [e.id for e in curriculum.equations if _copies(e, notes[e.id])] == []


def _copies(equation: Equation, note: str) -> bool:
    return longest_run(equation.note or "", note) > LONGEST


def test_no_topic_of_science_words_itself_like_its_statement(
    official: Rows, curriculum: Curriculum
) -> None:
    texts = {science_id(row): row["text"] for row in official}
    topics: dict[str, Topic] = {topic.id: topic for topic in curriculum.topics}
    copied = [
        (address.topic, address.statement)
        for address in curriculum.addresses
        if address.statement in texts
        for text in (topics[address.topic].description, address.part)
        if longest_run(text, texts[address.statement]) > LONGEST
    ]
    assert copied == []


def test_what_a_ks3_statement_counts_is_what_its_document_counts(official: Rows) -> None:
    """The transcription itself: numbers run on under each heading of each subject."""
    for prefix in {row["id"].rpartition("-")[0] for row in official}:
        numbers = [int(r["id"].rpartition("-")[2]) for r in official if r["id"].startswith(prefix)]
        kept = [n for n in numbers if re.fullmatch(r"\d+", str(n))]
        assert sorted(kept) == list(range(1, len(kept) + 1)), prefix
