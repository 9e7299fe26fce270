"""Rules about science and its uses of mathematics on both sides of their line, in memory."""

from __future__ import annotations

from typing import Any

import pytest

from ontology.draft import draft_of
from ontology.integrity import check_draft
from ontology.records import Curriculum, Refused
from ontology.rules import RULES
from ontology.vocabulary import (
    SCIENCES,
    Department,
    EquationKind,
    Pathway,
    RefusalReason,
    Stage,
    Strength,
    Subject,
    Tier,
    TimingFact,
)

Row = dict[str, Any]

EDITORIAL = {"kind": "editorial"}
PUBLISHED = {"kind": "published", "source": "survey", "locator": "Year 8"}
FOUNDATION, HIGHER = Tier.FOUNDATION, Tier.HIGHER
COMBINED, SEPARATE = Pathway.COMBINED, Pathway.SEPARATE
BOTH = (COMBINED, SEPARATE)
SCIENCE = sorted(SCIENCES)


def topic(id_: str, **fields: Any) -> Row:
    """A topic of mathematics, or one of science at Foundation, on both pathways, with uses."""
    science = {"tier": FOUNDATION, "pathway": BOTH, "quantitative": True}
    own = {} if id_.startswith("maths:") else science
    row = {"id": id_, "label": id_.replace(":", " "), "stage": Stage.GCSE, "description": "A topic"}
    return {**row, **own, **fields}


def edge(dependent: str, prerequisite: str, **fields: Any) -> Row:
    row = {
        "dependent": dependent,
        "prerequisite": prerequisite,
        "strength": Strength.ESSENTIAL,
        "reasoning": "numerical",
        "basis": EDITORIAL,
        "rationale": "Because",
    }
    return {**row, **fields}


def use(dependent: str, prerequisite: str, **fields: Any) -> Row:
    place = {"stage": Stage.GCSE, "tier": FOUNDATION, "pathway": BOTH}
    words = {"context": "a graph", "objection": "It can be told"}
    return {**edge(dependent, prerequisite), **words, **place, **fields}


def equation(**fields: Any) -> Row:
    row = {
        "id": "PE01",
        "label": "Speed",
        "kind": EquationKind.EQUATION,
        "expression": "v = s ÷ t",
        "quantities": ("v: speed [m/s]", "s: distance [m]", "t: time [s]"),
        "subject": "physics",
        "pathway": BOTH,
        "tier": FOUNDATION,
        "topics": ("physics:a",),
        "certainty": "high",
    }
    return {**row, **fields}


def address(topic: str, statement: str, tier: Tier) -> Row:
    return {
        "topic": topic,
        "statement": statement,
        "tier": tier,
        "part": "all",
        "basis": EDITORIAL,
    }


def said(rule: str, **kinds: list[Row]) -> list[str]:
    """What a rule says of these records."""
    assert rule in RULES
    draft = draft_of(Curriculum.model_validate(kinds))
    return [finding.message for finding in check_draft(draft) if finding.rule == rule]


# EDG009, USE001: which subjects an edge joins


@pytest.mark.parametrize("above", Subject)
@pytest.mark.parametrize("below", Subject)
def test_requires_stays_on_its_side_and_uses_crosses_from_science(
    above: Subject, below: Subject
) -> None:
    ends = (f"{above}:a", f"{below}:b")
    topics = [topic(end) for end in ends]
    crosses = (above is Subject.MATHS) != (below is Subject.MATHS)
    assert bool(said("EDG009", topics=topics, requires=[edge(*ends)])) is crosses
    right = above in SCIENCES and below is Subject.MATHS
    assert bool(said("USE001", topics=topics, uses=[use(*ends)])) is not right


def test_an_edge_with_a_dangling_end_joins_nothing() -> None:
    topics = [topic("physics:a")]
    edges = [edge("physics:a", "maths:b"), edge("maths:b", "physics:a")]
    uses = [use("physics:a", "maths:b"), use("maths:b", "physics:a")]
    assert said("EDG009", topics=topics, requires=edges) == []
    assert said("USE001", topics=topics, uses=uses) == []


# EDG005, EDG006, EDG007: refusals over uses

