"""Strategies for random small curricula, and for questions about them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from hypothesis import strategies as st

from graph.questions import Dependents
from ontology.records import Curriculum
from ontology.vocabulary import (
    BasisKind,
    Pathway,
    StatementKind,
    Strength,
    SubjectAsked,
    TierAsked,
)
from tests.graph.chance import REASONINGS, random_maths, subset
from tests.graph.chance_of_science import with_science
from tests.graph.worlds import THEMES, member, nameable, refusable


@st.composite
def curricula(draw: st.DrawFn, science: bool | None = None) -> Curriculum:
    """A curriculum of 3 to 9 topics and two themes; half have science in it, unless told.

    Hypothesis chooses the size and a seed: drawn one by one, edges would be few and alike, and
    chains of three links hardly ever met.
    """
    size = draw(st.sampled_from((9, 8, 7, 6, 5, 4, 3)))
    has_science = draw(st.booleans()) if science is None else science
    return random_curriculum(draw(st.randoms(use_true_random=True)), size, has_science)


def random_curriculum(random: Random, size: int, has_science: bool) -> Curriculum:
    """So many topics, from a third to a half of them science where there is any."""
    sciences = random.randint(max(1, size // 3), size // 2) if has_science else 0
    curriculum = random_maths(random, size - sciences)
    if has_science:
        curriculum = with_science(random, curriculum, sciences)
    ids = [row.id for row in curriculum.topics]
    memberships = (
        member(theme_id, id_) for theme_id in THEMES for id_ in subset(random, ids, 1, 3)
    )
    return curriculum.model_copy(update={"memberships": tuple(memberships)})


@dataclass(frozen=True)
class World:
    """A curriculum and a question about it, all ids canonical."""

    curriculum: Curriculum
    question: Dependents


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A curriculum with a question of `dependents` or `prerequisites`, half with filters."""
    curriculum = draw(curricula())
    random = draw(st.randoms(use_true_random=True))
    return World(curriculum, random_question(random, curriculum, filtered=draw(st.booleans())))


def names(curriculum: Curriculum) -> st.SearchStrategy[tuple[str, ...]]:
    """One or two of the ids that `of=` takes."""
    some = st.lists(st.sampled_from(nameable(curriculum)), unique=True, min_size=1, max_size=2)
    return some.map(tuple)


def frameworks_of(curriculum: Curriculum) -> list[str]:
    """The frameworks that have content."""
    content = {row.framework for row in curriculum.statements if row.kind is StatementKind.CONTENT}
    return [row.id for row in curriculum.frameworks if row.id in content]


def strands_of(curriculum: Curriculum, within: str | None) -> list[str]:
    """The strands of a framework, or of all that have content."""
    asked = [within] if within else frameworks_of(curriculum)
    return [s for row in curriculum.frameworks if row.id in asked for s in row.strands]


def random_question(random: Random, curriculum: Curriculum, filtered: bool) -> Dependents:
    """One topic, or one or two of themes, topics, statements, equations; in a framework or not."""
    topics = [row.id for row in curriculum.topics]
    some = random.choice((topics, nameable(curriculum)))
    within = random.choice((None, random.choice(frameworks_of(curriculum))))
    asked = Dependents(
        of=tuple(subset(random, some, 1, 1 if some is topics else 2)),
        within=within,
        tier=random.choice((TierAsked.HIGHER, TierAsked.HIGHER, *TierAsked)),
    )
    if not filtered:
        return asked
    strands = strands_of(curriculum, within)
    filters = {
        "strength": random.choice((Strength.HELPFUL, *Strength)),
        "basis": random.choice((BasisKind.EDITORIAL, *BasisKind)),
        "reasoning": random.choice(((), (), REASONINGS[:1], REASONINGS[:2])),
        "depth": random.choice((None, None, 1, 2, 3)),
        "without": tuple(subset(random, refusable(curriculum), 0, 2)),
        "strand": random.choice((*[None] * 2 * len(strands), *strands)),
        "subject": random.choice((*[None] * 8, SubjectAsked.SCIENCE, *SubjectAsked)),
        "pathway": random.choice((None, None, *Pathway)),
    }
    return asked.model_copy(update=filters)
