"""What tests of saved work share: plans, data with retired identifiers, and a caller."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import httpx
from starlette.types import ASGIApp

from graph.index import Index, build_index
from ontology.findings import Where
from ontology.plans import Course, Plan, Settings, Suppression, Unit
from ontology.records import Retired
from ontology.vocabulary import Department
from tests.api.joint import JOINT

MATHS, SCIENCE = Department.MATHS, Department.SCIENCE
RATIO = "maths:ratio"


def unit(text: str, **more: Any) -> Unit:
    where = Where(file="plan.xlsx", sheet="Year 8", cell="C7")
    return Unit(id=text, text=text, where=where, **more)


def plan(*texts: str, department: Department | None = MATHS) -> Plan:
    return Plan(file="plan.xlsx", department=department, units=tuple(map(unit, texts)))


WHOLE = Plan(
    file="Ünit – plan.xlsx",
    department=SCIENCE,
    courses=(Course.HIGHER, Course.COMBINED),
    units=(
        unit("Speed\n& motion", year=7, half_term=2, span=2, weeks=2.5, names=("physics:speed",)),
        unit("=1+1", pinned=True, together="a", classes=("8x1",), hidden=True),
    ),
    settings=Settings(suppressions=(Suppression(rule="GAP001", about=None, reason="We know"),)),
)


def retired(*rows: tuple[str, tuple[str, ...]]) -> Index:
    return build_index(
        JOINT.model_copy(
            update={
                "retired": tuple(
                    Retired(id=id_, replaced_by=heirs, date=date(2026, 9, 1), reason="Renamed")
                    for id_, heirs in rows
                )
            }
        )
    )


OLD = retired(
    ("maths:old", ("maths:older", "maths:density")),
    ("maths:older", (RATIO, "maths:gradients")),
    ("maths:lost", ()),
    ("maths:round", ("maths:about",)),
    ("maths:about", ("maths:round",)),
)
"""The small curriculum with identifiers that were retired, some of them twice or in a circle."""

HERE, AWAY = "http://127.0.0.1:8000", "http://192.0.2.7:8000"
PLAN = {
    "department": "maths",
    "units": [
        {"text": "Ratio & proportion", "year": 8, "half_term": 3, "names": ["maths:older"]},
        {"text": "Ünit = 1\nthen “rates”", "year": 9, "pinned": True},
    ],
}
BODY = {"name": "Year 8", "plan": PLAN}
JSON = {"content-type": "application/json"}


EVERY: list[tuple[str, str, Any]] = [
    ("GET", "/v1/plans", None),
    ("POST", "/v1/plans", BODY),
    ("DELETE", "/v1/plans?confirm=local", None),
    ("GET", "/v1/plans/export", None),
    ("GET", "/v1/plans/matches", None),
    ("PUT", "/v1/plans/matches", []),
    ("DELETE", "/v1/plans/matches?text=a&department=maths", None),
    ("GET", "/v1/plans/p-1", None),
    ("PUT", "/v1/plans/p-1", BODY),
    ("DELETE", "/v1/plans/p-1", None),
    ("GET", "/v1/plans/p-1/versions", None),
]
"""A request of each kind that sees or changes what a school keeps."""


class Caller:
    """Sends requests to an app as from a place, with a key or without."""

    def __init__(self, app: ASGIApp, base: str = HERE, key: str | None = None) -> None:
        self.app = app
        self.base = base
        self.key = key

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        own = {} if self.key is None else {"authorization": f"Bearer {self.key}"}
        own |= {} if body is None else JSON
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return asyncio.run(self._send(method, path, content, {**own, **(headers or {})}))

    async def _send(
        self, method: str, path: str, content: bytes | None, headers: dict[str, str]
    ) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
            return await client.request(method, path, content=content, headers=headers)


def problem(response: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["detail"]
    assert len(response.content) < 100_000
    return body
