"""Shapes of schemes of work as departments draw them, and what each is to be read as."""

from __future__ import annotations

from typing import NamedTuple


class Layout(NamedTuple):
    """A sheet, drawn; its units in few signs; the cells that findings name, by rule."""

    name: str
    sheet: str | None
    drawn: str
    units: tuple[str, ...]
    told: tuple[str, ...] = ()
    file: str = "plan.xlsx"


LAYOUTS = (
    Layout(
        "tab a year, halves across",
        "Year 8",
        """
Autumn 1 | Autumn 2 | Spring 1 | Spring 2 | Summer 1 | Summer 2
Ratio | Algebra | Angles | Data | Area | Revision
Fractions | | Bearings | | |
""",
        (
            "Ratio 8.1",
            "Algebra 8.2",
            "Angles 8.3",
            "Data 8.4",
            "Area 8.5",
            "Revision 8.6",
            "Fractions 8.1",
            "Bearings 8.3",
        ),
        (),
    ),
    Layout(
        "year in heading cell, title and blanks",
        "Sheet1",
        """
St Mary's High School
Mathematics Department
 
Year 9 Scheme of Work 2024-25
 
 | HT1 | HT2 | HT3
Week 1 | Ratio | Surds | Vectors
Week 2 | Ratio | Surds | Vectors
""",
        (
            "Ratio 9.1 #1 maths",
            "Surds 9.2 #1 maths",
            "Vectors 9.3 #1 maths",
            "Ratio 9.1 #2 maths",
            "Surds 9.2 #2 maths",
            "Vectors 9.3 #2 maths",
        ),
        ("READ005 A1",),
    ),
    Layout(
        "several years on a sheet, repeated headers",
        "SoW",
        """
Year 7
Aut 1 | Aut 2 | Spr 1
a | b | c
 
Year 8
Aut 1 | Aut 2 | Spr 1
d | e | f
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
            "d 8.1",
            "e 8.2",
            "f 8.3",
        ),
        (),
    ),
    Layout(
        "repeated headers w corner year",
        "SoW",
        """
Year 7 | Aut 1 | Aut 2 | Spr 1
 | a | b | c
Year 8 | Aut 1 | Aut 2 | Spr 1
 | d | e | f
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
            "d 8.1",
            "e 8.2",
            "f 8.3",
        ),
        (),
    ),
    Layout(
        "merged spans",
        "Year 7",
        """
Autumn 1 | Autumn 2 | Spring 1 | Spring 2
Number {2x1} | | Ratio | Data
Algebra | Angles {3x1} | | 
""",
        (
            "Number 7.1 +2",
            "Ratio 7.3",
            "Data 7.4",
            "Algebra 7.1",
            "Angles 7.2 +3",
        ),
        (),
    ),
    Layout(
        "years down merged, halves across",
        "LTP",
        """
 | Autumn 1 | Autumn 2 | Spring 1
Year 7 {1x2} | a | b | c
 | d | e | f
Year 8 {1x2} | g | h | i
 | j | | k
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
            "d 7.1",
            "e 7.2",
            "f 7.3",
            "g 8.1",
            "h 8.2",
            "i 8.3",
            "j 8.1",
            "k 8.3",
        ),
        (),
    ),
    Layout(
        "terms over halves",
        "LTP",
        """
 | Autumn {2x1} | | Spring {2x1} |
 | HT1 | HT2 | HT3 | HT4
Y7 | a | b | c | d
Y8 | e | f | g | h
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
            "d 7.4",
            "e 8.1",
            "f 8.2",
            "g 8.3",
            "h 8.4",
        ),
        (),
    ),
    Layout(
        "terms unmerged over 1 2",
        "LTP",
        """
Year | Autumn | | Spring | | Summer |
 | 1 | 2 | 1 | 2 | 1 | 2
7 | a | b | c | d | e | f
8 | e | f | g | h | i | j
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
            "d 7.4",
            "e 7.5",
            "f 7.6",
            "e 8.1",
            "f 8.2",
            "g 8.3",
            "h 8.4",
            "i 8.5",
            "j 8.6",
        ),
        (),
    ),
    Layout(
        "halves down years across, season stub merged",
        "LTP",
        """
 | | Year 7 | Year 8 | Year 9
Autumn {1x2} | 1 | a | b | c
 | 2 | d | e | f
Spring {1x2} | 1 | g | h | i
 | 2 | j | k | l
""",
        (
            "a 7.1",
            "b 8.1",
            "c 9.1",
            "d 7.2",
            "e 8.2",
            "f 9.2",
            "g 7.3",
            "h 8.3",
            "i 9.3",
            "j 7.4",
            "k 8.4",
            "l 9.4",
        ),
        (),
    ),
    Layout(
        "years over halves across",
        "LTP",
        """
Year 7 {2x1} | | Year 8 {2x1} |
Term 1 | Term 2 | Term 1 | Term 2
a | b | c | d
""",
        (
            "a 7.-",
            "b 7.-",
            "c 8.-",
            "d 8.-",
        ),
        ("READ004 A2",),
    ),
    Layout(
        "term 1..6",
        "Y10",
        """
Term 1 | Term 2 | Term 3 | Term 4 | Term 5 | Term 6
a | b | c | d | e | f
""",
        (
            "a 10.1",
            "b 10.2",
            "c 10.3",
            "d 10.4",
            "e 10.5",
            "f 10.6",
        ),
        (),
    ),
    Layout(
        "term 1..3",
        "Y10",
        """
Term 1 | Term 2 | Term 3
a | b | c
""",
        (
            "a 10.1 +2",
            "b 10.3 +2",
            "c 10.5 +2",
        ),
        (),
    ),
    Layout(
        "list messy order",
        "Units",
        """
Maths schemes
 
Unit title | Duration | Notes | Yr Group | Half Term | Tier
Ratio | 2 weeks | see hub | Y8 | Aut 1 | 
Surds | 3 | | Y10 | Spr 2 | Higher
Bounds | three | | Y10 | Spr 2 | Foundation & Higher
""",
        (
            "Ratio 8.1 #1 ~2 maths",
            "Surds 10.4 #2 ~3 higher maths",
            "Bounds 10.4 #3 maths",
        ),
        (
            "READ004 B6",
            "READ005 C4",
        ),
    ),
    Layout(
        "list with dividers",
        "Year 7",
        """
Week | Topic | Resources
Autumn 1
1 | Ratio | x
2 | Fractions | 
Half term
Autumn 2
8 | Algebra | y
9-10 | Angles | 
""",
        (
            "Ratio 7.1 #1",
            "Fractions 7.1 #2",
            "Algebra 7.2 #8",
            "Angles 7.2 #9 ~2",
        ),
        ("READ005 C3",),
    ),
    Layout(
        "list week beginning",
        "Y9",
        """
Week | W/B | Unit | Topics
1 | 04/09/2023 | Number | Place value, rounding
2 | 11/09/2023 |  | Factors
3 | 18/09/2023 | Algebra | Sequences
 | 23/10/2023 | HALF TERM | 
""",
        (
            "Number / Place value, rounding 9.- #1",
            "Factors 9.- #2",
            "Algebra / Sequences 9.- #3",
            "HALF TERM 9.- #3",
        ),
        (),
    ),
    Layout(
        "subject columns",
        "Year 10",
        """
Half term | Biology | Chemistry | Physics
HT1 | Cells | Atoms | Energy
HT2 | Organs | Bonding | Waves
""",
        (
            "Cells 10.1 science",
            "Atoms 10.1 science",
            "Energy 10.1 science",
            "Organs 10.2 science",
            "Bonding 10.2 science",
            "Waves 10.2 science",
        ),
        (),
    ),
    Layout(
        "tier columns",
        "Year 10",
        """
 | Foundation | Higher
Autumn 1 | Ratio | Surds
Autumn 2 | Algebra {2x1} | 
""",
        (
            "Ratio 10.1 foundation",
            "Surds 10.1 higher",
            "Algebra 10.2",
        ),
        (),
    ),
    Layout(
        "half with sub-columns topic|weeks",
        "Year 8",
        """
Autumn 1 {2x1} | | Autumn 2 {2x1} |
Topic | Weeks | Topic | Weeks
Ratio | 2 | Data | 3
Fractions | 1 | Angles | 2
""",
        (
            "Ratio 8.1 #1 ~2",
            "Data 8.2 #1 ~3",
            "Fractions 8.1 #2 ~1",
            "Angles 8.2 #2 ~2",
        ),
        (),
    ),
    Layout(
        "transposed",
        "Year 8",
        """
Half term | 1 | 2 | 3 | 4 | 5 | 6
Topic | a a | b | c | d | e | f
Weeks | 7 | 7 | 6 | 6 | 5 | 7
Assessment | test 1 | | test 2 | | exam |
Key vocabulary | ratio | unit | | | | 
""",
        (
            "a a 8.1",
            "b 8.2",
            "c 8.3",
            "d 8.4",
            "e 8.5",
            "f 8.6",
            "test 1 8.1",
            "test 2 8.3",
            "exam 8.5",
        ),
        (
            "READ005 A2",
            "READ005 A3",
            "READ005 A5",
        ),
    ),
    Layout(
        "header w dates",
        "Year 8",
        """
Autumn 1\\n(7 weeks) | Autumn 2\\n(7 weeks)
4 Sept - 20 Oct | 30 Oct - 20 Dec
Ratio | Data
""",
        (
            "Ratio 8.1",
            "Data 8.2",
        ),
        (),
    ),
    Layout(
        "weeks across",
        "Year 7",
        """
 | Week 1 | Week 2 | Week 3
Autumn 1 | a | b {2x1} |
Autumn 2 | d | e | f
""",
        (
            "a 7.1 #1",
            "b 7.1 #2 ~2",
            "d 7.2 #1",
            "e 7.2 #2",
            "f 7.2 #3",
        ),
        (),
    ),
    Layout(
        "halves over weeks across",
        "Year 7",
        """
Autumn 1 {3x1} | | | Autumn 2 {3x1} | |
1 | 2 | 3 | 1 | 2 | 3
a | b {2x1} | | c {3x1} | | 
""",
        (
            "a 7.1 #1",
            "b 7.1 #2 ~2",
            "c 7.2 #1 ~3",
        ),
        (),
    ),
    Layout(
        "strand stub",
        "Year 7",
        """
Strand | Autumn 1 | Autumn 2
Number | Place value | Primes
Algebra | Sequences | 
Key: green = new | | 
""",
        (
            "Place value 7.1",
            "Primes 7.2",
            "Sequences 7.1",
            "Key: green = new 7.-",
        ),
        ("READ005 A2",),
    ),
    Layout(
        "csv no sheet",
        None,
        """
Year|Unit
7 | Ratio
7|Data
8|Surds
""",
        (
            "Ratio 7.- #1",
            "Data 7.- #2",
            "Surds 8.- #3",
        ),
        (),
        "maths.csv",
    ),
    Layout(
        "Nothing",
        "Links",
        """
Website | Password
mathswatch | abc
""",
        (),
        ("READ005 None",),
    ),
    Layout(
        "A tab per half term",
        "Year 7 Autumn 1",
        """
Lesson | Title | Objective
1 | Ratio | share
2 | Scale | maps
""",
        (
            "Ratio 7.1 #1",
            "Scale 7.1 #2",
        ),
        ("READ005 C2",),
    ),
    Layout(
        "sets",
        "Year 9",
        """
 | Set 1 | Set 2 & 3
HT1 | Surds | Ratio
HT2 | Trig | Area
""",
        (
            "Surds 9.1 Set 1",
            "Ratio 9.1 Set 2 Set 3",
            "Trig 9.2 Set 1",
            "Area 9.2 Set 2 Set 3",
        ),
        (),
    ),
    Layout(
        "Y12",
        "Y12",
        """
Autumn 1 | Autumn 2
Calculus | Logs
""",
        (
            "Calculus -.1",
            "Logs -.2",
        ),
        (
            "READ003 A2",
            "READ003 B2",
        ),
    ),
    Layout(
        "no header, stub labels",
        "Year 9",
        """
Autumn 1 | Surds
Autumn 2 | Trig
Spring 1 | Vectors
""",
        (
            "Surds 9.1",
            "Trig 9.2",
            "Vectors 9.3",
        ),
        (),
    ),
    Layout(
        "vertical list",
        "Year 9",
        """
Autumn 1
Surds
Indices
Autumn 2
Trig
""",
        (
            "Surds 9.1",
            "Indices 9.1",
            "Trig 9.2",
        ),
        (),
    ),
    Layout(
        "term1 only",
        "Year 9",
        """
Term 1 | Term 2
Surds | Trig
""",
        (
            "Surds 9.-",
            "Trig 9.-",
        ),
        ("READ004 A1",),
    ),
    Layout(
        "errors",
        "Year 9",
        """
Autumn 1 | Autumn 2
Surds | #REF!
#N/A | Trig
""",
        (
            "Surds 9.1",
            "Trig 9.2",
        ),
        (
            "READ001 B2",
            "READ001 A3",
        ),
    ),
    Layout(
        "unit merged topics rows",
        "Y8",
        """
Half term | Unit | Topic | Code
Autumn 1 {1x3} | Ratio {1x2} | Simplify ratios | R4
 | | Share in a ratio | ks3-maths:R4
 | Data | Averages | WRM 3
""",
        (
            "Ratio / Simplify ratios 8.1",
            "Share in a ratio 8.1",
            "Data / Averages 8.1",
        ),
        ("READ005 D4",),
    ),
    Layout(
        "year col w tier",
        "SoL",
        """
Year | Autumn 1 | Autumn 2
Year 10 Higher | Surds | Trig
Year 10 Foundation | Ratio | Area
Year 11 H | Proof | Circle theorems
""",
        (
            "Surds 10.1 higher",
            "Trig 10.2 higher",
            "Ratio 10.1 foundation",
            "Area 10.2 foundation",
            "Proof 11.1 higher",
            "Circle theorems 11.2 higher",
        ),
        (),
    ),
    Layout(
        "nurture",
        "SoL",
        """
 | Autumn 1 | Autumn 2
Year 7 | Surds | Trig
Year 7 (Nurture) | Ratio | Area
""",
        (
            "Surds 7.1",
            "Trig 7.2",
            "Ratio 7.1",
            "Area 7.2",
        ),
        ("READ005 A3",),
    ),
    Layout(
        "H: half-terms list, two header rows, notes col",
        "Year 10 Higher",
        """
GCSE Mathematics - Edexcel - Higher |  |  |
 | | |
Half term | Unit | Time | Assessment
Autumn 1 | 1. Calculations, checking and rounding | 4 hours | 
 | 2. Indices, roots, reciprocals | 6 hours | Test 1
Autumn 2 | 3. Factors, multiples and primes | 5 hours |
 | | | End of term test
""",
        (
            "1. Calculations, checking and rounding 10.1 higher maths",
            "2. Indices, roots, reciprocals 10.1 higher maths",
            "3. Factors, multiples and primes 10.2 higher maths",
            "End of term test 10.2 higher maths",
        ),
        (
            "READ005 C4",
            "READ005 D5",
        ),
    ),
    Layout(
        "term col + halfterm dup",
        "Sheet1",
        """
Year | Term | Half term | Week | Unit
Year 7 | Autumn | Autumn 1 | 1 | Place value
Year 7 | Autumn | Autumn 1 | 2 | Place value
Year 7 | Autumn | Autumn 2 | 8 | Algebra
Year 7 | Spring | Spring 1 | 15 | Ratio
""",
        (
            "Place value 7.1 #1",
            "Place value 7.1 #2",
            "Algebra 7.2 #8",
            "Ratio 7.3 #15",
        ),
        (),
    ),
    Layout(
        "title wide row merged",
        "Curriculum Map",
        """
Maths Curriculum Map 2024-25 {7x1}
 | Autumn 1 | Autumn 2 | Spring 1 | Spring 2 | Summer 1 | Summer 2
Year 7 | Place value | Addition | Fractions | Negatives | Angles | Sets
Year 8 | Ratio | Brackets | Indices | FDP | Area | Data
Half term break {7x1}
""",
        (
            "Place value 7.1 maths",
            "Addition 7.2 maths",
            "Fractions 7.3 maths",
            "Negatives 7.4 maths",
            "Angles 7.5 maths",
            "Sets 7.6 maths",
            "Ratio 8.1 maths",
            "Brackets 8.2 maths",
            "Indices 8.3 maths",
            "FDP 8.4 maths",
            "Area 8.5 maths",
            "Data 8.6 maths",
            "Half term break 8.1 +6 maths",
        ),
        (),
    ),
    Layout(
        "year stub each half two rows foundation/higher",
        "KS4",
        """
Year | Tier | Autumn 1 | Autumn 2
10 {1x2} | F | Ratio | Area
 | H | Surds | Trig
11 {1x2} | Foundation | Data | Revision
 | Higher | Proof | Revision
""",
        (
            "Ratio 10.1 foundation",
            "Area 10.2 foundation",
            "Surds 10.1 higher",
            "Trig 10.2 higher",
            "Data 11.1 foundation",
            "Revision 11.2 foundation",
            "Proof 11.1 higher",
            "Revision 11.2 higher",
        ),
        (),
    ),
    Layout(
        "years across, no halves",
        "Overview",
        """
Year 7 | Year 8 | Year 9
Place value | Ratio | Surds
Addition | Algebra | Trig
 | Data | 
""",
        (
            "Place value 7.- #1",
            "Ratio 8.- #1",
            "Surds 9.- #1",
            "Addition 7.- #2",
            "Algebra 8.- #2",
            "Trig 9.- #2",
            "Data 8.- #3",
        ),
        (),
    ),
    Layout(
        "week stub w dates",
        "Y8",
        """
Week | Date | Autumn 1
1 | 4 Sept | Ratio
2 | 11 Sept | Ratio
3 | 18 Sept | Fractions
Week | Date | Autumn 2
1 | 30 Oct | Data
2 | 6 Nov | Data
""",
        (
            "Ratio 8.1 #1",
            "Ratio 8.1 #2",
            "Fractions 8.1 #3",
            "Data 8.2 #1",
            "Data 8.2 #2",
        ),
        (),
    ),
    Layout(
        "weeks blocks stacked by term",
        "Year 7",
        """
AUTUMN TERM
Week 1 | Week 2 | Week 3 | Week 4
a | b | c | d
SPRING TERM
Week 1 | Week 2 | Week 3 | Week 4
e | f | g | h
""",
        (
            "a 7.1 +2 #1",
            "b 7.1 +2 #2",
            "c 7.1 +2 #3",
            "d 7.1 +2 #4",
            "e 7.3 +2 #1",
            "f 7.3 +2 #2",
            "g 7.3 +2 #3",
            "h 7.3 +2 #4",
        ),
        (),
    ),
    Layout(
        "classes across by week",
        "Year 8",
        """
Autumn 1
Week | 8X1 | 8X2
1 | Ratio | Number
2 | Data | Number
""",
        (
            "Ratio 8.1 #1 8X1",
            "Number 8.1 #1 8X2",
            "Data 8.1 #2 8X1",
            "Number 8.1 #2 8X2",
        ),
        (),
    ),
    Layout(
        "science two in one sheet with subject col",
        "KS3 plan",
        """
Subject | Year | Term | Topic
Maths | 7 | Autumn 1 | Place value
Science | 7 | Autumn 1 | Cells
Physics | 7 | Autumn 2 | Energy
Art | 7 | Autumn 2 | Colour
""",
        (
            "Place value 7.1 maths",
            "Cells 7.1 science",
            "Energy 7.2 science",
            "Colour 7.2",
        ),
        ("READ004 A5",),
    ),
    Layout(
        "headings separate subjects",
        "Both",
        """
MATHS
 | Autumn 1 | Autumn 2
Year 7 | a | b
SCIENCE
 | Autumn 1 | Autumn 2
Year 7 | c | d
""",
        (
            "a 7.1 maths",
            "b 7.2 maths",
            "c 7.1 maths",
            "d 7.2 maths",
        ),
        (),
    ),
    Layout(
        "sept-oct months only",
        "Year 8",
        """
Sept-Oct | Nov-Dec | Jan-Feb
Ratio | Data | Angles
""",
        (
            "Ratio 8.1",
            "Data 8.2",
            "Angles 8.3",
        ),
        (),
    ),
    Layout(
        "HT header + dates row + weeks row + lessons",
        "Year 9",
        """
Half term | HT1 | HT2 | HT3
Dates | 4 Sep-20 Oct | 30 Oct-20 Dec | 7 Jan-14 Feb
No. of weeks | 7 | 7 | 6
Unit 1 | Ratio | Data | Surds
Unit 2 | Area | Volume | Trig
""",
        (
            "Ratio 9.1",
            "Data 9.2",
            "Surds 9.3",
            "Area 9.1",
            "Volume 9.2",
            "Trig 9.3",
        ),
        (
            "READ005 A4",
            "READ005 A2",
            "READ005 A3",
        ),
    ),
    Layout(
        "col header unknown big idea",
        "Year 9",
        """
Half-term | Big idea | Core | Extension
1 | Proportion | ratio tables | gradients
2 | Space | area | volume
""",
        (
            "Proportion / ratio tables 9.1",
            "Space / area 9.2",
        ),
        (
            "READ005 B1",
            "READ005 D2",
        ),
    ),
    Layout(
        "two blocks side by side",
        "Map",
        """
Year 7 {2x1} | | | Year 8 {2x1} |
Autumn 1 | Autumn 2 | | Autumn 1 | Autumn 2
a | b | | c | d
e | f | | g | h
""",
        (
            "a 7.1",
            "b 7.2",
            "c 8.1",
            "d 8.2",
            "e 7.1",
            "f 7.2",
            "g 8.1",
            "h 8.2",
        ),
        (),
    ),
    Layout(
        "cells with half-term inside",
        "Year 7",
        """
Autumn 1: Place value
Autumn 2: Fractions
""",
        (
            "Autumn 1: Place value 7.1",
            "Autumn 2: Fractions 7.2",
        ),
        (),
    ),
    Layout(
        "list by term with number col per year blocks",
        "Sheet1",
        """
YEAR 7
No | Topic | Weeks
1 | Place value | 3
2 | Fractions | 2.5
YEAR 8
No | Topic | Weeks
1 | Ratio | 1½
2 | Algebra | 0
""",
        (
            "Place value 7.- #1 ~3",
            "Fractions 7.- #2 ~2.5",
            "Ratio 8.- #1 ~1.5",
            "Algebra 8.- #2",
        ),
        ("READ004 C8",),
    ),
    Layout(
        "legend right",
        "Year 7",
        """
 | Autumn 1 | Autumn 2 | | Key
Week 1 | a | b | | Green = number
Week 2 | c | d | | Blue = algebra
""",
        (
            "a 7.1 #1",
            "b 7.2 #1",
            "Green = number 7.- #1",
            "c 7.1 #2",
            "d 7.2 #2",
            "Blue = algebra 7.- #2",
        ),
        ("READ005 E1",),
    ),
    Layout(
        "merged weeks down",
        "Year 7",
        """
 | Autumn 1 | Autumn 2
Week 1 | Place value {1x3} | Fractions {1x2}
Week 2 | | 
Week 3 | | Assessment
""",
        (
            "Place value 7.1 #1 ~3",
            "Fractions 7.2 #1 ~2",
            "Assessment 7.2 #3",
        ),
        (),
    ),
    Layout(
        "crossing years merge",
        "Map",
        """
 | Year 7 | Year 8
Autumn 1 | a | b
Autumn 2 | Assessment week {2x1} | 
""",
        (
            "a 7.1",
            "b 8.1",
            "Assessment week 7.2",
            "Assessment week 8.2",
        ),
        (),
    ),
    Layout(
        "triple combined cols",
        "Year 10",
        """
 | Trilogy | Triple
Autumn 1 | Cells | Cells and microscopy
Autumn 2 | Bonding | Bonding
""",
        (
            "Cells 10.1 combined",
            "Cells and microscopy 10.1 separate",
            "Bonding 10.2 combined",
            "Bonding 10.2 separate",
        ),
        (),
    ),
    Layout(
        "yr11 sci F/H rows",
        "Year 11 Combined",
        """
Topic | Tier | HT
Moles | HT only | 1
Rates | Both | 1
Fuel cells | Triple | 2
Energy | X | 2
""",
        (
            "Moles 11.1 combined higher",
            "Rates 11.1 combined",
            "Fuel cells 11.2 separate",
            "Energy 11.2 combined",
        ),
        ("READ004 B5",),
    ),
    Layout(
        "halves with roman",
        "Year 7",
        """
Autumn i | Autumn ii | Spring i
a | b | c
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
        ),
        (),
    ),
    Layout(
        "spaces/dates: Autumn term 1st half",
        "Year 7",
        """
Autumn Term 1st half | Autumn Term 2nd half | Spring Term 1st half
a | b | c
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
        ),
        (),
    ),
    Layout(
        "double header cells newline",
        "Y9",
        """
Autumn\\nTerm 1 | Autumn\\nTerm 2 | Spring\\nTerm 1
a | b | c
""",
        (
            "a 9.1",
            "b 9.2",
            "c 9.3",
        ),
        (),
    ),
    Layout(
        "weeks position col",
        "Y9",
        """
Half term | Weeks | Topic
1 | 1-3 | a
1 | 4-6 | b
2 | 1-4 | c
""",
        (
            "a 9.1 #1 ~3",
            "b 9.1 #4 ~3",
            "c 9.2 #1 ~4",
        ),
        (),
    ),
    Layout(
        "csv semicolon?",
        None,
        """
year | half_term | unit | weeks
8 | 1 | Ratio | 2
8 | 2 | Data | 3
""",
        (
            "Ratio 8.- #1 ~2",
            "Data 8.- #2 ~3",
        ),
        (
            "READ005 B1",
            "READ005 B2",
        ),
        "x.csv",
    ),
    Layout(
        "Autumn term with month columns under",
        "Year 7",
        """
Autumn {2x1} | | Spring {2x1} |
Sept-Oct | Nov-Dec | Jan-Feb | Mar-Apr
a | b | c | d
""",
        (
            "a 7.1",
            "b 7.2",
            "c 7.3",
            "d 7.4",
        ),
        (),
    ),
    Layout(
        "six terms numbered within years",
        "Sheet1",
        """
 | Year 7 | Year 8
T1 | a | b
T2 | c | d
T3 | e | f
T4 | g | h
T5 | i | j
T6 | k | l
""",
        (
            "a 7.1",
            "b 8.1",
            "c 7.2",
            "d 8.2",
            "e 7.3",
            "f 8.3",
            "g 7.4",
            "h 8.4",
            "i 7.5",
            "j 8.5",
            "k 7.6",
            "l 8.6",
        ),
        (),
    ),
    Layout(
        "half-terms 1a to 3b",
        "Year 8",
        """
Half-term | Unit
1a | Ratio
1b | Scale
2a | Area
3b | Data
""",
        (
            "Ratio 8.1",
            "Scale 8.2",
            "Area 8.3",
            "Data 8.6",
        ),
        (),
    ),
    Layout(
        "spans named in a header",
        "Year 9",
        """
Autumn 1 and 2 | Spring 1 | Spring 2 - Summer 1
Number | Ratio | Data
""",
        (
            "Number 9.1 +2",
            "Ratio 9.3",
            "Data 9.4 +2",
        ),
        (),
    ),
    Layout(
        "a year that cannot be read never takes the year above",
        "Plan",
        """
Year | Half term | Unit
7 | 1 | Ratio
Yeer 8 | 1 | Surds
9 | 1 | Trig
""",
        (
            "Ratio 7.1",
            "Surds -.1",
            "Trig 9.1",
        ),
        (
            "READ004 A3",
            "READ003 C3",
        ),
    ),
    Layout(
        "a half-term that contradicts its term",
        "Plan",
        """
Year | Term | Half term | Unit
8 | Autumn | 1 | Ratio
8 | Summer | 3 | Surds
""",
        (
            "Ratio 8.1",
            "Surds 8.5 +2",
        ),
        ("READ004 C3",),
    ),
    Layout(
        "week numbers through the year",
        "Year 7",
        """
Week no. | Unit | Teacher
1 | Place value | JSM
2 | Place value | JSM
14 | Fractions | KP
""",
        (
            "Place value 7.- #1",
            "Place value 7.- #2",
            "Fractions 7.- #14",
        ),
        ("READ005 C2",),
    ),
    Layout(
        "hours, totals and pages are no units",
        "Year 10",
        """
Unit | Half term | Hours | Pages | Total
Surds | Autumn 1 | 6 | 12-20 | 6
Bounds | Autumn 2 | 4 | 21-30 | 10
""",
        (
            "Surds 10.1",
            "Bounds 10.2",
        ),
        (
            "READ005 C2",
            "READ005 D2",
            "READ005 E2",
        ),
    ),
    Layout(
        "totals under half-terms",
        "Year 8",
        """
 | Autumn 1 | Autumn 2 | Total
Unit 1 | Ratio | Data | 
Weeks | 7 | 7 | 14
""",
        (
            "Ratio 8.1",
            "Data 8.2",
        ),
        (
            "READ005 A2",
            "READ005 A3",
        ),
    ),
    Layout(
        "fixed and together",
        "Plan",
        """
Year | Half-term | Week | Unit | Fixed | Together
8 | Autumn 1 | 1 | Ratio | Yes | a
8 | Autumn 1 | 2 | Scale | | a
8 | Autumn 2 | 1 | Data | maybe | 
""",
        (
            "Ratio 8.1 #1",
            "Scale 8.1 #2",
            "Data 8.2 #1",
        ),
        ("READ004 E4",),
    ),
    Layout(
        "unit column with numbers, topic beside",
        "Year 9",
        """
Unit | Topic | Half term
Unit 1 | Surds | HT1
Unit 2 | Vectors | HT2
3 | Proof | HT3
""",
        (
            "Surds 9.1",
            "Vectors 9.2",
            "Proof 9.3",
        ),
        ("READ005 A4",),
    ),
    Layout(
        "several topics a cell",
        "Year 8",
        """
Autumn 1 | Autumn 2
Ratio & proportion\\nFDP recap | Area; volume, nets
""",
        (
            "Ratio & proportion / FDP recap 8.1",
            "Area; volume, nets 8.2",
        ),
        (),
    ),
    Layout(
        "header in row nineteen",
        "Sheet1",
        """
St Somewhere
 
Mathematics
 
Key stage 3
 
 
 
 
 
 
 
Year 8
 
 
 
 
 
Autumn 1 | Autumn 2
Ratio | Data
""",
        (
            "Ratio 8.1 maths",
            "Data 8.2 maths",
        ),
        ("READ005 A1",),
    ),
    Layout(
        "years in two columns of one header with classes",
        "Plan",
        """
Class | Half term | Unit
8X1 | 1 | Ratio
8X1, 8X2 | 2 | Data
All | 3 | Area
""",
        (
            "Ratio 8.1 8X1",
            "Data 8.2 8X1 8X2",
            "Area -.3",
        ),
        ("READ003 C4",),
    ),
    Layout(
        "combined and separate by row",
        "Year 10",
        """
Pathway | Autumn 1 | Autumn 2
Trilogy | Cells | Bonding
Triple | Cells+ | Bonding+
""",
        (
            "Cells 10.1 combined",
            "Bonding 10.2 combined",
            "Cells+ 10.1 separate",
            "Bonding+ 10.2 separate",
        ),
        (),
    ),
    Layout(
        "reversed terms are no range",
        "Year 8",
        """
Spring 1 - Autumn 1 | Autumn 2
Ratio | Data
""",
        (
            "Spring 1 - Autumn 1 8.- #1",
            "Autumn 2 8.- #1",
            "Ratio 8.- #2",
            "Data 8.- #2",
        ),
        (),
    ),
)
