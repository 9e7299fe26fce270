"""Deadlines for mathematics, worked with a pencil.

`ratio` is used essentially by speed, `scale` is only helpful to density (`planned.py`).
"""

from __future__ import annotations

import pytest

from graph.plans.deadlines import Deadlines, deadlines
from graph.plans.pathways import read_pathways
from graph.plans.read import Matched
from ontology.errors import BadParameter
from ontology.plan_repairs import Time
from ontology.plans import Settings, State
from ontology.vocabulary import Stage, Strength
from tests.graph import example
from tests.graph.planned import (
    CURRICULUM,
    DENSITY,
    MATHS,
    SCIENCE,
    SPEED,
    Row,
    plan,
    tables_of,
    taught,
)
from tests.graph.science import term, use

TABLES = tables_of()


def science(*rows: Row) -> Matched:
    return plan("science.xlsx", *rows, department=SCIENCE)


def maths(*rows: Row) -> Matched:
    return plan("maths.xlsx", *rows)


SCHEME = science(
    taught("Density", 7, 3, DENSITY), taught("Blurgh", 7, 4), taught("Speed", 8, 2, SPEED)
)


def told(found: Deadlines) -> list[tuple[str, str, str, str | None, str]]:
    """Of each row: topic, when, strength, for whom and how mathematics meets it."""
    return [
        (row.topic.id, row.when, str(row.strength), row.pathway, row.standing) for row in found.data
    ]


# Deadlines --------------------------------------------------------------------------------------


def test_the_deadline_is_the_half_term_before_the_first_lesson_that_needs_it() -> None:
    found = deadlines(TABLES, [SCHEME])
    assert told(found) == [
        ("maths:scale", "by Year 7 Autumn 2", "helpful", None, "not-told"),
        ("maths:ratio", "by Year 8 Autumn 1", "essential", None, "not-told"),
    ]
    scale, ratio = found.data
    assert (scale.by, scale.dated) == (Time(year=7, half_term=2), True)
    assert ratio.stage is Stage.KS3
    assert ratio.statements == ("ks3-maths:R1",)
    (one,) = ratio.uses
    assert (one.unit.text, str(one.unit.where)) == ("Speed", "science.xlsx 'Year 8'!B4")
    assert one.topic.id == SPEED
    assert one.link.id == f"{SPEED}~maths:ratio"
    assert one.link.context == "A calculation, number 1"
    assert (ratio.taught, ratio.provisional) == (None, False)
    assert found.notes == (
        "1 unit of science has text that is not matched to any topic, and counts for nothing "
        "there.",
        "Topics of KS2 count as known.",
    )


def test_the_lag_of_the_plan_brings_deadlines_forward_and_a_setting_stands_above_it() -> None:
    late = plan(
        "s.xlsx", taught("Speed", 8, 2, SPEED), department=SCIENCE, settings=Settings(lag=2)
    )
    assert deadlines(TABLES, [late]).data[0].when == "by Year 7 Summer 1"
    found = deadlines(TABLES, [late], settings=Settings(lag=1))
    assert found.data[0].by == Time(year=7, half_term=6)
    assert any("1 half-term further ahead" in note for note in found.notes)


def test_where_science_gives_a_year_only_the_deadline_is_before_that_year() -> None:
    found = deadlines(TABLES, [science(taught("Speed", 8, None, SPEED))])
    (row,) = found.data
    assert (row.when, row.by, row.dated) == ("before Year 8", Time(year=7, half_term=None), False)
    assert row.uses[0].unit.half_term is None
    assert any("have no half-term" in note for note in found.notes)


def test_with_a_lag_a_year_without_half_terms_still_gives_a_half_term() -> None:
    found = deadlines(TABLES, [science(taught("Speed", 8, None, SPEED))], settings=Settings(lag=1))
    assert (found.data[0].when, found.data[0].dated) == ("by Year 7 Summer 1", False)


