"""Answers as JSON, written from parts that are encoded once an index.

A link stands in many chains and a statement in many answers; their JSON is made once and joined.
What is written equals the records' own JSON, and a test compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from graph.index import Index
from graph.net import BASES, STRENGTHS
from ontology.records import Topic

if TYPE_CHECKING:
    from graph.dependents import Reached, Row


def dump(value: object) -> bytes:
    """Compact JSON, UTF-8, of plain values. Raises ValueError for NaN and infinities."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


class Encoder:
    """Encodes the answers of one index; the parts are made when first needed."""

    def __init__(self, index: Index) -> None:
        """Start with nothing encoded. O(1)."""
        self.index = index
        self._links: dict[int, bytes] = {}
        self._heads: dict[str, bytes] = {}

    def rows(self, reached: Reached) -> list[bytes]:
        """The rows of `dependents` and `prerequisites`, one JSON object each."""
        return [self._row(row) for row in reached.rows]

    def _row(self, row: Row) -> bytes:
        chain = row.chain
        if chain is None:
            grade, links = b'"strength":null,"basis":null,"distance":0', b""
        else:
            links = b",".join([self._link(link) for link in chain.links])
            grade = b'"strength":"%s","basis":"%s","distance":%d' % (
                STRENGTHS[chain.strength].encode(),
                BASES[chain.basis].encode(),
                len(chain.links),
            )
        extent = b""
        if not isinstance(row.thing, Topic):
            extent = b',"extent":{"topics":%d,"is":%d,"depending":%d}' % (
                row.topics,
                row.is_,
                row.depending,
            )
        return b'%s,"depends":"%s",%s,"nearest":%d%s,"chain":[%s]}' % (
            self._head(row),
            row.depends.encode(),
            grade,
            row.nearest,
            extent,
            links,
        )

    def _link(self, link: int) -> bytes:
        known = self._links.get(link)
        if known is None:
            known = self._links[link] = self.index.links[link].model_dump_json().encode()
        return known

    def _head(self, row: Row) -> bytes:
        """The part of a row that is the same in every answer, without the closing brace."""
        thing = row.thing
        known = self._heads.get(thing.id)
        if known is None:
            known = self._heads[thing.id] = dump(head_of(row))[:-1]
        return known


def head_of(row: Row) -> dict[str, Any]:
    """The fields of a row that do not depend on the question."""
    if isinstance(row.thing, Topic):
        topic = row.thing
        return {
            "id": topic.id,
            "subject": str(topic.subject),
            "stage": str(topic.stage),
            "label": topic.label,
        }
    statement = row.thing.statement
    return {
        "id": statement.id,
        "framework": statement.framework,
        "code": statement.code,
        "strand": statement.strand,
        "label": statement.label,
        "tier": row.thing.tier and str(row.thing.tier),
        "higher_only": row.thing.higher_only,
    }


def record_rows(records: Iterable[BaseModel]) -> list[bytes]:
    """Records as JSON objects."""
    return [record.model_dump_json(by_alias=True).encode() for record in records]


def envelope(rows: Sequence[bytes], meta: Mapping[str, Any]) -> bytes:
    """An answer: its rows and what it is about."""
    return b'{"data":[%s],"meta":%s}' % (b",".join(rows), dump(meta))
