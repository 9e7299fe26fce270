"""How the command line prints an answer, around its table: what was asked, what it means."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from api.answers import Answers, Kept
from api.tables import (
    Format,
    Labels,
    Row,
    chain_text,
    columns_for,
    csv_text,
    markdown_text,
    print_table,
    text,
)


def print_answer(answers: Answers, verb: str, kept: Kept, form: Format, narrowed: bool) -> None:
    """Print an answer in a format; JSON is byte for byte what HTTP sends."""
    if form is Format.JSON:
        sys.stdout.write(kept.body.decode() + "\n")
        return
    answer = json.loads(kept.body)
    rows: Sequence[Row] = answer["data"]
    labels = _labels(answers)
    grouped = bool(rows) and "rows" in rows[0]
    if form is Format.CSV:
        sys.stdout.write(csv_text(_ungrouped(rows) if grouped else rows))
    elif grouped:
        for group in rows:
            name, value = next(iter(group.items()))
            _print_rows(verb, group["rows"], labels, form, narrowed, f"{name}: {text(value)}")
    else:
        _print_rows(verb, rows, labels, form, narrowed, None)
    under = answer["meta"].get("under")
    if under and form is not Format.CSV:
        title = f"Mathematics under it: {_topics(len(under))}"
        _print_rows("dependents", under, labels, form, narrowed, title)
    if form is Format.TABLE:
        print_notes(verb, answer, labels)


def _ungrouped(groups: Sequence[Row]) -> list[Row]:
    return [row for group in groups for row in group["rows"]]


def _print_rows(
    verb: str, rows: Sequence[Row], labels: Labels, form: Format, narrowed: bool, title: str | None
) -> None:
    columns = columns_for(verb, rows, narrowed)
    if form is Format.MARKDOWN:
        heading = f"### {title}\n\n" if title else ""
        sys.stdout.write(heading + markdown_text(columns, rows, labels))
    elif verb == "explain" and not narrowed:
        _print_chains(rows, labels)
    else:
        print_table(columns, rows, labels, title)


def _print_chains(rows: Sequence[Row], labels: Labels) -> None:
    """Chains written out, link by link, as something to argue with."""
    for row in rows:
        sys.stdout.write(
            f"{row['rank']}. {row['strength']}, {row['basis']}, {_links(row['distance'])}: "
            f"{chain_text(row, labels)}\n"
        )
        for link in row["chain"]:
            hangs = "  (the chain hangs on this link)" if link["id"] == row["weakest"] else ""
            kind = link["reasoning"] + (f": {link['structure']}" if link["structure"] else "")
            place = f", {link['locator']}" if link["locator"] else ""
            verb = "uses" if link["type"] == "uses" else "needs"
            sys.stdout.write(
                f"   {labels[link['dependent']]} {verb} {labels[link['prerequisite']]} "
                f"({link['strength']}, {kind}; {link['basis']}{place}){hangs}\n"
            )
            if link["type"] == "uses":
                skill = f" (skill {link['skill']})" if link["skill"] else ""
                sys.stdout.write(f"      For: {link['context']}{skill}\n")
            sys.stdout.write(f"      {link['rationale']}\n")
            if link["objection"]:
                sys.stdout.write(f"      Against it: {link['objection']}\n")
        sys.stdout.write("\n")


def print_notes(verb: str, answer: Mapping[str, Any], labels: Labels) -> None:
    """What the answer is about, under its table."""
    meta = answer["meta"]
    asked = ", ".join(
        f"{name}={text(value)}" for name, value in meta["query"].items() if value not in (None, [])
    )
    shown = len(answer["data"]) if not _has_groups(answer["data"]) else meta["total"]
    lines = (
        [_rows(meta["total"])]
        if shown == meta["total"]
        else [f"{shown} of {meta['total']} rows; go on with --cursor {meta['next']}"]
    )
    if verb == "explain" and meta["shared"]:
        names = ", ".join(labels.get(id_, id_) for id_ in meta["shared"])
        lines.append(f"Both ends hold {names}: there the one is the other, and no chain is needed")
    if verb == "explain" and not answer["data"] and not meta["shared"]:
        lines.append("No chain leads from the one to the other")
    if verb == "gaps":
        ready = ", ".join(labels.get(id_, id_) for id_ in meta["fringe"])
        lines.append(f"Ready to learn next: {ready or 'nothing'}")
    said = meta["definition"]
    if verb == "share":
        said = "\n".join(f"{row['definition']}: {row['sentence']}" for row in answer["data"])
    sys.stdout.write(
        f"\n{'. '.join(lines)}.\n{said}\nAsked: {asked}. Data {meta['dataset_version']}.\n"
    )


def _topics(count: int) -> str:
    return "1 topic" if count == 1 else f"{count} topics"


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _has_groups(rows: Sequence[Row]) -> bool:
    return bool(rows) and "rows" in rows[0]


def _links(count: int) -> str:
    return "1 link" if count == 1 else f"{count} links"


def _labels(answers: Answers) -> Labels:
    return {topic.id: topic.label for topic in answers.index.topics}


def print_thing(kept: Kept, form: Format) -> None:
    """Print one thing: its fields, one a line, or as JSON, CSV or a table of two columns."""
    row: Row = json.loads(kept.body)["data"]
    if form is Format.JSON:
        sys.stdout.write(kept.body.decode() + "\n")
    elif form is Format.CSV:
        sys.stdout.write(csv_text([row]))
    else:
        pairs = [{"field": name, "value": _long(value)} for name, value in row.items()]
        columns = columns_for("thing", pairs, narrowed=True)
        if form is Format.MARKDOWN:
            sys.stdout.write(markdown_text(columns, pairs, {}))
        else:
            print_table(columns, pairs, {})


def _long(value: Any) -> str:
    """A value whole: of a row what it holds, of a list of rows each row's id and what it says."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {text(inner)}" for name, inner in value.items())
    if isinstance(value, list) and value and isinstance(value[0], dict) and "unit" not in value[0]:
        return "; ".join(
            " – ".join(
                text(row[name])
                for name in ("topic", "statement", "label", "tier", "part", "rationale")
                if row.get(name)
            )
            for row in value
        )
    return text(value)
