"""The service over HTTP: shapes, problems, tags, pages, and what hostile clients send."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from graph.index import Index, build_index
from ontology.records import Curriculum, Retired

RATIO = "/v1/dependents?of=ratio&in=gcse-maths"
ROW = [
    "id", "framework", "code", "strand", "label", "tier", "higher_only", "depends", "strength",
    "basis", "distance", "nearest", "extent", "chain",
]  # fmt: skip
LINK = [
    "id", "type", "dependent", "prerequisite", "strength", "reasoning", "structure", "basis",
    "source", "locator", "rationale", "objection",
]  # fmt: skip
META = ["dataset_version", "query", "definition", "total", "next"]


def problem(response: Any, status: int, slug: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


def test_the_main_question_has_the_declared_shape(client: Any) -> None:
    response = client.get(RATIO)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert list(answer) == ["data", "meta"]
    assert list(answer["meta"]) == META
    assert answer["meta"]["query"] == {"of": ["ratio"], "in": "gcse-maths", "tier": "higher"}
    assert answer["meta"]["total"] == len(answer["data"]) > 0
    assert answer["meta"]["next"] is None
    for row in answer["data"]:
        assert list(row) == ROW
        assert list(row["extent"]) == ["topics", "is", "depending"]
        assert len(row["chain"]) == row["distance"] >= row["nearest"] - 1
        for link in row["chain"]:
            assert list(link) == LINK
        for upper, lower in zip(row["chain"], row["chain"][1:], strict=False):
            assert upper["prerequisite"] == lower["dependent"]


def test_a_row_that_is_asked_about_has_no_chain(client: Any) -> None:
    rows = client.get(RATIO).json()["data"]
    own = [row for row in rows if row["depends"] == "is"]
    assert "gcse-maths:R4" in {row["id"] for row in own}
    for row in own:
        assert (row["distance"], row["nearest"], row["chain"]) == (0, 0, [])
        assert row["strength"] is None
        assert row["basis"] is None


@pytest.mark.parametrize(
    "spelling",
    [
        "of=GCSE-MATHS:r5&in=gcse-maths",
        "of=R5&in=gcse-maths",
        "of=gcse+r5&in=GCSE",
        "in=gcse-maths&of=gcse-maths:R5",
        "of=R5&of=gcse-maths:R5&in=gcse-maths",
        "of=R5&in=gcse-maths&tier=higher&strength=helpful",
    ],
)
def test_one_question_has_one_answer_however_it_is_spelt(client: Any, spelling: str) -> None:
    plain = client.get("/v1/dependents?of=gcse-maths:R5&in=gcse-maths")
    other = client.get(f"/v1/dependents?{spelling}")
    assert other.content == plain.content
    assert other.headers["etag"] == plain.headers["etag"]


def test_what_is_asked_about_by_name_is_no_row(client: Any) -> None:
    rows = client.get("/v1/dependents?of=R5&in=gcse-maths").json()["data"]
    assert "gcse-maths:R5" not in {row["id"] for row in rows}


def test_topics_are_the_rows_without_a_framework(client: Any) -> None:
    rows = client.get("/v1/dependents?of=sharing+in+a+ratio").json()["data"]
    assert rows
    for row in rows:
        assert list(row)[:4] == ["id", "subject", "stage", "label"]
        assert "extent" not in row


def test_a_known_tag_is_answered_304_at_the_route_and_at_the_front(client: Any) -> None:
    first = client.get(RATIO)
    tag = first.headers["etag"]
    again = client.get(RATIO, {"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    other = client.get(RATIO + "&tier=higher", {"if-none-match": f'"x", W/{tag}'})
    assert other.status_code == 304
    assert client.get(RATIO, {"if-none-match": '"other"'}).status_code == 200


def test_gzip_comes_after_the_first_reply_and_holds_the_same(client: Any) -> None:
    takes = {"accept-encoding": "gzip"}
    replies = [client.get(RATIO, takes) for _ in range(3)]
    assert "content-encoding" not in replies[0].headers
    assert replies[2].headers["content-encoding"] == "gzip"
    assert replies[2].headers["etag"] != replies[0].headers["etag"]
    assert replies[2].content == replies[0].content
    assert int(replies[2].headers["content-length"]) < int(replies[0].headers["content-length"])
    plain = client.get(RATIO)
    assert "content-encoding" not in plain.headers
    tag = replies[2].headers["etag"]
    assert client.get(RATIO, {**takes, "if-none-match": tag}).status_code == 304
    refuses = client.get(RATIO, {"accept-encoding": "gzip;q=0"})
    assert "content-encoding" not in refuses.headers


def test_head_has_the_headers_and_no_body(client: Any) -> None:
    whole = client.get(RATIO)
    head = client.get(RATIO, method="HEAD")
    assert head.content == b""
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.headers["etag"] == whole.headers["etag"]


def test_pages_cover_everything_once(client: Any) -> None:
    whole = client.get(RATIO).json()["data"]
    rows: list[Any] = []
    cursor = None
    while True:
        params = {"of": "ratio", "in": "gcse-maths", "limit": 7}
        answer = client.get(
            "/v1/dependents", params=params | ({"cursor": cursor} if cursor else {})
        )
        assert answer.status_code == 200
        rows += answer.json()["data"]
        cursor = answer.json()["meta"]["next"]
        if cursor is None:
            break
    assert rows == whole


@pytest.mark.parametrize("cursor", ["x", "Mg", "////", "é", "MTAwLmFiYw"])
def test_a_cursor_of_another_answer_is_refused(client: Any, cursor: str) -> None:
    params = {"of": "ratio", "in": "gcse-maths", "cursor": cursor}
    body = problem(client.get("/v1/dependents", params=params), 422, "bad-parameter")
    assert body["parameter"] == "cursor"


def test_fields_narrow_and_widen_and_groups_gather(client: Any) -> None:
    answer = client.get(RATIO + "&group=strand&fields=id,summary&fields=code").json()
    flat = client.get(RATIO).json()["data"]
    assert sum(group["total"] for group in answer["data"]) == len(flat)
    assert {group["strand"] for group in answer["data"]} == {row["strand"] for row in flat}
    for group in answer["data"]:
        for row in group["rows"]:
            assert list(row) == ["id", "summary", "code"]
            assert row["summary"]
    body = problem(client.get(RATIO + "&fields=id,nope"), 422, "bad-parameter")
    assert "nope" in body["detail"]
    problem(client.get(RATIO + "&group=chain"), 422, "bad-parameter")


@pytest.mark.parametrize(
    ("path", "status", "slug", "parameter"),
    [
        ("/v1/dependents", 422, "bad-parameter", "of"),
        ("/v1/dependents?of=", 422, "not-found", "of"),
        ("/v1/dependents?of=rasio", 422, "not-found", "of"),
        ("/v1/dependents?of=ratio&in=latin", 422, "not-found", "in"),
        ("/v1/dependents?of=ratio&strand=x", 422, "bad-parameter", "strand"),
        ("/v1/dependents?of=ratio&without=a~b", 422, "not-found", "without"),
        ("/v1/dependents?of=ratio&depth=0", 422, "bad-parameter", "depth"),
        ("/v1/dependents?of=ratio&depth=many", 422, "bad-parameter", "depth"),
        ("/v1/dependents?of=ratio&tier=middle", 422, "bad-parameter", "tier"),
        ("/v1/dependents?of=ratio&limit=1001", 422, "bad-parameter", "limit"),
        ("/v1/dependents?of=ratio&teir=higher", 422, "unknown-parameter", "teir"),
        ("/v1/explain?dependent=R5", 422, "bad-parameter", "prerequisite"),
        ("/v1/explain?dependent=R5&prerequisite=ratio&k=51", 422, "bad-parameter", "k"),
        ("/v1/share?of=ratio", 422, "bad-parameter", "in"),
        ("/v1/share?of=ratio&in=ks3-maths&tier=higher-only", 422, "bad-parameter", "tier"),
        ("/v1/swing?of=ratio&in=ks3-maths&by=weight", 422, "bad-parameter", "by"),
        ("/v1/gaps", 422, "bad-parameter", "target"),
        ("/v1/statements/gcse-maths:R99", 404, "not-found", "id"),
        ("/v1/topics/gcse-maths:R5", 404, "not-found", "id"),
        ("/v1/edges/maths:a~maths:b", 404, "not-found", "id"),
        ("/v1/topics?theme=rasio", 422, "not-found", "theme"),
        ("/v1/nothing", 404, "not-found", None),
        ("/problems/nothing", 404, "not-found", "slug"),
    ],
)
def test_every_error_is_a_problem_that_names_its_parameter(
    client: Any, path: str, status: int, slug: str, parameter: str | None
) -> None:
    body = problem(client.get(path), status, slug)
    assert body.get("parameter") == parameter
    if slug == "not-found" and parameter not in (None, "slug") and not path.endswith("of="):
        assert body["nearest"]
    assert client.get(body["type"]).status_code == 200


def test_the_nearest_of_a_misspelling_is_what_was_meant(client: Any) -> None:
    body = problem(client.get("/v1/dependents?of=rasio"), 422, "not-found")
    assert "ratio" in body["nearest"]
    body = problem(client.get("/v1/dependents?of=sharing+in+a+ration"), 422, "not-found")
    assert "maths:dividing-in-a-ratio" in body["nearest"]


def test_a_retired_identifier_is_gone_and_names_its_heirs(
    make_client: Callable[[Index], Any], curriculum: Curriculum
) -> None:
    heir = curriculum.topics[0].id
    retired = Retired(
        id="maths:of-old", replaced_by=(heir,), date=date(2026, 9, 1), reason="renamed"
    )
    client = make_client(build_index(curriculum.model_copy(update={"retired": (retired,)})))
    for path in ("/v1/topics/maths:of-old", "/v1/dependents?of=MATHS:of-old"):
        body = problem(client.get(path), 410, "gone")
        assert body["replaced_by"] == [heir]


def test_other_methods_are_refused_with_those_that_are_taken(client: Any) -> None:
    response = client.get(RATIO, method="POST")
    problem(response, 405, "method-not-allowed")
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize(
    "query",
    [
        "of=%00", "of=%ff%fe", "of=%ED%A0%80", "of=" + "a" * 20000, "of=" + "%E2%80%AE" * 50,
        "of=ratio&of=" + "&of=".join("xyz" for _ in range(300)), "%00=1", "of=ratio&in=%00",
        "of=R5&strand=%2A", "of=../../etc/passwd", "of=<script>alert(1)</script>", "of[]=ratio",
        "of=ratio&depth=99999999999999999999", "of=ratio&depth=1e3", "of=ratio&limit=-1",
        "of=ratio&cursor=%00", "of=ratio&fields=,,,", "of=ratio&group=%22", "=", "&&&", "of",
    ],
)  # fmt: skip
def test_hostile_queries_are_answered_or_refused_but_never_fail(client: Any, query: str) -> None:
    needed = {"/v1/share": "in=gcse-maths&", "/v1/explain": "dependent=G20&prerequisite=ratio&"}
    for path in ("/v1/dependents", "/v1/share", "/v1/explain", "/v1/topics", "/"):
        own = query.replace("of=ratio&", "") if path == "/v1/explain" else query
        response = client.get(f"{path}?{needed.get(path, '')}{own}")
        assert response.status_code in (200, 422), (path, response.status_code)
        assert len(response.content) < 1_000_000 or response.status_code == 200
        if response.status_code == 422 and path != "/":
            assert len(response.content) < 4000
            json.loads(response.content)


def test_hostile_paths_are_refused(client: Any) -> None:
    for path in ("/v1/topics/%00", "/v1/topics/%ff", "/v1/topics/" + "a" * 5000, "/v1//"):
        assert client.get(path).status_code in (404, 422)


def test_lists_filter_by_their_own_fields_and_name_their_licence(client: Any) -> None:
    rows = client.get("/v1/statements?framework=gcse-maths&strand=probability").json()["data"]
    assert [row["code"] for row in rows] == [f"P{n}" for n in range(1, 10)]
    for row in rows:
        assert row["source"] == "dfe-gcse-maths-2013"
        assert row["licence"] == "OGL v3.0"
    topics = client.get("/v1/topics?stage=KS2").json()["data"]
    assert topics
    assert {row["stage"] for row in topics} == {"KS2"}
    edges = client.get("/v1/edges?strength=essential&reasoning=multiplicative").json()["data"]
    assert {(row["strength"], row["reasoning"]) for row in edges} == {
        ("essential", "multiplicative")
    }
    members = client.get("/v1/topics?theme=Ratio&fields=id,themes").json()["data"]
    assert all("ratio" in row["themes"] for row in members)


@pytest.mark.parametrize(
    "collection",
    ["statements", "topics", "themes", "frameworks", "edges", "refused", "sources"],
)
def test_every_row_of_a_list_is_found_by_its_id(client: Any, collection: str) -> None:
    answer = client.get(f"/v1/{collection}?limit=1000").json()
    rows = answer["data"]
    assert answer["meta"]["total"] >= len(rows) > 0
    for row in (rows[0], rows[-1]):
        one = client.get(f"/v1/{collection}/{row['id'].upper()}")
        assert one.status_code == 200, one.text
        assert one.json()["data"] == row


def test_the_data_set_holds_every_collection(client: Any) -> None:
    answer = client.get("/v1/dataset").json()
    for name, rows in answer["data"].items():
        assert answer["meta"]["counts"][name] == len(rows)
        assert client.get(f"/v1/{name}?limit=1").json()["meta"]["total"] == len(rows)


def test_health_metrics_and_documentation(client: Any, index: Index) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    ready = client.get("/health/ready").json()
    assert ready["dataset_version"] == index.version
    client.get(RATIO)
    client.get(RATIO)
    assert "coherence_cache_hits_total 1.0" in client.get("/metrics").text
    docs = client.get("/docs")
    assert docs.status_code == 200
    assert "http://" not in docs.text
    assert "https://" not in docs.text


def test_the_page_answers_without_scripts_and_explains_errors(client: Any) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for row in client.get(RATIO).json()["data"]:
        assert f">{row['code']}</a>" in page.text
    wrong = client.get("/?of=%3Cb%3Erasio&in=gcse-maths")
    assert wrong.status_code == 422
    assert "<b>rasio" not in wrong.text
    assert "Did you mean" in wrong.text
    assert client.get("/style.css").headers["content-type"].startswith("text/css")


def test_gzip_bytes_are_the_answer(client: Any, index: Index) -> None:
    store = client.app.store
    for _ in range(2):
        client.get(RATIO, {"accept-encoding": "gzip"})
    kept = store.get(client.app._keys[("/v1/dependents", b"of=ratio&in=gcse-maths")])
    assert gzip.decompress(kept.compressed) == kept.body
    assert store.held >= len(kept.body) + len(kept.compressed)


@pytest.mark.parametrize("parameter", ["of", "without", "in", "strand"])
def test_a_long_unknown_name_is_refused_at_once(client: Any, parameter: str) -> None:
    query = {"of": "ratio", "in": "gcse-maths"} | {parameter: "ab~maths:" * 4000}
    body = problem(client.get("/v1/dependents", params=query), 422, "bad-parameter")
    assert body["parameter"] == parameter


@pytest.mark.parametrize("depth", [10**14, 10**18])
def test_a_depth_beyond_the_graph_changes_nothing(client: Any, depth: int) -> None:
    path = "/v1/explain?dependent=gcse-maths:G20&prerequisite=ratio"
    whole = client.get(path).json()
    deep = client.get(f"{path}&depth={depth}")
    assert deep.status_code == 200
    assert deep.json()["data"] == whole["data"]


def test_edges_of_a_statement_are_those_of_its_topics(client: Any) -> None:
    edges = client.get("/v1/edges?dependent=gcse-maths:G20").json()["data"]
    topics = {row["topic"] for row in client.get("/v1/statements/G20").json()["data"]["topics"]}
    assert edges
    assert {edge["dependent"] for edge in edges} <= topics
    assert client.get("/v1/edges?prerequisite=ratio").json()["meta"]["total"] > 10


def test_a_filter_takes_only_its_kind(client: Any) -> None:
    body = problem(client.get("/v1/topics?theme=R5"), 422, "bad-parameter")
    assert "which is no theme" in body["detail"]


def test_the_page_takes_any_link_and_shows_bad_values(client: Any) -> None:
    assert client.get("/?of=ratio&utm_source=x").status_code == 200
    page = client.get("/?of=ratio&tier=bogus")
    assert page.status_code == 422
    assert "There is a problem" in page.text


def test_a_group_counts_its_rows_over_all_pages(client: Any) -> None:
    whole = client.get(RATIO + "&group=strand").json()["data"]
    first = client.get(RATIO + "&group=strand&limit=2").json()["data"][0]
    assert first["total"] == whole[0]["total"] > len(first["rows"]) == 2
