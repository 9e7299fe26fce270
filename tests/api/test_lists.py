"""The lists and things of science, over HTTP and on the line."""

from __future__ import annotations

from typing import Any

import pytest

LISTS = {
    "equations": "equations?subject=science&tier=foundation&pathway=combined&kind=equation",
    "terms": "terms",
    "schemes": "schemes?subject=science",
    "timing": "timing?scheme=oak-science&fact=needed&topic=maths:ratio",
}


@pytest.mark.parametrize(("name", "filtered"), LISTS.items())
def test_a_list_and_its_rows_by_id(
    joint_client: Any, joint_run: Any, name: str, filtered: str
) -> None:
    whole = joint_client.get(f"/v1/{name}")
    assert whole.json()["meta"]["total"] == len(whole.json()["data"]) > 0
    assert joint_run("list", name, "--format", "json").output == whole.text + "\n"
    assert joint_run("list", name).exit_code == 0
    for row in whole.json()["data"]:
        one = joint_client.get(f"/v1/{name}/{row['id'].upper()}")
        assert one.json()["data"] == row
        assert row["licence"]
        assert joint_run("show", row["id"], "--format", "json").output == one.text + "\n"
        for form in ("table", "csv", "markdown"):
            assert joint_run("show", row["id"], "--format", form).exit_code == 0
    kept = joint_client.get(f"/v1/{filtered}").json()["data"]
    assert 0 < len(kept) <= len(whole.json()["data"])
    assert all(row in whole.json()["data"] for row in kept)


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("topics?subject=science&quantitative=false", ["biology:cells"]),
        ("topics?subject=physics&stage=KS3", ["physics:speed"]),
        ("topics?subject=chemistry&pathway=combined", []),
        ("topics?subject=chemistry&pathway=separate", ["chemistry:moles"]),
        ("statements?subject=biology", ["ks4-science:BIO1"]),
        ("statements?framework=ks4-science&strand=Sp", ["ks4-science:PHY1", "ks4-science:PHY2"]),
        ("edges?type=uses&dependent=physics:speed", ["physics:speed~maths:density"]),
        ("edges?type=requires&dependent=physics:motion", ["physics:motion~physics:speed"]),
        ("edges?type=uses&prerequisite=theme-none", None),
        ("equations?subject=physics", ["PE01"]),
        ("equations?subject=biology", []),
        ("schemes?subject=maths", ["oak-maths"]),
    ],
)
def test_lists_filter_by_what_science_has(
    joint_client: Any, path: str, ids: list[str] | None
) -> None:
    response = joint_client.get(f"/v1/{path}")
    if ids is None:
        assert response.status_code == 422
    else:
        assert [row["id"] for row in response.json()["data"]] == ids


def test_what_rows_say_of_science(joint_client: Any) -> None:
    topic = joint_client.get("/v1/topics/physics:density").json()["data"]
    assert (topic["tier"], topic["pathway"], topic["quantitative"]) == (
        "foundation",
        ["combined", "separate"],
        True,
    )
    assert topic["equations"] == ["PE01"]
    assert topic["uses"] == ["physics:density~maths:density", "physics:density~maths:density~2"]
    maths = joint_client.get("/v1/topics/maths:ratio").json()["data"]
    assert (maths["tier"], maths["pathway"], maths["quantitative"]) == (None, [], None)
    assert maths["uses"] == ["chemistry:moles~maths:ratio", "physics:motion~maths:ratio"]
    skill = joint_client.get("/v1/statements/gcse-science-skills:3b").json()["data"]
    assert skill["skill"]["subjects"] == ["biology", "chemistry", "physics"]
    statement = joint_client.get("/v1/statements/ks4-science:PHY2").json()["data"]
    assert (statement["subject"], statement["skill"]) == ("physics", None)
    equation = joint_client.get("/v1/equations/Density").json()["data"]
    assert equation["quantities"][0] == {"symbol": "ρ", "name": "density", "unit": "kg/m³"}


def test_the_data_set_holds_what_science_has(joint_client: Any) -> None:
    answer = joint_client.get("/v1/dataset").json()
    for name, rows in answer["data"].items():
        assert answer["meta"]["counts"][name] == len(rows) > 0
        assert joint_client.get(f"/v1/{name}?limit=1000").json()["data"] == rows


@pytest.mark.parametrize("of", ["ratio", "PE01", "ks4-science:PHY2", "maths:density"])
def test_the_page_answers_about_science(joint_client: Any, of: str) -> None:
    page = joint_client.get(f"/?of={of}&in=ks4-science")
    assert page.status_code == 200
    assert "<script" not in page.text
    rows = joint_client.get(f"/v1/dependents?of={of}&in=ks4-science").json()["data"]
    for row in rows:
        assert f">{row['code']}</a>" in page.text
    used = [link for row in rows for link in row["chain"] if link["type"] == "uses"]
    assert page.text.count("</strong> uses <strong>") == len(used)
    assert page.text.count("<em>For:</em>") == len(used)


def test_the_page_of_a_framework_without_content_is_empty(joint_client: Any) -> None:
    assert joint_client.get("/?of=ratio&in=gcse-science-skills").status_code == 200


def test_questions_in_a_framework_without_content_have_no_rows(joint_client: Any) -> None:
    for path in ("dependents?of=ratio", "prerequisites?of=ratio", "bottlenecks?"):
        response = joint_client.get(f"/v1/{path}&in=gcse-science-skills")
        assert response.status_code == 200
        assert response.json()["data"] == []
    for path in ("share", "swing"):
        response = joint_client.get(f"/v1/{path}?of=ratio&in=gcse-science-skills")
        assert response.status_code == 422
        assert "no content" in response.json()["detail"]
