"""A JSON-RPC server on standard input and output: `server.py lines` or `server.py content-length`."""
import json
import os
import sys
import time

framing = sys.argv[1]
source, sink = sys.stdin.buffer, sys.stdout.buffer


def receive():
    line = source.readline()
    if framing == "lines" or not line:
        return line
    length = int(line.removeprefix(b"Content-Length: "))
    assert source.readline() == b"\r\n"
    return source.read(length)


def send(message):
    body = json.dumps(message, ensure_ascii=False).encode()
    head = b"" if framing == "lines" else b"Content-Length: %d\r\nContent-Type: application/json\r\n\r\n" % len(body)
    sink.write(head + body + (b"\n" if framing == "lines" else b""))
    sink.flush()


def serve():
    while text := receive():
        request = json.loads(text)
        method, params, number = request["method"], request["params"], request.get("id")
        if method == "exit":
            sys.exit(params["n"])
        if method == "stay":
            # Neither a closed input nor a polite word ends it.
            source.close()
            time.sleep(3600)
        if number is None:
            continue
        send({"jsonrpc": "2.0", "method": "progress", "params": {"of": number}})
        send({"jsonrpc": "2.0", "id": number, "result": params})


print("the server has started", *sys.argv[2:], file=sys.stderr, flush=True)
try:
    serve()
except BrokenPipeError:
    # Whoever started this does not read any more. What is left to write would fail again at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
