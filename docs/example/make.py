"""Makes the example workbooks: `python -m docs.example.make`, the same bytes every time.

Two schemes of work that no school has. They are sound (what a topic rests on comes first, every
statement of KS3 mathematics is taught, mathematics comes before the science that uses it), and then
one fault was put in for every rule: `docs/example/README.md` says where.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook  # type: ignore[import-untyped]

HERE = Path(__file__).parent
HEADS = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
TITLE = "An invented example: no school's scheme of work"

MATHS: Mapping[int, Sequence[str]] = {
    7: (
        "Equivalent fractions; Factors and common factors; Simplifying fractions; Fractions as "
        "division; Mixed numbers and improper fractions; Multiplying fractions; Place value in "
        "decimals",
        "Numbers on the number line; One quantity as a fraction of another; Reciprocals; Comparing "
        "by multiplying or by adding; Adding and subtracting negative numbers; Multiplicative "
        "relationships as a ratio or fraction; Letters and algebraic notation",
        "Coordinates in four quadrants; Index notation; Square numbers and square roots; Inverse "
        "operations; Multiplying and dividing negative numbers; Order of operations",
        "Multiplying and dividing by powers of ten; Equivalent ratios; One-step equations; Powers "
        "of ten; Substituting into expressions; Measuring and drawing lines and angles; Ordering "
        "decimals",
        "Place value in integers of any size; Scale factors; The unitary method; Ordering positive "
        "and negative numbers; Proportion as equal ratios; Rounding to powers of ten and integers",
        "Standard form for large numbers; Choosing axes and scales for a graph; Rounding to "
        "decimal places; Standard form for small numbers; Substituting into formulae; Time, clocks "
        "and timetables",
    ),
    8: (
        "Zero and negative indices; Comparing and ordering in standard form; Correlation; Laws of "
        "indices with integer powers; Plotting straight-line graphs; Rounding to significant "
        "figures; Speed, distance and time",
        "Rates: one quantity per another; Direct proportion problems; Inverse proportion problems; "
        "Laws of arithmetic; Mean; Median; Metric conversions of length, mass and capacity; Range",
        "Two-step equations; Ratios in the form 1:n and n:1; Writing expressions and formulae from "
        "situations; Converting compound units; Graphs of direct proportion; Multiplying and "
        "dividing in standard form; Outliers",
        "Rearranging formulae; Scale drawings and maps; Linking tables, rules and graphs; Average "
        "speed over several stages; Density, mass and volume; Estimating answers by rounding; "
        "Lines of best fit",
        "Recognising direct, inverse or no proportion; Standard units of measure; Using a "
        "scientific calculator; Geometric vocabulary and notation; Horizontal and vertical lines; "
        "Parts of a circle; Reflecting shapes",
        "Reflecting shapes; Probability words and the 0–1 scale; Rotating shapes; Translating "
        "shapes; Congruent shapes; Constructing triangles; Randomness, fairness and bias; Angles "
        "at a point and on a straight line",
    ),
    9: (
        "Enlarging shapes by a scale factor; Fractions of amounts; Line and rotational symmetry; "
        "Percentage as parts per hundred; Congruence criteria for triangles; Percentages of "
        "amounts; Probability of a single event",
        "Properties of special quadrilaterals; Properties of triangles; Recognising similar "
        "shapes; Terminating decimals to fractions; Gradient of a line; Listing the outcomes of "
        "combined events; Part-to-part and part-to-whole ratios",
        "Term-to-term rules; Vertically opposite angles; Angles in parallel lines; Arithmetic "
        "sequences; Constructing angle bisectors; Distance–time graphs; Fibonacci type sequences",
        "Angles in a triangle; Bar charts; Circumference of a circle; Finding lengths from areas "
        "and volumes; Geometric pictures of algebra; Labelling sides and angles of triangles; "
        "Quartiles and interquartile range",
        "Missing lengths in similar shapes; Increasing and decreasing by a percentage; "
        "Position-to-term rules; Probabilities sum to 1; Properties of 3D shapes; Pythagoras: "
        "finding the hypotenuse; Rational and irrational numbers",
        "Ratios and fractions; Estimating values from graphs; Sample space diagrams; The "
        "vocabulary of algebra",
    ),
}
"""What mathematics teaches in each half-term, a cell each."""

BESIDE: Mapping[tuple[int, str], str] = {
    (8, "B5"): "Scatter graphs",
    (9, "G5"): "Charity week carousel",
}
"""Cells of a second row: of a year's sheet, by name."""

