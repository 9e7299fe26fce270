"""What a teacher's words mean: ids, codes, labels and aliases, tried in turn."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.questions import NAME
from ontology.errors import Ambiguous, Gone, NotFound
from ontology.records import Curriculum, Retired, Statement, Theme, Topic
from ontology.science import Equation
from ontology.text import fold

NEAREST = 5
_CODE_APART = re.compile(r"(?<![^\W_])([A-Za-z]{1,3}) ([0-9]{1,3}[a-z]?)$")
"""A code written in two, as `BIO 7`."""
LIKE = 65
"""Likeness, of 100, from which a whole name is taken for a misspelling."""

Named = tuple[Theme | Topic | Statement, ...]


@dataclass(frozen=True)
class Names:
    """Every name by which a theme, topic or statement can be asked for.

    `ids` maps an id in lower case to the canonical one; `codes` a code to each framework's
    statement. Labels and aliases are folded when the first name is neither id nor code.
    """

    named: Named
    equations: tuple[Equation, ...]
    ids: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    frameworks: Mapping[str, tuple[str, ...]]
    prints_codes: frozenset[str]
    retired: Mapping[str, Retired]

    @cached_property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """All that have a label, by the folded label, in canonical order."""
        return _group((thing.label, thing.id) for thing in self.named)

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """All that have an alias, by the folded alias, in canonical order.

        The words of a topic's id count as one: `maths:reverse-percentages` without its subject.
        """
        given = (
            (alias, thing.id) for thing in self.named for alias in getattr(thing, "aliases", ())
        )
        slugs = (
            (thing.id.partition(":")[2], thing.id)
            for thing in self.named
            if isinstance(thing, Topic)
        )
        return _group((*given, *slugs))

    @cached_property
    def of_equations(self) -> Mapping[str, tuple[str, ...]]:
        """Equations by their folded label and expression, which come last."""
        return _group(
            (name, equation.id)
            for equation in self.equations
            for name in (equation.label, equation.expression)
        )

    def find(self, asked: str, within: str | None = None, parameter: str = "of") -> tuple[str, ...]:
        """The canonical ids that the words mean, empty where nothing has this name.

        Tried in turn, the first step that hits decides: exact id; code, alone or with its
        framework; label; alias; label or expression of an equation. `within` is the framework
        asked about, which decides a bare code.

        Raises:
            Ambiguous: a bare code that several frameworks have, none of them favoured.
        """
        return next(self.meanings(asked, within, parameter), ())

    def meanings(
        self, asked: str, within: str | None = None, parameter: str = "of"
    ) -> Iterator[tuple[str, ...]]:
        """What the words mean at each step that hits, in turn; otherwise as `find`."""
        exact = self.ids.get(asked.strip().lower())
        if exact:
            yield (exact,)
        by_code = self.by_code(asked, within, parameter)
        if by_code:
            yield (by_code,)
        name = fold(asked)
        for named in (self.labels, self.aliases, self.of_equations):
            if name in named:
                yield named[name]

    def get(self, asked: str, parameter: str, within: str | None = None) -> tuple[str, ...]:
        """As `find`, but never empty.

        Raises:
            NotFound: with the nearest known ids.
            Gone: the identifier was retired.
            Ambiguous: as `find`.
        """
        found = self.find(asked, within, parameter)
        if found:
            return found
        self.check_retired(asked, parameter)
        if not fold(asked):
            raise NotFound("A name is empty: give a theme, a topic, a code or words.", parameter)
        nearest = self.nearest(asked)
        raise NotFound(
            f'Nothing is called "{asked}". The nearest known: {", ".join(nearest)}.',
            parameter,
            nearest,
        )

    def check_retired(self, asked: str, parameter: str) -> None:
        """Raises Gone when the identifier was retired, with what replaced it."""
        retired = self.retired.get(asked.strip().lower())
        if retired:
            heirs = ", ".join(retired.replaced_by) or "nothing"
            raise Gone(
                f"{retired.id} was retired ({retired.reason}); {heirs} replaces it.",
                parameter,
                retired.replaced_by,
            )

    def get_framework(self, asked: str, parameter: str) -> str:
        """The framework's id; of several with this name the first. Raises NotFound."""
        known = self.frameworks.get(fold(asked))
        if known:
            return known[0]
        ids = sorted({id_ for named in self.frameworks.values() for id_ in named})
        raise NotFound(
            f'No framework is called "{asked}". Known: {", ".join(ids)}.', parameter, ids
        )

    def nearest(self, asked: str) -> tuple[str, ...]:
        """The ids of the things whose names are most like the words; none for no words.

        Whole names count first; names that hold something like the words fill up.
        """
        from rapidfuzz import fuzz, process

        name = fold(asked[:NAME])
        if not name:
            return ()
        owners: dict[str, tuple[str, ...]] = {fold(id_): (id_,) for id_ in self.ids.values()}
        owners.update(self.aliases)
        owners.update(self.labels)
        best: dict[str, tuple[int, float]] = {}
        for place, scorers in enumerate(
            ((fuzz.ratio, fuzz.token_sort_ratio), (fuzz.partial_ratio,))
        ):
            for scorer in scorers:
                found = process.extract(name, owners.keys(), scorer=scorer, limit=20)
                for match, score, _ in found:
                    rank = (-place if score >= LIKE else -2, score)
                    for id_ in owners[match]:
                        best[id_] = max(best.get(id_, (-3, 0.0)), rank)
        ordered = sorted(best, key=lambda id_: (-best[id_][0], -best[id_][1], id_))
        return tuple(ordered[:NEAREST])

    def by_code(self, asked: str, within: str | None = None, parameter: str = "of") -> str | None:
        """The statement of a code, alone or with its framework; None where it is no code.

        Raises:
            Ambiguous: as `find`.
        """
        text = _CODE_APART.sub(r"\1\2", " ".join(asked.replace(":", " ").split()))
        words, _, code = text.rpartition(" ")
        owners = self.codes.get(code.upper())
        if not owners:
            return None
        if words:
            named = self.frameworks.get(fold(words), ())
            return next((owners[framework] for framework in named if framework in owners), None)
        if within is not None and within in owners:
            return owners[within]
        if len(owners) > 1:
            printed = [framework for framework in owners if framework in self.prints_codes]
            if len(printed) != 1:
                ids = sorted(owners.values())
                labelled = {thing.id: thing.label for thing in self.named}
                told = "; ".join(f"{id_} ({labelled[id_]})" for id_ in ids)
                raise Ambiguous(f"{code} is a code of {told}: say which.", parameter, ids)
            return owners[printed[0]]
        return next(iter(owners.values()), None)


