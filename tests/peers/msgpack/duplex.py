"""A peer of our own that speaks both ways at once and misbehaves on request, over the Python package msgpack:
`duplex.py tcp`, `duplex.py unix PATH` or `duplex.py stdio`.

What a method of `Methods` returns is its answer; `None` stands for nil, `UNANSWERED` for no answer by itself.
"""

import asyncio
import os
import struct
import sys
import threading

import msgpack

REQUEST, RESPONSE, NOTIFICATION = range(3)
UNANSWERED = object()


class Refusal(Exception):
    """An error of the peer at the other end, or one for it: any value."""


class Methods:
    """What the other end may call, of one connection."""

    def __init__(self, line):
        self.line = line
        self.notes = []

    # As they should be.

    async def add(self, id, a, b):
        return a + b

    async def echo(self, id, value):
        return value

    async def nothing(self, id):
        return None

    async def fail(self, id, text):
        raise Refusal(text)

    async def slow(self, id, milliseconds, value):
        await asyncio.sleep(milliseconds / 1000)
        return value

    async def noted(self, id):
        return self.notes

    async def tick(self, id, count):
        """Notifies so often before it answers."""
        for number in range(count):
            self.line.send([NOTIFICATION, "tick", [number]])
        return count

    async def call_back(self, id, method, params):
        return await self.line.call(method, *params)

    async def descend(self, id, depth):
        """Has the other end call this again, to the depth; gives the depth reached."""
        return 0 if depth == 0 else 1 + await self.line.call("descend", depth - 1)

    async def flood(self, id, count):
        """So many requests at once; gives the sum of their results."""
        return sum(await asyncio.gather(*(self.line.call("add", number, 1) for number in range(count))))

    # Without an answer.

    async def never(self, id):
        return UNANSWERED

    async def half(self, id):
        """Half an answer, and the end."""
        answer = msgpack.packb([RESPONSE, id, None, "x" * 100])
        self.line.raw(answer[:20])
        self.line.close()
        return UNANSWERED

    async def reset(self, id):
        self.line.writer.transport.abort()
        return UNANSWERED

    async def raw(self, id, digits):
        """These bytes and nothing else."""
        self.line.raw(bytes.fromhex(digits))
        return UNANSWERED

    # In another form.

    async def dribble(self, id, value):
        """Byte by byte, each of which is sent at once."""
        for byte in msgpack.packb([RESPONSE, id, None, value]):
            self.line.raw(bytes([byte]))
        return UNANSWERED

    async def under(self, id, kind, value):
        """A stray answer of this kind before the right one."""
        answer = [RESPONSE, id, None, value]
        match kind:
            case "twice":
                self.line.send(answer)
            case "unknown":
                self.line.send([RESPONSE, id ^ 0x40000000, None, value])
            case "minus one":
                self.line.send([RESPONSE, -1, None, value])
            case "text":
                self.line.send([RESPONSE, str(id), None, value])
            case "three":
                self.line.send([RESPONSE, id ^ 0x40000000, None])
            case "five":
                self.line.send([*answer, None])
                return UNANSWERED
        return value

    async def wide(self, id, kind, value):
        """The answer with its id as a wider number of the same value."""
        marker, form = {"u64": (0xCF, ">BQ"), "i64": (0xD3, ">Bq"), "f32": (0xCA, ">Bf"), "f64": (0xCB, ">Bd")}[kind]
        wide = struct.pack(form, marker, id)
        self.line.raw(b"\x94\x01" + wide + b"\xc0" + msgpack.packb(value))
        return UNANSWERED

    async def both(self, id, error, result):
        """An answer with both slots set."""
        self.line.send([RESPONSE, id, error, result])
        return UNANSWERED

    async def refuse(self, id, error):
        """Any value as the error."""
        raise Refusal(error)

    async def big(self, id, length):
        return bytes(length)

    async def ill(self, id):
        """A string that is not UTF-8."""
        self.line.raw(b"\x94\x01" + msgpack.packb(id) + b"\xc0\xa3a\xffb")
        return UNANSWERED

    async def ext(self, id, marker, code, length):
        """So many sevens as an ext value behind this marker."""
        data = b"\7" * length
        head = {0xC7: ">BBb", 0xC8: ">BHb", 0xC9: ">BIb"}.get(marker)
        head = struct.pack(head, marker, len(data), code) if head else struct.pack(">Bb", marker, code)
        self.line.raw(b"\x94\x01" + msgpack.packb(id) + b"\xc0" + head + data)
        return UNANSWERED


class Line:
    """One connection."""

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer
        self.methods = Methods(self)
        self.unpacker = msgpack.Unpacker(
            raw=False, strict_map_key=False, unicode_errors="surrogateescape", max_buffer_size=0
        )
        self.packer = msgpack.Packer(unicode_errors="surrogateescape")
        self.pending = {}
        self.next_id = 0
        self.tasks = set()

    def raw(self, data):
        self.writer.write(data)

    def send(self, message):
        self.raw(self.packer.pack(message))

    def close(self):
        self.writer.close()

    async def call(self, method, *params):
        id = self.next_id
        self.next_id = (id + 1) % 2**32
        self.pending[id] = answer = asyncio.get_running_loop().create_future()
        self.send([REQUEST, id, method, params])
        error, result = await answer
        if error is not None:
            raise Refusal(error)
        return result

    async def answer(self, id, method, params):
        called = getattr(self.methods, method, None)
        try:
            if called is None:
                raise Refusal(f"'{method}' method not found")
            result = await called(id, *params)
            if result is not UNANSWERED:
                self.send([RESPONSE, id, None, result])
        except Refusal as refusal:
            self.send([RESPONSE, id, refusal.args[0], None])
        except Exception as fault:
            self.send([RESPONSE, id, str(fault), None])

    def take(self, message):
        match message:
            case [0, id, method, params]:
                task = asyncio.ensure_future(self.answer(id, method, params))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
            case [1, id, error, result]:
                answer = self.pending.pop(id, None)
                if answer and not answer.done():
                    answer.set_result((error, result))
            case [2, method, params]:
                self.methods.notes.append([method, params])

    async def run(self):
        try:
            while data := await self.reader.read(1 << 16):
                self.unpacker.feed(data)
                for message in self.unpacker:
                    self.take(message)
                # Requests are read while answers wait to be sent: whose peer does as much can't be stuck with it.
                if not self.tasks:
                    await self.writer.drain()
        except ConnectionError:
            pass
        for task in self.tasks:
            task.cancel()
        self.close()


async def over_stdio():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    # Python's own object leaves the descriptor open.
    output = open(sys.stdout.fileno(), "wb", buffering=0)
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, output)
    await Line(reader, asyncio.StreamWriter(transport, protocol, None, loop)).run()


async def main(kind, path=None):
    if kind == "stdio":
        return await over_stdio()
    threading.Thread(target=end_with_owner, daemon=True).start()

    async def meet(reader, writer):
        await Line(reader, writer).run()

    if kind == "unix":
        server = await asyncio.start_unix_server(meet, path)
        print(f"listening unix:{path}", flush=True)
    else:
        server = await asyncio.start_server(meet, "127.0.0.1", 0)
        print(f"listening tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def end_with_owner():
    sys.stdin.read()
    os._exit(0)


asyncio.run(main(*sys.argv[1:]))
