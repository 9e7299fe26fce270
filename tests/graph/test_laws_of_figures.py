"""Laws of shares and swings, on random small curricula, by brute force."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any, get_args

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.index import build_index
from graph.questions import Count, Definition, Share, Swing
from graph.share import share
from graph.swing import swing
from ontology.figures import Figures, ShareRow
from ontology.records import Curriculum, Requires
from ontology.vocabulary import (
    BasisKind,
    Pathway,
    Reasoning,
    Stage,
    Strength,
    SubjectAsked,
    TierAsked,
)
from tests.graph.oracle import (
    Groups,
    asked_topics,
    content,
    digraph,
)
from tests.graph.strategies import curricula, frameworks_of, strands_of
from tests.graph.worlds import GCSE, THEMES, Edge, edges_of, refusable

law = settings(max_examples=100, deadline=None)
DEFINITIONS: tuple[Definition, ...] = get_args(Definition)
DEFINED = pytest.mark.parametrize("definition", DEFINITIONS)
SOME_THEMES = st.sampled_from((THEMES[:1], THEMES[1:], THEMES))

WIDENS: tuple[tuple[Definition, Definition], ...] = (
    ("member", "direct"),
    ("direct", "transitive"),
    ("member", "essential"),
    ("essential", "transitive"),
    ("member", "threaded"),
    ("threaded", "transitive"),
)
"""Which definitions hold wherever another does."""

Parts = Mapping[str, Fraction]
"""By statement, the fraction of its topics that hold."""


def near(figure: float | None, exact: Fraction | None) -> bool:
    """Whether a figure is the exact one, rounded to four places."""
    if figure is None or exact is None:
        return figure is None and exact is None
    return abs(figure - float(exact)) <= 0.5e-4 + 1e-12


def mean(numbers: list[Fraction]) -> Fraction:
    return sum(numbers, Fraction()) / len(numbers) if numbers else Fraction()


# Shares


def steps_to(
    curriculum: Curriculum,
    topics: frozenset[str],
    definition: Definition,
    basis: BasisKind = BasisKind.EDITORIAL,
    refused: tuple[str, ...] = (),
) -> dict[str, int]:
    """By topic that holds under the definition, the length of its shortest allowed chain."""

    def keep(edge: Edge) -> bool:
        by_definition = {
            "essential": edge.strength is Strength.ESSENTIAL,
            "threaded": edge.reasoning is Reasoning.MULTIPLICATIVE,
        }
        founded = edge.basis.kind.rank <= basis.rank and edge.id not in refused
        return founded and by_definition.get(definition, True)

    graph = digraph(curriculum, keep)
    longest = {"member": 0, "direct": 1}.get(definition, len(graph))
    found: dict[str, int] = {}
    for topic in graph:
        lengths = nx.single_source_shortest_path_length(graph, topic)
        nearest = min((lengths[member] for member in topics & set(lengths)), default=None)
        if nearest is not None and nearest <= longest:
            found[topic] = nearest
    return found


def parts_of(groups: Groups, holding: Mapping[str, int]) -> Parts:
    return {
        id_: Fraction(len(topics & set(holding)), len(topics)) for id_, topics in groups.items()
    }


def weighted(curriculum: Curriculum, parts: Parts, tier: TierAsked) -> Fraction | None:
    """Σ weight × mean part of the pool's statements, where the tier has official weights."""
    strands = {row.id: row.strand for row in curriculum.statements}
    frameworks = {row.id: row.framework for row in curriculum.statements}
    pools = [row for row in curriculum.weights if row.tier.value == tier.value]
    if not pools or {frameworks[id_] for id_ in parts} != {GCSE}:
        return None
    return sum(
        (
            Fraction(pool.percent, 100)
            * mean([part for id_, part in parts.items() if strands[id_] in pool.strands])
            for pool in pools
        ),
        Fraction(),
    )


def has_figures(figures: Figures | ShareRow, parts: Parts, weight: Fraction | None) -> bool:
    """Whether any, all, part and weight are those of the fractions by statement."""
    some = figures.any if isinstance(figures, Figures) else figures.any.share
    every = figures.all if isinstance(figures, Figures) else figures.all.share
    return (
        near(some, mean([Fraction(part > 0) for part in parts.values()]))
        and near(every, mean([Fraction(part == 1) for part in parts.values()]))
        and near(figures.part, mean(list(parts.values())))
        and near(figures.weight, weight)
    )


