"""Checks of what joins science to mathematics: uses, skills, equations, pathways, terms, timing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ontology.dimensions import check_dimensions
from ontology.draft import Draft, Placed
from ontology.findings import Finding
from ontology.records import Requires, Topic
from ontology.rules import find
from ontology.science import Equation, Skill, Uses
from ontology.vocabulary import (
    SCIENCES,
    Department,
    EquationKind,
    Pathway,
    Stage,
    Strength,
    Subject,
    Tier,
    TimingFact,
)

Topics = dict[str, Topic]


def topics_by_id(draft: Draft) -> Topics:
    """The topics by id. O(topics)."""
    return {placed.record.id: placed.record for placed in draft.topics}


def check_sides(draft: Draft) -> Iterator[Finding]:
    """EDG009, USE001: which subjects an edge may join. O(edges)."""
    topics = topics_by_id(draft)
    edges: tuple[Placed[Requires] | Placed[Uses], ...] = (*draft.requires, *draft.uses)
    for placed in edges:
        edge = placed.record
        if edge.dependent not in topics or edge.prerequisite not in topics:
            continue
        science = [topics[end].subject in SCIENCES for end in (edge.dependent, edge.prerequisite)]
        if isinstance(edge, Requires) and science[0] != science[1]:
            yield find(
                "EDG009",
                placed.place,
                f"{edge.id} joins mathematics and science.",
                "write it in uses, from the science to the mathematics, or refuse it.",
            )
        if isinstance(edge, Uses) and science != [True, False]:
            yield find(
                "USE001",
                placed.place,
                f"{edge.id} does not run from science to mathematics.",
                "turn it round, or write it in requires when both ends are science.",
            )


def check_uses_fields(draft: Draft) -> Iterator[Finding]:
    """USE002, USE003: context of every use, the case against each essential one. O(uses)."""
    for placed in draft.uses:
        use = placed.record
        if not use.context:
            yield find(
                "USE002",
                placed.place,
                f"{use.id} has no context.",
                "name the calculation or representation, as `m = ρV, rearranged for V`.",
            )
        if use.strength is Strength.ESSENTIAL and not use.objection:
            yield find(
                "USE003",
                placed.place,
                f"{use.id} is essential and nothing is said against it.",
                "write the sceptic's best case in objection; if it wins, make the use helpful.",
            )


def check_skills(draft: Draft) -> Iterator[Finding]:
    """SKL001, SKL002, SKL003: skills against the published lists, and skills unused. O(uses)."""
    skills = {placed.record.code: placed.record for placed in draft.skills}
    used: set[str] = set()
    topics = topics_by_id(draft)
    for placed in draft.uses:
        use = placed.record
        if use.skill is None:
            continue
        used.add(use.skill)
        topic = topics.get(use.dependent)
        if use.stage is not Stage.GCSE:
            yield find(
                "SKL003",
                placed.place,
                f"{use.id} is at {use.stage} and names skill {use.skill}.",
                "empty the skill: the list is of GCSE science, or correct the stage.",
            )
        elif topic and use.skill in skills and not use.note:
            outside = _outside(skills[use.skill], topic.subject, use.pathway)
            if outside:
                yield find(
                    "SKL001",
                    placed.place,
                    f"{use.id} names skill {use.skill}, which is not listed for {topic.subject} "
                    f"({outside}).",
                    "explain it in note, or name another skill or none.",
                )
    for skill in draft.skills:
        if skill.record.code not in used:
            yield find(
                "SKL002",
                skill.place,
                f"no use names skill {skill.record.code}.",
                "find the science that asks for it, and add a row to uses.",
            )


def _outside(skill: Skill, subject: Subject, pathways: tuple[Pathway, ...]) -> str:
    """The pathways on which the skill is not listed for the subject, in words."""
    if subject is Subject.WORKING_SCIENTIFICALLY:
        return ""
    listed = {Pathway.SEPARATE: skill.subjects, Pathway.COMBINED: skill.combined}
    return " and ".join(p.value for p in pathways if subject not in listed[p])


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
        symbols = {quantity.symbol for quantity in equation.quantities}
        for symbol in equation.rearrangements:
            if symbol not in symbols:
                yield find(
                    "EQU004",
                    placed.place,
                    f"{equation.id} is to be rearranged for {symbol}, which is none of its "
                    "quantities.",
                    f"choose among {', '.join(sorted(symbols)) or 'quantities that you add'}.",
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


def check_uses_places(draft: Draft) -> Iterator[Finding]:
    """PTH002, TIE003: a use, its topic and its equation at one stage, tier and pathway. O(uses)."""
    topics = topics_by_id(draft)
    equations = {placed.record.id: placed.record for placed in draft.equations}
    for placed in draft.uses:
        use = placed.record
        topic = topics.get(use.dependent)
        if topic is not None:
            yield from _against(
                placed, "its topic", topic.pathway or tuple(Pathway), topic.tier or use.tier
            )
            if use.stage.rank < topic.stage.rank:
                yield find(
                    "TIE003",
                    placed.place,
                    f"{use.id} is at {use.stage} and its topic at {topic.stage}.",
                    "correct the stage of the use or of the topic.",
                )
        equation = equations.get(use.equation or "")
        if equation is not None:
            yield from _against(placed, equation.id, equation.pathway, equation.tier)
            if topic is not None and equation.topics and topic.id not in equation.topics:
                yield find(
                    "EQU005",
                    placed.place,
                    f"{use.id} names {equation.id}, which does not name {topic.id}.",
                    f"add {topic.id} to the topics of {equation.id}, or empty the equation.",
                )
    for row in draft.equations:
        yield from _equation_topics(row, topics)


def _against(
    placed: Placed[Uses], name: str, pathways: tuple[Pathway, ...], tier: Tier
) -> Iterator[Finding]:
    """A use against the pathways and the tier of its topic or equation.

    At KS3 all pupils are on one pathway and at one tier: an equation's do not yet count.
    """
    use = placed.record
    if use.stage is not Stage.GCSE:
        return
    missing = [pathway.value for pathway in use.pathway if pathway not in pathways]
    if missing:
        yield find(
            "PTH002",
            placed.place,
            f"{use.id} is for {', '.join(missing)} science and {name} is not.",
            "correct the pathway of one of them.",
        )
    if tier is Tier.HIGHER and use.tier is Tier.FOUNDATION:
        yield find(
            "TIE003",
            placed.place,
            f"{use.id} is at Foundation and {name} is Higher only.",
            "correct the tier of one of them.",
        )


def _equation_topics(row: Placed[Equation], topics: Topics) -> Iterator[Finding]:
    """An equation has a topic on each of its pathways, and one at its tier."""
    equation = row.record
    known = [topics[id_] for id_ in equation.topics if id_ in topics]
    reached = {pathway for topic in known for pathway in topic.pathway}
    missing = [p.value for p in equation.pathway if p not in reached]
    if known and missing:
        yield find(
            "PTH002",
            row.place,
            f"{equation.id} is in {', '.join(missing)} science and none of its topics is.",
            "correct the pathway of the equation or of a topic.",
        )
    at_foundation = equation.tier is Tier.FOUNDATION
    if known and at_foundation and all(topic.tier is Tier.HIGHER for topic in known):
        yield find(
            "TIE003",
            row.place,
            f"{equation.id} is met at Foundation and all of its topics are Higher only.",
            "correct the tier of the equation or of a topic.",
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


def check_unused_maths(draft: Draft) -> Iterator[Finding]:
    """MTH001: topics of mathematics that science never uses, nor anything resting on them. O(E)."""
    if not draft.uses:
        return
    needs: dict[str, list[str]] = defaultdict(list)
    for edge in draft.requires:
        needs[edge.record.dependent].append(edge.record.prerequisite)
    reached = {placed.record.prerequisite for placed in draft.uses}
    stack = list(reached)
    while stack:
        for below in needs[stack.pop()]:
            if below not in reached:
                reached.add(below)
                stack.append(below)
    for placed in draft.topics:
        topic = placed.record
        if topic.subject is Subject.MATHS and topic.id not in reached:
            yield find(
                "MTH001",
                placed.place,
                f"{topic.id} is used by no science, directly or under what is used.",
                "nothing, if science has no use for it; else add the use.",
            )
