"""The rows of a catch-up on one pathway: topics by level, each with why it is wanted and where."""

from __future__ import annotations

from collections.abc import Sequence

from graph.plans.before import Before
from graph.plans.course import Lesson
from graph.plans.tables import bits_of, numbers_of
from graph.plans.units import cell_of, time_of
from graph.plans.wording import SHOWN
from ontology.plan_changes import CatchUpRow, CatchUpSet, Level, Why

_LEVELS: tuple[Level, ...] = (1, 2, 3)


def rows_of(ground: Before) -> tuple[tuple[CatchUpRow, ...], tuple[CatchUpSet, ...]]:
    """What is to be secured on one run, and its three sets; the pathway is left out."""
    ids = ground.tables.index.topics
    direct = ground.direct()
    held = (direct, ground.closed(direct), ground.closed(ground.direct(essential=False)))
    order = ground.in_order(held[2])
    rows: list[CatchUpRow] = []
    sets: list[CatchUpSet] = []
    inner = 0
    for level, topics in zip(_LEVELS, held, strict=True):
        steps = [topic for topic in order if topics >> topic & 1]
        sets.append(
            CatchUpSet(level=level, pathway=None, topics=tuple(ids[topic].id for topic in steps))
        )
        rows += [
            _row(ground, topic, level, step, held[2])
            for step, topic in enumerate(steps, start=1)
            if not inner >> topic & 1
        ]
        inner = topics
    return tuple(rows), tuple(sets)


def _row(ground: Before, number: int, level: Level, step: int, wanted: int) -> CatchUpRow:
    tables, index = ground.tables, ground.tables.index
    topic = index.topics[number]
    lesson = ground.taught_by(number)
    links = _links(ground, number, wanted)
    needs = bits_of(lower for _, lower in ground.needs(number, essential=True))
    why: Why = (
        "lost"
        if ground.lost >> number & 1
        else "missed"
        if ground.missed >> number & 1
        else "not-before"
    )
    return CatchUpRow(
        level=level,
        step=step,
        id=topic.id,
        subject=topic.subject,
        stage=topic.stage,
        label=topic.label,
        misconception=topic.misconception,
        why=why,
        taught=lesson.unit.where if lesson else None,
        when=time_of(lesson.unit) if lesson else None,
        text=lesson.unit.text if lesson else None,
        links=tuple(index.links[link] for link in links),
        ready=not needs & ~ground.have,
        opens=(tables.rests[number] & wanted & ~(1 << number)).bit_count(),
        pathway=None,
        provisional=bool(lesson and lesson.unsure >> number & 1),
        message=_say(ground, number, links, why, lesson),
    )


def _links(ground: Before, number: int, wanted: int) -> tuple[int, ...]:
    """Links to a topic from what the unit teaches or what else is wanted; strongest first.

    Of equals those from the unit itself stand first.
    """
    net, taught = ground.tables.index.net, ground.lesson.taught
    found = [
        (net.strength[link], not taught >> upper & 1, link)
        for upper in numbers_of(taught | wanted)
        for link, lower in ground.needs(upper)
        if lower == number
    ]
    return tuple(link for *_, link in sorted(found))


def _say(ground: Before, number: int, links: Sequence[int], why: Why, lesson: Lesson | None) -> str:
    tables = ground.tables
    label = tables.index.topics[number].label
    upper = dict.fromkeys(tables.index.net.dependent[link] for link in links)
    named = [tables.index.topics[number].label for number in upper]
    more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
    if lesson is None:
        where = "no unit teaches it"
    elif why == "lost":
        where = f"it was lost with {cell_of(lesson.unit)}"
    elif why == "missed":
        where = f"it was missed with {cell_of(lesson.unit)}"
    else:
        where = f"the plan teaches it in {cell_of(lesson.unit)}, not before"
    return f"{label}, for {', '.join(named[:SHOWN])}{more}: {where}."
