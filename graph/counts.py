"""How what holds is counted: by statement (any, all), by part, by exam weight, by distance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.index import Index, Rows
from ontology.figures import AtDistance, Counted, Figures
from ontology.vocabulary import TierAsked

PLACES = 4
"""Decimal places of a share."""


def figures(
    index: Index, steps: Mapping[int, int], rows: Rows, tier: TierAsked, whole: bool = True
) -> Figures:
    """The four counts of the topics that hold. `whole`: every strand is in the denominator."""
    if not rows:
        return Figures(any=0.0, all=0.0, part=0.0, weight=None)
    some = every = 0
    parts = 0.0
    by_strand: dict[str, list[float]] = {}
    for at, topics in rows:
        held = sum(topic in steps for topic in topics)
        some += held > 0
        every += held == len(topics)
        fraction = held / len(topics)
        parts += fraction
        by_strand.setdefault(at.statement.strand, []).append(fraction)
    framework = rows[0][0].statement.framework
    return Figures(
        any=round(some / len(rows), PLACES),
        all=round(every / len(rows), PLACES),
        part=round(parts / len(rows), PLACES),
        weight=_weighted(index, framework, tier, by_strand) if whole else None,
    )


def _weighted(
    index: Index, framework: str, tier: TierAsked, by_strand: Mapping[str, Sequence[float]]
) -> float | None:
    """Σ strand weight × mean fraction of its statements; null where no weights are published."""
    weights = [
        weight
        for weight in index.curriculum.weights
        if weight.framework == framework and weight.tier.value == tier.value
    ]
    if not weights:
        return None
    total = 0.0
    for weight in weights:
        parts = [part for strand in weight.strands for part in by_strand.get(strand, ())]
        total += weight.percent * (sum(parts) / len(parts) if parts else 0.0)
    return round(total / 100, PLACES)


def weight_note(index: Index, framework: str, tier: TierAsked, whole: bool) -> str | None:
    """Why there is no figure by exam weight, or None where there is one."""
    tiers = {w.tier.value for w in index.curriculum.weights if w.framework == framework}
    if not tiers:
        return f"No official weights of strands are published for {framework}."
    if tier.value not in tiers:
        return f"Exam weights are set for the tiers {' and '.join(sorted(tiers))} only."
    return None if whole else "Exam weights are set for whole examinations, not for a part of one."


def counted(rows: Rows, test: Callable[[int, int], bool], steps: Mapping[int, int]) -> Counted:
    """The statements of which so many topics hold, of so many, that the test takes. O(topics)."""
    ids = tuple(
        at.statement.id
        for at, topics in rows
        if test(sum(topic in steps for topic in topics), len(topics))
    )
    share = round(len(ids) / len(rows), PLACES) if rows else 0.0
    return Counted(count=len(ids), of=len(rows), share=share, ids=ids)


def by_distance(rows: Rows, steps: Mapping[int, int]) -> tuple[AtDistance, ...]:
    """The statements by the fewest links of any of their topics. O(topics)."""
    found: dict[int, list[str]] = {}
    for at, topics in rows:
        reached = [steps[topic] for topic in topics if topic in steps]
        if reached:
            found.setdefault(min(reached), []).append(at.statement.id)
    return tuple(
        AtDistance(distance=d, statements=len(ids), ids=tuple(ids))
        for d, ids in sorted(found.items())
    )
