"""A finding: what a rule found, where, and how to mend it; and the rule that found it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ontology.vocabulary import Severity


class Place(BaseModel):
    """Where a record stands: a file below the data folder and its line (1 is the header)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    file: str
    row: int | None = None

    def __str__(self) -> str:
        """`file:row`, as editors and compilers write it."""
        return self.file if self.row is None else f"{self.file}:{self.row}"


class Rule(BaseModel):
    """A rule about data: a stable id, how grave a breach is, what it asks and why."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    severity: Severity
    asks: str
    why: str

    @property
    def page(self) -> str:
        """The page that gives the rule's reason."""
        return f"docs/rules.md#{self.id.lower()}"


class Finding(BaseModel):
    """One breach of a rule at one place."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule: str
    severity: Severity
    place: Place
    message: str
    mend: str
    page: str

    def line(self) -> str:
        """The finding on one line, as the command line prints it."""
        return f"{self.place}: {self.severity} {self.rule}: {self.message} Mend: {self.mend}"