def test_what_is_needed_at_once_is_due_before_year_7() -> None:
    found = deadlines(TABLES, [science(taught("Speed", 7, 1, SPEED))], settings=Settings(lag=1))
    assert (found.data[0].when, found.data[0].by) == ("before Year 7", None)


def test_a_use_that_only_helps_earlier_has_a_row_of_its_own_and_each_use_is_in_one() -> None:
    tables = tables_of(
        CURRICULUM.model_copy(
            update={
                "uses": (
                    use(SPEED, "ratio", stage=Stage.KS3),
                    use(DENSITY, "ratio", stage=Stage.KS3, strength=Strength.HELPFUL),
                )
            }
        )
    )
    early = deadlines(tables, [science(taught("D", 7, 2, DENSITY), taught("S", 9, 1, SPEED))])
    assert told(early) == [
        ("maths:ratio", "by Year 7 Autumn 1", "helpful", None, "not-told"),
        ("maths:ratio", "by Year 8 Summer 2", "essential", None, "not-told"),
    ]
    assert [[use.topic.id for use in row.uses] for row in early.data] == [[DENSITY], [SPEED]]
    late = deadlines(tables, [science(taught("D", 9, 2, DENSITY), taught("S", 9, 1, SPEED))])
    assert told(late) == [("maths:ratio", "by Year 8 Summer 2", "essential", None, "not-told")]
    assert [use.topic.id for use in late.data[0].uses] == [SPEED, DENSITY]


def test_each_row_says_for_whom_in_the_fewest_words() -> None:
    """Motion uses gradients: helpful, at Higher essential; momentum and moles are for some only."""
    tables = tables_of(example.CURRICULUM)
    rows = (
        taught("Speed", 8, 1, example.SPEED),
        taught("Motion", 10, 2, example.MOTION),
        taught("Momentum", 10, 4, example.MOMENTUM),
        taught("Moles", 10, 5, example.MOLES),
    )
    found = deadlines(tables, [science(*rows)])
    assert told(found) == [
        ("maths:rates", "by Year 7 Summer 2", "essential", None, "not-told"),
        ("maths:gradients", "by Year 10 Autumn 1", "essential", "higher", "not-told"),
        ("maths:gradients", "by Year 10 Autumn 1", "helpful", "foundation", "not-told"),
        ("maths:ratio", "by Year 10 Spring 2", "essential", "higher", "not-told"),
    ]
    rates = found.data[0]
    assert [(use.topic.id, use.pathway) for use in rates.uses] == [
        (example.SPEED, None),
        (example.MOMENTUM, "higher separate"),
    ]
    one = deadlines(tables, [science(*rows)], read_pathways(["foundation,combined"]))
    assert [row[0] for row in told(one)] == ["maths:rates", "maths:gradients"]
    assert {row.pathway for row in one.data} == {None}


def test_words_are_those_that_name_the_topic_or_the_link_that_is_used() -> None:
    terms = (
        term("named", topics=("maths:ratio",)),
        term("linked", edges=(f"{SPEED}~maths:ratio",)),
        term("elsewhere", edges=("maths:scale~maths:ratio",)),
        term("other", topics=(SPEED,)),
    )
    tables = tables_of(CURRICULUM.model_copy(update={"terms": terms}))
    (row,) = deadlines(tables, [science(taught("Speed", 8, 2, SPEED))]).data
    assert {word.id for word in row.words} == {"named", "linked"}
    assert row.words[0].wording == "A word for both"


def test_topics_of_ks2_are_known_without_a_plan_of_mathematics() -> None:
    uses = (use(SPEED, "counting", stage=Stage.KS3),)
    tables = tables_of(CURRICULUM.model_copy(update={"uses": uses}))
    assert told(deadlines(tables, [science(taught("Speed", 8, 2, SPEED))]))[0][-1] == "known"


