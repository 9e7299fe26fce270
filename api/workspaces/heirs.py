"""Retired identifiers in what was saved, followed to what replaced them.

What is kept stays as it was saved; it is followed whenever it is read, with the data of that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ontology.plans import Plan, Suppression, Unit

if TYPE_CHECKING:
    from api.workspaces.records import MatchRow
    from api.workspaces.school import Workspace
    from graph.index import Index
    from ontology.vocabulary import Department


class Heirs:
    """What retired identifiers mean now, and which of them were met."""

    def __init__(self, index: Index) -> None:
        """Follow within an index. O(1)."""
        self.index = index
        self.met: dict[str, tuple[str, ...]] = {}

    def follow(self, id_: str) -> tuple[str, ...]:
        """What an identifier means now: itself, or all that replaced it, perhaps nothing.

        What was replaced by something that was retired in its turn is followed on. O(heirs).
        """
        retired = self.index.names.retired
        if id_.strip().lower() not in retired:
            return (id_,)
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting = [id_.strip()]
        while waiting:
            now = waiting.pop()
            row = retired.get(now.lower())
            if row is None:
                found[now] = None
            elif now.lower() not in seen:
                seen.add(now.lower())
                waiting += reversed(row.replaced_by)
        self.met[id_.strip()] = tuple(found)
        return tuple(found)

    def topics(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The topics of today that identifiers of topics mean, each once."""
        found: dict[str, None] = {}
        for id_ in ids:
            followed = [heir for heir in self.follow(id_) if heir in self.index.number]
            if not followed:
                self.met[id_.strip()] = ()
            found.update(dict.fromkeys(followed))
        return tuple(found)

    def told(self) -> list[dict[str, Any]]:
        """The identifiers that were met and are no more, each with what replaced it and why."""
        retired = self.index.names.retired
        told = []
        for id_, heirs in sorted(self.met.items()):
            row = retired.get(id_.lower())
            reason = "It is no topic of these data." if row is None else row.reason
            told.append({"id": id_, "replaced_by": list(heirs), "reason": reason})
        return told


def follow_plan(plan: Plan, heirs: Heirs) -> Plan:
    """The plan with what replaced the retired identifiers in it; its texts stay as they are.

    Identifiers stand beside the texts of units and in suppressions. One that nothing replaced
    stays, so that checking says so. O(units).
    """
    units = tuple(_unit(unit, heirs) for unit in plan.units)
    kept = tuple(
        rule.model_copy(update={"about": about})
        for rule in plan.settings.suppressions
        for about in _about(rule, heirs)
    )
    settings = plan.settings.model_copy(update={"suppressions": kept})
    return plan.model_copy(update={"units": units, "settings": settings})


def follow_match(row: MatchRow, heirs: Heirs) -> MatchRow:
    """The confirmed match with the topics of today; it does not hold where they are all gone."""
    topics = heirs.topics(row.topics)
    return row.model_copy(update={"topics": topics, "holds": bool(topics) or not row.topics})


def confirmations(
    workspace: Workspace | None, index: Index
) -> Callable[[Department], Mapping[str, tuple[str, ...]]]:
    """What a school confirmed for a department, as matching wants it: folded texts to topics.

    A text whose topics are all gone is left out: it is to be asked about anew, not taken to mean
    no topic. Nothing is confirmed where there is no workspace.
    """

    def confirmed(department: Department) -> Mapping[str, tuple[str, ...]]:
        if workspace is None:
            return {}
        heirs = Heirs(index)
        found = workspace.confirmed(department).items()
        followed = ((text, heirs.topics(topics), topics) for text, topics in found)
        return {text: topics for text, topics, stored in followed if topics or not stored}

    return confirmed


def _unit(unit: Unit, heirs: Heirs) -> Unit:
    followed = tuple(
        dict.fromkeys(now for name in unit.names for now in heirs.follow(name) or (name,))
    )
    return unit if followed == unit.names else unit.model_copy(update={"names": followed})


def _about(rule: Suppression, heirs: Heirs) -> tuple[str | None, ...]:
    if rule.about is None:
        return (None,)
    return heirs.follow(rule.about) or (rule.about,)
