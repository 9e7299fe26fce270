"""A data set as it was read, before it is known to be sound: every record with its place.

Rules are asked of a draft, because a duplicate or a dangling end exists only there and because
a finding must name a file and a row. A draft without errors becomes a `Curriculum`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from ontology.fields import Record
from ontology.findings import Finding, Place
from ontology.records import (
    Address,
    Curriculum,
    Framework,
    Membership,
    Refused,
    Requires,
    Retired,
    Source,
    Statement,
    Theme,
    Topic,
    Weight,
)
from ontology.register import Abbreviation, Scheme, Term, Timing
from ontology.science import Equation, Skill, Uses

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A record and where it stands."""

    record: R
    place: Place


@dataclass(frozen=True, slots=True)
class Draft:
    """Every record that could be read, and the findings of reading."""

    sources: tuple[Placed[Source], ...] = ()
    frameworks: tuple[Placed[Framework], ...] = ()
    statements: tuple[Placed[Statement], ...] = ()
    topics: tuple[Placed[Topic], ...] = ()
    addresses: tuple[Placed[Address], ...] = ()
    themes: tuple[Placed[Theme], ...] = ()
    memberships: tuple[Placed[Membership], ...] = ()
    requires: tuple[Placed[Requires], ...] = ()
    refused: tuple[Placed[Refused], ...] = ()
    uses: tuple[Placed[Uses], ...] = ()
    skills: tuple[Placed[Skill], ...] = ()
    equations: tuple[Placed[Equation], ...] = ()
    terms: tuple[Placed[Term], ...] = ()
    schemes: tuple[Placed[Scheme], ...] = ()
    timing: tuple[Placed[Timing], ...] = ()
    weights: tuple[Placed[Weight], ...] = ()
    abbreviations: tuple[Placed[Abbreviation], ...] = ()
    retired: tuple[Placed[Retired], ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def all_records(self) -> Iterator[tuple[str, Placed[Record]]]:
        """Every record with the name of its kind."""
        for kind in Curriculum.model_fields:
            for placed in getattr(self, kind):
                yield kind, placed


def draft_of(curriculum: Curriculum) -> Draft:
    """A draft of records that were made in memory: their places are kind and number."""
    kinds: dict[str, Any] = {
        kind: tuple(
            Placed(record, Place(file=f"({kind})", row=number))
            for number, record in enumerate(getattr(curriculum, kind), start=2)
        )
        for kind in Curriculum.model_fields
    }
    return Draft(**kinds)


def curriculum_of(draft: Draft) -> Curriculum:
    """The records alone, in the order of the draft."""
    kinds: dict[str, Any] = {
        kind: tuple(placed.record for placed in getattr(draft, kind))
        for kind in Curriculum.model_fields
    }
    return Curriculum.model_construct(None, **kinds)


def topics_by_id(draft: Draft) -> dict[str, Topic]:
    """The topics of a draft by id. O(topics)."""
    return {placed.record.id: placed.record for placed in draft.topics}
