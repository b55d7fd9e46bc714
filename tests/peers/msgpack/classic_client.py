"""A client on msgpack-rpc-python: `classic_client.py tcp PORT` or `classic_client.py unix PATH`; prints what it is
answered.
"""

import sys

from classic import Builder, address

import msgpackrpc
from msgpackrpc.error import RPCError


def told(call, *params):
    try:
        return call(*params)
    except RPCError as error:
        return f"error {error.args[0]}"


client = msgpackrpc.Client(address(sys.argv[1:]), timeout=30, builder=Builder, unpack_encoding="utf-8")
print("add", told(client.call, "add", 5, 4))
print("echo", told(client.call, "echo", ["ü", 1.5, None, {"a": [1]}]))
print("nothing", told(client.call, "nothing"))
print("fail", told(client.call, "fail", "no such line"))
print("missing", told(client.call, "missing"))
client.notify("note", "one")
client.notify("note", "two")
client.notify("missing", "three")
print("noted", told(client.call, "noted"))
late = client.call_async("slow", 200, "late")
early = client.call_async("slow", 0, "early")
print("slow", early.get(), late.get())
many = [client.call_async("add", number, 1) for number in range(500)]
print("many", sum(one.get() for one in many))
client.close()
