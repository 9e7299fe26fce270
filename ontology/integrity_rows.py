"""Checks that look at records one by one or by their names: identifiers, bases, texts, tiers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ontology.draft import Draft, Placed
from ontology.fields import Record
from ontology.findings import Finding
from ontology.records import Address, Requires, Statement
from ontology.rules import find
from ontology.science import Quantity, Uses
from ontology.text import fold, is_damaged, would_become_formula
from ontology.vocabulary import Reasoning, Review, StatementKind, Strength, Subject, Tier


def check_ids(draft: Draft) -> Iterator[Finding]:
    """IDS001, IDS003: duplicates, and retired ids in use. O(records)."""
    retired = {placed.record.id: placed.record for placed in draft.retired}
    for kind in type(draft).__dataclass_fields__:
        if kind == "findings":
            continue
        seen: dict[str, Placed[Record]] = {}
        for placed in getattr(draft, kind):
            id_ = placed.record.id
            if id_ in seen:
                yield find(
                    "IDS001",
                    placed.place,
                    f"{id_} stands already at {seen[id_].place}.",
                    "delete one of the two rows, or give one its own identifier.",
                )
            seen.setdefault(id_, placed)
            if kind not in ("retired", "refused") and id_ in retired:
                heirs = ", ".join(retired[id_].replaced_by) or "nothing"
                yield find(
                    "IDS003",
                    placed.place,
                    f"{id_} was retired; {heirs} replaces it.",
                    "choose an identifier that was never used.",
                )


def check_dangling(draft: Draft) -> Iterator[Finding]:
    """IDS002: every identifier that a row names exists. O(records)."""
    known = {
        kind: {placed.record.id for placed in getattr(draft, kind)}
        for kind in (
            "sources",
            "frameworks",
            "statements",
            "topics",
            "themes",
            "uses",
            "equations",
            "schemes",
        )
    }
    known["skills"] = {placed.record.code for placed in draft.skills}
    named = {
        "frameworks": (("source", "sources"),),
        "statements": (("framework", "frameworks"),),
        "addresses": (("topic", "topics"), ("statement", "statements")),
        "memberships": (("theme", "themes"), ("topic", "topics")),
        "requires": (("dependent", "topics"), ("prerequisite", "topics")),
        "weights": (("framework", "frameworks"), ("source", "sources")),
        "refused": (("dependent", "topics"), ("prerequisite", "topics")),
        "uses": (
            ("dependent", "topics"),
            ("prerequisite", "topics"),
            ("skill", "skills"),
            ("equation", "equations"),
        ),
        "skills": (("statement", "statements"),),
        "equations": (("topics", "topics"), ("source", "sources")),
        "terms": (("topics", "topics"), ("edges", "uses")),
        "schemes": (("source", "sources"),),
        "timing": (("scheme", "schemes"), ("topic", "topics"), ("by", "topics")),
    }
    for kind, columns in named.items():
        for placed in getattr(draft, kind):
            for column, target in columns:
                value = getattr(placed.record, column)
                for name in value if isinstance(value, tuple) else (value,):
                    if name is not None and name not in known[target]:
                        yield find(
                            "IDS002",
                            placed.place,
                            f"{column} {name} is not in {target}.",
                            f"correct the spelling, or add {name} to {target}.",
                        )
            basis = getattr(placed.record, "basis", None)
            if basis is not None and basis.source and basis.source not in known["sources"]:
                yield find(
                    "IDS002",
                    placed.place,
                    f"source {basis.source} is not in sources.",
                    f"correct the spelling, or add {basis.source} to sources.csv.",
                )


def check_heirs(draft: Draft) -> Iterator[Finding]:
    """IDS002: what replaces a retired identifier exists, or is retired in its turn. O(records)."""
    known = {getattr(placed.record, "id", "") for _, placed in draft.all_records()}
    for placed in draft.retired:
        for heir in placed.record.replaced_by:
            if heir not in known:
                yield find(
                    "IDS002",
                    placed.place,
                    f"{heir}, which replaces {placed.record.id}, does not exist.",
                    "correct the spelling, or leave replaced_by empty if nothing replaces it.",
                )


def check_strands(draft: Draft) -> Iterator[Finding]:
    """STA003: strands have subjects; exam weights are of strands that exist. O(weights)."""
    for framework in draft.frameworks:
        count = len(framework.record.subjects)
        if count not in (1, len(framework.record.strands)):
            yield find(
                "STA003",
                framework.place,
                f"{framework.record.id} has {len(framework.record.strands)} strands and {count} "
                "subjects.",
                "give one subject for all of the strands, or one for each.",
            )
    strands = {placed.record.id: placed.record.strands for placed in draft.frameworks}
    for placed in draft.weights:
        known = strands.get(placed.record.framework, placed.record.strands)
        for strand in placed.record.strands:
            if strand not in known:
                yield find(
                    "STA003",
                    placed.place,
                    f"{placed.record.framework} has no strand {strand!r}.",
                    f"choose among {', '.join(known)}.",
                )


def check_labels(draft: Draft) -> Iterator[Finding]:
    """IDS004, IDS005: labels that clash, aliases that several topics share. O(names)."""
    for kind in ("topics", "themes"):
        labels: dict[tuple[str, str], Placed[Record]] = {}
        for placed in getattr(draft, kind):
            space = placed.record.subject if kind == "topics" else kind
            first = labels.setdefault((space, fold(placed.record.label)), placed)
            if first is not placed:
                yield find(
                    "IDS004",
                    placed.place,
                    f'the label "{placed.record.label}" stands already at {first.place}.',
                    "word one of the two labels so that a teacher can tell them apart.",
                )
    owners: dict[str, list[str]] = defaultdict(list)
    for topic in draft.topics:
        for alias in {fold(alias) for alias in topic.record.aliases}:
            owners[alias].append(topic.record.id)
    for topic in draft.topics:
        for alias in topic.record.aliases:
            topics = owners[fold(alias)]
            if len(topics) > 1 and topics[0] == topic.record.id:
                yield find(
                    "IDS005",
                    topic.place,
                    f'the alias "{alias}" means {", ".join(topics)}.',
                    "nothing, if each of them is meant; else leave it on one.",
                )


def check_reviews(draft: Draft) -> Iterator[Finding]:
    """REV001: reviewed exactly when a reviewer is named. O(records)."""
    for kind, placed in draft.all_records():
        review = getattr(placed.record, "review", None)
        if review is None:
            continue
        reviewer = getattr(placed.record, "reviewer", None)
        if (review is Review.REVIEWED) != bool(reviewer):
            yield find(
                "REV001",
                placed.place,
                f"a row of {kind} is {review} and its reviewer is {reviewer or 'empty'}.",
                "name the teacher who reviewed it, or write unreviewed and leave reviewer empty.",
            )


def check_texts(draft: Draft) -> Iterator[Finding]:
    """DATA004: damaged text, and cells that a spreadsheet would compute. O(text)."""
    for _, placed in draft.all_records():
        basis = getattr(placed.record, "basis", None)
        for column, value in (*placed.record, ("locator", basis.locator if basis else None)):
            cells = value if isinstance(value, tuple) else (value,)
            whole = "; ".join(str(cell) for cell in cells if isinstance(cell, (str, Quantity)))
            if is_damaged(whole):
                yield find(
                    "DATA004",
                    placed.place,
                    f"{column} was saved in another encoding: {whole!r}.",
                    "restore the text from the last version and save as CSV UTF-8.",
                )
            if would_become_formula(whole):
                yield find(
                    "DATA004",
                    placed.place,
                    f"{column} begins like a formula: {whole!r}.",
                    "begin the cell with a letter, a digit or a quotation mark.",
                )


def check_edge_fields(draft: Draft) -> Iterator[Finding]:
    """EDG001, EDG002, EDG008: rationale, and structure against reasoning. O(edges)."""
    edges: tuple[Placed[Requires] | Placed[Uses], ...] = (*draft.requires, *draft.uses)
    for placed in edges:
        edge = placed.record
        if edge.strength is Strength.ESSENTIAL and not edge.rationale:
            yield find(
                "EDG001",
                placed.place,
                f"{edge.id} is essential and has no rationale.",
                "say in a sentence what a pupil without the prerequisite could not do, "
                "or make the edge helpful.",
            )
        multiplicative = edge.reasoning is Reasoning.MULTIPLICATIVE
        if edge.structure is not None and not multiplicative:
            yield find(
                "EDG002",
                placed.place,
                f"{edge.id} has structure {edge.structure} but its reasoning is {edge.reasoning}.",
                "empty the structure, or make the reasoning multiplicative.",
            )
        if multiplicative and edge.structure is None:
            yield find(
                "EDG008",
                placed.place,
                f"{edge.id} is multiplicative and names no structure.",
                "choose the structure that carries over, or another reasoning.",
            )


def _tier_finding(placed: Placed[Statement], tier: Tier, part: bool, has: bool) -> Finding | None:
    if part == has:
        return None
    name = "Foundation" if tier is Tier.FOUNDATION else "Higher-only"
    statement = placed.record.id
    if part:
        message = f"{statement} has a {name} part and no {name} address."
        mend = f"add a row to addresses with tier {tier}, or correct the statement's tier."
    else:
        message = f"{statement} has a {name} address and no {name} part."
        mend = "correct the tier of the address, or the tier and higher_only of the statement."
    return find("STA002", placed.place, message, mend)


def check_statements(draft: Draft) -> Iterator[Finding]:
    """STA001, STA002, STA003: topics, tiers and strands of statements. O(addresses)."""
    by_statement: dict[str, set[Tier]] = defaultdict(set)
    for address in draft.addresses:
        by_statement[address.record.statement].add(address.record.tier)
    strands = {placed.record.id: placed.record.strands for placed in draft.frameworks}
    subjects = {placed.record.id: placed.record.subjects[0] for placed in draft.frameworks}
    for placed in draft.statements:
        statement = placed.record
        known = strands.get(statement.framework, (statement.strand,))
        if statement.strand not in known:
            yield find(
                "STA003",
                placed.place,
                f"{statement.id} is in strand {statement.strand!r}, which "
                f"{statement.framework} does not have.",
                f"choose one of {', '.join(known)}.",
            )
        if statement.kind is not StatementKind.CONTENT:
            continue
        tiers = by_statement.get(statement.id)
        if not tiers:
            yield find(
                "STA001",
                placed.place,
                f"{statement.id} has no topic.",
                "add a row to addresses that says which topic is part of it.",
            )
            continue
        if subjects.get(statement.framework, Subject.MATHS) is not Subject.MATHS:
            continue
        for tier, part in (
            (Tier.FOUNDATION, statement.has_foundation_part),
            (Tier.HIGHER, statement.has_higher_part),
        ):
            finding = _tier_finding(placed, tier, part, tier in tiers)
            if finding:
                yield finding


def addresses_by_topic(draft: Draft) -> dict[str, list[Address]]:
    """The addresses of each topic. O(addresses)."""
    by_topic: dict[str, list[Address]] = defaultdict(list)
    for placed in draft.addresses:
        by_topic[placed.record.topic].append(placed.record)
    return by_topic
