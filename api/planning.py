"""Plans for every face: read, matched, checked; the same rows in Python, at a prompt, over HTTP."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from api.encode import envelope, record_rows
from graph.index import Index
from graph.plans.pathways import Asked, read_pathways
from ontology.errors import BadParameter
from ontology.plans import Plan, State
from ontology.vocabulary import Department

if TYPE_CHECKING:
    from graph.matching.matcher import Matcher
    from graph.matching.scores import Scorer
    from graph.plans.lint import Report
    from graph.plans.read import Matched
    from graph.plans.repair import Watch
    from graph.plans.tables import Tables

READERS = 2
"""Workbooks that are read at once: each has a process of its own, with a gigabyte at most."""
Confirmed = Callable[[Department], Mapping[str, tuple[str, ...]]]
"""What a school confirmed for a department: folded texts to topics, none for "no topic"."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was given: its name and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows as JSON objects and what they are about."""

    rows: Sequence[bytes]
    meta: Mapping[str, Any]

    @property
    def body(self) -> bytes:
        """The answer as every face sends it."""
        return envelope(self.rows, self.meta)


def distinct(files: Iterable[File]) -> list[File]:
    """The files with a name each, as findings tell them apart by it: `maths (2).xlsx`.

    Last year's plan and this year's often have one name, in two folders.
    """
    found: dict[str, File] = {}
    for file in files:
        stem, dot, ending = file.name.rpartition(".")
        name, number = file.name, 1
        while name in found:
            number += 1
            name = f"{stem or ending} ({number}){dot and dot + ending if stem else ''}"
        found[name] = File(name, file.data)
    return list(found.values())


def no_confirmations(department: Department) -> Mapping[str, tuple[str, ...]]:
    """Nothing is confirmed."""
    return {}


