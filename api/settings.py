"""Settings from the environment, read once.

| variable | means | usual value |
|---|---|---|
| `COHERENCE_DATA` | folder of the curated data | the data that ship with the software |
| `COHERENCE_CACHE` | folder of compiled indexes; empty keeps none | the user's cache folder |
| `COHERENCE_ANSWERS` | bytes of answers that the server keeps | 67108864 |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import BadParameter
from ontology.where import data_folder

PREFIX = "COHERENCE_"
KNOWN = ("DATA", "CACHE", "ANSWERS")
ANSWERS = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs: `cache` is None where no compiled index is kept."""

    data: Path
    cache: Path | None
    answers: int


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        BadParameter: a `COHERENCE_` variable that does not exist or has a value it cannot have.
    """
    given = {
        name.removeprefix(PREFIX): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    for name in given:
        if name not in KNOWN:
            known = tuple(PREFIX + word for word in KNOWN)
            raise BadParameter(
                f"There is no such environment variable; there are {', '.join(known)}.",
                PREFIX + name,
                known,
            )
    answers = given.get("ANSWERS", str(ANSWERS))
    if not (answers.isascii() and answers.isdigit()):
        raise BadParameter("It takes a number of bytes, such as 67108864.", PREFIX + "ANSWERS")
    data = given.get("DATA")
    return Settings(
        data=Path(data) if data else data_folder(),
        cache=_cache(given.get("CACHE")),
        answers=int(answers),
    )


def _cache(given: str | None) -> Path | None:
    if given is not None:
        return Path(given) if given else None
    from platformdirs import user_cache_path

    return user_cache_path("curriculum-coherence")
