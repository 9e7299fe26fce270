"""A small sound curriculum as the text of its files, and a way to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND: dict[str, str] = {
    "sources.csv": """\
id,title,publisher,date,url,licence,attribution
gcse-content,GCSE subject content,DfE,2013,https://example.org/gcse,OGL 3.0,Crown copyright
ks3-programme,KS3 programme of study,DfE,2013,,OGL 3.0,Crown copyright
""",
    "frameworks.csv": """\
id,label,version,valid_from,valid_to,source,prints_codes,strands,aliases
gcse-maths,GCSE mathematics,2013,2015-09-01,,gcse-content,yes,Number; Ratio,gcse
ks3-maths,KS3 mathematics,2013,2014-09-01,,ks3-programme,no,Number; Ratio,ks3
""",
    "statements/maths.csv": """\
id,strand,kind,tier,higher_only,label,summary,locator
gcse-maths:N1,Number,content,foundation,,Ordering,Put numbers in order,Number 1
gcse-maths:N2,Number,content,higher,,Surds,Calculate with surds,Number 2
gcse-maths:R2,Ratio,content,foundation,with surds,Ratio,Use ratio,Ratio 2
gcse-maths:R10,Ratio,process,,,Reasoning,Argue with ratio,Ratio 10
ks3-maths:N1,Number,content,,,Fractions,Work with fractions,Number 1
ks3-maths:R1,Ratio,content,,,Ratio,Begin ratio,Ratio 1
""",
    "topics/maths.csv": """\
id,label,stage,description,misconception,aliases
maths:counting,Counting,KS2,How many there are,,
maths:fractions,Fractions,KS3,Parts of a whole,,fraction
maths:multiplying,Multiplying,KS2,Groups of equal size,,times tables
maths:ratio,Ratio,KS3,Comparing by multiplying,Adding the same to both,sharing
maths:scale,Scale,GCSE,Enlarging by a factor,,
maths:surds,Surds,GCSE,Roots left exact,,
""",
    "addresses/maths.csv": """\
topic,statement,tier,part,basis,source,locator,review,reviewer
maths:fractions,ks3-maths:N1,foundation,all of it,editorial,,,unreviewed,
maths:ratio,gcse-maths:R2,foundation,without surds,editorial,,,unreviewed,
maths:ratio,ks3-maths:R1,foundation,all of it,editorial,,,reviewed,A. Teacher
maths:scale,gcse-maths:N1,foundation,all of it,editorial,,,unreviewed,
maths:surds,gcse-maths:N2,higher,all of it,editorial,,,unreviewed,
maths:surds,gcse-maths:R2,higher,with surds,editorial,,,unreviewed,
""",
    "themes.csv": """\
id,label,description,aliases
ratio,Ratio,Ratio itself,ratios
""",
    "memberships.csv": """\
theme,topic,basis,source,locator,rationale,review,reviewer
ratio,maths:ratio,official,gcse-content,Ratio 2,It is named there,unreviewed,
ratio,maths:scale,editorial,,,A scale is a ratio,unreviewed,
""",
    "requires/maths.csv": """\
dependent,prerequisite,strength,reasoning,structure,basis,source,locator,rationale,objection,review,reviewer
maths:fractions,maths:multiplying,helpful,numerical,,editorial,,,,,unreviewed,
maths:multiplying,maths:counting,essential,additive,,definitional,,,Groups are counted,,unreviewed,
maths:ratio,maths:multiplying,essential,multiplicative,scaling,official,ks3-programme,R1,\
It scales,,unreviewed,
maths:scale,maths:ratio,essential,multiplicative,ratio,editorial,,,A scale is a ratio,,unreviewed,
maths:surds,maths:scale,helpful,numerical,,editorial,,,,,unreviewed,
""",
    "refused/maths.csv": """\
dependent,prerequisite,type,reason,rationale
maths:counting,maths:multiplying,requires,weaker-direction,Counting comes first
maths:ratio,maths:surds,requires,not-a-dependence,Ratio needs no roots
maths:scale,maths:multiplying,requires,not-direct,It goes through ratio
""",
    "weights.csv": """\
framework,tier,strands,percent,source
gcse-maths,foundation,Number,60,gcse-content
gcse-maths,foundation,Ratio,40,gcse-content
gcse-maths,higher,Number; Ratio,100,gcse-content
""",
    "retired.csv": """\
id,replaced_by,date,reason
maths:shares,maths:ratio,2026-01-31,Renamed
""",
}


def _write(folder: Path, edits: tuple[tuple[str, str, str], ...]) -> Path:
    files = dict(SOUND)
    for file, old, new in edits:
        if file not in files:
            files[file] = new
            continue
        assert files[file].count(old) == 1, f"{old!r} is not once in {file}"
        files[file] = files[file].replace(old, new)
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8-sig"))
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes the sound curriculum with edits, each `(file, old text, new text)`; gives its folder.

    A file that the sound curriculum does not have is made of the new text.
    """

    def written(*edits: tuple[str, str, str]) -> Path:
        return _write(tmp_path / "data", edits)

    return written
