"""What the fields of records are made of, and the base that every record shares."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ontology.ids import EQUATION_PATTERN, SLUG_PATTERN, STATEMENT_PATTERN, TOPIC_PATTERN

Slug = Annotated[str, Field(pattern=SLUG_PATTERN)]
TopicId = Annotated[str, Field(pattern=TOPIC_PATTERN)]
StatementId = Annotated[str, Field(pattern=STATEMENT_PATTERN)]
EquationId = Annotated[str, Field(pattern=EQUATION_PATTERN)]
Item = Annotated[str, Field(pattern=r"^[^;]+$")]
"""One of a list that shares a cell: it cannot hold what separates the list."""


def _iso(value: object) -> object:
    """Dates are written in full: a bare number would be read as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("a date is written as 2026-09-01")
    return value


Day = Annotated[date, BeforeValidator(_iso)]


class Record(BaseModel):
    """A row of the data: frozen, with no field beyond those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
