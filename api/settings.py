"""Settings from the environment, read once.

| variable | means | usual value |
|---|---|---|
| `COHERENCE_DATA` | folder of the curated data | the data that ship with the software |
| `COHERENCE_CACHE` | folder of compiled indexes; empty keeps none | the user's cache folder |
| `COHERENCE_ANSWERS` | bytes of answers that the server keeps | 67108864 |
| `COHERENCE_STORE` | file of saved plans and confirmed matches; empty keeps none | in the user's \
data folder |
| `COHERENCE_LOCAL` | `no`: even on loopback nothing is saved or read without a key | yes |
| `COHERENCE_SENTENCES` | `no`: titles are matched by names alone | yes |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import BadParameter
from ontology.where import data_folder

PREFIX = "COHERENCE_"
KNOWN = ("DATA", "CACHE", "ANSWERS", "STORE", "LOCAL", "SENTENCES")
ANSWERS = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How this process runs: `cache` is None where no compiled index is kept.

    `store` is None where no plan is saved; `local` whether a loopback address needs no key;
    `sentences` whether the sentence model is used where it is installed.
    """

    data: Path
    cache: Path | None
    answers: int
    store: Path | None
    local: bool
    sentences: bool


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
        store=_store(given.get("STORE")),
        local=_yes(given, "LOCAL"),
        sentences=_yes(given, "SENTENCES"),
    )


def _yes(given: Mapping[str, str], name: str) -> bool:
    value = given.get(name, "yes").strip().lower()
    if value not in ("yes", "no"):
        raise BadParameter("It takes yes or no.", PREFIX + name, ("yes", "no"))
    return value == "yes"


def _cache(given: str | None) -> Path | None:
    if given is not None:
        return Path(given) if given else None
    from platformdirs import user_cache_path

    return user_cache_path("curriculum-coherence")


def _store(given: str | None) -> Path | None:
    if given is not None:
        return Path(given) if given else None
    from platformdirs import user_data_path

    return user_data_path("curriculum-coherence") / "schools.sqlite3"
