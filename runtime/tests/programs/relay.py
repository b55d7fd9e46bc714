"""Copies between standard input and output and a Unix socket: `relay.py path`. It ends when either end has gone."""
import os
import socket
import sys
import threading

peer = socket.socket(socket.AF_UNIX)
try:
    peer.connect(sys.argv[1])
except OSError:
    # Nobody is there, as at the end of a test: who reads this sees that it ends.
    sys.exit(1)


def inward():
    try:
        while data := os.read(0, 65536):
            peer.sendall(data)
        peer.shutdown(socket.SHUT_WR)
    except OSError:
        # The server has gone; the other direction ends by itself.
        pass


threading.Thread(target=inward, daemon=True).start()
try:
    while data := peer.recv(65536):
        while data:
            data = data[os.write(1, data):]
except (BrokenPipeError, ConnectionResetError):
    # Whoever started this does not read any more, or the server went first: neither is ours to report.
    pass
