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
science-content,Science programmes of study,DfE,2014,,OGL 3.0,Crown copyright
science-equations,Equations of GCSE science,A board,2016,,Facts only,A board
timing-survey,Two schemes of work,A trust,2024,,CC BY 4.0,A trust
""",
    "frameworks.csv": """\
id,label,version,valid_from,valid_to,source,prints_codes,strands,subjects,aliases
gcse-maths,GCSE mathematics,2013,2015-09-01,,gcse-content,yes,Number; Ratio,maths,gcse
gcse-science-skills,Skills,2014,2016-09-01,,science-content,yes,Numbers; Graphs,\
working-scientifically,
ks3-maths,KS3 mathematics,2013,2014-09-01,,ks3-programme,no,Number; Ratio,maths,ks3
ks3-science,KS3 science,2013,2014-09-01,,science-content,no,Matter; Motion,chemistry; physics,
ks4-science,KS4 science,2014,2016-09-01,,science-content,no,Physics,physics,
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
    "statements/physics.csv": """\
id,strand,kind,tier,higher_only,label,summary,locator
ks3-science:PHY1,Motion,content,,,Forces,Pushes and pulls,Motion 1
ks3-science:PHY2,Motion,content,,,Speed,How fast things move,Motion 2
ks4-science:PHY1,Physics,content,,,Density,Mass in a volume,Physics 1
ks4-science:PHY2,Physics,content,,,Momentum,Mass in motion,Physics 2
""",
    "statements/skills.csv": """\
id,strand,kind,tier,higher_only,label,summary,locator
gcse-science-skills:1c,Numbers,process,,,Ratios,Use ratios,Appendix 1c
gcse-science-skills:3b,Graphs,process,,,Formulae,Rearrange a formula,Appendix 3b
""",
    "topics/maths.csv": """\
id,label,stage,tier,pathway,quantitative,description,misconception,aliases
maths:counting,Counting,KS2,,,,How many there are,,
maths:fractions,Fractions,KS3,,,,Parts of a whole,,fraction
maths:multiplying,Multiplying,KS2,,,,Groups of equal size,,times tables
maths:ratio,Ratio,KS3,,,,Comparing by multiplying,Adding the same to both,sharing
maths:scale,Scale,GCSE,,,,Enlarging by a factor,,
maths:surds,Surds,GCSE,,,,Roots left exact,,
""",
    "topics/physics.csv": """\
id,label,stage,tier,pathway,quantitative,description,misconception,aliases
physics:density,Density,GCSE,foundation,combined; separate,yes,Mass in a volume,,
physics:forces,Forces,KS3,foundation,combined; separate,no,Pushes and pulls,,push
physics:lenses,Lenses,GCSE,higher,separate,yes,Images made larger,,
physics:momentum,Momentum,GCSE,higher,combined; separate,yes,Mass in motion,,
physics:speed,Speed,KS3,foundation,combined; separate,yes,How fast things move,,
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
    "addresses/physics.csv": """\
