"""Engines in turns: each in a process of its own, asked round by round beside the others.

All engines of a graph are alive at once and take turns, so that whatever else the machine does
falls on all of them alike. Run as a module, this is the process of one engine: it reads commands
from standard input, one JSON list a line, and answers each with a line.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.engine import Engine
from bench.engines import ENGINES
from bench.graphs import Graph, read_graph

PATIENCE = 120.0
"""Seconds after which an engine is given up on."""


class GivenUp(Exception):
    """An engine that did not answer in time, or died; the message says which."""


class Player:
    """The process of an engine, seen from outside."""

    def __init__(self, engine: str, graph: Path) -> None:
        """Start it; it waits for `build`."""
        self.engine = engine
        self.does = ENGINES[engine].does
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.turns", engine, str(graph)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *command: object) -> Any:
        """The answer to a command.

        Raises:
            GivenUp: when none comes within `PATIENCE`.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
            if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
                raise GivenUp(f"over {PATIENCE:.0f} s")
            return json.loads(self.process.stdout.readline())
        except (BrokenPipeError, ValueError) as error:
            raise GivenUp("died") from error

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


def main(engine: str, path: Path) -> None:
    """Answer commands until standard input ends."""
    graph = read_graph(path)
    player = ENGINES[engine]()
    for line in sys.stdin:
        verb, *rest = json.loads(line)
        answer: object
        if verb == "build":
            answer = _build(player, graph)
        elif verb == "time":
            answer = _times(getattr(player, rest[0]), graph.questions, rest[1])
        else:
            answer = _digest(player, graph.questions)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _build(player: Engine, graph: Graph) -> dict[str, float]:
    """Seconds to build, and megabytes by which the process grew at most meanwhile."""
    # Linux forgets the highest mark so far; elsewhere the growth may read too small.
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    before = _megabytes("VmRSS")
    start = time.perf_counter()
    player.build(graph)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "megabytes": _megabytes("VmHWM") - before}


def _megabytes(field: str) -> float:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _times(
    ask: Callable[[Sequence[int]], object], questions: Sequence[Sequence[int]], budget: float
) -> list[float]:
    """Seconds of each question: the mean of as many repeats as its part of the budget allows."""
    times = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        once = time.perf_counter() - start
        repeats = min(2000, int(budget / len(questions) / max(once, 1e-7)))
        if repeats > 1:
            start = time.perf_counter()
            for _ in range(repeats):
                ask(question)
            once = (time.perf_counter() - start) / repeats
        times.append(once)
    return times


def _digest(player: Engine, questions: Sequence[Sequence[int]]) -> dict[str, Any]:
    """What every question gives, as a digest, and how many topics a question reaches on average."""
    answers: dict[str, Any] = {}
    sizes: list[int] = []
    for verb in player.does:
        digest = hashlib.sha256()
        for question in questions:
            if verb in ("chains", "swept"):
                found = sorted(getattr(player, verb)(question).items())
                digest.update(json.dumps(found).encode())
            else:
                members = sorted(player.members(getattr(player, verb)(question)))
                sizes.append(len(members))
                digest.update(json.dumps(members).encode())
        answers[verb] = digest.hexdigest()
    return {"digests": answers, "reached": sum(sizes) / len(sizes)}


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
