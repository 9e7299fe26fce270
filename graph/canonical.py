"""A question in its one canonical form: ids canonical, repeated values once, in one order.

Two questions that mean the same have one canonical form, so an answer can be kept by it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from graph.index import Index
from graph.names import union
from graph.questions import NAME, Question
from graph.sides import read_maths, read_scheme, read_side, read_skill
from ontology.errors import Ambiguous, BadParameter, NotFound
from ontology.text import fold

Q = TypeVar("Q", bound=Question)

NAMED = ("of", "dependent", "prerequisite", "target", "known")
"""Parameters that take themes, topics, statements or a teacher's words."""

SINGLE = ("statement", "theme")
"""Parameters of lists that take one name."""

SIDES = ("maths", "science")
"""Parameters for what lies on one side of a use, a tier or a scheme."""

ALWAYS = ("in", "tier", *NAMED)
"""Parameters that `meta.query` shows even where they have their usual value."""


def canonical(index: Index, question: Q) -> Q:
    """The canonical form of a question.

    Raises:
        NotFound, Ambiguous, Gone: a name, framework, edge or membership.
        BadParameter: a strand that is none, a name on the other side of a use.

    Cost: a few dictionary look-ups a name.
    """
    given = question.__dict__
    changes: dict[str, Any] = {}
    within = given.get("within")
    if within is not None:
        within = changes["within"] = index.names.get_framework(within, "in")
    if given.get("framework") is not None:
        changes["framework"] = index.names.get_framework(given["framework"], "framework")
    for parameter in (*NAMED, *SINGLE):
        asked = given.get(parameter)
        if isinstance(asked, str):
            changes[parameter] = _one(index, asked, parameter)
        elif asked is not None:
            names = index.names
            found = union(names.get(name, parameter, within) for name in asked)
            changes[parameter] = tuple(sorted(found))
    if given.get("strand") is not None:
        scope = within or changes.get("framework")
        everywhere = index.frameworks if "framework" in given else index.statements
        changes["strand"] = _strand(index, given["strand"], [scope] if scope else everywhere)
    for parameter, read in READERS.items():
        if given.get(parameter) not in (None, ()):
            changes[parameter] = read(index, given[parameter], parameter)
    return question.model_copy(update=changes)


def shown(question: Question) -> dict[str, Any]:
    """A canonical question as `meta.query` shows it: what was asked, and no usual values."""
    whole = question.model_dump(mode="json", by_alias=True)
    told = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {
        name: value
        for name, value in whole.items()
        if name in told or name == "in" or (name in (*ALWAYS, *SIDES) and value not in (None, []))
    }


def _one(index: Index, asked: str, parameter: str) -> str:
    """The one thing that a name means; `theme` and `statement` take only their kind."""
    ids = index.names.get(asked, parameter)
    kinds: dict[str, Collection[str]] = {
        "theme": index.members,
        "statement": index.all_statements,
    }
    kind = kinds.get(parameter)
    if kind is not None and not all(id_ in kind for id_ in ids):
        near = tuple(id_ for id_ in index.names.nearest(asked) if id_ in kind)
        raise BadParameter(
            f'"{asked}" means {", ".join(ids)}, which is no {parameter}.', parameter, near
        )
    if len(ids) > 1:
        raise Ambiguous(f'"{asked}" means {", ".join(ids)}: say which.', parameter, ids)
    return ids[0]


def _strand(index: Index, asked: str, frameworks: Iterable[str]) -> str:
    """The full name of a strand that is given by name or by its first letters.

    `frameworks` is the one asked about; without one those that have content, in lists all.
    """
    known = tuple(dict.fromkeys(s for f in frameworks for s in index.frameworks[f].strands))
    name = fold(asked)
    hits = [strand for strand in known if fold(strand) == name] or [
        strand for strand in known if name and fold(strand).startswith(name)
    ]
    if len(hits) != 1:
        raise BadParameter(
            f'No one strand is called "{asked}". Known: {"; ".join(known)}.', "strand", known
        )
    return hits[0]


def _without(index: Index, asked: Iterable[str], parameter: str) -> tuple[str, ...]:
    """The ids of edges and memberships that are not accepted, each once, in order."""
    found = set()
    for name in asked:
        id_ = index.edge_ids.get(name.strip().lower())
        if id_ is None:
            index.names.check_retired(name, parameter)
            raise _unknown(name, index.edge_ids.values())
        found.add(id_)
    return tuple(sorted(found))


def _unknown(asked: str, known: Iterable[str]) -> NotFound:
    from rapidfuzz import fuzz, process

    found = process.extract(asked[:NAME], known, scorer=fuzz.ratio, limit=5)
    nearest = [match for match, _, _ in found]
    return NotFound(
        f'No edge or membership is called "{asked}". The nearest known: {", ".join(nearest)}.',
        "without",
        nearest,
    )


def _once(index: Index, asked: Any, parameter: str) -> Any:
    """Values of a closed list, each once, in order; a single value as it is."""
    return tuple(sorted(set(asked))) if isinstance(asked, tuple) else asked


READERS: Mapping[str, Callable[[Index, Any, str], Any]] = {
    "maths": read_side,
    "science": read_side,
    "skill": read_skill,
    "scheme": read_scheme,
    "topic": read_maths,
    "without": _without,
    "reasoning": _once,
    "between": _once,
}
"""How the other parameters whose values can be told in several ways are read."""
