"""Oak National Academy's published sequences of units as plans, from its curriculum ontology.

The ontology (Turtle) gives programmes: the units of a year in their order, at KS4 of a tier, in
science also of an examination board. It has no half-terms, so a unit has a year and a step.
Combined science is one sequence; separate biology, chemistry and physics are three that run side
by side, and are put into one by how far through its year each unit stands, which is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, Namespace
from rdflib.term import Node

from ontology.errors import BadParameter
from ontology.findings import Finding, Where
from ontology.plan_rules import find_in_plan
from ontology.plans import Course, Plan, Unit
from ontology.vocabulary import Department, Severity

OAK = Namespace("https://w3id.org/uk/oak/curriculum/ontology/")
BOARDS = ("AQA", "Edexcel", "OCR")
"""Examination boards whose science programmes are published."""

_MATHS = ("mathematics/mathematics-key-stage-3.ttl", "mathematics/mathematics-key-stage-4.ttl")
_KS3 = "the-sciences/science-key-stage-3.ttl"
_COMBINED = "the-sciences/combined-science-key-stage-4.ttl"
_SEPARATE = (
    "the-sciences/biology-key-stage-4.ttl",
    "the-sciences/chemistry-key-stage-4.ttl",
    "the-sciences/physics-key-stage-4.ttl",
)


@dataclass(frozen=True, slots=True)
class _Programme:
    """The units of a year in their order, with where they are published and for whom."""

    file: str
    label: str
    year: int
    tier: Course | None
    board: str | None
    units: tuple[tuple[int, str], ...]


def read_oak(folder: Path, subject: Department, board: str = "AQA") -> tuple[Plan, ...]:
    """Oak's sequences as plans: one of mathematics; of science combined, then separate.

    Args:
        folder: the ontology's folder `data`.
        subject: `maths` or `science`.
        board: whose GCSE science is read; mathematics is the same for all.

    Units of KS4 name their tier, in science also combined or separate, so that one plan serves
    both tiers.

    Raises:
        BadParameter: a board of which nothing is published.
        FileNotFoundError: the folder lacks a file.
        ValueError: a file does not hold what the ontology declares.

    Cost: O(triples), some seconds.
    """
    if board not in BOARDS:
        raise BadParameter(f"Oak publishes science for {', '.join(BOARDS)}.", "board", BOARDS)
    if subject is Department.MATHS:
        return (_plan("Oak mathematics", subject, _programmes(folder, _MATHS), frozenset(), ()),)
    lower = _programmes(folder, [_KS3])
    combined = _of_board(_programmes(folder, [_COMBINED]), board)
    separate = _of_board(_programmes(folder, _SEPARATE), board)
    return (
        _plan(
            f"Oak combined science, {board}", subject, [*lower, *combined], {Course.COMBINED}, ()
        ),
        _plan(
            f"Oak separate sciences, {board}",
            subject,
            [*lower, *separate],
            {Course.SEPARATE},
            [_side_by_side(f"Oak separate sciences, {board}")],
        ),
    )


def _of_board(programmes: Iterable[_Programme], board: str) -> list[_Programme]:
    return [programme for programme in programmes if programme.board == board]


def _side_by_side(file: str) -> Finding:
    return find_in_plan(
        "READ003",
        Where(file=file),
        "in Years 10 and 11 biology, chemistry and physics are published as three sequences that "
        "run side by side; their units are put into one order by how far through its year each "
        "stands, which is an assumption.",
        "read clashes within a year with that in mind.",
        Severity.INFO,
    )


def _programmes(folder: Path, files: Sequence[str]) -> list[_Programme]:
    """The programmes of files, by year and label. Raises ValueError for what is incomplete."""
    found = []
    for file in files:
        path = folder / "subjects" / file
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing: give the ontology's folder `data`")
        graph = Graph()
        graph.parse(path, format="turtle")
        found += [_read(graph, node, file) for node in graph.subjects(RDF.type, OAK.Programme)]
    return sorted(found, key=lambda programme: (programme.year, programme.label))


def _read(graph: Graph, node: Node, file: str) -> _Programme:
    year = str(graph.value(node, OAK.coversYearGroup)).rpartition("-")[2]
    tier = graph.value(node, OAK.hasTier)
    board = graph.value(node, OAK.hasExamBoard)
    units = sorted(_units(graph, node, file))
    positions = [position for position, _ in units]
    if not year.isdecimal() or not units or len(set(positions)) < len(positions):
        raise ValueError(f"{file}: {node} has no year, no units, or two at one position")
    return _Programme(
        file=file,
        label=str(graph.value(node, RDFS.label)),
        year=int(year),
        tier=None if tier is None else Course(str(tier).rpartition("-")[2]),
        board=None if board is None else _board(str(board).rpartition("-")[2]),
        units=tuple(units),
    )


def _board(slug: str) -> str:
    names = {name.casefold(): name for name in BOARDS}
    return names.get(slug, slug)


def _units(graph: Graph, programme: Node, file: str) -> Iterator[tuple[int, str]]:
    for inclusion in graph.objects(programme, OAK.hasUnitVariantInclusion):
        position = graph.value(inclusion, OAK.sequencePosition)
        variants = list(graph.objects(inclusion, OAK.includesUnitVariant))
        choice = graph.value(inclusion, OAK.includesUnitVariantChoice)
        if choice is not None:
            variants += graph.objects(choice, OAK.hasUnitVariantOption)
        labels = sorted(str(label) for v in variants for label in graph.objects(v, RDFS.label))
        if not isinstance(position, Literal) or not labels:
            raise ValueError(f"{file}: {inclusion} has no position or no unit")
        yield int(position), "\n".join(labels)


def _plan(
    name: str,
    subject: Department,
    programmes: Sequence[_Programme],
    pathway: Iterable[Course],
    findings: Iterable[Finding],
) -> Plan:
    units = [
        _unit(name, programme, position, text, step, frozenset(pathway))
        for programme in programmes
        for position, text, step in _steps(programme, programmes)
    ]
    return Plan(
        file=name,
        department=subject,
        courses=tuple(sorted({course for unit in units for course in unit.courses})),
        units=tuple(units),
        findings=tuple(findings),
    )


def _steps(
    programme: _Programme, programmes: Sequence[_Programme]
) -> Iterator[tuple[int, str, int]]:
    """Position, text and step of each unit; the step counts those of programmes beside it."""
    beside = [p for p in programmes if (p.year, p.tier) == (programme.year, programme.tier)]
    merged = sorted(
        (place / len(other.units), other.label, position)
        for other in beside
        for place, (position, _) in enumerate(other.units, start=1)
    )
    step = {(label, position): n for n, (_, label, position) in enumerate(merged, start=1)}
    for position, text in programme.units:
        yield position, text, step[programme.label, position]


def _unit(
    name: str,
    programme: _Programme,
    position: int,
    text: str,
    step: int,
    pathway: frozenset[Course],
) -> Unit:
    tiers = [] if programme.tier is None else [programme.tier, *pathway]
    return Unit(
        id=f"{programme.label}!{position}",
        text=text,
        where=Where(file=name, sheet=programme.label, cell=str(position)),
        year=programme.year,
        step=step,
        courses=tuple(sorted(tiers)),
    )
