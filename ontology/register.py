"""Records of two departments side by side: the words they use, and when schemes teach and need."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ontology.basis import Basis, Text
from ontology.fields import Item, Record, Slug, TopicId
from ontology.ids import join_id
from ontology.vocabulary import Certainty, Department, Review, Subject, TimingFact


class Term(Record):
    """A word or method that mathematics and science use differently.

    `wording` is a shared wording to offer; `topics` and `edges` are what it touches.
    """

    id: Slug
    label: Text
    aliases: tuple[Item, ...] = ()
    subjects: Annotated[tuple[Subject, ...], Field(min_length=2)]
    maths: Text
    science: Text
    notation: str | None = None
    wording: Text
    topics: tuple[TopicId, ...] = ()
    edges: tuple[Item, ...] = ()
    basis: Basis
    note: str | None = None
    review: Review = Review.UNREVIEWED
    reviewer: str | None = None


class Abbreviation(Record):
    """What a department's shorthand stands for, in one department's schemes or in both (null).

    Used to read schemes of work; a name that stands for whole topics is an alias of theirs
    instead.
    """

    text: Text
    department: Department | None = None
    means: Text

    @property
    def id(self) -> str:
        """The shorthand, with the department where it is only one's."""
        return self.text if self.department is None else f"{self.text}@{self.department}"


class Scheme(Record):
    """A published scheme of work of one department, about whose order facts are known."""

    id: Slug
    label: Text
    publisher: Text
    subject: Department
    pathway: tuple[Item, ...] = ()
    source: Slug
    note: str | None = None


class Timing(Record):
    """When a scheme teaches a piece of mathematics, or when a science scheme needs it.

    A fact about a scheme, never about a statement, and never evidence for an edge. `by` is the
    science topic that needs it. `year` is 7 to 11; `term` 1–3, `half_term` 1–6 and `position`
    (number of the unit in the year's programme) are empty where no source tells.
    """

    scheme: Slug
    fact: TimingFact
    topic: TopicId
    number: Annotated[int | None, Field(ge=2, le=9)] = None
    by: TopicId | None = None
    year: Annotated[int, Field(ge=7, le=11)]
    term: Annotated[int | None, Field(ge=1, le=3)] = None
    half_term: Annotated[int | None, Field(ge=1, le=6)] = None
    position: Annotated[int | None, Field(ge=1, le=99)] = None
    words: Text
    certainty: Certainty
    basis: Basis
    note: str | None = None

    @property
    def id(self) -> str:
        """`scheme~fact~topic`, then who needs it and which of several, where these are told."""
        further = (self.by, None if self.number is None else str(self.number))
        return join_id(self.scheme, self.fact, self.topic, *(part for part in further if part))
