"""What is sent to be kept, read and checked; and what is answered of it, on every face."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import islice
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictStr,
    ValidationError,
    WithJsonSchema,
)

from api.encode import dump
from api.refusals import MOST, BadBody
from api.workspaces import Heirs, Workspace
from api.workspaces.match_rows import Confirmation
from graph.index import Index
from ontology.plans import Plan
from ontology.vocabulary import Department

UNITS = 3_000
"""Units of a plan that is saved; one of five years has some hundreds."""
TOPICS = 100
"""Topics that one text may mean."""
NEAREST = 20
"""For how many unknown topics of one request the nearest known ones are looked up."""

PLANS = "Saved plans, the one that was saved last first; etag is what If-Match takes."
SAVED = "A saved plan; its texts stand as they were saved, retired identifiers are followed."
VERSIONS = "Every version of a saved plan, newest first."
CONFIRMED = (
    "What the school's texts were confirmed to mean; no topics: it means none. What does not hold "
    "any more, because nothing replaced its topics, is asked about again."
)
GONE = "How much was deleted."
EXPORT = "Everything that the school keeps, as it was saved."


Shape = TypeVar("Shape", bound="_Body")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Saving(_Body):
    """A plan to be kept, and what it is to be called."""

    name: Annotated[StrictStr, Field(description="What the plan is called, 1 to 200 characters.")]
    plan: Annotated[
        dict[str, Any], Field(description="A plan as our own JSON: `units`, `department`, …")
    ]


class Confirming(_Body):
    """What a department's text means; no topics: that it means none."""

    department: Annotated[
        Department,
        WithJsonSchema({"type": "string", "enum": [str(department) for department in Department]}),
    ]
    text: StrictStr
    topics: Annotated[list[StrictStr], Field(max_length=TOPICS)]


def read_saving(document: Any) -> tuple[str, Plan]:
    """The name and the plan of a document, from `parse_json`. O(plan).

    Raises:
        BadBody: it is not `{"name", "plan"}`, or the plan is none; every problem has its pointer.
    """
    from loaders.plan_json import Malformed, read_plan_json

    errors: list[tuple[str, str]] = []
    saving = _read(Saving, document, "", errors)
    if saving is None:
        raise BadBody(errors)
    if "plans" in saving.plan:
        raise BadBody([("/plan/plans", "one plan is saved at a time")])
    units = saving.plan.get("units")
    if isinstance(units, list) and len(units) > UNITS:
        raise BadBody([("/plan/units", f"a plan has at most {UNITS:,} units")])
    try:
        (plan,) = read_plan_json("plan.json", json.dumps(saving.plan).encode())
    except Malformed as error:
        raise BadBody([(f"/plan{at}", said) for at, said in error.problems]) from error
    return saving.name, plan


def read_matches(document: Any, index: Index) -> list[Confirmation]:
    """What texts are confirmed to mean, with the ids of the topics as the data write them.

    A retired id stays as it is where something replaced it: it is followed when it is read.

    Raises:
        BadBody: it is no list of `{"department", "text", "topics"}`, or a topic does not exist;
            every problem has its pointer, an unknown topic the nearest known ones.
    """
    if not isinstance(document, list):
        raise BadBody([("", "it is a list of what texts mean")])
    found: list[Confirmation] = []
    errors: list[tuple[str, str]] = []
    for row, given in enumerate(document):
        if len(errors) >= MOST:
            break
        item = _read(Confirming, given, f"/{row}", errors)
        if item is None:
            continue
        topics = []
        for place, asked in enumerate(item.topics):
            topic = _topic(asked, index)
            if topic is not None:
                topics.append(topic)
            else:
                said = _unknown(asked, index, len(errors) < NEAREST)
                errors.append((f"/{row}/topics/{place}", said))
        found.append((item.department, item.text, topics))
    if errors:
        raise BadBody(errors)
    return found


def meta_of(
    version: str,
    workspace: Workspace,
    definition: str,
    total: int,
    query: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What an answer about saved work is about; `version` is that of the data."""
    return {
        "dataset_version": version,
        "query": dict(query or {}),
        "definition": definition,
        "total": total,
        "next": None,
        "workspace": workspace.name,
    }


def answer(data: bytes, meta: Mapping[str, Any]) -> bytes:
    """An answer whose data are one JSON value."""
    return b'{"data":%s,"meta":%s}' % (data, dump(meta))


def exported(workspace: Workspace, version: str) -> bytes:
    """Everything that a school keeps, as every face gives it. O(bytes)."""
    return answer(workspace.export(), meta_of(version, workspace, EXPORT, 1))


def _read(
    shape: type[Shape], given: Any, pointer: str, errors: list[tuple[str, str]]
) -> Shape | None:
    """The record, or None and what is wrong with it added to the errors; names come first."""
    if isinstance(given, dict):
        others = (name for name in given if name not in shape.model_fields)
        unknown = [
            (_under(pointer, name), "no such name is taken") for name in islice(others, MOST)
        ]
        if unknown:
            errors += unknown
            return None
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            at = pointer
            for step in problem["loc"]:
                at = _under(at, step)
            errors.append((at, _said(problem["msg"])))
        return None


def _under(pointer: str, step: object) -> str:
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def _said(message: str) -> str:
    return message[:1].lower() + message[1:]


def _topic(asked: str, index: Index) -> str | None:
    """The id of a topic as the data write it, of a retired one where a topic replaced it."""
    name = asked.strip().lower()
    known = index.names.ids.get(name)
    if known is not None:
        return known if known in index.number else None
    row = index.names.retired.get(name)
    return row.id if row is not None and Heirs(index).topics([row.id]) else None


def _unknown(asked: str, index: Index, look: bool) -> str:
    said = f'no topic has the id "{asked[:80]}"'
    nearest = [id_ for id_ in index.names.nearest(asked) if id_ in index.number] if look else []
    return f"{said}; the nearest known: {', '.join(nearest)}" if nearest else said