class Planner:
    """The verbs about plans over one index; tables and lexica are made when first wanted."""

    def __init__(self, index: Index, cache: Path | None = None, sentences: bool = True) -> None:
        """Nothing is made yet; what is dear to make is kept in the cache folder. O(1).

        Without `sentences` the sentence model is not used, installed or not.
        """
        self.index = index
        self.sentences = sentences
        self.cache = cache
        self._matchers: dict[Department, Matcher] = {}
        self._reading = BoundedSemaphore(READERS)

    @cached_property
    def tables(self) -> Tables:
        """What the rules look up."""
        from graph.plans.tables import build_tables

        return build_tables(self.index)

    @cached_property
    def embed(self) -> Any:
        """The sentence model, None where its package is not installed."""
        from loaders.sentences import SentenceModel, find_model

        folder = find_model() if self.sentences else None
        return None if folder is None else SentenceModel(folder)

    def matcher(self, department: Department, confirmed: Confirmed = no_confirmations) -> Matcher:
        """The matcher of a department, with what a school confirmed."""
        from graph.matching.matcher import build_matcher

        known = self._matchers.get(department)
        if known is None:
            known = build_matcher(self.index, department, self.embed)
            if self.embed is not None:
                self._give_vectors(known.scorer, department)
            self._matchers[department] = known
        own = confirmed(department)
        return known.with_confirmed(own) if own else known

    def _give_vectors(self, scorer: Scorer, department: Department) -> None:
        """Give a scorer its topics' vectors, kept on disk: making them takes some seconds."""
        import numpy as np

        if self.cache is None:
            return
        kept = self.cache / f"vectors-{self.index.version}-{department}.npy"
        # One that is not there, or of another size, is made anew.
        with contextlib.suppress(OSError, ValueError):
            scorer.take_meanings(np.load(kept, allow_pickle=False))
            return
        meanings = self.embed(scorer.meaning_texts())
        with contextlib.suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(f".{os.getpid()}")
            with part.open("wb") as file:
                np.save(file, meanings)
            part.replace(kept)
        scorer.take_meanings(meanings)

    def read(self, files: Iterable[File], guarded: bool = True) -> list[Plan]:
        """The plans in files, in their order; a JSON file may hold several.

        Raises:
            Refused: a file cannot be read, or holds a list of pupils.
            BadParameter: no file, or none with a plan.
        """
        from loaders.plan_json import read_plan_json
        from loaders.schemes import read_plan

        found: list[Plan] = []
        for file in files:
            if file.name.lower().endswith(".json"):
                found += read_plan_json(file.name, file.data)
            else:
                with self._reading:
                    found.append(read_plan(file.name, file.data, guarded))
        if not found:
            raise BadParameter("Give at least one file with a plan.", "file")
        return found

    def match_plans(
        self,
        plans: Iterable[Plan],
        subject: Department | None = None,
        confirmed: Confirmed = no_confirmations,
    ) -> list[Matched]:
        """Each plan with the matches of its units."""
        from graph.plans.read import match_plan

        def matcher_of(department: Department) -> Matcher:
            return self.matcher(department, confirmed)

        return [match_plan(plan, matcher_of, subject) for plan in plans]

    def match(self, plans: Sequence[Matched], least: State = State.MATCHED) -> Answer:
        """A row for each unit: what its text was taken for; `least` keeps the less certain."""
        from graph.plans.read import counts

        matches = [
            match for plan in plans for match in plan.matches if match.state.rank >= least.rank
        ]
        findings = [finding for plan in plans for finding in plan.plan.findings]
        meta = {
            **self.meta(plans, {}, MATCH, len(matches)),
            "matches": dict(counts(plans)),
            "model": "names and sentences" if self.embed is not None else "names",
            "findings": [finding.model_dump(mode="json") for finding in findings],
        }
        return Answer(record_rows(matches), meta)

    def check(self, plans: Sequence[Matched], pathway: Iterable[str] = ()) -> Report:
        """The report of checking plans together. Raises BadParameter for an unknown pathway."""
        from graph.plans.lint import lint

        return lint(self.tables, plans, read_pathways(pathway))

    def lint(self, plans: Sequence[Matched], report: Report, pathway: Iterable[str] = ()) -> Answer:
        """The findings of a report as rows."""
        from graph.plans.read import counts

        asked = read_pathways(pathway)
        meta = {
            **self.meta(plans, {"pathway": shown_pathways(asked)}, LINT, len(report.data)),
            "counts": report.counts(),
            "matches": dict(counts(plans)),
            "provisional": sum(finding.provisional for finding in report.data),
            "settings": report.settings.model_dump(mode="json", exclude={"suppressions"}),
            "suppressed": [
                {**kept.suppression.model_dump(mode="json"), "findings": kept.findings}
                for kept in report.suppressed
            ],
            "notes": list(report.notes),
        }
        return Answer(record_rows(report.data), meta)

    def repair(
        self,
        plans: Sequence[Matched],
        pathway: Iterable[str] = (),
        moving: Sequence[Department] = tuple(Department),
        quick: bool = False,
        watch: Watch | None = None,
    ) -> Answer:
        """Proposals for a better order, and what cannot be satisfied together."""
        from graph.plans.repair import Watch, repair

        asked = read_pathways(pathway)
        found = repair(self.tables, plans, asked, moving, quick, watch=watch or Watch())
        query = {"pathway": shown_pathways(asked), "move": list(map(str, moving)), "quick": quick}
        meta = {
            **self.meta(plans, query, REPAIR, len(found.data)),
            "units": found.units,
            "conflicts": [conflict.model_dump(mode="json") for conflict in found.conflicts],
            "settings": found.settings.model_dump(mode="json", exclude={"suppressions"}),
        }
        return Answer(record_rows(found.data), meta)

    def template(self, department: Department | None) -> bytes:
        """A workbook to start a plan from, with the department's topics to choose from."""
        from loaders.template import write_template

        topics = [
            (topic.id, topic.label)
            for topic in self.index.topics
            if department in (None, topic.subject.department)
        ]
        return write_template(topics, department)

    def meta(
        self, plans: Sequence[Matched], query: Mapping[str, Any], definition: str, total: int
    ) -> dict[str, Any]:
        """What every answer about plans says of itself."""
        files = [
            {
                "file": plan.plan.file,
                "subjects": sorted(set(map(str, plan.departments))),
                "units": len(plan.plan.units),
            }
            for plan in plans
        ]
        return {
            "dataset_version": self.index.version,
            "query": {"files": files, **query},
            "definition": definition,
            "total": total,
            "next": None,
        }


def shown_pathways(asked: Asked) -> dict[str, list[str]]:
    """The pathways asked for as an answer repeats them."""
    return {
        "maths": list(map(str, asked.maths)),
        "science": list(map(str, asked.science)),
        "pathways": list(map(str, asked.pathways)),
    }


MATCH = (
    "What each cell was taken for: matched is certain, of confirm the best candidate counts until "
    "somebody says otherwise, unmatched teaches nothing."
)
LINT = (
    "Breaches of the rules in docs/plan-rules.md, gravest first, then by how many topics of the "
    "plans rest on what is late or missing. What hangs on a match to confirm is provisional."
)
REPAIR = (
    "Orders of the units in which as little as possible moves: nothing comes before what it needs "
    "essentially, and mathematics stands in an earlier half-term than the science that uses it "
    "essentially. Each says what it still breaks, and whether it is proved best."
)
