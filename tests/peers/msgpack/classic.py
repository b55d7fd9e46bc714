"""What the Python package msgpack-rpc-python needs to run today: Unix sockets, which it has no transport for, and a
module that Python has no longer.
"""

import os
import socket
import sys
import threading
import types

try:
    from ssl import match_hostname  # noqa: F401
except ImportError:
    # Its tornado looks for the function at import, and calls it for TLS only.
    stub = types.ModuleType("backports.ssl_match_hostname")
    stub.CertificateError = ValueError
    stub.match_hostname = lambda certificate, hostname: None
    sys.modules["backports"] = types.ModuleType("backports")
    sys.modules["backports"].ssl_match_hostname = stub
    sys.modules["backports.ssl_match_hostname"] = stub

import msgpackrpc
from msgpackrpc.transport import tcp
from tornado import netutil


class Path:
    """The address of a Unix socket, in the form of the package's own addresses."""

    def __init__(self, path):
        self.path = path

    def socket(self):
        return socket.socket(socket.AF_UNIX)

    def unpack(self):
        return self.path


class Sockets(tcp.ServerTransport):
    """Listens on TCP with a port of the system's choice, or on a Unix socket, and prints where."""

    def listen(self, server):
        self._server = server
        loop = server._loop._ioloop
        self._mp_server = tcp.MessagePackServer(self, io_loop=loop, encodings=self._encodings)
        if isinstance(self._address, Path):
            bound = netutil.bind_unix_socket(self._address.path)
            print(f"listening unix:{self._address.path}", flush=True)
        else:
            (bound,) = netutil.bind_sockets(0, "127.0.0.1")
            print(f"listening tcp://127.0.0.1:{bound.getsockname()[1]}", flush=True)
        self._mp_server.add_socket(bound)


class Builder:
    """What the package calls a builder of transports."""

    ServerTransport = Sockets
    ClientTransport = tcp.ClientTransport


def address(words):
    """Of `tcp`, `tcp PORT` or `unix PATH`."""
    if words[0] == "unix":
        return Path(words[1])
    return msgpackrpc.Address("127.0.0.1", int(words[1]) if len(words) > 1 else 0)


def end_with_owner():
    """Ends this process when the test that holds its standard input has ended."""

    def wait():
        sys.stdin.read()
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
