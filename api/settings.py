"""Settings from the environment, read once.

| variable | means | usual value |
|---|---|---|
| `COHERENCE_DATA` | folder of the curated data | the data that ship with the software |
| `COHERENCE_CACHE` | folder of compiled indexes; empty keeps none | the user's cache folder |
| `COHERENCE_ANSWERS` | bytes of answers that the server keeps | 67108864 |
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ontology.errors import BadParameter
from ontology.where import data_folder

PREFIX = "COHERENCE_"


class Settings(BaseModel):
    """How this process runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: Path
    cache: Path | None
    answers: Annotated[int, Field(ge=0)] = 64 * 1024 * 1024


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        BadParameter: a `COHERENCE_` variable that does not exist or has a value it cannot have.
    """
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    values: dict[str, object] = dict(given)
    values["cache"] = _cache(given.get("cache"))
    if not given.get("data"):
        values["data"] = data_folder()
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problem = error.errors()[0]
        name = PREFIX + str(problem["loc"][0]).upper()
        raise BadParameter(f"The environment variable {name}: {problem['msg']}.", name) from error


def _cache(given: str | None) -> Path | None:
    if given is not None:
        return Path(given) if given else None
    from platformdirs import user_cache_path

    return user_cache_path("curriculum-coherence")
