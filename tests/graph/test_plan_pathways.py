"""Pathways: what is asked for, which checks are made, whom a unit is for, and how it is said."""

from __future__ import annotations

from itertools import permutations

import pytest

from graph.plans.pathways import Asked, Run, describe, is_taught, read_pathways, runs
from ontology.errors import BadParameter
from ontology.plans import Course
from ontology.vocabulary import Department, Pathway, Tier
from tests.graph.plan_world import MATHS, SCIENCE, check, plan, science, unit

F, H = Tier.FOUNDATION, Tier.HIGHER
COMBINED, SEPARATE = Pathway.COMBINED, Pathway.SEPARATE


def made(
    asked: str, *named: Course, groups: tuple[str, ...] = ()
) -> set[tuple[Tier, Tier, Pathway] | tuple[Tier, Tier, Pathway, str]]:
    """The checks for words, where files name these courses and classes."""
    every = runs(read_pathways([asked]), named, groups)
    assert len(set(every)) == len(every)
    return {
        (run.maths, run.science, run.pathway, run.group)
        if run.group
        else (run.maths, run.science, run.pathway)
        for run in every
    }


# What is asked for


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Asked()),
        ([""], Asked()),
        (["higher,combined"], Asked((H,), (H,), (COMBINED,))),
        (["Higher", " COMBINED "], Asked((H,), (H,), (COMBINED,))),
        (["maths:foundation,science:higher"], Asked((F,), (H,))),
        (["maths:foundation", "higher"], Asked((F, H), (H,))),
        (["science:separate"], Asked((), (), (SEPARATE,))),
        (["separate, combined, separate"], Asked((), (), (COMBINED, SEPARATE))),
    ],
)
def test_words_ask_for_tiers_and_pathways(words: list[str], expected: Asked) -> None:
    assert read_pathways(words) == expected


def test_the_order_of_words_does_not_count() -> None:
    words = ("maths:higher", "maths:foundation", "science:higher", "science:foundation", "separate")
    assert len({read_pathways(order) for order in permutations(words)}) == 1


@pytest.mark.parametrize(
    "word",
    [
        "triple",
        "maths:combined",
        "physics:higher",
        "higher:maths",
        "maths:",
        ":higher:",
        "H",
        "all",
    ],
)
def test_a_word_that_names_no_pathway_is_refused_with_those_that_there_are(word: str) -> None:
    with pytest.raises(BadParameter, match="is no pathway: give foundation, higher") as error:
        read_pathways(["higher", word])
    assert error.value.parameter == "pathway"


# Which checks are made


def test_asked_pathways_are_checked() -> None:
    assert made("higher,combined") == {(H, H, COMBINED)}
    assert made("higher") == {(H, H, COMBINED), (H, H, SEPARATE)}
    assert made("maths:foundation,science:higher,combined") == {(F, H, COMBINED)}


def test_what_is_asked_stands_above_what_files_name() -> None:
    assert made("higher,separate", Course.FOUNDATION, Course.COMBINED) == {(H, H, SEPARATE)}


def test_none_asked_checks_each_that_files_name() -> None:
    assert made("", Course.HIGHER, Course.SEPARATE) == {(H, H, SEPARATE)}
    assert made("", Course.HIGHER) == {(H, H, COMBINED), (H, H, SEPARATE)}
    assert made("combined", Course.FOUNDATION) == {(F, F, COMBINED)}


def test_none_asked_and_none_named_checks_every_one_with_tiers_alike() -> None:
    assert made("") == {(t, t, p) for t in Tier for p in Pathway}


def test_a_tier_asked_of_one_subject_is_checked_with_all_of_the_other() -> None:
    assert made("maths:foundation,combined") == {(F, F, COMBINED), (F, H, COMBINED)}
    assert made("science:higher,combined", Course.FOUNDATION) == {(F, H, COMBINED)}


