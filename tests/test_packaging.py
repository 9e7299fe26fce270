"""What is installed: our names belong to us alone, and the wheel holds the data."""

from __future__ import annotations

import importlib
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("ontology", "graph", "loaders", "api")


@pytest.mark.parametrize("name", OURS)
def test_the_name_is_owned_by_this_distribution_only(name: str) -> None:
    # An editable install lists no packages; then the name must still be the checkout's.
    owners = packages_distributions().get(name, ["curriculum-coherence"])
    assert set(owners) == {"curriculum-coherence"}
    found = importlib.import_module(name).__file__
    assert found is not None
    assert Path(found).parent in (ROOT / name, Path(sysconfig.get_path("purelib")) / name)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_packages_templates_and_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(OURS)
    assert "api/templates/answer.html" in names
    data = sorted(path.relative_to(ROOT / "data") for path in (ROOT / "data").rglob("*.csv"))
    shipped = sorted(n.removeprefix("ontology/_data/") for n in names if "/_data/" in n)
    assert shipped == [path.as_posix() for path in data]


def test_the_wheel_answers_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import ontology.where as w; "
        "from api.cli import app; assert str(w.data_folder()).startswith(sys.argv[1]); "
        "app(['dependents', 'ratio', '--in', 'gcse-maths', '--limit', '3'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "site")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "3 of" in done.stdout
