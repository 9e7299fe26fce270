"""What an edge, a membership or an address stands on: a tagged union, never free text.

The tag is `kind`. Only `official` and `published` have a source and a locator, and they must:
the locator names what was seen (a heading, a place in a list), never a remembered page.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ontology.ids import SLUG_PATTERN
from ontology.vocabulary import BasisKind

Text = Annotated[str, Field(min_length=1)]


class _Basis(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Official(_Basis):
    """An official document says so, at the place named."""

    kind: Literal[BasisKind.OFFICIAL] = BasisKind.OFFICIAL
    source: Annotated[str, Field(pattern=SLUG_PATTERN)]
    locator: Text


class Published(_Basis):
    """A named publication says so, at the place named."""

    kind: Literal[BasisKind.PUBLISHED] = BasisKind.PUBLISHED
    source: Annotated[str, Field(pattern=SLUG_PATTERN)]
    locator: Text


class Definitional(_Basis):
    """The dependent's definition contains the prerequisite; the rationale shows it."""

    kind: Literal[BasisKind.DEFINITIONAL] = BasisKind.DEFINITIONAL
    source: None = None
    locator: None = None


class Editorial(_Basis):
    """This project's judgement; the rationale argues it."""

    kind: Literal[BasisKind.EDITORIAL] = BasisKind.EDITORIAL
    source: None = None
    locator: None = None


Basis = Annotated[Official | Published | Definitional | Editorial, Field(discriminator="kind")]