NEVER = RefusalReason.NOT_A_DEPENDENCE
SHORTCUT = RefusalReason.NOT_DIRECT
WEAKER = RefusalReason.WEAKER_DIRECTION
CHAIN = {
    "topics": [topic(id_) for id_ in ("physics:a", "physics:b", "maths:c", "maths:d", "maths:e")],
    "requires": [edge("physics:a", "physics:b"), edge("maths:c", "maths:d")],
    "uses": [use("physics:b", "maths:c")],
}
"""physics:a requires physics:b uses maths:c requires maths:d; maths:e stands alone."""


def refused(pair: str, reason: RefusalReason) -> Row:
    dependent, prerequisite = pair.split()
    row = Refused(dependent=dependent, prerequisite=prerequisite, reason=reason, rationale="No")
    return row.model_dump()


@pytest.mark.parametrize(
    ("refusal", "rule"),
    [
        (refused("physics:b maths:c", NEVER), "EDG005"),
        (refused("physics:b maths:c", SHORTCUT), "EDG005"),
        (refused("physics:b maths:d", NEVER), "EDG006"),
        (refused("physics:a maths:c", NEVER), "EDG006"),
        (refused("physics:a maths:d", NEVER), "EDG006"),
        (refused("physics:a maths:d", SHORTCUT), None),
        (refused("physics:b maths:d", SHORTCUT), None),
        (refused("physics:a maths:e", NEVER), None),
        (refused("physics:a maths:e", SHORTCUT), "EDG007"),
        (refused("maths:c physics:b", NEVER), None),
        (refused("maths:d physics:a", WEAKER), None),
        (refused("physics:a maths:d", WEAKER), "EDG007"),
        (refused("physics:a maths:gone", SHORTCUT), None),
    ],
)
def test_refusals_are_asked_of_chains_through_uses(refusal: Row, rule: str | None) -> None:
    for name in ("EDG005", "EDG006", "EDG007"):
        assert bool(said(name, **CHAIN, refused=[refusal])) is (name == rule)


@pytest.mark.parametrize("type_", ["requires", "uses"])
def test_a_refusal_of_one_type_forbids_an_edge_of_the_other(type_: str) -> None:
    refusal = {**refused("physics:b maths:c", SHORTCUT), "type": type_}
    (message,) = said("EDG005", **CHAIN, refused=[refusal])
    assert message == "physics:b~maths:c is refused and stands in uses."


def test_a_use_beside_a_chain_is_never_redundant() -> None:
    uses = [use("physics:a", "maths:c"), use("physics:a", "maths:d"), *CHAIN["uses"]]
    assert said("EDG004", topics=CHAIN["topics"], requires=CHAIN["requires"], uses=uses) == []


# SKL001: a skill against the list of the subject


@pytest.mark.parametrize(
    ("subjects", "combined", "pathway", "outside"),
    [
        (("physics",), ("physics",), BOTH, None),
        (("physics",), (), BOTH, "combined"),
        (("physics",), (), (SEPARATE,), None),
        (("physics",), ("biology",), (COMBINED,), "combined"),
        (("biology",), ("physics",), BOTH, "separate"),
        (("biology",), ("physics",), (COMBINED,), None),
        (("biology",), (), BOTH, "combined and separate"),
        (("biology",), (), (SEPARATE,), "separate"),
    ],
)
def test_a_skill_is_listed_on_each_pathway_of_the_use(
    subjects: tuple[str, ...],
    combined: tuple[str, ...],
    pathway: tuple[Pathway, ...],
    outside: str | None,
) -> None:
    kinds = {
        "topics": [topic("physics:a"), topic("maths:b"), topic("working-scientifically:c")],
        "skills": [
            {
                "statement": "gcse-science-skills:3b",
                "subjects": subjects,
                "combined": combined,
                "certainty": "high",
            }
        ],
    }
    row = use("physics:a", "maths:b", skill="3b", pathway=pathway)
    found = said("SKL001", **kinds, uses=[row])
    assert [message.rpartition("(")[2] for message in found] == (
        [f"{outside})."] if outside else []
    )
    assert said("SKL001", **kinds, uses=[{**row, "note": "Asked for in a practical"}]) == []
    any_science = {**row, "dependent": "working-scientifically:c"}
    assert said("SKL001", **kinds, uses=[any_science]) == []


