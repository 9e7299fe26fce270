"""Data that no careful hand would write: each must end in findings that help, and in no others."""

from __future__ import annotations

from typing import Any

import pytest

from ontology.draft import Draft, draft_of
from ontology.integrity import check_draft
from ontology.records import Curriculum
from ontology.text import is_damaged


def topic(name: str) -> dict[str, Any]:
    return {"id": f"maths:{name}", "label": name, "stage": "KS2", "description": "A topic"}


def edge(dependent: str, prerequisite: str, strength: str = "helpful") -> dict[str, Any]:
    return {
        "dependent": f"maths:{dependent}",
        "prerequisite": f"maths:{prerequisite}",
        "strength": strength,
        "reasoning": "numerical",
        "basis": {"kind": "editorial"},
        "rationale": "Because",
    }


def retired(id_: str, *heirs: str) -> dict[str, Any]:
    return {"id": id_, "replaced_by": heirs, "date": "2026-01-31", "reason": "No longer thought so"}


def draft(**kinds: list[dict[str, Any]]) -> Draft:
    return draft_of(Curriculum.model_validate(kinds))


def rules(draft: Draft) -> list[str]:
    return [finding.rule for finding in check_draft(draft)]


def test_the_locator_of_a_basis_is_looked_at_too() -> None:
    member = {
        "theme": "ratio",
        "topic": "maths:a",
        "basis": {"kind": "official", "source": "doc", "locator": "=2+2 â€“ see above"},
        "rationale": "Because",
    }
    assert rules(draft(memberships=[member])).count("DATA004") == 2


@pytest.mark.parametrize(
    "text", ["√2", "≤", "≥", "π", "θ", "→", "−3", "×", "÷", "²", "°", "½", "–"]
)
def test_mathematics_read_as_cp1252_is_seen_to_be_damaged(text: str) -> None:
    assert not is_damaged(text)
    assert is_damaged(text.encode().decode("cp1252", errors="replace"))


@pytest.mark.parametrize("character", ["\0", "\a", "\x1b", "\x7f"])
def test_control_characters_are_damage(character: str) -> None:
    theme = {"id": "ratio", "label": "Ratio", "description": f"Ra{character}tio"}
    assert rules(draft(themes=[theme])).count("DATA004") == 1


def test_what_replaces_a_retired_identifier_exists() -> None:
    gone = draft(topics=[topic("a")], retired=[retired("maths:b", "maths:nowhere")])
    assert rules(gone).count("IDS002") == 1


def test_what_replaces_a_retired_identifier_may_be_an_edge() -> None:
    kinds = {"topics": [topic("a"), topic("b")], "requires": [edge("a", "b")]}
    assert rules(draft(**kinds, retired=[retired("maths:c~maths:b", "maths:a~maths:b")])) == []


def test_a_retired_edge_may_stand_in_refused() -> None:
    refused = {
        "dependent": "maths:a",
        "prerequisite": "maths:c",
        "reason": "not-direct",
        "rationale": "It goes through b",
    }
    found = rules(
        draft(
            topics=[topic("a"), topic("b"), topic("c")],
            requires=[edge("a", "b"), edge("b", "c")],
            refused=[refused],
            retired=[retired("maths:a~maths:c")],
        )
    )
    assert found == []


def test_a_dangling_prerequisite_is_one_finding() -> None:
    assert rules(draft(topics=[topic("a")], requires=[edge("a", "nowhere")])) == ["IDS002"]


def test_an_edge_given_twice_is_one_finding() -> None:
    edges = [edge("a", "b"), edge("a", "b"), edge("a", "c")]
    topics = [topic("a"), topic("b"), topic("c")]
    assert rules(draft(topics=topics, requires=edges)) == ["IDS001"]


def test_a_weight_is_of_strands_that_its_framework_has() -> None:
    document = {
        "id": "doc",
        "title": "T",
        "publisher": "P",
        "date": "2013",
        "licence": "L",
        "attribution": "A",
    }
    framework = {
        "id": "gcse-maths",
        "label": "GCSE",
        "version": "1",
        "valid_from": "2015-09-01",
        "source": "doc",
        "prints_codes": True,
        "strands": ["Number"],
        "subjects": ["maths"],
    }
    weight = {
        "framework": "gcse-maths",
        "tier": "higher",
        "strands": ["Nubmer"],
        "percent": 100,
        "source": "doc",
    }
    assert len(rules(draft(sources=[document], frameworks=[framework], weights=[weight]))) == 1
