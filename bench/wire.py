"""Over HTTP: repeated answers and 304 against raw ASGI, first answers against FastAPI.

The same server (uvicorn) with the same flags runs each app in a process of its own; the load
generator is another. Blocks of work alternate between the two that are compared, and the ratio
is the median of those of neighbouring blocks.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.bare import Ready, write_replies
from bench.graphs import SEED, curated_index
from bench.load import Done, Generator
from bench.servers import FAST, OURS, RAW, fetch, serving
from bench.tables import Table, ratio, verdict
from graph.index import Index
from graph.net import dependents_set

ROUNDS = 7
SECONDS = 0.4
HEALTH = "/health/live"
REPEATED = ("/v1/frameworks", "/v1/dependents?of={of}&in=gcse-maths", "/v1/dataset")
AIM_REPEATED = 0.8
AIM_FIRST = 0.5
WARM = 100
BLOCKS: Mapping[str, int] = {"dependents in": 150, "dependents": 150, "explain": 150, "share": 20}
"""First answers of each kind that a block asks for."""


def asked_first(index: Index) -> str:
    """What repeated answers are about: ratio, or the first theme or topic where there is none."""
    return "ratio" if "ratio" in index.themes else next(iter(index.themes), index.topics[0].id)


def measure(environment: Mapping[str, str]) -> Iterator[Table]:
    """The tables of repeated and of first answers."""
    index = curated_index()
    generator = Generator()
    try:
        with serving(OURS, HEALTH, environment) as (port, _):
            yield _repeated(port, generator, asked_first(index))
            yield _first(port, generator, _questions(index))
    finally:
        generator.stop()


Case = tuple[str, list[str], int]
"""Path, request headers, status."""


def _cases(port: int, of: str) -> list[tuple[str, Case, Ready]]:
    """What is asked again and again: name, request, and the reply that ours gives to it."""
    found = []
    for path in (pattern.format(of=of) for pattern in REPEATED):
        _, headers, body = fetch(port, path)
        tag = dict(headers)["etag"]
        cases: dict[str, tuple[list[str], int]] = {"plain": ([], 200)}
        if len(body) > 1024:
            cases["gzip"] = (["Accept-Encoding: gzip"], 200)
        cases["304"] = ([f"If-None-Match: {tag}"], 304)
        for name, (lines, status) in cases.items():
            sent = dict(line.split(": ", 1) for line in lines)
            reply = fetch(port, path, sent)
            while name == "gzip" and "content-encoding" not in dict(reply[1]):
                reply = fetch(port, path, sent)
            keep = [(k.encode(), v.encode()) for k, v in reply[1] if k.lower() != "date"]
            size = f"{len(reply[2]) / 1000:,.1f} kB" if status == 200 else "–"
            label = f"`{path}` {name}, {size}".replace(", –", "")
            found.append((label, (path, lines, status), Ready(reply[0], keep, reply[2])))
    return found


def _repeated(port: int, generator: Generator, of: str) -> Table:
    cases = _cases(port, of)
    table = Table(
        f"Repeated answers and 304, replies a second (aim: {AIM_REPEATED} of raw ASGI)",
        ("request", "ours", "raw ASGI", "ratio", "aim", "generator busy"),
    )
    with tempfile.TemporaryDirectory() as folder:
        ready = {f"/{number}": reply for number, (_, _, reply) in enumerate(cases)}
        write_replies(Path(folder), ready)
        with serving(RAW, "/0", {"BENCH_REPLIES": folder}) as (other, _):
            for number, (label, (path, lines, status), _) in enumerate(cases):
                pairs = []
                for _ in range(ROUNDS):
                    mine = generator.run(port, [path], lines, SECONDS, status)
                    theirs = generator.run(other, [f"/{number}"], lines, SECONDS, status)
                    pairs.append((mine, theirs))
                table.add(label, *_compared(pairs, AIM_REPEATED))
    return table


def _compared(pairs: Sequence[tuple[Done, Done]], aim: float) -> tuple[str, ...]:
    value = median(mine.rate / theirs.rate for mine, theirs in pairs)
    busy = max(median(done.busy for done in side) for side in zip(*pairs, strict=True))
    return (
        f"{median(mine.rate for mine, _ in pairs):,.0f}",
        f"{median(theirs.rate for _, theirs in pairs):,.0f}",
        ratio(value),
        verdict(value >= aim),
        f"{busy:.0%}",
    )


def _questions(index: Index) -> dict[str, list[str]]:
    """Distinct questions of each kind, drawn with the seed, as paths."""
    draw = random.Random(SEED)
    ids = [topic.id for topic in index.topics]
    pairs = [(one, other) for one in ids for other in ids if one < other]
    draw.shuffle(pairs)
    chains = []
    for number, id_ in enumerate(ids):
        reached = dependents_set(index.net, (number,))
        if isinstance(reached, int):
            reached = {place for place in range(len(ids)) if reached >> place & 1}
        chains += [(ids[place], id_) for place in reached if place != number]
    draw.shuffle(chains)
    wanted = {kind: WARM + ROUNDS * block for kind, block in BLOCKS.items()}
    within = ("in", "gcse-maths")
    take = iter(pairs)

    def paths(kind: str, verb: str, *more: tuple[str, str]) -> list[str]:
        found = islice(take, wanted[kind])
        return [f"/v1/{verb}?" + urlencode([*(("of", x) for x in two), *more]) for two in found]

    explained = [
        "/v1/explain?" + urlencode({"dependent": one, "prerequisite": other})
        for one, other in chains[: wanted["explain"]]
    ]
    return {
        "dependents in": paths("dependents in", "dependents", within),
        "dependents": paths("dependents", "dependents"),
        "explain": explained,
        "share": paths("share", "share", within),
    }


def _first(port: int, generator: Generator, questions: Mapping[str, list[str]]) -> Table:
    table = Table(
        "First answers, each request a question not asked before, replies a second "
        f"(aim: {AIM_FIRST} of a FastAPI route that sends ready bytes)",
        ("question", "ours", "FastAPI, ready bytes", "ratio", "aim", "generator busy"),
    )
    sizes = {}
    for kind, paths in questions.items():
        warm = generator.run(port, paths[:WARM])
        sizes[kind] = round(warm.body / warm.replies)
    with tempfile.TemporaryDirectory() as folder:
        ready = {
            f"/{number}": Ready(200, [], b"x" * size) for number, size in enumerate(sizes.values())
        }
        write_replies(Path(folder), ready)
        with serving(FAST, "/0", {"BENCH_REPLIES": folder}) as (other, _):
            for number, (kind, paths) in enumerate(questions.items()):
                fresh = iter(paths[WARM:])
                pairs = []
                for _ in range(ROUNDS):
                    mine = generator.run(port, list(islice(fresh, BLOCKS[kind])))
                    theirs = generator.run(other, [f"/{number}"] * 600)
                    pairs.append((mine, theirs))
                name = f"{kind}, {sizes[kind] / 1000:,.1f} kB on average"
                table.add(name, *_compared(pairs, AIM_FIRST))
    return table
