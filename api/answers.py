"""The verbs: from a question to the bytes of its answer, the same for every face.

An answer is a function of the index and the canonical question, so it is written once and kept,
in a store bounded in bytes; what was asked least recently goes first.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from api.encode import Encoder, dump, envelope, record_rows
from api.things import COLLECTIONS, Things
from api.version import SOFTWARE
from api.view import View, page
from graph.ask import read_topics
from graph.canonical import canonical, shown
from graph.index import Index
from graph.questions import Question
from graph.sides import SUBJECTS
from ontology.text import fold

VIEW_FIELDS = frozenset(View.model_fields)


@dataclass(slots=True)
class Kept:
    """An answer as bytes, by its key, with its strong entity tag and, once made, its gzip form."""

    key: str
    etag: str
    body: bytes
    compressed: bytes | None = None
    packing: bool = field(default=False, repr=False)

    @property
    def size(self) -> int:
        """Bytes held, with a little for the object itself."""
        return len(self.body) + len(self.compressed or b"") + 512


class Store:
    """Answers by canonical question, bounded in bytes, least recently asked out first."""

    def __init__(self, limit: int) -> None:
        """Hold at most so many bytes."""
        self.limit = limit
        self.held = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, key: str) -> Kept | None:
        """The answer, or None. O(1)."""
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keep an answer, letting others go where it needs the room. O(1) amortised."""
        if kept.size > self.limit:
            return
        old = self._kept.pop(key, None)
        if old is not None:
            self.held -= old.size
        self._kept[key] = kept
        self._grow(kept.size)

    def grown(self, key: str, by: int) -> None:
        """Account for a kept answer that grew."""
        if key in self._kept:
            self._grow(by)

    def _grow(self, by: int) -> None:
        self.held += by
        while self.held > self.limit:
            self.held -= self._kept.popitem(last=False)[1].size

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)


Extra = Mapping[str, Any]
Found = tuple[Mapping[str, Any], str, list[bytes], Extra]
"""Query as understood, definition, rows, further meta."""


def _nothing(found: Any, question: Any) -> Extra:
    return {}


def _under(found: Any, question: Any) -> Extra:
    if not question.under:
        return {}
    return {"under": [row.model_dump(mode="json") for row in found.under]}


VERBS: Mapping[str, tuple[str, str, Callable[[Any, Any], Extra]]] = {
    "dependents": ("graph.dependents", "dependents", _nothing),
    "prerequisites": ("graph.dependents", "prerequisites", _nothing),
    "explain": ("graph.explain", "explain", lambda found, _: {"shared": found.shared}),
    "share": ("graph.share", "share", _nothing),
    "swing": ("graph.swing", "swing", lambda found, _: {"share": found.share}),
    "bottlenecks": ("graph.bottlenecks", "bottlenecks", _nothing),
    "gaps": ("graph.gaps", "gaps", lambda found, _: {"fringe": found.fringe}),
    "uses": ("graph.uses", "uses", _under),
    "tier-impact": ("graph.impact", "tier_impact", _nothing),
    "register": ("graph.register", "register", _nothing),
    "first-need": ("graph.register", "first_need", _nothing),
}
"""Of each verb its module, its function and the meta it adds.

A module is imported when its verb is first asked: a command asks one and should not load the rest.
"""


