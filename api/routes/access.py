"""Whose work a request may see: a school's by its key, or the local one without a key.

The local workspace is for who works on the machine on which the service runs. It is open only
where the service is bound to a loopback address and the connection came in at one: both are facts
of the server's sockets. What a client sends may close it, never open it: a header that a proxy
adds, or a Host or Origin that is not this machine, means that the request came from elsewhere.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.types import Scope

from api.planning import Confirmed
from api.refusals import KeyNeeded, NothingKept
from api.workspaces import Workspace, Workspaces, confirmations

PASSED_ON = frozenset((b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"))
"""Headers that say that somebody passed the request on."""
HOST = re.compile(r"(?:\[([^\[\]]+)\]|([^:\[\]]+))(?::\d{1,5})?")
"""A Host header: an IPv6 address in brackets, or a name or IPv4 address; perhaps a port."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where schools' work is kept (None: nowhere), and whether a local one may need no key."""

    workspaces: Workspaces | None = None
    local: bool = False


def is_loopback(address: str) -> bool:
    """Whether an IP address is this machine's own loopback; names are none."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def came_by_loopback(scope: Scope) -> bool:
    """Whether a request came in at a loopback address, and nothing says that it was passed on."""
    server = scope.get("server")
    if not server or not is_loopback(str(server[0])):
        return False
    given: dict[bytes, list[str]] = {}
    for name, value in scope["headers"]:
        given.setdefault(name.lower(), []).append(value.decode("latin-1").strip())
    if not PASSED_ON.isdisjoint(given):
        return False
    hosts = given.get(b"host", [])
    if len(hosts) > 1 or not all(_is_here(host) for host in hosts):
        return False
    own = given.get(b"sec-fetch-site") == ["same-origin"]
    return all(_is_own(origin, hosts, own) for origin in given.get(b"origin", []))


def _is_here(host: str) -> bool:
    """Whether a Host header names this machine: another name may lead here by a trick of DNS."""
    found = HOST.fullmatch(host)
    name = "" if found is None else found[1] or found[2]
    return name.lower() == "localhost" or is_loopback(name)


def _is_own(origin: str, hosts: Sequence[str], own: bool) -> bool:
    """Whether an Origin is this service's own.

    Browsers write `null` for a form of a page of ours, which tells nobody where it was; that it is
    ours is then what Sec-Fetch-Site says, which no page can set.
    """
    return origin.partition("://")[2] in hosts or (origin == "null" and own)


async def find_workspace(request: Request) -> Workspace | None:
    """The workspace of a request: of its key, else the local one, else None; none is made.

    Raises:
        KeyNeeded: a key was sent that opens no workspace.
    """
    access: Access = request.app.state.access
    key = _key(request)
    workspaces = access.workspaces
    if workspaces is None:
        return None
    if key is not None:
        return await run_in_threadpool(_by_key, workspaces, key)
    if access.local and came_by_loopback(request.scope):
        return await run_in_threadpool(workspaces.find_local)
    return None


async def get_workspace(request: Request) -> Workspace:
    """The workspace of a request; the local one is made where it is not there.

    Raises:
        NothingKept: the service was started without a store.
        KeyNeeded: beyond loopback without a key, or with one that opens no workspace.
    """
    access: Access = request.app.state.access
    workspaces = access.workspaces
    if workspaces is None:
        raise NothingKept("It was started without a file to keep work in.", "COHERENCE_STORE")
    key = _key(request)
    if key is not None:
        return await run_in_threadpool(_by_key, workspaces, key)
    if access.local and came_by_loopback(request.scope):
        return await run_in_threadpool(workspaces.open_local)
    raise KeyNeeded(
        "Saved plans and confirmed matches are a school's own. Send its key, as "
        "Authorization: Bearer KEY; whoever runs the service makes one with "
        "`coherence workspace create NAME`."
    )


WorkspaceDep = Annotated[Workspace, Depends(get_workspace)]
FoundWorkspaceDep = Annotated[Workspace | None, Depends(find_workspace)]


async def get_confirmed(request: Request, workspace: FoundWorkspaceDep) -> Confirmed:
    """What the school that asks confirmed before; nothing where no school is known."""
    return confirmations(workspace, request.app.state.answers.index)


def _key(request: Request) -> str | None:
    """The key that was sent. Raises KeyNeeded for another kind of credentials, or several."""
    given = request.headers.getlist("authorization")
    if not given:
        return None
    scheme, _, key = given[0].strip().partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer" or not key.strip():
        raise KeyNeeded("Send one key, as Authorization: Bearer KEY.", wrong=True)
    return key.strip()


def _by_key(workspaces: Workspaces, key: str) -> Workspace:
    found = workspaces.by_key(key)
    if found is None:
        raise KeyNeeded("This key opens no workspace: it is mistyped or was replaced.", wrong=True)
    return found
