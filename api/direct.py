"""Questions answered before routing: by the models and verbs of the routes, without the framework.

The route of a question validates the query string into a model and asks a verb. Here the same is
done straight from the request, because a framework's dispatch costs more than most answers.
Whatever is not a plain good question is left to the route, which says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin
from urllib.parse import parse_qsl

from pydantic import ValidationError

from api.answers import Answers, Kept
from api.queries import (
    BottlenecksQuery,
    DependentsQuery,
    ExplainQuery,
    FirstNeedQuery,
    GapsQuery,
    RegisterQuery,
    ShareQuery,
    SwingQuery,
    TierImpactQuery,
    UsesQuery,
)
from graph.questions import Question
from ontology.errors import QuestionError

QUESTIONS: Mapping[str, tuple[str, type[Question]]] = {
    "/v1/dependents": ("dependents", DependentsQuery),
    "/v1/prerequisites": ("prerequisites", DependentsQuery),
    "/v1/explain": ("explain", ExplainQuery),
    "/v1/share": ("share", ShareQuery),
    "/v1/swing": ("swing", SwingQuery),
    "/v1/bottlenecks": ("bottlenecks", BottlenecksQuery),
    "/v1/gaps": ("gaps", GapsQuery),
    "/v1/uses": ("uses", UsesQuery),
    "/v1/tier-impact": ("tier-impact", TierImpactQuery),
    "/v1/register": ("register", RegisterQuery),
    "/v1/first-need": ("first-need", FirstNeedQuery),
}


class Direct:
    """Answers good questions by path and query string."""

    def __init__(self, answers: Answers) -> None:
        """Read from the models which parameters are lists."""
        self.answers = answers
        self._lists = {
            path: frozenset(
                info.alias or name
                for name, info in model.model_fields.items()
                if get_origin(info.annotation) is tuple
            )
            for path, (_, model) in QUESTIONS.items()
        }

    def find(self, path: str, query: bytes) -> Kept | None:
        """The answer, or None where this is not a plain good question."""
        asked = QUESTIONS.get(path)
        if asked is None:
            return None
        verb, model = asked
        values = self._values(path, query)
        if values is None:
            return None
        try:
            return self.answers.ask(verb, model.model_validate(values))
        except (ValidationError, QuestionError):
            return None

    def _values(self, path: str, query: bytes) -> dict[str, Any] | None:
        """The parameters; None where one is blank, or given twice and not a list."""
        lists = self._lists[path]
        values: dict[str, Any] = {}
        for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
            if not value:
                return None
            if name in lists:
                values.setdefault(name, []).append(value)
            elif name in values:
                return None
            else:
                values[name] = value
        return values
