"""What routes are given."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request

from api.answers import Answers


async def get_answers(request: Request) -> Answers:
    """The answers of the app's index."""
    answers: Answers = request.app.state.answers
    return answers


AnswersDep = Annotated[Answers, Depends(get_answers)]
Id = Annotated[str, Path(description="An identifier, in any case.", max_length=300)]
