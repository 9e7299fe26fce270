"""The compiled curriculum: immutable, content-addressed, numbered.

Topics and links are numbered in the order of their ids, statements in the order of their
documents; so two data sets with the same records give the same index, whatever the order of
their files. Every answer is a function of an index and a question.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

from graph.names import Names, build_names
from graph.net import Net, build_net
from graph.ways import Ways, find_ways
from ontology.answers import Link, UsesLink
from ontology.ids import natural
from ontology.records import Curriculum, Framework, Requires, Statement, Theme, Topic
from ontology.science import Equation, Uses
from ontology.vocabulary import (
    LinkType,
    Reasoning,
    Stage,
    StatementKind,
    Subject,
    Tier,
    TierAsked,
)

Group = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatementAt:
    """A statement, whose it is, and the topics (numbers) that address it at each tier asked.

    `tier` and `higher_only` are the document's where it has tiers; else, in science, they are told
    by the topics: Higher where all are for Higher only, and the labels of those that are.
    """

    statement: Statement
    subject: Subject
    topics: Mapping[TierAsked, Group]
    tier: Tier | None
    higher_only: str | None

    @property
    def id(self) -> str:
        """Id of the statement."""
        return self.statement.id


Rows = tuple[tuple[StatementAt, Group], ...]
"""Statements with their topics at a tier."""


class Links(Sequence[Link]):
    """The link records by number, each made from its edge when it is first wanted."""

    def __init__(self, edges: Sequence[Requires | Uses]) -> None:
        """Make none yet. O(1)."""
        self._edges = edges
        self._made: dict[int, Link] = {}

    def __len__(self) -> int:
        """How many links there are."""
        return len(self._edges)

    @overload
    def __getitem__(self, number: int) -> Link: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Link, ...]: ...
    def __getitem__(self, number: int | slice) -> Link | tuple[Link, ...]:
        """The link of a number. O(1)."""
        if isinstance(number, slice):
            return tuple(self[place] for place in range(*number.indices(len(self))))
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = link_of(self._edges[number])
        return made


@dataclass(frozen=True, slots=True)
class Index:
    """A curriculum ready to answer.

    `version` names the data set by its content. `number` maps a topic id to its number and
    `link_number` an edge id to its; `uses` are the numbers of the links from science to
    mathematics; `edge_ids` an id of an edge or membership in lower case to the canonical one.
    `ways` is the best chain of every pair of topics, where it is kept. `statements` holds content
    statements by framework, in the order of the document, and `rows` those with topics at each
    tier, with these topics. `members` maps a theme to the membership ids by topic number,
    `equations` an equation's id to it.
    """

    version: str
    curriculum: Curriculum
    names: Names
    topics: tuple[Topic, ...]
    number: Mapping[str, int]
    links: Sequence[Link]
    link_number: Mapping[str, int]
    uses: tuple[int, ...]
    edge_ids: Mapping[str, str]
    multiplicative: frozenset[int]
    net: Net
    ways: Ways | None
    frameworks: Mapping[str, Framework]
    statements: Mapping[str, tuple[StatementAt, ...]]
    rows: Mapping[str, Mapping[TierAsked, Rows]]
    all_statements: Mapping[str, StatementAt]
    themes: Mapping[str, Theme]
    members: Mapping[str, Mapping[int, str]]
    equations: Mapping[str, Equation]
    tiers: tuple[frozenset[TierAsked], ...]
    strands: tuple[frozenset[str], ...]

    def is_ks2(self, topic: int) -> bool:
        """Whether the topic is ground that KS3 stands on."""
        return self.topics[topic].stage is Stage.KS2


def label_of(index: Index, id_: str) -> str:
    """The label of a theme, topic, statement or equation, by its canonical id."""
    if id_ in index.themes:
        return index.themes[id_].label
    if id_ in index.number:
        return index.topics[index.number[id_]].label
    if id_ in index.equations:
        return index.equations[id_].label
    return index.all_statements[id_].statement.label


def content_version(curriculum: Curriculum) -> str:
    """SHA-256 of the records in canonical order, its first 16 hex digits. O(bytes)."""
    digest = hashlib.sha256()
    for kind in Curriculum.model_fields:
        rows = sorted(record.model_dump_json() for record in getattr(curriculum, kind))
        digest.update(f"{kind}\0{len(rows)}\0".encode())
        for row in rows:
            digest.update(row.encode())
            digest.update(b"\n")
    return digest.hexdigest()[:16]


def build_index(
    curriculum: Curriculum, version: str | None = None, ways: Ways | None = None
) -> Index:
    """Compile a sound curriculum. O(V + E + names), the closure of `build_net` and `find_ways`.

    `version` and `ways` may be given when they are known (a compiled form carries them). The
    records are taken to be checked (`ontology.integrity.accept`); a dangling end raises KeyError.
    """
    topics = tuple(sorted(curriculum.topics, key=lambda topic: topic.id))
    number = {topic.id: place for place, topic in enumerate(topics)}
    edges: list[Requires | Uses] = sorted(
        (*curriculum.requires, *curriculum.uses), key=lambda edge: edge.id
    )
    net = build_net(
        len(topics),
        tuple(number[edge.dependent] for edge in edges),
        tuple(number[edge.prerequisite] for edge in edges),
        bytes(edge.strength.rank for edge in edges),
        bytes(edge.basis.kind.rank for edge in edges),
    )
    edge_ids = [edge.id for edge in edges] + [row.id for row in curriculum.memberships]
    by_statement = _statements(curriculum, number, tuple(topic.label for topic in topics))
    content = _by_framework(by_statement.values())
    tiers, strands = _rows_of_topics(topics, number, curriculum)
    return Index(
        version=version or content_version(curriculum),
        curriculum=curriculum,
        names=build_names(curriculum),
        topics=topics,
        number=number,
        links=Links(tuple(edges)),
        link_number={edge.id: place for place, edge in enumerate(edges)},
        uses=tuple(place for place, edge in enumerate(edges) if isinstance(edge, Uses)),
        edge_ids={id_.lower(): id_ for id_ in edge_ids},
        multiplicative=frozenset(
            place for place, edge in enumerate(edges) if edge.reasoning is Reasoning.MULTIPLICATIVE
        ),
        net=net,
        ways=find_ways(net) if ways is None else ways,
        frameworks={framework.id: framework for framework in curriculum.frameworks},
        statements=content,
        rows={framework: _at_each_tier(rows) for framework, rows in content.items()},
        all_statements=by_statement,
        themes={theme.id: theme for theme in curriculum.themes},
        members=_members(curriculum, number),
        equations={equation.id: equation for equation in curriculum.equations},
        tiers=tiers,
        strands=strands,
    )


def link_of(edge: Requires | Uses) -> Link:
    """The link record of an edge, as every face shows it."""
    fields: dict[str, Any] = {
        "id": edge.id,
        "type": LinkType.USES if isinstance(edge, Uses) else LinkType.REQUIRES,
        "dependent": edge.dependent,
        "prerequisite": edge.prerequisite,
        "strength": edge.strength,
        "reasoning": edge.reasoning,
        "structure": edge.structure,
        "basis": edge.basis.kind,
        "source": edge.basis.source,
        "locator": edge.basis.locator,
        "rationale": edge.rationale,
        "objection": edge.objection,
    }
    if not isinstance(edge, Uses):
        return Link.model_construct(None, **fields)
    fields |= {
        "skill": edge.skill,
        "context": edge.context,
        "equation": edge.equation,
        "stage": edge.stage,
        "tier": edge.tier,
        "pathway": edge.pathway,
    }
    return UsesLink.model_construct(None, **fields)


def _tiers_of(
    statement: Statement, addressed: Mapping[Tier, set[int]], labels: Sequence[str]
) -> tuple[Tier | None, str | None]:
    """The tier of a statement, and which part of it is for Higher only."""
    higher = sorted(addressed.get(Tier.HIGHER, ()))
    if statement.tier is not None or not higher:
        return statement.tier, statement.higher_only
    if not addressed.get(Tier.FOUNDATION):
        return Tier.HIGHER, None
    return Tier.FOUNDATION, "; ".join(labels[topic] for topic in higher)


def _statements(
    curriculum: Curriculum, number: Mapping[str, int], labels: Sequence[str]
) -> dict[str, StatementAt]:
    addressed: dict[str, dict[Tier, set[int]]] = defaultdict(lambda: defaultdict(set))
    for address in curriculum.addresses:
        addressed[address.statement][address.tier].add(number[address.topic])
    frameworks = {framework.id: framework for framework in curriculum.frameworks}

    def order(statement: Statement) -> tuple[Any, ...]:
        place = frameworks[statement.framework].strands.index(statement.strand)
        return (statement.framework, place, *natural(statement.code))

    return {
        statement.id: StatementAt(
            statement,
            frameworks[statement.framework].subject_of(statement.strand),
            _at_tiers(addressed[statement.id]),
            *_tiers_of(statement, addressed[statement.id], labels),
        )
        for statement in sorted(curriculum.statements, key=order)
    }


def _at_tiers(addressed: Mapping[Tier, set[int]]) -> dict[TierAsked, Group]:
    foundation = addressed.get(Tier.FOUNDATION, set())
    higher = addressed.get(Tier.HIGHER, set())
    return {
        TierAsked.FOUNDATION: tuple(sorted(foundation)),
        TierAsked.HIGHER: tuple(sorted(foundation | higher)),
        TierAsked.HIGHER_ONLY: tuple(sorted(higher)),
    }


def _by_framework(statements: Iterable[StatementAt]) -> dict[str, tuple[StatementAt, ...]]:
    content: dict[str, list[StatementAt]] = defaultdict(list)
    for at in statements:
        if at.statement.kind is StatementKind.CONTENT:
            content[at.statement.framework].append(at)
    return {framework: tuple(rows) for framework, rows in content.items()}


def _at_each_tier(statements: Sequence[StatementAt]) -> dict[TierAsked, Rows]:
    return {
        tier: tuple((at, at.topics[tier]) for at in statements if at.topics[tier])
        for tier in TierAsked
    }


def _members(curriculum: Curriculum, number: Mapping[str, int]) -> dict[str, dict[int, str]]:
    members: dict[str, dict[int, str]] = {theme.id: {} for theme in curriculum.themes}
    for row in sorted(curriculum.memberships, key=lambda row: row.id):
        members[row.theme][number[row.topic]] = row.id
    return members


def _rows_of_topics(
    topics: tuple[Topic, ...], number: Mapping[str, int], curriculum: Curriculum
) -> tuple[tuple[frozenset[TierAsked], ...], tuple[frozenset[str], ...]]:
    """By topic: the tiers asked that keep it as a row, and the strands it has a part in.

    What addresses nothing, and all of KS3, counts as Foundation; in science the topic's own tier
    stands, whether it addresses a statement or an equation.
    """
    tiers: list[set[TierAsked]] = [{TierAsked.HIGHER} for _ in topics]
    strands: list[set[str]] = [set() for _ in topics]
    strand = {statement.id: statement.strand for statement in curriculum.statements}
    for address in curriculum.addresses:
        place = number[address.topic]
        strands[place].add(strand[address.statement])
        asked = TierAsked.FOUNDATION if address.tier is Tier.FOUNDATION else TierAsked.HIGHER_ONLY
        tiers[place].add(asked)
    for place, topic in enumerate(topics):
        if topic.tier is not None:
            higher = topic.tier is Tier.HIGHER
            tiers[place] = {
                TierAsked.HIGHER,
                TierAsked.HIGHER_ONLY if higher else TierAsked.FOUNDATION,
            }
    for kept in tiers:
        if len(kept) == 1:
            kept.add(TierAsked.FOUNDATION)
    return tuple(map(frozenset, tiers)), tuple(map(frozenset, strands))
