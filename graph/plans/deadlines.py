"""By when mathematics must have taught what science uses, told from the plan of science."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.plans.breach import is_unsure
from graph.plans.coherence import lower_is_known, needed_at
from graph.plans.course import Course, Lesson
from graph.plans.lint import build_courses, join_settings
from graph.plans.pathways import Asked, Run, describe
from graph.plans.places import (
    is_dated,
    named,
    reading_notes,
    require_lessons,
    statements_by_topic,
    time_of,
    unit_at,
)
from graph.plans.read import Matched
from graph.plans.school_year import half_of, name_of_half
from graph.plans.tables import Tables, uses_link
from graph.plans.units import UnitKey, key_of
from ontology.plan_answers import DeadlineRow, Standing, UseAt, Wording
from ontology.plans import HALF_TERMS, Settings
from ontology.vocabulary import Department, Stage, Strength

ESSENTIAL = Strength.ESSENTIAL.rank
STRENGTHS = tuple(Strength)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Rows by deadline, essential first, then by how many units use the topic; and notes."""

    data: tuple[DeadlineRow, ...]
    notes: tuple[str, ...]
    settings: Settings


@dataclass(frozen=True, slots=True)
class _Need:
    """A use as it arises on a course: its link, the topic of science, the lesson, the deadline."""

    link: int
    topic: int
    lesson: Lesson
    half: int


@dataclass(frozen=True, slots=True)
class _Key:
    """What is one row: pathways that agree in all of it are told together."""

    topic: int
    strength: int
    half: int
    dated: bool
    standing: Standing
    taught: UnitKey | None


@dataclass(slots=True)
class _Entry:
    """What a row is made of: its runs, and its uses with the runs on which they arise."""

    runs: dict[Run, None]
    uses: dict[tuple[int, UnitKey], tuple[_Need, dict[Run, None]]]
    taught: Lesson | None
    unsure: bool


@dataclass(frozen=True, slots=True)
class _Told:
    """What rows are worded from: the tables, every run, the statements of topics."""

    tables: Tables
    every: Sequence[Run]
    statements: Mapping[int, tuple[str, ...]]


def deadlines(
    tables: Tables,
    plans: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
    settings: Settings | None = None,
) -> Deadlines:
    """The latest half-term for each topic of mathematics that a plan of science uses.

    It is the one before the first lesson that needs the topic, `settings.lag` earlier; where the
    plan gives only the year of that lesson, it is the end of the year before. A plan of mathematics
    that teaches every row's topic by then has no COH001 and no COH002. Where one is given, each row
    says when it teaches the topic. `settings` stand above those of the plans.

    Raises:
        BadParameter: no unit of a plan of science has a year.

    Cost: O(runs × uses of what science teaches).
    """
    chosen = settings or join_settings(plan.plan.settings for plan in plans)
    courses = build_courses(tables, plans, asked)
    require_lessons(courses, Department.SCIENCE, "Deadlines")
    entries: dict[_Key, _Entry] = {}
    for run, own in courses.items():
        maths = own.get(Department.MATHS)
        science = own[Department.SCIENCE]
        for topic, needs in _needs(tables, science, chosen.lag).items():
            for group in _split(tables, needs):
                _enter(entries, tables, run, maths, topic, group, chosen.lag)
    every = tuple(courses)
    told = _Told(tables, every, statements_by_topic(tables))
    keys = sorted(entries, key=lambda key: _order(tables, key, entries[key]))
    return Deadlines(
        tuple(_row(told, key, entries[key]) for key in keys),
        tuple(_notes(plans, courses[every[0]], chosen)),
        chosen,
    )


def _needs(tables: Tables, science: Course, lag: int) -> dict[int, list[_Need]]:
    """By topic of mathematics the uses that arise on a course, first need first."""
    strength = tables.index.net.strength
    found: dict[int, list[_Need]] = {}
    for topic in science.where:
        for link in tables.uses[topic]:
            lesson = needed_at(tables, science, topic, link)
            if lesson is not None:
                need = _Need(link, topic, lesson, lesson.first - 1 - lag)
                found.setdefault(tables.index.net.prerequisite[link], []).append(need)
    for needs in found.values():
        needs.sort(key=lambda n: (n.half, strength[n.link], n.lesson.low, n.link))
    return found


def _split(tables: Tables, needs: Sequence[_Need]) -> Iterator[list[_Need]]:
    """What is only helped before anything essential, apart from the rest."""
    strength = tables.index.net.strength
    essential = next((n.half for n in needs if strength[n.link] == ESSENTIAL), None)
    if essential is None:
        yield list(needs)
        return
    early = [need for need in needs if need.half < essential]
    if early:
        yield early
    yield [need for need in needs if need.half >= essential]


def _enter(
    entries: dict[_Key, _Entry],
    tables: Tables,
    run: Run,
    maths: Course | None,
    topic: int,
    needs: Sequence[_Need],
    lag: int,
) -> None:
    """Add what one run says of a topic to the row that says the same."""
    first = needs[0]
    setting = [need for need in needs if need.half == first.half]
    taught = None if maths is None else min(_teaching(maths, topic), key=_ending, default=None)
    standing = _standing(tables, maths, topic, needs, lag)
    key = _Key(
        topic,
        tables.index.net.strength[first.link],
        first.half,
        any(is_dated(need.lesson) for need in setting),
        standing,
        key_of(taught.unit) if taught else None,
    )
    unsure = (
        all(is_unsure(need.lesson, need.topic) for need in setting)
        or is_unsure(taught, topic)
        or (standing == "never" and maths is not None and bool(maths.possible >> topic & 1))
    )
    entry = entries.setdefault(key, _Entry({}, {}, taught, False))
    entry.runs[run] = None
    entry.unsure = entry.unsure or unsure
    for need in needs:
        use = entry.uses.setdefault((need.link, key_of(need.lesson.unit)), (need, {}))
        use[1][run] = None


