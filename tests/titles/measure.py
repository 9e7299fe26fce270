"""How well titles are matched: measures over labelled titles, with Wilson intervals."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.matching.matcher import Matcher
from ontology.plans import Candidate, Part, State

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Title:
    """A title as a department wrote it, and for each part with a meaning the topics it may mean."""

    text: str
    meanings: tuple[frozenset[str], ...]
    origin: str
    form: str


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    right: int
    of: int

    @property
    def rate(self) -> float:
        return self.right / self.of if self.of else float("nan")

    @property
    def wilson(self) -> tuple[float, float]:
        """The Wilson score interval at 95 %. (Wilson 1927.)"""
        if not self.of:
            return (0.0, 1.0)
        z, n, p = 1.959964, self.of, self.rate
        centre = p + z * z / (2 * n)
        half = z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5
        return ((centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n))

    def __str__(self) -> str:
        low, high = self.wilson
        return (
            f"{self.right} of {self.of}, {100 * self.rate:.1f} % ({100 * low:.1f}–{100 * high:.1f})"
        )


@dataclass(frozen=True)
class Measured:
    """What was measured of a set of titles.

    `in_three`: parts with a meaning for which some part of the reading has a right topic among its
    first three candidates. `accepted`: parts accepted without asking of which every topic is right.
    `taken`: parts with a meaning that were accepted. `no_topic`: titles that mean no topic and of
    which nothing was accepted.
    """

    in_three: Share
    accepted: Share
    taken: Share
    no_topic: Share
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def read_titles(subject: str, half: str) -> list[Title]:
    """The labelled titles of one half (`tune` or `test`) of a subject's set."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (HERE / f"{subject}-{half}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["title"]].append(row)
    return [
        Title(
            text,
            tuple(frozenset(row["topics"].split("; ")) for row in rows if row["topics"]),
            rows[0]["origin"],
            rows[0]["form"],
        )
        for text, rows in found.items()
    ]


def measure(matcher: Matcher, titles: Sequence[Title]) -> Measured:
    """Match every title and count."""
    in_three, accepted, taken, quiet = [], [], 0, []
    wrong, missed = [], []
    for title in titles:
        parts = matcher.match_text(title.text)
        right = frozenset().union(*title.meanings)
        for part in _accepted(parts):
            sound = set(part.topics) <= right
            accepted.append(sound)
            if not sound:
                wrong.append(f"{title.text!r}: {part.text!r} -> {sorted(set(part.topics) - right)}")
        if not title.meanings:
            quiet.append(not any(_accepted(parts)))
        for meaning in title.meanings:
            found = any(
                candidate.topic in meaning for part in parts for candidate in _first_three(part)
            )
            in_three.append(found)
            taken += any(set(part.topics) & meaning for part in _accepted(parts))
            if not found:
                shown = [[c.topic for c in part.candidates[:3]] for part in parts]
                missed.append(f"{title.text!r} -> {shown}")
    return Measured(
        Share(sum(in_three), len(in_three)),
        Share(sum(accepted), len(accepted)),
        Share(taken, len(in_three)),
        Share(sum(quiet), len(quiet)),
        tuple(wrong),
        tuple(missed),
    )


def _accepted(parts: Sequence[Part]) -> Iterator[Part]:
    return (part for part in parts if part.state is State.MATCHED and part.topics)


def _first_three(part: Part) -> Sequence[Candidate]:
    return part.candidates[:3]
