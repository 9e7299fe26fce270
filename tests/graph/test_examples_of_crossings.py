"""Uses, tiers that do not meet, words and who comes first, by the example; literal answers."""

from __future__ import annotations

import pytest

from graph.impact import tier_impact
from graph.index import Index, build_index
from graph.questions import FirstNeed, Register, TierImpact, Uses
from graph.register import first_need, register
from graph.uses import uses
from ontology.register import Timing
from ontology.vocabulary import Department, Pathway, Stage, Strength, Tier
from tests.graph.example import (
    CURRICULUM,
    GRADIENTS,
    MOLES,
    MOMENTUM,
    MOTION,
    RATES,
    RATIO,
    SEPARATE,
    SPEED,
)
from tests.graph.science import KS4, needed, scheme, taught, use
from tests.graph.worlds import GCSE, address, requires, topic


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(CURRICULUM)


# Uses


def use_ids(index: Index, **asked: object) -> list[str]:
    return [link.id for link in uses(index, Uses.model_validate(asked)).data]


def test_what_science_uses_and_what_is_under_it(index: Index) -> None:
    answer = uses(index, Uses(science=(MOTION,), under=True))
    assert [link.id for link in answer.data] == [
        f"{MOTION}~{GRADIENTS}",
        f"{MOTION}~{GRADIENTS}~2",
    ]
    assert [(row.id, row.nearest) for row in answer.under] == [(RATES, 2), (RATIO, 3)]
    assert [link.id for link in answer.under[0].chain] == [
        f"{MOTION}~{GRADIENTS}~2",
        f"{GRADIENTS}~{RATES}",
    ]


def test_who_uses_mathematics_and_by_what_it_is_carried(index: Index) -> None:
    assert use_ids(index, maths=("theme",)) == [f"{MOLES}~{RATIO}"]
    answer = uses(index, Uses(maths=("theme",), under=True))
    assert [link.dependent for link in answer.data] == [MOLES, MOMENTUM, MOTION, MOTION, SPEED]
    assert [(row.id, row.nearest) for row in answer.under] == [(RATES, 1), (GRADIENTS, 2)]


@pytest.mark.parametrize(
    ("asked", "dependents"),
    [
        ({"science": ("PE01",)}, [MOMENTUM]),
        ({"science": (f"{KS4}:PHY2",)}, [MOMENTUM, MOTION, MOTION]),
        ({"science": (f"{KS4}:PHY2",), "tier": "foundation"}, [MOTION]),
        ({"science": ("PE01", MOLES)}, [MOLES, MOMENTUM]),
        ({"maths": ("R3",), "tier": "foundation"}, [MOTION, SPEED]),
        ({"science": ("science",), "maths": ("R2",)}, [MOMENTUM, SPEED]),
        ({"science": ("Physics",), "skill": "3B"}, [MOTION]),
        ({"skill": "gcse-science-skills:1a"}, [MOTION]),
        ({"subject": "chemistry"}, [MOLES]),
        ({"tier": "higher-only"}, [MOLES, MOMENTUM, MOTION]),
        ({"pathway": "combined", "tier": "higher-only"}, [MOLES, MOTION]),
        ({"stage": "KS3"}, [SPEED]),
        ({"ahead": True}, [SPEED]),
        ({"strength": "essential", "science": (MOTION,)}, [MOTION]),
        ({"subject": "maths"}, []),
    ],
)
def test_what_keeps_a_use(index: Index, asked: dict[str, object], dependents: list[str]) -> None:
    found = uses(index, Uses.model_validate(asked)).data
    assert [link.dependent for link in found] == dependents


# Tiers that do not meet


@pytest.mark.parametrize(
    ("maths", "science", "kind", "link"),
    [
        (Tier.FOUNDATION, Tier.HIGHER, "not-taught", f"{MOTION}~{GRADIENTS}~2"),
        (Tier.FOUNDATION, Tier.FOUNDATION, "not-taught", f"{MOTION}~{GRADIENTS}"),
        (Tier.HIGHER, Tier.HIGHER, None, None),
        (Tier.HIGHER, Tier.FOUNDATION, None, None),
    ],
)
def test_gradients_are_missed_by_whom_the_tiers_say(
    index: Index, maths: Tier, science: Tier, kind: str | None, link: str | None
) -> None:
    """Motion uses gradients at both tiers, so nobody learns them for nothing."""
    rows = tier_impact(index, TierImpact(maths=maths, science=science)).data
    assert [row.kind for row in rows] == ([kind] if kind else [])
    for row in rows:
        assert (row.id, row.statements) == (GRADIENTS, (f"{GCSE}:R3",))
        assert [topic.id for topic in row.start] == [RATES]
        assert [(place.id, place.first, place.link.id) for place in row.places] == [
            (MOTION, True, link)
        ]


def test_what_only_higher_science_uses_is_learnt_for_nothing() -> None:
    """Left with its use at Higher, motion meets no gradients at Foundation."""
    left = tuple(row for row in CURRICULUM.uses if row.id != f"{MOTION}~{GRADIENTS}")
    index = build_index(CURRICULUM.model_copy(update={"uses": left}))
    (row,) = tier_impact(index, TierImpact(maths=Tier.HIGHER, science=Tier.FOUNDATION)).data
    assert (row.kind, row.id, row.strength) == ("not-used", GRADIENTS, Strength.ESSENTIAL)
    assert tier_impact(index, TierImpact(science=Tier.FOUNDATION)).data == ()


