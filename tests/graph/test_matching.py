from __future__ import annotations

import pytest

from graph.index import Index, build_index
from graph.matching.matcher import Matcher, build_matcher
from graph.matching.parts import part_texts
from graph.matching.words import clean, expand, names_no_topic, words_of
from loaders.curated import load_curriculum
from ontology.findings import Where
from ontology.plans import State, Unit
from ontology.records import Retired
from ontology.text import fold
from ontology.vocabulary import Department
from ontology.where import data_folder


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(load_curriculum(data_folder()))


@pytest.fixture(scope="module")
def maths(index: Index) -> Matcher:
    return build_matcher(index, Department.MATHS)


@pytest.fixture(scope="module")
def science(index: Index) -> Matcher:
    return build_matcher(index, Department.SCIENCE)


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Y8 HT3 – 7.2 Ratio & proportion (6 lessons)", "Ratio & proportion"),
        ("Unit 12: Straight line graphs", "Straight line graphs"),
        ("B2.1 Cells", "Cells"),
        ("Week 4-6 Fractions", "Fractions"),
        ("3.2.1 Enzymes", "Enzymes"),
        ("P5 Forces", "Forces"),
        ("Probability 2", "Probability"),
        ("Angles pp. 34-36", "Angles"),
        ("Standard form (1 week)", "Standard form"),
        ("Autumn 1: Place value", "Place value"),
        ("Higher: Surds", "Surds"),
        ("Pythagoras cont.", "Pythagoras"),
        ("2D shapes", "2D shapes"),
        ("", ""),
    ],
)
def test_what_stands_round_a_title_is_taken_away(title: str, left: str) -> None:
    assert clean(title) == left


def test_abbreviations_are_written_out_longest_first() -> None:
    table = {"sim eqns": "simultaneous equations", "eqns": "equations", "ive": "a, b"}
    assert expand("Sim eqns (graphs)", table) == "simultaneous equations (graphs)"
    assert expand("linear eqns", table) == "linear equations"
    assert expand("IVE", table) == "a, b"
    assert expand("an IVE lesson", table) == "an IVE lesson"


def test_pieces_are_cut_where_they_are_better_known_than_the_whole() -> None:
    known = {"fractions, decimals and percentages", "ratio & proportion", "fdp recap", "area"}

    def how_known(piece: str) -> float:
        return 1.0 if piece.casefold() in known else 0.2

    whole = ["Fractions, decimals and percentages"]
    assert part_texts("Fractions, decimals and percentages", how_known) == whole
    parts = part_texts("Ratio & proportion, FDP recap", how_known)
    assert parts == ["Ratio & proportion", "FDP recap"]
    assert part_texts("Area\nRatio & proportion; FDP recap", how_known) == [
        "Area",
        "Ratio & proportion",
        "FDP recap",
    ]
    assert part_texts(" \n • ", how_known) == []


@pytest.mark.parametrize("title", ["Revision", "Assessment week", "Mock exam", "Half term", "3"])
def test_a_place_in_the_calendar_means_no_topic(maths: Matcher, title: str) -> None:
    assert names_no_topic(words_of(title))
    (part,) = maths.match_text(title)
    assert (part.state, part.topics, part.candidates) == (State.UNMATCHED, (), ())


@pytest.mark.parametrize(
    ("text", "topics", "how"),
    [
        ("maths:scale-factors", {"maths:scale-factors"}, "code"),
        ("Scale factors", {"maths:scale-factors"}, "label"),
        ("8.4 Scale factors (3 lessons)", {"maths:scale-factors"}, "label"),
        ("Dividing a quantity in a ratio", {"maths:dividing-in-a-ratio"}, "label"),
        ("solving with sim eqns by elimination", None, None),
    ],
)
def test_a_whole_name_is_certain(
    maths: Matcher, text: str, topics: set[str] | None, how: str | None
) -> None:
    (part,) = maths.match_text(text)
    if topics is None:
        assert part.candidates
        return
    assert part.state is State.MATCHED
    assert set(part.topics) == topics
    assert part.candidates[0].how == how


