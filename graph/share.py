"""How much of a framework's content rests on a set of topics, always under a declared definition.

| definition | a topic holds when |
|---|---|
| member | it is one of the set |
| direct | member, or one of its prerequisites is |
| transitive | member, or any chain leads to one |
| essential | member, or a chain of essential links does |
| threaded | member, or a chain whose every link is multiplicative does |

Least bases narrow the links, never the memberships: those go only by `without`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from graph.ask import read_topics, read_without, statement_rows
from graph.canonical import canonical, shown
from graph.counts import by_distance, counted, figures, weight_note
from graph.index import Index, Rows, label_of
from graph.net import BASES, dependents_by, distances
from graph.questions import Definition, Share, Swing
from graph.sentences import share_sentence
from ontology.errors import BadParameter
from ontology.figures import (
    AtBasis,
    AtTier,
    InStrand,
    Range,
    ShareRow,
)
from ontology.vocabulary import BasisKind, Pathway, SubjectAsked, TierAsked

DEFINITIONS: tuple[Definition, ...] = get_args(Definition)


@dataclass(frozen=True, slots=True)
class Holding:
    """Which topics hold, and the fewest links by which each does, under a definition."""

    definition: Definition
    basis: BasisKind
    steps: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Shared:
    """The answer of `share`: one row a definition."""

    index: Index
    query: Mapping[str, Any]
    definition: str
    data: tuple[ShareRow, ...]


def holding(
    index: Index,
    topics: Sequence[int],
    definition: Definition,
    basis: BasisKind = BasisKind.EDITORIAL,
    without: frozenset[int] = frozenset(),
) -> Holding:
    """The topics that hold when links have at least this basis. O(V + E)."""
    return Holding(definition, basis, _search(index, definition, basis, without)(topics))


def _search(
    index: Index, definition: Definition, basis: BasisKind, without: frozenset[int]
) -> Callable[[Sequence[int]], Mapping[int, int]]:
    """Finds what holds for any topics asked about; the links are sorted out once. O(V + E)."""
    depth = {"member": 0, "direct": 1}.get(definition)
    neighbours = dependents_by(index.net, link_test(index, definition, basis, without))
    return lambda topics: distances(neighbours, topics, depth)


def link_test(
    index: Index, definition: Definition, basis: BasisKind, without: frozenset[int]
) -> Callable[[int], bool]:
    """Whether a definition lets a chain use a link."""
    net, least = index.net, basis.rank

    def keep(link: int) -> bool:
        if net.basis[link] > least or link in without:
            return False
        if definition == "essential":
            return net.strength[link] == 0
        return definition != "threaded" or link in index.multiplicative

    return keep


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a share is asked of, resolved; `named` are topics asked about by name, not by theme."""

    index: Index
    topics: tuple[int, ...]
    named: frozenset[int]
    framework: str
    tier: TierAsked
    strand: str | None
    subject: SubjectAsked | None
    pathway: Pathway | None
    without: frozenset[int]
    names: str

    @property
    def whole(self) -> bool:
        """Whether every strand of the framework is in the denominator."""
        return is_whole(self.strand, self.subject, self.pathway)

    def rows(self, tier: TierAsked | None = None, strand: str | None = None) -> Rows:
        """The denominator, at another tier or in one strand where told."""
        return statement_rows(
            self.index,
            self.framework,
            tier or self.tier,
            strand or self.strand,
            self.subject,
            self.pathway,
        )


def share(index: Index, question: Share) -> Shared:
    """The share of a framework's content that rests on `of`, under each declared definition.

    A statement asked about by name counts as a member: it stays in the denominator.

    Raises:
        NotFound, Ambiguous, Gone, BadParameter: a parameter that means nothing.

    Cost: forty searches of O(V + E) for all five definitions.
    """
    question = canonical(index, question)
    without = read_without(index, question.without)
    found = _Asked(
        index,
        read_topics(index, question.of, without),
        frozenset(read_topics(index, [id_ for id_ in question.of if id_ not in index.members])),
        question.within,
        question.tier,
        question.strand,
        question.subject,
        question.pathway,
        without.links,
        names_of(index, question.of),
    )
    check_content(found.rows(), question)
    definitions = (question.definition,) if question.definition else DEFINITIONS
    data = tuple(_share_row(found, definition) for definition in definitions)
    sentence = " ".join(row.sentence for row in data)
    return Shared(index, shown(question), sentence, data)


