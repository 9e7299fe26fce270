"""Small examples with literal answers, to be followed with a pencil.

Edges are drawn `dependent → prerequisite`; `theme` is a theme whose only member is the ratio topic.
"""

from __future__ import annotations

from itertools import groupby

from graph.bottlenecks import bottlenecks
from graph.dependents import dependents, prerequisites
from graph.explain import explain
from graph.gaps import gaps
from graph.index import Index, build_index
from graph.questions import Bottlenecks, Dependents, Explain, Gaps, Share, Swing
from graph.share import share
from graph.swing import swing
from ontology.answers import StatementRow, TopicRow
from ontology.records import Address, Curriculum, Requires
from ontology.vocabulary import BasisKind, Reasoning, Stage, Strength, Tier, TierAsked
from tests.graph.worlds import (
    FRAMEWORKS,
    GCSE,
    SOURCE,
    address,
    member,
    requires,
    statement,
    theme,
    topic,
    weights,
)

HELPFUL = Strength.HELPFUL
OFFICIAL, EDITORIAL = BasisKind.OFFICIAL, BasisKind.EDITORIAL
MULTIPLICATIVE = Reasoning.MULTIPLICATIVE


def index_of(*edges: Requires, addresses: tuple[Address, ...] = (), ks2: str = "") -> Index:
    """An index of these edges, with the topics and statements that they and the addresses name."""
    ids = {"maths:ratio"} | {id_ for edge in edges for id_ in (edge.dependent, edge.prerequisite)}
    slugs = sorted(id_.partition(":")[2] for id_ in ids | {row.topic for row in addresses})
    statements = []
    by_statement = sorted(addresses, key=lambda row: row.statement)
    for id_, rows in groupby(by_statement, key=lambda row: row.statement):
        tiers = {row.tier for row in rows}
        part = "a part" if len(tiers) == 2 else None
        tier = Tier.FOUNDATION if Tier.FOUNDATION in tiers else Tier.HIGHER
        statements.append(statement(id_, tier, part))
    return build_index(
        Curriculum(
            sources=(SOURCE,),
            frameworks=FRAMEWORKS,
            statements=tuple(statements),
            topics=tuple(topic(s, Stage.KS2 if s in ks2.split() else Stage.GCSE) for s in slugs),
            addresses=addresses,
            themes=(theme("theme"),),
            memberships=(member("theme", "ratio"),),
            requires=edges,
            weights=tuple(weights(Tier.HIGHER, 30, 50, 20)),
        )
    )


def rows_of(index: Index, question: Dependents) -> dict[str, StatementRow | TopicRow]:
    return {row.id: row for row in dependents(index, question).data}


def chain_of(row: StatementRow | TopicRow) -> list[str]:
    return [link.id for link in row.chain]


OF_THEME = Dependents(of=("theme",))
IN_GCSE = Dependents(of=("theme",), within=GCSE)


def test_is_direct_and_transitive() -> None:
    """Similarity → scale → ratio, and angles apart."""
    index = index_of(
        requires("scale", "ratio"), requires("similarity", "scale"), requires("angles", "turns")
    )
    rows = rows_of(index, OF_THEME)
    assert {id_: (row.depends, row.distance) for id_, row in rows.items()} == {
        "maths:ratio": ("is", 0),
        "maths:scale": ("direct", 1),
        "maths:similarity": ("transitive", 2),
    }
    assert (rows["maths:ratio"].strength, rows["maths:ratio"].basis) == (None, None)
    assert chain_of(rows["maths:similarity"]) == [
        "maths:similarity~maths:scale",
        "maths:scale~maths:ratio",
    ]


def test_a_topic_asked_about_is_no_row_but_the_member_of_a_theme_is() -> None:
    index = index_of(requires("scale", "ratio"))
    assert list(rows_of(index, OF_THEME)) == ["maths:ratio", "maths:scale"]
    assert list(rows_of(index, Dependents(of=("maths:ratio",)))) == ["maths:scale"]