def draw_share(data: st.DataObject, curriculum: Curriculum, definition: Definition) -> Share:
    """A share of GCSE mathematics as often as of all else, half of them narrowed."""
    within = data.draw(st.sampled_from((GCSE, *frameworks_of(curriculum)[1:])))
    strands = strands_of(curriculum, within)
    refused = st.lists(st.sampled_from(refusable(curriculum)), unique=True, max_size=2)
    subjects = [*[None] * 7, SubjectAsked.SCIENCE, *SubjectAsked]
    question = Share(
        of=data.draw(SOME_THEMES),
        within=within,
        tier=data.draw(st.sampled_from(TierAsked)),
        strand=data.draw(st.sampled_from((*[None] * 2 * len(strands), *strands))),
        subject=data.draw(st.sampled_from(subjects)),
        pathway=data.draw(st.sampled_from((None, None, *Pathway))),
        definition=definition,
        without=tuple(data.draw(refused)),
    )
    assume(denominator(curriculum, question))
    return question


def denominator(curriculum: Curriculum, question: Share, **changes: Any) -> Groups:
    """The statements that a share is of, with their topics, some filters changed where told."""
    asked = question.model_copy(update=changes)
    filters = (asked.strand, asked.subject, asked.pathway)
    return content(curriculum, asked.within, asked.tier, *filters)


def weight_of(curriculum: Curriculum, parts: Parts, question: Share) -> Fraction | None:
    """A part of an examination has no weights."""
    narrowed = question.strand or question.subject or question.pathway
    return None if narrowed else weighted(curriculum, parts, question.tier)


@DEFINED
@law
@given(curricula(), st.data())
def test_a_share_is_that_of_brute_force(
    definition: Definition, curriculum: Curriculum, data: st.DataObject
) -> None:
    question = draw_share(data, curriculum, definition)
    topics = asked_topics(curriculum, question.of, question.without)
    holding = steps_to(curriculum, topics, definition, refused=question.without)
    groups = denominator(curriculum, question)
    parts = parts_of(groups, holding)
    (row,) = share(build_index(curriculum), question).data
    assert has_figures(row, parts, weight_of(curriculum, parts, question))
    assert (row.weight is None) == (row.weight_note is not None)
    assert row.any.of == row.all.of == len(groups)
    assert row.any.ids == tuple(id_ for id_, part in parts.items() if part > 0)
    assert row.all.ids == tuple(id_ for id_, part in parts.items() if part == 1)
    assert (row.any.count, row.all.count) == (len(row.any.ids), len(row.all.ids))
    nearest = {
        id_: min(holding[topic] for topic in topics & set(holding))
        for id_, topics in groups.items()
        if topics & set(holding)
    }
    assert {id_: at.distance for at in row.by_distance for id_ in at.ids} == nearest
    assert [at.statements for at in row.by_distance] == [len(at.ids) for at in row.by_distance]


@DEFINED
@law
@given(curricula(), st.data())
def test_a_share_by_basis_and_its_range(
    definition: Definition, curriculum: Curriculum, data: st.DataObject
) -> None:
    question = draw_share(data, curriculum, definition)
    topics = asked_topics(curriculum, question.of, question.without)
    ks2 = {topic.id for topic in curriculum.topics if topic.stage is Stage.KS2}
    groups = denominator(curriculum, question)
    (row,) = share(build_index(curriculum), question).data
    assert [(at.basis, at.ks2) for at in row.by_basis] == list(product(BasisKind, (True, False)))
    for at in row.by_basis:
        members = topics if at.ks2 else topics - ks2
        holding = steps_to(curriculum, members, definition, at.basis, question.without)
        parts = parts_of(groups, holding)
        assert has_figures(at, parts, weight_of(curriculum, parts, question))
    for count in get_args(Count):
        values = [getattr(at, count) for at in row.by_basis]
        ends = None if None in values else (min(values), max(values))
        assert getattr(row.range, count) == ends


