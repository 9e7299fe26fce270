"""The units of two plans that are one and the same: by their words, else by what they teach."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal

from graph.plans.read import Matched
from graph.plans.school_year import half_of
from graph.plans.tables import Tables, bits_of, numbers_of
from ontology.plans import State, Unit
from ontology.text import fold
from ontology.vocabulary import Department

NEAR = 40
"""Units of the new plan with which one is compared when both its words and its topics changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit of one of the plans: its place among all their units, and all that it teaches."""

    unit: Unit
    department: Department
    place: int
    taught: int
    unsure: bool

    @property
    def slot(self) -> tuple[int | None, int | None]:
        """Year and half-term."""
        return self.unit.year, self.unit.half_term

    @property
    def audience(self) -> Hashable:
        """For whom it is."""
        return frozenset(self.unit.courses), frozenset(self.unit.classes)


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit of the old plan and what became of it (a part of it) in the new one.

    `how` is `whole`, or that the old unit was `split` into several, or several `merged` into one.
    """

    old: Entry
    new: Entry
    how: Literal["whole", "split", "merged"]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pairs in the order of the new plan; units that only the new or only the old plan has."""

    pairs: tuple[Pair, ...]
    added: tuple[Entry, ...]
    dropped: tuple[Entry, ...]


def entries(tables: Tables, plans: Iterable[Matched], of: Sequence[Department]) -> list[Entry]:
    """The units of plans in their order, of these departments. O(units + topics)."""
    number = tables.index.number
    found: list[Entry] = []
    for plan in plans:
        for unit, department, match in plan.rows():
            if department in of:
                taught = bits_of(number[id_] for part in match.parts for id_ in part.topics)
                unsure = any(part.topics and part.state is State.CONFIRM for part in match.parts)
                found.append(Entry(unit, department, len(found), taught, unsure))
    return found


def pair_units(old: Sequence[Entry], new: Sequence[Entry]) -> Pairing:
    """Which unit became which.

    In turn, each step with what the steps before left: the same words, first at the same time,
    then teaching the same, then anywhere; the same topics; most topics in common, at least half of
    those of the smaller unit. What is left then is a piece of a unit that was split if its partner
    lost at least half of what the piece teaches, or was merged into one whose partner did not
    teach at least half of it; else it was added or dropped. Of equals the nearer in words, then in
    time, then the first. The old plan's places never count as names: an id is often a cell.

    O(units), and O(pairs that share a topic) for those whose words and topics both changed.
    """
    left_old, left_new = list(old), list(new)
    pairs: list[Pair] = []
    for key in _KEYS:
        pairs += _pair_by(key, left_old, left_new)
    pairs += _pair_by_overlap(left_old, left_new)
    wholes = list(pairs)
    pieces = [
        (entry, pair.old, entry)
        for entry in left_new
        if (pair := _source(entry, wholes, _lost)) is not None
    ]
    joined = [
        (entry, entry, pair.new)
        for entry in left_old
        if (pair := _source(entry, wholes, _gained)) is not None
    ]
    split = {id(of) for _, of, _ in pieces}
    merged = {id(into) for _, _, into in joined}
    gone = {id(entry) for entry, _, _ in (*pieces, *joined)}
    every = [
        *(_retold(pair, split, merged) for pair in wholes),
        *(Pair(of, into, "split") for _, of, into in pieces),
        *(Pair(of, into, "merged") for _, of, into in joined),
    ]
    return Pairing(
        tuple(sorted(every, key=lambda pair: (pair.new.place, pair.old.place))),
        tuple(entry for entry in left_new if id(entry) not in gone),
        tuple(entry for entry in left_old if id(entry) not in gone),
    )


def _retold(pair: Pair, split: set[int], merged: set[int]) -> Pair:
    if id(pair.old) in split:
        return Pair(pair.old, pair.new, "split")
    return Pair(pair.old, pair.new, "merged" if id(pair.new) in merged else "whole")


def _words(entry: Entry) -> Hashable:
    return entry.department, fold(entry.unit.text)


def _topics(entry: Entry) -> Hashable:
    return (entry.department, entry.taught) if entry.taught else None


_KEYS: tuple[Callable[[Entry], Hashable], ...] = (
    lambda entry: (_words(entry), entry.audience, entry.slot, entry.unit.span),
    lambda entry: (_words(entry), entry.audience, entry.slot),
    lambda entry: (_words(entry), entry.audience, entry.taught),
    lambda entry: (_words(entry), entry.audience),
    _words,
    lambda entry: _topics(entry) and (_topics(entry), entry.audience, entry.slot),
    lambda entry: _topics(entry) and (_topics(entry), entry.audience),
    _topics,
)
"""By what two units are the same, strictest first; a key that is null pairs with nothing."""


def _pair_by(
    key: Callable[[Entry], Hashable], old: list[Entry], new: list[Entry]
) -> Iterator[Pair]:
    """Units with the same key, in order; what is paired leaves the lists."""
    waiting: dict[Hashable, list[Entry]] = {}
    for entry in reversed(old):
        waiting.setdefault(key(entry), []).append(entry)
    waiting.pop(None, None)
    paired = set()
    for entry in list(new):
        found = waiting.get(key(entry))
        if found:
            partner = found.pop()
            paired |= {id(entry), id(partner)}
            yield Pair(partner, entry, "whole")
    old[:] = [entry for entry in old if id(entry) not in paired]
    new[:] = [entry for entry in new if id(entry) not in paired]


def _pair_by_overlap(old: list[Entry], new: list[Entry]) -> list[Pair]:
    """Units that share most topics, best first; each is compared with the `NEAR` most like it."""
    teaching: dict[tuple[Department, int], dict[int, Entry]] = {}
    for entry in new:
        for topic in numbers_of(entry.taught):
            teaching.setdefault((entry.department, topic), {})[entry.place] = entry
    words = {id(entry): frozenset(fold(entry.unit.text).split()) for entry in (*old, *new)}
    ranked = []
    for entry in old:
        near: dict[int, Entry] = {}
        for topic in numbers_of(entry.taught):
            near.update(teaching.get((entry.department, topic), {}))
        alike = (other for other in near.values() if _share(entry.taught, other.taught))
        for other in nsmallest(NEAR, alike, key=lambda other: _apart(entry, other)):
            told = words[id(entry)], words[id(other)]
            ranked.append((_rank(entry, other, *told), entry, other))
    pairs = []
    paired: set[int] = set()
    for _, entry, other in sorted(ranked, key=lambda row: row[0]):
        if id(entry) not in paired and id(other) not in paired:
            paired |= {id(entry), id(other)}
            pairs.append(Pair(entry, other, "whole"))
    old[:] = [entry for entry in old if id(entry) not in paired]
    new[:] = [entry for entry in new if id(entry) not in paired]
    return pairs


def _share(one: int, other: int) -> bool:
    """Whether two units share at least half of what the smaller teaches."""
    return 2 * (one & other).bit_count() >= min(one.bit_count(), other.bit_count())


def _apart(old: Entry, new: Entry) -> tuple[float, int]:
    """How far apart two units are by what they teach: 0 the same, 1 nothing in common."""
    shared = (old.taught & new.taught).bit_count()
    return 1 - shared / (old.taught | new.taught).bit_count(), new.place


def _rank(
    old: Entry, new: Entry, words: frozenset[str], others: frozenset[str]
) -> tuple[float, float, bool, float, int, int]:
    """How alike two units are, most alike first: topics, words, for whom, when, which is first."""
    alike = len(words & others) / (len(words | others) or 1)
    apart, place = _apart(old, new)
    there = old.audience != new.audience
    return apart, -alike, there, _distance(old.unit, new.unit), old.place, place


def _distance(old: Unit, new: Unit) -> float:
    """Half-terms between two units; a year without one begins with its first."""
    if old.year is None or new.year is None:
        return float("inf")
    return abs(half_of(old.year, old.half_term or 1) - half_of(new.year, new.half_term or 1))


def _lost(pair: Pair) -> int:
    return pair.old.taught & ~pair.new.taught


def _gained(pair: Pair) -> int:
    return pair.new.taught & ~pair.old.taught


def _source(entry: Entry, pairs: Sequence[Pair], part: Callable[[Pair], int]) -> Pair | None:
    """The pair whose lost (gained) topics hold most of a unit's, and at least half of them."""
    best = max(
        (pair for pair in pairs if pair.old.department is entry.department),
        key=lambda pair: ((part(pair) & entry.taught).bit_count(), -pair.new.place),
        default=None,
    )
    if best is None:
        return None
    shared = (part(best) & entry.taught).bit_count()
    return best if shared and 2 * shared >= entry.taught.bit_count() else None
