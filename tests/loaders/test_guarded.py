from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from loaders import guarded
from loaders.archive import LIMITS, MIB, Limits
from loaders.guarded import read_workbook, read_workbook_here
from ontology.uploads import Refused
from tests.loaders.packages import (
    MAIN,
    archive,
    open_document,
    text,
    with_part,
    workbook,
    workbook_parts,
    worksheet,
)

ROWS = (
    f'<row r="1" hidden="1">{text("A1", "2 × 3")}</row>'
    f'<row r="2">{text("A2", "a")}<c r="B2" t="e"><v>#N/A</v></c><c r="C2"><f>1</f></c></row>'
)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("plan.xlsx", workbook(ROWS)),
        ("plan.xlsx", archive(workbook_parts({"a": worksheet(""), "b": worksheet(ROWS)}))),
        ("plan.ods", open_document("<table:table-row/>")),
        ("plan.csv", "Year,Unit\n7,2 × 3\n".encode("cp1252")),
        ("Ünit = \ud800 \n.csv", b"a,#N/A"),
    ],
)
def test_the_child_reads_what_is_read_here(file: str, data: bytes) -> None:
    book = read_workbook(file, data)
    assert book == read_workbook_here(file, data)
    assert book.grids
    assert {grid.file for grid in book.grids} == {file}


def test_a_refusal_in_the_child_is_the_refusal_here() -> None:
    bomb = with_part(workbook(""), "xl/sharedStrings.xml", "<!DOCTYPE a><sst/>")
    with pytest.raises(Refused) as there:
        read_workbook("plan.xlsx", bomb)
    with pytest.raises(Refused) as here:
        read_workbook_here("plan.xlsx", bomb)
    assert there.value.detail == here.value.detail
    assert "declares a document type" in there.value.seen


def heavy(rows: int) -> bytes:
    """A workbook whose parsing takes much memory and time: very many empty cells."""
    row = "".join(f'<c s="{n % 7}"/>' for n in range(2_000))
    return workbook("".join(f'<row r="{n}">{row}</row>' for n in range(1, rows)))


def test_too_much_time_is_refused() -> None:
    limits = replace(LIMITS, ratio=100_000, seconds=0.01)
    with pytest.raises(Refused, match=r"reading it took longer than 0\.01 seconds"):
        read_workbook("plan.xlsx", workbook(ROWS), limits)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bind memory")
def test_too_much_memory_is_refused() -> None:
    limits = replace(LIMITS, ratio=100_000, expanded=200 * MIB, memory=190 * MIB)
    parts = workbook_parts({"A": worksheet("")})
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><t>' + "a" * (60 * MIB) + "</t></si></sst>"
    )
    with pytest.raises(Refused, match="memory"):
        read_workbook("plan.xlsx", archive(parts), limits)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not bind processor time")
def test_too_much_processor_time_is_refused() -> None:
    limits = replace(LIMITS, ratio=100_000, processor=1, seconds=600.0)
    with pytest.raises(Refused, match="it took more memory or time than it may"):
        read_workbook("plan.xlsx", heavy(1_500), limits)


def test_too_long_an_answer_is_refused() -> None:
    with pytest.raises(Refused, match=r"is more than 0\.5 MiB of text"):
        read_workbook("plan.csv", b"Year,Unit\n" * 5_000, replace(LIMITS, answer=MIB // 2))


def test_a_file_that_is_too_large_starts_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(Refused, match="at most 10 MiB are read"):
        read_workbook("plan.xlsx", b"PK\x03\x04" + bytes(10 * MIB) + b"x")


def test_the_child_has_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    seen: list[dict[str, str]] = []
    true_popen = subprocess.Popen

    def popen(*args: object, **options: object) -> object:
        env = options["env"]
        assert isinstance(env, dict)
        seen.append(env)
        return true_popen(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", popen)
    read_workbook("plan.csv", b"a,b")
    assert set(seen[0]) <= {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "SYSTEMROOT"}


def test_the_child_is_found_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loaders.py").write_text("raise SystemExit(3)", encoding="utf-8")
    here = os.fspath(Path(guarded.__file__).parent.parent)
    monkeypatch.setattr(sys, "path", [here, *(path for path in sys.path if path)])
    monkeypatch.chdir(tmp_path)
    assert read_workbook("plan.csv", b"a,b").grids[0].cells[0].text == "a"


def child(
    monkeypatch: pytest.MonkeyPatch, code: int, answer: bytes, late: bool = False
) -> pytest.RaisesExc[Refused]:
    """What is raised when the child ends like this."""

    def ask(ending: str, data: bytes, limits: Limits) -> tuple[int, bytes, bool]:
        return code, answer, late

    monkeypatch.setattr(guarded, "_ask", ask)
    return pytest.raises(Refused)


@pytest.mark.parametrize(
    ("code", "answer", "seen", "logged"),
    [
        (-6, b"", "more memory or time", "signal 6"),
        (1, b"", "could not be read", "ended with 1"),
        (0, b"", "could not be read", "errors"),
        (0, b'{"grids": [{"file": 1}]}', "could not be read", "errors"),
        (0, b'{"failed": "line 3\\nKeyError"}', "did not expect", "KeyError"),
    ],
)
def test_a_child_that_ends_badly_is_a_refusal_and_is_logged(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    code: int,
    answer: bytes,
    seen: str,
    logged: str,
) -> None:
    with caplog.at_level(logging.WARNING), child(monkeypatch, code, answer) as caught:
        read_workbook("plan.csv", b"a,b")
    assert seen in caught.value.seen
    assert logged in caplog.text


def test_a_fault_of_ours_is_told_without_what_the_file_says(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    def broken(file: str, data: bytes, limits: Limits) -> None:
        raise KeyError(data.decode())

    monkeypatch.setattr(guarded, "read_workbook_here", broken)
    found = guarded._answer("upload.csv", b"Annie Example", LIMITS)
    assert found.failed is not None
    assert found.failed.endswith("KeyError")
    assert "Annie" not in found.failed


def test_the_child_answers_in_json() -> None:
    header = json.dumps({"file": "upload.csv", "limits": {}}).encode()
    done = subprocess.run(
        [sys.executable, "-m", "loaders.guarded"],
        input=header + b"\na,b", capture_output=True, check=True,
        cwd=Path(guarded.__file__).parent.parent,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert [cell["text"] for cell in answer["grids"][0]["cells"]] == ["a", "b"]
    assert done.stderr == b""
