"""What to secure before a unit: worked by hand on a small world."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.plans.catch_up import CatchUp, catch_up
from graph.plans.pathways import Asked, read_pathways
from graph.plans.read import Matched
from graph.plans.school_year import half_of
from ontology.errors import Ambiguous, BadParameter, Gone, NotFound
from ontology.plans import Course, State
from ontology.records import Retired
from ontology.vocabulary import Pathway, Stage, Strength, Tier
from tests.graph.planned import (
    CURRICULUM,
    DENSITY,
    SCIENCE,
    SPEED,
    plan,
    tables_of,
    taught,
)
from tests.graph.science import use
from tests.graph.worlds import requires, topic

TABLES = tables_of()
ONE = Asked((Tier.HIGHER,), (Tier.HIGHER,), (Pathway.SEPARATE,))

PLAN = plan(
    "maths.xlsx",
    taught("Fractions", 7, 1, "fractions"),
    taught("Ratio", 7, 2, "ratio"),
    taught("Percentages", 7, 3, "percent"),
    taught("Scale", 8, 1, "scale"),
    taught("Similar shapes", 8, 2, "similar"),
)


def ask(*plans: Matched, asked: Asked = ONE, **question: Any) -> CatchUp:
    return catch_up(TABLES, plans or (PLAN,), asked, **question)


def shown(found: CatchUp) -> list[tuple[int, int, str, str]]:
    return [(row.level, row.step, row.id.partition(":")[2], row.why) for row in found.data]


def sets(found: CatchUp) -> list[tuple[str, ...]]:
    return [one.topics for one in found.sets]


# A pupil joins ----------------------------------------------------------------------------------


def test_a_pupil_who_joins_late_secures_the_smallest_set_first() -> None:
    found = ask(before="Similar shapes", joins=8, half_term=2)
    assert shown(found) == [
        (1, 1, "scale", "missed"),
        (2, 1, "fractions", "missed"),
        (2, 2, "ratio", "missed"),
        (3, 3, "percent", "missed"),
    ]
    assert sets(found) == [
        ("maths:scale",),
        ("maths:fractions", "maths:ratio", "maths:scale"),
        ("maths:fractions", "maths:ratio", "maths:percent", "maths:scale"),
    ]
    assert found.fringe == ("maths:fractions",)  # counting, of KS2, is known
    assert found.joined == half_of(8, 2)


def test_each_topic_says_what_it_is_for_and_where_it_was_taught() -> None:
    scale, fractions, ratio, percent = ask(before="Similar shapes", joins=8, half_term=2).data
    assert [link.id for link in scale.links] == ["maths:similar~maths:scale"]
    assert scale.label == "Topic scale"
    assert scale.taught is not None
    assert (scale.taught.sheet, scale.taught.cell, scale.text) == ("Year 8", "B5", "Scale")
    assert scale.when is not None
    assert (scale.when.year, scale.when.half_term) == (8, 1)
    assert scale.message == (
        'Topic scale, for Topic similar: it was missed with "Scale" (Year 8!B5, Year 8 Autumn 1).'
    )
    assert [row.opens for row in (scale, fractions, ratio, percent)] == [0, 3, 1, 0]
    assert [row.ready for row in (scale, fractions, ratio, percent)] == [False, True, False, False]
    assert [link.id for link in fractions.links] == [
        "maths:percent~maths:fractions",
        "maths:ratio~maths:fractions",
    ]
    assert [link.strength for link in percent.links] == [Strength.HELPFUL]


def test_what_the_plan_teaches_after_a_pupil_joined_counts_as_met() -> None:
    found = ask(before="Similar shapes", joins=8)
    assert shown(found) == [(3, 2, "percent", "missed"), (3, 1, "fractions", "missed")][::-1]
    assert sets(found)[:2] == [(), ()]


def test_what_is_said_to_be_known_is_known_with_all_that_it_needs() -> None:
    found = ask(before="Similar shapes", joins=8, half_term=2, known=["Topic ratio"])
    assert shown(found) == [(1, 1, "scale", "missed"), (3, 1, "percent", "missed")]
    assert found.known == ("maths:ratio",)
    by_code = ask(before="Similar shapes", joins=8, half_term=2, known=["ks3-maths:R2"])
    assert [row.id for row in by_code.data] == ["maths:percent"]


def test_a_pupil_who_joins_in_year_10_knows_ks3() -> None:
    later = plan("m.xlsx", *_rows(PLAN), taught("Similar again", 10, 2, "similar"))
    assert ask(later, before="Similar again", joins=10).data == ()
    assert ask(later, before="Similar again", joins=9).data[0].id == "maths:scale"


def _rows(matched: Matched) -> list[Any]:
    return [(unit, match) for unit, _, match in matched.rows()]


def test_a_plan_that_starts_within_a_stage_begins_where_it_had_come_to() -> None:
    """Fractions and ratio, which a plan from Year 8 never teaches, are assumed."""
    late = plan("m.xlsx", taught("Scale", 8, 1, "scale"), taught("Similar", 8, 2, "similar"))
    assert shown(ask(late, before="Similar", joins=8, half_term=2)) == [(1, 1, "scale", "missed")]


# A unit was lost --------------------------------------------------------------------------------


def test_a_lost_unit_is_to_be_secured() -> None:
    found = ask(before="Similar shapes", lost=["Scale"])
    assert shown(found) == [(1, 1, "scale", "lost")]
    assert found.data[0].ready
    assert "it was lost with" in found.data[0].message
    assert found.lost[0].unit.text == "Scale"


def test_what_another_unit_taught_too_is_not_lost() -> None:
    twice = plan("m.xlsx", *_rows(PLAN), taught("Scale again", 8, 1, "scale"))
    found = ask(twice, before="Similar shapes", lost=["Scale"])
    assert found.data == ()
    assert found.notes == (
        'Nothing is to be secured before "Similar shapes" (Year 8!B6, Year 8 Autumn 2).',
    )


def test_only_what_lies_under_something_missing_counts() -> None:
    """Fractions were lost, but ratio and scale were taught: what needs them was met."""
    found = ask(before="Similar shapes", lost=["Fractions"])
    assert found.data == ()
    assert shown(ask(before="Ratio", lost=["Fractions"])) == [(1, 1, "fractions", "lost")]


def test_what_the_plan_itself_teaches_too_late_is_told_apart() -> None:
    wrong = plan(
        "m.xlsx",
        taught("Fractions", 7, 1, "fractions"),
        taught("Scale", 7, 2, "scale"),
        taught("Ratio", 7, 3, "ratio"),
    )
    row = ask(wrong, before="Scale", lost=["Fractions"]).data[0]
    assert (row.id, row.why) == ("maths:ratio", "not-before")
    assert 'the plan teaches it in "Ratio" (Year 7!B4, Year 7 Spring 1), not before' in row.message
    without = plan("m.xlsx", taught("Fractions", 7, 1, "fractions"), taught("Scale", 7, 2, "scale"))
    row = ask(without, before="Scale", lost=["Fractions"]).data[0]
    assert (row.why, row.taught, row.when, row.text) == ("not-before", None, None, None)
    assert row.message == "Topic ratio, for Topic scale: no unit teaches it."


def test_a_unit_of_the_same_half_term_without_an_order_is_not_met_before() -> None:
    def units(*steps: int | None) -> Matched:
        names = ("fractions", "ratio", "scale")
        return plan(
            "m.xlsx",
            *(taught(name, 7, 1, name, step=step) for name, step in zip(names, steps, strict=True)),
        )

    assert shown(ask(units(None, None, None), before="scale", lost=["fractions"])) == [
        (1, 1, "ratio", "not-before"),
        (2, 1, "fractions", "not-before"),
    ]
    assert ask(units(1, 2, 3), before="scale", lost=["fractions"]).data == ()
    assert shown(ask(units(1, 2, 3), before="scale", lost=["fractions", "ratio"])) == [
        (1, 1, "ratio", "lost"),
        (2, 1, "fractions", "lost"),
    ]


def test_joining_late_and_losing_a_unit_go_together() -> None:
    found = ask(before="Similar shapes", joins=7, half_term=3, lost=["Scale"])
    assert [(row.id, row.why) for row in found.data][:3] == [
        ("maths:scale", "lost"),
        ("maths:fractions", "missed"),
        ("maths:ratio", "missed"),
    ]


def test_a_match_to_confirm_is_provisional() -> None:
    unsure = plan(
        "m.xlsx",
        taught("Scale?", 8, 1, "scale", state=State.CONFIRM),
        taught("Similar", 8, 2, "similar"),
    )
    assert ask(unsure, before="Similar", lost=["Scale?"]).data[0].provisional
    assert not ask(before="Similar shapes", lost=["Scale"]).data[0].provisional


# Science ----------------------------------------------------------------------------------------


def science() -> Matched:
    return plan(
        "science.xlsx",
        taught("Speed", 7, 4, SPEED),
        taught("Density", 8, 2, DENSITY),
        department=SCIENCE,
    )


def test_mathematics_that_science_uses_is_asked_where_its_plan_is_given() -> None:
    found = ask(PLAN, science(), before="Speed", lost=["Ratio"])
    assert shown(found) == [(1, 1, "ratio", "lost")]
    assert [link.id for link in found.data[0].links] == [f"{SPEED}~maths:ratio"]
    helped = ask(PLAN, science(), before="Density", lost=["Scale"])
    assert shown(helped) == [(3, 1, "scale", "lost")]
    alone = ask(science(), before="Density", lost=["Speed"])
    assert shown(alone) == [(1, 1, "speed", "lost")]
    assert any("uses of mathematics was not asked" in note for note in alone.notes)


def test_mathematics_of_the_same_half_term_is_not_before_science() -> None:
    maths = plan(
        "maths.xlsx",
        taught("Fractions", 7, 1, "fractions"),
        taught("Ratio", 7, 4, "ratio", step=1),
    )
    found = ask(maths, science(), before="Speed", lost=["Density"])
    assert shown(found) == [(1, 1, "ratio", "not-before")]
    assert any("nothing is lost" in note for note in found.notes) is False


@pytest.mark.parametrize(
    ("tier", "pathway", "year", "wanted"),
    [
        (Tier.HIGHER, Pathway.SEPARATE, 10, True),
        (Tier.FOUNDATION, Pathway.SEPARATE, 10, False),
        (Tier.HIGHER, Pathway.COMBINED, 10, False),
        (Tier.HIGHER, Pathway.SEPARATE, 9, False),  # at KS3 the use of GCSE does not arise
    ],
)
def test_a_use_counts_at_its_tier_on_its_pathway_and_at_its_stage(
    tier: Tier, pathway: Pathway, year: int, wanted: bool
) -> None:
    used = use(SPEED, "goal", tier=Tier.HIGHER, pathway=(Pathway.SEPARATE,))
    curriculum = CURRICULUM.model_copy(
        update={"topics": (*CURRICULUM.topics, topic("goal")), "uses": (used,)}
    )
    plans = (
        plan("maths.xlsx", taught("Goal", 7, 1, "goal"), taught("Ratio", 7, 2, "ratio")),
        plan("science.xlsx", taught("Speed", year, 4, SPEED), department=SCIENCE),
    )
    asked = Asked((tier,), (tier,), (pathway,))
    found = catch_up(tables_of(curriculum), plans, asked, before="Speed", lost=["Goal"])
    assert [row.id for row in found.data] == (["maths:goal"] if wanted else [])


# Pathways ---------------------------------------------------------------------------------------


def test_rows_say_whom_they_concern() -> None:
    higher = (Course.HIGHER,)
    both = plan(
        "m.xlsx",
        taught("Ratio", 7, 1, "ratio"),
        taught("Ratio for all", 7, 2, "ratio", courses=higher),
        taught("Scale", 7, 3, "scale"),
        taught("Extra", 7, 4, "similar", courses=higher),
    )
    tiers = read_pathways(["foundation,higher"])
    found = ask(both, asked=tiers, before="Scale", lost=["Ratio"])
    assert [(row.id, row.why, row.pathway) for row in found.data] == [
        ("maths:ratio", "lost", "foundation"),
        ("maths:fractions", "not-before", "foundation"),
    ]
    assert [(one.level, one.pathway) for one in found.sets if one.topics] == [
        (1, "foundation"),
        (2, "foundation"),
        (3, "foundation"),
    ]
    only = ask(both, asked=tiers, before="Extra", lost=["Scale"])
    assert {row.pathway for row in only.data} == {None}
    with pytest.raises(BadParameter, match="not taught on the pathway") as raised:
        ask(both, asked=read_pathways(["foundation"]), before="Extra", lost=["Scale"])
    assert raised.value.parameter == "before"


# How a unit is named ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Scale",
        " scale ",
        "B5",
        "b5",
        "Year 8!B5",
        "year 8!b5",
        "'Year 8'!B5",
        "maths.xlsx 'Year 8'!B5",
    ],
)
def test_a_unit_is_named_by_its_words_its_cell_or_its_id(name: str) -> None:
    assert ask(before="Similar shapes", lost=[name]).lost[0].unit.text == "Scale"


def test_an_id_stands_before_a_cell_and_a_cell_before_words() -> None:
    named = plan(
        "m.xlsx",
        taught("B4", 7, 1, "fractions", id_="first"),
        taught("Ratio", 7, 2, "ratio", id_="B5"),
        taught("Percent", 7, 3, "percent", id_="third"),
        taught("Scale", 8, 1, "scale", id_="fourth"),
        taught("Similar", 8, 2, "similar", id_="fifth"),
    )
    assert ask(named, before="Similar", lost=["B5"]).lost[0].unit.text == "Ratio"
    assert ask(named, before="Similar", lost=["B4"]).lost[0].unit.text == "Percent"


def test_a_name_that_no_unit_has_tells_the_nearest_texts() -> None:
    with pytest.raises(NotFound, match='No unit of the plan is called "Similar shaps"') as raised:
        ask(before="Similar shaps", joins=8)
    assert raised.value.parameter == "before"
    assert raised.value.nearest[0] == "Similar shapes"
    with pytest.raises(NotFound) as raised:
        ask(before="Similar shapes", lost=["Scail"])
    assert raised.value.parameter == "lost"
    assert raised.value.nearest[0] == "Scale"


@pytest.mark.parametrize("name", ["", "   ", "---", "=1+1", "\x00", "x" * 10_000, "!", "Year 8!"])
def test_odd_names_are_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        ask(before=name, joins=8)


def test_a_name_that_several_units_have_tells_their_places() -> None:
    twice = plan("m.xlsx", *_rows(PLAN), taught("scale", 9, 1, "scale"))
    with pytest.raises(Ambiguous, match="2 units are called") as raised:
        ask(twice, before="Similar shapes", lost=["Scale"])
    assert raised.value.nearest == ("m.xlsx 'Year 8'!B5", "m.xlsx 'Year 9'!B7")


# Bad questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "parameter", "says"),
    [
        ({}, "joins", "Say from when"),
        ({"joins": 6}, "joins", "Nobody joins in Year 6"),
        ({"joins": 12}, "joins", "Nobody joins in Year 12"),
        ({"joins": 8, "half_term": 0}, "half_term", "no half-term 0"),
        ({"joins": 8, "half_term": 7}, "half_term", "no half-term 7"),
        ({"joins": 8, "half_term": 3}, "joins", "comes after"),
        ({"lost": ["Similar shapes"]}, "before", "itself lost"),
    ],
)
def test_questions_that_cannot_be_asked(
    question: dict[str, Any], parameter: str, says: str
) -> None:
    with pytest.raises(BadParameter, match=says) as raised:
        ask(before="Similar shapes", **question)
    assert raised.value.parameter == parameter


def test_a_unit_without_topics_or_year_cannot_be_asked_about() -> None:
    odd = plan(
        "m.xlsx", taught("Blurgh", 8, 1), taught("Scale", None, None, "scale"), *_rows(PLAN)[:1]
    )
    with pytest.raises(BadParameter, match=r'"Blurgh" .* is not matched to any topic'):
        ask(odd, before="Blurgh", joins=8)
    with pytest.raises(BadParameter, match='"Scale" has no year'):
        ask(odd, before="Scale", joins=8)


def test_names_of_what_is_known_are_read_as_everywhere() -> None:
    with pytest.raises(NotFound) as raised:
        ask(before="Similar shapes", joins=8, known=["no such thing at all"])
    assert raised.value.parameter == "known"
    retired = Retired(
        id="maths:old", replaced_by=("maths:ratio",), date=date(2024, 1, 1), reason="Renamed"
    )
    tables = tables_of(CURRICULUM.model_copy(update={"retired": (retired,)}))
    with pytest.raises(Gone):
        catch_up(tables, (PLAN,), ONE, before="Scale", joins=8, known=["maths:old"])


def test_losing_a_unit_that_teaches_nothing_is_noted() -> None:
    with_blurgh = plan("m.xlsx", *_rows(PLAN), taught("Blurgh", 7, 4))
    found = ask(with_blurgh, before="Similar shapes", lost=["Blurgh"])
    assert found.data == ()
    assert any("teaches nothing on these pathways" in note for note in found.notes)


def test_a_knot_of_helpful_and_essential_links_is_ordered_by_both() -> None:
    """One helps another: percent comes before scale in the set although neither needs it."""
    curriculum = CURRICULUM.model_copy(
        update={
            "topics": (*CURRICULUM.topics, topic("goal", Stage.KS3)),
            "requires": (
                *CURRICULUM.requires,
                requires("goal", "percent"),
                requires("goal", "scale"),
                requires("percent", "scale", Strength.HELPFUL),
            ),
        }
    )
    world = plan("m.xlsx", *_rows(PLAN), taught("Goal", 9, 1, "goal"))
    found = catch_up(tables_of(curriculum), (world,), ONE, before="Goal", joins=9)
    assert sets(found)[0] == ("maths:scale", "maths:percent")
