"""What became of the units of a plan: moved, added, dropped, renamed, changed, split, merged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from graph.plans.pairs import Entry, Pair, Pairing
from graph.plans.school_year import half_of, name_of
from graph.plans.tables import Tables
from graph.plans.topic_sets import ids_of, labels_of, resting_on
from graph.plans.units import cell_of, quoted, time_of
from ontology.plan_changes import Change, ChangeKind
from ontology.plans import Unit
from ontology.text import fold


def unit_changes(tables: Tables, pairing: Pairing, taught: int) -> Iterator[Change]:
    """What became of every unit, in the order of the new plan, then of the old one's that left.

    `taught` is what the new plan teaches on any pathway.
    """
    shuffled = _shuffled(pairing.pairs)
    for pair in pairing.pairs:
        if pair.how != "whole":
            yield _piece(tables, pair, taught)
            continue
        if fold(pair.old.unit.text) != fold(pair.new.unit.text):
            yield _renamed(tables, pair)
        if pair.old.taught != pair.new.taught:
            yield _changed(tables, pair, taught)
        if id(pair) in shuffled or _is_elsewhere(pair.old.unit, pair.new.unit):
            yield _moved(tables, pair, taught)
    for entry in pairing.added:
        yield _alone(tables, entry, ChangeKind.ADDED, taught)
    for entry in pairing.dropped:
        yield _alone(tables, entry, ChangeKind.DROPPED, taught)


def _shuffled(pairs: Iterable[Pair]) -> set[int]:
    """The fewest units whose place among those that stayed at the same time changed.

    Told only where both plans say the order; all but a longest run that kept its order.
    """
    groups: dict[tuple[object, ...], list[Pair]] = {}
    for pair in pairs:
        old, new = pair.old.unit, pair.new.unit
        stayed = pair.how == "whole" and pair.old.slot == pair.new.slot
        if stayed and old.step is not None and new.step is not None:
            key = (pair.new.department, pair.new.slot, pair.new.audience)
            groups.setdefault(key, []).append(pair)
    found: set[int] = set()
    for group in groups.values():
        group.sort(key=lambda pair: (pair.new.unit.step or 0, pair.old.unit.step or 0))
        kept = _longest([pair.old.unit.step or 0 for pair in group])
        found |= {id(pair) for place, pair in enumerate(group) if place not in kept}
    return found


def _longest(values: Sequence[int]) -> set[int]:
    """The places of a longest run of values that never falls. O(n log n).

    >>> sorted(_longest([3, 1, 2, 2]))
    [1, 2, 3]
    """
    ends: list[int] = []
    places: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(values):
        at = bisect_right(ends, value)
        before.append(places[at - 1] if at else None)
        ends[at:] = [value] if at == len(ends) else [value, *ends[at + 1 :]]
        places[at:] = [place] if at == len(places) else [place, *places[at + 1 :]]
    found: set[int] = set()
    last = places[-1] if places else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _is_elsewhere(old: Unit, new: Unit) -> bool:
    """Whether a unit is at another time; a half-term that only one plan tells is none."""
    if old.year != new.year:
        return True
    if old.half_term is None or new.half_term is None:
        return False
    return (old.half_term, old.span) != (new.half_term, new.span)


def _moved(tables: Tables, pair: Pair, taught: int) -> Change:
    old, new = pair.old.unit, pair.new.unit
    by = _by(old, new)
    where = f"{cell_of(pair.new.unit)} moved from {_when(old)} to {_when(new)}"
    if old.year == new.year and old.half_term == new.half_term:
        where = f"{cell_of(pair.new.unit)} stands elsewhere in the order of {_when(new)}"
        if old.span != new.span:
            long = f"{new.span} half-term{'s' * (new.span > 1)}"
            where = f"{cell_of(pair.new.unit)} takes {long} from {_when(new)}, not {old.span}"
    elif by:
        where += f", {abs(by)} half-term{'s' * (abs(by) > 1)} {'later' if by > 0 else 'earlier'}"
    return _of_pair(tables, pair, ChangeKind.MOVED, pair.new.taught, f"{where}.", taught)


def _renamed(tables: Tables, pair: Pair) -> Change:
    said = f"{quoted(pair.old.unit)} is now called {cell_of(pair.new.unit)}."
    return _of_pair(tables, pair, ChangeKind.RENAMED, pair.old.taught & pair.new.taught, said)


def _changed(tables: Tables, pair: Pair, taught: int) -> Change:
    gained, lost = pair.new.taught & ~pair.old.taught, pair.old.taught & ~pair.new.taught
    said = [
        *([f"now also teaches {labels_of(tables, gained)}"] if gained else []),
        *([f"no longer teaches {labels_of(tables, lost)}{_gone(lost, taught)}"] if lost else []),
    ]
    message = f"{cell_of(pair.new.unit)} {' and '.join(said)}."
    return _of_pair(tables, pair, ChangeKind.CHANGED, gained | lost, message, taught)


def _gone(lost: int, taught: int) -> str:
    """Whether what a unit taught is taught elsewhere."""
    gone = (lost & ~taught).bit_count()
    if not gone:
        return ", which other units teach"
    return ", which no unit teaches" if not lost & taught else f", {gone} of which no unit teaches"


def _piece(tables: Tables, pair: Pair, taught: int) -> Change:
    """A piece of a unit that was split, or a unit that was merged into another."""
    split = pair.how == "split"
    kind = ChangeKind.SPLIT if split else ChangeKind.MERGED
    both = pair.old.taught & pair.new.taught
    what = f" ({labels_of(tables, both)})" if both else ""
    old = f"{quoted(pair.old.unit)} of {_when(pair.old.unit)}"
    said = (
        f"A part of {old}{what} is now {cell_of(pair.new.unit)}."
        if split
        else f"{old}{what} is now in {cell_of(pair.new.unit)}."
    )
    return _of_pair(tables, pair, kind, both, said, taught)


def _of_pair(
    tables: Tables,
    pair: Pair,
    kind: ChangeKind,
    topics: int,
    message: str,
    taught: int | None = None,
) -> Change:
    old, new = pair.old.unit, pair.new.unit
    return Change(
        kind=kind,
        department=pair.new.department,
        where=new.where,
        other=old.where,
        text=new.text,
        was=old.text,
        before=time_of(old),
        after=time_of(new),
        by=_by(old, new),
        topics=ids_of(tables, topics),
        provisional=pair.old.unsure or pair.new.unsure,
        blocks=None if taught is None else resting_on(tables, topics, taught).bit_count(),
        message=message,
    )


def _alone(tables: Tables, entry: Entry, kind: ChangeKind, taught: int) -> Change:
    unit, dropped = entry.unit, kind is ChangeKind.DROPPED
    gone = _gone(entry.taught, taught) if dropped else ""
    teaches = f" ({labels_of(tables, entry.taught)}{gone})" if entry.taught else ""
    state = "no longer in the plan" if dropped else "new"
    return Change(
        kind=kind,
        department=entry.department,
        where=unit.where,
        text=None if dropped else unit.text,
        was=unit.text if dropped else None,
        before=time_of(unit) if dropped else None,
        after=None if dropped else time_of(unit),
        topics=ids_of(tables, entry.taught),
        provisional=entry.unsure,
        blocks=resting_on(tables, entry.taught, taught).bit_count(),
        message=f"{cell_of(entry.unit)} is {state}{teaches}.",
    )


def _by(old: Unit, new: Unit) -> int | None:
    """Half-terms from the old time to the new one, where both are known."""
    if None in (old.year, old.half_term, new.year, new.half_term):
        return None
    return half_of(new.year or 0, new.half_term or 0) - half_of(old.year or 0, old.half_term or 0)


def _when(unit: Unit) -> str:
    return name_of(unit.year, unit.half_term)
