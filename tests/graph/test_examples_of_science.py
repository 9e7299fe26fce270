"""Chains, rows and denominators with science, by the example; literal answers."""

from __future__ import annotations

import pytest

from graph.bottlenecks import bottlenecks
from graph.dependents import dependents, prerequisites
from graph.explain import explain
from graph.gaps import gaps
from graph.index import Index, build_index
from graph.questions import Bottlenecks, Dependents, Explain, Gaps, Share, Swing
from graph.share import share
from graph.swing import swing
from ontology.answers import StatementRow
from ontology.errors import BadParameter
from ontology.vocabulary import Pathway, Strength, Subject, SubjectAsked, TierAsked
from tests.graph.example import CURRICULUM, GRADIENTS, MOLES, MOMENTUM, MOTION, RATES, RATIO, SPEED
from tests.graph.science import KS4, science_topic
from tests.graph.worlds import GCSE, address, requires


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(CURRICULUM)


OF_THEME = Dependents(of=("theme",))
IN_SCIENCE = Dependents(of=("theme",), within=KS4)


def extents(index: Index, question: Dependents) -> dict[str, tuple[int, int]]:
    """By code, how many topics a statement has and how many of them depend."""
    rows = dependents(index, question).data
    return {
        row.code: (row.extent.topics, row.extent.depending)
        for row in rows
        if isinstance(row, StatementRow)
    }


# Chains


def test_a_chain_runs_through_science_into_mathematics(index: Index) -> None:
    """By gradients or by speed it is as far: the smaller ids decide, then what is left."""
    rows = {row.id: row for row in dependents(index, OF_THEME).data}
    assert list(rows) == [MOLES, GRADIENTS, RATES, RATIO, MOMENTUM, MOTION, SPEED]
    assert [link.id for link in rows[MOTION].chain] == [
        f"{MOTION}~{GRADIENTS}~2",
        f"{GRADIENTS}~{RATES}",
        f"{RATES}~{RATIO}",
    ]
    without = OF_THEME.model_copy(update={"without": (f"{MOTION}~{GRADIENTS}~2",)})
    row = {row.id: row for row in dependents(index, without).data}[MOTION]
    assert [(link.type, link.prerequisite) for link in row.chain] == [
        ("requires", SPEED),
        ("uses", RATES),
        ("requires", RATIO),
    ]
    assert row.strength is Strength.ESSENTIAL


def test_each_use_of_a_pair_is_a_chain_of_its_own(index: Index) -> None:
    question = Explain(dependent=(MOTION,), prerequisite=(GRADIENTS,))
    answer = explain(index, question)
    assert [(row.weakest, row.strength) for row in answer.data] == [
        (f"{MOTION}~{GRADIENTS}~2", Strength.ESSENTIAL),
        (f"{MOTION}~{GRADIENTS}", Strength.HELPFUL),
    ]
    refused = question.model_copy(update={"without": (f"{MOTION}~{GRADIENTS}~2",)})
    assert [row.weakest for row in explain(index, refused).data] == [f"{MOTION}~{GRADIENTS}"]


def test_the_weakest_link_may_be_a_use(index: Index) -> None:
    row = explain(index, Explain(dependent=(MOLES,), prerequisite=("theme",))).data[0]
    assert (row.weakest, row.chain[0].type) == (f"{MOLES}~{RATIO}", "uses")


def test_what_to_secure_first_crosses_into_mathematics(index: Index) -> None:
    answer = gaps(index, Gaps(target=(MOMENTUM,), known=(RATIO,)))
    assert [(row.id, row.subject) for row in answer.data] == [
        (RATES, Subject.MATHS),
        (GRADIENTS, Subject.MATHS),
        (SPEED, Subject.PHYSICS),
        (MOTION, Subject.PHYSICS),
        (MOMENTUM, Subject.PHYSICS),
    ]
    assert answer.fringe == (RATES,)
    ks3 = gaps(index, Gaps(target=(MOMENTUM,), assume="KS3"))
    assert [row.id for row in ks3.data] == [GRADIENTS, MOTION, MOMENTUM]


def test_where_it_is_narrow_in_both(index: Index) -> None:
    """On rates rest gradients and the topics of physics; of these speed carries two."""
    rows = {row.id: row.blocking for row in bottlenecks(index, Bottlenecks()).data}
    assert (rows[RATES].topics, rows[RATES].statements) == (4, 3)
    in_science = bottlenecks(index, Bottlenecks(within=KS4)).data
    assert [(row.id, row.blocking.topics) for row in in_science] == [(SPEED, 2), (MOTION, 1)]
    combined = Bottlenecks(within=KS4, pathway=Pathway.COMBINED)
    assert [(r.id, r.blocking.topics) for r in bottlenecks(index, combined).data] == [(SPEED, 1)]


