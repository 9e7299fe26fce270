"""Deadlines for mathematics and whom a later unit hurts: worked with a pencil, and by laws.

`ratio` is used essentially by speed, `scale` is only helpful to density (`planned.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.plans.deadlines import Deadlines, deadlines
from graph.plans.lint import lint
from graph.plans.pathways import Asked, read_pathways
from graph.plans.read import Matched
from graph.plans.risk import Risks, at_risk
from graph.plans.tables import Tables
from ontology.errors import BadParameter
from ontology.plan_answers import RiskRow
from ontology.plan_repairs import Time
from ontology.plans import Settings, State
from ontology.records import Curriculum
from ontology.vocabulary import Stage, Strength, Subject
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
from tests.graph.strategies import curricula

TABLES = tables_of()
law = settings(max_examples=60, deadline=None)


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
        ([taught("Fractions", 7, 1, "fractions")], "never"),
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
    assert row.standing == standing
    if standing in ("never", "assumed"):
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


# Risk -------------------------------------------------------------------------------------------

COURSE = (
    taught("Fractions", 7, 1, "fractions"),
    taught("Ratio", 7, 3, "ratio"),
    taught("Percent", 7, 4, "percent"),
    taught("Scale", 8, 2, "scale"),
    taught("Similar", 8, 5, "similar"),
)
LATER = science(taught("Speed", 7, 6, SPEED), taught("Density", 9, 1, DENSITY))


def row_of(found: Risks, text: str) -> RiskRow:
    (row,) = [row for row in found.data if row.unit.text == text]
    return row


def hurts(row: RiskRow) -> list[tuple[str, tuple[int, int | None], str]]:
    """Whom it hurts: the unit, after when, and how much it needs it."""
    return [
        (hurt.unit.text, (hurt.latest.year, hurt.latest.half_term), str(hurt.strength))
        for hurt in row.hurts
    ]


def test_a_unit_may_move_until_the_first_thing_that_rests_on_it() -> None:
    found = at_risk(TABLES, [maths(*COURSE), LATER])
    assert [row.unit.text for row in found.data] == [unit.text for unit, _ in COURSE]
    fractions = row_of(found, "Fractions")
    assert hurts(fractions) == [
        ("Ratio", (7, 3), "essential"),
        ("Percent", (7, 4), "essential"),
    ]
    assert (fractions.latest, fractions.room) == (Time(year=7, half_term=3), 2)
    assert (fractions.rests_maths, fractions.rests_science) == (4, 2)
    ratio = row_of(found, "Ratio")
    assert hurts(ratio) == [("Speed", (7, 5), "essential"), ("Scale", (8, 2), "essential")]
    assert ratio.hurts[0].unit.department is SCIENCE
    assert [link.id for link in ratio.hurts[0].links] == [f"{SPEED}~maths:ratio"]
    assert (ratio.room, ratio.rests_maths, ratio.rests_science) == (2, 2, 2)
    percent = row_of(found, "Percent")
    assert hurts(percent) == [("Similar", (8, 5), "helpful")]
    assert (percent.latest, percent.latest_essential) == (Time(year=8, half_term=5), None)
    similar = row_of(found, "Similar")
    assert (similar.latest, similar.room, similar.hurts) == (None, None, ())
    assert {row.broken for row in found.data} == {0}


def test_without_a_plan_of_science_only_mathematics_counts_and_it_is_said() -> None:
    found = at_risk(TABLES, [maths(*COURSE, taught("Revision", 9, 1))])
    assert hurts(row_of(found, "Ratio")) == [("Scale", (8, 2), "essential")]
    assert row_of(found, "Ratio").rests_science == 0
    assert found.notes == (
        "Only mathematics was asked who is hurt: no plan of science is given.",
        "1 unit teaches no topic that was recognised: nothing is said of moving it.",
    )


def test_the_lag_keeps_a_unit_further_from_science() -> None:
    found = at_risk(TABLES, [maths(*COURSE), LATER], settings=Settings(lag=2))
    assert hurts(row_of(found, "Ratio"))[0] == ("Speed", (7, 3), "essential")
    assert row_of(found, "Ratio").room == 0


def test_what_another_unit_teaches_in_time_hurts_nobody() -> None:
    twice = maths(*COURSE, taught("Ratio again", 7, 4, "ratio"))
    found = at_risk(TABLES, [twice, LATER])
    assert row_of(found, "Ratio").hurts == ()
    assert row_of(found, "Ratio again").hurts == ()
    too_late = maths(*COURSE, taught("Ratio again", 8, 1, "ratio"))
    assert hurts(row_of(at_risk(TABLES, [too_late, LATER]), "Ratio")) == [
        ("Speed", (7, 5), "essential")
    ]


def test_a_unit_that_teaches_both_hurts_the_one_that_comes_back_to_the_second() -> None:
    both = maths(taught("Both", 7, 1, "ratio", "scale"), taught("Scale again", 7, 4, "scale"))
    (first, _) = at_risk(TABLES, [both]).data
    assert hurts(first) == [("Scale again", (7, 4), "essential")]


def test_what_is_out_of_order_already_is_counted_and_cannot_break() -> None:
    late = maths(taught("Scale", 7, 2, "scale"), taught("Ratio", 8, 1, "ratio"))
    row = row_of(at_risk(TABLES, [late, LATER]), "Ratio")
    assert (row.broken, row.hurts, row.latest) == (2, (), None)


def test_what_clashes_already_gets_worse_after_the_half_term_that_it_shares() -> None:
    row = row_of(at_risk(TABLES, [maths(taught("Ratio", 7, 6, "ratio")), LATER]), "Ratio")
    assert hurts(row) == [("Speed", (7, 6), "essential")]
    assert (row.hurts[0].worse, row.room, row.broken) == (True, 0, 0)


def test_a_unit_of_several_half_terms_is_told_by_the_one_it_ends_in() -> None:
    long = maths(taught("Ratio", 7, 2, "ratio", span=2), taught("Scale", 8, 2, "scale"))
    row = row_of(at_risk(TABLES, [long, LATER]), "Ratio")
    assert (row.unit.last, row.latest) == (Time(year=7, half_term=3), Time(year=7, half_term=5))
    assert row.room == 2


def test_a_plan_without_half_terms_is_told_by_year() -> None:
    years = maths(
        taught("Fractions", 7, None, "fractions", step=1),
        taught("Ratio", 7, None, "ratio", step=2),
        taught("Scale", 9, None, "scale", step=1),
    )
    found = at_risk(TABLES, [years, science(taught("Speed", 9, 2, SPEED))])
    fractions, ratio = row_of(found, "Fractions"), row_of(found, "Ratio")
    assert (fractions.latest, fractions.room) == (Time(year=7, half_term=None), 0)
    assert hurts(ratio) == [("Speed", (8, None), "essential"), ("Scale", (9, None), "essential")]
    assert ratio.room == 1
    assert any("moves are told by year" in note for note in found.notes)


def test_rows_and_hurts_say_for_whom_and_what_is_pinned_or_to_confirm() -> None:
    tables = tables_of(example.CURRICULUM)
    course = maths(
        taught("Ratio", 8, 1, "ratio", pinned=True),
        taught("Rates", 10, 1, "rates", state=State.CONFIRM),
    )
    later = science(taught("Moles", 10, 5, example.MOLES))
    ratio = row_of(at_risk(tables, [course, later]), "Ratio")
    assert ratio.pinned
    assert [(hurt.unit.text, hurt.pathway, hurt.provisional) for hurt in ratio.hurts] == [
        ("Rates", None, True),
        ("Moles", "higher", False),
    ]


def test_without_mathematics_on_the_calendar_nothing_can_be_moved() -> None:
    with pytest.raises(BadParameter, match="need a plan of maths, and none of the files is one"):
        at_risk(TABLES, [LATER])


# Laws -------------------------------------------------------------------------------------------


def plan_at_random(
    random: Random, curriculum: Curriculum, of_maths: bool, dated: bool = True
) -> Matched:
    """Most topics of a department in units of one or two, behind a unit that begins Year 7."""
    ids = [row.id for row in curriculum.topics if (row.subject is Subject.MATHS) is of_maths]
    rows = [taught("Start", 7, 1 if dated else None)]
    for id_ in ids:
        if random.random() < 0.15:
            continue
        for _ in range(random.choice((1, 1, 1, 2))):
            others = random.sample(ids, 1) if random.random() < 0.2 else []
            half = random.randint(1, 6) if dated else None
            text = f"Unit {len(rows)}"
            rows.append(taught(text, random.randint(7, 10), half, id_, *others))
    return maths(*rows) if of_maths else science(*rows)


def lowers(found: Iterable[Any], rule: str) -> set[str]:
    return {finding.topics[1] for finding in found if finding.rule == rule}


ONE = Asked()


@st.composite
def schemes(draw: st.DrawFn) -> tuple[Curriculum, Matched, Matched, Settings, bool]:
    """A curriculum, plans of both departments, a lag, and whether mathematics has half-terms."""
    curriculum = draw(curricula(science=True))
    random = draw(st.randoms(use_true_random=True))
    dated = draw(st.booleans())
    of_maths = plan_at_random(random, curriculum, True, dated)
    of_science = plan_at_random(random, curriculum, False, draw(st.booleans()))
    return curriculum, of_maths, of_science, Settings(lag=draw(st.integers(0, 2))), dated


@given(schemes())
@law
def test_standings_are_what_the_rules_find(
    scheme: tuple[Curriculum, Matched, Matched, Settings, bool],
) -> None:
    curriculum, of_maths, of_science, chosen, _ = scheme
    tables = tables_of(curriculum)
    plans = [of_maths, of_science]
    rows = deadlines(tables, plans, ONE, chosen).data
    findings = lint(tables, plans, ONE, chosen).data
    of: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        of[row.standing].add(row.topic.id)
    clashes = {finding.topics[1] for finding in findings if finding.rule in ("COH001", "COH002")}
    assert of["late"] == lowers(findings, "COH001")
    assert of["never"] == lowers(findings, "COH003")
    assert of["same-time"] | of["late"] == clashes
    assert not of["not-told"] | of["not-judged"]
    assert all(row.uses for row in rows)


@given(schemes())
@law
def test_mathematics_that_meets_every_deadline_does_not_clash_and_a_half_term_later_does(
    scheme: tuple[Curriculum, Matched, Matched, Settings, bool],
) -> None:
    curriculum, _, of_science, chosen, _ = scheme
    tables = tables_of(curriculum)
    rows = [row for row in deadlines(tables, [of_science], ONE, chosen).data if row.by is not None]
    assume(rows)
    due = {row: half for row in rows if (half := _half(row.by)) >= 0}
    first: dict[str, int] = {}
    for row, half in due.items():
        first[row.topic.id] = min(first.get(row.topic.id, half), half)
    assert not _clashes(tables, first, of_science, chosen) & set(first)
    strict = next(iter(first))
    assume(tables.index.topics[tables.index.number[strict]].stage is not Stage.KS2)
    assert strict in _clashes(tables, {**first, strict: first[strict] + 1}, of_science, chosen)


def _clashes(
    tables: Tables, first: dict[str, int], of_science: Matched, chosen: Settings
) -> set[str]:
    """The topics that clash where each is taught in a half-term; the deadline has no rows before
    Year 7, whose topics are left out."""
    units = [taught(id_, 7 + half // 6, half % 6 + 1, id_) for id_, half in first.items()]
    findings = lint(tables, [maths(taught("Start", 7, 1), *units), of_science], ONE, chosen).data
    return lowers(findings, "COH001") | lowers(findings, "COH002")


def _half(time: Time | None) -> int:
    """A half-term by its number; the last of the year where only that is told."""
    return -1 if time is None else (time.year - 7) * 6 + (time.half_term or 6) - 1


def moved(of_maths: Matched, unit_id: str, half: int, dated: bool) -> Matched:
    """The plan with a unit in another half-term, or year."""
    units = []
    for unit in of_maths.plan.units:
        if unit.id == unit_id:
            to = half % 6 + 1 if dated else None
            unit = unit.model_copy(update={"year": 7 + half // 6, "half_term": to})
        units.append(unit)
    return replace(of_maths, plan=of_maths.plan.model_copy(update={"units": tuple(units)}))


def broken(
    tables: Tables, plans: Sequence[Matched], chosen: Settings
) -> dict[str, set[tuple[str, str]]]:
    """By rule and link what is out of order, those apart that are only not settled."""
    found: dict[str, set[tuple[str, str]]] = {"order": set(), "unsettled": set()}
    for finding in lint(tables, plans, ONE, chosen).data:
        if finding.edge is not None and finding.rule in ("PRE001", "COH001", "COH002"):
            found["order"].add((finding.rule, finding.edge.id))
    return found


def halves_after(row: RiskRow, latest: int, dated: bool) -> Iterator[int]:
    """The half-terms, or ends of years, after a unit's own up to its latest."""
    step = 1 if dated else 6
    yield from range(_half(row.unit.last) + step, latest + 1, step)


@given(schemes())
@law
def test_up_to_its_latest_a_move_breaks_nothing_and_the_next_half_term_breaks_something(
    scheme: tuple[Curriculum, Matched, Matched, Settings, bool],
) -> None:
    curriculum, of_maths, of_science, chosen, dated = scheme
    tables = tables_of(curriculum)
    plans = [of_maths, of_science]
    now = broken(tables, plans, chosen)["order"]
    for row in at_risk(tables, plans, ONE, chosen).data:
        latest = 29 if row.latest is None else min(_half(row.latest), 29)
        for half in halves_after(row, latest, dated):
            after = moved(of_maths, row.unit.id, half, dated)
            assert broken(tables, [after, of_science], chosen)["order"] <= now
        beyond = latest + (1 if dated else 6)
        if row.latest is not None and beyond <= 29:
            after = moved(of_maths, row.unit.id, beyond, dated)
            assert broken(tables, [after, of_science], chosen)["order"] - now
