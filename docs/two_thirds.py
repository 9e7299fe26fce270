"""The page that holds the "two thirds" claim against each declared definition."""

from __future__ import annotations

from graph.index import Index
from graph.questions import Share, Swing
from graph.share import share
from graph.swing import swing
from ontology.figures import AtTier, ShareRow
from ontology.vocabulary import TierAsked

THEMES = ("multiplicative-reasoning", "multiplicative-field", "ratio")
CLAIM = 2 / 3
NEAR = 0.05
WITHIN = "gcse-maths"


def two_thirds_page(index: Index) -> str:
    """The page as markdown."""
    lines = [
        "# How the “two thirds” claim fares",
        "",
        "A page for mathematics departments says that multiplicative reasoning “underpins "
        "approximately two thirds of the content of GCSE Maths”. Whether that is so depends on "
        "what *underpins*, *content* and *multiplicative reasoning* mean. This page, written from "
        f"the data (version `{index.version}`) by `make docs`, shows the share under each declared "
        "definition. No definition and no edge was chosen for its number; most edges are this "
        "project's own judgement, and none has yet been reviewed by a teacher.",
        "",
        "Each cell counts the content statements of the GCSE subject content: **any** is the "
        "percentage with at least one topic that counts, **all** with every topic, **part** the "
        "mean fraction of a statement's topics, **weight** the same weighted by the marks of each "
        "strand. **Range** is the lowest and highest of *any* when links of lesser basis and KS2 "
        "members of the theme are left out.",
    ]
    for theme in THEMES:
        lines += _theme(index, theme)
    lines += _closing(index)
    return "\n".join(lines) + "\n"


def _theme(index: Index, theme: str) -> list[str]:
    record = index.themes[theme]
    members = len(index.members[theme])
    lines = ["", f"## {record.label}", "", f"{record.description} ({members} topics.)"]
    for tier in (TierAsked.FOUNDATION, TierAsked.HIGHER):
        found = share(index, Share(of=(theme,), within=WITHIN, tier=tier))
        statements = found.data[0].any.of
        lines += ["", f"### {tier.value.capitalize()} tier: {statements} statements", ""]
        lines += ["| definition | any | all | part | weight | range |", "|---|---|---|---|---|---|"]
        lines += [_line(row) for row in found.data]
        lines += ["", _verdict(found.data)]
    return lines


def _line(row: ShareRow) -> str:
    low, high = row.range.any
    weight = "–" if row.weight is None else _percent(row.weight)
    return (
        f"| {row.definition} | {_percent(row.any.share)} ({row.any.count}) | "
        f"{_percent(row.all.share)} ({row.all.count}) | {_percent(row.part)} | {weight} | "
        f"{_percent(low)} – {_percent(high)} |"
    )


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _verdict(rows: tuple[ShareRow, ...]) -> str:
    """Which of the numbers come within five points of two thirds."""
    near = []
    for row in rows:
        counts = {"any": row.any.share, "all": row.all.share, "part": row.part}
        if row.weight is not None:
            counts["weight"] = row.weight
        near += [
            f"*{row.definition}* by *{name}* ({_percent(value)})"
            for name, value in counts.items()
            if abs(value - CLAIM) <= NEAR
        ]
    if not near:
        return "No figure in this table is within five points of two thirds."
    return f"Within five points of two thirds: {'; '.join(near)}."


def _closing(index: Index) -> list[str]:
    theme = THEMES[0]
    found = share(index, Share(of=(theme,), within=WITHIN))
    transitive = next(row for row in found.data if row.definition == "transitive")
    lines = ["", "## Where it rests, and where it does not", ""]
    lines += [f"Multiplicative reasoning, Higher tier, by strand: {transitive.sentence}", ""]
    lines += ["| strand | statements | member | transitive | essential | threaded |"]
    lines += ["|---|---|---|---|---|---|"]
    by = {row.definition: {s.strand: s for s in row.by_strand} for row in found.data}
    for strand in transitive.by_strand:
        cells = [
            _percent(by[name][strand.strand].any)
            for name in ("member", "transitive", "essential", "threaded")
        ]
        lines.append(f"| {strand.strand} | {strand.statements} | {' | '.join(cells)} |")
    resting = set(transitive.any.ids)
    free = [at.id for at in index.statements[WITHIN] if at.id not in resting]
    codes = ", ".join(id_.partition(":")[2] for id_ in free) or "none"
    lines += ["", f"No topic rests on it by any chain in: {codes}.", ""]
    distances = "; ".join(f"{d.distance}: {d.statements}" for d in transitive.by_distance)
    lines += [f"Statements by the links of the shortest chain: {distances}.", ""]
    lines += _tiers(transitive.by_tier)
    lines += ["", "## What moves the number most", ""]
    lines += ["The share by part (transitive, Higher tier) when one edge or membership is refused:"]
    lines += ["", "| refused | becomes | change | statements lost |", "|---|---|---|---|"]
    for row in swing(index, Swing(of=(theme,), within=WITHIN)).data[:10]:
        lost = ", ".join(id_.partition(":")[2] for id_ in row.lost)
        lines.append(f"| `{row.id}` | {_percent(row.share)} | {100 * row.change:+.1f} | {lost} |")
    return lines


def _tiers(tiers: tuple[AtTier, ...]) -> list[str]:
    parts = [f"{row.tier.value} {_percent(row.any)} of {row.statements}" for row in tiers]
    return [f"Transitive, any topic, by tier: {'; '.join(parts)}."]
