"""Rules on both sides of their line, with records made in memory."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from ontology.basis import Basis
from ontology.draft import Draft, draft_of
from ontology.integrity import check_draft
from ontology.records import (
    Address,
    Curriculum,
    Refused,
    Requires,
    Statement,
    Topic,
)
from ontology.vocabulary import (
    BasisKind,
    Reasoning,
    RefusalReason,
    Stage,
    StatementKind,
    Strength,
    Structure,
    Tier,
)

M, N = Reasoning.MULTIPLICATIVE, Reasoning.NUMERICAL
ESSENTIAL, HELPFUL = Strength.ESSENTIAL, Strength.HELPFUL
OFFICIAL, EDITORIAL = BasisKind.OFFICIAL, BasisKind.EDITORIAL

BASIS: TypeAdapter[Basis] = TypeAdapter(Basis)


def basis_of(kind: BasisKind) -> Basis:
    located = kind in (BasisKind.OFFICIAL, BasisKind.PUBLISHED)
    return BASIS.validate_python(
        {"kind": kind, "source": "doc", "locator": "place"} if located else {"kind": kind}
    )


def topic(name: str, stage: Stage = Stage.KS2) -> Topic:
    return Topic(id=f"maths:{name}", label=name, stage=stage, description="A topic")


def edge(
    pair: str,
    strength: Strength = ESSENTIAL,
    reasoning: Reasoning = M,
    basis: BasisKind = EDITORIAL,
) -> Requires:
    """An edge from the first to the second name of `"a b"`."""
    dependent, prerequisite = pair.split()
    return Requires(
        dependent=f"maths:{dependent}",
        prerequisite=f"maths:{prerequisite}",
        strength=strength,
        reasoning=reasoning,
        structure=Structure.RATIO if reasoning is M else None,
        basis=basis_of(basis),
        rationale="Because",
    )


def refused(pair: str, reason: RefusalReason) -> Refused:
    dependent, prerequisite = (f"maths:{name}" for name in pair.split())
    return Refused(dependent=dependent, prerequisite=prerequisite, reason=reason, rationale="No")


def draft_with(
    edges: Iterable[Requires],
    refusals: Iterable[Refused] = (),
    addresses: Iterable[Address] = (),
    stages: dict[str, Stage] | None = None,
) -> Draft:
    kept, stages = tuple(edges), stages or {}
    ends = {end for e in kept for end in (e.dependent, e.prerequisite)}
    names = sorted(end.removeprefix("maths:") for end in ends)
    return draft_of(
        Curriculum(
            topics=tuple(topic(name, stages.get(name, Stage.KS2)) for name in names),
            addresses=tuple(addresses),
            requires=kept,
            refused=tuple(refusals),
        )
    )


def said(draft: Draft, rule: str) -> list[str]:
    return [finding.message for finding in check_draft(draft) if finding.rule == rule]


# EDG003: the whole cycle


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_whole_cycle_is_printed(size: int) -> None:
    names = [f"t{number}" for number in range(size)]
    ring = [edge(f"{a} {b}") for a, b in pairwise([*names, names[0]])]
    tail = [edge("t0 below"), edge("above t0")]
    whole = " → ".join(f"maths:{name}" for name in [*names, names[0]])
    assert said(draft_with([*ring, *tail]), "EDG003") == [f"cycle: {whole}."]


def test_every_tangle_is_found() -> None:
    draft = draft_with([edge("a b"), edge("b a"), edge("b c"), edge("c d"), edge("d c")])
    assert said(draft, "EDG003") == [
        "cycle: maths:a → maths:b → maths:a.",
        "cycle: maths:c → maths:d → maths:c.",
    ]


def test_a_diamond_is_no_cycle() -> None:
    assert said(draft_with([edge("a b"), edge("a c"), edge("b d"), edge("c d")]), "EDG003") == []


# EDG004: redundant only beside a chain that says as much

CHAIN = (edge("a b"), edge("b c"))


@pytest.mark.parametrize(
    ("shortcut", "chain"),
    [
        (edge("a c"), CHAIN),
        (edge("a c", HELPFUL), CHAIN),
        (edge("a c"), (edge("a b", basis=OFFICIAL), edge("b c", basis=OFFICIAL))),
        (edge("a c", HELPFUL), (edge("a b"), edge("b c", HELPFUL))),
        (edge("a c"), (edge("a b"), edge("b d"), edge("d c"))),
    ],
)
def test_redundant(shortcut: Requires, chain: tuple[Requires, ...]) -> None:
    names = [e.dependent for e in chain] + [shortcut.prerequisite]
    expected = [f"{shortcut.id} says no more than {' → '.join(names)}."]
    assert said(draft_with([shortcut, *chain]), "EDG004") == expected


@pytest.mark.parametrize(
    ("shortcut", "chain"),
    [
        pytest.param(edge("a c"), (edge("a b"), edge("b c", HELPFUL)), id="weaker link"),
        pytest.param(edge("a c"), (edge("a b"), edge("b c", ESSENTIAL, N)), id="other reasoning"),
        pytest.param(edge("a c", ESSENTIAL, N), CHAIN, id="reasoning of its own"),
        pytest.param(edge("a c", basis=OFFICIAL), CHAIN, id="worse basis"),
        pytest.param(
            edge("a c", basis=BasisKind.DEFINITIONAL),
            (edge("a b", basis=OFFICIAL), edge("b c")),
            id="one link of worse basis",
        ),
        pytest.param(edge("a c"), (edge("a b"), edge("d c")), id="no chain"),
        pytest.param(
            edge("a c"),
            (edge("a b"), edge("b c", HELPFUL), edge("a d", HELPFUL), edge("d c")),
            id="two chains, each with a weaker link",
        ),
    ],
)
def test_not_redundant(shortcut: Requires, chain: tuple[Requires, ...]) -> None:
    assert said(draft_with([shortcut, *chain]), "EDG004") == []


def reached(
    edges: Iterable[Requires], strength: Strength, basis: BasisKind, reasoning: Reasoning | None
) -> set[tuple[str, str]]:
    """Who depends on whom through the links that the filters keep."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(
        (e.dependent, e.prerequisite)
        for e in edges
        if e.strength.rank <= strength.rank
        and e.basis.kind.rank <= basis.rank
        and reasoning in (None, e.reasoning)
    )
    return {(a, b) for a in graph for b in nx.descendants(graph, a)}


