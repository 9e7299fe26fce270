"""A number as the spreadsheet shows it: its number format applied, as Excel in England does.

The formats that schemes of work use are understood: decimals, thousands, percentages, leading
zeros, words beside the number (`"Week "0`), fractions, dates and times. What cannot be understood
(conditions, scientific notation) is shown in full, never cut.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "dd-mmm-yy", 16: "dd-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "hh:mm", 21: "hh:mm:ss", 22: "dd/mm/yyyy hh:mm", 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip
"""Number formats that a workbook names by number only, as Excel in England shows them."""

_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_LITERAL = re.compile(
    r'"([^"]*)"?|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE
)
_CONDITION = re.compile(r"\[[<>=]")
_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_DATE = re.compile(r"AM/PM|A/P|\[h+\]|\[m+\]|\[s+\]|y+|m+|d+|h+|s+|\.0+", re.IGNORECASE)
_FRACTION = re.compile(r"([#0?]*)\s*([#0?]+)/([#?]+|\d+)")
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_KEPT = "\ue000"
_LONGEST = 24  # signs of a number format that say how many digits to show
_LAST_DAY = 2_958_465


def general(value: float) -> str:
    """A number in the format General: whole where it is whole, else to ten figures.

    >>> general(7.0), general(0.1 + 0.2), general(1e20)
    ('7', '0.3', '1E+20')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}".replace("e", "E")


def moment(value: float, from_1904: bool = False) -> datetime | None:
    """The date and time that a serial number means; null outside what Excel has (1900–9999).

    >>> moment(46054.5)
    datetime.datetime(2026, 2, 1, 12, 0)
    """
    days = value + (1462 if from_1904 else 0)
    if not 0 <= days <= _LAST_DAY:
        return None
    if days < 60 and not from_1904:
        days += 1  # Excel counts a 29 February 1900, which there was not
    seconds = round(days % 1 * 86_400)
    return datetime(1899, 12, 30) + timedelta(days=int(days), seconds=seconds)


def date_text(when: datetime) -> str:
    """A date as England writes it, with the time where there is one.

    >>> date_text(datetime(2026, 9, 7)), date_text(datetime(2026, 9, 7, 8, 30))
    ('07/09/2026', '07/09/2026 08:30')
    """
    time = "" if (when.hour, when.minute) == (0, 0) else f" {when:%H:%M}"
    return f"{when.day:02}/{when.month:02}/{when.year:04}{time}"


def is_date_format(code: str) -> bool:
    """Whether a number format shows dates or times.

    >>> is_date_format('"day "0'), is_date_format("[$-809]d mmm yyyy"), is_date_format("[Red]0")
    (False, True, False)
    """
    bare = _LITERAL.sub("", _SECTIONS.split(code)[0])
    return re.search(r"[ymdhs]", bare.replace("General", ""), re.IGNORECASE) is not None


def is_short_date(code: str) -> bool:
    r"""Whether a format shows a day and a month only, or a month and a year of two digits.

    Such a format Excel gives a cell by itself when it takes `1/2` or `3-4` for a date.

    >>> is_short_date("dd-mmm"), is_short_date("[$-809]mmm\\-yy;@"), is_short_date("dd/mm/yyyy")
    (True, True, False)
    """
    bare = _LITERAL.sub("", _SECTIONS.split(code)[0])
    pieces = {(_kind(token), min(len(token[0]), 3)) for token in _DATE.finditer(bare)}
    return pieces in ({("d", 1), ("m", 3)}, {("d", 2), ("m", 3)}, {("m", 3), ("y", 2)})


def show_number(value: float, code: str, from_1904: bool = False) -> str:
    """The number in this number format; in General where the format is not understood.

    >>> show_number(3, '"Week "0'), show_number(0.125, "0.0%"), show_number(1.5, "# ?/?")
    ('Week 3', '12.5%', '1 1/2')
    >>> show_number(46054, "dd-mmm")
    '01-Feb'
    """
    if _CONDITION.search(code) or len(code) > 255:
        return general(value)
    if is_date_format(code):
        when = moment(value, from_1904)
        return general(value) if when is None else _show_date(when, value, code)
    section, value = _section(value, _SECTIONS.split(code))
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literal = found[1] or found[2] or found[3]
        kept.append(" " if literal is None and found[0].startswith("_") else literal or "")
        return _KEPT

    bare = _LITERAL.sub(keep, section)
    shown = _show_bare(value, bare)
    for literal in kept:
        shown = shown.replace(_KEPT, literal, 1)
    return shown


