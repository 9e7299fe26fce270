"""Breaches in words: the message that names the cells, and the cheapest mend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.index import label_of
from graph.plans.breach import Breach
from graph.plans.course import Course, Lesson
from graph.plans.mends import cheapest_move, say_move
from graph.plans.school_year import name_of
from graph.plans.tables import Tables
from graph.plans.units import cell_of
from ontology.findings import Finding, Where
from ontology.plan_rules import find_in_plan
from ontology.plans import Settings
from ontology.vocabulary import Department, Severity

SHOWN = 4
"""Topics that a message names before it says how many more."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a finding is worded from: the tables, the courses of a run, and the settings."""

    tables: Tables
    courses: Mapping[Department, Course]
    settings: Settings
    files: Mapping[Department, Where]


def word(breach: Breach, checked: Checked, pathway: str | None, with_mend: bool = True) -> Finding:
    """The finding of a breach. Its mend costs O(units + links), if it is asked for."""
    index = checked.tables.index
    message, mend = _WORDS[breach.rule]
    edge = None if breach.link < 0 else index.links[breach.link]
    severity = breach.severity
    if breach.unsure and severity is Severity.ERROR:
        severity = Severity.WARNING
    doubt = " (As it was read: the match is to confirm.)" if breach.unsure else ""
    return find_in_plan(
        breach.rule,
        breach.lesson.unit.where if breach.lesson else checked.files[breach.department],
        message(breach, checked) + doubt,
        mend(breach, checked) if with_mend else "",
        severity,
        other=breach.other.unit.where if breach.other else None,
        pathway=pathway,
        edge=edge,
        topics=tuple(index.topics[number].id for number in breach.topics),
        statements=(breach.statement,) if breach.statement else (),
        terms=(breach.term,) if breach.term else (),
        provisional=breach.unsure,
        blocks=_blocks(breach, checked),
    )


def _blocks(breach: Breach, checked: Checked) -> int | None:
    """How many further topics that are taught rest on what is late or missing."""
    if breach.link < 0:
        return None
    topic, lower = breach.topics[:2]
    taught = 0
    for course in checked.courses.values():
        taught |= course.taught
    return (checked.tables.rests[lower] & taught & ~(1 << lower) & ~(1 << topic)).bit_count()


def cell(lesson: Lesson | None) -> str:
    """A unit as its author knows it: its text and where it stands."""
    return "the plan" if lesson is None else cell_of(lesson.unit)


def _when(lesson: Lesson) -> str:
    return name_of(lesson.unit.year, lesson.unit.half_term)


def _label(checked: Checked, number: int) -> str:
    return checked.tables.index.topics[number].label


def _labels(checked: Checked, numbers: tuple[int, ...]) -> str:
    named = ", ".join(_label(checked, number) for number in numbers[:SHOWN])
    more = len(numbers) - SHOWN
    return named if more <= 0 else f"{named} and {more} more"


def _needs(breach: Breach, checked: Checked) -> str:
    topic, lower = breach.topics[:2]
    helped = checked.tables.index.net.strength[breach.link] != 0
    verb = "is much easier after" if helped else "needs"
    return f"{cell(breach.lesson)}: {_label(checked, topic)} {verb} {_label(checked, lower)}"


def _pre001(breach: Breach, checked: Checked) -> str:
    return f"{_needs(breach, checked)}, which is first taught later, in {cell(breach.other)}."


def _pre002(breach: Breach, checked: Checked) -> str:
    return (
        f"{_needs(breach, checked)}, taught in {cell(breach.other)}: "
        "the plan does not say which of the two comes first."
    )


def _pre003(breach: Breach, checked: Checked) -> str:
    if breach.lesson is None:
        course = checked.courses[breach.department]
        if not course.assumed >> breach.topics[0] & 1:
            return (
                "No unit names working scientifically: what units rest on of it is taken as taught "
                f"within them ({_labels(checked, breach.topics)})."
            )
        return (
            f"The plan begins in Year {course.years[0]}: {len(breach.topics)} topics of the stage "
            f"already begun are never taught in it and are taken as taught before "
            f"({_labels(checked, breach.topics)})."
        )
    return f"{_needs(breach, checked)}, which no unit teaches.{_so_do(breach, checked)}"


def _so_do(breach: Breach, checked: Checked) -> str:
    """What else lacks the same."""
    others = breach.topics[2:]
    verb = "does" if len(others) == 1 else "do"
    return f" So {verb} {_labels(checked, others)}." if others else ""


def _gap001(breach: Breach, checked: Checked) -> str:
    return (
        f"{_needs(breach, checked)}, last taught in {cell(breach.other)} and not met for "
        f"{checked.settings.gap} half-terms or more."
    )


def _gap002(breach: Breach, checked: Checked) -> str:
    return (
        f"{cell(breach.lesson)} is never met again, although the plan goes on for more than "
        f"{checked.settings.revisit} half-terms: {_labels(checked, breach.topics)}."
    )


def _use(breach: Breach, checked: Checked) -> str:
    topic, lower = breach.topics[:2]
    return f"{cell(breach.lesson)}: {_label(checked, topic)} uses {_label(checked, lower)}"


def _coh001(breach: Breach, checked: Checked) -> str:
    return (
        f"{_use(breach, checked)}, which mathematics first teaches later, in {cell(breach.other)}."
    )