class Answers:
    """Answers of one index."""

    def __init__(self, index: Index, limit: int = 0) -> None:
        """Answer from an index and keep at most `limit` bytes of answers."""
        self.index = index
        self.things = Things(index)
        self.encoder = Encoder(index)
        self.store = Store(limit)
        self._verbs: dict[str, Callable[[Any], Found]] = {
            **{name: self._verb(name) for name in VERBS},
            **{name: self._collection(name) for name in COLLECTIONS},
        }

    def ask(self, verb: str, question: Question) -> Kept:
        """The answer to a question: kept bytes where it was asked before.

        Raises:
            QuestionError: a name or parameter that means nothing.
        """
        question = canonical(self.index, question)
        key = self.key(verb, question)
        kept = self.store.get(key)
        if kept is None:
            kept = self._keep(key, self._write(verb, question))
        return kept

    def key(self, verb: str, question: Question) -> str:
        """The key of a canonical question."""
        return f"{verb} {question.model_dump_json(exclude_defaults=True)}"

    def thing(self, collection: str, asked: str) -> Kept:
        """One thing by its id. Raises NotFound, Ambiguous or Gone."""
        row = self.things.get(collection, asked)
        key = f"{collection}/{row['id']}"
        kept = self.store.get(key)
        if kept is None:
            meta = self._meta({"id": row["id"]}, _THING, 1, None)
            kept = self._keep(key, b'{"data":%s,"meta":%s}' % (dump(row), dump(meta)))
        return kept

    def dataset(self) -> Kept:
        """The whole data set: every collection, with counts."""
        kept = self.store.get("dataset")
        if kept is None:
            data = {name: list(self.things.rows(name).values()) for name in COLLECTIONS}
            counts = {name: len(rows) for name, rows in data.items()}
            meta = self._meta({}, "Every record of the data set.", sum(counts.values()), None)
            kept = self._keep(
                "dataset", b'{"data":%s,"meta":%s}' % (dump(data), dump({**meta, "counts": counts}))
            )
        return kept

    def _keep(self, key: str, body: bytes) -> Kept:
        tag = hashlib.sha256(f"{self.index.version} {SOFTWARE} {key}".encode()).hexdigest()[:24]
        kept = Kept(key, tag, body)
        self.store.put(key, kept)
        return kept

    def _write(self, verb: str, question: Question) -> bytes:
        query, definition, rows, extra = self._verbs[verb](question)
        total, following = len(rows), None
        if isinstance(question, View) and self._is_cut(question, total):
            rows, following = page(rows, question, self._owner(verb, question), self._widen)
        return envelope(rows, {**self._meta(query, definition, total, following), **extra})

    def _is_cut(self, view: View, total: int) -> bool:
        """Whether the view shows anything but all rows as they are."""
        return total > view.limit or bool(view.cursor or view.fields or view.group)

    def _owner(self, verb: str, question: Question) -> str:
        """What the cursors of an answer belong to: the data and the question, whatever the page."""
        blank = {"cursor": None, "limit": 1, "fields": (), "group": None}
        asked = self.key(verb, question.model_copy(update=blank))
        return hashlib.sha256(f"{self.index.version} {asked}".encode()).hexdigest()[:12]

    def _meta(
        self, query: Mapping[str, Any], definition: str, total: int, following: str | None
    ) -> dict[str, Any]:
        query = {name: value for name, value in query.items() if name not in VIEW_FIELDS}
        return {
            "dataset_version": self.index.version,
            "query": query,
            "definition": definition,
            "total": total,
            "next": following,
        }

    def _widen(self, id_: str) -> Mapping[str, Any]:
        for collection in ("statements", "topics", "edges"):
            row = self.things.rows(collection).get(id_)
            if row is not None:
                return row
        return {}

    def _verb(self, name: str) -> Callable[[Any], Found]:
        """How a verb is asked; it is imported when it is first asked."""
        module, function, extra = VERBS[name]

        def find(question: Any) -> Found:
            found = getattr(import_module(module), function)(self.index, question)
            reached = function in ("dependents", "prerequisites")
            rows = self.encoder.rows(found) if reached else record_rows(found.data)
            return found.query, found.definition, rows, extra(found, question)

        return find

    def _collection(self, name: str) -> Callable[[Any], Found]:
        def find(question: Any) -> Found:
            wanted = {
                field: value
                for field, value in question.model_dump(mode="json").items()
                if field not in VIEW_FIELDS and value is not None
            }
            for end in ("dependent", "prerequisite"):
                if end in wanted:
                    numbers = read_topics(self.index, (wanted[end],))
                    wanted[end] = frozenset(self.index.topics[number].id for number in numbers)
            rows = [
                dump(row)
                for row in self.things.rows(name).values()
                if all(_has(row, field, value) for field, value in wanted.items())
            ]
            return shown(question), f"Every one of {name} that the filters keep.", rows, {}

        return find


_THING = "One thing by its identifier."


def _has(row: Mapping[str, Any], field: str, value: Any) -> bool:
    """Whether a row has this value, or one of these.

    `statement` and `theme` ask about what a topic belongs to.
    """
    if isinstance(value, frozenset):
        return row[field] in value
    if field == "statement":
        return any(part["statement"].lower() == value.lower() for part in row["statements"])
    if field == "theme" and "themes" in row:
        return value.lower() in row["themes"]
    if field == "subject":
        own = row.get("subjects") or [row["subject"]]
        wanted = {value, *SUBJECTS[fold(value)].subjects} if fold(value) in SUBJECTS else {value}
        return not wanted.isdisjoint(own)
    if isinstance(row.get(field), list):
        return value in row[field]
    return bool(str(row.get(field)).lower() == str(value).lower())
