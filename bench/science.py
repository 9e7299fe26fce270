"""What science costs: the whole graph beside the same data without science, in fresh processes.

Run as a module with a data folder, this is the process that opens one of them and asks.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from bench.tables import Table, amount, duration, ratio

ROUNDS = 7
ASKED = 200
"""Distinct questions of which the mean first answer is taken."""
WHOLE, MATHS = "with science", "mathematics only"

Figures = dict[str, float]


def measure(environment: Mapping[str, str]) -> Iterator[Table]:
    """The table of both graphs, and what only the whole one is asked."""
    from api.settings import read_settings

    data = read_settings(os.environ).data
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "data"
        sizes = write_maths(data, alone)
        runs: dict[str, list[Figures]] = {WHOLE: [], MATHS: []}
        for _ in range(ROUNDS):
            for name, place in ((WHOLE, data), (MATHS, alone)):
                runs[name].append(_fresh(place, environment))
    yield _both(runs, sizes)
    yield _across(runs[WHOLE])


def write_maths(data: Path, folder: Path) -> dict[str, str]:
    """Write the data without science; what each of the two holds, in words."""
    from loaders.curated import load_curriculum, write_curriculum
    from ontology.records import Curriculum
    from ontology.vocabulary import Subject

    whole = load_curriculum(data)
    maths = {topic.id for topic in whole.topics if topic.subject is Subject.MATHS}
    frameworks = {f.id for f in whole.frameworks if f.subjects == (Subject.MATHS,)}
    alone = Curriculum(
        sources=whole.sources,
        frameworks=tuple(f for f in whole.frameworks if f.id in frameworks),
        statements=tuple(s for s in whole.statements if s.framework in frameworks),
        topics=tuple(t for t in whole.topics if t.id in maths),
        addresses=tuple(a for a in whole.addresses if a.topic in maths),
        themes=whole.themes,
        memberships=whole.memberships,
        requires=tuple(e for e in whole.requires if e.dependent in maths),
        refused=tuple(r for r in whole.refused if r.dependent in maths),
        weights=whole.weights,
        retired=(),
    )
    write_curriculum(alone, folder)
    return {name: _size(one) for name, one in ((WHOLE, whole), (MATHS, alone))}


def _size(curriculum: Any) -> str:
    links = len(curriculum.requires) + len(curriculum.uses)
    return f"{len(curriculum.topics):,} topics, {links:,} links"


def _fresh(data: Path, environment: Mapping[str, str]) -> Figures:
    """The figures of a folder: built in one fresh process, loaded and asked in another."""
    with tempfile.TemporaryDirectory() as folder:
        kept = str(Path(folder) / "compiled.json")
        return {
            **_process(environment, "build", str(data), kept),
            **_process(environment, "ask", kept),
        }


def _process(environment: Mapping[str, str], *words: str) -> Figures:
    done = subprocess.run(
        [sys.executable, "-m", "bench.science", *words],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: Figures = json.loads(done.stdout)
    return found


ROWS = (
    ("build", "index from the CSV files, all rules checked"),
    ("rules", "of it, the rules"),
    ("load", "index from its compiled form"),
    ("packed", "compiled form on disk"),
    ("memory", "memory that the index adds"),
    ("pairs", "pairs of topics with a chain"),
    ("dependents", "first answer, `dependents` in `gcse-maths`, mean over topics"),
    ("repeated", "the same again, kept"),
    ("share", "first answer, `share multiplicative-reasoning --in gcse-maths`"),
)


def _both(runs: Mapping[str, list[Figures]], sizes: Mapping[str, str]) -> Table:
    table = Table(
        "The whole graph beside mathematics alone",
        ("", WHOLE, MATHS, "ratio"),
        note=f"{WHOLE.capitalize()}: {sizes[WHOLE]}; {MATHS}: {sizes[MATHS]}.",
    )
    for key, name in ROWS:
        one, other = ([run[key] for run in runs[which]] for which in (WHOLE, MATHS))
        value = median(a / b for a, b in zip(one, other, strict=True))
        table.add(name, _shown(key, median(one)), _shown(key, median(other)), ratio(value))
    return table


def _shown(key: str, value: float) -> str:
    if key in ("memory", "packed"):
        return amount(value)
    return f"{value:,.0f}" if key == "pairs" else duration(value)


CROSSING: Mapping[str, tuple[str, dict[str, Any]]] = {
    "`dependents ratio --in ks4-science`": (
        "dependents",
        {"of": ("ratio",), "in": "ks4-science"},
    ),
    "`dependents multiplicative-reasoning --subject science`": (
        "dependents",
        {"of": ("multiplicative-reasoning",), "subject": "science"},
    ),
    "`prerequisites physics:momentum --subject maths`": (
        "prerequisites",
        {"of": ("physics:momentum",), "subject": "maths"},
    ),
    "`share multiplicative-reasoning --in ks4-science --subject physics`": (
        "share",
        {"of": ("multiplicative-reasoning",), "in": "ks4-science", "subject": "physics"},
    ),
    "`uses --maths ratio --under`": ("uses", {"maths": ("ratio",), "under": True}),
    "`uses --science physics`": ("uses", {"science": ("physics",)}),
    "`tier-impact`": ("tier-impact", {}),
    "`register maths physics`": ("register", {"between": ("maths", "physics")}),
}


def _across(runs: list[Figures]) -> Table:
    table = Table("First answers across the subjects", ("question", "time", "bytes of the answer"))
    for name in CROSSING:
        taken = median(run[name] for run in runs)
        table.add(name, duration(taken), f"{runs[0][name + ' bytes']:,.0f}")
    return table


def _memory() -> float:
    """Resident megabytes now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = act()
    return time.perf_counter() - start, found