def _coh002(breach: Breach, checked: Checked) -> str:
    assert breach.lesson is not None
    assert breach.other is not None
    if breach.other.last < breach.lesson.first:
        when = f"less than {checked.settings.lag + 1} half-terms before"
    elif None in (breach.lesson.unit.half_term, breach.other.unit.half_term):
        when = "in the same year, half-term unknown"
    else:
        when = "in the same half-term"
    return f"{_use(breach, checked)}, which mathematics teaches {when}, in {cell(breach.other)}."


def _coh003(breach: Breach, checked: Checked) -> str:
    never = "which mathematics never teaches on this pathway"
    return f"{_use(breach, checked)}, {never}.{_so_do(breach, checked)}"


def _coh004(breach: Breach, checked: Checked) -> str:
    term = next(term for term, _ in checked.tables.terms if term.id == breach.term)
    return (
        f"{cell(breach.lesson)} and {cell(breach.other)} share “{term.label}”. "
        f"In mathematics: {term.maths} In science: {term.science}"
    )


def _cov001(breach: Breach, checked: Checked) -> str:
    assert breach.statement is not None
    label = label_of(checked.tables.index, breach.statement)
    return f"No unit teaches {breach.statement}, {label} ({_labels(checked, breach.topics)})."


def _cov002(breach: Breach, checked: Checked) -> str:
    course = checked.courses[breach.department]
    run = course.run
    path = f"{run.tier(breach.department)}"
    if breach.department is Department.SCIENCE:
        path += f" {run.pathway}"
    return (
        f"{cell(breach.lesson)} is beyond what the {path} examination can ask: "
        f"{_labels(checked, breach.topics)}."
    )


def _dup001(breach: Breach, checked: Checked) -> str:
    return (
        f"{cell(breach.lesson)} and {cell(breach.other)} teach the same with nothing between: "
        f"{_labels(checked, breach.topics)}."
    )


def _mend_order(breach: Breach, checked: Checked) -> str:
    assert breach.lesson is not None
    assert breach.other is not None
    course = checked.courses[breach.department]
    move = cheapest_move(checked.tables, course, breach.other, breach.lesson)
    lower = _label(checked, breach.topics[1])
    if breach.lesson.unit.half_term is None or breach.other.unit.half_term is None:
        return f"Move {cell(breach.other)} before {cell(breach.lesson)}, or that one after it."
    if move is None:
        return f"Teach {lower} within {cell(breach.lesson)}: neither unit can move."
    said = say_move(move)
    return f"{said[0].upper()}{said[1:]}."


def _mend_unknown(breach: Breach, checked: Checked) -> str:
    return f"Give both units a week, {cell(breach.other)} the earlier one, or put them in one unit."


def _mend_never(breach: Breach, checked: Checked) -> str:
    if breach.lesson is None:
        return "Nothing, if earlier years taught them; else add them to the plan."
    lower = _label(checked, breach.topics[1])
    return (
        f"Add {lower} before {cell(breach.lesson)}, or name it in the unit that teaches it; if it "
        f"is known from elsewhere, suppress this with a reason."
    )


def _mend_gap(breach: Breach, checked: Checked) -> str:
    return f"Begin {cell(breach.lesson)} by retrieving {_label(checked, breach.topics[1])}."


def _mend_revisit(breach: Breach, checked: Checked) -> str:
    return "Use it in a later unit, or plan retrieval within a year of it."


def _mend_clash(breach: Breach, checked: Checked) -> str:
    assert breach.lesson is not None
    assert breach.other is not None
    lower = _label(checked, breach.topics[1])
    maths = checked.courses[Department.MATHS]
    to = breach.lesson.first - 1 - checked.settings.lag
    stays = breach.other.unit.pinned or to < maths.start
    first = "Move" if stays else f"Move {cell(breach.other)} before {_when(breach.lesson)}, or move"
    return (
        f"{first} {cell(breach.lesson)} later; or let science teach {lower} in mathematics' words."
    )


def _mend_same(breach: Breach, checked: Checked) -> str:
    return f"Agree who goes first: best, mathematics teaches {_label(checked, breach.topics[1])}."


def _mend_tier(breach: Breach, checked: Checked) -> str:
    lower = _label(checked, breach.topics[1])
    return f"Science teaches {lower} itself to these pupils, or mathematics adds it for them."


def _mend_words(breach: Breach, checked: Checked) -> str:
    term = next(term for term, _ in checked.tables.terms if term.id == breach.term)
    return f"Agree a wording: {term.wording}"


def _mend_cover(breach: Breach, checked: Checked) -> str:
    return f"Add a unit, or name the content in one: {_labels(checked, breach.topics)}."


def _mend_above(breach: Breach, checked: Checked) -> str:
    return "Mark the unit for the pathway that needs it, or suppress this with a reason."


def _mend_twice(breach: Breach, checked: Checked) -> str:
    return "Make them one unit, or move one of them away."


Worder = Callable[[Breach, Checked], str]
_WORDS: Mapping[str, tuple[Worder, Worder]] = {
    "PRE001": (_pre001, _mend_order),
    "PRE002": (_pre002, _mend_unknown),
    "PRE003": (_pre003, _mend_never),
    "GAP001": (_gap001, _mend_gap),
    "GAP002": (_gap002, _mend_revisit),
    "COH001": (_coh001, _mend_clash),
    "COH002": (_coh002, _mend_same),
    "COH003": (_coh003, _mend_tier),
    "COH004": (_coh004, _mend_words),
    "COV001": (_cov001, _mend_cover),
    "COV002": (_cov002, _mend_above),
    "DUP001": (_dup001, _mend_twice),
}
