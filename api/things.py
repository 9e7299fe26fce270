"""The things themselves as rows: statements, topics, themes, edges, refusals and the rest.

Each row carries its source and licence where it has one. Rows are plain values, made once an
index.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from graph.index import Index
from ontology.errors import Ambiguous, NotFound
from ontology.records import Address

Row = dict[str, Any]

OWN_LICENCE = "CC BY 4.0"
OWN_SOURCE = "curriculum-coherence"

COLLECTIONS = (
    "statements",
    "topics",
    "themes",
    "memberships",
    "frameworks",
    "edges",
    "refused",
    "sources",
    "weights",
    "retired",
)


class Things:
    """Rows of an index, by collection and by id."""

    def __init__(self, index: Index) -> None:
        """Make nothing yet. O(1)."""
        self.index = index
        self._collections: dict[str, dict[str, Row]] = {}

    def rows(self, collection: str) -> dict[str, Row]:
        """The rows of a collection by id, in canonical order. O(rows) the first time."""
        if collection not in self._collections:
            make = getattr(self, f"_{collection}")
            self._collections[collection] = {row["id"]: row for row in make()}
        return self._collections[collection]

    def get(self, collection: str, asked: str) -> Row:
        """One row, by its id in any case or, for what has names, by a name.

        Raises:
            NotFound, Ambiguous, Gone: nothing in the collection has this name.
        """
        rows = self.rows(collection)
        for id_ in (asked, self.index.edge_ids.get(asked.strip().lower(), "")):
            if id_ in rows:
                return rows[id_]
        if collection == "frameworks":
            return rows[self.index.names.get_framework(asked, "id")]
        lower = {id_.lower(): id_ for id_ in rows}
        if asked.strip().lower() in lower:
            return rows[lower[asked.strip().lower()]]
        named = [id_ for id_ in self.index.names.get(asked, "id") if id_ in rows]
        if len(named) == 1:
            return rows[named[0]]
        if named:
            raise Ambiguous(
                f'"{asked}" means {len(named)} of {collection}: {", ".join(named)}. Choose one.',
                "id",
                named,
            )
        raise NotFound(
            f'No one of {collection} is called "{asked}".',
            "id",
            self.index.names.nearest(asked),
        )

    @cached_property
    def _licences(self) -> dict[str, str]:
        return {source.id: source.licence for source in self.index.curriculum.sources}

    def _statements(self) -> list[Row]:
        return [
            {
                "id": at.statement.id,
                "framework": at.statement.framework,
                "code": at.statement.code,
                "strand": at.statement.strand,
                "kind": str(at.statement.kind),
                "tier": at.statement.tier and str(at.statement.tier),
                "higher_only": at.statement.higher_only,
                "label": at.statement.label,
                "summary": at.statement.summary,
                "locator": at.statement.locator,
                "topics": self._addresses_of.get(at.statement.id, []),
                "source": self.index.frameworks[at.statement.framework].source,
                "licence": self._licences[self.index.frameworks[at.statement.framework].source],
            }
            for at in self.index.all_statements.values()
        ]

    @cached_property
    def _addresses_of(self) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = defaultdict(list)
        for address in self.index.curriculum.addresses:
            rows[address.statement].append({"topic": address.topic, **_address(address)})
        return rows

    def _topics(self) -> list[Row]:
        addresses: dict[str, list[Row]] = defaultdict(list)
        for address in self.index.curriculum.addresses:
            addresses[address.topic].append({"statement": address.statement, **_address(address)})
        themes: dict[str, list[str]] = defaultdict(list)
        for membership in self.index.curriculum.memberships:
            themes[membership.topic].append(membership.theme)
        return [
            {
                "id": topic.id,
                "subject": str(topic.subject),
                "stage": str(topic.stage),
                "label": topic.label,
                "description": topic.description,
                "misconception": topic.misconception,
                "aliases": list(topic.aliases),
                "statements": addresses.get(topic.id, []),
                "themes": themes.get(topic.id, []),
                "source": OWN_SOURCE,
                "licence": OWN_LICENCE,
            }
            for topic in self.index.topics
        ]

    def _themes(self) -> list[Row]:
        members: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("memberships").values():
            own = {name: value for name, value in row.items() if name not in ("theme", "licence")}
            members[row["theme"]].append(own)
        return [
            {
                "id": theme.id,
                "label": theme.label,
                "description": theme.description,
                "aliases": list(theme.aliases),
                "members": members.get(theme.id, []),
                "source": OWN_SOURCE,
                "licence": OWN_LICENCE,
            }
            for theme in self.index.curriculum.themes
        ]

    def _frameworks(self) -> list[Row]:
        rows = []
        for framework in self.index.curriculum.frameworks:
            row = framework.model_dump(mode="json")
            row["statements"] = len(self.index.statements.get(framework.id, ()))
            row["licence"] = self._licences[framework.source]
            rows.append(row)
        return rows

    def _edges(self) -> list[Row]:
        edges = {edge.id: edge for edge in self.index.curriculum.requires}
        return [
            {
                **link.model_dump(mode="json"),
                "review": str(edges[link.id].review),
                "reviewer": edges[link.id].reviewer,
                "licence": OWN_LICENCE,
            }
            for link in self.index.links
        ]

    def _refused(self) -> list[Row]:
        return [
            {"id": row.id, **row.model_dump(mode="json"), "licence": OWN_LICENCE}
            for row in self.index.curriculum.refused
        ]

    def _memberships(self) -> list[Row]:
        return [
            {
                "id": row.id,
                "theme": row.theme,
                "topic": row.topic,
                "basis": str(row.basis.kind),
                "source": row.basis.source,
                "locator": row.basis.locator,
                "rationale": row.rationale,
                "review": str(row.review),
                "reviewer": row.reviewer,
                "licence": OWN_LICENCE,
            }
            for row in self.index.curriculum.memberships
        ]

    def _weights(self) -> list[Row]:
        return [
            {"id": row.id, **row.model_dump(mode="json"), "licence": self._licences[row.source]}
            for row in self.index.curriculum.weights
        ]

    def _retired(self) -> list[Row]:
        return [row.model_dump(mode="json") for row in self.index.curriculum.retired]

    def _sources(self) -> list[Row]:
        return [source.model_dump(mode="json") for source in self.index.curriculum.sources]


def _address(address: Address) -> Row:
    return {
        "tier": str(address.tier),
        "part": address.part,
        "basis": str(address.basis.kind),
        "source": address.basis.source,
        "locator": address.basis.locator,
        "review": str(address.review),
        "reviewer": address.reviewer,
    }