def test_science_that_rests_on_another_place_is_not_first() -> None:
    """Momentum, which needs motion, is made to use gradients too."""
    also = use(MOMENTUM, "gradients", tier=Tier.HIGHER, pathway=SEPARATE)
    curriculum = CURRICULUM.model_copy(update={"uses": (*CURRICULUM.uses, also)})
    index = build_index(curriculum)
    (row,) = tier_impact(index, TierImpact()).data
    assert [(place.id, place.first) for place in row.places] == [(MOTION, True), (MOMENTUM, False)]
    assert MOTION.partition(":")[2] in row.words
    assert "momentum" not in row.words
    (combined,) = tier_impact(index, TierImpact(pathway=Pathway.COMBINED)).data
    assert [place.id for place in combined.places] == [MOTION]


def test_only_what_is_essential_under_it_is_missed_too() -> None:
    """Gradients are made to need limits, and to be helped by curves, both for Higher only."""
    added: dict[str, tuple[object, ...]] = {
        "topics": (topic("limits"), topic("curves"), topic("counting", Stage.KS2)),
        "addresses": tuple(
            address(slug, f"{GCSE}:R3", Tier.HIGHER) for slug in ("limits", "curves")
        ),
        "requires": (
            requires("gradients", "limits"),
            requires("gradients", "curves", Strength.HELPFUL),
            requires("limits", "counting"),
            requires("limits", "ratio"),
        ),
    }
    more = {kind: (*getattr(CURRICULUM, kind), *rows) for kind, rows in added.items()}
    (row,) = tier_impact(build_index(CURRICULUM.model_copy(update=more)), TierImpact()).data
    assert [named.id for named in row.under] == ["maths:limits"]
    assert [named.id for named in row.start] == [RATES, RATIO]


# Words, and who comes first


@pytest.mark.parametrize(
    ("between", "of", "terms"),
    [
        ((), (), ["mole", "rate", "line"]),
        (("maths",), (), ["mole", "rate"]),
        (("maths", "physics"), (), ["rate"]),
        (("science", "maths"), (), ["mole", "rate"]),
        (("science",), (), ["mole", "rate", "line"]),
        (("biology",), (), []),
        ((), ("R2",), ["rate"]),
        ((), (f"{KS4}:CHE1", SPEED), ["mole", "rate"]),
        (("physics",), (MOLES,), []),
        ((), ("theme",), []),
    ],
)
def test_which_words_are_meant(
    index: Index, between: tuple[str, ...], of: tuple[str, ...], terms: list[str]
) -> None:
    question = Register.model_validate({"between": between, "of": of})
    assert [row.id for row in register(index, question).data] == terms


def who_comes_first(*facts: Timing) -> list[tuple[str, int | None]]:
    """The order and years of all that the science scheme needs, by these facts."""
    schemes = (scheme("m", Department.MATHS), scheme("s", Department.SCIENCE))
    index = build_index(CURRICULUM.model_copy(update={"schemes": schemes, "timing": facts}))
    rows = first_need(index, FirstNeed(maths="m", science="s")).data
    return [(row.order, row.years) for row in rows]


@pytest.mark.parametrize(
    ("need", "teach", "order"),
    [
        ({}, {}, "same-time"),
        ({"half_term": 2}, {}, "same-time"),
        ({"half_term": 2}, {"half_term": 2}, "same-time"),
        ({"half_term": 2}, {"half_term": 3}, "science-first"),
        ({"half_term": 4}, {"half_term": 3}, "maths-first"),
        ({"term": 1}, {"term": 2}, "science-first"),
        ({"term": 3}, {"term": 1}, "maths-first"),
        ({"term": 2}, {"term": 2}, "same-time"),
        ({"term": 1, "half_term": 2}, {"term": 1, "half_term": 1}, "maths-first"),
        ({"half_term": 1}, {"term": 3}, "science-first"),
        ({"term": 2}, {"half_term": 2}, "maths-first"),
        ({"term": 1}, {"half_term": 2}, "same-time"),
        ({"term": 1}, {}, "same-time"),
        ({"position": 1}, {"position": 9}, "same-time"),
        ({"half_term": 2, "position": 1}, {"half_term": 2, "position": 9}, "same-time"),
    ],
)
def test_within_a_year_what_both_tell_decides(
    need: dict[str, int], teach: dict[str, int], order: str
) -> None:
    """Half-terms, else terms, which half-terms tell; units of two schemes are not compared."""
    facts = (needed("s", "rates", SPEED, 8, **need), taught("m", "rates", 8, **teach))
    assert who_comes_first(*facts) == [(order, 0)]


def test_between_years_the_year_decides() -> None:
    need = needed("s", "rates", SPEED, 8, half_term=6)
    assert who_comes_first(need, taught("m", "rates", 10, term=1)) == [("science-first", 2)]
    assert who_comes_first(need, taught("m", "rates", 7)) == [("maths-first", -1)]
    assert who_comes_first(need) == [("not-told", None)]
    assert who_comes_first(need, needed("s", "rates", SPEED, 7, number=2)) == [("not-told", None)]
    assert who_comes_first(taught("m", "rates", 7)) == []


def test_science_first_by_most_years_is_at_the_top() -> None:
    facts = (
        needed("s", "rates", SPEED, 9),
        needed("s", "gradients", MOTION, 9),
        needed("s", "ratio", SPEED, 9),
        needed("s", "ratio", MOLES, 11),
        taught("m", "rates", 10),
        taught("m", "gradients", 11),
        taught("m", "ratio", 9),
        taught("m", "ratio", 11, number=2),
    )
    assert who_comes_first(*facts) == [
        ("science-first", 2),
        ("science-first", 1),
        ("same-time", 0),
        ("maths-first", -2),
    ]
