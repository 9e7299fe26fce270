"""Records of science and of its uses of mathematics, in canonical order."""

from __future__ import annotations

from typing import Any

Rows = list[dict[str, Any]]

EDITORIAL = {"kind": "editorial"}
OFFICIAL = {"kind": "official", "source": "content", "locator": "Physics, “P1”; line 2"}

REVIEWED = {"review": "reviewed", "reviewer": "A. Teacher"}

TOPICS: Rows = [
    {
        "id": "physics:density",
        "label": "Density",
        "stage": "GCSE",
        "tier": "foundation",
        "pathway": ("combined", "separate"),
        "quantitative": True,
        "description": "Mass in a volume: ρ = m ÷ V",
    },
    {
        "id": "physics:lenses",
        "label": "Lenses",
        "stage": "GCSE",
        "tier": "higher",
        "pathway": ("separate",),
        "quantitative": False,
        "description": "Images, larger or smaller",
        "aliases": ("magnifying glass", "image, real"),
    },
]

ADDRESSES: Rows = [
    {
        "topic": "physics:density",
        "statement": "ks4-science:PHY1",
        "tier": "foundation",
        "part": "all of it",
        "basis": OFFICIAL,
    }
]

REQUIRES: Rows = [
    {
        "dependent": "physics:lenses",
        "prerequisite": "physics:density",
        "strength": "helpful",
        "reasoning": "causal",
        "basis": EDITORIAL,
        **REVIEWED,
    }
]

REFUSED: Rows = [
    {
        "dependent": "physics:density",
        "prerequisite": "maths:counting",
        "type": "uses",
        "reason": "not-direct",
        "rationale": "It goes through scale",
    }
]

_USE = {
    "dependent": "physics:density",
    "prerequisite": "maths:scale",
    "basis": EDITORIAL,
    "context": "“ρ = m ÷ V”, rearranged for V",
    "stage": "GCSE",
    "tier": "foundation",
}

USES: Rows = [
    {
        **_USE,
        "strength": "essential",
        "reasoning": "multiplicative",
        "structure": "rate",
        "basis": OFFICIAL,
        "skill": "1c",
        "equation": "PE23",
        "pathway": ("combined", "separate"),
        "rationale": "Mass for each cm³",
        "objection": "Floating shows it, too",
        "note": "Also at KS3, “by balance”",
        **REVIEWED,
    },
    {
        **_USE,
        "number": 2,
        "strength": "helpful",
        "reasoning": "numerical",
        "skill": "3b",
        "equation": "PE30",
        "pathway": ("combined",),
    },
]

SKILLS: Rows = [
    {
        "statement": "gcse-science-skills:1c",
        "subjects": ("biology", "chemistry", "physics"),
        "combined": ("physics",),
        "certainty": "high",
    },
    {
        "statement": "gcse-science-skills:3b",
        "subjects": ("physics",),
        "combined": ("physics",),
        "certainty": "medium",
    },
]

EQUATIONS: Rows = [
    {
        "id": "PE23",
        "label": "Density",
        "kind": "equation",
        "expression": "ρ = m ÷ V",
        "quantities": (
            "ρ: density, of “one” material [kg/m³]",
            {"symbol": "m", "name": "mass", "unit": "kg"},
            "V: volume [m³]",
        ),
        "listed": "recalled",
        "supplied": "in the insert, page 2",
        "subject": "physics",
        "pathway": ("combined", "separate"),
        "tier": "foundation",
        "boards": "One gives it; the others, not",
        "proportions": ("ρ ∝ m, V fixed", "ρ ∝ 1 ÷ V"),
        "rearrangements": ("m", "V"),
        "topics": ("physics:density", "physics:lenses"),
        "certainty": "high",
        "note": "Units vary",
        "source": "content",
        "locator": "list 1, line 2",
    },
    {
        "id": "PE30",
        "label": "Mixing",
        "kind": "procedure",
        "expression": "masses, then volumes",
        "subject": "chemistry",
        "pathway": ("combined",),
        "tier": "foundation",
        "topics": ("physics:density",),
        "certainty": "medium",
    },
]

TERMS: Rows = [
    {
        "id": "rate",
        "label": "Rate",
        "aliases": ("per", "for each, of"),
        "subjects": ("maths", "physics", "biology"),
        "maths": "One quantity per another, “any” two",
        "science": "Per unit of time; always",
        "notation": "m/s, m s⁻¹",
        "wording": "Say “per” what",
        "topics": ("maths:ratio", "physics:density"),
        "edges": ("physics:density~maths:scale", "physics:density~maths:scale~2"),
        "basis": OFFICIAL,
        "note": "Seen twice",
        **REVIEWED,
    },
    {
        "id": "scale",
        "label": "Scale",
        "subjects": ("maths", "physics"),
        "maths": "A factor",
        "science": "Marks on an axis",
        "wording": "Scale factor, or scale of the axis",
        "topics": ("maths:scale",),
        "basis": EDITORIAL,
    },
]

SCHEMES: Rows = [
    {
        "id": f"{subject}-scheme",
        "label": f"Teaching {subject}, 7 to 11",
        "publisher": "A trust",
        "subject": subject,
        "pathway": pathway,
        "source": "content",
        "note": note,
    }
    for subject, pathway, note in (("maths", (), None), ("science", ("combined", "H, F"), "2024"))
]

TIMING: Rows = [
    {
        "scheme": "maths-scheme",
        "fact": "taught",
        "topic": "maths:scale",
        "year": 8,
        "term": 1,
        "half_term": 2,
        "position": 14,
        "words": "Scale, and maps",
        "certainty": "high",
        "basis": OFFICIAL,
        "note": "Autumn",
    },
    {
        "scheme": "science-scheme",
        "fact": "needed",
        "topic": "maths:scale",
        "by": "physics:density",
        "year": 7,
        "words": "Density",
        "certainty": "medium",
        "basis": EDITORIAL,
    },
    {
        "scheme": "science-scheme",
        "fact": "needed",
        "topic": "maths:scale",
        "number": 2,
        "by": "physics:density",
        "year": 10,
        "words": "Density again",
        "certainty": "high",
        "basis": EDITORIAL,
    },
]
