"""What rests on it, engine by engine: building, memory, the set, and the best chains."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from bench.graphs import Graph, curated, grown, synthetic, write_graph
from bench.tables import Table, amount, duration, ratio
from bench.turns import GivenUp, Player
from graph.net import CLOSURE_LIMIT

ALL = ("ours", "networkx", "rustworkx", "SQLite", "rdflib")
SMALL = (*ALL[:2], "networkx, plain", *ALL[2:])
LARGE = ("ours", "rustworkx", "SQLite")
ROUNDS = 5
BUDGET = 0.3
"""Seconds a round, an engine and a kind of question."""
SLOW = 5.0
"""An engine whose round takes longer has one round only."""
OURS = {"reach": "ours", "listed": "ours, listed", "search": "ours, searched"}
SAME = {"listed": "reach", "search": "reach", "swept": "chains"}
"""Other ways of ours to the same answer."""

Times = dict[tuple[str, str], list[list[float]]]


def measure(large: bool) -> Iterator[Table]:
    """The tables of all graphs, and of what the closure costs and saves."""
    yield _graph(curated(), SMALL)
    yield _graph(synthetic(1_000, 5_000), ALL)
    yield _closure()
    yield _graph(synthetic(100_000, 500_000), ALL)
    if large:
        yield _graph(synthetic(1_000_000, 5_000_000), LARGE)


def _graph(graph: Graph, engines: Sequence[str]) -> Table:
    """One graph: a row an engine."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        write_graph(graph, path)
        players = [Player(engine, path) for engine in engines]
        try:
            return _played(graph, players)
        finally:
            for player in players:
                player.stop()


def _played(graph: Graph, players: list[Player]) -> Table:
    built: dict[str, dict[str, float]] = {}
    gone: dict[str, str] = {}
    for player in players:
        try:
            built[player.engine] = player.ask("build")
        except GivenUp as reason:
            gone[player.engine] = str(reason)
    reached = _check([player for player in players if player.engine not in gone], gone)
    times: Times = defaultdict(list)
    for number in range(ROUNDS):
        for player in players:
            if player.engine not in gone:
                _round(player, number, times, gone)
    table = Table(
        f"{graph.name}: {len(graph.questions)} questions, each reaching "
        f"{reached:,.0f} topics on average",
        ("engine", "build", "memory", "set", "× ours", "best chains", "× ours"),
    )
    for player in players:
        name = player.engine
        if name in gone and name not in built:
            table.add(name, gone[name], "", "", "", "", "")
            continue
        parts = (duration(built[name]["seconds"]), amount(built[name]["megabytes"]))
        if name == "ours":
            table.add(name, *parts, *_cells(times, name, "reach"), *_cells(times, name, "chains"))
            for verb in ("listed", "search"):
                table.add(OURS[verb], "", "", *_cells(times, name, verb), "", "")
            table.add("ours, swept", "", "", "", "", *_cells(times, name, "swept"))
        else:
            table.add(name, *parts, *_cells(times, name, "reach"), *_cells(times, name, "chains"))
    return table


def _check(players: list[Player], gone: dict[str, str]) -> float:
    """Ask every engine every question once; all must agree with ours. The mean reached."""
    first: dict[str, str] | None = None
    reached = 0.0
    for player in players:
        try:
            answer = player.ask("digest")
        except GivenUp as reason:
            gone[player.engine] = str(reason)
            continue
        if first is None:
            first, reached = answer["digests"], answer["reached"]
        for verb, digest in answer["digests"].items():
            if digest != first[SAME.get(verb, verb)]:
                raise AssertionError(f"{player.engine} gives another answer ({verb})")
    return reached


def _round(player: Player, number: int, times: Times, gone: dict[str, str]) -> None:
    for verb in player.does:
        before = times[player.engine, verb]
        if number and sum(before[0]) > SLOW:
            continue
        try:
            before.append(player.ask("time", verb, BUDGET))
        except GivenUp as reason:
            gone[player.engine] = str(reason)
            return


def _cells(times: Times, engine: str, verb: str) -> tuple[str, str]:
    """The median time of a question, and the median ratio to ours, asked in the same round."""
    rounds = times.get((engine, verb), [])
    if not rounds:
        return "cannot", ""
    ours = times["ours", SAME.get(verb, verb)]
    ratios = [
        theirs / mine
        for one, other in zip(rounds, ours, strict=False)
        for theirs, mine in zip(one, other, strict=True)
    ]
    by_question = [median(times) for times in zip(*rounds, strict=True)]
    return duration(median(by_question)), ratio(median(ratios))


def _closure() -> Table:
    """The closure at the last size that has one, and what takes its place a topic above it."""
    links = synthetic(CLOSURE_LIMIT, 5 * CLOSURE_LIMIT)
    table = Table(
        f"The closure: kept up to {CLOSURE_LIMIT:,} topics, the same {len(links.dependent):,} "
        "links among one topic more are searched",
        ("topics", "build", "memory", "set", "listed", "best chains"),
    )
    with tempfile.TemporaryDirectory() as folder:
        players = []
        for size in (CLOSURE_LIMIT, CLOSURE_LIMIT + 1):
            path = Path(folder) / str(size)
            write_graph(grown(links, size), path)
            players.append(Player("ours", path))
        try:
            built = [player.ask("build") for player in players]
            times: Times = defaultdict(list)
            for _ in range(ROUNDS):
                for player in players:
                    for verb in ("reach", "listed", "chains"):
                        found = player.ask("time", verb, BUDGET)
                        times[str(player.process.pid), verb].append(found)
            for player, size, parts in zip(players, (0, 1), built, strict=True):
                cells = [
                    duration(median(map(median, times[str(player.process.pid), verb])))
                    for verb in ("reach", "listed", "chains")
                ]
                table.add(
                    f"{CLOSURE_LIMIT + size:,}",
                    duration(parts["seconds"]),
                    amount(parts["megabytes"]),
                    *cells,
                )
        finally:
            for player in players:
                player.stop()
    return table
