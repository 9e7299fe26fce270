"""The compiled form of an index on disk: checked records in canonical order, with their version.

Reading it skips the tables and the rules, which were passed when it was written, and the finding
of best chains; the numbering and the closure are made anew, since that costs less than reading
them would.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from graph.index import Index, build_index
from graph.ways import flatten, unflatten
from ontology.records import Curriculum

FORMAT = 4


class _Packed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    format: int
    version: str
    ways: list[int] | None = None
    curriculum: Curriculum


def pack(index: Index) -> bytes:
    """The compiled form of an index. O(bytes)."""
    packed = _Packed.model_construct(
        None,
        format=FORMAT,
        version=index.version,
        ways=None if index.ways is None else flatten(index.ways),
        curriculum=index.curriculum,
    )
    return packed.model_dump_json(exclude_none=True).encode()


def unpack(data: bytes) -> Index:
    """The index of a compiled form.

    Raises:
        ValueError: when the bytes are not a compiled form of this software's format.
    """
    packed = _Packed.model_validate_json(data)
    if packed.format != FORMAT:
        raise ValueError(f"compiled form {packed.format}, this software reads {FORMAT}")
    ways = None if packed.ways is None else unflatten(packed.ways)
    if ways is not None and len(ways) != len(packed.curriculum.topics):
        raise ValueError("the table of chains is of another number of topics")
    return build_index(packed.curriculum, packed.version, ways)