def build(data: Path, kept: Path) -> Figures:
    """Read, check and compile a data folder, and keep the compiled form."""
    from graph.index import build_index
    from graph.packed import pack
    from loaders.curated import read_draft
    from ontology.draft import curriculum_of
    from ontology.integrity import check_draft

    reading, draft = _timed(lambda: read_draft(data))
    checking, _ = _timed(partial(check_draft, draft))
    making, index = _timed(lambda: build_index(curriculum_of(draft)))
    kept.write_bytes(pack(index))
    return {
        "build": reading + checking + making,
        "rules": checking,
        "packed": kept.stat().st_size / 1e6,
        "pairs": sum(bits.bit_count() - 1 for bits in index.net.closure or ()),
    }


def ask(kept: Path) -> Figures:
    """Load a compiled form and ask it."""
    from api.answers import Answers
    from api.direct import QUESTIONS
    from graph.packed import unpack

    figures: Figures = {}
    data = kept.read_bytes()
    before = _memory()
    figures["load"], index = _timed(partial(unpack, data))
    figures["memory"] = _memory() - before
    answers = Answers(index, 64 * 1024 * 1024)
    gc.freeze()  # as the service does once it is ready

    def first(verb: str, values: dict[str, Any]) -> tuple[float, Any]:
        question = QUESTIONS[f"/v1/{verb}"][1].model_validate(values)
        return _timed(lambda: answers.ask(verb, question))

    maths = [topic.id for topic in index.topics if topic.id.startswith("maths:")]
    asked = [{"of": (id_,), "in": "gcse-maths"} for id_ in maths[:: max(1, len(maths) // ASKED)]]
    figures["dependents"] = sum(first("dependents", q)[0] for q in asked) / len(asked)
    figures["repeated"] = sum(first("dependents", q)[0] for q in asked) / len(asked)
    figures["share"], _ = first("share", {"of": ("multiplicative-reasoning",), "in": "gcse-maths"})
    if len(maths) < len(index.topics):
        for name, (verb, values) in CROSSING.items():
            figures[name], answer = first(verb, values)
            figures[name + " bytes"] = len(answer.body)
    return figures


if __name__ == "__main__":
    how, *places = sys.argv[1:]
    paths = [Path(place) for place in places]
    sys.stdout.write(json.dumps(build(*paths) if how == "build" else ask(*paths)))
