"""Python clients: `python_client.py URL`; jsonrpcclient over httpx, or over websockets where the URL says so. Prints what it
is answered.
"""

import asyncio
import json
import sys

import httpx
import websockets
from jsonrpcclient import Ok, notification, parse, request


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class ByHttp:
    """A request for each message."""

    async def __aenter__(self):
        self.client = httpx.AsyncClient(trust_env=False, timeout=20)
        return self

    async def __aexit__(self, *fault):
        await self.client.aclose()

    async def exchange(self, message, answered=True):
        answer = await self.client.post(url, json=message)
        # Nothing comes for a notification, by the specification.
        assert (answer.content != b"") == answered, answer.content
        return answer.json() if answered else None


class ByWebSocket:
    """Answers find their requests by their ids."""

    async def __aenter__(self):
        self.socket = await websockets.connect(url, proxy=None)
        self.waiting, self.heard = {}, asyncio.Queue()
        self.reading = asyncio.ensure_future(self.read())
        return self

    async def __aexit__(self, *fault):
        await self.socket.close()
        await self.reading

    async def read(self):
        async for frame in self.socket:
            message = json.loads(frame)
            if "method" in message:
                await self.heard.put(message["params"])
            else:
                key = key_of(message)
                self.waiting.pop(key).set_result(message)

    async def exchange(self, message, answered=True):
        answer = asyncio.get_running_loop().create_future()
        if answered:
            self.waiting[key_of(message)] = answer
        await self.socket.send(json.dumps(message))
        return await answer if answered else None


def key_of(message):
    """The ids of a batch, whose answers come in any order."""
    return frozenset(one["id"] for one in message) if isinstance(message, list) else message["id"]


async def visit(line):
    async def ask(method, params):
        return parse(await line.exchange(request(method, params)))

    async def told(method, params):
        answer = await ask(method, params)
        return text(answer.result) if isinstance(answer, Ok) else answer.code

    print("add", await told("add", (5, 4)))
    print("named", await told("add", {"b": 4, "a": 5}))
    print("echo", await told("echo", (["ü", 1.5, None, {"a": [1]}],)))
    print("nothing", await told("nothing", None))
    refusal = await ask("refuse", {"id": 9})
    print("refused", refusal.code, refusal.message, text(refusal.data))
    print("invalid", await told("add", ("five", 4)))
    print("missing", await told("missing", None))
    for said in "one", "two":
        await line.exchange(notification("note", {"line": said}), answered=False)
    while len(noted := (await ask("noted", None)).result) < 2:
        await asyncio.sleep(0.01)
    print("noted", text(sorted(noted)))

    order = []

    async def slow(value, milliseconds):
        order.append((await ask("slow", {"milliseconds": milliseconds, "value": value})).result)

    await asyncio.gather(slow("late", 1500), slow("early", 0))
    print("slow", *order)

    together = [request("add", (1, 2)), request("missing"), request("echo", ("two",))]
    answers = {answer.id: answer for answer in parse(await line.exchange(together))}
    outcomes = [answers[one["id"]] for one in together]
    print("batch", text([one.result if isinstance(one, Ok) else one.code for one in outcomes]))

    page = (await ask("count", {"limit": 2})).result
    print("page", text(page["items"]), page["next_page_key"], page["total"])
    items = page["items"]
    while "next_page_key" in page:
        page = (await ask("count", {"limit": 2, "page_key": page["next_page_key"]})).result
        items += page["items"]
    print("pages", text(items))

    subscribed = await ask("ticks", {"to": 3})
    if not isinstance(subscribed, Ok):
        print("ticks refused", subscribed.code)
        return
    heard = [await line.heard.get() for _ in range(3)]
    assert all(one["subscription"] == subscribed.result for one in heard), heard
    print("ticks", text([one["result"] for one in heard]))


async def main():
    async with ByWebSocket() if url.startswith("ws") else ByHttp() as line:
        await visit(line)


url = sys.argv[1]
asyncio.run(main())
