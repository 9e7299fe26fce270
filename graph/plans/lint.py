"""A plan, or the plans of both departments, checked against every rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.matching.words import names_no_topic, words_of
from graph.plans.breach import Breach
from graph.plans.coherence import check_coherence, check_words
from graph.plans.course import Course, Reading, build_course, read_unit
from graph.plans.coverage import check_coverage, check_pathway, frameworks_spanned
from graph.plans.order import check_order
from graph.plans.pathways import Asked, Run, describe, runs
from graph.plans.read import Matched
from graph.plans.spacing import check_gaps, check_revisits, check_twice, met_by_half
from graph.plans.tables import Tables
from graph.plans.units import key_of
from graph.plans.wording import Checked, word
from ontology.findings import Finding, Where
from ontology.ids import natural
from ontology.plan_rules import find_in_plan
from ontology.plans import Match, Settings, State, Suppression, Unit
from ontology.vocabulary import Department, Severity


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A suppression and how many findings it kept back; 0 says that it is not needed."""

    suppression: Suppression
    findings: int


@dataclass(frozen=True, slots=True)
class Report:
    """What checking found: gravest first, then by how much rests on it, then by the calendar.

    `notes` say what was assumed and what was not asked; `courses` are those checked, by run.
    """

    data: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    notes: tuple[str, ...]
    courses: Mapping[Run, Mapping[Department, Course]]
    settings: Settings

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.data)
        return {str(severity): found[severity] for severity in Severity}


def find_breaches(
    tables: Tables, courses: Mapping[Department, Course], settings: Settings
) -> Iterator[Breach]:
    """Every breach on the courses of one run. O(units + topics taught + their links)."""
    maths, science = courses.get(Department.MATHS), courses.get(Department.SCIENCE)
    for course in courses.values():
        yield from own_breaches(tables, course, science, settings)
    if maths is not None and science is not None:
        yield from check_coherence(tables, maths, science, settings)
        yield from check_words(tables, maths, science)


def own_breaches(
    tables: Tables, course: Course, science: Course | None, settings: Settings
) -> Iterator[Breach]:
    """The breaches of one department's course; mathematics is also met in science."""
    yield from check_order(tables, course)
    met = met_by_half(tables, course, science if course.department is Department.MATHS else None)
    yield from check_gaps(tables, course, met, settings)
    yield from check_revisits(tables, course, met, settings)
    yield from check_twice(course)
    yield from check_coverage(tables, course)
    yield from check_pathway(course)


def lint(
    tables: Tables,
    plans: Sequence[Matched],
    asked: Asked = Asked(),  # noqa: B008 - frozen
    settings: Settings | None = None,
) -> Report:
    """Check plans together: those of one department, or of both for the COH rules.

    `settings` stand above those of the plans, of which else the first that differs from the usual
    is taken, with the suppressions of all.
    """
    chosen = settings or join_settings(plan.plan.settings for plan in plans)
    courses = build_courses(tables, plans, asked)
    files = _files(plans)
    findings = list(_findings(tables, courses, chosen, files))
    findings += [finding for plan in plans for finding in _of_reading(plan)]
    findings.sort(key=_order(plans))
    kept, suppressed = _suppress(findings, chosen, plans)
    return Report(tuple(kept), suppressed, tuple(_notes(plans, courses)), courses, chosen)


def build_courses(
    tables: Tables, plans: Sequence[Matched], asked: Asked
) -> dict[Run, dict[Department, Course]]:
    """The courses of every run, of the departments whose plans are given."""
    readings: list[Reading] = [
        read_unit(tables, unit, department, match)
        for plan in plans
        for unit, department, match in plan.rows()
    ]
    given = [d for d in Department if any(reading.department is d for reading in readings)]
    named = [course for plan in plans for course in _courses_named(plan)]
    groups = sorted({group for reading in readings for group in reading.unit.classes})
    every = runs(asked, named, groups)
    made: dict[tuple[Any, ...], Course] = {}
    found: dict[Run, dict[Department, Course]] = {}
    for run in every:
        own: dict[Department, Course] = {}
        for department in given:
            pathway = run.pathway if department is Department.SCIENCE else None
            key = (department, run.tier(department), run.group, pathway)
            if key not in made:
                made[key] = build_course(tables, department, run, readings)
            own[department] = made[key]
        found[run] = own
    return _distinct(found)


def _courses_named(plan: Matched) -> Iterator[Any]:
    yield from plan.plan.courses
    for unit in plan.plan.units:
        yield from unit.courses


def _distinct(
    found: Mapping[Run, dict[Department, Course]],
) -> dict[Run, dict[Department, Course]]:
    """One run of those that are the same for the departments given (mathematics alone)."""
    seen: dict[tuple[int, ...], Run] = {}
    for run, courses in found.items():
        seen.setdefault(tuple(id(course) for course in courses.values()), run)
    return {run: found[run] for run in seen.values()}


def join_settings(given: Iterable[Settings]) -> Settings:
    """One setting for plans checked together: the first told of each, the suppressions of all."""
    usual = Settings()
    values: dict[str, Any] = {}
    suppressions: dict[Suppression, None] = {}
    for settings in given:
        for name in ("gap", "revisit", "lag", "weeks"):
            value = getattr(settings, name)
            if value != getattr(usual, name):
                values.setdefault(name, value)
        suppressions.update(dict.fromkeys(settings.suppressions))
    return usual.model_copy(update={**values, "suppressions": tuple(suppressions)})


