"""Measure everything, side by side, in one run: `python -m bench.run`.

Parts can be named (`reach`, `process`, `science`, `wire`, `plans`,
`sequencing`, `departments`); `--large` adds the curricula of a
million topics and `--write` puts the tables into `bench/README.md`. Everything that is started is
stopped.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench import departments, plans, process, reach, science, sequencing, wire
from bench.tables import Table

README = Path(__file__).with_name("README.md")
START, END = "<!-- measured: start -->", "<!-- measured: end -->"
LIBRARIES = (
    "networkx",
    "rustworkx",
    "rdflib",
    "pydantic",
    "fastapi",
    "starlette",
    "uvicorn",
    "uvloop",
    "httptools",
    "typer",
    "rich",
    "highspy",
    "numpy",
    "xlsxwriter",
)
TITLES = {
    "reach": "What rests on it: the set and the best chains",
    "process": "Index, command and start",
    "science": "What science costs",
    "wire": "Over HTTP",
    "plans": "Plans: matching and rules",
    "sequencing": "Putting plans in order",
    "departments": "A plan from its words to another order",
}


def main() -> None:
    """Run the parts that are asked for, print their tables and write them where told."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(TITLES)}")
    parser.add_argument("--large", action="store_true", help="a million topics too")
    parser.add_argument("--write", action="store_true", help="put the tables into bench/README.md")
    asked = parser.parse_args()
    unknown = set(asked.parts) - TITLES.keys()
    if unknown:
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    if asked.write and asked.parts:
        parser.error("--write takes a whole run")
    with tempfile.TemporaryDirectory() as cache:
        environment = {"COHERENCE_CACHE": cache}
        parts: Mapping[str, Callable[[], Iterator[Table]]] = {
            "reach": lambda: reach.measure(asked.large),
            "process": lambda: process.measure(environment),
            "science": lambda: science.measure(environment),
            "wire": lambda: wire.measure(environment),
            "plans": lambda: plans.measure(environment),
            "sequencing": lambda: sequencing.measure(environment),
            "departments": lambda: departments.measure(environment),
        }
        text = _say(machine() + "\n")
        start = time.perf_counter()
        for name in asked.parts or parts:
            text += _say(f"## {TITLES[name]}\n")
            for table in parts[name]():
                text += _say(table.markdown())
    _say(f"Measured in {time.perf_counter() - start:.0f} s.")
    if asked.write:
        write(text)


def machine() -> str:
    """What it was measured on."""
    found = []
    for library in LIBRARIES:
        try:
            found.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            found.append(f"{library} missing")
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"{platform.python_implementation()} {platform.python_version()}, SQLite "
        f"{_sqlite()}; {', '.join(found)}."
    )


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


def write(text: str) -> None:
    """Put the tables between the marks of the README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{START}\n\n{text}{END}{after}", encoding="utf-8")


def _say(text: str) -> str:
    """Print a line, and give it back as printed."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    return text + "\n"


if __name__ == "__main__":
    main()
