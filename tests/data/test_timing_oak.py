"""When Oak's schemes teach and need, against its published ontology, where this lies beside us.

The ontology is not part of this repository. That the unit and the lesson of every row are in the
programme of its scheme is looked up there, and that no row's words were copied. Without the
ontology these tests are skipped, but not in continuous integration.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace
from rdflib.term import Node

from ontology.records import Curriculum
from ontology.register import Scheme, Timing
from ontology.vocabulary import Department
from tests.data.test_reference import LONGEST, longest_run, words

SOURCE = "oak-curriculum-ontology"
SUBJECTS = Path(__file__).parents[3] / "shared" / "fixtures" / SOURCE / "data" / "subjects"
FILES = (
    "mathematics/mathematics-key-stage-3.ttl",
    "mathematics/mathematics-key-stage-4.ttl",
    "the-sciences/science-key-stage-3.ttl",
    "the-sciences/combined-science-key-stage-4.ttl",
)
OAK = Namespace("https://w3id.org/uk/oak/curriculum/ontology/")
SCHEMA = Namespace("http://schema.org/")
PARTS = (
    OAK.hasKeyLearningPoint,
    OAK.hasKeyword,
    OAK.hasPupilLessonOutcome,
    OAK.hasMisconception,
    OAK.hasPriorKnowledgeRequirement,
)
TEXTS = (RDFS.label, OAK.statement, OAK.correction, SCHEMA.name, SCHEMA.description)
LOCATOR = re.compile(r"programme order, Y(\d+) unit (\d+), lesson (\d+)")


@dataclass(frozen=True)
class Lesson:
    """One lesson: its title and whatever else is said of it."""

    title: str
    texts: tuple[str, ...]


Programmes = dict[str, dict[int, dict[int, Lesson]]]
"""Of each programme, by its label, the lessons by number of unit and number in the unit."""

Rows = list[tuple[Scheme, Timing]]


@pytest.fixture(scope="module")
def programmes() -> Programmes:
    graph = Graph()
    for name in FILES:
        path = SUBJECTS / name
        if not path.exists():
            said = f"the ontology of Oak is not beside the checkout: {name}"
            if os.environ.get("CI"):
                pytest.fail(said)
            pytest.skip(said)
        graph.parse(path, format="turtle")
    return {
        str(graph.value(programme, RDFS.label)): {
            position: dict(_lessons(graph, unit))
            for position, unit in _sequence(
                graph, programme, OAK.hasUnitVariantInclusion, OAK.includesUnitVariant
            )
        }
        for programme in graph.subjects(RDF.type, OAK.Programme)
    }


def _lessons(graph: Graph, unit: Node) -> Iterator[tuple[int, Lesson]]:
    for position, lesson in _sequence(graph, unit, OAK.hasLessonInclusion, OAK.includesLesson):
        texts = tuple(
            str(text)
            for part in PARTS
            for node in graph.objects(lesson, part)
            for said in TEXTS
            for text in graph.objects(node, said)
        )
        yield position, Lesson(str(graph.value(lesson, RDFS.label)), texts)


def _sequence(graph: Graph, whole: Node, has: Node, includes: Node) -> Iterator[tuple[int, Node]]:
    """What a programme or a unit is made of, each with the position that is written at it."""
    for inclusion in graph.objects(whole, has):
        position = graph.value(inclusion, OAK.sequencePosition)
        part = graph.value(inclusion, includes)
        assert isinstance(position, Literal)
        assert part is not None
        yield int(position), part


@pytest.fixture(scope="module")
def rows(curriculum: Curriculum) -> Rows:
    schemes = {scheme.id: scheme for scheme in curriculum.schemes if scheme.source == SOURCE}
    found = [(schemes[row.scheme], row) for row in curriculum.timing if row.scheme in schemes]
    assert {scheme.subject for scheme, _ in found} == set(Department)
    return found


def place(row: Timing) -> tuple[int, int, int]:
    """Year, unit and lesson that the locator names; only whole locators count."""
    assert row.basis.source == SOURCE, row.id
    named = LOCATOR.fullmatch(row.basis.locator or "")
    assert named is not None, (row.id, row.basis.locator)
    year, unit, lesson = map(int, named.groups())
    return year, unit, lesson


def programme(scheme: Scheme, year: int) -> str:
    """The label of the programme that a scheme follows in a year.

    KS3 has one programme a subject; science goes on as AQA's combined science.
    """
    subject = "Mathematics" if scheme.subject is Department.MATHS else "Science"
    if year <= 9:
        return f"{subject} Year Group {year}"
    (tier,) = {"foundation", "higher"} & set(scheme.pathway)
    if scheme.subject is Department.MATHS:
        return f"Mathematics Year Group {year} {tier.title()}"
    assert "combined" in scheme.pathway, scheme.id
    return f"Combined Science Year Group {year} {tier.title()} AQA"


def lesson_of(programmes: Programmes, scheme: Scheme, row: Timing) -> Lesson:
    year, unit, lesson = place(row)
    return programmes[programme(scheme, year)][unit][lesson]


def test_year_and_position_are_those_of_the_locator(rows: Rows) -> None:
    wrong = [row.id for _, row in rows if (row.year, row.position) != place(row)[:2]]
    assert wrong == []


def test_unit_and_lesson_are_in_the_programme_of_the_scheme(
    programmes: Programmes, rows: Rows
) -> None:
    missing = []
    for scheme, row in rows:
        year, unit, lesson = place(row)
        units = programmes.get(programme(scheme, year), {})
        if lesson not in units.get(unit, {}):
            missing.append((row.id, row.basis.locator))
    assert missing == []


def test_facts_of_one_pair_are_numbered_in_the_order_of_the_programme(rows: Rows) -> None:
    facts: dict[tuple[str, str, str | None], dict[int, tuple[int, int, int]]] = {}
    for scheme, row in rows:
        facts.setdefault((scheme.id, row.topic, row.by), {})[row.number or 1] = place(row)
    for pair, places in facts.items():
        numbers = sorted(places)
        assert numbers == list(range(1, len(numbers) + 1)), pair
        assert [places[number] for number in numbers] == sorted(places.values()), pair


def test_no_words_of_a_lesson_are_copied(programmes: Programmes, rows: Rows) -> None:
    copied = []
    for scheme, row in rows:
        lesson = lesson_of(programmes, scheme, row)
        if words(row.words) == words(lesson.title):
            copied.append((row.id, lesson.title))
        for ours in (row.words, row.note or ""):
            copied += [
                (row.id, ours)
                for theirs in (lesson.title, *lesson.texts)
                if longest_run(ours, theirs) > LONGEST
            ]
    assert copied == []
