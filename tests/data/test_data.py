"""The curated data: every rule, one test each, and the facts of the documents that they hold."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.index import Index
from loaders.curated import read_draft
from ontology.findings import Finding
from ontology.integrity import check_draft
from ontology.records import Curriculum
from ontology.rules import RULES
from ontology.vocabulary import BasisKind, Severity, Stage, Tier, TierAsked
from ontology.where import data_folder


@pytest.fixture(scope="session")
def findings() -> tuple[Finding, ...]:
    return check_draft(read_draft(data_folder()))


@pytest.mark.parametrize(
    "rule", [rule.id for rule in RULES.values() if rule.severity is not Severity.INFO]
)
def test_no_row_breaks_the_rule(findings: tuple[Finding, ...], rule: str) -> None:
    assert [finding.line() for finding in findings if finding.rule == rule] == []


def test_every_statement_of_the_documents_is_there(curriculum: Curriculum) -> None:
    gcse = {"N": 16, "A": 25, "R": 16, "G": 25, "P": 9, "S": 6}
    codes = {f"gcse-maths:{letter}{n}" for letter, last in gcse.items() for n in range(1, last + 1)}
    assert {s.id for s in curriculum.statements if s.framework == "gcse-maths"} == codes
    kinds = Counter(s.kind.value for s in curriculum.statements if s.framework == "ks3-maths")
    assert kinds == {"content": 65, "process": 18}


def test_statements_stand_in_the_order_of_the_document(index: Index) -> None:
    codes = [at.statement.code for at in index.statements["gcse-maths"]]
    assert codes[:3] == ["N1", "N2", "N3"]
    assert codes[9] == "N10"
    assert codes[16] == "A1"
    assert codes[-1] == "S6"


def test_tiers_are_those_of_the_subject_content(index: Index) -> None:
    rows = index.statements["gcse-maths"]
    kept = {tier: sum(bool(at.topics[tier]) for at in rows) for tier in TierAsked}
    assert kept == {
        TierAsked.FOUNDATION: 86,
        TierAsked.HIGHER: 97,
        TierAsked.HIGHER_ONLY: 36,
    }
    whole = {at.statement.code for at in rows if at.statement.tier is Tier.HIGHER}
    assert whole == {"A13", "A15", "A16", "A20", "G8", "G10", "G22", "G23", "P9", "R15", "S3"}
    assert sum(at.statement.higher_only is not None for at in rows) == 25


def test_exam_weights_add_up(curriculum: Curriculum) -> None:
    totals: Counter[Tier] = Counter()
    for weight in curriculum.weights:
        totals[weight.tier] += weight.percent
    assert totals == {Tier.FOUNDATION: 100, Tier.HIGHER: 100}


@pytest.mark.parametrize("code", ["R1", "R9", "G17", "G20", "N8", "A4", "A9", "A12", "P8", "S4"])
def test_a_statement_with_several_ideas_has_several_topics(index: Index, code: str) -> None:
    assert len(index.all_statements[f"gcse-maths:{code}"].topics[TierAsked.HIGHER]) > 1


@pytest.mark.parametrize(
    "words",
    ["FDP", "SOHCAHTOA", "y=mx+c", "BIDMAS", "reverse %", "sharing in a ratio", "nth term",
     "trig", "standard form", "surds", "Pythagoras", "HCF", "LCM", "box plots", "tree diagrams"],
)  # fmt: skip
def test_what_teachers_write_means_something(index: Index, words: str) -> None:
    assert index.names.find(words)


def test_every_edge_has_a_rationale_and_says_honestly_what_it_stands_on(
    curriculum: Curriculum,
) -> None:
    for edge in curriculum.requires:
        assert edge.rationale, edge.id
        assert edge.basis.kind is not BasisKind.PUBLISHED, "no publication was in view"
        assert edge.reviewer is None, "no teacher has reviewed it"
    rationales = Counter(edge.rationale for edge in curriculum.requires)
    assert [text for text, count in rationales.items() if count > 2] == []


def test_ks2_topics_are_roots(index: Index) -> None:
    for number, topic in enumerate(index.topics):
        if topic.stage is Stage.KS2:
            assert index.net.needs[number] == ()


def test_the_narrow_themes_lie_within_the_wide_ones(index: Index) -> None:
    narrow, wide = "multiplicative-reasoning", "multiplicative-field"
    assert set(index.members["ratio"]) <= set(index.members[narrow])
    assert set(index.members[narrow]) <= set(index.members[wide])


def test_what_is_not_a_dependence_on_ratio_is_none(index: Index) -> None:
    """Angle facts, congruence, constructions and set notation do not rest on ratio by any chain."""
    ratio = index.members["ratio"]
    resting = {
        topic for topic in range(len(index.topics))
        if any(index.net.closure and index.net.closure[member] >> topic & 1 for member in ratio)
    }  # fmt: skip
    for id_ in (
        "maths:angles-at-a-point-and-on-a-straight-line",
        "maths:vertically-opposite-angles",
        "maths:congruence-criteria-for-triangles",
        "maths:constructing-perpendicular-bisectors",
        "maths:sets-and-set-notation",
        "maths:order-of-operations",
        "maths:prime-factorisation",
        "maths:reflecting-shapes",
        "maths:median-of-a-data-set",
    ):
        assert index.number[id_] not in resting, id_
