"""The curated science: what it promises about uses, skills, equations, words and timing."""

from __future__ import annotations

from collections import Counter

import pytest

from graph import FirstNeed, Register, TierImpact, Uses, first_need, register, tier_impact, uses
from graph.index import Index
from ontology.records import Curriculum
from ontology.vocabulary import (
    SCIENCES,
    BasisKind,
    EquationKind,
    Strength,
    Subject,
    SubjectAsked,
    Tier,
    TierAsked,
)


def test_statements_are_counted_as_the_documents_count_them(curriculum: Curriculum) -> None:
    kinds = Counter(
        (s.framework, s.kind.value) for s in curriculum.statements if "science" in s.framework
    )
    assert kinds == {
        ("ks3-science", "content"): 138,
        ("ks3-science", "process"): 18,
        ("ks4-science", "content"): 123,
        ("ks4-science", "process"): 27,
        ("gcse-science-skills", "process"): 25,
    }
    assert len(curriculum.equations) == 66


def test_every_science_has_topics_of_both_kinds(curriculum: Curriculum) -> None:
    kinds = Counter((t.subject, t.quantitative) for t in curriculum.topics)
    for subject in SCIENCES:
        assert kinds[subject, True]
        assert kinds[subject, False]


def test_every_use_argues_and_claims_no_more_than_was_in_view(curriculum: Curriculum) -> None:
    for use in curriculum.uses:
        assert use.context, use.id
        assert use.rationale, use.id
        assert use.reviewer is None, "no teacher has reviewed it"
        assert use.basis.kind is not BasisKind.PUBLISHED, "no publication was in view"
        if use.strength is Strength.ESSENTIAL:
            assert use.objection, use.id
    rationales = Counter(use.rationale for use in curriculum.uses)
    assert [text for text, count in rationales.items() if count > 2] == []


def test_every_skill_and_equation_is_reached_by_a_use(curriculum: Curriculum) -> None:
    assert {s.code for s in curriculum.skills} <= {use.skill for use in curriculum.uses}
    assert {e.id for e in curriculum.equations} <= {use.equation for use in curriculum.uses}


def test_equations_of_kind_equation_have_quantities_with_units(curriculum: Curriculum) -> None:
    for equation in curriculum.equations:
        if equation.kind is EquationKind.EQUATION:
            assert len(equation.quantities) > 1, equation.id


def test_what_the_reference_does_not_say_is_null(curriculum: Curriculum) -> None:
    assert {equation.supplied for equation in curriculum.equations} == {None}


def test_timing_is_of_published_schemes_and_never_of_statements(curriculum: Curriculum) -> None:
    for row in curriculum.timing:
        assert row.basis.kind is BasisKind.PUBLISHED, row.id
        assert row.basis.locator, row.id


@pytest.mark.parametrize(
    ("science", "maths"),
    [
        ("physics:density", "rates-and-compound-measures"),
        ("biology:magnification", "multiplicative-reasoning"),
        ("PE18", "multiplicative-reasoning"),
        ("chemistry:reacting-masses", "ratio"),
    ],
)
def test_what_every_teacher_knows_is_there(index: Index, science: str, maths: str) -> None:
    asked = Uses(science=(science,), maths=(maths,), under=True)
    assert uses(index, asked).data


def test_a_foundation_pupil_meets_tangents_in_higher_science(index: Index) -> None:
    rows = tier_impact(index, TierImpact(maths=Tier.FOUNDATION, science=Tier.HIGHER)).data
    assert "maths:estimating-the-gradient-of-a-curve" in {row.id for row in rows}
    for row in rows:
        for place in row.places:
            number = index.number[place.link.prerequisite]
            assert TierAsked.FOUNDATION not in index.tiers[number]


def test_nothing_is_missing_at_higher_and_higher(index: Index) -> None:
    assert tier_impact(index, TierImpact(maths=Tier.HIGHER, science=Tier.HIGHER)).data == ()


def test_lines_of_best_fit_come_to_science_first_at_oak(index: Index) -> None:
    asked = FirstNeed(maths="oak-maths", science="oak-science", order="science-first")
    rows = [
        row for row in first_need(index, asked).data if row.topic.id == "maths:lines-of-best-fit"
    ]
    fit = min(rows, key=lambda row: row.needed.year)
    assert fit.needed.year == 7
    assert fit.taught is not None
    assert fit.taught.year == 10


def test_the_register_has_the_words_that_departments_argue_about(index: Index) -> None:
    asked = Register(between=(SubjectAsked.MATHS, SubjectAsked.PHYSICS))
    said = " ".join(
        f"{row.label} {' '.join(row.aliases)}".casefold() for row in register(index, asked).data
    )
    for word in ("best fit", "histogram", "range", "gradient", "rate", "tangent", "variable",
                 "formula triangle", "standard form", "proportional"):  # fmt: skip
        assert word in said


def test_no_mathematics_rests_on_science(index: Index) -> None:
    for link in index.links:
        dependent = index.topics[index.number[link.dependent]].subject
        prerequisite = index.topics[index.number[link.prerequisite]].subject
        if dependent is Subject.MATHS:
            assert prerequisite is Subject.MATHS, link.id