# Rows and denominators


def test_a_subject_chooses_topics_and_statements(index: Index) -> None:
    def of(subject: SubjectAsked | None, within: str | None = None) -> set[str]:
        asked = OF_THEME.model_copy(update={"subject": subject, "within": within})
        return {row.id for row in dependents(index, asked).data}

    assert of(SubjectAsked.MATHS) == {RATIO, RATES, GRADIENTS}
    assert of(SubjectAsked.SCIENCE) == {MOLES, MOMENTUM, MOTION, SPEED}
    assert of(SubjectAsked.BIOLOGY) == set()
    assert of(SubjectAsked.SCIENCE, KS4) == {f"{KS4}:{code}" for code in ("CHE1", "PHY1", "PHY2")}
    assert of(SubjectAsked.CHEMISTRY, KS4) == {f"{KS4}:CHE1"}
    assert of(SubjectAsked.MATHS, KS4) == of(SubjectAsked.SCIENCE, GCSE) == set()
    assert of(SubjectAsked.MATHS, GCSE) == of(None, GCSE) == {f"{GCSE}:R2", f"{GCSE}:R3"}


def test_a_statement_is_of_its_own_subject_whatever_its_topics(index: Index) -> None:
    """CHE1 stays chemistry, and whole, though speed is made a part of it."""
    added = (*CURRICULUM.addresses, address(SPEED, f"{KS4}:CHE1"))
    mixed = build_index(CURRICULUM.model_copy(update={"addresses": added}))
    chemistry = IN_SCIENCE.model_copy(update={"subject": SubjectAsked.CHEMISTRY})
    assert extents(mixed, chemistry) == {"CHE1": (2, 2)}
    assert extents(index, chemistry) == {"CHE1": (1, 1)}


def test_a_pathway_leaves_out_topics_and_what_has_none_left(index: Index) -> None:
    """Momentum is not in combined science: PHY2 is then motion alone."""
    combined = IN_SCIENCE.model_copy(update={"pathway": Pathway.COMBINED})
    assert extents(index, IN_SCIENCE) == {"CHE1": (1, 1), "PHY1": (2, 2), "PHY2": (2, 2)}
    assert extents(index, combined) == {"CHE1": (1, 1), "PHY1": (2, 2), "PHY2": (1, 1)}
    higher = combined.model_copy(update={"tier": TierAsked.HIGHER_ONLY})
    assert extents(index, higher) == {"CHE1": (1, 1)}
    topics = OF_THEME.model_copy(update={"pathway": Pathway.COMBINED})
    assert MOMENTUM not in {row.id for row in dependents(index, topics).data}
    assert RATES in {row.id for row in dependents(index, topics).data}


def test_a_pathway_chooses_rows_and_not_links(index: Index) -> None:
    """Momentum, of separate science, may still be why something else depends."""
    top = science_topic("physics:collisions")
    above = CURRICULUM.model_copy(
        update={
            "topics": (*CURRICULUM.topics, top),
            "requires": (*CURRICULUM.requires, requires(top.id, MOMENTUM)),
        }
    )
    asked = Dependents(of=(MOTION,), pathway=Pathway.COMBINED)
    assert [row.id for row in dependents(build_index(above), asked).data] == [top.id]


@pytest.mark.parametrize(
    ("tier", "rows"),
    [
        (TierAsked.FOUNDATION, [RATES, MOTION, SPEED]),
        (TierAsked.HIGHER, [MOLES, GRADIENTS, RATES, MOMENTUM, MOTION, SPEED]),
        (TierAsked.HIGHER_ONLY, [MOLES, GRADIENTS, MOMENTUM]),
    ],
)
def test_a_topic_of_science_is_at_its_own_tier(
    index: Index, tier: TierAsked, rows: list[str]
) -> None:
    asked = Dependents(of=(RATIO,), tier=tier)
    assert [row.id for row in dependents(index, asked).data] == rows


def test_the_tier_of_a_topic_without_a_statement_stands_too() -> None:
    """What rests on an equation alone has no address to take a tier from."""
    index = build_index(CURRICULUM.model_copy(update={"addresses": (), "statements": ()}))
    asked = Dependents(of=(RATIO,), tier=TierAsked.HIGHER_ONLY)
    assert [row.id for row in dependents(index, asked).data] == [MOLES, MOMENTUM]


