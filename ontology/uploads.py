"""Why a file that a department handed in is not read.

```
QuestionError
└── Refused     a file cannot be read; carries the file, what was seen in it and how to mend it
```
"""

from __future__ import annotations

from ontology.errors import QuestionError


class Refused(QuestionError):
    """A file that is handed in cannot be read, or would cost too much to read.

    The detail names the file, what was seen (with the sheet and the cell where one is to blame)
    and how to mend it. The parameter is always `file`, as the form field is called.
    """

    slug = "upload-refused"
    title = "The file cannot be read"

    def __init__(self, file: str, seen: str, mend: str) -> None:
        """Keep the three and say them in one sentence each: `file: seen Mend: mend`."""
        self.file = file
        self.seen = seen
        self.mend = mend
        super().__init__(f"{file}: {seen} Mend: {mend}", "file")