def test_each_class_is_checked() -> None:
    assert made("higher,combined", groups=("7A", "7B")) == {
        (H, H, COMBINED, "7A"),
        (H, H, COMBINED, "7B"),
    }


def test_files_name_pathways_in_their_heads_and_in_their_units() -> None:
    rows = [unit(7, 1, "fractions", courses=[Course.HIGHER])]
    assert {run.maths for run in check(plan(*rows), pathway="").courses} == {H}
    head = plan(unit(7, 1, "fractions"), courses=[Course.FOUNDATION])
    assert {run.maths for run in check(head, pathway="").courses} == {F}


def test_checks_that_are_one_for_mathematics_alone_are_made_once() -> None:
    mathematics = plan(unit(7, 1, "fractions"))
    assert len(check(mathematics, pathway="").courses) == 2
    assert len(check(mathematics, science(unit(7, 1, "physics:speed")), pathway="").courses) == 4


# Whom a unit is for


@pytest.mark.parametrize(
    ("courses", "department", "expected"),
    [
        ([], MATHS, {(t, p) for t in Tier for p in Pathway}),
        ([Course.HIGHER], MATHS, {(H, COMBINED), (H, SEPARATE)}),
        ([Course.FOUNDATION, Course.HIGHER], SCIENCE, {(t, p) for t in Tier for p in Pathway}),
        ([Course.SEPARATE], SCIENCE, {(F, SEPARATE), (H, SEPARATE)}),
        ([Course.SEPARATE], MATHS, {(t, p) for t in Tier for p in Pathway}),
        ([Course.HIGHER, Course.SEPARATE], SCIENCE, {(H, SEPARATE)}),
    ],
)
def test_a_unit_is_for_the_tiers_and_the_pathways_that_it_names(
    courses: list[Course], department: Department, expected: set[tuple[Tier, Pathway]]
) -> None:
    row = unit(7, 1, "fractions", courses=courses).unit
    every = [(t, p) for t in Tier for p in Pathway]
    assert {one for one in every if is_taught(row, Run(one[0], one[0], one[1]), department)} == (
        expected
    )


def test_a_tier_is_that_of_the_department() -> None:
    row = unit(7, 1, "fractions", courses=[Course.HIGHER]).unit
    run = Run(F, H, COMBINED)
    assert (is_taught(row, run, MATHS), is_taught(row, run, SCIENCE)) == (False, True)


def test_a_unit_for_classes_is_for_them_alone() -> None:
    row = unit(7, 1, "fractions", classes=["7A", "7C"]).unit
    taught = {group: is_taught(row, Run(H, H, COMBINED, group), MATHS) for group in ("7A", "7B")}
    assert taught == {"7A": True, "7B": False}
    assert is_taught(unit(7, 1, "fractions").unit, Run(H, H, COMBINED, "7B"), MATHS)


# How it is said


def said(asked: str, *kept: int, groups: tuple[str, ...] = ()) -> str | None:
    """The checks at these places in few words."""
    every = runs(read_pathways([asked]), (), groups)
    return describe([every[place] for place in kept], every)


def test_all_are_nobody_in_particular() -> None:
    assert said("", 0, 1, 2, 3) is None
    assert said("higher,combined", 0) is None


def test_a_whole_tier_or_pathway_is_named_by_it() -> None:
    assert said("", 0, 1) == "foundation"
    assert said("", 1, 3) == "separate"
    assert said("", 2, 3, 1) == "higher, separate"


def test_what_no_word_holds_is_named_whole() -> None:
    assert said("", 0) == "foundation combined"
    assert said("", 0, 3) == "foundation combined, higher separate"


def test_tiers_that_differ_name_their_subjects() -> None:
    assert said("maths:foundation,combined", 1) == "maths:foundation science:higher"


def test_a_class_is_named() -> None:
    assert said("higher,combined", 1, groups=("7A", "7B")) == "7B"
    assert said("combined", 0, groups=("7A", "7B")) == "7A foundation combined"


def test_nothing_found_is_nothing_said() -> None:
    assert said("") == ""
