"""Checks of uses: which ends they join, what they say, their skills, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ontology.draft import Draft, Placed, topics_by_id
from ontology.findings import Finding
from ontology.records import Requires, Topic
from ontology.rules import find
from ontology.science import Equation, Skill, Uses
from ontology.vocabulary import (
    SCIENCES,
    Pathway,
    Stage,
    Strength,
    Subject,
    Tier,
)


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


def _equation_topics(row: Placed[Equation], topics: dict[str, Topic]) -> Iterator[Finding]:
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