@pytest.mark.parametrize("stage", Stage)
def test_a_skill_is_for_gcse_and_a_use_without_one_is_for_any_stage(stage: Stage) -> None:
    topics = [topic("physics:a", stage=Stage.KS2), topic("maths:b")]
    row = use("physics:a", "maths:b", stage=stage)
    skilled = {**row, "skill": "3b"}
    assert bool(said("SKL003", topics=topics, uses=[skilled])) is (stage is not Stage.GCSE)
    assert said("SKL003", topics=topics, uses=[row]) == []


# EQU001 to EQU005


@pytest.mark.parametrize("kind", EquationKind)
def test_dimensions_are_asked_of_equations_alone(kind: EquationKind) -> None:
    wrong = equation(kind=kind, expression="v ∝ s")
    asked = kind is EquationKind.EQUATION
    assert bool(said("EQU001", equations=[wrong])) is asked
    assert said("EQU001", equations=[equation(kind=kind)]) == []
    assert said("EQU004", equations=[equation(kind=kind, rearrangements=("x",))]) == [
        "PE01 is to be rearranged for x, which is none of its quantities."
    ]


def test_each_foreign_rearrangement_is_one_finding() -> None:
    foreign = equation(rearrangements=("s", "x", "t", "y"))
    assert len(said("EQU004", equations=[foreign])) == 2
    bare = equation(kind="concept", quantities=(), rearrangements=("s",))
    assert len(said("EQU004", equations=[bare])) == 1


def test_a_use_of_an_equation_is_of_a_topic_of_the_equation() -> None:
    topics = [topic("physics:a"), topic("physics:b"), topic("maths:c")]
    for id_, breaks in (("physics:a", False), ("physics:b", True)):
        uses = [use(id_, "maths:c", equation="PE01")]
        assert bool(said("EQU005", topics=topics, uses=uses, equations=[equation()])) is breaks


# TOP004, TOP005: what a topic says of itself


@pytest.mark.parametrize("subject", SCIENCE)
@pytest.mark.parametrize("quantitative", [True, False])
@pytest.mark.parametrize("used", [True, False])
def test_quantitative_is_to_have_a_use(subject: Subject, quantitative: bool, used: bool) -> None:
    topics = [topic(f"{subject}:a", quantitative=quantitative), topic("maths:b")]
    uses = [use(f"{subject}:a", "maths:b")] if used else []
    assert bool(said("TOP004", topics=topics, uses=uses)) is (quantitative != used)
    assert said("TOP005", topics=topics, uses=uses) == []


def test_a_topic_that_only_others_build_on_has_no_use_of_its_own() -> None:
    topics = [topic("physics:a"), topic("physics:b"), topic("maths:c")]
    (message,) = said(
        "TOP004",
        topics=topics,
        requires=[edge("physics:a", "physics:b")],
        uses=[use("physics:a", "maths:c")],
    )
    assert message.startswith("physics:b is quantitative and has no use")


@pytest.mark.parametrize("tier", [None, FOUNDATION])
@pytest.mark.parametrize("pathway", [(), (SEPARATE,)])
@pytest.mark.parametrize("quantitative", [None, False])
def test_science_says_all_three_and_mathematics_none(
    tier: Tier | None, pathway: tuple[Pathway, ...], quantitative: bool | None
) -> None:
    fields = {"tier": tier, "pathway": pathway, "quantitative": quantitative}
    told = (tier is not None, bool(pathway), quantitative is not None)
    for id_, right in (("biology:a", all(told)), ("maths:a", not any(told))):
        assert bool(said("TOP005", topics=[topic(id_, **fields)])) is not right
        assert said("TOP004", topics=[topic(id_, **fields)]) == []


# TIE001, TIE002: tiers of topics, with and without a statement


