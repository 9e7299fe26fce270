"""Laws of the uses of mathematics, on random small curricula, by brute force."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.dependents import dependents, prerequisites
from graph.index import build_index
from graph.questions import Dependents, Uses
from graph.uses import uses
from ontology.answers import TopicRow
from ontology.records import Curriculum
from ontology.vocabulary import (
    SCIENCES,
    BasisKind,
    Pathway,
    Stage,
    Strength,
    Subject,
    SubjectAsked,
    TierAsked,
)
from tests.graph.chance_of_science import SKILL_CODES
from tests.graph.oracle import Expected, asked_topics
from tests.graph.oracle_of_crossings import expected_under, expected_uses, subjects_of
from tests.graph.strategies import curricula
from tests.graph.worlds import THEMES, edges_of, nameable, refusable, without

law = settings(max_examples=300, deadline=None)


def askable(curriculum: Curriculum, side: str) -> list[str]:
    """What may be asked for on a side: ids that hold some of it, themes first, whole subjects."""
    subject = subjects_of(curriculum)
    ours = SCIENCES if side == "science" else {Subject.MATHS}
    ids = [
        id_
        for id_ in nameable(curriculum)
        if any(subject[topic] in ours for topic in asked_topics(curriculum, [id_]))
    ]
    whole = [s.value for s in SubjectAsked if (s is SubjectAsked.MATHS) == (side == "maths")]
    return ids + whole


def draw_side(data: st.DataObject, curriculum: Curriculum, side: str) -> tuple[str, ...]:
    """One or two of what may be asked for on a side, themes as often as all else."""
    all_of_it = askable(curriculum, side)
    themes = [id_ for id_ in all_of_it if id_ in THEMES] or all_of_it
    one = st.sampled_from(themes) | st.sampled_from(all_of_it)
    return tuple(data.draw(st.lists(one, unique=True, min_size=1, max_size=2)))


def draw_uses(data: st.DataObject, curriculum: Curriculum) -> Uses:
    """A question from one side, from both or from neither, half without some, up to two filters."""
    sides = data.draw(st.sampled_from(("maths", "science", "maths science", "")))
    asked: dict[str, Any] = {side: draw_side(data, curriculum, side) for side in sides.split()}
    refused = st.lists(st.sampled_from(refusable(curriculum)[::-1]), unique=True, max_size=3)
    filters: dict[str, st.SearchStrategy[Any]] = {
        "subject": st.sampled_from(SubjectAsked),
        "stage": st.sampled_from((Stage.KS3, Stage.GCSE)),
        "tier": st.sampled_from(TierAsked),
        "pathway": st.sampled_from(Pathway),
        "skill": st.sampled_from(SKILL_CODES),
        "strength": st.sampled_from(Strength),
        "basis": st.sampled_from(BasisKind),
        "ahead": st.just(True),
    }
    chosen = data.draw(st.lists(st.sampled_from(list(filters)), unique=True, max_size=2))
    asked |= {name: data.draw(filters[name]) for name in chosen}
    asked["without"] = tuple(data.draw(st.just([]) | refused))
    return Uses(**asked, under=data.draw(st.booleans()))


def seen(row: TopicRow) -> Expected:
    chain = tuple(link.id for link in row.chain)
    grade = (row.strength, row.basis, row.distance, row.nearest)
    return Expected(row.depends, *grade, chain, extent=None)


@settings(law, max_examples=1500)
@given(curricula(science=True), st.data())
def test_uses_and_what_is_under_them_are_those_of_brute_force(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    question = draw_uses(data, curriculum)
    answer = uses(build_index(curriculum), question)
    assert [link.id for link in answer.data] == [
        use.id for use in expected_uses(curriculum, question)
    ]
    expected = expected_under(curriculum, question) if question.under else {}
    assert {row.id: seen(row) for row in answer.under} == expected
    assert [row.id for row in answer.under] == list(expected)


@law
@given(curricula(science=True), st.data())
def test_a_use_shows_every_field_of_its_record(curriculum: Curriculum, data: st.DataObject) -> None:
    by_id = {use.id: use for use in curriculum.uses}
    for link in uses(build_index(curriculum), draw_uses(data, curriculum)).data:
        use = by_id[link.id]
        told = link.model_dump(exclude={"type", "basis", "source", "locator"})
        assert link.type == "uses"
        assert told == {"id": use.id, **use.model_dump(include=set(told))}
        assert (link.basis, link.source, link.locator) == tuple(
            getattr(use.basis, name) for name in ("kind", "source", "locator")
        )


@law
@given(curricula(science=True), st.data())
def test_without_is_a_set_of_uses_built_without(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    question = draw_uses(data, curriculum).model_copy(update={"without": ()})
    some = st.lists(st.sampled_from(refusable(curriculum)), unique=True, max_size=3)
    refused = tuple(data.draw(some))
    less = without(curriculum, *refused)
    for side in ("maths", "science"):
        assume(set(getattr(question, side)) <= set(askable(less, side)))
    by_filter = uses(build_index(curriculum), question.model_copy(update={"without": refused}))
    built = uses(build_index(less), question)
    assert (by_filter.data, by_filter.under) == (built.data, built.under)


# What other questions say of the same


def draw_science(data: st.DataObject, curriculum: Curriculum) -> str:
    """Science alone: a topic, a statement, or a theme without mathematics in it."""
    subject = subjects_of(curriculum)
    equations = {row.id for row in curriculum.equations}
    ids = [
        id_
        for id_ in nameable(curriculum)
        if id_ not in equations
        and (topics := asked_topics(curriculum, [id_]))
        and all(subject[topic] in SCIENCES for topic in topics)
    ]
    return data.draw(st.sampled_from(ids))


def draw_links(data: st.DataObject, curriculum: Curriculum) -> dict[str, Any]:
    edges = [edge.id for edge in edges_of(curriculum)]
    refused = st.lists(st.sampled_from(edges), unique=True, max_size=2)
    return {
        "strength": data.draw(st.sampled_from((Strength.HELPFUL, *Strength))),
        "basis": data.draw(st.sampled_from((BasisKind.EDITORIAL, *BasisKind))),
        "without": tuple(data.draw(refused)),
    }


@law
@given(curricula(science=True), st.data())
def test_what_science_uses_is_what_it_directly_rests_on_in_mathematics(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    index = build_index(curriculum)
    asked, links = draw_science(data, curriculum), draw_links(data, curriculum)
    found = uses(index, Uses(science=(asked,), **links)).data
    rest = Dependents(of=(asked,), subject=SubjectAsked.MATHS, **links)
    direct = [row for row in prerequisites(index, rest).data if row.nearest == 1]
    assert {link.prerequisite for link in found} == {row.id for row in direct}
    assert {row.depends for row in direct} <= {"direct"}
    for row in direct:
        if row.distance == 1:
            assert row.chain[0].id in {link.id for link in found}


@law
@given(curricula(science=True), st.data())
def test_what_uses_mathematics_is_the_science_that_directly_rests_on_it(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    index = build_index(curriculum)
    maths = [topic.id for topic in curriculum.topics if topic.subject is Subject.MATHS]
    asked, links = data.draw(st.sampled_from(maths)), draw_links(data, curriculum)
    found = uses(index, Uses(maths=(asked,), **links)).data
    rest = Dependents(of=(asked,), subject=SubjectAsked.SCIENCE, depth=1, **links)
    assert {link.dependent for link in found} == {row.id for row in dependents(index, rest).data}


@law
@given(curricula(science=True), st.data())
def test_what_is_under_science_is_what_it_rests_on_but_for_other_science(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    subject = subjects_of(curriculum)
    asked = draw_science(data, curriculum)
    in_maths = [row for row in curriculum.requires if subject[row.dependent] is Subject.MATHS]
    apart = curriculum.model_copy(update={"requires": tuple(in_maths)})
    under = uses(build_index(curriculum), Uses(science=(asked,), under=True)).under
    rest = Dependents(of=(asked,), subject=SubjectAsked.MATHS)
    rows = {row.id: row for row in prerequisites(build_index(apart), rest).data}
    assert {row.id: row for row in under} == {
        id_: row for id_, row in rows.items() if row.nearest > 1
    }


@law
@given(curricula(science=True), st.data())
def test_what_carries_uses_down_to_mathematics_is_what_rests_on_it_and_is_used(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    index = build_index(curriculum)
    maths = [topic.id for topic in curriculum.topics if topic.subject is Subject.MATHS]
    asked = data.draw(st.sampled_from(maths))
    used = {use.prerequisite for use in curriculum.uses}
    under = uses(index, Uses(maths=(asked,), under=True)).under
    rest = dependents(index, Dependents(of=(asked,), subject=SubjectAsked.MATHS)).data
    assert {row.id: row for row in under} == {row.id: row for row in rest if row.id in used}


@law
@given(curricula(science=True), st.data())
def test_names_on_a_side_are_a_union_and_the_sides_meet(
    curriculum: Curriculum, data: st.DataObject
) -> None:
    index = build_index(curriculum)

    def ids(maths: tuple[str, ...] = (), science: tuple[str, ...] = ()) -> set[str]:
        return {link.id for link in uses(index, Uses(maths=maths, science=science)).data}

    maths, science = (draw_side(data, curriculum, side) for side in ("maths", "science"))
    assert ids(maths=maths) == set().union(*(ids(maths=(name,)) for name in maths))
    assert ids(science=science) == set().union(*(ids(science=(name,)) for name in science))
    assert ids(maths=maths, science=science) == ids(maths=maths) & ids(science=science)
    assert ids(maths=("maths",)) == ids(science=("science",)) == {u.id for u in curriculum.uses}
