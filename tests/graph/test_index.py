"""An index is a function of the records, and its two ways of finding sets agree."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph
from graph.bottlenecks import bottlenecks
from graph.dependents import dependents, prerequisites
from graph.explain import explain
from graph.gaps import gaps
from graph.impact import tier_impact
from graph.index import Index, build_index, content_version
from graph.net import dependents_set
from graph.packed import pack, unpack
from graph.questions import (
    Bottlenecks,
    Dependents,
    Explain,
    FirstNeed,
    Gaps,
    Register,
    Share,
    Swing,
    TierImpact,
    Uses,
)
from graph.register import first_need, register
from graph.share import share
from graph.swing import swing
from graph.uses import uses
from graph.ways import flatten, unflatten
from ontology.errors import BadParameter
from ontology.records import Curriculum
from tests.graph.chance_of_science import SCHEMES
from tests.graph.oracle import digraph, resting
from tests.graph.strategies import World, curricula, worlds
from tests.graph.worlds import GCSE, THEMES

law = settings(max_examples=100, deadline=None)


def answers(index: Index, world: World) -> list[Any]:
    """An answer of each kind, as far as there is one."""
    of = world.question.of
    found: list[Any] = [index.version]
    found.append(dependents(index, world.question).data)
    found.append(prerequisites(index, world.question).data)
    found.append(explain(index, Explain(dependent=world.question.of, prerequisite=THEMES)).data)
    found.append(gaps(index, Gaps(target=of, assume="none")).data)
    found.append(bottlenecks(index, Bottlenecks(within=world.question.within)).data)
    found.append(tier_impact(index, TierImpact()).data)
    found.append(register(index, Register()).data)
    for under in ({}, {"maths": ("maths",)}, {"science": ("science",)}):
        crossing = uses(index, Uses.model_validate({**under, "under": True}))
        found += (crossing.data, crossing.under)
    if world.curriculum.schemes:
        maths, _, science = SCHEMES
        found.append(first_need(index, FirstNeed(maths=maths, science=science)).data)
    for ask_figure in (
        lambda: share(index, Share(of=of, within=GCSE)).data,
        lambda: swing(index, Swing(of=of, within=GCSE)).data,
    ):
        try:
            found.append(ask_figure())
        except BadParameter as refusal:
            found.append(refusal.detail)
    return found


@law
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(world: World, random: Any) -> None:
    shuffled = {
        kind: tuple(random.sample(rows, len(rows)))
        for kind in Curriculum.model_fields
        if (rows := getattr(world.curriculum, kind))
    }
    again = build_index(world.curriculum.model_copy(update=shuffled))
    assert answers(build_index(world.curriculum), world) == answers(again, world)


@law
@given(curricula(science=True), st.data())
def test_every_record_is_in_the_version(curriculum: Curriculum, data: st.DataObject) -> None:
    held = [kind for kind in Curriculum.model_fields if getattr(curriculum, kind)]
    kind = data.draw(st.sampled_from(held))
    rows = getattr(curriculum, kind)
    left = data.draw(st.sampled_from(range(len(rows))))
    less = curriculum.model_copy(update={kind: (*rows[:left], *rows[left + 1 :])})
    assert content_version(less) != content_version(curriculum)


@law
@given(worlds())
def test_a_packed_index_answers_the_same(world: World) -> None:
    index = build_index(world.curriculum)
    again = unpack(pack(index))
    assert again.curriculum == world.curriculum
    assert answers(again, world) == answers(index, world)


@law
@given(curricula(), st.data())
def test_closure_and_search_agree(curriculum: Curriculum, data: st.DataObject) -> None:
    index = build_index(curriculum)
    sources = data.draw(st.sets(st.sampled_from(range(index.net.size)), min_size=1, max_size=3))
    bits = dependents_set(index.net, sources)
    searched = dependents_set(replace(index.net, closure=None), sources)
    assert isinstance(bits, int)
    assert isinstance(searched, set)
    assert {number for number in range(index.net.size) if bits >> number & 1} == searched
    expected = resting(digraph(curriculum), [index.topics[number].id for number in sources])
    assert {index.topics[number].id for number in searched} == expected


@settings(law, max_examples=300)
@given(worlds(), st.data())
def test_table_and_sweep_give_the_same_chains(world: World, data: st.DataObject) -> None:
    """The best chains of pairs, kept ready, against the sweep that finds them when asked."""
    topics = st.sampled_from([topic.id for topic in world.curriculum.topics])
    index = build_index(world.curriculum)
    question = Dependents(
        of=tuple(data.draw(st.lists(topics, unique=True, min_size=1, max_size=7))),
        within=world.question.within,
        tier=world.question.tier,
    )
    assert index.ways is not None
    by_table = dependents(index, question).data
    assert by_table == dependents(replace(index, ways=None), question).data


@law
@given(curricula())
def test_the_table_survives_being_flattened(curriculum: Curriculum) -> None:
    ways = build_index(curriculum).ways
    assert ways is not None
    assert unflatten(flatten(ways)) == ways


@pytest.mark.parametrize("left", range(1, 7))
def test_a_flattened_table_that_is_cut_short_is_refused(left: int) -> None:
    """One pair, to topic 0 by links 7 and 8; the last number that is there may be a link."""
    whole = [1, 0, 0, 0, 2, 7, 8]
    assert unflatten(whole)[0][0].links == (7, 8)
    with pytest.raises(ValueError):  # noqa: PT011  # which of the two sentences does not matter
        unflatten(whole[:left])


@pytest.mark.parametrize("name", graph.__all__)
def test_the_package_gives_what_it_names_not_a_module_of_that_name(name: str) -> None:
    """However much was imported before: `import_module` sets `graph.share` to the module."""
    import_module("graph.swing")
    import_module("graph.dependents")
    assert not isinstance(getattr(graph, name), ModuleType)
