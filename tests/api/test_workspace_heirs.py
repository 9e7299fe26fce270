"""Retired identifiers in what was saved are followed to what replaced them."""

from __future__ import annotations

from api.planning import Planner
from api.workspaces import Heirs, Workspace, confirmations, follow_match, follow_plan
from ontology.plans import Plan, Settings, Suppression
from tests.api.kept import MATHS, OLD, RATIO, SCIENCE, WHOLE, plan, unit


def test_a_retired_identifier_is_followed_to_the_end() -> None:
    heirs = Heirs(OLD)
    assert heirs.follow(RATIO) == (RATIO,)
    assert heirs.told() == []
    assert heirs.follow("maths:old") == (RATIO, "maths:gradients", "maths:density")
    assert heirs.follow(" MATHS:older ") == (RATIO, "maths:gradients")
    assert heirs.follow("maths:lost") == ()
    assert heirs.follow("maths:round") == ()
    assert heirs.topics(["maths:older", "maths:old", "maths:never"]) == (
        RATIO, "maths:gradients", "maths:density",
    )  # fmt: skip
    told = {row["id"]: row["replaced_by"] for row in heirs.told()}
    assert told["maths:lost"] == []
    assert told["maths:never"] == []
    assert told["maths:old"] == [RATIO, "maths:gradients", "maths:density"]


def test_a_plan_is_followed_and_its_texts_stay() -> None:
    suppressions = tuple(
        Suppression(rule="GAP001", about=about, reason="We know")
        for about in (None, "maths:older", "maths:lost", "Year 8!C7")
    )
    saved = Plan(
        file="plan.xlsx",
        units=(unit("maths:old", names=("maths:older", "R5", RATIO)), unit("b", names=("x",))),
        settings=Settings(suppressions=suppressions),
    )
    heirs = Heirs(OLD)
    followed = follow_plan(saved, heirs)
    assert followed.units[0].text == "maths:old"
    assert followed.units[0].names == (RATIO, "maths:gradients", "R5")
    assert followed.units[1] == saved.units[1]
    assert [rule.about for rule in followed.settings.suppressions] == [
        None, RATIO, "maths:gradients", "maths:lost", "Year 8!C7",
    ]  # fmt: skip
    assert [row["id"] for row in heirs.told()] == ["maths:lost", "maths:older"]
    assert follow_plan(WHOLE, Heirs(OLD)) == WHOLE


def test_a_confirmation_whose_topics_are_gone_is_asked_anew(school: Workspace) -> None:
    school.confirm_all(
        [
            (MATHS, "Old one", ["maths:old"]),
            (MATHS, "Lost one", ["maths:lost"]),
            (MATHS, "Half", ["maths:lost", RATIO]),
            (MATHS, "Revision", []),
        ]
    )
    confirmed = confirmations(school, OLD)
    assert confirmed(MATHS) == {
        "old one": (RATIO, "maths:gradients", "maths:density"),
        "half": (RATIO,),
        "revision": (),
    }
    assert confirmed(SCIENCE) == confirmations(None, OLD)(MATHS) == {}
    heirs = Heirs(OLD)
    rows = {row.text: follow_match(row, heirs) for row in school.list_matches()}
    assert {text: row.holds for text, row in rows.items()} == {
        "Old one": True, "Lost one": False, "Half": True, "Revision": True,
    }  # fmt: skip
    assert school.confirmed(MATHS)["old one"] == ("maths:old",)


def test_what_was_confirmed_decides_the_next_match(school: Workspace) -> None:
    planner = Planner(OLD)
    title = plan("Zebra crossings", "Ratio")
    before = planner.match_plans([title], None)[0].matches[0]
    assert before.parts[0].topics == ()
    school.confirm_all([(MATHS, "ZEBRA crossings", ["maths:older"]), (MATHS, "ratio", [])])
    after = planner.match_plans([title], None, confirmations(school, OLD))[0].matches
    assert [match.state for match in after] == ["matched", "matched"]
    assert after[0].parts[0].topics == (RATIO, "maths:gradients")
    assert after[1].parts[0].topics == ()