@DEFINED
@law
@given(curricula(), st.data())
def test_a_share_by_tier_and_by_strand(
    definition: Definition, curriculum: Curriculum, data: st.DataObject
) -> None:
    question = draw_share(data, curriculum, definition)
    index = build_index(curriculum)
    (row,) = share(index, question).data
    tiers = [at.tier for at in row.by_tier]
    has_tiers = content(curriculum, question.within, TierAsked.HIGHER_ONLY)
    assert tiers == (list(TierAsked) if has_tiers else [TierAsked.HIGHER])
    for tier in row.by_tier:
        groups = denominator(curriculum, question, tier=tier.tier)
        assert tier.statements == len(groups)
        if groups:
            (alone,) = share(index, question.model_copy(update={"tier": tier.tier})).data
            assert same_figures(tier, alone)
    strands = [s for s in strands_of(curriculum, question.within) if question.strand in (None, s)]
    in_strand = {strand: denominator(curriculum, question, strand=strand) for strand in strands}
    assert {at.strand: at.statements for at in row.by_strand} == {
        strand: len(groups) for strand, groups in in_strand.items() if groups
    }
    for strand in row.by_strand:
        (alone,) = share(index, question.model_copy(update={"strand": strand.strand})).data
        assert same_figures(strand, alone)


def same_figures(figures: Figures, row: ShareRow) -> bool:
    told = (figures.any, figures.all, figures.part, figures.weight)
    return told == (row.any.share, row.all.share, row.part, row.weight)


@law
@given(curricula(), st.data())
def test_definitions_widen(curriculum: Curriculum, data: st.DataObject) -> None:
    question = draw_share(data, curriculum, "member").model_copy(update={"definition": None})
    rows = {row.definition: row for row in share(build_index(curriculum), question).data}
    assert list(rows) == list(DEFINITIONS)
    for narrow, wide in WIDENS:
        assert set(rows[narrow].any.ids) <= set(rows[wide].any.ids)
        assert set(rows[narrow].all.ids) <= set(rows[wide].all.ids)
        assert rows[narrow].part <= rows[wide].part


# Swings


@DEFINED
@pytest.mark.parametrize("by", get_args(Count))
@settings(law, max_examples=12)
@given(curricula(), st.data())
def test_a_swing_is_the_share_without_and_nothing_is_missing(
    by: Count, definition: Definition, curriculum: Curriculum, data: st.DataObject
) -> None:
    index = build_index(curriculum)
    question = draw_share(data, curriculum, definition)
    if by == "weight":
        whole = {"strand": None, "subject": None, "pathway": None}
        question = question.model_copy(update={"within": GCSE, "tier": TierAsked.HIGHER, **whole})
    assume(denominator(curriculum, question))

    def share_without(*ids: str) -> ShareRow:
        refused = (*question.without, *ids)
        return share(index, question.model_copy(update={"without": refused})).data[0]

    def value(row: ShareRow) -> float:
        counted = {"any": row.any.share, "all": row.all.share, "part": row.part}
        return counted[by] if by != "weight" else row.weight or 0.0

    before = share_without()
    without = {id_: share_without(id_) for id_ in refusable(curriculum)}
    moving = {id_: row for id_, row in without.items() if value(row) != value(before)}
    fields = question.model_dump(exclude={"definition"})
    answer = swing(index, Swing(**fields, definition=definition, by=by))
    kinds = {row.id: "membership" for row in curriculum.memberships}
    kinds |= {
        edge.id: "requires" if isinstance(edge, Requires) else "uses"
        for edge in edges_of(curriculum)
    }
    assert answer.share == value(before)
    assert {row.id: row.share for row in answer.data} == {k: value(v) for k, v in moving.items()}
    assert [row.id for row in answer.data] == sorted(
        moving, key=lambda id_: (-abs(round(value(moving[id_]) - value(before), 4)), id_)
    )
    for row in answer.data:
        assert row.change == round(row.share - answer.share, 4)
        assert set(row.lost) == set(before.any.ids) - set(moving[row.id].any.ids)
        assert row.kind == kinds[row.id]
