"""The two sides of a use, science and mathematics: what names mean on each, and which topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.ask import NOTHING, Without, read_topics
from graph.index import Index
from graph.names import union
from ontology.errors import Ambiguous, BadParameter, NotFound
from ontology.register import Scheme
from ontology.science import SKILLS
from ontology.text import fold
from ontology.vocabulary import SCIENCES, Subject, SubjectAsked, Tier, TierAsked

SUBJECTS = {fold(subject): subject for subject in SubjectAsked}
WHOLE = {subject.value: subject for subject in SubjectAsked}
"""A whole subject by its canonical name."""


def read_side(index: Index, asked: Any, side: str) -> Any:
    """What is asked for on a side (`maths` or `science`), canonical.

    A tuple of names becomes ids, in which a whole subject is tried first; a tier stays; one name
    is a scheme of work.

    Raises:
        NotFound, Ambiguous, Gone: a name. BadParameter: nothing of it lies on this side.
    """
    if isinstance(asked, Tier):
        return asked
    if isinstance(asked, str):
        return _scheme(index, asked, side)
    return tuple(sorted(union(_ids(index, name, side, side) for name in asked)))


def _ids(index: Index, asked: str, side: str, parameter: str) -> tuple[str, ...]:
    """What a name means on a side: the first step of naming that hits anything there decides."""
    subject = SUBJECTS.get(fold(asked))
    if subject is not None:
        if (subject is SubjectAsked.MATHS) == (side == "maths"):
            return (subject.value,)
        raise BadParameter(f'"{asked}" is no {side}: ask for it on the other side.', parameter)
    ours = SCIENCES if side == "science" else frozenset({Subject.MATHS})
    for ids in index.names.meanings(asked, parameter=parameter):
        kept = tuple(id_ for id_ in ids if _subjects_of(index, id_) & ours)
        if kept:
            return kept
    ids = index.names.get(asked, parameter)
    other = "maths" if side == "science" else "science"
    mend = f": ask for it as {other}" if parameter == side else ""
    raise BadParameter(
        f'"{asked}" means {", ".join(ids)}, which holds no {side}{mend}.', parameter, ids
    )


def read_maths(index: Index, asked: str, parameter: str) -> str:
    """The one topic of mathematics that a name means.

    Raises:
        NotFound, Gone: a name. BadParameter: nothing of it is mathematics. Ambiguous: several are.
    """
    numbers = side_topics(index, _ids(index, asked, "maths", parameter), TierAsked.HIGHER, NOTHING)
    topics = tuple(sorted(index.topics[number].id for number in numbers))
    if len(topics) != 1:
        raise Ambiguous(f'"{asked}" means {", ".join(topics)}: say which.', parameter, topics)
    return topics[0]


def read_scheme(index: Index, asked: str, parameter: str) -> str:
    """The id of a scheme of either department, given by id or label. Raises NotFound."""
    return _named_scheme(index, index.curriculum.schemes, asked, parameter, "scheme")


def _subjects_of(index: Index, id_: str) -> frozenset[Subject]:
    """The subjects of the topics that an id stands for; a statement without topics has its own."""
    if id_ in index.equations:
        return frozenset({index.equations[id_].subject})
    numbers = read_topics(index, (id_,))
    if not numbers and id_ in index.all_statements:
        return frozenset({index.all_statements[id_].subject})
    return frozenset(index.topics[number].subject for number in numbers)


def _scheme(index: Index, asked: str, side: str) -> str:
    """The id of a scheme of one department, given by id or label."""
    schemes = [scheme for scheme in index.curriculum.schemes if scheme.subject.value == side]
    return _named_scheme(index, schemes, asked, side, f"{side} scheme")


def _named_scheme(
    index: Index, schemes: Sequence[Scheme], asked: str, parameter: str, kind: str
) -> str:
    for scheme in schemes:
        if fold(asked) in (fold(scheme.id), fold(scheme.label)):
            return scheme.id
    index.names.check_retired(asked, parameter)
    known = tuple(scheme.id for scheme in schemes)
    raise NotFound(f'No {kind} is called "{asked}". Known: {", ".join(known)}.', parameter, known)


def read_skill(index: Index, asked: str, parameter: str) -> str:
    """The code of a skill, given as `3b`, with its framework or by its label. Raises NotFound."""
    known = {skill.id: skill.code for skill in index.curriculum.skills}
    for ids in index.names.meanings(asked, SKILLS, parameter):
        codes = [known[id_] for id_ in ids if id_ in known]
        if len(codes) == 1:
            return codes[0]
    index.names.check_retired(asked, parameter)
    codes = sorted(known.values())
    raise NotFound(f'No skill is called "{asked}". Known: {", ".join(codes)}.', parameter, codes)


def side_topics(index: Index, ids: Iterable[str], tier: TierAsked, without: Without) -> set[int]:
    """The topics that canonical ids of one side stand for; a subject's name is all of it."""
    topics: set[int] = set()
    for id_ in ids:
        subject = WHOLE.get(id_)
        if subject is not None:
            topics |= {n for n, t in enumerate(index.topics) if t.subject in subject.subjects}
        else:
            topics |= set(read_topics(index, (id_,), without, tier))
    return topics
