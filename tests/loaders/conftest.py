"""A small sound curriculum as records, and its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.curated import write_curriculum
from ontology.records import Curriculum

UNREVIEWED = {"basis": {"kind": "editorial"}, "rationale": "Because, “say”, 2 × 3² – 1"}


@pytest.fixture(scope="session")
def curriculum() -> Curriculum:
    """Records of every kind, with the characters of this subject, in canonical order."""
    topics = {"counting": "KS2", "multiplying": "KS2", "ratio": "KS3", "scale": "GCSE"}
    return Curriculum.model_validate(
        {
            "sources": [
                {
                    "id": "content",
                    "title": 'The "subject" content, in full',
                    "publisher": "DfE",
                    "date": "2013",
                    "licence": "OGL 3.0",
                    "attribution": "© Crown copyright",
                }
            ],
            "frameworks": [
                {
                    "id": framework,
                    "label": framework,
                    "version": "2013",
                    "valid_from": "2014-09-01",
                    "valid_to": "2028-08-31",
                    "source": "content",
                    "prints_codes": framework == "gcse-maths",
                    "strands": ("Ratio, proportion and rates", "Number"),
                    "aliases": (framework[:4], "maths"),
                }
                for framework in ("gcse-maths", "ks3-maths")
            ],
            "statements": [
                {
                    "id": f"{framework}:{code}",
                    "strand": "Number" if code[0] == "N" else "Ratio, proportion and rates",
                    "kind": "content" if code[1:] in ("1", "2") else "process",
                    "label": f"Statement {code}",
                    "summary": "Use 2 × 3², “=” and –",
                    "locator": "heading; first place",
                }
                for framework in ("gcse-maths", "ks3-maths")
                for code in ("R2", "R10", "N1")
            ],
            "topics": [
                {
                    "id": f"maths:{name}",
                    "label": name,
                    "stage": stage,
                    "description": "What, “why”; and 5' 6\" ≤ √3",
                    "misconception": "a, b; c" if stage == "KS3" else None,
                    "aliases": ("x, y", f"also {name}") if stage == "GCSE" else (),
                }
                for name, stage in topics.items()
            ],
            "addresses": [
                {
                    "topic": f"maths:{topic}",
                    "statement": statement,
                    "tier": "foundation",
                    "part": "all, of it",
                    "basis": {"kind": "official", "source": "content", "locator": "Place, 1"},
                    "review": "reviewed",
                    "reviewer": "A. Teacher",
                }
                for topic, statement in (
                    ("ratio", "ks3-maths:N1"),
                    ("ratio", "ks3-maths:R2"),
                    ("scale", "gcse-maths:N1"),
                    ("scale", "gcse-maths:R2"),
                )
            ],
            "themes": [{"id": "ratio", "label": "Ratio", "description": "Ratio", "aliases": ()}],
            "memberships": [
                {"theme": "ratio", "topic": f"maths:{topic}", **UNREVIEWED}
                for topic in ("ratio", "scale")
            ],
            "requires": [
                {
                    "dependent": f"maths:{dependent}",
                    "prerequisite": f"maths:{prerequisite}",
                    "strength": "essential",
                    "reasoning": "multiplicative",
                    "structure": "ratio",
                    "objection": "None, really",
                    **UNREVIEWED,
                }
                for dependent, prerequisite in (
                    ("multiplying", "counting"),
                    ("ratio", "multiplying"),
                    ("scale", "ratio"),
                )
            ],
            "refused": [
                {
                    "dependent": "maths:scale",
                    "prerequisite": "maths:counting",
                    "reason": "not-direct",
                    "rationale": "It goes through others",
                }
            ],
            "weights": [
                {
                    "framework": "gcse-maths",
                    "tier": "higher",
                    "strands": ("Ratio, proportion and rates", "Number"),
                    "percent": 100,
                    "source": "content",
                }
            ],
            "retired": [
                {
                    "id": "maths:shares",
                    "replaced_by": ("maths:ratio", "maths:scale"),
                    "date": "2026-01-31",
                    "reason": "Split",
                }
            ],
        }
    )


@pytest.fixture
def folder(curriculum: Curriculum, tmp_path: Path) -> Path:
    """The curriculum as a data folder."""
    write_curriculum(curriculum, tmp_path / "data")
    return tmp_path / "data"