@pytest.mark.parametrize(
    ("units", "standing"),
    [
        ([taught("Ratio", 8, 1, "ratio")], "in-time"),
        ([taught("Ratio", 7, 1, "ratio", span=7)], "in-time"),
        ([taught("Ratio", 8, 2, "ratio")], "same-time"),
        ([taught("Ratio", 8, None, "ratio")], "same-time"),
        ([taught("Ratio", 7, None, "ratio")], "in-time"),
        ([taught("Ratio", 8, 3, "ratio")], "late"),
        ([taught("Ratio", 8, 3, "ratio"), taught("Again", 7, 1, "ratio")], "in-time"),
        ([taught("Fractions", 7, 1, "fractions"), taught("Revision", 8, 5)], "never"),
        ([taught("Fractions", 7, 1, "fractions")], "after-its-end"),
        ([taught("Ratio", None, None, "ratio"), taught("Revision", 8, 5)], "undated"),
        ([taught("Long", 7, 1, "ratio", span=12), taught("Ratio", 8, 1, "ratio")], "in-time"),
        ([taught("Fractions", 8, 1, "fractions")], "assumed"),
        ([taught("Ratio", 8, 3, "ratio")], "not-judged"),
        ([taught("Ratio", 10, 1, "ratio")], "known"),
    ],
)
def test_with_a_plan_of_mathematics_each_row_says_whether_it_is_in_time(
    units: list[Row], standing: str
) -> None:
    start = [] if standing in ("assumed", "not-judged", "known") else [taught("Start", 7, 1)]
    at = (8, 2) if standing != "not-judged" else (7, 4)
    found = deadlines(TABLES, [maths(*start, *units), science(taught("Speed", *at, SPEED))])
    (row,) = found.data
    assert row.standing == standing.replace("after-its-end", "not-judged")
    if standing in ("never", "assumed", "undated", "after-its-end"):
        assert row.taught is None
    else:
        assert row.taught is not None
        assert row.taught.department is MATHS
        assert row.taught.where.file == "maths.xlsx"
    assert row.when == "by Year 8 Autumn 1" or standing == "not-judged"


def test_a_need_after_the_plan_of_mathematics_begins_is_judged_behind_one_before_it() -> None:
    uses = (use(SPEED, "ratio", stage=Stage.KS3), use(DENSITY, "ratio", stage=Stage.KS3))
    tables = tables_of(CURRICULUM.model_copy(update={"uses": uses}))
    both = science(taught("Speed", 7, 3, SPEED), taught("Density", 9, 1, DENSITY))
    (row,) = deadlines(
        tables, [maths(taught("Start", 9, 1), taught("Ratio", 9, 5, "ratio")), both]
    ).data
    assert (row.when, row.standing) == ("by Year 7 Autumn 2", "late")


def test_a_row_that_hangs_on_a_match_to_confirm_is_provisional() -> None:
    unsure = science(taught("Speed?", 8, 2, SPEED, state=State.CONFIRM))
    (row,) = deadlines(TABLES, [unsure]).data
    assert row.provisional
    assert row.uses[0].provisional
    sure = science(taught("Speed?", 8, 2, SPEED, state=State.CONFIRM), taught("Speed", 8, 2, SPEED))
    assert deadlines(TABLES, [sure]).data[0].provisional
    doubtful = maths(taught("Ratio?", 7, 1, "ratio", state=State.CONFIRM))
    (row,) = deadlines(TABLES, [doubtful, science(taught("Speed", 8, 2, SPEED))]).data
    assert row.provisional
    assert row.standing == "in-time"


@pytest.mark.parametrize(
    ("plans", "message"),
    [
        ([maths(taught("Ratio", 7, 1, "ratio"))], "none of the files is one"),
        ([science(taught("Speed", None, None, SPEED))], "none of its units has a year"),
        ([], "none of the files is one"),
    ],
)
def test_without_science_on_the_calendar_there_are_no_deadlines(
    plans: list[Matched], message: str
) -> None:
    with pytest.raises(BadParameter, match=message) as caught:
        deadlines(TABLES, plans)
    assert caught.value.parameter == "file"


def test_a_plan_that_uses_no_mathematics_has_no_rows() -> None:
    assert deadlines(TABLES, [science(taught("Revision", 7, 1))]).data == ()
