"""The sheet Settings of a plan: what the department means by its words, what it accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError

from loaders.grid import Cell, Grid
from loaders.headers import fold_label
from ontology.findings import Finding, Where
from ontology.plan_rules import PLAN_RULES, find_in_plan
from ontology.plans import Settings, Suppression

SHEET = "settings"
_NAMES = tuple(name for name in Settings.model_fields if name != "suppressions")
_VALUES = frozenset({"setting", "value"})
_RULES = frozenset({"rule", "reason"})


def is_settings(grid: Grid) -> bool:
    """Whether a sheet is the one that holds settings: by its name and its columns."""
    if grid.sheet is None or fold_label(grid.sheet) != SHEET:
        return False
    words = {fold_label(cell.text) for cell in grid.cells}
    return words >= _VALUES or words >= _RULES


def read_settings(grid: Grid) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings of a sheet; what cannot be read is told and stays as it is by default. O(cells).

    Columns Setting and Value hold `gap`, `revisit`, `lag` and `weeks`; columns Rule, About and
    Reason the findings that the department accepts. Other columns are for people.
    """
    findings: list[Finding] = []
    values: dict[str, object] = {}
    for row in _table(grid, _VALUES):
        _take_value(grid, row, values, findings)
    suppressions = [
        suppression
        for row in _table(grid, _RULES)
        if (suppression := _suppression(grid, row, findings)) is not None
    ]
    settings = Settings.model_validate({**values, "suppressions": tuple(suppressions)})
    return settings, tuple(findings)


def _table(grid: Grid, wanted: frozenset[str]) -> list[Mapping[str, Cell]]:
    """The rows below a row that has all the wanted heads, by head."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell)
    heads: dict[int, str] = {}
    table: list[Mapping[str, Cell]] = []
    for cells in rows.values():
        words = {fold_label(cell.text) for cell in cells}
        if words >= wanted:
            heads = {
                cell.column: fold_label(cell.text)
                for cell in cells
                if fold_label(cell.text) in wanted | {"about"}
            }
        elif heads:
            row = {heads[cell.column]: cell for cell in cells if cell.column in heads}
            if row:
                table.append(row)
    return table


def _take_value(
    grid: Grid, row: Mapping[str, Cell], values: dict[str, object], findings: list[Finding]
) -> None:
    name, value = row.get("setting"), row.get("value")
    if name is None:
        assert value is not None
        findings.append(_wrong(grid, value, "has no setting beside it", f"name one of {_list()}."))
        return
    field = fold_label(name.text)
    if field not in _NAMES:
        findings.append(_wrong(grid, name, "is no setting", f"the settings are {_list()}."))
        return
    if value is None:
        return
    number = _number(value.text)
    try:
        checked = Settings.model_validate({field: number})
    except ValidationError:
        findings.append(_wrong(grid, value, f"is no value of {field}", _takes(field)))
        return
    values[field] = getattr(checked, field)


def _number(text: str) -> object:
    try:
        return TypeAdapter(int | float).validate_python(
            float(text) if not text.isdecimal() else int(text)
        )
    except ValueError:
        return text


def _takes(field: str) -> str:
    schema = Settings.model_json_schema()["properties"][field]
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    more = "" if "minimum" in schema else "more than "
    kind = "a whole number" if schema["type"] == "integer" else "a number"
    return f"give {kind} from {more}{least:g} to {schema['maximum']:g}, or leave it empty."


def _suppression(
    grid: Grid, row: Mapping[str, Cell], findings: list[Finding]
) -> Suppression | None:
    rule, about, reason = row.get("rule"), row.get("about"), row.get("reason")
    cell = rule or about or reason
    assert cell is not None
    if rule is None or rule.text.upper() not in PLAN_RULES:
        seen = "has no rule beside it" if rule is None else "is no rule about plans"
        mend = "give the id of the rule, such as GAP002; the sheet Check and the report name it."
        findings.append(_wrong(grid, cell, seen, mend))
        return None
    if reason is None or len(reason.text) < 3:
        seen = "accepts findings without a reason, and is not applied"
        findings.append(_wrong(grid, reason or rule, seen, "write why in the column Reason."))
        return None
    return Suppression(
        rule=rule.text.upper(), about=None if about is None else about.text, reason=reason.text
    )


def _list() -> str:
    return f"{', '.join(_NAMES[:-1])} and {_NAMES[-1]}"


def _wrong(grid: Grid, cell: Cell, seen: str, mend: str) -> Finding:
    shown: Sequence[str] = cell.text.splitlines() or [""]
    return find_in_plan(
        "READ004",
        Where(file=grid.file, sheet=grid.sheet, cell=cell.name),
        f'{cell.name}, "{shown[0][:40]}", {seen}.',
        mend,
    )
