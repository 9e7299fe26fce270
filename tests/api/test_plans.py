"""The verbs about plans: Python, a prompt and HTTP give the same rows."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from starlette.types import ASGIApp
from typer.testing import CliRunner

from api import cli
from api.answers import Answers
from api.app import build_app, create_app
from api.planning import File, Planner
from graph.index import Index, build_index
from loaders.curated import load_curriculum
from ontology.where import data_folder


@pytest.fixture(scope="module")
def index() -> Index:
    return build_index(load_curriculum(data_folder()))


@pytest.fixture(scope="module")
def planner(index: Index) -> Planner:
    return Planner(index, sentences=False)


@pytest.fixture(scope="module")
def app(index: Index, planner: Planner) -> ASGIApp:
    return create_app(Answers(index), planner)


def workbook(years: Mapping[int, list[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for year, cells in years.items():
            sheet = book.add_worksheet(f"Year {year}")
            heads = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")
            sheet.write_row(2, 1, heads[: len(cells)])
            sheet.write_row(3, 1, cells)
    return buffer.getvalue()


MATHS = workbook(
    {
        7: ["Rounding", "Ratio notation", "Collecting like terms"],
        8: ["Recognising similar shapes", "Revision", "Zork"],
        9: ["Scale factors"],
    }
)
SCIENCE = workbook({7: ["Density"], 8: ["Magnification"]})
FILES = [("file", ("maths.xlsx", MATHS)), ("file", ("science.xlsx", SCIENCE))]


def send(
    app: ASGIApp, path: str, files: Any = None, method: str = "POST", **more: Any
) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 5), raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, files=files, **more)

    return asyncio.run(ask())


def test_a_match_is_shaped_as_it_is_described(app: ASGIApp) -> None:
    answer = send(app, "/v1/plans/match", FILES).json()
    assert set(answer) == {"data", "meta"}
    row = next(row for row in answer["data"] if row["text"] == "Ratio notation")
    assert row["where"] == {"file": "maths.xlsx", "sheet": "Year 7", "cell": "C4"}
    assert (row["year"], row["half_term"], row["state"]) == (7, 2, "matched")
    candidate = row["parts"][0]["candidates"][0]
    assert set(candidate) == {"topic", "label", "statements", "score", "how"}
    states = {row["text"]: row["state"] for row in answer["data"]}
    assert states["Zork"] == states["Revision"] == "unmatched"
    assert sum(answer["meta"]["matches"].values()) == answer["meta"]["total"] == len(answer["data"])


def test_findings_are_shaped_as_they_are_described(app: ASGIApp) -> None:
    answer = send(app, "/v1/plans/lint", FILES, data={"pathway": "higher,combined"}).json()
    schema = build_app(Answers(app_index(app))).openapi()
    shape = schema["paths"]["/v1/plans/lint"]["post"]["responses"]["200"]["content"]
    whole = {**shape["application/json"]["schema"], "components": schema["components"]}
    jsonschema.validate(answer, whole)
    late = next(row for row in answer["data"] if row["rule"] == "PRE001")
    assert late["where"] == {"file": "maths.xlsx", "sheet": "Year 8", "cell": "B4"}
    assert late["other"] == {"file": "maths.xlsx", "sheet": "Year 9", "cell": "B4"}
    assert late["severity"] == "error"
    assert late["edge"]["prerequisite"] == "maths:scale-factors"
    assert late["edge"]["rationale"]
    assert late["blocks"] >= 0
    assert "Move" in late["mend"]
    assert late["docs"] == "docs/plan-rules.md#pre001"
    assert any(row["rule"] == "COH001" for row in answer["data"])
    ranks = [("error", "warning", "info").index(row["severity"]) for row in answer["data"]]
    assert ranks == sorted(ranks)


def app_index(app: ASGIApp) -> Index:
    index = app.app.state.answers.index  # type: ignore[attr-defined]
    assert isinstance(index, Index)
    return index


def test_every_face_gives_the_same_findings(
    app: ASGIApp, planner: Planner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "maths.xlsx").write_bytes(MATHS)
    (tmp_path / "science.xlsx").write_bytes(SCIENCE)
    monkeypatch.setattr("api.commands.plans.open_planner", lambda: planner)
    paths = [str(tmp_path / name) for name in ("maths.xlsx", "science.xlsx")]
    told = CliRunner().invoke(cli.app, ["lint", *paths, "--pathway", "higher", "--format", "json"])
    assert told.exit_code == 1, "errors were found"
    over_http = send(app, "/v1/plans/lint", FILES, data={"pathway": "higher"})
    files = [File("maths.xlsx", MATHS), File("science.xlsx", SCIENCE)]
    plans = planner.match_plans(planner.read(files))
    in_python = planner.lint(plans, planner.check(plans, ["higher"]), ["higher"])
    assert over_http.content == in_python.body == told.stdout.strip().encode()


def test_our_own_json_is_a_plan_too(app: ASGIApp) -> None:
    plan = {
        "department": "maths",
        "units": [
            {"text": "Recognising similar shapes", "year": 8, "half_term": 1},
            {"text": "Scale factors", "year": 9, "half_term": 1},
        ],
    }
    answer = send(app, "/v1/plans/lint?pathway=higher", json=plan).json()
    late = next(row for row in answer["data"] if row["rule"] == "PRE001")
    assert late["where"] == {"file": "plan.json", "sheet": None, "cell": "units[0]"}


@pytest.mark.parametrize(("form", "starts"), [("markdown", b"# Check"), ("html", b"\n")])
def test_a_report_is_to_be_read(app: ASGIApp, form: str, starts: bytes) -> None:
    response = send(app, "/v1/plans/lint", FILES, data={"format": form})
    assert response.status_code == 200
    assert response.content.startswith(starts)
    assert "PRE001" in response.text


def test_their_own_workbook_comes_back(app: ASGIApp) -> None:
    response = send(app, "/v1/plans/lint", FILES[:1], data={"format": "xlsx"})
    assert "attachment" in response.headers["content-disposition"]
    with (
        zipfile.ZipFile(io.BytesIO(response.content)) as back,
        zipfile.ZipFile(io.BytesIO(MATHS)) as sent,
    ):
        assert set(sent.namelist()) < set(back.namelist())
        assert back.read("xl/sharedStrings.xml") == sent.read("xl/sharedStrings.xml")
    both = send(app, "/v1/plans/lint", FILES, data={"format": "xlsx"})
    assert both.headers["content-type"] == "application/zip"


def test_a_repair_at_once_mends_what_is_out_of_order(app: ASGIApp) -> None:
    fields = {"pathway": "higher", "effort": "quick"}
    answer = send(app, "/v1/plans/repair", FILES[:1], data=fields).json()
    first = answer["data"][0]
    assert first["errors"] == 0
    assert {move["text"] for move in first["moves"]} & {
        "Scale factors",
        "Recognising similar shapes",
    }
    again = send(app, "/v1/plans/repair", FILES[:1], data=fields).json()
    assert again == answer, "the same plan gives the same proposals"


def test_a_long_repair_is_a_job(app: ASGIApp) -> None:
    response = send(app, "/v1/plans/repair", FILES[:1], data={"pathway": "higher"})
    assert response.status_code == 202
    place = response.headers["location"]
    job = response.json()["data"]
    while job["state"] in ("queued", "running"):
        job = send(app, place, method="GET").json()["data"]
    assert job["state"] == "done", job
    answer = send(app, job["result"], method="GET").json()
    assert answer["data"][0]["errors"] == 0
    assert send(app, place, method="DELETE").status_code == 200
    assert send(app, "/v1/jobs/nothing", method="GET").status_code == 404


def test_deadlines_comparison_coverage_and_gaps(app: ASGIApp) -> None:
    by = send(app, "/v1/plans/deadlines", FILES[1:], data={"subject": "science"}).json()
    assert any(row["topic"]["id"] == "maths:scale-factors" for row in by["data"])
    moves = send(app, "/v1/plans/deadlines?reverse=yes", FILES).json()
    assert all(row["unit"]["department"] == "maths" for row in moves["data"])
    new = workbook({7: ["Rounding"], 8: ["Scale factors"], 9: ["Recognising similar shapes"]})
    sent = [("file", ("old.xlsx", MATHS)), ("file", ("new.xlsx", new))]
    changes = send(app, "/v1/plans/diff", sent, data={"subject": "maths"}).json()
    assert any(row["kind"] == "mended" for row in changes["data"])
    assert send(app, "/v1/plans/coverage", FILES).json()["data"]
    told = send(app, "/v1/plans/gaps", FILES[:1], data={"before": "Scale factors", "joins": "9"})
    assert told.json()["meta"]["sets"]


@pytest.mark.parametrize(
    ("path", "files", "more", "status", "says"),
    [
        ("lint", [("file", ("a.xlsx", b"no"))], {}, 422, "a.xlsx"),
        ("lint", [("file", ("a.exe", b"MZ"))], {}, 422, "a.exe"),
        ("lint", [("plan", ("a.xlsx", MATHS))], {}, 422, "file"),
        ("lint", FILES, {"data": {"pathway": "upper"}}, 422, "upper"),
        ("lint", FILES, {"data": {"subject": "art"}}, 422, "maths"),
        ("lint", FILES, {"data": {"format": "pdf"}}, 422, "markdown"),
        ("lint", FILES, {"data": {"depth": "1"}}, 422, "pathway"),
        ("diff", FILES[:1], {}, 422, "two plans"),
        ("gaps", FILES[:1], {}, 422, "before"),
        ("gaps", FILES[:1], {"data": {"before": "Nothing of it", "joins": "9"}}, 422, "nearest"),
        ("repair", FILES[:1], {"data": {"effort": "all"}}, 422, "quick"),
        ("match", None, {"content": b"x", "headers": {"content-type": "text/plain"}}, 415, ""),
        ("match", None, {"json": {"units": [{"text": 1}]}}, 422, "units"),
        (
            "match",
            None,
            {"content": b'{"a":NaN}', "headers": {"content-type": "application/json"}},
            422,
            "",
        ),
    ],
)
def test_what_cannot_be_read_is_a_problem_that_says_so(
    app: ASGIApp, path: str, files: Any, more: dict[str, Any], status: int, says: str
) -> None:
    response = send(app, f"/v1/plans/{path}", files, **more)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert says in response.text


def test_a_body_that_is_too_large_is_refused(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.uploads.LARGEST", 1000)
    assert send(app, "/v1/plans/lint", FILES).status_code == 413


def test_a_list_of_pupils_is_refused(app: ASGIApp) -> None:
    sheet = "Surname,Forename,DOB,UPN\nSmith,Ann,2012-01-02,A123456789012\n"
    response = send(app, "/v1/plans/lint", [("file", ("pupils.csv", sheet.encode()))])
    assert response.status_code == 422
    assert "pupil" in response.text


def test_the_template_reads_back_as_an_empty_plan(app: ASGIApp) -> None:
    blank = send(app, "/v1/plans/template?subject=maths", method="GET")
    assert blank.status_code == 200
    answer = send(app, "/v1/plans/match", [("file", ("plan.xlsx", blank.content))])
    assert answer.json()["data"] == []


def test_the_page_goes_from_upload_to_report_to_download(app: ASGIApp) -> None:
    start = send(app, "/plan", method="GET")
    assert 'type="file"' in start.text
    assert "script-src 'self'" in start.headers["content-security-policy"]
    report = send(app, "/plan", FILES)
    assert report.status_code == 200
    assert "PRE001" in report.text
    fields = hidden(report.text)
    down = send(app, "/plan/workbook", data={**fields, "format": "xlsx"})
    assert down.headers["content-type"] == "application/zip"
    order = send(app, "/plan/repair", data={**fields, "effort": "quick"})
    carried = hidden(order.text)["proposal"]
    back = send(app, "/plan/accept", data={"proposal": carried[0]})
    assert back.status_code == 200
    assert "attachment" in back.headers["content-disposition"]
    for bad in ({"other": "x"}, {"proposal": "%%%"}, {"proposal": "e30="}):
        assert send(app, "/plan/accept", data=bad).status_code == 422


def hidden(page: str) -> dict[str, list[str]]:
    import html
    import re

    found: dict[str, list[str]] = {}
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)">'
    form = page.split("<form", 2)[1] if "proposal" not in page else page
    for name, value in re.findall(pattern, form):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def test_the_page_confirms_what_a_text_means(app: ASGIApp) -> None:
    report = send(app, "/plan", FILES)
    assert "Zork" in report.text
    fields = {
        **hidden(report.text),
        "text-1": "Zork",
        "of-1": "maths",
        "is-1": "maths:scale-factors",
    }
    again = send(app, "/plan", data=fields)
    assert again.status_code == 200
    assert "is not matched to any topic" not in again.text
    bad = send(app, "/plan", data={**fields, "is-1": "maths:none"})
    assert bad.status_code == 422
    nobody = send(app, "/plan", data={**fields, "of-1": "alchemy"})
    assert nobody.status_code == 422
    assert "alchemy" in nobody.text


def test_the_page_offers_back_every_workbook_that_is_given_back(app: ASGIApp) -> None:
    for name in ("maths.xlsx", "maths.XLSM"):
        report = send(app, "/plan", [("file", (name, MATHS))])
        assert "Download your workbook with the findings" in report.text
        back = send(app, "/plan/workbook", data={**hidden(report.text), "format": "xlsx"})
        assert back.status_code == 200
        assert back.content.startswith(b"PK")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7*7 }}", '"><img src=x>'])
def test_what_is_written_in_cells_is_shown_as_it_is(app: ASGIApp, text: str) -> None:
    sent = [("file", ("maths.xlsx", workbook({7: [text, "Scale factors"]})))]
    page = send(app, "/plan", sent).text
    assert text not in page
    report = send(app, "/v1/plans/lint", sent, data={"format": "html"}).text
    assert text not in report


def test_json_is_never_cached(app: ASGIApp) -> None:
    response = send(app, "/v1/plans/match", FILES)
    assert response.headers["cache-control"] == "no-store"
    json.loads(response.content)


def test_plans_of_one_name_and_of_one_document_are_told_apart(app: ASGIApp) -> None:
    same = [("file", ("plan.xlsx", MATHS)), ("file", ("plan.xlsx", SCIENCE))]
    answer = send(app, "/v1/plans/lint", same, data={"pathway": "higher"}).json()
    assert [f["file"] for f in answer["meta"]["query"]["files"]] == ["plan.xlsx", "plan (2).xlsx"]
    document = {
        "plans": [
            {
                "subject": "maths",
                "units": [
                    {"text": "Scale factors", "year": 9, "half_term": 1},
                    {"text": "Recognising similar shapes", "year": 8, "half_term": 1},
                ],
            },
            {
                "subject": "science",
                "units": [
                    {"text": "Magnification", "year": 8, "half_term": 1},
                    {"text": "Density", "year": 8, "half_term": 2},
                ],
            },
        ]
    }
    path = "/v1/plans/repair?effort=quick&pathway=higher"
    answer = send(app, path, json=document).json()
    assert answer["meta"]["units"] == 4
    first = answer["data"][0]
    assert first["errors"] == 0
    assert {move["where"]["cell"] for move in first["moves"]} <= {
        f"plans[{plan}].units[{unit}]" for plan in (0, 1) for unit in (0, 1)
    }


def test_a_job_ends_with_the_service(index: Index, planner: Planner) -> None:
    from fastapi.testclient import TestClient

    app = build_app(Answers(index), planner)
    jobs = app.state.jobs
    with TestClient(app):
        job = jobs.begin(lambda own: b"stopped" if own.stop.wait(60) else b"waited")
    jobs._pool.shutdown(wait=True)
    assert (job.state, job.body) == ("cancelled", b"stopped")