SCIENCE: Sequence[tuple[int | str, str, str]] = (
    (8, "Aut 1", "Bar charts in science"),
    (8, "Aut 1", "Distances from echoes"),
    (8, "Aut 1", "Plant and animal cells; Forces that change shape; Forces as interactions"),
    (8, "Aut 2", "The human skeleton; Cells, tissues, organs and systems"),
    (8, "Spr 1", "Sampling with quadrats"),
    (8, "Spr 1", "Muscles and antagonistic pairs; Particle model of solids, liquids and gases"),
    (8, "Spr 2", "Food chains, food webs and interdependence; Circuit diagrams and symbols"),
    (8, "Sum 1", "Fuels and energy resources; Magnetic poles; Seasons and the tilt of the Earth"),
    (8, "Sum 2", "The Sun, stars and galaxies; Static electricity; Quantities and SI units"),
    (9, "Aut 1", "Converting units with kilo, centi and milli; Calculating with an equation"),
    (9, "Aut 2", "Measuring forces; Standard form for quantities"),
    (9, "Spr 1", "Unit prefixes and powers of ten; Rearranging an equation of three quantities"),
    (9, "Spr 1", "Magnification"),
    (9, "Spr 2", "Density; Speed"),
    ("soon", "", "Waves on water"),
)
"""What science teaches: year, half-term, topics."""

SETTINGS: Sequence[tuple[str, float]] = (("gap", 12), ("revisit", 12), ("lag", 0), ("weeks", 6))
SUPPRESSED = ("COH004", "formula-triangle", "both departments agreed the wording in September")


def maths() -> bytes:
    """The workbook of mathematics: a sheet a year, half-terms across."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": TITLE, "created": datetime(2026, 1, 1)})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True})
        for year, cells in MATHS.items():
            sheet = book.add_worksheet(f"Year {year}")
            sheet.set_column(1, 6, 30)
            sheet.write_string(0, 0, f"Mathematics, Year {year}. {TITLE}.", bold)
            sheet.write_row(2, 1, HEADS, bold)
            for column, text in enumerate(cells, start=1):
                sheet.write_string(3, column, text, wrap)
            for (own, cell), text in BESIDE.items():
                if own == year:
                    sheet.write_string(cell, text, wrap)
            if year == 8:
                sheet.write_formula("D5", "=NA()", None, "#N/A")
            if year == 9:
                sheet.write_string("B6", "Revision", wrap)
                sheet.set_row(5, None, None, {"hidden": True})
        sheet = book.add_worksheet("Settings")
        sheet.write_row(0, 0, ("Setting", "Value", "", "Rule", "About", "Reason"), bold)
        for row, (name, value) in enumerate(SETTINGS, start=1):
            sheet.write_row(row, 0, (name, value))
        sheet.write_row(1, 3, SUPPRESSED)
    return buffer.getvalue()


def science() -> bytes:
    """The workbook of science: one list."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": TITLE, "created": datetime(2026, 1, 1)})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("KS3 science")
        sheet.set_column(2, 2, 70)
        sheet.write_string(0, 0, f"Science. {TITLE}.", bold)
        sheet.write_row(2, 0, ("Year", "Half term", "Topic"), bold)
        for row, (year, term, text) in enumerate(SCIENCE, start=3):
            sheet.write(row, 0, year)
            sheet.write_string(row, 1, term)
            sheet.write_string(row, 2, text, wrap)
    return buffer.getvalue()


def main() -> None:
    """Write both workbooks beside this file."""
    (HERE / "maths.xlsx").write_bytes(maths())
    (HERE / "science.xlsx").write_bytes(science())


if __name__ == "__main__":
    main()
