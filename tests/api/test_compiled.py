"""The compiled form: made once, found again, made anew when it is damaged, never stale."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from api.compiled import KEPT, open_index
from graph.index import Index
from graph.packed import pack, unpack
from ontology.errors import DataError
from ontology.where import data_folder


def forms(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.json"))


def test_it_is_made_once_and_holds_the_same(tmp_path: Path, index: Index) -> None:
    for _ in range(2):
        opened = open_index(data_folder(), tmp_path)
        assert opened.version == index.version
        assert opened.ways == index.ways
        assert opened.curriculum == index.curriculum
    assert len(forms(tmp_path)) == 1


def test_a_changed_file_gives_another(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    before = open_index(folder, tmp_path / "cache")
    themes = folder / "themes.csv"
    themes.write_bytes(themes.read_bytes().replace(b"Ratios themselves", b"Ratios as such"))
    after = open_index(folder, tmp_path / "cache")
    assert after.version != before.version
    assert len(forms(tmp_path / "cache")) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format":0}', b"\xff\xfe"])
def test_a_damaged_one_is_made_anew(tmp_path: Path, index: Index, damage: bytes) -> None:
    open_index(data_folder(), tmp_path)
    forms(tmp_path)[0].write_bytes(damage)
    assert open_index(data_folder(), tmp_path).version == index.version
    assert unpack(forms(tmp_path)[0].read_bytes()).version == index.version


def test_a_table_of_other_topics_is_refused(index: Index) -> None:
    data = pack(index).replace(b'"ways":[', b'"ways":[0,', 1)
    with pytest.raises(ValueError, match="another number of topics"):
        unpack(data)


def test_data_with_errors_are_never_compiled(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    (folder / "themes.csv").write_bytes(b"id,label\n")
    for _ in range(2):
        with pytest.raises(DataError):
            open_index(folder, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, index: Index) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert open_index(data_folder(), blocked / "cache").version == index.version


def test_the_oldest_go(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        (tmp_path / f"{number}.json").write_bytes(b"{}")
    open_index(data_folder(), tmp_path)
    assert len(forms(tmp_path)) == KEPT
