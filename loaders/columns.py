"""What a column of a scheme of work holds, by the word at its head."""

from __future__ import annotations

import re
from enum import Enum

from loaders.headers import fold_label


class Kind(Enum):
    """What the cells below a head are: when, for whom, what is taught, or none of these."""

    YEAR = "year"
    TERM = "term"
    HALF = "half-term"
    WEEK = "week"
    ORDER = "order"
    DATE = "date"
    WEEKS = "weeks"
    TIER = "tier"
    PATHWAY = "pathway"
    CLASS = "class"
    SUBJECT = "subject"
    TITLE = "title"
    TOPICS = "topics"
    OBJECTIVES = "objectives"
    CODE = "code"
    FIXED = "fixed"
    TOGETHER = "together"
    STRAND = "strand"
    NOTES = "notes"
    FIGURES = "figures"


WHEN = frozenset({Kind.YEAR, Kind.TERM, Kind.HALF, Kind.WEEK, Kind.DATE})
WHAT = frozenset({Kind.TITLE, Kind.TOPICS, Kind.OBJECTIVES})
WHOM = frozenset({Kind.TIER, Kind.PATHWAY, Kind.CLASS, Kind.SUBJECT})
UNREAD = frozenset({Kind.STRAND, Kind.NOTES, Kind.FIGURES})
"""Columns of which no cell is a unit unless its row has nothing else."""

_WORDS: dict[Kind, str] = {
    Kind.YEAR: "year; years; yr; yrs; year group; year groups; yr group; year gp; cohort; y",
    Kind.TERM: "term; terms; season; school term; term name",
    Kind.HALF: "half term; half-term; halfterm; half terms; ht; half; h/t; half term no; "
    "half term number; term/half term; term / half term; when; when taught; taught",
    Kind.WEEK: "week; wk; week no; week number; week no.; wk no; week #; weeks (position); "
    "school week; teaching week; calendar week; start week; starting week; w",
    Kind.ORDER: "order; no; no.; nr; #; unit no; unit no.; unit number; unit #; position; "
    "sequence; sequence no; lesson; lesson no; lesson no.; lesson number; lesson #; step; index; "
    "topic no; topic no.; topic number; block no; block number; s/n",
    Kind.DATE: "date; dates; week beginning; week commencing; w/b; w/c; wb; wc; w.b.; w.c.; "
    "start date; start; starts; beginning; commencing; starting; from; week ending; end date; end",
    Kind.WEEKS: "weeks; wks; no of weeks; no. of weeks; number of weeks; duration; "
    "duration (weeks); duration in weeks; length; length (weeks); time (weeks); weeks taken; "
    "weeks needed; # weeks; # of weeks; time in weeks; weeks allocated; approx weeks; "
    "approx. weeks",
    Kind.TIER: "tier; tiers; level; f/h; h/f; foundation/higher; higher/foundation; f or h; "
    "tier (f/h); gcse tier; h or f",
    Kind.PATHWAY: "pathway; pathways; route; course; combined/separate; combined/triple; "
    "triple/combined; double/triple; award; separate/combined; triple/trilogy; trilogy/triple",
    Kind.CLASS: "class; classes; set; sets; group; groups; teaching group; band; class/set; "
    "teaching groups; teaching set; stream",
    Kind.SUBJECT: "subject; subjects; department; discipline; science subject",
    Kind.TITLE: "unit; unit title; unit name; units; unit of work; units of work; title; module; "
    "module title; chapter; chapter title; block; unit / topic; unit/topic; topic/unit; theme; "
    "topic area; scheme; unit heading; main topic; topic title; topic name; key topic; big topic; "
    "unit of learning; small unit; what; what is taught; teaching unit; block title; block name; "
    "lesson title; lesson name; unit/chapter; area of study; unit studied; concept",
    Kind.TOPICS: "topic; topics; topic(s); subtopic; sub-topic; subtopics; sub-topics; sub topics; "
    "sub topic; topics covered; content; contents; key content; topic content; unit content; "
    "knowledge; key knowledge; what will be taught; what we will learn; topics taught; skills; "
    "key topics; curriculum content; subject content; content covered; small steps; small step; "
    "teaching content; topics / content; topic detail; details; detail; coverage; specification",
    Kind.OBJECTIVES: "objective; objectives; learning objective; learning objectives; "
    "lesson objective; lesson objectives; learning outcomes; learning outcome; outcomes; "
    "outcome; learning intention; learning intentions; lo; los; key learning; aims; aim; "
    "success criteria; i can; intended learning; key ideas; key idea; big question; "
    "key question; key questions; enquiry question; enquiry questions; big ideas; intent",
    Kind.CODE: "code; codes; ref; reference; id; identifier; spec ref; spec reference; "
    "specification reference; spec point; spec points; spec code; nc ref; gcse ref; statement; "
    "statements; dfe code; statement code; topic id; unit code; specification points; spec; "
    "gcse reference; specification ref; dfe ref; nc reference; topic code; references",
    Kind.FIXED: "fixed; pinned; fixed?; must stay",
    Kind.TOGETHER: "together; keep together; kept together",
    Kind.STRAND: "strand; strands; area; domain; content area; area of maths; "
    "area of mathematics; content domain; branch",
    Kind.NOTES: "note; notes; comment; comments; resource; resources; link; links; homework; hw; "
    "assessment; assessments; assessment points; key words; keywords; key vocabulary; vocabulary; "
    "vocab; literacy; numeracy; misconceptions; common misconceptions; prior knowledge; "
    "prior learning; prerequisites; cross-curricular; cross curricular; cross-curricular links; "
    "enrichment; teacher; teachers; staff; textbook; text book; book; text; website; "
    "differentiation; support; extension; challenge; stretch; rationale; why this; why now; "
    "implementation; impact; "
    "careers; career links; smsc; practical; practicals; required practical; required practicals; "
    "equipment; starter; activities; activity; mathswatch; hegarty; sparx; corbett; dr frost; "
    "homework task; end of unit assessment; next steps; future learning; retrieval; oracy; "
    "reading; room; status; done; completed; rag; what it says; recall; recall and retrieval; "
    "british values; cultural capital; sequencing rationale; powerpoint; worksheet; mastery",
    Kind.FIGURES: "total; totals; hours; hrs; lessons; no of lessons; no. of lessons; "
    "number of lessons; # lessons; # of lessons; lesson count; page; pages; page no; page no.; "
    "page number; page numbers; pp; total hours; total lessons; total weeks; number of hours; "
    "no of hours; marks; % of gcse; weighting; running total; cumulative; days; grade; grades; "
    "time; timing; timings; time allocation; time allocated; time (hours); duration (hours); "
    "duration (lessons); teaching hours; glh; grade range; "
    "lessons allocated; running weeks; cumulative weeks",
}

_KINDS: dict[str, Kind] = {
    re.sub(r"[\s.:]+$", "", word.strip()): kind
    for kind, words in _WORDS.items()
    for word in words.split(";")
}


def kind_of(text: str) -> Kind | None:
    """What the column below this word holds; null for a word that is not known.

    >>> kind_of("No. of weeks:"), kind_of("Ratio")
    (<Kind.WEEKS: 'weeks'>, None)
    """
    folded = re.sub(r"[\s.:*]+$", "", fold_label(text))
    return _KINDS.get(folded) or _KINDS.get(re.sub(r"\s*\([^)]*\)$", "", folded))