@st.composite
def acyclic(draw: st.DrawFn) -> list[Requires]:
    pairs = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    return [
        edge(
            f"t{a} t{b}",
            draw(st.sampled_from(Strength)),
            draw(st.sampled_from([M, N])),
            draw(st.sampled_from([OFFICIAL, EDITORIAL])),
        )
        for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8))
    ]


@given(acyclic())
@settings(max_examples=60, deadline=None)
def test_redundant_is_what_no_filter_would_miss(edges: list[Requires]) -> None:
    filters = [(s, b, r) for s in Strength for b in BasisKind for r in (None, M, N)]
    needless = {
        e.id
        for e in edges
        if all(reached(edges, *f) == reached([x for x in edges if x != e], *f) for f in filters)
    }
    found = {message.split()[0] for message in said(draft_with(edges), "EDG004")}
    assert found == needless


# EDG005, EDG006, EDG007: refusals against the graph

NEVER = RefusalReason.NOT_A_DEPENDENCE
SHORTCUT = RefusalReason.NOT_DIRECT
WEAKER = RefusalReason.WEAKER_DIRECTION


@pytest.mark.parametrize(
    ("refusal", "rule"),
    [
        (refused("a c", NEVER), "EDG006"),
        (refused("a c", SHORTCUT), None),
        (refused("c a", NEVER), None),
        (refused("c a", SHORTCUT), "EDG007"),
        (refused("c a", WEAKER), None),
        (refused("a c", WEAKER), "EDG007"),
        (refused("a b", NEVER), "EDG005"),
        (refused("a b", SHORTCUT), "EDG005"),
        (refused("b a", WEAKER), None),
        (refused("a d", NEVER), None),
    ],
)
def test_refusals_on_both_sides(refusal: Refused, rule: str | None) -> None:
    draft = draft_with([*CHAIN, edge("d a")], [refusal])
    found = [f.rule for f in check_draft(draft) if f.rule.startswith("EDG")]
    assert found == ([rule] if rule else [])


def test_a_detour_of_any_length_and_strength_breaks_a_refusal() -> None:
    chain = [edge(f"t{n} t{n + 1}", HELPFUL, N) for n in range(6)]
    (message,) = said(draft_with(chain, [refused("t0 t6", NEVER)]), "EDG006")
    assert message.endswith(" → ".join(f"maths:t{n}" for n in range(7)) + ".")


