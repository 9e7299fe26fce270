"""The register as one sheet to print for a joint department meeting: markdown, and HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.template import TEMPLATES, get_template
from graph.index import Index, label_of
from graph.questions import Register
from graph.register import register
from ontology.crossings import TermRow
from ontology.vocabulary import SubjectAsked

_MARKS = re.compile(r"[\\`*_\[~]|<(?=[\w/!?])|&(?=#?\w+;)|#(?=#*$)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register to print: a title and its terms, in the order of their labels."""

    title: str
    rows: tuple[TermRow, ...]


def sheet_of(index: Index, question: Register) -> Sheet:
    """The sheet of a question. Raises as `graph.register.register`."""
    found = register(index, question)
    asked = {SubjectAsked(subject) for subject in found.query.get("between", ())}
    between = [name(subject) for subject in SubjectAsked if subject in asked]
    touched = [label_of(index, id_) for id_ in found.query.get("of", ())]
    title = "Words for " + (" and ".join(between) or "mathematics and science")
    if touched:
        title += ": " + ", ".join(touched)
    return Sheet(title=title, rows=found.data)


def name(subject: SubjectAsked) -> str:
    """A department in words."""
    return "mathematics" if subject is SubjectAsked.MATHS else subject.value.replace("-", " ")


def sheet_markdown(sheet: Sheet) -> str:
    """The sheet as markdown, its words to be read as they stand. O(rows)."""
    lines = [f"# {literal(sheet.title)}", ""]
    for row in sheet.rows:
        lines += [f"## {literal(row.label)}", "", f"- **In mathematics:** {literal(row.maths)}"]
        lines += [f"- **In science:** {literal(row.science)}"]
        if row.notation:
            lines += [f"- **Written:** {literal(row.notation)}"]
        lines += [f"- **To both:** {literal(row.wording)}"]
        lines += [f"- *{literal(ground(row))}*", ""]
    lines += [_closing(sheet), ""]
    return "\n".join(lines)


def literal(words: str) -> str:
    """Words on one line, with a backslash before what markdown would take for its own."""
    return _MARKS.sub(r"\\\g<0>", " ".join(words.split()))


def ground(row: TermRow) -> str:
    """What a term stands on, and whether a teacher has reviewed it."""
    place = ", ".join(part for part in (row.source, row.locator) if part)
    return f"{row.basis}{f': {place}' if place else ''}; {row.review}"


def _closing(sheet: Sheet) -> str:
    count = "1 word" if len(sheet.rows) == 1 else f"{len(sheet.rows)} words"
    return f"{count}. Agree on each: who says what, from when."


def sheet_html(sheet: Sheet) -> str:
    """The sheet as a page that stands alone, its style within it. O(rows)."""
    style = (TEMPLATES / "sheet.css").read_text(encoding="utf-8")
    return _render(sheet, style)


def sheet_page(
    index: Index,
    sheet: Sheet,
    between: Sequence[str],
    of: Sequence[str],
    problem: str | None = None,
) -> str:
    """The sheet as a page of the service: its style linked, with a form to choose another.

    `between` and `of` are what was asked, as it was asked; `problem` says what was wrong with it.
    The form shows two departments and one name; further ones it carries along.
    """
    first, second, *departments = (*between, "", "")[: max(len(between), 2)]
    form = {
        "departments": [("", "any"), *((subject.value, name(subject)) for subject in SubjectAsked)],
        "first": first,
        "second": second,
        "further": departments,
        "of": next(iter(of), ""),
        "also": list(of[1:]),
        "themes": index.curriculum.themes,
    }
    return _render(sheet, None, form, problem)


def _render(
    sheet: Sheet,
    style: str | None,
    form: Mapping[str, object] | None = None,
    problem: str | None = None,
) -> str:
    template = get_template("sheet.html")
    return template.render(
        title=sheet.title,
        rows=sheet.rows,
        style=style,
        form=form,
        problem=problem,
        ground=ground,
        closing=_closing(sheet),
    )