def test_a_statement_asked_about_is_no_row() -> None:
    index = index_of(addresses=(address("ratio", f"{GCSE}:R1"), address("ratio", f"{GCSE}:R2")))
    asked = Dependents(of=("R1",), within=GCSE)
    assert list(rows_of(index, asked)) == [f"{GCSE}:R2"]


def test_the_best_chain_may_be_longer_than_the_nearest() -> None:
    """Trigonometry → ratio only helps; trigonometry → similarity → ratio is essential."""
    index = index_of(
        requires("trigonometry", "ratio", HELPFUL, OFFICIAL),
        requires("trigonometry", "similarity"),
        requires("similarity", "ratio"),
    )
    row = rows_of(index, OF_THEME)["maths:trigonometry"]
    assert (row.depends, row.nearest, row.distance) == ("direct", 1, 2)
    assert (row.strength, row.basis) == (Strength.ESSENTIAL, EDITORIAL)
    one_link = rows_of(index, OF_THEME.model_copy(update={"depth": 1}))["maths:trigonometry"]
    assert (one_link.nearest, one_link.distance, one_link.strength) == (1, 1, HELPFUL)


def test_a_better_basis_is_worth_a_longer_chain() -> None:
    index = index_of(
        requires("maps", "ratio", basis=EDITORIAL),
        requires("maps", "scale", basis=OFFICIAL),
        requires("scale", "ratio", basis=BasisKind.DEFINITIONAL),
    )
    row = rows_of(index, OF_THEME)["maths:maps"]
    assert (row.nearest, row.distance, row.basis) == (1, 2, BasisKind.DEFINITIONAL)


def test_the_smaller_edge_ids_decide_between_equals() -> None:
    """In ids "a-b~…" comes before "a~…", though topic "a" comes before "a-b"."""
    index = index_of(
        requires("a", "ratio"),
        requires("a-b", "ratio"),
        requires("z", "a"),
        requires("z", "a-b"),
        addresses=(address("a", f"{GCSE}:N1"), address("a-b", f"{GCSE}:N1")),
    )
    assert chain_of(rows_of(index, OF_THEME)["maths:z"])[0] == "maths:z~maths:a"
    row = rows_of(index, IN_GCSE)[f"{GCSE}:N1"]
    assert chain_of(row) == ["maths:a-b~maths:ratio"]


def test_the_smaller_edge_ids_decide_among_prerequisites_too() -> None:
    """Of y → b and z → a the first begins the smaller sequence, though topic "a" is smaller."""
    index = index_of(
        requires("y", "b"),
        requires("z", "a"),
        addresses=(address("a", f"{GCSE}:N1"), address("b", f"{GCSE}:N1")),
    )
    (row,) = prerequisites(index, Dependents(of=("maths:y", "maths:z"), within=GCSE)).data
    assert chain_of(row) == ["maths:y~maths:b"]


def test_one_helpful_link_makes_the_chain_helpful() -> None:
    index = index_of(requires("scale", "ratio", HELPFUL), requires("maps", "scale"))
    assert rows_of(index, OF_THEME)["maths:maps"].strength is HELPFUL
    essential = OF_THEME.model_copy(update={"strength": Strength.ESSENTIAL})
    assert list(rows_of(index, essential)) == ["maths:ratio"]


def test_a_chain_touches_the_statement_only_at_its_first_topic() -> None:
    """Maps and scale are both of R2, so the chain is that of scale."""
    index = index_of(
        requires("maps", "scale"),
        requires("scale", "ratio", HELPFUL),
        addresses=(address("maps", f"{GCSE}:R2"), address("scale", f"{GCSE}:R2")),
    )
    row = rows_of(index, IN_GCSE)[f"{GCSE}:R2"]
    assert chain_of(row) == ["maths:scale~maths:ratio"]


