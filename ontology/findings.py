"""A finding: what a rule found, where, and how to mend it; and the rule that found it.

One record serves data files, where a place is a file and a row, and schemes of work, where it is
a cell of a sheet.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from ontology.answers import AnyLink
from ontology.vocabulary import Severity


class Place(BaseModel):
    """Where a record stands: a file below the data folder, its line (1 is the header), a column."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    file: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """`file:row`, as editors and compilers write it."""
        return self.file if self.row is None else f"{self.file}:{self.row}"


class Where(BaseModel):
    """Where a department wrote something: a cell as a spreadsheet names it.

    `sheet` is null where the file has none (CSV, JSON), `cell` where a whole file or sheet is
    meant.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    file: str
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        """As a spreadsheet writes it, the file before it."""
        sheet = "" if self.sheet is None else f" '{self.sheet}'"
        cell = "" if self.cell is None else f"!{self.cell}" if self.sheet else f" {self.cell}"
        return f"{self.file}{sheet}{cell}"


class Rule(BaseModel):
    """A rule: a stable id, how grave a breach is, what it asks and why; `file` has its page."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    id: str
    severity: Severity
    asks: str
    why: str
    file: str = "docs/rules.md"

    @property
    def page(self) -> str:
        """The page that gives the rule's reason."""
        return f"{self.file}#{self.id.lower()}"


class Finding(BaseModel):
    """One breach of a rule at one place.

    Of a scheme of work besides: `other` is the second cell that it is about, `pathway` whose
    course it concerns (null: everybody's), `edge` the link that is broken, `topics`, `statements`
    and `terms` the ids that it names, `provisional` whether it hangs on a match that nobody has
    confirmed, `blocks` how many topics of the plan rest on what is missing or late.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule: str
    severity: Severity
    message: str
    where: Place | Where
    other: Where | None = None
    pathway: str | None = None
    edge: AnyLink | None = None
    topics: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    provisional: bool = False
    blocks: int | None = None
    mend: str
    docs: str

    @property
    def place(self) -> Place:
        """Where it is in a data file. Raises TypeError for a finding about a plan."""
        if not isinstance(self.where, Place):
            raise TypeError(f"{self.where} is a cell of a plan, not a row of a data file")
        return self.where

    def line(self) -> str:
        """The finding on one line, as the command line prints it."""
        return f"{self.where}: {self.severity} {self.rule}: {self.message} Mend: {self.mend}"
