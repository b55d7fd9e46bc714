"""The transport of pynvim as a client: `pynvim_client.py tcp PORT` or `pynvim_client.py unix PATH`; prints what it is
answered, and answers what it is asked.
"""

import sys

from pynvim.msgpack_rpc import ErrorResponse, socket_session, tcp_session

kind, place = sys.argv[1:]
# It says who it is first, by a notification that our server has to put up with.
session = socket_session(place) if kind == "unix" else tcp_session("127.0.0.1", int(place))
session.error_wrapper = lambda error: ValueError(error)
heard = []


def told(method, *params):
    try:
        return session.request(method, *params)
    except ValueError as error:
        return f"error {error}"


def asked(method, params):
    if method == "double":
        return params[0] * 2
    if method == "descend":
        # Asks back from within a handler, so that both wait for each other to the depth it is told.
        return 0 if params[0] == 0 else 1 + session.request("descend", params[0] - 1)
    raise ErrorResponse(f"{method} is unknown")


def run(method, *params):
    """A call during which the server may ask."""
    result = []

    def call():
        result.append(told(method, *params))
        session.stop()

    session.run(asked, lambda method, params: heard.append((method, *params)), call)
    return result[0]


print("add", told("add", 5, 4))
print("echo", told("echo", ["ü", 1.5, None, {"a": [1]}, b"\xff\x00"]))
print("nothing", told("nothing"))
print("fail", told("fail", "no such line"))
print("missing", told("missing"))
session.request("note", "one", async_=True)
session.request("note", "two", async_=True)
session.request("missing", "three", async_=True)
print("noted", told("noted"))
print("double", run("call_back", "double", [21]))
print("refused", run("call_back", "triple", [21]))
print("descend", run("descend", 12))
print("ticks", run("tick", 3), heard)
session.close()