def test_a_partial_dependence_is_not_hidden() -> None:
    """Of the four topics of N1 one is ratio, one rests on it and two do not."""
    index = index_of(
        requires("scale", "ratio"),
        addresses=tuple(address(s, f"{GCSE}:N1") for s in ("ratio", "scale", "angles", "turns")),
    )
    (row,) = dependents(index, IN_GCSE).data
    assert isinstance(row, StatementRow)
    assert row.depends == "is"
    assert (row.extent.topics, row.extent.is_, row.extent.depending) == (4, 1, 1)


def test_each_tier_has_its_own_topics() -> None:
    """At Foundation R1 is lines; for Higher only it is also curves, which rest on ratio."""
    index = index_of(
        requires("curves", "ratio"),
        addresses=(
            address("lines", f"{GCSE}:R1"),
            address("curves", f"{GCSE}:R1", Tier.HIGHER),
        ),
    )

    def extents(tier: TierAsked) -> list[tuple[int, int, str | None]]:
        rows = dependents(index, IN_GCSE.model_copy(update={"tier": tier})).data
        return [
            (row.extent.topics, row.extent.depending, row.higher_only)
            for row in rows
            if isinstance(row, StatementRow)
        ]

    assert extents(TierAsked.FOUNDATION) == []
    assert extents(TierAsked.HIGHER) == [(2, 1, "a part")]
    assert extents(TierAsked.HIGHER_ONLY) == [(1, 1, "a part")]


def test_depth_is_the_most_links_in_a_chain() -> None:
    index = index_of(requires("b", "ratio"), requires("c", "b"), requires("d", "c"))
    for depth, reached in ((1, "b"), (2, "b c"), (3, "b c d")):
        rows = rows_of(index, OF_THEME.model_copy(update={"depth": depth}))
        assert list(rows) == [f"maths:{slug}" for slug in (*reached.split(), "ratio")]


def test_prerequisites_run_from_what_was_asked() -> None:
    index = index_of(requires("scale", "ratio"), requires("maps", "scale"))
    rows = prerequisites(index, Dependents(of=("maths:maps",))).data
    assert {row.id: chain_of(row) for row in rows} == {
        "maths:ratio": ["maths:maps~maths:scale", "maths:scale~maths:ratio"],
        "maths:scale": ["maths:maps~maths:scale"],
    }


def test_explain_gives_each_chain_and_its_weakest_link() -> None:
    index = index_of(
        requires("maps", "ratio", HELPFUL),
        requires("maps", "scale", basis=OFFICIAL),
        requires("scale", "ratio"),
    )
    question = Explain(dependent=("maths:maps",), prerequisite=("theme",))
    answer = explain(index, question)
    assert [(row.rank, row.strength, row.distance, row.weakest) for row in answer.data] == [
        (1, Strength.ESSENTIAL, 2, "maths:scale~maths:ratio"),
        (2, HELPFUL, 1, "maths:maps~maths:ratio"),
    ]
    assert explain(index, question.model_copy(update={"dependent": ("theme",)})).data == ()


FIVE = index_of(
    requires("scale", "ratio", reasoning=MULTIPLICATIVE),
    requires("maps", "scale"),
    requires("charts", "scale", HELPFUL, reasoning=MULTIPLICATIVE),
    addresses=(
        address("ratio", f"{GCSE}:N1"),
        address("scale", f"{GCSE}:R1"),
        address("angles", f"{GCSE}:R1"),
        address("maps", f"{GCSE}:R2"),
        address("charts", f"{GCSE}:P1"),
        address("angles", f"{GCSE}:S1"),
    ),
)
"""Five statements: N1 is ratio, half of R1 and all of R2 and P1 rest on it, S1 does not."""


