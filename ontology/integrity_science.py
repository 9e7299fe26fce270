"""Checks of science and its words: topics, pathways, equations, terms and timing."""

from __future__ import annotations

from collections.abc import Iterator

from ontology.dimensions import check_dimensions
from ontology.draft import Draft, topics_by_id
from ontology.findings import Finding
from ontology.rules import find
from ontology.vocabulary import (
    SCIENCES,
    Department,
    EquationKind,
    Strength,
    Tier,
    TimingFact,
)


def check_science_topics(draft: Draft) -> Iterator[Finding]:
    """TOP004, TOP005, TIE002: fields of topics against their uses and addresses. O(uses)."""
    uses = {placed.record.dependent for placed in draft.uses}
    topics = topics_by_id(draft)
    for placed in draft.topics:
        topic = placed.record
        told = (topic.tier is not None, bool(topic.pathway), topic.quantitative is not None)
        science = topic.subject in SCIENCES
        if told != (science, science, science):
            yield find(
                "TOP005",
                placed.place,
                f"{topic.id} has tier {topic.tier}, pathway {list(map(str, topic.pathway))} and "
                f"quantitative {topic.quantitative}.",
                "fill all three for science, none for mathematics.",
            )
        elif science and topic.quantitative != (topic.id in uses):
            yield find(
                "TOP004",
                placed.place,
                f"{topic.id} is {'' if topic.quantitative else 'not '}quantitative and has "
                f"{'a use' if topic.id in uses else 'no use'} of mathematics.",
                "add what it uses, or say that it is not quantitative.",
            )
    for address in draft.addresses:
        own = topics[address.record.topic].tier if address.record.topic in topics else None
        if own is not None and own is not address.record.tier:
            yield find(
                "TIE002",
                address.place,
                f"{address.record.id} is at another tier than its topic, {own}.",
                "correct one of the two: in science the topic's tier stands.",
            )


def check_pathways(draft: Draft) -> Iterator[Finding]:
    """PTH001, TIE001: neighbours that do not meet, by pathway or by tier. O(E)."""
    topics = topics_by_id(draft)
    for placed in draft.requires:
        edge = placed.record
        above, below = topics.get(edge.dependent), topics.get(edge.prerequisite)
        if not (above and below) or edge.strength is not Strength.ESSENTIAL:
            continue
        missing = sorted(set(above.pathway) - set(below.pathway)) if below.pathway else []
        if missing:
            yield find(
                "PTH001",
                placed.place,
                f"{edge.dependent} is taught in {', '.join(missing)} science and "
                f"{edge.prerequisite} is not.",
                "make the edge helpful, or correct a pathway.",
            )
        if below.tier is Tier.HIGHER and above.tier is Tier.FOUNDATION:
            yield find(
                "TIE001",
                placed.place,
                f"{edge.dependent} is met at Foundation and {edge.prerequisite} is Higher only.",
                "make the edge helpful, or correct a tier.",
            )


def check_equations(draft: Draft) -> Iterator[Finding]:
    """EQU001, EQU002, EQU003, EQU004: dimensions, topics, uses and symbols of equations.

    O(equations); the library of units is loaded where there is an equation.
    """
    used = {placed.record.equation for placed in draft.uses}
    for placed in draft.equations:
        equation = placed.record
        if equation.kind is EquationKind.EQUATION:
            fault = check_dimensions(equation)
            if fault:
                yield find(
                    "EQU001",
                    placed.place,
                    f"{equation.id} ({equation.expression}): {fault}",
                    "correct the expression or a unit in quantities.",
                )
        if not equation.topics:
            yield find(
                "EQU002",
                placed.place,
                f"{equation.id} belongs to no topic.",
                "name in topics the science topics in which it is used.",
            )
        if equation.id not in used:
            yield find(
                "EQU003",
                placed.place,
                f"no use names {equation.id}.",
                "say in uses which mathematics it takes.",
            )
        told = [quantity.symbol for quantity in equation.quantities]
        symbols = set(told)
        for symbol in sorted(symbol for symbol in symbols if told.count(symbol) > 1):
            yield find(
                "EQU004",
                placed.place,
                f"{equation.id} gives the symbol {symbol} to two of its quantities.",
                "write one of them with an index, as v1 and v2.",
            )
        for symbol in equation.rearrangements:
            if symbol not in symbols:
                yield find(
                    "EQU004",
                    placed.place,
                    f"{equation.id} is to be rearranged for {symbol}, which is none of its "
                    "quantities.",
                    f"choose among {', '.join(sorted(symbols)) or 'quantities that you add'}.",
                )


def check_register(draft: Draft) -> Iterator[Finding]:
    """TRM001, TIM001: terms touch topics; facts stand under the right scheme. O(rows)."""
    for term in draft.terms:
        if not term.record.topics:
            yield find(
                "TRM001",
                term.place,
                f"{term.record.id} touches no topic.",
                "name in topics where pupils meet the word in each department.",
            )
    owner = {placed.record.id: placed.record.subject for placed in draft.schemes}
    topics = topics_by_id(draft)
    for placed in draft.timing:
        row = placed.record
        needed = row.fact is TimingFact.NEEDED
        right = Department.SCIENCE if needed else Department.MATHS
        by, about = topics.get(row.by or ""), topics.get(row.topic)
        wrong = owner.get(row.scheme, right) is not right or needed != (row.by is not None)
        aside = by is not None and by.subject not in SCIENCES
        if wrong or aside or (about is not None and about.subject in SCIENCES):
            yield find(
                "TIM001",
                placed.place,
                f"{row.id}: {row.topic} is {row.fact} in a scheme of {owner.get(row.scheme)}, "
                f"by {row.by or 'nobody'}.",
                "mathematics schemes teach mathematics, by nobody; science schemes need it, by a "
                "science topic.",
            )