topic,statement,tier,part,basis,source,locator,review,reviewer
physics:density,ks4-science:PHY1,foundation,all of it,editorial,,,unreviewed,
physics:forces,ks3-science:PHY1,foundation,all of it,editorial,,,unreviewed,
physics:momentum,ks4-science:PHY2,higher,all of it,editorial,,,unreviewed,
physics:speed,ks3-science:PHY2,foundation,all of it,editorial,,,unreviewed,
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
    "requires/physics.csv": """\
dependent,prerequisite,strength,reasoning,structure,basis,source,locator,rationale,objection,review,reviewer
physics:momentum,physics:speed,essential,causal,,editorial,,,Momentum needs a speed,,unreviewed,
physics:speed,physics:forces,helpful,descriptive,,editorial,,,,,unreviewed,
""",
    "refused/maths.csv": """\
dependent,prerequisite,type,reason,rationale
maths:counting,maths:multiplying,requires,weaker-direction,Counting comes first
maths:ratio,maths:surds,requires,not-a-dependence,Ratio needs no roots
maths:scale,maths:multiplying,requires,not-direct,It goes through ratio
""",
    "refused/physics.csv": """\
dependent,prerequisite,type,reason,rationale
physics:density,maths:multiplying,uses,not-direct,It goes through ratio
physics:forces,maths:surds,uses,not-a-dependence,No root is taken
""",
    "uses/physics.csv": """\
dependent,prerequisite,number,strength,reasoning,structure,basis,source,locator,skill,equation,\
context,stage,tier,pathway,rationale,objection,note,review,reviewer
physics:density,maths:fractions,,helpful,numerical,,editorial,,,,,\
a volume read between marks,GCSE,foundation,combined; separate,,,,unreviewed,
physics:density,maths:ratio,,essential,multiplicative,rate,official,science-content,P1,1c,PE23,\
ρ = m ÷ V,GCSE,foundation,combined; separate,Mass for each volume,Balances compare too,,unreviewed,
physics:density,maths:ratio,2,helpful,multiplicative,ratio,editorial,,,1c,PE23,\
two densities compared,GCSE,foundation,combined; separate,,,,unreviewed,
physics:lenses,maths:ratio,,helpful,multiplicative,ratio,editorial,,,,,\
a distance in focal lengths,GCSE,higher,separate,,,,unreviewed,
physics:lenses,maths:scale,,essential,multiplicative,scaling,editorial,,,3b,PE30,\
how much larger the image is,GCSE,higher,separate,One factor for all,It can be drawn,,unreviewed,
physics:momentum,maths:ratio,,helpful,multiplicative,rate,editorial,,,,PE09,\
"p = m × v, for half the mass",GCSE,higher,combined; separate,,,,unreviewed,
physics:momentum,maths:surds,,helpful,numerical,,editorial,,,,,\
a speed left exact,GCSE,higher,combined; separate,,,,unreviewed,
physics:speed,maths:ratio,,essential,multiplicative,rate,editorial,,,,,\
distance for each second,KS3,foundation,combined; separate,Speed is a rate,Races do not,,unreviewed,
""",
    "skills.csv": """\
statement,subjects,combined,certainty
gcse-science-skills:1c,biology; chemistry; physics,biology; chemistry; physics,high
gcse-science-skills:3b,biology; physics,biology,medium
""",
    "equations.csv": """\
id,label,kind,expression,quantities,listed,supplied,subject,pathway,tier,boards,proportions,\
rearrangements,topics,certainty,note,source,locator
PE09,Momentum,equation,p = m × v,p: momentum [kg·m/s]; m: mass [kg]; v: speed [m/s],recalled,,\
physics,combined; separate,higher,,p ∝ m; p ∝ v,m; v,physics:momentum,high,,science-equations,list 1
PE23,Density,equation,ρ = m ÷ V,ρ: density [kg/m³]; m: mass [kg]; V: volume [m³],,,\
physics,combined; separate,foundation,,ρ ∝ m,m; V,physics:density,high,,,
PE30,Magnification,equation,magnification = image height ÷ object height,\
magnification: magnification [1]; image height: height of the image [cm]; \
object height: height of the object [cm],given,on a sheet,\
physics,separate,higher,One board only,,,physics:lenses,medium,,science-equations,list 2
""",
    "terms.csv": """\
id,label,aliases,subjects,maths,science,notation,wording,topics,edges,basis,source,locator,note,\
review,reviewer
rate,Rate,per; for each,maths; physics,One quantity per another,Always per unit of time,m/s,\
Say per what,maths:ratio; physics:speed,physics:speed~maths:ratio,editorial,,,,unreviewed,
""",
    "schemes.csv": """\
id,label,publisher,subject,pathway,source,note
maths-scheme,Mathematics to 16,A trust,maths,,timing-survey,
science-scheme,Science to 16,A trust,science,combined; any,timing-survey,Read in spring
""",
    "timing/maths.csv": """\
scheme,fact,topic,number,by,year,term,half_term,position,words,certainty,basis,source,locator,note
maths-scheme,taught,maths:ratio,,,8,1,2,3,Ratio,high,published,timing-survey,Year 8,
""",
    "timing/science.csv": """\
scheme,fact,topic,number,by,year,term,half_term,position,words,certainty,basis,source,locator,note
science-scheme,needed,maths:ratio,,physics:speed,7,,,,Speed,medium,published,timing-survey,Year 7,
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
