"""A server on msgpack-rpc-python: `classic_server.py tcp` or `classic_server.py unix PATH`."""

import sys

from classic import Builder, address, end_with_owner

import msgpackrpc
from msgpackrpc.server import AsyncResult


class Methods:
    def __init__(self, loop):
        self._loop = loop
        self._notes = []

    def add(self, a, b):
        return a + b

    def echo(self, value):
        return value

    def nothing(self):
        return None

    def fail(self, text):
        raise ValueError(text.decode())

    def slow(self, milliseconds, value):
        """Answers after that long, so that later calls are answered first."""
        later = AsyncResult()
        self._loop._ioloop.call_later(milliseconds / 1000, later.set_result, value)
        return later

    def never(self):
        return AsyncResult()

    def note(self, line):
        self._notes.append(line)

    def noted(self):
        return self._notes


end_with_owner()
loop = msgpackrpc.Loop()
server = msgpackrpc.Server(Methods(loop), loop=loop, builder=Builder)
server.listen(address(sys.argv[1:]))
server.start()
