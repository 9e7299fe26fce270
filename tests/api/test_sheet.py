"""The register as a sheet: words as they stand, in markdown and in HTML, with nothing to run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from api.sheet import Sheet, sheet_html, sheet_markdown, sheet_of
from graph.index import Index, build_index
from graph.questions import Register
from graph.register import term_row
from ontology.records import Curriculum
from ontology.vocabulary import SubjectAsked
from tests.api.joint import HOSTILE
from tests.graph.science import term

OPEN = {"h1", "h2", "h3", "p", "th", "td", "li", "title"}


class Reader(HTMLParser):
    """Reads a page as its elements and, of headings, cells and paragraphs, their text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in OPEN:
            self._open.append(tag)
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[-1]:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def even(text: str) -> str:
    """A text with its spaces evened out, as a page shows it."""
    return " ".join(text.split())


def rendered(text: str) -> list[str]:
    """The lines of a page of markdown once it is rendered, with tables and strikethrough on."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    reader = read(page)
    assert set(reader.tags) <= {"h1", "h2", "ul", "li", "p", "strong", "em"}
    return [even(words) for _, words in reader.texts]


def sheet(*words: str) -> Sheet:
    """A sheet with one term that says these words wherever it says anything."""
    label, maths, science, wording = words
    row = term_row(build_index(Curriculum()), term("word", label=label)).model_copy(
        update={"maths": maths, "science": science, "wording": wording, "notation": science}
    )
    return Sheet(title=f"Words for {label}", rows=(row,))


# What is read is what was written

WORDS = st.text(
    st.sampled_from("ab1 |*_`[](){}<>&#~\\/!?:;=+-.\"'×ρ’\u202e\n\t"), min_size=1, max_size=12
).filter(str.strip)


@settings(max_examples=500, deadline=None)
@given(st.tuples(WORDS, WORDS, WORDS, WORDS))
@example((HOSTILE, HOSTILE, HOSTILE, HOSTILE))
@example(("a #", "1 | 2\n---|---", "&amp; &lt;b&gt;", "~~x~~ <https://a.b>"))
@example(("**", "- a\n- b", "# a", "\\"))
def test_markdown_reads_as_it_was_written(words: tuple[str, str, str, str]) -> None:
    label, maths, science, wording = map(even, words)
    assert rendered(sheet_markdown(sheet(*words))) == [
        even(f"Words for {label}"),
        label,
        f"In mathematics: {maths}",
        f"In science: {science}",
        f"Written: {science}",
        f"To both: {wording}",
        "editorial; unreviewed",
        "1 word. Agree on each: who says what, from when.",
    ]


@settings(max_examples=300, deadline=None)
@given(st.tuples(WORDS, WORDS, WORDS, WORDS))
@example((HOSTILE, HOSTILE, HOSTILE, HOSTILE))
def test_a_page_reads_as_it_was_written(words: tuple[str, str, str, str]) -> None:
    label, maths, science, wording = words
    reader = read(sheet_html(sheet(*words)))
    assert "script" not in reader.tags
    cells = [even(text) for tag, text in reader.texts if tag in ("th", "td")]
    assert cells[4:] == [
        even(label + science),
        even(maths),
        even(science),
        even(f"{wording} editorial; unreviewed"),
    ]


def test_pipes_and_spaced_signs_need_no_backslash() -> None:
    plain = "3 | 4, 5 < 6 & 7, # 8, 9 > 1 (or 2) – £3; “per”"
    assert plain in sheet_markdown(sheet(plain, plain, plain, plain))


# The sheet of a question


@pytest.mark.parametrize(
    ("between", "of", "title", "words"),
    [
        ((), (), "Words for mathematics and science", ["Mole", "Word rate"]),
        (("maths", "physics"), (), "Words for mathematics and physics", ["Word rate"]),
        (("physics", "maths"), (), "Words for mathematics and physics", ["Word rate"]),
        (("working-scientifically",), (), "Words for working scientifically", []),
        ((), ("ratio",), "Words for mathematics and science: Ratios", ["Mole"]),
        (("maths",), ("PE01",), "Words for mathematics: Density", []),
    ],
)
def test_a_sheet_has_the_terms_of_the_question_and_says_which(
    joint: Index, between: tuple[str, ...], of: tuple[str, ...], title: str, words: list[str]
) -> None:
    found = sheet_of(joint, Register.model_validate({"between": between, "of": of}))
    assert found.title == title
    assert [row.label for row in found.rows] == words
    count = "1 word" if len(words) == 1 else f"{len(words)} words"
    text = sheet_markdown(found)
    assert text.startswith(f"# {title}\n\n")
    assert text.endswith(f"{count}. Agree on each: who says what, from when.\n")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == words
    page = read(sheet_html(found))
    assert ("h1", title) in page.texts
    assert page.tags.count("tr") == (len(words) + 1 if words else 0)


def test_a_register_without_terms_is_an_empty_sheet(client: Any, make_client: Any) -> None:
    bare = make_client(build_index(Curriculum()))
    page = bare.get("/register")
    assert page.status_code == 200
    assert "<table" not in page.text
    assert "0 words." in page.text
    text = bare.get("/register.md")
    assert text.status_code == 200
    assert text.text.endswith("0 words. Agree on each: who says what, from when.\n")
    assert bare.get("/v1/register").json()["data"] == []


@pytest.mark.parametrize("subject", SubjectAsked)
def test_the_sheet_over_http_and_on_the_line_are_one(
    joint_client: Any, joint_run: Any, subject: SubjectAsked
) -> None:
    text = joint_client.get(f"/register.md?between={subject}")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert joint_run("register", subject, "--format", "markdown").output == text.text
    page = read(joint_client.get(f"/register?between={subject}").text)
    alone = joint_run("register", subject, "--format", "html").output
    cells = [text for text in read(alone).texts if text[0] in ("th", "td")]
    assert cells == [text for text in page.texts if text[0] in ("th", "td")]
    assert "<link" not in alone
    assert "<style>" in alone


@pytest.mark.parametrize(
    "path",
    [
        "/register",
        "/register?between=maths,physics",
        "/register?of=ratio",
        "/register?of=%3Cscript%3Ealert(1)%3C/script%3E",
        "/register?of=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/register?of=javascript:alert(1)&between=maths",
        "/register?between=%3Cscript%3E",
        "/register?of=" + "%3Cb%3E" * 1000,
        "/register?of=%00",
        "/register?of=%E2%80%AE%E2%80%AEratio",
        "/register?of=%ED%A0%80",
        "/register?of=physics:heat",
        "/register?utm_source=%3Cscript%3E",
    ],
)
def test_a_page_of_the_register_runs_nothing_whatever_is_asked(
    joint_client: Any, path: str
) -> None:
    response = joint_client.get(path)
    assert response.status_code in (200, 410, 422)
    if response.headers["content-type"].startswith("text/html"):
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        page = read(response.text)
        assert not {"script", "b", "iframe", "img"} & set(page.tags)
        assert not re.search(r"<[^>]*\son\w+=", response.text)
    else:
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("asked", ["rasio", "%3Cscript%3E", "%00", "a" * 400])
def test_the_sheet_as_text_refuses_what_the_register_refuses(joint_client: Any, asked: str) -> None:
    response = joint_client.get(f"/register.md?of={asked}")
    assert response.status_code == 422
    assert response.json()["parameter"] == "of"
    assert response.json()["status"] == joint_client.get(f"/v1/register?of={asked}").status_code


def test_the_styles_of_the_sheet_are_there(joint_client: Any) -> None:
    assert joint_client.get("/sheet.css").headers["content-type"].startswith("text/css")
    page = joint_client.get("/register").text
    assert 'href="/sheet.css"' in page
    assert "http://" not in page
    assert "https://" not in page
