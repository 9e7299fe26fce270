"""A client that speaks to the service in this process, and a curriculum with science for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from starlette.types import ASGIApp
from typer.testing import CliRunner, Result

from api import cli
from api.answers import Answers
from api.app import create_app
from api.routes.access import Access
from api.workspaces import Workspace, Workspaces
from graph.index import Index, build_index
from loaders.curated import load_curriculum, write_curriculum
from tests.api.joint import JOINT
from tests.api.kept import OLD, Caller

MIB = 1024 * 1024


class Client:
    """Sends requests to an app and waits for what the app still does after its reply."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        params: Mapping[str, str | int | list[str]] | None = None,
    ) -> httpx.Response:
        return asyncio.run(self._send(method, path, dict(headers or {}), params))

    async def _send(
        self,
        method: str,
        path: str,
        headers: dict[str, str],
        params: Mapping[str, str | int | list[str]] | None,
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            client.headers.pop("accept-encoding")
            response = await client.request(method, path, headers=headers, params=params)
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if others:
                await asyncio.wait(others)
            return response


@pytest.fixture
def make_client() -> Callable[[Index], Client]:
    return lambda index: Client(create_app(Answers(index, 16 * MIB)))


@pytest.fixture
def make_plain() -> Callable[[ASGIApp], Client]:
    return Client


@pytest.fixture
def client(make_client: Callable[[Index], Client], index: Index) -> Client:
    return make_client(index)


@pytest.fixture(scope="session")
def joint_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small curriculum of mathematics and science as a data folder."""
    folder = tmp_path_factory.mktemp("joint") / "data"
    write_curriculum(JOINT, folder)
    return folder


@pytest.fixture(scope="session")
def joint(joint_folder: Path) -> Index:
    return build_index(load_curriculum(joint_folder))


@pytest.fixture
def joint_client(make_client: Callable[[Index], Client], joint: Index) -> Client:
    return make_client(joint)


@pytest.fixture
def joint_run(joint_folder: Path) -> Callable[..., Result]:
    """Runs a command over the small curriculum."""
    environment = {
        "COHERENCE_DATA": str(joint_folder),
        "COHERENCE_CACHE": str(joint_folder.parent / "cache"),
    }
    return lambda *arguments: CliRunner().invoke(cli.app, list(arguments), env=environment)


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "schools.sqlite3"


@pytest.fixture
def schools(store_path: Path) -> Iterator[Workspaces]:
    opened = Workspaces(store_path)
    yield opened
    opened.close()


@pytest.fixture
def school(schools: Workspaces) -> Workspace:
    return schools.create("Oakwood School")[0]


@pytest.fixture
def saving(schools: Workspaces) -> ASGIApp:
    """A service on loopback over data with retired identifiers, which keeps work."""
    return create_app(Answers(OLD), access=Access(schools, local=True))


@pytest.fixture
def here(saving: ASGIApp) -> Caller:
    """Who sits at the machine on which the service runs."""
    return Caller(saving)
