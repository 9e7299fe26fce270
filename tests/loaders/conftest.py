"""A small sound curriculum as records, and its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.curated import write_curriculum
from ontology.records import Curriculum
from tests.loaders import science

STATEMENTS = {
    "gcse-maths": ("R2", "R10", "N1"),
    "gcse-science-skills": ("1c", "3b"),
    "ks3-maths": ("R2", "R10", "N1"),
    "ks4-science": ("PHY1",),
}
UNREVIEWED = {"basis": {"kind": "editorial"}, "rationale": "Because, “say”, 2 × 3² – 1"}
FRAMEWORKS = {
    "gcse-maths": ("maths",),
    "gcse-science-skills": ("working-scientifically",),
    "ks3-maths": ("maths",),
    "ks4-science": ("physics", "biology"),
}


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
                    "url": "https://example.org/a,b?c=1;d",
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
                    "subjects": subjects,
                    "aliases": (framework[:4], "maths"),
                }
                for framework, subjects in FRAMEWORKS.items()
            ],
            "statements": [
                {
                    "id": f"{framework}:{code}",
                    "strand": "Ratio, proportion and rates" if code[0] == "R" else "Number",
                    "kind": "content" if code in ("N1", "R2", "PHY1") else "process",
                    "tier": "foundation" if code == "R10" else None,
                    "higher_only": "with 2³; or “more”" if code == "R10" else None,
                    "label": f"Statement {code}",
                    "summary": "Use 2 × 3², “=” and –",
                    "locator": "heading; first place",
                }
                for framework, codes in STATEMENTS.items()
                for code in codes
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
            ]
            + science.TOPICS,
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
            ]
            + science.ADDRESSES,
            "themes": [
                {"id": "ratio", "label": "Ratio", "description": "Ratio", "aliases": ("per",)}
            ],
            "memberships": [
                {"theme": "ratio", "topic": "maths:ratio", **UNREVIEWED},
                {"theme": "ratio", "topic": "maths:scale", **UNREVIEWED, **science.REVIEWED},
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
            ]
            + science.REQUIRES,
            "refused": [
                {
                    "dependent": "maths:scale",
                    "prerequisite": "maths:counting",
                    "reason": "not-direct",
                    "rationale": "It goes through others",
                },
                *science.REFUSED,
            ],
            "uses": science.USES,
            "skills": science.SKILLS,
            "equations": science.EQUATIONS,
            "terms": science.TERMS,
            "schemes": science.SCHEMES,
            "timing": science.TIMING,
            "weights": [
                {
                    "framework": "gcse-maths",
                    "tier": "higher",
                    "strands": ("Ratio, proportion and rates", "Number"),
                    "percent": 100,
                    "source": "content",
                }
            ],
            "abbreviations": [
                {"text": "FDP", "department": "maths", "means": "fractions, decimals; ½"}
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
