"""The pathways on which a plan is checked: tiers, combined or separate sciences, a class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from ontology.errors import BadParameter
from ontology.plans import Course, Unit
from ontology.vocabulary import Department, Pathway, Tier

WORDS = ", ".join(Course)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: tiers of each department, pathways of science; empty means every one."""

    maths: tuple[Tier, ...] = ()
    science: tuple[Tier, ...] = ()
    pathways: tuple[Pathway, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One check: a pupil's tiers, pathway and class."""

    maths: Tier
    science: Tier
    pathway: Pathway
    group: str | None = None

    def tier(self, department: Department) -> Tier:
        """The tier of a department."""
        return self.maths if department is Department.MATHS else self.science


def read_pathways(words: Iterable[str], parameter: str = "pathway") -> Asked:
    """What `pathway` asks for: words, or words with commas; `maths:foundation` for one subject.

    Raises:
        BadParameter: a word that names no pathway.
    """
    tiers: dict[Department, set[Tier]] = {d: set() for d in Department}
    pathways: set[Pathway] = set()
    for word in (part.strip().lower() for text in words for part in text.split(",")):
        subject, _, course = word.rpartition(":")
        if course in set(Tier) and subject in {"", *Department}:
            for department in [Department(subject)] if subject else Department:
                tiers[department].add(Tier(course))
        elif course in set(Pathway) and subject in {"", Department.SCIENCE}:
            pathways.add(Pathway(course))
        elif word:
            raise BadParameter(
                f'"{word}" is no pathway: give {WORDS}, a tier also as maths:foundation or '
                "science:higher.",
                parameter,
                tuple(Course),
            )
    return Asked(
        tuple(tier for tier in Tier if tier in tiers[Department.MATHS]),
        tuple(tier for tier in Tier if tier in tiers[Department.SCIENCE]),
        tuple(pathway for pathway in Pathway if pathway in pathways),
    )


def runs(asked: Asked, named: Iterable[Course], groups: Sequence[str]) -> tuple[Run, ...]:
    """Every check to make: what was asked, else what the files name, else every pathway.

    Tiers go together (a pupil of Foundation mathematics in Foundation science) unless a subject's
    were asked for by itself.
    """
    file = set(named)
    known = tuple(t for t in Tier if Course(t) in file) or tuple(Tier)
    maths, science = asked.maths or known, asked.science or known
    pathways = asked.pathways or tuple(p for p in Pathway if Course(p) in file) or tuple(Pathway)
    alike = [(tier, tier) for tier in maths]
    pairs = alike if maths == science else list(product(maths, science))
    return tuple(
        Run(of_maths, of_science, pathway, group)
        for of_maths, of_science in pairs
        for pathway in pathways
        for group in (groups or (None,))
    )


def is_taught(unit: Unit, run: Run, department: Department) -> bool:
    """Whether a unit is taught to a pupil of the run."""
    if not unit.classes and not unit.courses:
        return True
    if unit.classes and run.group is not None and run.group not in unit.classes:
        return False
    tiers = {Course.FOUNDATION, Course.HIGHER} & set(unit.courses)
    if tiers and Course(run.tier(department)) not in tiers:
        return False
    pathways = {Course.COMBINED, Course.SEPARATE} & set(unit.courses)
    return department is Department.MATHS or not pathways or Course(run.pathway) in pathways


def describe(found: Iterable[Run], every: Sequence[Run]) -> str | None:
    """The runs in few words; null where they are all.

    >>> two = runs(read_pathways(["combined"]), (), ())
    >>> describe(two[1:], two), describe(two, two)
    ('higher', None)
    """
    chosen = set(found)
    if len(chosen) == len(every):
        return None
    aspects = {
        value
        for run in chosen
        for value in (_tiers(run), str(run.pathway), *([run.group] if run.group else []))
        if {other for other in every if value in _aspects(other)} <= chosen
    }
    covered = {run for run in chosen if aspects & _aspects(run)}
    named = [*sorted(aspects), *(_whole(run) for run in every if run in chosen - covered)]
    return ", ".join(named)


def _tiers(run: Run) -> str:
    if run.maths is run.science:
        return str(run.maths)
    return f"maths:{run.maths} science:{run.science}"


def _aspects(run: Run) -> set[str]:
    return {_tiers(run), str(run.pathway), *([run.group] if run.group else [])}


def _whole(run: Run) -> str:
    return " ".join([*([run.group] if run.group else []), _tiers(run), str(run.pathway)])
