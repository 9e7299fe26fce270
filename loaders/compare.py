"""What changed between two versions of the data, record by record."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ontology.records import Curriculum


class Change(BaseModel):
    """One record that was added, removed or changed; `fields` names what differs."""

    model_config = ConfigDict(frozen=True)

    kind: str
    id: str
    change: Literal["added", "removed", "changed", "retired"]
    fields: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()


def compare(old: Curriculum, new: Curriculum) -> tuple[Change, ...]:
    """The changes from one version to another, by kind and id.

    A record that is gone and whose id stands in `retired` is told as retired, with its heirs.
    O(records).
    """
    retired = {row.id: row for row in new.retired}
    changes: list[Change] = []
    for kind in Curriculum.model_fields:
        before = {record.id: record for record in getattr(old, kind)}
        after = {record.id: record for record in getattr(new, kind)}
        for id_ in sorted(before.keys() | after.keys()):
            one, other = before.get(id_), after.get(id_)
            if one is None:
                changes.append(Change(kind=kind, id=id_, change="added"))
            elif other is None and id_ in retired:
                heirs = retired[id_].replaced_by
                changes.append(Change(kind=kind, id=id_, change="retired", replaced_by=heirs))
            elif other is None:
                changes.append(Change(kind=kind, id=id_, change="removed"))
            elif one != other:
                changes.append(
                    Change(kind=kind, id=id_, change="changed", fields=_differing(one, other))
                )
    return tuple(changes)


def _differing(one: Any, other: Any) -> tuple[str, ...]:
    return tuple(
        name for name in type(one).model_fields if getattr(one, name) != getattr(other, name)
    )
