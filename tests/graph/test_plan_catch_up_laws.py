"""Laws of what to secure before a unit, on random plans of random small curricula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.plans.catch_up import CatchUp, catch_up
from graph.plans.pathways import Asked
from graph.plans.read import Matched
from graph.plans.school_year import half_of
from ontology.records import Curriculum
from ontology.vocabulary import Department, Pathway, Stage, Strength, Tier
from tests.graph.planned import (
    MATHS,
    random_plans,
    tables_of,
)
from tests.graph.strategies import curricula

ONE = Asked((Tier.HIGHER,), (Tier.HIGHER,), (Pathway.SEPARATE,))
law = settings(max_examples=200, deadline=None)


def sets(found: CatchUp) -> list[tuple[str, ...]]:
    return [one.topics for one in found.sets]


@st.composite
def questions(draw: st.DrawFn) -> tuple[Curriculum, list[Matched], str, dict[str, Any]]:
    """Plans, a unit of theirs and what went missing before it; names of cells with their file."""
    curriculum = draw(curricula())
    random = draw(st.randoms(use_true_random=True))
    plans = random_plans(random, curriculum, "plan")
    units = {str(unit.where): unit for plan in plans for unit in plan.plan.units}
    assume(len(units) > 1)
    name = random.choice(list(units))
    others = [other for other in units if other != name]
    question: dict[str, Any] = {}
    if random.random() < 0.7:
        question["lost"] = random.sample(others, random.randint(1, min(2, len(others))))
    if not question or random.random() < 0.5:
        last = (units[name].year or 0, units[name].half_term or 6)
        times = [(year, half) for year in (7, 8, 9) for half in range(1, 7) if (year, half) <= last]
        question["joins"], question["half_term"] = random.choice(times)
    if random.random() < 0.3:
        question["known"] = [random.choice(curriculum.topics).id]
    return curriculum, plans, name, question


@given(questions())
@law
def test_the_sets_are_what_their_levels_say_in_an_order_of_teaching(
    given_: tuple[Curriculum, list[Matched], str, dict[str, Any]],
) -> None:
    """By sets of ids and the records of edges, for a unit of mathematics."""
    curriculum, plans, name, question = given_
    maths = [plan for plan in plans if plan.plan.department is MATHS]
    rows = {str(unit.where): (unit, match) for plan in maths for unit, _, match in plan.rows()}
    assume(name in rows)
    found = catch_up(tables_of(curriculum), plans, ONE, before=name, **question)
    essential, every = _needs(curriculum, True), _needs(curriculum, False)
    own = set(rows[name][1].parts[0].topics)
    have = _have(curriculum, maths, rows[name][0], question, essential)
    out = have | own
    smallest = _below(own, essential) - out
    with_all = _closed(smallest, essential, out)
    with_help = _closed(_below(own, every) - out, essential, out)
    assert [set(one) for one in sets(found)] == [smallest, with_all, with_help]
    for one in sets(found):
        for place, topic_id in enumerate(one):
            assert not set(one[place:]) & every.get(topic_id, set())
    levels = {
        topic_id: 3 - (topic_id in with_all) - (topic_id in smallest) for topic_id in with_help
    }
    assert {row.id: row.level for row in found.data} == levels
    assert [row.level for row in found.data] == sorted(row.level for row in found.data)
    for row in found.data:
        assert sets(found)[row.level - 1][row.step - 1] == row.id
        assert row.ready == (essential.get(row.id, set()) <= have)
        assert {link.dependent for link in row.links} <= own | with_help
        assert row.links
    assert (set(found.fringe) != set()) or not found.data or _waits(found, essential, own)


def _waits(found: CatchUp, essential: dict[str, set[str]], own: set[str]) -> bool:
    """Whether what nobody can begin with waits for what the unit itself teaches."""
    return any(essential.get(row.id, set()) & own for row in found.data)


def _needs(curriculum: Curriculum, essential: bool) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for edge in curriculum.requires:
        if not essential or edge.strength is Strength.ESSENTIAL:
            found.setdefault(edge.dependent, set()).add(edge.prerequisite)
    return found


def _below(topics: set[str], needs: dict[str, set[str]]) -> set[str]:
    return {lower for topic_id in topics for lower in needs.get(topic_id, ())}


def _closed(topics: set[str], needs: dict[str, set[str]], out: set[str]) -> set[str]:
    """The least set with these topics that has all its needs, but for what is out."""
    while (wider := topics | _below(topics, needs) - out) != topics:
        topics = wider
    return topics


def _have(
    curriculum: Curriculum,
    plans: Sequence[Matched],
    unit: Any,
    question: dict[str, Any],
    essential: dict[str, set[str]],
) -> set[str]:
    """What is known or was met before a unit of mathematics."""
    units = [(u, set(m.parts[0].topics)) for plan in plans for u, _, m in plan.rows()]
    stages = {row.id: row.stage for row in curriculum.topics if row.id.startswith("maths:")}
    have = {id_ for id_, stage in stages.items() if stage is Stage.KS2}
    if min(u.year or 0 for u, _ in units) > 7:
        everything = {id_ for _, topics in units for id_ in topics}
        have |= {id_ for id_, stage in stages.items() if stage is Stage.KS3} - everything
    known = {id_ for id_ in question.get("known", ())}
    uses = {
        edge.dependent: {
            other.prerequisite
            for other in curriculum.uses
            if other.dependent == edge.dependent and other.strength is Strength.ESSENTIAL
        }
        for edge in curriculum.uses
    }
    whole = {id_: essential.get(id_, set()) | uses.get(id_, set()) for id_ in {*essential, *uses}}
    have |= _closed(known, whole, set())
    dated = {u.year for u, _ in units if u.half_term is not None}

    def first_and_last(one: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
        if one.half_term is not None:
            return (one.year, one.half_term, one.step), (one.year, one.half_term, one.step)
        if one.year in dated:
            return (one.year, 1, 0), (one.year, 6, 99)
        return (one.year, 1, one.step), (one.year, 1, one.step)

    joined = question.get("joins") and half_of(question["joins"], question["half_term"])
    halves = _halves([u for u, _ in units])
    for (one, topics), half in zip(units, halves, strict=True):
        before = first_and_last(one)[1] < first_and_last(unit)[0]
        late = joined is not None and half < joined
        if before and not late and str(one.where) not in question.get("lost", ()):
            have |= topics
    return have


def _halves(units: Sequence[Any]) -> list[int]:
    """The half-term of each unit: its own, or an even spread over the year by step."""
    found = []
    for place, unit in enumerate(units):
        if unit.half_term is not None:
            found.append(half_of(unit.year, unit.half_term))
            continue
        year = [(u.step, p) for p, u in enumerate(units) if u.year == unit.year]
        rank = sorted(year).index((unit.step, place))
        found.append(half_of(unit.year, 1) + rank * 6 // len(year))
    return found


@given(questions())
@law
def test_every_question_of_a_plan_has_one_answer(
    given_: tuple[Curriculum, list[Matched], str, dict[str, Any]],
) -> None:
    curriculum, plans, name, question = given_
    tables = tables_of(curriculum)
    found = catch_up(tables, plans, before=name, **question)
    departments = {plan.plan.department for plan in plans}
    for row in found.data:
        assert Department.MATHS in departments or not row.id.startswith("maths:")
        assert (row.taught is None) == (row.text is None)
        assert row.why == "not-before" or row.taught is not None
    assert found == catch_up(tables, plans, before=name, **question)