# STA002, TIE001, STG001, STG002


def address(name: str, statement: str, tier: Tier = Tier.FOUNDATION) -> Address:
    return Address(
        topic=f"maths:{name}", statement=statement, tier=tier, part="all", basis=basis_of(EDITORIAL)
    )


FOUNDATION, HIGHER = Tier.FOUNDATION, Tier.HIGHER


@pytest.mark.parametrize(
    ("tier", "higher_only", "addressed", "faults"),
    [
        (FOUNDATION, None, {FOUNDATION}, []),
        (FOUNDATION, None, {FOUNDATION, HIGHER}, ["Higher-only address"]),
        (FOUNDATION, None, {HIGHER}, ["Foundation part", "Higher-only address"]),
        (FOUNDATION, "more", {FOUNDATION, HIGHER}, []),
        (FOUNDATION, "more", {FOUNDATION}, ["Higher-only part"]),
        (FOUNDATION, "more", {HIGHER}, ["Foundation part"]),
        (HIGHER, None, {HIGHER}, []),
        (HIGHER, None, {FOUNDATION}, ["Foundation address", "Higher-only part"]),
        (HIGHER, None, {FOUNDATION, HIGHER}, ["Foundation address"]),
        (None, None, {FOUNDATION}, []),
        (None, None, {HIGHER}, ["Foundation part", "Higher-only address"]),
    ],
)
def test_tiers_of_a_statement_and_of_its_addresses(
    tier: Tier | None, higher_only: str | None, addressed: set[Tier], faults: list[str]
) -> None:
    statement = Statement(
        id="gcse-maths:N1",
        strand="Number",
        kind=StatementKind.CONTENT,
        tier=tier,
        higher_only=higher_only,
        label="Label",
        summary="Summary",
        locator="Place",
    )
    rows = tuple(address("a", statement.id, tier) for tier in sorted(addressed))
    draft = draft_of(Curriculum(statements=(statement,), addresses=rows))
    found = said(draft, "STA002")
    assert len(found) == len(faults)
    for message, fault in zip(sorted(found), sorted(faults), strict=True):
        assert f"gcse-maths:N1 has a {fault}" in message


A, B = address("a", "gcse-maths:N1"), address("b", "gcse-maths:N2")
A_HIGHER, B_HIGHER = address("a", "gcse-maths:N1", HIGHER), address("b", "gcse-maths:N2", HIGHER)


@pytest.mark.parametrize(
    ("strength", "addresses", "breaks"),
    [
        (ESSENTIAL, (A, B_HIGHER), True),
        (HELPFUL, (A, B_HIGHER), False),
        (ESSENTIAL, (A, B), False),
        (ESSENTIAL, (A, B, B_HIGHER), False),
        (ESSENTIAL, (A_HIGHER, B_HIGHER), False),
        (ESSENTIAL, (A, A_HIGHER, B_HIGHER), True),
        (ESSENTIAL, (A_HIGHER, B), False),
        (ESSENTIAL, (A,), False),
    ],
)
def test_foundation_on_higher(
    strength: Strength, addresses: tuple[Address, ...], breaks: bool
) -> None:
    draft = draft_with([edge("a b", strength)], addresses=addresses)
    assert bool(said(draft, "TIE001")) is breaks


KS3_A, KS3_B = address("a", "ks3-maths:N1"), address("b", "ks3-maths:N2")


@pytest.mark.parametrize(
    ("addresses", "breaks"),
    [
        ((KS3_A, B), True),
        ((KS3_A, A, B), True),
        ((KS3_A, B, KS3_B), False),
        ((KS3_A, KS3_B), False),
        ((A, B), False),
        ((A, KS3_B), False),
        ((KS3_A,), False),
    ],
)
def test_ks3_on_gcse(addresses: tuple[Address, ...], breaks: bool) -> None:
    for strength in Strength:
        draft = draft_with([edge("a b", strength)], addresses=addresses)
        assert bool(said(draft, "STG001")) is breaks


@pytest.mark.parametrize("stage", Stage)
def test_ks2_on_later(stage: Stage) -> None:
    draft = draft_with([edge("a b")], stages={"b": stage})
    assert bool(said(draft, "STG002")) is (stage is not Stage.KS2)
    assert said(draft_with([edge("a b")], stages={"a": stage}), "STG002") == []
