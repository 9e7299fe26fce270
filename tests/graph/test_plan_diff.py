"""What a change of plan does: worked by hand on a small world."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from graph.plans.both import read_both
from graph.plans.diff import Difference, diff
from graph.plans.pathways import Asked, read_pathways
from graph.plans.read import Matched
from ontology.errors import BadParameter
from ontology.findings import Where
from ontology.plan_changes import Change, ChangeKind
from ontology.plans import Course, Settings, State
from ontology.vocabulary import Pathway, Severity, Stage, Tier
from tests.graph.planned import (
    CURRICULUM,
    DENSITY,
    SCIENCE,
    SPEED,
    Row,
    plan,
    tables_of,
    taught,
)
from tests.graph.science import use
from tests.graph.worlds import requires, topic

TABLES = tables_of()
ONE = Asked((Tier.FOUNDATION,), (Tier.FOUNDATION,), (Pathway.COMBINED,))

OLD: tuple[Row, ...] = (
    taught("Fractions", 7, 1, "fractions"),
    taught("Ratio", 7, 2, "ratio"),
    taught("Scale", 8, 1, "scale"),
    taught("Similar shapes", 8, 2, "similar"),
    taught("Percentages", 9, 1, "percent"),
)
NEW: tuple[Row, ...] = (
    taught("Fractions", 7, 1, "fractions"),
    taught("Scale", 7, 2, "scale"),
    taught("Ratio", 8, 1, "ratio"),
    taught("Similar shapes", 8, 2, "similar"),
    taught("Percentages", 9, 1, "percent"),
)


def compare(
    old: Sequence[Row] = OLD,
    new: Sequence[Row] = NEW,
    *,
    classes: Sequence[int] = (),
    from_half: int | None = None,
) -> Difference:
    """Two plans of mathematics on one pathway; nothing is too long ago."""
    plans = [plan("old.xlsx", *old)], [plan("new.xlsx", *new)]
    return diff(TABLES, *plans, ONE, Settings(gap=60), classes, from_half)


def of_kind(found: Difference | Iterable[Change], *kinds: str) -> list[Change]:
    rows = found.data if isinstance(found, Difference) else found
    return [row for row in rows if row.kind in kinds]


def only(found: Difference, kind: str) -> Change:
    (row,) = of_kind(found, kind)
    return row


def cell(where: Where | None) -> str:
    assert where is not None
    return f"{where.file} {where.sheet}!{where.cell}"


# Units ------------------------------------------------------------------------------------------


def test_units_that_moved_say_from_when_to_when_and_by_how_much() -> None:
    moved = of_kind(compare(), "moved")
    assert [(row.text, row.by) for row in moved] == [("Scale", -5), ("Ratio", 5)]
    scale = moved[0]
    assert scale.before is not None
    assert scale.after is not None
    assert (scale.before.year, scale.before.half_term) == (8, 1)
    assert (scale.after.year, scale.after.half_term) == (7, 2)
    assert cell(scale.where) == "new.xlsx Year 7!B3"
    assert cell(scale.other) == "old.xlsx Year 8!B4"
    assert scale.topics == ("maths:scale",)
    assert scale.blocks == 1  # similar shapes rest on it
    assert "5 half-terms earlier" in scale.message


def test_rows_stand_in_the_order_of_their_kinds() -> None:
    kinds = [row.kind for row in compare().data]
    assert kinds == sorted(kinds, key=list(ChangeKind).index)
    counted = compare().counts()
    assert list(counted) == [str(kind) for kind in ChangeKind]
    assert sum(counted.values()) == len(kinds)


def test_a_unit_is_the_same_by_its_words_whatever_the_case_and_the_cell() -> None:
    new = (taught("RATIO", 7, 2, "ratio"), *(row for row in OLD if row[0].text != "Ratio"))
    assert compare(OLD, new).data == ()


def test_a_unit_with_other_words_and_the_same_topics_was_renamed() -> None:
    new = tuple(
        taught("Proportion", 7, 2, "ratio") if row[0].text == "Ratio" else row for row in OLD
    )
    found = compare(OLD, new)
    renamed = only(found, "renamed")
    assert (renamed.was, renamed.text) == ("Ratio", "Proportion")
    assert found.data == (renamed,)


def test_added_and_dropped_units_tell_what_nobody_teaches_now() -> None:
    found = compare(OLD, [row for row in OLD if row[0].text != "Scale"])
    dropped = only(found, "dropped")
    assert (dropped.was, dropped.text) == ("Scale", None)
    assert cell(dropped.where) == "old.xlsx Year 8!B4"
    assert dropped.blocks == 1
    assert "which no unit teaches" in dropped.message
    added = only(compare([row for row in OLD if row[0].text != "Scale"], OLD), "added")
    assert (added.text, added.was, added.topics) == ("Scale", None, ("maths:scale",))
    assert cell(added.where) == "new.xlsx Year 8!B4"


def test_a_unit_that_was_split_has_a_row_for_each_piece() -> None:
    old = (taught("Ratio and scale", 7, 2, "ratio", "scale"),)
    new = (taught("Ratio", 7, 2, "ratio"), taught("Scale", 8, 1, "scale"))
    found = compare(old, new)
    pieces = of_kind(found, "split")
    assert [(row.text, row.topics, row.by) for row in pieces] == [
        ("Ratio", ("maths:ratio",), 0),
        ("Scale", ("maths:scale",), 5),
    ]
    assert {cell(row.other) for row in pieces} == {"old.xlsx Year 7!B2"}
    assert not of_kind(found, "moved", "added", "dropped", "renamed", "changed")


def test_units_that_were_merged_have_a_row_each() -> None:
    old = (taught("Ratio", 7, 2, "ratio"), taught("Scale", 8, 1, "scale"))
    new = (taught("Ratio and scale", 7, 2, "ratio", "scale"),)
    found = compare(old, new)
    pieces = of_kind(found, "merged")
    assert [(row.was, row.topics) for row in pieces] == [
        ("Ratio", ("maths:ratio",)),
        ("Scale", ("maths:scale",)),
    ]
    assert not of_kind(found, "moved", "added", "dropped", "renamed", "changed")


def test_a_second_teaching_that_goes_is_dropped_and_not_merged_into_the_first() -> None:
    old = (taught("Ratio", 7, 2, "ratio"), taught("Recap of ratio", 9, 2, "ratio"))
    found = compare(old, old[:1])
    assert only(found, "dropped").was == "Recap of ratio"
    assert "which other units teach" in only(found, "dropped").message
    assert not of_kind(found, "merged", "coverage-lost")


def test_a_unit_that_teaches_something_else_now_is_changed() -> None:
    old = (taught("Ratio", 7, 2, "ratio", "percent"),)
    new = (taught("Ratio", 7, 2, "ratio", "fractions"),)
    changed = only(compare(old, new), "changed")
    assert changed.topics == ("maths:fractions", "maths:percent")
    assert "now also teaches Topic fractions" in changed.message
    assert "no longer teaches Topic percent, which no unit teaches" in changed.message


def test_of_units_with_the_same_words_those_that_stay_are_paired_first() -> None:
    old = [taught("Revision", year, 6) for year in (7, 8, 9)]
    new = [taught("Revision", year, 6) for year in (8, 9, 7)]
    assert compare([*OLD, *old], [*OLD, *new]).data == ()
    moved = only(compare([*OLD, *old], [*OLD, *old[:2], taught("Revision", 9, 5)]), "moved")
    assert moved.by == -1


def test_of_units_with_the_same_words_the_time_stands_before_the_topics() -> None:
    old = (taught("Ratio", 7, 2, "ratio"), taught("Ratio", 8, 1, "scale", span=2))
    new = (taught("Ratio", 7, 2, "scale", span=2), taught("Ratio", 8, 1, "ratio"))
    found = compare(old, new)
    assert [row.topics for row in of_kind(found, "changed")] == [("maths:ratio", "maths:scale")] * 2
    assert [row.by for row in of_kind(found, "moved")] == [0, 0]  # they take longer, or less long


def test_places_are_no_names() -> None:
    old = (taught("Ratio", 7, 1, "ratio", id_="B2"), taught("Fractions", 7, 2, "fractions"))
    new = (taught("Fractions", 7, 1, "fractions", id_="B2"), taught("Ratio", 7, 2, "ratio"))
    assert [(row.was, row.text) for row in of_kind(compare(old, new), "moved")] == [
        ("Fractions", "Fractions"),
        ("Ratio", "Ratio"),
    ]


def test_the_fewest_units_that_changed_places_within_a_half_term_moved() -> None:
    def units(*order: str) -> list[Row]:
        return [taught(name, 7, 1, name, step=step) for step, name in enumerate(order)]

    old = units("fractions", "percent", "ratio", "scale")
    new = units("percent", "ratio", "fractions", "scale")
    moved = only(compare(old, new), "moved")
    assert (moved.text, moved.by) == ("fractions", 0)
    assert "elsewhere in the order of Year 7 Autumn 1" in moved.message


def test_a_half_term_that_only_one_plan_tells_is_no_move() -> None:
    old = (taught("Ratio", 7, None, "ratio"),)
    new = (taught("Ratio", 7, 4, "ratio"),)
    assert not of_kind(compare(old, new), "moved")
    later = only(compare(old, (taught("Ratio", 8, 4, "ratio"),)), "moved")
    assert later.by is None
    assert "from Year 7 to Year 8 Spring 2" in later.message


def test_a_unit_that_takes_longer_is_told() -> None:
    found = compare((taught("Ratio", 7, 2, "ratio"),), (taught("Ratio", 7, 2, "ratio", span=2),))
    assert "takes 2 half-terms from Year 7 Autumn 2, not 1" in only(found, "moved").message


def test_what_hangs_on_a_match_to_confirm_is_provisional() -> None:
    new = tuple(
        taught("Scale", 7, 2, "scale", state=State.CONFIRM) if row[0].text == "Scale" else row
        for row in NEW
    )
    found = compare(OLD, new)
    broken = next(row for row in of_kind(found, "broken") if row.rule == "PRE001")
    assert broken.provisional
    assert broken.severity is Severity.WARNING
    assert only(found, "never").provisional
    assert [row.provisional for row in of_kind(found, "moved")] == [True, False]


# Links ------------------------------------------------------------------------------------------


def test_links_that_break_tell_the_cells_and_how_it_was() -> None:
    first = only(compare(), "broken")
    assert (first.rule, first.edge and first.edge.id) == ("PRE001", "maths:scale~maths:ratio")
    assert first.blocks == 1  # similar shapes
    assert first.severity is Severity.ERROR
    assert first.left is None
    assert cell(first.where) == "new.xlsx Year 7!B3"
    assert cell(first.other) == "new.xlsx Year 8!B4"
    assert first.topics == ("maths:scale", "maths:ratio")
    assert first.edge is not None
    assert first.edge.rationale == "Because it is so"
    assert 'In the old plan: Topic ratio in "Ratio" (Year 7!B3' in first.message
    assert not of_kind(compare(), "mended")


def test_the_way_back_mends_what_the_change_broke() -> None:
    back = compare(NEW, OLD)
    mended = only(back, "mended")
    assert (mended.rule, mended.edge and mended.edge.id) == ("PRE001", "maths:scale~maths:ratio")
    assert cell(mended.where) == "old.xlsx Year 7!B3"  # where the fault is
    assert mended.message.startswith('In the new plan: Topic ratio in "Ratio" (Year 7!B3')
    assert not of_kind(back, "broken")


def test_a_link_that_is_only_broken_less_is_mended_with_what_is_left() -> None:
    later = (taught("Scale", 7, 1, "scale"), taught("Ratio", 8, 1, "ratio"))
    same = (taught("Scale", 7, 1, "scale"), taught("Ratio", 7, 1, "ratio"))
    mended = next(
        row
        for row in of_kind(compare(later, same), "mended")
        if row.edge and row.edge.id == "maths:scale~maths:ratio"
    )
    assert (mended.rule, mended.left) == ("PRE001", "PRE002")
    broken = next(
        row
        for row in of_kind(compare(same, later), "broken")
        if row.edge and row.edge.id == "maths:scale~maths:ratio"
    )
    assert (broken.rule, broken.left) == ("PRE001", "PRE002")


def test_what_a_dropped_unit_leaves_without_ground_is_told_link_by_link() -> None:
    """Percent lacked fractions before; ratio is new in that: one row, of its own link."""
    old = (taught("Percent", 7, 1, "percent"),)
    found = compare(old, (*old, taught("Ratio", 7, 2, "ratio")))
    broken = only(found, "broken")
    assert (broken.rule, broken.edge and broken.edge.id) == (
        "PRE003",
        "maths:ratio~maths:fractions",
    )
    assert cell(broken.where) == "new.xlsx Year 7!B3"
    assert broken.other is None


def test_what_one_unit_lacks_for_several_topics_is_one_row() -> None:
    new = (taught("Both", 7, 2, "percent", "ratio"),)
    broken = only(compare((taught("Similar", 7, 1, "counting"),), new), "broken")
    assert broken.topics == ("maths:percent", "maths:fractions", "maths:ratio")


def test_each_link_is_as_grave_as_it_is_whatever_else_lacks_the_same() -> None:
    """Goal needs percent, which no unit teaches; that similar lacks it too is only a warning."""
    curriculum = CURRICULUM.model_copy(
        update={
            "topics": (*CURRICULUM.topics, topic("goal", Stage.KS3)),
            "requires": (*CURRICULUM.requires, requires("goal", "percent")),
        }
    )
    goal = taught("Goal", 7, 1, "goal")
    new = plan("m.xlsx", goal, taught("Similar", 7, 2, "similar", "scale", "ratio", "fractions"))
    broken = only(diff(tables_of(curriculum), [plan("m.xlsx", goal)], [new], ONE), "broken")
    assert (broken.edge and broken.edge.id, broken.severity) == (
        "maths:similar~maths:percent",
        Severity.WARNING,
    )


# Both departments -------------------------------------------------------------------------------


def with_science(speed: int, ratio: int, density: int | None = 6) -> list[Matched]:
    rows = [taught("Speed", 7, speed, SPEED)]
    if density:
        rows.append(taught("Density", 7, density, DENSITY))
    return [
        plan(
            "maths.xlsx",
            taught("Fractions", 7, 1, "fractions"),
            taught("Ratio", 7, ratio, "ratio"),
            taught("Scale", 7, 5, "scale"),
        ),
        plan("science.xlsx", *rows, department=SCIENCE),
    ]


def test_clashes_gained_and_lost() -> None:
    good, bad = with_science(speed=3, ratio=2), with_science(speed=3, ratio=4)
    gained = only(diff(TABLES, good, bad, ONE), "clash-gained")
    assert (gained.rule, gained.edge and gained.edge.id) == ("COH001", f"{SPEED}~maths:ratio")
    assert gained.department is SCIENCE
    assert cell(gained.where) == "science.xlsx Year 7!B2"
    assert cell(gained.other) == "maths.xlsx Year 7!B3"
    lost = only(diff(TABLES, bad, good, ONE), "clash-lost")
    assert (lost.rule, lost.edge, lost.where) == (gained.rule, gained.edge, gained.where)


def test_a_clash_behind_a_stronger_one_is_no_news() -> None:
    """Speed clashes in both; that density leaves its unit tells no clash of its own."""
    rows = (taught("Fractions", 7, 1, "fractions"), taught("Ratio", 8, 1, "ratio"))
    maths = plan("maths.xlsx", *rows)
    one = plan("science.xlsx", taught("Speed", 7, 1, SPEED, DENSITY), department=SCIENCE)
    two = plan(
        "science.xlsx",
        taught("Speed", 7, 1, SPEED),
        taught("Density", 7, 2, DENSITY),
        department=SCIENCE,
    )
    assert not of_kind(diff(TABLES, [maths, one], [maths, two], ONE), "clash-gained", "clash-lost")


def test_science_before_mathematics_begins_has_no_part_in_a_clash() -> None:
    used = (use(SPEED, "goal", stage=Stage.KS3), use(DENSITY, "goal", stage=Stage.KS3))
    curriculum = CURRICULUM.model_copy(
        update={"topics": (*CURRICULUM.topics, topic("goal")), "uses": used}
    )
    maths = plan("maths.xlsx", taught("Percentages", 8, 1, "percent"))
    speed, density = taught("Speed", 7, 1, SPEED), taught("Density", 8, 2, DENSITY)
    old = plan("science.xlsx", speed, department=SCIENCE)
    new = plan("science.xlsx", speed, density, department=SCIENCE)
    gained = only(diff(tables_of(curriculum), [maths, old], [maths, new], ONE), "clash-gained")
    assert (gained.rule, gained.topics) == ("COH003", (DENSITY, "maths:goal"))


def test_a_department_that_only_one_side_has_is_not_compared_and_named() -> None:
    both = with_science(3, 2)
    found = diff(TABLES, both, both[:1], ONE)
    assert found.data == ()
    assert any("Only one of the plans has units of science" in note for note in found.notes)
    assert any("Clashes were not compared" in note for note in found.notes)


def test_science_that_waits_for_what_a_class_never_meets_in_mathematics_counts() -> None:
    science = plan("science.xlsx", taught("Density", 8, 4, DENSITY), department=SCIENCE)
    old, new = plan("old.xlsx", *OLD[:3]), plan("new.xlsx", *NEW[:3])
    never = only(diff(TABLES, [old, science], [new, science], ONE), "never")
    assert never.topics == ("maths:scale",)
    assert never.blocks == 1
    assert never.edge is not None
    assert never.edge.id == f"{DENSITY}~maths:scale"


# Coverage ---------------------------------------------------------------------------------------


def test_coverage_gained_and_lost_needs_one_topic_of_the_statement() -> None:
    found = compare(OLD, [row for row in OLD if row[0].text != "Scale"])
    lost = only(found, "coverage-lost")
    assert lost.statements == ("ks3-maths:R3",)  # R2 is still taught by similar shapes
    assert cell(lost.where) == "old.xlsx Year 8!B4"
    assert lost.topics == ("maths:scale",)
    gained = only(compare([row for row in OLD if row[0].text != "Scale"], OLD), "coverage-gained")
    assert gained.statements == ("ks3-maths:R3",)
    assert cell(gained.where) == "new.xlsx Year 8!B4"


# Classes ----------------------------------------------------------------------------------------


def test_a_class_part_way_through_meets_twice_and_never() -> None:
    found = compare()
    assert found.classes == (7, 8, 9)
    twice, never = only(found, "twice"), only(found, "never")
    assert (twice.year, twice.topics, twice.statements) == (7, ("maths:ratio",), ("ks3-maths:R1",))
    assert cell(twice.where) == "new.xlsx Year 8!B4"
    assert cell(twice.other) == "old.xlsx Year 7!B3"
    assert (never.year, never.topics, never.statements) == (7, ("maths:scale",), ("ks3-maths:R3",))
    assert cell(never.where) == "new.xlsx Year 7!B3"
    assert cell(never.other) == "old.xlsx Year 8!B4"
    assert never.blocks == 1
    assert never.edge is not None
    assert never.edge.id == "maths:similar~maths:scale"
    assert "before the class changes to it in Year 8 Autumn 1" in never.message


def test_a_class_may_change_within_the_year() -> None:
    """At Autumn 2 the class of Year 7 has met fractions alone; at Spring 1 ratio too."""
    assert not of_kind(compare(from_half=2), "twice", "never")
    spring = compare(from_half=3, classes=(7,))
    assert [row.kind for row in of_kind(spring, "twice", "never")] == ["twice", "never"]
    assert "in Year 7 Spring 1" in only(spring, "never").message


def test_classes_that_have_not_begun_or_have_left_lose_nothing() -> None:
    assert not of_kind(compare(from_half=1, classes=(7,)), "twice", "never")
    assert not of_kind(compare(classes=(9, 10, 11)), "twice", "never")


def test_what_was_met_twice_in_both_plans_is_no_news() -> None:
    spiral = (*OLD, taught("Ratio again", 9, 2, "ratio"))
    assert not of_kind(compare(spiral, spiral), "twice", "never")


def test_of_several_meetings_the_last_and_the_first_to_come_are_shown() -> None:
    old = (OLD[0], OLD[1], taught("More ratio", 7, 4, "ratio"), *OLD[2:])
    new = (OLD[0], taught("Ratio", 8, 3, "ratio"), taught("More ratio", 8, 4, "ratio"), *OLD[2:])
    twice = only(compare(old, new), "twice")
    assert (twice.was, twice.text) == ("More ratio", "Ratio")


def test_never_meeting_more_that_rests_on_it_comes_first() -> None:
    old = [taught(name, 8, 1, name) for name in ("percent", "ratio")]
    new = [taught(name, 7, 2, name) for name in ("percent", "ratio")]
    start, end = (
        taught("fractions", 7, 1, "fractions"),
        [
            taught("scale", 9, 1, "scale"),
            taught("similar", 9, 2, "similar"),
        ],
    )
    never = of_kind(compare([start, *old, *end], [start, *new, *end]), "never")
    assert [(row.topics, row.blocks) for row in never] == [
        (("maths:ratio",), 2),
        (("maths:percent",), 1),
    ]


# Pathways ---------------------------------------------------------------------------------------


def test_rows_say_whom_they_concern() -> None:
    higher = (Course.HIGHER,)
    old = (*OLD[:4], taught("Percentages", 9, 1, "percent", courses=higher))
    new = (
        *OLD[:2],
        taught("Similar shapes", 8, 2, "similar"),
        taught("Scale", 8, 1, "scale", courses=higher),
        taught("Percentages", 9, 1, "percent", courses=higher),
    )
    plans = [plan("old.xlsx", *old)], [plan("new.xlsx", *new)]
    found = diff(TABLES, *plans, read_pathways(["foundation,higher"]))
    assert {row.pathway for row in of_kind(found, "broken", "coverage-lost")} == {"foundation"}
    assert {row.rule for row in of_kind(found, "broken")} == {"PRE003"}


def test_mathematics_alone_has_no_pathways_of_science() -> None:
    sides = [plan("old.xlsx", *OLD)], [plan("new.xlsx", *NEW)]
    both = read_both(TABLES, *sides, read_pathways([]), Settings())
    assert [run.maths for run in both.every] == [Tier.FOUNDATION, Tier.HIGHER]


# Bad questions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "from_half", "parameter", "says"),
    [
        ((6,), None, "classes", "Year 6"),
        ((7, 12), None, "classes", "Year 12"),
        ((), 0, "from_half", "half-term 0"),
        ((), 7, "from_half", "half-term 7"),
    ],
)
def test_years_and_half_terms_that_there_are_none_of(
    classes: tuple[int, ...], from_half: int | None, parameter: str, says: str
) -> None:
    with pytest.raises(BadParameter, match=says) as raised:
        compare(classes=classes, from_half=from_half)
    assert raised.value.parameter == parameter


def test_plans_of_different_departments_cannot_be_compared() -> None:
    maths, science = with_science(3, 2)
    with pytest.raises(BadParameter, match="of maths and the new one of science"):
        diff(TABLES, [maths], [science], ONE)
    with pytest.raises(BadParameter, match="of nothing"):
        diff(TABLES, [], [science], ONE)


def test_a_plan_without_a_calendar_cannot_be_compared() -> None:
    with pytest.raises(BadParameter, match="No unit of the new plan has a year"):
        compare(OLD, (taught("Ratio", None, None, "ratio"),))


def test_a_unit_that_lost_its_year_is_told_and_noted() -> None:
    found = compare(OLD, (*OLD[:4], taught("Percentages", None, None, "percent")))
    moved = only(found, "moved")
    assert (moved.after, moved.by) == (None, None)
    assert any("1 unit of the new plan without a year" in note for note in found.notes)


@pytest.mark.parametrize("text", ["", "---", '=HYPERLINK("x")', "x" * 5000, "a\n\tb\x00"])
def test_odd_texts_are_units_like_others(text: str) -> None:
    rows = (*OLD, taught(text, 9, 2, "counting"), taught(text, 9, 3))
    assert compare(rows, rows).data == ()
    dropped = of_kind(compare(rows, OLD), "dropped")
    assert len(dropped) == 2
    assert all(len(row.message) < 400 for row in dropped)


def test_many_units_with_the_same_words_are_paired_in_linear_time() -> None:
    rows = [taught("Revision", 7 + n % 3, 1 + n % 6) for n in range(3000)]
    assert compare([*OLD, *rows], [*OLD, *reversed(rows)]).data == ()
