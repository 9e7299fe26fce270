"""The things themselves as rows: statements, topics, themes, edges, refusals and the rest.

Each row carries its source and licence where it has one. Rows are plain values, made once an
index.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from graph.index import Index
from graph.names import LIKE, NEAREST
from graph.questions import NAME
from ontology.answers import OWN_LICENCE
from ontology.errors import Ambiguous, NotFound
from ontology.records import Address, Requires
from ontology.science import Uses
from ontology.text import fold

Row = dict[str, Any]

OWN_SOURCE = "curriculum-coherence"

COLLECTIONS = (
    "statements",
    "topics",
    "themes",
    "memberships",
    "frameworks",
    "edges",
    "refused",
    "equations",
    "terms",
    "schemes",
    "timing",
    "sources",
    "weights",
    "retired",
)


def _label(row: Row) -> list[str]:
    return [row["label"]] if "label" in row else []


def _aliases(row: Row) -> list[str]:
    return row.get("aliases") or []


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

    def find(self, collection: str, asked: str) -> Row | None:
        """The row with this id, in any case."""
        rows = self.rows(collection)
        for id_ in (asked, self.index.edge_ids.get(asked.strip().lower(), "")):
            if id_ in rows:
                return rows[id_]
        lower = {id_.lower(): id_ for id_ in rows}
        known = lower.get(asked.strip().lower())
        return None if known is None else rows[known]

    def get(self, collection: str, asked: str) -> Row:
        """One row, by its id in any case or, for what has names, by a label or an alias.

        Raises:
            NotFound, Ambiguous, Gone: nothing in the collection has this name.
        """
        row = self.find(collection, asked)
        if row is not None:
            return row
        if collection == "frameworks":
            return self.rows(collection)[self.index.names.get_framework(asked, "id")]
        named = self._named(collection, asked)
        if len(named) == 1:
            return self.rows(collection)[named[0]]
        if named:
            raise Ambiguous(
                f'"{asked}" means {len(named)} of {collection}: {", ".join(named)}. Choose one.',
                "id",
                named,
            )
        self.index.names.check_retired(asked, "id")
        nearest = self._nearest(collection, asked)
        told = f" The nearest known: {', '.join(nearest)}." if nearest else ""
        raise NotFound(f'No one of {collection} is called "{asked}".{told}', "id", nearest)

    def _named(self, collection: str, asked: str) -> list[str]:
        """The ids of a collection that a label means, or else an alias or another name."""
        rows, name = self.rows(collection), fold(asked)
        for names in (_label, _aliases):
            found = [id_ for id_, row in rows.items() if name in map(fold, names(row))]
            if name and found:
                return found
        return [id_ for id_ in self.index.names.find(asked, parameter="id") if id_ in rows]

    def _nearest(self, collection: str, asked: str) -> tuple[str, ...]:
        """The ids of a collection whose id or label is most like the words."""
        from rapidfuzz import fuzz, process

        rows = self.rows(collection)
        known = {id_: fold(f"{id_} {row.get('label', '')}") for id_, row in rows.items()}
        name = fold(asked[:NAME])
        found = process.extract(name, known, scorer=fuzz.partial_ratio, limit=NEAREST)
        return tuple(id_ for _, score, id_ in found if score >= LIKE)

    @cached_property
    def _licences(self) -> dict[str, str]:
        return {source.id: source.licence for source in self.index.curriculum.sources}

    def _statements(self) -> list[Row]:
        return [
            {
                "id": at.statement.id,
                "framework": at.statement.framework,
                "code": at.statement.code,
                "subject": str(at.subject),
                "strand": at.statement.strand,
                "kind": str(at.statement.kind),
                "tier": at.tier and str(at.tier),
                "higher_only": at.higher_only,
                "label": at.statement.label,
                "summary": at.statement.summary,
                "locator": at.statement.locator,
                "skill": self._skills.get(at.statement.id),
                "topics": self._addresses_of.get(at.statement.id, []),
                "source": self.index.frameworks[at.statement.framework].source,
                "licence": self._licences[self.index.frameworks[at.statement.framework].source],
            }
            for at in self.index.all_statements.values()
        ]

    @cached_property
    def _skills(self) -> dict[str, Row]:
        """Of each mathematical skill, the subjects for which it is listed on each pathway."""
        return {
            skill.id: skill.model_dump(mode="json", exclude={"statement"})
            for skill in self.index.curriculum.skills
        }

    @cached_property
    def _equations_of(self) -> dict[str, list[str]]:
        rows: dict[str, list[str]] = defaultdict(list)
        for equation in self.index.curriculum.equations:
            for topic in equation.topics:
                rows[topic].append(equation.id)
        return rows

    @cached_property
    def _uses_of(self) -> dict[str, list[str]]:
        """The uses that a topic is an end of."""
        rows: dict[str, list[str]] = defaultdict(list)
        for use in self.index.curriculum.uses:
            rows[use.dependent].append(use.id)
            rows[use.prerequisite].append(use.id)
        return rows

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
                "tier": topic.tier and str(topic.tier),
                "pathway": list(map(str, topic.pathway)),
                "quantitative": topic.quantitative,
                "label": topic.label,
                "description": topic.description,
                "misconception": topic.misconception,
                "aliases": list(topic.aliases),
                "statements": addresses.get(topic.id, []),
                "themes": themes.get(topic.id, []),
                "equations": self._equations_of.get(topic.id, []),
                "uses": self._uses_of.get(topic.id, []),
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
        curriculum = self.index.curriculum
        edges: dict[str, Requires | Uses] = {edge.id: edge for edge in curriculum.requires}
        edges |= {use.id: use for use in curriculum.uses}
        return [
            {
                **link.model_dump(mode="json"),
                "note": getattr(edges[link.id], "note", None),
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

    def _equations(self) -> list[Row]:
        return [
            {**row.model_dump(mode="json"), "licence": OWN_LICENCE}
            for row in self.index.curriculum.equations
        ]

    def _terms(self) -> list[Row]:
        from graph.register import term_row

        return [
            term_row(self.index, term).model_dump(mode="json")
            for term in self.index.curriculum.terms
        ]

    def _schemes(self) -> list[Row]:
        return [
            {**row.model_dump(mode="json"), "licence": self._licences[row.source]}
            for row in self.index.curriculum.schemes
        ]

    def _timing(self) -> list[Row]:
        return [
            {
                "id": row.id,
                **row.model_dump(mode="json", exclude={"basis"}),
                "basis": str(row.basis.kind),
                "source": row.basis.source,
                "locator": row.basis.locator,
                "licence": OWN_LICENCE,
            }
            for row in self.index.curriculum.timing
        ]

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