def test_an_equation_stands_for_its_topics(index: Index) -> None:
    answer = prerequisites(index, Dependents(of=("pe01",), subject=SubjectAsked.SCIENCE))
    assert answer.query["of"] == ["PE01"]
    assert [(row.id, row.depends) for row in answer.data] == [
        (MOMENTUM, "is"),
        (MOTION, "is"),
        (SPEED, "direct"),
    ]


@pytest.mark.parametrize(
    ("within", "asked", "strand"),
    [
        (GCSE, "ra", "Ratio"),
        (KS4, "ra", "Rates of reaction"),
        (KS4, "S", "Space"),
        ("ks3-maths", "S", "Statistics"),
    ],
)
def test_the_first_letters_of_a_strand_are_of_the_framework_asked(
    index: Index, within: str, asked: str, strand: str
) -> None:
    question = Dependents(of=("theme",), within=within, strand=asked)
    assert dependents(index, question).query["strand"] == strand
    narrow = Bottlenecks(within=within, strand=asked)
    assert bottlenecks(index, narrow).query["strand"] == strand


def test_without_a_framework_all_strands_with_content_count(index: Index) -> None:
    with pytest.raises(BadParameter) as refusal:
        dependents(index, Dependents(of=("theme",), strand="ra"))
    assert {"Ratio", "Rates of reaction"} <= set(refusal.value.nearest)
    assert "Skills" not in refusal.value.nearest
    with pytest.raises(BadParameter):
        dependents(index, Dependents(of=("theme",), within=KS4, strand="Ratio"))
    answer = dependents(index, Dependents(of=("theme",), strand="spa"))
    assert [row.id for row in answer.data] == [MOMENTUM, MOTION, SPEED]


def test_a_share_of_science_under_each_definition(index: Index) -> None:
    """All three rest on ratio; moles alone directly."""
    rows = {row.definition: row for row in share(index, Share(of=("theme",), within=KS4)).data}
    assert {name: (row.any.count, row.any.of, row.part) for name, row in rows.items()} == {
        "member": (0, 3, 0.0),
        "direct": (1, 3, 0.3333),
        "transitive": (3, 3, 1.0),
        "essential": (3, 3, 1.0),
        "threaded": (1, 3, 0.3333),
    }
    assert rows["direct"].weight is None
    assert rows["direct"].weight_note == f"No official weights of strands are published for {KS4}."
    assert [(at.strand, at.statements) for at in rows["direct"].by_strand] == [
        ("Rates of reaction", 1),
        ("Space", 2),
    ]
    assert [(at.tier, at.statements) for at in rows["direct"].by_tier] == [
        (TierAsked.FOUNDATION, 2),
        (TierAsked.HIGHER, 3),
        (TierAsked.HIGHER_ONLY, 2),
    ]


def test_subject_and_pathway_are_in_the_denominator_of_a_share(index: Index) -> None:
    """PHY2 has one topic of two on both pathways: of momentum half of it, or none, rests on it."""

    def part(subject: SubjectAsked | None, pathway: Pathway | None) -> tuple[int, float]:
        question = Share(
            of=(MOMENTUM,), within=KS4, definition="member", subject=subject, pathway=pathway
        )
        (row,) = share(index, question).data
        return row.any.of, row.part

    assert part(None, None) == (3, 0.1667)
    assert part(SubjectAsked.PHYSICS, None) == (2, 0.25)
    assert part(SubjectAsked.PHYSICS, Pathway.SEPARATE) == (2, 0.25)
    assert part(SubjectAsked.PHYSICS, Pathway.COMBINED) == (2, 0.0)
    assert part(SubjectAsked.CHEMISTRY, None) == (1, 0.0)


@pytest.mark.parametrize(
    ("filters", "parameter"),
    [
        ({"subject": SubjectAsked.BIOLOGY}, "subject"),
        ({"subject": SubjectAsked.MATHS}, "subject"),
        ({"strand": "Cells"}, "strand"),
    ],
)
def test_a_share_of_nothing_names_the_filter(
    index: Index, filters: dict[str, str], parameter: str
) -> None:
    with pytest.raises(BadParameter) as refusal:
        share(index, Share.model_validate({"of": ("theme",), "in": KS4, **filters}))
    assert refusal.value.parameter == parameter


def test_a_use_can_swing_a_share(index: Index) -> None:
    """Without speed's use motion still has gradients; moles have only one use."""
    answer = swing(index, Swing(of=("theme",), within=KS4, by="any"))
    kinds = {row.id: (row.kind, row.share) for row in answer.data}
    assert kinds == {
        "theme~maths:ratio": ("membership", 0.0),
        f"{RATES}~{RATIO}": ("requires", 0.3333),
        f"{MOLES}~{RATIO}": ("uses", 0.6667),
    }
