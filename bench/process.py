"""The index from disk, the whole command, and a server's start: each in fresh processes, in turns.

Run as a module (`load` or `build`), this is the process that opens the index once and again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median

from bench.graphs import curated_index
from bench.servers import FAST, OURS, SERVE, serving
from bench.tables import Table, duration, ratio, verdict
from bench.wire import asked_first

ROUNDS = 9
AGAIN = 5
AIM_LOAD = 0.050
AIM_BUILD = 1.0
AIM_COMMAND = 2.0
AIM_START = 1.2
IMPORTS = ("-c", "import pydantic, typer, rich")
EMPTY = ("-c", "pass")


def measure(environment: Mapping[str, str]) -> Iterator[Table]:
    """The three tables."""
    of = asked_first(curated_index())
    yield _index(environment)
    yield _command(environment, of)
    yield _start(environment, of)


def _run(command: tuple[str, ...], environment: Mapping[str, str]) -> tuple[float, str]:
    """Seconds that a Python process takes from start to end, and what it wrote."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        env={**_with_bytecode(), **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return time.perf_counter() - start, done.stdout


def _with_bytecode() -> dict[str, str]:
    """The environment, without a variable by which Python would compile every file anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _index(environment: Mapping[str, str]) -> Table:
    table = Table(
        "The index, in a fresh process after imports",
        ("from", "first time", "again", "aim", "verdict"),
        note="The compiled form is checked against a digest of the data files, which is counted.",
    )
    times: dict[str, list[list[float]]] = {"load": [], "build": []}
    _run(("-m", "bench.process", "load"), environment)
    for _ in range(ROUNDS):
        for how in times:
            times[how].append(json.loads(_run(("-m", "bench.process", how), environment)[1]))
    for how, name, aim in (
        ("load", "its compiled form", AIM_LOAD),
        ("build", "the CSV files, all rules checked", AIM_BUILD),
    ):
        first = median(run[0] for run in times[how])
        again = median(median(run[1:]) for run in times[how])
        met = verdict(first < aim)
        table.add(name, duration(first), duration(again), f"< {duration(aim)}", met)
    return table


def open_once_and_again(how: str) -> list[float]:
    """Seconds to open the index, the first time in this process and some more."""
    from api.compiled import open_index
    from api.settings import read_settings
    from graph.index import build_index
    from loaders.curated import load_curriculum

    settings = read_settings(os.environ)
    ways: dict[str, Callable[[], object]] = {
        "load": lambda: open_index(settings.data, settings.cache),
        "build": lambda: build_index(load_curriculum(settings.data)),
    }
    times = []
    for _ in range(1 + AGAIN):
        start = time.perf_counter()
        ways[how]()
        times.append(time.perf_counter() - start)
    return times


def _command(environment: Mapping[str, str], of: str) -> Table:
    ours = ("-c", "from api.cli import main; main()")
    commands = {
        f"`coherence dependents {of}`": (*ours, "dependents", of),
        f"`coherence dependents {of} --in gcse-maths --format json`": (
            *(*ours, "dependents", of),
            *("--in", "gcse-maths", "--format", "json"),
        ),
        '`python -c "import pydantic, typer, rich"`': IMPORTS,
        '`python -c "pass"`': EMPTY,
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, command in commands.items():
            once = _run(command, environment)[0]
            if number:
                times[name].append(once)
    table = Table(
        f"A whole process (aim: `coherence` within {AIM_COMMAND} times of the imports alone)",
        ("process", "time", "× imports", "aim"),
    )
    imports = times['`python -c "import pydantic, typer, rich"`']
    for name, taken in times.items():
        value = median(one / other for one, other in zip(taken, imports, strict=True))
        aim = verdict(value <= AIM_COMMAND) if "coherence" in name else ""
        table.add(name, duration(median(taken)), ratio(value), aim)
    return table


def _routes() -> int:
    """How many routes our application has."""
    from starlette.routing import Route

    from api.answers import Answers
    from api.app import build_app

    routes = build_app(Answers(curated_index())).routes
    found = 0
    waiting = list(routes)
    while waiting:
        route = waiting.pop()
        found += isinstance(route, Route)
        waiting += getattr(getattr(route, "original_router", None), "routes", [])
    return found


def _start(environment: Mapping[str, str], of: str) -> Table:
    routes = _routes()
    path = f"/v1/dependents?of={of}&in=gcse-maths"
    servers = {
        "ours, uvicorn": (OURS, path, environment),
        "ours, `coherence serve`": (SERVE, path, environment),
        f"bare FastAPI, {routes} routes": (FAST, "/route/0", {"BENCH_ROUTES": str(routes)}),
    }
    times: dict[str, list[float]] = {name: [] for name in servers}
    for number in range(ROUNDS + 1):
        for name, (command, first, variables) in servers.items():
            with serving(command, first, variables) as (_, once):
                if number:
                    times[name].append(once)
    bare = list(times.values())[-1]
    table = Table(
        f"A server from its start to its first answer (aim: {AIM_START} times bare FastAPI)",
        ("server", "time", "× bare", "aim"),
        note=f"Ours answers `{path}`, the bare one two bytes.",
    )
    for name, taken in times.items():
        value = median(one / other for one, other in zip(taken, bare, strict=True))
        aim = verdict(value <= AIM_START) if name.startswith("ours") else ""
        table.add(name, duration(median(taken)), ratio(value), aim)
    return table


if __name__ == "__main__":
    sys.stdout.write(json.dumps(open_once_and_again(sys.argv[1])))
