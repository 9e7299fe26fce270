"""Figures in words that a governor, or a colleague with ten minutes, can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from graph.questions import Count, Definition
from ontology.crossings import Order
from ontology.figures import Counted
from ontology.vocabulary import Strength, TierAsked

HOLDS: Mapping[Definition, str] = {
    "member": "is itself part of {names}",
    "direct": "is part of {names} or needs a part of it directly",
    "transitive": "is part of {names} or rests on it through a chain of dependences of any length",
    "essential": "is part of {names} or rests on it through a chain of dependences that are all "
    "essential",
    "threaded": "is part of {names} or rests on it through a chain of dependences that are all "
    "themselves multiplicative",
}

TIERS: Mapping[TierAsked, str] = {
    TierAsked.FOUNDATION: "taught at Foundation tier",
    TierAsked.HIGHER: "taught at Higher tier",
    TierAsked.HIGHER_ONLY: "with a part for Higher tier only",
}

COUNTED: Mapping[Count, str] = {
    "any": "statements at least one of whose topics counts",
    "all": "statements all of whose topics count",
    "part": "mean over the statements of the fraction of their topics that count",
    "weight": "mean fraction by strand, weighted by the strand's marks in the examination",
}


def percent(share: float) -> str:
    """A fraction as a percentage without decimals."""
    return f"{round(100 * share)} %"


def share_sentence(
    definition: Definition,
    some: Counted,
    names: str,
    framework: str,
    tier: TierAsked | None,
    part: str,
) -> str:
    """The definition and its number in one sentence; no tier where the framework has none.

    `part` names the strand, subject and pathway that the statements are of, empty for all.
    """
    where = f"{framework} ({part})" if part else framework
    holds = HOLDS[definition].format(names=names)
    taught = f" {TIERS[tier]}" if tier else ""
    return (
        f"Of the {some.of} content statements of {where}{taught}, {some.count} "
        f"({percent(some.share)}) have at least one topic that {holds}."
    )


def swing_sentence(definition: Definition, by: Count, names: str, share: float) -> str:
    """What a swing is about: the number that is moved."""
    holds = HOLDS[definition].format(names=names)
    return (
        f"A topic counts when it {holds}. The number is the share by {by} ({COUNTED[by]}): "
        f"{share:.4f} as the data stand. Each row refuses one edge or membership and shows what "
        "the number becomes."
    )


def bottleneck_sentence(label: str, topics: int, statements: int, delay: int) -> str:
    """How narrow the graph is at a topic."""
    waiting = "1 topic waits" if topics == 1 else f"{topics} topics wait"
    part = "1 statement" if statements == 1 else f"{statements} statements"
    return (
        f"While “{label}” is not secure, {waiting} for it, in {part}; the longest chain through "
        f"it is {delay} topics long."
    )


def impact_sentence(
    kind: Literal["not-taught", "not-used"], strength: Strength, label: str, places: Sequence[str]
) -> str:
    """What a pupil of two tiers meets or misses."""
    where = " and ".join(f"“{place}”" for place in places)
    if kind == "not-taught":
        need = (
            "science would have to teach it itself, first in"
            if strength is Strength.ESSENTIAL
            else "science can do without it, less easily, first in"
        )
        return f"“{label}” is for Higher tier only in mathematics; {need} {where}."
    return (
        f"“{label}” is taught at Higher tier in mathematics and used only in Higher science: "
        f"{where}."
    )


def first_need_sentence(label: str, by: str, order: Order, needed: int, taught: int | None) -> str:
    """Who comes first to a piece of mathematics."""
    need = f"Science needs “{label}” in Year {needed} (“{by}”)"
    if taught is None:
        return f"{need}; when mathematics teaches it, no source in view tells."
    teach = f"mathematics teaches it in Year {taught}"
    if order == "same-time":
        return f"{need} and {teach}: agree who goes first."
    return f"{need}; {teach}{': science comes first' if order == 'science-first' else ''}."
