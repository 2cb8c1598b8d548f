#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""lazy_relay LISTEN CONNECT: leads those who connect to the socket LISTEN on to the socket CONNECT.

It connects for a client when the client has sent something. QEMU holds a connection to the far end
of its channel and never sends anything, while qemu-ga serves one client at a time: libvirt.
"""
import socket
import sys
import threading


def pump(source, sink):
    while data := source.recv(65536):
        sink.sendall(data)
    sink.shutdown(socket.SHUT_WR)


def serve(client, path):
    data = client.recv(65536)
    if data:
        server = socket.socket(socket.AF_UNIX)
        server.connect(path)
        server.sendall(data)
        threading.Thread(target=pump, args=(server, client), daemon=True).start()
        pump(client, server)


def main():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(sys.argv[1])
    listener.listen()
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, sys.argv[2]), daemon=True).start()


main()