def has_tiers(index: Index, framework: str) -> bool:
    """Whether some of a framework is for Higher only (at KS3 nothing is)."""
    return any(at.topics[TierAsked.HIGHER_ONLY] for at in index.statements[framework])


def is_whole(strand: str | None, subject: SubjectAsked | None, pathway: Pathway | None) -> bool:
    """Whether a denominator is a whole examination, for which marks of strands are set."""
    return strand is None and subject is None and pathway is None


def check_content(rows: Rows, question: Share | Swing) -> None:
    """Raises BadParameter when there is nothing to take a share of."""
    if not rows:
        narrowed = {
            name: value
            for name in ("strand", "subject", "pathway")
            if (value := getattr(question, name)) is not None
        }
        where = "".join(f", {name} {value}" for name, value in narrowed.items())
        raise BadParameter(
            f"{question.within}{where} has no content at tier {question.tier}.",
            next(iter(narrowed), "tier"),
        )


def names_of(index: Index, ids: Sequence[str]) -> str:
    """The labels of what was asked about, for sentences."""
    return " or ".join(f"“{label_of(index, id_)}”" for id_ in ids)


def _share_row(asked: _Asked, definition: Definition) -> ShareRow:
    index, tier = asked.index, asked.tier
    whole = asked.whole
    rows = asked.rows()
    without_ks2 = [t for t in asked.topics if t in asked.named or not index.is_ks2(t)]
    at_bases = []
    steps: Mapping[int, int] = {}
    for basis in BASES:
        search = _search(index, definition, basis, asked.without)
        steps = search(asked.topics)
        for ks2, held in ((True, steps), (False, search(without_ks2))):
            at_bases.append(
                AtBasis(
                    basis=basis,
                    ks2=ks2,
                    **figures(index, held, rows, tier, whole).model_dump(),
                )
            )
    # The last basis takes every link: what holds by it is the answer.
    main = figures(index, steps, rows, tier, whole)
    some = counted(rows, lambda held, _: held > 0, steps)
    framework = index.frameworks[asked.framework]
    return ShareRow(
        definition=definition,
        sentence=share_sentence(
            definition,
            some,
            asked.names,
            framework.label,
            tier if has_tiers(index, asked.framework) else None,
            ", ".join(
                words for words in (asked.strand, asked.subject, asked.pathway) if words is not None
            ),
        ),
        any=some,
        all=counted(rows, lambda held, topics: held == topics, steps),
        part=main.part,
        weight=main.weight,
        weight_note=weight_note(index, asked.framework, tier, whole),
        range=_range(at_bases),
        by_basis=tuple(at_bases),
        by_tier=_by_tier(asked, steps),
        by_strand=_by_strand(asked, steps),
        by_distance=by_distance(rows, steps),
    )


def _range(at_bases: Sequence[AtBasis]) -> Range:
    def ends(count: str) -> tuple[float, float]:
        values = [getattr(row, count) for row in at_bases]
        return (min(values), max(values))

    weighted = at_bases[0].weight is not None
    return Range(
        any=ends("any"),
        all=ends("all"),
        part=ends("part"),
        weight=ends("weight") if weighted else None,
    )


def _by_tier(asked: _Asked, steps: Mapping[int, int]) -> tuple[AtTier, ...]:
    tiered = has_tiers(asked.index, asked.framework)
    tiers = tuple(TierAsked) if tiered else (TierAsked.HIGHER,)
    found = []
    for tier in tiers:
        rows = asked.rows(tier)
        numbers = figures(asked.index, steps, rows, tier, asked.whole)
        found.append(AtTier(tier=tier, statements=len(rows), **numbers.model_dump()))
    return tuple(found)


def _by_strand(asked: _Asked, steps: Mapping[int, int]) -> tuple[InStrand, ...]:
    framework = asked.index.frameworks[asked.framework]
    found = []
    for strand in framework.strands if asked.strand is None else (asked.strand,):
        rows = asked.rows(strand=strand)
        if rows:
            numbers = figures(asked.index, steps, rows, asked.tier, whole=False)
            found.append(InStrand(strand=strand, statements=len(rows), **numbers.model_dump()))
    return tuple(found)