@pytest.mark.parametrize("strength", Strength)
@pytest.mark.parametrize("above", Tier)
@pytest.mark.parametrize("below", Tier)
@pytest.mark.parametrize("addressed", ["neither", "above", "below", "both"])
def test_in_science_the_tiers_of_the_topics_are_compared(
    strength: Strength, above: Tier, below: Tier, addressed: str
) -> None:
    rows = []
    if addressed in ("above", "both"):
        rows.append(address("physics:a", "ks4-science:PHY1", above))
    if addressed in ("below", "both"):
        rows.append(address("physics:b", "ks4-science:PHY2", below))
    found = said(
        "TIE001",
        topics=[topic("physics:a", tier=above), topic("physics:b", tier=below)],
        requires=[edge("physics:a", "physics:b", strength=strength)],
        addresses=rows,
    )
    breaks = strength is Strength.ESSENTIAL and (above, below) == (FOUNDATION, HIGHER)
    assert len(found) == breaks


@pytest.mark.parametrize("own", Tier)
@pytest.mark.parametrize("tier", Tier)
def test_an_address_has_the_tier_of_a_science_topic(own: Tier, tier: Tier) -> None:
    rows = [address("physics:a", "ks4-science:PHY1", tier), address("maths:b", "gcse:N1", tier)]
    topics = [topic("physics:a", tier=own), topic("maths:b")]
    assert bool(said("TIE002", topics=topics, addresses=rows)) is (own is not tier)


# PTH001, PTH002, TIE003: pathways and places of uses

PATHWAYS = [(COMBINED,), (SEPARATE,), BOTH]


@pytest.mark.parametrize("strength", Strength)
@pytest.mark.parametrize("above", PATHWAYS)
@pytest.mark.parametrize("below", PATHWAYS)
def test_what_is_needed_is_taught_on_each_pathway(
    strength: Strength, above: tuple[Pathway, ...], below: tuple[Pathway, ...]
) -> None:
    found = said(
        "PTH001",
        topics=[topic("physics:a", pathway=above), topic("physics:b", pathway=below)],
        requires=[edge("physics:a", "physics:b", strength=strength)],
    )
    missing = set(above) - set(below)
    assert bool(found) is (strength is Strength.ESSENTIAL and bool(missing))
    assert all(pathway in message for message in found for pathway in missing)


@pytest.mark.parametrize("stage", [Stage.KS3, Stage.GCSE])
@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize("own", PATHWAYS)
@pytest.mark.parametrize("listed", PATHWAYS)
def test_a_gcse_use_is_on_the_pathways_of_its_topic_and_equation(
    stage: Stage,
    pathway: tuple[Pathway, ...],
    own: tuple[Pathway, ...],
    listed: tuple[Pathway, ...],
) -> None:
    found = said(
        "PTH002",
        topics=[topic("physics:a", stage=stage, pathway=own), topic("maths:b")],
        uses=[use("physics:a", "maths:b", stage=stage, pathway=pathway, equation="PE01")],
        equations=[equation(pathway=listed)],
    )
    of_uses = [not set(pathway) <= set(on) for on in (own, listed) if stage is Stage.GCSE]
    assert len(found) == sum(of_uses) + (not set(listed) <= set(own))


@pytest.mark.parametrize("stage", [Stage.KS3, Stage.GCSE])
@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("own", Tier)
@pytest.mark.parametrize("listed", Tier)
def test_a_gcse_use_is_at_no_lower_tier_than_its_topic_and_equation(
    stage: Stage, tier: Tier, own: Tier, listed: Tier
) -> None:
    found = said(
        "TIE003",
        topics=[topic("physics:a", stage=stage, tier=own), topic("maths:b")],
        uses=[use("physics:a", "maths:b", stage=stage, tier=tier, equation="PE01")],
        equations=[equation(tier=listed)],
    )
    low = [tier is FOUNDATION and at is HIGHER for at in (own, listed) if stage is Stage.GCSE]
    assert len(found) == sum(low) + (listed is FOUNDATION and own is HIGHER)


@pytest.mark.parametrize("stage", [Stage.KS3, Stage.GCSE])
@pytest.mark.parametrize("own", Stage)
def test_a_use_is_at_no_earlier_stage_than_its_topic(stage: Stage, own: Stage) -> None:
    topics = [topic("physics:a", stage=own), topic("maths:b")]
    found = said("TIE003", topics=topics, uses=[use("physics:a", "maths:b", stage=stage)])
    assert bool(found) is (stage is Stage.KS3 and own is Stage.GCSE)


