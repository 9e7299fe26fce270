"""Plans as our own JSON: what a program sends, and what saved plans are kept as.

One plan is `{"file", "department", "courses", "settings", "units": […]}` with the fields of
`ontology.plans.Plan`; several are `{"plans": […]}`. A unit needs a text only: an `id` and a `where`
that are left out are its place in the document (`units[3]`, of several plans
`plans[1].units[3]`), a text that is left out is its names.
`subject` may stand for `department`, `pathway` for `courses`, `title` for `text` and `topics` for
`names`. What is wrong is told all at once,
each with the JSON pointer to it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from ontology.plans import Plan
from ontology.uploads import Refused

LARGEST = 8 << 20
"""Bytes of a document."""

MOST_UNITS = 5000
"""Units of all its plans; a department has some hundreds."""

DEEPEST = 32
"""Levels of a document; a plan needs nine."""

MOST = 100
"""How many problems are told; the last says how many more there are."""

Problem = tuple[str, str]
"""A JSON pointer and what is wrong there."""


class Malformed(Refused):
    """A document that is no plan; carries every problem with the pointer to it."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        """Keep the problems and say them all in one sentence each."""
        self.problems = tuple(problems)
        shown = [
            f"{pointer or '(the whole document)'}: {says}." for pointer, says in problems[:MOST]
        ]
        more = len(problems) - MOST
        tail = [f"And {more:,} more."] if more > 0 else []
        super().__init__(
            file, " ".join(["it is no plan.", *shown, *tail]), "mend what is named and try again."
        )


class _Twice(dict[str, Any]):
    """An object in which names occur more than once."""

    names: tuple[str, ...] = ()


class _NoNumber:
    """NaN or an infinity, which JSON does not have."""


def read_plan_json(file: str, data: bytes) -> tuple[Plan, ...]:
    """The plans in a document. O(bytes).

    Raises:
        Malformed: it is not JSON in UTF-8, or not plans; every problem is named.
    """
    if len(data) > LARGEST:
        said = f"it is larger than {LARGEST >> 20} MiB, which no plan needs"
        raise Malformed(file, [("", said)])
    document = _parse(file, data)
    problems = list(_check(document))
    if problems:
        raise Malformed(file, problems)
    if isinstance(document, dict) and "plans" in document:
        plans, prefix = _several(file, document), "/plans/{}"
    else:
        plans, prefix = [document], ""
    found = []
    units = sum(_length(plan) for plan in plans)
    if units > MOST_UNITS:
        said = f"it has {units} units, and {MOST_UNITS} are read at once"
        raise Malformed(file, [(prefix and "/plans", said)])
    for number, plan in enumerate(plans):
        made = _plan(file, plan, prefix.format(number), problems)
        if made is not None:
            found.append(made)
    if problems:
        raise Malformed(file, problems)
    return tuple(found)


def _length(plan: object) -> int:
    units = plan.get("units") if isinstance(plan, dict) else None
    return len(units) if isinstance(units, list) else 0


def write_plan_json(plan: Plan) -> bytes:
    """The plan as UTF-8 JSON that reads back as the same plan; same plan, same bytes."""
    dumped = plan.model_dump(mode="json", by_alias=True)
    return json.dumps(dumped, ensure_ascii=False, allow_nan=False, indent=1).encode() + b"\n"


def _parse(file: str, data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(file, [("", f"it is not UTF-8 from byte {error.start} on")]) from error
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except json.JSONDecodeError as error:
        said = f"it is not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise Malformed(file, [("", said)]) from error
    except RecursionError as error:
        raise Malformed(file, [("", f"it is nested more than {DEEPEST} deep")]) from error
    except ValueError as error:
        raise Malformed(file, [("", "it holds a number with too many digits")]) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    counts = Counter(name for name, _ in pairs)
    twice = _Twice(found)
    twice.names = tuple(name for name in found if counts[name] > 1)
    return twice


def _constant(_name: str) -> _NoNumber:
    return _NoNumber()


def _check(document: Any) -> Iterator[Problem]:
    """What no JSON document may hold, wherever it is; without recursion."""
    waiting: list[tuple[str, int, Any]] = [("", 1, document)]
    while waiting:
        pointer, depth, value = waiting.pop()
        if isinstance(value, _NoNumber) or (isinstance(value, float) and not math.isfinite(value)):
            yield pointer, "it is no number that JSON has"
        elif isinstance(value, str) and not _is_text(value):
            yield pointer, "the text holds half a character (a lone surrogate)"
        elif isinstance(value, dict | list):
            if depth > DEEPEST:
                yield pointer, f"it is nested more than {DEEPEST} deep"
                continue
            if isinstance(value, _Twice):
                yield from (
                    (_under(pointer, name), "the name occurs twice") for name in value.names
                )
            inner = value.items() if isinstance(value, dict) else enumerate(value)
            below = [(_under(pointer, name), depth + 1, part) for name, part in inner]
            waiting += reversed(below)


def _is_text(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _under(pointer: str, name: object) -> str:
    text = str(name).replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{text.encode('utf-8', 'replace').decode()}"


def _several(file: str, document: dict[str, Any]) -> list[Any]:
    others = [name for name in document if name != "plans"]
    plans = document["plans"]
    problems = [(_under("", name), "beside `plans` there is no other name") for name in others]
    if not isinstance(plans, list) or not plans:
        problems.append(("/plans", "it is a list of at least one plan"))
    if problems:
        raise Malformed(file, problems)
    assert isinstance(plans, list)
    return plans


def _plan(file: str, plan: Any, prefix: str, problems: list[Problem]) -> Plan | None:
    if not isinstance(plan, dict):
        problems.append((prefix, "a plan is an object with `units`"))
        return None
    if "units" not in plan:
        problems.append((f"{prefix}/units", "it is missing"))
        return None
    filled = {"file": file, **_spelt(plan, _OF_PLAN)}
    if isinstance(filled.get("courses"), str):
        filled["courses"] = [word.strip() for word in filled["courses"].split(",") if word.strip()]
    if isinstance(plan["units"], list):
        name = filled["file"] if isinstance(filled["file"], str) else file
        within = prefix.replace("/plans/", "plans[") + "]." if prefix else ""
        filled["units"] = [
            _unit(name, f"{within}units[{place}]", unit) for place, unit in enumerate(plan["units"])
        ]
        problems += _same_ids(filled["units"], prefix)
    try:
        return Plan.model_validate_json(json.dumps(filled), strict=True)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False, include_context=False):
            place = "".join(_under("", step) for step in found["loc"] if step not in _UNIONS)
            problems.append((prefix + place, _said(found["msg"])))
        return None


_UNIONS = frozenset({"Place", "Where", "UsesLink", "Link"})


def _said(message: str) -> str:
    return message[:1].lower() + message[1:]


def _unit(file: str, name: str, unit: Any) -> Any:
    if not isinstance(unit, dict):
        return unit
    unit = _spelt(unit, _OF_UNIT)
    names = unit.get("names")
    if "text" not in unit and isinstance(names, list) and names:
        unit["text"] = "; ".join(map(str, names))
    return {"id": name, "where": {"file": file, "sheet": None, "cell": name}, **unit}


_OF_PLAN = {"subject": "department", "pathway": "courses"}
_OF_UNIT = {"title": "text", "topics": "names", "subject": "department", "pathway": "courses"}
"""What a field is called elsewhere in this project, or by whoever writes a plan."""


def _spelt(given: dict[str, Any], other: Mapping[str, str]) -> dict[str, Any]:
    """The fields by their own names; one that stands under both is left, and told as unknown."""
    return {other[n] if n in other and other[n] not in given else n: v for n, v in given.items()}


def _same_ids(units: Sequence[Any], prefix: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, unit in enumerate(units):
        id_ = unit.get("id") if isinstance(unit, dict) else None
        if isinstance(id_, str):
            if id_ in seen:
                yield f"{prefix}/units/{place}/id", "another unit has this id"
            seen.add(id_)