def _teaching(maths: Course, topic: int) -> list[Lesson]:
    return [maths.lessons[place] for place in maths.where.get(topic, ())]


def _ending(lesson: Lesson) -> tuple[int, int]:
    return lesson.last, lesson.low


def _standing(
    tables: Tables, maths: Course | None, topic: int, needs: Sequence[_Need], lag: int
) -> Standing:
    """How a course of mathematics meets the needs: the worst of those that its years can meet."""
    if maths is None:
        return "known" if tables.index.topics[topic].stage is Stage.KS2 else "not-told"
    if lower_is_known(maths, topic):
        return "known"
    if maths.assumed >> topic & 1:
        return "assumed"
    if maths.undated >> topic & 1:
        return "undated"
    judged = [need.lesson for need in needs if need.lesson.last >= maths.start]
    teaching = _teaching(maths, topic)
    if not teaching:
        end = half_of(maths.years[-1], HALF_TERMS) if maths.years else -1
        judged = [lesson for lesson in judged if lesson.first <= end]
        return "never" if judged else "not-judged"
    if not judged:
        return "not-judged"
    missed = [
        lesson
        for lesson in judged
        if not any(taught.last + lag < lesson.first for taught in teaching)
    ]
    if not missed:
        return "in-time"
    return "late" if any(teaching[0].first > lesson.last for lesson in missed) else "same-time"


def _order(tables: Tables, key: _Key, entry: _Entry) -> tuple[int, int, int, str, str]:
    topic = tables.index.topics[key.topic]
    return key.half, key.strength, -len(entry.uses), topic.id, f"{key.standing} {key.taught}"


def _row(told: _Told, key: _Key, entry: _Entry) -> DeadlineRow:
    tables, every = told.tables, told.every
    topic = tables.index.topics[key.topic]
    uses = sorted(entry.uses.values(), key=lambda use: _need_order(tables, use[0]))
    known = key.half >= 0
    to_year_end = not key.dated and key.half % HALF_TERMS == HALF_TERMS - 1
    return DeadlineRow(
        topic=named(tables, 1 << key.topic)[0],
        stage=topic.stage,
        statements=told.statements.get(key.topic, ()),
        by=time_of(key.half, not to_year_end) if known else None,
        when=_when(key.half, to_year_end),
        dated=key.dated,
        strength=STRENGTHS[key.strength],
        pathway=describe(entry.runs, every),
        uses=tuple(_use(tables, need, runs, entry, every) for need, runs in uses),
        words=_words(tables, key.topic, [need for need, _ in uses]),
        standing=key.standing,
        taught=unit_at(entry.taught, Department.MATHS) if entry.taught else None,
        provisional=entry.unsure,
    )


def _need_order(tables: Tables, need: _Need) -> tuple[int, int, int, int]:
    return need.half, tables.index.net.strength[need.link], need.lesson.low, need.link


def _when(half: int, to_year_end: bool) -> str:
    if half < 0:
        return "before Year 7"
    if to_year_end:
        return f"before Year {time_of(half + 1).year}"
    return f"by {name_of_half(half)}"


def _use(
    tables: Tables, need: _Need, runs: dict[Run, None], entry: _Entry, every: Sequence[Run]
) -> UseAt:
    return UseAt(
        unit=unit_at(need.lesson, Department.SCIENCE),
        topic=named(tables, 1 << need.topic)[0],
        link=uses_link(tables, need.link),
        pathway=None if runs.keys() == entry.runs.keys() else describe(runs, every),
        provisional=is_unsure(need.lesson, need.topic),
    )


def _words(tables: Tables, topic: int, needs: Sequence[_Need]) -> tuple[Wording, ...]:
    """The terms that name the topic, or one of the links by which it is used here."""
    id_ = tables.index.topics[topic].id
    links = {tables.index.links[need.link].id for need in needs}
    return tuple(
        Wording(
            id=term.id,
            label=term.label,
            maths=term.maths,
            science=term.science,
            wording=term.wording,
        )
        for term, bits in tables.terms
        if bits >> topic & 1 and (id_ in term.topics or links & set(term.edges))
    )


def _notes(
    plans: Sequence[Matched], own: Mapping[Department, Course], settings: Settings
) -> Iterator[str]:
    yield from reading_notes(plans, tuple(own))
    if own[Department.SCIENCE].even:
        yield (
            "Some units of science have no half-term: what they need is due before their year "
            "begins, which may be earlier than science comes to it."
        )
    if settings.lag:
        ahead = "1 half-term" if settings.lag == 1 else f"{settings.lag} half-terms"
        yield f"Mathematics is asked to be {ahead} further ahead of science."
    maths = own.get(Department.MATHS)
    if maths is None:
        yield "Topics of KS2 count as known."
    elif maths.even:
        yield "Some units of mathematics have no half-term: they count from the end of their year."
