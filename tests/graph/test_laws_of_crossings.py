"""Laws of tiers that do not meet, of words and of who comes first, by brute force."""

from __future__ import annotations

from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.impact import tier_impact
from graph.index import build_index
from graph.questions import FirstNeed, Register, TierImpact
from graph.register import first_need, register
from ontology.crossings import ImpactRow, Order, TermRow
from ontology.records import Curriculum
from ontology.register import Term
from ontology.vocabulary import Pathway, Strength, SubjectAsked, Tier, TierAsked
from tests.graph.chance_of_science import SCHEMES
from tests.graph.oracle_of_crossings import (
    Impact,
    Verdict,
    expected_impact,
    expected_needs,
    expected_terms,
    statements_of,
)
from tests.graph.strategies import curricula
from tests.graph.worlds import nameable

law = settings(max_examples=300, deadline=None)
PAIRS = [(maths, science) for maths in Tier for science in Tier]


# Tiers that do not meet


def seen(row: ImpactRow) -> Impact:
    return Impact(
        strength=row.strength,
        statements=row.statements,
        under=frozenset(topic.id for topic in row.under),
        start=frozenset(topic.id for topic in row.start),
        places=tuple((place.id, place.link.id, place.first) for place in row.places),
    )


def draw_impact(data: st.DataObject) -> TierImpact:
    """Any of the four pairs of tiers, a third of them with each filter."""
    maths, science = data.draw(st.sampled_from(PAIRS))
    return TierImpact(
        maths=maths,
        science=science,
        subject=data.draw(st.sampled_from((*[None] * 12, *SubjectAsked))),
        pathway=data.draw(st.sampled_from((None, None, None, None, *Pathway))),
        strength=data.draw(st.sampled_from((Strength.HELPFUL, *Strength))),
    )


@settings(law, max_examples=1000)
@given(curricula(science=True), st.data())
def test_impacts_are_those_of_brute_force(curriculum: Curriculum, data: st.DataObject) -> None:
    question = draw_impact(data)
    rows = tier_impact(build_index(curriculum), question).data
    expected = expected_impact(curriculum, question)
    assert {row.id: seen(row) for row in rows} == expected
    assert [row.id for row in rows] == list(expected)


@law
@given(curricula(science=True), st.data())
def test_an_impact_says_what_its_uses_and_topics_say(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    question = draw_impact(data)
    topics = {topic.id: topic for topic in curriculum.topics}
    uses = {use.id: use for use in curriculum.uses}
    kind = "not-taught" if question.maths is Tier.FOUNDATION else "not-used"
    for row in tier_impact(build_index(curriculum), question).data:
        assert row.kind == kind
        assert (row.label, row.stage) == (topics[row.id].label, topics[row.id].stage)
        assert f"“{row.label}”" in row.words
        assert any(place.first for place in row.places)
        for place in row.places:
            use, topic = uses[place.link.id], topics[place.id]
            assert (place.label, place.subject) == (topic.label, topic.subject)
            assert (place.stage, place.tier, place.pathway) == (use.stage, use.tier, use.pathway)
            assert (use.dependent, use.prerequisite) == (place.id, row.id)
            assert place.statements == statements_of(curriculum, place.id, TierAsked.HIGHER)
            assert (f"“{place.label}”" in row.words) >= place.first


@law
@given(curricula(science=True), st.data())
def test_what_two_tiers_miss_fits_together(curriculum: Curriculum, data: st.DataObject) -> None:
    """Not taught to the one is what the other meets at both tiers, or never uses.

    Never used is what no science at Foundation uses, whichever subject and strength is asked.
    """
    index, asked = build_index(curriculum), draw_impact(data)

    def ids(maths: Tier, science: Tier, **widened: object) -> set[str]:
        tiers = {"maths": maths, "science": science}
        question = asked.model_copy(update={**tiers, **widened})
        return {row.id for row in tier_impact(index, question).data}

    low, high = Tier
    all_of_it = {"subject": None, "strength": Strength.HELPFUL}
    assert ids(high, high) == set()
    assert ids(low, low) <= ids(low, high)
    assert ids(high, low) == ids(low, high) - ids(low, low, **all_of_it)


# Words


def says_the_same(row: TermRow, record: Term, curriculum: Curriculum) -> bool:
    """Whether a row shows every field of the term, its topics by label and its basis."""
    labels = {topic.id: topic.label for topic in curriculum.topics}
    basis = (record.basis.kind, record.basis.source, record.basis.locator)
    own = set(Term.model_fields) - {"topics", "basis", "reviewer"}
    return (
        {name: getattr(row, name) for name in own} == record.model_dump(include=own)
        and [(topic.id, topic.label) for topic in row.topics]
        == [(id_, labels[id_]) for id_ in record.topics]
        and (row.basis, row.source, row.locator) == basis
    )


@settings(law, max_examples=500)
@given(curricula(science=True), st.data())
def test_terms_are_those_of_brute_force(curriculum: Curriculum, data: st.DataObject) -> None:
    between = st.lists(st.sampled_from(SubjectAsked), unique=True, max_size=2).map(sorted)
    names = st.lists(st.sampled_from(nameable(curriculum)), unique=True, max_size=2)
    question = Register(
        between=tuple(data.draw(between)), of=tuple(sorted(data.draw(st.just([]) | names)))
    )
    rows = register(build_index(curriculum), question).data
    expected = expected_terms(curriculum, question)
    assert [row.id for row in rows] == [term.id for term in expected]
    for row, record in zip(rows, expected, strict=True):
        assert says_the_same(row, record, curriculum)


# Who comes first


@settings(law, max_examples=1000)
@given(curricula(science=True), st.data())
def test_first_needs_are_those_of_brute_force(curriculum: Curriculum, data: st.DataObject) -> None:
    maths, other, science = SCHEMES
    question = FirstNeed(
        maths=data.draw(st.sampled_from((maths, other))),
        science=science,
        order=data.draw(st.sampled_from((*[None] * 4, *get_args(Order)))),
    )
    rows = first_need(build_index(curriculum), question).data
    expected = expected_needs(curriculum, question)
    found: dict[tuple[str, str], Verdict] = {
        (row.topic.id, row.by.id): (
            row.order,
            row.years,
            row.needed.id,
            row.taught.id if row.taught else None,
        )
        for row in rows
    }
    assert found == expected
    assert list(found) == list(expected)


@law
@given(curricula(science=True))
def test_a_first_need_shows_its_facts_and_labels(curriculum: Curriculum) -> None:
    maths, _, science = SCHEMES
    topics = {topic.id: topic for topic in curriculum.topics}
    facts = {fact.id: fact for fact in curriculum.timing}
    for row in first_need(build_index(curriculum), FirstNeed(maths=maths, science=science)).data:
        assert row.id == f"{row.topic.id}~{row.by.id}"
        assert (row.topic.label, row.stage) == (
            topics[row.topic.id].label,
            topics[row.topic.id].stage,
        )
        assert row.by.label == topics[row.by.id].label
        assert f"“{row.topic.label}” in Year {row.needed.year} (“{row.by.label}”)" in row.words
        assert (row.taught is None) == (row.order == "not-told") == (row.years is None)
        for point in (row.needed, row.taught):
            if point is not None:
                fact = facts[point.id]
                told = point.model_dump(exclude={"id", "source", "locator"})
                assert told == fact.model_dump(include=set(told))
                assert (point.source, point.locator) == (fact.basis.source, fact.basis.locator)