def test_a_share_under_each_definition() -> None:
    """By weight Number has 30 %, Ratio 50 %, Probability and Statistics together 20 %."""
    rows = share(FIVE, Share(of=("theme",), within=GCSE)).data
    assert {row.definition: (row.any.count, row.all.count, row.part) for row in rows} == {
        "member": (1, 1, 0.2),
        "direct": (2, 1, 0.3),
        "transitive": (4, 3, 0.7),
        "essential": (3, 2, 0.5),
        "threaded": (3, 2, 0.5),
    }
    assert {row.definition: row.weight for row in rows} == {
        "member": 0.3,
        "direct": 0.3 + 0.5 * 0.25,
        "transitive": 0.3 + 0.5 * 0.75 + 0.2 * 0.5,
        "essential": 0.3 + 0.5 * 0.75,
        "threaded": 0.3 + 0.5 * 0.25 + 0.2 * 0.5,
    }


def test_what_swings_a_share() -> None:
    answer = swing(FIVE, Swing(of=("theme",), within=GCSE))
    assert answer.share == 0.7
    assert [(row.id, row.share, row.change) for row in answer.data] == [
        ("theme~maths:ratio", 0.0, -0.7),
        ("maths:scale~maths:ratio", 0.2, -0.5),
        ("maths:charts~maths:scale", 0.5, -0.2),
        ("maths:maps~maths:scale", 0.5, -0.2),
    ]


def test_where_it_is_narrow() -> None:
    """Chains, end to ground: maps-scale-ratio, charts-scale-ratio; angles stand alone."""
    rows = bottlenecks(FIVE, Bottlenecks(within=GCSE)).data
    assert [
        (r.id, r.blocking.topics, r.blocking.statements, r.delay, r.centrality) for r in rows
    ] == [("maths:ratio", 3, 3, 3, 6), ("maths:scale", 2, 2, 3, 6)]


def test_without_ks2_a_topic_asked_about_by_name_stays() -> None:
    """The range leaves out the KS2 members of a theme, not what was named itself."""
    index = index_of(
        requires("scale", "ratio"), addresses=(address("scale", f"{GCSE}:R1"),), ks2="ratio"
    )

    def lowest(of: str) -> float:
        question = Share(of=(of,), within=GCSE, definition="transitive")
        by_basis = share(index, question).data[0].by_basis
        return min(at.part for at in by_basis if at.basis is EDITORIAL)

    assert lowest("theme") == 0.0
    assert lowest("maths:ratio") == 1.0


def gap_ids(index: Index, question: Gaps) -> list[str]:
    return [row.id for row in gaps(index, question).data]


def test_what_to_secure_first() -> None:
    """Maps → scale → ratio → multiplying (KS2); whoever knows scale knows ratio."""
    index = index_of(
        requires("ratio", "multiplying"),
        requires("scale", "ratio"),
        requires("maps", "scale"),
        ks2="multiplying",
    )
    answer = gaps(index, Gaps(target=("maths:maps",)))
    assert [row.id for row in answer.data] == ["maths:ratio", "maths:scale", "maths:maps"]
    assert [row.opens for row in answer.data] == [2, 1, 0]
    assert answer.fringe == ("maths:ratio",)
    assert gap_ids(index, Gaps(target=("maths:maps",), known=("maths:scale",))) == ["maths:maps"]


def test_what_only_helps_something_known_is_no_gap() -> None:
    """Maps → scale ⇢ drawing, and scale is known: nothing that is missing needs drawing."""
    index = index_of(requires("maps", "scale"), requires("scale", "drawing", HELPFUL))
    asked = Gaps(target=("maths:maps",), known=("maths:scale",), strength=HELPFUL)
    assert gap_ids(index, asked) == ["maths:maps"]


def test_a_target_that_is_known_leaves_no_gap() -> None:
    index = index_of(requires("maps", "drawing", HELPFUL))
    asked = Gaps(target=("maths:maps",), known=("maths:maps",), strength=HELPFUL)
    assert gap_ids(index, asked) == []
