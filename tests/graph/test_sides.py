"""What names mean on the two sides of a use, of a pair of tiers and of a pair of schemes."""

from __future__ import annotations

from datetime import date

import pytest

from graph.canonical import canonical
from graph.dependents import dependents
from graph.index import Index, build_index
from graph.questions import Dependents, FirstNeed, TierImpact, Uses
from graph.register import first_need
from graph.uses import uses
from ontology.errors import BadParameter, Gone, NotFound, QuestionError
from ontology.records import Retired
from ontology.vocabulary import Department, SubjectAsked, Tier
from tests.graph.example import CURRICULUM, MOLES, MOTION, RATIO, SPEED
from tests.graph.science import KS4, scheme, science_statement, science_topic, use
from tests.graph.worlds import member, theme, topic

BENCH = "working-scientifically:graphs"
MIXED = CURRICULUM.model_copy(
    update={
        "statements": (*CURRICULUM.statements, science_statement(f"{KS4}:PHY9")),
        "topics": (
            *CURRICULUM.topics,
            science_topic(BENCH),
            science_topic("physics:density", label="Mass of a volume"),
            topic("density", label="Compound units", aliases=("thickness",)),
        ),
        "themes": (*CURRICULUM.themes, theme("both"), theme("motion", "Physics")),
        "memberships": (
            *CURRICULUM.memberships,
            member("both", "ratio"),
            member("both", SPEED),
            member("motion", MOTION),
        ),
        "uses": (*CURRICULUM.uses, use(BENCH, "gradients"), use("physics:density", "density")),
        "schemes": (
            scheme("school-maths", Department.MATHS),
            scheme("school-science", Department.SCIENCE),
        ),
        "retired": (
            Retired(
                id="physics:heat",
                replaced_by=("physics:motion",),
                date=date(2026, 1, 31),
                reason="Split",
            ),
        ),
    }
)


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(MIXED)


@pytest.mark.parametrize(
    ("side", "asked", "means"),
    [
        ("science", "science", ["science"]),
        ("science", " Physics ", ["physics"]),
        ("science", "working-scientifically", ["working-scientifically"]),
        ("science", "Working scientifically", ["working-scientifically"]),
        ("maths", "MATHS", ["maths"]),
        ("science", "PHYSICS:motion", [MOTION]),
        ("science", "density", ["physics:density"]),
        ("maths", "density", ["maths:density"]),
        ("maths", "thickness", ["maths:density"]),
        ("science", "both", ["both"]),
        ("maths", "both", ["both"]),
        ("science", "pe01", ["PE01"]),
        ("science", "CHE1", [f"{KS4}:CHE1"]),
        ("science", "PHY9", [f"{KS4}:PHY9"]),
        ("maths", "r2", ["gcse-maths:R2"]),
    ],
)
def test_a_name_means_what_lies_on_its_side(
    index: Index, side: str, asked: str, means: list[str]
) -> None:
    """A whole subject before the theme that is labelled like it; of an alias only this side."""
    assert uses(index, Uses.model_validate({side: (asked,)})).query[side] == means


@pytest.mark.parametrize("whole", [s for s in SubjectAsked if s is not SubjectAsked.MATHS])
def test_a_whole_subject_is_all_of_its_topics(index: Index, whole: SubjectAsked) -> None:
    by_side = uses(index, Uses(science=(whole.value,))).data
    by_filter = uses(index, Uses(subject=whole)).data
    assert by_side == by_filter
    assert bool(by_side) == (whole is not SubjectAsked.BIOLOGY)


@pytest.mark.parametrize(
    ("side", "asked", "error", "near"),
    [
        ("science", "theme", BadParameter, "theme"),
        ("science", RATIO, BadParameter, RATIO),
        ("science", "maths", BadParameter, None),
        ("maths", MOLES, BadParameter, MOLES),
        ("maths", "PE01", BadParameter, "PE01"),
        ("maths", "physics", BadParameter, None),
        ("maths", f"{KS4}:PHY9", BadParameter, f"{KS4}:PHY9"),
        ("science", "gcse-maths:R2", BadParameter, "gcse-maths:R2"),
        ("science", "physics:moton", NotFound, MOTION),
        ("science", "physics:heat", Gone, MOTION),
        ("science", "", NotFound, None),
        ("maths", "\0", NotFound, None),
    ],
)
def test_a_name_of_the_other_side_or_of_none_is_refused(
    index: Index, side: str, asked: str, error: type[QuestionError], near: str | None
) -> None:
    with pytest.raises(error) as refusal:
        uses(index, Uses.model_validate({side: (asked,)}))
    assert refusal.value.parameter == side
    if near is not None:
        assert near in refusal.value.nearest


@pytest.mark.parametrize("asked", ["3b", "3B", " 3b", "gcse-science-skills:3b"])
def test_a_skill_is_given_by_its_code(index: Index, asked: str) -> None:
    answer = uses(index, Uses(skill=asked))
    assert answer.query["skill"] == "3b"
    assert [link.id for link in answer.data] == [f"{MOTION}~maths:gradients~2"]


@pytest.mark.parametrize("asked", ["9z", "3", "algebra", "\0", "3b; 1a", ""])
def test_an_unknown_skill_names_the_known(index: Index, asked: str) -> None:
    with pytest.raises(NotFound) as refusal:
        uses(index, Uses(skill=asked))
    assert refusal.value.parameter == "skill"
    assert set(refusal.value.nearest) == {"1a", "3b"}


def test_a_scheme_is_given_by_id_or_label(index: Index) -> None:
    for maths in ("school-maths", "School-Maths", "Scheme school-maths", " scheme school maths"):
        answer = first_need(index, FirstNeed(maths=maths, science="school science"))
        assert answer.query["maths"] == "school-maths"
        assert answer.query["science"] == "school-science"


@pytest.mark.parametrize(
    ("maths", "science", "parameter", "known"),
    [
        ("school-science", "school-science", "maths", "school-maths"),
        ("school-maths", "school-maths", "science", "school-science"),
        ("maths", "school-science", "maths", "school-maths"),
        ("", "school-science", "maths", "school-maths"),
        ("school-maths", "other-science", "science", "school-science"),
    ],
)
def test_a_scheme_of_the_other_department_or_none_names_the_known(
    index: Index, maths: str, science: str, parameter: str, known: str
) -> None:
    with pytest.raises(NotFound) as refusal:
        first_need(index, FirstNeed(maths=maths, science=science))
    assert refusal.value.parameter == parameter
    assert refusal.value.nearest == (known,)


def test_a_tier_is_no_name(index: Index) -> None:
    """The sides of `tier-impact` are words of a closed list, and stay what they are."""
    question = TierImpact(maths=Tier.HIGHER, science=Tier.FOUNDATION)
    assert canonical(index, question) == question


def test_equations_are_named_by_id_and_last_of_all_by_label(index: Index) -> None:
    assert index.names.find(" pE01 ") == ("PE01",)
    assert index.names.find("Equation PE01") == ("PE01",)
    with pytest.raises(NotFound) as refusal:
        dependents(index, Dependents(of=("PE02",)))
    assert "PE01" in refusal.value.nearest


def test_what_both_departments_call_by_one_name_is_both(index: Index) -> None:
    """Where no side is asked about, a word means all that has it."""
    found = dependents(index, Dependents(of=("density",)))
    assert found.query["of"] == ["maths:density", "physics:density"]
