"""The exceptions of the project, a small tree.

```
CoherenceError
├── DataError            a data folder cannot be used; carries its findings
└── QuestionError        a question cannot be answered as asked; carries the parameter
    ├── NotFound         a name that nothing has; carries the nearest known ones
    ├── Ambiguous        a name that several things have; carries them
    ├── Gone             an identifier that was retired; carries what replaced it
    ├── BadParameter     a value outside what the parameter takes; carries what it takes
    └── Refused          a file that cannot be read (`ontology.uploads`); carries why and the mend
```
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ontology.findings import Finding


class CoherenceError(Exception):
    """Anything this project raises on purpose."""


class DataError(CoherenceError):
    """A data folder with errors is refused whole."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep the findings and say how many there are and what the first is."""
        self.findings = tuple(findings)
        first = self.findings[0]
        rest = len(self.findings) - 1
        more = f" (and {rest} more; `coherence check` prints all)" if rest else ""
        super().__init__(f"{first.line()}{more}")


class QuestionError(CoherenceError):
    """A question that cannot be answered as asked."""

    slug = "question"
    title = "The question cannot be answered as asked"

    def __init__(self, detail: str, parameter: str, nearest: Sequence[str] = ()) -> None:
        """Keep the sentence, the offending parameter and the ids to try instead."""
        self.detail = detail
        self.parameter = parameter
        self.nearest = tuple(nearest)
        super().__init__(detail)


class NotFound(QuestionError):
    """Nothing has this name."""

    slug = "not-found"
    title = "Nothing has this name"


class Ambiguous(QuestionError):
    """Several things have this name."""

    slug = "ambiguous"
    title = "Several things have this name"


class Gone(QuestionError):
    """The identifier was retired; `nearest` holds what replaced it."""

    slug = "gone"
    title = "This identifier was retired"


class BadParameter(QuestionError):
    """The value is outside what the parameter takes."""

    slug = "bad-parameter"
    title = "The parameter does not take this value"