def test_a_code_means_all_topics_of_its_statement(index: Index, maths: Matcher) -> None:
    (part,) = maths.match_text("gcse-maths:R5")
    numbers = {n for g in index.all_statements["gcse-maths:R5"].topics.values() for n in g}
    assert part.state is State.MATCHED
    assert set(part.topics) == {index.topics[n].id for n in numbers}
    assert {candidate.how for candidate in part.candidates} == {"code"}


def test_what_is_not_certain_is_asked_with_three_candidates_best_first(maths: Matcher) -> None:
    (part,) = maths.match_text("Enlarging things by some factor")
    assert part.state is State.CONFIRM
    assert 1 <= len(part.candidates) <= 3
    scores = [candidate.score for candidate in part.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score < 1 for score in scores)
    assert part.topics == (part.candidates[0].topic,)


def test_misspelt_names_are_found(maths: Matcher, science: Matcher) -> None:
    for matcher, text, topic in (
        (maths, "Simlar shapes", "maths:recognising-similar-shapes"),
        (science, "Photosythesis", "biology:photosynthesis"),
    ):
        parts = matcher.match_text(text)
        assert topic in {c.topic for part in parts for c in part.candidates}


def test_of_several_meanings_those_of_the_years_stage_are_meant(science: Matcher) -> None:
    young = science.match_text("Acids and alkalis", 7)[0]
    assert young.candidates
    assert all(":" in candidate.topic for candidate in young.candidates)


def test_what_a_school_confirmed_is_certain_from_then_on(maths: Matcher) -> None:
    text = "Unit Zebra"
    assert maths.match_text(text)[0].state is not State.MATCHED
    own = maths.with_confirmed({fold(text): ("maths:scale-factors",), fold("DIRT"): ()})
    (part,) = own.match_text("  unit   zebra ")
    assert (part.state, part.topics) == (State.MATCHED, ("maths:scale-factors",))
    assert part.candidates[0].how == "confirmed"
    (nothing,) = own.match_text("DIRT")
    assert (nothing.state, nothing.topics) == (State.MATCHED, ())
    assert maths.match_text(text)[0].state is not State.MATCHED, "another school is not asked"


def _unit(text: str, *names: str) -> Unit:
    return Unit(id="u", text=text, where=Where(file="f", cell="A1"), year=8, names=names)


def test_names_beside_the_text_stand_for_the_unit(maths: Matcher) -> None:
    match = maths.match(_unit("Whatever", "maths:density"))
    assert [part.topics for part in match.parts] == [("maths:density",)]
    match = maths.match(_unit("Scale factors", "U123"))
    assert match.state is State.UNMATCHED, "an unknown code is told"
    assert match.parts[0].topics == ("maths:scale-factors",)


def test_a_rows_state_is_its_least_certain_parts(maths: Matcher) -> None:
    match = maths.match(_unit("Scale factors; Revision"))
    assert [part.state for part in match.parts] == [State.MATCHED, State.UNMATCHED]
    assert match.state is State.UNMATCHED


def test_retired_identifiers_are_followed(index: Index) -> None:
    curriculum = index.curriculum
    gone = Retired.model_validate(
        {
            "id": "maths:old-ratio",
            "replaced_by": ("maths:ratio-notation",),
            "date": "2026-01-01",
            "reason": "renamed",
        }
    )
    again = build_index(curriculum.model_copy(update={"retired": (*curriculum.retired, gone)}))
    match = build_matcher(again, Department.MATHS).match(_unit("x", "maths:old-ratio"))
    assert match.parts[0].topics == ("maths:ratio-notation",)
    assert match.parts[0].candidates[0].how == "retired"


def test_a_department_is_matched_to_its_own_topics_alone(maths: Matcher, science: Matcher) -> None:
    assert maths.match_text("Density")[0].topics == ("maths:density",)
    assert science.match_text("Density")[0].topics == ("physics:density",)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "💥", "((((", "a" * 5000, "and & and , /", "=1+1", "\u202eratio", "½"]
)
def test_hostile_texts_end_in_a_part(maths: Matcher, text: str) -> None:
    parts = maths.match_text(text)
    assert parts
    assert all(part.state in State for part in parts)


def test_likeness_alone_is_never_accepted(maths: Matcher, science: Matcher) -> None:
    for matcher, text in ((maths, "ratio notations and more"), (science, "density of stuff")):
        for part in matcher.match_text(text):
            assert part.state is not State.MATCHED or part.candidates[0].how != "likeness"
