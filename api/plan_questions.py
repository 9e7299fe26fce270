"""The further questions about plans: deadlines, moves, coverage, comparison, catching up.

Each gives an answer as every face sends it; `sheet` and `text` are what it looks like to print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.encode import record_rows
from api.planning import Answer, Planner, shown_pathways
from graph.plans.pathways import read_pathways
from ontology.errors import BadParameter

if TYPE_CHECKING:
    from graph.plans.read import Matched


@dataclass(frozen=True, slots=True)
class Printed:
    """An answer with its printable forms, which are made when they are asked for."""

    answer: Answer
    sheet: Callable[[], str]
    text: Callable[[], str]


def ask_deadlines(
    planner: Planner, plans: Sequence[Matched], pathway: Iterable[str] = (), reverse: bool = False
) -> Printed:
    """By when mathematics must have taught what science uses; reversed, who is hurt by a move.

    Raises:
        BadParameter: the department that is asked about has no unit with a year.
    """
    asked = read_pathways(pathway)
    files = _names(plans)
    query = {"pathway": shown_pathways(asked), "reverse": reverse}
    if reverse:
        from api.move_sheets import risk_markdown, risk_sheet
        from graph.plans.risk import at_risk

        risks = at_risk(planner.tables, plans, asked)
        answer = _answer(planner, plans, query, MOVES, risks)
        return Printed(
            answer, lambda: risk_sheet(risks, files), lambda: risk_markdown(risks, files)
        )
    from api.plan_sheets import deadlines_markdown, deadlines_sheet
    from graph.plans.deadlines import deadlines

    found = deadlines(planner.tables, plans, asked)
    answer = _answer(planner, plans, query, DEADLINES, found)
    return Printed(
        answer, lambda: deadlines_sheet(found, files), lambda: deadlines_markdown(found, files)
    )


def ask_coverage(
    planner: Planner, plans: Sequence[Matched], pathway: Iterable[str] = ()
) -> Printed:
    """What is covered by strand, tier and year, and when each theme is met (`meta.spacing`).

    Raises:
        BadParameter: no unit has a year.
    """
    from api.coverage_sheets import coverage_markdown, coverage_sheet
    from graph.plans.coverage_map import coverage
    from graph.plans.revisits import spacing

    asked = read_pathways(pathway)
    found = coverage(planner.tables, plans, asked)
    met = spacing(planner.tables, plans, asked)
    query = {"pathway": shown_pathways(asked)}
    more = {"spacing": [row.model_dump(mode="json") for row in met.data]}
    answer = _answer(planner, plans, query, COVERAGE, found, more)
    files = _names(plans)
    return Printed(
        answer,
        lambda: coverage_sheet(found, met, files),
        lambda: coverage_markdown(found, met, files),
    )


def ask_diff(
    planner: Planner,
    old: Sequence[Matched],
    new: Sequence[Matched],
    pathway: Iterable[str] = (),
    classes: Sequence[int] = (),
    from_half: int | None = None,
) -> Answer:
    """What a new plan moves, breaks, mends, clashes with, and does to the classes now in school.

    Raises:
        BadParameter: no unit has a year, or a class that the plans do not hold.
    """
    from graph.plans.diff import diff

    asked = read_pathways(pathway)
    found = diff(planner.tables, old, new, asked, None, classes, from_half)
    query = {
        "pathway": shown_pathways(asked),
        "old": _names(old),
        "new": _names(new),
        "classes": list(found.classes),
        "from_half_term": found.from_half,
    }
    return _answer(planner, [*old, *new], query, DIFF, found, {"counts": found.counts()})


def ask_catch_up(
    planner: Planner,
    plans: Sequence[Matched],
    pathway: Iterable[str] = (),
    *,
    before: str,
    joins: int | None = None,
    half_term: int = 1,
    lost: Sequence[str] = (),
    known: Sequence[str] = (),
) -> Answer:
    """What to secure before a unit: a pupil joins, or a unit was lost.

    Raises:
        NotFound: no unit, or no topic, is called that.
        Ambiguous: several units are.
        BadParameter: a year or half-term that is none.
    """
    from graph.plans.catch_up import DEFINITION, catch_up

    asked = read_pathways(pathway)
    found = catch_up(
        planner.tables,
        plans,
        asked,
        before=before,
        joins=joins,
        half_term=half_term,
        lost=lost,
        known=known,
    )
    query = {
        "pathway": shown_pathways(asked),
        "before": found.unit.unit.where.model_dump(mode="json"),
        "joins": joins,
        "lost": [unit.unit.where.model_dump(mode="json") for unit in found.lost],
        "known": list(found.known),
    }
    more = {
        "sets": [row.model_dump(mode="json") for row in found.sets],
        "fringe": list(found.fringe),
    }
    return _answer(planner, plans, query, DEFINITION, found, more)


def split_plans(plans: Sequence[Matched]) -> tuple[list[Matched], list[Matched]]:
    """Of files for a comparison the old and the new plans: the first, the second, others in both.

    Raises:
        BadParameter: fewer than two plans.
    """
    if len(plans) < 2:
        raise BadParameter("A comparison takes two plans: the old one, then the new one.", "file")
    beside = list(plans[2:])
    return [plans[0], *beside], [plans[1], *beside]


def _names(plans: Sequence[Matched]) -> list[str]:
    return [plan.plan.file for plan in plans]


def _answer(
    planner: Planner,
    plans: Sequence[Matched],
    query: Mapping[str, Any],
    definition: str,
    found: Any,
    more: Mapping[str, Any] | None = None,
) -> Answer:
    meta = planner.meta(plans, query, definition, len(found.data))
    return Answer(record_rows(found.data), {**meta, "notes": list(found.notes), **(more or {})})


DEADLINES = (
    "For each topic of mathematics that science uses, the latest half-term in which it may have "
    "been taught, for whom, by which units and in which words."
)
MOVES = "For each unit of mathematics how late it could be, and what a later move would hurt."
COVERAGE = (
    "Content statements of which a topic is taught, by framework, strand, tier and year; "
    "`meta.spacing` says when each theme is met and left alone."
)
DIFF = (
    "What the new plan does against the old one: units, links that break or mend, clashes, "
    "coverage, and what each class now in the school meets twice or never."
)