def build_names(curriculum: Curriculum) -> Names:
    """The names of everything in a curriculum. O(names)."""
    named: Named = (*curriculum.themes, *curriculum.topics, *curriculum.statements)
    codes: dict[str, dict[str, str]] = defaultdict(dict)
    for statement in curriculum.statements:
        codes[statement.code.upper()][statement.framework] = statement.id
    frameworks = _group(
        (name, framework.id)
        for framework in curriculum.frameworks
        for name in (framework.id, framework.label, *framework.aliases)
    )
    return Names(
        named=named,
        equations=curriculum.equations,
        ids={thing.id.lower(): thing.id for thing in (*named, *curriculum.equations)},
        codes=dict(codes),
        frameworks=frameworks,
        prints_codes=frozenset(f.id for f in curriculum.frameworks if f.prints_codes),
        retired={row.id.lower(): row for row in curriculum.retired},
    )


def _group(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    owners: dict[str, list[str]] = defaultdict(list)
    for name, id_ in pairs:
        if id_ not in owners[fold(name)]:
            owners[fold(name)].append(id_)
    return {name: tuple(sorted(ids)) for name, ids in owners.items()}


def union(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """All the ids once, in the order in which they first stand."""
    return tuple(dict.fromkeys(id_ for group in groups for id_ in group))