def _findings(
    tables: Tables,
    courses: Mapping[Run, Mapping[Department, Course]],
    settings: Settings,
    files: Mapping[Department, Where],
) -> Iterator[Finding]:
    """Breaches of all runs, each worded once with the pathways that it concerns."""
    first: dict[tuple[Any, ...], tuple[Breach, Checked]] = {}
    where: dict[tuple[Any, ...], dict[Run, None]] = {}
    every = tuple(courses)
    for run, own in courses.items():
        checked = Checked(tables, own, settings, files)
        for breach in find_breaches(tables, own, settings):
            key = _key(breach)
            first.setdefault(key, (breach, checked))
            where.setdefault(key, {})[run] = None
    for key, (breach, checked) in first.items():
        yield word(breach, checked, describe(where[key], every))


def _key(breach: Breach) -> tuple[Any, ...]:
    lessons = tuple(
        None if lesson is None else key_of(lesson.unit) for lesson in (breach.lesson, breach.other)
    )
    return (*lessons, breach._replace(lesson=None, other=None))


def _files(plans: Sequence[Matched]) -> dict[Department, Where]:
    found: dict[Department, Where] = {}
    for plan in plans:
        for department in plan.departments:
            found.setdefault(department, Where(file=plan.plan.file))
    return found


def _of_reading(plan: Matched) -> Iterator[Finding]:
    """What reading told, and the rows that are not matched."""
    yield from plan.plan.findings
    for unit, _, match in plan.rows():
        if match.state is State.UNMATCHED:
            yield _unmatched(unit, match)


def _unmatched(unit: Unit, match: Match) -> Finding:
    texts = [part.text for part in match.parts if part.state is State.UNMATCHED]
    quoted = ", ".join(f'"{" ".join(text.split())}"' for text in texts)
    if all(names_no_topic(words_of(text)) for text in texts):
        return find_in_plan(
            "MAP001",
            unit.where,
            f"{quoted} names no topic: read as a place in the calendar.",
            "Nothing, if it teaches nothing new; else name what it teaches.",
            Severity.INFO,
        )
    return find_in_plan(
        "MAP001",
        unit.where,
        f"{quoted} is not matched to any topic, so that it teaches nothing here.",
        "Confirm what it means (`coherence match`), or write the topic's label or a code.",
    )


def _order(plans: Sequence[Matched]) -> Any:
    """Gravest first, certain before provisional, most blocked first, then as in the files."""
    place: dict[Where, int] = {}
    for plan in plans:
        for unit in plan.plan.units:
            place.setdefault(unit.where, len(place))

    def key(finding: Finding) -> tuple[Any, ...]:
        where = finding.where
        assert isinstance(where, Where)
        return (
            finding.severity.rank,
            finding.provisional,
            -(finding.blocks or 0),
            place.get(where, len(place)),
            finding.rule,
            *natural("".join(finding.statements)),
            finding.message,
        )

    return key


def _suppress(
    findings: Sequence[Finding], settings: Settings, plans: Sequence[Matched]
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    texts = {unit.where: unit.text for plan in plans for unit in plan.plan.units}
    counted = dict.fromkeys(settings.suppressions, 0)
    kept = []
    for finding in findings:
        by = next((s for s in settings.suppressions if _is_about(s, finding, texts)), None)
        if by is None:
            kept.append(finding)
        else:
            counted[by] += 1
    return kept, tuple(Suppressed(rule, number) for rule, number in counted.items())


def _is_about(suppression: Suppression, finding: Finding, texts: Mapping[Where, str]) -> bool:
    if suppression.rule.upper() != finding.rule:
        return False
    if suppression.about is None:
        return True
    about = " ".join(suppression.about.split()).casefold()
    where = finding.where
    assert isinstance(where, Where)
    named = {
        *finding.topics[:2],
        *finding.statements,
        *finding.terms,
        *([finding.edge.id] if finding.edge else []),
        where.cell or "",
        f"{where.sheet}!{where.cell}",
        texts.get(where, ""),
    }
    return about in {" ".join(name.split()).casefold() for name in named if name}


def _notes(
    plans: Sequence[Matched], courses: Mapping[Run, Mapping[Department, Course]]
) -> Iterator[str]:
    """What was assumed, and which rules were not asked, so that silence is not read as praise."""
    for plan in plans:
        if plan.guessed:
            told = " and ".join(sorted(set(map(str, plan.departments))))
            yield f"{plan.plan.file} does not say whose it is: read as {told} by its words."
    first = next(iter(courses.values()), {})
    if len(first) < len(Department):
        yield "The COH rules were not asked: they need the plans of both departments."
    for department, course in first.items():
        if course.even:
            yield (
                f"Some units of {department} have no half-term: departments are compared by year "
                "there, and for spacing the units are taken to be spread evenly over the year, "
                "which is an assumption."
            )
        spanned = frameworks_spanned(course)
        asked = f"of {' and '.join(spanned)}" if spanned else "of no stage, as none is spanned"
        yield f"Coverage of {department} was asked {asked}."
    maths, science = first.get(Department.MATHS), first.get(Department.SCIENCE)
    if maths and science and maths.years and science.years:
        begin, end = maths.years[0], maths.years[-1]
        if begin > science.years[0]:
            yield f"Science before Year {begin} was not judged: mathematics begins there."
        if end < science.years[-1]:
            yield (
                f"Mathematics that is never taught was not asked of science after Year {end}: the "
                "plan of mathematics ends there."
            )