def _section(value: float, sections: list[str]) -> tuple[str, float]:
    """The part of the format that is for this number, and the number without a sign it replaces."""
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _show_bare(value: float, bare: str) -> str:
    """The number in a format without literals; text of the format round the digits stays."""
    if "General" in bare or "@" in bare:
        return bare.replace("General", general(value)).replace("@", general(value))
    if "E+" in bare or "E-" in bare or abs(value) >= 1e15:
        return general(value)
    fraction = _FRACTION.search(bare)
    if fraction is not None:
        return bare[: fraction.start()] + _fraction(value, fraction) + bare[fraction.end() :]
    digits = _DIGITS.search(bare)
    if digits is None:
        # A format of words alone shows no number; one of nothing hides it, which we do not.
        return bare if bare.strip() else general(value)
    scaled = Decimal(repr(value)) * (100 if "%" in bare else 1)
    before, after = bare[: digits.start()], bare[digits.end() :]
    return f"{before}{_decimal(scaled, digits[0])}{after}"


def _decimal(value: Decimal, digits: str) -> str:
    whole, _, places = digits[:_LONGEST].partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    left, _, right = f"{abs(rounded):f}".partition(".")
    while right and places[len(right) - 1] != "0" and right[-1] == "0":
        right = right[:-1]
    left = left.zfill(whole.count("0")) if left != "0" or "0" in whole else ""
    if "," in whole.rstrip(","):
        left = f"{int(left or 0):,}"
    point = "." if right or places.startswith("0") else ""
    return f"{sign}{left}{point}{right}"


def _fraction(value: float, form: re.Match[str]) -> str:
    """A number as a fraction: `1 1/2`, or `3/2` where the format has no place for the whole."""
    exact = Fraction(repr(abs(value)))
    if form[3].isdigit():
        bottom = int(form[3]) or 1
        top = int(exact * bottom + Fraction(1, 2))
    else:
        near = exact.limit_denominator(10 ** min(len(form[3]), 6) - 1)
        top, bottom = near.numerator, near.denominator
    whole, rest = divmod(top, bottom) if form[1] else (0, top)
    sign = "-" if value < 0 and (whole or rest) else ""
    if rest == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole} {rest}/{bottom}" if whole else f"{sign}{rest}/{bottom}"


def _show_date(when: datetime, value: float, code: str) -> str:
    """A date in a date format; `m` is minutes after hours and before seconds."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1] or found[2] or "")
        return _KEPT

    bare = _LITERAL.sub(keep, _SECTIONS.split(code)[0])
    tokens = list(_DATE.finditer(bare))
    noon = any(token[0].upper() in ("AM/PM", "A/P") for token in tokens)
    shown, at = "", 0
    for number, token in enumerate(tokens):
        minutes = token[0][0] in "mM" and (
            (number > 0 and _kind(tokens[number - 1]) == "h")
            or (number + 1 < len(tokens) and _kind(tokens[number + 1]) == "s")
        )
        piece = f"{when.minute:0{min(len(token[0]), 2)}}" if minutes else ""
        piece = piece or _date_piece(when, value, token[0], noon)
        shown += bare[at : token.start()] + piece
        at = token.end()
    shown += bare[at:]
    for literal in kept:
        shown = shown.replace(_KEPT, literal, 1)
    return shown


def _kind(token: re.Match[str]) -> str:
    return token[0].strip("[]")[:1].lower()


def _date_piece(when: datetime, value: float, token: str, noon: bool) -> str:
    """What one token of a date format shows; minutes are not its business."""
    kind, length = token.strip("[]")[:1].lower(), len(token)
    if token.startswith("["):
        return str(int(value * {"h": 24, "m": 1440}.get(kind, 86_400)))
    if kind == "m":
        month = _MONTHS.split()[when.month - 1]
        return (f"{when.month}", f"{when.month:02}", month[:3], month)[min(length, 4) - 1]
    if kind == "d":
        day = _DAYS.split()[when.weekday()]
        return (f"{when.day}", f"{when.day:02}", day[:3], day)[min(length, 4) - 1]
    if kind == "y":
        return f"{when.year:04}" if length > 2 else f"{when.year % 100:02}"
    if kind == "h":
        hour = (when.hour % 12 or 12) if noon else when.hour
        return f"{hour:0{min(length, 2)}}"
    if kind == "s":
        return f"{when.second:0{min(length, 2)}}"
    return "" if kind == "." else ("AM" if when.hour < 12 else "PM")
