"""A library on the Python package openrpc: HTTP and WebSocket on one port, its document made from the types below.

Ends with its owner: standard input is open as long as that lives.
"""

import asyncio
import os
import sys
import threading
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal, Optional, Union
from uuid import NAMESPACE_URL, UUID, uuid5

import uvicorn
from openrpc import Info, OpenRPCError, RPCApp
from pydantic import BaseModel, Field
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


class Shelf(Enum):
    NOVELS = "novels"
    MAPS = "maps"


class Author(BaseModel):
    name: str
    born: Optional[int] = None


class Printed(BaseModel):
    kind: Literal["printed"] = "printed"
    pages: int


class Recorded(BaseModel):
    kind: Literal["recorded"] = "recorded"
    minutes: float


Medium = Annotated[Union[Printed, Recorded], Field(discriminator="kind")]


class Item(BaseModel):
    id: UUID
    title: str
    shelf: Shelf
    price: Decimal
    added: datetime
    medium: Medium
    authors: list[Author] = []
    place: tuple[int, str] = (0, "")


class Topic(BaseModel):
    """Recursive."""

    name: str
    below: list["Topic"] = []


class NoSuchItem(OpenRPCError):
    def __init__(self, id: UUID) -> None:
        super().__init__(code=404, message="No such item", data={"id": str(id)})


app = RPCApp(Info(title="Library", version="1.0.0"))
items: dict[UUID, Item] = {}
notes: list[str] = []


@app.method()
def add_item(
    title: str,
    shelf: Shelf,
    price: Decimal,
    added: datetime,
    medium: Medium,
    authors: list[Author] = [],
    place: tuple[int, str] = (0, ""),
) -> Item:
    """Puts an item on a shelf."""
    item = Item(
        id=uuid5(NAMESPACE_URL, title),
        title=title,
        shelf=shelf,
        price=price,
        added=added,
        medium=medium,
        authors=authors,
        place=place,
    )
    items[item.id] = item
    return item


@app.method()
def get_item(id: UUID) -> Item:
    """One item."""
    if id not in items:
        raise NoSuchItem(id)
    return items[id]


@app.method()
def find_item(title: str, shelf: Optional[Shelf] = None) -> Optional[Item]:
    """The item of this title; null where there is none."""
    found = (item for item in items.values() if item.title == title)
    return next((item for item in found if shelf in (None, item.shelf)), None)


@app.method()
def count_by_shelf() -> dict[str, int]:
    """How many items there are on each shelf."""
    shelves = [item.shelf.value for item in items.values()]
    return {shelf: shelves.count(shelf) for shelf in shelves}


@app.method()
def deepen(topic: Topic, name: str) -> Topic:
    """The topic with another one below its last."""
    last = topic
    while last.below:
        last = last.below[-1]
    last.below.append(Topic(name=name))
    return topic


@app.method()
async def slow(milliseconds: int) -> int:
    """Answers after that long, so that later calls are answered first."""
    await asyncio.sleep(milliseconds / 1000)
    return milliseconds


@app.method()
def note(line: str) -> None:
    """Keeps a line."""
    notes.append(line)


@app.method()
def noted() -> list[str]:
    """The lines kept so far."""
    return notes


@app.method()
def stumble() -> int:
    """Always fails, with an error that nobody declared."""
    raise ValueError("a fault of the app")


async def over_http(request: Request) -> Response:
    answer = await app.process((await request.body()).decode())
    return Response(answer or "", media_type="application/json")


async def over_ws(socket: WebSocket) -> None:
    await socket.accept()
    calls = set()

    async def answer(text: str) -> None:
        said = await app.process(text)
        if said is not None:
            await socket.send_text(said)

    try:
        while True:
            # Each call by itself, so that answers overtake each other.
            call = asyncio.create_task(answer(await socket.receive_text()))
            calls.add(call)
            call.add_done_callback(calls.discard)
    except WebSocketDisconnect:
        for call in calls:
            call.cancel()


routes = [Route("/", over_http, methods=["POST"]), WebSocketRoute("/", over_ws)]


class Announced(uvicorn.Server):
    async def startup(self, *arguments, **named) -> None:
        await super().startup(*arguments, **named)
        host, port = self.servers[0].sockets[0].getsockname()
        print(f"listening {host}:{port}", flush=True)


def end_with_owner() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_owner, daemon=True).start()
Announced(uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="warning")).run()
