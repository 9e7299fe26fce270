"""What a teacher's words mean: exact id, then code, then label, then alias."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from graph.dependents import dependents
from graph.explain import explain
from graph.gaps import gaps
from graph.index import Index, build_index
from graph.questions import Dependents, Explain, Gaps
from ontology.errors import Ambiguous, BadParameter, Gone, NotFound
from ontology.records import Curriculum, Retired
from ontology.vocabulary import Stage
from tests.graph.worlds import (
    SOURCE,
    address,
    framework,
    member,
    requires,
    statement,
    theme,
    topic,
)

CURRICULUM = Curriculum(
    sources=(SOURCE,),
    frameworks=(
        framework("gcse-maths", prints_codes=True, aliases=("GCSE", "GCSE Mathematics")),
        framework("ks3-maths", aliases=("KS3 maths", "key stage 3")),
        framework("ks3-science"),
        framework("skills", prints_codes=True),
    ),
    statements=(
        statement("gcse-maths:N9", label="Standard form"),
        statement("gcse-maths:R5", label="Ratio notation"),
        statement("gcse-maths:R6a", label="Sharing"),
        statement("ks3-maths:N1", label="Place value"),
        statement("ks3-maths:R5", label="Beginning ratio"),
        statement("ks3-science:N1", label="Particles"),
        statement("ks3-science:PHY-WA2", label="Waves"),
        statement("skills:3b", label="Rearranging"),
        statement("skills:N9", label="Estimating"),
    ),
    topics=(
        topic("dividing-in-a-ratio", Stage.KS3, "Dividing in a ratio", ("sharing", "proportions")),
        topic("gcse-r5", Stage.KS3, "R5"),
        topic("ratio", Stage.KS3, "Ratio", ("ratios",)),
        topic("unitary-method", Stage.KS3, "The unitary method", ("one first", "proportions")),
    ),
    addresses=(
        address("dividing-in-a-ratio", "gcse-maths:R5"),
        address("ratio", "ks3-maths:R5"),
        address("unitary-method", "gcse-maths:R6a"),
    ),
    themes=(
        theme("ratio", "Ratio as a theme", aliases=("the unitary method",)),
        theme("percentages", "Percentages", aliases=("per cents",)),
    ),
    memberships=(member("ratio", "ratio"),),
    requires=(
        requires("dividing-in-a-ratio", "ratio"),
        requires("unitary-method", "ratio"),
    ),
    retired=(
        Retired(
            id="maths:shares",
            replaced_by=("maths:dividing-in-a-ratio", "maths:ratio"),
            date=date(2026, 1, 31),
            reason="Split in two",
        ),
        Retired(id="gcse-maths:R99", date=date(2026, 1, 31), reason="Never was"),
        Retired(
            id="maths:ratio~maths:unitary-method",
            replaced_by=("maths:unitary-method~maths:ratio",),
            date=date(2026, 1, 31),
            reason="The weaker direction",
        ),
    ),
)

DIVIDING, RATIO, UNITARY = "maths:dividing-in-a-ratio", "maths:ratio", "maths:unitary-method"


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(CURRICULUM)


@pytest.mark.parametrize(
    ("asked", "means"),
    [
        pytest.param("ratio", ("ratio",), id="an id before the label Ratio of a topic"),
        pytest.param("maths:ratio", (RATIO,), id="id of a topic"),
        pytest.param("gcse-maths:R5", ("gcse-maths:R5",), id="id of a statement"),
        pytest.param("skills:3b", ("skills:3b",), id="id of a statement with a small letter"),
        pytest.param("R6a", ("gcse-maths:R6a",), id="code with a letter"),
        pytest.param("3b", ("skills:3b",), id="code of a skill"),
        pytest.param("skills 3b", ("skills:3b",), id="framework and code of a skill"),
        pytest.param("PHY-WA2", ("ks3-science:PHY-WA2",), id="code with a hyphen"),
        pytest.param("gcse r5", ("gcse-maths:R5",), id="alias of a framework and code, before"),
        pytest.param("R5", ("gcse-maths:R5",), id="a code before the label R5 of a topic"),
        pytest.param("ks3-maths R5", ("ks3-maths:R5",), id="framework and code"),
        pytest.param("Framework skills 3b", ("skills:3b",), id="label of a framework and code"),
        pytest.param("key stage 3 R5", ("ks3-maths:R5",), id="framework of several words"),
        pytest.param("KS3 maths: R5", ("ks3-maths:R5",), id="with a colon and a space"),
        pytest.param("Dividing in a ratio", (DIVIDING,), id="label of a topic"),
        pytest.param("dividing-in-a-ratio", (DIVIDING,), id="label with hyphens"),
        pytest.param("Percentages", ("percentages",), id="theme"),
        pytest.param("Standard form", ("gcse-maths:N9",), id="label of a statement"),
        pytest.param("Sharing", ("gcse-maths:R6a",), id="a label before an alias"),
        pytest.param("the unitary method", (UNITARY,), id="a label before another's alias"),
        pytest.param("one first", (UNITARY,), id="alias of a topic"),
        pytest.param("per cents", ("percentages",), id="alias of a theme"),
        pytest.param("proportions", (DIVIDING, UNITARY), id="alias of two topics: their union"),
    ],
)
@pytest.mark.parametrize("written", [str, str.upper, str.lower, "  {}  ".format])
def test_the_first_step_that_hits_decides(
    index: Index, asked: str, means: tuple[str, ...], written: Callable[[str], str]
) -> None:
    assert index.names.find(written(asked)) == means


@pytest.mark.parametrize("asked", ["R7", "gcse R99x", "skills R5", "tea time R5", "", "~"])
def test_what_nothing_is_called_is_not_found(index: Index, asked: str) -> None:
    assert index.names.find(asked) == ()


@pytest.mark.parametrize(
    ("within", "means"),
    [
        pytest.param(None, "gcse-maths:R5", id="printed by one of the two"),
        pytest.param("gcse-maths", "gcse-maths:R5", id="asked in GCSE"),
        pytest.param("ks3-maths", "ks3-maths:R5", id="asked in KS3"),
        pytest.param("skills", "gcse-maths:R5", id="asked in one that has no such code"),
    ],
)
def test_a_bare_code_is_decided_by_in_and_then_by_print(
    index: Index, within: str | None, means: str
) -> None:
    assert index.names.find("R5", within) == (means,)
    assert index.names.find("r5", within) == (means,)


@pytest.mark.parametrize(
    ("code", "owners"),
    [
        pytest.param("N1", ("ks3-maths:N1", "ks3-science:N1"), id="printed by neither"),
        pytest.param("n9", ("gcse-maths:N9", "skills:N9"), id="printed by both"),
    ],
)
def test_a_bare_code_that_nothing_decides_names_its_owners(
    index: Index, code: str, owners: tuple[str, ...]
) -> None:
    with pytest.raises(Ambiguous) as refusal:
        index.names.get(code, "of")
    assert refusal.value.nearest == owners
    assert all(owner in refusal.value.detail for owner in owners)
    decided = [index.names.find(code, owner.partition(":")[0]) for owner in owners]
    assert decided == [(owner,) for owner in owners]


def test_in_decides_a_code_in_a_question(index: Index) -> None:
    in_gcse = dependents(index, Dependents(of=("r5",), within="GCSE"))
    in_ks3 = dependents(index, Dependents(of=("r5",), within="KS3 Maths"))
    assert (in_gcse.query["of"], in_gcse.query["in"]) == (["gcse-maths:R5"], "gcse-maths")
    assert (in_ks3.query["of"], in_ks3.query["in"]) == (["ks3-maths:R5"], "ks3-maths")


def test_a_shared_alias_is_a_union_and_the_query_says_so(index: Index) -> None:
    answer = dependents(index, Dependents(of=("proportions", "One First")))
    assert answer.query["of"] == [DIVIDING, UNITARY]


def test_a_union_does_not_depend_on_the_order_of_records(index: Index) -> None:
    turned = build_index(CURRICULUM.model_copy(update={"topics": CURRICULUM.topics[::-1]}))
    assert turned.version == index.version
    assert turned.names.find("proportions") == index.names.find("proportions")


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("maths:dividing-in-ratio", DIVIDING),
        ("dividing by ratio", DIVIDING),
        ("unitary", UNITARY),
        ("percentges", "percentages"),
        ("gcse-maths:R6", "gcse-maths:R6a"),
    ],
)
def test_not_found_carries_the_nearest_known(index: Index, asked: str, near: str) -> None:
    with pytest.raises(NotFound) as refusal:
        index.names.get(asked, "of")
    assert refusal.value.parameter == "of"
    assert near in refusal.value.nearest
    assert asked in refusal.value.detail
    assert set(refusal.value.nearest) <= set(index.names.ids.values())


def test_an_unknown_framework_names_the_known(index: Index) -> None:
    with pytest.raises(NotFound) as refusal:
        dependents(index, Dependents(of=("ratio",), within="a-level"))
    assert refusal.value.parameter == "in"
    assert refusal.value.nearest == ("gcse-maths", "ks3-maths", "ks3-science", "skills")


def test_an_unknown_strand_names_the_known(index: Index) -> None:
    with pytest.raises(BadParameter) as refusal:
        dependents(index, Dependents(of=("ratio",), strand="Geometry"))
    assert refusal.value.parameter == "strand"
    assert "Ratio" in refusal.value.nearest


@pytest.mark.parametrize(
    ("asked", "heirs"),
    [
        ("maths:shares", (DIVIDING, RATIO)),
        ("Maths:Shares ", (DIVIDING, RATIO)),
        ("gcse-maths:r99", ()),
    ],
)
def test_a_retired_id_is_gone_and_names_its_heirs(
    index: Index, asked: str, heirs: tuple[str, ...]
) -> None:
    with pytest.raises(Gone) as refusal:
        index.names.get(asked, "of")
    assert refusal.value.parameter == "of"
    assert refusal.value.nearest == heirs
    assert all(heir in refusal.value.detail for heir in heirs)


@pytest.mark.parametrize("written", [str, str.upper, " {} ".format])
def test_without_takes_edges_and_memberships_in_any_case(
    index: Index, written: Callable[[str], str]
) -> None:
    ids = ("maths:unitary-method~maths:ratio", "ratio~maths:ratio")
    asked = tuple(written(id_) for id_ in ids)
    assert dependents(index, Dependents(of=("ratio",), without=asked)).query["without"] == list(ids)


def test_an_unknown_edge_in_without_names_the_nearest(index: Index) -> None:
    with pytest.raises(NotFound) as refusal:
        dependents(index, Dependents(of=("ratio",), without=("maths:unitary~maths:ratio",)))
    assert refusal.value.parameter == "without"
    assert "maths:unitary-method~maths:ratio" in refusal.value.nearest


def test_a_retired_edge_in_without_is_gone(index: Index) -> None:
    with pytest.raises(Gone) as refusal:
        dependents(index, Dependents(of=("ratio",), without=("maths:ratio~maths:unitary-method",)))
    assert refusal.value.parameter == "without"
    assert refusal.value.nearest == ("maths:unitary-method~maths:ratio",)


@pytest.mark.parametrize(
    ("parameter", "ask"),
    [
        ("of", lambda index, name: dependents(index, Dependents(of=(name,)))),
        (
            "dependent",
            lambda index, name: explain(index, Explain(dependent=(name,), prerequisite=(RATIO,))),
        ),
        (
            "prerequisite",
            lambda index, name: explain(index, Explain(dependent=(RATIO,), prerequisite=(name,))),
        ),
        ("target", lambda index, name: gaps(index, Gaps(target=(name,)))),
        ("known", lambda index, name: gaps(index, Gaps(target=(RATIO,), known=(name,)))),
    ],
)
@pytest.mark.parametrize("name", ["no such thing", "maths:shares", "N1"])
def test_an_error_names_the_parameter_at_fault(
    index: Index, parameter: str, ask: Callable[[Index, str], Any], name: str
) -> None:
    with pytest.raises((NotFound, Gone, Ambiguous)) as refusal:
        ask(index, name)
    assert refusal.value.parameter == parameter
