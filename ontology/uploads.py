"""Uploads that are refused: what is too large, dangerous, or holds pupils' data."""

from __future__ import annotations

from ontology.errors import QuestionError


class Refused(QuestionError):
    """A file is not read; the detail says which, where in it, why, and what to do."""

    slug = "upload-refused"
    title = "The file is refused"

    def __init__(self, detail: str, parameter: str = "file") -> None:
        """Keep the sentence; the parameter is `file` unless told."""
        super().__init__(detail, parameter)