def test_one_of_the_topics_of_an_equation_may_hold_its_pathway_and_tier() -> None:
    topics = [
        topic("physics:a", pathway=(SEPARATE,), tier=HIGHER),
        topic("physics:b", pathway=(COMBINED,), tier=FOUNDATION),
    ]
    kinds = {"topics": topics, "equations": [equation(topics=("physics:a", "physics:b"))]}
    assert said("PTH002", **kinds) == said("TIE003", **kinds) == []
    lone = {"topics": topics, "equations": [equation(topics=("physics:a",))]}
    assert (len(said("PTH002", **lone)), len(said("TIE003", **lone))) == (1, 1)


# TIM001, SRC001: who teaches and who needs, and what says so

SCHEME = {
    "id": "a-scheme",
    "label": "A scheme",
    "publisher": "A trust",
    "subject": "maths",
    "source": "survey",
}


@pytest.mark.parametrize(
    "kinds",
    [
        {"schemes": [SCHEME]},
        {"equations": [equation(source="survey", locator="list 1")]},
        {"uses": [use("physics:a", "maths:b", basis=PUBLISHED)]},
    ],
    ids=lambda kinds: next(iter(kinds)),
)
def test_a_source_is_used_by_a_scheme_an_equation_or_a_use(kinds: dict[str, list[Row]]) -> None:
    source = {"id": "survey", "title": "A survey", "publisher": "A trust", "date": "2024"}
    source |= {"licence": "CC BY 4.0", "attribution": "A trust"}
    assert said("SRC001", sources=[source], **kinds) == []
    assert said("SRC001", sources=[source]) == ["survey is cited nowhere."]


@pytest.mark.parametrize("owner", Department)
@pytest.mark.parametrize("fact", TimingFact)
@pytest.mark.parametrize("by", [None, "physics:b", "working-scientifically:c", "maths:a"])
def test_mathematics_teaches_by_nobody_and_science_needs_by_science(
    owner: Department, fact: TimingFact, by: str | None
) -> None:
    scheme = {**SCHEME, "subject": owner}
    row = {
        "scheme": "a-scheme",
        "fact": fact,
        "topic": "maths:a",
        "by": by,
        "year": 8,
        "words": "Ratio",
        "certainty": "high",
        "basis": EDITORIAL,
    }
    topics = [topic(id_) for id_ in ("maths:a", "physics:b", "working-scientifically:c")]
    teaches = (owner, fact, by) == (Department.MATHS, TimingFact.TAUGHT, None)
    needs = (owner, fact) == (Department.SCIENCE, TimingFact.NEEDED) and by not in (None, "maths:a")
    found = said("TIM001", topics=topics, schemes=[scheme], timing=[row])
    assert bool(found) is not (teaches or needs)


# MTH001: mathematics that science does not reach


def test_mathematics_is_reached_through_all_that_lies_under_a_use() -> None:
    ids = ("physics:a", "maths:b", "maths:c", "maths:d", "maths:e")
    topics = [topic(id_) for id_ in ids]
    edges = [edge("maths:b", "maths:c"), edge("maths:c", "maths:d"), edge("maths:e", "maths:b")]
    found = said("MTH001", topics=topics, requires=edges, uses=[use("physics:a", "maths:b")])
    assert [message.split()[0] for message in found] == ["maths:e"]
    assert said("MTH001", topics=topics, requires=edges) == []


# STA003, IDS004: subjects of strands, and labels by subject


@pytest.mark.parametrize(("subjects", "breaks"), [(1, False), (2, True), (3, False), (4, True)])
def test_one_subject_for_all_strands_or_one_for_each(subjects: int, breaks: bool) -> None:
    framework = {
        "id": "ks3-science",
        "label": "Science",
        "version": "2013",
        "valid_from": "2014-09-01",
        "source": "doc",
        "prints_codes": False,
        "strands": ("Life", "Matter", "Motion"),
        "subjects": SCIENCE[:subjects],
    }
    assert bool(said("STA003", frameworks=[framework])) is breaks


def test_two_subjects_may_have_a_topic_of_one_label() -> None:
    names = ("maths:rate", "physics:rate", "physics:pace")
    topics = [topic(id_, label="Rate") for id_ in names]
    assert said("IDS004", topics=topics[:2]) == []
    assert len(said("IDS004", topics=topics)) == 1
