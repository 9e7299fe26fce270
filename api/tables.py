"""Answers for people: tables in a terminal, plain text in a pipe, CSV and markdown for elsewhere.

Everything here reads the JSON that every face gives; nothing is computed anew.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]
Labels = Mapping[str, str]
Column = tuple[str, Callable[[Row, Labels], str]]


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class SheetFormat(StrEnum):
    """How the register is printed: as an answer, or as a sheet (markdown, html)."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"


def _field(name: str) -> Callable[[Row, Labels], str]:
    return lambda row, _: text(row.get(name))


def text(value: Any) -> str:
    """A value in a cell: nothing for null, yes and no, lists with semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, list):
        return "; ".join(text(item) for item in value)
    if isinstance(value, dict) and "unit" in value:
        return f"{value['symbol']}: {value['name']} [{value['unit']}]"
    if isinstance(value, dict):
        return str(value.get("id") or value.get("topic") or value.get("statement") or value)
    return str(value)


def chain_text(row: Row, labels: Labels) -> str:
    """A chain as the labels of its topics, from the dependent down."""
    chain = row.get("chain") or []
    if not chain:
        return "one of its own topics is asked about" if row.get("depends") == "is" else ""
    ids = [chain[0]["dependent"], *(link["prerequisite"] for link in chain)]
    return " → ".join(labels.get(id_, id_) for id_ in ids)


def _extent(row: Row, _: Labels) -> str:
    extent = row["extent"]
    return f"{extent['is'] + extent['depending']} of {extent['topics']}"


def _percent(name: str) -> Callable[[Row, Labels], str]:
    def show(row: Row, _: Labels) -> str:
        value = row[name]
        share = value["share"] if isinstance(value, dict) else value
        return "–" if share is None else f"{100 * share:.1f} %"

    return show


def _range(row: Row, _: Labels) -> str:
    low, high = row["range"]["any"]
    return f"{100 * low:.0f}–{100 * high:.0f} %"


def _end(name: str) -> Callable[[Row, Labels], str]:
    return lambda row, labels: labels.get(row[name], row[name])


def _places(first: bool) -> Callable[[Row, Labels], str]:
    return lambda row, _: "; ".join(
        place["label"] for place in row["places"] if place["first"] is first
    )


def _when(point: Row | None) -> str:
    """When a scheme teaches or needs: the year, and what is told within it."""
    if point is None:
        return "not told"
    told = [
        f"{name.replace('_', '-')} {point[name]}"
        for name in ("term", "half_term")
        if point[name] is not None
    ]
    if point["position"] is not None:
        told.append(f"unit {point['position']}")
    return ", ".join([f"Year {point['year']}", *told])


_STATEMENT: tuple[Column, ...] = (
    ("code", _field("code")),
    ("statement", _field("label")),
    ("depends", _field("depends")),
    ("strength", _field("strength")),
    ("basis", _field("basis")),
    ("topics", _extent),
    ("because", chain_text),
)
_TOPIC: tuple[Column, ...] = (
    ("topic", _field("id")),
    ("label", _field("label")),
    ("stage", _field("stage")),
    ("depends", _field("depends")),
    ("strength", _field("strength")),
    ("basis", _field("basis")),
    ("because", chain_text),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "explain": (
        ("chain", _field("rank")),
        ("strength", _field("strength")),
        ("basis", _field("basis")),
        ("links", _field("distance")),
        ("weakest link", _field("weakest")),
        ("because", chain_text),
    ),
    "share": (
        ("definition", _field("definition")),
        ("any topic", _percent("any")),
        ("statements", lambda row, _: f"{row['any']['count']} of {row['any']['of']}"),
        ("all topics", _percent("all")),
        ("by part", _percent("part")),
        ("by exam weight", _percent("weight")),
        ("range (any)", _range),
    ),
    "swing": (
        ("refused", _field("id")),
        ("kind", _field("kind")),
        ("becomes", _field("share")),
        ("change", lambda row, _: f"{row['change']:+.4f}"),
        ("statements lost", _field("lost")),
    ),
    "bottlenecks": (
        ("topic", _field("label")),
        ("stage", _field("stage")),
        ("topics wait", lambda row, _: text(row["blocking"]["topics"])),
        ("statements", lambda row, _: text(row["blocking"]["statements"])),
        ("longest chain", _field("delay")),
        ("centrality", _field("centrality")),
    ),
    "uses": (
        ("science", _end("dependent")),
        ("uses", _end("prerequisite")),
        ("strength", _field("strength")),
        ("skill", _field("skill")),
        ("for", _field("context")),
        ("stage", _field("stage")),
        ("tier", _field("tier")),
    ),
    "tier-impact": (
        ("mathematics", _field("label")),
        ("statements", _field("statements")),
        ("strength", _field("strength")),
        ("first in", _places(first=True)),
        ("then in", _places(first=False)),
        ("Foundation gives", lambda row, _: "; ".join(t["label"] for t in row["start"])),
    ),
    "register": (
        ("word", _field("label")),
        ("in mathematics", _field("maths")),
        ("in science", _field("science")),
        ("to both", _field("wording")),
    ),
    "first-need": (
        ("mathematics", lambda row, _: row["topic"]["label"]),
        ("first", _field("order")),
        ("years", _field("years")),
        ("needed in science", lambda row, _: _when(row["needed"]) + ", " + row["by"]["label"]),
        ("taught in mathematics", lambda row, _: _when(row["taught"])),
    ),
    "gaps": (
        ("step", _field("step")),
        ("topic", _field("label")),
        ("stage", _field("stage")),
        ("ready", _field("ready")),
        ("opens", _field("opens")),
        ("strength", _field("strength")),
        ("misconception", _field("misconception")),
    ),
}


def columns_for(verb: str, rows: Sequence[Row], narrowed: bool) -> tuple[Column, ...]:
    """The columns of a table: those of the verb, or every field where the view was narrowed."""
    if not narrowed and verb in COLUMNS:
        return COLUMNS[verb]
    if not narrowed and verb in ("dependents", "prerequisites"):
        return _STATEMENT if rows and "extent" in rows[0] else _TOPIC
    names = list(rows[0]) if rows else []
    return tuple((name, _field(name)) for name in names)


def csv_text(rows: Sequence[Row]) -> str:
    """Every field of the rows as CSV, inner fields by their path, chains as edge ids."""
    flat = [_flat(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _guarded(value) for name, value in row.items()} for row in flat)
    return buffer.getvalue()


def _flat(row: Row, before: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{name}.")
        else:
            flat[before + name] = text(value)
    return flat


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if cell[:1] in ("=", "+", "-", "@") and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def markdown_text(columns: Sequence[Column], rows: Sequence[Row], labels: Labels) -> str:
    """The table in markdown."""

    def line(cells: Sequence[str]) -> str:
        safe = [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]
        return f"| {' | '.join(safe)} |"

    lines = [line([title for title, _ in columns]), line(["---"] * len(columns))]
    lines += [line([show(row, labels) for _, show in columns]) for row in rows]
    return "\n".join(lines) + "\n"


def print_table(
    columns: Sequence[Column], rows: Sequence[Row], labels: Labels, title: str | None = None
) -> None:
    """The table in a terminal; aligned plain text, never cut, where the output is not one."""
    cells = [[show(row, labels) for _, show in columns] for row in rows]
    names = [name for name, _ in columns]
    if sys.stdout.isatty():
        _print_rich(names, cells, title)
    else:
        sys.stdout.write(plain_text(names, cells, title))


def plain_text(
    names: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None
) -> str:
    """The table as lines, each column as wide as its widest cell."""
    lines = [list(names), *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    said = [f"{title}\n"] if title else []
    for line in lines:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        said.append("  ".join(padded).rstrip() + "\n")
    return "".join(said)


def _print_rich(names: Sequence[str], rows: Sequence[Sequence[str]], title: str | None) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)
