"""Copies between standard input and output and a Unix socket: `relay.py path`."""
import os
import socket
import sys
import threading

peer = socket.socket(socket.AF_UNIX)
peer.connect(sys.argv[1])


def inward():
    while data := os.read(0, 65536):
        peer.sendall(data)
    peer.shutdown(socket.SHUT_WR)


threading.Thread(target=inward, daemon=True).start()
while data := peer.recv(65536):
    while data:
        data = data[os.write(1, data):]
